"""All that is in an SQLite file, carried over into an empty database of another kind.

A command of its own and rarely run: it may import SQLAlchemy, which no running sharebot does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from sharebot.errors import StoreUnavailable
from sharebot.queue import opening
from sharebot.queue.database import Database
from sharebot.queue.migrate import engine
from sharebot.queue.schema import metadata, version
from sharebot.queue.sqlite import Sqlite

BATCH = 500
"""Rows in one statement; some of them hold pictures."""


def carry(file: Path, url: str, home: Path) -> Mapping[str, int]:
    """All rows, by their tables: all of them or none. Both databases are brought up to date first.

    Nobody may work on the file meanwhile. Raises StoreUnavailable, also where the other database is not empty.
    """
    with closing(opening.opened(f"sqlite:///{file}", None)) as source, closing(opening.opened(url, home)) as target:
        try:
            with engine(source).connect() as before, engine(target).connect() as after, after.begin():
                before.exec_driver_sql("BEGIN IMMEDIATE")  # nobody writes into the file while it is read
                _refuse_unless_empty(target, after)
                carried = {table.name: _carry(before, after, table) for table in _tables()}
                _go_on_counting(after)
        except DBAPIError as error:
            said = target.said(error.orig) if isinstance(error.orig, Exception) else None
            raise said or StoreUnavailable(f"{target}: {str(error.orig).partition(chr(10))[0]}") from error
    return carried


def retired(file: Path) -> Path:
    """Where the file is laid afterwards, so that nobody goes on with it by mistake. Raises StoreUnavailable."""
    aside = file.with_name(f"{file.name}.moved")
    if aside.exists():
        raise StoreUnavailable(f"{aside} is there already; move it away, then try again")
    return aside


def file_named(path: Path) -> Path:
    """The file, if it is there and is a queue. Raises StoreUnavailable."""
    if not path.is_file():
        raise StoreUnavailable(f"{path}: there is no such file; name the queue's, such as sharebot.db in SHAREBOT_HOME")
    with closing(Sqlite(path.absolute())) as database, database.reading() as tx:
        if not database.revision(tx).strip():
            raise StoreUnavailable(f"{path} is no queue of sharebot")
    return path.absolute()


def _tables() -> Iterator[Table]:
    """Those that others refer to come first."""
    return (table for table in metadata.sorted_tables if table is not version)


def _refuse_unless_empty(target: Database, connection: Connection) -> None:
    found = {table.name: _count(connection, table) for table in _tables()}
    if full := [name for name, count in found.items() if count and name != "facts"]:
        raise StoreUnavailable(f"{target} is not empty: {', '.join(full)} have rows; name a database of its own")
    connection.execute(metadata.tables["facts"].delete())


def _carry(before: Connection, after: Connection, table: Table) -> int:
    later = {key.parent.name: None for key in table.foreign_keys if key.column.table is table}
    rows = before.execution_options(yield_per=BATCH).execute(select(table))
    for batch in rows.mappings().partitions():
        after.execute(table.insert(), [dict(row) | later for row in batch])
    for name in later:  # whom they speak of is there now
        _carry_references(before, after, table, name)
    counted, expected = _count(after, table), _count(before, table)
    if counted != expected:
        raise StoreUnavailable(f"{table.name}: {expected} rows were read and {counted} written; nothing was changed")
    return counted


def _carry_references(before: Connection, after: Connection, table: Table, name: str) -> None:
    told = before.execute(select(table.c.id, table.c[name]).where(table.c[name].is_not(None))).all()
    for row_id, other in told:
        after.execute(table.update().where(table.c.id == row_id).values({name: other}))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _go_on_counting(connection: Connection) -> None:
    """New rows get numbers above those that were carried over."""
    for table in _tables():
        columns = [*table.primary_key.columns]
        if len(columns) == 1 and columns[0].autoincrement is not False and columns[0].type.python_type is int:
            sequence = func.pg_get_serial_sequence(table.name, columns[0].name)
            last = connection.execute(select(func.max(columns[0]))).scalar_one_or_none()
            if last:
                connection.execute(select(func.setval(sequence, last)))
