"""sharebot feeds: when each feed was read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.printing import count, iso, one_line, say, say_json, table, when

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.model import FeedState


@command(
    "feeds",
    ("sharebot feeds", "when each was read last, and its complaint if it has one"),
    ("sharebot feeds --json", "for programs"),
)
@json_option
def feeds_command(as_json: bool) -> None:
    """List the feeds: when they were read, when they will be read next, and what is wrong with them."""
    with opened() as app:
        feeds = _feeds(app)
        if as_json:
            say_json({"feeds": [_document(feed, app.settings.feeds) for feed in feeds]})
        elif feeds:
            _show(feeds, app.settings.feeds, zone_of(app))
        else:
            say("no feeds yet: set SHAREBOT_FEEDS, or run sharebot init")


def _feeds(app: App) -> list[FeedState]:
    """Those of SHAREBOT_FEEDS in its order, then those that were read in other days."""
    configured = app.settings.feeds
    known = [feed for feed in app.queue.feeds() if feed.address not in configured]
    return [app.queue.feed(address) for address in configured] + known


def _document(feed: FeedState, configured: Sequence[str]) -> dict[str, Any]:
    return {
        "address": feed.address,
        "configured": feed.address in configured,
        "title": feed.title or None,
        "moved_to": feed.moved_to or None,
        "polled": iso(feed.polled_at),
        "next_poll": iso(feed.next_poll_at),
        "baseline": iso(feed.baseline_at),
        "gone": iso(feed.gone_at),
        "entries": len(feed.known),
        "failures": feed.failures,
        "complaint": feed.complaint or None,
    }


def _show(feeds: Sequence[FeedState], configured: Sequence[str], zone: tzinfo) -> None:
    table(
        [f"last read ({zone})", "next", "entries", "feed"],
        [
            [
                when(feed.polled_at, zone, seconds=False, none="never"),
                _next(feed, configured, zone),
                str(len(feed.known)) if feed.polled_at else "-",
                f"{one_line(feed.title)} {feed.address}".strip(),
            ]
            for feed in feeds
        ],
    )
    for feed in feeds:
        if feed.moved_to:
            say(f"{feed.address} has moved: SHAREBOT_FEEDS should name {feed.moved_to}")
        if feed.complaint:
            failures = f" (failed {count(feed.failures, 'time')} in a row)" if feed.failures else ""
            say(f"{one_line(feed.complaint)}{failures}")


def _next(feed: FeedState, configured: Sequence[str], zone: tzinfo) -> str:
    if feed.gone_at:
        return "never: gone"
    if feed.address not in configured:
        return "not in SHAREBOT_FEEDS"
    return when(feed.next_poll_at, zone, seconds=False, none="at the next poll")
