"""sharebot accounts connect: from a network's name to credentials that work, in .env."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sharebot.cli.accounts.checking import lines
from sharebot.cli.command import command
from sharebot.cli.conversation import Terminal
from sharebot.cli.env_file import write
from sharebot.cli.printing import complain, count, say
from sharebot.cli.secrets import keep_secret, settings_file

if TYPE_CHECKING:
    from sharebot.bot.checking import Checkup
    from sharebot.settings import Account, Settings

OUTBOX_ALONE = ("outbox",)


def _networks(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from sharebot import platforms

    return [name for name in platforms.guided() if name.startswith(incomplete)]


@command(
    "connect",
    ("sharebot accounts connect", "which networks one can be guided to"),
    ("sharebot accounts connect mastodon", "asks for what it needs, tries it out, and writes it to .env"),
    ("sharebot accounts connect mastodon --account mastodon-news", "a second account on the same network"),
)
@click.argument("network", default="", metavar="[NETWORK]", shell_complete=_networks)
@click.option("--account", default="", metavar="NAME", help="The account's name [the network's]; it begins with that.")
@click.option("--instead-of-outbox", is_flag=True, help="No longer write posts to the outbox, if that is all there is.")
def connect_command(network: str, account: str, instead_of_outbox: bool) -> int:
    """Get an account's credentials, step by step, try them out, and write them to .env, or to SHAREBOT_ENV_FILE.

    Answers may come through a pipe, one a line. Secrets are never shown. What does not work is not written.
    """
    from sharebot import platforms

    if not network:
        say("one can be guided to: " + ", ".join(platforms.guided()))
        return 0
    if network not in platforms.guided():
        raise click.BadParameter(f"{network!r} is none of {', '.join(platforms.guided())}", param_hint="NETWORK")
    name = _account_name(network, account)
    return int(not connected(name, instead=instead_of_outbox))


def connected(name: str, *, instead: bool = False) -> bool:
    """The conversation about one account, up to the file; whether it came to that."""
    talk = Terminal()
    before = _settings({})
    names = _accounts(before, name)
    answers = _guided(talk, name, names)
    if not _works(talk, name, names, answers):
        say("nothing was written")
        return False
    _write(talk, name, before, answers, instead=instead)
    return True


def _account_name(network: str, account: str) -> str:
    name = (account or network).lower()
    if name.partition("-")[0] != network:
        raise click.BadParameter(f"{name!r} must be {network}, or begin with {network}-", param_hint="--account")
    return name


def _accounts(before: Settings, name: str) -> tuple[str, ...]:
    names = tuple(account.name for account in before.accounts)
    return names if name in names else (*names, name)


def _settings(answers: dict[str, str]) -> Settings:
    """What is set already, together with the answers."""
    from sharebot.settings import load

    environ = {**os.environ, **answers}
    if not settings_file().exists():
        environ.pop("SHAREBOT_ENV_FILE", None)
    return load(environ)


def _account(settings: Settings, name: str) -> Account:
    return next(account for account in settings.accounts if account.name == name)


# The conversation -----------------------------------------------------------------------------------------------------


def _guided(talk: Terminal, name: str, names: Sequence[str]) -> dict[str, str]:
    """The account's settings by their full names, as the network's own guide gets them."""
    from contextlib import closing

    from sharebot import platforms
    from sharebot.app import App

    settings = _settings({"SHAREBOT_ACCOUNTS": " ".join(names)})
    account = _account(settings, name)
    with closing(App(settings)) as app:
        fields = platforms.guide(talk, account, app.means)
    keep_secret(*(value for field, value in fields.items() if _is_secret(field)))
    return {account.env_prefix + field: value for field, value in fields.items()}


def _is_secret(field: str) -> bool:
    from sharebot.settings.credentials import SECRET_WORDS

    return any(word in field for word in SECRET_WORDS)


def _works(talk: Terminal, name: str, names: Sequence[str], answers: dict[str, str]) -> bool:
    """Whether the network lets us in with them, or the person wants them all the same."""
    from sharebot.app import App
    from sharebot.cli.command import zone_of

    app = App(_settings({**answers, "SHAREBOT_ACCOUNTS": " ".join(names)}))
    try:
        (checkup,) = app.checker.check([name])
        say("\n".join(lines(_without_advice(checkup), zone_of(app))))
        if app.queue.account(name).paused_at:
            say(f"  it is paused: when this is done and the daemon started anew, sharebot resume {name}")
    finally:
        app.close()
    return not checkup.faults or (checkup.said is not None and talk.agrees("Write it all the same?"))


def _without_advice(checkup: Checkup) -> Checkup:
    """What to do about refused credentials speaks of lines that nobody has written yet."""
    if not checkup.refused:
        return checkup
    from dataclasses import replace

    from sharebot.bot.findings import complaint

    return replace(checkup, faults=tuple(complaint(checkup.account, fault).detail for fault in checkup.faults))


# The file -------------------------------------------------------------------------------------------------------------


def _write(talk: Terminal, name: str, before: Settings, answers: dict[str, str], *, instead: bool) -> None:
    known = tuple(account.name for account in before.accounts)
    instead = known == OUTBOX_ALONE and (
        instead
        or talk.agrees(f"Until now posts are only written to the outbox. Post to {name} instead of it (no: to both)?")
    )
    names = (name,) if instead else _accounts(before, name)
    wanted = {**answers, "SHAREBOT_ACCOUNTS": " ".join(names)}
    kept = write(settings_file(), wanted)
    say(f"wrote {settings_file()}{f'; as it was before: {kept.name}' if kept else ''}")
    for setting, value in wanted.items():
        if os.environ.get(setting, value) != value:
            complain(f"{setting} is set in the environment too, which beats {settings_file()}; change it there")
    say(f"accounts: {', '.join(names)}")
    for gone in known if instead else ():
        _say_what_is_left(gone)
    say("next: sharebot try shows what would be posted; a daemon that runs already must be started anew")


def _say_what_is_left(account: str) -> None:
    """Of an account that is not posted to any more: its posts stay, and would never go out."""
    from contextlib import closing

    from sharebot.app import App
    from sharebot.model import UNSENT

    with closing(App(_settings({}))) as app:
        left = sum(
            number for (name, state), number in app.queue.counts().items() if name == account and state in UNSENT
        )
    if left:
        say(
            f"{count(left, 'post waits', 'posts wait')} for {account}, which is not posted to any more: "
            f"sharebot cancel --account {account}, or put {account} into SHAREBOT_ACCOUNTS again"
        )
