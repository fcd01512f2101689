"""Acts: what a person's command changed, written beside the change itself, with how each thing was before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec.json

from sharebot.errors import NotFound
from sharebot.model import (
    AccountChange,
    AccountState,
    Act,
    ActFilter,
    Payload,
    Person,
    PersonChange,
    Post,
    PostChange,
    Step,
)
from sharebot.queue import records
from sharebot.queue.database import Transaction
from sharebot.queue.records import Row, as_json, clean, micros
from sharebot.queue.steps import ME, Hand

_POST, _ACCOUNT, _PERSON = "post", "account", "person"

_post = msgspec.json.Decoder(Post).decode
_account = msgspec.json.Decoder(AccountState).decode
_person = msgspec.json.Decoder(Person).decode


# Writing --------------------------------------------------------------------------------------------------------------


def note_post(tx: Transaction, hand: Hand, before: Post | None, after: Post, why: str) -> None:
    if hand.act:
        _note(tx, hand, (_POST, str(after.id)), before=before and _bare(before), after=_bare(after), why=why)


def note_account(tx: Transaction, hand: Hand, before: AccountState, after: AccountState, why: str) -> None:
    if hand.act:
        _note(tx, hand, (_ACCOUNT, after.name), before=before, after=after, why=why)


def note_person(
    tx: Transaction, hand: Hand, before: Person | None, after: Person, why: str, *, final: str = ""
) -> None:
    if hand.act:
        _note(tx, hand, (_PERSON, str(after.id)), before=before, after=after, why=why, final=final)


def _bare(post: Post) -> Post:
    """Without the frozen bytes: which payload it was is enough to know."""
    return replace(post, payload=Payload(key=post.payload.key, body=b"")) if post.payload else post


def _note(
    tx: Transaction,
    hand: Hand,
    thing: tuple[str, str],
    *,
    before: object | None,
    after: object,
    why: str,
    final: str = "",
) -> None:
    tx.run(
        "note_change",
        act_id=number(tx, hand),
        kind=thing[0],
        thing=clean(thing[1]),
        before=None if before is None else as_json(before),
        after=as_json(after),
        why=clean(why),
        follows=int(hand.who == ME),
        final=clean(final),
    )


def number(tx: Transaction, hand: Hand) -> int:
    """The act's number, which it gets with its first change."""
    act = hand.act
    if act is None:
        raise AssertionError(f"{hand.who} changes something outside of any act")
    if not act.number:
        values = {"at": micros(hand.now), "who": clean(act.who), "what": clean(act.what), "undoes": act.undoes}
        act.number = tx.rows("add_act", **values)[0][0]
    return act.number


# Reading --------------------------------------------------------------------------------------------------------------


def act(tx: Transaction, act_id: int, statement: str = "act") -> Act:
    row = tx.row(statement, act_id=act_id)
    if row is None:
        raise NotFound(f"there is no act {act_id}; sharebot log lists them")
    return _whole(tx, row)


def acts(tx: Transaction, wanted: ActFilter) -> list[Act]:
    asked: dict[str, tuple[str, Any]] = {
        "who": ("where_act_who", clean(wanted.who) or None),
        "since": ("where_act_since", micros(wanted.since)),
        "thing": ("where_act_post", None if wanted.post_id is None else str(wanted.post_id)),
        "before_id": ("where_act_before", wanted.before_id),
    }
    values = {name: value for name, (_, value) in asked.items() if value is not None}
    where = " AND ".join(f"({tx.part(part)})" for part, value in asked.values() if value is not None)
    sql = " ".join([tx.part("acts"), f"WHERE {where}" if where else "", tx.part("acts_order")])
    return [_whole(tx, row) for row in tx.select(sql, {**values, "limit": wanted.limit})]


def machine_steps(tx: Transaction, before_id: int, limit: int) -> list[tuple[int, Step]]:
    """With their numbers, newest first."""
    return [(row[0], records.step(row)) for row in tx.rows("machine_steps", before_id=before_id, limit=limit)]


def _whole(tx: Transaction, row: Row) -> Act:
    changes = tx.rows("act_changes", act_id=row[0])
    posts = (_post_change(each) for each in changes if each[1] == _POST)
    return Act(
        id=row[0],
        at=records.known(row[1]),
        who=row[2],
        what=row[3],
        undoes=row[4],
        undone_by=row[5],
        posts=tuple(sorted(posts, key=lambda change: change.post_id)),
        accounts=tuple(_account_change(each) for each in changes if each[1] == _ACCOUNT),
        people=tuple(_person_change(each) for each in changes if each[1] == _PERSON),
    )


def _post_change(row: Row) -> PostChange:
    before = None if row[3] is None else _post(row[3])
    return PostChange(post_id=int(row[2]), before=before, after=_post(row[4]), why=row[5], follows=bool(row[6]))


def _account_change(row: Row) -> AccountChange:
    return AccountChange(account=row[2], before=_account(row[3]), after=_account(row[4]), why=row[5])


def _person_change(row: Row) -> PersonChange:
    before = None if row[3] is None else _person(row[3])
    return PersonChange(person_id=int(row[2]), before=before, after=_person(row[4]), why=row[5], final=row[7])
