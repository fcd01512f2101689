"""From what feedparser found to our Entry, but for its names, which only the whole feed can tell."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

from sharebot.feed.links import absolute, untracked
from sharebot.feed.picture import picture
from sharebot.feed.text import excerpt, one_line, plain, tree
from sharebot.model import Byline, Entry

Raw = dict[str, Any]
"""An entry or a feed as feedparser gives it, parsed without a base, so that relative addresses are still so."""

SHORT = 1_000
"""Characters. A text without a content element of its own is taken for a summary if it is no longer than this: Hugo's
is 70 words, WordPress' 55, and an article that is really so short loses nothing when its page is read too."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a feed says of itself and so of all its entries. `link` is the address of its site."""

    title: str
    link: str
    language: str
    authors: Sequence[Raw]
    is_atom: bool
    base: str


def whole(feed: Raw, version: str, base: str) -> Whole:
    link = absolute(feed.get("link") or "", base)
    return Whole(
        title=_plain(feed.get("title_detail") or {}),
        link=link,
        language=one_line(feed.get("language") or ""),
        authors=feed.get("authors") or (),
        is_atom=version.startswith("atom"),
        base=base or link,
    )


def entry(raw: Raw, feed: Whole) -> Entry:
    """`id` is the guid as the feed gives it, and there are no aliases yet."""
    link = _link(raw, feed)
    body = _body(raw, feed)
    text_base = absolute(body.base, feed.base) or link
    return Entry(
        id=(raw.get("id") or "").strip(),
        url=untracked(link),
        aliases=(link,),
        title=_plain(raw.get("title_detail") or {}),
        html=body.html,
        summary=body.summary,
        bylines=_bylines(raw, feed),
        published_at=_first_date(raw, "published_parsed", "created_parsed", "updated_parsed"),
        updated_at=_first_date(raw, "updated_parsed"),
        categories=tuple(_categories(raw)),
        image=picture(raw, tree(body.html) if "<img" in body.html else None, feed.base, text_base),
        language=_language(raw, feed),
        protected=_is_protected(body),
        summary_only=body.summary_only,
    )


# Links and dates ------------------------------------------------------------------------------------------------------


def _link(raw: Raw, feed: Whole) -> str:
    """The article's own address; FeedBurner hides it behind its counters."""
    if original := raw.get("feedburner_origlink"):
        return absolute(original, feed.base)
    link = raw.get("link") or ""
    if raw.get("guidislink") and link == raw.get("id"):  # there is no plain link; many guids claim to be one
        link = next(_alternates(raw), link if link.startswith(("http://", "https://", "/")) else "")
    return absolute(link, feed.base)


def _alternates(raw: Raw) -> Iterator[str]:
    for link in raw.get("links") or ():
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            yield link["href"]


def _first_date(raw: Raw, *names: str) -> datetime | None:
    for name in names:
        moment = dict.get(raw, name)  # feedparser's own get takes one date for another, and warns
        try:
            if moment:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC)
        except (ValueError, OverflowError, OSError):  # a year that no calendar has
            continue
    return None


# Text -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Body:
    """The fullest text, its summary in plain words, and whether there was only a summary."""

    html: str
    base: str
    summary: str
    summary_only: bool


def _body(raw: Raw, feed: Whole) -> _Body:
    content: Raw = max(raw.get("content") or [{}], key=lambda each: len(each.get("value") or ""))
    described = _described(raw)
    full, short = content.get("value") or "", described.get("value") or ""
    if _is_full(full, short):
        summary, _ = excerpt(_plain(described or content))
        return _Body(_markup(content), content.get("base") or "", summary, summary_only=False)
    text = _plain(described)
    summary, goes_on = excerpt(text)
    only = goes_on or feed.is_atom or len(text) <= SHORT
    return _Body(_markup(described), described.get("base") or "", summary, summary_only=only)


def _described(raw: Raw) -> Raw:
    """The description; its detail may be that of a picture's description, which feedparser puts in the same place."""
    detail: Raw = raw.get("summary_detail") or {}
    text = raw.get("summary")
    return detail if not detail or detail.get("value") == text else {"value": text, "type": "text/html"}


def _is_full(content: str, described: str) -> bool:
    """A content element holds the article, except where it is only a picture's description or another excerpt."""
    return bool(content.strip()) and ("<p" in content or not described or len(content) > len(described) + 50)


_MARKED_UP = frozenset({"text/html", "application/xhtml+xml"})


def _plain(detail: Raw) -> str:
    """The words of a text construct: mark-up is stripped only where feedparser is sure that it is mark-up."""
    value = detail.get("value") or ""
    return plain(value) if detail.get("type") in _MARKED_UP else one_line(value)


def _markup(detail: Raw) -> str:
    value: str = detail.get("value") or ""
    return value if detail.get("type") in _MARKED_UP else escape(value, quote=False)


_PASSWORD_FORM = re.compile(r"<form[^>]{0,500}\bclass=[\"'][^\"'>]*\bpost-password-form\b")
_NO_EXCERPT = "There is no excerpt because this is a protected post."
"""WordPress 6.1, wp-includes/post-template.php: get_the_password_form and get_the_excerpt."""


def _is_protected(body: _Body) -> bool:
    """WordPress asks for the password where the text would be, and says so where the excerpt would be."""
    return asks_for_password(body.html) or body.summary == _NO_EXCERPT


def asks_for_password(html: str) -> bool:
    """Whether WordPress shows its password form, in whatever language the blog speaks."""
    return bool(_PASSWORD_FORM.search(html))


# People and words -----------------------------------------------------------------------------------------------------

_NOBODY = frozenset({"", "unknown", "anonymous", "noreply", "noreply@blogger.com"})


def _bylines(raw: Raw, feed: Whole) -> tuple[Byline, ...]:
    """Everybody whom the entry names; Atom lets an entry inherit its source's and its feed's authors (RFC 4287)."""
    inherited = (raw.get("source") or {}).get("authors") or (feed.authors if feed.is_atom else ())
    named: dict[str, Byline] = {}
    for authors in (raw.get("authors") or (), inherited):
        for author in () if named and authors is inherited else authors:
            if byline := _byline(author, feed):
                named.setdefault(byline.name.casefold(), byline)
    return tuple(named.values())


def _byline(author: Raw, feed: Whole) -> Byline | None:
    name = plain(author.get("name") or "")
    if author.get("email"):
        name = _beside_mail(name)
    if name.casefold().strip("()") in _NOBODY or (" " not in name and "@" in name):
        return None
    return Byline(name=name, url=absolute(author.get("href") or "", feed.base))


_BESIDE_MAIL = re.compile(r"[a-z]*\s*\((.*?)\)?|(.*?)\s*<[a-z]*>?|[a-z]{1,20}")


def _beside_mail(name: str) -> str:
    """The name of `mail (Name)` and `Name <mail>`: feedparser 6.0.14 leaves the end of domains longer than .info."""
    found = _BESIDE_MAIL.fullmatch(name)
    return (found[1] or found[2] or "") if found else name


def _categories(raw: Raw) -> Iterator[str]:
    """Each once; Blogger's kinds are addresses, and no categories."""
    seen: set[str] = set()
    for tag in raw.get("tags") or ():
        name = one_line(unescape(unescape(tag.get("label") or tag.get("term") or "")))  # many feeds escape them twice
        if name and "://" not in name and name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _language(raw: Raw, feed: Whole) -> str:
    details = (raw.get("title_detail") or {}, *(raw.get("content") or ()), raw.get("summary_detail") or {})
    return one_line(next((each["language"] for each in details if each.get("language")), "") or feed.language)
