"""The real daemon under kill -9: at every numbered step of a delivery, and at 200 random moments."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from servers.forge import Forge, running
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.ports import Queue
from sharebot.queue import open_queue

ACCOUNTS = ("outbox-x", "outbox-mastodon", "outbox-bluesky")
RANDOM_KILLS = 200
AT_HAND = 60
"""Posts that wait at every start: more than one daemon delivers before it is killed."""


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    with Forge() as made:
        yield made


def environment(home: Path) -> dict[str, str]:
    return {
        "SHAREBOT_HOME": str(home),
        "SHAREBOT_ACCOUNTS": " ".join(ACCOUNTS),
        "SHAREBOT_SLOTS": "now",
        "PATH": os.environ["PATH"],
    }


def opened(home: Path) -> Queue:
    home.mkdir(exist_ok=True)
    return open_queue(f"sqlite:///{home / 'sharebot.db'}", home=home)


def queue_posts(queue: Queue, how_many: int) -> None:
    now = datetime.now(UTC)
    posts = [
        NewPost(
            account=ACCOUNTS[number % len(ACCOUNTS)],
            share=Share(text=f"Post {number}", length=9, limit=280, link=""),
            state=State.QUEUED,
            due_at=now - timedelta(seconds=1),
        )
        for number in range(how_many)
    ]
    queue.add(posts, entry_id=None, now=now, who="test", why="test")


def run_to_the_end(forge: Forge, home: Path, queue: Queue) -> None:
    if not unfinished(queue):  # asked to stop at once, it might be before it listens to signals
        return
    pid = forge.run(environment(home))
    end = time.monotonic() + 120
    while time.monotonic() < end and unfinished(queue):
        time.sleep(0.05)
    os.kill(pid, signal.SIGTERM)
    assert forge.wait(pid) == 0


def unfinished(queue: Queue) -> int:
    return sum(number for (_, state), number in queue.counts().items() if state is not State.SENT)


def outbox_and_queue_agree(home: Path, queue: Queue, how_many: int) -> None:
    sent = queue.posts(PostFilter(states=frozenset({State.SENT}), limit=how_many + 1))
    files = list((home / "outbox").glob("*/*.json"))
    copies = Counter(json.loads(file.read_bytes())["post"] for file in files)
    assert len(sent) == how_many, "a post was lost"
    assert set(copies.values()) == {1}, "a post went out twice"
    assert copies.keys() == {post.id for post in sent}
    assert {post.receipt.remote_id for post in sent if post.receipt} == {file.stem for file in files}


def test_a_daemon_killed_at_any_step_of_a_delivery_sends_each_post_once(forge: Forge, tmp_path: Path) -> None:
    for step in count(1):
        home = tmp_path / str(step)
        queue = opened(home)
        queue_posts(queue, 3)
        pid = forge.run(environment(home), die_at=step)
        if not died(forge, pid, queue):
            break
        run_to_the_end(forge, home, queue)
        outbox_and_queue_agree(home, queue, 3)
        queue.close()
    outbox_and_queue_agree(home, queue, 3)
    assert step > 40, "the steps of a delivery were not all counted"


def died(forge: Forge, pid: int, queue: Queue) -> bool:
    """Whether the daemon came to the step and died there; else it has sent everything and is stopped."""
    end = time.monotonic() + 120
    while time.monotonic() < end and running(pid) and unfinished(queue):
        time.sleep(0.01)
    if running(pid):
        assert not unfinished(queue)
        os.kill(pid, signal.SIGTERM)
    return forge.wait(pid) == -signal.SIGKILL


def lost_attempts(queue: Queue, how_many: int) -> int:
    posts = queue.posts(PostFilter(limit=how_many))
    return sum(attempt.verdict == "lost" for post in posts for attempt in queue.attempts(post.id))


def test_a_daemon_killed_at_random_moments_sends_each_post_once(forge: Forge, tmp_path: Path) -> None:
    """Every other one soon after its start, the others soon after they have begun a delivery."""
    seed = int(time.time())
    print(f"seed {seed}")
    moments = random.Random(seed)
    posts = 0
    with closing(opened(tmp_path)) as queue:
        for number in range(RANDOM_KILLS):
            if unfinished(queue) < AT_HAND:
                queue_posts(queue, AT_HAND)
                posts += AT_HAND
            in_delivery = bool(number % 2)
            after = moments.uniform(0.0, 0.03 if in_delivery else 0.12)
            forge.run_and_kill(environment(tmp_path), after, in_delivery=in_delivery)
        run_to_the_end(forge, tmp_path, queue)
        outbox_and_queue_agree(tmp_path, queue, posts)
        assert lost_attempts(queue, posts) >= RANDOM_KILLS / 20, "too few kills struck a delivery"
