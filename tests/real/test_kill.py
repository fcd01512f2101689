"""kill -9 of the real daemon in front of three networks: each post goes out once, wherever the process ends."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from servers.forge import Forge
from servers.town import HURRY, Town, lost_attempts, queue_posts, reckoning, unfinished
from sharebot.ports import Queue
from sharebot.queue import open_queue
from test_kill import died

pytestmark = [pytest.mark.real, pytest.mark.timeout(1800), pytest.mark.xdist_group("kill")]

POSTS, KILLS, LONGEST = 360, 120, 0.6


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    with Forge() as made:
        yield made


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as built:
        yield built


def run_to_the_end(forge: Forge, env: dict[str, str], queue: Queue, within: float = 300.0) -> None:
    if not unfinished(queue):
        return
    pid = forge.run(env, hurry=HURRY)
    end = time.monotonic() + within
    while time.monotonic() < end and unfinished(queue):
        time.sleep(0.05)
    os.kill(pid, signal.SIGTERM)
    assert forge.wait(pid) == 0


def test_a_daemon_killed_at_any_step_of_a_delivery_to_three_networks_posts_once(
    forge: Forge, town: Town, tmp_path: Path
) -> None:
    posts = 0
    for step in count(1):
        home = tmp_path / str(step)
        home.mkdir()
        town.get_to_know(home)
        with closing(open_queue(f"sqlite:///{home / 'sharebot.db'}", home=home)) as queue:
            queue_posts(queue, 3, first=posts)
            posts += 3
            pid = forge.run(town.environment(home), die_at=step, hurry=HURRY)
            killed = died(forge, pid, queue)
            run_to_the_end(forge, town.environment(home), queue)
            assert unfinished(queue) == 0
        if not killed:
            break
    public = town.public()
    assert (len(public), set(public.values())) == (posts, {1})
    assert step > 40, "the steps of a delivery were not all counted"


def test_a_daemon_killed_at_random_moments_posts_once_to_three_networks(
    forge: Forge, town: Town, tmp_path: Path
) -> None:
    """Every other one soon after its start, the others soon after they have begun a delivery."""
    seed = int(time.time())
    print(f"seed {seed}")
    moments = random.Random(seed)
    town.get_to_know(tmp_path)
    env = town.environment(tmp_path)
    with closing(open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)) as queue:
        for number in range(KILLS):
            queue_posts(queue, POSTS // KILLS, first=number * (POSTS // KILLS))
            in_delivery = bool(number % 2)
            after = moments.uniform(0.0, 0.1 if in_delivery else LONGEST)
            forge.run_and_kill(env, after, in_delivery=in_delivery, hurry=HURRY)
        run_to_the_end(forge, env, queue)
        assert reckoning(town, queue, POSTS) == (0, 0, 0), "lost, double, stuck"
        assert lost_attempts(queue, POSTS) >= KILLS / 20, "too few kills struck a delivery"
