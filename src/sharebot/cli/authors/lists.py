"""sharebot authors export and import: the register as a CSV file for a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sharebot.cli import files
from sharebot.cli.authors.words import reworded
from sharebot.cli.command import command, opened
from sharebot.cli.printing import complain, count, one_line, say

if TYPE_CHECKING:
    from sharebot.bot.lists import Plan


@command(
    "export",
    ("sharebot authors export authors.csv", "for a spreadsheet"),
    ("sharebot authors export -", "on standard output, for other programs"),
)
@click.argument("file", metavar="[FILE|-]", default="-")
def export_command(file: str) -> None:
    """Write everybody into a CSV file: a row a handle, with who decided about it. An import reads it again."""
    with opened() as app:
        people = app.register.people()
        text = app.lists.export(people)
    files.write_table(file, text)
    if file != files.STDOUT:
        say(f"{file}: {count(len(people), 'person', 'people')}")


@command(
    "import",
    ("sharebot authors import authors.csv --dry-run", "what it would change, line by line; changes nothing"),
    ("sharebot authors import authors.csv", "brings all of it, or nothing where a line is at fault"),
)
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
def import_command(file: str, dry_run: bool) -> int:
    """Bring a list of authors from a CSV file: all of it or, where any line is at fault, nothing.

    The first line names the columns: name, platform, handle, standing, level, guest, note, link, quote, decided_by,
    decided_on, namesake; only name is needed, and the others may be missing. A handle with an empty standing is
    confirmed. What the list does not name stays as it is.
    """
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    with opened() as app:
        plan = app.lists.plan(data)
        for doubt in plan.doubts:
            complain(f"{file}: {doubt}")
        if plan.faults:
            for fault in plan.faults:
                complain(f"{file}: {fault}")
            complain(f"{file}: nothing was changed; mend {count(len(plan.faults), 'line')} and bring it again")
            return 1
        if dry_run:
            say("\n".join([*_lines(plan), f"{_summary(plan)} would change; nothing was changed"]))
        else:
            decided = app.lists.carry_out(plan)
            posts = {post.id: post for each in decided for post in each.posts}
            say(f"{_summary(plan)} changed{reworded([posts[number] for number in sorted(posts)])}")
    return 0


def _lines(plan: Plan) -> Iterator[str]:
    """What each row would change, in the list's order."""
    said = [(line, change, what) for change in plan.changes for line, what in change.words]
    for line, change, what in sorted(said, key=lambda each: each[0]):
        number = change.before.id if change.before else "new"
        yield f"line {line}: {one_line(change.person.name)} ({number}): {one_line(what)}"


def _summary(plan: Plan) -> str:
    new = sum(change.before is None for change in plan.changes)
    who = f"{count(len(plan.changes), 'person', 'people')}{f' ({new} new)' if new else ''}"
    return f"{count(plan.rows, 'row')}: {who}"
