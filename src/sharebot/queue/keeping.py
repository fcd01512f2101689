"""What is let go in time, and what must be doubted because the queue was restored from a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sharebot.model import FeedState, Post, State
from sharebot.ports import HEARTBEATS, RESTORED, Marks
from sharebot.queue import acts, records, steps
from sharebot.queue.database import Transaction
from sharebot.queue.delivery import drop_media
from sharebot.queue.records import as_json, clean, micros
from sharebot.queue.steps import Hand

# What is let go -------------------------------------------------------------------------------------------------------


def thin(tx: Transaction, post_id: int, before: datetime) -> None:
    """Unless somebody has taken the post up again since it was found."""
    when = micros(before)
    if tx.row("still_over", post_id=post_id, before=when):
        tx.run("thin_attempts", post_id=post_id, before=when)
        tx.run("thin_history", post_id=post_id, before=when)
        tx.run("thin_post", post_id=post_id)
        drop_media(tx, post_id)


def forget_acts(tx: Transaction, before: datetime) -> int:
    for statement in ("forget_undoes", "forget_undone_by", "forget_act_changes"):
        tx.run(statement, before=micros(before))
    return tx.run("forget_acts", before=micros(before))


def forget(tx: Transaction, kind: str, before: datetime, *, strangers: bool) -> int:
    return tx.run("forget_strangers" if strangers else "forget", kind=clean(kind), before=micros(before))


# After a copy was put back --------------------------------------------------------------------------------------------


_SURELY = timedelta(days=1)
"""No clock that wrote into the copy is further ahead."""


def restored(tx: Transaction, taken_at: datetime, hand: Hand) -> Marks:
    tx.lock_intake()
    _note_act(tx, taken_at, hand)
    known = tx.row("fact", kind=RESTORED, name="")
    since = min(taken_at, datetime.fromisoformat(known[0])) if known else taken_at
    tx.run("forget", kind=HEARTBEATS, before=micros(max(taken_at, hand.now) + _SURELY))
    tx.run("put_fact", kind=RESTORED, name="", value=since.isoformat(), learnt_at=micros(hand.now))
    for row in tx.rows("feeds"):
        feed = _unread(records.feed(row[0]))
        tx.run("put_feed", address=clean(feed.address), state=as_json(feed))
    return Marks(
        unsure=_ask_about_doubtful(tx, taken_at, hand),
        held=_hold_unsent(tx, taken_at, hand),
        failed=_warn_of_failed(tx, taken_at, hand),
    )


def _note_act(tx: Transaction, taken_at: datetime, hand: Hand) -> None:
    """The log tells of it, although it is no act that could be taken back."""
    if hand.act:
        hand.act.what = _from(taken_at)
        acts.number(tx, hand)


def _unread(feed: FeedState) -> FeedState:
    """To be read whole, whatever its server says has not changed."""
    return replace(
        feed, etag="", modified="", body_hash="", known=frozenset(), settled_at=None, next_poll_at=None, failures=0
    )


def _ask_about_doubtful(tx: Transaction, taken_at: datetime, hand: Hand) -> int:
    """Not even a key is trusted: the post may have been edited since, and have gone out under another."""
    why = f"{_from(taken_at)}; nobody knows what became of it since: look, then sharebot resolve"
    rows = tx.rows("maybe_public")
    for post_id, state in rows:
        tx.run("end_open_attempts", post_id=post_id, now=micros(hand.now), detail=why)
        tx.run("ask_about", post_id=post_id, now=micros(hand.now))
        steps.write(tx, post_id, hand, before=State(state), after=State.UNSURE, why=why)
    return len(rows)


def _hold_unsent(tx: Transaction, taken_at: datetime, hand: Hand) -> int:
    """Those that are due later, too: somebody may have sent them ahead of their time."""
    why = _may_have_gone_out(taken_at)
    rows = tx.rows("unsent")
    for post_id, state, hold in rows:
        before = f" (it waited already: {hold})" if hold and not hold.startswith(_FROM) else ""
        tx.run("hold", post_id=post_id, hold=why + before, now=micros(hand.now))
        steps.write(tx, post_id, hand, before=State(state), after=State(state), why=why)
    return len(rows)


def _warn_of_failed(tx: Transaction, taken_at: datetime, hand: Hand) -> int:
    why = f"{_from(taken_at)}; may have been sent again since: look before sharebot retry"
    rows = tx.rows("failed")
    for post_id, state in rows:
        steps.write(tx, post_id, hand, before=State(state), after=State(state), why=why)
    return len(rows)


def hold_of(tx: Transaction, post: Post) -> str:
    """Why the post may not go out again by itself: nobody has decided about it since a copy was put back.

    Empty where that is no reason. What the copy has as cancelled or failed may have been taken up after it was taken.
    """
    known = tx.row("fact", kind=RESTORED, name="")
    if known is None or post.updated_at > records.known(known[1]):
        return ""
    return _may_have_gone_out(datetime.fromisoformat(known[0]))


def _may_have_gone_out(taken_at: datetime) -> str:
    return f"{_from(taken_at)}; may have gone out since: look, then approve or cancel"


_FROM = "restored from the backup of"


def _from(taken_at: datetime) -> str:
    return f"{_FROM} {taken_at:%Y-%m-%d %H:%M} UTC"
