"""The statements about acts; see statements.py."""

from __future__ import annotations

from sqlalchemy import bindparam, case, insert, literal_column, select, update
from sqlalchemy.sql.elements import ClauseElement

from sharebot.queue.parts import INSERTS, all_of
from sharebot.queue.schema import act_changes, acts, history

_is_act = acts.c.id == bindparam("act_id")


def _listing() -> dict[str, ClauseElement]:
    of_post = select(act_changes.c.act_id).where(
        act_changes.c.kind == literal_column("'post'"), act_changes.c.thing == bindparam("thing")
    )
    return {
        "act": select(acts).where(_is_act),
        "act_for_update": select(acts).where(_is_act).with_for_update(),
        "acts": select(acts),
        "acts_order": select(acts).order_by(acts.c.id.desc()).limit(bindparam("limit")),
        "where_act_who": acts.c.who == bindparam("who"),
        "where_act_since": acts.c.at >= bindparam("since"),
        "where_act_before": acts.c.id < bindparam("before_id"),
        "where_act_post": acts.c.id.in_(of_post),
        "act_changes": select(act_changes)
        .where(act_changes.c.act_id == bindparam("act_id"))
        .order_by(act_changes.c.kind, act_changes.c.thing),
        "machine_steps": select(history)
        .where(history.c.id < bindparam("before_id"), history.c.who.not_in(select(acts.c.who)))
        .order_by(history.c.id.desc())
        .limit(bindparam("limit")),
        "add_act": insert(acts).values(all_of(acts, "id", "undone_by")).returning(acts.c.id),
        "set_undone": update(acts).where(_is_act).values(undone_by=bindparam("undone_by")),
    }


def _recording(kind: str) -> dict[str, ClauseElement]:
    """A thing that an act changes again keeps what it was before the first time, and is told of every reason."""
    note = INSERTS[kind](act_changes).values(all_of(act_changes))
    new = note.excluded
    final = case((new.final == literal_column("''"), act_changes.c.final), else_=new.final)
    said = act_changes.c.why
    whole = case(
        (new.why == literal_column("''"), said),
        (said == literal_column("''"), new.why),
        (said == new.why, said),
        else_=said + literal_column("'; '") + new.why,
    )
    last = {"after": new.after, "why": whole, "follows": act_changes.c.follows * new.follows, "final": final}
    return {
        "note_change": note.on_conflict_do_update(index_elements=["act_id", "kind", "thing"], set_=last),
    }


ALIKE = (_listing,)
UNLIKE = (_recording,)
