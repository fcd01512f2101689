"""sharebot poll: read the feeds once and queue what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli import faults
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.printing import complain, count, iso, one_line, say, say_json, when
from sharebot.cli.progress import Progress
from sharebot.cli.queueing import brief
from sharebot.cli.records import authors_document, post_document, share_in_words
from sharebot.errors import SettingsError, StoreUnavailable
from sharebot.model import Fate, Intake, Post

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.poll import Report


@command(
    "poll",
    ("sharebot poll", "every feed of SHAREBOT_FEEDS; for cron, where no daemon runs"),
    ("sharebot poll https://blog.example/feed/ --backfill 3", "at a feed's first poll: share its newest three"),
    ("sharebot poll --json", "a report for programs"),
)
@click.argument("feeds", nargs=-1, metavar="[FEED|FILE]...")
@click.option(
    "--backfill",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="At a feed's first poll: share the N newest entries that are there already.",
)
@json_option
@click.pass_context
def poll_command(ctx: click.Context, feeds: Sequence[str], backfill: int, as_json: bool) -> int:
    """Read the feeds once and queue what is new. A feed that fails stops no other; exit status 1 tells of it.

    A feed that failed is left alone for a while, as the daemon does, unless it is named here.

    At its first poll a feed's entries are taken as seen and nothing is shared, unless --backfill asks for some.
    """
    debug = ctx.meta.get("sharebot.debug", False)
    progress = Progress()
    with opened(lambda event, **fields: _tell(progress, event, **fields), by_machine=True) as app, progress:
        addresses = feeds or configured(app)
        _warn(app, addresses, backfill)
        app.learning.when_due()
        reports = []
        for address in addresses:
            progress.note(f"reading {address}")
            reports.append(_poll(app, address, backfill, patient=not feeds, debug=debug))
            progress.rest()
            if not as_json:
                _show(reports[-1], zone_of(app))
        again = app.resharing.plan()
        if as_json:
            say_json({"feeds": [_document(report) for report in reports], "reshares": list(map(post_document, again))})
        else:
            _show_again(again, zone_of(app))
    return int(any(report.error for report in reports))


def _show_again(posts: Sequence[Post], zone: tzinfo) -> None:
    for post in posts:
        say(f"{brief(post, zone)}, {share_in_words(post)}")


def _tell(progress: Progress, event: str, **fields: Any) -> None:
    if event == "account.not_learnt":
        complain(f"{fields['account']}: {fields['reason']}")
    progress.tell(event, **fields)


def configured(app: App) -> Sequence[str]:
    if not app.settings.feeds:
        raise click.UsageError("Name a feed or a file, or set SHAREBOT_FEEDS: sharebot poll https://blog.example/feed/")
    return app.settings.feeds


def _warn(app: App, addresses: Sequence[str], backfill: int) -> None:
    """Nobody should wait for posts that will not come."""
    if backfill:
        for address in addresses:
            if app.queue.feed(address).baseline_at:
                complain(
                    f"{address}: it was read before, so --backfill shares nothing: it counts at the first poll only; "
                    "sharebot add URL shares one article of it now"
                )


def _poll(app: App, address: str, backfill: int, *, patient: bool, debug: bool) -> Report:
    """One poll; whatever ails this feed is a line in its report, and the others are read."""
    from sharebot.bot.poll import Report

    try:
        report = app.poller.poll(address, backfill=backfill, patient=patient)
    except (SettingsError, StoreUnavailable):
        raise
    except Exception as error:  # noqa: BLE001  the cursor has not moved: nothing of this feed is lost
        faults.report(error, debug=debug)
        return Report(address=address, error=faults.words(error))
    if report.error:
        complain(report.error)
    return report


# What came of it ------------------------------------------------------------------------------------------------------


def _show(report: Report, zone: tzinfo) -> None:
    say(f"{report.address}: {_summary(report, zone)}")
    for note in report.notes:
        say(f"  note: {one_line(note)}")
    for intake in report.intakes:
        if intake.fate is not Fate.SEEN:
            say(f"  {_intake(intake)}")
    for post in report.posts:
        say(f"  {brief(post, zone)}")


def _summary(report: Report, zone: tzinfo) -> str:
    if report.waits_until:
        return f"it failed and is left alone until {when(report.waits_until, zone, seconds=False)} ({zone})"
    if report.error and not report.intakes:
        return "could not be read"
    new = [intake for intake in report.intakes if intake.record_id is None and intake.fate is not Fate.SEEN]
    edited = [intake for intake in report.intakes if intake.record_id is not None]
    parts = [
        f"first poll, {count(report.baseline, 'entry', 'entries')} taken as seen" if report.baseline else "",
        f"{len(new)} new" if new else "",
        f"{len(edited)} edited" if edited else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing new"


def _intake(intake: Intake) -> str:
    title = one_line(intake.entry.title) or intake.entry.url or intake.entry.id
    names = ", ".join(one_line(author.name) for author in intake.authors)
    return f"“{title}”{f' by {names}' if names else ''}: {_fate(intake)}"


def _fate(intake: Intake) -> str:
    """What became of an entry; of an edited one, what becomes of its posts."""
    if intake.cancels:
        return f"{one_line(intake.reason)}; cancelled {_posts(intake.cancels)}"
    if intake.revisions:
        return f"edited; a new text for {_posts([revision.post_id for revision in intake.revisions])}"
    if intake.record_id is not None and not intake.posts:
        return "edited; no post that waits changes"
    return f"{intake.fate}, {one_line(intake.reason)}"


def _posts(ids: Sequence[int]) -> str:
    return f"post{'s' if len(ids) > 1 else ''} {', '.join(map(str, ids))}"


def _document(report: Report) -> dict[str, Any]:
    return {
        "address": report.address,
        "error": report.error or None,
        "notes": list(report.notes),
        "unchanged": report.unchanged,
        "waits_until": iso(report.waits_until),
        "taken_as_seen": report.baseline,
        "entries": [_intake_document(intake) for intake in report.intakes if intake.fate is not Fate.SEEN],
        "posts": [post_document(post) for post in report.posts],
    }


def _intake_document(intake: Intake) -> dict[str, Any]:
    return {
        "id": intake.entry.id,
        "title": intake.entry.title,
        "url": intake.entry.url,
        "fate": str(intake.fate),
        "reason": intake.reason,
        "authors": authors_document(intake.authors),
        "revised": [revision.post_id for revision in intake.revisions],
        "cancelled": list(intake.cancels),
    }
