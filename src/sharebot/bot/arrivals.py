"""An entry that is new to us → its fate, with the reason, and a post for each account that may share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot import fates
from sharebot.bot.crediting import Credited, Crediting
from sharebot.bot.customs import Customs, why_wait
from sharebot.bot.wording import Wording
from sharebot.errors import QueueError, SharebotError
from sharebot.model import ALL, Author, Entry, EntryRecord, Fate, Intake, NewPost, Post, PostFilter, State
from sharebot.ports import Queue, Tell
from sharebot.schedule import Calendar

AHEAD = timedelta(days=366)
"""An entry that is dated further ahead than the calendar looks waits for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry that is new to us, or was skipped until now, with its record where it has one.

    `doubt`: why it may have been shared all the same, empty if it was not.
    """

    entry: Entry
    record: EntryRecord | None = None
    doubt: str = ""

    @property
    def record_id(self) -> int | None:
        return self.record.id if self.record else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What the arrivals of one poll have in common.

    `flood`: why they are too many at once, empty if they are not. `taken`: each account's slots that are taken, to
    which those of the batch's posts are added. `asked`: whether staff asked for them, so that they may be old.
    """

    now: datetime
    flood: str
    taken: Mapping[str, list[datetime]]
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    queue: Queue
    crediting: Crediting
    wording: Wording
    calendars: Mapping[str, Calendar]
    customs: Customs
    tell: Tell

    def decided(self, arrival: Arrival, batch: Batch) -> Intake:
        """One entry that nothing can be made of must not keep the feed's others waiting."""
        try:
            return self._decided(arrival, batch)
        except QueueError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it was, the entry is held with it as the reason
            reason = fates.tell_fault(self.tell, arrival.entry, error)
            return Intake(entry=arrival.entry, fate=Fate.HELD, reason=reason, record_id=arrival.record_id)

    def rounds(self, record: EntryRecord | None) -> dict[str, int]:
        """In which round each account may share an arrival: the first, or one after those that a password stopped.

        An account that is not named has a post of it already, or had one that a person took away.
        """
        posts = self.queue.posts(PostFilter(entry_id=record.id, limit=ALL)) if record else []
        rounds = dict.fromkeys(self.wording.rules, 0)
        for post in (post for post in posts if not post.undone):
            if not self._was_stopped(post):
                rounds.pop(post.account, None)
            elif post.account in rounds:
                rounds[post.account] = max(rounds[post.account], post.round + 1)
        return rounds

    def _was_stopped(self, post: Post) -> bool:
        return post.state is State.CANCELLED and self.queue.history(post.id)[-1].why == fates.PROTECTED

    def _decided(self, arrival: Arrival, batch: Batch) -> Intake:
        credited = self._credited(arrival)
        entry, authors = credited.entry, credited.authors
        if skipped := fates.why_skipped(entry):
            return Intake(entry=entry, fate=Fate.SKIPPED, reason=skipped, record_id=arrival.record_id)
        self.tell("entry.credited", title=entry.title, url=entry.url, authors=_in_words(authors))
        oddly = arrival.doubt or batch.flood or self._dated_oddly(arrival, batch)
        hold = oddly or why_wait(self.customs.approval, authors)
        drafts, unshareable = self._drafts(entry, authors, hold, self.rounds(arrival.record))
        after = max(batch.now, entry.published_at or batch.now)
        posts = tuple(self._placed(draft, after, batch.taken[draft.account]) for draft in drafts)
        return Intake(
            entry=entry,
            fate=Fate.HELD if hold or (unshareable and not posts) else Fate.SHARED,
            reason="; ".join(part for part in (hold, *unshareable) if part) or "new in the feed",
            authors=authors,
            people=credited.people,
            posts=posts,
            record_id=arrival.record_id,
        )

    def _credited(self, arrival: Arrival) -> Credited:
        """Nobody is asked who wrote what is skipped anyway."""
        if fates.why_skipped(arrival.entry):
            return Credited(entry=arrival.entry)
        return self.crediting.of(arrival.entry, entry_id=arrival.record_id)

    def _dated_oddly(self, arrival: Arrival, batch: Batch) -> str:
        """Why an entry's date makes it wait; one that staff asked for may be old."""
        published_at = arrival.entry.published_at
        first_seen_at = arrival.record.first_seen_at if arrival.record else batch.now
        if published_at is not None and published_at > batch.now + AHEAD:
            return f"dated {published_at:%Y-%m-%d}, more than a year ahead"
        if batch.asked or published_at is None or first_seen_at - published_at <= self.customs.old_after:
            return ""
        return f"published {published_at:%Y-%m-%d}, {(first_seen_at - published_at).days} days before it was first seen"

    def _drafts(
        self, entry: Entry, authors: tuple[Author, ...], hold: str, rounds: Mapping[str, int]
    ) -> tuple[list[NewPost], list[str]]:
        """A post for each account that has a round, and a line for each for which none can be made."""
        drafts, unshareable = [], []
        for account, number in rounds.items():
            try:
                share = self.wording.share(entry, authors, account)
            except SharebotError as error:
                unshareable.append(f"{account}: {error}")
            else:
                drafts.append(NewPost(account=account, share=share, state=State.DRAFT, hold=hold, round=number))
        return drafts, unshareable

    def _placed(self, draft: NewPost, after: datetime, taken: list[datetime]) -> NewPost:
        """The post in its account's next slot, which is taken then; one that is held stays a draft without one."""
        if draft.hold:
            return draft
        due_at = schedule.next_slot(self.calendars[draft.account], after, taken)
        if due_at is None:
            return replace(draft, hold="the calendar has no free slot in a year")
        taken.append(due_at)
        return replace(draft, state=State.QUEUED, due_at=due_at, slot_at=due_at)


def _in_words(authors: Sequence[Author]) -> str:
    """Who wrote it and how they may be tagged: Garrett Reuscher (x @GarrettReuscher)."""
    return ", ".join(
        " ".join([author.name, *(f"({handle.platform} @{handle.handle})" for handle in author.handles if handle.tag)])
        for author in authors
    )
