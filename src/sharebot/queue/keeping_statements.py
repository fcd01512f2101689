"""The statements for what is let go in time, and for what a restored copy leaves in doubt; see statements.py."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, exists, literal_column, or_, select, update
from sqlalchemy.sql.elements import ClauseElement, ColumnElement

from sharebot.queue.parts import IS_POST, NULL, UNSENT, touched
from sharebot.queue.schema import act_changes, acts, attempts, facts, history, people_handles, posts, state_is

_before: ColumnElement[int] = bindparam("before")
_AT_ITS_END = posts.c.state.in_([literal_column(f"'{state}'") for state in ("sent", "failed", "cancelled")])


def _thinning() -> dict[str, ClauseElement]:
    """A post keeps its words, its receipt and the last row of its history: by them nothing is sent twice."""
    later = history.alias("later")
    told_later = exists().where(later.c.post_id == history.c.post_id, later.c.id > history.c.id)
    over = (_AT_ITS_END, posts.c.doubt.is_(None), posts.c.updated_at < _before)
    more_than_needed = or_(
        posts.c.body.is_not(None),
        exists().where(attempts.c.post_id == posts.c.id, attempts.c.started_at < _before),
        exists().where(history.c.post_id == posts.c.id, history.c.at < _before, told_later),
    )
    return {
        "long_over": select(posts.c.id)
        .where(posts.c.id > bindparam("after"), *over, more_than_needed)
        .order_by(posts.c.id)
        .limit(bindparam("limit")),
        "still_over": select(posts.c.id).where(IS_POST, *over).with_for_update(),
        "thin_post": update(posts).where(IS_POST).values(key=NULL, body=NULL, media_size=literal_column("0")),
        "thin_attempts": delete(attempts).where(
            attempts.c.post_id == bindparam("post_id"), attempts.c.started_at < _before
        ),
        "thin_history": delete(history).where(
            history.c.post_id == bindparam("post_id"), history.c.at < _before, told_later
        ),
    }


def _forgetting_acts() -> dict[str, ClauseElement]:
    """First what refers to them, also other acts of that time."""
    old = select(acts.c.id).where(acts.c.at < _before)
    return {
        "forget_undoes": update(acts).where(acts.c.undoes.in_(old)).values(undoes=NULL),
        "forget_undone_by": update(acts).where(acts.c.undone_by.in_(old)).values(undone_by=NULL),
        "forget_act_changes": delete(act_changes).where(act_changes.c.act_id.in_(old)),
        "forget_acts": delete(acts).where(acts.c.at < _before),
    }


def _forgetting() -> dict[str, ClauseElement]:
    old = (facts.c.kind == bindparam("kind"), facts.c.learnt_at < _before)
    whose = people_handles.c.platform + literal_column("' '") + people_handles.c.handle
    return {
        "forget": delete(facts).where(*old),
        "forget_strangers": delete(facts).where(*old, ~exists().where(whose == facts.c.name)),
    }


def _restoring() -> dict[str, ClauseElement]:
    maybe_public = or_(state_is("sending"), state_is("unsure"), UNSENT & posts.c.doubt.is_not(None))
    return {
        "maybe_public": select(posts.c.id, posts.c.state).where(maybe_public).order_by(posts.c.id),
        "unsent": select(posts.c.id, posts.c.state, posts.c.hold)
        .where(UNSENT, posts.c.doubt.is_(None))
        .order_by(posts.c.id),
        "failed": select(posts.c.id, posts.c.state).where(state_is("failed")).order_by(posts.c.id),
        "ask_about": update(posts)
        .where(IS_POST)
        .values(
            state=literal_column("'unsure'"),
            hold=literal_column("''"),
            due_at=NULL,
            lease_until=NULL,
            worker=literal_column("''"),
            **touched(),
        ),
        "hold": update(posts).where(IS_POST).values(hold=bindparam("hold"), **touched()),
        "end_open_attempts": update(attempts)
        .where(attempts.c.post_id == bindparam("post_id"), attempts.c.ended_at.is_(None))
        .values(ended_at=bindparam("now"), verdict=literal_column("'lost'"), detail=bindparam("detail")),
    }


ALIKE = (_thinning, _forgetting_acts, _forgetting, _restoring)
