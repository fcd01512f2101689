"""Cutting the items that are known already out of a feed, so that only new and changed ones need be parsed.

A known item is one whose bytes, and whose surroundings in the feed, were read before and found in order. Whenever
anything is in doubt the answer is None, and the whole feed is to be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

from sharebot.feed.links import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The feed without its known items: `new` of `total` items are left. `hashes` are of all."""

    xml: bytes
    hashes: frozenset[str]
    new: int
    total: int


def cut(xml: bytes, known: frozenset[str]) -> Cut | None:
    """None if in doubt."""
    found = _split(xml)
    if found is None or not found[0] or _repeats(found[0]):
        return None
    items, between = found
    around = digest(_lasting(b"".join(between)))
    hashes = [digest(item, key=around) for item in items]
    kept = [b"" if mark in known else item for item, mark in zip(items, hashes, strict=True)]
    return Cut(
        xml=b"".join(piece for pair in zip(between, [*kept, b""], strict=True) for piece in pair),
        hashes=frozenset(hashes),
        new=sum(mark not in known for mark in hashes),
        total=len(hashes),
    )


def digest(text: bytes, key: str = "") -> str:
    return sha256(key.encode() + text).hexdigest()[:20]


# Finding --------------------------------------------------------------------------------------------------------------

_MARK = re.compile(rb"<(!--|!\[CDATA\[|\?|(/?)(?:[\w.-]+:)?(?:item|entry)(?=[\s/>]))")
_ENDS = {b"!--": b"-->", b"![CDATA[": b"]]>", b"?": b"?>"}


def _split(xml: bytes) -> tuple[list[bytes], list[bytes]] | None:
    """The raw items, and what stands between them, one piece more. None if they do not lie properly side by side."""
    items: list[bytes] = []
    between: list[bytes] = []
    edge, is_open = 0, False
    for start, closes in _marks(xml):
        end = xml.find(b">", start) + 1 if closes else start
        if start < 0 or closes != is_open:
            return None
        (items if is_open else between).append(xml[edge:end])
        edge, is_open = end, not is_open
    return None if is_open else (items, [*between, xml[edge:]])


def _marks(xml: bytes) -> Iterator[tuple[int, bool]]:
    """Where items begin and end, in order; not where one is quoted in a comment or in CDATA. -1 for what never ends."""
    at = 0
    while mark := _MARK.search(xml, at):
        end = _ENDS.get(mark[1])
        if end is None:
            yield mark.start(), mark[2] == b"/"
            at = mark.end()
            continue
        closed = xml.find(end, mark.end())
        if closed < 0:
            yield -1, False
            return
        at = closed + len(end)


# Doubts ---------------------------------------------------------------------------------------------------------------

_DATE = re.compile(rb"<(lastBuildDate|pubDate|updated|modified|dc:date)\b[^<>]*>[^<>]*</\1>")
_GUID = re.compile(rb"<(?:guid|id)\b[^<>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)")
_LINK = re.compile(rb"<link\b[^<>]*>\s*(?:<!\[CDATA\[)?([^<\]\s]+)|<link\b[^<>]*?href\s*=\s*[\"']([^\"']+)")


def _lasting(around: bytes) -> bytes:
    """What stands around the items and may change their meaning (namespaces, base, language, the feed's author).

    Not what changes whenever anything does: dates, comments, and the table of contents of RSS 1.0.
    """
    around = _without(_without(around, b"<!--", b"-->"), b"<items", b"</items>")
    return b" ".join(_DATE.sub(b"", around).split())


def _without(text: bytes, begin: bytes, end: bytes) -> bytes:
    kept, at = [], 0
    while (start := text.find(begin, at)) >= 0 and (closed := text.find(end, start)) >= 0:
        kept.append(text[at:start])
        at = closed + len(end)
    return b"".join([*kept, text[at:]])


def _repeats(items: Sequence[bytes]) -> bool:
    """Whether two items seem to share a guid or a link: which of the two still names them, only the whole can tell."""
    guids = [_text(_GUID.search(item)) for item in items]
    links = [_text(_LINK.search(item)) or guid for item, guid in zip(items, guids, strict=True)]
    return any(_twice(names) for names in (guids, [canonical(link) or link for link in links]))


def _text(found: re.Match[bytes] | None) -> str:
    return unescape(found[found.lastindex or 0].decode(errors="replace")).strip() if found else ""


def _twice(names: Sequence[str]) -> bool:
    given = [name for name in names if name]
    return len(set(given)) < len(given)
