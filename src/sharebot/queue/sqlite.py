"""SQLite: one file, many threads and processes. Every commit is on the disk before the call returns."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from sharebot.errors import Changed, QueueError, SlotTaken, StoreUnavailable
from sharebot.queue._sqlite import CREATE, SQL
from sharebot.queue.database import EMPTY, Database, Transaction
from sharebot.queue.revisions import VERSION_TABLE

PATIENCE = 10.0
"""Seconds to wait for another process that is writing. Our own transactions last milliseconds."""

OLDEST = (3, 35)
"""The first SQLite with RETURNING. https://www.sqlite.org/lang_returning.html, read 2026-11-24."""

A_STEP = 256
"""Pages that are given back in one transaction: a megabyte, some milliseconds."""

MUCH_FREE, AT_LEAST = 0.25, 2_000
"""A file of the time before space was given back by itself is written anew if this part of it, and as many pages, are
free."""

_WORDS = {
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; free some space",
    sqlite3.SQLITE_READONLY: "cannot be written; make the file and its folder writable for this user",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; look whether its folder exists and is writable for this user",
    sqlite3.SQLITE_PERM: "may not be opened by this user; make the file and its folder writable",
    sqlite3.SQLITE_BUSY: "is locked by another program; close whatever has it open",
    sqlite3.SQLITE_LOCKED: "is locked by another program; close whatever has it open",
    sqlite3.SQLITE_CORRUPT: "is damaged; put the last backup in its place: sharebot restore FILE",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; move it away or name another file",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error; look at the disk and its free space",
}


class Sqlite(Database):
    BEGIN_READ = "BEGIN"
    BEGIN_WRITE = "BEGIN IMMEDIATE"
    SQLALCHEMY = "sqlite://"

    def __init__(self, path: Path) -> None:
        super().__init__(SQL, CREATE)
        self.path = path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def __str__(self) -> str:
        return str(self.path)

    def prepare(self) -> None:
        """Make the folder, and turn the write-ahead log on, which the file itself remembers."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(
                f"{self.path.parent}: the folder cannot be made ({error.strerror}); make it, or name another"
            ) from error
        if sqlite3.sqlite_version_info < OLDEST:
            raise StoreUnavailable(f"SQLite {sqlite3.sqlite_version} is too old for the queue; 3.35 is needed")
        self._make_private()
        connection = self.connect()
        try:
            transaction = Transaction(self, connection)
            self._refuse_strangers(transaction)
            transaction.execute("PRAGMA auto_vacuum=INCREMENTAL", {})  # counts in a new file only
            self._log_ahead(connection)
        finally:
            connection.close()

    def _make_private(self) -> None:
        """A new file is for its owner alone, and SQLite gives what lies beside it the same rights.

        One that is there is not even opened: to close it again would let go of this process's locks on it
        (sqlite.org/howtocorrupt.html, 2.2, read 2026-11-25). Where none can be made, to connect says why.
        """
        with suppress(OSError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def _refuse_strangers(self, transaction: Transaction) -> None:
        tables = _tables(transaction)
        if tables and VERSION_TABLE not in tables:
            raise StoreUnavailable(f"{self.path} is a database of another program; name another file for the queue")

    def _log_ahead(self, connection: sqlite3.Connection) -> None:
        """SQLite does not wait here by itself when another process does the same at the same time."""
        until = monotonic() + PATIENCE
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.Error as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                    self.complain(error)
                    raise
                sleep(0.02)
            else:
                return

    def revision(self, transaction: Transaction) -> str:
        if VERSION_TABLE not in _tables(transaction):
            return EMPTY
        row = transaction.row("revision")
        return row[0] if row else ""

    def lock_schema(self, transaction: Transaction) -> None:
        """BEGIN IMMEDIATE has let no other writer in."""

    def begin_migration(self, transaction: Transaction) -> None:
        """A table that others refer to is changed by making it anew; the check of references would forbid that."""
        transaction.execute("PRAGMA foreign_keys=OFF", {})
        super().begin_migration(transaction)

    def end_migration(self, transaction: Transaction) -> None:
        if broken := transaction.select("PRAGMA foreign_key_check", {}):
            raise StoreUnavailable(
                f"{self.path}: the queue could not be brought up to date: {len(broken)} rows lost "
                "what they refer to; nothing was changed"
            )

    def connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            self.complain(error)
            raise
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
        except sqlite3.Error as error:
            connection.close()
            self.complain(error)
            raise
        return connection

    def said(self, error: Exception) -> QueueError | None:
        if not isinstance(error, sqlite3.Error):
            return None
        if isinstance(error, sqlite3.IntegrityError):
            return _conflict(str(error))
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _WORDS:
            return StoreUnavailable(f"{self.path}: the queue {_WORDS[code]}")
        return None

    # Once a day -------------------------------------------------------------------------------------------------------

    def compact(self, *, leisure: bool) -> int:
        """https://www.sqlite.org/pragma.html: incremental_vacuum, optimize, wal_checkpoint; read 2026-11-25."""
        connection = self.connect()
        try:
            before = _one(connection, "page_count")
            self._give_free_pages_back(connection, leisure=leisure)
            connection.execute("PRAGMA analysis_limit=400")
            connection.execute("PRAGMA optimize")
            freed: int = (before - _one(connection, "page_count")) * _one(connection, "page_size")
            self._shorten_log(connection)
        except sqlite3.Error as error:
            self.complain(error)
            raise
        finally:
            connection.close()
        return max(freed, 0)

    def _give_free_pages_back(self, connection: sqlite3.Connection, *, leisure: bool) -> None:
        if _one(connection, "auto_vacuum"):
            for _ in range(_one(connection, "freelist_count") // A_STEP + 1):
                connection.executescript(f"PRAGMA incremental_vacuum({A_STEP})")  # execute would give back one page
        elif leisure and _one(connection, "freelist_count") > max(AT_LEAST, MUCH_FREE * _one(connection, "page_count")):
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            connection.execute("VACUUM")

    def _shorten_log(self, connection: sqlite3.Connection) -> None:
        """Without waiting: whoever reads just now, and so keeps it long, will not do so tomorrow."""
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # Small steps ------------------------------------------------------------------------------------------------------

    def lock_intake(self, transaction: Transaction) -> None:
        """BEGIN IMMEDIATE has let no other writer in."""

    def alive(self, connection: sqlite3.Connection) -> bool:
        try:
            return not connection.in_transaction
        except sqlite3.ProgrammingError:  # it is closed
            return False


def _one(connection: sqlite3.Connection, pragma: str) -> int:
    number: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return number


def _tables(transaction: Transaction) -> set[str]:
    return {row[0] for row in transaction.select("SELECT name FROM sqlite_master WHERE type = 'table'", {})}


def _conflict(words: str) -> QueueError | None:
    if "posts.slot_at" in words:
        return SlotTaken("another post took the slot first; ask the calendar for the next one")
    if "posts.round" in words:
        return Changed("the entry has a post for that account and round already")
    return None
