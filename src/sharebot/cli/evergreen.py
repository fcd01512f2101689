"""sharebot evergreen: old articles of the archive into free slots, at a set pace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import account_option, command, json_option, opened, zone_of
from sharebot.cli.polling import configured
from sharebot.cli.printing import complain, count, indented, iso, one_line, say, say_json, when
from sharebot.cli.progress import Progress
from sharebot.cli.records import post_document, share_document

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.evergreen import Filled, Old, Wish

WEEKS = 12


def _pace(_ctx: click.Context, _parameter: click.Parameter, text: str) -> timedelta:
    from sharebot import schedule

    try:
        return schedule.parse_pace(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _since(_ctx: click.Context, _parameter: click.Parameter, text: str) -> date | None:
    from sharebot import schedule

    try:
        return schedule.parse_date(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@command(
    "evergreen",
    ("sharebot evergreen --dry-run", "what it would queue, and when; nothing is stored"),
    ("sharebot evergreen --pace 2/week", "two old articles a week for every account, for twelve weeks"),
    ("sharebot evergreen --account mastodon --category Guides --since 2024-01-01", "some of them, on one account"),
)
@click.argument("feeds", nargs=-1, metavar="[FEED|FILE]...")
@click.option(
    "--pace", default="2/week", show_default=True, metavar="N/PERIOD", callback=_pace, help="A day, week or month."
)
@account_option("Only for this account.")
@click.option("--category", default="", metavar="NAME", help="Only articles of this category.")
@click.option("--since", default="", metavar="DATE", callback=_since, help="Only articles published from that day on.")
@click.option(
    "--weeks",
    type=click.IntRange(1, 52),
    default=WEEKS,
    show_default=True,
    help="How far ahead the slots are filled; later runs go on from there.",
)
@click.option("--dry-run", is_flag=True, help="Show what it would do, and do nothing.")
@json_option
def evergreen_command(
    *,
    feeds: Sequence[str],
    pace: timedelta,
    account: str,
    category: str,
    since: date | None,
    weeks: int,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Put old articles of the archive into free slots at a set pace, never shared ones first, the oldest first.

    Articles that were published or shared in the last ninety days are left out, and so are those whose share a person
    cancelled. Nothing is sent at once: the posts stand in sharebot queue, can be cancelled, and give way to new ones.
    """
    from sharebot.bot.evergreen import Wish

    progress = Progress()
    with opened(progress.tell) as app, progress:
        accounts = (app.staff.known(account),) if account else tuple(app.rules)
        wish = Wish(accounts=accounts, pace=pace, ahead=timedelta(weeks=weeks), category=category, since=since)
        filled = [_fill(app, progress, address, wish, dry_run=dry_run) for address in feeds or configured(app)]
        if as_json:
            say_json({"dry_run": dry_run, "feeds": [_document(each) for each in filled]})
        else:
            for each in filled:
                _show(each, zone_of(app), dry_run=dry_run)
    return int(any(each.error for each in filled))


def _fill(app: App, progress: Progress, address: str, wish: Wish, *, dry_run: bool) -> Filled:
    progress.note(f"reading the archive of {address}")
    filled = app.evergreen.fill(address, wish, look_only=dry_run)
    progress.rest()
    if filled.error:
        complain(filled.error)
    return filled


def _show(filled: Filled, zone: tzinfo, *, dry_run: bool) -> None:
    did = "would queue" if dry_run else "queued"
    found = count(filled.entries, "entry", "entries")
    say(f"{filled.address}: {found} in the archive, {did} {count(len(filled.old), 'post', 'posts')}")
    for note in filled.notes:
        say(f"  note: {one_line(note)}")
    for old in filled.old:
        say(f"  {_head(old, zone)}")
        if dry_run:
            say(indented(old.share.text, "      "))
    for title, why in filled.left_out:
        say(f"  left out “{one_line(title)}”: {one_line(why)}")


def _head(old: Old, zone: tzinfo) -> str:
    post = f"post {old.post.id}: " if old.post else ""
    held = f", held ({one_line(old.post.hold)})" if old.post and old.post.hold else ""
    return f"{post}{when(old.due_at, zone)} ({zone})  {old.account}  “{one_line(old.entry.title)}”{held}"


def _document(filled: Filled) -> dict[str, Any]:
    return {
        "address": filled.address,
        "error": filled.error or None,
        "notes": list(filled.notes),
        "entries": filled.entries,
        "posts": [
            {
                "account": old.account,
                "title": old.entry.title,
                "url": old.entry.url,
                "due": iso(old.due_at),
                **share_document(old.share),
                "post": post_document(old.post) if old.post else None,
            }
            for old in filled.old
        ],
        "left_out": [{"title": title, "why": why} for title, why in filled.left_out],
    }
