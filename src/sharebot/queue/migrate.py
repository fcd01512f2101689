"""`python -m sharebot.queue.migrate` brings the database whose address stands on its standard input up to date.

A process of its own, because Alembic would stay in the daemon's memory. All of it is one transaction: it is done, or
nothing has changed. Forwards only; before an SQLite file is touched, a copy is laid beside it.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from sharebot.errors import SharebotError, StoreUnavailable
from sharebot.queue import copies, opening
from sharebot.queue.database import Database, Transaction
from sharebot.queue.revisions import HEAD, REVISIONS
from sharebot.queue.sqlite import Sqlite

COPIES = 2
"""How many copies of the time before a migration are kept."""


def migrate(database: Database) -> None:
    """Does nothing if another process did it first. Raises StoreUnavailable."""
    try:
        with engine(database).connect() as connection, connection.begin():
            _migrate(database, connection)
    except DBAPIError as error:
        raise _in_words(database, error.orig) from error
    if isinstance(database, Sqlite):
        drop_old_copies(database)


def _migrate(database: Database, connection: Connection) -> None:
    tx = begun(database, connection)
    database.lock_schema(tx)
    found = database.revision(tx)
    opening.refuse_newer(database, found)
    if found == HEAD:
        return
    if isinstance(database, Sqlite):
        copy(database, HEAD)
    upgrade(connection)
    database.end_migration(tx)


def _in_words(database: Database, error: BaseException | None) -> Exception:
    said = database.said(error) if isinstance(error, Exception) else None
    line = str(error).partition("\n")[0]
    return said or StoreUnavailable(
        f"{database}: the queue could not be brought up to date ({line}); nothing was changed"
    )


def engine(database: Database) -> Engine:
    """SQLAlchemy over the queue's own connections."""
    return create_engine(database.SQLALCHEMY, creator=database.connect, poolclass=NullPool)


def begun(database: Database, connection: Connection) -> Transaction:
    """The queue's view of SQLAlchemy's connection, in a transaction that SQLAlchemy will commit."""
    tx = Transaction(database, connection.connection.driver_connection)
    database.begin_migration(tx)
    return tx


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Inside the transaction that is open on the connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def copy(database: Sqlite, revision: str) -> Path:
    """A copy of the file as it is before that revision, beside it. Raises StoreUnavailable."""
    path = database.path.with_name(f"{database.path.name}.before-{revision}")
    needed = 3 * copies.size(database.path)  # the copy, the log of what is changed, and the file after it
    copies.need_room(path.parent, needed, "bringing the queue up to date")
    try:
        with closing(database.connect()) as source:
            copies.copied(source, path, over=True, finish=copies.nothing_more)
    except (sqlite3.Error, OSError) as error:
        raise StoreUnavailable(
            f"{path}: the copy that is made before the queue is brought up to date cannot be written ({error}); "
            "free some space and make the folder writable; nothing was changed"
        ) from error
    return path


def drop_old_copies(database: Sqlite) -> None:
    """All but the last ones; what cannot be taken away does no harm."""
    names = [database.path.with_name(f"{database.path.name}.before-{revision}") for revision in REVISIONS]
    for path in [name for name in names if name.exists()][:-COPIES]:
        with suppress(OSError):
            path.unlink()


def main() -> int:
    """What went wrong is the last line on standard error."""
    try:
        migrate(opening.named(sys.stdin.read()))
    except SharebotError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
