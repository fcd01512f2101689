"""Claim and settle: how a post is handed to one worker alone, and what is written down when its fate is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sharebot.errors import IllegalMove, LeaseLost
from sharebot.model import MOVES, UNSENT, AccountState, Doubt, Payload, Post, State, Verdict
from sharebot.ports import Claim
from sharebot.queue import records, steps
from sharebot.queue.database import Transaction
from sharebot.queue.records import Row, clean, micros, optional_json
from sharebot.queue.steps import Hand

Prepare = Callable[[Post], Payload]


# Claiming -------------------------------------------------------------------------------------------------------------


def peek(tx: Transaction, account: str, now: datetime) -> Post | None:
    row = tx.row("peek", account=clean(account), now=micros(now))
    return records.post(row) if row else None


def candidate(tx: Transaction, account: str, now: datetime, only: int | None) -> Row | None:
    """The row of the post to claim, locked against other workers."""
    if only is None:
        return tx.row("next_claimable", account=clean(account), now=micros(now))
    return tx.row("this_claimable", account=clean(account), now=micros(now), only=only)


def claim(
    tx: Transaction, row: Row, now: datetime, *, lease: timedelta, worker: str, doubt: Doubt, prepare: Prepare
) -> Claim:
    before = records.post(row)
    number = records.attempt_of(row) + 1
    payload = before.payload or prepare(before)
    post = replace(
        before,
        state=State.SENDING,
        payload=payload,
        doubt=before.doubt or doubt,
        tries=before.tries + 1,
        looks=0,
        lease_until=now + lease,
        worker=clean(worker),
        version=before.version + 1,
        updated_at=now,
    )
    _write_claim(tx, post, payload, number, now)
    return Claim(post=post, payload=payload, attempt=number, lease_until=now + lease, doubted=before.doubt is not None)


def _write_claim(tx: Transaction, post: Post, payload: Payload, number: int, now: datetime) -> None:
    tx.run(
        "claim",
        post_id=post.id,
        key=clean(payload.key),
        body=payload.body,
        doubt=optional_json(post.doubt),
        attempt=number,
        lease_until=micros(post.lease_until),
        worker=post.worker,
        now=micros(now),
    )
    tx.run("add_attempt", post_id=post.id, number=number, worker=post.worker, started_at=micros(now))
    hand = Hand(post.worker, now)
    steps.write(tx, post.id, hand, before=State.QUEUED, after=State.SENDING, why=f"attempt {number}")


# Settling -------------------------------------------------------------------------------------------------------------


def settle(tx: Transaction, claim: Claim, verdict: Verdict, hand: Hand) -> Post:
    check_verdict(claim.post.id, State.SENDING, verdict)
    before = State.SENDING
    row = _settled(tx, "settle", claim, verdict, hand)
    if row is None and verdict.state is State.SENT:
        before = State.UNSURE
        row = _settled(tx, "settle_late", claim, verdict, hand)
    if row is None:
        raise LeaseLost(f"post {claim.post.id} is no longer in attempt {claim.attempt}; its fate was decided elsewhere")
    _end_attempt(tx, claim, verdict, hand)
    why = verdict.reason if before is State.SENDING else f"late receipt: {verdict.reason}"
    steps.write(tx, claim.post.id, hand, before=before, after=verdict.state, why=why)
    if verdict.pause:
        pause(tx, claim.post.account, verdict.reason, hand)
    return records.post(row)


def check_verdict(post_id: int, before: State, verdict: Verdict) -> None:
    """Raises IllegalMove for a move outside DESIGN's drawing, and for SENT without its proof."""
    if verdict.state not in MOVES[before]:
        raise IllegalMove(f"post {post_id} is {before} and cannot become {verdict.state}")
    if verdict.state is State.SENT and verdict.receipt is None:
        raise IllegalMove(f"post {post_id} cannot become sent without a receipt")


def due_after(post: Post, verdict: Verdict) -> datetime | None:
    """A post at its end keeps the time for which it was planned, so that lists and the calendar still show it."""
    return verdict.due_at if verdict.state in _GOING_ON else post.due_at


_GOING_ON = UNSENT | {State.UNSURE}


def _settled(tx: Transaction, statement: str, claim: Claim, verdict: Verdict, hand: Hand) -> Row | None:
    return tx.row(
        statement,
        post_id=claim.post.id,
        attempt=claim.attempt,
        state=verdict.state.value,
        due_at=micros(due_after(claim.post, verdict)),
        receipt=optional_json(verdict.receipt),
        doubt=optional_json(verdict.doubt),
        rejected=clean(verdict.rejected),
        now=micros(hand.now),
    )


def _end_attempt(tx: Transaction, claim: Claim, verdict: Verdict, hand: Hand) -> None:
    tx.run(
        "end_attempt",
        post_id=claim.post.id,
        number=claim.attempt,
        ended_at=micros(hand.now),
        verdict=clean(verdict.kind or verdict.state.value),
        detail=clean(verdict.reason),
    )


# Watching -------------------------------------------------------------------------------------------------------------


def orphans(tx: Transaction, now: datetime, *, all_workers: bool) -> list[Claim]:
    rows = tx.rows("open_claims") if all_workers else tx.rows("orphans", now=micros(now))
    return [_orphan(row) for row in rows]


def _orphan(row: Row) -> Claim:
    post = records.post(row)
    if post.payload is None or post.lease_until is None:
        raise AssertionError(f"post {post.id} is being sent without a payload or a lease")
    return Claim(
        post=post,
        payload=post.payload,
        attempt=records.attempt_of(row),
        lease_until=post.lease_until,
        doubted=True,
    )


def next_due(tx: Transaction, account: str) -> datetime | None:
    times = [row[0] for row in tx.rows("next_due", account=clean(account)) if row[0] is not None]
    return records.known(min(times)) if times else None


# Accounts -------------------------------------------------------------------------------------------------------------


def account(tx: Transaction, name: str) -> AccountState:
    row = tx.row("account", name=clean(name))
    return records.account(row) if row else AccountState(name=name)


def pause(tx: Transaction, name: str, reason: str, hand: Hand) -> AccountState:
    return _put_account(
        tx, AccountState(name=clean(name), paused_at=hand.now, reason=clean(reason), by=clean(hand.who))
    )


def resume(tx: Transaction, name: str, hand: Hand) -> AccountState:
    return _put_account(tx, AccountState(name=clean(name), by=clean(hand.who)))


def _put_account(tx: Transaction, state: AccountState) -> AccountState:
    tx.run("put_account", name=state.name, paused_at=micros(state.paused_at), reason=state.reason, paused_by=state.by)
    return state
