"""sharebot accounts check: the networks are asked how our accounts stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import account_argument, command, json_option, opened, zone_of
from sharebot.cli.printing import iso, one_line, say, say_json, when
from sharebot.cli.progress import Progress
from sharebot.cli.secrets import redacted
from sharebot.ports import Guarantee, GuaranteeKind

if TYPE_CHECKING:
    from sharebot.bot.checking import Checkup

KEPT_ONCE = {
    GuaranteeKind.KEY: "the network knows each post by its key (key)",
    GuaranteeKind.LOOK_UP: "where an answer is lost, the account's timeline is read first (look-up)",
    GuaranteeKind.TWO_PHASE: "one that was half made is finished, not begun anew (two-phase)",
    GuaranteeKind.ASK: "where an answer is lost, a person decides: sharebot resolve (ask)",
}
"""How it is kept that no post is public twice; the word at the end is docs/guarantees.md's."""


@command(
    "check",
    ("sharebot accounts check", "all of them, side by side; the exit status is 1 if any has a fault"),
    ("sharebot accounts check mastodon", "one alone"),
    ("sharebot accounts check --json", "for programs"),
)
@account_argument(nargs=-1)
@json_option
def check_command(accounts: Sequence[str], as_json: bool) -> int:
    """Ask the networks who we are there, what we may do, and when the credentials end. Posts nothing.

    Also learns what their servers allow. A network that charges for posts charges a cent or so for being asked.
    """
    with opened() as app, Progress() as progress:
        names = [app.staff.known(name) for name in accounts] or [*app.rules]
        progress.note(f"asking {', '.join(names)}")
        checkups = app.checker.check(names)
        zone = zone_of(app)
    if as_json:
        say_json({"accounts": [checkup_document(checkup) for checkup in checkups]})
    else:
        say("\n\n".join("\n".join(lines(checkup, zone)) for checkup in checkups))
    return int(any(checkup.faults for checkup in checkups))


def checkup_document(checkup: Checkup) -> dict[str, Any]:
    said, guarantee = checkup.said, checkup.guarantee
    return {
        "account": checkup.account,
        "handle": (said.handle or None) if said else None,
        "url": (said.url or None) if said else None,
        "rights": [*said.rights] if said else [],
        "credentials_end": iso(said.expires_at) if said else None,
        "guarantee": str(guarantee.kind) if guarantee else None,
        "faults": [redacted(fault) for fault in checkup.faults],
    }


def lines(checkup: Checkup, zone: tzinfo) -> Iterator[str]:
    """One account on some lines of its own."""
    said = checkup.said
    mark = click.style("wrong", fg="red") if checkup.faults else click.style("ok", fg="green")
    who = f", we are {one_line(said.handle)}" if said and said.handle else ""
    yield f"{click.style(checkup.account, bold=True)}: {mark}{who}"
    yield from (f"  wrong: {one_line(redacted(fault))}" for fault in checkup.faults)
    if said and said.url:
        yield f"  {one_line(said.url)}"
    if said:
        yield from (f"  {one_line(right)}" for right in said.rights)
    if said and said.handle:
        yield f"  credentials {_end(checkup, zone)}"
    if checkup.guarantee:
        yield f"  {guarantee_in_words(checkup.guarantee)}"


def _end(checkup: Checkup, zone: tzinfo) -> str:
    at = checkup.said.expires_at if checkup.said else None
    return f"end {when(at, zone, seconds=False)} ({zone})" if at else "have no end that the network tells"


def guarantee_in_words(guarantee: Guarantee) -> str:
    return f"against posting twice: {KEPT_ONCE[guarantee.kind]}"
