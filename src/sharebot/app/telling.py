"""Telling people, wired: imported only where somebody is to be told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sharebot.bot.chores import Chore
from sharebot.bot.credentials import Asking
from sharebot.bot.digest import Digests
from sharebot.bot.notifying import EVERY, Notifying
from sharebot.bot.occasions import Occasions
from sharebot.model import About
from sharebot.notify import Apprised, kind_of
from sharebot.ports import Notifier
from sharebot.schedule import Calendar
from sharebot.settings import Settings

if TYPE_CHECKING:  # it imports this
    from sharebot.app.verbs import Verbs

ASKS_EVERY = timedelta(hours=1)
"""How often to look whether an account is due to be asked when its credentials end."""


def notifiers(settings: Settings) -> tuple[Notifier, ...]:
    """Named by their places and kinds."""
    return tuple(
        Apprised(name=f"{place} {kind_of(address.reveal())}", reveal=address.reveal)
        for place, address in enumerate(settings.notify, 1)
    )


def notifying(app: Verbs) -> Notifying:
    settings, zone = app.settings, ZoneInfo(app.settings.timezone)
    return Notifying(
        queue=app.queue,
        notifiers=app.notifiers,
        occasions=_occasions(app, zone),
        digests=_digests(app) if settings.digest else None,
        about=settings.notify_about,
        blog=settings.blog.name,
        zone=zone,
        clock=app.clock,
        tell=app.tell,
        worker=app.worker,
    )


def _occasions(app: Verbs, zone: ZoneInfo) -> Occasions:
    return Occasions(
        queue=app.queue,
        accounts=tuple(app.calendars),
        feeds=app.settings.feeds,
        month=app.spending.this_month,
        home=app.settings.home,
        zone=zone,
    )


def _digests(app: Verbs) -> Digests:
    return Digests(
        queue=app.queue,
        calendar=Calendar(zone=app.settings.timezone, weekly=app.settings.digest),
        accounts=tuple(app.calendars),
        feeds=app.settings.feeds,
        month=app.spending.this_month,
        blog=app.settings.blog.name,
    )


def chores(app: Verbs) -> tuple[Chore, ...]:
    telling = Chore(
        name="telling",
        every=EVERY,
        work=app.notifying.work,
        first=app.notifying.at_start,
        fault="notice.failed",
    )
    return (telling, _asking(app)) if About.CREDENTIALS in app.settings.notify_about else (telling,)


def _asking(app: Verbs) -> Chore:
    """What costs money is not asked for the sake of a notice."""
    asking = Asking(
        accounts=tuple(name for name in app.calendars if name not in app.spending.tariffs),
        check=app.checker.check,
        memory=app.queue,
        clock=app.clock,
    )
    return Chore(name="credentials", every=ASKS_EVERY, work=asking.when_due, fault="account.not_checked")
