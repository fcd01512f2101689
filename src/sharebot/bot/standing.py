"""How sharebot stands at one moment, as far as its queue tells: daemons, feeds, accounts, posts, and who is waited for.

Reads only, and asks no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharebot.bot.checking import ENDS_SOON, credentials_end
from sharebot.bot.failing import is_broken
from sharebot.bot.heartbeat import Beat, Life, beats, life, outdated
from sharebot.bot.waiting import Waiting, waiting
from sharebot.model import AccountState, FeedState, Post, PostFilter, State
from sharebot.ports import Queue
from sharebot.process import runs

LATE = timedelta(minutes=10)
"""A post that is due for longer is late: pages that do not answer, and networks that want a rest, give it other times.
"""

NEXT = 5
"""How many of the next posts are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """The last that was heard of a daemon, and how it stands now. `outdated`: it lives by settings of before."""

    beat: Beat
    life: Life
    outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStanding:
    """`due`: posts that are due, `late`: those of them that are late, `oldest` is the first one's time.

    `ends_at`: when its credentials end, as its network said when it was asked last; None where that is not known.
    """

    state: AccountState
    next_due: datetime | None
    due: int
    late: int
    oldest: datetime | None
    ends_at: datetime | None

    def stands_still(self, now: datetime) -> bool:
        """Whether it is paused or rests: then what is due waits as it should."""
        rests = self.state.rests_until
        return self.state.paused_at is not None or (rests is not None and rests > now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`holder`: the process that holds the lock of a SQLite queue, None where there is none or nobody can tell.

    `broken`: the addresses of those of the feeds that a person should look at.
    """

    at: datetime
    daemons: tuple[Daemon, ...]
    holder: int | None
    feeds: tuple[FeedState, ...]
    accounts: tuple[AccountStanding, ...]
    next_posts: tuple[Post, ...]
    waits: tuple[Waiting, ...]
    broken: frozenset[str] = frozenset()

    @property
    def runs(self) -> bool:
        """Whether something delivers from the queue."""
        return self.holder is not None or any(daemon.life is Life.ALIVE for daemon in self.daemons)

    @property
    def due(self) -> int:
        """How many posts would go out now."""
        return sum(account.due for account in self.accounts if not account.stands_still(self.at))

    @property
    def late(self) -> int:
        return sum(account.late for account in self.accounts if not account.stands_still(self.at))

    @property
    def well(self) -> bool:
        """Whether nobody is waited for, and nothing wants to be mended."""
        return not any(self._faults())

    def _faults(self) -> Iterator[bool]:
        yield bool(self.waits)
        yield self.late > 0
        yield self.due > 0 and not self.runs
        yield any(daemon.beat.stuck for daemon in self.daemons if daemon.life is Life.ALIVE)
        yield any(daemon.outdated for daemon in self.daemons)
        yield bool(self.broken)
        yield any(account.ends_at and account.ends_at < self.at + ENDS_SOON for account in self.accounts)


def standing(
    queue: Queue,
    accounts: Sequence[str],
    feeds: Sequence[str],
    now: datetime,
    *,
    holder: int | None = None,
    settings_at: datetime | None = None,
    has_process: Callable[[int], bool] = runs,
) -> Standing:
    """`accounts` and `feeds`: those of the settings; `settings_at`: when their file was written last.

    Raises StoreUnavailable.
    """
    known = tuple(queue.feed(address) for address in feeds)
    return Standing(
        at=now,
        daemons=tuple(_daemon(beat, life(beat, now, has_process), settings_at) for beat in beats(queue, now)),
        holder=holder,
        feeds=known,
        broken=frozenset(feed.address for feed in known if is_broken(queue, feed, now)),
        accounts=tuple(_account(queue, name, now) for name in accounts),
        next_posts=tuple(_next_posts(queue, accounts, now)),
        waits=tuple(waiting(queue, accounts)),
    )


def _daemon(beat: Beat, found: Life, settings_at: datetime | None) -> Daemon:
    return Daemon(beat=beat, life=found, outdated=found is Life.ALIVE and outdated(beat, settings_at))


def _account(queue: Queue, name: str, now: datetime) -> AccountStanding:
    due = queue.overdue(name, before=now)
    return AccountStanding(
        state=queue.account(name),
        next_due=queue.next_due(name),
        due=len(due),
        late=sum(post.due_at is not None and post.due_at < now - LATE for post in due),
        oldest=due[0].due_at if due else None,
        ends_at=credentials_end(queue, name),
    )


def _next_posts(queue: Queue, accounts: Sequence[str], now: datetime) -> list[Post]:
    """Those of our accounts that will go out by themselves: not what is held, nor what a paused account has."""
    going = {name for name in accounts if not queue.account(name).paused_at}
    queued = [tally for tally in queue.open_tallies() if tally.state is State.QUEUED]
    others = sum(tally.count for tally in queued if tally.held or tally.account not in going)
    wanted = PostFilter(states=frozenset({State.QUEUED}), due_from=now, limit=NEXT + others)
    return [post for post in queue.posts(wanted) if not post.hold and post.account in going][:NEXT]
