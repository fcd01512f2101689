"""sharebot authors scan: a feed's whole archive, read for its authors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened
from sharebot.cli.printing import complain, count, one_line, say, say_json
from sharebot.cli.progress import Progress

if TYPE_CHECKING:
    from sharebot.bot.scan import Scanned


@command(
    "scan",
    ("sharebot authors scan https://blog.example/feed/", "everything that the blog has ever published in it"),
    ("sharebot authors scan https://blog.example/feed/ --pages", "also articles' pages, where the feed has summaries"),
    ("sharebot authors scan https://blog.example/feed/ --most 200", "the newest 200 entries"),
)
@click.argument("feeds", nargs=-1, metavar="[FEED|FILE]...")
@click.option("--pages", is_flag=True, help="Read articles' pages where the feed has only summaries; one a second.")
@click.option(
    "--most", type=click.IntRange(min=1), metavar="N", help="At most N entries of each feed, the newest first."
)
@json_option
def scan_command(feeds: Sequence[str], pages: bool, most: int | None, as_json: bool) -> int:
    """Read a feed's whole archive, page by page, and put its authors into the register.

    Without FEED those of SHAREBOT_FEEDS. Nothing is sent or queued, no platform is asked, and no entry counts as seen:
    what is new is shared by the next poll all the same. A second scan finds nothing new.
    """
    progress = Progress()
    with opened(progress.tell, by_machine=True) as app, progress:
        addresses = feeds or app.settings.feeds
        if not addresses:
            raise click.UsageError("Name a feed or a file, or set SHAREBOT_FEEDS.")
        scanned = []
        for address in addresses:
            progress.note(f"reading {address}")
            scanned.append(app.scanner.scan(address, pages=pages, most=most))
            progress.rest()
            if not as_json:
                _show(scanned[-1])
        waiting = len(app.register.review())
    if as_json:
        say_json({"feeds": [_document(each) for each in scanned], "waiting": waiting})
    elif waiting:
        say(f"{count(waiting, 'handle')} {'waits' if waiting == 1 else 'wait'} for a person: sharebot authors review")
    return int(any(each.error for each in scanned))


def _show(scanned: Scanned) -> None:
    for note in scanned.notes:
        say(f"note: {one_line(note)}")
    if scanned.error:
        complain(f"{scanned.error}; what was read before is in the register")
    pages = f" on {count(scanned.pages, 'page')}" if scanned.pages > 1 else ""
    skipped = f" ({scanned.skipped} of them without a link or behind a password)" if scanned.skipped else ""
    people = f"{count(scanned.people, 'author')}, {scanned.new} of them new to the register"
    found = f"{people}; {count(scanned.handles, 'handle')}"
    say(f"{scanned.address}: {count(scanned.entries, 'entry', 'entries')}{pages}{skipped}; {found}")


def _document(scanned: Scanned) -> dict[str, Any]:
    return {
        "address": scanned.address,
        "error": scanned.error or None,
        "notes": list(scanned.notes),
        "pages": scanned.pages,
        "entries": scanned.entries,
        "skipped": scanned.skipped,
        "authors": scanned.people,
        "new": scanned.new,
        "handles": scanned.handles,
        "waiting": scanned.waiting,
    }
