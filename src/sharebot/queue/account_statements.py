"""The statements about accounts, and about what was learnt from outside; see statements.py."""

from __future__ import annotations

from sqlalchemy import bindparam, case, insert, literal_column, select, update
from sqlalchemy.sql.elements import ClauseElement

from sharebot.queue.parts import INSERTS, THIS_ACCOUNT, all_of, given
from sharebot.queue.schema import accounts, facts, version


def _accounts(kind: str) -> dict[str, ClauseElement]:
    pausing = INSERTS[kind](accounts).values(given("name", "paused_at", "reason", "paused_by"))
    same = {name: pausing.excluded[name] for name in ("paused_at", "reason", "paused_by")}
    awake = same | {"rests_until": literal_column("NULL")}
    resting = INSERTS[kind](accounts).values(given("name", "rests_until"))
    old, new = accounts.c.rests_until, resting.excluded.rests_until
    return {
        "account": select(accounts).where(accounts.c.name == bindparam("name")),
        "account_for_update": select(accounts).where(accounts.c.name == bindparam("name")).with_for_update(),
        "accounts": select(accounts).order_by(accounts.c.name),
        "pause": pausing.on_conflict_do_update(index_elements=["name"], set_=same).returning(*accounts.c),
        "resume": pausing.on_conflict_do_update(index_elements=["name"], set_=awake).returning(*accounts.c),
        "restore_account": update(accounts)
        .where(THIS_ACCOUNT)
        .values(given("paused_at", "reason", "paused_by", "rests_until"))
        .returning(*accounts.c),
        "rest": resting.on_conflict_do_update(
            index_elements=["name"], set_={"rests_until": case((old > new, old), else_=new)}
        ).returning(*accounts.c),
    }


def _learnt(kind: str) -> dict[str, ClauseElement]:
    anew = INSERTS[kind](facts).values(all_of(facts))
    same = {name: anew.excluded[name] for name in ("value", "learnt_at")}
    return {
        "revision": select(version.c.version_num),
        "set_revision": insert(version).values(version_num=bindparam("revision")).inline(),
        "fact": select(facts.c.value, facts.c.learnt_at).where(
            facts.c.kind == bindparam("kind"), facts.c.name == bindparam("name")
        ),
        "add_fact": INSERTS[kind](facts).values(all_of(facts)).on_conflict_do_nothing(),
        "swap_fact": update(facts)
        .values(given("value", "learnt_at"))
        .where(facts.c.kind == bindparam("kind"), facts.c.name == bindparam("name"), facts.c.value == bindparam("of")),
        "facts": select(facts.c.name, facts.c.value, facts.c.learnt_at)
        .where(facts.c.kind == bindparam("kind"))
        .order_by(facts.c.name),
        "put_fact": anew.on_conflict_do_update(index_elements=["kind", "name"], set_=same),
    }


UNLIKE = (_accounts, _learnt)
