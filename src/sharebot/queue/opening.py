"""From a database's address to one that is current: made if it is empty, migrated if it is behind."""

from __future__ import annotations

from pathlib import Path

from sharebot.errors import StoreUnavailable
from sharebot.queue.database import EMPTY, Database, Transaction
from sharebot.queue.revisions import HEAD, REVISIONS

_EXAMPLES = "write sqlite:////path/to/sharebot.db or postgresql+psycopg://user:password@host/name"


def opened(url: str, home: Path | None) -> Database:
    database = named(url, home)
    try:
        _make_current(database)
    except BaseException:
        database.close()
        raise
    return database


def sqlite_file(url: str, home: Path) -> Path | None:
    """The file that `url` names, or `home`'s own where it names none; None where it is another database's address."""
    scheme, _, rest = url.strip().partition("://")
    if not url.strip():
        return (home / "sharebot.db").absolute()
    return Path(rest.removeprefix("/")).absolute() if scheme in {"sqlite", "sqlite+pysqlite"} else None


def named(url: str, home: Path | None = None) -> Database:
    """Not opened yet. The address is never shown: it may hold a password."""
    scheme, separator, rest = url.strip().partition("://")
    if not url.strip() and home is not None:
        return _sqlite(home / "sharebot.db")
    if separator and scheme in {"sqlite", "sqlite+pysqlite"}:
        return _sqlite_at(rest)
    if separator and scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return _postgresql(rest)
    raise StoreUnavailable(f"SHAREBOT_DATABASE_URL is not the address of a database that sharebot can use; {_EXAMPLES}")


def _sqlite_at(rest: str) -> Database:
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path or path == ":memory:" or "?" in path:
        raise StoreUnavailable(f"SHAREBOT_DATABASE_URL names no file for SQLite; {_EXAMPLES}")
    return _sqlite(Path(path))


def _sqlite(path: Path) -> Database:
    from sharebot.queue.sqlite import Sqlite

    return Sqlite(path.absolute())


def _postgresql(rest: str) -> Database:
    try:
        from sharebot.queue.postgresql import Postgresql
    except ImportError as error:
        raise StoreUnavailable(
            "SHAREBOT_DATABASE_URL names PostgreSQL, but its driver is not installed; "
            'run: pip install "sharebot[postgres]"'
        ) from error
    return Postgresql(f"postgresql://{rest}")


# The schema -----------------------------------------------------------------------------------------------------------


def _make_current(database: Database) -> None:
    database.prepare()
    with database.reading() as tx:
        found = database.revision(tx)
    if found == EMPTY:
        found = _create(database)
    if found != HEAD:
        refuse_newer(database, found)
        _migrate(database)


def refuse_newer(database: Database, found: str) -> None:
    if found and found not in REVISIONS:
        raise StoreUnavailable(newer(database, found, sqlite_path(database)))


def newer(name: object, found: str, path: Path | None) -> str:
    """Why a database is refused, and the two ways on. `path`: the SQLite file, beside which a copy may lie."""
    from importlib.metadata import version

    before = path.with_name(f"{path.name}.before-{found}") if path else None
    back = f", or go back with: sharebot restore {before}" if before and before.exists() else ""
    return (
        f"{name}: the queue was written by a newer sharebot (schema {found}; this one, {version('sharebot')}, knows "
        f"{HEAD}); update sharebot{back}"
    )


def sqlite_path(database: Database) -> Path | None:
    return getattr(database, "path", None)


def _create(database: Database) -> str:
    """Make the newest schema, unless another process was faster; returns what is there then."""
    with database.writing() as tx:
        database.lock_schema(tx)
        found = database.revision(tx)
        if found == EMPTY:
            _write_schema(database, tx)
        return HEAD if found == EMPTY else found


def _write_schema(database: Database, tx: Transaction) -> None:
    for statement in database.create:
        tx.execute(statement, {})
    tx.run("set_revision", revision=HEAD)


def _migrate(database: Database) -> None:
    """In a process of its own, so that Alembic leaves no memory behind; the address goes by its standard input.

    And of a session of its own: Ctrl-C is for us, who let it end, or end it.
    """
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "sharebot.queue.migrate"],
        input=database.url,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise StoreUnavailable(lines[-1])
