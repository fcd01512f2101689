"""Heartbeats: each daemon writes down now and then that it lives, so that whoever opens the queue can tell."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from sharebot.ports import HEARTBEATS, Clock, Queue, Tell
from sharebot.process import numbers, runs

EVERY = timedelta(minutes=1)
"""Between two beats: soon enough for a person who asks, and a small write that nobody notices."""

SILENT = timedelta(minutes=3)
"""Two beats may be lost to a busy machine; of what has not beaten for longer nothing is known."""

KEPT = timedelta(days=1)
"""Of daemons that are silent for longer nobody wants to hear: they run elsewhere by now, or not at all."""


class Stage(StrEnum):
    STARTING = "starting"
    SERVING = "serving"
    STOPPING = "stopping"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a daemon said of itself last, at the moment `at`. `stuck`: the names of what stands still.

    `numbers`: within which numbering of processes `pid` counts; of two containers each has its own.
    """

    worker: str
    host: str
    pid: int
    numbers: str = ""
    version: str
    stage: Stage
    started_at: datetime
    at: datetime
    stuck: tuple[str, ...] = ()


class Life(StrEnum):
    """How a daemon stands as far as its last beat tells."""

    ALIVE = "alive"
    ENDED = "ended"
    """It has stopped and said so."""
    KILLED = "killed"
    """Its process is gone, and it has not said why."""
    SILENT = "silent"
    """It has not beaten for too long: it hangs, its machine is down, or it cannot write to the queue."""


def life(beat: Beat, now: datetime, has_process: Callable[[int], bool] = runs) -> Life:
    """`has_process`: whether a process of that number runs here; asked only about daemons that are numbered here."""
    if beat.stage is Stage.STOPPED:
        return Life.ENDED
    here = (beat.host, beat.numbers) == (socket.gethostname(), numbers())
    if here and not has_process(beat.pid):
        return Life.KILLED
    return Life.ALIVE if now - beat.at <= SILENT else Life.SILENT


OUTDATED = ".env has changed since the daemon started"
RESTART = "restart it (systemctl restart sharebot, or stop it and sharebot run)"


def outdated(beat: Beat, settings_at: datetime | None) -> bool:
    """Whether it was started before its file of settings was written last: settings are read when a daemon starts.

    `settings_at`: of the file that is read here. A daemon on another machine has a file of its own.
    """
    return settings_at is not None and beat.host == socket.gethostname() and settings_at > beat.started_at


def beats(queue: Queue, now: datetime) -> list[Beat]:
    """The last one of every daemon that was heard of within a day, the latest first; what nobody can read is none."""
    found = []
    for fact in queue.facts(HEARTBEATS).values():
        with suppress(msgspec.MsgspecError):  # another version's
            found.append(msgspec.json.decode(fact.value, type=Beat))
    return sorted((beat for beat in found if beat.at > now - KEPT), key=lambda beat: beat.at, reverse=True)


def living(queue: Queue, now: datetime) -> list[Beat]:
    """The last beat of every daemon that lives, as far as beats tell."""
    return [beat for beat in beats(queue, now) if life(beat, now) is Life.ALIVE]


def _nothing(_now: datetime) -> tuple[str, ...]:
    return ()


@dataclass(slots=True, kw_only=True)
class Heartbeat:
    """One daemon's. Nothing that goes wrong with it disturbs what the daemon is for.

    `stuck`: names what stands still, set by the daemon. `stage` is the last that it came to.
    """

    queue: Queue
    clock: Clock
    tell: Tell
    worker: str
    version: str
    stuck: Callable[[datetime], tuple[str, ...]] = field(default=_nothing)
    stage: Stage = Stage.STARTING
    _started_at: datetime | None = None

    def begin(self, *, alone: bool, stuck: Callable[[datetime], tuple[str, ...]]) -> None:
        """The first beat. `alone`: no other daemon can live on this queue, so that what is on record is over."""
        self.stuck = stuck
        self._started_at = now = self.clock.now()
        self._safely(lambda: self.queue.forget(HEARTBEATS, before=now if alone else now - KEPT))
        self.at(Stage.STARTING)

    def at(self, stage: Stage) -> None:
        """The daemon has come to another stage."""
        self.stage = stage
        self.beat()

    def beat(self) -> None:
        self._safely(self._write)

    # As chores --------------------------------------------------------------------------------------------------------

    def serving(self, _stopping: Callable[[], bool]) -> bool:
        self.at(Stage.SERVING)
        return False

    def go_on(self, _stopping: Callable[[], bool]) -> bool:
        self.beat()
        return False

    # Writing it down --------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        now = self.clock.now()
        beat = Beat(
            worker=self.worker,
            host=socket.gethostname(),
            pid=os.getpid(),
            numbers=numbers(),
            version=self.version,
            stage=self.stage,
            started_at=self._started_at or now,
            at=now,
            stuck=self.stuck(now),
        )
        self.queue.remember(HEARTBEATS, self.worker, msgspec.json.encode(beat).decode(), now=now)

    def _safely(self, write: Callable[[], object]) -> None:
        try:
            write()
        except Exception as error:  # noqa: BLE001  it is told, and the next one comes in a minute
            self.tell("heartbeat.failed", level="warning", reason=f"{type(error).__name__}: {error}")
