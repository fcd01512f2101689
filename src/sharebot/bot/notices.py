"""What is to be told now, by what there is and what was told before. Pure.

Everything is told once for each time it appears, and again if it has become worse. What goes away untold is not told:
nobody is needed any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sharebot.model import About

SETTLES = timedelta(minutes=1)
"""What appears is told after this, with all that has appeared meanwhile."""

APART = timedelta(minutes=5)
"""Between two notices to one address: a burst that lasts is a few of them, not one a minute."""

CLAIM = timedelta(minutes=2)
"""For how long somebody may be telling something: longer than a sending takes at the most."""

LONGEST_BACK_OFF = timedelta(hours=1)
"""After which an address that failed is tried again at the latest; at first after two minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that people are to know of, for as long as it is true.

    `key` names it and this appearance of it. `since`: None where nobody knows; then it is told at once. `rank` grows
    as it becomes worse. `ends`: the key of what is over by it.
    `name` and `detail` are for people, and may hold others' words. `command` answers it. `post`: whose history says
    why, where `detail` does not.
    """

    key: str
    about: About
    since: datetime | None
    name: str
    command: str = ""
    detail: str = ""
    rank: int = 1
    ends: str = ""
    post: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What one address was told. `told`: how bad each thing was then.

    `claimed_until`: until then somebody is telling it, and nobody else does. `failures`: in a row; it is tried
    `again_at`.
    `digest_at`: the moment of the calendar to which its last digest belongs.
    """

    told: Mapping[str, int] = field(default_factory=dict)
    told_at: datetime | None = None
    failures: int = 0
    again_at: datetime | None = None
    claimed_by: str = ""
    claimed_until: datetime | None = None
    digest_at: datetime | None = None

    def is_claimed(self, now: datetime) -> bool:
        """Whether somebody is telling it. A clock that was set back keeps nobody silent for longer than meant."""
        return _is_ahead(self.claimed_until, now, CLAIM)

    def rests(self, now: datetime) -> bool:
        """Whether it failed and is left alone for a while."""
        return _is_ahead(self.again_at, now, LONGEST_BACK_OFF)


def _is_ahead(at: datetime | None, now: datetime, most: timedelta) -> bool:
    return at is not None and now < at <= now + most


def due(things: Sequence[Thing], ledger: Ledger, now: datetime) -> tuple[Thing, ...]:
    """What is to be told now, the most pressing first; nothing while it settles, or too soon after the last notice."""
    new = [thing for thing in things if thing.rank > ledger.told.get(thing.key, 0)]
    told_at = ledger.told_at
    if told_at is not None and told_at <= now < told_at + APART:
        return ()
    if not any(_has_settled(thing.since, now) for thing in new):
        return ()
    order = list(About)
    return tuple(
        sorted(new, key=lambda thing: (order.index(thing.about), bool(thing.ends), thing.since or now, thing.key))
    )


def _has_settled(since: datetime | None, now: datetime) -> bool:
    """One of the future is from before the clock was set back."""
    return since is None or not since <= now < since + SETTLES


def kept(ledger: Ledger, things: Iterable[Thing]) -> Ledger:
    """Without what has gone away, so that it is told anew when it comes back."""
    there = {key for thing in things for key in (thing.key, thing.ends)}
    return replace(ledger, told={key: rank for key, rank in ledger.told.items() if key in there})


def after(ledger: Ledger, told: Iterable[Thing], now: datetime) -> Ledger:
    """The ledger once these were told."""
    told = tuple(told)
    over = {thing.ends for thing in told}
    known = {key: rank for key, rank in ledger.told.items() if key not in over}
    known |= {thing.key: thing.rank for thing in told if not thing.ends}
    return replace(free(ledger), told=known, told_at=now, failures=0, again_at=None)


def failed(ledger: Ledger, now: datetime) -> Ledger:
    """The ledger once it could not be told: nothing counts as told, and it is tried again, each time later."""
    failures = ledger.failures + 1
    wait = min(timedelta(minutes=1) * (1 << min(failures, 10)), LONGEST_BACK_OFF)
    return replace(free(ledger), failures=failures, again_at=now + wait)


def claimed(ledger: Ledger, worker: str, until: datetime) -> Ledger:
    return replace(ledger, claimed_by=worker, claimed_until=until)


def free(ledger: Ledger) -> Ledger:
    return replace(ledger, claimed_by="", claimed_until=None)
