"""Web pages: those that stand where a feed should be and name one, and what pages say of themselves."""

from __future__ import annotations

import re
from typing import Any

from sharebot.feed.links import absolute
from sharebot.feed.text import one_line
from sharebot.model import Image, PageCard

_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s/>]", re.IGNORECASE)


def is_page(text: bytes) -> bool:
    return bool(_PAGE.search(text[:5_000]))


def feed_of(text: bytes, base: str) -> str:
    """The address of the first feed that a page names; "" for none."""
    return next(iter(feeds_of(text, base)), "")


def feeds_of(text: bytes, base: str) -> list[str]:
    """The addresses of the feeds that a page names by rel=alternate; the comments' only where there are no others."""
    from lxml import etree

    try:
        root = etree.fromstring(text, etree.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return []
    links = [] if root is None else [link for link in root.iter("link") if _is_feed(link.attrib)]
    posts = [link for link in links if "comment" not in f"{link.get('title')} {link.get('href')}".lower()]
    found = [absolute(link.get("href", ""), base) for link in posts or links]
    return [*dict.fromkeys(filter(None, found))]


def _is_feed(attributes: object) -> bool:
    get = attributes.get  # type: ignore[attr-defined]  # lxml's mapping
    kind = get("type", "").lower()
    return "alternate" in get("rel", "").lower().split() and kind in {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
    }


_MOST_META = 100
"""`og:` elements of a page that are read; no honest page has as many."""

_LONGEST_HEAD = 300_000
"""Characters of a page in which its head must end."""


def card_of(html: str, base: str) -> PageCard | None:
    """What a page's head says of it for link previews: OpenGraph, else the cards of X; None where it says nothing."""
    if "og:" not in html and "twitter:" not in html:
        return None
    said = _metas(html)
    url = absolute(_first(said, "og:image:secure_url", "og:image", "og:image:url", "twitter:image"), base)
    alt = _first(said, "og:image:alt", "twitter:image:alt")
    card = PageCard(
        title=_first(said, "og:title", "twitter:title"),
        description=_first(said, "og:description", "twitter:description"),
        image=Image(url=url, alt=alt) if url else None,
    )
    return None if card == PageCard() else card


def _metas(html: str) -> dict[str, str]:
    """Each name's first value."""
    from lxml import etree

    head = html.partition("</head")[0][:_LONGEST_HEAD].encode("utf-8", "replace")
    try:
        root: Any = etree.fromstring(head, etree.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return {}
    said: dict[str, str] = {}
    for meta in () if root is None else root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        if name.startswith(("og:", "twitter:")) and name not in said and len(said) < _MOST_META:
            said[name] = one_line(meta.get("content") or "")
    return said


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")
