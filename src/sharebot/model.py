"""The nouns, the states and the allowed moves. Values only: nothing here reads a clock, a file or a network.

All times are aware UTC datetimes; all text is Unicode NFC as its source gave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# Entries and their authors --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that an entry shows; `alt` is the blog's own description, empty where it gave none."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the feed's author element says. Often the staff member who typed the entry in, not who wrote it."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of a feed.

    `id` is the guid, else the canonical link; `aliases` are all other names under which the same article may come back
    (its links, its guid). Titles and summaries are plain text with entities decoded once; `html` is the fullest body
    that the feed gives, as it gives it; `page` is the article's page, where it had to be read. `author_pages` are
    address and text of pages about its authors on the blog, where they had to be read too.
    """

    id: str
    url: str
    title: str
    aliases: tuple[str, ...] = ()
    html: str = ""
    summary: str = ""
    bylines: tuple[Byline, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    categories: tuple[str, ...] = ()
    image: Image | None = None
    language: str = ""
    protected: bool = False
    summary_only: bool = False
    page: str = ""
    author_pages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """What staff told us about their own blog: these people and handles are never taken for a guest's.

    `own_handles` are pairs of platform and handle (no leading @), compared without regard to case.
    """

    name: str = ""
    staff: tuple[str, ...] = ()
    own_handles: tuple[tuple[str, str], ...] = ()


class Level(StrEnum):
    """How far a handle is proven to be the author's. Tags are made from B up."""

    PROVEN = "A"
    STATED = "B"
    SUPPORTING = "C"
    CONFLICT = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a finding stands: the source ("content", "byline", "page", …), its exact words, the place, the rule."""

    source: str
    quote: str
    place: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One finding: this place says that this person has this handle. Weighing turns claims into handles."""

    person: str
    platform: str
    handle: str
    level: Level
    evidence: Evidence
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A person's account name on one platform, without a leading @, with its evidence and level."""

    platform: str
    handle: str
    level: Level
    evidence: tuple[Evidence, ...] = ()
    note: str = ""

    @property
    def tag(self) -> bool:
        """Whether the evidence is good enough to make a mention of it."""
        return self.level in (Level.PROVEN, Level.STATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person whom an entry credits with writing it; `guest` is false for the blog's own staff.

    `pages` are absolute addresses of pages about the author on the blog, `sites` the author's own web sites.
    """

    name: str
    guest: bool
    handles: tuple[Handle, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    pages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


# Shares ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a share's text that is more than text: `kind` is link, mention or hashtag.

    `start` and `end` count code points of the text; platforms that count otherwise convert. `target` is the address,
    the handle without @, or the tag without #.
    """

    kind: str
    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The link preview that some platforms want from us."""

    url: str
    title: str
    description: str = ""
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one account will show for one entry. `length` and `limit` are in the platform's own unit."""

    text: str
    length: int
    limit: int
    link: str
    mentions: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    card: Card | None = None
    language: str = ""
    notes: tuple[str, ...] = ()


# Posts ----------------------------------------------------------------------------------------------------------------


class State(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    CANCELLED = "cancelled"


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

UNSENT = frozenset({State.DRAFT, State.QUEUED})
"""States in which a post may still be changed or cancelled, unless an earlier attempt is in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's proof that a post is public. `found` says how we know: answered, or found by looking."""

    remote_id: str
    url: str
    found: str = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The frozen request: what goes out is these bytes under this key, at the first try and at every repeat."""

    key: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Since when a post may be public without our knowing.

    `at` is the wall clock's time of the first attempt in doubt; `boot` and `ticks` are the steady clock's (see
    ports.Clock), which no change of the wall clock moves. `last_ticks`: when we last sent or looked, by the steady
    clock of the same boot; waits before a repeat or a look are counted from it.
    """

    at: datetime
    boot: str
    ticks: float
    last_ticks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A share in the queue for one account at one time: the only thing that has a state.

    `hold`: why it waits for a person (a draft's reason, or why an overdue post was stopped); a held post is not sent.
    `due_at`: when to send it; for an unsure post, when to look or repeat; None where only a person can go on.
    `slot_at`: the calendar slot that it occupies, None outside the calendar.
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
    version: int = 1
    created_at: datetime
    updated_at: datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to do with a post after an attempt, a look or a lost lease; made by judge, carried out by the queue.

    `state` is where the post goes; SENT comes with `receipt`. `due_at` is when it is to be taken up again (None: only
    a person can go on). `doubt`: whether it may be public without our knowing. `pause`: whether the account must stop
    until a person has seen to its credentials. `rejected`: the platform's refusal of an attempt while an earlier one
    is in doubt.
    """

    state: State
    reason: str
    due_at: datetime | None = None
    receipt: Receipt | None = None
    doubt: Doubt | None = None
    pause: bool = False
    rejected: str = ""
    kind: str = ""


# Feeds ----------------------------------------------------------------------------------------------------------------


class Fate(StrEnum):
    """What became of an entry: every entry that a feed ever showed us has one of these, with a reason."""

    SEEN = "seen"
    SHARED = "shared"
    HELD = "held"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A blog's feed and what we know of it; the poll cursor.

    `address` is what staff wrote, `moved_to` where permanent redirects led. `etag` and `modified` are validators of
    `moved_to or address` only. `body_hash` is of the last body that was read; `known` are hashes of the raw items in
    it, so that only new and changed ones need be parsed. `polls` counts polls, for the poll without validators now
    and then; `failures` counts failed polls in a row; `complaint` is the last failure or warning in words.
    `baseline_at` is None until the first good poll; `gone_at` is set by 410 and stops the feed.
    """

    address: str
    moved_to: str = ""
    title: str = ""
    language: str = ""
    etag: str = ""
    modified: str = ""
    body_hash: str = ""
    known: frozenset[str] = frozenset()
    polls: int = 0
    failures: int = 0
    complaint: str = ""
    polled_at: datetime | None = None
    next_poll_at: datetime | None = None
    baseline_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """The result of one poll of one feed: its next state and the entries that are new or changed since the last.

    A failure is a value here, not an exception: `error` is one clear line and `entries` is what could be read all the
    same.
    """

    feed: FeedState
    entries: tuple[Entry, ...] = ()
    unchanged: bool = False
    error: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post to be inserted. `slot_at` claims that slot of the account's calendar."""

    account: str
    share: Share
    state: State
    hold: str = ""
    due_at: datetime | None = None
    slot_at: datetime | None = None
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A new share for a post that is still unsent, because its entry was edited; wherever it stands by then."""

    post_id: int
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a poll decided about one entry; `record_id` is set when the entry was known already (an edit)."""

    entry: Entry
    fate: Fate
    reason: str
    authors: tuple[Author, ...] = ()
    posts: tuple[NewPost, ...] = ()
    revisions: tuple[Revision, ...] = ()
    cancels: tuple[int, ...] = ()
    record_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """An entry as the queue keeps it."""

    id: int
    feed: str
    entry: Entry
    fate: Fate
    reason: str
    authors: tuple[Author, ...] = ()
    first_seen_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """What the queue knows of an account: whether it is paused, since when and why."""

    name: str
    paused_at: datetime | None = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts to list; empty fields do not filter. `after_id` and `limit` page through long lists."""

    states: frozenset[State] = frozenset()
    account: str = ""
    entry_id: int | None = None
    ids: tuple[int, ...] = field(default=())
    due_from: datetime | None = None
    due_until: datetime | None = None
    after_id: int = 0
    limit: int = 100
