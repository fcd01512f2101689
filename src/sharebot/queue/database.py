"""Connections and transactions. Statements run by their names; what a driver raises becomes one clear line."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sharebot.errors import QueueError, StoreUnavailable
from sharebot.queue.records import Row

IDLE = 8
"""How many connections are kept for the next transactions; more than lanes and feeds ever use at once."""

EMPTY = "empty"
"""What a database without any tables says instead of a revision."""


class Transaction:
    """A connection inside a transaction."""

    __slots__ = ("_connection", "_database")

    def __init__(self, database: Database, connection: Any) -> None:
        self._database = database
        self._connection = connection

    def rows(self, name: str, /, **values: object) -> list[Row]:
        return self.select(self._database.sql[name], values)

    def row(self, name: str, /, **values: object) -> Row | None:
        rows = self.select(self._database.sql[name], values)
        return rows[0] if rows else None

    def run(self, name: str, /, **values: object) -> int:
        """The number of rows that it changed."""
        count: int = self.execute(self._database.sql[name], values).rowcount
        return count

    def select(self, sql: str, values: Mapping[str, object]) -> list[Row]:
        found: list[Row] = self.execute(sql, values).fetchall()
        return found

    def part(self, name: str) -> str:
        """The text of a statement, to put a longer one together."""
        return self._database.sql[name]

    def lock_intake(self) -> None:
        """Let no other transaction take entries in until this one ends."""
        self._database.lock_intake(self)

    def execute(self, sql: str, values: Mapping[str, object]) -> Any:
        try:
            return self._connection.execute(sql, values)
        except Exception as error:
            self._database.complain(error)
            raise


class Database(ABC):
    """One database, used from many threads: each transaction takes an idle connection or makes a new one."""

    BEGIN_READ: str
    BEGIN_WRITE: str
    SQLALCHEMY: str
    """The address by which SQLAlchemy knows dialect and driver."""

    def __init__(self, sql: Mapping[str, str], create: tuple[str, ...]) -> None:
        self.sql = sql
        self.create = create
        self._idle: deque[Any] = deque()
        self._closed = False
        self._own = threading.local()

    # What the databases do differently --------------------------------------------------------------------------------

    @property
    @abstractmethod
    def url(self) -> str:
        """The address by which another process can open it. May hold a password."""

    @abstractmethod
    def __str__(self) -> str:
        """Its name for people, without any secret."""

    @abstractmethod
    def prepare(self) -> None:
        """What must be done once before the first transaction. Raises StoreUnavailable."""

    @abstractmethod
    def revision(self, transaction: Transaction) -> str:
        """The schema's revision, "" if it has none yet, or `empty` where there are no tables at all."""

    @abstractmethod
    def lock_schema(self, transaction: Transaction) -> None:
        """Let nobody else make or migrate the schema until the transaction ends."""

    @abstractmethod
    def connect(self) -> Any:
        """A new connection in autocommit mode. Raises StoreUnavailable."""

    @abstractmethod
    def said(self, error: Exception) -> QueueError | None:
        """The driver's error in our words; None for one that is a fault of this program."""

    @abstractmethod
    def lock_intake(self, transaction: Transaction) -> None: ...

    @abstractmethod
    def alive(self, connection: Any) -> bool:
        """Whether a connection is out of its transaction and may be used again."""

    def begin_migration(self, transaction: Transaction) -> None:
        transaction.execute(self.BEGIN_WRITE, {})

    @abstractmethod
    def end_migration(self, transaction: Transaction) -> None:
        """The last look before the commit. Raises StoreUnavailable."""

    def compact(self, *, leisure: bool) -> int:  # noqa: ARG002  what a server does by itself needs no leave
        """See ports.Queue."""
        return 0

    # Transactions -----------------------------------------------------------------------------------------------------

    @contextmanager
    def together(self) -> Iterator[None]:
        """What this thread writes and reads inside is one transaction: all of it or nothing."""
        if self._shared:
            yield
            return
        with self._writing() as transaction:
            self._own.shared = transaction
            try:
                yield
            finally:
                self._own.shared = None

    @property
    def _shared(self) -> Transaction | None:
        """The transaction that this thread has open for several calls."""
        found: Transaction | None = getattr(self._own, "shared", None)
        return found

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        if shared := self._shared:
            with _savepoint(shared):
                yield shared
        else:
            with self._writing() as transaction:
                yield transaction

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        connection = self._begun(self.BEGIN_WRITE)
        try:
            yield Transaction(self, connection)
            self._commit(connection)
        except BaseException:
            self._roll_back(connection)
            raise
        finally:
            self._give_back(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        if shared := self._shared:
            yield shared
            return
        connection = self._begun(self.BEGIN_READ)
        try:
            yield Transaction(self, connection)
        finally:
            self._roll_back(connection)
            self._give_back(connection)

    def complain(self, error: Exception) -> None:
        """Raise what a driver's error means in our words, if it means anything to people."""
        if said := self.said(error):
            raise said from error

    def close(self) -> None:
        """Connections in use are closed when their transactions end."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _begun(self, begin: str) -> Any:
        """A connection in a new transaction. Idle ones may have died meanwhile; a new one's failure is final."""
        if self._closed:
            raise StoreUnavailable("the queue is closed; open it again")
        while True:
            connection, fresh = self._taken()
            try:
                connection.execute(begin)
            except Exception as error:
                died = not self.alive(connection)
                self._give_back(connection)
                if died and not fresh:
                    continue
                self.complain(error)
                raise
            return connection

    def _taken(self) -> tuple[Any, bool]:
        try:
            return self._idle.pop(), False
        except IndexError:
            return self.connect(), True

    def _commit(self, connection: Any) -> None:
        try:
            connection.execute("COMMIT")
        except Exception as error:
            self.complain(error)
            raise

    def _roll_back(self, connection: Any) -> None:
        """A connection that cannot even do that is thrown away by _give_back."""
        try:
            connection.rollback()
        except Exception:  # noqa: BLE001  the first error is the one to tell; an unusable connection is closed next
            connection.close()

    def _give_back(self, connection: Any) -> None:
        if self._closed or len(self._idle) >= IDLE or not self.alive(connection):
            connection.close()
        else:
            self._idle.append(connection)


@contextmanager
def _savepoint(transaction: Transaction) -> Iterator[None]:
    """What fails inside is taken back, and the transaction goes on."""
    transaction.execute("SAVEPOINT one", {})
    try:
        yield
    except BaseException:
        # Where even this fails the database has let the whole transaction go; the first error is the one to tell.
        with suppress(Exception):
            transaction.execute("ROLLBACK TO SAVEPOINT one", {})
            transaction.execute("RELEASE SAVEPOINT one", {})
        raise
    transaction.execute("RELEASE SAVEPOINT one", {})
