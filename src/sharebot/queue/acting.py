"""Whose act a transaction belongs to: the one that its thread has open, or one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import local

from sharebot.queue.database import Database, Transaction
from sharebot.queue.steps import ME, Hand, OpenAct


class _Rehearsed(Exception):
    """Nothing of the transaction is to stay."""


class Acting:
    """Transactions in somebody's name. What is not committed leaves no number in the act that it belongs to."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = local()
        """`act`: the act that this thread is in the midst of."""

    @property
    def _open(self) -> OpenAct | None:
        act: OpenAct | None = getattr(self._thread, "act", None)
        return act

    @contextmanager
    def opened(self, what: str, *, who: str) -> Iterator[None]:
        """All that this thread decides inside is one act."""
        outer = self._open
        self._thread.act = OpenAct(who=who, what=what)
        try:
            yield
        finally:
            self._thread.act = outer

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that this thread does inside is one transaction."""
        act = self._open
        known = act.number if act else 0
        try:
            with self._database.together():
                yield
        except BaseException:
            if act:
                act.number = known
            raise

    @contextmanager
    def deciding(self, who: str, now: datetime, *, undoes: int | None = None) -> Iterator[tuple[Transaction, Hand]]:
        """A transaction of the act that is open, or, if a person decides, of one of its own."""
        act = self._open or (None if who == ME else OpenAct(who=who))
        known = act.number if act else 0
        try:
            with self._database.writing() as tx:
                if act and undoes is not None:
                    act.undoes = undoes
                yield tx, Hand(who, now, act)
        except BaseException:
            if act:
                act.number, act.undoes = known, act.undoes if known else None
            raise

    @contextmanager
    def undoing(self, number: int, *, who: str, now: datetime, dry: bool) -> Iterator[tuple[Transaction, Hand]]:
        """A transaction that takes that act back; where it is `dry`, nothing of it stays."""
        if (opened := self._open) and opened.number:  # it has changed something, and so is more than an undoing
            self._thread.act = OpenAct(who=who, what=opened.what)
        with suppress(_Rehearsed), self.deciding(who, now, undoes=number) as (tx, hand):
            yield tx, hand
            if dry:
                raise _Rehearsed
