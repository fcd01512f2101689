"""Feeds and pages of blogs: fetched politely, read exactly, their faults told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sharebot.feed.source import Feeds

__all__ = ["Feeds"]


def __getattr__(name: str) -> type[Feeds]:
    """Only when it is asked for: the process that parses feeds needs no HTTP client, and no memory for one."""
    if name != "Feeds":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sharebot.feed.source import Feeds

    return Feeds
