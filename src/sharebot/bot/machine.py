"""What the machine must give: a folder that can be written and locked, room on the disk, the right time, a known zone.

Pure where it can be: numbers and times are arguments.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from sharebot.bot.findings import Finding, Mark
from sharebot.schedule import WEEKDAYS, Calendar

MEGABYTE = 1_000_000

LITTLE, TOO_LITTLE = 200 * MEGABYTE, 50 * MEGABYTE
"""Free bytes under which somebody should look, and under which the next pictures or a migration may not fit."""

FEW_FILES, TOO_FEW_FILES = 1_000, 100
"""Files that can still be made; a file system that counts none says 0 of 0."""

SLOW, FALSE = timedelta(minutes=2), timedelta(minutes=10)
"""How far a clock may be off before somebody should look, and before networks refuse what is signed with its time."""

_REMOTE = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.rclone")
"""SQLite's write-ahead log needs memory that all its users share: https://www.sqlite.org/wal.html, read 2026-11-25."""


# The folder and its disk ----------------------------------------------------------------------------------------------


def home_finding(home: Path, mounts: str) -> Finding:
    """Whether files can be made and locked there; the one that tries it is gone at once. `mounts`: as /proc/mounts."""
    try:
        with tempfile.TemporaryFile(dir=_nearest(home)) as tried:
            fcntl.flock(tried, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return Finding(
            what="home",
            mark=Mark.WRONG,
            detail=f"{home} cannot be written and locked ({error.strerror})",
            do="make it writable for this user, or name another folder in SHAREBOT_HOME",
        )
    if kind := _remote(home, mounts):
        return Finding(
            what="home",
            mark=Mark.WARNING,
            detail=f"{home} lies on another machine ({kind}), where SQLite is not safe",
            do="name a folder on a local disk in SHAREBOT_HOME, or use PostgreSQL",
        )
    return Finding(what="home", detail=f"{home} can be written and locked")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the one in which it would be made."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _remote(home: Path, mounts: str) -> str:
    """The kind of file system, if it is one of another machine."""
    resolved = _nearest(home).resolve()
    fields = [line.split() for line in mounts.splitlines()]
    kinds = {Path(each[1].replace("\\040", " ")): each[2] for each in fields if len(each) > 2}  # noqa: PLR2004  columns
    around = [place for place in kinds if resolved.is_relative_to(place)]
    kind = kinds[max(around, key=lambda place: len(place.parts))] if around else ""
    return kind if kind.startswith(_REMOTE) else ""


def disk_finding(home: Path, database: int) -> Finding:
    """`database`: its size in bytes, 0 where it lies elsewhere: a copy of it must fit beside it."""
    try:
        said = os.statvfs(_nearest(home))
    except OSError as error:
        return Finding(what="disk", mark=Mark.WRONG, detail=f"{home}: {error.strerror}", do="see to the disk")
    free = said.f_bavail * said.f_frsize
    files = said.f_favail if said.f_files else None
    detail = f"{size_in_words(free)} free" + (f", the database has {size_in_words(database)}" if database else "")
    if files is not None and files < FEW_FILES:
        detail += f", room for {files} more files"
    mark = _disk_mark(free, files, database)
    do = "" if mark is Mark.OK else f"free some space where {home} lies"
    return Finding(what="disk", mark=mark, detail=detail, do=do)


def _disk_mark(free: int, files: int | None, database: int) -> Mark:
    if free < TOO_LITTLE or (files is not None and files < TOO_FEW_FILES):
        return Mark.WRONG
    if free < max(LITTLE, database) or (files is not None and files < FEW_FILES):
        return Mark.WARNING
    return Mark.OK


def size_in_words(number: int) -> str:
    for unit, divisor in (("GB", 1000 * MEGABYTE), ("MB", MEGABYTE)):
        if number >= divisor:
            return f"{number / divisor:.1f} {unit}"
    return f"{-(-number // 1000)} kB"


# The clock ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A server's clock when it answered, and ours at that moment."""

    host: str
    theirs: datetime
    ours: datetime

    @property
    def ahead(self) -> timedelta:
        """By how much our clock is ahead of theirs."""
        return self.ours - self.theirs


def clock_finding(now: datetime, zone: tzinfo, told: Iterable[Told]) -> Finding:
    """By the server that agrees with us most: one that is wrong itself, or answers from a store, accuses nobody."""
    shown = f"{now.astimezone(zone):%a %Y-%m-%d %H:%M} ({zone})"
    best = min(told, key=lambda each: abs(each.ahead), default=None)
    if best is None:
        return Finding(what="clock", detail=f"{shown}; no server was asked for the time")
    off = abs(best.ahead)
    if off < SLOW:
        return Finding(what="clock", detail=f"{shown}, as {best.host} says too")
    side = "ahead of" if best.ahead > timedelta(0) else "behind"
    return Finding(
        what="clock",
        mark=Mark.WRONG if off >= FALSE else Mark.WARNING,
        detail=f"{shown}: {int(off.total_seconds()) // 60} minutes {side} the clock of {best.host}",
        do="let the machine set its clock by the network: timedatectl set-ntp true",
    )


# The zone -------------------------------------------------------------------------------------------------------------

_YEAR = 366


def zone_finding(zone: ZoneInfo, now: datetime, calendars: Mapping[str, Calendar]) -> Finding:
    """When the clocks change next, and which slots fall into the hour that they leave out."""
    changes = _changes(zone, now)
    if not changes:
        return Finding(what="zone", detail=f"{zone}, whose clocks do not change within a year")
    named = ", ".join(f"{_signed(each.by)} on {each.before:%a %Y-%m-%d %H:%M}" for each in changes)
    lost = sorted({slot for each in changes for slot in each.lost(calendars.values())})
    if not lost:
        return Finding(what="zone", detail=f"{zone}; its clocks change by {named}")
    return Finding(
        what="zone",
        mark=Mark.WARNING,
        detail=f"{zone}; its clocks change by {named}: there is no {', '.join(lost)} then",
        do="what is planned for it goes out when the clocks have changed; choose another slot if that is not meant",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """`before`: what the clocks show when they change; `by`: how far they are put forward, or back."""

    before: datetime
    by: timedelta

    def lost(self, calendars: Iterable[Calendar]) -> Iterator[str]:
        """The slots of the day that no clock shows."""
        for calendar in calendars:
            for clock in calendar.weekly[self.before.weekday()] if calendar.weekly else ():
                wall = datetime.combine(self.before.date(), clock)
                if self.before <= wall < self.before + self.by:
                    yield f"{WEEKDAYS[wall.weekday()]} {clock:%H:%M}"


def _changes(zone: ZoneInfo, now: datetime) -> Sequence[_Change]:
    """The next two, within a year."""
    found: list[_Change] = []
    day = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for _ in range(_YEAR):
        if day.astimezone(zone).utcoffset() != (day + timedelta(days=1)).astimezone(zone).utcoffset():
            found.append(_change(zone, day))
        day += timedelta(days=1)
    return found[:2]


def _change(zone: ZoneInfo, day: datetime) -> _Change:
    """To the minute, within the day that begins then."""
    low, high = 0, 24 * 60
    first = day.astimezone(zone).utcoffset() or timedelta(0)
    while high - low > 1:
        middle = (low + high) // 2
        same = (day + timedelta(minutes=middle)).astimezone(zone).utcoffset() == first
        low, high = (middle, high) if same else (low, middle)
    moment = day + timedelta(minutes=high)
    by = (moment.astimezone(zone).utcoffset() or timedelta(0)) - first
    return _Change(before=_on_the_wall(moment + first), by=by)


def _on_the_wall(moment: datetime) -> datetime:
    """What a clock on the wall shows."""
    return moment.replace(tzinfo=None)


def _signed(by: timedelta) -> str:
    minutes = int(by.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'+' if minutes > 0 else '-'}{hours}:{rest:02}"
