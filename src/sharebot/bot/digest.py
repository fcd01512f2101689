"""The digest: what went out, what goes out next, what waits, what it cost, and how the feeds are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sharebot import schedule
from sharebot.bot.notice_words import cut, opening, plain, subject, when
from sharebot.bot.spending import Month
from sharebot.bot.waiting import Kind, Waiting, waiting
from sharebot.model import ALL, FeedState, Post, PostFilter, State
from sharebot.ports import Notice, Queue
from sharebot.schedule import Calendar

WEEK = timedelta(days=8)
"""Within which every calendar has a slot; and how much longer ago a post may have been due that went out now."""

SHOWN = 15
LONGEST_WORDS = 70

_WAITS = {
    Kind.UNSURE: ("post is unsure", "posts are unsure"),
    Kind.PAUSED: ("account is paused", "accounts are paused"),
    Kind.FAILED: ("post failed", "posts failed"),
    Kind.HELD: ("post is held", "posts are held"),
    Kind.STRANDED: ("post is of an account that is gone", "posts are of accounts that are gone"),
    Kind.DRAFT: ("post waits for approval", "posts wait for approval"),
    Kind.AUTHOR: ("handle of an author", "handles of authors"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a digest says of the time from `since` to `now`, and of what comes until `until`."""

    since: datetime
    now: datetime
    until: datetime
    sent: Sequence[Post] = ()
    coming: Sequence[Post] = ()
    waits: Sequence[Waiting] = ()
    months: Sequence[Month] = ()
    broken: Sequence[FeedState] = ()

    @property
    def is_empty(self) -> bool:
        """What it cost is nothing to tell where nothing was sent."""
        return not (self.sent or self.coming or self.waits or self.broken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """`calendar`: when they are told, in the blog's zone. `month`: what an account costs, None where nothing."""

    queue: Queue
    calendar: Calendar
    accounts: Sequence[str]
    feeds: Sequence[str]
    month: Callable[[str], Month | None]
    blog: str = ""

    def last(self, now: datetime) -> datetime | None:
        """The moment to which a digest belongs that is told now; None where none is wanted."""
        moments = schedule.slots(self.calendar, now - WEEK, now + timedelta.resolution)
        return moments[-1] if moments else None

    def of(self, since: datetime, now: datetime, zone: tzinfo) -> Notice | None:
        """The digest of what has happened since then; None where there is nothing to tell."""
        summary = self.summary(since, now)
        return None if summary.is_empty else in_words(summary, blog=self.blog, zone=zone)

    def summary(self, since: datetime, now: datetime) -> Summary:
        following = schedule.slots(self.calendar, now + timedelta.resolution, now + WEEK)
        until = following[0] if following else now + timedelta(days=1)
        feeds = [self.queue.feed(address) for address in self.feeds]
        return Summary(
            since=since,
            now=now,
            until=until,
            sent=self._sent(since, now),
            coming=self._coming(now, until),
            waits=waiting(self.queue, self.accounts),
            months=[month for account in self.accounts if (month := self.month(account))],
            broken=[feed for feed in feeds if feed.failures or feed.gone_at],
        )

    def _sent(self, since: datetime, now: datetime) -> list[Post]:
        """What is sent never changes again, so that its last change is when that was known."""
        wanted = PostFilter(states=frozenset({State.SENT}), due_from=since - WEEK, due_until=now, limit=ALL)
        return sorted(
            (post for post in self.queue.posts(wanted) if since < post.updated_at <= now),
            key=lambda post: (post.updated_at, post.id),
        )

    def _coming(self, now: datetime, until: datetime) -> list[Post]:
        wanted = PostFilter(states=frozenset({State.QUEUED}), due_from=now, due_until=until, limit=ALL)
        return [post for post in self.queue.posts(wanted) if not post.hold]


# Words ----------------------------------------------------------------------------------------------------------------


def in_words(summary: Summary, *, blog: str, zone: tzinfo) -> Notice:
    parts = [part for part in _parts(summary, zone) if len(part) > 1]
    waits = sum(each.count for each in summary.waits)
    heads = [f"{len(summary.sent)} sent", f"{len(summary.coming)} coming", *([f"{waits} waiting"] if waits else [])]
    day = f"digest of {summary.now.astimezone(zone):%a %Y-%m-%d}"
    return Notice(
        subject=subject([day, *heads], blog),
        text="\n\n".join("\n".join(part) for part in parts) + f"\n\nTimes are those of {zone}.",
    )


def _parts(summary: Summary, zone: tzinfo) -> Iterator[list[str]]:
    yield [f"Went out since {when(summary.since, zone)}:", *_few([_sent(post, zone) for post in summary.sent])]
    yield [f"Goes out until {when(summary.until, zone)}:", *_few([_coming(post, zone) for post in summary.coming])]
    yield ["Waits for you:", *(_waits(each, zone) for each in summary.waits)]
    yield ["Cost:", *map(_cost, summary.months)]
    yield ["Feeds that cannot be read:", *map(_feed, summary.broken)]


def _few(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - SHOWN
    return [*lines[:SHOWN], *([f"  and {rest} more: sharebot queue --all"] if rest > 0 else [])]


def _sent(post: Post, zone: tzinfo) -> str:
    url = post.receipt.url if post.receipt else ""
    return f"  {when(post.updated_at, zone)} {post.account}, {_words(post)}" + (f"\n    {url}" if url else "")


def _coming(post: Post, zone: tzinfo) -> str:
    return f"  {when(post.due_at, zone) if post.due_at else ''} {post.account}, {_words(post)}"


def _words(post: Post) -> str:
    return cut(plain(opening(post)), LONGEST_WORDS)


def _waits(each: Waiting, zone: tzinfo) -> str:
    one, many = _WAITS[each.kind]
    what = one if each.count == 1 else many
    return f"  {each.count} {what} (since {when(each.oldest, zone)}): {each.command}"


def _cost(month: Month) -> str:
    cap = "no cap" if month.tariff.cap is None else f"at most ${month.tariff.cap}"
    return f"  {month.account} in {month.name}: ${month.spent} spent, ${month.queued_cost} queued ({cap})"


def _feed(feed: FeedState) -> str:
    words = "it is gone for good (410)" if feed.gone_at else plain(feed.complaint)
    return f"  {plain(feed.address)}: {words}"
