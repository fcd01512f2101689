"""The daemon: idle cost, memory, lateness, a burst, and what is left of 2,000 due posts after kill -9."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.measure import Row, process_cpu, resident_mb, value_row, voluntary_switches

ACCOUNTS = ("outbox-x", "outbox-mastodon", "outbox-bluesky")


def run(*, quick: bool) -> list[Row]:
    return [*idle(10 if quick else 60), *lateness(quick=quick), *burst(), *after_kill(200 if quick else 2_000)]


def environment(home: Path, feeds: str = "") -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SHAREBOT_HOME": str(home),
        "SHAREBOT_ACCOUNTS": " ".join(ACCOUNTS),
        "SHAREBOT_SLOTS": "now",
        "SHAREBOT_FEEDS": feeds,
        "SHAREBOT_POLL_EVERY": "1s",
        "SHAREBOT_APPROVAL": "all",  # what the feeds bring waits: these figures are about parsing beside delivering
        "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
    }


@contextmanager
def daemon(home: Path, feeds: str = "") -> Iterator[int]:
    """A running `sharebot run` on that home; yields its process id."""
    log = (home / "log").open("w")
    process = subprocess.Popen([sys.executable, "-m", "sharebot", "run"], env=environment(home, feeds), stderr=log)
    try:
        yield process.pid
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30)


def opened(home: Path) -> Any:
    from sharebot.queue import open_queue

    return open_queue(f"sqlite:///{home / 'sharebot.db'}", home=home)


def add(queue: Any, due: list[datetime]) -> None:
    from sharebot.model import NewPost, Share, State

    posts = [
        NewPost(
            account=ACCOUNTS[number % 3],
            share=Share(text=f"Post {number}", length=9, limit=280, link=""),
            state=State.QUEUED,
            due_at=at,
        )
        for number, at in enumerate(due)
    ]
    queue.add(posts, entry_id=None, now=datetime.now(UTC), who="bench", why="bench")


def idle(seconds: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        queue = opened(home)
        add(queue, [datetime.now(UTC)] * 3)
        with daemon(home) as pid:
            wait_until_sent(queue, 3, 30)
            time.sleep(3)
            cpu, switches = process_cpu(pid), voluntary_switches(pid)
            time.sleep(seconds)
            cpu, switches = process_cpu(pid) - cpu, voluntary_switches(pid) - switches
            memory = resident_mb(pid)
        queue.close()
    return [
        value_row("idle: wake-ups a second", switches / seconds, "a second", 1),
        value_row("idle: CPU a minute", cpu * 1000 * 60 / seconds, "ms", 20),
        value_row("memory with the outbox, after deliveries", memory, "MB", 65),
    ]


def lateness(*, quick: bool) -> list[Row]:
    from bench.feeds import changing_blog

    alone = late_by(20 if quick else 100, feeds="")
    with changing_blog(10) as addresses:
        busy = late_by(20 if quick else 100, feeds=" ".join(addresses))
    return [
        value_row("lateness p99, one post every 0.2 s", percentile(alone), "ms", 50),
        value_row("lateness p99 while ten feeds are parsed every second", percentile(busy), "ms", 120),
    ]


def late_by(how_many: int, feeds: str) -> list[float]:
    """Milliseconds between each post's due time and the start of its attempt."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        queue = opened(home)
        with daemon(home, feeds):
            time.sleep(4)
            begin = datetime.now(UTC) + timedelta(seconds=12)  # after the daemon's next glance
            add(queue, [begin + timedelta(seconds=0.2 * number) for number in range(how_many)])
            wait_until_sent(queue, how_many, 60)
        late = started_late(queue)
        queue.close()
    return late


def burst() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        queue = opened(home)
        with daemon(home):
            time.sleep(3)
            add(queue, [datetime.now(UTC) + timedelta(seconds=12)] * 100)
            wait_until_sent(queue, 100, 60)
        late = started_late(queue)
        queue.close()
    return [value_row("100 posts due in one second over three accounts: the last begun after", max(late), "ms", 1000)]


def after_kill(due: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        queue = opened(home)
        add(queue, [datetime.now(UTC)] * due)
        with daemon(home) as pid:
            while not sent(queue):
                time.sleep(0.01)
            os.kill(pid, signal.SIGKILL)
        left = sum(queue.counts().values())
        with daemon(home):
            wait_until_sent(queue, due, 240)
        files = len(list((home / "outbox").glob("*/*.json")))
        lost, double = left - sent(queue), files - sent(queue)
        queue.close()
    return [
        value_row(f"kill -9 with {due:,} due: lost", lost, "posts", 0),
        value_row(f"kill -9 with {due:,} due: sent twice", double, "posts", 0),
    ]


def started_late(queue: Any) -> list[float]:
    from sharebot.model import PostFilter

    posts = [post for post in queue.posts(PostFilter(limit=100_000)) if post.entry_id is None]
    return [(queue.attempts(post.id)[0].started_at - post.due_at).total_seconds() * 1000 for post in posts]


def percentile(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def sent(queue: Any) -> int:
    return sum(number for (_, state), number in queue.counts().items() if state == "sent")


def wait_until_sent(queue: Any, how_many: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while sent(queue) < how_many:
        if time.monotonic() > end:
            raise TimeoutError(f"only {sent(queue)} of {how_many} posts went out in {seconds} s")
        time.sleep(0.05)
