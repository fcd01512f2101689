"""Finding a post of ours in our own timeline on X.

X wraps every link (t.co), escapes & < >, and adds an attached picture's address to the text. So the words must be the
same, and the link must be among the addresses behind those t.co's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from sharebot.errors import OutcomeUnknown, Rejected
from sharebot.platforms._x_wire import Api, Reply

GENERATIONS = {
    "post.fields": "created_at,entities,note_post,text",
    "tweet.fields": "created_at,entities,note_tweet,text",
}
"""X renamed its fields in 2026 (its API description 2.167 knows only the first name); each server knows one of them."""

MOST_PAGES = 10

_LINK = "\ue000"
"""Stands for a wrapped link: a character that no text has (private use)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as the timeline shows it.

    `plain`: its text without X's escapes. `words`: the same word by word, with a mark in place of each wrapped link.
    """

    id: str
    created_at: datetime
    addresses: tuple[str, ...]
    plain: str
    words: tuple[str, ...]

    def says(self, text: str, link: str) -> bool:
        """Whether it is a post of that text, with that link (empty where it has none)."""
        words = _words(text)
        if len(words) != len(self.words) or not all(map(_may_be, self.words, words)):
            return False
        return not link or link in self.plain or _bare(link) in {_bare(address) for address in self.addresses}


def read(api: Api, user: str, since: datetime | None, listed: Callable[[int], None]) -> list[Shown]:
    """The user's posts since that moment, or the newest hundred; raises SendError where they could not be listed.

    `listed` is told of each page how many posts are on it.
    """
    trouble = "X lists our posts without their time"
    for names in GENERATIONS:
        try:
            found = list(_posts(api, f"/2/users/{user}/tweets", names, since, listed))
        except Rejected as error:
            trouble = str(error)
            continue
        if all("created_at" in post for post in found):
            return [_shown(post) for post in found]
    raise OutcomeUnknown(f"our posts on X could not be read: {trouble}")


def _posts(
    api: Api, route: str, names: str, since: datetime | None, listed: Callable[[int], None]
) -> Iterator[Mapping[str, Any]]:
    asked = {"max_results": "100", names: GENERATIONS[names]}
    if since:
        asked["start_time"] = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for _ in range(MOST_PAGES):
        posts, following = _page(api.get(route, asked))
        listed(len(posts))
        yield from posts
        if not following or not since:
            return
        asked["pagination_token"] = following
    raise OutcomeUnknown(f"X lists more than {MOST_PAGES} pages of our posts; not all of them were looked at")


def _page(reply: Reply) -> tuple[list[Mapping[str, Any]], str]:
    """The posts on a page, and the name of the next. An empty list has no `data`, but its `meta` counts nothing."""
    said = reply.said()
    meta, posts = said.get("meta"), said.get("data", [])
    if not isinstance(meta, dict) or not _is_list_of(meta.get("result_count"), posts):
        raise OutcomeUnknown("X did not list our posts in a way that can be understood")
    return posts, str(meta.get("next_token") or "")


def _is_list_of(count: object, posts: object) -> bool:
    """Whether these are so many posts; "some" and "none" must agree at least."""
    return isinstance(posts, list) and all(isinstance(each, dict) for each in posts) and bool(posts) == bool(count)


def _shown(post: Mapping[str, Any]) -> Shown:
    """Long posts have their whole text apart, under the name of either generation."""
    whole = post.get("note_post") or post.get("note_tweet") or post
    try:
        links = (whole.get("entities") or {}).get("urls") or []
        text = unescape(whole["text"])
        return Shown(
            id=post["id"],
            created_at=datetime.fromisoformat(post["created_at"]),
            addresses=tuple(link[name] for link in links for name in ("expanded_url", "unwound_url") if name in link),
            plain=text,
            words=_words(_marked(text, links)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OutcomeUnknown(f"X lists a post that cannot be understood ({type(error).__name__})") from error


def _marked(text: str, links: list[Mapping[str, Any]]) -> str:
    """The text with a mark in place of its wrapped links, and without an attached picture's."""
    for link in links:
        text = text.replace(link["url"], "" if _is_picture(link) else _LINK)
    return text


def _may_be(shown: str, word: str) -> bool:
    """Whether a word may have been that one before its links were wrapped."""
    return shown == word or (
        _LINK in shown and re.fullmatch(r"\S+".join(map(re.escape, shown.split(_LINK))), word) is not None
    )


def _is_picture(link: Mapping[str, Any]) -> bool:
    address = str(link.get("expanded_url", ""))
    return "media_key" in link or bool(
        re.fullmatch(r"https://(x|twitter)\.com/\w+/status/\d+/(photo|video)/\d", address)
    )


def _words(text: str) -> tuple[str, ...]:
    """As two spellings of one text have them in common: composed, and without invisible signs."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    return tuple(seen.split())


def _bare(address: str) -> tuple[str, str, str]:
    """An address without what X changes in it: scheme, case of the host, escapes, a slash at the end."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return address, "", ""
    return host, unquote(parts.path).rstrip("/"), unquote(parts.query)
