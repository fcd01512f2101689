"""pause and resume, of sharebot itself and of sharebot accounts: the same commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sharebot.cli.command import account_argument, command, each, opened
from sharebot.cli.printing import count, one_line
from sharebot.model import AccountState, State

if TYPE_CHECKING:
    from sharebot.app import App


@command(
    "pause",
    ("sharebot pause mastodon", "its posts stay queued until it is resumed"),
    ("sharebot pause mastodon bluesky --reason 'a week of mourning'", "several, with a reason"),
)
@account_argument(nargs=-1, required=True)
@click.option("--reason", default="", metavar="TEXT", help="Why; sharebot accounts tells it.")
def pause_command(accounts: Sequence[str], reason: str) -> int:
    """Stop sending to accounts. Their posts stay queued; a send under way is finished."""
    with opened() as app:
        return each(accounts, lambda name: _paused(app.staff.pause(name, reason)))


@command(
    "resume",
    ("sharebot resume mastodon", "overdue posts take the next slots"),
)
@account_argument(nargs=-1, required=True)
def resume_command(accounts: Sequence[str]) -> int:
    """Send to paused accounts again; a rest that the network asked for ends too.

    What became overdue meanwhile is spread over the next slots.
    """
    with opened() as app:
        return each(accounts, lambda name: _resumed(app, name))


def _paused(state: AccountState) -> str:
    return f"{state.name} is paused: {one_line(state.reason)}"


def _resumed(app: App, name: str) -> str:
    state = app.staff.resume(name)
    waiting = app.queue.counts().get((name, State.QUEUED), 0)
    return f"{state.name} sends again; {count(waiting, 'post')} queued"
