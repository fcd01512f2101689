"""An article's mark-up → the paragraphs that its author wrote, in order.

Whatever is not running text of the author's own is left out: headings, lists, tables, code, captions, quotations,
author boxes, share bars, notes of the editors. One walk over the tree, whatever its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import regex

from sharebot.compose.cleaning import clean

LONGEST = 300_000
"""Characters of mark-up that are read; a long article's best sentences do not all stand at its end."""
LONGEST_PARAGRAPH = 8_000
STRANGE = "\ufffc"
"""Stands where something stood that is no text: a sentence with it in it is not quoted."""

_BLOCKS = frozenset({
    *("p", "div", "section", "article", "main", "body", "html", "center", "td", "th", "tr", "table", "dd", "dt", "dl"),
    *("ul", "ol", "li", "header", "footer", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "hr"),
    *("details", "summary", "address", "form", "fieldset", "pre", "nav"),
})  # fmt: skip
_GONE = frozenset({
    *("ul", "ol", "dl", "table", "blockquote", "figure", "figcaption", "pre", "nav", "header", "footer", "aside"),
    *("form", "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "head", "select"),
    *("textarea", "button", "audio", "video", "canvas", "address", "details", "dialog", "menu", "small", "sup"),
    *("del", "s", "strike", "title", "picture", "img"),
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_TEXT = frozenset({"code", "kbd", "samp", "var", "tt", "input"})
_SET_APART = frozenset({"em", "i", "cite", "strong", "b"})
_ROOTS = frozenset({"html", "body", "article", "main"})
# Class names as the plug-ins and themes of WordPress, Ghost, Blogger, Medium and Squarespace write them, read 2026-11.
_FURNITURE = regex.compile(
    r"(?i)(?:^|[\s_-])(?:share\w*|sharing|addtoany|a2a|heateor|ssba|yarpp|jp-relatedposts|related\w*|read-next|"
    r"comments?|commentlist|respond|subscribe|subscription|newsletter|signup|navigation|nav|menu|breadcrumbs?|sidebar|"
    r"cookie\w*|feedflare|embed\w*|oembed|twitter-tweet|instagram-media|tiktok-embed|fb-post|bctt|click-to-tweet|ctt|"
    r"pullquote|advert\w*|promo\w*|sponsor\w*|screen-reader-text|sr-only|visually-hidden|hidden|d-none|is-hidden|"
    r"co-?authors?|authors?|contributors?|autor\w*|auteur\w*|bios?|abh|molongui|saboxplugin|m-a-box|vcard|h-card|"
    r"about-me|byline|caption|wp-caption\w*|footnotes?|toc|table-of-contents|disclaimer|disclosure|meta|tags?|"
    r"post-tags|cat-links|callout|cta|button\w*|notice|alert|recipe-card|wprm\w*|tasty-recipes|lyrics|poem|verse)"
    r"(?:$|[\s_-])"
)
_POST = regex.compile(r"(?i)(?:^|\s)(?:hentry|h-entry|post|type-post|entry)(?:$|\s)")
_UNSEEN = regex.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|line-through")
_BODY_CLASS = regex.compile(
    r"(?i)(?:^|\s)(?:entry-content|post-content|article-body|post-body|gh-content|e-content|blog-item-content)(?:$|\s)"
)
_SIGN_OFF = regex.compile(r"[-–—~]\s{0,2}\p{Lu}[^.?!…]{1,80}")
_CLAUSE = (
    r"(?=[^:：]{1,41}[:：])(?![^:：]*\b(?:is|are|was|were|has|had|have|ist|sind|war|waren|hat|est|sont|était|es|son|era|è|sono|é|são|foi|"
    r"zijn|heeft)\b)"
)
LABEL = rf"{_CLAUSE}\p{{Lu}}[\p{{L}}\p{{N}} ;().,/#’'-]{{0,24}}[:：]\s"
"""What a colon sets before a line that is no sentence; a verb in it makes it the half of one."""
_SPEAKER = regex.compile(rf"{_CLAUSE}\p{{Lu}}[\p{{L}}.’' -]{{0,40}}(?::|：)(?!//)\s?\S")
_QUESTION = regex.compile(r"(?:[?？؟]|か[。．])[\"”’»」)]*\Z")
_LONGEST_END = 20
_LONGEST_ATTRIBUTE = 300
_INTERVIEW = 2
"""So many questions as headings make an interview: under them somebody else speaks."""
_PLAIN_INTERVIEW = 3
"""So many questions that are paragraphs of their own make one too; where it is called an interview, two do."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`written` is its text as the mark-up has it, blanks and all; cleaning costs, and few paragraphs are looked at."""

    written: str

    @property
    def text(self) -> str:
        return clean(self.written)


def paragraphs(html: str, page: str = "", *, interview: bool = False) -> tuple[Paragraph, ...]:
    """Of the entry's own text, or of its page where the feed had none. `interview`: it is called one."""
    return _paragraphs(html, page, interview)


@lru_cache(maxsize=2)
def _paragraphs(html: str, page: str, interview: bool) -> tuple[Paragraph, ...]:  # one key for the cache
    blocks = _blocks(page, is_page=True) if page else _blocks(html, is_page=False)
    return tuple(_own(blocks[: _asked_at(blocks, interview=interview)], len(blocks)))


def beginning(html: str) -> str:
    """What stands first in the mark-up, whoever wrote it."""
    root = _parsed(html)
    return "" if root is None else "".join(root.itertext())


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of text. `apart`: how many of its letters are bold or slanted; `linked`: how many are links."""

    text: str
    heading: bool = False
    apart: int = 0
    linked: int = 0

    @property
    def set_apart(self) -> bool:
        return self.apart >= 0.85 * len(self.text)

    @property
    def asks(self) -> bool:
        """Whether it is a question that an answer may stand under."""
        return bool(_QUESTION.search(self.text[-_LONGEST_END:]))


def _asked_at(blocks: list[_Block], *, interview: bool) -> int | None:
    """Where an interview's first question stands; None if it is none."""
    asked = [number for number, block in enumerate(blocks) if block.asks]
    headed = [number for number in asked if blocks[number].heading or blocks[number].set_apart]
    if len(headed) >= _INTERVIEW:
        return headed[0]
    answered = [number for number in asked if number + 1 < len(blocks) and not blocks[number + 1].asks]
    return asked[0] if len(answered) >= (_INTERVIEW if interview else _PLAIN_INTERVIEW) else None


def _own(blocks: list[_Block], of: int) -> Iterator[Paragraph]:
    """The author's running text: nothing after the sign-off, nothing that is set apart. `of`: blocks of the whole."""
    for number, block in enumerate(blocks):
        if number * 2 >= of and _SIGN_OFF.fullmatch(block.text):
            return
        if not (block.heading or block.set_apart or block.linked * 2 > len(block.text) or _SPEAKER.match(block.text)):
            yield Paragraph(block.text)


def _blocks(source: str, *, is_page: bool) -> list[_Block]:
    source = source[:LONGEST]
    if "<" not in source:
        return [_Block(text) for text in map(clean, regex.split(r"\n\s*\n", _unescaped(source))) if text]
    root = _parsed(source)
    if root is None:
        return []
    reader = _Reader()
    reader.walk(_article(root) if is_page else root)
    return reader.blocks


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _parsed(source: str) -> Any:
    from lxml import etree

    data = source.replace("\x00", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))


def _article(root: Any) -> Any:
    """The element that holds the article's text on its page."""
    for element in root.iter("div", "section", "article"):
        if (
            _BODY_CLASS.search(element.get("class", "")[:_LONGEST_ATTRIBUTE])
            or element.get("itemprop") == "articleBody"
        ):
            return element
    for tag in ("article", "main"):
        found = list(root.iter(tag))
        if len(found) == 1:
            return found[0]
    return root


@dataclass(slots=True)
class _Reader:
    """Walks a tree without recursion."""

    blocks: list[_Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    apart: int = 0
    linked: int = 0
    depth_apart: int = 0
    depth_link: int = 0
    headings: int = 0

    def walk(self, root: Any) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        left_out = None
        for event, element in walker:
            if event == "start":
                if element is not root and _is_left_out(element):
                    self._pass_over(element)
                    left_out = element
                    walker.skip_subtree()
                else:
                    self._enter(element)
                    self._add(element.text)
            else:
                if element is not left_out:
                    self._exit(element.tag)
                if element is not root:
                    self._add(element.tail)
        self._flush()

    def _pass_over(self, element: Any) -> None:
        if element.tag in _BLOCKS or element.tag == "figure":
            self._flush()
        elif element.tag in _NO_TEXT or element.tag in ("math", "del", "s", "strike") or self._is_note(element):
            self._add(STRANGE)

    def _is_note(self, element: Any) -> bool:
        """A raised sign at a paragraph's beginning makes it a footnote."""
        return element.tag == "sup" and not "".join(self.parts).strip()

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self.headings += tag in _HEADINGS
        elif tag == "br":
            self._flush()
        elif tag == "q":
            self._add("“")
        self.depth_apart += tag in _SET_APART
        self.depth_link += tag == "a"

    def _exit(self, tag: str) -> None:
        if tag == "q":
            self._add("”")
        self.depth_apart -= tag in _SET_APART
        self.depth_link -= tag == "a"
        if tag in _BLOCKS:
            self._flush()
            self.headings -= tag in _HEADINGS

    def _add(self, text: str | None) -> None:
        if not text or self.length > LONGEST_PARAGRAPH:
            return
        self.parts.append(text)
        self.length += len(text)
        self.apart += len(text) if self.depth_apart else 0
        self.linked += len(text) if self.depth_link else 0

    def _flush(self) -> None:
        text = "".join(self.parts).strip() if self.parts else ""
        if text:
            self.blocks.append(_Block(text, self.headings > 0, self.apart, self.linked))
        self.parts, self.length, self.apart, self.linked = [], 0, 0, 0


def _is_left_out(element: Any) -> bool:
    tag = element.tag
    if tag in _GONE or tag in _NO_TEXT:
        return True
    if not element.attrib or tag in _ROOTS:
        return False
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if _UNSEEN.search(attributes.get("style", "")[:_LONGEST_ATTRIBUTE]):
        return True
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_LONGEST_ATTRIBUTE]
    return len(named) > 1 and bool(_FURNITURE.search(named)) and not _POST.search(named)
