"""An article's own page: its text without the site around it, and what its head says of the author."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from sharebot.authors.addresses import valid
from sharebot.authors.markup import Text, clean, parse, read_tree

_ARTICLES = regex.compile(r"(?:Article|BlogPosting|Report|WebPage|Review)$")
_SITE = ("header", "footer", "aside", "nav")
_DEEPEST = 8
"""Levels of a JSON-LD document that are looked into."""


@dataclass(frozen=True, slots=True)
class Page:
    """`authors` are names that the head or a rel=author link gives, `creator` the user@host of fediverse:creator."""

    text: Text
    authors: tuple[str, ...] = ()
    creator: str = ""


def read_page(source: str) -> Page:
    """A page as its readers see the article; empty where there is nothing to read."""
    root = parse(source)
    if root is None:
        return Page(Text(()))
    authors = dict.fromkeys((*_from_json(root), *_from_links(root)))
    creator = _creator(root)
    return Page(read_tree(_article(root)), tuple(authors), creator)


def _article(root: Any) -> Any:
    """The element that holds the article: the only <article>, else <main>, else the body without its frame."""
    for tag in ("article", "main"):
        found = list(root.iter(tag))
        if len(found) == 1:
            return found[0]
    for element in [one for one in root.iter(*_SITE) if one.getparent() is not None and one.getparent().tag == "body"]:
        element.getparent().remove(element)
    return root


def _from_links(root: Any) -> Iterator[str]:
    for link in root.iter("a"):
        if "author" in (link.get("rel") or "").split():
            name = " ".join(clean("".join(link.itertext())).split())
            if name:
                yield name


def _creator(root: Any) -> str:
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "fediverse:creator":
            user, _, host = clean(meta.get("content") or "").strip().lstrip("@").partition("@")
            handle = f"{user}@{host.lower()}"
            return handle if valid("mastodon", handle) else ""
    return ""


# JSON-LD --------------------------------------------------------------------------------------------------------------


def _from_json(root: Any) -> Iterator[str]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):  # broken or hostile data names nobody
                continue
            yield from _authors(
                data, {name["@id"]: name for name in _objects(data) if isinstance(name.get("@id"), str)}
            )


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth < _DEEPEST and isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value, depth + 1)
    elif depth < _DEEPEST and isinstance(data, list):
        for value in data:
            yield from _objects(value, depth + 1)


def _authors(data: Any, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    for found in _objects(data):
        kinds = found.get("@type")
        if any(
            isinstance(kind, str) and _ARTICLES.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            author = found.get("author")
            for one in author if isinstance(author, list) else [author]:
                yield from _name(one, known)


def _name(author: Any, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    if isinstance(author, dict) and "name" not in author:
        author = known.get(str(author.get("@id")), {})
    name = author.get("name") if isinstance(author, dict) else author
    if isinstance(name, str) and name.strip():
        yield " ".join(clean(name).split())
