"""Looking at posts, their attempts and their histories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sharebot.errors import NotFound
from sharebot.model import Post, PostFilter, Share, State
from sharebot.queue import records
from sharebot.queue.database import Transaction
from sharebot.queue.records import clean, micros


def post(tx: Transaction, post_id: int, statement: str = "post") -> Post:
    row = tx.row(statement, post_id=post_id)
    if row is None:
        raise NotFound(f"there is no post {post_id}")
    return records.post(row)


def posts(tx: Transaction, wanted: PostFilter) -> list[Post]:
    values: dict[str, Any] = {"limit": wanted.limit}
    where = [*_conditions(tx, wanted, values), *_after(tx, wanted.after_id, values)]
    parts = [tx.part("posts"), "WHERE " if where else "", " AND ".join(f"({each})" for each in where)]
    return [records.post(row) for row in tx.select(" ".join([*parts, tx.part("posts_order")]), values)]


def _conditions(tx: Transaction, wanted: PostFilter, values: dict[str, Any]) -> list[str]:
    """The conditions that are asked for; their values are put into `values`."""
    asked = {
        "account": ("where_account", clean(wanted.account) or None),
        "entry_id": ("where_entry", wanted.entry_id),
        "due_from": ("where_from", micros(wanted.due_from)),
        "due_until": ("where_until", micros(wanted.due_until)),
    }
    values |= {name: value for name, (_, value) in asked.items() if value is not None}
    where = [tx.part(part) for part, value in asked.values() if value is not None]
    if wanted.states:
        states = sorted(repr(State(state).value) for state in wanted.states)
        # Of one state written as an equation, SQLite knows the indexes that are made for it.
        where.append(f"state = {states[0]}" if len(states) == 1 else f"state IN ({', '.join(states)})")
    if wanted.ids:
        where.append(f"id IN ({', '.join(str(int(each)) for each in wanted.ids)})")
    return where


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
