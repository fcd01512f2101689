"""Signs of life: what the service manager is told while everything moves, and staff when something does not."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo

from sharebot.daemon.notify import Manager
from sharebot.daemon.pulse import Pulse
from sharebot.model import State
from sharebot.ports import Tell

PATIENCE = 3
"""For how many rounds of signs the manager is asked to wait: a message may be late, and one may be lost."""


class Signs:
    """Truthful ones: while anything is stuck, the manager hears nothing, and after its WatchdogSec it restarts us."""

    def __init__(self, pulse: Pulse, manager: Manager, now: Callable[[], datetime], tell: Tell) -> None:
        self._pulse = pulse
        self._manager = manager
        self._now = now
        self._tell = tell
        self._stuck: tuple[str, ...] = ()
        self._to_be_ready = False
        self._unheard = False

    @property
    def wanted(self) -> bool:
        """Whether there is a manager who reads status lines."""
        return bool(self._manager.address)

    def every(self, at_most: timedelta) -> timedelta:
        """How often `look` must come: in half the time that the watchdog allows (sd_watchdog_enabled(3))."""
        return min(at_most, self._manager.watchdog / 2) if self._manager.watchdog else at_most

    def ready(self) -> None:
        """From now on the daemon serves; the manager is told until it has heard it."""
        self._to_be_ready = True
        self.look()

    def status(self, line: str) -> None:
        self._send(lambda: self._manager.status(line))

    def look(self) -> bool:
        """Whether everything moves; if so the manager is told, if not staff are."""
        stuck = self._pulse.stuck(self._now())
        if stuck != self._stuck:
            self._tell_staff(stuck)
        self._stuck = stuck
        if self._to_be_ready:
            self._to_be_ready = not self._send(self._manager.ready)
        if not stuck and self._manager.watchdog:
            self._send(self._manager.alive)
        return not stuck

    @contextmanager
    def finishing(self, what: Sequence[str], every: timedelta) -> Iterator[None]:
        """Within this, what is under way is finished. The manager is asked for its time, but not for what is stuck."""
        self._send(lambda: self._manager.stopping(f"finishing {', '.join(what)}" if what else "stopping"))
        finished = threading.Event()
        asking = threading.Thread(target=self._ask_for_time, args=(finished, every), name="signs", daemon=True)
        asking.start()
        try:
            yield
        finally:
            finished.set()
            asking.join()

    def _ask_for_time(self, finished: threading.Event, every: timedelta) -> None:
        while not finished.wait(every.total_seconds()):
            if self.look():
                self._send(lambda: self._manager.wait(PATIENCE * every))

    def _tell_staff(self, stuck: tuple[str, ...]) -> None:
        if stuck:
            reason = (
                "no step further for longer than it can ever take; systemd restarts the service if it watches it "
                "(WatchdogSec), elsewhere restart it: nothing is lost or sent twice"
            )
            self._tell("daemon.stuck", level="error", what=list(stuck), reason=reason)
        else:
            self._tell("daemon.unstuck", what=list(self._stuck))

    def _send(self, message: Callable[[], None]) -> bool:
        """Whether the manager heard it. It is no reason to stop if it did not; that is told once."""
        try:
            message()
        except OSError as error:
            if not self._unheard:
                reason = f"NOTIFY_SOCKET {self._manager.address}: {error.strerror or error}; see to the unit's Type="
                self._tell("daemon.unheard", level="warning", reason=reason)
            self._unheard = True
            return False
        self._unheard = False
        return True


def in_words(counts: Mapping[tuple[str, State], int], next_at: datetime | None, zone: tzinfo) -> str:
    """What waits and when it goes on, for `systemctl status`: 3 queued, next at 2026-11-26 09:00 Europe/Berlin."""
    totals: Counter[State] = Counter()
    for (_, state), number in counts.items():
        totals[state] += number
    shown = {
        "queued": totals[State.QUEUED],
        "being sent": totals[State.SENDING],
        "to be approved": totals[State.DRAFT],
        "unsure": totals[State.UNSURE],
        "failed": totals[State.FAILED],
    }
    parts = [f"{number} {what}" for what, number in shown.items() if number]
    if next_at:
        parts.append(f"next at {next_at.astimezone(zone):%Y-%m-%d %H:%M} {zone}")
    return ", ".join(parts) or "nothing waits"
