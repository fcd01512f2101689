"""Weeks, zones and moments as hypothesis makes them up, for tests of the calendar and of its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from sharebot import schedule
from sharebot.schedule import Calendar

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = sorted(available_timezones())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weeks = st.lists(st.lists(clocks, max_size=3, unique=True).map(sorted).map(tuple), min_size=7, max_size=7).map(tuple)
some_weeks = weeks.filter(any)
zones = st.sampled_from(ZONES)
moments = st.integers(0, 25 * 365 * 24 * 60).map(lambda minutes: utc("2012-01-01 00:00") + minutes * MINUTE)


@st.composite
def near_a_change_of_the_clocks(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a moment up to two days before its clocks change, where they do."""
    zone = draw(zones)
    moment = draw(moments)
    info = ZoneInfo(zone)
    for _ in range(200):
        if moment.astimezone(info).utcoffset() != (moment + DAY).astimezone(info).utcoffset():
            return zone, moment - draw(st.sampled_from([timedelta(0), 5 * HOUR, DAY]))
        moment += DAY
    return zone, moment


calendars = st.builds(
    Calendar,
    zone=zones,
    weekly=some_weeks | st.just(()),
    quiet=st.none() | st.tuples(clocks, clocks).filter(lambda hours: hours[0] != hours[1]),
    spacing=st.integers(0, 600).map(lambda minutes: minutes * MINUTE),
    most_per_day=st.none() | st.integers(1, 3),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Calendar, datetime, list[datetime]]:
    """A calendar, a moment near a change of its clocks, and what is taken around it: real slots and others."""
    zone, after = draw(near_a_change_of_the_clocks())
    calendar = replace(draw(calendars), zone=zone)
    today = after.astimezone(ZoneInfo(zone)).date()
    out = draw(st.lists(st.integers(-1, 4).map(lambda days: (today + days * DAY, today + days * DAY)), max_size=2))
    slots = schedule.slots(replace(calendar, quiet=None), after - DAY, after + 4 * DAY)
    others = st.integers(-1500, 4000).map(lambda minutes: after + minutes * MINUTE)
    taken = draw(st.lists((st.sampled_from(slots) if slots else st.nothing()) | others, max_size=6, unique=True))
    return replace(calendar, blackouts=tuple(out)), after, taken
