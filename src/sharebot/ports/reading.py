"""Feeds, pages, and who is credited in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sharebot.model import (
    PLAIN_STYLE,
    Author,
    Blog,
    Entry,
    FeedState,
    Handle,
    Identity,
    PageCard,
    Person,
    Polled,
    Recognised,
    Share,
    Style,
)
from sharebot.ports.platforms import Rules


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock's time, aware UTC. It may jump."""
        ...

    def steady(self) -> tuple[str, float]:
        """A name of this boot of the machine and the seconds since it began, sleep included. It never jumps."""
        ...


class PageState(StrEnum):
    """READY: answers 200. GONE: 404 or 410. UNKNOWN: anything else, also no answer at all."""

    READY = "ready"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an article's address answered; `detail` says it in words, `html` is the body when READY.

    `protected`: whether it asks for a password instead of showing its text. `url` is where the answer came from, after
    redirects. `card` is what it says of itself for link previews.
    """

    state: PageState
    detail: str
    html: str = ""
    protected: bool = False
    url: str = ""
    card: PageCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is at an address that a person gave, as an entry of no feed; its aliases are all its known addresses.

    `fault`: why nothing there can be shared, one clear line; then there is no entry. `doubt`: why it seems to be no
    article. `notes`: what became of its addresses, in words.
    """

    entry: Entry | None = None
    fault: str = ""
    doubt: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """One page of a feed's archive; the first is the feed itself, and they lead back in time.

    `error` is one clear line that ends the archive: what could not be read. `entries` are those that no page before
    had, oldest first.
    """

    address: str
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""


class PageSource(Protocol):
    def page(self, url: str) -> Page:
        """Ask an article's page for itself, under the same guards as a feed."""
        ...


class FeedSource(PageSource, Protocol):
    def poll(self, feed: FeedState, now: datetime) -> Polled:
        """Read a feed politely. The feed's faults are values in the result; nothing is raised for them."""
        ...

    def archive(self, address: str, now: Callable[[], datetime]) -> Iterator[ArchivePage]:
        """Everything that a feed has ever shown and still shows, page by page, with pauses between them.

        The next page is asked for when it is called for. Its faults are values in the result, as a poll's are.
        """
        ...

    def file(self, url: str) -> bytes:
        """What lies at an address, a picture for example. Raises FeedError where there is nothing to be had."""
        ...


class ArticleSource(FeedSource, Protocol):
    def article(self, url: str) -> Article:
        """The article that is at an address, under the same guards as a feed. Its faults are values in the result."""
        ...


Credit = Callable[[Entry, Blog], tuple[Author, ...]]
"""Who wrote an entry, and with which handles: authors.credit."""


class Compose(Protocol):
    """An entry in an account's words: compose.compose."""

    def __call__(
        self,
        entry: Entry,
        authors: tuple[Author, ...],
        rules: Rules,
        style: Style = PLAIN_STYLE,
        *,
        round: int = 0,  # noqa: A002  as posts call it
    ) -> Share:
        """`round`: how many shares of the entry readers may have seen already. Raises SharebotError."""
        ...


class AuthorRules(Protocol):
    """What is right about authors, as pure functions: the module sharebot.authors."""

    def pages_wanted(self, entry: Entry, blog: Blog, authors: tuple[Author, ...]) -> tuple[str, ...]: ...

    def recognise(self, author: Author, known: Sequence[Person]) -> tuple[Person | None, Recognised]: ...

    def strangers(self, author: Author, person: Person | None, known: Sequence[Person]) -> Author: ...

    def learnt(self, person: Person | None, author: Author, entry: Entry) -> Person: ...

    def applied(self, author: Author, person: Person) -> Author: ...

    def proven(
        self,
        handle: Handle,
        author: Author,
        entry: Entry,
        identity: Identity,
        *,
        pinned: str = "",
        pages: dict[str, str] | None = None,
    ) -> Handle: ...

    def platform_called(self, word: str) -> str:
        """The name under which handles are kept for what people call a platform: x for Twitter."""
        ...

    def misspelt(self, platform: str) -> str:
        """The platform that was probably meant; empty where there is one of that name, or none like it."""
        ...

    def is_handle(self, platform: str, handle: str) -> bool:
        """Whether the platform knows handles of that form; for a platform that is not known, whether it is one word."""
        ...

    def sites_wanted(self, author: Author, identity: Identity) -> tuple[str, ...]: ...


class Tell(Protocol):
    def __call__(self, event: str, **fields: Any) -> None:
        """Note an event `noun.what_happened` with ids as fields; never a secret."""
        ...
