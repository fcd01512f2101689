"""Calendars, durations and moments as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servers.calendars import (
    DAY,
    HOUR,
    MINUTE,
    situations,
    some_weeks,
    utc,
)
from sharebot import schedule
from sharebot.schedule import Calendar, Weekly, parse_bound, parse_slots, parse_when

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
