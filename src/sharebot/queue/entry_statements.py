"""The statements about feeds and entries; see statements.py."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.sql.elements import ClauseElement

from sharebot.queue.parts import INSERTS, all_of
from sharebot.queue.schema import aliases, entries, feeds


def _feeds(kind: str) -> dict[str, ClauseElement]:
    upsert, once = INSERTS[kind](feeds), INSERTS[kind](aliases)
    return {
        "feed": select(feeds.c.state).where(feeds.c.address == bindparam("address")),
        "feeds": select(feeds.c.state).order_by(feeds.c.address),
        "put_feed": upsert.values(all_of(feeds)).on_conflict_do_update(
            index_elements=["address"], set_={"state": upsert.excluded.state}
        ),
        "entry": select(entries).where(entries.c.id == bindparam("entry_id")),
        "entry_named": select(entries).join(aliases).where(aliases.c.name == bindparam("name")),
        "add_entry": insert(entries).values(all_of(entries, "id")).returning(entries.c.id),
        "set_entry": update(entries)
        .where(entries.c.id == bindparam("entry_id"))
        .values(all_of(entries, "id", "first_seen_at")),
        "add_alias": once.values(all_of(aliases)).on_conflict_do_nothing(),
    }


UNLIKE = (_feeds,)
