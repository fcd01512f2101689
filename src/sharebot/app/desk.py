"""The verbs that people ask for, wired."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache, cached_property, partial

from sharebot.app.verbs import Verbs
from sharebot.bot.acts import Acts
from sharebot.bot.adding import Adding
from sharebot.bot.attaching import Attaching
from sharebot.bot.choosing import Chooser
from sharebot.bot.customs import Approval
from sharebot.bot.editing import Editing
from sharebot.bot.evergreen import Evergreen
from sharebot.bot.finding import Finder
from sharebot.bot.identities import Identities
from sharebot.bot.lists import Lists
from sharebot.bot.preview import Previewer
from sharebot.bot.register import Register
from sharebot.bot.scan import Scanner
from sharebot.bot.sheet import Sheet
from sharebot.bot.staff import Staff
from sharebot.bot.withdrawing import Withdrawing
from sharebot.model import Author, Person, Post, Share, Style
from sharebot.ports import Platform, Rules

ARTICLE_PAUSE = 1.0
"""Seconds between two pages of articles that are read for the register: nobody waits for them."""


class App(Verbs):
    """A sharebot built from settings: all that the daemon does, and what staff ask for besides."""

    @property
    def preview_styles(self) -> Mapping[str, Style]:
        """The accounts', where staff have named some; else that of all accounts for every network."""
        if self.settings.accounts_named:
            return self.styles
        return {name: self.settings.style.of(name) for name in self.preview_rules}

    @cached_property
    def evergreen(self) -> Evergreen:
        """As the scanner it asks no platform about anybody: that is done when posts are sent."""
        return Evergreen(
            queue=self.queue,
            source=self.source,
            crediting=self._crediting(self.queue, Identities(memory=self.queue)),
            wording=self.wording,
            room=self.room,
            clock=self.clock,
            who=self.who,
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
            who=self.who,
        )

    @property
    def editing(self) -> Editing:
        return Editing(staff=self.staff)

    @cached_property
    def withdrawing(self) -> Withdrawing:
        """Connects only the accounts whose posts are taken back, each once."""
        return Withdrawing(queue=self.queue, connect=cache(self._platform_of), clock=self.clock, who=self.who)

    def _platform_of(self, account: str) -> Platform:
        return self._connected(self.staff.known(account), self.means)

    @cached_property
    def adding(self) -> Adding:
        """What a person brings themselves."""
        from sharebot.compose import from_text, spans
        from sharebot.compose.languages import detect

        return Adding(
            queue=self.queue,
            finder=self.finder,
            wording=self.wording,
            attaching=self.attaching,
            from_text=from_text,
            spans=spans,
            language=detect,
            identities=self.identities,
            mentions=self.mentions,
            room=self.room,
            clock=self.clock,
            who=self.who,
        )

    @property
    def finder(self) -> Finder:
        return Finder(
            queue=self.queue,
            source=self.source,
            crediting=self.crediting,
            authors=self.requeued.authors,
            feeds=self.settings.feeds,
            clock=self.clock,
        )

    @property
    def attaching(self) -> Attaching:
        from sharebot.compose import moves, picture

        return Attaching(file=self._file, fit=picture, moves=moves)

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
            who=self.who,
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
            who=self.who,
        )

    @cached_property
    def sheet(self) -> Sheet:
        """The queue as a table that staff take away and bring back."""
        return Sheet(staff=self.staff, adding=self.adding, zone=self.settings.timezone)

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
    def previewer(self) -> Previewer:
        """Knows what the register and the platforms have said before, and asks none of them."""
        queue = self.queue if self._has_queue else None
        return Previewer(
            source=self.source,
            crediting=self._crediting(queue, Identities(memory=queue)),
            wording=self._wording(self.preview_rules, self.preview_styles),
            clock=self.clock,
            tell=self.tell,
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


def _from_text(text: str, post: Post, authors: tuple[Author, ...], rules: Rules) -> Share:
    from sharebot.compose import from_text

    return from_text(text, rules, link=post.share.link, authors=authors, share=post.share)
