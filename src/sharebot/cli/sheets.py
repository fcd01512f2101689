"""sharebot export and import: the queue as a CSV file for a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli import files
from sharebot.cli.command import account_option, command, json_option, opened
from sharebot.cli.printing import complain, count, one_line, say, say_json
from sharebot.cli.queueing import ALL_POSTS, OPEN
from sharebot.cli.records import post_document
from sharebot.model import PostFilter, State

if TYPE_CHECKING:
    from sharebot.bot.sheet import Brought


@command(
    "export",
    ("sharebot export posts.csv", "what waits, is in doubt or has failed"),
    ("sharebot export posts.csv --all --account mastodon", "everything of one account, sent posts too"),
    ("sharebot export -", "on standard output, for other programs"),
)
@click.argument("file", metavar="FILE|-")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([str(state) for state in State]),
    help="Only this state (repeatable).",
)
@account_option("Only this account's posts.")
@click.option("--all", "every", is_flag=True, help="Sent and cancelled posts too.")
def export_command(file: str, states: Sequence[str], account: str, every: bool) -> None:
    """Write posts into a CSV file, a row a post, with times by the blog's clocks. An import reads it again."""
    wanted = frozenset(State(state) for state in states) or (frozenset(State) if every else OPEN)
    with opened() as app:
        posts = app.queue.posts(PostFilter(states=wanted, account=account, limit=ALL_POSTS))
        text = app.sheet.export(posts)
    files.write_table(file, text)
    if file != files.STDOUT:
        say(f"{file}: {count(len(posts), 'post')}")


@command(
    "import",
    ("sharebot import posts.csv --dry-run", "what it would change, line by line; changes nothing"),
    ("sharebot import posts.csv", "does all of it, or nothing where a line is at fault"),
)
@click.argument("file", metavar="FILE|-")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
@json_option
def import_command(file: str, dry_run: bool, as_json: bool) -> int:
    """Change posts, and add new ones, by a CSV file: all of it or, where any line is at fault, nothing.

    The first line names the columns, as export writes them; id or account is needed, others may be missing. A row with
    an id changes that post: its text, its due time, and its state to queued (approve, or retry) or cancelled. A row
    without one adds a post: account and text, or account and the link of an article. An empty cell changes nothing.
    """
    data = sys.stdin.buffer.read() if file == files.STDOUT else Path(file).read_bytes()
    with opened() as app:
        brought = app.sheet.bring(data, dry_run=dry_run)
    if as_json:
        say_json(_document(brought, dry_run=dry_run))
        return int(bool(brought.faults))
    for fault in brought.faults:
        complain(f"{file}: {fault}")
    if brought.faults:
        complain(f"{file}: nothing was changed; mend {count(len(brought.faults), 'line')} and bring it again")
        return 1
    say("\n".join([*_lines(brought), _summary(brought, dry_run=dry_run)]))
    return 0


def _lines(brought: Brought) -> Iterator[str]:
    for done in brought.done:
        yield f"line {done.line}: post {done.post.id} for {done.post.account}: {one_line(done.words)}"


def _summary(brought: Brought, *, dry_run: bool) -> str:
    changed = f"{count(brought.lines, 'line')} read, {count(len(brought.done), 'post')}"
    return f"{changed} would change; nothing was changed" if dry_run else f"{changed} changed"


def _document(brought: Brought, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "done": [{"line": done.line, "what": done.words, "post": post_document(done.post)} for done in brought.done]
        if not brought.faults
        else [],
        "faults": [{"line": fault.line, "what": fault.what} for fault in brought.faults],
    }
