"""A web page → the entry that it would be in a feed: title, address, names, excerpt, picture, dates and categories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from sharebot.feed.entry import asks_for_password
from sharebot.feed.links import absolute, canonical, untracked
from sharebot.feed.page import card_of
from sharebot.feed.picture import picture
from sharebot.feed.text import excerpt, one_line, plain, tree
from sharebot.model import Byline, Entry, Image, PageCard

_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Review)$")
_LISTS = re.compile(r"^(?:CollectionPage|SearchResultsPage|ItemList|ProfilePage)$")
_MISSING = re.compile(r"(?i)^\W*(?:404\b|(?:page|seite|page web|página|pagina) (?:not found|nicht gefunden|introuvable)"
                      r"|not found\W*$|nothing (?:was )?found\W*$)")  # fmt: skip
_SHORTLINK = re.compile(r"(?:p|page_id)=\d+")
"""WordPress' guids look like this (get_the_guid, wp-includes/post-template.php, 6.1), and so do its short links."""

_DEEPEST, _MOST_OBJECTS, _MOST_CATEGORIES, _LONGEST_NAME = 8, 2_000, 15, 80
_LEAST_EXCERPT = 40
"""Characters of a paragraph that can stand for an article."""
_LEAST_LIST = 3
"""So many articles on a page without a heading of its own are a list of them."""


@dataclass(frozen=True)
class Read:
    """One page, read once. `url` is where it came from, without trackers."""

    html: str
    url: str
    root: Any = None
    metas: dict[str, list[str]] = field(default_factory=dict)
    objects: tuple[dict[str, Any], ...] = ()

    # What it is -------------------------------------------------------------------------------------------------------

    @property
    def protected(self) -> bool:
        return asks_for_password(self.html)

    def fault(self) -> str:
        """Why it cannot be shared whatever a person says; empty where it can."""
        title = self.title()
        if self.protected:
            return "it asks for a password; open it first, or wait until it is open"
        if self._body is None and any(box.get("type") == "password" for box in self._elements("input")):
            return "it asks for a login, so that readers would see nothing else"
        if _MISSING.match(title):
            return f"it says “{title}”; look at the address"
        return "" if title else "it has no title; share it in a post of your own: sharebot add --text"

    def doubt(self) -> str:
        """Why it seems to be no article; empty where it is one."""
        described = len({str(one.get("headline")) for one in self._described()})
        if described in range(1, _LEAST_LIST) or self.metas.get("article:published_time"):
            return ""
        if described or self._is_list():
            return "it is a list of articles"
        return "it is a site's front page" if _is_front(self.url) else ""

    def _is_list(self) -> bool:
        shown = list(self._elements("article"))
        headed = any(next(one.iter("h1"), None) is not None for one in shown)
        called = any(_LISTS.match(kind) for one in self.objects for kind in _kinds(one))
        return called or (not headed and len(shown) >= _LEAST_LIST)

    # Its addresses ----------------------------------------------------------------------------------------------------

    def canonical(self) -> str:
        """The address that the page itself calls its own; empty where it names none, or only its site."""
        links = [link.get("href", "") for link in self._elements("link") if _is(link, "canonical")]
        own = untracked(absolute(next(iter(links), "") or self._meta("og:url"), self.url))
        return "" if _is_front(own) and not _is_front(self.url) else own

    def names(self) -> tuple[str, ...]:
        """Under which a feed may show it."""
        return tuple(dict.fromkeys((canonical(self.url), self.url, *self._short_links())))

    def _short_links(self) -> Iterator[str]:
        for link in self._elements("link"):
            short = absolute(link.get("href", ""), self.url) if _is(link, "shortlink") else ""
            here, there = urlsplit(self.url), urlsplit(short)
            if here.netloc == there.netloc and _SHORTLINK.fullmatch(there.query):
                yield canonical(short)

    # What it says -----------------------------------------------------------------------------------------------------

    def title(self) -> str:
        """As readers see it above the text, without the name of the site that is often put behind it."""
        said = self._meta("og:title") or self._datum("headline") or self._meta("twitter:title")
        named = one_line(said or next((_text(one) for one in self._elements("title")), ""))
        if heading := self._heading(named):
            return heading
        site = self._meta("og:site_name") or self._meta("application-name")
        return re.sub(rf"\s+[|–—\-·:«»]\s+{re.escape(site)}$", "", named, flags=re.IGNORECASE) if site else named

    def _heading(self, named: str) -> str:
        """The heading that the page's own title repeats; where it has no title, the only one."""
        within = self._body
        start = self.root if within is None else within
        found = [] if start is None else [text for one in start.iter("h1") if (text := _text(one))]
        if not named:
            return found[0] if len(found) == 1 else ""
        title = named.casefold()
        repeated = (text for text in found if text.casefold() in title)
        return max(repeated, key=lambda text: (title.startswith(text.casefold()), len(text)), default="")

    def entry(self) -> Entry:
        names = self.names()
        card = card_of(self.html, self.url)
        return Entry(
            id=names[0],
            url=self.url,
            aliases=names[1:],
            title=self.title(),
            summary=self._summary(card),
            bylines=tuple(self._bylines()),
            published_at=self._date("article:published_time", "datePublished"),
            updated_at=self._date("article:modified_time", "dateModified"),
            categories=tuple(self._categories()),
            image=self._image(card),
            language=self._language(),
            summary_only=True,
            page=self.html,
            page_card=card,
        )

    def _summary(self, card: PageCard | None) -> str:
        said = (card.description if card else "") or self._meta("description")
        return excerpt(one_line(said) or next(self._paragraphs(), ""))[0]

    def _paragraphs(self) -> Iterator[str]:
        within = self._body
        for element in () if within is None else within.iter("p"):
            text = _text(element)
            if len(text) >= _LEAST_EXCERPT:
                yield text

    def _bylines(self) -> Iterator[Byline]:
        for name in (*self.metas.get("author", ()), *self.metas.get("article:author", ())):
            if name and "://" not in name and len(name) <= _LONGEST_NAME:
                yield Byline(name=name, place="the page's head")

    def _date(self, meta: str, datum: str) -> datetime | None:
        shown = (one.get("datetime", "") for one in self._elements("time")) if datum == "datePublished" else ()
        found = map(_moment, (self._meta(meta), self._datum(datum), *shown))
        return next((moment for moment in found if moment), None)

    def _categories(self) -> Iterator[str]:
        """Each once."""
        seen: set[str] = {"", "uncategorized"}
        words = self._data().get("keywords")
        listed = words.split(",") if isinstance(words, str) else words if isinstance(words, list) else []
        given = (word for word in listed if isinstance(word, str))
        linked = (_text(link) for link in self._elements("a") if _is(link, "tag"))
        for name in map(one_line, (*self.metas.get("article:tag", ()), *given, *linked, self._meta("article:section"))):
            if name.casefold() not in seen and len(name) <= _LONGEST_NAME and len(seen) < _MOST_CATEGORIES:
                seen.add(name.casefold())
                yield name

    def _image(self, card: PageCard | None) -> Image | None:
        """The one that the page names for previews, else the first real one of the article."""
        named = {"media_content": [{"url": card.image.url}]} if card and card.image else {}
        found = picture(named, self._body, self.url, self.url)
        if card and card.image and found and found.url == card.image.url and card.image.alt:
            return card.image
        return found

    def _language(self) -> str:
        root = self.root if self.root is not None and self.root.tag == "html" else None
        said = "" if root is None else root.get("lang", "")
        return one_line(said or self._meta("og:locale")).replace("_", "-")

    # Reading ----------------------------------------------------------------------------------------------------------

    def _elements(self, *tags: str) -> Iterator[Any]:
        return iter(()) if self.root is None else self.root.iter(*tags)

    @cached_property
    def _body(self) -> Any:
        """The element that holds the article; None where none says so."""
        for tag in ("article", "main"):
            found = list(self._elements(tag))
            if found:
                return max(
                    found, key=lambda one: (next(one.iter("h1"), None) is not None, sum(map(len, one.itertext())))
                )
        return None

    def _meta(self, name: str) -> str:
        return next((said for said in self.metas.get(name, ()) if said), "")

    def _data(self) -> dict[str, Any]:
        """What JSON-LD says of the article."""
        return next(self._described(), {})

    def _datum(self, name: str) -> str:
        value = self._data().get(name)
        return value if isinstance(value, str) else ""

    def _described(self) -> Iterator[dict[str, Any]]:
        return (one for one in self.objects if "headline" in one and any(map(_ARTICLES.search, _kinds(one))))


def read(html: str, url: str) -> Read:
    root = tree(html)
    metas: dict[str, list[str]] = {}
    for meta in () if root is None else root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        metas.setdefault(name, []).append(one_line(meta.get("content") or ""))
    return Read(html=html, url=_whole(url), root=root, metas=metas, objects=tuple(_objects(root)))


def _whole(url: str) -> str:
    """The page's address without trackers and without a place on it; with some, what stands behind # is the page."""
    address, _, place = url.partition("#")
    return untracked(url if place.startswith(("!", "/")) else address)


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    """All of a page's JSON-LD, as far as it is sane."""
    found: list[dict[str, Any]] = []
    for script in () if root is None else root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                _collect(json.loads(script.text or ""), found, 0)
            except (ValueError, RecursionError):  # broken or hostile data says nothing
                continue
    return iter(found)


def _collect(data: Any, found: list[dict[str, Any]], depth: int) -> None:
    if depth >= _DEEPEST or len(found) >= _MOST_OBJECTS:
        return
    if isinstance(data, dict):
        found.append(data)
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _collect(each, found, depth + 1)


def _kinds(one: dict[str, Any]) -> Sequence[str]:
    kinds = one.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is(link: Any, rel: str) -> bool:
    return rel in (link.get("rel") or "").lower().split()


def _text(element: Any) -> str:
    return one_line("".join(element.itertext()))


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said.strip()) if said else None
        return None if moment is None else (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # a date in words, or in a year that no calendar has
        return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and not parts.path.strip("/") and not parts.query


def same_title(one: Read, other: Read) -> bool:
    return bool(one.title()) and plain(one.title()).casefold() == plain(other.title()).casefold()
