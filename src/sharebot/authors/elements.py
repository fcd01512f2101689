"""What an element of mark-up is, by its tag and attributes: gone, a box, unseen, mere text of an article's middle."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sharebot.authors.furniture import BOX, FURNITURE, POST, SLANT, is_invisible

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"})
BLOCKS = HEADINGS | {
    *("p", "div", "section", "article", "aside", "header", "footer", "main", "ul", "ol", "li", "dl", "dt"),
    *("table", "thead", "tbody", "tfoot", "tr", "blockquote", "figure", "center", "address", "body", "html", "details"),
    *("fieldset", "form", "hr", "nav"),
}
_GONE = frozenset({
    *("script", "style", "pre", "template", "noscript", "iframe", "object", "embed", "svg", "math", "head", "form"),
    *("textarea", "select", "button", "samp", "kbd", "audio", "video", "canvas", "nav"),
})  # fmt: skip
STRUCK = frozenset({"del", "s", "strike"})
OUT = _GONE | STRUCK | {"figcaption"}
MARKED = frozenset({"a", "br", "q", "td", "th", "dd"})
SLANTED = frozenset({"em", "i", "cite"})
BOLD = frozenset({"strong", "b"}) | HEADINGS
CODE = frozenset({"code", "tt"})
ROOTS = frozenset({"html", "body", "article", "main"})
TELLING = frozenset({"class", "id", "style", "hidden", "aria-hidden"})
"""Attributes by which an element may be left out."""

FIRST, LAST = 5, 16
"""Elements at the article's start and end that are read in full."""
_PLAIN = frozenset({"p", "ul", "ol", "figure", "pre", "table", "blockquote"})


def long_of(root: Any) -> Any:
    """The element, under any number of wrappers, that holds so many others that its middle need not be read."""
    while len(root) and len(root) <= FIRST + LAST:
        root = max(root, key=len)
    return root if len(root) else None


def is_plain(element: Any) -> bool:
    """Whether an element of the middle is mere text: no heading, not even one in disguise, and no author's box."""
    if element.tag not in _PLAIN or (len(element) == 1 and _is_bold(element)):
        return False
    return not element.keys() or not BOX.search(f"{element.get('class', '')} {element.get('id', '')}")


def is_whole(element: Any) -> bool:
    """Whether an element holds the entry whole: whatever a theme calls it, it is no furniture."""
    while element.tag not in ROOTS:
        element = element.getparent()
        if element is None or len(element) != 1:
            return False
    return len(element) > 0


def _is_bold(element: Any) -> bool:
    """Whether a paragraph of one element is nothing but bold text."""
    only = element[0]
    return only.tag in BOLD and not (element.text or "").strip() and not (only.tail or "").strip()


def is_slanted(tag: str, attributes: dict[str, str]) -> bool:
    return tag in SLANTED or ("style" in attributes and SLANT.search(attributes["style"]) is not None)


def is_unseen(attributes: Any) -> bool:
    """Whether no reader sees an element."""
    if attributes.get("hidden") is not None or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and is_invisible(style)


@lru_cache(maxsize=1024)
def is_furniture(classes: str | None, name: str | None) -> bool:
    return (classes or name) is not None and FURNITURE.search(f"{classes or ''} {name or ''}") is not None


@lru_cache(maxsize=1024)
def is_box(classes: str | None, name: str | None, prop: str | None) -> bool:
    named = f"{classes or ''} {name or ''} {prop or ''}"
    return BOX.search(named) is not None and not POST.search(named)
