"""The register of people: found by name, handle and entry; put, merged and split, guarded by their version.

Whoever writes here holds the intake's lock, so that nothing changes between a look at the register and what is decided
by it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sharebot.errors import Changed, IllegalMove, NotFound
from sharebot.model import EntryRecord, Person, PersonStep
from sharebot.queue import acts, records
from sharebot.queue.database import Transaction
from sharebot.queue.records import Row, alias, clean, micros
from sharebot.queue.steps import Hand

NEW = "they are new to the register, which forgets nobody: sharebot authors reject and forbid say what does not hold"
MERGED = "two people became one: sharebot authors split takes them apart"
SPLIT = "one person became two: sharebot authors merge puts them together"
"""Why an act about people cannot be taken back, and what to do instead."""

# Looking --------------------------------------------------------------------------------------------------------------


def person(tx: Transaction, person_id: int) -> Person:
    row = _row(tx, person_id)
    if (into := records.merged_into(row)) is not None:
        raise NotFound(f"person {person_id} was merged into person {into}; look at that one")
    return records.person(row)


def _row(tx: Transaction, person_id: int) -> Row:
    row = tx.row("person", person_id=person_id)
    if row is None:
        raise NotFound(f"there is no person {person_id}")
    return row


def page(tx: Transaction, after: str, limit: int) -> list[Person]:
    """A page ends where a key ends, and those without a letter in their names are on the first one, however many."""
    after = after[: records.LONGEST_NAME]
    last = tx.row("last_key", after=clean(after), skip=max(limit, 1) - 1)
    if last is None:
        return _people(tx.rows("people", after=clean(after)))
    return _people(tx.rows("people_until", after=clean(after), last=last[0]))


def named(tx: Transaction, keys: Iterable[str]) -> list[Person]:
    return _oldest_first(row for key in set(keys) for row in tx.rows("people_named", key=alias(key)))


def having(tx: Transaction, handles: Iterable[tuple[str, str]]) -> list[Person]:
    wanted = {(clean(platform), _folded(handle)) for platform, handle in handles}
    return _oldest_first(
        row for platform, handle in wanted for row in tx.rows("people_with", platform=platform, handle=handle)
    )


def _folded(handle: str) -> str:
    return alias(handle.casefold())


def _oldest_first(rows: Iterable[Row]) -> list[Person]:
    return _people(row for _, row in sorted({row[0]: row for row in rows}.items()))


def _people(rows: Iterable[Row]) -> list[Person]:
    return [records.person(row) for row in rows]


def credited(tx: Transaction, entry_id: int) -> list[Person]:
    return _people(tx.rows("credits", entry_id=entry_id))


def entries_of(tx: Transaction, person_id: int) -> list[EntryRecord]:
    return [records.entry(row) for row in tx.rows("entries_of", person_id=person_id)]


def history(tx: Transaction, person_id: int) -> list[PersonStep]:
    return [records.person_step(row) for row in tx.rows("person_history", person_id=person_id)]


# Putting --------------------------------------------------------------------------------------------------------------


def put(tx: Transaction, person: Person, hand: Hand, *, what: str) -> Person:
    tx.lock_intake()
    if not person.id:
        made = insert(tx, person, hand, what)
        acts.note_person(tx, hand, None, made, what, final=NEW)
        return made
    before = unchanged(tx, person)
    after = update(tx, person, hand, what)
    acts.note_person(tx, hand, before, after, what)
    return after


def unchanged(tx: Transaction, person: Person) -> Person:
    """The person as they stand in the register. Raises Changed if they are not those that were decided about."""
    now = as_now(tx, person.id)
    refuse_older(now, person)
    return now


def as_now(tx: Transaction, person_id: int) -> Person:
    """Raises Changed if they were merged into somebody else meanwhile."""
    row = _row(tx, person_id)
    if (into := records.merged_into(row)) is not None:
        raise Changed(f"person {person_id} was merged into person {into} meanwhile; look again, then decide again")
    return records.person(row)


def refuse_older(now: Person, person: Person) -> None:
    if now.version != person.version:
        raise Changed(f"person {person.id}, {now.name}, was changed meanwhile; look again, then decide again")


def insert(tx: Transaction, person: Person, hand: Hand, what: str) -> Person:
    row = tx.rows("add_person", created_at=micros(hand.now), **_columns(person, hand))[0]
    return _written(tx, records.person(row), hand, what)


def update(tx: Transaction, person: Person, hand: Hand, what: str) -> Person:
    row = tx.rows("set_person", person_id=person.id, **_columns(person, hand))[0]
    _forget(tx, person.id)
    return _written(tx, records.person(row), hand, what)


def _columns(person: Person, hand: Hand) -> dict[str, object]:
    return {
        "sort_key": clean(records.sort_key(person.name)),
        "record": records.person_json(person),
        "updated_at": micros(hand.now),
    }


def _written(tx: Transaction, person: Person, hand: Hand, what: str) -> Person:
    """Found by their names and handles from now on, and with a row in their history."""
    for key in person.keys:
        tx.run("add_name", key=alias(key), person_id=person.id)
    for handle in person.handles:
        tx.run("add_handle", platform=clean(handle.platform), handle=_folded(handle.handle), person_id=person.id)
    tx.run("add_person_step", person_id=person.id, at=micros(hand.now), who=clean(hand.who), what=clean(what))
    return person


def _forget(tx: Transaction, person_id: int) -> None:
    tx.run("drop_names", person_id=person_id)
    tx.run("drop_handles", person_id=person_id)


# Merging and splitting ------------------------------------------------------------------------------------------------


def merge(tx: Transaction, into: Person, other: Person, hand: Hand, *, what: str) -> Person:
    """An entry that credited both credits the one that is left once, where the first of the two stood."""
    if into.id == other.id:
        raise IllegalMove(f"person {into.id} cannot be merged into the same person; name two")
    tx.lock_intake()
    before = unchanged(tx, into)
    unchanged(tx, other)
    _forget(tx, other.id)
    tx.run("let_go", person_id=other.id, into=into.id, now=micros(hand.now))
    tx.run("pass_credits", person_id=other.id, into=into.id)
    tx.run("drop_second_credits", into=into.id)
    after = update(tx, into, hand, what)
    acts.note_person(tx, hand, before, after, what, final=MERGED)
    return after


def split(
    tx: Transaction, person: Person, apart: Person, entry_ids: Iterable[int], hand: Hand, *, what: str
) -> tuple[Person, Person]:
    tx.lock_intake()
    before = unchanged(tx, person)
    other = insert(tx, apart, hand, what)
    for entry_id in entry_ids:
        tx.run("pass_credit", entry_id=entry_id, person_id=person.id, to=other.id)
    left = update(tx, person, hand, what)
    acts.note_person(tx, hand, before, left, what, final=SPLIT)
    acts.note_person(tx, hand, None, other, what, final=SPLIT)
    return left, other
