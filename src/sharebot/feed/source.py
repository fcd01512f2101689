"""The feed source: polls a feed once, politely, and asks pages for themselves."""

from __future__ import annotations

import random as chance
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sharebot.errors import FeedError
from sharebot.feed import files, polite
from sharebot.feed.archive import PAUSE, Archive, Leaf
from sharebot.feed.charset import page_text
from sharebot.feed.entry import asks_for_password
from sharebot.feed.links import without_login
from sharebot.feed.names import with_old_names
from sharebot.feed.page import card_of
from sharebot.feed.parse import Parsed, parse
from sharebot.http import Answer, Http, HttpError, retry_at, spoken
from sharebot.model import FeedState, Polled
from sharebot.ports import ArchivePage, Article, Page, PageState

Run = Callable[..., Any]
"""Calls a function with arguments, here or elsewhere, and returns its result: run(function, *arguments)."""


class _NoFeed(FeedError):
    """The address did not answer with a feed."""

    def __init__(self, message: str, *, status: int = 0, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_at = retry_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    """A feed's bytes with what came along; `body` is None where the server says that nothing has changed."""

    body: bytes | None
    content_type: str = ""
    base: str = ""
    etag: str = ""
    modified: str = ""
    permanent: str = ""


class Feeds:
    """ports.ArticleSource over HTTP and local files; threads may share it."""

    def __init__(
        self,
        http: Http,
        *,
        poll_every: timedelta = timedelta(minutes=10),
        run: Run | None = None,
        random: Callable[[], float] = chance.random,
        pause: timedelta = PAUSE,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """`run`: where feeds are parsed, None for right here; `random` gives numbers from 0 to 1.

        `pause`: between two pages of an archive; `wait` lets so many seconds pass.
        """
        self._http = http
        self._every = poll_every
        self._run = run or _here
        self._random = random
        self._pause = pause
        self._wait = wait

    def poll(self, feed: FeedState, now: datetime) -> Polled:
        """Read a feed politely. The feed's faults are values in the result; nothing is raised for them."""
        try:
            fetched = self._fetch(feed, now)
            body_hash = _hash(fetched.body)
            if fetched.body is None or (body_hash == feed.body_hash and not feed.failures):
                return Polled(feed=self._good(feed, now, fetched), unchanged=True)
            parsed = self._parse(feed, fetched)
        except (FeedError, HttpError) as error:
            return self._failed(feed, now, error)
        return self._read(feed, now, fetched, parsed, body_hash)

    def page(self, url: str) -> Page:
        """Ask an article's page for itself, under the same guards as a feed."""
        try:
            answer = self._http.get(url, {"Accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"})
        except HttpError as error:
            return Page(state=PageState.UNKNOWN, detail=str(error))
        return _page(answer)

    def article(self, url: str) -> Article:
        """The article that is at an address that a person gave, under the same guards as a feed."""
        from sharebot.feed import asked

        return asked.article(self._http, url)

    def file(self, url: str) -> bytes:
        """What lies at an address, a picture for example. Raises FeedError where there is nothing to be had."""
        try:
            answer = self._http.get(url)
        except HttpError as error:
            raise FeedError(str(error)) from error
        if answer.status != 200:  # noqa: PLR2004  RFC 9110, 15.3.1
            raise FeedError(f"{spoken(answer.url)}: it answers {answer.status}")
        return answer.body

    # An archive -------------------------------------------------------------------------------------------------------

    def archive(self, address: str, now: Callable[[], datetime]) -> Iterator[ArchivePage]:
        """Everything that a feed has ever shown and still shows, page by page, with pauses between them."""
        if path := files.path_of(address):
            return Archive(lambda _: self._file(path)).only(address)
        walk = Archive(lambda url: self._leaf(url, now()), pause=self._pause, wait=self._wait)
        return walk.pages(address)

    def _file(self, path: Path) -> Leaf:
        try:
            body = files.read(path)
        except FeedError as error:
            return Leaf(error=str(error))
        return self._leaf_of(str(path), body, "", "")

    def _leaf(self, address: str, now: datetime) -> Leaf:
        try:
            answer = self._http.get(address, {"Accept": polite.ACCEPT})
        except HttpError as error:
            return Leaf(error=str(error))
        if answer.status in range(200, 300):
            kind = answer.headers.get("content-type", "")
            return self._leaf_of(spoken(address), answer.body, kind, without_login(answer.url))
        again_at = retry_at(answer.headers, now)
        return Leaf(
            error=f"{spoken(address)}: {polite.said(answer.status)}",
            status=answer.status,
            wait=again_at - now if again_at else None,
        )

    def _leaf_of(self, name: str, body: bytes, content_type: str, base: str) -> Leaf:
        try:
            parsed: Parsed = self._run(parse, body, content_type, base, frozenset())
        except BrokenExecutor:
            return Leaf(error=f"{name}: reading it brought the parser down")
        notes = tuple(f"{name}: {note}" for note in parsed.notes)
        error = f"{name}: {parsed.error}" if parsed.error else ""
        return Leaf(
            entries=parsed.entries, older=parsed.older, generator=parsed.generator, notes=notes, error=error, status=200
        )

    # Steps of a poll --------------------------------------------------------------------------------------------------

    def _fetch(self, feed: FeedState, now: datetime) -> _Fetched:
        if path := files.path_of(feed.address):
            return _Fetched(body=files.read(path))
        answer = self._http.get(feed.moved_to or feed.address, polite.headers(feed))
        if answer.status == 304:  # noqa: PLR2004  RFC 9110, 15.4.5
            return _Fetched(body=None, etag=feed.etag, modified=feed.modified, permanent=answer.permanent)
        if answer.status not in range(200, 300):
            said = polite.said(answer.status, moved=bool(feed.moved_to))
            raise _NoFeed(f"{_name(feed)}: {said}", status=answer.status, retry_at=retry_at(answer.headers, now))
        return _Fetched(
            body=answer.body,
            content_type=answer.headers.get("content-type", ""),
            base=without_login(answer.url),
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            permanent=answer.permanent,
        )

    def _parse(self, feed: FeedState, fetched: _Fetched) -> Parsed:
        try:
            parsed: Parsed = self._run(parse, fetched.body, fetched.content_type, fetched.base, feed.known)
        except BrokenExecutor as error:
            raise _NoFeed(f"{_name(feed)}: reading it brought the parser down; it is tried again later") from error
        if parsed.error:
            raise _NoFeed(f"{_name(feed)}: {parsed.error}")
        return parsed

    def _read(self, feed: FeedState, now: datetime, fetched: _Fetched, parsed: Parsed, body_hash: str) -> Polled:
        notes = tuple(f"{_name(feed)}: {note}" for note in parsed.notes)
        good = replace(
            self._good(feed, now, fetched),
            title=parsed.title or feed.title,
            language=parsed.language or feed.language,
            body_hash=body_hash,
            known=parsed.known,
            complaint="; ".join(notes),
        )
        new_home = good.moved_to or good.address
        entries = tuple(with_old_names(entry, feed.address, new_home) for entry in parsed.entries)
        return Polled(feed=good, entries=entries, notes=notes)

    def _good(self, feed: FeedState, now: datetime, fetched: _Fetched) -> FeedState:
        """The state after a poll that went well; a move is remembered only now that there is a feed at its end."""
        moved = bool(fetched.permanent) and "@" not in feed.address  # where a login would be lost on the way
        stale = moved and fetched.body is None  # the validators were the old address's
        return replace(
            self._polled(feed, now, failures=0),
            moved_to=fetched.permanent if moved else feed.moved_to,
            etag="" if stale else fetched.etag,
            modified="" if stale else fetched.modified,
            complaint="" if feed.failures else feed.complaint,
        )

    def _failed(self, feed: FeedState, now: datetime, error: FeedError | HttpError) -> Polled:
        status = error.status if isinstance(error, _NoFeed) else 0
        later = error.retry_at if isinstance(error, _NoFeed) else None
        failed = replace(self._polled(feed, now, failures=feed.failures + 1, retry_at=later), complaint=str(error))
        if feed.moved_to and (status in polite.GONE or failed.failures >= FORGET_MOVE_AFTER):
            failed = replace(failed, moved_to="", etag="", modified="")
        elif status == 410:  # noqa: PLR2004  RFC 9110, 15.5.11
            failed = replace(failed, gone_at=now, next_poll_at=None)
        return Polled(feed=failed, error=str(error))

    def _polled(self, feed: FeedState, now: datetime, *, failures: int, retry_at: datetime | None = None) -> FeedState:
        again_at = polite.next_poll_at(now, self._every, failures, retry_at=retry_at, random=self._random())
        return replace(feed, polls=feed.polls + 1, failures=failures, polled_at=now, next_poll_at=again_at)


FORGET_MOVE_AFTER = 3
"""Failures in a row at the address that a feed moved to, after which its own address is asked again."""


def _here(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


def _hash(body: bytes | None) -> str:
    """Of processors' own sha256: half of what blake2b costs."""
    return "" if body is None else sha256(body).hexdigest()


def _name(feed: FeedState) -> str:
    """The feed as staff wrote it, and where it moved to, without secrets."""
    moved = f" (moved to {spoken(feed.moved_to)})" if feed.moved_to else ""
    return f"{feed.address if files.path_of(feed.address) else spoken(feed.address)}{moved}"


def _page(answer: Answer) -> Page:
    if answer.status in {404, 410}:
        return Page(state=PageState.GONE, detail=f"{spoken(answer.url)}: the page is gone ({answer.status})")
    if answer.status != 200:  # noqa: PLR2004  RFC 9110, 15.3.1
        return Page(state=PageState.UNKNOWN, detail=f"{spoken(answer.url)}: it answers {answer.status}")
    kind = answer.headers.get("content-type", "")
    html = page_text(answer.body, kind) if not kind or "html" in kind else ""
    protected = asks_for_password(html)
    return Page(
        state=PageState.READY,
        detail="200",
        html=html,
        protected=protected,
        url=without_login(answer.url),
        card=card_of(html, answer.url),
    )
