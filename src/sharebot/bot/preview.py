"""try: what would be posted and who would be tagged, without an account, a key, or a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sharebot.bot.crediting import Crediting
from sharebot.bot.wording import Wording
from sharebot.errors import SharebotError
from sharebot.model import Author, Entry, FeedState, Person, Share
from sharebot.ports import Clock, FeedSource, Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldPost:
    """The share that an account would send, or in words why there can be none. `round`: how many it sent before."""

    account: str
    platform: str
    share: Share | None
    fault: str = ""
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldShare:
    """One entry with its authors and what would become of it. `skipped`: why nothing would be posted.

    `people`: who of the register the authors are, as a poll would keep them.
    """

    entry: Entry
    authors: tuple[Author, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[WouldPost, ...] = ()
    skipped: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One feed as a poll would take it, newest entry first. `error` is one clear line."""

    address: str
    title: str
    entries: tuple[WouldShare, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewer:
    """Reads and composes as poll does, by the same rooms, and stores nothing."""

    source: FeedSource
    crediting: Crediting
    wording: Wording
    clock: Clock
    tell: Tell

    def preview(self, address: str, *, newest: int | None = None, rounds: Sequence[int] = (0,)) -> Preview:
        """`newest`: at most so many entries, the newest first; None for all that the feed shows.

        `rounds`: 0 for an entry's first share, 1 for the one after it …
        """
        polled = self.source.poll(FeedState(address=address), self.clock.now())
        entries = polled.entries[::-1][:newest]
        shown = []
        for number, entry in enumerate(entries, 1):
            self.tell("try.reading", number=number, of=len(entries), title=entry.title)
            shown.append(self._entry(entry, rounds))
        return Preview(
            address=address,
            title=polled.feed.title,
            entries=tuple(shown),
            error=polled.error,
            notes=polled.notes,
        )

    def _entry(self, entry: Entry, rounds: Sequence[int]) -> WouldShare:
        if not entry.url:
            return WouldShare(entry=entry, skipped="it has no link, so there is nothing to share")
        if entry.protected:
            return WouldShare(entry=entry, skipped=_PROTECTED)
        credited = self.crediting.of(entry)
        if credited.entry.protected:
            return WouldShare(entry=credited.entry, skipped=_PROTECTED)
        entry, authors = credited.entry, credited.authors
        posts = tuple(self._post(name, number, entry, authors) for name in self.wording.rules for number in rounds)
        return WouldShare(entry=entry, authors=authors, people=credited.people, posts=posts, notes=credited.notes)

    def _post(self, account: str, number: int, entry: Entry, authors: tuple[Author, ...]) -> WouldPost:
        """As poll makes the first share, and resharing the later ones if all before were sent."""
        would = WouldPost(account=account, platform=self.wording.rules[account].platform, share=None, round=number)
        try:
            return replace(would, share=self.wording.share(entry, authors, account, number, again=number > 0))
        except SharebotError as error:
            return replace(would, fault=str(error))


_PROTECTED = "password-protected: it would be skipped until it opens"
