"""Looking at posts, their attempts and their histories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sharebot.errors import NotFound
from sharebot.model import Post, PostFilter, Share, State
from sharebot.queue import records
from sharebot.queue.database import Transaction
from sharebot.queue.records import clean, micros

OVER = frozenset({State.SENT, State.CANCELLED})


def post(tx: Transaction, post_id: int, statement: str = "post") -> Post:
    row = tx.row(statement, post_id=post_id)
    if row is None:
        raise NotFound(f"there is no post {post_id}")
    return records.post(row)


def posts(tx: Transaction, wanted: PostFilter) -> list[Post]:
    values: dict[str, Any] = {"limit": wanted.limit}
    where = _where([*_conditions(tx, wanted, values), *_after(tx, wanted.after_id, values)])
    order = tx.part(f"order_{wanted.sort.value}{'_reverse' if wanted.reverse else ''}")
    return [records.post(row) for row in tx.select(f"{tx.part('posts')} {where} {order}", values)]


def count(tx: Transaction, wanted: PostFilter) -> int:
    values: dict[str, Any] = {}
    where = _where(_conditions(tx, wanted, values))
    number: int = tx.select(f"{tx.part('posts_count')} {where}", values)[0][0]
    return number


def _where(conditions: list[str]) -> str:
    return "WHERE " + " AND ".join(f"({each})" for each in conditions) if conditions else ""


def _conditions(tx: Transaction, wanted: PostFilter, values: dict[str, Any]) -> list[str]:
    """The conditions that are asked for; their values are put into `values`."""
    asked = {
        "account": ("where_account", clean(wanted.account) or None),
        "entry_id": ("where_entry", wanted.entry_id),
        "author": ("where_author", wanted.author),
        "due_from": ("where_from", micros(wanted.due_from)),
        "due_until": ("where_until", micros(wanted.due_until)),
    }
    values |= {name: value for name, (_, value) in asked.items() if value is not None}
    where = [tx.part(part) for part, value in asked.values() if value is not None]
    where += [tx.part(part) for part, it in (("where_awaiting", wanted.awaiting), ("where_sure", wanted.sure)) if it]
    if wanted.ids:
        where.append(f"id IN ({', '.join(str(int(each)) for each in wanted.ids)})")
    return where + _states(tx, wanted.states)


def _states(tx: Transaction, states: frozenset[State]) -> list[str]:
    """What leaves out all that is over is found by the index of just that; all states together are no condition."""
    if not states or states == frozenset(State):
        return []
    named = sorted(repr(State(state).value) for state in states)
    # Of one state written as an equation, SQLite knows the indexes that are made for it.
    one_of = f"state = {named[0]}" if len(named) == 1 else f"state IN ({', '.join(named)})"
    return [one_of] if states & OVER else [tx.part("where_open"), one_of]


def _after(tx: Transaction, after_id: int, values: dict[str, Any]) -> list[str]:
    """What comes after that post in the order of the list; the post may have moved, but not vanished."""
    if not after_id:
        return []
    row = tx.row("posts_due_at", post_id=after_id)
    values["after_id"] = after_id
    if row is None or row[0] is None:
        return [tx.part("where_after_undated")]
    values["after_due_at"] = row[0]
    return [tx.part("where_after")]


def attempted(tx: Transaction, account: str, since: datetime, until: datetime) -> list[Share]:
    rows = tx.rows("attempted", account=clean(account), since=micros(since), until=micros(until))
    return [records.share(row[0]) for row in rows]


def taken_slots(tx: Transaction, account: str, since: datetime) -> list[datetime]:
    rows = tx.rows("taken_slots", account=clean(account), since=micros(since))
    return [records.known(row[0]) for row in rows]


def counts(tx: Transaction) -> dict[tuple[str, State], int]:
    return {(account, State(state)): count for account, state, count in tx.rows("counts")}
