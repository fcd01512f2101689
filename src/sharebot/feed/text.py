"""Plain text out of a feed's mark-up, and what tells an excerpt from a whole article."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Any

LONGEST_SUMMARY = 1_000
"""Characters; nobody shows more of a summary, and some feeds put the whole article there."""

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "td", "th", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({"script", "style"})


def tree(markup: str) -> Any:
    """The mark-up as lxml sees it; None where there is nothing to see."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def plain(markup: str) -> str:
    """The text that a reader of the mark-up sees, in one line."""
    if "<" not in markup:
        return one_line(unescape(markup))
    root = tree(markup)
    if root is None:
        return ""
    pieces: list[str] = []
    for event, element in _walk(root):
        text = element.tail if event == "end" else "" if element.tag in _SILENT else element.text
        pieces += (" " if element.tag in _BLOCKS else "", text or "")
    return one_line("".join(pieces))


def _walk(root: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))


def one_line(text: str) -> str:
    """White space folded, control characters gone, composed as NFC."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_UNSEEN).split()))


_UNSEEN = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ") | {0xFEFF: None, 0x200B: None}


# Excerpts -------------------------------------------------------------------------------------------------------------

_CUT_MARK = re.compile(r"\s*[\[(]\s*(?:…|\.\.\.)\s*[\])]\s*$")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)\s*$")
_READ_ON = re.compile(
    r"(?:^|(?<=[.!?…\])”’\"»]))\s*"
    r"(?:continue reading|read (?:the )?(?:more|rest|full)|keep reading|view (?:post|article)|weiterlesen|lire la suite"
    r"|leer más|seguir leyendo|continua a leggere|lees verder|continue lendo)\b.{0,200}$",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\s*(?:The (?:post|article) .{1,500} (?:appeared first|first appeared) on"
    r"|Der Beitrag .{1,500} erschien zuerst auf|L[’']article .{1,500} est apparu en premier sur"
    r"|La entrada .{1,500} (?:se publicó primero en|aparece primero en)|L[’']articolo .{1,500} proviene da"
    r"|Het bericht .{1,500} verscheen eerst op|O post .{1,500} apareceu primeiro em) .{1,200}$"
)
"""Footers that WordPress' most used search engine plugin adds to texts in feeds, in some of its languages."""


_END = 1_500
"""Characters at a text's end in which marks and footers are looked for."""


def excerpt(text: str) -> tuple[str, bool]:
    """The summary without what feeds put at its end, and whether that end said that more is to come."""
    front, end = text[:-_END], _FOOTER.sub("", text[-_END:])
    shorter = _CUT_MARK.sub("", _READ_ON.sub("", end))
    goes_on = shorter != end or bool(_ELLIPSIS.search(end))
    return _at_most((front + shorter).strip(), LONGEST_SUMMARY), goes_on


def _at_most(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rpartition(" ")[0] or text[:length]
