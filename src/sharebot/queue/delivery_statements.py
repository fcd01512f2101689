"""The statements of a delivery: the claim, what settles it, and what is due; see statements.py."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, exists, func, insert, literal_column, or_, select, update
from sqlalchemy.sql.elements import ClauseElement

from sharebot.queue.parts import IS_POST, OF_ACCOUNT, ONE, POST, THIS_ACCOUNT, all_of, given, touched
from sharebot.queue.schema import CLAIMABLE, accounts, attempts, media, posts, state_is

_paused = exists().where(THIS_ACCOUNT, accounts.c.paused_at.is_not(None))
_stopped = exists().where(
    THIS_ACCOUNT, or_(accounts.c.paused_at.is_not(None), accounts.c.rests_until > bindparam("now"))
)


def _claiming() -> dict[str, ClauseElement]:
    due = (OF_ACCOUNT, CLAIMABLE, posts.c.due_at <= bindparam("now"), ~_stopped)
    first = select(*POST).where(*due).order_by(posts.c.due_at, posts.c.id).limit(ONE)
    return {
        "peek": first,
        "next_claimable": first.with_for_update(skip_locked=True),
        "this_claimable": first.where(posts.c.id == bindparam("only")).with_for_update(skip_locked=True),
        "claim": update(posts)
        .where(IS_POST)
        .values(
            state=literal_column("'sending'"),
            **given("key", "body", "media_size", "doubt", "attempt", "lease_until", "worker"),
            tries=posts.c.tries + ONE,
            looks=literal_column("0"),
            **touched(),
        ),
        "add_attempt": insert(attempts).values(given("post_id", "number", "worker", "started_at")).inline(),
        "media": select(media.c.data).where(media.c.post_id == bindparam("post_id")),
        "add_media": insert(media).values(all_of(media)).inline(),
        "drop_media": delete(media).where(media.c.post_id == bindparam("post_id")),
    }


def _settling() -> dict[str, ClauseElement]:
    settled = (
        update(posts)
        .values(
            **given("state", "due_at", "receipt", "doubt", "rejected"),
            looks=literal_column("0"),
            lease_until=literal_column("NULL"),
            worker=literal_column("''"),
            **touched(),
        )
        .returning(*POST)
    )
    return {
        "settle": settled.where(IS_POST, state_is("sending"), posts.c.attempt == bindparam("attempt")),
        "settle_late": settled.where(IS_POST, state_is("unsure")),
        "end_attempt": update(attempts)
        .where(attempts.c.post_id == bindparam("post_id"), attempts.c.number == bindparam("number"))
        .values(given("ended_at", "verdict", "detail")),
    }


def _watching() -> dict[str, ClauseElement]:
    queued = select(func.min(posts.c.due_at)).where(OF_ACCOUNT, CLAIMABLE, ~_paused)
    unsure = select(func.min(posts.c.due_at)).where(OF_ACCOUNT, state_is("unsure"), ~_paused)
    leased = select(func.min(posts.c.lease_until)).where(OF_ACCOUNT, state_is("sending"))
    rests = select(accounts.c.rests_until).where(THIS_ACCOUNT)
    orphans = select(*POST).where(state_is("sending")).order_by(posts.c.lease_until, posts.c.id)
    return {
        "orphans": orphans.where(posts.c.lease_until <= bindparam("now")),
        "open_claims": orphans,
        "unsure": select(*POST)
        .where(OF_ACCOUNT, state_is("unsure"), posts.c.due_at <= bindparam("now"), ~_stopped)
        .order_by(posts.c.due_at, posts.c.id),
        "overdue": select(*POST)
        .where(OF_ACCOUNT, CLAIMABLE, posts.c.due_at < bindparam("before"), posts.c.doubt.is_(None))
        .order_by(posts.c.due_at, posts.c.id),
        "next_due": select(*(each.scalar_subquery() for each in (queued, unsure, leased, rests))),
    }


ALIKE = (_claiming, _settling, _watching)
