"""Room in the calendar: new posts go first, and what may wait gives its slot to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sharebot import schedule
from sharebot.bot.moving import ME
from sharebot.model import Post
from sharebot.ports import Clock, Queue
from sharebot.schedule import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """`calendars` are by account."""

    queue: Queue
    calendars: Mapping[str, Calendar]
    clock: Clock

    def taken(self, account: str) -> list[datetime]:
        """The slots that a new post finds taken: not those of posts that give way."""
        waiting = {post.slot_at for post in self._giving_way(account)}
        return [slot for slot in self._all_taken(account) if slot not in waiting]

    def spare(self, account: str, after: datetime, besides: Collection[datetime] = ()) -> datetime | None:
        """A slot for a post that gives way: not the account's next one, which is left to what may come.

        `besides`: moments that count as taken although nothing stands there yet.
        """
        calendar, taken = self.calendars[account], [*self._all_taken(account), *besides]
        now = self.clock.now()
        following = None if calendar.at_once else schedule.next_slot(calendar, now, taken)
        return schedule.next_slot(calendar, max(now, after), [*taken, *([following] if following else [])])

    def make(self, account: str, wanted: Collection[datetime]) -> None:
        """Move on whatever is in the way of new posts at these moments. Raises Changed and SlotTaken: look again."""
        if not wanted:
            return
        calendar = self.calendars[account]
        occupied = [*self.taken(account), *wanted]
        displaced = []
        for post, slot in self._slots(account):
            if schedule.next_slot(calendar, slot, occupied) == slot:
                occupied.append(slot)
            else:
                displaced.append((post, slot))
        for post, slot in displaced:
            moment = schedule.next_slot(calendar, slot, occupied)
            self._move(post, moment)
            occupied += [moment] if moment else []

    def _move(self, post: Post, moment: datetime | None) -> None:
        now = self.clock.now()
        if moment is None:
            hold = "gave its slot to a new post, and the calendar has no other in a year"
            self.queue.change(post, now=now, who=ME, why=hold, hold=hold, undated=True)
        else:
            why = "gives its slot to a new post"
            self.queue.change(post, now=now, who=ME, why=why, due_at=moment, slot_at=moment)

    def _slots(self, account: str) -> list[tuple[Post, datetime]]:
        return [(post, post.slot_at) for post in self._giving_way(account) if post.slot_at]

    def _giving_way(self, account: str) -> list[Post]:
        """One that is due already, or may be public, stays where it is."""
        now = self.clock.now()
        return [
            post
            for post in self.queue.giving_way(account)
            if post.doubt is None and post.slot_at and post.slot_at > now
        ]

    def _all_taken(self, account: str) -> list[datetime]:
        return self.queue.taken_slots(account, self.clock.now() - self.calendars[account].reach)
