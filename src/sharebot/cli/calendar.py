"""sharebot calendar: the slots of the coming days and the posts that take them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli import files, month, week
from sharebot.cli.command import account_option, command, json_option, opened, zone_of
from sharebot.cli.costs import cost_document, cost_in_words, prices_in_words
from sharebot.cli.printing import count, iso, say, say_json, shortened
from sharebot.cli.records import post_document, state_in_words

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.spending import Month
    from sharebot.bot.staff import SlotRow

DAYS = 7
LONGEST = 366
PAST, COMING = timedelta(days=30), timedelta(days=90)
"""What a file to subscribe to shows."""
WORDS_WIDTH = 60


@command(
    "calendar",
    ("sharebot calendar", "the coming week"),
    ("sharebot calendar --week", "the same as a grid of days and times, on a terminal"),
    ("sharebot calendar --days 30 --account mastodon", "one account's month"),
    ("sharebot calendar --month", "this month, a cell a day, on a terminal"),
    ("sharebot calendar --month 2026-12 --account mastodon", "another month, one account"),
    ("sharebot calendar --ics posts.ics", "a file to subscribe to: the last thirty days and the next ninety"),
    ("sharebot calendar --json", "for programs"),
)
@click.option("--days", type=click.IntRange(1, LONGEST), metavar="N", help=f"How many days [{DAYS}].")
@click.option(
    "--week", "as_week", is_flag=True, help="Today and six days more; a grid where the terminal is wide enough."
)
@click.option(
    "--month", "of_month", is_flag=False, flag_value="", metavar="YYYY-MM", help="A month, this one if none is named."
)
@click.option(
    "--ics",
    is_flag=False,
    flag_value=files.STDOUT,
    metavar="FILE",
    help="Write the posts as an iCalendar file, to standard output if none is named.",
)
@account_option("Only this account's slots.")
@json_option
def calendar_command(
    *, days: int | None, as_week: bool, of_month: str | None, ics: str | None, account: str, as_json: bool
) -> None:
    """Show the slots of the coming days and the posts that take them, by day in the blog's time zone.

    Where posts cost money, also what each month costs: what went out in it, and what is queued until then. The file of
    --ics is written whole or not at all; where cron writes it again, programs that are subscribed to it follow.
    """
    if (days is not None) + as_week + (of_month is not None) + (ics is not None) > 1:
        raise click.UsageError("Say one of --days, --week, --month and --ics.")
    with opened() as app:
        if ics:
            _subscribe(app, ics, account)
            return
        now, zone = app.clock.now(), zone_of(app)
        first = _first_day(of_month, now, zone) if of_month is not None else None
        since, until = _span(days, as_week, first, now, zone)
        rows = app.staff.calendar(since, until, account)
        months = app.spending.forecast(until, account)
        if as_json:
            costs = [cost_document(month) for month in months]
            say_json({"slots": [_row_document(row) for row in rows], "costs": costs})
            return
        if as_week and (width := _room()) >= week.NARROWEST:
            say("\n".join(week.grid(rows, now, zone, width)))
        elif first and (width := _room()) >= week.NARROWEST:
            say("\n".join(month.grid(rows, first, now, zone, width, slots=_has_slots(app, account))))
        else:
            say("\n".join(_page(rows, zone, _title(since, until, first), slots=_has_slots(app, account))))
        _say_at_once(app, account)
        _say_costs(months)


def _span(
    days: int | None, as_week: bool, first: date | None, now: datetime, zone: tzinfo
) -> tuple[datetime, datetime]:
    if first:
        return month.span(first, zone)
    return week.span(now, zone) if as_week else (now, now + timedelta(days=days or DAYS))


def _first_day(named: str, now: datetime, zone: tzinfo) -> date:
    if not named:
        return now.astimezone(zone).date().replace(day=1)
    try:
        return date.fromisoformat(f"{named}-01")
    except ValueError as error:
        raise click.BadParameter(f"{named!r} is no month; write 2026-12", param_hint="--month") from error


def _subscribe(app: App, file: str, account: str) -> None:
    """Write the file of --ics."""
    from sharebot.cli import ical

    now = app.clock.now()
    rows = app.staff.calendar(now - PAST, now + COMING, account)
    name = app.settings.blog.name or "sharebot"
    data = ical.written(rows, name=f"{name}: shares", zone=app.settings.timezone)
    files.write(file, data)
    if file != files.STDOUT:
        say(f"{file}: {count(sum(row.post is not None for row in rows), 'post')}")


def _room() -> int:
    """How many cells a line of the terminal has; none in a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _row_document(row: SlotRow) -> dict[str, Any]:
    return {"account": row.account, "at": iso(row.at), "post": post_document(row.post) if row.post else None}


def _title(since: datetime, until: datetime, first: date | None) -> str:
    return f"{first:%B %Y}" if first else f"The next {count((until - since).days, 'day')}"


def _page(rows: Sequence[SlotRow], zone: tzinfo, title: str, *, slots: bool) -> Iterator[str]:
    taken = sum(row.post is not None for row in rows)
    yield f"{title} in {zone}: {month.counted(taken, len(rows) - taken, slots=slots)}"
    for day, of_day in groupby(rows, key=lambda row: row.at.astimezone(zone).date()):
        yield ""
        yield click.style(f"{day:%A %Y-%m-%d}", bold=True)
        for at, rows_then in groupby(of_day, key=lambda row: row.at):
            yield from _moment(at.astimezone(zone), [*rows_then])


def _moment(local: datetime, rows: Sequence[SlotRow]) -> Iterator[str]:
    """A line for each post at that time, and one for all accounts whose slot is free."""
    time = f"  {local:%H:%M:%S}" if local.second else f"  {local:%H:%M}"
    for row in rows:
        if row.post:
            words = shortened(row.post.share.text, WORDS_WIDTH)
            yield f"{time}  {row.account}: post {row.post.id}, {state_in_words(row.post)}: {words}"
    if free := [row.account for row in rows if row.post is None]:
        yield f"{time}  free: {', '.join(free)}"


def _say_costs(months: Sequence[Month]) -> None:
    if months:
        say()
        say(click.style("What it costs", bold=True))
    for each in months:
        say(f"  {cost_in_words(each)}")
    for each in {each.account: each for each in months}.values():
        say(f"  {prices_in_words(each)}")


def _has_slots(app: App, account: str) -> bool:
    return any(not calendar.at_once for name, calendar in app.calendars.items() if account in {"", name})


def _say_at_once(app: App, account: str) -> None:
    """Why an account without slots has none."""
    for name, calendar in app.calendars.items():
        if calendar.at_once and account in {"", name}:
            say(f"{name} has no slots: its posts are sent at once")
