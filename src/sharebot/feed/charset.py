"""In which charset a text is: as it claims, unless its bytes say otherwise."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"), (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"))
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_IN_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_IN_HTML = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LATIN_1 = frozenset({"iso8859-1", "ascii"})
_TEXT_CODECS = ("utf-8", "ascii", "iso", "cp", "koi8", "mac", "gb", "big5", "euc", "shift", "tis", "hz")
"""Python also knows codecs that are no charsets of texts (hex, unicode_escape), or make no text (utf-7: surrogates)."""


def to_utf8(body: bytes, content_type: str) -> tuple[bytes, str]:
    """The same text in UTF-8 without a byte order mark, and a note if it is not in the charset that it claims."""
    for mark, charset in (*_BOMS, *_BARE):
        if body.startswith(mark):
            return body.decode(charset, "replace").lstrip("\ufeff").encode(), ""
    claimed, name = _claimed(body, content_type, _IN_XML)
    if _is_utf8(body, claimed):
        wrong = claimed not in {"", "utf-8"} and not body.isascii()
        return body, f"the feed claims to be in {name}, but is in UTF-8; it was read as UTF-8" if wrong else ""
    if claimed not in {"", "utf-8"}:
        return body.decode(claimed, "replace").encode(), ""
    return _guess(body)


def _claimed(body: bytes, content_type: str, inside: re.Pattern[bytes]) -> tuple[str, str]:
    """The charset by the HTTP header, else as the text itself says (RFC 7303, 3.2): our name for it, and the text's.

    Both are empty if it claims none that we know.
    """
    in_header, in_text = _HTTP_CHARSET.search(content_type), inside.search(body[:2_000])
    for name in (in_header[1] if in_header else "", in_text[1].decode() if in_text else ""):
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if known.startswith(_TEXT_CODECS):
            return "cp1252" if known in _LATIN_1 else known, name  # as browsers do (WHATWG Encoding, 4.2)
    return "", ""


_SEVEN_BITS = ("iso2022", "hz")
"""Charsets whose texts look like ASCII and are not."""


def _is_utf8(body: bytes, claimed: str) -> bool:
    """Other charsets' texts are valid UTF-8 only by a miracle."""
    if claimed.startswith(_SEVEN_BITS):
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess(body: bytes) -> tuple[bytes, str]:
    """It claims UTF-8 and is not: mostly so with damage, or something older altogether."""
    text = body.decode(errors="replace")
    damage = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if foreign > 2 * damage:
        return text.encode(), f"the feed is damaged in {damage} places that are not UTF-8; they read as \ufffd"
    return (
        body.decode("cp1252", "replace").encode(),
        "the feed claims to be in UTF-8, but is not; it was read as Windows-1252",
    )


def page_text(body: bytes, content_type: str) -> str:
    """A web page's text, by the charset of its header, else its own, else UTF-8."""
    claimed, _ = _claimed(body, content_type, _IN_HTML)
    return body.decode(claimed or "utf-8", "replace")
