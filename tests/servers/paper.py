"""A blog on paper: a FeedSource whose entries and pages a test can change between polls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sharebot.model import Entry, FeedState, Polled
from sharebot.ports import ArchivePage, Page, PageState

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class PaperClock:
    """A clock that moves when a test says so."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at

    def steady(self) -> tuple[str, float]:
        return "boot", self.at.timestamp()

    def pass_time(self, **by: float) -> None:
        self.at += timedelta(**by)


def entry(number: int, **changes: object) -> Entry:
    made = Entry(
        id=f"https://blog.harborlight.org/?p={number}",
        url=f"https://blog.harborlight.org/{number}/",
        aliases=(f"https://blog.harborlight.org/{number}/",),
        title=f"Title {number}",
        html=f"<p>Text of {number}.</p>",
        published_at=MONDAY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


@dataclass
class PaperBlog:
    """Shows only what is new or changed since the last poll, as a feed source does."""

    entries: list[Entry] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    error: str = ""
    pages_read: list[str] = field(default_factory=list)
    _shown: dict[str, Entry] = field(default_factory=dict)

    def poll(self, feed: FeedState, now: datetime) -> Polled:
        feed = replace(feed, polls=feed.polls + 1, polled_at=now, next_poll_at=now + timedelta(minutes=10))
        if self.error:
            return Polled(feed=replace(feed, complaint=self.error), error=self.error)
        new = tuple(each for each in self.entries if self._shown.get(each.id) != each)
        self._shown |= {each.id: each for each in new}
        return Polled(feed=feed, entries=new, unchanged=not new)

    def archive(self, address: str, now: Callable[[], datetime]) -> Iterator[ArchivePage]:
        """Two entries a page, newest first; `error` ends it after the first."""
        for start in range(0, len(self.entries), 2):
            newest = self.entries[::-1][start : start + 2]
            yield ArchivePage(address=address, entries=tuple(reversed(newest)), error=self.error)
            if self.error:
                return

    def page(self, url: str) -> Page:
        self.pages_read.append(url)
        return self.pages.get(url, Page(state=PageState.READY, detail="200", html="<p>The page.</p>"))
