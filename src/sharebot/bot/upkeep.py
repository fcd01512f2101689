"""Upkeep: once a day what nobody needs any more is let go, and the database gives its free space back.

Nothing that decides what is sent goes: posts, entries and their names stay for ever, and so does all that is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sharebot.bot.identities import FAILED_FOR, KIND
from sharebot.ports import PAID, Clock, Queue, Tell

LEAST = timedelta(days=90)
"""What is younger may still be asked for: the month's costs, and why a post of late is what it is."""

LEISURE = timedelta(minutes=5)
"""If nothing is due for so long, the database may stand still for some seconds."""

BATCH = 50
"""Posts in one transaction: some milliseconds, so that a delivery hardly waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one upkeep did: posts that were thinned, facts that were forgotten, bytes that were given back."""

    thinned: int = 0
    forgotten: int = 0
    freed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """`keep`: for how long everything is kept; None: for ever."""

    queue: Queue
    accounts: Collection[str]
    keep: timedelta | None
    clock: Clock
    tell: Tell

    def once(self, stopping: Callable[[], bool] = lambda: False) -> Kept:
        """Each step is a transaction of its own: what is broken off is gone on with the next time.

        `stopping` is asked between two steps.
        """
        kept = Kept(
            thinned=self._thin(stopping),
            forgotten=0 if stopping() else self._forget(),
            freed=0 if stopping() else self._compact(),
        )
        if kept != Kept():
            self.tell("upkeep.done", posts=kept.thinned, facts=kept.forgotten, bytes=kept.freed)
        return kept

    def _thin(self, stopping: Callable[[], bool]) -> int:
        if self.keep is None:
            return 0
        before, after, thinned = self.clock.now() - max(self.keep, LEAST), 0, 0
        while not stopping() and (ids := self.queue.thin(before=before, after=after, limit=BATCH)):
            after, thinned = ids[-1], thinned + len(ids)
        return thinned

    def _forget(self) -> int:
        """Failed questions that may be asked again, what months long over have cost, strangers' handles, and acts."""
        now = self.clock.now()
        forgotten = self.queue.forget(f"{KIND} failed", before=now - 2 * FAILED_FOR)
        forgotten += self.queue.forget(PAID, before=now - LEAST)
        if self.keep is not None:
            long_ago = now - max(self.keep, LEAST)
            self.queue.forget_acts(before=long_ago)
            forgotten += self.queue.forget(KIND, before=long_ago, strangers=True)
        return forgotten

    def _compact(self) -> int:
        dues = [due for account in self.accounts if (due := self.queue.next_due(account))]
        return self.queue.compact(leisure=all(due > self.clock.now() + LEISURE for due in dues))
