"""log and undo: who did what, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sharebot import schedule
from sharebot.bot.queued import Requeued
from sharebot.errors import Changed, IllegalMove, NotFound, SlotTaken
from sharebot.model import UNSENT, Act, ActFilter, Post, PostChange, State, Step
from sharebot.ports import Clock, Queue
from sharebot.schedule import Calendar

SLOT_RACES = 5

LOOKED_BACK = 20
"""Of acts that are further back nobody thinks who says undo."""

SLOTLESS = frozenset({State.FAILED, State.CANCELLED})
"""Posts that have left their slots to others, although they remember them."""
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAct:
    """What sharebot or one of its workers decided by itself, at one moment and for one reason."""

    at: datetime
    who: str
    why: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`taken_back` is the act that was undone, `act` what undoing it did. `elsewhere`: posts that got other slots."""

    taken_back: Act
    act: Act
    elsewhere: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """`who` is at the keyboard; `calendars` are by account."""

    queue: Queue
    requeued: Callable[[], Requeued]
    calendars: Mapping[str, Calendar]
    clock: Clock
    who: str

    # log --------------------------------------------------------------------------------------------------------------

    def log(self, wanted: ActFilter, *, machine: bool = False) -> list[Act | MachineAct]:
        """Newest first; with `machine` also what sharebot decided by itself."""
        acts: list[Act | MachineAct] = [*self.queue.acts(wanted)]
        if machine:
            acts += self._machine(wanted)
            acts.sort(key=lambda act: act.at, reverse=True)
        return acts[: wanted.limit]

    def _machine(self, wanted: ActFilter) -> list[MachineAct]:
        found: list[MachineAct] = []
        for (at, who, why), steps in groupby(self._steps(wanted), key=lambda step: (step.at, step.who, step.why)):
            if len(found) == wanted.limit:
                break
            found.append(MachineAct(at=at, who=who, why=why, steps=tuple(steps)))
        return found

    def _steps(self, wanted: ActFilter) -> Iterator[Step]:
        """Of one post all of its story is read; of all posts page after page from the end."""
        if wanted.post_id is None:
            steps = self._all_steps(wanted.since)
        else:
            people = {act.who for act in self.queue.acts(ActFilter(post_id=wanted.post_id, limit=PAGE))}
            told = reversed(self.queue.history(wanted.post_id))
            steps = (step for step in told if step.who not in people)
        since, who = wanted.since, wanted.who
        return (step for step in steps if (since is None or step.at >= since) and who in {"", step.who})

    def _all_steps(self, since: datetime | None) -> Iterator[Step]:
        before: int | None = None
        while page := self.queue.machine_steps(before=before, limit=PAGE):
            before = page[-1][0]
            yield from (step for _, step in page)
            if since and page[-1][1].at < since:
                return

    # undo -------------------------------------------------------------------------------------------------------------

    def last(self) -> Act:
        """The last act of whoever is at the keyboard. Raises NotFound."""
        found = self.queue.acts(ActFilter(who=self.who, limit=1))
        if not found:
            raise NotFound(
                f"{self.who} has done nothing yet that could be taken back; sharebot log shows what others did"
            )
        return found[0]

    def undo(self, number: int | None = None, *, dry: bool = False) -> Undone:
        """Take an act back, by default one's own last one; posts whose slots are gone take the next free ones.

        Where one's own last one stays, the refusal names an earlier one that can be taken back instead.
        """
        if number is not None:
            return self._taken_back(self.queue.act(number), dry=dry)
        last = self.last()
        try:
            return self._taken_back(last, dry=dry)
        except (Changed, IllegalMove) as error:
            earlier = self._earlier(last)
            if earlier is None:
                raise
            what = f" ({earlier.what})" if earlier.what else ""
            hint = f"sharebot undo --act {earlier.id} takes back what you did before{what}"
            raise type(error)(f"{error}; {hint}") from error

    def _earlier(self, last: Act) -> Act | None:
        """The last act before that one which could be taken back now."""
        for act in self.queue.acts(ActFilter(who=self.who, before_id=last.id, limit=LOOKED_BACK)):
            with suppress(Changed, IllegalMove, SlotTaken):
                self._taken_back(act, dry=True)
                return act
        return None

    def _taken_back(self, act: Act, *, dry: bool) -> Undone:
        for _ in range(SLOT_RACES):
            slots = dict(self._other_slots(act))
            try:
                done = self.queue.undo(act.id, now=self.clock.now(), who=self.who, slots=slots, dry=dry)
            except SlotTaken:
                continue
            if not dry:
                self._follow(done)
            return Undone(taken_back=act, act=done, elsewhere=slots)
        raise SlotTaken(f"act {act.id}: other posts took {SLOT_RACES} slots in a row first; try again")

    def _follow(self, done: Act) -> None:
        """Posts that wait have the words that the register asks for now."""
        for changed in done.people:
            why = f"{changed.after.name}: {changed.why}"
            self.requeued().after(changed.after, who=self.who, why=why)
        for post in (change.after for change in done.posts if change.after.state in UNSENT):
            self.requeued().welcome(post.id)

    def _other_slots(self, act: Act) -> Iterator[tuple[int, datetime]]:
        """The next free slot for each post whose own is taken, or past, by now."""
        back = [(change.before, post) for change, post in self._now(act.posts) if change.before]
        left = {(post.account, post.slot_at) for _, post in back if post.state not in SLOTLESS}
        taken: dict[str, set[datetime]] = {}
        for then, post in back:
            if then.state not in UNSENT or post.account not in self.calendars:
                continue
            others = taken.setdefault(post.account, self._taken(post.account, left))
            if self._is_gone(then, post, others) and (slot := self._free(post.account, others)):
                yield post.id, slot
                others.add(slot)
            elif then.slot_at:
                others.add(then.slot_at)

    def _now(self, changes: Iterable[PostChange]) -> list[tuple[PostChange, Post]]:
        return [(change, self.queue.post(change.post_id)) for change in changes if not change.follows]

    def _taken(self, account: str, left: set[tuple[str, datetime | None]]) -> set[datetime]:
        """The account's slots but for those that the act's own posts may leave."""
        since = self.clock.now() - self.calendars[account].reach
        return {slot for slot in self.queue.taken_slots(account, since) if (account, slot) not in left}

    def _is_gone(self, then: Post, post: Post, others: set[datetime]) -> bool:
        """Taken, or past; a time that a person had set is as it was, and overdue if it is past."""
        if then.slot_at is None or then.slot_at in others:
            return then.slot_at is not None
        waits_there = post.state is State.QUEUED and post.slot_at == then.slot_at
        goes_out = then.state is State.QUEUED and not then.hold
        return goes_out and not waits_there and then.slot_at <= self.clock.now()

    def _free(self, account: str, taken: Sequence[datetime] | set[datetime]) -> datetime | None:
        return schedule.next_slot(self.calendars[account], self.clock.now(), [*taken])
