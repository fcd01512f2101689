"""The real daemon under kill -9: at every numbered step of a delivery, and at 200 random moments."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from servers.forge import Forge
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.ports import Queue
from sharebot.queue import open_queue

ACCOUNTS = ("outbox-x", "outbox-mastodon", "outbox-bluesky")
RANDOM_KILLS = 200
POSTS = 600
MOST_KILLS = 400


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


def queue_posts(home: Path, how_many: int) -> Queue:
    home.mkdir(exist_ok=True)
    queue = open_queue(f"sqlite:///{home / 'sharebot.db'}", home=home)
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
    return queue


def run_to_the_end(forge: Forge, home: Path, queue: Queue) -> None:
    if not unfinished(queue):  # asked to stop at once, it might be before it listens to signals
        return
    pid = forge.run(environment(home))
    end = time.monotonic() + 60
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
        queue = queue_posts(home, 3)
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
    end = time.monotonic() + 30
    while time.monotonic() < end and running(pid) and unfinished(queue):
        time.sleep(0.01)
    if running(pid):
        assert not unfinished(queue)
        os.kill(pid, signal.SIGTERM)
    return forge.wait(pid) == -signal.SIGKILL


def running(pid: int) -> bool:
    """A process that has ended but was not waited for is a zombie: state Z."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"


def lost_attempts(queue: Queue) -> int:
    posts = queue.posts(PostFilter(limit=POSTS))
    return sum(attempt.verdict == "lost" for post in posts for attempt in queue.attempts(post.id))


def test_a_daemon_killed_at_random_moments_sends_each_post_once(forge: Forge, tmp_path: Path) -> None:
    seed = int(time.time())
    print(f"seed {seed}")
    moments = random.Random(seed)
    queue = queue_posts(tmp_path, POSTS)
    killed = 0
    longest = 0.12
    while killed < RANDOM_KILLS or lost_attempts(queue) <= RANDOM_KILLS / 20:
        assert killed < MOST_KILLS, "too few kills struck a delivery"
        pid = forge.run(environment(tmp_path))
        time.sleep(moments.uniform(0.0, longest))
        os.kill(pid, signal.SIGKILL)
        killed += forge.wait(pid) == -signal.SIGKILL
        longest = 0.12 if killed < RANDOM_KILLS else 0.5  # a busy machine needs longer to begin a delivery
    run_to_the_end(forge, tmp_path, queue)
    outbox_and_queue_agree(tmp_path, queue, POSTS)
    queue.close()
