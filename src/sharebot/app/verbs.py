"""The verbs that the daemon lives on, wired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sharebot.app.rooms import Rooms
from sharebot.bot.checking import Checker
from sharebot.bot.chores import Chore
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Approval, Customs
from sharebot.bot.deliver import Deliverer
from sharebot.bot.heartbeat import EVERY as BEATS_EVERY
from sharebot.bot.heartbeat import Heartbeat
from sharebot.bot.identities import Fleeting, Identities
from sharebot.bot.learning import CurrentRules, Learning
from sharebot.bot.mentions import Mentions
from sharebot.bot.pages import KeptPages
from sharebot.bot.pictures import Pictures, Shown
from sharebot.bot.poll import Poller
from sharebot.bot.queued import Requeued
from sharebot.bot.reshare import Resharing
from sharebot.bot.room import Room
from sharebot.bot.spending import Spending
from sharebot.bot.tagging import Tag
from sharebot.bot.upkeep import Upkeep
from sharebot.bot.wording import Wording
from sharebot.model import About, Image, Style
from sharebot.ports import Credit, Directory, Lane, Memory, Notifier, Page, Platform, Queue, Rules

if TYPE_CHECKING:  # imported where they are first used
    from sharebot.bot.notifying import Notifying
    from sharebot.platforms import Means


LEARNS_EVERY = timedelta(hours=1)
"""How often to look whether an account is due to ask again what its server allows."""

KEEPS_UP_EVERY = timedelta(days=1)

PLANS_EVERY = timedelta(hours=1)
"""How often to look whether articles are to be shared again within the next day."""


class Verbs(Rooms):
    """What the daemon does: read feeds, deliver, share again, tell people, and keep the house."""

    @cached_property
    def poller(self) -> Poller:
        return Poller(
            queue=self.queue,
            source=self.source,
            crediting=self.crediting,
            # Of the lanes: what could not be sent to is refused before anything is queued for it.
            wording=self._wording(self._rules_of_lanes, self.styles),
            calendars=self.calendars,
            customs=self._customs,
            clock=self.clock,
            tell=self.tell,
            step=self.step,
            stopping=self.stopping,
        )

    @property
    def _rules_of_lanes(self) -> CurrentRules:
        return CurrentRules({name: partial(_rules_in, lane) for name, lane in self.lanes.items()})

    @cached_property
    def wording(self) -> Wording:
        """What each account says of an entry."""
        return self._wording(self.rules, self.styles)

    def _wording(self, rules: Mapping[str, Rules], styles: Mapping[str, Style]) -> Wording:
        from sharebot.compose import compose

        return Wording(compose=compose, rules=rules, tags=self.tags, styles=styles, pictures=self.shown)

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
            worker=self.worker,
            too_late=self.settings.too_late,
            mentions=self.mentions,
            pictures=self.pictures,
            postponed=self.spending.postponed,
            alone=alone,
            stopping=stopping,
            step=self.step,
        )

    def _file(self, url: str) -> bytes:
        """As `_page`: most posts have no picture. One that a person gave to a post is in the queue."""
        kept = Image(url=url).kept
        return self.queue.kept_picture(kept) if kept else self.source.file(url)

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
    def resharing(self) -> Resharing:
        return Resharing(
            queue=self.queue,
            wording=self.wording,
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
            queue=self.queue, clock=self.clock, tell=self.tell, worker=self.worker, version=version("sharebot")
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
            Chore(name="upkeep", every=KEEPS_UP_EVERY, work=self._keep_up, fault="upkeep.failed"),
            *self._telling_chores,
        )

    def _keep_up(self, stopping: Callable[[], bool]) -> bool:
        self.upkeep.once(stopping)
        return False

    @cached_property
    def upkeep(self) -> Upkeep:
        return Upkeep(
            queue=self.queue,
            accounts=[account.name for account in self.settings.accounts],
            keep=self.settings.keep,
            clock=self.clock,
            tell=self.tell,
        )

    @cached_property
    def notifiers(self) -> tuple[Notifier, ...]:
        """The addresses of SHAREBOT_NOTIFY."""
        from sharebot.app import telling

        return telling.notifiers(self.settings)

    @cached_property
    def notifying(self) -> Notifying:
        """What people are told without asking."""
        from sharebot.app import telling

        return telling.notifying(self, self.notifiers, self.spending)

    @property
    def _telling_chores(self) -> tuple[Chore, ...]:
        """None where nobody is to be told: who does not use it does not pay for it."""
        if not self.settings.notify:
            return ()
        from sharebot.app import telling

        told = telling.chore(self.notifying)
        asked = About.CREDENTIALS in self.settings.notify_about
        return (told, telling.asking(self, self.checker, self.spending)) if asked else (told,)

    @cached_property
    def requeued(self) -> Requeued:
        from sharebot import authors

        # Nobody asks a platform while staff decide about a person: that is done when posts are sent.
        mentions = replace(self.mentions, identities=Identities(memory=self.queue))
        return Requeued(
            queue=self.queue,
            author_rules=authors,
            wording=self.wording,
            mentions=mentions,
            clock=self.clock,
        )


def _rules_in(lane: Lane) -> Rules:
    return lane.platform.rules
