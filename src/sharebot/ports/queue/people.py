"""The register of people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sharebot.model import EntryRecord, Person, PersonStep


class Register(Protocol):
    def person(self, person_id: int) -> Person:
        """Raises NotFound; where the person was merged into another it says into whom."""
        ...

    def people(self, *, after: str = "", limit: int = 1000) -> list[Person]:
        """In order of the key of their names, then id; `after` is the key of the last one of the page before.

        Namesakes stand on one page, which may become longer than `limit` by them.
        """
        ...

    def people_named(self, keys: Iterable[str]) -> list[Person]:
        """All who have a spelling with any of these keys (model.name_key); oldest first."""
        ...

    def people_with(self, handles: Iterable[tuple[str, str]]) -> list[Person]:
        """All who have any of these platform's handles in their record, whatever its standing; oldest first."""
        ...

    def people_of(self, entry_id: int) -> list[Person]:
        """Those whom the entry credits, in its order."""
        ...

    def entries_of(self, person_id: int) -> list[EntryRecord]:
        """The entries that credit the person, newest first."""
        ...

    def put_person(self, person: Person, *, now: datetime, who: str, what: str) -> Person:
        """Insert a person whose id is 0, or change one; `what` goes into their history.

        Raises Changed if the person is no longer of that version.
        """
        ...

    def put_people(self, changes: Sequence[tuple[Person, str]], *, now: datetime, who: str) -> list[Person]:
        """As put_person for several, each with its `what`: all or nothing."""
        ...

    def merge_people(self, into: Person, other: Person, *, now: datetime, who: str, what: str) -> Person:
        """Write `into` (which the caller has made of both), give it the other's entries, and let the other go.

        An entry that credited both credits `into` once. Raises Changed if either is no longer of that version, and
        IllegalMove if both are one person.
        """
        ...

    def split_person(
        self, person: Person, apart: Person, entry_ids: Iterable[int], *, now: datetime, who: str, what: str
    ) -> tuple[Person, Person]:
        """Write `person`, insert `apart`, and give it those of the person's entries. Raises Changed."""
        ...

    def person_history(self, person_id: int) -> list[PersonStep]:
        """Oldest first; that of somebody who was merged into the person included."""
        ...
