"""sharebot accounts list: what is posted to, what waits, and what keeps it waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.costs import cost_document, cost_in_words
from sharebot.cli.printing import iso, one_line, say, say_json, when
from sharebot.model import AccountState, State

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.spending import Month


@command(
    "list",
    ("sharebot accounts list", "each with its network, what waits for it, and whether it is paused or rests"),
    ("sharebot accounts list --json", "for programs"),
)
@json_option
def list_command(as_json: bool) -> None:
    """List the accounts that are posted to: SHAREBOT_ACCOUNTS. Asks no network; sharebot accounts check does."""
    with opened() as app:
        months = {name: app.spending.this_month(name) for name in app.rules}
        rows = [_document(app, name, months[name]) for name in app.rules]
        if as_json:
            say_json({"accounts": rows})
            return
        zone = zone_of(app)
        say("\n\n".join("\n".join(_lines(app, row, months[row["account"]], zone)) for row in rows))


def _document(app: App, name: str, month: Month | None) -> dict[str, Any]:
    state, rules = app.queue.account(name), app.rules[name]
    counted = app.queue.counts()
    return {
        "account": name,
        "platform": rules.platform,
        "limit": rules.limits[0].most,
        "unit": str(rules.limits[0].unit),
        "tag": str(app.tags[name]),
        "picture": str(app.shown[name]),
        "next_due": iso(app.queue.next_due(name)),
        "paused": iso(state.paused_at),
        "paused_by": state.by or None,
        "reason": state.reason or None,
        "rests_until": iso(state.rests_until) if _rests(app, state) else None,
        "month": cost_document(month) if month else None,
        "posts": {str(kind): counted[name, kind] for kind in State if counted.get((name, kind))},
    }


def _lines(app: App, document: dict[str, Any], month: Month | None, zone: tzinfo) -> Iterator[str]:
    """An account on some lines of its own: in columns, narrow terminals would lose the last of them."""
    name = document["account"]
    posts = ", ".join(f"{number} {state}" for state, number in document["posts"].items())
    yield f"{click.style(name, bold=True)}: {_state(app, app.queue.account(name), zone)}"
    yield (
        f"  {document['platform']}, {document['limit']} {document['unit']}; tags: {document['tag']}; "
        f"picture: {document['picture']}"
    )
    due_at = app.queue.next_due(name)
    yield f"  posts: {posts or 'none'}{f'; next {when(due_at, zone)} ({zone})' if due_at else ''}"
    if month:
        yield f"  {cost_in_words(month)}"


def _state(app: App, state: AccountState, zone: tzinfo) -> str:
    if state.paused_at is not None:
        return f"paused since {when(state.paused_at, zone, seconds=False)} by {state.by}: {one_line(state.reason)}"
    if _rests(app, state):
        return (
            f"rests until {when(state.rests_until, zone)}, as its network wants; sharebot resume {state.name} ends it"
        )
    return "sending"


def _rests(app: App, state: AccountState) -> bool:
    return state.rests_until is not None and state.rests_until > app.clock.now()
