"""poll: fetch → credit → compose → next slot → take in, one feed at a time, one transaction a feed.

Every entry that the feed shows gets a fate and a reason: nothing is dropped, and nothing floods anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sharebot.bot import failing, fates
from sharebot.bot.arrivals import Arrival, Arrivals, Batch
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Customs
from sharebot.bot.edits import Edits
from sharebot.bot.moving import ME
from sharebot.bot.restored import Restoration, restoration
from sharebot.bot.room import Room
from sharebot.bot.wording import Wording
from sharebot.errors import Changed, SharebotError, SlotTaken
from sharebot.model import (
    Entry,
    EntryRecord,
    Fate,
    FeedState,
    Intake,
    Polled,
    Post,
    PostFilter,
)
from sharebot.ports import Clock, FeedSource, Queue, Tell
from sharebot.schedule import Calendar

SLOT_RACES = 5
"""How often to choose slots anew when another process was faster; each time somebody got a post in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one poll of one feed came to. `error` is one clear line, empty if all went well.

    `waits_until`: set where the feed was not asked at all, because it failed and wants to be left alone until then.
    """

    address: str
    error: str = ""
    notes: tuple[str, ...] = ()
    unchanged: bool = False
    baseline: int = 0
    intakes: tuple[Intake, ...] = ()
    posts: tuple[Post, ...] = ()
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubted:
    """What a restored queue does not know of a feed's entries."""

    feed: FeedState
    lost: Restoration | None

    def why(self, entry: Entry, record: EntryRecord | None) -> str:
        if self.lost is None or not self.lost.may_have_shared(self.feed, entry.published_at, record):
            return ""
        return self.lost.why_wait()


class BrokenOff(SharebotError):
    """Nothing of the poll is kept, and so nothing is lost: the next one reads the feed as this one found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """`step` is called before each entry that is read closely: a feed may have many, and each takes its time.

    `stopping` is asked there too; then the poll is broken off.
    """

    queue: Queue
    source: FeedSource
    crediting: Crediting
    wording: Wording
    calendars: Mapping[str, Calendar]
    customs: Customs
    clock: Clock
    tell: Tell
    step: Callable[[], None] = field(default=lambda: None)
    stopping: Callable[[], bool] = field(default=lambda: False)

    def poll(self, address: str, *, backfill: int = 0, patient: bool = False) -> Report:
        """Read a feed and queue what is new. The feed's faults are words in the report; the queue's are raised.

        `backfill`: how many of the newest entries to share although they were there at the first poll. `patient`: do
        not ask a feed that has failed before its next poll is due. Raises BrokenOff.
        """
        feed = self.queue.feed(address)
        if feed.gone_at:
            return Report(
                address=address, error=f"{address}: the feed is gone for good (410); remove it from SHAREBOT_FEEDS"
            )
        if patient and feed.failures and feed.next_poll_at and self.clock.now() < feed.next_poll_at:
            return Report(address=address, notes=(feed.complaint,), waits_until=feed.next_poll_at)
        began = self.clock.steady()[1]
        polled = self.source.poll(feed, self.clock.now())
        self._tell_polled(address, polled, took=round(self.clock.steady()[1] - began, 3))
        for last in reversed(range(SLOT_RACES)):
            try:
                return replace(self, crediting=self.crediting.anew()).take_in(feed, polled, backfill)
            except (SlotTaken, Changed):  # Changed: somebody decided about an author meanwhile; their word counts
                if last == 0:
                    raise
        raise AssertionError("unreachable: the last race either returns or raises")

    def take_in(self, before: FeedState, polled: Polled, backfill: int) -> Report:
        """Decide about what a poll has read, and write all of it down at once. Raises SlotTaken and Changed."""
        now = self.clock.now()
        first = before.baseline_at is None
        entries = [fates.scoped(entry, before.address) for entry in polled.entries]
        lost = restoration(self.queue)
        intakes = self._intakes(entries, now, _Doubted(feed=before, lost=lost), first=first, backfill=backfill)
        feed = replace(polled.feed, baseline_at=now) if first and not polled.error else polled.feed
        if lost and lost.is_unsettled(before) and not polled.error:
            feed = replace(feed, settled_at=now)
        self._make_room(intakes)
        failing.note(self.queue, before, polled, now)
        posts = self.queue.take_in(feed, intakes, now=now, who=ME)
        self._tell_fates(before.address, intakes)
        for post in posts:
            self._tell_post(post)
        return Report(
            address=before.address,
            error=polled.error,
            notes=polled.notes,
            unchanged=polled.unchanged,
            baseline=sum(intake.fate is Fate.SEEN for intake in intakes),
            intakes=tuple(intakes),
            posts=tuple(posts),
        )

    # Which entries ----------------------------------------------------------------------------------------------------

    def _intakes(
        self, entries: Sequence[Entry], now: datetime, doubted: _Doubted, *, first: bool, backfill: int
    ) -> list[Intake]:
        arrivals: list[Arrival] = []
        intakes: list[Intake] = []
        for entry in entries:
            record = self.queue.find_entry((entry.id, *entry.aliases))
            if record is None or self._arrives_after_all(record, entry, first=first):
                arrivals.append(Arrival(entry=entry, record=record, doubt=doubted.why(entry, record)))
            elif fates.was_brought(record, entry):
                intakes.append(fates.adopted(record, entry))
            elif fates.was_edited(record, entry):
                intakes.append(self._edited(record, entry))
        seen = max(0, len(arrivals) - backfill) if first else 0
        intakes += [fates.seen(arrival.entry) for arrival in arrivals[:seen]]
        return intakes + self._new(arrivals[seen:], now, flood_allowed=first)

    def _new(self, arrivals: Sequence[Arrival], now: datetime, *, flood_allowed: bool) -> list[Intake]:
        shareable = [arrival for arrival in arrivals if not fates.why_skipped(arrival.entry)]
        flood = "" if flood_allowed or len(shareable) <= self.customs.flood else fates.flood(len(shareable))
        taken = {name: self._room.taken(name) for name in self.wording.rules} if shareable else {}
        batch = Batch(now=now, flood=flood, taken=taken, asked=flood_allowed)
        return [self._decided(arrival, batch) for arrival in arrivals]

    def _decided(self, arrival: Arrival, batch: Batch) -> Intake:
        self._go_on()
        return self._arrivals.decided(arrival, batch)

    def _edited(self, record: EntryRecord, entry: Entry) -> Intake:
        self._go_on()
        return self._edits.decided(record, entry)

    def _make_room(self, intakes: Sequence[Intake]) -> None:
        """What is shared again, or from the archive, moves on before the new posts come."""
        new = [post for intake in intakes for post in intake.posts if post.slot_at]
        for account in {post.account for post in new}:
            self._room.make(account, [post.slot_at for post in new if post.account == account and post.slot_at])

    def _arrives_after_all(self, record: EntryRecord, entry: Entry, *, first: bool) -> bool:
        """Whether an entry that we know may be shared now by an account that has not shared it."""
        if fates.has_opened(record, entry) or self._never_posted(record, entry):
            return True
        return fates.was_brought(record, entry) and not first and bool(self._arrivals.rounds(record))

    def _never_posted(self, record: EntryRecord, entry: Entry) -> bool:
        """Whether it was held because no post could be made of it, and has been edited since."""
        held = record.fate is Fate.HELD and fates.was_edited(record, entry)
        return held and not self.queue.posts(PostFilter(entry_id=record.id, limit=1))

    def _go_on(self) -> None:
        if self.stopping():
            raise BrokenOff("the poll was broken off by a stop; it begins anew next time")
        self.step()

    # What it works with -----------------------------------------------------------------------------------------------

    @property
    def _arrivals(self) -> Arrivals:
        return Arrivals(
            queue=self.queue,
            crediting=self.crediting,
            wording=self.wording,
            calendars=self.calendars,
            customs=self.customs,
            tell=self.tell,
        )

    @property
    def _edits(self) -> Edits:
        return Edits(queue=self.queue, crediting=self.crediting, wording=self.wording, tell=self.tell)

    @property
    def _room(self) -> Room:
        return Room(queue=self.queue, calendars=self.calendars, clock=self.clock)

    # Telling ----------------------------------------------------------------------------------------------------------

    def _tell_polled(self, address: str, polled: Polled, took: float) -> None:
        """`took`: seconds that fetching and parsing it cost."""
        if polled.error:
            self.tell("feed.failed", level="warning", feed=address, reason=polled.error, took=took)
        else:
            self.tell("feed.polled", feed=address, entries=len(polled.entries), unchanged=polled.unchanged, took=took)

    def _tell_fates(self, address: str, intakes: Sequence[Intake]) -> None:
        """How many entries that were new to us met which fate; nothing where there were none."""
        new = Counter(str(intake.fate) for intake in intakes if intake.record_id is None)
        if new:
            self.tell("entries.taken_in", feed=address, **new)

    def _tell_post(self, post: Post) -> None:
        self.tell(
            f"post.{post.state}",
            post=post.id,
            account=post.account,
            entry=post.entry_id,
            due=post.due_at,
            hold=post.hold or None,
        )
