"""The queue over either database: ports.Queue, each method one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sharebot.model import (
    AccountState,
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
)
from sharebot.ports import Claim, Fact
from sharebot.queue import delivery, intake, moves, people, reading, records
from sharebot.queue.database import Database
from sharebot.queue.records import clean, micros
from sharebot.queue.steps import Hand


class StoredQueue:
    """See ports.Queue for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def close(self) -> None:
        self._database.close()

    def together(self) -> AbstractContextManager[None]:
        return self._database.together()

    # Feeds and entries ------------------------------------------------------------------------------------------------

    def feed(self, address: str) -> FeedState:
        with self._database.reading() as tx:
            return intake.feed(tx, address)

    def feeds(self) -> list[FeedState]:
        with self._database.reading() as tx:
            return [records.feed(row[0]) for row in tx.rows("feeds")]

    def take_in(self, feed: FeedState, intakes: Sequence[Intake], *, now: datetime, who: str) -> list[Post]:
        with self._database.writing() as tx:
            return intake.take_in(tx, feed, intakes, Hand(who, now))

    def find_entry(self, names: Iterable[str]) -> EntryRecord | None:
        with self._database.reading() as tx:
            return intake.find_entry(tx, names)

    def entry(self, entry_id: int) -> EntryRecord:
        with self._database.reading() as tx:
            return intake.entry(tx, entry_id)

    def entries(self, feed: str = "", limit: int = 100) -> list[EntryRecord]:
        with self._database.reading() as tx:
            rows = (
                tx.rows("entries_of_feed", feed=clean(feed), limit=limit) if feed else tx.rows("entries", limit=limit)
            )
            return [records.entry(row) for row in rows]

    # Reading posts ----------------------------------------------------------------------------------------------------

    def post(self, post_id: int) -> Post:
        with self._database.reading() as tx:
            return reading.post(tx, post_id)

    def posts(self, wanted: PostFilter) -> list[Post]:
        with self._database.reading() as tx:
            return reading.posts(tx, wanted)

    def attempts(self, post_id: int) -> list[Attempt]:
        with self._database.reading() as tx:
            return [records.attempt(row) for row in tx.rows("attempts", post_id=post_id)]

    def history(self, post_id: int) -> list[Step]:
        with self._database.reading() as tx:
            return [records.step(row) for row in tx.rows("history", post_id=post_id)]

    def attempted(self, account: str, *, since: datetime, until: datetime) -> list[Share]:
        with self._database.reading() as tx:
            return reading.attempted(tx, account, since, until)

    def taken_slots(self, account: str, since: datetime) -> list[datetime]:
        with self._database.reading() as tx:
            return reading.taken_slots(tx, account, since)

    def giving_way(self, account: str) -> list[Post]:
        with self._database.reading() as tx:
            return [records.post(row) for row in tx.rows("giving_way", account=clean(account))]

    def first_shares(self, account: str, *, since: datetime, until: datetime) -> list[Post]:
        with self._database.reading() as tx:
            rows = tx.rows("first_shares", account=clean(account), since=micros(since), until=micros(until))
            return [records.post(row) for row in rows]

    def counts(self) -> dict[tuple[str, State], int]:
        with self._database.reading() as tx:
            return reading.counts(tx)

    def open_tallies(self) -> list[Tally]:
        with self._database.reading() as tx:
            return [records.tally(row) for row in tx.rows("open_tallies")]

    # Delivering -------------------------------------------------------------------------------------------------------

    def peek(self, account: str, *, now: datetime) -> Post | None:
        with self._database.reading() as tx:
            return delivery.peek(tx, account, now)

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
        with self._database.writing() as tx:
            row = delivery.candidate(tx, account, now, only)
            return (
                delivery.claim(tx, row, now, lease=lease, worker=worker, doubt=doubt, prepare=prepare) if row else None
            )

    def settle(self, claim: Claim, verdict: Verdict, *, now: datetime, who: str) -> Post:
        with self._database.writing() as tx:
            return delivery.settle(tx, claim, verdict, Hand(who, now))

    def orphans(self, *, now: datetime, all_workers: bool) -> list[Claim]:
        with self._database.reading() as tx:
            return delivery.orphans(tx, now, all_workers=all_workers)

    def unsure(self, account: str, *, now: datetime) -> list[Post]:
        with self._database.reading() as tx:
            return [records.post(row) for row in tx.rows("unsure", account=clean(account), now=micros(now))]

    def next_due(self, account: str) -> datetime | None:
        with self._database.reading() as tx:
            return delivery.next_due(tx, account)

    def overdue(self, account: str, *, before: datetime) -> list[Post]:
        with self._database.reading() as tx:
            return [records.post(row) for row in tx.rows("overdue", account=clean(account), before=micros(before))]

    # Moving -----------------------------------------------------------------------------------------------------------

    def add(self, posts: Sequence[NewPost], *, entry_id: int | None, now: datetime, who: str, why: str) -> list[Post]:
        with self._database.writing() as tx:
            return intake.add(tx, posts, entry_id, Hand(who, now), why=why)

    def move(self, post: Post, verdict: Verdict, *, now: datetime, who: str) -> Post:
        with self._database.writing() as tx:
            return moves.move(tx, post, verdict, Hand(who, now))

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
        with self._database.writing() as tx:
            return moves.change(
                tx,
                post,
                Hand(who, now),
                why=why,
                share=share,
                due_at=due_at,
                slot_at=slot_at,
                undated=undated,
                hold=hold,
                looks=looks,
                doubt=doubt,
            )

    # People -----------------------------------------------------------------------------------------------------------

    def person(self, person_id: int) -> Person:
        with self._database.reading() as tx:
            return people.person(tx, person_id)

    def people(self, *, after: str = "", limit: int = 1000) -> list[Person]:
        with self._database.reading() as tx:
            return people.page(tx, after, limit)

    def people_named(self, keys: Iterable[str]) -> list[Person]:
        with self._database.reading() as tx:
            return people.named(tx, keys)

    def people_with(self, handles: Iterable[tuple[str, str]]) -> list[Person]:
        with self._database.reading() as tx:
            return people.having(tx, handles)

    def people_of(self, entry_id: int) -> list[Person]:
        with self._database.reading() as tx:
            return people.credited(tx, entry_id)

    def entries_of(self, person_id: int) -> list[EntryRecord]:
        with self._database.reading() as tx:
            return people.entries_of(tx, person_id)

    def put_person(self, person: Person, *, now: datetime, who: str, what: str) -> Person:
        with self._database.writing() as tx:
            return people.put(tx, person, Hand(who, now), what=what)

    def put_people(self, changes: Sequence[tuple[Person, str]], *, now: datetime, who: str) -> list[Person]:
        with self._database.writing() as tx:
            return [people.put(tx, person, Hand(who, now), what=what) for person, what in changes]

    def merge_people(self, into: Person, other: Person, *, now: datetime, who: str, what: str) -> Person:
        with self._database.writing() as tx:
            return people.merge(tx, into, other, Hand(who, now), what=what)

    def split_person(
        self, person: Person, apart: Person, entry_ids: Iterable[int], *, now: datetime, who: str, what: str
    ) -> tuple[Person, Person]:
        with self._database.writing() as tx:
            return people.split(tx, person, apart, entry_ids, Hand(who, now), what=what)

    def person_history(self, person_id: int) -> list[PersonStep]:
        with self._database.reading() as tx:
            return people.history(tx, person_id)

    # What was learnt from outside -------------------------------------------------------------------------------------

    def recall(self, kind: str, name: str) -> Fact | None:
        with self._database.reading() as tx:
            row = tx.row("fact", kind=clean(kind), name=records.alias(name))
            return records.fact(row) if row else None

    def remember(self, kind: str, name: str, value: str, *, now: datetime) -> None:
        with self._database.writing() as tx:
            tx.run("put_fact", kind=clean(kind), name=records.alias(name), value=clean(value), learnt_at=micros(now))

    def facts(self, kind: str) -> dict[str, Fact]:
        with self._database.reading() as tx:
            return {row[0]: records.fact(row[1:]) for row in tx.rows("facts", kind=clean(kind))}

    def forget(self, kind: str, *, before: datetime) -> None:
        with self._database.writing() as tx:
            tx.run("forget", kind=clean(kind), before=micros(before))

    # Accounts ---------------------------------------------------------------------------------------------------------

    def rest(self, account: str, *, until: datetime, now: datetime) -> AccountState:
        with self._database.writing() as tx:
            return delivery.rest(tx, account, until, now)

    def account(self, name: str) -> AccountState:
        with self._database.reading() as tx:
            return delivery.account(tx, name)

    def accounts(self) -> list[AccountState]:
        with self._database.reading() as tx:
            return [records.account(row) for row in tx.rows("accounts")]

    def pause(self, account: str, *, reason: str, now: datetime, who: str) -> AccountState:
        with self._database.writing() as tx:
            return delivery.pause(tx, account, reason, Hand(who, now))

    def resume(self, account: str, *, now: datetime, who: str) -> AccountState:
        with self._database.writing() as tx:
            return delivery.resume(tx, account, Hand(who, now))
