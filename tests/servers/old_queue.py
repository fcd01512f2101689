"""A queue as the first sharebot left it, in which there is something of everything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sharebot.queue import migrate, opening
from sharebot.queue.revisions import VERSION_TABLE

BEHIND = f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL, CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY (version_num))"
"""A database whose schema is older than any."""

_SHARE = '{"text":"A story","length":7,"limit":280,"link":""}'
_DOUBT = '{"at":"2026-11-23T09:00:00Z","boot":"boot","ticks":1.0,"last_ticks":1.0}'
_COLUMNS = (
    "account, state, due_at, share, key, body, doubt, attempt, lease_until, worker, receipt, created_at, updated_at"
)
_POSTS = f"""INSERT INTO posts ({_COLUMNS}) VALUES
    ('x', 'queued', 5, '{_SHARE}', 'frozen', BODY, NULL, 1, NULL, '', NULL, 1, 2),
    ('x', 'queued', 9, '{_SHARE}', NULL, NULL, NULL, 0, NULL, '', NULL, 1, 2),
    ('y', 'sending', 5, '{_SHARE}', 'out', BODY, '{_DOUBT}', 1, 9, 'w', NULL, 1, 2),
    ('x', 'sent', 4, '{_SHARE}', 'gone', BODY, NULL, 1, NULL, '', '{{"remote_id":"1","url":"u"}}', 1, 2)"""
_ENTRY = """INSERT INTO entries (feed, entry, authors, fate, first_seen_at, changed_at) VALUES
    ('https://blog.harborlight.org/feed/', '{"id":"1","url":"u","title":"A story"}', '[]', 'shared', 7, 8)"""
OF_THE_FIRST = (
    """INSERT INTO feeds VALUES ('https://blog.harborlight.org/feed/', '{"address":"https://blog.harborlight.org/feed/"}')""",
    _ENTRY,
    "INSERT INTO aliases VALUES ('1', 1)",
    _POSTS,
    "INSERT INTO attempts (post_id, number, worker, started_at) VALUES (1, 1, 'w', 3), (3, 1, 'w', 3), (4, 1, 'w', 3)",
    "INSERT INTO history (post_id, at, who, before, after) VALUES (1, 1, 'dana', NULL, 'queued')",
    "INSERT INTO accounts VALUES ('z', 6, 'new password', 'dana')",
)


def fill_the_first_revision(address: str) -> None:
    """Migrate a database that is behind to the first revision only, and put something of everything into it."""
    database = opening.named(address)
    with migrate.engine(database).connect() as connection, connection.begin():
        tx = migrate.begun(database, connection)
        migrate.upgrade(connection, "0001")
        for statement in OF_THE_FIRST:
            tx.execute(statement.replace("BODY", "x'00ff'" if "sqlite" in address else "'\\x00ff'::bytea"), {})
    database.close()


def of_the_first_revision(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(BEHIND)
    fill_the_first_revision(f"sqlite:///{path}")
    return path
