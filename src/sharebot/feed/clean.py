"""From a server's bytes to XML in UTF-8 that is safe to parse: charset, front matter, entities.

What cannot be a feed is told apart here, before anything expensive happens.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from sharebot.feed.charset import to_utf8

FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
"""RSS 0.9x and 2.0, Atom, RSS 0.90 and 1.0, and feeds that forgot their root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """`xml` begins with our own declaration; `root` is the root element's name without prefix, in lower case."""

    xml: bytes = b""
    root: str = ""
    notes: tuple[str, ...] = ()
    error: str = ""


def clean(body: bytes, content_type: str) -> Clean:
    if not body.strip(b" \t\r\n\0"):
        return Clean(error="the answer is empty; look at the address in a browser")
    utf8, charset_note = to_utf8(body, content_type)
    utf8 = utf8.translate(None, _CONTROLS)
    if _NO_CHARACTER.search(utf8):
        utf8 = _NO_CHARACTERS.sub(_mended, utf8)
    start, front_note = _start(utf8)
    if start is None:
        return Clean(xml=utf8)
    front, root = utf8[:start], _ROOT.match(utf8, start)
    entities, error = _entities(front)
    return Clean(
        xml=b'<?xml version="1.0" encoding="utf-8"?>' + entities + utf8[start:],
        root=root[1].decode().lower() if root else "",
        notes=tuple(note for note in (charset_note, front_note) if note),
        error=error,
    )


_CONTROLS = bytes(code for code in range(32) if code not in b"\t\r\n")
"""XML 1.0, section 2.2: these are no characters of a document, yet copied texts bring them in."""

_NO_CHARACTER = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|5529[6-9]|55[3-9]\d\d|5[67]\d{3}|\d{7,20})"
    rb"|[xX]0*(?:[0-8bBcCeEfF]|1[\da-fA-F]|[dD][89a-fA-F][\da-fA-F]{2}|[\da-fA-F]{6,20}));"
)
"""A reference to a control character, to half of a character, or to what lies beyond all of them."""

_NO_CHARACTERS = re.compile(b"(?:%s)+" % _NO_CHARACTER.pattern)


def _mended(references: re.Match[bytes]) -> bytes:
    """Two halves make one character, as old programs write emoji; what is none is passed over."""
    codes = [int(digits[1:], 16) if digits[:1] in b"xX" else int(digits) for digits in _DIGITS.findall(references[0])]
    halves = "".join(chr(code) for code in codes if 32 <= code <= sys.maxunicode)  # noqa: PLR2004  the last control
    text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return b"".join(b"&#%d;" % ord(character) for character in text)


_DIGITS = re.compile(rb"&#(\w+);")


# What stands before the root ------------------------------------------------------------------------------------------

_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_FRONT = re.compile(rb"\s+|<\?|<!--|<!DOCTYPE", re.IGNORECASE)
_HIDDEN_ROOT = re.compile(rb"<\?xml[\s?]|<(?:rss|feed|rdf:RDF)[\s>]")
_INSTRUCTION_END, _COMMENT_END = re.compile(rb"\?>"), re.compile(rb"-->")
_SUBSET_END, _END = re.compile(rb"\]\s*>"), re.compile(rb">")
_LONGEST_FRONT = 20_000


def _start(utf8: bytes) -> tuple[int | None, str]:
    """Where the root element begins; a note if something is in front that does not belong there."""
    start = _skip_front(utf8, 0)
    root = None if start is None else _ROOT.match(utf8, start)
    name = root[1].lower().decode() if root else ""
    hidden = None if name in FEED_ROOTS or name == "html" else _HIDDEN_ROOT.search(utf8, 0, _LONGEST_FRONT)
    if hidden is None:
        return (start, "") if root else (None, "")
    return (
        _skip_front(utf8, hidden.start()),
        "something stands before the feed's beginning, often a plugin's warning; it was passed over",
    )


def _skip_front(utf8: bytes, at: int) -> int | None:
    """Past white space, declarations, instructions and comments; None if one of them has no end."""
    ends = {b"<?": _INSTRUCTION_END, b"<!--": _COMMENT_END}
    while found := _FRONT.match(utf8, at):
        mark = found[0]
        if mark.isspace():
            at = found.end()
            continue
        end = ends.get(mark) or (_SUBSET_END if _has_subset(utf8, at) else _END)
        closed = end.search(utf8, found.end())
        if closed is None:
            return None
        at = closed.end()
    return at


def _has_subset(utf8: bytes, at: int) -> bool:
    bracket = utf8.find(b"[", at)
    return 0 <= bracket < utf8.find(b">", at)


# Entities -------------------------------------------------------------------------------------------------------------

_VALUE = rb"&#\w{1,8};|[^&%'\"<>]{0,16}"
_ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]+)\s+(?:\"(%s)\"|'(%s)')\s*>" % (_VALUE, _VALUE))


def _entities(front: bytes) -> tuple[bytes, str]:
    """A document type with the harmless entities that the feed defines; an error if it defines others.

    Harmless is a short text or one character: what unfolds to other entities, or to much, is how a small file fills
    the memory.
    """
    defined = front.count(b"<!ENTITY")
    harmless = _ENTITY.findall(front) if defined else []
    if len(harmless) < defined:
        return b"", "the feed defines entities that unfold to more than a word, as an attack does; it was not read"
    if not defined:
        return b"", ""
    return b"<!DOCTYPE feed [%s]>" % b"".join(b'<!ENTITY %s "%s">' % (name, a or b) for name, a, b in harmless), ""
