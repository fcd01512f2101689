"""Telling people: each address by itself, with a claim in the queue, so that of several daemons one tells it.

A notice counts as told when the address has taken it. Whoever dies in between leaves the claim behind; it runs out,
and the notice is told again: one that comes twice is better than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

import msgspec

from sharebot.bot import notices
from sharebot.bot.digest import Digests
from sharebot.bot.notice_words import notice, shown, subject
from sharebot.bot.notices import Ledger, Thing
from sharebot.bot.occasions import KIND, Occasions
from sharebot.model import About
from sharebot.ports import Clock, Notice, Notifier, Queue, Tell

EVERY = timedelta(seconds=30)
"""How often to look whether there is something to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifying:
    """`worker`: who claims. `about`: what people want to be told of. `digests`: None where none is wanted."""

    queue: Queue
    notifiers: Sequence[Notifier]
    occasions: Occasions
    digests: Digests | None
    about: frozenset[About]
    blog: str
    zone: tzinfo
    clock: Clock
    tell: Tell
    worker: str

    def at_start(self, stopping: Callable[[], bool]) -> bool:
        """Say which addresses are none, then work. It queues nothing."""
        for notifier in self.notifiers:
            if not stopping() and (fault := notifier.fault(stopping)) and not stopping():
                reason = f"SHAREBOT_NOTIFY: address {notifier.name}: {fault}; mend it, then sharebot notify --test"
                self.tell("notice.impossible", level="error", notifier=notifier.name, reason=reason)
        return self.work(stopping)

    def work(self, stopping: Callable[[], bool]) -> bool:
        """Tell each address what is new, and its digest when that is due. It queues nothing."""
        now = self.clock.now()
        self.occasions.beat(now)
        things = self.occasions.things(now, self.about)
        for notifier in self.notifiers:
            if not stopping():
                self._tell_one(notifier, things, stopping)
        return False

    def test(self, stopping: Callable[[], bool] = lambda: False) -> Iterator[tuple[str, str]]:
        """Send each address a notice that says nothing; its name, and why it was not taken (empty if it was)."""
        text = "This is a test: notices of sharebot arrive here.\n\nWhat waits for a person: sharebot queue"
        tried = Notice(subject=subject(["a test"], self.blog), text=text)
        for notifier in self.notifiers:
            yield notifier.name, notifier.send(tried, stopping)

    # One address ------------------------------------------------------------------------------------------------------

    def _tell_one(self, notifier: Notifier, things: Sequence[Thing], stopping: Callable[[], bool]) -> None:
        now = self.clock.now()
        before, ledger = self._ledger(notifier)
        if ledger.is_claimed(now):
            return
        things = [*things, *self._well_again(ledger, now)]
        ledger = notices.kept(ledger, things)
        if ledger.rests(now):
            self._write(notifier, before, ledger)
        elif new := notices.due(things, ledger, now):
            after = notices.after(ledger, new, now)
            self._send(notifier, before, ledger, told=self._notice(new, now), after=after, stopping=stopping)
        else:
            self._digest(notifier, before, ledger, stopping)

    def _well_again(self, ledger: Ledger, now: datetime) -> Sequence[Thing]:
        return [*self.occasions.well_again(ledger.told, now)] if About.FEED in self.about else ()

    def _digest(self, notifier: Notifier, before: str | None, ledger: Ledger, stopping: Callable[[], bool]) -> None:
        """With the first one begins the count: what was before nobody has asked for."""
        now = self.clock.now()
        moment = self.digests.last(now) if self.digests else None
        digest = None
        if self.digests and moment and ledger.digest_at and moment > ledger.digest_at:
            digest = self.digests.of(ledger.digest_at, now, self.zone)
        told = replace(ledger, digest_at=max(filter(None, (moment, ledger.digest_at)), default=None))
        if digest:
            told = replace(told, failures=0, again_at=None)
            self._send(notifier, before, ledger, told=digest, after=told, stopping=stopping)
        else:
            self._write(notifier, before, told)

    def _notice(self, things: Sequence[Thing], now: datetime) -> Notice:
        whys = {thing.key: self._why(thing) for thing in shown(things)}
        told = [replace(thing, detail=whys.get(thing.key, thing.detail)) for thing in things]
        return notice(told, blog=self.blog, zone=self.zone, now=now)

    def _why(self, thing: Thing) -> str:
        return thing.detail or (self.occasions.why(thing.post) if thing.post else "")

    def _send(
        self,
        notifier: Notifier,
        before: str | None,
        ledger: Ledger,
        *,
        told: Notice,
        after: Ledger,
        stopping: Callable[[], bool],
    ) -> None:
        claimed = self._write(notifier, before, notices.claimed(ledger, self.worker, self.clock.now() + notices.CLAIM))
        if claimed is None:  # another daemon tells it
            return
        if why := notifier.send(told, stopping):
            failed = notices.failed(ledger, self.clock.now())
            self.tell("notice.failed", level="warning", notifier=notifier.name, reason=why, again=failed.again_at)
            self._write(notifier, claimed, failed)
            return
        self.tell("notice.sent", notifier=notifier.name, subject=told.subject)
        self._write(notifier, claimed, notices.free(after))

    # The ledger -------------------------------------------------------------------------------------------------------

    def _ledger(self, notifier: Notifier) -> tuple[str | None, Ledger]:
        """As it was written, and what it says; an empty one where that address was told nothing.

        So is one that another version has written and that cannot be read: then all is told again.
        """
        fact = self.queue.recall(KIND, _name(notifier))
        if fact is None:
            return None, Ledger()
        try:
            return fact.value, msgspec.json.decode(fact.value, type=Ledger)
        except msgspec.MsgspecError:
            return fact.value, Ledger()

    def _write(self, notifier: Notifier, before: str | None, ledger: Ledger) -> str | None:
        """In place of what was read; None if somebody else has written meanwhile. What says the same is not written."""
        text = msgspec.json.encode(ledger).decode()
        now = self.clock.now()
        if text == before or self.queue.remember_instead(KIND, _name(notifier), text, of=before, now=now):
            return text
        return None


def _name(notifier: Notifier) -> str:
    return f"told {notifier.name}"
