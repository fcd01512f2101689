"""The queue's feeds and entries: what a poll, or a person, decided of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sharebot.model import EntryRecord, FeedState, Intake, Post


class Entries(Protocol):
    def feed(self, address: str) -> FeedState:
        """The feed's state; a fresh one if it was never polled."""
        ...

    def feeds(self) -> list[FeedState]: ...

    def take_in(self, feed: FeedState, intakes: Sequence[Intake], *, now: datetime, who: str) -> list[Post]:
        """Move the feed's cursor and insert what its poll decided, all or nothing; returns the inserted posts.

        An entry that has a post for that account and round already gets no second one, whatever its state. Revisions
        and cancels apply only to posts that are still unsent and not in doubt, revisions moreover only to posts that
        nobody has edited by hand; others are left alone silently: they have moved on.

        People are inserted where their id is 0, changed where their record is another one, and credited with the
        entry in their order, in place of whom it credited; an intake without people leaves the credits as they are.
        Versions, and ids of 0, speak of the register before this call: of several records of one person the last
        stands, and two newcomers are one person if they are alike or share a name and a handle.

        Raises SlotTaken, and Changed if a person is no longer of that version, or if somebody who shares a name and
        an unrejected handle with a newcomer is in the register already: then another poll found the same person since
        this one looked.
        """
        ...

    def take_by_hand(self, decided: Intake, *, now: datetime, who: str, why: str) -> list[Post]:
        """Insert what a person decided about one entry, all or nothing; returns its posts in their order.

        As take_in, but of no feed: a new entry belongs to the first one whose poll takes it in. Raises SlotTaken, and
        Changed also where the entry has a post of that account and round already.
        """
        ...

    def find_entry(self, names: Iterable[str]) -> EntryRecord | None:
        """The entry known under any of these ids, links or other aliases."""
        ...

    def entry(self, entry_id: int) -> EntryRecord:
        """Raises NotFound."""
        ...
