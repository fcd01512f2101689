"""sharebot calendar: the slots of the coming days and the posts that take them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli import week
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
WORDS_WIDTH = 60


@command(
    "calendar",
    ("sharebot calendar", "the coming week"),
    ("sharebot calendar --week", "the same as a grid of days and times, on a terminal"),
    ("sharebot calendar --days 30 --account mastodon", "one account's month"),
    ("sharebot calendar --json", "for programs"),
)
@click.option("--days", type=click.IntRange(1, LONGEST), metavar="N", help=f"How many days [{DAYS}].")
@click.option(
    "--week", "as_week", is_flag=True, help="Today and six days more; a grid where the terminal is wide enough."
)
@account_option("Only this account's slots.")
@json_option
def calendar_command(days: int | None, as_week: bool, account: str, as_json: bool) -> None:
    """Show the slots of the coming days and the posts that take them, by day in the blog's time zone.

    Where posts cost money, also what each month costs: what went out in it, and what is queued until then.
    """
    if as_week and days:
        raise click.UsageError("--week is seven days; leave out --days.")
    with opened() as app:
        now, zone = app.clock.now(), zone_of(app)
        since, until = week.span(now, zone) if as_week else (now, now + timedelta(days=days or DAYS))
        rows = app.staff.calendar(since, until, account)
        months = app.spending.forecast(until, account)
        if as_json:
            costs = [cost_document(month) for month in months]
            say_json({"slots": [_row_document(row) for row in rows], "costs": costs})
            return
        if as_week and (width := _room()) >= week.NARROWEST:
            say("\n".join(week.grid(rows, now, zone, width)))
        else:
            say("\n".join(_page(rows, zone, days or DAYS)))
        _say_at_once(app, account)
        _say_costs(months)


def _room() -> int:
    """How many cells a line of the terminal has; none in a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _row_document(row: SlotRow) -> dict[str, Any]:
    return {"account": row.account, "at": iso(row.at), "post": post_document(row.post) if row.post else None}


def _page(rows: Sequence[SlotRow], zone: tzinfo, days: int) -> Iterator[str]:
    taken = sum(row.post is not None for row in rows)
    free = len(rows) - taken
    yield f"The next {count(days, 'day')} in {zone}: {count(taken, 'post')}, {count(free, 'free slot')}"
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
    for month in months:
        say(f"  {cost_in_words(month)}")
    for month in {month.account: month for month in months}.values():
        say(f"  {prices_in_words(month)}")


def _say_at_once(app: App, account: str) -> None:
    """Why an account without slots has none."""
    for name, calendar in app.calendars.items():
        if calendar.at_once and account in {"", name}:
            say(f"{name} has no slots: its posts are sent at once")
