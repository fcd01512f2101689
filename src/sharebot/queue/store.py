"""The queue over either database: ports.Queue, each method one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Unpack

from sharebot.model import (
    AccountState,
    Act,
    ActFilter,
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
    Withdrawal,
)
from sharebot.ports import Change, Claim, Fact, Marks
from sharebot.queue import acts, delivery, intake, keeping, moves, people, reading, records, steps, undoing, withdrawing
from sharebot.queue.acting import Acting
from sharebot.queue.database import Database
from sharebot.queue.records import clean, micros
from sharebot.queue.steps import Hand

LAST = 2**63 - 1
"""Larger than any number of a row."""


class StoredQueue:
    """See ports.Queue for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._acting = Acting(database)

    def close(self) -> None:
        self._database.close()

    def together(self) -> AbstractContextManager[None]:
        return self._acting.together()

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

    def take_by_hand(self, decided: Intake, *, now: datetime, who: str, why: str) -> list[Post]:
        with self._acting.deciding(who, now) as (tx, hand):
            return intake.take_by_hand(tx, decided, hand, why=why)

    def find_entry(self, names: Iterable[str]) -> EntryRecord | None:
        with self._database.reading() as tx:
            return intake.find_entry(tx, names)

    def entry(self, entry_id: int) -> EntryRecord:
        with self._database.reading() as tx:
            return intake.entry(tx, entry_id)

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

    def count(self, wanted: PostFilter) -> int:
        with self._database.reading() as tx:
            return reading.count(tx, wanted)

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

    def kept_picture(self, name: str) -> bytes:
        with self._database.reading() as tx:
            return delivery.kept_picture(tx, name)

    # Moving -----------------------------------------------------------------------------------------------------------

    def add(self, posts: Sequence[NewPost], *, entry_id: int | None, now: datetime, who: str, why: str) -> list[Post]:
        with self._acting.deciding(who, now) as (tx, hand):
            return intake.add(tx, posts, entry_id, hand, why=why)

    def move(self, post: Post, verdict: Verdict, *, now: datetime, who: str) -> Post:
        with self._acting.deciding(who, now) as (tx, hand):
            return moves.move(tx, post, verdict, hand)

    def change(
        self,
        post: Post,
        *,
        now: datetime,
        who: str,
        why: str,
        **changes: Unpack[Change],
    ) -> Post:
        with self._acting.deciding(who, now) as (tx, hand):
            return moves.change(tx, post, changes, hand, why=why)

    def withdraw(self, post_id: int, withdrawal: Withdrawal) -> Post:
        with self._acting.deciding(withdrawal.by, withdrawal.at) as (tx, hand):
            return withdrawing.withdraw(tx, post_id, withdrawal, hand)

    def note(self, post_id: int, *, now: datetime, who: str, why: str) -> None:
        with self._database.writing() as tx:
            state = reading.post(tx, post_id).state
            steps.write(tx, post_id, Hand(who, now), before=state, after=state, why=why)

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
        with self._acting.deciding(who, now) as (tx, hand):
            return people.put(tx, person, hand, what=what)

    def put_people(self, changes: Sequence[tuple[Person, str]], *, now: datetime, who: str) -> list[Person]:
        with self._acting.deciding(who, now) as (tx, hand):
            return [people.put(tx, person, hand, what=what) for person, what in changes]

    def merge_people(self, into: Person, other: Person, *, now: datetime, who: str, what: str) -> Person:
        with self._acting.deciding(who, now) as (tx, hand):
            return people.merge(tx, into, other, hand, what=what)

    def split_person(
        self, person: Person, apart: Person, entry_ids: Iterable[int], *, now: datetime, who: str, what: str
    ) -> tuple[Person, Person]:
        with self._acting.deciding(who, now) as (tx, hand):
            return people.split(tx, person, apart, entry_ids, hand, what=what)

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

    def remember_instead(self, kind: str, name: str, value: str, *, of: str | None, now: datetime) -> bool:
        fact = {"kind": clean(kind), "name": records.alias(name), "value": clean(value), "learnt_at": micros(now)}
        with self._database.writing() as tx:
            return bool(tx.run("add_fact", **fact) if of is None else tx.run("swap_fact", **fact, of=clean(of)))

    def facts(self, kind: str) -> dict[str, Fact]:
        with self._database.reading() as tx:
            return {row[0]: records.fact(row[1:]) for row in tx.rows("facts", kind=clean(kind))}

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
        with self._acting.deciding(who, now) as (tx, hand):
            return delivery.pause(tx, account, reason, hand)

    def resume(self, account: str, *, now: datetime, who: str) -> AccountState:
        with self._acting.deciding(who, now) as (tx, hand):
            return delivery.resume(tx, account, hand)

    # Acts -------------------------------------------------------------------------------------------------------------

    def acting(self, what: str, *, who: str) -> AbstractContextManager[None]:
        return self._acting.opened(what, who=who)

    def act(self, number: int) -> Act:
        with self._database.reading() as tx:
            return acts.act(tx, number)

    def acts(self, wanted: ActFilter) -> list[Act]:
        with self._database.reading() as tx:
            return acts.acts(tx, wanted)

    def machine_steps(self, *, before: int | None = None, limit: int = 100) -> list[tuple[int, Step]]:
        with self._database.reading() as tx:
            return acts.machine_steps(tx, LAST if before is None else before, limit)

    def undo(
        self, number: int, *, now: datetime, who: str, slots: Mapping[int, datetime] | None = None, dry: bool = False
    ) -> Act:
        with self._acting.undoing(number, who=who, now=now, dry=dry) as (tx, hand):
            return undoing.undo(tx, number, hand, slots or {})

    # Keeping ----------------------------------------------------------------------------------------------------------

    def thin(self, *, before: datetime, after: int = 0, limit: int = 100) -> list[int]:
        """They are looked for without a lock; each is looked at again under one."""
        with self._database.reading() as tx:
            ids = [row[0] for row in tx.rows("long_over", before=micros(before), after=after, limit=limit)]
        if ids:
            with self._database.writing() as tx:
                for post_id in ids:
                    keeping.thin(tx, post_id, before)
        return ids

    def forget_acts(self, *, before: datetime) -> int:
        with self._database.writing() as tx:
            return keeping.forget_acts(tx, before)

    def forget(self, kind: str, *, before: datetime, strangers: bool = False) -> int:
        with self._database.writing() as tx:
            return keeping.forget(tx, kind, before, strangers=strangers)

    def compact(self, *, leisure: bool) -> int:
        return self._database.compact(leisure=leisure)

    def restored(self, *, taken_at: datetime, now: datetime, who: str) -> Marks:
        with self._acting.deciding(who, now) as (tx, hand):
            return keeping.restored(tx, taken_at, hand)
