"""What there is to be told of: read from the queue, the disk, and what was remembered of accounts and feeds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from sharebot.bot import failing
from sharebot.bot.checking import connecting
from sharebot.bot.moving import ME
from sharebot.bot.notice_words import opening, when
from sharebot.bot.notices import Thing
from sharebot.bot.overdue import WAS_DUE
from sharebot.bot.spending import Month
from sharebot.model import ALL, About, FeedState, Person, Post, PostFilter, State, Tally
from sharebot.ports import Queue

KIND = "notice"
"""Under which is remembered what concerns notices."""

CREDENTIALS = "credentials"
"""Under which is remembered when each account's credentials end; empty where they do not."""

STRANDED_FOR = timedelta(hours=1)
"""A post of an account that is no longer in the settings is told when it is overdue for so long."""

_WAITING = {State.UNSURE, State.FAILED, State.DRAFT}

LONG_UNSURE = timedelta(hours=1)
"""A post that is in doubt for longer is told, although sharebot still looks."""

ENDS = (timedelta(days=14), timedelta(days=3), timedelta(days=1), timedelta(0))
"""When before their end credentials are told of, each time as something worse."""

FREE = (256 * 2**20, 64 * 2**20)
"""Bytes; a disk with less is nearly full, and worse."""

DOWN = timedelta(minutes=30)
"""So long must nothing have run, or the machine have slept, for people to be told that it runs again."""

TOLD_BACK_FOR = timedelta(days=1)
"""For so long the daemon counts as just back."""

AUTHORS_EVERY = timedelta(minutes=10)
"""How often the whole register of authors is read for this."""

BEAT = timedelta(minutes=5)
"""How often is remembered that the daemon runs. Heartbeats will not do: a new daemon forgets those before its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """`accounts` and `feeds`: those of the settings. `month`: what an account costs, None where it costs nothing.

    `_asked_of`: what was last found in the register of authors, by when.
    """

    queue: Queue
    accounts: Sequence[str]
    feeds: Sequence[str]
    month: Callable[[str], Month | None]
    home: Path
    zone: tzinfo
    _asked_of: dict[datetime, list[Thing]] = field(default_factory=dict)

    def things(self, now: datetime, about: frozenset[About]) -> list[Thing]:
        """All that is true now of what people want to be told of."""
        looks: dict[frozenset[About], Callable[[datetime], Iterator[Thing]]] = {
            frozenset({About.UNSURE, About.FAILED, About.HELD, About.DRAFT, About.STRANDED}): self._posts,
            frozenset({About.PAUSED}): self._paused,
            frozenset({About.CREDENTIALS}): self._credentials,
            frozenset({About.FEED}): self._broken,
            frozenset({About.COST}): self._spent,
            frozenset({About.DISK}): self._disk,
            frozenset({About.DAEMON}): self._back,
            frozenset({About.AUTHOR}): self._authors,
        }
        found = [thing for kinds, look in looks.items() if kinds & about for thing in look(now)]
        return [thing for thing in found if thing.about in about]

    def why(self, post_id: int) -> str:
        """The last words of a post's history."""
        steps = [step.why for step in self.queue.history(post_id) if step.why]
        return steps[-1] if steps else ""

    # Posts ------------------------------------------------------------------------------------------------------------

    def _posts(self, now: datetime) -> Iterator[Thing]:
        for post in self._waiting():
            match post.state:
                case State.FAILED:
                    yield _of_post(post, About.FAILED, f"failed {post.version}", f"sharebot retry {post.id}")
                case State.UNSURE:
                    yield from self._unsure(post, now)
                case State.DRAFT:
                    yield _of_post(post, About.DRAFT, "draft", f"sharebot approve {post.id}", since=post.created_at)
                case _ if post.hold:
                    yield _of_post(post, About.HELD, f"held {post.hold}", f"sharebot approve {post.id}")
                case _ if post.due_at and now >= post.due_at + STRANDED_FOR:
                    why = f"SHAREBOT_ACCOUNTS has no {post.account}; add it again, or sharebot cancel {post.id}"
                    yield _of_post(post, About.STRANDED, "stranded", f"sharebot cancel {post.id}", detail=why)

    def _waiting(self) -> list[Post]:
        """Asked for by the states in which any waits: the queued ones are many, and mostly nobody's business."""
        states = {each.state for each in self.queue.open_tallies() if self._may_wait(each.state, each)}
        posts = self.queue.posts(PostFilter(states=frozenset(states), limit=ALL)) if states else []
        return [post for post in posts if self._may_wait(post.state, post)]

    def _may_wait(self, state: State, of: Post | Tally) -> bool:
        held = of.hold if isinstance(of, Post) else of.held
        return state in _WAITING or (state is State.QUEUED and (bool(held) or of.account not in self.accounts))

    def _unsure(self, post: Post, now: datetime) -> Iterator[Thing]:
        doubted_at = post.doubt.at if post.doubt else post.updated_at
        key, command = (
            f"unsure {doubted_at.isoformat()}",
            f"sharebot resolve {post.id} --sent URL, --again or --give-up",
        )
        if post.due_at is None or post.account not in self.accounts:
            yield _of_post(post, About.UNSURE, key, command, rank=2)
        elif now >= doubted_at + LONG_UNSURE:
            yield _of_post(post, About.UNSURE, key, f"sharebot why {post.id}", since=doubted_at)

    # Accounts ---------------------------------------------------------------------------------------------------------

    def _paused(self, _now: datetime) -> Iterator[Thing]:
        """Whoever pauses an account knows it; what sharebot pauses is told."""
        for state in self.queue.accounts():
            if state.paused_at and state.by == ME and state.name in self.accounts:
                yield Thing(
                    key=f"paused {state.name} {state.paused_at.isoformat()}",
                    about=About.PAUSED,
                    since=state.paused_at,
                    name=state.name,
                    detail=state.reason,
                    command=f"{connecting(state.name)}, restart the daemon, then sharebot resume {state.name}",
                )

    def _credentials(self, now: datetime) -> Iterator[Thing]:
        for name, fact in self.queue.facts(CREDENTIALS).items():
            ends_at = datetime.fromisoformat(fact.value) if fact.value else None
            if ends_at is None or name not in self.accounts or now < ends_at - ENDS[0]:
                continue
            yield Thing(
                key=f"credentials {name} {fact.value}",
                about=About.CREDENTIALS,
                since=None,
                rank=sum(now >= ends_at - before for before in ENDS),
                name=name,
                detail=f"they {'ended' if now >= ends_at else 'end'} on {when(ends_at, self.zone)}",
                command=connecting(name),
            )

    def _spent(self, _now: datetime) -> Iterator[Thing]:
        for month in filter(None, map(self.month, self.accounts)):
            cap = month.tariff.cap
            if cap is not None and month.spent + month.tariff.link > cap:
                yield Thing(
                    key=f"spent {month.account} {month.name} {cap}",
                    about=About.COST,
                    since=None,
                    name=month.account,
                    detail=f"${month.spent} of ${cap} are spent in {month.name}, posts wait for the next month; "
                    f"{month.tariff.cap_setting} allows more",
                    command="sharebot calendar --days 31",
                )

    # Feeds ------------------------------------------------------------------------------------------------------------

    def _broken(self, now: datetime) -> Iterator[Thing]:
        for address in self.feeds:
            feed = self.queue.feed(address)
            since = failing.since(self.queue, feed)
            if feed.gone_at:
                yield _of_feed(feed, feed.gone_at, "gone for good (410); remove it from SHAREBOT_FEEDS", rank=2)
            elif since and feed.failures >= failing.FAILS and now >= since + failing.LONG:
                yield _of_feed(feed, since, feed.complaint)

    def well_again(self, told: Mapping[str, int], now: datetime) -> Iterator[Thing]:
        """Feeds that were told as broken and can be read."""
        for address in self.feeds:
            key = _feed_key(address)
            if key in told and not (feed := self.queue.feed(address)).failures and feed.gone_at is None:
                yield Thing(
                    key=f"{key} well",
                    about=About.FEED,
                    since=min(feed.polled_at or now, now),
                    name=address,
                    detail="it can be read again",
                    ends=key,
                )

    # The machine ------------------------------------------------------------------------------------------------------

    def _disk(self, _now: datetime) -> Iterator[Thing]:
        if not self.home.exists():
            return
        free = shutil.disk_usage(self.home).free
        if rank := sum(free < least for least in FREE):
            detail = f"{free // 2**20} MB are left; without any, nothing is read or sent"
            yield Thing(key="disk", about=About.DISK, since=None, name=str(self.home), detail=detail, rank=rank)

    def _back(self, now: datetime) -> Iterator[Thing]:
        down = self.queue.recall(KIND, "down")
        if down is None or not down.learnt_at <= now < down.learnt_at + TOLD_BACK_FOR:
            return
        held = sum(
            post.hold.startswith(WAS_DUE) and post.updated_at >= down.learnt_at
            for post in self._waiting()
            if post.state is State.QUEUED
        )
        late = "no post was held" if not held else f"{held} {'post was' if held == 1 else 'posts were'} held"
        yield Thing(
            key=f"down {down.value}",
            about=About.DAEMON,
            since=down.learnt_at,
            name="sharebot runs again",
            detail=f"nothing ran since {when(datetime.fromisoformat(down.value), self.zone)}; {late} as too late",
            command="sharebot queue",
        )

    def beat(self, now: datetime) -> None:
        """Remember that the daemon runs, and for how long nothing did, if it was long."""
        alive = self.queue.recall(KIND, "alive")
        if alive and now >= alive.learnt_at + DOWN:
            self.queue.remember(KIND, "down", alive.learnt_at.isoformat(), now=now)
        if alive is None or not alive.learnt_at <= now < alive.learnt_at + BEAT:
            self.queue.remember(KIND, "alive", "", now=now)

    # Authors ----------------------------------------------------------------------------------------------------------

    def _authors(self, now: datetime) -> Iterator[Thing]:
        if not any(at <= now < at + AUTHORS_EVERY for at in self._asked_of):
            self._asked_of.clear()
            self._asked_of[now] = [
                _of_person(person, known.platform, known.handle)
                for person in self.queue.people(limit=ALL)
                for known in person.handles
                if person.is_asked_of(known)
            ]
        yield from next(iter(self._asked_of.values()))


def _of_post(
    post: Post,
    about: About,
    what: str,
    command: str,
    *,
    since: datetime | None = None,
    rank: int = 1,
    detail: str = "",
) -> Thing:
    return Thing(
        key=f"post {post.id} {what}",
        about=about,
        since=since or post.updated_at,
        name=f"{post.id} on {post.account}, {opening(post)}",
        detail=detail or post.hold,
        command=command,
        rank=rank,
        post=post.id,
    )


def _of_feed(feed: FeedState, since: datetime, words: str, rank: int = 1) -> Thing:
    return Thing(
        key=_feed_key(feed.address),
        about=About.FEED,
        since=since,
        name=feed.address,
        detail=words.removeprefix(f"{feed.address}: "),
        command="sharebot feeds",
        rank=rank,
    )


def _feed_key(address: str) -> str:
    return f"feed {address}"


def _of_person(person: Person, platform: str, handle: str) -> Thing:
    return Thing(
        key=f"author {person.id} {platform} {handle.casefold()}",
        about=About.AUTHOR,
        since=person.updated_at or person.created_at,
        name=person.name,
        detail=f"is {handle} theirs on {platform}?",
        command="sharebot authors review",
    )
