"""The statements that look at posts, make new ones and move them; see statements.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, literal_column, select, update
from sqlalchemy.sql.elements import ClauseElement, ColumnElement

from sharebot.model import NOTHING_SENT
from sharebot.queue.parts import INSERTS, IS_POST, OF_ACCOUNT, ONE, POST, UNSENT, all_of, given, touched
from sharebot.queue.schema import (
    GIVES_WAY,
    HOLDS_SLOT,
    SENT_FOR_ENTRY,
    attempts,
    history,
    kept_pictures,
    posts,
)

_NEW_POST = given("entry_id", "account", "round", "state", "hold", "due_at", "slot_at", "share", "origin", "edited_by")


def _reading() -> dict[str, ClauseElement]:
    return {
        "post": select(*POST).where(IS_POST),
        "post_for_update": select(*POST).where(IS_POST).with_for_update(),
        "posts": select(*POST),
        "posts_count": select(func.count()).select_from(posts),
        "posts_due_at": select(posts.c.due_at).where(IS_POST),
        "attempts": select(attempts).where(attempts.c.post_id == bindparam("post_id")).order_by(attempts.c.number),
        "attempted": select(posts.c.share)
        .join_from(attempts, posts, posts.c.id == attempts.c.post_id)
        .where(
            attempts.c.started_at >= bindparam("since"),
            attempts.c.started_at < bindparam("until"),
            attempts.c.verdict.not_in([literal_column(f"'{kind}'") for kind in sorted(NOTHING_SENT)]),
            OF_ACCOUNT,
        )
        .order_by(attempts.c.started_at, attempts.c.post_id),
        "history": select(history).where(history.c.post_id == bindparam("post_id")).order_by(history.c.id),
        "taken_slots": select(posts.c.slot_at)
        .where(OF_ACCOUNT, HOLDS_SLOT, posts.c.slot_at >= bindparam("since"))
        .order_by(posts.c.slot_at),
        "slot_holder": select(posts.c.id).where(OF_ACCOUNT, HOLDS_SLOT, posts.c.slot_at == bindparam("slot_at")),
        "post_of_round": select(posts.c.id).where(
            OF_ACCOUNT, posts.c.entry_id == bindparam("entry_id"), posts.c.round == bindparam("round")
        ),
        "giving_way": select(*POST).where(OF_ACCOUNT, GIVES_WAY).order_by(posts.c.slot_at, posts.c.id),
        "first_shares": _first_shares(),
        "counts": select(posts.c.account, posts.c.state, func.count()).group_by(posts.c.account, posts.c.state),
        "open_tallies": _open_tallies(),
    }


def _open_tallies() -> ClauseElement:
    """The kinds by the numbers of their columns: PostgreSQL would not see that two literals are one expression."""
    kinds = (
        posts.c.account,
        posts.c.state,
        (posts.c.hold != literal_column("''")).label("held"),
        posts.c.due_at.is_not(None).label("dated"),
    )
    figures = (func.count(), func.min(posts.c.id), func.min(posts.c.created_at), func.min(posts.c.updated_at))
    is_open = posts.c.state.not_in([literal_column("'sent'"), literal_column("'cancelled'")])
    places: list[ColumnElement[Any]] = [literal_column(str(place)) for place in range(1, len(kinds) + 1)]
    return select(*kinds, *figures).where(is_open).group_by(*places).order_by(*places)


def _first_shares() -> ClauseElement:
    earlier = posts.alias("earlier")
    return (
        select(*POST)
        .where(
            OF_ACCOUNT,
            SENT_FOR_ENTRY,
            posts.c.updated_at >= bindparam("since"),
            posts.c.updated_at < bindparam("until"),
            ~exists().where(
                earlier.c.entry_id == posts.c.entry_id,
                earlier.c.account == posts.c.account,
                earlier.c.round < posts.c.round,
                earlier.c.state == literal_column("'sent'"),
            ),
        )
        .order_by(posts.c.updated_at, posts.c.id)
    )


def _adding(kind: str) -> dict[str, ClauseElement]:
    columns = {**_NEW_POST, "created_at": bindparam("now"), "updated_at": bindparam("now")}
    adding = INSERTS[kind](posts).values(columns).returning(*POST)
    return {
        "add_post": adding,
        "add_post_once": adding.on_conflict_do_nothing(index_elements=["entry_id", "account", "round"]),
        "add_step": insert(history).values(all_of(history, "id")).inline(),
        "keep_picture": insert(kept_pictures).values(all_of(kept_pictures)).inline(),
        "kept_picture": select(kept_pictures.c.data).where(kept_pictures.c.name == bindparam("name")).limit(ONE),
        "drop_kept": delete(kept_pictures).where(kept_pictures.c.post_id == bindparam("post_id")),
    }


def _moving() -> dict[str, ClauseElement]:
    unmoved = (IS_POST, posts.c.version == bindparam("seen"))
    sure = (UNSENT, posts.c.doubt.is_(None))
    change = given("share", "key", "body", "due_at", "slot_at", "hold", "looks", "doubt", "edited_by")
    move = given("state", "hold", "due_at", "slot_at", "receipt", "doubt", "rejected", "tries", "looks")
    return {
        "change": update(posts).where(*unmoved).values(**change, **touched()).returning(*POST),
        "move": update(posts).where(*unmoved).values(**move, **touched()).returning(*POST),
        # Later shares count from `updated_at` of what is sent: it stays.
        "set_receipt": update(posts)
        .where(IS_POST)
        .values(receipt=bindparam("receipt"), version=posts.c.version + ONE)
        .returning(*POST),
        "revise": update(posts)
        .where(IS_POST, *sure, posts.c.edited_by == literal_column("''"))
        .values(share=bindparam("share"), key=literal_column("NULL"), body=literal_column("NULL"), **touched())
        .returning(posts.c.state, posts.c.media_size),
        "leave_slot": update(posts).where(IS_POST).values(slot_at=literal_column("NULL")),
        "restore": update(posts)
        .where(*unmoved)
        .values(**move, **given("round", "share", "key", "body", "edited_by"), **touched())
        .returning(*POST),
        "cancel_unsent": update(posts).where(IS_POST, *sure).values(state=literal_column("'cancelled'"), **touched()),
    }


ALIKE = (_reading, _moving)
UNLIKE = (_adding,)
