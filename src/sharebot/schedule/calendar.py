"""Which moment of its calendar an account's next post may take.

A slot's moment is when the clocks of its zone first show its time or a later one. So a time that daylight saving skips
becomes the end of the gap, one that it repeats is taken at its first occurrence, and none is lost or used twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

Weekly = tuple[tuple[time, ...], ...]
"""The local times of slots on each day of the week, Monday first; empty for "now"."""

Hours = tuple[time, time]
"""From the first local time until just before the second, past midnight if that is the earlier one."""

Dates = tuple[date, date]
"""From the first local date to the second, both included."""

HORIZON = timedelta(days=366)
"""How far ahead a free slot is looked for."""

APART_AT_ONCE = timedelta(seconds=1)
"""Posts without slots keep at least this distance, so that each has a moment of its own."""

APART_IN_BACKLOG = timedelta(minutes=1)
"""Overdue posts without slots keep at least this distance: readers must not get a backlog in one burst."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When an account may post, by the clocks of `zone` (an IANA name).

    `weekly`: the slots; without any, posts go at once. `quiet`: hours without posts. `spacing`: the least time between
    two posts. `most_per_day`: posts in one local day, None for any number. `blackouts`: days without posts.
    """

    zone: str = "UTC"
    weekly: Weekly = ()
    quiet: Hours | None = None
    spacing: timedelta = timedelta(0)
    most_per_day: int | None = None
    blackouts: tuple[Dates, ...] = ()

    @property
    def at_once(self) -> bool:
        return not self.weekly

    @property
    def reach(self) -> timedelta:
        """How far back other posts still matter: the spacing, and a local day of up to 25 hours."""
        return max(self.spacing, timedelta(days=2))


def next_slot(calendar: Calendar, after: datetime, taken: Collection[datetime]) -> datetime | None:
    """The first moment from `after` on that the calendar allows beside the taken ones, in UTC; None if none in a year.

    `taken`: the moments of the account's other posts, including those of the same local day that have passed.
    """
    after = after.astimezone(UTC)
    bars = _Bars(calendar, taken)
    if calendar.at_once:
        return _first_open(bars, after)
    return next((slot for slot in _every_slot(calendar, after, after + HORIZON) if not bars.end(slot)), None)


def slots(calendar: Calendar, since: datetime, until: datetime) -> list[datetime]:
    """All slots from `since` until just before `until` that quiet hours and blackouts leave, taken or not, in UTC."""
    bars = _Bars(calendar, ())
    return [slot for slot in _every_slot(calendar, since, until) if not bars.end(slot)]


def spread(
    calendar: Calendar, now: datetime, overdue: Sequence[tuple[int, datetime]], taken: Collection[datetime]
) -> list[tuple[int, datetime]]:
    """New moments for posts (id, due time) that became overdue while nothing ran, in the order in which they were due.

    The moments that they leave behind count as free. A post for which there is no moment in a year is left out.
    """
    if calendar.at_once:
        calendar = replace(calendar, spacing=max(calendar.spacing, APART_IN_BACKLOG))
    occupied = set(taken).difference(due_at for _, due_at in overdue)
    moved = []
    for post_id, _ in sorted(overdue, key=lambda post: post[1]):
        if (moment := next_slot(calendar, now, occupied)) is None:
            break
        occupied.add(moment)
        moved.append((post_id, moment))
    return moved


def month(calendar: Calendar, at: datetime) -> tuple[datetime, datetime]:
    """The calendar month of the calendar's zone in which the moment lies: its begin, and that of the next, in UTC."""
    zone = ZoneInfo(calendar.zone)
    first = at.astimezone(zone).date().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    begin, end = (first_moment(datetime.combine(day, time()), zone) for day in (first, following))
    # Clocks that are put back over midnight show the old month's last hour once more.
    return (begin, end) if at < end else month(calendar, end + DAY)


# Slots ----------------------------------------------------------------------------------------------------------------


def _every_slot(calendar: Calendar, since: datetime, until: datetime) -> Iterator[datetime]:
    """The weekly slots as moments, in order, each once."""
    if calendar.at_once:
        return
    zone = ZoneInfo(calendar.zone)
    # A gap may move a slot into the next day (Samoa's lasted all of 2011-12-30), and clocks that are put back at 00:01
    # (St. John's until 2011) show a day's last hour after the next day's first minute: hence a day more on each side.
    day, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date() + DAY
    latest = None
    while day <= last:
        for wall in sorted(calendar.weekly[day.weekday()]):
            moment = first_moment(datetime.combine(day, wall), zone)
            if since <= moment < until and moment != latest:
                latest = moment
                yield moment
        day += DAY


def _first_open(bars: _Bars, after: datetime) -> datetime | None:
    moment = after
    while (end := bars.end(moment)) is not None:
        moment = end
        if moment - after > HORIZON:
            return None
    return moment


class _Bars:
    """Everything that bars a moment: blackouts, quiet hours, posts that are too near, and a day that is full."""

    def __init__(self, calendar: Calendar, taken: Collection[datetime]) -> None:
        self._calendar = calendar
        self._zone = ZoneInfo(calendar.zone)
        self._taken = sorted(moment.astimezone(UTC) for moment in taken)
        self._apart = max(calendar.spacing, APART_AT_ONCE if calendar.at_once else timedelta.resolution)

    def end(self, moment: datetime) -> datetime | None:
        """When a bar on the moment is over, None if there is none. Every moment in between is barred as well."""
        return self._blackout(moment) or self._quiet(moment) or self._near(moment) or self._full(moment)

    def _blackout(self, moment: datetime) -> datetime | None:
        if not self._calendar.blackouts:
            return None
        day = self._day(moment)
        barred = any(first <= day <= last for first, last in self._calendar.blackouts)
        return self._midnight(day + DAY) if barred else None

    def _quiet(self, moment: datetime) -> datetime | None:
        """Quiet hours that have begun last until their end, even if the clocks are put back meanwhile.

        If the clocks are put back behind that end, the hours that they show again are quiet again.
        """
        if self._calendar.quiet is None:
            return None
        wall = moment.astimezone(self._zone).replace(tzinfo=None)
        for day in (wall.date() - DAY, wall.date(), wall.date() + DAY):
            begin, end = _hours_on(day, self._calendar.quiet)
            if first_moment(begin, self._zone) <= moment < (first_end := first_moment(end, self._zone)):
                return first_end
            if begin <= wall < end and moment >= first_end:
                return end.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
        return None

    def _near(self, moment: datetime) -> datetime | None:
        place = bisect_left(self._taken, moment)
        for neighbour in self._taken[max(0, place - 1) : place + 1]:
            if abs(neighbour - moment) < self._apart:
                return neighbour + self._apart
        return None

    def _full(self, moment: datetime) -> datetime | None:
        most = self._calendar.most_per_day
        if most is None:
            return None
        day = self._day(moment)
        return self._midnight(day + DAY) if self._taken_on[day] >= most else None

    @cached_property
    def _taken_on(self) -> Counter[date]:
        return Counter(self._day(moment) for moment in self._taken)

    def _day(self, moment: datetime) -> date:
        """The local day. Clocks that are put back over midnight do not bring the old day back."""
        day = moment.astimezone(self._zone).date()
        return day + DAY if moment >= self._midnight(day + DAY) else day

    def _midnight(self, day: date) -> datetime:
        return first_moment(datetime.combine(day, time()), self._zone)


def _hours_on(day: date, hours: Hours) -> tuple[datetime, datetime]:
    """The hours that begin on that day, in local time."""
    begin, end = hours
    return datetime.combine(day, begin), datetime.combine(day if begin < end else day + DAY, end)


# Local time -----------------------------------------------------------------------------------------------------------


def first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """When the zone's clocks first show that naive time or a later one, in UTC."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    gap = moment.astimezone(zone).replace(tzinfo=None) - wall
    return _gap_end(moment, gap, zone) if gap else moment


def _gap_end(moment: datetime, gap: timedelta, zone: ZoneInfo) -> datetime:
    """The change of the clocks, which lies less than the gap before that moment."""
    before, after = moment - gap, moment.astimezone(zone).utcoffset()
    seconds = range(int(gap.total_seconds()))

    def changed(second: int) -> bool:
        return (before + timedelta(seconds=second)).astimezone(zone).utcoffset() == after

    return before + timedelta(seconds=bisect_left(seconds, True, key=changed))
