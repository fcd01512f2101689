"""From a feed's bytes to entries. Pure, picklable, and it never raises, whatever the bytes are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sharebot.feed import names
from sharebot.feed.clean import FEED_ROOTS, Clean, clean
from sharebot.feed.cut import Cut, cut, digest
from sharebot.feed.entry import entry, whole
from sharebot.feed.limit import TakesTooLong, at_most, stop
from sharebot.feed.links import absolute
from sharebot.feed.page import feed_of, is_page
from sharebot.model import Entry

PARSE_SECONDS = 10.0
"""CPU time after which a feed is given up; an honest one of 10 MB takes three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """New and changed entries, oldest first. With `error` there are none; `notes` are faults that cost nothing.

    `known` are the hashes that make the next parse skip what is in this one. `title` and `language` are empty where
    nothing had to be parsed. `older`: the address of the page with the entries before these, where the feed names one
    (RFC 5005, sections 3 and 4); `generator`: what the feed says that it was made by.
    """

    title: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    known: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    error: str = ""
    older: str = ""
    generator: str = ""


_TOO_LONG = f"it takes more than {PARSE_SECONDS:g} seconds to read, as an attack does, and was given up; tell the blog"


def parse(body: bytes, content_type: str, base: str, known: frozenset[str] = frozenset()) -> Parsed:
    """`base`: the address that relative links start from, "" where the feed has none. `known`: of the last parse."""
    try:
        with at_most(PARSE_SECONDS):
            return _parse(body, content_type, base, known)
    except TakesTooLong:
        stop()
        return Parsed(error=_TOO_LONG)
    except Exception as error:  # noqa: BLE001  feedparser raises whatever it trips over; a feed must not stop the others
        return Parsed(error=f"the feed cannot be read ({type(error).__name__}: {error}); its XML must be mended"[:300])


def _parse(body: bytes, content_type: str, base: str, known: frozenset[str]) -> Parsed:
    cleaned = clean(body, content_type)
    if cleaned.error:
        return Parsed(error=cleaned.error)
    if cleaned.root not in FEED_ROOTS:
        return Parsed(error=_no_feed(cleaned, base))
    shorter = cut(cleaned.xml, known)
    parsed = _parse_shorter(shorter, base) if shorter and shorter.new < shorter.total else None
    parsed = parsed or _parse_whole(cleaned.xml, shorter, base, known)
    return replace(parsed, notes=(*cleaned.notes, *parsed.notes))


def _parse_shorter(shorter: Cut, base: str) -> Parsed | None:
    """What is left after the known items were cut out; None if it does not read as it should."""
    if not shorter.new:
        return Parsed(known=shorter.hashes)
    found = _read(shorter.xml)
    if found["bozo"] or len(found["entries"]) != shorter.new:
        return None
    return _parsed(found, base, shorter.hashes)


def _parse_whole(xml: bytes, shorter: Cut | None, base: str, known: frozenset[str]) -> Parsed:
    found = _read(xml)
    in_order = shorter and not found["bozo"] and len(found["entries"]) == shorter.total
    if shorter and in_order:
        return _parsed(found, base, shorter.hashes)
    parsed = _parsed(found, base, frozenset())
    marks = {each.id: _mark(each) for each in parsed.entries}
    entries = tuple(each for each in parsed.entries if marks[each.id] not in known)
    return replace(parsed, entries=entries, known=frozenset(marks.values()))


def _mark(each: Entry) -> str:
    """Tells an entry from all others and from itself after an edit, where its bytes cannot."""
    return digest(repr(each).encode("utf-8", "replace"))


def _read(xml: bytes) -> Any:
    import feedparser

    # Through a stream and under a charset of our own: given bytes it may take them for a file's name or an address.
    headers = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(io.BytesIO(xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _parsed(found: Any, base: str, known: frozenset[str]) -> Parsed:
    feed = whole(found["feed"], found["version"] or "", base)
    entries = names.name([entry(raw, feed) for raw in found["entries"]], feed.link)
    if entries and all(_COMMENT.search(each.url) for each in entries):
        return Parsed(error="this is the feed of a blog's comments, not of its posts; name the blog's own feed instead")
    notes = tuple(_notes(found, len(entries)))
    return Parsed(
        title=feed.title,
        language=feed.language,
        entries=_oldest_first(entries),
        known=known,
        notes=notes,
        error=_NO_ORDER if found["bozo"] and not entries else "",
        older=_older(found["feed"], base),
        generator=found["feed"].get("generator") or "",
    )


def _older(feed: Any, base: str) -> str:
    links = {link.get("rel"): link.get("href") or "" for link in feed.get("links") or ()}
    return absolute(links.get("prev-archive") or links.get("next") or "", base)


_COMMENT = re.compile(r"#comment-\d+$")
"""Where every link of WordPress' comment feeds leads."""

_NO_ORDER = "the feed's XML is broken and nothing in it can be read; the blog must mend it"


def _oldest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    """By their dates; where some have none, by the feed's order, which begins with the newest."""
    upwards = entries[::-1]
    dated = [(each.published_at, each) for each in upwards if each.published_at]
    if len(dated) < len(upwards):
        return tuple(upwards)
    return tuple(each for _, each in sorted(dated, key=lambda pair: pair[0]))


# Faults in words ------------------------------------------------------------------------------------------------------


def _notes(found: Any, entries: int) -> Iterator[str]:
    if found["bozo"]:
        fault = found.get("bozo_exception")
        place = f" at line {fault.getLineNumber()}" if hasattr(fault, "getLineNumber") else ""
        yield f"the feed's XML is broken{place} ({_said(fault)}); {_count(entries)} could be read all the same"
    elif not entries:
        yield "the feed has no entries; if the blog has posts, the address is mistyped (WordPress answers so then)"


def _said(fault: Any) -> str:
    said = fault.getMessage() if hasattr(fault, "getMessage") else str(fault)
    return str(said).splitlines()[0][:100] if said else type(fault).__name__


def _count(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries} entries"


_OTHERS = {
    "opml": "this is a list of feeds (OPML), not a feed; choose one of those in it",
    "urlset": "this is a sitemap, not a feed; look for the blog's RSS or Atom address",
    "sitemapindex": "this is a sitemap, not a feed; look for the blog's RSS or Atom address",
}


def _no_feed(cleaned: Clean, base: str) -> str:
    if other := _OTHERS.get(cleaned.root):
        return other
    if is_page(cleaned.xml):
        found = feed_of(cleaned.xml, base)
        if not found:
            return "this is a web page, not a feed, and it names no feed; ask who made the blog for its feed"
        return f"this is a web page, not a feed; its feed is {found}: name that instead"
    if cleaned.xml.lstrip()[:1] == b"{":
        return "this is JSON, not a feed; sharebot reads RSS and Atom"
    return "this is neither RSS nor Atom; look at the address in a browser"
