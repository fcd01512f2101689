"""The people of one intake: put into the register and credited with their entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sharebot.errors import Changed
from sharebot.model import Person, Standing
from sharebot.queue import people
from sharebot.queue.database import Transaction
from sharebot.queue.records import person_json
from sharebot.queue.steps import Hand


class Crediting:
    """What one call of take_in does to the register.

    Versions, and ids of newcomers, speak of the register as it was before the call: its entries were read together.
    Where several entries of the call change one person, the last record stands; a record that says nothing new takes
    nothing back. Newcomers with the same number below 0 are one person; of others, two are one if they are alike, or
    share a name and a handle.
    """

    def __init__(self, tx: Transaction, hand: Hand) -> None:
        self._tx = tx
        self._hand = hand
        self._before: dict[int, Person] = {}
        self._latest: dict[int, Person] = {}
        self._numbered: dict[int, int] = {}

    def credit(self, entry_id: int, credited: Iterable[Person]) -> None:
        """In place of whomever the entry credits."""
        ids = dict.fromkeys(self._kept(person, entry_id) for person in credited)
        self._tx.run("drop_credits", entry_id=entry_id)
        for position, person_id in enumerate(ids):
            self._tx.run("add_credit", entry_id=entry_id, position=position, person_id=person_id)

    def check(self, credited: Iterable[Person]) -> None:
        """Raises Changed if one of them is no longer what was decided about."""
        for person in credited:
            if person.id > 0:
                self._as_before(person)

    def _kept(self, person: Person, entry_id: int) -> int:
        if person.id <= 0:
            return self._numbered_newcomer(person, entry_id)
        if not _alike(person, self._as_before(person)):
            self._change(person, entry_id)
        return person.id

    def _as_before(self, person: Person) -> Person:
        if person.id not in self._before:
            self._before[person.id] = self._latest[person.id] = people.unchanged(self._tx, person)
        people.refuse_older(self._before[person.id], person)
        return self._before[person.id]

    def _change(self, person: Person, entry_id: int) -> None:
        if not _alike(person, self._latest[person.id]):
            self._latest[person.id] = people.update(self._tx, person, self._hand, f"changed by entry {entry_id}")

    def _numbered_newcomer(self, person: Person, entry_id: int) -> int:
        """Newcomers of one number are one, whatever else tells them apart."""
        known = self._numbered.get(person.id)
        if person.id and known is not None:
            self._change(replace(person, id=known), entry_id)
            return known
        made = self._numbered[person.id] = self._newcomer(replace(person, id=0), entry_id)
        return made

    def _newcomer(self, person: Person, entry_id: int) -> int:
        for other in self._newcomers():
            if _alike(person, other) or _coincide(person, other):
                self._change(replace(person, id=other.id), entry_id)
                return other.id
        self._refuse_second(person)
        made = people.insert(self._tx, person, self._hand, f"first credited with entry {entry_id}")
        self._latest[made.id] = made
        return made.id

    def _newcomers(self) -> list[Person]:
        return [person for person in self._latest.values() if person.id not in self._before]

    def _refuse_second(self, person: Person) -> None:
        """Another poll may have found the same person since this poll looked; then this one must look again."""
        for other in people.named(self._tx, person.keys):
            if _coincide(person, other):
                raise Changed(f"{person.name} became person {other.id} meanwhile; look again, then decide again")


def _alike(one: Person, other: Person) -> bool:
    return person_json(one) == person_json(other)


def _coincide(one: Person, other: Person) -> bool:
    """Whether they share a name and a handle that nobody has rejected."""
    return bool(one.keys & other.keys and _handles(one) & _handles(other))


def _handles(person: Person) -> set[tuple[str, str]]:
    return {
        (known.platform, known.handle.casefold()) for known in person.handles if known.standing is not Standing.REJECTED
    }
