"""scan: a feed's whole archive → the register of authors. Sends nothing, queues nothing, and marks nothing as seen.

No platform is asked about anybody: what a poll would have asked is asked when somebody's post is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sharebot.bot.crediting import Credited, Crediting
from sharebot.bot.moving import ME
from sharebot.errors import Changed, NotFound, QueueError, SharebotError
from sharebot.model import Author, Entry, Person, name_key
from sharebot.ports import Clock, FeedSource, Page, PageSource, Queue, Tell

RACES = 5
"""How often to credit anew because somebody has decided about an author meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What came of one feed. `error` ended its archive early; what had been read by then counts.

    `people` and `handles` are those that its entries name, `new` of these people are new to the register; `waiting`:
    how many of their handles a person has to decide about. `skipped` entries have no link, or want a password.
    """

    address: str
    error: str = ""
    notes: tuple[str, ...] = ()
    pages: int = 0
    entries: int = 0
    skipped: int = 0
    people: int = 0
    new: int = 0
    handles: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """`crediting` asks nobody but the register. `pause`: lets a while pass between two pages of articles."""

    queue: Queue
    source: FeedSource
    crediting: Crediting
    clock: Clock
    tell: Tell
    pause: Callable[[], None]

    def scan(self, address: str, *, pages: bool = False, most: int | None = None) -> Scanned:
        """`pages`: whether articles' pages are read where they would help. `most`: entries, the newest first."""
        entries, read = self._entries(address, most)
        usable = [entry for entry in reversed(entries) if entry.url and not entry.protected]
        read = replace(read, skipped=len(entries) - len(usable))
        for last in reversed(range(RACES)):
            try:
                return self._learn(usable, read, pages=pages)
            except (Changed, NotFound):  # NotFound: somebody was merged into another
                if last == 0:
                    raise
                pages = False  # those that were read stay with their entries
        raise AssertionError("unreachable: the last race either returns or raises")

    def _entries(self, address: str, most: int | None) -> tuple[list[Entry], Scanned]:
        """All of them, newest first, and what is to be told of the reading."""
        entries: list[Entry] = []
        notes: list[str] = []
        error, number = "", 0
        for number, page in enumerate(self.source.archive(address, self.clock.now), 1):
            entries += reversed(page.entries)
            notes += page.notes
            error = page.error
            self.tell("scan.page", feed=address, number=number, entries=len(entries))
            if most is not None and len(entries) >= most:
                break
        entries = entries[:most]
        read = Scanned(address=address, error=error, notes=tuple(notes), pages=number, entries=len(entries))
        return entries, read

    def _learn(self, entries: list[Entry], read: Scanned, *, pages: bool) -> Scanned:
        """Oldest first, as polls would have read them; each entry keeps in its place the pages that were read for it.

        Whatever happens many times to one person is written once, and all of it at once, at the end.
        """
        crediting = replace(self.crediting.anew(), source=_Slowly(self.source, self.pause))
        handles: set[tuple[int, str, str]] = set()
        people: set[int] = set()
        skipped = read.skipped
        for place, entry in enumerate(entries):
            self.tell("scan.reading", number=place + 1, of=len(entries), title=entry.title)
            credited = self._credited(crediting, entry, pages=pages)
            entries[place] = credited.entry
            skipped += credited.entry.protected
            people |= {person.id for person in credited.people}
            handles |= {found for person in credited.people for found in _handles(person, credited.authors)}
        met = list(crediting.met.values())
        self._write(met, f"found in the archive of {read.address}")
        return replace(
            read,
            people=len(people),
            new=sum(number < 0 for number in people),
            handles=len(handles),
            skipped=skipped,
            waiting=sum(person.is_asked_of(known) for person in met for known in person.handles),
        )

    def _write(self, met: Iterable[Person], what: str) -> None:
        """All that is different from before, or nothing. Raises Changed if somebody decided about one of them."""
        changed = [person for person in met if person.id < 0 or person != self.queue.person(person.id)]
        if changed:
            people = [(replace(person, id=max(person.id, 0)), what) for person in changed]
            self.queue.put_people(people, now=self.clock.now(), who=ME)

    def _credited(self, crediting: Crediting, entry: Entry, *, pages: bool) -> Credited:
        """One entry that cannot be read must not keep the archive's others from being read."""
        try:
            return crediting.of(entry, pages=pages)
        except QueueError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it was, it is this entry's, and it is told
            reason = str(error) if isinstance(error, SharebotError) else f"{type(error).__name__}: {error}"
            self.tell("entry.failed", level="error", url=entry.url, title=entry.title, reason=reason)
            return Credited(entry=entry)


def _handles(person: Person, authors: Sequence[Author]) -> Iterable[tuple[int, str, str]]:
    """The handles of a person that an entry's own words gave."""
    for author in authors:
        if name_key(author.name) in person.keys:
            for handle in author.handles:
                if handle.evidence:
                    yield person.id, handle.platform, handle.handle.casefold()


class _Slowly:
    """Pages of articles, with a pause before each but the first."""

    def __init__(self, source: PageSource, pause: Callable[[], None]) -> None:
        self._source = source
        self._pause = pause
        self._asked = False

    def page(self, url: str) -> Page:
        if self._asked:
            self._pause()
        self._asked = True
        return self._source.page(url)
