"""Whole copies of an SQLite database, made while others write to it.

A copy has its name only when it is complete and on the disk: it is written beside, and renamed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from sharebot.errors import StoreUnavailable
from sharebot.process import runs

SPARE = 2**20
"""Bytes that stay free beside whatever is written."""


def copied(
    source: sqlite3.Connection, target: Path, *, over: bool, finish: Callable[[sqlite3.Connection], None]
) -> None:
    """A copy at `target`, readable by its owner alone, as the database is at one moment.

    `finish` is given the copy before it has its name. `over`: whether a file of that name is replaced. Raises
    FileExistsError, OSError and sqlite3.Error; then nothing has changed.
    """
    sweep(target)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, which opens from a read-only disk as well
            finish(copy)
        _on_disk(part)
        _named(part, target, over=over)
        _on_disk(target.parent)
    finally:
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()


def nothing_more(_copy: sqlite3.Connection) -> None:
    """A copy that is complete as it is."""


def sweep(target: Path) -> None:
    """Take away what processes left there that were killed while they copied."""
    for left in target.parent.glob(f"{target.name}.*.part*"):
        number = left.name.removeprefix(f"{target.name}.").partition(".")[0]
        if number.isdecimal() and (int(number) == os.getpid() or not runs(int(number))):
            with suppress(OSError):
                left.unlink()


def _named(part: Path, target: Path, *, over: bool) -> None:
    """A link, unlike a renaming, replaces nothing."""
    if over:
        part.replace(target)
        return
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if target.exists():
            raise FileExistsError(f"{target} is there already") from None
        part.replace(target)


def _on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Room -----------------------------------------------------------------------------------------------------------------


def size(database: Path) -> int:
    """Of the file and what its log has not brought into it yet."""
    parts = (database, database.with_name(f"{database.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def need_room(folder: Path, needed: int, what: str) -> None:
    """Raises StoreUnavailable where the disk has less."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise StoreUnavailable(
            f"{folder}: {what} needs {in_megabytes(needed)}, and the disk has {in_megabytes(free)} left; "
            "free some space; nothing was changed"
        )


def in_megabytes(size: int) -> str:
    """Rounded up, so that nothing is said to need no room."""
    return f"{-(-size // 10**5) / 10:,.1f} MB"
