"""A social network that remembers, and that can lose an answer after it has committed.

Time is the world's: the wall clock that sharebot reads may jump, the network's own never does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sharebot.bot.deliver import Deliverer
from sharebot.bot.identities import Identities
from sharebot.bot.mentions import Mentions
from sharebot.bot.pictures import Pictures
from sharebot.compose import named_plainly, picture
from sharebot.errors import FeedError, Locked, MentionRefused, OutcomeUnknown, Rejected, Throttled, Unavailable
from sharebot.model import Payload, Picture, Post, Receipt
from sharebot.ports import (
    Clock,
    Guarantee,
    GuaranteeKind,
    Lane,
    Limit,
    Page,
    PageState,
    Platform,
    Queue,
    Removal,
    Rules,
    Unit,
)
from sharebot.schedule import Calendar

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)


_accounts = itertools.count(1)


class PowerCut(BaseException):
    """The process is gone: nothing catches this, nothing after it runs."""


@dataclass
class World:
    """The one true time, and the two clocks that a process reads."""

    seconds: float = 0.0
    wall_offset: float = 0.0
    boot: int = 1

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.seconds + self.wall_offset)

    def steady(self) -> tuple[str, float]:
        return f"boot {self.boot}", self.seconds

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds


NOTHING_COMMITTED: dict[str, Callable[[World], BaseException]] = {
    "refused": lambda _: Unavailable("connection refused"),
    "throttled": lambda world: Unavailable("429", retry_at=world.now() + timedelta(minutes=3)),
    "slowed down": lambda world: Throttled("429", retry_at=world.now() + timedelta(minutes=3)),
    "rejected": lambda _: Rejected("422: this network does not like it"),
    "mention refused": lambda _: MentionRefused("403: not whom it mentions"),
    "locked": lambda _: Locked("401: the token is not valid"),
    "unanswered": lambda _: OutcomeUnknown("time-out; nothing arrived"),
    "bug before": lambda _: KeyError("a bug before the request left"),
    "power cut before": lambda _: PowerCut(),
}
COMMITTED: dict[str, BaseException] = {
    "late": OutcomeUnknown("time-out; the server was still at work"),
    "lost": OutcomeUnknown("reset after the commit"),
    "bug after": KeyError("a bug in reading the answer"),
    "power cut after": PowerCut(),
}


@dataclass
class Remote:
    """One post on the network; `public_from` is when it shows (a late commit shows later)."""

    id: str
    key: str
    body: bytes
    public_from: float


def mentions(queue: Queue) -> Mentions:
    """The last look at mentions, where no platform can be asked."""
    return Mentions(queue=queue, identities=Identities(), plainly=named_plainly)


def _no_file(url: str) -> bytes:
    raise FeedError(f"{url}: nothing is there")


PICTURES = Pictures(file=_no_file, fit=picture)
"""Where no picture can be had."""


def deliverer(queue: Queue, platform: Platform, clock: Clock, account: str = "net", **changes: Any) -> Deliverer:
    """A worker for one account of whom nobody hears, whose pages are ready and whose posts are never too late."""
    usual: dict[str, Any] = {
        "calendars": {account: Calendar()},
        "page": lambda _url: Page(state=PageState.READY, detail="200"),
        "tell": lambda _event, **_fields: None,
        "worker": "this",
        "too_late": timedelta(days=10_000),
        "mentions": mentions(queue),
        "pictures": PICTURES,
    }
    lanes = {account: Lane(account=account, platform=platform)}
    return Deliverer(queue=queue, lanes=lanes, clock=clock, **(usual | changes))


@dataclass
class Network:
    """`faults`: what happens to the next publishes, in order; then all goes well.

    `list_lag`: seconds before what is public shows in the list that is looked at. `refuses_twins`: the same text is
    refused a second time, which does not tell whose it is. `posts` are public now, `ever` are all that ever were;
    `owners` says by key whose they are.
    """

    world: World
    guarantee: Guarantee
    faults: list[str] = field(default_factory=list)
    list_lag: float = 0.0
    refuses_twins: bool = False
    posts: list[Remote] = field(default_factory=list)
    ever: list[Remote] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)
    look_faults: int = 0
    removal_faults: list[str] = field(default_factory=list)
    rules = Rules(platform="net", limits=(Limit(unit=Unit.GRAPHEMES, most=500),))
    public = True
    account: str = field(default_factory=lambda: f"net-{next(_accounts)}")
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _keys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:
        key = f"key {next(self._keys)}"
        self.owners[key] = post.id
        return Payload(key=key, body=post.share.text.encode())

    def publish(self, payload: Payload) -> Receipt:
        fault = self.faults.pop(0) if self.faults else "fine"
        if fault in NOTHING_COMMITTED:
            raise NOTHING_COMMITTED[fault](self.world)
        if self.refuses_twins and payload.body in {remote.body for remote in self.posts}:
            raise OutcomeUnknown("the same text is there already, as whosever post")
        remote = self._commit(payload, delay=20.0 if fault == "late" else 0.0)
        if fault in COMMITTED:
            raise COMMITTED[fault]
        return Receipt(remote_id=remote.id, url=f"https://net.example/{remote.id}")

    def look_up(self, payload: Payload) -> Receipt | None:
        if self.look_faults:
            self.look_faults -= 1
            raise OutcomeUnknown("the timeline did not answer")
        for remote in self.posts:
            if remote.body == payload.body and remote.public_from + self.list_lag <= self.world.seconds:
                return Receipt(remote_id=remote.id, url=f"https://net.example/{remote.id}")
        return None

    def remove(self, receipt: Receipt) -> Removal:
        fault = self.removal_faults.pop(0) if self.removal_faults else "fine"
        if fault in NOTHING_COMMITTED:
            raise NOTHING_COMMITTED[fault](self.world)
        there = [remote for remote in self.posts if remote.id == receipt.remote_id]
        self.posts = [remote for remote in self.posts if remote not in there]
        if fault in COMMITTED:
            raise COMMITTED[fault]
        return Removal.REMOVED if there else Removal.GONE

    def _commit(self, payload: Payload, delay: float = 0.0) -> Remote:
        for remote in self.posts:
            if remote.key == payload.key and self._key_lives(remote):
                return remote
        remote = Remote(str(next(self._ids)), payload.key, payload.body, self.world.seconds + delay)
        self.posts.append(remote)
        self.ever.append(remote)
        return remote

    def copies(self, post_id: int, *, ever: bool = False) -> list[Remote]:
        """What is public of that post, or ever was."""
        return [remote for remote in (self.ever if ever else self.posts) if self.owners[remote.key] == post_id]

    def _key_lives(self, remote: Remote) -> bool:
        """The server keeps a key twice as long as the guarantee dares to rely on it, and not a second longer."""
        if self.guarantee.kind is not GuaranteeKind.KEY:
            return False
        life = self.guarantee.key_life
        return life is None or self.world.seconds - remote.public_from < 2 * life.total_seconds()
