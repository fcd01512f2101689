"""An entry's mark-up → blocks of clean text with their links, in reading order.

What is nobody's own word about the author (quotes, code, share bars, comments, related posts, hidden and struck-through
text) is left out here, so that no later rule can see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import regex

from sharebot.authors.blocks import Block, Link, Text
from sharebot.authors.clean import clean
from sharebot.authors.elements import (
    BLOCKS,
    BOLD,
    CODE,
    FIRST,
    HEADINGS,
    LAST,
    MARKED,
    OUT,
    ROOTS,
    STRUCK,
    TELLING,
    is_box,
    is_furniture,
    is_plain,
    is_slanted,
    is_unseen,
    is_whole,
    long_of,
)
from sharebot.authors.furniture import ESCAPED_MARKUP, LINED_THROUGH, names_writer
from sharebot.authors.markdown import from_markdown

_SPACE = regex.compile(r"[\s\u0000-\u0008\u000e-\u001f\u007f]+")

_FEDIVERSE = regex.compile(r"@[\w.-]+@[\w-]+(?:\.[\w-]+)+")


def read_text(source: str) -> Text:
    """The blocks of an entry's body, whatever its bytes."""
    root = parse(from_markdown(source))
    return Text(()) if root is None else read_tree(root)


def parse(source: str) -> Any:
    """The tree of a page or fragment, None where there is nothing to read."""
    from lxml import etree

    data = source.replace("\x00", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))


def read_tree(root: Any) -> Text:
    reader = _Reader()
    reader.walk(root)
    return Text(tuple(_unfold(reader.blocks)), " ".join(reader.struck), tuple(reader.middle))


def _unfold(blocks: list[Block]) -> Iterator[Block]:
    """Read mark-up again that the feed escaped once too often."""
    for block in blocks:
        root = parse(block.text) if "<" in block.text and ESCAPED_MARKUP.search(block.text) else None
        if root is None:
            yield block
        else:
            inner = _Reader()
            inner.walk(root)
            yield from inner.blocks


@dataclass(slots=True)
class _Reader:
    """Walks a tree without recursion and cuts it into blocks."""

    blocks: list[Block] = field(default_factory=list)
    middle: list[Any] = field(default_factory=list)
    skipped: int = 0
    struck: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    links: list[Link] = field(default_factory=list)
    slanted: list[tuple[int, int]] = field(default_factory=list)
    open_links: list[tuple[int, str, str, str]] = field(default_factory=list)
    slant: int = 0
    bold: int = 0
    bolded: int = 0
    quotes: int = 0
    code: int = 0
    boxes: list[tuple[int, ...]] = field(default_factory=list)
    box_count: int = 0
    headings: int = 0
    after_quote: bool = False
    after_rule: bool = False

    def walk(self, root: Any) -> None:
        attributes = dict(root.items())
        if self._leave_out(root, root.tag, attributes):
            return
        long = long_of(root)
        slanted = self._enter(root, root.tag, attributes)
        stack = [(root, root.tag, slanted, self._edges(root) if root is long else iter(root))]
        while stack:
            element, tag, slanted, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._exit(tag, slanted=slanted)
                self._add(element.tail if stack else None)
                continue
            # What the next steps ask of an element is read once: each reading is a call into the parser's tree.
            tag, attributes = child.tag, dict(child.items())
            if (attributes or tag in OUT) and self._leave_out(child, tag, attributes):
                self._add(child.tail)
                continue
            slanted = self._enter(child, tag, attributes)
            if len(child):
                stack.append((child, tag, slanted, self._edges(child) if child is long else iter(child)))
            else:  # most elements hold nothing but text
                self._exit(tag, slanted=slanted)
                self._add(child.tail)
        self._flush()

    def _edges(self, long: Any) -> Iterator[Any]:
        """The elements of an article without the plain paragraphs of its middle: nobody is credited there."""
        yield from long[:FIRST]
        self._flush()
        unread: list[Any] = []
        for element in long[FIRST:-LAST]:
            # They are many, and most are paragraphs without anything special: so that is asked right here first.
            special = element.tag != "p" or element.keys() or (len(element) == 1 and element[0].tag in BOLD)
            if not special or is_plain(element):
                unread.append(element)
            else:
                self._skip(unread)
                unread = []
                yield element
        self._skip(unread)
        self._flush()
        yield from long[-LAST:]

    def _skip(self, unread: list[Any]) -> None:
        if unread:
            self.middle += unread
            self.skipped += len(unread)
            self.after_quote = self.after_rule = False

    def _leave_out(self, element: Any, tag: str, attributes: dict[str, str]) -> bool:
        if tag in OUT:
            return self._note_struck(element) if tag != "figcaption" else not names_writer("".join(element.itertext()))
        return not TELLING.isdisjoint(attributes) and tag not in ROOTS and self._marked_out(element, attributes)

    def _note_struck(self, element: Any) -> bool:
        if element.tag in STRUCK:
            self.struck.append(_all_of(element))
        return True

    def _marked_out(self, element: Any, attributes: dict[str, str]) -> bool:
        style = attributes.get("style")
        if style and LINED_THROUGH.search(style):
            self.struck.append(_all_of(element))
            return True
        if is_unseen(attributes):
            return True
        if not is_furniture(attributes.get("class"), attributes.get("id")) or is_whole(element):
            return False
        self.after_quote = self.after_quote or (element.tag == "blockquote")
        return True

    def _enter(self, element: Any, tag: str, attributes: dict[str, str]) -> bool:
        """Begin an element; whether it is in italics."""
        if tag in BLOCKS:
            self._open_block(tag, attributes)
        elif tag in MARKED:
            self._open_mark(element, tag, attributes)
        slanted = is_slanted(tag, attributes)
        self.slant += slanted
        self.bold += tag in BOLD
        self.code += tag in CODE
        self._add(element.text)
        return slanted

    def _open_mark(self, element: Any, tag: str, attributes: dict[str, str]) -> None:
        """Begin what is more than a stretch of text."""
        if tag == "a":
            said = " ".join([attributes.get(name, "") for name in ("aria-label", "title", "class")])
            self.open_links.append((self.length, attributes.get("href", ""), attributes.get("rel", ""), said))
        elif tag == "br":
            self._append("\n")
        elif tag == "q":
            self._append("“")
        else:
            self._open_cell(element)

    def _open_block(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        self.headings += tag in HEADINGS
        self.quotes += tag == "blockquote"
        self.after_rule = self.after_rule or tag == "hr"
        if attributes and tag not in ROOTS and is_box(*map(attributes.get, ("class", "id", "itemprop"))):
            self.box_count += 1
            around = self.boxes[-1] if self.boxes else ()
            self.boxes.append((*around, self.box_count)[-_DEEPEST:])
        elif self.boxes:
            self.boxes.append(self.boxes[-1])

    def _open_cell(self, element: Any) -> None:
        """A cell after its label: the row's first cell, the term of a list, or the table's head."""
        if element.tag != "dd" and element.getparent().getparent() is not None:
            label = _column_label(element)
            if label:
                self._append((" · " if self.length else "") + label + ": ")
                return
        if self.length:
            before = element.getprevious()
            second = before is not None and (
                before.tag == "dt" or (element.tag != "dd" and before.getprevious() is None)
            )
            self._append(": " if second and not "".join(self.parts).rstrip().endswith(":") else " · ")

    def _exit(self, tag: str, *, slanted: bool) -> None:
        self.slant -= slanted
        self.bold -= tag in BOLD
        self.code -= tag in CODE
        if tag == "a" and self.open_links:
            start, href, rel, label = self.open_links.pop()
            if href:
                self.links.append(Link(start, self.length, href.strip(), rel, label))
        elif tag in BLOCKS:
            self._close_block(tag)
        elif tag == "q":
            self._append("”")

    def _close_block(self, tag: str) -> None:
        if tag != "dt":  # its <dd> belongs to it
            self._flush()
        self.headings -= tag in HEADINGS
        if tag == "blockquote":
            self.quotes -= 1
            self.after_quote = True
        if self.boxes:
            self.boxes.pop()

    def _add(self, text: str | None) -> None:
        if not text or (not self.parts and text.isspace()):
            return
        if not text.isascii() or "&" in text:  # else there is nothing to clean
            text = clean(text)
        if self.code:
            text = " ".join(_FEDIVERSE.findall(text))
        if "  " in text or not text.isprintable():
            text = _SPACE.sub(" ", text)
        # A caption, name or label that ends where the next begins: no reader takes the two for one word.
        if self.parts and text[:1].isupper() and self.parts[-1][-1:].islower():
            self._append("\n")
        self._append(text)

    def _append(self, text: str) -> None:
        if not text:
            return
        if text == "\n" and self.parts and not self.open_links and (self.parts[-1] == "\n" or self._is_heading()):
            self._flush()
            return
        self.parts.append(text)
        if self.slant and not text.isspace():
            self.slanted.append((self.length, self.length + len(text)))
        if self.bold:
            self.bolded += len(text)
        self.length += len(text)

    def _flush(self) -> None:
        if not self.length and not self.links:
            return
        text = "".join(self.parts)
        if self.length <= _LONGEST_RULE and not self.links and _DRAWN_RULE.fullmatch(text):
            self.after_rule = True
        elif text.strip() or self.links:
            self.blocks.append(self._block(text))
            self.after_quote = self.after_rule = False
            self.skipped = 0
        self.parts, self.links, self.slanted, self.length, self.bolded = [], [], [], 0, 0
        if self.open_links:
            self.open_links = [(0, *link[1:]) for link in self.open_links]

    def _is_heading(self) -> bool:
        """Whether what stands so far is a heading, also in the disguise of a short bold line."""
        words = "".join(self.parts).strip() if self.length <= _LONGEST_HEADING else ""
        return self.headings > 0 or self.bolded >= len(words) > 0

    def _block(self, text: str) -> Block:
        return Block(
            text=text,
            links=tuple(self.links),
            heading=self._is_heading(),
            quote=self.quotes > 0,
            after_quote=self.after_quote,
            after_rule=self.after_rule,
            boxes=self.boxes[-1] if self.boxes else (),
            slanted=tuple(self.slanted),
            skipped=self.skipped,
        )


def _column_label(cell: Any) -> str:
    """What a table's head says of a cell's column; empty where it has no head."""
    row = cell.getparent()
    table = next((up for up in row.iterancestors("table")), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is row or len(head) != len(row) or not 1 < len(head) <= _COLUMNS:
        return ""
    if any(one.tag != "th" for one in head):
        return ""
    return clean("".join(head[row.index(cell)].itertext())).strip(" :")


_LONGEST_RULE = 40
_DRAWN_RULE = regex.compile(r"\s*[-–—_~*•·=#+.◆◇●○■□✦❦⁂⁕※♦][-–—_~*•·=#+.◆◇●○■□✦❦⁂⁕※♦\s]*")
"""A line of signs that stands for a rule."""
_COLUMNS = 12
"""Columns of a table whose head may label people's handles."""
_DEEPEST = 3
"""Author boxes around a block that are told apart: a card in a list in a wrapper."""
_LONGEST_HEADING = 60
"""Characters up to which a wholly bold paragraph is a heading in disguise."""


def text_of(element: Any) -> str:
    """All text of an element that was left unread."""
    return clean("".join(element.itertext()))


def start_of(element: Any) -> str:
    """The first words of an element that was left unread."""
    first = element[0] if len(element) else None
    return clean((element.text or "") + ("" if first is None else (first.text or "") + (first.tail or "")))


def _all_of(element: Any) -> str:
    links = " ".join(found.get("href") or "" for found in element.iter("a"))
    return clean("".join(element.itertext()) + " " + links)
