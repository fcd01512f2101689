"""sharebot init: a few questions, a look at the feed, and a file of settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from sharebot.cli.command import command
from sharebot.cli.conversation import Terminal
from sharebot.cli.env_file import write
from sharebot.cli.printing import complain, say
from sharebot.cli.secrets import settings_file
from sharebot.errors import SharebotError


@command(
    "init",
    ("sharebot init", "asks, and writes .env into this folder"),
    ("sharebot init --yes --feed https://blog.example/feed/ --timezone Europe/Berlin", "asks nothing, for scripts"),
)
@click.option("--feed", "SHAREBOT_FEEDS", metavar="ADDRESS", help="The feed's address, or the blog's.")
@click.option("--timezone", "SHAREBOT_TIMEZONE", metavar="ZONE", help="The blog's time zone, such as Europe/Berlin.")
@click.option("--name", "SHAREBOT_BLOG_NAME", metavar="TEXT", help="The blog's name.")
@click.option("--staff", "SHAREBOT_STAFF", metavar="NAMES", help="The blog's own people, separated by semicolons.")
@click.option(
    "--own-handles", "SHAREBOT_OWN_HANDLES", metavar="HANDLES", help="The blog's own accounts: 'x:name instagram:name'."
)
@click.option("--accounts", "SHAREBOT_ACCOUNTS", metavar="NAMES", help="Accounts to post to, separated by blanks.")
@click.option("--slots", "SHAREBOT_SLOTS", metavar="SLOTS", help="When posts go out: 'mon-fri 09:00 12:30', or now.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the defaults for what is not given.")
def init_command(yes: bool, **options: str | None) -> int:
    """Ask a few questions, check each answer at once, and write the settings to .env, or to SHAREBOT_ENV_FILE.

    Nothing is lost: other settings and comments in the file stay, and a copy of it as it was is kept beside it. Nothing
    is written before the last question is answered. Exit status 2 if an option cannot be used.
    """
    from sharebot.cli.interview import QUESTIONS, Interview

    given = {setting: value for setting, value in options.items() if value is not None}
    interview = Interview(given=given, ask=not yes)
    try:
        for setting in QUESTIONS:
            interview.answer(setting)
    except (click.Abort, KeyboardInterrupt):
        complain(f"nothing was written; {settings_file()} is as it was")
        raise
    path = settings_file()
    kept = write(path, interview.answers)
    say(f"\nwrote {path}{f'; as it was before: {kept.name}' if kept else ''}")
    missing = _missing(interview.answers)
    if not yes:
        missing = _connected(missing)
    _say_how_it_stands(interview.answers, missing)
    return 0


# What is still missing ------------------------------------------------------------------------------------------------


def _missing(answers: Mapping[str, str]) -> dict[str, str]:
    """The accounts that cannot post yet, each with what it lacks."""
    from contextlib import closing

    from sharebot import platforms
    from sharebot.app import App
    from sharebot.cli.interview import settings_with

    found = {}
    settings = settings_with(answers)
    with closing(App(settings)) as app:
        for account in settings.accounts:
            try:
                platforms.connect(account, app.means)
            except SharebotError as error:
                found[account.name] = str(error)
    return found


def _connected(missing: Mapping[str, str]) -> dict[str, str]:
    """Go on with each account that one can be guided to, if a person is there and wants to; what is missing then."""
    left = dict(missing)
    for name in missing:
        if _mend(name) and Terminal().agrees(f"\n{name} needs keys. Get them now?") and _is_connected(name):
            del left[name]
    return left


def _is_connected(name: str) -> bool:
    """Whether the conversation came to a good end. What was written before stays, whatever happens in it."""
    from sharebot.cli.accounts.connecting import connected

    try:
        return connected(name)
    except SharebotError as error:
        complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        say()
    complain(f"{name} is not connected yet, and nothing was written for it; {settings_file()} keeps all that was")
    return False


def _mend(name: str) -> str:
    """The command that gets an account's keys; "" where nobody can be guided."""
    from sharebot import platforms
    from sharebot.bot.checking import connecting

    return connecting(name) if name.partition("-")[0] in platforms.guided() else ""


# The end --------------------------------------------------------------------------------------------------------------


def _say_how_it_stands(answers: Mapping[str, str], missing: Mapping[str, str]) -> None:
    for setting, value in answers.items():
        if value:
            say(f"  {setting.removeprefix('SHAREBOT_').lower().replace('_', ' ')}: {value}")
        if os.environ.get(setting, value) != value:
            complain(f"{setting} is set in the environment too, which beats {settings_file()}; change it there")
    for name, lack in missing.items():
        mend = _mend(name)
        complain(f"{lack}; {f'{mend} gets it' if mend else f'it belongs into {settings_file()}'}")
    say("\nnext:")
    for line, meaning in _next(settings_file()):
        say(f"  {line:<26}{meaning}")


def _next(path: Path) -> list[tuple[str, str]]:
    stand = "" if path.parent == Path() else f" (with SHAREBOT_ENV_FILE={path})"
    return [
        ("sharebot try", f"shows what would be posted, and sends nothing{stand}"),
        ("sharebot doctor", "looks whether everything is there"),
        ("sharebot poll", "reads the feed once; what it holds now counts as seen"),
        ("sharebot run", "begins; or have it kept running: sharebot install-service"),
    ]
