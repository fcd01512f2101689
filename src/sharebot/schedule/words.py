"""Calendars, durations and moments as people write them.

Every parse function raises ValueError with one line that quotes the words at fault, says what is wrong with them and
gives an example.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

from sharebot.schedule.calendar import DAY, Dates, Hours, Weekly, first_moment

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NUMBERS = {name: number for names in (WEEKDAYS, _FULL_NAMES) for number, name in enumerate(names)}

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(:(?P<minute>\d{2})(:(?P<second>\d{2}))?)?(?P<half>am|pm)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?=\s|$)", re.ASCII)
"""As spreadsheets write a date in much of Europe. With slashes it may be of two days, and is refused."""
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?(z|[+-]\d{2}:?\d{2})", re.ASCII)
_DURATION = re.compile(r"(?=\d)(?:(?P<d>\d+)d)?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+)s)?", re.ASCII)
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_UNIT = re.compile(r"(?P<count>\d{1,6}|an?)\s*(?P<unit>week|day|hour|hr|minute|min|second|sec)s?\b( and\b)?", re.ASCII)
"""A part of a length of time that is written out."""
_LONGEST = timedelta(days=3660)
_INSTANT = timedelta(microseconds=1)
_NOON = 12
_MOST_QUOTED = 60

_SLOTS_EXAMPLE = "mon-fri 09:00 12:30 17:00; sat 10:00"
_HOURS_EXAMPLE = "22:00-07:00"
_DATES_EXAMPLE = "2026-12-24..2026-12-26 2027-01-01"
_DAY_EXAMPLE = "tomorrow, fri or 2026-11-25"
_BOUND_EXAMPLE = "tomorrow, fri, 2026-11-25, 'fri 14:30' or 2d"
_WHEN_EXAMPLE = "'14:30', 'tomorrow 9am', 'fri 14:30', '2026-11-25 14:30' or 'in 2h'"

# The calendar ---------------------------------------------------------------------------------------------------------


def parse_slots(text: str) -> Weekly:
    """Days and times: "mon-fri 09:00 12:30; sat 10:00", "daily 9am"; or "now"."""
    tidy = _tidy(text)
    if tidy == "now":
        return ()
    week: list[set[time]] = [set() for _ in WEEKDAYS]
    for clause in filter(None, map(str.split, tidy.split(";"))):
        days, clocks = _clause(clause)
        for day in days:
            week[day].update(clocks)
    if not any(week):
        raise fault(text, "names no slot", _SLOTS_EXAMPLE)
    return tuple(tuple(sorted(clocks)) for clocks in week)


def format_slots(weekly: Weekly) -> str:
    """What parse_slots reads as these slots."""
    if not weekly:
        return "now"
    runs = ([*run] for _, run in groupby(range(len(weekly)), key=weekly.__getitem__))
    return "; ".join(f"{_in_days(run)} {' '.join(map(_in_clocks, weekly[run[0]]))}" for run in runs if weekly[run[0]])


def parse_quiet_hours(text: str) -> Hours | None:
    """Two local times: "22:00-07:00"; None for "none"."""
    tidy = _tidy(text)
    if tidy == "none":
        return None
    begin, dash, end = tidy.partition("-")
    if not dash:
        raise fault(text, "is not two times", _HOURS_EXAMPLE)
    hours = _clock(begin), _clock(end)
    if hours[0] == hours[1]:
        raise fault(text, "would be the whole day", _HOURS_EXAMPLE)
    return hours


def parse_blackouts(text: str) -> tuple[Dates, ...]:
    """Dates and ranges of dates: "2026-12-24..2026-12-26 2027-01-01"; "none" for no dates."""
    tidy = _tidy(text)
    return () if tidy == "none" else tuple(map(_dates, tidy.replace(",", " ").split()))


def parse_zone(text: str) -> str:
    """An IANA name, whatever its case."""
    try:
        return ZoneInfo(text).key
    except (OSError, ValueError, KeyError):  # a folder of zones, a path, an unknown name
        right = {name.lower(): name for name in available_timezones()}
    if text.lower() in right:
        return right[text.lower()]
    raise fault(text, "is no IANA time zone", "Europe/Berlin")


def _clause(words: Sequence[str]) -> tuple[list[int], list[time]]:
    days: list[int] = []
    clocks: list[time] = []
    for word in " ".join(words).replace(",", " ").split():
        if word[0].isdigit():
            clocks.append(_clock(word))
        elif clocks:
            raise fault(word, "needs a ; before it", _SLOTS_EXAMPLE)
        else:
            days += _days(word)
    if not days or not clocks:
        raise fault(" ".join(words), "names no day" if clocks else "names no time", _SLOTS_EXAMPLE)
    return days, clocks


def _days(word: str) -> list[int]:
    """The numbers of "tue", "mon-fri", "sat-mon" (over the week's end) or "daily"."""
    if word == "daily":
        return [*range(7)]
    first, dash, last = word.partition("-")
    if first not in _DAY_NUMBERS or (dash and last not in _DAY_NUMBERS):
        raise fault(word, "is no day of the week", _SLOTS_EXAMPLE)
    begin = _DAY_NUMBERS[first]
    length = (_DAY_NUMBERS[last or first] - begin) % 7 + 1
    return [(begin + step) % 7 for step in range(length)]


def _dates(word: str) -> Dates:
    first, dots, last = word.partition("..")
    begin, end = _date(first), _date(last if dots else first)
    if end < begin:
        raise fault(word, "ends before it begins", _DATES_EXAMPLE)
    return begin, end


def _in_days(run: Sequence[int]) -> str:
    if len(run) == len(WEEKDAYS):
        return "daily"
    return WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}"


def _in_clocks(clock: time) -> str:
    return clock.isoformat("seconds" if clock.second else "minutes")


# Durations ------------------------------------------------------------------------------------------------------------


def parse_duration(text: str) -> timedelta:
    """Days, hours, minutes and seconds: "10m", "1h30m", "2 hours", "2d", "0"; ten years at the most."""
    compact = _compact(text)
    if compact == "0":
        return timedelta(0)
    match = _DURATION.fullmatch(compact)
    if not match:
        what = "has no unit (d, h, m or s)" if compact.isdecimal() else "is no length of time"
        raise fault(text, what, "10m, 1h30m or 2d")
    seconds = sum(int(match[unit] or 0) * factor for unit, factor in _SECONDS.items())
    if seconds > _LONGEST.total_seconds():
        raise fault(text, "is longer than ten years", "10m, 1h30m or 2d")
    return timedelta(seconds=seconds)


def _compact(text: str) -> str:
    return "".join(_UNIT.sub(_short, text.lower()).split())


def _short(part: re.Match[str]) -> str:
    count = int(part["count"]) if part["count"].isdecimal() else 1
    return f"{7 * count}d" if part["unit"] == "week" else f"{count}{part['unit'][0]}"


def format_duration(duration: timedelta) -> str:
    """What parse_duration reads as this duration; parts of a second are lost."""
    left, words = int(duration.total_seconds()), ""
    for unit, factor in _SECONDS.items():
        count, left = divmod(left, factor)
        words += f"{count}{unit}" if count else ""
    return words or "0"


# Moments --------------------------------------------------------------------------------------------------------------


def parse_when(text: str, zone: str, now: datetime) -> datetime:
    """The moment, in UTC, that staff mean by local words such as "14:30", "tomorrow 9am", "fri 14:30" and "in 2h".

    A day of the week is the next such moment, today's included. A past moment is refused.
    """
    local = now.astimezone(ZoneInfo(zone))
    try:
        moment = _moment(text, local.date(), ZoneInfo(zone), now)
    except OverflowError:
        raise fault(text, "is too far away", _WHEN_EXAMPLE) from None
    if moment < now:
        raise fault(text, f"is past: in {zone} it is {local:%Y-%m-%d %H:%M} now", _WHEN_EXAMPLE)
    if moment > now + _LONGEST:
        raise fault(text, "is more than ten years ahead", _WHEN_EXAMPLE)
    return moment


def parse_bound(text: str, zone: str, now: datetime, *, end: bool = False, back: bool = False) -> datetime:
    """A bound of a list, in UTC: a moment as for parse_when, past or not, a whole day, or a length of time.

    Of a day its beginning is meant, or its `end`. With `back` days of the week and lengths of time lie in the past.
    """
    try:
        return _bound(_tidy(text), ZoneInfo(zone), now, end=end, back=back)
    except OverflowError:
        raise fault(text, "is too far away", _BOUND_EXAMPLE) from None


def _bound(tidy: str, zone: ZoneInfo, now: datetime, *, end: bool, back: bool) -> datetime:
    today = now.astimezone(zone).date()
    if _DURATION.fullmatch(length := _compact(tidy.removeprefix("in ").removesuffix(" ago"))):
        return _away(parse_duration(length), now, back=not tidy.startswith("in ") and (back or tidy.endswith("ago")))
    if day := _whole_day(tidy, today, back=back):
        return _beginning(day + DAY, zone) - _INSTANT if end else _beginning(day, zone)
    moment = _moment(tidy, today, zone, now)
    return moment - 7 * DAY if back and moment > now and tidy.partition(" ")[0] in _DAY_NUMBERS else moment


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return first_moment(datetime.combine(day, time()), zone)


def _away(length: timedelta, now: datetime, *, back: bool) -> datetime:
    return now.astimezone(UTC) + (-length if back else length)


def _whole_day(word: str, today: date, *, back: bool) -> date | None:
    """None where there is a time of day, or no day at all."""
    near = {"yesterday": today - DAY, "today": today, "tomorrow": today + DAY}
    if word in _DAY_NUMBERS:
        ahead = (_DAY_NUMBERS[word] - today.weekday()) % 7
        return today + (ahead - 7 if back and ahead else ahead) * DAY
    return _date(word, _BOUND_EXAMPLE) if _DATE.fullmatch(word) else near.get(word)


def _moment(text: str, today: date, zone: ZoneInfo, now: datetime) -> datetime:
    tidy = re.sub(r"(?<=-\d\d)t(?=\d)", " ", _tidy(text))
    if tidy == "now":
        return now.astimezone(UTC)
    if tidy.startswith("next "):
        raise fault(text, "cannot be used: 'next' may mean one of two days", _WHEN_EXAMPLE)
    if tidy.startswith("in "):
        return now.astimezone(UTC) + parse_duration(tidy.removeprefix("in "))
    if _STAMP.fullmatch(tidy):
        return _stamp(tidy)
    day, _, clock = tidy.replace("noon", "12:00").replace(" at ", " ").rpartition(" ")
    if not clock[:1].isdigit() or _DATE.fullmatch(clock):
        raise fault(text, "is no day with a time", _WHEN_EXAMPLE)
    return _on_day(day, _clock(clock), today, zone, now)


def _on_day(word: str, clock: time, today: date, zone: ZoneInfo, now: datetime) -> datetime:
    known = {"": today, "today": today, "tomorrow": today + DAY, "yesterday": today - DAY}
    if word not in _DAY_NUMBERS:
        return first_moment(datetime.combine(known.get(word) or _date(word, _DAY_EXAMPLE), clock), zone)
    day = today + (_DAY_NUMBERS[word] - today.weekday()) % 7 * DAY
    moment = first_moment(datetime.combine(day, clock), zone)
    return moment if moment >= now else first_moment(datetime.combine(day + 7 * DAY, clock), zone)


def _stamp(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except ValueError:
        raise fault(text, "is no date and time", _WHEN_EXAMPLE) from None


# Words ----------------------------------------------------------------------------------------------------------------


def _clock(word: str) -> time:
    """A bare hour is refused: it may be the morning or the evening."""
    match = _CLOCK.fullmatch(word)
    if match and (match["minute"] or match["half"]):
        hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
        with suppress(ValueError):
            return time(_hour(hour, match["half"]), minute, second)
    raise fault(word, "is no time of day", "09:00 or 9am")


def _hour(hour: int, half: str | None) -> int:
    """Of 24. Raises ValueError for an hour that no clock with am and pm shows."""
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError(hour)
    return hour % _NOON + (_NOON if half == "pm" else 0)


def _date(word: str, example: str = _DATES_EXAMPLE) -> date:
    with suppress(ValueError):
        if _DATE.fullmatch(word):
            return date.fromisoformat(word)
    raise fault(word, "is no date", example)


def _tidy(text: str) -> str:
    """In lower case, single spaces, none around a dash or before am and pm."""
    text = re.sub(r"\s*[-–]\s*", "-", " ".join(text.lower().split()))
    text = _DOTTED.sub(lambda date: f"{date[3]}-{int(date[2]):02}-{int(date[1]):02}", text)
    return re.sub(r"(?<=\d) (?=[ap]m\b)", "", text)


def fault(words: str, what: str, example: str) -> ValueError:
    """One line for people, ready to be raised."""
    shown = words if len(words) <= _MOST_QUOTED else words[:_MOST_QUOTED] + "…"
    return ValueError(f"{shown!r} {what}; write for example {example}")
