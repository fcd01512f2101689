"""Telling people, wired: imported only where somebody is to be told."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sharebot.app.rooms import Rooms
from sharebot.bot.checking import Checker
from sharebot.bot.chores import Chore
from sharebot.bot.credentials import Asking
from sharebot.bot.digest import Digests
from sharebot.bot.notifying import EVERY, Notifying
from sharebot.bot.occasions import Occasions
from sharebot.bot.spending import Spending
from sharebot.notify import Apprised, kind_of
from sharebot.ports import Notifier
from sharebot.schedule import Calendar
from sharebot.settings import Settings

ASKS_EVERY = timedelta(hours=1)
"""How often to look whether an account is due to be asked when its credentials end."""


def notifiers(settings: Settings) -> tuple[Notifier, ...]:
    """Named by their places and kinds."""
    return tuple(
        Apprised(name=f"{place} {kind_of(address.reveal())}", reveal=address.reveal)
        for place, address in enumerate(settings.notify, 1)
    )


def notifying(rooms: Rooms, notifiers: tuple[Notifier, ...], spending: Spending) -> Notifying:
    settings, zone = rooms.settings, ZoneInfo(rooms.settings.timezone)
    return Notifying(
        queue=rooms.queue,
        notifiers=notifiers,
        occasions=_occasions(rooms, spending, zone),
        digests=_digests(rooms, spending) if settings.digest else None,
        about=settings.notify_about,
        blog=settings.blog.name,
        zone=zone,
        clock=rooms.clock,
        tell=rooms.tell,
        worker=rooms.worker,
    )


def _occasions(rooms: Rooms, spending: Spending, zone: ZoneInfo) -> Occasions:
    return Occasions(
        queue=rooms.queue,
        accounts=tuple(rooms.calendars),
        feeds=rooms.settings.feeds,
        month=spending.this_month,
        home=rooms.settings.home,
        zone=zone,
    )


def _digests(rooms: Rooms, spending: Spending) -> Digests:
    return Digests(
        queue=rooms.queue,
        calendar=Calendar(zone=rooms.settings.timezone, weekly=rooms.settings.digest),
        accounts=tuple(rooms.calendars),
        feeds=rooms.settings.feeds,
        month=spending.this_month,
        blog=rooms.settings.blog.name,
    )


def chore(notifying: Notifying) -> Chore:
    return Chore(
        name="telling",
        every=EVERY,
        work=notifying.work,
        first=notifying.at_start,
        fault="notice.failed",
    )


def asking(rooms: Rooms, checker: Checker, spending: Spending) -> Chore:
    """What costs money is not asked for the sake of a notice."""
    asking = Asking(
        accounts=tuple(name for name in rooms.calendars if name not in spending.tariffs),
        check=checker.check,
        memory=rooms.queue,
        clock=rooms.clock,
    )
    return Chore(name="credentials", every=ASKS_EVERY, work=asking.when_due, fault="account.not_checked")
