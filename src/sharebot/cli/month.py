"""sharebot calendar --month on a terminal: weeks down, days across, in each day how many posts and free slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from sharebot.cli.printing import count
from sharebot.cli.week import MARKS, fitted, legend, state_of

if TYPE_CHECKING:
    from sharebot.bot.staff import SlotRow

_GAP = " "


def span(first: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the month's first moment to the next one's, by the blog's clocks."""
    return _midnight(first, zone), _midnight(_next_month(first), zone)


def counted(posts: int, free: int, *, slots: bool) -> str:
    """In words; where posts go out at once there are no `slots`, and so none is free."""
    return count(posts, "post") + (f", {count(free, 'free slot')}" if slots else "")


def grid(
    rows: Sequence[SlotRow], first: date, now: datetime, zone: tzinfo, width: int, *, slots: bool = True
) -> Iterator[str]:
    """Lines of at most `width` cells, for the month that begins with `first`. A free slot that has passed is none."""
    shown = [row for row in rows if row.post or row.at >= now]
    days: dict[date, Counter[str]] = {}
    for row in shown:
        day = days.setdefault(row.at.astimezone(zone).date(), Counter())
        day[state_of(row)] += 1
    taken = sum(row.post is not None for row in shown)
    yield click.style(f"{first:%B %Y} in {zone}", bold=True) + f": {counted(taken, len(shown) - taken, slots=slots)}"
    column = (width - 6 * len(_GAP)) // 7
    begin = first - timedelta(days=first.weekday())
    yield _line([fitted(f"{begin + timedelta(days=number):%a}", column) for number in range(7)])
    today = now.astimezone(zone).date()
    for of_week in _weeks(first, begin):
        yield from _week(of_week, first, today, days, column)
    yield legend({state_of(row) for row in shown})


def _weeks(first: date, begin: date) -> Iterator[Sequence[date]]:
    while begin < _next_month(first):
        yield [begin + timedelta(days=number) for number in range(7)]
        begin += timedelta(days=7)


def _week(
    of_week: Sequence[date], first: date, today: date, days: dict[date, Counter[str]], column: int
) -> Iterator[str]:
    of_month = [day if day.month == first.month else None for day in of_week]
    yield _line([_date(day, today, column) for day in of_month])
    cells_of = [_words(days[day], column) if day in days else [] for day in of_month]
    for number in range(max(1, *map(len, cells_of))):
        yield _line([fitted(words[number] if number < len(words) else "", column) for words in cells_of])


def _date(day: date | None, today: date, column: int) -> str:
    shown = fitted(f"{day.day}" if day else "", column)
    return click.style(shown, bold=True) if day == today else shown


def _words(counted: Counter[str], column: int) -> list[str]:
    """As many lines as the marks and their numbers need in a column."""
    marks = [f"{mark}{counted[state]}" for state, mark in MARKS.items() if counted[state]]
    each = max(1, (column + 1) // (max(map(len, marks)) + 1))
    return [" ".join(marks[start : start + each]) for start in range(0, len(marks), each)]


def _line(words: Sequence[str]) -> str:
    return _GAP.join(words).rstrip()


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
