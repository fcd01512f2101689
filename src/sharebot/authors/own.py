"""Which accounts a blog's own page says are the blog's: by rel=me, and by the links at its foot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sharebot.authors.addresses import profile

_FOOT = ("footer", "colophon", "social", "follow")
"""Words in the class or id of an element in which blogs link their own accounts."""

MOST = 12
"""More are somebody's list of friends."""


def own_handles(html: str) -> tuple[tuple[str, str], ...]:
    """Pairs of platform and handle, those with rel=me first. To be offered to a person, never taken for granted."""
    from lxml import etree

    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return ()
    links = [] if root is None else [*root.iter("a", "link")]
    mine = [link for link in links if "me" in (link.get("rel") or "").lower().split()]
    foot = [link for link in links if link.tag == "a" and link not in mine and _is_at_foot(link)]
    return tuple(dict.fromkeys(_handles([*mine, *foot])))[:MOST]


def _is_at_foot(link: Any) -> bool:
    return any(_is_foot(element) for element in link.iterancestors())


def _is_foot(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return element.tag == "footer" or (element.tag not in {"body", "html"} and any(word in named for word in _FOOT))


def _handles(links: list[Any]) -> Iterator[tuple[str, str]]:
    for link in links:
        found = profile(link.get("href") or "")
        if found:
            yield found.platform, found.handle
