"""One process delivers from a SQLite queue: the lock that keeps every other one away."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sharebot.errors import SharebotError, StoreUnavailable


class AlreadyRunning(SharebotError):
    """Another process delivers from this queue."""


@contextmanager
def alone(database: Path | None) -> Iterator[bool]:
    """Hold the lock beside a SQLite file: one process delivers from it. Yields whether we are alone.

    None is PostgreSQL, where several machines may deliver and only leases tell the living from the dead.
    Raises AlreadyRunning, and StoreUnavailable where there can be no lock.
    """
    if database is None:
        yield False
        return
    # Resolved, so that two ways to write the address of one file find the same lock.
    path = database.resolve().with_name(f"{database.resolve().name}.lock")
    with _lock_file(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunning(
                f"{database}: process {file.read().strip() or '?'} already delivers from this queue; "
                "stop it first, or leave the work to it"
            ) from error
        except OSError as error:
            raise StoreUnavailable(
                f"{path} cannot be locked ({error.strerror}); move the queue to a local disk"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield True


def _lock_file(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="ascii")
    except OSError as error:
        raise StoreUnavailable(
            f"SHAREBOT_HOME: {path.parent} cannot be written to ({error.strerror}); name a folder that may be written"
        ) from error
