"""What staff may do to posts and accounts. Each verb is one decision of a person, written down with who and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot.room import Room
from sharebot.errors import IllegalMove, NotFound, SlotTaken
from sharebot.model import (
    UNSENT,
    AccountState,
    Attempt,
    Author,
    Doubt,
    EntryRecord,
    Origin,
    Post,
    PostFilter,
    Receipt,
    Share,
    State,
    Step,
    Verdict,
)
from sharebot.ports import Clock, Queue, Rules
from sharebot.schedule import Calendar

FromText = Callable[[str, Post, tuple[Author, ...], Rules], Share]
"""Make a share of a text that a person wrote; raises SharebotError if it could not be sent."""

SLOT_RACES = 5
LISTED = 10
"""How many numbers of posts a line may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that is known about a post: why it is what it is."""

    post: Post
    record: EntryRecord | None
    attempts: tuple[Attempt, ...]
    history: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """A slot of an account's calendar and the post that takes it, if one does."""

    account: str
    at: datetime
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The verbs, said by `who`."""

    queue: Queue
    calendars: Mapping[str, Calendar]
    rules: Mapping[str, Rules]
    from_text: FromText
    clock: Clock
    who: str

    # Posts ------------------------------------------------------------------------------------------------------------

    def approve(self, post_id: int) -> Post:
        """Let a draft or a held post go: into its account's next slot."""
        post = self.queue.post(post_id)
        if post.state is State.DRAFT:
            return self._into_slot(post, "approved", then=State.QUEUED)
        if post.state is State.QUEUED and post.hold:
            return self._into_slot(post, "approved")
        raise IllegalMove(f"post {post_id} is {post.state} and waits for nobody's approval")

    def editable(self, post_id: int) -> Post:
        """The post, if its text may be changed: asked before a person takes the trouble. Raises IllegalMove.

        What failed is surely not public, unless it was given up in doubt; its new text waits for a retry.
        """
        post = self.queue.post(post_id)
        if post.state is not State.FAILED:
            self._must_be_unsent(post, "edited")
        elif post.doubt:
            raise IllegalMove(f"post {post_id} was given up and may be public already; it cannot be edited")
        return post

    def edit(self, post_id: int, text: str) -> Post:
        """Give a post another text; it stays where it is in the calendar. Raises SharebotError if it does not fit."""
        post = self.editable(post_id)
        authors = self.queue.entry(post.entry_id).authors if post.entry_id else ()
        share = self.from_text(text, post, authors, self._rules(post.account))
        return self.queue.change(post, now=self.clock.now(), who=self.who, why="edited", share=share)

    def reschedule(self, post_id: int, at: datetime) -> Post:
        """Send it at that moment, whatever the slots say. A draft or held post still waits for approval."""
        post = self.queue.post(post_id)
        self._must_be_unsent(post, "rescheduled")
        why = f"rescheduled to {at:%Y-%m-%d %H:%M} UTC"
        return self.queue.change(post, now=self.clock.now(), who=self.who, why=why, due_at=at)

    def moments(self, post_ids: Sequence[int], at: datetime, apart: timedelta | None = None) -> dict[int, datetime]:
        """When each of several posts goes out: each account's first at that moment, its others `apart` after it.

        In the order in which they would have gone out. Raises IllegalMove where nothing keeps two of one account apart.
        """
        posts = self.queue.posts(PostFilter(states=UNSENT, ids=tuple(post_ids), sure=True, limit=len(post_ids)))
        by_account: dict[str, list[int]] = {}
        for post in posts:
            by_account.setdefault(post.account, []).append(post.id)
        for account, ids in by_account.items():
            if len(ids) > 1 and apart is None:
                raise IllegalMove(
                    f"{len(ids)} posts for {account} would go out at the same moment ({_listed(ids)}); "
                    "--spread 30m sets them apart, --slot puts them into free slots"
                )
        step = apart or timedelta(0)
        later = {each: at + number * step for ids in by_account.values() for number, each in enumerate(ids)}
        return {each: later.get(each, at) for each in post_ids}

    def into_slot(self, post_id: int) -> Post:
        """Put it back into the first free slot of its account. A draft or held post still waits for approval."""
        post = self.queue.post(post_id)
        self._must_be_unsent(post, "rescheduled")
        return self._in_next_slot(post, "put into the next free slot", hold=post.hold)

    def send_now(self, post_id: int) -> Post:
        """Send it as soon as a daemon looks, whatever the slots say; a draft or held post is approved by that."""
        post, now = self.queue.post(post_id), self.clock.now()
        self._must_be_unsent(post, "sent now")
        sooner = self.queue.change(post, now=now, who=self.who, why="to be sent now", hold="", due_at=now)
        if post.state is State.DRAFT:
            return self._move(post_id, State.QUEUED, "to be sent now", due_at=now)
        return sooner

    def cancel(self, post_id: int, reason: str = "") -> Post:
        """Raises IllegalMove for what is public, or may be."""
        post = self.queue.post(post_id)
        if post.state is State.CANCELLED:
            raise IllegalMove(f"post {post_id} is cancelled already; sharebot why {post_id} tells by whom")
        if way := _WITHOUT_CANCELLING.get(post.state):
            raise IllegalMove(f"post {post_id} is {post.state} and cannot become cancelled: {way.format(post_id)}")
        return self._move(post_id, State.CANCELLED, reason or "cancelled")

    def retry(self, post_id: int) -> Post:
        """Queue a failed post again, for now: same text, a new count of attempts."""
        post = self.queue.post(post_id)
        if post.state is not State.FAILED:
            raise IllegalMove(f"post {post_id} is {post.state}; only a failed post can be retried{_instead(post)}")
        return self._move(post_id, State.QUEUED, "retried", due_at=self.clock.now())

    # Unsure -----------------------------------------------------------------------------------------------------------

    def resolve_sent(self, post_id: int, url: str) -> Post:
        """A person has seen the post in public."""
        if not re.match(r"(https?|file)://[^/\s]*\S", url):
            raise IllegalMove(f"{url!r} is no address; write where you saw post {post_id}: --sent https://…")
        receipt = Receipt(remote_id="", url=url, found=f"said by {self.who}")
        return self._resolve(post_id, State.SENT, f"seen in public: {url}", receipt=receipt)

    def resolve_again(self, post_id: int) -> Post:
        """A person is certain that it is not public: send it again."""
        return self._resolve(post_id, State.QUEUED, "surely not public: send it again", due_at=self.clock.now())

    def resolve_give_up(self, post_id: int) -> Post:
        """Leave it. The doubt stays: a later retry is protected by the platform's key, or asks again."""
        post = self.queue.post(post_id)
        return self._resolve(post_id, State.FAILED, "given up", doubt=post.doubt)

    # Accounts ---------------------------------------------------------------------------------------------------------

    def known(self, account: str) -> str:
        """The account's name; raises NotFound where SHAREBOT_ACCOUNTS has no such account."""
        self._rules(account)
        return account

    def pause(self, account: str, reason: str = "") -> AccountState:
        self._rules(account)
        return self.queue.pause(account, reason=reason or "paused by staff", now=self.clock.now(), who=self.who)

    def resume(self, account: str) -> AccountState:
        self._rules(account)
        return self.queue.resume(account, now=self.clock.now(), who=self.who)

    # Looking ----------------------------------------------------------------------------------------------------------

    def why(self, post_id: int) -> Story:
        post = self.queue.post(post_id)
        return Story(
            post=post,
            record=self.queue.entry(post.entry_id) if post.entry_id else None,
            attempts=tuple(self.queue.attempts(post_id)),
            history=tuple(self.queue.history(post_id)),
        )

    def calendar(self, since: datetime, until: datetime, account: str = "") -> list[SlotRow]:
        """Slots and dated posts of the accounts between two moments, in order of time. What is past is free no more."""
        names = [account] if account else list(self.calendars)
        return sorted((row for name in names for row in self._rows(name, since, until)), key=lambda row: row.at)

    def _rows(self, account: str, since: datetime, until: datetime) -> list[SlotRow]:
        self._rules(account)
        wanted = PostFilter(account=account, due_from=since, due_until=until, limit=10_000)
        posts = [post for post in self.queue.posts(wanted) if post.state is not State.CANCELLED]
        rows = [SlotRow(account=account, at=post.due_at, post=post) for post in posts if post.due_at]
        taken = {post.slot_at for post in posts} | {row.at for row in rows}
        free = schedule.slots(self.calendars[account], max(since, self.clock.now()), until)
        return rows + [SlotRow(account=account, at=at) for at in free if at not in taken]

    # Small steps ------------------------------------------------------------------------------------------------------

    def _into_slot(self, post: Post, why: str, then: State | None = None) -> Post:
        """Give it the account's next free slot, then move it; chosen anew if somebody else takes the slot first.

        A time to come that a person has set for it stands, and so does a slot that it was given as a later share.
        """
        stands = post.slot_at is None or post.origin is not Origin.NEW
        if post.due_at and stands and post.due_at > self.clock.now():
            placed = self.queue.change(
                post, now=self.clock.now(), who=self.who, why=why, hold="", due_at=post.due_at, slot_at=post.slot_at
            )
            return self._move(placed.id, then, why, due_at=post.due_at) if then else placed
        placed = self._in_next_slot(post, why)
        return self._move(placed.id, then, why, due_at=placed.due_at) if then else placed

    def _in_next_slot(self, post: Post, why: str, hold: str = "") -> Post:
        calendar = self._calendar(post.account)
        for _ in range(SLOT_RACES):
            due_at = self._next_slot(calendar, post)
            try:
                if post.origin is Origin.NEW:
                    self._room.make(post.account, [due_at])
                return self.queue.change(
                    post, now=self.clock.now(), who=self.who, why=why, hold=hold, due_at=due_at, slot_at=due_at
                )
            except SlotTaken:
                continue
        raise SlotTaken(f"post {post.id}: other posts took {SLOT_RACES} slots in a row first; try again")

    @property
    def _room(self) -> Room:
        return Room(queue=self.queue, calendars=self.calendars, clock=self.clock)

    def _next_slot(self, calendar: Calendar, post: Post) -> datetime:
        now = self.clock.now()
        new = post.origin is Origin.NEW
        taken = self._room.taken(post.account) if new else self.queue.taken_slots(post.account, now - calendar.reach)
        due_at = schedule.next_slot(calendar, now, [slot for slot in taken if slot != post.slot_at])
        if due_at is None:
            raise SlotTaken(f"the calendar of {post.account} has no free slot in a year; see SHAREBOT_SLOTS")
        return due_at

    def _move(self, post_id: int, state: State, why: str, *, due_at: datetime | None = None) -> Post:
        post = self.queue.post(post_id)
        verdict = Verdict(kind="staff", state=state, reason=why, due_at=due_at, doubt=post.doubt)
        return self.queue.move(post, verdict, now=self.clock.now(), who=self.who)

    def _resolve(
        self,
        post_id: int,
        state: State,
        why: str,
        *,
        due_at: datetime | None = None,
        receipt: Receipt | None = None,
        doubt: Doubt | None = None,
    ) -> Post:
        post = self.queue.post(post_id)
        if post.state is not State.UNSURE:
            raise IllegalMove(f"post {post_id} is {post.state}; only an unsure post can be resolved{_instead(post)}")
        verdict = Verdict(kind="staff", state=state, reason=why, due_at=due_at, receipt=receipt, doubt=doubt)
        return self.queue.move(post, verdict, now=self.clock.now(), who=self.who)

    def _must_be_unsent(self, post: Post, what: str) -> None:
        if post.state not in UNSENT:
            raise IllegalMove(f"post {post.id} is {post.state} and cannot be {what}{_instead(post)}")
        if post.doubt:
            raise IllegalMove(f"post {post.id} may be public already and cannot be {what}; wait or resolve it")

    def _rules(self, account: str) -> Rules:
        if account not in self.rules:
            raise NotFound(f"there is no account {account}; SHAREBOT_ACCOUNTS has {', '.join(self.rules)}")
        return self.rules[account]

    def _calendar(self, account: str) -> Calendar:
        self._rules(account)
        return self.calendars[account]


def _listed(ids: Sequence[int]) -> str:
    shown = ", ".join(str(each) for each in ids[:LISTED])
    return f"{shown} …" if len(ids) > LISTED else shown


_WITHOUT_CANCELLING = {
    State.SENDING: "wait a moment, then sharebot delete {0}",
    State.SENT: "sharebot delete {0} takes it off its network",
    State.UNSURE: "sharebot resolve {0} --sent URL, --again or --give-up",
    State.FAILED: "it goes out only by sharebot retry {0}",
}
"""What staff probably want instead, or need not do at all."""


def _instead(post: Post) -> str:
    """What staff probably want instead."""
    match post.state:
        case State.FAILED:
            return f": sharebot retry {post.id}"
        case State.UNSURE:
            return f": sharebot resolve {post.id} --sent URL, --again or --give-up"
        case State.DRAFT:
            return f": sharebot approve {post.id}"
        case _:
            return ""
