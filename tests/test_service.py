"""The real daemon under a service manager: ready when it serves, alive while it moves, silent when it is stuck.

What becomes of a post whose daemon was killed while it was being sent stands in test_kill.py and real/test_kill.py.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servers.manager import SOON, ServiceManager
from servers.mastodon import TOKEN, MastodonServer
from servers.staffroom import Staffroom
from servers.web import Reply, Request, Web
from sharebot.model import NewPost, Post, Share, State
from sharebot.ports import Queue
from sharebot.queue import open_queue

WATCHDOG = 0.4
LEASE = 4.0
"""Seconds. A worker that stands still for half of it after its claim sends nothing, and a busy disk may take one or two."""

HURRIED = f"""
from datetime import timedelta
from sharebot.bot import deliver
from sharebot.daemon import bounds

deliver.LEASE = timedelta(seconds={LEASE})
bounds.LATE = timedelta(seconds=0.5)

if __name__ == "__main__":
    from sharebot.cli import main

    main(["run"])
"""
"""sharebot run, with a lease that a test can wait for."""


@dataclass
class Slow:
    """A Mastodon server that keeps a post and does not answer before it is let go."""

    server: MastodonServer
    kept: threading.Event = field(default_factory=threading.Event)
    answers: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        keep = self.server.web.routes["/api/v1/statuses"]
        assert callable(keep)

        def wait(request: Request) -> Reply:
            reply = keep(request)
            self.kept.set()
            self.answers.wait(SOON)
            return reply

        self.server.web.routes["/api/v1/statuses"] = wait


@pytest.fixture
def slow() -> Iterator[Slow]:
    with Web() as web:
        made = Slow(MastodonServer(web, lambda: datetime.now(UTC)))
        yield made
        made.answers.set()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[ServiceManager]:
    with ServiceManager(str(tmp_path / "notify")) as listening:
        yield listening


@pytest.fixture
def blog(tmp_path: Path, systemd: ServiceManager) -> Staffroom:
    watched = {"NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": str(int(WATCHDOG * 1_000_000))}
    made = Staffroom(tmp_path, env=watched)
    made.publish("One")
    return made


def with_mastodon(blog: Staffroom, slow: Slow) -> None:
    blog.env |= {
        "SHAREBOT_ACCOUNTS": "mastodon",
        "SHAREBOT_MASTODON_URL": slow.server.web.address,
        "SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN,
        "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
        "SHAREBOT_SLOTS": "now",
    }


@contextmanager
def queue_of(blog: Staffroom) -> Iterator[Queue]:
    opened = open_queue("", home=blog.home)
    try:
        yield opened
    finally:
        opened.close()


def post_one(blog: Staffroom) -> Post:
    blog.home.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    share = Share(text="Nets at night", length=13, limit=500, link="")
    new = NewPost(account="mastodon", share=share, state=State.QUEUED, due_at=now - timedelta(seconds=1))
    with queue_of(blog) as queue:
        return queue.add([new], entry_id=None, now=now, who="test", why="test")[0]


@contextmanager
def running(blog: Staffroom, **env: str) -> Iterator[subprocess.Popen[str]]:
    """A daemon that does not outlive its test."""
    daemon = blog.start("run", env=env)
    try:
        yield daemon
    finally:
        daemon.kill()
        daemon.communicate(timeout=SOON)


@contextmanager
def hurried(blog: Staffroom) -> Iterator[subprocess.Popen[str]]:
    program = blog.folder / "hurried.py"
    program.write_text(HURRIED)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHAREBOT_")}
    daemon = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", str(program)],
        env=clean | blog.env,
        stderr=subprocess.PIPE,
        text=True,
        cwd=blog.folder,
    )
    try:
        yield daemon
    finally:
        daemon.kill()
        daemon.communicate(timeout=SOON)


def until_told(daemon: subprocess.Popen[str], event: str) -> dict[str, object]:
    assert daemon.stderr
    for line in daemon.stderr:
        (found,) = told(line)
        if found["event"] == event:
            return found
    raise AssertionError(f"the daemon ended without {event}")


def stopped(daemon: subprocess.Popen[str]) -> list[dict[str, object]]:
    """Stop it; the events that it told, after it has ended well."""
    daemon.send_signal(signal.SIGTERM)
    return ended(daemon)


def ended(daemon: subprocess.Popen[str]) -> list[dict[str, object]]:
    _, err = daemon.communicate(timeout=SOON)
    assert daemon.returncode == 0, err
    return told(err)


def told(err: str) -> list[dict[str, object]]:
    """What Python itself says of a process that was killed is no event."""
    return [json.loads(line) for line in err.splitlines() if line.startswith("{")]


def test_ready_comes_when_the_queue_is_open_then_signs_of_life_and_stopping_before_the_end(
    blog: Staffroom, systemd: ServiceManager
) -> None:
    with running(blog) as daemon:
        systemd.until("READY")
        with queue_of(blog) as queue:
            queue.counts()
        assert blog.really("run")[0] == 1, "ready before it held the queue"
        for _ in range(4):
            systemd.until("WATCHDOG")
        events = stopped(daemon)
        systemd.until("STOPPING")
    assert sum("READY" in message for message in systemd.heard) == 1
    assert events[-1]["event"] == "daemon.stopped"


def test_a_daemon_that_cannot_serve_never_says_that_it_is_ready(blog: Staffroom, systemd: ServiceManager) -> None:
    blog.home.mkdir()
    (blog.home / "sharebot.db").write_bytes(b"This is no database. " * 500)
    assert blog.really("run")[0] == 1
    assert systemd.next(within=0.01) is None


def test_a_daemon_whose_watchdog_is_meant_for_another_process_is_silent_but_ready(
    blog: Staffroom, systemd: ServiceManager
) -> None:
    with running(blog, WATCHDOG_PID="1") as daemon:
        systemd.until("READY")
        assert systemd.silent("WATCHDOG", within=3 * WATCHDOG)
        stopped(daemon)
    assert not any("WATCHDOG" in message for message in systemd.heard)


def test_the_status_line_says_what_waits(blog: Staffroom, systemd: ServiceManager) -> None:
    blog.open()
    blog.publish("Two")
    blog.poll()
    with running(blog) as daemon:
        status = systemd.until("STATUS", "queued")["STATUS"]
        stopped(daemon)
    assert status.startswith("2 queued, next at ")
    assert status.endswith(" Europe/Berlin")


def test_a_send_under_way_is_finished_while_the_manager_is_asked_to_wait(
    blog: Staffroom, systemd: ServiceManager, slow: Slow
) -> None:
    with_mastodon(blog, slow)
    post = post_one(blog)
    with running(blog) as daemon:
        assert slow.kept.wait(SOON)
        daemon.send_signal(signal.SIGTERM)
        assert systemd.until("STOPPING")["STATUS"].startswith("finishing mastodon")
        assert int(systemd.until("EXTEND_TIMEOUT_USEC")["EXTEND_TIMEOUT_USEC"]) >= WATCHDOG * 1_000_000
        systemd.until("EXTEND_TIMEOUT_USEC")
        slow.answers.set()
        ended(daemon)
    with queue_of(blog) as queue:
        assert queue.post(post.id).state is State.SENT
    assert len(slow.server.statuses) == 1


def test_a_lane_stuck_beyond_its_lease_stops_the_watchdog_and_its_post_goes_out_once(
    blog: Staffroom, systemd: ServiceManager, slow: Slow
) -> None:
    with_mastodon(blog, slow)
    post = post_one(blog)
    with hurried(blog) as daemon:
        systemd.until("WATCHDOG")
        assert slow.kept.wait(SOON)
        stuck = until_told(daemon, "daemon.stuck")
        assert systemd.silent("WATCHDOG", within=3 * WATCHDOG)
        daemon.send_signal(signal.SIGABRT)  # as systemd does when it has heard nothing for WatchdogSec
        _, err = daemon.communicate(timeout=SOON)
    assert stuck["what"] == ["lane mastodon"]
    assert stuck["level"] == "error"
    assert daemon.returncode == -signal.SIGABRT
    assert "in publish" in err, "where it stood is not in the log"
    with running(blog) as again:
        systemd.until("READY")
        stopped(again)
    with queue_of(blog) as queue:
        assert queue.post(post.id).state in {State.UNSURE, State.SENT}
        assert queue.attempts(post.id)[0].verdict == "lost"
    assert len(slow.server.statuses) == 1
