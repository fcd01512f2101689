"""What of the running service still moves, and what stands still for longer than it ever may.

Times are measured on a clock that nobody sets and that stands while the machine sleeps: what slept with the machine is
not stuck. Slow is not stuck either: whoever begins something says how long it can take at the very most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE = timedelta(minutes=1)
"""By how much an alarm may be late: on a machine under load a thread has to wait for its turn."""


@dataclass(frozen=True, slots=True)
class _Beat:
    """`over`: when it must be over, by the steady clock, in seconds."""

    name: str
    within: float
    over: float


@dataclass(frozen=True, slots=True)
class _Alarm:
    """`by`: when it rings by the clock that people set; `over`: when it must have rung by the steady one."""

    by: datetime
    over: float


class Pulse:
    """What has begun and must end, and what is expected to begin. Threads may share it.

    A name may be begun in several threads at once; each ends its own.
    """

    def __init__(self, now: Callable[[], datetime], ticks: Callable[[], float] = time.monotonic) -> None:
        """`now`: the clock by which alarms are set. `ticks`: seconds of one that never jumps."""
        self._now = now
        self._ticks = ticks
        self._lock = threading.Lock()
        self._beats: dict[tuple[str, int], _Beat] = {}
        self._alarms: dict[str, _Alarm] = {}

    def began(self, name: str, within: timedelta) -> None:
        """This thread does something that is over, or a step further, within that time."""
        seconds = within.total_seconds()
        with self._lock:
            self._beats[name, threading.get_ident()] = _Beat(name, seconds, self._ticks() + seconds)

    def stepped(self) -> None:
        """What this thread does has come a step further, and may take as long again."""
        thread = threading.get_ident()
        with self._lock:
            for key, beat in self._beats.items():
                if key[1] == thread:
                    self._beats[key] = _Beat(beat.name, beat.within, self._ticks() + beat.within)

    def ended(self, name: str) -> None:
        """What this thread began under that name is over, however it went."""
        with self._lock:
            self._beats.pop((name, threading.get_ident()), None)

    @contextmanager
    def during(self, name: str, within: timedelta) -> Iterator[None]:
        self.began(name, within)
        try:
            yield
        finally:
            self.ended(name)

    def expect(self, name: str, by: datetime) -> None:
        """An alarm is set to that time. Another time for the same alarm takes the place of this one."""
        ahead = max(timedelta(0), by - self._now())
        with self._lock:
            self._alarms[name] = _Alarm(by, self._ticks() + ahead.total_seconds())

    def rang(self, name: str) -> None:
        """The alarm that was expected has rung."""
        with self._lock:
            self._alarms.pop(name, None)

    def under_way(self) -> tuple[str, ...]:
        """The names of what has begun and is not over."""
        with self._lock:
            return tuple(sorted({beat.name for beat in self._beats.values()}))

    def stuck(self, now: datetime) -> tuple[str, ...]:
        """The names of what should be over, or should have rung; empty while everything lives.

        `now`: by the clock that people set. An alarm is overdue only if both clocks say so: one of them may jump.
        """
        ticks, late = self._ticks(), LATE.total_seconds()
        with self._lock:
            beats = [beat.name for beat in self._beats.values() if beat.over < ticks]
            alarms = [
                f"alarm {name}"
                for name, alarm in self._alarms.items()
                if alarm.over + late < ticks and alarm.by + LATE < now
            ]
        return tuple(sorted({*beats, *alarms}))
