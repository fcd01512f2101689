"""What a platform's answer proves or disproves about a handle. Pure: the asking is done elsewhere.

A handle is proven when both sides say so: the article (or the author's page) names the account, and the account names
the article's site or that page. An answer that does not come proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import regex

from sharebot.authors.markup import parse
from sharebot.authors.names import is_name, key, same_person
from sharebot.model import Author, Entry, Evidence, Handle, Identity, Level, name_key

_LATIN = regex.compile(r"\p{Latin}")
_SHORTEST = 3
"""Letters of a word of a name that say something when they stand in a handle."""


def proven(
    handle: Handle,
    author: Author,
    entry: Entry,
    identity: Identity,
    *,
    pinned: str = "",
    pages: dict[str, str] | None = None,
) -> Handle:
    """The handle as it stands after the platform's answer.

    `pinned`: the stable id behind the handle when it was first used. `pages`: addresses and sources of pages that are
    the author's, as far as they were read.
    """
    if not identity.exists:
        return replace(handle, barred=True, note=f"{handle.platform} has no account {handle.handle}")
    if pinned and identity.id and identity.id != pinned:
        note = f"{handle.handle} belongs to another account on {handle.platform} than when it was first used"
        return replace(handle, barred=True, note=note)
    handle = replace(handle, id=identity.id)
    if proof := _two_way(handle, author, entry, identity, dict(entry.author_pages) | (pages or {})):
        return replace(handle, level=Level.PROVEN, evidence=(*handle.evidence, proof), note="")
    if handle.tag and is_anothers(identity.name, author.name, handle.handle):
        note = f"the profile shows the name {identity.name[:60]!r}: is it theirs?"
        return replace(handle, level=Level.CONFLICT, note=note)
    return handle


def sites_wanted(author: Author, identity: Identity) -> tuple[str, ...]:
    """The author's own addresses that the profile shows too: it remains to be seen whether they name it back."""
    shown = {_address(link) for link in identity.links}
    return tuple(url for url in (*author.pages, *author.sites) if _address(url) in shown)


# Two ways -------------------------------------------------------------------------------------------------------------


def _two_way(
    handle: Handle, author: Author, entry: Entry, identity: Identity, pages: dict[str, str]
) -> Evidence | None:
    if handle.level is Level.CONFLICT:
        return None
    return next(
        (
            Evidence(source=handle.platform, quote=quote, place="profile", rule=rule)
            for rule, quote in (
                *_by_attribution(handle, author, entry, identity),
                *_by_rel_me(author, identity, pages),
                *_by_own_domain(handle, author),
            )
        ),
        None,
    )


def _by_attribution(handle: Handle, author: Author, entry: Entry, identity: Identity) -> Iterator[tuple[str, str]]:
    """The page's fediverse:creator names the account, and the account lets the page's site do so.

    The blog's own account may stand there as well, so the name must agree too, unless the entry binds the handle.
    """
    if not any(evidence.rule == "fediverse:creator" for evidence in handle.evidence):
        return
    host = _host(entry.url)
    theirs = handle.level <= Level.STATED or same_person(identity.name, author.name)
    for domain in identity.domains:
        bare = domain.casefold().strip(". ")
        if bare and theirs and (host == bare or host.endswith(f".{bare}")):
            yield "attribution domain", f"may be credited by {domain}"


def _by_rel_me(author: Author, identity: Identity, pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    profile = {_address(url) for url in (identity.url, identity.id) if "://" in url}
    for url in sites_wanted(author, identity):
        source = next((html for address, html in pages.items() if _address(address) == _address(url)), "")
        if source and profile & {_address(link) for link in _rel_me(source)}:
            yield "rel=me both ways", url


def _rel_me(source: str) -> Iterator[str]:
    root: Any = parse(source)
    for element in () if root is None else root.iter("a", "link"):
        if "me" in (element.get("rel") or "").lower().split():
            yield element.get("href") or ""


def _by_own_domain(handle: Handle, author: Author) -> Iterator[tuple[str, str]]:
    """A handle that is a domain name, and the author's own site lies there."""
    if handle.platform != "bluesky":
        return
    for site in author.sites:
        if _host(site) == handle.handle.casefold():
            yield "own domain", site


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _address(url: str) -> str:
    """An address without what makes no difference: scheme, www, a slash at its end."""
    parts = urlsplit(url.strip())
    return f"{_host(url)}{parts.path.rstrip('/')}".casefold()


# Somebody else's name -------------------------------------------------------------------------------------------------


def is_anothers(shown: str, name: str, handle: str) -> bool:
    """Whether a profile's name is clearly another person's: it is a person's name, and nothing in it agrees.

    A nickname, a motto or a name in another script says nothing.
    """
    if not is_name(shown) or not (_LATIN.search(shown) and _LATIN.search(name)):
        return False
    theirs, hers = key(name_key(shown)), key(name_key(name))
    if set(theirs) & set(hers) or same_person(name_key(shown), name_key(name)):
        return False
    letters = "".join(key(handle))
    return not any(len(word) >= _SHORTEST and word in letters for word in hers)
