"""How to treat a feed's server: what to ask, and when to ask again. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sharebot.model import FeedState

ACCEPT = "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.1"

PLAIN_EVERY = 6
"""Every so manieth poll goes without validators: WordPress answers 304 although a scheduled post has appeared, if its
cron ran late and another post had been edited meanwhile (wp-includes/class-wp.php, send_headers, 6.1)."""

LONGEST_BACK_OFF = timedelta(hours=2)
LONGEST_WAIT = timedelta(days=1)
"""For servers that want us to come back much later; one that means it says 410."""


def headers(feed: FeedState) -> dict[str, str]:
    """What to ask the feed with: only what has changed, but everything now and then, and after a failure."""
    asked = {"Accept": ACCEPT}
    if feed.failures or (feed.polls + 1) % PLAIN_EVERY == 0:
        return asked
    if feed.etag:
        asked["If-None-Match"] = feed.etag
    if feed.modified:
        asked["If-Modified-Since"] = feed.modified
    return asked


def next_poll_at(
    now: datetime, every: timedelta, failures: int, *, retry_at: datetime | None = None, random: float
) -> datetime:
    """`failures`: in a row, this one included. `random`: from 0 to 1, so that many pollers do not come together."""
    if not failures:
        return now + every
    doubled = every * (1 << min(failures - 1, 20))
    wait = min(doubled, max(every, LONGEST_BACK_OFF)) * (1 + random / 4)
    asked = min(retry_at - now, LONGEST_WAIT) if retry_at else timedelta(0)
    return now + max(wait, asked)


_SAID = {
    401: "it wants a password (401); name an address that needs none",
    403: "it refuses us (403); a firewall or plugin of the blog may have to let sharebot in",
    404: "there is nothing (404); check the address",
    410: "it is gone for good (410) and will not be asked again; remove it from SHAREBOT_FEEDS",
    429: "it wants to be asked less often (429); it is left alone for a while",
}


GONE = frozenset({404, 410})


def said(status: int, *, moved: bool = False) -> str:
    """What an answer that is no feed means, and what to do. `moved`: whether it is from where the feed had moved to."""
    if moved and status in GONE:
        return f"there is nothing any more ({status}); the feed's own address is asked again"
    if status in _SAID:
        return _SAID[status]
    if status >= 500:  # noqa: PLR2004  RFC 9110, 15.6
        return f"the blog's server is in trouble ({status}); it is asked again later"
    return f"it answers {status} instead of a feed; look at the address in a browser"
