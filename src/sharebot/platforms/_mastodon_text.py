"""A status's HTML read back: which words and which links it has, however its server wrote them down."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import unquote

_HOSTED = re.compile(r"(?<![=/\w])@(\w+(?:[.-]+\w+)*)@\w+(?:[.-]+\w+)*(?::\d+)?")
_BREAKS = frozenset({"br", "p", "div", "li"})
_WORDS = frozenset({"mention", "hashtag"})


class _Reading(HTMLParser):
    """Links count as their address (Mastodon hides parts of what it shows), mentions and hashtags as their words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BREAKS:
            self.words.append("\n")
        if tag == "a" and (href := given.get("href")) and not _WORDS & {*(given.get("class") or "").split()}:
            self.links.append(href)
            self.words.append(href)
            self._in_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_link = False

    def handle_data(self, data: str) -> None:
        if not self._in_link:
            self.words.append(data)


def read(html: str) -> tuple[str, tuple[str, ...]]:
    """The text, with links as their addresses, and the links."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return "".join(reading.words), tuple(reading.links)


def shows(html: str, text: str, link: str) -> bool:
    """Whether a status's HTML is the text's, with the link in it."""
    shown, links = read(html)
    if link and unquote(link) not in {unquote(each) for each in links} and link not in shown:
        return False
    return _core(shown) == _core(text)


def _core(text: str) -> str:
    """Letters and digits alone: servers set quotes, marks and blanks as they like, and drop a mention's host."""
    bare = unicodedata.normalize("NFKC", unquote(_HOSTED.sub(r"@\1", text)))
    return re.sub(r"[\W_]+", "", bare).casefold()
