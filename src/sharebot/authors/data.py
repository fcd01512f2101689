"""What a page's data says of its author: JSON-LD, rel=author, microformats, the head's creators."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from sharebot.authors.addresses import valid
from sharebot.authors.clean import clean

_ARTICLES = regex.compile(r"(?:Article|BlogPosting|Report|WebPage|Review)$")
_SITES = regex.compile(r"(?:Organization|Corporation|WebSite|Business|Brand|Blog)$")
_DEEPEST = 8
"""Levels of a JSON-LD document that are looked into."""
_MOST = 5_000
"""Objects of a page's JSON-LD that are looked at; real pages have a few dozen."""


@dataclass(frozen=True, slots=True)
class Stated:
    """An address that the data gives for a person, with the words that give it."""

    address: str
    quote: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a page's data calls its author. `rule` names the kind of data."""

    name: str
    rule: str
    addresses: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Data:
    """`authors` wrote the article, `people` are all that are described; `sites` are addresses of the blog itself.

    `creator` is the user@host of fediverse:creator; `twitter` the handle of twitter:creator where it is not the site's.
    """

    authors: tuple[Person, ...] = ()
    people: tuple[Person, ...] = ()
    sites: frozenset[str] = frozenset()
    creator: str = ""
    twitter: str = ""


NO_DATA = Data()


def read_data(root: Any, source: str) -> Data:
    """All of it. Each kind is looked for only where the page's bytes hold its sign."""
    objects = list(_of_page(root)) if "ld+json" in source else []
    links = _from_links(root) if "author" in source else ()
    cards = _from_cards(root) if "h-card" in source or "h-entry" in source else ()
    metas = _metas(root) if "creator" in source else {}
    return Data(
        authors=(*_authors(objects), *links, *cards),
        people=tuple(_person(one, "JSON-LD person") for one in objects if _is_a(one, "Person")),
        sites=frozenset(each.address for one in objects if _is_site(one) for each in _addresses(one)),
        creator=_creator(metas),
        twitter=_twitter(metas),
    )


# The head -------------------------------------------------------------------------------------------------------------


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        found.setdefault(name, clean(meta.get("content") or "").strip())
    return found


def _creator(metas: dict[str, str]) -> str:
    user, _, host = metas.get("fediverse:creator", "").lstrip("@").partition("@")
    handle = f"{user}@{host.lower()}"
    return handle if valid("mastodon", handle) else ""


def _twitter(metas: dict[str, str]) -> str:
    handle = metas.get("twitter:creator", "").lstrip("@")
    same = handle.casefold() == metas.get("twitter:site", "").lstrip("@").casefold()
    return handle if valid("x", handle) and not same else ""


# Links and microformats -----------------------------------------------------------------------------------------------


def _from_links(root: Any) -> tuple[Person, ...]:
    found = []
    for link in root.iter("a"):
        if "author" in (link.get("rel") or "").split():
            name, address = _text(link), (link.get("href") or "").strip()
            if name:
                found.append(Person(name, "rel=author", (Stated(address, f"{name} {address}"),) if address else ()))
    return tuple(found)


def _from_cards(root: Any) -> tuple[Person, ...]:
    """Of an h-entry its p-author, where that is a card."""
    return tuple(_of_card(one) for one in root.iter() if {"p-author", "h-card"} <= _classes(one))


def _of_card(card: Any) -> Person:
    names = (one for one in card.iter() if _classes(one) & {"p-name", "fn"})
    links = [one for one in card.iter("a") if "u-url" in _classes(one) or "me" in (one.get("rel") or "").split()]
    found = (((one.get("href") or "").strip(), _text(one)) for one in links)
    name = _text(next(names, card))
    return Person(name, "h-card", tuple(Stated(address, f"{text} {address}".strip()) for address, text in found))


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def _text(element: Any) -> str:
    return " ".join(clean("".join(element.itertext())).split())


# JSON-LD --------------------------------------------------------------------------------------------------------------


def _of_page(root: Any) -> Iterator[dict[str, Any]]:
    left = _MOST
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and left > 0:
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):  # broken or hostile data names nobody
                continue
            found = [one for one, _ in zip(_objects(data), range(left), strict=False)]
            left -= len(found)
            yield from found


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth < _DEEPEST and isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value, depth + 1)
    elif depth < _DEEPEST and isinstance(data, list):
        for value in data:
            yield from _objects(value, depth + 1)


def _kinds(found: dict[str, Any]) -> list[str]:
    kinds = found.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_a(found: dict[str, Any], kind: str) -> bool:
    return kind in _kinds(found) and not _is_site(found)


def _is_site(found: dict[str, Any]) -> bool:
    return any(_SITES.search(kind) for kind in _kinds(found))


def _authors(objects: Sequence[dict[str, Any]]) -> Iterator[Person]:
    known = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and "name" in one}
    for found in objects:
        if any(_ARTICLES.search(kind) for kind in _kinds(found)):
            author = found.get("author")
            for one in author if isinstance(author, list) else [author]:
                person = _author(one, known)
                if person.name:
                    yield person


def _author(author: Any, known: dict[str, dict[str, Any]]) -> Person:
    """Somebody whom an article calls its author: a name, a description, or what is described elsewhere."""
    if not isinstance(author, dict):
        return Person(_named(author), "JSON-LD author")
    whole = {**known.get(str(author.get("@id")), {}), **author}
    return Person("", "") if _is_site(whole) else _person(whole, "JSON-LD author")


def _person(found: dict[str, Any], rule: str) -> Person:
    return Person(_named(found.get("name")), rule, tuple(_addresses(found)))


def _named(name: Any) -> str:
    return " ".join(clean(name).split()) if isinstance(name, str) else ""


def _addresses(found: dict[str, Any]) -> Iterator[Stated]:
    for field in ("sameAs", "url"):
        value = found.get(field)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.strip():
                yield Stated(one.strip(), f'"{field}": "{one.strip()}"')
