"""After down-time: what became overdue while nothing ran goes out in its order, not all at once, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot.moving import Moving
from sharebot.bot.room import Room
from sharebot.errors import Changed, SlotTaken
from sharebot.model import Origin, Post
from sharebot.schedule import Calendar

LATE = timedelta(minutes=5)
"""A post this late was not sent because nothing ran; it is put into the calendar anew."""

WAS_DUE = "was due "
"""How the reasons begin for which overdue posts are held."""

NOTHING_RAN = "while nothing ran"
"""In the reason of every post that was put into a later slot here."""

STILL_TIMELY = timedelta(hours=1)
"""The first of an account's overdue posts goes out at once if it is less late than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """`too_late`: what is overdue for longer waits for a person."""

    moving: Moving
    calendars: Mapping[str, Calendar]
    too_late: timedelta

    def spread(self, account: str) -> None:
        """Put posts that became overdue while nothing ran into the next slots; hold those that are too old.

        The first goes out at once if it is little late, or was put off here before: where something runs once a day,
        hours after the slot, the next slot would be missed as well, for ever.
        """
        now = self.moving.clock.now()
        overdue = self.moving.queue.overdue(account, before=now - LATE)
        fresh = [post for post in overdue if not self._hold_if_too_late(post, now)]
        if fresh and (now - _due(fresh[0]) < STILL_TIMELY or self._was_put_off(fresh[0])):
            del fresh[0]
        if fresh:
            self._reslot(account, fresh, now)

    def _was_put_off(self, post: Post) -> bool:
        return any(NOTHING_RAN in step.why for step in self.moving.queue.history(post.id))

    def _hold_if_too_late(self, post: Post, now: datetime) -> bool:
        late = now - _due(post)
        if late <= self.too_late:
            return False
        ago = f"{late.days} days" if late.days > 1 else f"{late // timedelta(hours=1)} hours"
        hold = f"{WAS_DUE}{_due(post):%Y-%m-%d %H:%M} UTC, {ago} ago: sharebot approve {post.id} sends it"
        self.moving.change(post, why=hold, hold=hold)
        return True

    def _reslot(self, account: str, overdue: list[Post], now: datetime) -> None:
        """New posts first; what is shared again takes what they leave."""
        new = [post for post in overdue if post.origin is Origin.NEW]
        again = [post for post in overdue if post.origin is not Origin.NEW]
        for posts in filter(None, (new, again)):
            self._move(account, posts, self._moments(account, posts, now))

    def _moments(self, account: str, posts: list[Post], now: datetime) -> Mapping[int, datetime]:
        calendar, queue = self.calendars[account], self.moving.queue
        due = [(post.id, _due(post)) for post in posts]
        if posts[0].origin is Origin.NEW:
            room = Room(queue=queue, calendars=self.calendars, clock=self.moving.clock)
            moments = dict(schedule.spread(calendar, now, due, room.taken(account)))
            try:
                room.make(account, moments.values())
            except (Changed, SlotTaken) as error:  # somebody moved one of them just now: what is taken stays taken
                self.moving.tell("post.changed_meanwhile", account=account, reason=str(error))
            else:
                return moments
        return dict(schedule.spread(calendar, now, due, queue.taken_slots(account, now - calendar.reach)))

    def _move(self, account: str, posts: list[Post], moments: Mapping[int, datetime]) -> None:
        for post in posts:
            was = f"{WAS_DUE}{_due(post):%Y-%m-%d %H:%M} UTC {NOTHING_RAN}"
            due_at = moments.get(post.id)
            if due_at is None:
                hold = f"{was}, and the calendar has no free slot in a year"
                self.moving.change(post, why=hold, hold=hold)
                continue
            self.moving.change(post, why=f"{was}; takes the next slot", due_at=due_at, slot_at=due_at)
            self.moving.tell("post.moved", post=post.id, account=account, due=due_at)


def _due(post: Post) -> datetime:
    """The due time of a post that was found by it."""
    if post.due_at is None:
        raise AssertionError(f"post {post.id} was listed as overdue and has no due time")
    return post.due_at
