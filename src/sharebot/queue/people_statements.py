"""The statements about people; see statements.py."""

from __future__ import annotations

from sqlalchemy import Text, bindparam, delete, exists, insert, literal_column, or_, select, update
from sqlalchemy.sql.elements import ClauseElement

from sharebot.queue.parts import INSERTS, ONE, all_of, given
from sharebot.queue.schema import IN_REGISTER, credited, entries, people, people_handles, people_history, people_names

_is_person = people.c.id == bindparam("person_id")
_in_order = (people.c.sort_key, people.c.id)


def _people() -> dict[str, ClauseElement]:
    of_key = people_names.c.key == bindparam("key")
    of_handle = (people_handles.c.platform == bindparam("platform"), people_handles.c.handle == bindparam("handle"))
    after = people.c.sort_key > bindparam("after")
    rest = or_(after, bindparam("after", type_=Text) == literal_column("''"))
    return {
        "person": select(people).where(_is_person),
        "last_key": select(people.c.sort_key)
        .where(IN_REGISTER, after)
        .order_by(*_in_order)
        .limit(ONE)
        .offset(bindparam("skip")),
        "people": select(people).where(IN_REGISTER, rest).order_by(*_in_order),
        "people_until": select(people)
        .where(IN_REGISTER, rest, people.c.sort_key <= bindparam("last"))
        .order_by(*_in_order),
        "people_named": select(people).join(people_names).where(of_key),
        "people_with": select(people).join(people_handles).where(*of_handle),
        "add_person": insert(people).values(all_of(people, "id", "version", "merged_into")).returning(*people.c),
        "set_person": update(people)
        .where(_is_person)
        .values(**given("sort_key", "record", "updated_at"), version=people.c.version + ONE)
        .returning(*people.c),
    }


def _knowing(kind: str) -> dict[str, ClauseElement]:
    """By what people are known."""
    name, handle = INSERTS[kind](people_names), INSERTS[kind](people_handles)
    return {
        "add_name": name.values(all_of(people_names)).on_conflict_do_nothing(),
        "add_handle": handle.values(all_of(people_handles)).on_conflict_do_nothing(),
        "drop_names": delete(people_names).where(people_names.c.person_id == bindparam("person_id")),
        "drop_handles": delete(people_handles).where(people_handles.c.person_id == bindparam("person_id")),
    }


def _crediting() -> dict[str, ClauseElement]:
    of_entry, of_person = credited.c.entry_id == bindparam("entry_id"), credited.c.person_id == bindparam("person_id")
    return {
        "credits": select(people).join(credited).where(of_entry).order_by(credited.c.position),
        "entries_of": select(entries).join(credited).where(of_person).order_by(entries.c.id.desc()),
        "add_credit": insert(credited).values(all_of(credited)).inline(),
        "drop_credits": delete(credited).where(of_entry),
        "pass_credit": update(credited).where(of_entry, of_person).values(person_id=bindparam("to")),
    }


def _merging() -> dict[str, ClauseElement]:
    sooner = credited.alias("sooner")
    twice = exists().where(
        sooner.c.entry_id == credited.c.entry_id,
        sooner.c.person_id == credited.c.person_id,
        sooner.c.position < credited.c.position,
    )
    theirs = people_history.c.person_id.in_(
        select(people.c.id).where(or_(people.c.merged_into == bindparam("person_id"), _is_person))
    )
    let_go = {"merged_into": bindparam("into"), "version": people.c.version + ONE, "updated_at": bindparam("now")}
    return {
        "let_go": update(people).where(or_(_is_person, people.c.merged_into == bindparam("person_id"))).values(let_go),
        "pass_credits": update(credited)
        .where(credited.c.person_id == bindparam("person_id"))
        .values(person_id=bindparam("into")),
        "drop_second_credits": delete(credited).where(credited.c.person_id == bindparam("into"), twice),
        "add_person_step": insert(people_history).values(all_of(people_history, "id")).inline(),
        "person_history": select(people_history).where(theirs).order_by(people_history.c.id),
    }


ALIKE = (_people, _crediting, _merging)
UNLIKE = (_knowing,)
