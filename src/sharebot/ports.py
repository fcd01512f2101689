"""The walls of the house: what bot asks of the rooms around it, and the data by which platforms describe themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from sharebot.model import (
    AccountState,
    Attempt,
    Author,
    Blog,
    Doubt,
    Entry,
    EntryRecord,
    FeedState,
    Intake,
    NewPost,
    Payload,
    Polled,
    Post,
    PostFilter,
    Receipt,
    Share,
    State,
    Step,
    Verdict,
)

# Time -----------------------------------------------------------------------------------------------------------------


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock's time, aware UTC. It may jump."""
        ...

    def steady(self) -> tuple[str, float]:
        """A name of this boot of the machine and the seconds since it began, sleep included. It never jumps."""
        ...


# Platforms ------------------------------------------------------------------------------------------------------------


class Unit(StrEnum):
    """What a platform counts when it measures a text."""

    WEIGHTED = "weighted"
    GRAPHEMES = "graphemes"
    UTF8 = "utf8"
    UTF16 = "utf16"
    CODE_POINTS = "code points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` of `unit`."""

    unit: Unit
    most: int


class LinkSyntax(StrEnum):
    """How a platform reads where a link in a text ends.

    LATIN: twitter-text's rules; a letter that is neither Latin nor Cyrillic ends the path. UNICODE: any letter may
    stand in the path.
    """

    LATIN = "latin"
    UNICODE = "unicode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a platform counts, what it allows and how it writes a mention. Composing knows platforms by this alone.

    `platform` names whose handles may be tagged. `limits` must all hold; the first is the one that is shown.
    `link_cost`: units that any link counts as, None where it counts as written. `bare_links`: whether the platform
    makes a link of a bare domain. `mention`: the form of a mention with `{handle}` in it. `mention_cost`: how much of
    a `user@host` mention counts ("whole", or "user" where the host is free). `opening_mention`: whether a text may
    begin with a mention. `hashtags`: the most that read well. `card`: whether the link preview must come from us.
    `handle`: pattern of the whole of a handle that may be tagged. `mention_in_text`: pattern of what the platform
    itself takes for a mention, its first group the handle. `cashtags`: how many $CASHTAGS a text may hold, None where
    they mean nothing.
    """

    platform: str
    limits: tuple[Limit, ...]
    link_cost: int | None = None
    link_syntax: LinkSyntax = LinkSyntax.UNICODE
    bare_links: bool = False
    mention: str = "@{handle}"
    mention_cost: str = "whole"
    mention_in_text: str = r"(?<![\w@])@([A-Za-z0-9_]+)"
    handle: str = "[A-Za-z0-9_]+"
    opening_mention: bool = False
    hashtags: int = 2
    cashtags: int | None = None
    card: bool = False


class GuaranteeKind(StrEnum):
    """How a platform lets us keep "nothing is sent twice" after a lost answer."""

    KEY = "key"
    LOOK_UP = "look-up"
    TWO_PHASE = "two-phase"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A platform's guarantee class.

    `key_life`: how long after the first attempt the key may be relied on (None: for ever). `rest`: the least time
    between an attempt in doubt and its repeat or first look, longer than the server may still work on the request.
    `looks`: the waits before each look-up; only when all of them found nothing is the post taken as absent. Empty
    where the platform cannot be read back.
    """

    kind: GuaranteeKind
    key_life: timedelta | None = None
    rest: timedelta = timedelta(0)
    looks: tuple[timedelta, ...] = ()


class Platform(Protocol):
    """One account on one network, connected. Blocking; called from the account's own lane only."""

    @property
    def rules(self) -> Rules: ...

    @property
    def guarantee(self) -> Guarantee: ...

    @property
    def public(self) -> bool:
        """Whether readers can follow the link at once, so that the page must answer before anything is sent."""
        ...

    def prepare(self, post: Post) -> Payload:
        """The frozen request for a post. Pure but for choosing the key: no network. Raises Rejected if impossible."""
        ...

    def publish(self, payload: Payload) -> Receipt:
        """Send exactly these bytes under this key, once; raises a SendError, never retries by itself."""
        ...

    def look_up(self, payload: Payload) -> Receipt | None:
        """Whether the network shows the post: None only after a good look; a failed look raises a SendError."""
        ...


class AccountSettings(Protocol):
    """An account's settings as a platform reads them to connect."""

    @property
    def name(self) -> str: ...

    @property
    def platform(self) -> str: ...

    def get(self, field: str, default: str = "") -> str:
        """The value of SHAREBOT_<ACCOUNT>_<FIELD>."""
        ...

    def need(self, field: str) -> str:
        """The same; raises SettingsError, naming the setting, where it is not set."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """An account with its connected platform, as the bot delivers to it."""

    account: str
    platform: Platform


# Feeds and pages ------------------------------------------------------------------------------------------------------


class PageState(StrEnum):
    """READY: answers 200. GONE: 404 or 410. UNKNOWN: anything else, also no answer at all."""

    READY = "ready"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an article's address answered; `detail` says it in words, `html` is the body when READY.

    `protected`: whether it asks for a password instead of showing its text. `url` is where the answer came from, after
    redirects.
    """

    state: PageState
    detail: str
    html: str = ""
    protected: bool = False
    url: str = ""


class FeedSource(Protocol):
    def poll(self, feed: FeedState, now: datetime) -> Polled:
        """Read a feed politely. The feed's faults are values in the result; nothing is raised for them."""
        ...

    def page(self, url: str) -> Page:
        """Ask an article's page for itself, under the same guards as a feed."""
        ...


Credit = Callable[[Entry, Blog], tuple[Author, ...]]
"""Who wrote an entry, and with which handles: authors.credit."""


class Tell(Protocol):
    def __call__(self, event: str, **fields: Any) -> None:
        """Note an event `noun.what_happened` with ids as fields; never a secret."""
        ...


# The queue ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A post that this worker alone may send now: SENDING, with its attempt and payload committed.

    `doubted`: whether an earlier attempt was in doubt already when this one began.
    """

    post: Post
    payload: Payload
    attempt: int
    lease_until: datetime
    doubted: bool = False


class Queue(Protocol):
    """The durable store and the only truth. Every method is one transaction unless it says otherwise.

    All raise StoreUnavailable when the database cannot be used.
    """

    # Feeds and entries

    def feed(self, address: str) -> FeedState:
        """The feed's state; a fresh one if it was never polled."""
        ...

    def feeds(self) -> list[FeedState]: ...

    def take_in(self, feed: FeedState, intakes: Sequence[Intake], *, now: datetime, who: str) -> list[Post]:
        """Move the feed's cursor and insert what its poll decided, all or nothing; returns the inserted posts.

        An entry that has a post for that account and round already gets no second one, whatever its state. Revisions
        and cancels apply only to posts that are still unsent and not in doubt, revisions moreover only to posts that
        nobody has edited by hand; others are left alone silently: they have moved on. Raises SlotTaken.
        """
        ...

    def find_entry(self, names: Iterable[str]) -> EntryRecord | None:
        """The entry known under any of these ids, links or other aliases."""
        ...

    def entry(self, entry_id: int) -> EntryRecord:
        """Raises NotFound."""
        ...

    def entries(self, feed: str = "", limit: int = 100) -> list[EntryRecord]:
        """Newest first."""
        ...

    # Reading posts

    def post(self, post_id: int) -> Post:
        """Raises NotFound."""
        ...

    def posts(self, wanted: PostFilter) -> list[Post]:
        """In order of due time (undated last), then id."""
        ...

    def attempts(self, post_id: int) -> list[Attempt]: ...

    def history(self, post_id: int) -> list[Step]: ...

    def taken_slots(self, account: str, since: datetime) -> list[datetime]:
        """Slots of that account's calendar, from `since` on, that posts occupy (unsent or sent)."""
        ...

    def counts(self) -> dict[tuple[str, State], int]:
        """How many posts each account has in each state."""
        ...

    # Delivering

    def peek(self, account: str, *, now: datetime) -> Post | None:
        """The post that claim would take now."""
        ...

    def claim(
        self,
        account: str,
        *,
        only: int | None = None,
        now: datetime,
        lease: timedelta,
        worker: str,
        doubt: Doubt,
        prepare: Callable[[Post], Payload],
    ) -> Claim | None:
        """QUEUED → SENDING for the account's next due post: neither held nor of a paused account.

        `only`: that post or none. From now until it is settled the post may be public: `doubt` is stored with it,
        unless an older doubt stands. `prepare` freezes the payload inside the transaction, unless it is frozen
        already; what it raises undoes the claim and comes through. The attempt, key and payload are on disk when
        this returns.
        """
        ...

    def settle(self, claim: Claim, verdict: Verdict, *, now: datetime, who: str) -> Post:
        """SENDING → the verdict's state; closes the attempt and writes the history.

        Raises LeaseLost if the post is no longer in this attempt, unless the verdict is SENT and the post UNSURE: a
        late receipt is still a receipt.
        """
        ...

    def orphans(self, *, now: datetime, all_workers: bool) -> list[Claim]:
        """Claims whose lease has run out; with `all_workers` every open claim (when no other worker can be alive).

        They are marked `doubted`.
        """
        ...

    def unsure(self, account: str, *, now: datetime) -> list[Post]:
        """UNSURE posts of the account that are due for a look or a repeat; none while it is paused."""
        ...

    def next_due(self, account: str) -> datetime | None:
        """When the account next has something to do: a queued post, an unsure one, or a lease that runs out."""
        ...

    def overdue(self, account: str, *, before: datetime) -> list[Post]:
        """QUEUED posts, not held and not in doubt, that were due before that moment; oldest first."""
        ...

    # Moving

    def add(self, posts: Sequence[NewPost], *, entry_id: int | None, now: datetime, who: str, why: str) -> list[Post]:
        """Insert posts outside a poll. Raises SlotTaken."""
        ...

    def move(self, post: Post, verdict: Verdict, *, now: datetime, who: str) -> Post:
        """Move a post by an allowed move; a no-op in state is refused. FAILED → QUEUED resets tries and drops the slot.

        Into and out of SENDING only claim and settle lead. What is sent, failed or cancelled keeps its due time.

        Raises IllegalMove, and Changed if the post is no longer of that version. A post in doubt may not be
        cancelled.
        """
        ...

    def change(
        self,
        post: Post,
        *,
        now: datetime,
        who: str,
        why: str,
        share: Share | None = None,
        due_at: datetime | None = None,
        slot_at: datetime | None = None,
        undated: bool = False,
        hold: str | None = None,
        looks: int | None = None,
        doubt: Doubt | None = None,
    ) -> Post:
        """Change a post without moving it; what is None stays. With `why` empty no history row is written.

        A new share or hold needs the post unsent and not in doubt, and a share thaws it. `due_at` replaces the slot
        too: `slot_at` is the new slot or None. `undated` takes the due time away. A new share by anybody but
        sharebot itself marks the post as edited by hand. Raises IllegalMove, Changed, SlotTaken.
        """
        ...

    # Accounts

    def account(self, name: str) -> AccountState: ...

    def accounts(self) -> list[AccountState]:
        """Those of which the queue knows anything."""
        ...

    def pause(self, account: str, *, reason: str, now: datetime, who: str) -> AccountState: ...

    def resume(self, account: str, *, now: datetime, who: str) -> AccountState: ...

    def close(self) -> None: ...
