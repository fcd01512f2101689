"""Since when a feed cannot be read: polls may be hours apart, so that their number alone says little."""

from __future__ import annotations

from datetime import datetime, timedelta

from sharebot.model import FeedState, Polled
from sharebot.ports import Memory

KIND = "feed failing"
"""Under which the first of a feed's failures in a row is remembered."""

LONG = timedelta(hours=1)
"""Blogs are restarted and updated; by then it is more."""

FAILS = 3
"""So many failed polls in a row are more than a blog's bad quarter of an hour."""


def note(memory: Memory, before: FeedState, polled: Polled, now: datetime) -> None:
    """Remember the moment of a failure that is the first in a row."""
    if polled.error and not before.failures:
        memory.remember(KIND, before.address, "", now=now)


def since(memory: Memory, feed: FeedState) -> datetime | None:
    """The moment of the first of its failures in a row; None where it does not fail."""
    first = memory.recall(KIND, feed.address) if feed.failures else None
    return first.learnt_at if first else None


def is_broken(memory: Memory, feed: FeedState, now: datetime) -> bool:
    """Whether a person should look: it is gone, keeps failing, or has failed for long."""
    if feed.gone_at or feed.failures >= FAILS:
        return True
    first = since(memory, feed)
    return first is not None and now >= first + LONG
