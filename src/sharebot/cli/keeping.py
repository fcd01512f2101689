"""sharebot backup and restore: the queue as a file, and the way back from one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.printing import complain, count, iso, safe, say, say_json, when
from sharebot.errors import StoreUnavailable

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.ports import Marks
    from sharebot.queue.safekeeping import Contents, Restored

NAME = "sharebot-%Y%m%dT%H%M%SZ.db"
"""A backup's name in a folder; in UTC, so that no hour comes twice."""


@command(
    "backup",
    ("sharebot backup queue.db", "one file with everything; sharebot may be running"),
    ("sharebot backup /srv/backups/ --keep 14", "for cron: a new file in the folder each time, the 14 newest stay"),
    ("sharebot backup '/srv/backups/%Y-%m-%d.db' --keep 14", "the same with names of your own"),
)
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Delete older backups beside it, all but N.")
@json_option
def backup_command(file: str, force: bool, keep: int | None, as_json: bool) -> None:
    """Copy the queue to FILE, look whether the copy is whole, and say what is in it.

    FILE may be a folder, or have the date in its name as strftime writes it (%Y-%m-%d, in the blog's zone). It is
    readable by you alone, and has its name only when it is complete. Settings and the outbox are not in it.
    """
    pattern = _pattern(file, numbered=bool(keep))
    if keep and "%" not in pattern.name:
        raise click.UsageError("--keep needs a folder, or a name with the date in it, such as queue-%Y-%m-%d.db")
    with opened() as app:
        target = _named(pattern, app)
        contents = app.safekeeping.back_up(target, over=force)
        gone = app.safekeeping.drop_old(_fits(pattern), target.parent, keep) if keep else []
        if as_json:
            say_json({"backup": _document(contents), "deleted": [str(path) for path in gone]})
        else:
            say(_in_words(contents, zone_of(app)))
            for path in gone:
                say(f"deleted {path}")


def _pattern(word: str, *, numbered: bool) -> Path:
    """Raises StoreUnavailable for a folder that is not there: a file in its place would hardly be meant.

    `numbered`: a name without an ending is a folder's, for the file's own would need the date in it.
    """
    file = Path(word)
    if file.is_dir():
        return file / NAME
    if word.endswith("/") or (numbered and not file.suffix and "%" not in file.name):
        raise StoreUnavailable(f"there is no folder {file}; mkdir -p {quote(str(file))}")
    return file


def _named(pattern: Path, app: App) -> Path:
    zone: tzinfo = UTC if pattern.name == NAME else zone_of(app)
    return pattern.with_name(app.clock.now().astimezone(zone).strftime(pattern.name))


def _fits(pattern: Path) -> Callable[[Path], bool]:
    """Whether a file's name is one that the pattern makes."""

    def fits(path: Path) -> bool:
        try:
            return datetime.strptime(path.name, pattern.name).strftime(pattern.name) == path.name  # noqa: DTZ007  only its form counts
        except ValueError:
            return False

    return fits


# And back -------------------------------------------------------------------------------------------------------------


@command(
    "restore",
    ("sharebot restore queue.db --dry-run", "look at the backup, and at what would wait for you afterwards"),
    ("sharebot restore queue.db", "put it in the queue's place; the present queue is kept beside it"),
    ("sharebot restore --taken-at 2026-11-24T03:00Z", "PostgreSQL, after pg_restore: only hold what may have gone out"),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Change nothing.")
@click.option("--taken-at", metavar="TIME", help="PostgreSQL: when the dump was taken that pg_restore has put back.")
@json_option
def restore_command(file: Path | None, dry_run: bool, taken_at: str | None, as_json: bool) -> None:
    """Look at a backup, and put it in the queue's place.

    Of what was sent after the backup was taken nothing is known any more. So that nothing goes out twice, every post
    that waits is held, also what the feeds show anew, until you have looked at the account and say approve or cancel.

    Refuses while a daemon runs. A copy that was left by an update (sharebot.db.before-…) can be restored like a backup.
    """
    with opened() as app:
        if app.database_file is None:
            _mark(app, taken_at, dry_run=dry_run, as_json=as_json)
            return
        if file is None or taken_at:
            raise click.UsageError("name the backup: sharebot restore FILE; --taken-at is for PostgreSQL")
        done, counted = _restored(app, file, dry_run=dry_run)
        if as_json:
            say_json(
                {
                    "dry_run": dry_run,
                    "backup": _document(done.contents),
                    **_marks(done.marks),
                    "kept": str(done.kept) if done.kept else None,
                }
            )
            return
        say(_in_words(done.contents, zone_of(app)))
        _say_marks(done.marks, dry_run=dry_run, counted=counted)
        if done.kept:
            say(f"The queue that was there is now {done.kept}")


def _restored(app: App, file: Path, *, dry_run: bool) -> tuple[Restored, bool]:
    """And whether the queue that was there told what the lost time has cost."""
    from sharebot.daemon.lock import alone

    if dry_run:
        return app.safekeeping.restore(file, who=app.who, look_only=True), False
    with alone(app.database_file):
        done = app.safekeeping.restore(file, who=app.who)
        return done, done.kept is not None and _counted(app, done.kept)


def _counted(app: App, kept: Path) -> bool:
    """What is damaged tells nothing; the restoring stands all the same."""
    try:
        with app.safekeeping.looked_into(kept) as replaced:
            app.spending.catch_up(replaced)
    except StoreUnavailable:
        return False
    return True


def _mark(app: App, taken_at: str | None, *, dry_run: bool, as_json: bool) -> None:
    """On PostgreSQL the server's own program puts the data back; what is in doubt is our affair."""
    if taken_at is None or dry_run:
        raise StoreUnavailable(
            "SHAREBOT_DATABASE_URL names PostgreSQL: stop every daemon, put the dump back with pg_restore, then run "
            "sharebot restore --taken-at TIME, with the time of the dump"
        )
    moment = _moment(taken_at)
    _must_be_stopped(app)
    marks = app.queue.restored(taken_at=min(moment, app.clock.now()), now=app.clock.now(), who=app.who)
    if as_json:
        say_json({"dry_run": False, "backup": None, **_marks(marks), "kept": None})
    else:
        _say_marks(marks, dry_run=False, counted=False)


def _must_be_stopped(app: App) -> None:
    """Between the restored data and our marks a daemon may send what was sent already."""
    from sharebot.bot.heartbeat import SILENT, living

    if alive := living(app.queue, app.clock.now()):
        names = ", ".join(safe(beat.worker) for beat in alive)
        minutes = int(SILENT.total_seconds() // 60)
        raise StoreUnavailable(
            f"a daemon runs on this queue ({names}): stop it, put the dump back once more, then say this again; one "
            f"that was killed elsewhere counts as gone after {minutes} minutes"
        )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.UsageError(f"--taken-at {text!r} is no time with its zone; write 2026-11-24T03:00Z")
    return moment.astimezone(UTC)


# To PostgreSQL --------------------------------------------------------------------------------------------------------


@command(
    "move-database",
    ("sharebot move-database sharebot.db", "into the PostgreSQL database that SHAREBOT_DATABASE_URL names"),
)
@click.argument("file", type=click.Path(path_type=Path))
def move_database_command(file: Path) -> None:
    """Carry a queue over from its SQLite FILE into the empty PostgreSQL database that SHAREBOT_DATABASE_URL names.

    Posts, entries, authors and all that was decided: everything or nothing. Stop the daemon first. The file is laid
    aside afterwards, as sharebot.db.moved, so that nobody goes on with it by mistake.
    """
    from sharebot.daemon.lock import alone
    from sharebot.queue import carrying

    with opened() as app:
        if app.database_file is not None:
            raise click.UsageError(
                "SHAREBOT_DATABASE_URL does not name PostgreSQL; set it to the database that the queue is to move into"
            )
        source = carrying.file_named(file)
        aside = carrying.retired(source)
        with alone(source):
            carried = carrying.carry(source, app.settings.database_url, app.settings.home)
            source.rename(aside)
        moved = f"{count(carried['posts'], 'post')}, {count(carried['entries'], 'entry', 'entries')}"
        say(f"{moved} and {count(carried['people'], 'author')} moved; the file is now {aside}")


# Words ----------------------------------------------------------------------------------------------------------------


def _in_words(contents: Contents, zone: tzinfo) -> str:
    states = ", ".join(f"{number} {state}" for state, number in sorted(contents.posts.items()))
    posts = count(sum(contents.posts.values()), "post") + (f" ({states})" if states else "")
    return (
        f"{contents.path}: whole, {contents.size / 1e6:,.1f} MB, as of {when(contents.taken_at, zone)} ({zone}), "
        f"schema {contents.schema}: {posts}, {count(contents.entries, 'entry', 'entries')}, "
        f"{count(contents.people, 'author')}"
    )


def _document(contents: Contents) -> dict[str, Any]:
    return {
        "file": str(contents.path),
        "bytes": contents.size,
        "schema": contents.schema,
        "taken": iso(contents.taken_at),
        "posts": {str(state): number for state, number in sorted(contents.posts.items())},
        "entries": contents.entries,
        "authors": contents.people,
    }


def _marks(marks: Marks) -> dict[str, int]:
    return {"held": marks.held, "unsure": marks.unsure, "failed": marks.failed}


def _say_marks(marks: Marks, *, dry_run: bool, counted: bool) -> None:
    held, unsure = count(marks.held, "post"), count(marks.unsure, "post")
    say(f"{'Would be' if dry_run else 'Now'} held: {held}; unsure: {unsure}. Failed: {marks.failed}.")
    if dry_run:
        say("Nothing was changed.")
        return
    complain(
        "what went out after the backup is not known any more: look at the accounts, then sharebot approve or cancel "
        "what is held, and resolve what is unsure. New articles from before now will be held too. Decisions of that "
        f"time about authors and pauses are lost: say them again. {_COUNTED if counted else _NOT_COUNTED}"
    )


_COUNTED = "Of that time what it cost this month is counted; numbers of posts may be given again"
_NOT_COUNTED = "Of that time what it cost is not counted, and numbers of posts and acts may be given again"
