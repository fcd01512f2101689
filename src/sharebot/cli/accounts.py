"""accounts, pause, resume: what is posted to, and whether."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import account_argument, command, each, json_option, opened, zone_of
from sharebot.cli.printing import count, iso, one_line, say_json, table, when
from sharebot.model import AccountState, State

if TYPE_CHECKING:
    from sharebot.app import App


@command(
    "accounts",
    ("sharebot accounts", "each with its network, what waits for it, and whether it is paused"),
    ("sharebot accounts --json", "for programs"),
)
@json_option
def accounts_command(as_json: bool) -> None:
    """List the accounts that are posted to: SHAREBOT_ACCOUNTS."""
    with opened() as app:
        rows = [_document(app, name) for name in app.rules]
        if as_json:
            say_json({"accounts": rows})
            return
        zone = zone_of(app)
        table(
            ["account", "network", "limit", f"next ({zone})", "posts", "state"],
            [_row(app, document, zone) for document in rows],
        )


def _document(app: App, name: str) -> dict[str, Any]:
    state, rules = app.queue.account(name), app.rules[name]
    counted = app.queue.counts()
    return {
        "account": name,
        "platform": rules.platform,
        "limit": rules.limits[0].most,
        "unit": str(rules.limits[0].unit),
        "next_due": iso(app.queue.next_due(name)),
        "paused": iso(state.paused_at),
        "paused_by": state.by or None,
        "reason": state.reason or None,
        "posts": {str(kind): counted[name, kind] for kind in State if counted.get((name, kind))},
    }


def _row(app: App, document: dict[str, Any], zone: tzinfo) -> list[str]:
    name = document["account"]
    posts = ", ".join(f"{number} {state}" for state, number in document["posts"].items())
    return [
        name,
        document["platform"],
        f"{document['limit']} {document['unit']}",
        when(app.queue.next_due(name), zone, none="-"),
        posts or "none",
        _state(app.queue.account(name), zone),
    ]


def _state(state: AccountState, zone: tzinfo) -> str:
    if state.paused_at is None:
        return "sending"
    return f"paused since {when(state.paused_at, zone, seconds=False)} by {state.by}: {one_line(state.reason)}"


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
    """Send to paused accounts again. What became overdue meanwhile is spread over the next slots."""
    with opened() as app:
        return each(accounts, lambda name: _resumed(app, name))


def _paused(state: AccountState) -> str:
    return f"{state.name} is paused: {one_line(state.reason)}"


def _resumed(app: App, name: str) -> str:
    state = app.staff.resume(name)
    waiting = app.queue.counts().get((name, State.QUEUED), 0)
    return f"{state.name} sends again; {count(waiting, 'post')} queued"
