"""The verbs that commands and the daemon call, wired."""

from __future__ import annotations

import getpass
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sharebot.app.rooms import Rooms
from sharebot.bot.checking import Checker
from sharebot.bot.chores import Chore
from sharebot.bot.crediting import Crediting
from sharebot.bot.deliver import Deliverer
from sharebot.bot.evergreen import Evergreen
from sharebot.bot.heartbeat import EVERY as BEATS_EVERY
from sharebot.bot.heartbeat import Heartbeat
from sharebot.bot.identities import Fleeting, Identities
from sharebot.bot.learning import CurrentRules, Learning
from sharebot.bot.lists import Lists
from sharebot.bot.mentions import Mentions
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
from sharebot.model import Author, Post, Share, Style
from sharebot.ports import Credit, Directory, Lane, Memory, Page, Platform, Queue, Rules

if TYPE_CHECKING:  # imported where they are first used
    from sharebot.platforms import Means


ARTICLE_PAUSE = 1.0
"""Seconds between two pages of articles that are read for the register: nobody waits for them."""

LEARNS_EVERY = timedelta(hours=1)
"""How often to look whether an account is due to ask again what its server allows."""

PLANS_EVERY = timedelta(hours=1)
"""How often to look whether articles are to be shared again within the next day."""


class App(Rooms):
    """A sharebot built from settings: the verbs that commands and the daemon call."""

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
            step=self.step,
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
            worker=_worker(),
            too_late=self.settings.too_late,
            mentions=self.mentions,
            pictures=self.pictures,
            postponed=self.spending.postponed,
            alone=alone,
            stopping=stopping,
            step=self.step,
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
        return self.checker_with(self.queue)

    def checker_with(self, memory: Memory | None) -> Checker:
        """Asks side by side, so what all of them work with is opened before. `memory`: None where there is no queue."""
        http, kept = self.hasty_http, memory or Fleeting()
        means = replace(self.means, http=lambda: http, memory=lambda: kept)
        return Checker(connect=lambda name: self._connected(name, means), clock=self.clock, memory=memory)

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
    def heartbeat(self) -> Heartbeat:
        from importlib.metadata import version

        return Heartbeat(
            queue=self.queue, clock=self.clock, tell=self.tell, worker=_worker(), version=version("sharebot")
        )

    @cached_property
    def chores(self) -> tuple[Chore, ...]:
        """What the daemon does now and then."""
        return (
            Chore(
                name="heartbeat",
                every=BEATS_EVERY,
                work=self.heartbeat.go_on,
                first=self.heartbeat.serving,
                fault="heartbeat.failed",
            ),
            Chore(
                name="learning",
                every=LEARNS_EVERY,
                work=self.learning.when_due,
                first=self.learning.at_start,
                fault="account.not_learnt",
            ),
            Chore(
                name="resharing",
                every=PLANS_EVERY,
                work=lambda _stopping: bool(self.resharing.plan()),
                fault="reshare.failed",
            ),
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


def _worker() -> str:
    """This process among all that may deliver from the queue."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _who() -> str:
    """The person at the keyboard, as the history will name them."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()}"
