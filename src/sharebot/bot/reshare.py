"""Resharing: entries that an account has shared are shared again at their distances, each time in other words.

A later share is planned when it is due within a day, and only after the one before it was sent. Nothing is made up for:
a share that found no room for two weeks is left out, so that no setting and no down-time brings a flood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sharebot.bot.customs import Approval, why_wait
from sharebot.bot.moving import ME, Moving
from sharebot.bot.restored import restoration
from sharebot.bot.room import Room
from sharebot.bot.wording import Wording
from sharebot.errors import Changed, SharebotError, SlotTaken
from sharebot.model import (
    ALL,
    UNSENT,
    Author,
    EntryRecord,
    NewPost,
    Origin,
    Post,
    PostFilter,
    State,
    Verdict,
)
from sharebot.ports import Clock, Queue, Tell
from sharebot.schedule import Rounds

AHEAD = timedelta(days=1)
"""How long before its moment a share is planned: staff see it in the queue for about a day."""

LATE = timedelta(days=14)
"""A share that could not be planned for this long after its moment is left out."""

ENDED = "reshare ended"
"""The kind of fact that says why an account has no more to say of an entry."""

RACES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Resharing:
    """`rounds`: of each account. `authors`: those of an entry, as the register knows them now."""

    queue: Queue
    wording: Wording
    authors: Callable[[EntryRecord], tuple[Author, ...]]
    rounds: Mapping[str, Rounds]
    room: Room
    clock: Clock
    tell: Tell
    approval: Approval = Approval.AUTO

    def plan(self) -> list[Post]:
        """Queue the shares that are due within a day; take back those that the settings no longer ask for."""
        for account in self.rounds:
            self._take_back(account)
        return [post for account in self.rounds for post in self._plan(account)]

    def outlook(self, record: EntryRecord, account: str) -> str:
        """What becomes of the entry on that account after what it has now: in words, empty where nothing is to come."""
        posts = self._posts(record.id, account)
        first = _first(posts)
        distances = self._distances(record, account)
        if first is None or not (distances or any(post.origin is Origin.RESHARE for post in posts)):
            return ""
        if ended := self._ended(record, account, posts, first):
            return f"no further share of this article on {account}: {ended}"
        step = max(post.round for post in posts) - first.round
        if step >= len(distances):
            return f"no further share of this article on {account}: SHAREBOT_RESHARE asks for none"
        due_at = self._moment(first, posts, distances, step)
        if self._is_past_end(account, due_at):
            return f"no further share of this article on {account}: SHAREBOT_RESHARE_UNTIL has passed by then"
        return f"share {first.round + step + 2} of this article on {account} from {due_at:%Y-%m-%d} on"

    # Planning ---------------------------------------------------------------------------------------------------------

    def _plan(self, account: str) -> list[Post]:
        now, planned = self.clock.now(), []
        for distance in self.rounds[account].every:
            firsts = self.queue.first_shares(account, since=now - distance - LATE, until=now - distance + AHEAD)
            planned += [post for first in firsts if (post := self._next(first, distance))]
        return planned

    def _next(self, first: Post, distance: timedelta) -> Post | None:
        """The share at that distance from the first, put into the queue; None if it is not to be made, or not yet."""
        if first.entry_id is None:
            return None
        record = self.queue.entry(first.entry_id)
        posts = self._posts(record.id, first.account)
        distances = self._distances(record, first.account)
        if distance not in distances or not self._is_next(record, first, posts, distances.index(distance)):
            return None
        due_at = self._moment(first, posts, distances, distances.index(distance))
        if due_at > self.clock.now() + AHEAD or self._is_past_end(first.account, max(due_at, self.clock.now())):
            return None
        return self._made(record, first, posts, first.round + distances.index(distance) + 1, due_at)

    def _is_next(self, record: EntryRecord, first: Post, posts: Sequence[Post], step: int) -> bool:
        last = max(posts, key=lambda post: post.round)
        waits = last.state is not State.SENT or last.round > first.round + step
        return not waits and not record.entry.protected and not self._ended(record, first.account, posts, first)

    def _moment(self, first: Post, posts: Sequence[Post], distances: Sequence[timedelta], step: int) -> datetime:
        """At its distance from the first; after one that went out more than a day late, that much later too."""
        last = max(posts, key=lambda post: post.round)
        apart = distances[step] - (distances[step - 1] if step else timedelta(0))
        return max(_sent_at(first) + distances[step], _sent_at(last) + apart - AHEAD)

    def _made(
        self, record: EntryRecord, first: Post, posts: Sequence[Post], number: int, due_at: datetime
    ) -> Post | None:
        authors, account = self.authors(record), first.account
        try:
            share = self.wording.another(record.entry, authors, account, posts)
        except SharebotError as error:
            self._end(record, first, str(error))
            return None
        new = NewPost(account=account, share=share, state=State.QUEUED, round=number, origin=Origin.RESHARE)
        doubt = self._doubt(first, self._distances(record, account)[number - first.round - 1])
        hold, slot = doubt or why_wait(self.approval, authors), self.room.spare(account, due_at)
        if slot is None or self._is_past_end(account, slot):
            return None
        why = f"share {number + 1} of the article, {_days(due_at - _sent_at(first))} after the first (post {first.id})"
        post = placed(self.room, new, due_at, hold=hold, entry_id=record.id, why=why)
        if post is None:
            return None
        self.tell("post.reshare", post=post.id, account=account, entry=record.id, round=number)
        return post

    def _doubt(self, first: Post, distance: timedelta) -> str:
        """Why the share may have been made already, by a queue that was lost."""
        lost = restoration(self.queue)
        doubted = lost and lost.may_have_shared_again(first, _sent_at(first), distance, AHEAD)
        return lost.why_wait() if lost and doubted else ""

    def _end(self, record: EntryRecord, first: Post, reason: str) -> None:
        """No words are left: not held, simply ended, until the entry is edited."""
        self.queue.remember(ENDED, _key(record, first.account), reason, now=self.clock.now())
        self.tell("reshare.ended", account=first.account, entry=record.id, url=record.entry.url, reason=reason)

    # Ends -------------------------------------------------------------------------------------------------------------

    def _ended(self, record: EntryRecord, account: str, posts: Sequence[Post], first: Post) -> str:
        """Why nothing further is shared, in words; empty where it is not ended."""
        for post in posts:
            if post.withdrawn:
                return f"post {post.id} was taken back by {post.withdrawn.by}"
            if post.state is State.CANCELLED and post.round > first.round:
                step = self.queue.history(post.id)[-1]
                return f"post {post.id} was cancelled by {step.who} ({step.why})"
        fact = self.queue.recall(ENDED, _key(record, account))
        return fact.value if fact and fact.learnt_at >= record.changed_at else ""

    def _is_past_end(self, account: str, moment: datetime) -> bool:
        until: date | None = self.rounds[account].until if account in self.rounds else None
        zone = ZoneInfo(self.room.calendars[account].zone) if until else None
        return until is not None and moment.astimezone(zone).date() > until

    def _take_back(self, account: str) -> None:
        """What was planned before the settings changed."""
        for post in self.queue.giving_way(account):
            if post.origin is Origin.RESHARE and post.entry_id is not None and (why := self._unwanted(post)):
                self._cancel(post, why)

    def _unwanted(self, post: Post) -> str:
        if post.entry_id is None or post.state not in UNSENT or post.doubt is not None:
            return ""
        if any(other.withdrawn for other in self._posts(post.entry_id, post.account)):
            return "an earlier share of it was taken back"
        if not self._distances(self.queue.entry(post.entry_id), post.account):
            return "SHAREBOT_RESHARE no longer asks for another share of it"
        if post.due_at and self._is_past_end(post.account, post.due_at):
            return "it would go out after SHAREBOT_RESHARE_UNTIL"
        return ""

    def _cancel(self, post: Post, why: str) -> None:
        verdict = Verdict(kind="cancelled", state=State.CANCELLED, reason=why)
        moving = Moving(queue=self.queue, clock=self.clock, tell=self.tell)
        if moving.moved(post, verdict):
            self.tell("reshare.ended", account=post.account, entry=post.entry_id, post=post.id, reason=why)

    # Looking ----------------------------------------------------------------------------------------------------------

    def _posts(self, entry_id: int, account: str) -> list[Post]:
        return self.queue.posts(PostFilter(entry_id=entry_id, account=account, limit=ALL))

    def _distances(self, record: EntryRecord, account: str) -> tuple[timedelta, ...]:
        """None for a page of no feed, which a person added: the setting is for the blog's articles."""
        rounds = self.rounds.get(account) if record.feed else None
        return rounds.of(record.entry.categories) if rounds else ()


def placed(
    room: Room, post: NewPost, after: datetime, *, hold: str, entry_id: int, why: str, who: str = ME
) -> Post | None:
    """Put it into a spare slot, as a draft if it waits for a person.

    None where somebody else has made it already, or there is no slot in a year.
    """
    for _ in range(RACES):
        slot = room.spare(post.account, after)
        if slot is None:
            return None
        state = State.DRAFT if hold else State.QUEUED
        new = replace(post, state=state, hold=hold, due_at=slot, slot_at=slot)
        try:
            return room.queue.add([new], entry_id=entry_id, now=room.clock.now(), who=who, why=why)[0]
        except SlotTaken:
            continue
        except Changed:
            return None
    return None


def _first(posts: Sequence[Post]) -> Post | None:
    return min((post for post in posts if post.state is State.SENT), key=lambda post: post.round, default=None)


def _sent_at(post: Post) -> datetime:
    """What is sent changes no more."""
    return post.updated_at


def _key(record: EntryRecord, account: str) -> str:
    return f"{account} {record.id}"


def _days(distance: timedelta) -> str:
    return f"{distance.days} days" if distance.days else f"{distance // timedelta(hours=1)} hours"
