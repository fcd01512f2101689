"""From what lists of posts are put together: the conditions that are asked for, and the orders; see statements.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, case, literal_column, or_, select
from sqlalchemy.sql.elements import ClauseElement, ColumnElement

from sharebot.model import Sort, State
from sharebot.queue.parts import ONE
from sharebot.queue.schema import IS_OPEN, UNDATED, credited, people, posts, state_is


def _conditions() -> dict[str, ClauseElement]:
    """The parts from which the list of posts is put together: WHERE all of these that are asked for."""
    due_at, post_id = posts.c.due_at, posts.c.id
    return {
        "where_account": posts.c.account == bindparam("account"),
        "where_entry": posts.c.entry_id == bindparam("entry_id"),
        "where_author": posts.c.entry_id.in_(
            select(credited.c.entry_id).where(credited.c.person_id == bindparam("author"))
        ),
        "where_open": IS_OPEN,
        "where_awaiting": or_(state_is("draft"), and_(state_is("queued"), posts.c.hold != literal_column("''"))),
        "where_sure": posts.c.doubt.is_(None),
        "where_from": due_at >= bindparam("due_from"),
        "where_until": due_at <= bindparam("due_until"),
        "where_after": or_(
            due_at > bindparam("after_due_at"),
            and_(due_at == bindparam("after_due_at"), post_id > bindparam("after_id")),
            due_at.is_(None),
        ),
        "where_after_undated": and_(due_at.is_(None), post_id > bindparam("after_id")),
    }


_LIFE = case(
    *((state_is(state.value), literal_column(str(number))) for number, state in enumerate(State)),
    else_=literal_column("NULL"),
)
_FIRST_AUTHOR = (
    select(people.c.sort_key)
    .join_from(credited, people, people.c.id == credited.c.person_id)
    .where(credited.c.entry_id == posts.c.entry_id)
    .order_by(credited.c.position)
    .limit(ONE)
    .scalar_subquery()
)

ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.DUE: (),
    Sort.ACCOUNT: (posts.c.account,),
    Sort.AUTHOR: (_FIRST_AUTHOR.is_(None), _FIRST_AUTHOR),
    Sort.ENTRY: (posts.c.entry_id.is_(None), posts.c.entry_id),
    Sort.STATE: (_LIFE,),
}


def orders() -> dict[Sort, tuple[ColumnElement[Any], ...]]:
    """What is equal goes by due time, then by number; posts are numbered as they are made."""
    made = {sort: (*first, UNDATED, posts.c.due_at, posts.c.id) for sort, first in ORDERS.items()}
    return {**made, Sort.CREATED: (posts.c.id,)}


ALIKE = (_conditions,)
