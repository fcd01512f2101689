"""Web pages where a feed should be, and the feed that they name."""

from __future__ import annotations

import re

from sharebot.feed.links import absolute

_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s/>]", re.IGNORECASE)


def is_page(text: bytes) -> bool:
    return bool(_PAGE.search(text[:5_000]))


def feed_of(text: bytes, base: str) -> str:
    """The address of the feed that a page names by rel=alternate; of several, not the comments'. "" for none."""
    from lxml import etree

    try:
        root = etree.fromstring(text, etree.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return ""
    links = [] if root is None else [link for link in root.iter("link") if _is_feed(link.attrib)]
    posts = [link for link in links if "comment" not in f"{link.get('title')} {link.get('href')}".lower()]
    return next((absolute(link.get("href", ""), base) for link in posts or links), "")


def _is_feed(attributes: object) -> bool:
    get = attributes.get  # type: ignore[attr-defined]  # lxml's mapping
    kind = get("type", "").lower()
    return "alternate" in get("rel", "").lower().split() and kind in {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
    }
