"""try: what would be posted and who would be tagged, without an account, a key, or a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sharebot.bot.poll import Compose
from sharebot.errors import SharebotError
from sharebot.model import Author, Blog, Entry, FeedState, Share
from sharebot.ports import Clock, Credit, FeedSource, PageState, Rules, Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldPost:
    """The share that an account would send, or in words why there can be none."""

    account: str
    platform: str
    share: Share | None
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldShare:
    """One entry with its authors and what would become of it. `skipped`: why nothing would be posted."""

    entry: Entry
    authors: tuple[Author, ...] = ()
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
    credit: Credit
    compose: Compose
    rules: Mapping[str, Rules]
    blog: Blog
    clock: Clock
    tell: Tell

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
        entry, notes = (entry, ()) if entry.protected else self._with_page(entry)
        if entry.protected:
            return WouldShare(entry=entry, skipped="password-protected: it would be skipped until it opens")
        authors = self.credit(entry, self.blog)
        posts = tuple(self._post(name, rules, entry, authors) for name, rules in self.rules.items())
        return WouldShare(entry=entry, authors=authors, posts=posts, notes=notes)

    def _with_page(self, entry: Entry) -> tuple[Entry, tuple[str, ...]]:
        if not entry.summary_only:
            return entry, ()
        page = self.source.page(entry.url)
        if page.state is PageState.READY:
            read = replace(entry, page=page.html, protected=page.protected)
            return read, ("the feed has only a summary, so the page was read",)
        return entry, (f"the feed has only a summary, and the page could not be read: {page.detail}",)

    def _post(self, account: str, rules: Rules, entry: Entry, authors: tuple[Author, ...]) -> WouldPost:
        try:
            share = self.compose(entry, authors, rules)
        except SharebotError as error:
            return WouldPost(account=account, platform=rules.platform, share=None, fault=str(error))
        return WouldPost(account=account, platform=rules.platform, share=share)
