"""What a queue that was restored from a copy cannot know, and so a person must look at. Pure but for one look.

Between the copy and its restoring, posts may have gone out of which nothing is left. What was in the copy is marked
when it is restored; here is what would be made anew: from a feed, as a later share, from the archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sharebot.model import EntryRecord, FeedState, Post
from sharebot.ports import RESTORED, Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """`taken_at`: after this nothing was known; `at`: when it was restored."""

    taken_at: datetime
    at: datetime

    def why_wait(self) -> str:
        when = f"{self.at:%Y-%m-%d %H:%M} UTC from a backup of {self.taken_at:%Y-%m-%d %H:%M} UTC"
        return f"the queue was restored {when}, and this may have gone out between: look, then approve or cancel"

    def is_unsettled(self, feed: FeedState) -> bool:
        """Whether the feed was not read whole since: all that is new in it may be new only to us."""
        return feed.settled_at is None or feed.settled_at <= self.at

    def may_have_shared(self, feed: FeedState, published_at: datetime | None, record: EntryRecord | None) -> bool:
        """Whether an entry that looks new, or open at last, may have been shared in the time that is not known.

        An entry without a date, or with a wrong one, was in the feed when that was first read again, or is new.
        """
        if self.is_unsettled(feed) and (feed.baseline_at is not None or published_at is None):
            return True
        settled_at = feed.settled_at or self.at
        known_before = record is not None and record.first_seen_at <= settled_at
        return known_before or (published_at is not None and published_at <= self.at)

    def may_have_shared_again(self, first: Post, sent_at: datetime, distance: timedelta, ahead: timedelta) -> bool:
        """Whether a later share may have been made in that time, at most `ahead` of its distance from the first.

        A first share that the copy holds as not yet sent may have been sent right after it was taken.
        """
        return first.created_at <= self.at and min(sent_at, self.taken_at) + distance <= self.at + ahead


def restoration(memory: Memory) -> Restoration | None:
    """The last one; None of a queue that is as it always was."""
    fact = memory.recall(RESTORED, "")
    return Restoration(taken_at=datetime.fromisoformat(fact.value), at=fact.learnt_at) if fact else None
