"""Feeds, pages, and who is credited in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    redirects.
    """

    state: PageState
    detail: str
    html: str = ""
    protected: bool = False
    url: str = ""


class FeedSource(Protocol):
    def poll(self, feed: FeedState, now: datetime) -> Polled:
        """Read a feed politely. The feed's faults are values in the result; nothing is raised for them."""
        ...

    def page(self, url: str) -> Page:
        """Ask an article's page for itself, under the same guards as a feed."""
        ...

    def file(self, url: str) -> bytes:
        """What lies at an address, a picture for example. Raises FeedError where there is nothing to be had."""
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

    def is_handle(self, platform: str, handle: str) -> bool:
        """Whether the platform knows handles of that form; for a platform that is not known, whether it is one word."""
        ...

    def sites_wanted(self, author: Author, identity: Identity) -> tuple[str, ...]: ...


class Tell(Protocol):
    def __call__(self, event: str, **fields: Any) -> None:
        """Note an event `noun.what_happened` with ids as fields; never a secret."""
        ...
