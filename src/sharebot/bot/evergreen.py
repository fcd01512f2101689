"""evergreen: old articles of a feed's archive → free slots at a set pace. Nothing is sent at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sharebot.bot.crediting import Credited, Crediting
from sharebot.bot.customs import Approval, why_wait
from sharebot.bot.fates import scoped
from sharebot.bot.moving import ME
from sharebot.bot.reshare import placed
from sharebot.bot.restored import restoration
from sharebot.bot.room import Room
from sharebot.bot.wording import Wording
from sharebot.errors import Changed, SharebotError
from sharebot.model import (
    ALL,
    Entry,
    EntryRecord,
    Fate,
    Intake,
    NewPost,
    Origin,
    Post,
    PostFilter,
    Share,
    State,
)
from sharebot.ports import Clock, FeedSource, Queue

LATELY = timedelta(days=90)
"""What was published or shared within this time is not old."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What staff ask for. `pace`: the time between two posts of an account. `ahead`: how far the slots are filled.

    `category` and `since` (by the date of publishing) choose among the entries; empty and None choose all.
    """

    accounts: tuple[str, ...]
    pace: timedelta
    ahead: timedelta
    category: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """An old entry for one account: its share and its slot, and its post unless this is only a look."""

    account: str
    entry: Entry
    share: Share
    due_at: datetime
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came of one feed. `left_out`: titles of entries of which nothing could be made, with the reasons."""

    address: str
    error: str = ""
    notes: tuple[str, ...] = ()
    entries: int = 0
    old: tuple[Old, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    entry: Entry
    record: EntryRecord | None
    posts: tuple[Post, ...]

    @property
    def shared_at(self) -> datetime:
        return max((post.updated_at for post in self.posts), default=_NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evergreen:
    """Said by `who`. `credited`: entries that were credited already in this run, by their ids."""

    queue: Queue
    source: FeedSource
    crediting: Crediting
    wording: Wording
    room: Room
    clock: Clock
    who: str
    approval: Approval = Approval.AUTO
    credited: dict[str, Credited] = field(default_factory=dict)

    def fill(self, address: str, wish: Wish, *, look_only: bool = False) -> Filled:
        """Add old entries, never shared ones first, the oldest first; each once. `look_only`: nothing is written."""
        if self.queue.feed(address).baseline_at is None:
            return Filled(address=address, error=f"{address}: it was never read; sharebot poll {address} comes first")
        entries, read = self._entries(address, wish)
        old: list[Old] = []
        left_out: dict[str, str] = {}
        for account in wish.accounts:
            old += self._of_account(account, entries, wish, left_out, address=address, look_only=look_only)
        return replace(read, old=tuple(old), left_out=tuple(left_out.items()))

    # Which entries ----------------------------------------------------------------------------------------------------

    def _entries(self, address: str, wish: Wish) -> tuple[list[Entry], Filled]:
        """The wanted ones, oldest first, and what is to be told of the reading."""
        found: list[Entry] = []
        notes: list[str] = []
        error = ""
        for page in self.source.archive(address, self.clock.now):
            found += reversed(page.entries)
            notes += page.notes
            error = page.error
        wanted = [entry for each in reversed(found) if self._is_wanted(entry := scoped(each, address), wish)]
        return wanted, Filled(address=address, error=error, notes=tuple(notes), entries=len(found))

    def _is_wanted(self, entry: Entry, wish: Wish) -> bool:
        published_at = entry.published_at
        if not entry.url or entry.protected or published_at is None or published_at > self.clock.now() - LATELY:
            return False
        if wish.since and published_at.date() < wish.since:
            return False
        names = {name.casefold() for name in entry.categories}
        return not wish.category or wish.category.casefold() in names

    def _candidates(self, account: str, entries: Sequence[Entry]) -> list[_Candidate]:
        """Those that the account has not shared lately; what a person took away, or what waits, is left alone."""
        candidates = [self._candidate(account, entry) for entry in entries]
        now = self.clock.now()
        free = (
            each for each in candidates if all(post.state is State.SENT and not post.withdrawn for post in each.posts)
        )
        return sorted((each for each in free if each.shared_at <= now - LATELY), key=lambda each: each.shared_at)

    def _candidate(self, account: str, entry: Entry) -> _Candidate:
        record = self.queue.find_entry((entry.id, *entry.aliases))
        posts = self.queue.posts(PostFilter(entry_id=record.id, account=account, limit=ALL)) if record else []
        return _Candidate(entry=entry, record=record, posts=tuple(post for post in posts if not post.undone))

    # Into the calendar ------------------------------------------------------------------------------------------------

    def _of_account(
        self,
        account: str,
        entries: Sequence[Entry],
        wish: Wish,
        left_out: dict[str, str],
        *,
        address: str,
        look_only: bool,
    ) -> list[Old]:
        moments = self._moments(account, wish)
        done: list[Old] = []
        after = next(moments, None)
        for candidate in self._candidates(account, entries):
            if after is None:
                break
            try:
                due_at = self.room.spare(account, after, besides=[old.due_at for old in done if look_only])
                made = self._made(account, candidate, due_at, address, look_only=look_only)
            except SharebotError as error:
                left_out[candidate.entry.title or candidate.entry.url] = str(error)
                continue
            done.append(made)
            after = next(moments, None)
        return done

    def _moments(self, account: str, wish: Wish) -> Iterator[datetime]:
        """From now on, or from the last one that waits already, at the pace."""
        now = self.clock.now()
        waiting = [post for post in self.queue.giving_way(account) if post.origin is Origin.EVERGREEN and post.due_at]
        moment = max((post.due_at + wish.pace for post in waiting if post.due_at), default=now)
        while moment < now + wish.ahead:
            yield moment
            moment += wish.pace

    def _made(
        self, account: str, candidate: _Candidate, due_at: datetime | None, address: str, *, look_only: bool
    ) -> Old:
        """Raises SharebotError where no share can be made, or there is no slot."""
        if due_at is None:
            raise SharebotError(f"{account}: the calendar has no free slot in a year; see SHAREBOT_SLOTS")
        credited = self._credit(candidate)
        share = self.wording.another(credited.entry, credited.authors, account, candidate.posts)
        post = None if look_only else self._add(account, candidate, credited, share, after=due_at, address=address)
        return Old(
            account=account,
            entry=credited.entry,
            share=share,
            due_at=(post.due_at if post else None) or due_at,
            post=post,
        )

    def _credit(self, candidate: _Candidate) -> Credited:
        entry = candidate.entry
        if entry.id not in self.credited:
            entry_id = candidate.record.id if candidate.record else None
            self.credited[entry.id] = self.crediting.anew().of(entry, entry_id=entry_id)
        credited = self.credited[entry.id]
        if credited.entry.protected:
            raise SharebotError("its page asks for a password")
        return credited

    def _add(
        self, account: str, candidate: _Candidate, credited: Credited, share: Share, *, after: datetime, address: str
    ) -> Post:
        record = self._recorded(candidate, credited, address)
        number = max((post.round + 1 for post in candidate.posts), default=0)
        new = NewPost(account=account, share=share, state=State.QUEUED, round=number, origin=Origin.EVERGREEN)
        hold = self._doubt() or why_wait(self.approval, credited.authors)
        post = placed(self.room, new, after, hold=hold, entry_id=record.id, why="from the archive", who=self.who)
        if post is None:
            raise Changed("somebody else has queued it meanwhile")
        return post

    def _doubt(self) -> str:
        """Why it may have been shared lately, by a queue that was lost."""
        lost = restoration(self.queue)
        return lost.why_wait() if lost and self.clock.now() - LATELY <= lost.at else ""

    def _recorded(self, candidate: _Candidate, credited: Credited, address: str) -> EntryRecord:
        """The entry as the queue keeps it; from now on it is one that was shared."""
        record = self.queue.find_entry((candidate.entry.id, *candidate.entry.aliases))
        if record is None or record.fate is Fate.SEEN:
            intake = Intake(
                entry=credited.entry,
                fate=Fate.SHARED,
                reason="from the archive, by evergreen",
                authors=credited.authors,
                people=credited.people,
                record_id=record.id if record else None,
            )
            self.queue.take_in(self.queue.feed(address), [intake], now=self.clock.now(), who=ME)
            record = self.queue.find_entry((candidate.entry.id,))
        if record is None:
            raise AssertionError(f"{candidate.entry.id} was taken in and is not there")
        return record
