"""The calendar against a wall clock that is watched minute by minute, and people's words for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sharebot import schedule
from sharebot.schedule import Calendar, Weekly, parse_bound, parse_slots, parse_when

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = sorted(available_timezones())
OFFICE = parse_slots("mon-fri 09:00 12:30 17:00")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(calendar: Calendar, moments: list[datetime]) -> list[str]:
    return [f"{moment.astimezone(ZoneInfo(calendar.zone)):%a %d %H:%M %z}" for moment in moments]


# The oracle -----------------------------------------------------------------------------------------------------------


def watched_slots(weekly: Weekly, zone: ZoneInfo, since: datetime, until: datetime) -> list[datetime]:
    """Watch the wall clock every minute; a slot's moment is when it first shows the slot's time or a later one."""
    found = []
    moment = since - 3 * DAY
    shown = (moment - MINUTE).astimezone(zone).replace(tzinfo=None)
    while moment < until:
        wall = moment.astimezone(zone).replace(tzinfo=None)
        if wall > shown:
            if any_slot_in(weekly, shown, wall) and moment >= since:
                found.append(moment)
            shown = wall
        moment += MINUTE
    return found


def any_slot_in(weekly: Weekly, after: datetime, until: datetime) -> bool:
    """Whether a slot's local time lies in (after, until]; almost always that is one minute."""
    minutes = math.ceil((until - after) / MINUTE)
    walls = (until - number * MINUTE for number in range(minutes))
    return any(wall.time() in weekly[wall.weekday()] for wall in walls)


def is_quiet(calendar: Calendar, moment: datetime) -> bool:
    """Whether the wall clock shows a quiet hour."""
    if calendar.quiet is None:
        return False
    begin, end = calendar.quiet
    wall = moment.astimezone(ZoneInfo(calendar.zone)).time()
    return begin <= wall < end if begin < end else wall >= begin or wall < end


def is_blacked_out(calendar: Calendar, moment: datetime) -> bool:
    day = moment.astimezone(ZoneInfo(calendar.zone)).date()
    return any(first <= day <= last for first, last in calendar.blackouts)


def is_too_near(calendar: Calendar, moment: datetime, taken: list[datetime]) -> bool:
    return any(moment == other or abs(moment - other) < calendar.spacing for other in taken)


def is_full(calendar: Calendar, moment: datetime, taken: list[datetime]) -> bool:
    zone = ZoneInfo(calendar.zone)
    same_day = [other for other in taken if other.astimezone(zone).date() == moment.astimezone(zone).date()]
    return calendar.most_per_day is not None and len(same_day) >= calendar.most_per_day


def is_open(calendar: Calendar, moment: datetime, taken: list[datetime]) -> bool:
    return not (
        is_quiet(calendar, moment)
        or is_blacked_out(calendar, moment)
        or is_too_near(calendar, moment, taken)
        or is_full(calendar, moment, taken)
    )


# Strategies -----------------------------------------------------------------------------------------------------------

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


# The laws of slots ----------------------------------------------------------------------------------------------------


@given(near_a_change_of_the_clocks(), some_weeks)
@example(("Pacific/Apia", utc("2011-12-29 00:00")), parse_slots("daily 09:00 17:00"))
@example(("Australia/Lord_Howe", utc("2026-10-02 00:00")), parse_slots("daily 01:45 02:15 02:30"))
@example(("America/Havana", utc("2026-03-07 00:00")), parse_slots("daily 00:00 00:30 01:00"))
@example(("America/St_Johns", utc("2010-11-06 00:00")), parse_slots("daily 23:30 00:00 00:30"))
@example(("Antarctica/Troll", utc("2026-03-28 00:00")), parse_slots("daily 01:30 02:30 03:00"))
@settings(max_examples=40, deadline=None)
def test_slots_are_when_the_wall_clock_first_shows_their_time_in_every_zone(
    place: tuple[str, datetime], weekly: Weekly
) -> None:
    zone, since = place
    until = since + 3 * DAY
    slots = schedule.slots(Calendar(zone=zone, weekly=weekly), since, until)
    assert slots == watched_slots(weekly, ZoneInfo(zone), since, until)
    assert slots == sorted(set(slots))
    assert all(slot.tzinfo is UTC for slot in slots)


def test_every_zone_has_every_slot_of_a_year_although_its_clocks_change() -> None:
    since, until = utc("2026-01-01 12:00"), utc("2027-01-01 12:00")
    for zone in ZONES:
        slots = schedule.slots(Calendar(zone=zone, weekly=parse_slots("daily 00:15 02:30")), since, until)
        assert (zone, len(slots)) == (zone, 730)


@given(situations())
@settings(max_examples=150, deadline=None)
def test_the_next_slot_is_open_and_the_first_that_is(situation: tuple[Calendar, datetime, list[datetime]]) -> None:
    calendar, after, taken = situation
    found = schedule.next_slot(calendar, after, taken)
    if calendar.at_once:
        candidates = [after + number * MINUTE for number in range(6 * 1440)]
    else:
        candidates = schedule.slots(replace(calendar, quiet=None, blackouts=()), after, after + 30 * DAY)
    assert found is None or found >= after
    assert found is None or is_open(calendar, found, taken)
    assert found not in taken
    earlier = [moment for moment in candidates if found is None or moment < found]
    assert not [moment for moment in earlier if is_open(calendar, moment, taken) and not put_back(calendar, moment)]


def put_back(calendar: Calendar, moment: datetime) -> bool:
    """Whether the clocks were put back in the day before: quiet hours may then last longer than the wall clock says."""
    zone = ZoneInfo(calendar.zone)
    before, now = (moment - DAY).astimezone(zone).utcoffset(), moment.astimezone(zone).utcoffset()
    return calendar.quiet is not None and before is not None and now is not None and before > now


@given(situations(), st.integers(0, 5000))
@settings(max_examples=100, deadline=None)
def test_a_later_start_never_finds_an_earlier_slot(
    situation: tuple[Calendar, datetime, list[datetime]], minutes: int
) -> None:
    calendar, after, taken = situation
    first = schedule.next_slot(calendar, after, taken)
    second = schedule.next_slot(calendar, after + minutes * MINUTE, taken)
    assert first is None or second is None or first <= second
    if first is not None and first >= after + minutes * MINUTE:
        assert second == first


@given(situations(), st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_a_row_of_posts_takes_a_row_of_slots_and_keeps_every_rule(
    situation: tuple[Calendar, datetime, list[datetime]], count: int
) -> None:
    calendar, after, taken = situation
    placed: list[datetime] = []
    for _ in range(count):
        moment = schedule.next_slot(calendar, after, [*taken, *placed])
        if moment is not None:
            assert is_open(calendar, moment, [*taken, *placed])
            placed.append(moment)
    assert placed == sorted(set(placed))


# Daylight saving, seen from the wall ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "slots", "since", "wall"),
    [
        ("Europe/Berlin", "daily 02:30", "2026-03-28 00:00", ["Sat 28 02:30 +0100", "Sun 29 03:00 +0200"]),
        ("Europe/Berlin", "daily 02:00 02:30 03:00", "2026-03-28 12:00", ["Sun 29 03:00 +0200", "Mon 30 02:00 +0200"]),
        ("Europe/Berlin", "daily 02:30", "2026-10-25 00:00", ["Sun 25 02:30 +0200", "Mon 26 02:30 +0100"]),
        ("Australia/Lord_Howe", "daily 02:15", "2026-10-03 12:00", ["Sun 04 02:30 +1100", "Mon 05 02:15 +1100"]),
        ("Australia/Lord_Howe", "daily 01:45", "2026-04-04 12:00", ["Sun 05 01:45 +1100", "Mon 06 01:45 +1030"]),
        ("America/Havana", "daily 00:00", "2026-03-08 00:00", ["Sun 08 01:00 -0400", "Mon 09 00:00 -0400"]),
        ("America/Santiago", "daily 00:00", "2026-09-05 12:00", ["Sun 06 01:00 -0300", "Mon 07 00:00 -0300"]),
        ("Pacific/Apia", "fri 09:00; sat 09:00", "2011-12-29 12:00", ["Sat 31 00:00 +1400", "Sat 31 09:00 +1400"]),
        ("America/Nuuk", "daily 23:30", "2026-10-24 12:00", ["Sat 24 23:30 -0100", "Sun 25 23:30 -0200"]),
    ],
)
def test_a_time_in_the_gap_becomes_the_gaps_end_and_a_repeated_one_is_taken_once(
    zone: str, slots: str, since: str, wall: list[str]
) -> None:
    calendar = Calendar(zone=zone, weekly=parse_slots(slots))
    begin = utc(since)
    assert local(calendar, schedule.slots(calendar, begin, begin + 3 * DAY))[:2] == wall


def test_a_slot_that_a_gap_moved_is_found_from_its_new_moment_on() -> None:
    calendar = Calendar(zone="Pacific/Apia", weekly=parse_slots("fri 09:00"))
    midnight = utc("2011-12-30 10:00")
    assert local(calendar, [midnight]) == ["Sat 31 00:00 +1400"]
    assert schedule.next_slot(calendar, midnight, []) == midnight


# The rules one by one -------------------------------------------------------------------------------------------------


def test_without_slots_a_post_goes_at_once_and_each_has_a_moment_of_its_own() -> None:
    now = utc("2026-11-24 14:00:10")
    calendar = Calendar()
    assert calendar.at_once
    assert schedule.next_slot(calendar, now, []) == now
    assert schedule.next_slot(calendar, now, [now]) == now + timedelta(seconds=1)
    assert schedule.slots(calendar, now, now + DAY) == []


def test_without_slots_a_post_waits_for_the_end_of_quiet_hours_and_blackouts_and_keeps_the_spacing() -> None:
    calendar = Calendar(zone="Europe/Berlin", quiet=(time(22), time(7)), spacing=HOUR)
    night = utc("2026-11-24 22:30")
    assert schedule.next_slot(calendar, night, []) == utc("2026-11-25 06:00")
    assert schedule.next_slot(calendar, night, [utc("2026-11-25 06:10")]) == utc("2026-11-25 07:10")
    dark = replace(calendar, blackouts=((date(2026, 11, 24), date(2026, 11, 26)),))
    assert schedule.next_slot(dark, utc("2026-11-24 10:00"), []) == utc("2026-11-27 06:00")


def test_quiet_hours_hold_for_repeated_hours_too() -> None:
    """New York's clocks show 01:00 to 02:00 twice; quiet until 01:30 means the second 01:10 as well."""
    calendar = Calendar(zone="America/New_York", quiet=(time(22), time(1, 30)))
    first_half_past, second_ten_past = utc("2026-11-01 05:30"), utc("2026-11-01 06:10")
    assert schedule.next_slot(calendar, first_half_past, []) == first_half_past
    assert schedule.next_slot(calendar, second_ten_past, []) == utc("2026-11-01 06:30")


def test_quiet_hours_that_have_begun_do_not_pause_when_the_clocks_are_put_back() -> None:
    calendar = Calendar(zone="America/New_York", quiet=(time(1, 30), time(5)))
    assert schedule.next_slot(calendar, utc("2026-11-01 05:45"), []) == utc("2026-11-01 10:00")


def test_clocks_that_are_put_back_over_midnight_do_not_bring_the_old_day_back() -> None:
    """In St. John's 2010-11-07 began, and a minute later the clocks showed 2010-11-06 23:01 again."""
    calendar = Calendar(zone="America/St_Johns")
    old_day_again = utc("2010-11-07 03:00")
    blackout = replace(calendar, blackouts=((date(2010, 11, 6), date(2010, 11, 6)),))
    assert schedule.next_slot(blackout, utc("2010-11-07 02:00"), []) == utc("2010-11-07 02:30")
    assert schedule.next_slot(blackout, old_day_again, []) == old_day_again
    once_a_day = replace(calendar, most_per_day=1)
    assert schedule.next_slot(once_a_day, old_day_again, [utc("2010-11-06 12:00")]) == old_day_again
    assert schedule.next_slot(once_a_day, old_day_again, [utc("2010-11-07 02:30")]) == utc("2010-11-08 03:30")
    quiet = replace(calendar, quiet=(time(0), time(5)))
    assert schedule.next_slot(quiet, old_day_again, []) == utc("2010-11-07 08:30")
    midnight = replace(calendar, weekly=parse_slots("daily 00:00"))
    assert schedule.slots(midnight, utc("2010-11-07 00:00"), old_day_again) == [utc("2010-11-07 02:30")]


def test_a_slot_in_quiet_hours_or_on_a_blackout_date_is_none() -> None:
    calendar = Calendar(
        weekly=parse_slots("daily 08:00 23:00"),
        quiet=(time(22), time(7)),
        blackouts=((date(2026, 12, 24), date(2026, 12, 26)),),
    )
    slots = schedule.slots(calendar, utc("2026-12-23 00:00"), utc("2026-12-28 00:00"))
    assert local(calendar, slots) == ["Wed 23 08:00 +0000", "Sun 27 08:00 +0000"]


def test_most_per_day_counts_local_days_and_posts_that_have_gone_out_today() -> None:
    calendar = Calendar(zone="Pacific/Auckland", weekly=parse_slots("daily 09:00 12:00 18:00"), most_per_day=2)
    morning, noon = utc("2026-06-09 21:00"), utc("2026-06-10 00:00")
    assert schedule.next_slot(calendar, noon + MINUTE, [morning]) == utc("2026-06-10 06:00")
    assert schedule.next_slot(calendar, noon + MINUTE, [morning, noon]) == utc("2026-06-10 21:00")


def test_spacing_looks_forward_as_well_as_back() -> None:
    calendar = Calendar(weekly=parse_slots("daily 09:00 10:00 11:00 14:00"), spacing=2 * HOUR)
    assert schedule.next_slot(calendar, utc("2026-06-10 08:00"), [utc("2026-06-10 10:30")]) == utc("2026-06-10 14:00")


@pytest.mark.parametrize("weekly", [(), OFFICE])
def test_a_calendar_that_is_black_for_a_year_has_no_slot(weekly: Weekly) -> None:
    calendar = Calendar(weekly=weekly, blackouts=((date(2026, 1, 1), date(2030, 1, 1)),))
    assert schedule.next_slot(calendar, utc("2026-11-24 14:00"), []) is None
    assert schedule.spread(calendar, utc("2026-11-24 14:00"), [(1, utc("2026-11-24 09:00"))], []) == []


def test_slots_may_be_given_in_any_order() -> None:
    calendar = Calendar(weekly=((time(17), time(9)),) * 7)
    assert schedule.next_slot(calendar, utc("2026-11-24 08:00"), []) == utc("2026-11-24 09:00")


def test_moments_may_be_given_in_any_zone_and_come_back_in_utc() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = schedule.next_slot(Calendar(), datetime(2026, 11, 24, 8, tzinfo=berlin), [])
    assert now == utc("2026-11-24 07:00")
    assert now.tzinfo is UTC
    calendar = Calendar(zone="Europe/Berlin", weekly=OFFICE)
    after = datetime(2026, 11, 24, 8, tzinfo=berlin)
    assert schedule.next_slot(calendar, after, [datetime(2026, 11, 24, 9, tzinfo=berlin)]) == utc("2026-11-24 11:30")


# After down-time ------------------------------------------------------------------------------------------------------


def test_overdue_posts_take_the_next_slots_in_the_order_in_which_they_were_due() -> None:
    calendar = Calendar(weekly=OFFICE)
    overdue = [(7, utc("2026-11-24 12:30")), (5, utc("2026-11-24 09:00")), (6, utc("2026-11-23 17:00"))]
    taken = [utc("2026-11-25 09:00"), *(due_at for _, due_at in overdue)]
    assert schedule.spread(calendar, utc("2026-11-24 15:00"), overdue, taken) == [
        (6, utc("2026-11-24 17:00")),
        (5, utc("2026-11-25 12:30")),
        (7, utc("2026-11-25 17:00")),
    ]


def test_slots_that_overdue_posts_leave_do_not_count_towards_the_day() -> None:
    calendar = Calendar(weekly=OFFICE, most_per_day=2)
    overdue = [(1, utc("2026-11-24 09:00")), (2, utc("2026-11-24 12:30"))]
    spread = schedule.spread(calendar, utc("2026-11-24 15:00"), overdue, [due_at for _, due_at in overdue])
    assert spread == [(1, utc("2026-11-24 17:00")), (2, utc("2026-11-25 09:00"))]


def test_an_overdue_backlog_without_slots_begins_at_once_and_never_comes_in_one_burst() -> None:
    now = utc("2026-11-24 15:00")
    overdue = [(number, now - HOUR) for number in range(3)]
    assert schedule.spread(Calendar(), now, overdue, []) == [(0, now), (1, now + MINUTE), (2, now + 2 * MINUTE)]
    spaced = schedule.spread(Calendar(spacing=HOUR), now, overdue, [])
    assert [at for _, at in spaced] == [now, now + HOUR, now + 2 * HOUR]


# People's words: slots ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("mon-fri 09:00 12:30 17:00; sat 10:00", "mon-fri 09:00 12:30 17:00; sat 10:00"),
        ("Daily 9am", "daily 09:00"),
        ("NOW", "now"),
        ("sat-mon 08:00", "mon 08:00; sat-sun 08:00"),
        ("monday, wed 9:00:30, 9 pm;", "mon 09:00:30 21:00; wed 09:00:30 21:00"),
        ("mon 12:00; mon 09:00; mon 12:00", "mon 09:00 12:00"),
        ("tue – thu 12am", "tue-thu 00:00"),
        ("daily 12pm", "daily 12:00"),
    ],
)
def test_slots_are_read_as_people_write_them(text: str, plain: str) -> None:
    assert schedule.format_slots(parse_slots(text)) == plain


@given(some_weeks)
def test_slots_are_read_back_as_they_are_written(weekly: Weekly) -> None:
    assert parse_slots(schedule.format_slots(weekly)) == weekly


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "'' names no slot"),
        ("moon 09:00", "'moon' is no day of the week"),
        ("mon-fry 09:00", "'mon-fry' is no day of the week"),
        ("mon 09:00 tue 10:00", "'tue' needs a ; before it"),
        ("mon", "'mon' names no time"),
        ("09:00", "'09:00' names no day"),
        ("mon 24:00", "'24:00' is no time of day"),
        ("mon 9", "'9' is no time of day"),
        ("mon 13pm", "'13pm' is no time of day"),
        ("mon 0am", "'0am' is no time of day"),
        ("mon ٠٩:٠٠", "'٠٩:٠٠' is no time of day"),
    ],
)
def test_a_wrong_slot_is_named_with_its_fault_and_an_example(text: str, fault: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_slots(text)
    assert str(caught.value).startswith(f"{fault}; write for example ")
    assert "\n" not in str(caught.value)


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_any_text_is_read_or_refused_in_one_short_line(text: str) -> None:
    assert one_line(lambda: parse_slots(text))
    assert one_line(lambda: schedule.parse_quiet_hours(text))
    assert one_line(lambda: schedule.parse_blackouts(text))
    assert one_line(lambda: schedule.parse_duration(text))
    assert one_line(lambda: parse_when(text, "Europe/Berlin", utc("2026-11-24 14:00")))


def one_line(read: Callable[[], object]) -> bool:
    """Whether it reads without a fault, or names the fault in one line with an example."""
    try:
        read()
    except ValueError as error:
        return len(str(error).splitlines()) == 1 and "; write for example " in str(error)
    return True


# People's words: the rest ---------------------------------------------------------------------------------------------


def test_quiet_hours_are_two_times() -> None:
    assert schedule.parse_quiet_hours("22:00-07:00") == (time(22), time(7))
    assert schedule.parse_quiet_hours("10pm – 7am") == (time(22), time(7))
    assert schedule.parse_quiet_hours("none") is None
    for wrong in ("22:00", "22:00-22:00", "22-7", "22:00-07:00-08:00"):
        with pytest.raises(ValueError, match="write for example"):
            schedule.parse_quiet_hours(wrong)


def test_blackouts_are_dates_and_ranges() -> None:
    christmas, new_year = date(2026, 12, 24), date(2027, 1, 1)
    assert schedule.parse_blackouts("2026-12-24..2026-12-26, 2027-01-01") == (
        (christmas, date(2026, 12, 26)),
        (new_year, new_year),
    )
    assert schedule.parse_blackouts("none") == schedule.parse_blackouts("") == ()
    for wrong in ("2026-12-24..", "2026-02-30", "20261224", "2026-W52-4", "2026-12-26..2026-12-24", "christmas"):
        with pytest.raises(ValueError, match="write for example"):
            schedule.parse_blackouts(wrong)


@pytest.mark.parametrize(
    ("text", "length"),
    [("10m", 10 * MINUTE), ("1h30m", 90 * MINUTE), ("2d", 2 * DAY), ("1D 2H", 26 * HOUR), ("0", 0 * DAY)],
)
def test_durations_are_read_as_people_write_them(text: str, length: timedelta) -> None:
    assert schedule.parse_duration(text) == length


@given(st.integers(0, 3660 * 86400).map(lambda seconds: timedelta(seconds=seconds)))
def test_durations_are_read_back_as_they_are_written(length: timedelta) -> None:
    assert schedule.parse_duration(schedule.format_duration(length)) == length


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("10", "'10' has no unit"),
        ("", "'' is no length of time"),
        ("ten minutes", "is no length of time"),
        ("30m1h", "is no length of time"),
        ("-5m", "is no length of time"),
        ("99999999999999d", "is longer than ten years"),
    ],
)
def test_a_wrong_duration_is_refused_with_an_example(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"{fault}.*; write for example 10m"):
        schedule.parse_duration(text)


def test_zones_are_iana_names_in_any_case() -> None:
    assert schedule.parse_zone("europe/berlin") == "Europe/Berlin"
    for wrong in ("Europe", "Berlin", "CEST", "../etc/passwd", "/etc/passwd", "", "Europe/Berl\x00in"):
        with pytest.raises(ValueError, match="is no IANA time zone; write for example Europe/Berlin"):
            schedule.parse_zone(wrong)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", "2026-11-24 14:00"),
        ("in 2h", "2026-11-24 16:00"),
        ("in 1h 30m", "2026-11-24 15:30"),
        ("15:00", "2026-11-24 14:00"),
        ("today 9pm", "2026-11-24 20:00"),
        ("Tomorrow 9 AM", "2026-11-25 08:00"),
        ("tue 15:00", "2026-11-24 14:00"),
        ("tue 15:30", "2026-11-24 14:30"),
        ("tuesday 14:30", "2026-12-01 13:30"),
        ("fri 14:30", "2026-11-27 13:30"),
        ("2026-11-25 14:30", "2026-11-25 13:30"),
        ("2026-11-25T14:30:15", "2026-11-25 13:30:15"),
        ("2026-11-25 2pm", "2026-11-25 13:00"),
        ("2026-11-25T14:30Z", "2026-11-25 14:30"),
        ("2026-11-25 14:30-05:00", "2026-11-25 19:30"),
        ("2027-03-28 02:30", "2027-03-28 01:00"),
        ("2027-10-31 02:30", "2027-10-31 00:30"),
    ],
)
def test_staff_write_moments_in_their_own_time(text: str, moment: str) -> None:
    """It is Tuesday 2026-11-24 15:00 in Berlin."""
    assert parse_when(text, "Europe/Berlin", utc("2026-11-24 14:00")) == utc(moment)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("14:30", "is past: in Europe/Berlin it is 2026-11-24 15:00 now"),
        ("2026-11-24T13:59Z", "is past"),
        ("tomorrow", "is no day with a time"),
        ("2026-11-25", "is no day with a time"),
        ("soon", "is no day with a time"),
        ("tomorrow 9", "is no time of day"),
        ("next fri 14:30", "may mean one of two days"),
        ("5/6 14:30", "is no date"),
        ("2026-02-30 14:30", "is no date"),
        ("2026-11-25 14:30+99:00", "is no date and time"),
        ("2062-11-25 14:30", "is more than ten years ahead"),
        ("0001-01-01 00:00", "is too far away"),
        ("in 5", "has no unit"),
    ],
)
def test_a_moment_that_is_past_or_could_mean_two_things_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_when(text, "Europe/Berlin", utc("2026-11-24 14:00"))
    assert fault in str(caught.value)
    assert "; write for example" in str(caught.value)


@given(situations())
@settings(max_examples=60, deadline=None)
def test_a_slot_that_is_written_down_is_read_as_the_same_moment(
    situation: tuple[Calendar, datetime, list[datetime]],
) -> None:
    calendar, after, taken = situation
    slot = schedule.next_slot(calendar, after, taken)
    if slot is not None:
        written = slot.astimezone(ZoneInfo(calendar.zone)).isoformat()
        assert parse_when(written, calendar.zone, after) == slot


@pytest.mark.parametrize(
    ("text", "since", "until", "back"),
    [
        ("today", "2026-11-23 23:00", "2026-11-24 23:00", "2026-11-23 23:00"),
        ("tomorrow", "2026-11-24 23:00", "2026-11-25 23:00", "2026-11-24 23:00"),
        ("yesterday", "2026-11-22 23:00", "2026-11-23 23:00", "2026-11-22 23:00"),
        ("Tue", "2026-11-23 23:00", "2026-11-24 23:00", "2026-11-23 23:00"),
        ("fri", "2026-11-26 23:00", "2026-11-27 23:00", "2026-11-19 23:00"),
        ("2026-11-01", "2026-10-31 23:00", "2026-11-01 23:00", "2026-10-31 23:00"),
        ("2026-10-25", "2026-10-24 22:00", "2026-10-25 23:00", "2026-10-24 22:00"),
    ],
)
def test_a_bound_of_a_list_may_be_a_whole_day(text: str, since: str, until: str, back: str) -> None:
    """It is Tuesday 2026-11-24 15:00 in Berlin."""
    now, instant = utc("2026-11-24 14:00"), timedelta(microseconds=1)
    assert parse_bound(text, "Europe/Berlin", now) == utc(since)
    assert parse_bound(text, "Europe/Berlin", now, end=True) == utc(until) - instant
    assert parse_bound(text, "Europe/Berlin", now, back=True) == utc(back)


@pytest.mark.parametrize(
    ("text", "ahead", "back"),
    [
        ("now", "2026-11-24 14:00", "2026-11-24 14:00"),
        ("2d", "2026-11-26 14:00", "2026-11-22 14:00"),
        ("1h30m", "2026-11-24 15:30", "2026-11-24 12:30"),
        ("in 2h", "2026-11-24 16:00", "2026-11-24 16:00"),
        ("2h ago", "2026-11-24 12:00", "2026-11-24 12:00"),
        ("2 h ago", "2026-11-24 12:00", "2026-11-24 12:00"),
        ("14:30", "2026-11-24 13:30", "2026-11-24 13:30"),
        ("fri 14:30", "2026-11-27 13:30", "2026-11-20 13:30"),
        ("yesterday 9am", "2026-11-23 08:00", "2026-11-23 08:00"),
        ("2020-01-01 09:00", "2020-01-01 08:00", "2020-01-01 08:00"),
    ],
)
def test_a_bound_of_a_list_may_be_a_moment_past_or_to_come(text: str, ahead: str, back: str) -> None:
    now = utc("2026-11-24 14:00")
    assert parse_bound(text, "Europe/Berlin", now) == utc(ahead)
    assert parse_bound(text, "Europe/Berlin", now, back=True) == utc(back)


@pytest.mark.parametrize(
    "text", ["", "soon", "5", "ago", "in", "2026-02-30", "next fri", "fri 9", "9999-12-31", "9999d"]
)
def test_a_bound_that_is_none_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_bound(text, "Europe/Berlin", utc("2026-11-24 14:00"), end=True)
    assert "; write for example" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("2 hours", "2h"),
        ("90 minutes", "1h30m"),
        ("90 min", "1h30m"),
        ("1 hour and 30 minutes", "1h30m"),
        ("an hour", "1h"),
        ("3 days", "3d"),
        ("1 week", "7d"),
        ("2 weeks", "14d"),
        ("45 secs", "45s"),
    ],
)
def test_a_length_of_time_may_be_written_out(words: str, length: str) -> None:
    assert schedule.parse_duration(words) == schedule.parse_duration(length)
    assert schedule.parse_when(f"in {words}", "Europe/Berlin", NOON) == NOON + schedule.parse_duration(length)


NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
"""A Thursday, in Berlin."""


@pytest.mark.parametrize(
    ("words", "same"),
    [("tomorrow at 9am", "tomorrow 9am"), ("fri at 14:30", "fri 14:30"), ("fri noon", "fri 12:00")],
)
def test_times_as_people_say_them(words: str, same: str) -> None:
    assert schedule.parse_when(words, "Europe/Berlin", NOON) == schedule.parse_when(same, "Europe/Berlin", NOON)


@pytest.mark.parametrize("words", ["next tue 9am", "next tue", "next week"])
def test_what_may_mean_one_of_two_days_is_refused_and_says_why(words: str) -> None:
    with pytest.raises(ValueError, match="'next' may mean one of two") as caught:
        schedule.parse_when(words, "Europe/Berlin", NOON)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", ["2 moons", "hours", "2 hours ago maybe", "a", "-2 hours"])
def test_what_is_no_length_of_time_stays_none(words: str) -> None:
    with pytest.raises(ValueError, match="is no length of time"):
        schedule.parse_duration(words)
