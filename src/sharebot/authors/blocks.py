"""What an entry's text is cut into: blocks of clean text with their links, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A link over text[start:end]; the span is empty for an icon."""

    start: int
    end: int
    href: str
    rel: str = ""
    label: str = ""  # what an icon's attributes say


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list entry or table row. Line breaks inside it are newlines.

    `slanted` are the spans in italics; `boxes` number the author boxes around it, innermost last; `quote` says that it
    stands in a block quote; `after_quote` that one precedes it; `skipped` counts the paragraphs of the article's middle
    that were left unread right before it.
    """

    text: str
    links: tuple[Link, ...] = ()
    heading: bool = False
    quote: bool = False
    after_quote: bool = False
    after_rule: bool = False
    boxes: tuple[int, ...] = ()
    slanted: tuple[tuple[int, int], ...] = ()
    skipped: int = 0

    @property
    def italic(self) -> bool:
        """Whether (nearly) all of it is in italics, as notes about authors are."""
        covered = sum(end - start for start, end in self.slanted)
        return bool(self.text) and covered >= 0.9 * len(self.text.strip(" .[]()\n"))


@dataclass(frozen=True, slots=True)
class Text:
    """The blocks of an entry, what stood struck through in it, and the elements of its middle that were not read."""

    blocks: tuple[Block, ...]
    struck: str = ""
    middle: tuple[Any, ...] = ()
