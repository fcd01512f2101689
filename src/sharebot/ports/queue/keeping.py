"""What the queue remembers from outside, what it lets go in time, and what a restored copy leaves in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharebot.ports.platforms import Fact, Memory

HEARTBEATS = "daemon"
"""The kind of facts by which daemons tell that they live. Those that a copy holds say nothing of today."""

RESTORED = "restored"
"""The kind of fact, under no name, by which a queue knows that it was restored from a copy.

`learnt_at` is when; the value is the moment, in ISO 8601, after which things may have happened that it does not know.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How many posts are held, unsure, and failed, of which nobody knows what became of them since a copy was taken."""

    held: int = 0
    unsure: int = 0
    failed: int = 0


class Facts(Memory, Protocol):
    def remember_instead(self, kind: str, name: str, value: str, *, of: str | None, now: datetime) -> bool:
        """As remember, but only where `of` is what is kept there (None: nothing). Of several at once one succeeds."""
        ...

    def facts(self, kind: str) -> dict[str, Fact]:
        """All that is remembered of a kind, by name."""
        ...


class Keeping(Protocol):
    def thin(self, *, before: datetime, after: int = 0, limit: int = 100) -> list[int]:
        """Let go of attempts, history, frozen payloads and pictures of posts that ended before that moment.

        At most `limit` posts with ids above `after`; returns their ids, none when there are no more. Posts in doubt
        are left whole, and every post keeps its words, its receipt and the last row of its history.
        """
        ...

    def forget_acts(self, *, before: datetime) -> int:
        """Let go of acts of before that moment, which can be neither listed nor taken back then; returns how many."""
        ...

    def forget(self, kind: str, *, before: datetime, strangers: bool = False) -> int:
        """Let go of facts of that kind that were learnt before; returns how many.

        `strangers`: only of those whose name, "platform handle", is no handle of anybody in the register.
        """
        ...

    def compact(self, *, leisure: bool) -> int:
        """Give free space back, and do what else a database likes to have done once a day; returns bytes.

        Small steps only, unless there is `leisure`: then the database may stand still for seconds. Not one
        transaction. Does nothing where the server does it by itself (PostgreSQL).
        """
        ...

    def restored(self, *, taken_at: datetime, now: datetime, who: str) -> Marks:
        """Doubt everything that may have gone out since the copy was taken that this queue was restored from.

        Posts that wait are held, those in doubt wait for a person, feeds are read anew, heartbeats are forgotten, and
        a fact (RESTORED) tells those who make posts what they cannot know.
        """
        ...
