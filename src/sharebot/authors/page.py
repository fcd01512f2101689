"""An article's own page, or its author's: the text without the site around it, and what its data says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sharebot.authors.blocks import Block, Text
from sharebot.authors.data import NO_DATA, Data, read_data
from sharebot.authors.elements import is_unseen
from sharebot.authors.furniture import BOX, FURNITURE, POST
from sharebot.authors.markup import parse, read_tree

_NO_TEXT = Text(())
_SITE = ("header", "footer", "aside", "nav")


@dataclass(frozen=True, slots=True)
class Page:
    """`text` is the article; `cards` are the author boxes that stand on the page outside of it."""

    text: Text = _NO_TEXT
    cards: tuple[Block, ...] = ()
    data: Data = NO_DATA


def read_page(source: str) -> Page:
    """A page as its readers see the article; empty where there is nothing to read."""
    root = parse(source)
    if root is None:
        return Page()
    data = read_data(root, source)
    article = _article(root)
    cards = () if article is root else tuple(_cards(root, article))
    return Page(read_tree(article), cards, data)


def read_author_page(source: str) -> Page:
    """A page about an author, without the posts that it lists."""
    root = parse(source)
    if root is None:
        return Page()
    data = read_data(root, source)
    for element in [one for one in root.iter() if _is_listed(one)]:
        if element.getparent() is not None:
            element.getparent().remove(element)
    return Page(read_tree(_article(root)), (), data)


def _is_listed(element: Any) -> bool:
    return element.tag == "article" or (element.tag != "body" and bool(POST.search(element.get("class", ""))))


def _article(root: Any) -> Any:
    """The element that holds the article: an <article>, else <main>, else the body without its frame."""
    for tag in ("article", "main"):
        found = list(root.iter(tag))
        if found:
            return max(found, key=_size)
    for element in [one for one in root.iter(*_SITE) if one.getparent() is not None and one.getparent().tag == "body"]:
        element.getparent().remove(element)
    return root


def _size(element: Any) -> tuple[bool, int]:
    """Of several articles the entry's has the page's heading, and the others are teasers and comments."""
    return next(element.iter("h1"), None) is not None, sum(map(len, element.itertext()))


def _cards(root: Any, article: Any) -> Iterator[Block]:
    """The outermost author boxes outside the article that belong neither to the site's frame nor to another post."""
    passed, count = set(article.iter()), 0
    for element in root.iter("div", "section", "ul", "p"):
        if element in passed or not BOX.search(_named(element)):
            continue
        passed.update(element.iter())
        if not any(_is_frame(up) for up in element.iterancestors()):
            count += 1
            yield from (replace(block, boxes=(-count,)) for block in read_tree(element).blocks)


def _is_frame(element: Any) -> bool:
    if element.tag in {*_SITE, "article"} or is_unseen(element):
        return True
    return element.tag != "body" and bool(FURNITURE.search(_named(element)))


def _named(element: Any) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"
