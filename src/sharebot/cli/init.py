"""sharebot init: a few questions, a look at the feed, and a file of settings."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click
from dotenv import set_key

from sharebot.cli.command import command
from sharebot.cli.printing import complain, count, one_line, say
from sharebot.cli.secrets import settings_file, settings_in
from sharebot.errors import FeedError, SettingsError, SharebotError
from sharebot.model import FeedState
from sharebot.settings import Account, Settings, load

QUESTIONS = {
    "SHAREBOT_FEEDS": "Address of the blog's feed, or of the blog",
    "SHAREBOT_TIMEZONE": "The blog's time zone, such as Europe/Berlin",
    "SHAREBOT_BLOG_NAME": "The blog's name",
    "SHAREBOT_STAFF": "The blog's own people, never taken for guests, separated by ;",
    "SHAREBOT_ACCOUNTS": "Accounts to post to, separated by blanks",
    "SHAREBOT_SLOTS": "When posts go out, such as mon-fri 09:00 12:30; or now",
}
"""What is asked, in this order, and for which setting."""

Answers = dict[str, str]


@command(
    "init",
    ("sharebot init", "asks, and writes .env into this folder"),
    ("sharebot init --yes --feed https://blog.example/feed/ --timezone Europe/Berlin", "asks nothing, for scripts"),
)
@click.option("--feed", "SHAREBOT_FEEDS", metavar="ADDRESS", help="The feed's address, or the blog's.")
@click.option("--timezone", "SHAREBOT_TIMEZONE", metavar="ZONE", help="The blog's time zone, such as Europe/Berlin.")
@click.option("--name", "SHAREBOT_BLOG_NAME", metavar="TEXT", help="The blog's name.")
@click.option("--staff", "SHAREBOT_STAFF", metavar="NAMES", help="The blog's own people, separated by semicolons.")
@click.option("--accounts", "SHAREBOT_ACCOUNTS", metavar="NAMES", help="Accounts to post to, separated by blanks.")
@click.option("--slots", "SHAREBOT_SLOTS", metavar="SLOTS", help="When posts go out: 'mon-fri 09:00 12:30', or now.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the defaults for what is not given.")
def init_command(yes: bool, **options: str | None) -> None:
    """Ask a few questions, check the feed, and write the settings to .env in this folder, or to SHAREBOT_ENV_FILE.

    Nothing is lost: other settings in the file stay, and a copy of it as it was is kept beside it.
    """
    given = {setting: value for setting, value in options.items() if value is not None}
    interview = Interview(given=given, ask=not yes)
    for setting in QUESTIONS:
        interview.answer(setting)
    kept = write(settings_file(), interview.answers)
    say(f"wrote {settings_file()}{f'; as it was before: {kept.name}' if kept else ''}")
    _say_next(interview.answers)


@dataclass(slots=True, kw_only=True)
class Interview:
    """The questions with their answers so far; `titles` are those of the feeds that were read."""

    given: Mapping[str, str]
    ask: bool
    answers: Answers = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)

    def answer(self, setting: str) -> None:
        """Take the value that an option gave, or ask until it is right."""
        default = self._default(setting)
        while True:
            asked = self.ask and setting not in self.given
            value = _prompt(QUESTIONS[setting], default) if asked else self.given.get(setting, default)
            try:
                self._check(setting, value)
            except SharebotError as error:
                if not asked:
                    raise
                complain(str(error))
                default = _better_address(str(error), value) or default
            else:
                self.answers[setting] = value
                return

    def _default(self, setting: str) -> str:
        known = os.environ.get(setting) or settings_in(settings_file()).get(setting)
        usual = {
            "SHAREBOT_TIMEZONE": _zone_of_machine(),
            "SHAREBOT_BLOG_NAME": self.titles[0] if self.titles else "",
            "SHAREBOT_ACCOUNTS": "outbox",
            "SHAREBOT_SLOTS": "mon-fri 09:00 12:30 17:00",
        }
        return known or usual.get(setting, "")

    def _check(self, setting: str, value: str) -> None:
        """Raise SharebotError if the setting cannot be this; a feed is read at once."""
        settings = _settings({**self.answers, setting: value})
        if setting == "SHAREBOT_FEEDS":
            if not settings.feeds:
                raise SettingsError("SHAREBOT_FEEDS: no feed is named; write for example https://blog.example/feed/")
            self.titles += [_title(settings, address) for address in settings.feeds]


def _settings(answers: Answers) -> Settings:
    """What the answers come to, together with what is set already."""
    environ = {**os.environ, **answers}
    if not settings_file().exists():
        environ.pop("SHAREBOT_ENV_FILE", None)
    return load(environ)


def _prompt(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, show_default=bool(default))).strip()


def _zone_of_machine() -> str:
    _, found, name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return name if found else "UTC"


def _title(settings: Settings, address: str) -> str:
    """Read the feed; its title. Raises FeedError."""
    from sharebot.app import App

    with closing(App(settings)) as app:
        polled = app.source.poll(FeedState(address=address), app.clock.now())
    if polled.error:
        raise FeedError(polled.error)
    say(f"{one_line(polled.feed.title) or address}: {count(len(polled.entries), 'entry', 'entries')}")
    return polled.feed.title


def _better_address(error: str, tried: str) -> str:
    """The address that the complaint about a feed suggests."""
    found = [address.rstrip(".,;:)") for address in re.findall(r"https?://[^\s\"'<>]+", error)]
    return next((address for address in reversed(found) if address != tried), "")


# The file -------------------------------------------------------------------------------------------------------------


def write(path: Path, answers: Answers) -> Path | None:
    """Put the answers among the settings that the file has; returns the copy of the file as it was, if there was one.

    The file and its copy can be read by their owner alone: keys will stand there.
    """
    path = path.resolve()
    kept = kept_copy(path) if path.exists() else None
    path.touch(mode=0o600)
    path.chmod(0o600)
    for setting, value in answers.items():
        set_key(path, setting, value)
    return kept


def kept_copy(path: Path) -> Path:
    """A copy of the file beside it, for its owner alone."""
    kept = path.with_name(f"{path.name}.bak-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    kept.touch(mode=0o600)
    shutil.copyfile(path, kept)
    return kept


def _say_next(answers: Answers) -> None:
    """What is still missing before posts can go out, then what to do now."""
    from sharebot import platforms
    from sharebot.app import App

    settings = _settings(answers)
    with closing(App(settings)) as app:
        for account in settings.accounts:
            try:
                platforms.connect(account, app.means)
            except SharebotError as error:
                complain(f"{error}; {_mended_by(account)}")
    say("now: sharebot try shows what would be posted; sharebot run begins")


def _mended_by(account: Account) -> str:
    from sharebot import platforms

    if account.platform not in platforms.guided():
        return f"it belongs into {settings_file()}"
    named = "" if account.name == account.platform else f" --account {account.name}"
    return f"sharebot accounts connect {account.platform}{named} gets it"
