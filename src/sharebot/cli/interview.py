"""The questions of sharebot init: what each offers, how its answer is checked, and what is said of it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from sharebot.cli.conversation import Terminal
from sharebot.cli.printing import complain, count, one_line, say, shortened, when
from sharebot.cli.secrets import settings_file, settings_in
from sharebot.errors import FeedError, SettingsError, SharebotError
from sharebot.settings import Settings, load

if TYPE_CHECKING:
    from sharebot.feed.discovery import Discovery, FoundFeed

QUESTIONS = {
    "SHAREBOT_FEEDS": "Address of the blog, or of its feed",
    "SHAREBOT_TIMEZONE": "The blog's time zone, such as Europe/Berlin",
    "SHAREBOT_BLOG_NAME": "The blog's name",
    "SHAREBOT_STAFF": "The blog's own people, separated by ; (all others count as guests)",
    "SHAREBOT_OWN_HANDLES": "The blog's own accounts, never taken for an author's",
    "SHAREBOT_ACCOUNTS": "Accounts to post to, by number or name, separated by blanks",
    "SHAREBOT_SLOTS": "When posts go out, such as mon-fri 09:00 12:30; or now",
}
"""What is asked, in this order, and for which setting."""

ONLY_OFFERED = frozenset({"SHAREBOT_OWN_HANDLES"})
"""Not asked for where there is nothing to offer."""

OWN_PEOPLE = (
    "The blog's own people are credited as all authors are, but never taken for guests: it is guests' posts that "
    "SHAREBOT_APPROVAL=guests lets wait for you."
)

OFTEN = 2
"""Entries under a name that make it worth offering."""

MOST_OFFERED = 9
SHOWN_SLOTS = 3
TITLE = 60

Answers = dict[str, str]


def settings_with(answers: Mapping[str, str]) -> Settings:
    """What the answers come to, together with what is set already."""
    environ = {**os.environ, **answers}
    if not settings_file().exists():
        environ.pop("SHAREBOT_ENV_FILE", None)
    return load(environ)


@dataclass(slots=True, kw_only=True)
class Interview:
    """The questions with their answers so far; `feeds` are those that were read for them."""

    given: Mapping[str, str]
    ask: bool
    answers: Answers = field(default_factory=dict)
    feeds: list[FoundFeed] = field(default_factory=list)
    offers: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, setting: str) -> None:
        """Take the value that an option gave, or ask until it is right."""
        asked = self.ask and setting not in self.given
        if asked:
            self._offer(setting)
        if setting in ONLY_OFFERED and not self.offers.get(setting):
            asked = False
        default = self._default(setting)
        while True:
            typed = _prompt(QUESTIONS[setting], default) if asked else self.given.get(setting, default)
            try:
                value = self._checked(setting, self._by_number(setting, typed) if asked else typed)
            except SharebotError as error:
                if not asked:
                    raise
                complain(str(error))
                default = _better_address(str(error), typed) or default
            else:
                self.answers[setting] = value
                self._echo(setting)
                return

    def _default(self, setting: str) -> str:
        known = os.environ.get(setting) or settings_in(settings_file()).get(setting)
        usual = {
            "SHAREBOT_TIMEZONE": zone_of_machine(),
            "SHAREBOT_BLOG_NAME": one_line(self.feeds[0].title) if self.feeds else "",
            "SHAREBOT_ACCOUNTS": "outbox",
            "SHAREBOT_SLOTS": "mon-fri 09:00 12:30 17:00",
        }
        return known or usual.get(setting, "")

    # What is offered --------------------------------------------------------------------------------------------------

    def _offer(self, setting: str) -> None:
        """Say what there is to choose from; nothing of it is taken unless it is answered."""
        if setting == "SHAREBOT_TIMEZONE" and (doubt := self._against(zone_of_machine())):
            say(f"{one_line(doubt[0].upper() + doubt[1:])}, and this machine's clock is set to that.")
        if setting == "SHAREBOT_STAFF":
            say(OWN_PEOPLE)
        offered = {
            "SHAREBOT_STAFF": self._bylines,
            "SHAREBOT_OWN_HANDLES": self._own_handles,
            "SHAREBOT_ACCOUNTS": _networks,
        }
        if setting not in offered:
            return
        heading, rows = offered[setting]()
        self.offers[setting] = [name for name, _ in rows]
        if rows:
            say(heading)
        for number, (name, meaning) in enumerate(rows, 1):
            say(f"  {number}. {name}{meaning}")

    def _bylines(self) -> tuple[str, list[tuple[str, str]]]:
        from sharebot import authors

        counted = {name: number for feed in self.feeds for name, number in feed.bylines if number >= OFTEN}
        names = [name for name in counted if authors.persons([name], self.answers["SHAREBOT_BLOG_NAME"])]
        rows = [(one_line(name), f" ({count(counted[name], 'entry', 'entries')})") for name in names[:MOST_OFFERED]]
        return "The feed often names these; answer with numbers or names, or with nothing:", rows

    def _own_handles(self) -> tuple[str, list[tuple[str, str]]]:
        from sharebot import authors
        from sharebot.app import App

        with closing(App(settings_with(self.answers))) as app:
            pages = [feed.page or app.discovery.front(feed) for feed in self.feeds]
        found = dict.fromkeys(
            f"{platform}:{handle}" for page in pages for platform, handle in authors.own_handles(page)
        )
        return "The blog links these accounts; answer with the numbers of its own:", [(name, "") for name in found]

    def _by_number(self, setting: str, typed: str) -> str:
        """What is offered under the numbers; other words stay as they are."""
        offered = self.offers.get(setting, [])
        people = setting == "SHAREBOT_STAFF"
        words = typed.replace(",", " ").split()
        if not offered or not words:
            return typed
        if people and not all(word.isdecimal() for word in words):
            return typed
        for word in words:
            if word.isdecimal() and not 1 <= int(word) <= len(offered):
                raise SettingsError(
                    f"{word} is none of the numbers; answer with one from 1 to {len(offered)}, or a name"
                )
        chosen = [offered[int(word) - 1] if word.isdecimal() else word for word in words]
        return ("; " if people else " ").join(chosen)

    # What is checked --------------------------------------------------------------------------------------------------

    def _checked(self, setting: str, value: str) -> str:
        """The answer as it is written down. Raises SharebotError if the setting cannot be this."""
        settings = settings_with({**self.answers, setting: value})
        if setting == "SHAREBOT_FEEDS":
            return self._feeds(settings)
        if setting == "SHAREBOT_ACCOUNTS":
            _refuse_unknown_networks(settings)
        return value

    def _feeds(self, settings: Settings) -> str:
        """The addresses of the feeds that were found; each is read at once."""
        if not settings.feeds:
            raise SettingsError("SHAREBOT_FEEDS: no feed is named; write for example https://blog.example/feed/")
        from sharebot.app import App

        with closing(App(settings)) as app:
            self.feeds = [self._feed(app.discovery, address) for address in settings.feeds]
        return " ".join(feed.address for feed in self.feeds)

    def _feed(self, discovery: Discovery, typed: str) -> FoundFeed:
        try:
            found = discovery.find(typed)
        except FeedError as error:
            raise SettingsError(f"SHAREBOT_FEEDS: {error}") from error
        chosen = self._chosen(found)
        say(_shown(chosen, self._zone()))
        for note in chosen.notes:
            complain(f"{chosen.address}: {note}")
        live = self.ask and Terminal().is_live
        if live and not click.confirm("Is this it?", default=bool(chosen.entries)):
            raise SettingsError(f"{typed}: it was not the right one; type another address")
        return chosen

    def _chosen(self, found: Sequence[FoundFeed]) -> FoundFeed:
        if len(found) == 1:
            return found[0]
        if not self.ask:
            others = ", ".join(feed.address for feed in found[1:])
            complain(f"{found[0].address} is the first of several feeds that the page names; the others: {others}")
            return found[0]
        choices = {str(number): _shown(feed, self._zone()) for number, feed in enumerate(found)}
        return found[int(Terminal().choose("The page names several feeds:", choices))]

    def _zone(self) -> ZoneInfo:
        """The blog's, if an option or an earlier file of settings tells it: it is asked for later."""
        given = self.given.get("SHAREBOT_TIMEZONE")
        try:
            return ZoneInfo(settings_with({"SHAREBOT_TIMEZONE": given} if given else {}).timezone)
        except SettingsError:  # said when it is its turn
            return ZoneInfo("UTC")

    # What is said at once ---------------------------------------------------------------------------------------------

    def _echo(self, setting: str) -> None:
        if setting == "SHAREBOT_TIMEZONE" and (doubt := self._against(settings_with(self.answers).timezone)):
            complain(f"{doubt}; if that is wrong, run this again")
        if setting == "SHAREBOT_SLOTS":
            say(_next_slots(settings_with(self.answers), datetime.now(UTC)))

    def _against(self, zone: str) -> str:
        """What in the feed speaks against the zone, if anything does. It may be written elsewhere than the blog."""
        offsets = {offset for feed in self.feeds for offset in feed.offsets}
        days = [datetime.now(UTC) + timedelta(days=days) for days in range(0, 366, 30)]
        if not offsets or offsets & {day.astimezone(ZoneInfo(zone)).utcoffset() for day in days}:
            return ""
        wrote = ", ".join(sorted(f"{datetime(2000, 1, 1, tzinfo=timezone(offset)):%z}" for offset in offsets))
        return f"the feed writes its times at {wrote}, which {zone} never has"


def _prompt(question: str, default: str) -> str:
    answer = str(click.prompt(question, default=default, show_default=bool(default))).strip()
    if not Terminal().is_live:  # where nobody presses Enter, no line ends
        say()
    return answer


def _better_address(error: str, tried: str) -> str:
    """The address that the complaint about a page in a file suggests."""
    found = [address.rstrip(".,;:)") for address in re.findall(r"https?://[^\s\"'<>]+", error)]
    return next((address for address in reversed(found) if address != tried and "its feed is" in error), "")


def zone_of_machine() -> str:
    _, found, name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return name if found else "UTC"


def _shown(feed: FoundFeed, zone: ZoneInfo) -> str:
    """One line by which a person knows the feed."""
    line = f"{one_line(feed.title) or 'untitled'}: {count(feed.entries, 'entry', 'entries')}"
    if feed.newest_at or feed.newest:
        at = f" of {when(feed.newest_at, zone, seconds=False)} {zone}" if feed.newest_at else ""
        line += f", the newest{at}: {shortened(feed.newest, TITLE) or 'untitled'}"
    return f"{line} ({one_line(feed.address)})"


def _networks() -> tuple[str, list[tuple[str, str]]]:
    """Those that need no keys first."""
    from sharebot import platforms

    guided = platforms.guided()
    names = sorted(platforms.connectable(), key=lambda name: (name in guided, name))
    rows = [(name, " (needs keys)" if name in guided else _without_keys(name)) for name in names]
    return "Where posts can go:", rows


def _without_keys(name: str) -> str:
    from sharebot import platforms

    follows = platforms.rules(name).platform
    rules = f" by the rules of {follows}" if follows != name else ""
    return f" (writes posts into a folder{rules}, needs no keys)"


def _refuse_unknown_networks(settings: Settings) -> None:
    from sharebot import platforms

    for account in settings.accounts:
        platforms.rules(account.platform)


def _next_slots(settings: Settings, now: datetime) -> str:
    """Of the calendar of all accounts, when posts would go out."""
    from sharebot.schedule import slots

    calendar = settings.accounts[0].calendar
    if calendar.at_once:
        return "posts go out at once"
    zone = ZoneInfo(calendar.zone)
    found = slots(calendar, now, now + timedelta(days=15))[:SHOWN_SLOTS]
    words = [f"{moment.astimezone(zone):%a %d %b %H:%M}" for moment in found]
    return f"next: {', '.join(words)} ({zone})" if words else "next: nothing within two weeks"
