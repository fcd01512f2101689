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
    path = _path_beside(database)
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
        _sign(file, path)
        yield True


def _sign(file: TextIO, path: Path) -> None:
    """Whoever comes after us reads there who we are."""
    try:
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
    except OSError as error:
        raise StoreUnavailable(f"{path} cannot be written ({error.strerror}); free some space") from error


def holder(database: Path | None) -> int | None:
    """The process that holds that lock; None where nobody does, and where this system cannot tell.

    To try the lock would tell everywhere, and would turn away a daemon that starts at the same moment.
    """
    path = _path_beside(database) if database else None
    try:
        if path is None or not _is_held(path.stat().st_ino):
            return None
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _is_held(inode: int) -> bool:
    """Whether Linux lists a lock of our kind on that file: `1: FLOCK  ADVISORY  WRITE 41 08:01:131090 0 EOF`.

    https://man7.org/linux/man-pages/man5/proc_locks.5.html, read 2026-11-25.
    """
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return any(" FLOCK " in line and f":{inode} " in line for line in lines)


def _path_beside(database: Path) -> Path:
    """Resolved, so that two ways to write the address of one file find the same lock."""
    return database.resolve().with_name(f"{database.resolve().name}.lock")


def _lock_file(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="ascii")
    except OSError as error:
        raise StoreUnavailable(
            f"SHAREBOT_HOME: {path.parent} cannot be written to ({error.strerror}); name a folder that may be written"
        ) from error
