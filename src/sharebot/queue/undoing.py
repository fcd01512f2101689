"""Taking acts back: everything that an act changed is as it was before, or nothing is.

Whatever has moved on since the act stays, and then so does all of it. What may be public is never queued or cancelled
by it, and a doubt is never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sharebot.errors import Changed, IllegalMove
from sharebot.model import UNDOES, UNSENT, AccountChange, Act, PersonChange, Post, PostChange, State
from sharebot.queue import acts, delivery, keeping, people, reading, records, steps
from sharebot.queue.database import Transaction
from sharebot.queue.intake import slot_taken
from sharebot.queue.moves import guarded
from sharebot.queue.records import as_json, micros, optional_json, person_json
from sharebot.queue.steps import Hand

_SLOTLESS = frozenset({State.FAILED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class _Way:
    """A post as it is, and as it is to be again."""

    now: Post
    then: Post
    why: str

    @property
    def slot_at(self) -> datetime | None:
        return None if self.then.state in _SLOTLESS else self.then.slot_at


def undo(tx: Transaction, act_id: int, hand: Hand, slots: Mapping[int, datetime]) -> Act:
    """`slots`: other slots than before for posts whose own are gone."""
    done = acts.act(tx, act_id, "act_for_update")
    _check_act(done)
    if done.people:
        tx.lock_intake()
    _posts(tx, done, hand, slots)
    for account in done.accounts:
        _account(tx, account, hand, done)
    for person in done.people:
        _person(tx, person, hand, done)
    number = acts.number(tx, hand)
    _mark(tx, done, number)
    return acts.act(tx, number)


def _check_act(done: Act) -> None:
    if done.undone_by is not None:
        raise IllegalMove(f"act {done.id} was taken back already, by act {done.undone_by}")
    if not (done.accounts or done.people or any(not change.follows for change in done.posts)):
        what = f" ({done.what})" if done.what else ""
        raise IllegalMove(f"act {done.id}{what} changed nothing that could be taken back; sharebot log has the others")


def _why(done: Act, why: str) -> str:
    return f"took back act {done.id} of {done.who}: {why or done.what}"


def _mark(tx: Transaction, done: Act, number: int) -> None:
    """An act whose undo is taken back is in force again, and so on down the line."""
    tx.run("set_undone", act_id=done.id, undone_by=number)
    undoer, undone, in_force = done.id, done.undoes, True
    while undone is not None:
        tx.run("set_undone", act_id=undone, undone_by=None if in_force else undoer)
        undoer, undone, in_force = undone, acts.act(tx, undone).undoes, not in_force


# Posts ----------------------------------------------------------------------------------------------------------------


def _posts(tx: Transaction, done: Act, hand: Hand, slots: Mapping[int, datetime]) -> None:
    asked = [_way(tx, change, done, slots) for change in done.posts if not change.follows]
    ours = {way.now.id for way in asked}
    following = [way for change in done.posts if change.follows and (way := _way_back(tx, change, done, hand, ours))]
    ways = [*asked, *following]
    for way in ways:
        if way.now.slot_at != way.slot_at:
            tx.run("leave_slot", post_id=way.now.id)
    for way in ways:
        _restore(tx, _in_a_free_slot(tx, way), hand)


def _way(tx: Transaction, change: PostChange, done: Act, slots: Mapping[int, datetime]) -> _Way:
    now = reading.post(tx, change.post_id, "post_for_update")
    _refuse_moved(tx, now, change)
    then = change.before or _unmade(now)
    if slot := slots.get(now.id):
        then = replace(then, due_at=slot, slot_at=slot)
    _check_way(now, then)
    return _Way(now, _asked_about(tx, now, then), _why(done, change.why))


def _unmade(post: Post) -> Post:
    """Cancelled, and out of the way of those that are made in its place: numbers below zero are nobody else's."""
    return replace(post, state=State.CANCELLED, round=-post.id)


def _asked_about(tx: Transaction, now: Post, then: Post) -> Post:
    """In a restored queue what was over may have been taken up again since: a person looks before it goes on."""
    hold = keeping.hold_of(tx, now)
    if not hold or then.state is now.state or now.state in UNSENT:
        return then
    return replace(then, hold=hold) if then.state in UNSENT else replace(then, due_at=None)


def _way_back(tx: Transaction, change: PostChange, done: Act, hand: Hand, leaving: Iterable[int]) -> _Way | None:
    """Of a post that sharebot changed because of the act; None where it had better stay as it is."""
    if change.before is None or (change.before.due_at and change.before.due_at <= hand.now):
        return None
    try:
        way = _way(tx, change, done, {})
    except (Changed, IllegalMove):
        return None
    holder = _holder(tx, way)
    return way if holder is None or holder in leaving else None


def _refuse_moved(tx: Transaction, now: Post, change: PostChange) -> None:
    if now.withdrawn:
        raise IllegalMove(f"post {now.id} is off its network already, and nothing puts it back there")
    if now.state is State.SENT or now.state is State.SENDING:
        way = f"; sharebot delete {now.id} takes it off its network" if now.state is State.SENT else ""
        raise IllegalMove(f"post {now.id} is {now.state}: what may be public is not taken back{way}")
    if now.version == change.after.version or _content(now) == _content(change.after):
        return
    last = records.step(tx.rows("history", post_id=now.id)[-1])
    raise Changed(
        f"post {now.id} has moved on since and is {now.state} now ({last.who}: {last.why}); "
        f"sharebot why {now.id} tells more"
    )


def _content(post: Post) -> tuple[object, ...]:
    """All that a person or a delivery may have decided about the post."""
    where = (post.state, post.hold, post.due_at, post.slot_at)
    return (*where, post.share, post.edited_by, post.doubt, post.rejected, post.tries, post.receipt)


def _check_way(now: Post, then: Post) -> None:
    """The law of what may be taken back; see model.UNDOES. Raises IllegalMove."""
    doubted = now.doubt or then.doubt
    if now.doubt and now.doubt != then.doubt:
        raise IllegalMove(f"post {now.id} may be public, which is not taken back; sharebot resolve {now.id} decides")
    if then.state is not now.state and then.state not in UNDOES[now.state]:
        raise IllegalMove(f"post {now.id} is {now.state} and cannot become {then.state} again")
    if doubted and then.state is not now.state and then.state in UNSENT | {State.CANCELLED}:
        raise IllegalMove(f"post {now.id} may be public and cannot become {then.state} again")
    if doubted and (then.share != now.share or _key(then) != _key(now)):
        raise IllegalMove(f"post {now.id} may be public and was given other words since; that is not taken back")


def _key(post: Post) -> str | None:
    return post.payload.key if post.payload else None


def _in_a_free_slot(tx: Transaction, way: _Way) -> _Way:
    """Raises SlotTaken, unless the post goes out by no slot any more."""
    if _holder(tx, way) is None:
        return way
    if way.then.state in UNSENT:
        raise slot_taken(way.now.account, way.slot_at)
    return replace(way, then=replace(way.then, slot_at=None))


def _holder(tx: Transaction, way: _Way) -> int | None:
    """Who else has the slot."""
    if way.slot_at is None:
        return None
    row = tx.row("slot_holder", account=way.now.account, slot_at=micros(way.slot_at))
    return row[0] if row and row[0] != way.now.id else None


def _restore(tx: Transaction, way: _Way, hand: Hand) -> None:
    """A cancelled post has lost its picture: it is frozen anew. Else what is frozen stays, unless the words change."""
    now, then = way.now, way.then
    thawed = then.share != now.share or State.CANCELLED in (now.state, then.state)
    if now.undone and (other := tx.row("post_of_round", **_place(then))):
        raise Changed(
            f"post {now.id} cannot come back: {now.account} has post {other[0]} of its article by now; first undo what "
            f"made that one (sharebot log --post {other[0]})"
        )
    row = guarded(
        tx,
        "restore",
        now,
        round=then.round,
        state=then.state.value,
        hold=then.hold,
        due_at=micros(then.due_at),
        slot_at=micros(then.slot_at),
        share=as_json(then.share),
        **records.payload(None if thawed else now.payload),
        doubt=optional_json(then.doubt),
        rejected=then.rejected,
        tries=then.tries,
        looks=then.looks,
        receipt=optional_json(then.receipt),
        edited_by=then.edited_by,
        now=micros(hand.now),
    )
    if thawed and records.media_size(row):
        delivery.drop_media(tx, now.id)
    steps.write(tx, now.id, hand, before=now.state, after=then.state, why=way.why)
    acts.note_post(tx, hand, now, records.post(row), way.why)


def _place(post: Post) -> dict[str, object]:
    """Which of its entry's shares it is; none of one's own is any."""
    return {"entry_id": post.entry_id, "account": post.account, "round": post.round}


# Accounts and people --------------------------------------------------------------------------------------------------


def _account(tx: Transaction, change: AccountChange, hand: Hand, done: Act) -> None:
    """A rest that the network has asked for meanwhile stays."""
    now, before, after = delivery.account(tx, change.account, "account_for_update"), change.before, change.after
    if (now.paused_at, now.reason, now.by) != (after.paused_at, after.reason, after.by):
        whose = f" by {now.by}" if now.by else ""
        how = f"paused{whose} ({now.reason})" if now.paused_at else f"resumed{whose}"
        raise Changed(f"the account {now.name} was {how} since; sharebot accounts shows how it stands")
    rests = [at for at in (now.rests_until, before.rests_until) if at]
    row = tx.rows(
        "restore_account",
        account=records.clean(now.name),
        paused_at=micros(before.paused_at),
        reason=before.reason,
        paused_by=before.by,
        rests_until=micros(max(rests, default=None)),
    )[0]
    acts.note_account(tx, hand, now, records.account(row), _why(done, change.why))


def _person(tx: Transaction, change: PersonChange, hand: Hand, done: Act) -> None:
    if change.final or change.before is None:
        raise IllegalMove(f"{change.after.name} ({change.person_id}): {change.final or people.NEW}")
    now = people.as_now(tx, change.person_id)
    if now.version != change.after.version and person_json(now) != person_json(change.after):
        last = people.history(tx, now.id)[-1]
        raise Changed(f"person {now.id}, {now.name}, was changed since ({last.who}: {last.what})")
    what = _why(done, change.why)
    after = people.update(tx, replace(change.before, id=now.id, version=now.version), hand, what)
    acts.note_person(tx, hand, now, after, what)
