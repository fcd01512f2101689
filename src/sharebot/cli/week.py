"""sharebot calendar --week on a terminal: days across, times down, an account's colour in every cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from sharebot.cli.printing import cells, shortened

if TYPE_CHECKING:
    from sharebot.bot.staff import SlotRow

DAYS = 7
NARROWEST = 80
"""Cells of a terminal below which days cannot stand side by side."""

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
FREE = "free"
MARKS = {
    "queued": "●",
    "draft": "◌",
    "sending": "▶",
    "sent": "✓",
    "failed": "✗",
    "unsure": "?",
    "taken back": "↩",
    FREE: "·",
}
_GAP = " "


def span(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the beginning of today to that of the same day next week, by the blog's clocks."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today, today + timedelta(days=DAYS)


def grid(rows: Sequence[SlotRow], now: datetime, zone: tzinfo, width: int) -> Iterator[str]:
    """Lines of at most `width` cells. A free slot that has passed is none."""
    first = now.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range(DAYS)]
    shown = [row for row in rows if row.post or row.at >= now]
    colours = {
        name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(sorted({row.account for row in shown}))
    }
    column = (width - len("00:00")) // DAYS - len(_GAP)
    yield _line("", [click.style(fitted(f"{day:%a %d %b}", column), bold=day == first) for day in days])
    for time in sorted({f"{row.at.astimezone(zone):%H:%M}" for row in shown}):
        yield from _time(time, [_cell(shown, day, time, zone) for day in days], colours, column)
    yield ""
    yield legend({state_of(row) for row in shown})


def _cell(rows: Sequence[SlotRow], day: date, time: str, zone: tzinfo) -> list[SlotRow]:
    return [row for row in rows if f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}" == f"{day} {time}"]


def _time(time: str, found: Sequence[Sequence[SlotRow]], colours: dict[str, str], column: int) -> Iterator[str]:
    for number in range(max(map(len, found))):
        words = [_words(cell[number], colours, column) if number < len(cell) else " " * column for cell in found]
        yield _line("" if number else time, words)


def _words(row: SlotRow, colours: dict[str, str], column: int) -> str:
    """A post's number is what staff need of it, so the account's name gives way."""
    if row.post is None:
        return click.style(fitted(f"{MARKS[FREE]} {row.account}", column), fg=colours[row.account], dim=True)
    number = f" {row.post.id}"
    name = shortened(f"{MARKS[state_of(row)]} {row.account}", column - len(number))
    return click.style(fitted(name + number, column), fg=colours[row.account], bold=True)


def legend(states: Collection[str]) -> str:
    """What the marks mean, of those that are shown."""
    return "   ".join(f"{mark} {state}" for state, mark in MARKS.items() if state in states)


def state_of(row: SlotRow) -> str:
    """What a mark stands for."""
    if row.post is None:
        return FREE
    return "taken back" if row.post.withdrawn else str(row.post.state)


def _line(time: str, words: Sequence[str]) -> str:
    return f"{time:5}{_GAP}{_GAP.join(words)}".rstrip()


def fitted(text: str, width: int) -> str:
    short = shortened(text, width)
    return short + " " * (width - cells(short))
