"""Which names an entry goes by: its guid, else its link, and all others under which it may come back.

A name that several articles share names none of them: taking it for one would make a new article look like an edit of
an old one, and lose it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sharebot.feed.cut import digest
from sharebot.feed.links import canonical, moved
from sharebot.model import Entry


def name(entries: Sequence[Entry], site: str) -> list[Entry]:
    """The same entries under their names, each once. `entries` have the guid as id and the given link as alias."""
    guids = _unambiguous((entry.id, canonical(entry.url)) for entry in entries)
    links = _unambiguous((canonical(entry.url), entry.id if entry.id in guids else "") for entry in entries)
    home = canonical(site)
    named: dict[str, Entry] = {}
    for entry in entries:
        link = canonical(entry.url)
        guid = entry.id if entry.id in guids and not _is(canonical(entry.id), home) else ""
        link = link if link in links and not _is(link, home) else ""
        one = _named(entry, guid, link)
        named.setdefault(one.id, one)
    return list(named.values())


def _is(link: str, home: str) -> bool:
    """Whether it leads to the site as a whole, which every entry may do."""
    return bool(home) and link == home


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The names on the left that go with no more than one on the right."""
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        partners[one].add(other)
    return {one for one, others in partners.items() if one and len(others - {""}) <= 1}


def _named(entry: Entry, guid: str, link: str) -> Entry:
    given = entry.aliases[0] if link and entry.aliases else ""
    names = [each for each in dict.fromkeys((guid, link, given, canonical(guid))) if each]
    if not names:
        text = "\0".join((entry.url, entry.title, str(entry.published_at), entry.html))
        names = [f"urn:sharebot:{digest(text.encode('utf-8', 'replace'))}"]
    return replace(entry, id=names[0], aliases=tuple(names[1:]))


def with_old_names(entry: Entry, old: str, new: str) -> Entry:
    """Also by the links that it had before the blog moved from the feed address `old` to `new`."""
    before = [moved(link, old, new) for link in (entry.id, *entry.aliases)]
    aliases = dict.fromkeys((*entry.aliases, *(link for link in before if link)))
    return replace(entry, aliases=tuple(aliases))
