"""Claim and settle: how a post is handed to one worker alone, and what is written down when its fate is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sharebot.errors import IllegalMove, LeaseLost, NotFound
from sharebot.model import MOVES, UNSENT, AccountState, Doubt, Payload, Post, State, Verdict
from sharebot.ports import Claim
from sharebot.queue import acts, records, steps
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
    payload = _whole(tx, row, before.payload) if before.payload else prepare(before)
    post = replace(
        before,
        state=State.SENDING,
        payload=payload,
        doubt=_older(before.doubt, doubt),
        tries=before.tries + 1,
        looks=0,
        lease_until=now + lease,
        worker=clean(worker),
        version=before.version + 1,
        updated_at=now,
    )
    _write_claim(tx, post, payload, number, now)
    if payload.media and before.payload is None:
        tx.run("add_media", post_id=post.id, data=payload.media)
    doubted = before.doubt is not None and not before.doubt.missed
    return Claim(post=post, payload=payload, attempt=number, lease_until=now + lease, doubted=doubted)


def _older(before: Doubt | None, doubt: Doubt) -> Doubt:
    """The doubt that counts from now on: an older one, unless looks have ended it as far as they can."""
    if before is None:
        return doubt
    return replace(doubt, missed=True) if before.missed else before


def _write_claim(tx: Transaction, post: Post, payload: Payload, number: int, now: datetime) -> None:
    tx.run(
        "claim",
        post_id=post.id,
        key=clean(payload.key),
        body=payload.body,
        media_size=len(payload.media),
        doubt=optional_json(post.doubt),
        attempt=number,
        lease_until=micros(post.lease_until),
        worker=post.worker,
        now=micros(now),
    )
    tx.run("add_attempt", post_id=post.id, number=number, worker=post.worker, started_at=micros(now))
    hand = Hand(post.worker, now)
    steps.write(tx, post.id, hand, before=State.QUEUED, after=State.SENDING, why=f"attempt {number}")


# Media ----------------------------------------------------------------------------------------------------------------


def _whole(tx: Transaction, row: Row, frozen: Payload) -> Payload:
    """The frozen payload with its picture, if it has one."""
    if not records.media_size(row):
        return frozen
    media = tx.row("media", post_id=row[0])
    if media is None:
        raise AssertionError(f"post {row[0]} was frozen with a picture that is not there any more")
    return replace(frozen, media=media[0])


def kept_picture(tx: Transaction, name: str) -> bytes:
    row = tx.row("kept_picture", name=clean(name))
    if row is None:
        raise NotFound("the picture that was given to the post is not kept any more; add the post anew")
    data: bytes = row[0]
    return data


def drop_kept(tx: Transaction, post: Post) -> None:
    """Only of what is sent: what was cancelled or has failed may be brought back."""
    if post.share.image and post.share.image.kept:
        tx.run("drop_kept", post_id=post.id)


def drop_media(tx: Transaction, post_id: int) -> None:
    """Nobody will send this payload again: the post is public or cancelled, or another payload will be made."""
    tx.run("drop_media", post_id=post_id)


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
    _spare_account(tx, claim.post.account, verdict, hand)
    post = records.post(row)
    if verdict.state is State.SENT:
        drop_kept(tx, post)
        if records.media_size(row):
            drop_media(tx, post.id)
    return post


def _spare_account(tx: Transaction, account: str, verdict: Verdict, hand: Hand) -> None:
    if verdict.pause:
        pause(tx, account, verdict.reason, hand)
    if verdict.rest_until:
        rest(tx, account, verdict.rest_until, hand.now)


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
    """Without their media: nothing is sent by such a claim any more."""
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
    queued, unsure, lease, rest = tx.rows("next_due", account=clean(account))[0]
    times = [at if rest is None else max(at, rest) for at in (queued, unsure) if at is not None]
    times += [] if lease is None else [lease]
    return records.known(min(times)) if times else None


# Accounts -------------------------------------------------------------------------------------------------------------


def account(tx: Transaction, name: str, statement: str = "account") -> AccountState:
    row = tx.row(statement, name=clean(name))
    return records.account(row) if row else AccountState(name=name)


def rest(tx: Transaction, name: str, until: datetime, now: datetime) -> AccountState:
    """A rest that is over already changes nothing."""
    if until <= now:
        return account(tx, name)
    return records.account(tx.rows("rest", name=clean(name), rests_until=micros(until))[0])


def pause(tx: Transaction, name: str, reason: str, hand: Hand) -> AccountState:
    return _put_account(tx, "pause", name, hand, paused_at=micros(hand.now), reason=clean(reason))


def resume(tx: Transaction, name: str, hand: Hand) -> AccountState:
    """Ends a rest too: a person has decided that the account may go on."""
    return _put_account(tx, "resume", name, hand, paused_at=None, reason="")


def _put_account(tx: Transaction, statement: str, name: str, hand: Hand, **values: object) -> AccountState:
    before = account(tx, name)
    after = records.account(tx.rows(statement, name=clean(name), paused_by=clean(hand.who), **values)[0])
    acts.note_account(tx, hand, before, after, statement)
    return after
