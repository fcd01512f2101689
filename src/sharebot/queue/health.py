"""Whether the database behind a queue is sound: looked at from beside, and nothing in it is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from sharebot.errors import StoreUnavailable
from sharebot.queue.database import Database
from sharebot.queue.opening import named, sqlite_file

LONGEST = 3.0
"""Seconds after which looking through a large file ends: most of it has been seen."""

_PATIENCE_MS = 2_000
_STEPS = 10_000
"""Of SQLite's machine between two looks at the watch: some milliseconds."""

LARGE_LOG = 100_000_000
"""Bytes of write-ahead log; SQLite begins it anew at 4 MB unless somebody reads all the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`size` and `log` in bytes, 0 for a server's; `whole`: whether there was time to look through all of it."""

    engine: str
    schema: str
    seconds: float
    size: int = 0
    log: int = 0
    whole: bool = True


def health(url: str, home: Path) -> Health:
    """Of a database that has been opened as a queue before. Raises StoreUnavailable for what is the matter with it."""
    database = named(url, home)
    path = sqlite_file(url, home)
    with closing(database):
        return _of_sqlite(database, path) if path else _of_server(database)


# SQLite ---------------------------------------------------------------------------------------------------------------


def _of_sqlite(database: Database, path: Path) -> Health:
    begun = monotonic()
    with closing(database.connect()) as connection:
        try:
            connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            _try_to_write(connection)
            seconds = monotonic() - begun
            whole = _looked_through(connection, path)
            schema = _schema(connection)
        except sqlite3.Error as error:
            database.complain(error)
            raise
    return Health(
        engine=f"SQLite {sqlite3.sqlite_version}",
        schema=schema,
        seconds=seconds,
        size=_size(path),
        log=_size(path.with_name(f"{path.name}-wal")),
        whole=whole,
    )


def _try_to_write(connection: sqlite3.Connection) -> None:
    """A write that is taken back. To begin one is not enough: of a file that may only be read SQLite begins to read."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version={number}")
    finally:
        connection.execute("ROLLBACK")


def _looked_through(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether time sufficed. https://www.sqlite.org/pragma.html#pragma_quick_check, read 2026-11-25."""
    until = monotonic() + LONGEST
    connection.set_progress_handler(lambda: int(monotonic() > until), _STEPS)
    try:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return False
        raise
    finally:
        connection.set_progress_handler(None, 0)
    if said != "ok":
        first = str(said).splitlines()[-1]
        raise StoreUnavailable(f"{path}: the queue is damaged ({first}); stop the daemon and put a copy in its place")
    return True


def _schema(connection: sqlite3.Connection) -> str:
    from sharebot.queue._sqlite import SQL

    row = connection.execute(SQL["revision"]).fetchone()
    return str(row[0]) if row else ""


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


# A server -------------------------------------------------------------------------------------------------------------


def _of_server(database: Database) -> Health:
    with database.writing():  # connected, and allowed to write
        begun = monotonic()
    with database.reading() as transaction:
        ((version,),) = transaction.select("SHOW server_version", {})
        schema = database.revision(transaction)
    return Health(engine=f"PostgreSQL {version}", schema=schema, seconds=monotonic() - begun)
