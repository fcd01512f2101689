"""Backups of the queue, and the way back from one. Of SQLite; PostgreSQL brings programs of its own."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from sharebot.errors import StoreUnavailable
from sharebot.model import State
from sharebot.ports import Marks
from sharebot.queue import copies, opening, sqlite
from sharebot.queue.records import known, micros
from sharebot.queue.revisions import REVISIONS, VERSION_TABLE
from sharebot.queue.sqlite import Sqlite
from sharebot.queue.store import StoredQueue

TAKEN = "backup"
"""The kind of fact, under no name, by which a copy knows when it was taken."""

_UNFINISHED = ".sharebot-restore-"

_TIMES = {
    "posts": "updated_at",
    "history": "at",
    "attempts": "started_at",
    "people_history": "at",
    "facts": "learnt_at",
    "entries": "changed_at",
}
"""Where a copy that does not say so shows when it was taken: not before the last of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a copy. `taken_at`: what happened after that is surely not in it."""

    path: Path
    size: int
    schema: str
    taken_at: datetime
    posts: Mapping[State, int]
    entries: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`kept`: where the queue that was there before is now; None if there was none, or nothing was done."""

    contents: Contents
    marks: Marks
    kept: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Safekeeping:
    """`url` is SHAREBOT_DATABASE_URL. `now` tells the time."""

    url: str
    home: Path
    now: Callable[[], datetime]

    @property
    def database(self) -> Path:
        """Raises StoreUnavailable on PostgreSQL."""
        path = opening.sqlite_file(self.url, self.home)
        if path is None:
            raise StoreUnavailable(f"SHAREBOT_DATABASE_URL names PostgreSQL; {in_words_of_postgresql(self.url)}")
        return path

    # There ------------------------------------------------------------------------------------------------------------

    def back_up(self, target: Path, *, over: bool = False) -> Contents:
        """Copy the queue, which others may be writing to, and look at the copy before it has its name."""
        path = self.database
        if not path.exists():
            raise StoreUnavailable(f"{path}: there is no queue yet, so there is nothing to back up")
        if target.exists() and (target.samefile(path) or not over):
            raise StoreUnavailable(_is_there(target, itself=target.samefile(path)))
        found: list[Contents] = []
        with _told(target, "the backup cannot be written"):
            target.parent.mkdir(parents=True, exist_ok=True)
            copies.need_room(target.parent, copies.size(path), "the backup")
            with closing(Sqlite(path).connect()) as source:
                copies.copied(source, target, over=over, finish=lambda copy: found.append(self._sealed(copy, target)))
        return replace(found[0], size=target.stat().st_size)

    def _sealed(self, copy: sqlite3.Connection, target: Path) -> Contents:
        """Whole, of a schema that is known, and stamped with the time."""
        _check(copy, target)
        if "facts" in _tables(copy):  # the first schema had none
            self._stamp(copy)
        return _contents(copy, target)

    def _stamp(self, copy: sqlite3.Connection) -> None:
        copy.execute(
            "INSERT INTO facts (kind, name, value, learnt_at) VALUES (?, '', '', ?) "
            "ON CONFLICT (kind, name) DO UPDATE SET learnt_at = excluded.learnt_at",
            (TAKEN, micros(self.now())),
        )

    def drop_old(self, fits: Callable[[Path], bool], folder: Path, keep: int) -> list[Path]:
        """Delete all but the `keep` newest backups in the folder that fit; nothing that is not surely a backup."""
        stamped = [(at, path) for path in folder.iterdir() if fits(path) and (at := taken_at(path))]
        old = [path for _, path in sorted(stamped, reverse=True)[keep:]]
        for path in old:
            with _told(path, "an old backup cannot be deleted"):
                path.unlink()
        return old

    # And back ---------------------------------------------------------------------------------------------------------

    def restore(self, file: Path, *, who: str, look_only: bool = False) -> Restored:
        """Put a copy in the queue's place, with everything doubted that may have happened since it was taken.

        The caller holds the lock that keeps daemons away. Until the last step nothing has changed, and that is one
        transaction. Raises StoreUnavailable.
        """
        path = self.database
        if path.exists() and file.exists() and file.samefile(path):
            raise StoreUnavailable(f"{file} is the queue itself; name a backup of it")
        with _told(path, "the backup cannot be put there"):
            path.parent.mkdir(parents=True, exist_ok=True)
            copies.need_room(path.parent, 4 * copies.size(file) + 2 * copies.size(path), "restoring")
            if not look_only:
                _sweep(path.parent)
            beside = None if look_only else path.parent
            with tempfile.TemporaryDirectory(dir=beside, prefix=_UNFINISHED) as folder:
                made = Path(folder) / path.name
                contents = fetched(file, made)
                marks = self._doubted(made, contents.taken_at, who)
                _number_onwards(made, _last_act(path))
                kept = None if look_only else self._put(made, path)
        return Restored(contents=contents, marks=marks, kept=kept)

    def _doubted(self, made: Path, taken: datetime, who: str) -> Marks:
        with closing(StoredQueue(opening.opened(f"sqlite:///{made}", None))) as queue:
            now = self.now()
            marks = queue.restored(taken_at=min(taken, now), now=now, who=who)
            queue.forget(TAKEN, before=max(taken, now) + timedelta(days=1))
        with closing(sqlite3.connect(made, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # so that no log belongs to it
        return marks

    @contextmanager
    def looked_into(self, file: Path) -> Iterator[StoredQueue]:
        """A queue's copy, opened; the file itself is left as it is. Raises StoreUnavailable."""
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED) as folder:
            made = Path(folder) / file.name
            fetched(file, made)
            with closing(StoredQueue(opening.opened(f"sqlite:///{made}", None))) as queue:
                yield queue

    def _put(self, made: Path, path: Path) -> Path | None:
        """Into a queue that can be read as a transaction of its own; in the place of one that cannot, or is not there.

        A file that others may have open is never replaced: they would go on writing to the log beside it.
        """
        kept = _free_name(path, self.now())
        if not path.exists():
            _like(path.parent, made, 0o600)
            _without_log(path)
            made.replace(path)
            return None
        raw = _raw_copy(path, made.with_name("as-it-was"))  # a look at a damaged file may take its log away
        if _is_damaged(path):
            return _pushed_aside(raw, kept, made, path)
        with closing(Sqlite(path).connect()) as present, closing(Sqlite(made).connect()) as source:
            if VERSION_TABLE not in _tables(present) and _tables(present):
                raise StoreUnavailable(f"{path} is a database of another program; name another file for the queue")
            copies.copied(present, kept, over=False, finish=copies.nothing_more)
            try:
                source.backup(present, progress=_until(monotonic() + sqlite.PATIENCE))
            except BaseException:
                kept.unlink()
                raise
        return kept


# Looking --------------------------------------------------------------------------------------------------------------


def fetched(file: Path, made: Path) -> Contents:
    """A copy of `file` at `made`, after a look whether it is one of a queue, whole, and not newer than this program.

    The file itself is never opened as a database: it may lie on a disk that cannot be written.
    """
    if not file.is_file():
        raise StoreUnavailable(f"{file}: there is no such file; name a backup")
    for end in ("", "-wal"):
        part = file.with_name(f"{file.name}{end}")
        if part.exists():
            shutil.copyfile(part, made.with_name(f"{made.name}{end}"))
    with (
        _told(file, "is no queue that could be restored"),
        closing(sqlite3.connect(made, isolation_level=None)) as copy,
    ):
        _check(copy, file)
        found = _contents(copy, file)
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return found


def _check(copy: sqlite3.Connection, name: Path) -> None:
    tables = _tables(copy)
    if not tables:
        raise StoreUnavailable(f"{name} is empty; name a backup of the queue")
    if VERSION_TABLE not in tables:
        raise StoreUnavailable(f"{name} is a database of another program, not sharebot's queue")
    found = _schema(copy)
    if found not in REVISIONS:
        raise StoreUnavailable(opening.newer(name, found, None))
    wrong = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    if wrong != ["ok"]:
        raise StoreUnavailable(f"{name} is damaged ({wrong[0].partition(chr(10))[0]}); use another backup")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreUnavailable(f"{name} is damaged (rows lost what they refer to); use another backup")


def _contents(copy: sqlite3.Connection, name: Path) -> Contents:
    posts = copy.execute("SELECT state, count(*) FROM posts GROUP BY state").fetchall()
    return Contents(
        path=name,
        size=name.stat().st_size if name.exists() else 0,
        schema=_schema(copy),
        taken_at=_last_moment(copy),
        posts={State(state): number for state, number in posts},
        entries=_count(copy, "entries"),
        people=_count(copy, "people"),
    )


def _last_moment(copy: sqlite3.Connection) -> datetime:
    tables = _tables(copy)
    times = [
        copy.execute(f"SELECT max({column}) FROM {table}").fetchone()[0]  # noqa: S608  names of ours
        for table, column in _TIMES.items()
        if table in tables
    ]
    return known(max((at for at in times if at is not None), default=0))


def _schema(copy: sqlite3.Connection) -> str:
    row = copy.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608  a name of ours
    return str(row[0]) if row else ""


def _count(copy: sqlite3.Connection, table: str) -> int:
    if table not in _tables(copy):
        return 0
    number: int = copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  a name of ours
    return number


def _tables(copy: sqlite3.Connection) -> set[str]:
    return {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def taken_at(path: Path) -> datetime | None:
    """When the backup was taken; None of a file that does not say that it is one."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            row = file.execute("SELECT learnt_at FROM facts WHERE kind = ? AND name = ''", (TAKEN,)).fetchone()
    except sqlite3.Error:
        return None
    return known(row[0]) if row else None


def _last_act(path: Path) -> int:
    """The highest number that an act of the queue has; 0 where nobody can tell."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as present:
            found: int | None = present.execute("SELECT max(id) FROM acts").fetchone()[0]
    except sqlite3.Error:  # damaged, or of a time before there were acts
        return 0
    return found or 0


# Putting --------------------------------------------------------------------------------------------------------------


def _number_onwards(made: Path, last: int) -> None:
    """The restoring is the newest act, and nothing refers to it: with a later number all that follow get later ones."""
    with closing(sqlite3.connect(made, isolation_level=None)) as copy:
        copy.execute("UPDATE acts SET id = ? WHERE id = (SELECT max(id) FROM acts) AND id <= ?", (last + 1, last))


def _is_damaged(path: Path) -> bool:
    """Whether the file is so damaged that nothing should be written into it."""
    try:
        with closing(sqlite3.connect(path)) as present:
            return bool(present.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return True
        raise


def _until(end: float) -> Callable[[int, int, int], None]:
    """SQLite's own copying would wait for ever for another program that has the queue locked."""

    def progress(status: int, _left: int, _all: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and monotonic() > end:
            raise sqlite3.OperationalError("it is locked by another program; close whatever has it open")

    return progress


def _sweep(folder: Path) -> None:
    """Take away what a restoring left there that was killed."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _free_name(path: Path, now: datetime) -> Path:
    stem = f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}"
    names = (path.with_name(stem if not number else f"{stem}-{number}") for number in range(1000))
    return next(name for name in names if not name.exists())


def _raw_copy(path: Path, target: Path) -> Path:
    for end in ("", "-wal"):
        part = path.with_name(f"{path.name}{end}")
        if part.exists():
            shutil.copyfile(part, target.with_name(f"{target.name}{end}"))
    return target


def _pushed_aside(raw: Path, kept: Path, made: Path, path: Path) -> Path:
    """The damaged file and its log are kept as they were; no log may lie beside a file that it does not belong to."""
    for end in ("", "-wal"):
        part = raw.with_name(f"{raw.name}{end}")
        if part.exists():
            part.chmod(0o600)
            part.replace(kept.with_name(f"{kept.name}{end}"))
    _like(path, made, path.stat().st_mode & 0o777)
    _without_log(path)
    made.replace(path)
    return kept


def _like(model: Path, made: Path, mode: int) -> None:
    """Whoever restores as root must not take the queue away from the user as whom the daemon runs."""
    made.chmod(mode)
    there = model.stat()
    if os.geteuid() == 0:
        os.chown(made, there.st_uid, there.st_gid)


def _without_log(path: Path) -> None:
    for end in ("-wal", "-shm", "-journal"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


# Words ----------------------------------------------------------------------------------------------------------------


def in_words_of_postgresql(url: str) -> str:
    """How PostgreSQL is backed up, with the address but without its password, which PGPASSWORD or ~/.pgpass gives."""
    address = re.sub(r"(://[^/\s:@]*):[^/\s@]*@", r"\1@", url.partition("?")[0]).replace("+psycopg", "", 1)
    return f"run: pg_dump --format=custom --file=FILE {address}"


def _is_there(target: Path, *, itself: bool) -> str:
    if itself:
        return f"{target} is the queue itself; name another file"
    return f"{target} is there already, and nothing was written; name another file, or replace it with --force"


@contextmanager
def _told(path: Path, what: str) -> Iterator[None]:
    """What goes wrong around files and copies, as one line."""
    try:
        yield
    except FileExistsError as error:
        raise StoreUnavailable(_is_there(path, itself=False)) from error
    except (sqlite3.Error, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StoreUnavailable(f"{path}: {what} ({reason}); nothing was changed") from error
