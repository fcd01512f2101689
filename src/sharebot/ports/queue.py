"""The durable store and the only truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sharebot.model import (
    AccountState,
    Act,
    ActFilter,
    Attempt,
    Doubt,
    EntryRecord,
    FeedState,
    Intake,
    NewPost,
    Payload,
    Person,
    PersonStep,
    Post,
    PostFilter,
    Share,
    State,
    Step,
    Tally,
    Verdict,
    Withdrawal,
)
from sharebot.ports.platforms import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A post that this worker alone may send now: SENDING, with its attempt and payload committed.

    `doubted`: whether an earlier attempt was in doubt already when this one began, so that it is a repeat under a key.
    """

    post: Post
    payload: Payload
    attempt: int
    lease_until: datetime
    doubted: bool = False

    @property
    def may_be_public(self) -> bool:
        """Whether an earlier attempt may have made it public, also one that looks did not find."""
        return self.doubted or (self.post.doubt is not None and self.post.doubt.missed)


HEARTBEATS = "daemon"
"""The kind of facts by which daemons tell that they live. Those that a copy holds say nothing of today."""

RESTORED = "restored"
"""The kind of fact, under no name, by which a queue knows that it was restored from a copy.

`learnt_at` is when; the value is the moment, in ISO 8601, after which things may have happened that it does not know.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How many posts are held, unsure, and failed, of which nobody knows what became of them since a copy was taken."""

    held: int = 0
    unsure: int = 0
    failed: int = 0


class Queue(Protocol):
    """The durable store and the only truth. Every method is one transaction unless it says otherwise.

    All raise StoreUnavailable when the database cannot be used.
    """

    def together(self) -> AbstractContextManager[None]:
        """All calls that this thread makes inside are one transaction, kept if the block ends without an error.

        A call that raises inside is taken back alone, if what it raises is caught there. Other threads and processes
        that want to write wait meanwhile, so nobody is asked for anything inside.
        """
        ...

    # Feeds and entries

    def feed(self, address: str) -> FeedState:
        """The feed's state; a fresh one if it was never polled."""
        ...

    def feeds(self) -> list[FeedState]: ...

    def take_in(self, feed: FeedState, intakes: Sequence[Intake], *, now: datetime, who: str) -> list[Post]:
        """Move the feed's cursor and insert what its poll decided, all or nothing; returns the inserted posts.

        An entry that has a post for that account and round already gets no second one, whatever its state. Revisions
        and cancels apply only to posts that are still unsent and not in doubt, revisions moreover only to posts that
        nobody has edited by hand; others are left alone silently: they have moved on.

        People are inserted where their id is 0, changed where their record is another one, and credited with the
        entry in their order, in place of whom it credited; an intake without people leaves the credits as they are.
        Versions, and ids of 0, speak of the register before this call: of several records of one person the last
        stands, and two newcomers are one person if they are alike or share a name and a handle.

        Raises SlotTaken, and Changed if a person is no longer of that version, or if somebody who shares a name and
        an unrejected handle with a newcomer is in the register already: then another poll found the same person since
        this one looked.
        """
        ...

    def take_by_hand(self, decided: Intake, *, now: datetime, who: str, why: str) -> list[Post]:
        """Insert what a person decided about one entry, all or nothing; returns its posts in their order.

        As take_in, but of no feed: a new entry belongs to the first one whose poll takes it in. Raises SlotTaken, and
        Changed also where the entry has a post of that account and round already.
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
        """In order of due time (undated last), then id, unless another order is wanted."""
        ...

    def count(self, wanted: PostFilter) -> int:
        """How many posts there are of that kind, whatever the limit."""
        ...

    def attempts(self, post_id: int) -> list[Attempt]: ...

    def history(self, post_id: int) -> list[Step]: ...

    def attempted(self, account: str, *, since: datetime, until: datetime) -> list[Share]:
        """What the account's attempts that began in that time may have made public, once for each, oldest first.

        Those that surely sent nothing are left out; one that is still open counts.
        """
        ...

    def taken_slots(self, account: str, since: datetime) -> list[datetime]:
        """Slots of that account's calendar, from `since` on, that posts occupy (unsent or sent)."""
        ...

    def giving_way(self, account: str) -> list[Post]:
        """The account's unsent re-shares and posts from the archive, which leave their slots to new posts."""
        ...

    def first_shares(self, account: str, *, since: datetime, until: datetime) -> list[Post]:
        """The posts by which the account was first seen to share an entry, sent in that time; oldest first."""
        ...

    def counts(self) -> dict[tuple[str, State], int]:
        """How many posts each account has in each state."""
        ...

    def open_tallies(self) -> list[Tally]:
        """How many posts are neither sent nor cancelled, by account, state, hold and whether they have a due time."""
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
        """QUEUED → SENDING for the account's next due post: neither held nor of an account that is paused or rests.

        `only`: that post or none. From now until it is settled the post may be public: `doubt` is stored with it,
        unless an older doubt stands (one that looks have missed leaves its mark in the new one). `prepare` freezes the
        payload inside the transaction, unless it is frozen
        already; what it raises undoes the claim and comes through. The attempt, key and payload are on disk when
        this returns; the claim's payload has its media.
        """
        ...

    def settle(self, claim: Claim, verdict: Verdict, *, now: datetime, who: str) -> Post:
        """SENDING → the verdict's state; closes the attempt, writes the history, and lets the account rest if it must.

        The media of a post that is sent are let go, as they are when it is cancelled or thawed.

        Raises LeaseLost if the post is no longer in this attempt, unless the verdict is SENT and the post UNSURE: a
        late receipt is still a receipt.
        """
        ...

    def orphans(self, *, now: datetime, all_workers: bool) -> list[Claim]:
        """Claims whose lease has run out; with `all_workers` every open claim (when no other worker can be alive).

        They are marked `doubted` and come without media: nothing is sent by them any more.
        """
        ...

    def unsure(self, account: str, *, now: datetime) -> list[Post]:
        """UNSURE posts of the account that are due for a look or a repeat; none while it is paused or rests."""
        ...

    def next_due(self, account: str) -> datetime | None:
        """When the account next has something to do: a queued post, an unsure one, or a lease that runs out.

        Posts wait for the end of the account's rest, leases do not.
        """
        ...

    def overdue(self, account: str, *, before: datetime) -> list[Post]:
        """QUEUED posts, not held and not in doubt, that were due before that moment; oldest first."""
        ...

    def kept_picture(self, name: str) -> bytes:
        """The bytes that a new post brought under that name (Image.kept), kept until it is sent. Raises NotFound."""
        ...

    # Moving

    def add(self, posts: Sequence[NewPost], *, entry_id: int | None, now: datetime, who: str, why: str) -> list[Post]:
        """Insert posts outside a poll. Raises SlotTaken, and Changed where the entry has that round already."""
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

        A new share or hold needs the post unsent and not in doubt; a share alone may also be given to a FAILED post
        that is not in doubt, for that is surely not public. A share thaws the post. `due_at` replaces the slot
        too: `slot_at` is the new slot or None. `undated` takes the due time away. A new share by anybody but
        sharebot itself marks the post as edited by hand. Raises IllegalMove, Changed, SlotTaken.
        """
        ...

    def withdraw(self, post_id: int, withdrawal: Withdrawal) -> Post:
        """Write down that a SENT post was taken back from its network. It stays SENT, with its receipt and its times.

        The first withdrawal stands. Raises IllegalMove for a post that is not SENT.
        """
        ...

    def note(self, post_id: int, *, now: datetime, who: str, why: str) -> None:
        """Add a row to the post's history that changes nothing of it."""
        ...

    # People

    def person(self, person_id: int) -> Person:
        """Raises NotFound; where the person was merged into another it says into whom."""
        ...

    def people(self, *, after: str = "", limit: int = 1000) -> list[Person]:
        """In order of the key of their names, then id; `after` is the key of the last one of the page before.

        Namesakes stand on one page, which may become longer than `limit` by them.
        """
        ...

    def people_named(self, keys: Iterable[str]) -> list[Person]:
        """All who have a spelling with any of these keys (model.name_key); oldest first."""
        ...

    def people_with(self, handles: Iterable[tuple[str, str]]) -> list[Person]:
        """All who have any of these platform's handles in their record, whatever its standing; oldest first."""
        ...

    def people_of(self, entry_id: int) -> list[Person]:
        """Those whom the entry credits, in its order."""
        ...

    def entries_of(self, person_id: int) -> list[EntryRecord]:
        """The entries that credit the person, newest first."""
        ...

    def put_person(self, person: Person, *, now: datetime, who: str, what: str) -> Person:
        """Insert a person whose id is 0, or change one; `what` goes into their history.

        Raises Changed if the person is no longer of that version.
        """
        ...

    def put_people(self, changes: Sequence[tuple[Person, str]], *, now: datetime, who: str) -> list[Person]:
        """As put_person for several, each with its `what`: all or nothing."""
        ...

    def merge_people(self, into: Person, other: Person, *, now: datetime, who: str, what: str) -> Person:
        """Write `into` (which the caller has made of both), give it the other's entries, and let the other go.

        An entry that credited both credits `into` once. Raises Changed if either is no longer of that version, and
        IllegalMove if both are one person.
        """
        ...

    def split_person(
        self, person: Person, apart: Person, entry_ids: Iterable[int], *, now: datetime, who: str, what: str
    ) -> tuple[Person, Person]:
        """Write `person`, insert `apart`, and give it those of the person's entries. Raises Changed."""
        ...

    def person_history(self, person_id: int) -> list[PersonStep]:
        """Oldest first; that of somebody who was merged into the person included."""
        ...

    # What was learnt from outside

    def recall(self, kind: str, name: str) -> Fact | None: ...

    def remember(self, kind: str, name: str, value: str, *, now: datetime) -> None:
        """See Memory."""
        ...

    def remember_instead(self, kind: str, name: str, value: str, *, of: str | None, now: datetime) -> bool:
        """As remember, but only where `of` is what is kept there (None: nothing). Of several at once one succeeds."""

    def facts(self, kind: str) -> dict[str, Fact]:
        """All that is remembered of a kind, by name."""
        ...

    # Accounts

    def rest(self, account: str, *, until: datetime, now: datetime) -> AccountState:
        """Let no post of the account be claimed, and none be looked up, before that moment; the latest one counts.

        A moment that is past already changes nothing. Whether the account is paused is another matter.
        """
        ...

    def account(self, name: str) -> AccountState: ...

    def accounts(self) -> list[AccountState]:
        """Those of which the queue knows anything."""
        ...

    def pause(self, account: str, *, reason: str, now: datetime, who: str) -> AccountState: ...

    def resume(self, account: str, *, now: datetime, who: str) -> AccountState:
        """Ends a pause, and a rest too."""
        ...

    # Keeping

    def thin(self, *, before: datetime, after: int = 0, limit: int = 100) -> list[int]:
        """Let go of attempts, history, frozen payloads and pictures of posts that ended before that moment.

        At most `limit` posts with ids above `after`; returns their ids, none when there are no more. Posts in doubt
        are left whole, and every post keeps its words, its receipt and the last row of its history.
        """
        ...

    def forget_acts(self, *, before: datetime) -> int:
        """Let go of acts of before that moment, which can be neither listed nor taken back then; returns how many."""
        ...

    def forget(self, kind: str, *, before: datetime, strangers: bool = False) -> int:
        """Let go of facts of that kind that were learnt before; returns how many.

        `strangers`: only of those whose name, "platform handle", is no handle of anybody in the register.
        """
        ...

    def compact(self, *, leisure: bool) -> int:
        """Give free space back, and do what else a database likes to have done once a day; returns bytes.

        Small steps only, unless there is `leisure`: then the database may stand still for seconds. Not one
        transaction. Does nothing where the server does it by itself (PostgreSQL).
        """
        ...

    def restored(self, *, taken_at: datetime, now: datetime, who: str) -> Marks:
        """Doubt everything that may have gone out since the copy was taken that this queue was restored from.

        Posts that wait are held, those in doubt wait for a person, feeds are read anew, heartbeats are forgotten, and
        a fact (RESTORED) tells those who make posts what they cannot know.
        """
        ...

    # Acts

    def acting(self, what: str, *, who: str) -> AbstractContextManager[None]:
        """All that this thread writes inside is one act of `who`, also what sharebot does because of it.

        Counted are add, move, change, what is done to people, pause, resume and undo. Outside, each of these calls by
        anybody but sharebot is an act of its own; what sharebot decides by itself stands in the histories alone.
        """
        ...

    def act(self, number: int) -> Act:
        """Raises NotFound."""
        ...

    def acts(self, wanted: ActFilter) -> list[Act]:
        """Newest first."""
        ...

    def machine_steps(self, *, before: int | None = None, limit: int = 100) -> list[tuple[int, Step]]:
        """Rows of the posts' histories by nobody who ever acted, newest first, with their numbers; `before` one."""
        ...

    def undo(
        self, number: int, *, now: datetime, who: str, slots: Mapping[int, datetime] | None = None, dry: bool = False
    ) -> Act:
        """Take an act back, all of it or nothing: posts, accounts and people are as they were before it.

        It is an act itself. `slots`: other due times and slots than before for some of its posts. A post that the act
        made is cancelled. What sharebot did because of the act is taken back where it still can be. `dry`: change
        nothing, and return what would be the act.

        Raises Changed if anything has moved on since, SlotTaken, and IllegalMove for what the law forbids: see
        model.UNDOES.
        """
        ...

    def close(self) -> None: ...
