"""poll: fetch → credit → compose → next slot → take in, one feed at a time, one transaction a feed.

Every entry that the feed shows gets a fate and a reason: nothing is dropped, and nothing floods anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot import failing, fates
from sharebot.bot.crediting import Credited, Crediting
from sharebot.bot.customs import Customs, why_wait
from sharebot.bot.moving import ME
from sharebot.bot.pictures import Shown, illustrated
from sharebot.bot.restored import Restoration, restoration
from sharebot.bot.room import Room
from sharebot.bot.tagging import Tag, for_account, is_again, said_before, shares_before
from sharebot.errors import Changed, QueueError, SharebotError, SlotTaken
from sharebot.model import (
    PLAIN_STYLE,
    UNSENT,
    Author,
    Entry,
    EntryRecord,
    Fate,
    FeedState,
    Intake,
    NewPost,
    Polled,
    Post,
    PostFilter,
    Revision,
    Share,
    State,
    Style,
)
from sharebot.ports import Clock, Compose, FeedSource, Queue, Rules, Tell
from sharebot.schedule import Calendar

AHEAD = timedelta(days=366)
"""An entry that is dated further ahead than the calendar looks waits for a person."""

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
class _Arrival:
    """An entry that is new to us, or was skipped until now, with its record where it has one.

    `doubt`: why it may have been shared all the same, empty if it was not.
    """

    entry: Entry
    record: EntryRecord | None = None
    doubt: str = ""


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
    compose: Compose
    rules: Mapping[str, Rules]
    tags: Mapping[str, Tag]
    calendars: Mapping[str, Calendar]
    customs: Customs
    clock: Clock
    tell: Tell
    styles: Mapping[str, Style] = field(default_factory=dict)
    pictures: Mapping[str, Shown] = field(default_factory=dict)
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
        posts = self.queue.take_in(feed, intakes, now=now, who=ME)
        failing.note(self.queue, before, polled, now)
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
        arrivals: list[_Arrival] = []
        intakes: list[Intake] = []
        for entry in entries:
            record = self.queue.find_entry((entry.id, *entry.aliases))
            if record is None or fates.has_opened(record, entry) or self._never_posted(record, entry):
                arrivals.append(_Arrival(entry=entry, record=record, doubt=doubted.why(entry, record)))
            elif not record.feed and not entry.protected:
                if first or not self._rounds(record):
                    intakes.append(fates.adopted(record, entry))
                else:
                    arrivals.append(_Arrival(entry=entry, record=record, doubt=doubted.why(entry, record)))
            elif fates.was_edited(record, entry):
                intakes.append(self._edit_safely(record, entry))
        seen = max(0, len(arrivals) - backfill) if first else 0
        intakes += [fates.seen(arrival.entry) for arrival in arrivals[:seen]]
        return intakes + self._new(arrivals[seen:], now, flood_allowed=first)

    def _new(self, arrivals: Sequence[_Arrival], now: datetime, *, flood_allowed: bool) -> list[Intake]:
        shareable = [arrival for arrival in arrivals if not fates.why_skipped(arrival.entry)]
        flood = "" if flood_allowed or len(shareable) <= self.customs.flood else fates.flood(len(shareable))
        taken = {name: self._room.taken(name) for name in self.rules} if shareable else {}
        return [self._fresh_safely(arrival, now, flood, taken, asked=flood_allowed) for arrival in arrivals]

    @property
    def _room(self) -> Room:
        return Room(queue=self.queue, calendars=self.calendars, clock=self.clock)

    def _make_room(self, intakes: Sequence[Intake]) -> None:
        """What is shared again, or from the archive, moves on before the new posts come."""
        new = [post for intake in intakes for post in intake.posts if post.slot_at]
        for account in {post.account for post in new}:
            self._room.make(account, [post.slot_at for post in new if post.account == account and post.slot_at])

    def _never_posted(self, record: EntryRecord, entry: Entry) -> bool:
        """Whether it was held because no post could be made of it, and has been edited since."""
        held = record.fate is Fate.HELD and fates.was_edited(record, entry)
        return held and not self.queue.posts(PostFilter(entry_id=record.id, limit=1))

    def _go_on(self) -> None:
        if self.stopping():
            raise BrokenOff("the poll was broken off by a stop; it begins anew next time")
        self.step()

    def _fresh_safely(
        self, arrival: _Arrival, now: datetime, flood: str, taken: dict[str, list[datetime]], *, asked: bool
    ) -> Intake:
        """One entry that nothing can be made of must not keep the feed's others waiting."""
        self._go_on()
        try:
            return self._fresh(arrival, now, flood, taken, asked=asked)
        except QueueError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it was, the entry is held with it as the reason
            record_id = arrival.record.id if arrival.record else None
            return Intake(
                entry=arrival.entry, fate=Fate.HELD, reason=self._tell_fault(arrival.entry, error), record_id=record_id
            )

    def _fresh(
        self, arrival: _Arrival, now: datetime, flood: str, taken: dict[str, list[datetime]], *, asked: bool
    ) -> Intake:
        entry, record_id = arrival.entry, arrival.record.id if arrival.record else None
        credited = Credited(entry=entry) if fates.why_skipped(entry) else self.crediting.of(entry, entry_id=record_id)
        entry, authors = credited.entry, credited.authors
        if skipped := fates.why_skipped(entry):
            return Intake(entry=entry, fate=Fate.SKIPPED, reason=skipped, record_id=record_id)
        self.tell("entry.credited", title=entry.title, url=entry.url, authors=_in_words(authors))
        rounds = self._rounds(arrival.record)
        oddly = arrival.doubt or flood or self._dated_oddly(arrival, now, asked=asked)
        hold = oddly or why_wait(self.customs.approval, authors)
        posts, unshareable = self._posts(entry, authors, hold, now, taken, rounds=rounds)
        reason = "; ".join(part for part in (hold, *unshareable) if part) or "new in the feed"
        fate = Fate.HELD if hold or (unshareable and not posts) else Fate.SHARED
        return Intake(
            entry=entry,
            fate=fate,
            reason=reason,
            authors=authors,
            people=credited.people,
            posts=tuple(posts),
            record_id=record_id,
        )

    # Whether it must wait ---------------------------------------------------------------------------------------------

    def _dated_oddly(self, arrival: _Arrival, now: datetime, *, asked: bool) -> str:
        """Why an entry's date makes it wait; one that staff asked for may be old."""
        published_at = arrival.entry.published_at
        first_seen_at = arrival.record.first_seen_at if arrival.record else now
        if published_at is not None and published_at > now + AHEAD:
            return f"dated {published_at:%Y-%m-%d}, more than a year ahead"
        if asked or published_at is None or first_seen_at - published_at <= self.customs.old_after:
            return ""
        return f"published {published_at:%Y-%m-%d}, {(first_seen_at - published_at).days} days before it was first seen"

    # Posts ------------------------------------------------------------------------------------------------------------

    def _posts(
        self,
        entry: Entry,
        authors: tuple[Author, ...],
        hold: str,
        now: datetime,
        taken: dict[str, list[datetime]],
        *,
        rounds: Mapping[str, int],
    ) -> tuple[list[NewPost], list[str]]:
        """A post for each account that has a round, and a line for each for which none can be made."""
        posts, unshareable = [], []
        for account, number in rounds.items():
            try:
                share = self._composed(entry, self._tagged(authors, account), account)
            except SharebotError as error:
                unshareable.append(f"{account}: {error}")
                continue
            post = self._place(account, share, hold, max(now, entry.published_at or now), taken[account])
            posts.append(replace(post, round=number))
        return posts, unshareable

    def _composed(self, entry: Entry, authors: tuple[Author, ...], account: str, before: int = 0) -> Share:
        rules, style = self.rules[account], self.styles.get(account, PLAIN_STYLE)
        share = self.compose(entry, authors, rules, style, round=before)
        return illustrated(share, entry, authors, self.pictures.get(account, Shown.CARD), rules)

    def _tagged(self, authors: tuple[Author, ...], account: str, *, again: bool = False) -> tuple[Author, ...]:
        return for_account(authors, self.tags.get(account, Tag.STATED), again=again)

    def _rounds(self, record: EntryRecord | None) -> dict[str, int]:
        """In which round each account may share an arrival: the first, or one after those that a password stopped.

        An account that is not named has a post of it already, or had one that a person took away.
        """
        posts = self.queue.posts(PostFilter(entry_id=record.id)) if record else []
        rounds = dict.fromkeys(self.rules, 0)
        for post in (post for post in posts if not post.undone):
            if not self._stopped(post):
                rounds.pop(post.account, None)
            elif post.account in rounds:
                rounds[post.account] = max(rounds[post.account], post.round + 1)
        return rounds

    def _stopped(self, post: Post) -> bool:
        return post.state is State.CANCELLED and self.queue.history(post.id)[-1].why == fates.PROTECTED

    def _place(self, account: str, share: Share, hold: str, after: datetime, taken: list[datetime]) -> NewPost:
        if hold:
            return NewPost(account=account, share=share, state=State.DRAFT, hold=hold)
        due_at = schedule.next_slot(self.calendars[account], after, taken)
        if due_at is None:
            return NewPost(
                account=account, share=share, state=State.DRAFT, hold="the calendar has no free slot in a year"
            )
        taken.append(due_at)
        return NewPost(account=account, share=share, state=State.QUEUED, due_at=due_at, slot_at=due_at)

    # Edits ------------------------------------------------------------------------------------------------------------

    def _edit_safely(self, record: EntryRecord, entry: Entry) -> Intake:
        """An edit that nothing can be made of leaves the posts as they are."""
        self._go_on()
        try:
            return self._edit(record, entry)
        except QueueError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it was, the posts stay and the reason is kept
            reason = self._tell_fault(entry, error)
            return Intake(entry=entry, fate=record.fate, reason=reason, authors=record.authors, record_id=record.id)

    def _edit(self, record: EntryRecord, entry: Entry) -> Intake:
        """An edited entry keeps its fate; its unsent posts get new texts unless a person wrote theirs."""
        if entry.protected:
            return self._closed(record, entry)
        posts = self.queue.posts(PostFilter(entry_id=record.id))
        unsent = [post for post in posts if post.state in UNSENT and not post.edited_by]
        credited = self._credit_again(entry, record, pages=bool(unsent))
        entry, authors = credited.entry, credited.authors
        if entry.protected:
            return self._closed(record, entry)
        revisions = [
            self._revise(
                post,
                entry,
                self._tagged(authors, post.account, again=is_again(post, posts)),
                posts,
            )
            for post in unsent
        ]
        return Intake(
            entry=entry,
            fate=record.fate,
            reason=record.reason,
            authors=authors,
            people=credited.people,
            revisions=tuple(revision for revision in revisions if revision),
            record_id=record.id,
        )

    def _credit_again(self, entry: Entry, record: EntryRecord, *, pages: bool) -> Credited:
        """The edit may be in the part of the text that the feed does not show; what cannot be read is as it was."""
        credited = self.crediting.of(entry, pages=pages, entry_id=record.id)
        if not entry.summary_only or credited.entry.page or credited.entry.protected:
            return credited
        if not (record.entry.page and record.entry.summary_only):
            return replace(credited, authors=record.authors, people=())
        return self.crediting.of(replace(entry, page=record.entry.page), pages=False, entry_id=record.id)

    def _closed(self, record: EntryRecord, entry: Entry) -> Intake:
        """A password was put on it after we saw it: what has not gone out must not."""
        unsent = self.queue.posts(PostFilter(entry_id=record.id, states=UNSENT))
        return Intake(
            entry=entry,
            fate=Fate.SKIPPED if unsent else record.fate,
            reason=fates.PROTECTED if unsent else record.reason,
            authors=record.authors,
            cancels=tuple(post.id for post in unsent),
            record_id=record.id,
        )

    def _revise(self, post: Post, entry: Entry, authors: tuple[Author, ...], posts: Sequence[Post]) -> Revision | None:
        """None leaves its words: also where new ones would be those of an earlier share."""
        if post.account not in self.rules:
            return None
        try:
            share = self._composed(entry, authors, post.account, shares_before(post, posts))
        except SharebotError as error:
            self._tell_fault(entry, error)
            return None
        return (
            None if share == post.share or said_before(share, post, posts) else Revision(post_id=post.id, share=share)
        )

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

    def _tell_fault(self, entry: Entry, error: Exception) -> str:
        what = str(error) if isinstance(error, SharebotError) else f"{type(error).__name__}: {error}"
        reason = f"no share could be made of it: {what}"
        self.tell("entry.failed", level="error", url=entry.url, title=entry.title, reason=reason)
        return reason

    def _tell_post(self, post: Post) -> None:
        self.tell(
            f"post.{post.state}",
            post=post.id,
            account=post.account,
            entry=post.entry_id,
            due=post.due_at,
            hold=post.hold or None,
        )


def _in_words(authors: Sequence[Author]) -> str:
    """Who wrote it and how they may be tagged: Garrett Reuscher (x @GarrettReuscher)."""
    return ", ".join(
        " ".join([author.name, *(f"({handle.platform} @{handle.handle})" for handle in author.handles if handle.tag)])
        for author in authors
    )
