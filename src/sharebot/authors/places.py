"""An author's places on the web: their page on the blog, their own sites, and the pages that are worth reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import SplitResult, urljoin

from sharebot.authors.addresses import host_of, is_platform, is_short, profile, split
from sharebot.authors.data import Data, Person
from sharebot.authors.stated import is_whole_name
from sharebot.model import Author, Blog, Entry, Level

_MOST = 2
"""Addresses that are asked for at once: the article's page and one about its author."""


def pages_wanted(entry: Entry, blog: Blog, authors: Sequence[Author]) -> tuple[str, ...]:
    """The addresses whose pages would help to tag the entry's authors; the bot reads them and asks again.

    First the article's own page. Once that is read, the author's page on the blog.
    """
    del blog
    wanting = [author for author in authors if _is_wanting(author)]
    if not entry.page:
        return (entry.url,) if entry.url and (entry.summary_only or not authors or wanting) else ()
    read = {address for address, _ in entry.author_pages}
    pages = (page for author in wanting for page in author.pages if on_blog(page, entry.url))
    return tuple(dict.fromkeys(page for page in pages if page not in read))[: max(0, _MOST - len(read))]


def _is_wanting(author: Author) -> bool:
    """Whether nothing of theirs can be tagged, or something is in doubt."""
    levels = {handle.level for handle in author.handles}
    return Level.CONFLICT in levels or not levels & {Level.PROVEN, Level.STATED}


def on_blog(address: str, entry_url: str) -> bool:
    """Whether it is an inner page of the entry's own site, other than the entry."""
    here, there = split(entry_url), split(address)
    if here is None or there is None or host_of(here) != host_of(there) or profile(address):
        return False
    return there.path.strip("/") not in ("", here.path.strip("/"))


def pages_of(name: str, entry: Entry, people: Iterable[Person]) -> tuple[str, ...]:
    """The pages of one author on the blog: what the feed's author element and the page's data link the name to."""
    given = [byline.url for byline in entry.bylines if byline.url and is_whole_name(byline.name, name)]
    given += [one.address for who in people if is_whole_name(who.name, name) for one in who.addresses]
    pages = (_absolute(address, entry.url) for address in given)
    return tuple(dict.fromkeys(page for page in pages if on_blog(page, entry.url)))


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # brackets and the like where a host should be
        return ""


# Sites ----------------------------------------------------------------------------------------------------------------


def sites_of(name: str, entry: Entry, data: Data) -> Iterator[str]:
    """An author's own web sites as the feed's author element and the page's data give them."""
    for byline in entry.bylines:
        if is_whole_name(byline.name, name) and is_own_site(byline.url, entry.url):
            yield byline.url
    for person in data.authors:
        if is_whole_name(person.name, name):
            yield from (
                one.address
                for one in person.addresses
                if one.address not in data.sites and is_own_site(one.address, entry.url)
            )


def is_own_site(address: str, entry_url: str) -> bool:
    """Whether an address given as somebody's can be a site of their own: a host's front door, nobody's service."""
    parts, here = split(address), split(entry_url)
    if parts is None or "://" not in address or parts.path.strip("/") or parts.query or is_short(address):
        return False
    return not is_platform(host_of(parts)) and not (here and _same_site(parts, here))


def _same_site(one: SplitResult, other: SplitResult) -> bool:
    return host_of(one) == host_of(other)
