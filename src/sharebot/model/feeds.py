"""Feeds, and what a poll of one decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sharebot.model.entries import Author, Entry
from sharebot.model.people import Person
from sharebot.model.posts import Origin, State
from sharebot.model.shares import Share


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
    `baseline_at` is None until the first good poll; `gone_at` is set by 410 and stops the feed. `settled_at` is when
    the feed was first read whole after the queue was restored from a copy.
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
    settled_at: datetime | None = None


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
    """A post to be inserted. `slot_at` claims that slot of the account's calendar.

    `edited_by`: whose words its text is; machines leave it then. `kept`: the bytes of its share's image, where the
    queue is to keep them until it is sent.
    """

    account: str
    share: Share
    state: State
    hold: str = ""
    due_at: datetime | None = None
    slot_at: datetime | None = None
    round: int = 0
    origin: Origin = Origin.NEW
    edited_by: str = ""
    kept: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A new share for a post that is still unsent, because its entry was edited; wherever it stands by then."""

    post_id: int
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a poll, or a person, decided about one entry; `record_id` is set when the entry was known already.

    `people`: those whom the entry credits, as the register is to keep them, in the order of `authors`. `names`: under
    which it is to be known besides those that it bears itself.
    """

    entry: Entry
    fate: Fate
    reason: str
    authors: tuple[Author, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[NewPost, ...] = ()
    revisions: tuple[Revision, ...] = ()
    cancels: tuple[int, ...] = ()
    record_id: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """An entry as the queue keeps it. `feed` is empty for one that a person added and no poll has seen."""

    id: int
    feed: str
    entry: Entry
    fate: Fate
    reason: str
    authors: tuple[Author, ...] = ()
    first_seen_at: datetime
    changed_at: datetime
