"""pause and resume, of sharebot itself and of sharebot accounts: the same commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sharebot.cli.command import account_argument, command, each, opened
from sharebot.cli.printing import complain, count, one_line
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

    What became overdue meanwhile is spread over the next slots. An account whose credentials were refused is asked
    about first (which a network that charges for posts may charge a cent for), and stays paused while they still are,
    or while the daemon has the settings of before.
    """
    from sharebot.bot.heartbeat import OUTDATED, RESTART
    from sharebot.cli.freshness import is_outdated

    with opened() as app:
        outdated = is_outdated(app)
        refused = each(accounts, lambda name: _resumed(app, name, outdated=outdated))
    if outdated and not refused:
        complain(f"{OUTDATED}: {RESTART}")
    return refused


def _paused(state: AccountState) -> str:
    return f"{state.name} is paused: {one_line(state.reason)}"


def _resumed(app: App, name: str, *, outdated: bool) -> str:
    from sharebot.bot.resuming import Resuming

    staff = app.staff
    resume = Resuming(
        queue=app.queue, known=staff.known, resume=staff.resume, check=app.checker.check, outdated=outdated
    )
    state = resume(name)
    waiting = app.queue.counts().get((name, State.QUEUED), 0)
    return f"{state.name} sends again; {count(waiting, 'post')} queued"
