"""From what a person types to the blog's feeds: the address of the feed, of the blog, or of an article of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from sharebot.errors import FeedError
from sharebot.feed import files, polite
from sharebot.feed.charset import page_text
from sharebot.feed.links import without_login
from sharebot.feed.page import feeds_of, is_page
from sharebot.feed.parse import Parsed, parse
from sharebot.http import Answer, Http, HttpError, NothingSent, spoken

USUAL = ("feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss/", "feeds/posts/default")
"""Where WordPress, Ghost, Jekyll, Hugo, Blogger and most others have their feeds; asked one after the other."""

PAUSE = 0.3
"""Seconds between two such questions."""

MOST_FEEDS = 9
"""Of one page that are looked at; more are a directory of blogs, not a blog."""

_DATE = re.compile(
    rb"<(?:\w+:)?(?:pubDate|published|updated|date)>[^<]{0,60}?\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*([+-])(\d\d):?(\d\d)\s*<"
)
"""Dates with an offset in figures (RFC 822, RFC 3339); UTC's own says nothing of where the blog is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was read. `newest` and `newest_at` are of its latest entry; `bylines` are counted over its entries.

    `offsets`: each moment that it writes with an offset other than UTC's, with that offset. `page`: the source of the
    web page that named it, empty where the feed itself was named.
    """

    address: str
    title: str
    entries: int
    newest: str = ""
    newest_at: datetime | None = None
    bylines: tuple[tuple[str, int], ...] = ()
    offsets: frozenset[timedelta] = frozenset()
    notes: tuple[str, ...] = ()
    page: str = ""


class Discovery:
    """Asks one address after the other, under the same guards as a poll."""

    def __init__(self, http: Callable[[], Http], wait: Callable[[float], None] = time.sleep) -> None:
        """`http` is called when something is asked for; `wait` lets so many seconds pass."""
        self._http = http
        self._wait = wait

    def find(self, typed: str) -> list[FoundFeed]:
        """The feeds to choose from, those with entries first. Raises FeedError if there is none, in words."""
        if (path := files.path_of(typed)) and (path.exists() or not _may_be_host(typed)):
            return [_of_body(typed, files.read(path), "", "")]
        answer = self._first(typed)
        if answer.status in range(200, 300) and not _is_page(answer):
            return [_of_answer(_lasting(typed, answer), answer)]
        found = [*self._named(answer)] or [*self._usual(answer)]
        if not found:
            raise FeedError(f"{spoken(answer.url)}: {_nothing(answer)}")
        if answer.status not in range(200, 300):
            instead = f"this feed was found in place of {spoken(answer.url)}, which answers {answer.status}"
            found = [replace(feed, notes=(instead, *feed.notes)) for feed in found]
        return sorted(found, key=lambda feed: not feed.entries)

    def _first(self, typed: str) -> Answer:
        """By https where nothing is said, and by http where nobody listens there."""
        if "://" in typed:
            return self._asked(typed)
        try:
            return self._http().get(f"https://{typed}", {"Accept": polite.ACCEPT})
        except NothingSent as error:
            try:
                return self._http().get(f"http://{typed}", {"Accept": polite.ACCEPT})
            except HttpError:
                raise FeedError(str(error)) from error
        except HttpError as error:
            raise FeedError(str(error)) from error

    def _asked(self, url: str) -> Answer:
        try:
            return self._http().get(url, {"Accept": polite.ACCEPT})
        except HttpError as error:
            raise FeedError(str(error)) from error

    def _named(self, page: Answer) -> Iterator[FoundFeed]:
        """By the page's own links, not the comments'."""
        html = page_text(page.body, page.headers.get("content-type", ""))
        for address in feeds_of(html.encode("utf-8", "replace"), page.url)[:MOST_FEEDS]:
            if found := self._tried(without_login(address), html):
                yield found

    def _usual(self, page: Answer) -> Iterator[FoundFeed]:
        """The first of the usual places that is a feed with entries: below the address itself, then below the host."""
        html = page_text(page.body, page.headers.get("content-type", ""))
        bases = dict.fromkeys((urljoin(page.url, "./"), urljoin(page.url, "/")))
        for address in [urljoin(base, place) for base in bases for place in USUAL]:
            self._wait(PAUSE)
            found = self._tried(address, html)
            if found and found.entries:
                yield found
                return

    def _tried(self, address: str, html: str) -> FoundFeed | None:
        try:
            answer = self._asked(address)
            return _of_answer(answer.permanent or address, answer, html)
        except FeedError:
            return None

    def front(self, feed: FoundFeed) -> str:
        """The source of the blog's first page, "" if it cannot be had."""
        if not feed.address.startswith(("http://", "https://")):
            return ""
        try:
            answer = self._asked(urljoin(feed.address, "/"))
        except FeedError:
            return ""
        return page_text(answer.body, answer.headers.get("content-type", "")) if _is_page(answer) else ""


def _lasting(typed: str, answer: Answer) -> str:
    """The feed's address as typed, or where it has moved to for good: most often to https."""
    if "://" not in typed:
        return answer.url
    return answer.permanent if answer.permanent and "@" not in typed else typed  # a login would be lost on the way


def _may_be_host(typed: str) -> bool:
    """blog.example, blog.example/feed/, localhost:8000; not feed.xml, ../feed and ~/feed."""
    host = typed.partition("/")[0]
    ending = host.rpartition(":")[0].rpartition(".")[2] or host.rpartition(".")[2]
    return (
        bool(re.fullmatch(r"[\w-]+(\.[\w-]+)*(:\d+)?", host)) and (":" in host or "." in host) and ending not in _FILES
    )


_FILES = frozenset({"xml", "rss", "atom", "html", "htm", "rdf", "txt"})
"""Ends of files' names, none of which is a domain."""


def _is_page(answer: Answer) -> bool:
    """A feed may say that it is a web page, and a page need not look like one."""
    start = answer.body[:5_000]
    claimed = "html" in answer.headers.get("content-type", "") and not re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", start)
    return claimed or is_page(start)


def _nothing(answer: Answer) -> str:
    if answer.status not in range(200, 300):
        return polite.said(answer.status)
    return "this is a web page that names no feed, and none is in the usual places; ask who made the blog for its feed"


# What was read --------------------------------------------------------------------------------------------------------


def _of_answer(address: str, answer: Answer, html: str = "") -> FoundFeed:
    if answer.status not in range(200, 300):
        raise FeedError(f"{spoken(address)}: {polite.said(answer.status)}")
    kind = answer.headers.get("content-type", "")
    return _of_body(address, answer.body, kind, without_login(answer.url), html)


def _of_body(address: str, body: bytes, kind: str, base: str, html: str = "") -> FoundFeed:
    parsed: Parsed = parse(body, kind, base)
    name = address if files.path_of(address) else spoken(address)
    if parsed.error:
        raise FeedError(f"{name}: {parsed.error}")
    newest = parsed.entries[-1] if parsed.entries else None
    names = Counter(byline.name for entry in parsed.entries for byline in entry.bylines if byline.name)
    return FoundFeed(
        address=address,
        title=parsed.title,
        entries=len(parsed.entries),
        newest=newest.title if newest else "",
        newest_at=newest.published_at if newest else None,
        bylines=tuple(names.most_common()),
        offsets=frozenset(_offsets(body)),
        notes=parsed.notes,
        page=html,
    )


def _offsets(body: bytes) -> Iterator[timedelta]:
    for sign, hours, minutes in _DATE.findall(body):
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset:
            yield -offset if sign == b"-" else offset
