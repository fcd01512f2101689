"""The rooms: what stands between the settings and the verbs, opened when it is first asked for."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharebot.bot.identities import Forgetful
from sharebot.bot.learning import CurrentRules
from sharebot.bot.moving import ME
from sharebot.clock import SystemClock
from sharebot.errors import SettingsError
from sharebot.ports import ArticleSource, Lane, Memory, Queue, Rules, Tell
from sharebot.schedule import Calendar
from sharebot.settings import Settings

if TYPE_CHECKING:  # imported where they are first used
    from sharebot.feed.discovery import Discovery
    from sharebot.http import Answer, Http
    from sharebot.platforms import Means
    from sharebot.queue.safekeeping import Safekeeping


CHECKED_WITHIN = timedelta(seconds=8)
"""For each question to a platform while a person waits."""


def quiet(event: str, **fields: Any) -> None:
    """Tell nobody: commands print their own reports."""


class Rooms:
    """The clock, the queue, the network, the accounts' platforms and calendars."""

    def __init__(
        self, settings: Settings, tell: Tell = quiet, run_parse: Callable[..., Any] | None = None, act: str = ""
    ) -> None:
        """`run_parse` calls a function with arguments in another process, where feeds and authors are read.

        `act`: the command of the person at the keyboard to whose act all belongs that this sharebot writes.
        Before the verbs are first asked for, `step` may be set to hear when long work comes a step further, and
        `stopping` to end it early; `heard`, before the network is, to be told of every answer.
        """
        self.settings = settings
        self.tell = tell
        self.step: Callable[[], None] = lambda: None
        self.stopping: Callable[[], bool] = lambda: False
        self.heard: Callable[[Answer], None] | None = None
        self.clock = SystemClock()
        self._run_parse = run_parse
        self._act = act
        self._acting = ExitStack()
        _refuse_unknown_labels(settings)

    @cached_property
    def queue(self) -> Queue:
        from sharebot.queue import open_queue

        queue = open_queue(self.settings.database_url, home=self.settings.home)
        if self._act:
            self._acting.enter_context(queue.acting(self._act, who=self.who))
        return queue

    @property
    def database_file(self) -> Path | None:
        """The queue's SQLite file; None on PostgreSQL."""
        from sharebot.queue import database_file

        return database_file(self.settings.database_url, self.settings.home)

    @property
    def safekeeping(self) -> Safekeeping:
        """Backups of the queue, and the way back; it opens no queue."""
        from sharebot.queue import keeper

        return keeper(self.settings.database_url, self.settings.home, self.clock.now)

    @property
    def who(self) -> str:
        """The person at the keyboard, as the history will name them."""
        return _who()

    @cached_property
    def http(self) -> Http:
        from sharebot.http import Http

        return Http(private_hosts=frozenset(self.settings.private_hosts), heard=self.heard)

    @cached_property
    def hasty_http(self) -> Http:
        """For questions to which a person waits for the answer."""
        from sharebot.http import Http

        hosts = frozenset(self.settings.private_hosts)
        return Http(private_hosts=hosts, within=CHECKED_WITHIN, heard=self.heard)

    @cached_property
    def source(self) -> ArticleSource:
        from sharebot.feed import Feeds

        return Feeds(self.http, poll_every=self.settings.poll_every, run=self._run_parse)

    @cached_property
    def discovery(self) -> Discovery:
        """Finds a blog's feeds for a person who waits."""
        from sharebot.feed.discovery import Discovery

        return Discovery(lambda: self.http)

    @cached_property
    def rules(self) -> Mapping[str, Rules]:
        """Of each account."""
        from sharebot import platforms

        current = {
            account.name: partial(platforms.rules_of, account, self._memory) for account in self.settings.accounts
        }
        for rules in current.values():
            rules()  # a setting that is wrong is told before anything begins
        return CurrentRules(current)

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        return {account.name: account.calendar for account in self.settings.accounts}

    @cached_property
    def lanes(self) -> Mapping[str, Lane]:
        from sharebot import platforms

        return {
            account.name: Lane(account=account.name, platform=platforms.connect(account, self.means))
            for account in self.settings.accounts
        }

    @property
    def worker(self) -> str:
        """This process among all that may deliver from the queue."""
        return f"{socket.gethostname()}:{os.getpid()}"

    def _memory(self) -> Memory:
        """The queue's, where there is one: nothing is stored for the sake of looking something up."""
        return self.queue if self._has_queue else Forgetful()

    @cached_property
    def means(self) -> Means:
        """What connected platforms work with."""
        from sharebot.platforms import Means

        return Means(home=self.settings.home, http=lambda: self.http, memory=self._memory, clock=self.clock)

    @property
    def _has_queue(self) -> bool:
        """Whether there is a queue already: a preview makes none."""
        return "queue" in vars(self) or self.database_file is None or self.database_file.exists()

    def close(self) -> None:
        """Let go of the queue and of connections, if there are any."""
        self._acting.close()
        for room in ("queue", "http", "hasty_http"):
            if room in vars(self):
                getattr(self, room).close()


def _refuse_unknown_labels(settings: Settings) -> None:
    """A network takes any word for one, and a word that it does not know hides nothing from anybody."""
    given = {account.env_prefix: account.style.labels for account in settings.accounts}
    of_all = settings.style.labels
    for prefix, labels in {"SHAREBOT_": of_all, **{name: own for name, own in given.items() if own != of_all}}.items():
        for label in (label for _, several in labels for label in several):
            from sharebot import platforms  # slow to import, and most blogs have no labels

            if label not in (known := platforms.labels()):
                raise SettingsError(f"{prefix}LABELS: no network knows the label {label!r}; known are {_listed(known)}")


def _listed(labels: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{label} ({', '.join(networks)})" for label, networks in labels.items())


def _who() -> str:
    """The person at the keyboard, as the history will name them: never as sharebot itself, whose user they may use."""
    try:
        name = os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()}"
    return "staff" if name == ME else name
