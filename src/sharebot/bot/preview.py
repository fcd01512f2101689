"""try: what would be posted and who would be tagged, without an account, a key, or a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sharebot.bot.crediting import Crediting
from sharebot.bot.pictures import Shown, illustrated
from sharebot.bot.tagging import Tag, for_account
from sharebot.errors import SharebotError
from sharebot.model import PLAIN_STYLE, Author, Entry, FeedState, Person, Share, Style
from sharebot.ports import Clock, Compose, FeedSource, Rules, Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldPost:
    """The share that an account would send, or in words why there can be none."""

    account: str
    platform: str
    share: Share | None
    fault: str = ""


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
    compose: Compose
    rules: Mapping[str, Rules]
    tags: Mapping[str, Tag]
    clock: Clock
    tell: Tell
    styles: Mapping[str, Style] = field(default_factory=dict)
    pictures: Mapping[str, Shown] = field(default_factory=dict)

    def preview(self, address: str, *, newest: int | None = None) -> Preview:
        """`newest`: at most so many entries, the newest first; None for all that the feed shows."""
        polled = self.source.poll(FeedState(address=address), self.clock.now())
        entries = polled.entries[::-1][:newest]
        shown = []
        for number, entry in enumerate(entries, 1):
            self.tell("try.reading", number=number, of=len(entries), title=entry.title)
            shown.append(self._entry(entry))
        return Preview(
            address=address,
            title=polled.feed.title,
            entries=tuple(shown),
            error=polled.error,
            notes=polled.notes,
        )

    def _entry(self, entry: Entry) -> WouldShare:
        if not entry.url:
            return WouldShare(entry=entry, skipped="it has no link, so there is nothing to share")
        if entry.protected:
            return WouldShare(entry=entry, skipped=_PROTECTED)
        credited = self.crediting.of(entry)
        if credited.entry.protected:
            return WouldShare(entry=credited.entry, skipped=_PROTECTED)
        entry, authors = credited.entry, credited.authors
        posts = tuple(self._post(name, rules, entry, authors) for name, rules in self.rules.items())
        return WouldShare(entry=entry, authors=authors, people=credited.people, posts=posts, notes=credited.notes)

    def _post(self, account: str, rules: Rules, entry: Entry, authors: tuple[Author, ...]) -> WouldPost:
        try:
            tagged = for_account(authors, self.tags.get(account, Tag.STATED))
            share = self.compose(entry, tagged, rules, self.styles.get(account, PLAIN_STYLE))
        except SharebotError as error:
            return WouldPost(account=account, platform=rules.platform, share=None, fault=str(error))
        share = illustrated(share, entry, authors, self.pictures.get(account, Shown.CARD), rules)
        return WouldPost(account=account, platform=rules.platform, share=share)


_PROTECTED = "password-protected: it would be skipped until it opens"
