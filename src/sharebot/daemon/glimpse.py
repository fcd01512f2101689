"""What the queue says to whoever watches from outside: asked by two threads, never often, never waited for for long.

Whoever asks gets what was seen last where the queue is slow or away, and is told so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sharebot.app import App
from sharebot.bot.spending import Month
from sharebot.bot.waiting import Waiting, waiting
from sharebot.model import AccountState, FeedState, PostFilter, State

FRESH = 5.0
"""Seconds for which a glimpse is good: two programs that watch cost no more than one."""

SHARE = 50
"""A glimpse is kept for this many times as long as it took: at most a fiftieth of one processor goes into watching.

A queue of a million posts is counted in about a second, hence every minute.
"""

PATIENCE = 3.0
"""Seconds that anybody who asks waits for the queue. Prometheus itself gives up after ten, if not told otherwise."""

LATE = timedelta(minutes=1)
"""A post that was due longer ago than this is overdue: the daemon looks every ten seconds at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """The queue at the moment `at`. `overdue`, `next_due` and `months` are by account, `in_doubt` since when."""

    at: datetime
    posts: Mapping[tuple[str, State], int]
    waits: tuple[Waiting, ...]
    feeds: Mapping[str, FeedState]
    accounts: Mapping[str, AccountState]
    next_due: Mapping[str, datetime | None]
    overdue: Mapping[str, int]
    in_doubt: Mapping[str, datetime]
    months: Mapping[str, Month]


def glimpse(app: App) -> Glimpse:
    """Reads the queue. Raises StoreUnavailable."""
    now, queue = app.clock.now(), app.queue
    names = [account.name for account in app.settings.accounts]
    return Glimpse(
        at=now,
        posts=queue.counts(),
        waits=tuple(waiting(queue, names)),
        feeds={address: queue.feed(address) for address in app.settings.feeds},
        accounts={name: queue.account(name) for name in names},
        next_due={name: queue.next_due(name) for name in names},
        overdue={name: len(queue.overdue(name, before=now - LATE)) for name in names},
        in_doubt=_in_doubt(app),
        months={name: month for name in names if (month := app.spending.this_month(name))},
    )


def _in_doubt(app: App) -> dict[str, datetime]:
    """Since when the oldest post in doubt of each account that has one is in doubt."""
    oldest: dict[str, datetime] = {}
    for post in app.queue.posts(PostFilter(states=frozenset({State.UNSURE}), limit=10_000)):
        since = post.doubt.at if post.doubt else post.updated_at
        oldest[post.account] = min(since, oldest.get(post.account, since))
    return oldest


@dataclass(slots=True, kw_only=True)
class Glimpses:
    """The last glimpse, and a new one where that is too old. Threads may share it.

    A long look keeps no small question waiting: that a queue is long does not mean that it is away.
    """

    look: Callable[[], Glimpse]
    ask: Callable[[], object]
    """A small question that only a queue which works can answer."""
    ticks: Callable[[], float] = time.monotonic
    last: Glimpse | None = None
    _good_until: float = 0.0
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "glimpse"))
    _looking: Future[Glimpse] | None = None
    _asking: Future[object] | None = None

    def answers(self) -> bool:
        """Whether the queue answers now."""
        if self._asking is None or self._asking.done():
            self._asking = self._pool.submit(self.ask)
        return _came(self._asking)

    def now(self) -> Glimpse | None:
        """The newest glimpse, if there has been any: that of this moment where it comes in time."""
        if self.last is None or self.ticks() >= self._good_until:
            if self._looking is None or self._looking.done():
                self._looking = self._pool.submit(self._look)
            _came(self._looking)
        return self.last

    def _look(self) -> Glimpse:
        began = self.ticks()
        self.last = seen = self.look()
        ended = self.ticks()
        self._good_until = ended + max(FRESH, SHARE * (ended - began))
        return seen

    def close(self) -> None:
        """Waits for nobody: a queue that hangs must not keep the daemon from ending."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _came(future: Future[Glimpse] | Future[object]) -> bool:
    """Whether an answer came in time, and none that is an error."""
    try:
        return future.exception(PATIENCE) is None
    except TimeoutError:
        return False
