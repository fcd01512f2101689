"""The pages of a feed's archive, from the newest back to the oldest: which address comes next, and when to stop.

Nobody but the walk's caller decides how many are read: each page is asked for when it is called for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from sharebot.feed.links import canonical
from sharebot.model import Entry
from sharebot.ports import ArchivePage

PAUSE = timedelta(seconds=1)
"""Between two pages: an archive is read once, and may take its time."""

MOST_PAGES = 1_000
"""Ten entries a page, as WordPress has it, are ten thousand: more than thirty years of a post a day."""

LONGEST_WAIT = timedelta(minutes=2)
"""A server that wants us to come back later than this is left alone; what it has shown is kept."""

MOST_WAITS = 3
"""How often one page is asked for again because its server wants to be asked later (Retry-After)."""

_ENDS = frozenset({404, 410})
"""WordPress answers 404, with a well-formed empty feed, past the last page (6.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What an address of the archive answered. `status` is 0 where there was no answer.

    `older` and `generator`: see Parsed. `wait`: how long the server wants to be left alone, where it said so.
    """

    entries: tuple[Entry, ...] = ()
    older: str = ""
    generator: str = ""
    notes: tuple[str, ...] = ()
    error: str = ""
    status: int = 0
    wait: timedelta | None = None


class Archive:
    """One walk through one archive."""

    def __init__(
        self,
        ask: Callable[[str], Leaf],
        *,
        pause: timedelta = PAUSE,
        wait: Callable[[float], None] = time.sleep,
        most: int = MOST_PAGES,
    ) -> None:
        """`most`: pages; `wait` lets so many seconds pass."""
        self._ask = ask
        self._pause = pause
        self._wait = wait
        self._most = most
        self._seen: set[str] = set()

    def only(self, address: str) -> Iterator[ArchivePage]:
        """A feed that has no other pages: a file."""
        leaf = self._ask(address)
        yield ArchivePage(address=address, entries=leaf.entries, notes=leaf.notes, error=leaf.error)

    def pages(self, address: str) -> Iterator[ArchivePage]:
        """From the feed itself back in time."""
        leaf = self._politely(address)
        way = _way(address, leaf)
        asked, number, shown, here = {canonical(address)}, 1, 0, address
        while not (number > 1 and way.is_over(leaf, number)):
            new = self._new(leaf.entries)
            shown += len(leaf.entries)
            older = "" if leaf.error or not new else way.older(leaf, number, shown)
            stop = self._why_stop(older, asked, number)
            notes = leaf.notes if number == 1 else ()
            yield ArchivePage(address=here, entries=new, notes=(*notes, *stop), error=leaf.error)
            if not older or stop:
                return
            asked.add(canonical(older))
            self._wait(self._pause.total_seconds())
            leaf, number, here = self._politely(older), number + 1, older

    def _new(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """What no page before has shown: while an archive is read, a new article moves all others one place on."""
        new = tuple(each for each in entries if each.id not in self._seen)
        self._seen |= {each.id for each in new}
        return new

    def _why_stop(self, older: str, asked: set[str], number: int) -> tuple[str, ...]:
        if older and canonical(older) in asked:
            return (f"{older}: the pages of this archive lead in a circle; it was left at the second round",)
        if older and number >= self._most:
            return (f"{older}: the archive has more than {self._most} pages; the rest was not read",)
        return ()

    def _politely(self, address: str) -> Leaf:
        """Ask for a page, and again when its server wants that, as far as that is soon."""
        for _ in range(MOST_WAITS):
            leaf = self._ask(address)
            if leaf.wait is None or leaf.wait > LONGEST_WAIT:
                return leaf
            self._wait(max(leaf.wait, self._pause).total_seconds())
        return replace(leaf, error=f"{leaf.error}; it was asked {MOST_WAITS} times")


# Ways from page to page -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """How a feed's pages follow each other; decided by the first. `guessed`: nothing says that it has a second one."""

    first: str
    field: str = ""
    guessed: bool = False

    def older(self, leaf: Leaf, number: int, shown: int) -> str:
        """The address of the page after the one of that number; `shown`: how many entries there were up to it."""
        if not self.field:
            return leaf.older
        return with_field(self.first, self.field, number + 1 if self.field == "paged" else shown + 1)

    def is_over(self, leaf: Leaf, number: int) -> bool:
        """Whether a page after the first says, one way or the other, that there is none."""
        if self.guessed and number == 2 and leaf.error:  # noqa: PLR2004  the page that was guessed
            return True
        return bool(self.field) and (leaf.status in _ENDS or not (leaf.entries or leaf.error))


def _way(address: str, leaf: Leaf) -> _Way:
    """By links (RFC 5005), else by numbers as Blogger and WordPress have them; what is neither is tried as WordPress.

    Blogger: developers.google.com/gdata/docs/2.0/reference, start-index. Both read 2026-11.
    """
    made_by = leaf.generator.casefold()
    if leaf.older:
        return _Way(address)
    if "blogger" in made_by:
        return _Way(address, "start-index")
    return _Way(address, "paged", guessed="wordpress" not in made_by)


def with_field(address: str, name: str, value: int) -> str:
    """The address with that field of its query, in place of one that it may have."""
    parts = urlsplit(address)
    fields = [(key, each) for key, each in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return parts._replace(query=urlencode([*fields, (name, str(value))])).geturl()
