"""PostgreSQL, for when one machine is not enough: several workers claim side by side with SKIP LOCKED."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from sharebot.errors import Changed, QueueError, SlotTaken, StoreUnavailable
from sharebot.queue._postgresql import CREATE, SQL
from sharebot.queue.database import EMPTY, Database, Transaction
from sharebot.queue.revisions import VERSION_TABLE

PATIENCE = 10
"""Seconds to wait for the server's answer to a new connection."""

_SCHEMA_LOCK, _INTAKE_LOCK = 0x5348415245_01, 0x5348415245_02
"""Advisory locks are numbers: "SHARE" and a count."""

_IS_THERE = "SELECT 1 FROM pg_tables WHERE tablename = %(table)s AND schemaname = ANY (current_schemas(false))"
"""to_regclass would be shorter, but remembers within a transaction that there was no such table when it began."""

_TABLE_EXISTS = "42P07"
_REFUSALS = ("25006", "42501", "3F000")
"""Read-only, no right, no schema that this user may use: the operator's affair, not faults of this program.

https://www.postgresql.org/docs/15/errcodes-appendix.html, read 2026-11-24.
"""


class Postgresql(Database):
    BEGIN_READ = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
    BEGIN_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    SQLALCHEMY = "postgresql+psycopg://"

    def __init__(self, url: str) -> None:
        super().__init__(SQL, CREATE)
        self._url = url
        self._params = _parsed(url)

    @property
    def url(self) -> str:
        return self._url

    def __str__(self) -> str:
        name, host = self._params.get("dbname", ""), self._params.get("host", "this machine")
        return f"SHAREBOT_DATABASE_URL: PostgreSQL {name} on {host}"

    def prepare(self) -> None:
        """Nothing: the server keeps its own settings."""

    def connect(self) -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(**self._params, autocommit=True)
        except psycopg.Error as error:
            raise StoreUnavailable(f"{self} cannot be reached: {self._line(error)}; see that it runs there") from None

    # Schema and locks -------------------------------------------------------------------------------------------------

    def revision(self, transaction: Transaction) -> str:
        if not transaction.select(_IS_THERE, {"table": VERSION_TABLE}):
            return EMPTY
        row = transaction.row("revision")
        return row[0] if row else ""

    def lock_schema(self, transaction: Transaction) -> None:
        transaction.select("SELECT pg_advisory_xact_lock(%(key)s)", {"key": _SCHEMA_LOCK})

    def lock_intake(self, transaction: Transaction) -> None:
        transaction.select("SELECT pg_advisory_xact_lock(%(key)s)", {"key": _INTAKE_LOCK})

    def end_migration(self, transaction: Transaction) -> None:
        """Nothing: the server has checked all references."""

    # Errors -----------------------------------------------------------------------------------------------------------

    def said(self, error: Exception) -> QueueError | None:
        if not isinstance(error, psycopg.Error):
            return None
        if isinstance(error, psycopg.IntegrityError):
            return _conflict(error.diag.constraint_name)
        if error.sqlstate == _TABLE_EXISTS:
            return StoreUnavailable(f"{self} holds another program's tables; give the queue a database of its own")
        if isinstance(error, psycopg.OperationalError) or error.sqlstate in _REFUSALS:
            return StoreUnavailable(f"{self} cannot be used: {self._line(error)}")
        return None

    def alive(self, connection: psycopg.Connection[Any]) -> bool:
        return not connection.closed and connection.info.transaction_status is psycopg.pq.TransactionStatus.IDLE

    def _line(self, error: psycopg.Error) -> str:
        """The first line of what the driver says, without the password."""
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        password = self._params.get("password")
        return line.replace(str(password), "***") if password else line


def _parsed(url: str) -> dict[str, Any]:
    """The address in parts. A password with a bare @ or / in it would be taken, and told, for a host or a port."""
    before, at, after = url.removeprefix("postgresql://").partition("?")[0].partition("@")
    try:
        if at and ("/" in before or "@" in after):
            raise psycopg.ProgrammingError
        return {"connect_timeout": PATIENCE, **conninfo_to_dict(url)}
    except psycopg.Error:  # its words repeat parts of the address, perhaps of the password
        raise StoreUnavailable(
            "SHAREBOT_DATABASE_URL is not a PostgreSQL address; write postgresql+psycopg://user:password@host/name "
            "(signs like @ / : in the password as %40 %2F %3A)"
        ) from None


def _conflict(constraint: str | None) -> QueueError | None:
    match constraint:
        case "posts_slot":
            return SlotTaken("another post took the slot first; ask the calendar for the next one")
        case "posts_once":
            return Changed("the entry has a post for that account and round already")
        case _:
            return None
