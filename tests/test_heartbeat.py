"""Heartbeats: who opens the queue can tell which daemons live, and which only seem to."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.paper import PaperClock
from sharebot.bot.heartbeat import EVERY, KEPT, SILENT, Beat, Heartbeat, Life, Stage, beats, life, living, numbers
from sharebot.errors import StoreUnavailable
from sharebot.ports import HEARTBEATS, Queue
from sharebot.queue import open_queue


@dataclass
class Harbor:
    queue: Queue
    clock: PaperClock = field(default_factory=PaperClock)
    told: list[str] = field(default_factory=list)

    def tell(self, event: str, **fields: Any) -> None:
        self.told.append(event)

    def daemon(self, worker: str = "quay:41") -> Heartbeat:
        return Heartbeat(queue=self.queue, clock=self.clock, tell=self.tell, worker=worker, version="0.9")

    def beats(self) -> list[Beat]:
        return beats(self.queue, self.clock.now())


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    queue = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}")
    yield Harbor(queue)
    queue.close()


def nothing_stuck(_now: datetime) -> tuple[str, ...]:
    return ()


def test_a_daemon_says_what_it_is_since_when_and_what_is_stuck(harbor: Harbor) -> None:
    daemon, began = harbor.daemon(), harbor.clock.now()
    daemon.begin(alone=True, stuck=lambda _now: ("lane x",))
    harbor.clock.pass_time(minutes=1)
    daemon.at(Stage.SERVING)
    assert harbor.beats() == [
        Beat(
            worker="quay:41",
            host=socket.gethostname(),
            pid=os.getpid(),
            numbers=numbers(),
            version="0.9",
            stage=Stage.SERVING,
            started_at=began,
            at=began + timedelta(minutes=1),
            stuck=("lane x",),
        )
    ]


def test_it_stays_one_fact_however_often_the_heart_beats(harbor: Harbor) -> None:
    daemon = harbor.daemon()
    daemon.begin(alone=True, stuck=nothing_stuck)
    for _ in range(5):
        harbor.clock.pass_time(seconds=EVERY.total_seconds())
        daemon.beat()
    assert [*harbor.queue.facts(HEARTBEATS)] == ["quay:41"]


def test_who_is_alone_on_the_queue_takes_the_place_of_all_before_it(harbor: Harbor) -> None:
    harbor.daemon("quay:41").begin(alone=True, stuck=nothing_stuck)
    harbor.clock.pass_time(seconds=1)
    harbor.daemon("quay:42").begin(alone=True, stuck=nothing_stuck)
    assert [beat.worker for beat in harbor.beats()] == ["quay:42"]


def test_several_daemons_on_one_queue_speak_each_for_themselves(harbor: Harbor) -> None:
    harbor.daemon("quay:41").begin(alone=False, stuck=nothing_stuck)
    harbor.clock.pass_time(seconds=1)
    harbor.daemon("pier:7").begin(alone=False, stuck=nothing_stuck)
    assert [beat.worker for beat in harbor.beats()] == ["pier:7", "quay:41"]


def test_what_was_silent_for_a_day_is_not_spoken_of_and_forgotten_at_the_next_start(harbor: Harbor) -> None:
    harbor.daemon("quay:41").begin(alone=False, stuck=nothing_stuck)
    harbor.clock.pass_time(seconds=KEPT.total_seconds() + 1)
    assert harbor.beats() == []
    harbor.daemon("pier:7").begin(alone=False, stuck=nothing_stuck)
    assert [*harbor.queue.facts(HEARTBEATS)] == ["pier:7"]


def test_a_beat_of_a_version_that_wrote_others_is_passed_over(harbor: Harbor) -> None:
    harbor.queue.remember(HEARTBEATS, "quay:1", '{"heart": "of oak"}', now=harbor.clock.now())
    harbor.daemon().begin(alone=False, stuck=nothing_stuck)
    assert [beat.worker for beat in harbor.beats()] == ["quay:41"]


def test_a_queue_that_is_away_costs_a_beat_and_nothing_else(harbor: Harbor, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any, **_fields: Any) -> None:
        raise StoreUnavailable("the disk is full")

    daemon = harbor.daemon()
    with monkeypatch.context() as while_away:
        while_away.setattr(type(harbor.queue), "remember", away)
        daemon.begin(alone=True, stuck=nothing_stuck)
        daemon.at(Stage.SERVING)
    assert harbor.told == ["heartbeat.failed", "heartbeat.failed"]
    daemon.beat()
    assert [beat.stage for beat in harbor.beats()] == [Stage.SERVING]


# How a daemon stands --------------------------------------------------------------------------------------------------

CLOCK = PaperClock()
BEAT = Beat(
    worker="w",
    host=socket.gethostname(),
    pid=41,
    numbers=numbers(),
    version="0.9",
    stage=Stage.SERVING,
    started_at=CLOCK.now(),
    at=CLOCK.now(),
)


def test_who_beat_lately_is_alive_and_who_did_not_is_silent() -> None:
    assert life(BEAT, BEAT.at + SILENT, lambda _pid: True) is Life.ALIVE
    assert life(BEAT, BEAT.at + SILENT + timedelta(seconds=1), lambda _pid: True) is Life.SILENT


def test_a_process_of_this_machine_that_is_gone_was_killed_however_late_its_last_beat() -> None:
    assert life(BEAT, BEAT.at, lambda _pid: False) is Life.KILLED
    assert life(replace(BEAT, host="elsewhere"), BEAT.at, lambda _pid: False) is Life.ALIVE
    assert life(replace(BEAT, numbers="pid:[4026532999]"), BEAT.at, lambda _pid: False) is Life.ALIVE


def test_who_stopped_and_said_so_has_ended() -> None:
    assert life(replace(BEAT, stage=Stage.STOPPED), BEAT.at, lambda _pid: False) is Life.ENDED


def test_this_very_process_is_alive() -> None:
    assert life(replace(BEAT, pid=os.getpid()), BEAT.at) is Life.ALIVE


def test_only_daemons_that_beat_lately_and_have_not_ended_are_living(harbor: Harbor) -> None:
    for worker, stage in (("ended:1", Stage.STOPPED), ("alive:2", Stage.SERVING)):
        daemon = harbor.daemon(worker)
        daemon.begin(alone=False, stuck=nothing_stuck)
        daemon.at(stage)
    assert [beat.worker for beat in living(harbor.queue, harbor.clock.now())] == ["alive:2"]
    harbor.clock.pass_time(minutes=4)
    assert living(harbor.queue, harbor.clock.now()) == []
