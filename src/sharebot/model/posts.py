"""Posts, their states and the allowed moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sharebot.model.shares import Share


class State(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Origin(StrEnum):
    """Why a post was made: for a new entry, as a later share of one, or from the archive. NEW ones go first."""

    NEW = ""
    RESHARE = "reshare"
    EVERGREEN = "evergreen"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.QUEUED, State.CANCELLED}),
    State.QUEUED: frozenset({State.SENDING, State.CANCELLED}),
    State.SENDING: frozenset({State.SENT, State.FAILED, State.QUEUED, State.UNSURE}),
    State.UNSURE: frozenset({State.QUEUED, State.SENT, State.FAILED}),
    State.FAILED: frozenset({State.QUEUED}),
    State.SENT: frozenset(),
    State.CANCELLED: frozenset(),
}
"""DESIGN's drawing of a post's life; every other move is refused."""

UNDOES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.QUEUED, State.CANCELLED}),
    State.QUEUED: frozenset({State.DRAFT, State.UNSURE, State.FAILED, State.CANCELLED}),
    State.SENDING: frozenset(),
    State.UNSURE: frozenset({State.FAILED}),
    State.FAILED: frozenset({State.UNSURE, State.QUEUED}),
    State.SENT: frozenset(),
    State.CANCELLED: frozenset({State.DRAFT, State.QUEUED}),
}
"""Where taking an act back may lead, and only if the post is still as the act left it.

Never into or out of SENDING and SENT. Whatever may be public is never queued or cancelled by it, and keeps its doubt.
"""

UNSENT = frozenset({State.DRAFT, State.QUEUED})
"""States in which a post may still be changed or cancelled, unless an earlier attempt is in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That a person has taken a public post back from its network. `said`: what the network said to it."""

    at: datetime
    by: str
    said: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's proof that a post is public. `found` says how we know: answered, or found by looking.

    `withdrawn`: it was public, and was taken back since.
    """

    remote_id: str
    url: str
    found: str = "answered"
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The frozen request: what goes out is these bytes under this key, at the first try and at every repeat.

    `media` are the bytes of its picture, empty where it has none; what is told of the picture stands in `body`. Posts
    that are merely listed come without it; a claim brings it.
    """

    key: str
    body: bytes
    media: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Since when a post may be public without our knowing.

    `at` is the wall clock's time of the first attempt in doubt; `boot` and `ticks` are the steady clock's (see
    ports.Clock), which no change of the wall clock moves. `last_ticks`: when we last sent or looked, by the steady
    clock of the same boot; waits before a repeat or a look are counted from it. `missed`: looks found nothing, so that
    it is sent once more; but they read a list that may lag, and may have missed it. `refused`: every attempt so far was
    refused, and only a look that failed keeps the doubt alive.
    """

    at: datetime
    boot: str
    ticks: float
    last_ticks: float
    missed: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A share in the queue for one account at one time: the only thing that has a state.

    `hold`: why it waits for a person (a draft's reason, or why an overdue post was stopped); a held post is not sent.
    `due_at`: when to send it; for an unsure post, when to look or repeat; None where only a person can go on.
    `slot_at`: the calendar slot that it occupies, None outside the calendar.
    `round`: how many shares of the entry by the account came before it; below zero once its making was taken back.
    `doubt`: set while an attempt may have made it public: from the claim until it is settled as surely not sent.
    `rejected`: the platform's refusal of a later attempt while an earlier one is in doubt. `tries` counts attempts
    since the last staff move, `looks` the look-ups since the last attempt. `edited_by`: who changed the text by hand;
    machines then leave it.
    `version` grows with every change.
    """

    id: int
    entry_id: int | None
    account: str
    round: int
    state: State
    share: Share
    hold: str = ""
    due_at: datetime | None = None
    slot_at: datetime | None = None
    payload: Payload | None = None
    doubt: Doubt | None = None
    rejected: str = ""
    tries: int = 0
    looks: int = 0
    lease_until: datetime | None = None
    worker: str = ""
    receipt: Receipt | None = None
    edited_by: str = ""
    origin: Origin = Origin.NEW
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def undone(self) -> bool:
        """Whether its making was taken back: nobody counts it as a share of its entry any more."""
        return self.round < 0

    @property
    def withdrawn(self) -> Withdrawal | None:
        """That it was taken back from its network, though it stays SENT for ever."""
        return self.receipt.withdrawn if self.receipt else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at sending a post, recorded before the request leaves. `verdict` is empty while its fate is open."""

    post_id: int
    number: int
    worker: str
    started_at: datetime
    ended_at: datetime | None = None
    verdict: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row of a post's history: who moved it from where to where, when and why."""

    post_id: int
    at: datetime
    who: str
    before: State | None
    after: State
    why: str


NOTHING_SENT = frozenset({"gave up", "locked", "mention refused", "not sent", "rejected"})
"""Kinds of verdicts on attempts that surely sent nothing: no platform charges for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do with a post after an attempt, a look or a lost lease; made by judge, carried out by the queue.

    `state` is where the post goes; SENT comes with `receipt`. `due_at` is when it is to be taken up again (None: only
    a person can go on). `doubt`: whether it may be public without our knowing. `pause`: whether the account must stop
    until a person has seen to its credentials. `rest_until`: the platform wants no request of the account before that
    moment. `rejected`: the platform's refusal of an attempt while an earlier one is in doubt.
    """

    state: State
    reason: str
    due_at: datetime | None = None
    receipt: Receipt | None = None
    doubt: Doubt | None = None
    pause: bool = False
    rest_until: datetime | None = None
    rejected: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """What the queue knows of an account: whether it is paused, since when and why.

    `rests_until`: the platform wants no request before that moment.
    """

    name: str
    paused_at: datetime | None = None
    reason: str = ""
    by: str = ""
    rests_until: datetime | None = None


class Sort(StrEnum):
    """In which order posts are listed; what is equal goes by due time, then by number."""

    DUE = "due"
    ACCOUNT = "account"
    AUTHOR = "author"
    ENTRY = "entry"
    STATE = "state"
    CREATED = "created"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many posts of an account are alike: in that state, held or not, with a due time or without one.

    `first`: the lowest number among them. `created_at` and `changed_at` are the earliest among them.
    """

    account: str
    state: State
    held: bool
    dated: bool
    count: int
    first: int
    created_at: datetime
    changed_at: datetime


ALL = 2**31 - 1
"""The limit of a list that is wanted whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts to list; empty fields do not filter. `after_id` and `limit` page through long lists.

    `author`: a person of the register whom the entry credits. `awaiting`: drafts and held posts, which wait for a
    person. `sure`: only what surely is not public yet without our knowing. `after_id` goes with the usual order only.
    """

    states: frozenset[State] = frozenset()
    account: str = ""
    entry_id: int | None = None
    author: int | None = None
    ids: tuple[int, ...] = field(default=())
    awaiting: bool = False
    sure: bool = False
    due_from: datetime | None = None
    due_until: datetime | None = None
    sort: Sort = Sort.DUE
    reverse: bool = False
    after_id: int = 0
    limit: int = 100
