"""The composition root: settings become a working sharebot here and nowhere else.

Everything is built when it is first asked for, so that a command pays only for the rooms it enters.
"""

from __future__ import annotations

import getpass
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharebot.bot.acts import Acts
from sharebot.bot.checking import Checker
from sharebot.bot.choosing import Chooser
from sharebot.bot.crediting import Crediting
from sharebot.bot.deliver import Deliverer
from sharebot.bot.evergreen import Evergreen
from sharebot.bot.identities import Forgetful, Identities
from sharebot.bot.learning import CurrentRules, Learning
from sharebot.bot.lists import Lists
from sharebot.bot.mentions import Mentions
from sharebot.bot.moving import ME
from sharebot.bot.pages import KeptPages
from sharebot.bot.pictures import Pictures, Shown
from sharebot.bot.poll import Approval, Customs, Poller
from sharebot.bot.preview import Previewer
from sharebot.bot.queued import Requeued
from sharebot.bot.register import Register
from sharebot.bot.reshare import Another, Resharing
from sharebot.bot.room import Room
from sharebot.bot.scan import Scanner
from sharebot.bot.spending import Spending
from sharebot.bot.staff import Staff
from sharebot.bot.tagging import Tag
from sharebot.clock import SystemClock
from sharebot.model import Author, Person, Post, Share, Style
from sharebot.ports import Credit, Directory, FeedSource, Lane, Memory, Page, Platform, Queue, Rules, Tell
from sharebot.schedule import Calendar
from sharebot.settings import Settings

if TYPE_CHECKING:  # imported where they are first used
    from sharebot.http import Http
    from sharebot.platforms import Means


ARTICLE_PAUSE = 1.0
"""Seconds between two pages of articles that are read for the register: nobody waits for them."""
CHECKED_WITHIN = timedelta(seconds=8)
"""For each question to a platform while a person waits."""


def quiet(event: str, **fields: Any) -> None:
    """Tell nobody: commands print their own reports."""


class App:
    """A sharebot built from settings."""

    def __init__(
        self, settings: Settings, tell: Tell = quiet, run_parse: Callable[..., Any] | None = None, act: str = ""
    ) -> None:
        """`run_parse` calls a function with arguments in another process, where feeds and authors are read.

        `act`: the command of the person at the keyboard to whose act all belongs that this sharebot writes.
        """
        self.settings = settings
        self.tell = tell
        self.clock = SystemClock()
        self._run_parse = run_parse
        self._act = act
        self._acting = ExitStack()

    # The rooms --------------------------------------------------------------------------------------------------------

    @cached_property
    def queue(self) -> Queue:
        from sharebot.queue import open_queue

        queue = open_queue(self.settings.database_url, home=self.settings.home)
        if self._act:
            self._acting.enter_context(queue.acting(self._act, who=_who()))
        return queue

    @property
    def database_file(self) -> Path | None:
        """The queue's SQLite file; None on PostgreSQL."""
        from sharebot.queue import database_file

        return database_file(self.settings.database_url, self.settings.home)

    @cached_property
    def http(self) -> Http:
        from sharebot.http import Http

        return Http(private_hosts=frozenset(self.settings.private_hosts))

    @cached_property
    def hasty_http(self) -> Http:
        """For questions to which a person waits for the answer."""
        from sharebot.http import Http

        return Http(private_hosts=frozenset(self.settings.private_hosts), within=CHECKED_WITHIN)

    @cached_property
    def source(self) -> FeedSource:
        from sharebot.feed import Feeds

        return Feeds(self.http, poll_every=self.settings.poll_every, run=self._run_parse)

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

    def _memory(self) -> Memory:
        """The queue's, where there is one: nothing is stored for the sake of looking something up."""
        return self.queue if self._has_queue else Forgetful()

    @cached_property
    def means(self) -> Means:
        """What connected platforms work with."""
        from sharebot.platforms import Means

        return Means(home=self.settings.home, http=lambda: self.http, memory=self._memory, clock=self.clock)

    def close(self) -> None:
        """Let go of the queue and of connections, if there are any."""
        self._acting.close()
        for room in ("queue", "http", "hasty_http"):
            if room in vars(self):
                getattr(self, room).close()

    # The verbs --------------------------------------------------------------------------------------------------------

    @cached_property
    def poller(self) -> Poller:
        from sharebot.compose import compose

        return Poller(
            queue=self.queue,
            source=self.source,
            crediting=self.crediting,
            compose=compose,
            # Of the lanes: what could not be sent to is refused before anything is queued for it.
            rules=CurrentRules({name: partial(_rules_in, lane) for name, lane in self.lanes.items()}),
            tags=self.tags,
            calendars=self.calendars,
            customs=self._customs,
            clock=self.clock,
            tell=self.tell,
            styles=self.styles,
            pictures=self.shown,
        )

    @cached_property
    def crediting(self) -> Crediting:
        """With the register, and with the platforms that can be asked."""
        return self._crediting(self.queue, self.identities)

    def _crediting(self, queue: Queue | None, identities: Identities) -> Crediting:
        from sharebot import authors

        return Crediting(
            credit=self._credit,
            rules=authors,
            source=self.source,
            blog=self.settings.blog,
            tell=self.tell,
            queue=queue,
            identities=identities,
            cards=any(rules.card and rules.thumb for rules in self.rules.values())
            or Shown.ATTACH in self.shown.values(),
        )

    @cached_property
    def identities(self) -> Identities:
        """Asks each platform through the first account that can."""
        directories: dict[str, Directory] = {}
        for lane in self.lanes.values():
            if isinstance(lane.platform, Directory):
                directories.setdefault(lane.platform.rules.platform, lane.platform)
        return Identities(directories=directories, memory=self.queue, clock=self.clock, tell=self.tell)

    @cached_property
    def tags(self) -> Mapping[str, Tag]:
        """Whom each account tags."""
        return {account.name: Tag(account.tag) for account in self.settings.accounts}

    @cached_property
    def styles(self) -> Mapping[str, Style]:
        """How each account's shares read."""
        return {account.name: account.style for account in self.settings.accounts}

    @property
    def preview_styles(self) -> Mapping[str, Style]:
        """The accounts', where staff have named some; else that of all accounts for every network."""
        if self.settings.accounts_named:
            return self.styles
        return dict.fromkeys(self.preview_rules, self.settings.style)

    @cached_property
    def shown(self) -> Mapping[str, Shown]:
        """Where each account shows an article's picture."""
        return {account.name: Shown(account.picture) for account in self.settings.accounts}

    @property
    def _credit(self) -> Credit:
        """Reading an entry's authors is as heavy as parsing it, and goes where that goes."""
        from sharebot.authors import credit

        return credit if self._run_parse is None else partial(self._run_parse, credit)

    @property
    def _customs(self) -> Customs:
        settings = self.settings
        return Customs(approval=Approval(settings.approval), flood=settings.flood, old_after=settings.old_after)

    @property
    def pictures(self) -> Pictures:
        from sharebot.compose import picture

        return Pictures(file=self._file, fit=picture)

    @cached_property
    def mentions(self) -> Mentions:
        """The last look before a share goes out: whether it may still mention whom it mentions."""
        from sharebot.compose import named_plainly

        return Mentions(queue=self.queue, identities=self.identities, plainly=named_plainly)

    def deliverer(self, *, alone: bool, stopping: Callable[[], bool] = lambda: False) -> Deliverer:
        """`alone`: the caller holds the lock that keeps every other delivering process away."""
        return Deliverer(
            queue=self.queue,
            lanes=self.lanes,
            calendars=self.calendars,
            page=KeptPages(self._page, self.clock),
            clock=self.clock,
            tell=self.tell,
            worker=f"{socket.gethostname()}:{os.getpid()}",
            too_late=self.settings.too_late,
            mentions=self.mentions,
            pictures=self.pictures,
            postponed=self.spending.postponed,
            alone=alone,
            stopping=stopping,
        )

    def _file(self, url: str) -> bytes:
        """As `_page`: most posts have no picture."""
        return self.source.file(url)

    def _page(self, url: str) -> Page:
        """Opens the HTTP client only when a page is asked for: not every command has a link to check."""
        return self.source.page(url)

    @cached_property
    def spending(self) -> Spending:
        from sharebot import platforms

        found = {account.name: platforms.tariff(account) for account in self.settings.accounts}
        tariffs = {name: tariff for name, tariff in found.items() if tariff}
        return Spending(queue=self.queue, tariffs=tariffs, calendars=self.calendars, clock=self.clock)

    @cached_property
    def learning(self) -> Learning:
        return Learning(lanes=self.lanes, memory=self.queue, clock=self.clock, tell=self.tell)

    @cached_property
    def checker(self) -> Checker:
        """Asks side by side, so what all of them work with is opened before."""
        http, queue = self.hasty_http, self.queue
        means = replace(self.means, http=lambda: http, memory=lambda: queue)
        return Checker(connect=lambda name: self._connected(name, means), clock=self.clock)

    def _connected(self, name: str, means: Means) -> Platform:
        from sharebot import platforms

        return platforms.connect(next(account for account in self.settings.accounts if account.name == name), means)

    @cached_property
    def room(self) -> Room:
        return Room(queue=self.queue, calendars=self.calendars, clock=self.clock)

    @cached_property
    def another(self) -> Another:
        from sharebot.compose import compose

        return Another(compose=compose, rules=self.rules, tags=self.tags, styles=self.styles, pictures=self.shown)

    @cached_property
    def resharing(self) -> Resharing:
        return Resharing(
            queue=self.queue,
            another=self.another,
            authors=self.requeued.authors,
            rounds={account.name: account.rounds for account in self.settings.accounts},
            room=self.room,
            clock=self.clock,
            tell=self.tell,
            approval=Approval(self.settings.approval),
        )

    @cached_property
    def evergreen(self) -> Evergreen:
        """As the scanner it asks no platform about anybody: that is done when posts are sent."""
        return Evergreen(
            queue=self.queue,
            source=self.source,
            crediting=self._crediting(self.queue, Identities(memory=self.queue)),
            another=self.another,
            room=self.room,
            clock=self.clock,
            approval=Approval(self.settings.approval),
        )

    @cached_property
    def staff(self) -> Staff:
        return Staff(
            queue=self.queue,
            calendars=self.calendars,
            rules=self.rules,
            from_text=_from_text,
            clock=self.clock,
            who=_who(),
        )

    @cached_property
    def chooser(self) -> Chooser:
        """Which posts staff mean."""
        accounts = [account.name for account in self.settings.accounts]
        return Chooser(queue=self.queue, find=self._find, accounts=accounts)

    def _find(self, who: str) -> Person:
        """Opens the register only when somebody is asked for."""
        return self.register.find(who)

    @cached_property
    def acts(self) -> Acts:
        """Who did what, and taking it back."""
        return Acts(
            queue=self.queue,
            requeued=lambda: self.requeued,
            calendars=self.calendars,
            clock=self.clock,
            who=_who(),
        )

    @cached_property
    def register(self) -> Register:
        """What staff do about authors."""
        from sharebot import authors

        return Register(
            queue=self.queue,
            rules=authors,
            requeued=self.requeued,
            blog=self.settings.blog,
            clock=self.clock,
            who=_who(),
        )

    @cached_property
    def lists(self) -> Lists:
        """Lists of authors that staff bring or take away."""
        return Lists(register=self.register)

    @cached_property
    def scanner(self) -> Scanner:
        """Knows what the platforms have said before, and asks none of them."""
        return Scanner(
            queue=self.queue,
            source=self.source,
            crediting=self._crediting(self.queue, Identities(memory=self.queue)),
            clock=self.clock,
            tell=self.tell,
            pause=partial(time.sleep, ARTICLE_PAUSE),
        )

    @cached_property
    def requeued(self) -> Requeued:
        from sharebot import authors
        from sharebot.compose import compose

        # Nobody asks a platform while staff decide about a person: that is done when posts are sent.
        mentions = replace(self.mentions, identities=Identities(memory=self.queue))
        return Requeued(
            queue=self.queue,
            author_rules=authors,
            compose=compose,
            mentions=mentions,
            rules=self.rules,
            tags=self.tags,
            clock=self.clock,
            styles=self.styles,
            pictures=self.shown,
        )

    @cached_property
    def previewer(self) -> Previewer:
        """Knows what the register and the platforms have said before, and asks none of them."""
        from sharebot.compose import compose

        queue = self.queue if self._has_queue else None
        return Previewer(
            source=self.source,
            crediting=self._crediting(queue, Identities(memory=queue)),
            compose=compose,
            rules=self.preview_rules,
            tags=self.tags,
            clock=self.clock,
            tell=self.tell,
            styles=self.preview_styles,
            pictures=self.shown,
        )

    @property
    def _has_queue(self) -> bool:
        """Whether there is a queue already: a preview makes none."""
        return "queue" in vars(self) or self.database_file is None or self.database_file.exists()

    @property
    def preview_rules(self) -> Mapping[str, Rules]:
        """The accounts', where staff have named some; else every network's, so that one sees what there is.

        A preview asks nobody whose a handle is.
        """
        from sharebot import platforms

        named = self.settings.accounts_named
        shown = self.rules if named else {name: platforms.rules(name) for name in platforms.networks()}
        return {name: platforms.unasked(rules) for name, rules in shown.items()}


def _rules_in(lane: Lane) -> Rules:
    return lane.platform.rules


def _from_text(text: str, post: Post, authors: tuple[Author, ...], rules: Rules) -> Share:
    from sharebot.compose import from_text

    return from_text(text, rules, link=post.share.link, authors=authors, share=post.share)


def _who() -> str:
    """The person at the keyboard, as the history will name them: never as sharebot itself, whose user they may use."""
    try:
        name = os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()}"
    return "staff" if name == ME else name
