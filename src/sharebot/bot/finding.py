"""An address that a person gives → the entry there: one that is known, or that is in a feed, else the page itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sharebot.bot.crediting import Credited, Crediting
from sharebot.bot.fates import scoped
from sharebot.errors import SharebotError
from sharebot.model import Author, Entry, EntryRecord, Fate, FeedState, Intake
from sharebot.ports import Article, ArticleSource, Clock, Queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`record`: the entry's, where the queue knows it. `feed`: that it was read from now. `names`: all its addresses.

    `anew`: whether its authors were read now.
    """

    credited: Credited
    record: EntryRecord | None = None
    feed: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    anew: bool = True

    @property
    def entry(self) -> Entry:
        return self.credited.entry

    @property
    def authors(self) -> tuple[Author, ...]:
        """As the register knows them now."""
        return self.credited.authors

    def intake(self, reason: str) -> Intake:
        """What the queue is to keep of it. Who was credited with it before stays as the entry says it."""
        record = self.record
        return Intake(
            entry=self.entry,
            fate=Fate.SHARED,
            reason=record.reason if record and record.fate is Fate.SHARED else reason,
            authors=self.authors if record is None or self.anew else record.authors,
            people=self.credited.people,
            record_id=record.id if record else None,
            names=self.names,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """`feeds`: addresses that staff have configured. `authors`: those of a record, as the register knows them now."""

    queue: Queue
    source: ArticleSource
    crediting: Crediting
    authors: Callable[[EntryRecord], tuple[Author, ...]]
    feeds: tuple[str, ...]
    clock: Clock
    read: dict[str, Article] = field(default_factory=dict)

    def find(self, address: str, *, certain: bool) -> Found:
        """`certain`: the person means this page, whether it seems to be an article or not. Raises SharebotError."""
        article = self._article(address)
        if article.entry is None:
            raise SharebotError(article.fault)
        page = article.entry
        names = (page.id, *page.aliases)
        record = self.queue.find_entry((*names, address))
        if record is not None:
            return self._known(record, page, names)
        entry, feed, notes = self._in_feeds(page)
        notes = (*article.notes, *notes)
        if not feed and article.doubt and not certain:
            raise SharebotError(
                f"{page.url}: {article.doubt}; name an article's own address, or share it in your own words: --text"
            )
        return Found(credited=self._credited(entry), feed=feed, names=names, notes=notes)

    def _article(self, address: str) -> Article:
        """Asked for once, also where somebody else was faster and it is looked for again."""
        if address not in self.read:
            self.read[address] = self.source.article(address)
        return self.read[address]

    def _known(self, record: EntryRecord, page: Entry, names: tuple[str, ...]) -> Found:
        """A record that nobody has credited yet is credited; one whose text was behind a password has its page's."""
        if record.authors and not record.entry.protected:
            credited = Credited(entry=record.entry, authors=self.authors(record))
            return Found(credited=credited, record=record, names=names, anew=False)
        entry = replace(page, id=record.entry.id, aliases=names) if record.entry.protected else record.entry
        return Found(credited=self._credited(entry, record.id), record=record, names=names)

    def _credited(self, entry: Entry, entry_id: int | None = None) -> Credited:
        credited = self.crediting.anew().of(entry, entry_id=entry_id)
        if credited.entry.protected:
            raise SharebotError(f"{entry.url}: it asks for a password; open it first, or wait until it is open")
        return credited

    def _in_feeds(self, page: Entry) -> tuple[Entry, str, tuple[str, ...]]:
        """The entry as a feed shows it now, and which one; else the page as it is. A feed that fails is a note."""
        names = {page.id, *page.aliases}
        notes: list[str] = []
        for address in self.feeds:
            feed = self.queue.feed(address)
            if self._wants_rest(feed):
                continue
            anew = replace(feed, etag="", modified="", body_hash="", known=frozenset())
            polled = self.source.poll(anew, self.clock.now())
            notes += [polled.error] if polled.error else []
            for entry in (scoped(each, address) for each in polled.entries):
                if not names.isdisjoint({entry.id, entry.url, *entry.aliases}):
                    return entry, address, ()
        return page, "", tuple(notes)

    def _wants_rest(self, feed: FeedState) -> bool:
        """Whether it is gone, or has failed and is to be left alone for now."""
        waits = feed.failures and feed.next_poll_at and self.clock.now() < feed.next_poll_at
        return bool(feed.gone_at or waits)
