"""Where an entry's authors are read: the feed's text first, its page in addition, their own pages last."""

from __future__ import annotations

from dataclasses import dataclass

from sharebot.authors.article import Article, article
from sharebot.authors.blocks import Text
from sharebot.authors.data import NO_DATA, Data
from sharebot.authors.markup import read_text
from sharebot.authors.page import Page, read_author_page, read_page
from sharebot.model import Entry


@dataclass(frozen=True, slots=True)
class Sources:
    """`text` is the entry's, from the feed or its page; `cards` the author boxes of a page that was read besides."""

    text: Article
    cards: Article | None = None
    data: Data = NO_DATA
    author_pages: tuple[tuple[Article, Data], ...] = ()


def sources_of(entry: Entry) -> Sources:
    page = read_page(entry.page) if entry.page else Page()
    bylines = tuple(one.name for one in page.data.authors)
    pages = tuple(_author_page(html, entry.title) for _, html in entry.author_pages)
    if entry.page and (entry.summary_only or not entry.html):
        whole = Text((*page.text.blocks, *page.cards), page.text.struck, page.text.middle)
        return Sources(article(whole, "page", entry.title, bylines), None, page.data, pages)
    boxes = (*(block for block in page.text.blocks if block.boxes), *page.cards)
    cards = article(Text(boxes), "page", entry.title, bylines) if boxes else None
    return Sources(article(read_text(entry.html), "content", entry.title, bylines), cards, page.data, pages)


def _author_page(html: str, title: str) -> tuple[Article, Data]:
    page = read_author_page(html)
    return article(page.text, "author page", title), page.data
