"""Entries and the people who wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture to be shown; `alt` is its description by whoever shows it, empty where there is none."""

    url: str
    alt: str = ""

    @property
    def kept(self) -> str:
        """The name under which the queue keeps its bytes; empty where they lie at `url`, an address."""
        return self.url.removeprefix(KEPT).partition("/")[0] if self.url.startswith(KEPT) else ""

    @property
    def called(self) -> str:
        """What people know it by: its address, or the name of the file that is kept."""
        return self.url.partition("/")[2] or "a picture" if self.kept else self.url


KEPT = "kept:"
"""Begins the address of a picture whose bytes are in the queue: kept:NAME/FILE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCard:
    """What a page says of itself for link previews (OpenGraph, https://ogp.me, read 2026-11-25)."""

    title: str = ""
    description: str = ""
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the feed's author element says. Often the staff member who typed the entry in, not who wrote it.

    `place`: where it stands, if it is a page's own and not the feed's.
    """

    name: str
    url: str = ""
    place: str = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of a feed.

    `id` is the guid, else the canonical link; `aliases` are all other names under which the same article may come back
    (its links, its guid). Titles and summaries are plain text with entities decoded once; `html` is the fullest body
    that the feed gives, as it gives it; `page` is the article's page, where it had to be read, `page_card` what that
    says of itself, and `author_pages` are addresses and sources of the pages about its author.
    """

    id: str
    url: str
    title: str
    aliases: tuple[str, ...] = ()
    html: str = ""
    summary: str = ""
    bylines: tuple[Byline, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    categories: tuple[str, ...] = ()
    image: Image | None = None
    language: str = ""
    protected: bool = False
    summary_only: bool = False
    page: str = ""
    page_card: PageCard | None = None
    author_pages: tuple[tuple[str, str], ...] = ()

    def picture(self, authors: Iterable[str]) -> Image | None:
        """The picture that stands for the entry, from the feed or else the page; a portrait of an author does not."""
        names = {" ".join(name.split()).casefold() for name in authors}
        named = (self.image, self.page_card.image if self.page_card else None)
        return next((image for image in named if image and " ".join(image.alt.split()).casefold() not in names), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """What staff told us about their own blog: these people and handles are never taken for a guest's.

    `own_handles` are pairs of platform and handle (no leading @), compared without regard to case.
    """

    name: str = ""
    staff: tuple[str, ...] = ()
    own_handles: tuple[tuple[str, str], ...] = ()


class Level(StrEnum):
    """How far a handle is proven to be the author's. Tags are made from B up."""

    PROVEN = "A"
    STATED = "B"
    SUPPORTING = "C"
    CONFLICT = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a finding stands: the source ("content", "byline", "page", …), its exact words, the place, the rule."""

    source: str
    quote: str
    place: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One finding: this place says that this person has this handle. Weighing turns claims into handles."""

    person: str
    platform: str
    handle: str
    level: Level
    evidence: Evidence
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A person's account name on one platform, without a leading @, with its evidence and level.

    `id`: the stable id that the platform gave for it, empty where nobody has asked. `note`: what was decided about it,
    in words. `barred`: whether it must not be used, however well it is proven. `by`: the person whose word it is.
    """

    platform: str
    handle: str
    level: Level
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    id: str = ""
    barred: bool = False
    by: str = ""

    @property
    def tag(self) -> bool:
        """Whether the evidence is good enough to make a mention of it, and nothing speaks against it."""
        return self.level in (Level.PROVEN, Level.STATED) and not self.barred


class Recognised(StrEnum):
    """By what an author was recognised as a person of the register. A name alone may be another's as well."""

    NEW = ""
    NAME = "name"
    ENTRY = "credited with it before"
    HANDLE = "handle"
    PAGE = "page on the blog"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person whom an entry credits with writing it; `guest` is false for the blog's own staff.

    `pages` are addresses of the person's page on the blog, `sites` of their own web sites, as the entry states them.
    """

    name: str
    guest: bool
    handles: tuple[Handle, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    pages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    recognised: Recognised = Recognised.NEW

    @property
    def surely_recognised(self) -> bool:
        """Whether what is known of the person of the register is known of this author."""
        return self.recognised not in (Recognised.NEW, Recognised.NAME)
