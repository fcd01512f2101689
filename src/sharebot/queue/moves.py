"""Moving and changing posts, guarded by their version: of two who decide at once, the second looks again."""

from __future__ import annotations

from sharebot.errors import Changed, IllegalMove, SlotTaken
from sharebot.model import UNSENT, Post, State, Verdict
from sharebot.ports import Change
from sharebot.queue import acts, keeping, reading, records, steps
from sharebot.queue.database import Transaction
from sharebot.queue.delivery import check_verdict, drop_kept, drop_media, due_after
from sharebot.queue.intake import slot_taken
from sharebot.queue.records import Row, as_json, clean, micros, optional_json
from sharebot.queue.steps import ME, Hand

_AT_ITS_END = frozenset({State.SENT, State.FAILED, State.CANCELLED})
_FOR_GOOD = frozenset({State.SENT, State.CANCELLED})
"""What failed can still be sent again, by the payload that is frozen."""


# Moving ---------------------------------------------------------------------------------------------------------------


def move(tx: Transaction, post: Post, verdict: Verdict, hand: Hand) -> Post:
    before = unchanged(tx, post)
    _check_move(before, verdict)
    again = before.state is State.FAILED
    row = guarded(
        tx,
        "move",
        before,
        state=verdict.state.value,
        hold=_hold_after(tx, before, verdict),
        due_at=micros(due_after(before, verdict)),
        slot_at=None if again else micros(before.slot_at),
        receipt=optional_json(verdict.receipt),
        doubt=optional_json(verdict.doubt),
        rejected=clean(verdict.rejected),
        tries=0 if again or (hand.who != ME and before.state is State.UNSURE) else before.tries,
        looks=0,
        now=micros(hand.now),
    )
    if verdict.state in _FOR_GOOD and records.media_size(row):
        drop_media(tx, post.id)
    if verdict.state is State.SENT:
        drop_kept(tx, before)
    steps.write(tx, post.id, hand, before=before.state, after=verdict.state, why=verdict.reason)
    after = records.post(row)
    acts.note_post(tx, hand, before, after, verdict.reason)
    return after


def _hold_after(tx: Transaction, before: Post, verdict: Verdict) -> str:
    """Whoever moves a post to QUEUED has decided; but a queue that was restored may not know that it went out since.

    What is in doubt is repeated under its key, or looked up first, and needs no hold.
    """
    if verdict.state is not State.QUEUED:
        return before.hold
    return keeping.hold_of(tx, before) if before.state is State.FAILED and not before.doubt else ""


def _check_move(before: Post, verdict: Verdict) -> None:
    if State.SENDING in (before.state, verdict.state):
        raise IllegalMove(
            f"post {before.id} is {before.state} and cannot become {verdict.state} by hand: "
            "only a worker's claim begins a sending, and only its end ends it"
        )
    check_verdict(before.id, before.state, verdict)
    if verdict.state is State.CANCELLED and before.doubt:
        raise IllegalMove(f"post {before.id} may be public already and cannot become cancelled; wait or resolve it")


# Changing -------------------------------------------------------------------------------------------------------------


def change(tx: Transaction, post: Post, changes: Change, hand: Hand, *, why: str) -> Post:
    before, share = unchanged(tx, post), changes.get("share")
    _check_change(before, {name for name, value in changes.items() if value is not None and value is not False})
    row = guarded(
        tx,
        "change",
        before,
        **_after(before, changes),
        edited_by=clean(hand.who) if share and hand.who != ME else before.edited_by,
        now=micros(hand.now),
    )
    if share and records.media_size(row):
        drop_media(tx, post.id)
    if why:
        steps.write(tx, post.id, hand, before=before.state, after=before.state, why=why)
    after = records.post(row)
    acts.note_post(tx, hand, before, after, why)
    return after


def _after(before: Post, changes: Change) -> dict[str, object]:
    """The columns that may change, as they are afterwards."""
    share, due_at, slot_at = changes.get("share"), changes.get("due_at"), changes.get("slot_at")
    hold, looks, undated = changes.get("hold"), changes.get("looks"), changes.get("undated", False)
    return {
        "share": as_json(share or before.share),
        **records.payload(None if share else before.payload),
        "due_at": None if undated else micros(due_at or before.due_at),
        "slot_at": micros(slot_at if slot_at or due_at or undated else before.slot_at),
        "hold": before.hold if hold is None else clean(hold),
        "looks": before.looks if looks is None else looks,
        "doubt": optional_json(changes.get("doubt") or before.doubt),
    }


def _check_change(before: Post, names: set[str]) -> None:
    """`names`: of what is to change."""
    wording = not names.isdisjoint({"share", "hold"})
    if not _is_open(before, wording=wording, words_alone=names == {"share"}):
        raise IllegalMove(f"post {before.id} is {before.state} and cannot be changed")
    if wording and before.doubt:
        raise IllegalMove(f"post {before.id} may be public already and cannot be changed; wait or resolve it")


def _is_open(before: Post, *, wording: bool, words_alone: bool) -> bool:
    """What failed is surely not public: it may get other words, but neither a time nor a hold."""
    if before.state is State.FAILED:
        return words_alone
    return before.state not in _AT_ITS_END and (not wording or before.state in UNSENT)


# Guards ---------------------------------------------------------------------------------------------------------------


def unchanged(tx: Transaction, post: Post) -> Post:
    """The post as it is now, locked. Raises Changed if it is not the one that was decided about."""
    now = reading.post(tx, post.id, "post_for_update")
    if now.version != post.version:
        raise Changed(f"post {post.id} was changed meanwhile and is {now.state} now; look again, then decide again")
    return now


def guarded(tx: Transaction, statement: str, before: Post, **values: object) -> Row:
    try:
        row = tx.row(statement, post_id=before.id, seen=before.version, **values)
    except SlotTaken as error:
        micros_at = values["slot_at"]
        raise slot_taken(before.account, records.moment(micros_at if isinstance(micros_at, int) else None)) from error
    if row is None:
        raise AssertionError(f"post {before.id} changed although it was locked")
    return row
