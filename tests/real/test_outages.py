"""What surrounds the daemon fails: other daemons on the same queue, killed ones, a database that is away, a full disk."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from servers.forge import Forge
from servers.postgres import Postgres
from servers.town import HURRY, Town, queue_posts, reckoning, unfinished
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.queue.sqlite import PATIENCE

pytestmark = [pytest.mark.real, pytest.mark.timeout(1800), pytest.mark.xdist_group("outages")]

AWAY = 40.0
"""Seconds: longer than the daemon waits with a verdict in hand before it lets the lane fail (26, and SQLite's own)."""


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    with Forge() as made:
        yield made


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as built:
        yield built


@dataclass
class Daemons:
    """Real daemons on one queue, and what they told."""

    forge: Forge
    env: dict[str, str]
    told: Path
    running: list[int] = field(default_factory=list)

    def start(self) -> None:
        self.running.append(self.forge.run(self.env | {"TOLD": str(self.told)}, hurry=HURRY))

    def kill(self, pid: int) -> None:
        self.running.remove(pid)
        os.kill(pid, signal.SIGKILL)
        assert self.forge.wait(pid) == -signal.SIGKILL

    def stop(self) -> None:
        while self.running:
            pid = self.running.pop()
            os.kill(pid, signal.SIGTERM)
            assert self.forge.wait(pid) == 0

    def staff_heard(self) -> str:
        return self.told.read_text(encoding="utf-8") if self.told.exists() else ""


def until(done: Callable[[], bool], within: float = 150.0) -> None:
    end = time.monotonic() + within
    while not done() and time.monotonic() < end:
        time.sleep(0.1)


@contextmanager
def a_queue(town: Town, home: Path, url: str = "") -> Iterator[Queue]:
    town.get_to_know(home, url)
    with closing(open_queue(url or f"sqlite:///{home / 'sharebot.db'}", home=home)) as queue:
        yield queue


@pytest.mark.parametrize("how_many", [2, 4])
def test_several_daemons_on_one_postgresql_that_are_killed_again_and_again_post_once(
    how_many: int, forge: Forge, town: Town, postgres: Postgres, tmp_path: Path
) -> None:
    kills, posts = 40, 120
    url = postgres.fresh()
    moments = random.Random(how_many)
    with a_queue(town, tmp_path, url) as queue:
        daemons = Daemons(forge, town.environment(tmp_path, url), tmp_path / "told")
        for _ in range(how_many):
            daemons.start()
        for number in range(kills):
            queue_posts(queue, posts // kills, first=number * (posts // kills))
            time.sleep(moments.uniform(0.0, 0.6))
            daemons.kill(moments.choice(daemons.running))
            daemons.start()
        until(lambda: not unfinished(queue))
        daemons.stop()
        assert reckoning(town, queue, posts) == (0, 0, 0), "lost, double, stuck"


def test_a_postgresql_that_stops_for_a_while_costs_nothing_and_staff_are_told(
    forge: Forge, town: Town, postgres: Postgres, tmp_path: Path
) -> None:
    posts = 90
    url = postgres.fresh()
    with a_queue(town, tmp_path, url) as queue:
        daemons = Daemons(forge, town.environment(tmp_path, url), tmp_path / "told")
        queue_posts(queue, posts)
        daemons.start()
        for away in (1.0, 3.0, AWAY):
            until(lambda: unfinished(queue) < posts)
            postgres.stop()
            time.sleep(away)
            postgres.start()
            time.sleep(0.5)
        until(lambda: not unfinished(queue))
        daemons.stop()
        assert reckoning(town, queue, posts) == (0, 0, 0), "lost, double, stuck"
    assert "PostgreSQL" in daemons.staff_heard()


def test_a_database_that_another_program_locks_for_a_while_costs_nothing_and_staff_are_told(
    forge: Forge, town: Town, tmp_path: Path
) -> None:
    posts = 90
    with a_queue(town, tmp_path) as queue:
        daemons = Daemons(forge, town.environment(tmp_path), tmp_path / "told")
        queue_posts(queue, posts)
        daemons.start()
        until(lambda: unfinished(queue) < posts)
        with closing(sqlite3.connect(tmp_path / "sharebot.db", timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(AWAY + 4 * PATIENCE)
            other.execute("ROLLBACK")
        until(lambda: not unfinished(queue))
        daemons.stop()
        assert reckoning(town, queue, posts) == (0, 0, 0), "lost, double, stuck"
    assert "locked" in daemons.staff_heard()


@contextmanager
def a_small_disk(at: Path) -> Iterator[Path]:
    """Room for a queue and four times its log, which SQLite lets grow to 4 MB."""
    at.mkdir()
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", at], check=False).returncode:
        pytest.skip("NO SMALL DISK: only root may mount one, and not everywhere; nobody filled it")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", at], check=True)


def fill(disk: Path) -> Path:
    """Every byte of it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 512, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return filler


def test_a_disk_that_is_full_for_a_while_costs_nothing_and_staff_are_told(
    forge: Forge, town: Town, tmp_path: Path
) -> None:
    posts = 90
    with a_small_disk(tmp_path / "disk") as disk, a_queue(town, disk) as queue:
        daemons = Daemons(forge, town.environment(disk), tmp_path / "told")
        queue_posts(queue, posts)
        daemons.start()
        until(lambda: unfinished(queue) < posts)
        filler = fill(disk)
        time.sleep(AWAY)
        assert shutil.disk_usage(disk).free == 0
        filler.unlink()
        until(lambda: not unfinished(queue))
        daemons.stop()
        assert reckoning(town, queue, posts) == (0, 0, 0), "lost, double, stuck"
    assert "full" in daemons.staff_heard()
