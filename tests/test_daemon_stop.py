"""Stopping the daemon: what runs is finished, nothing hangs, and nothing is said that is not an event."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sharebot.bot.chores import Chore
from sharebot.bot.heartbeat import Stage
from sharebot.child import Parser
from sharebot.daemon.pulse import Pulse
from sharebot.daemon.serving import Daemon
from sharebot.daemon.stop import heard
from sharebot.errors import StoreUnavailable
from sharebot.model import FeedState


@dataclass
class Blog:
    """An App as the daemon sees it, with one account and one feed; `at_poll` happens while the feed is being read."""

    home: Path
    at_poll: Any = None
    events: list[str] = field(default_factory=list)
    delivered: int = 0
    broken: bool = False
    closed: bool = False
    stages: list[Stage] = field(default_factory=list)
    finishing: threading.Event = field(default_factory=threading.Event)
    finished: list[str] = field(default_factory=list)

    @property
    def settings(self) -> Any:
        return self

    queue = poller = clock = heartbeat = settings
    http = None

    @property
    def database_file(self) -> Path:
        return self.home / "sharebot.db"

    accounts = feeds = lanes = ("outbox",)
    poll_every = timedelta(minutes=10)
    database_url = "sqlite://"
    chores: tuple[Chore, ...] = ()

    def tell(self, event: str, **fields: Any) -> None:
        self.events.append(event)
        if event == "daemon.stopping":
            self.finished = fields["finishing"]
            self.finishing.set()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def deliverer(self, **_how: Any) -> Any:
        return self

    def begin(self, *, alone: bool, stuck: Any) -> None:
        assert alone

    def at(self, stage: Stage) -> None:
        self.stages.append(stage)

    def recover(self) -> None: ...

    def recover_expired(self, account: str) -> None: ...

    def deliver(self, account: str) -> None:
        self.delivered += 1

    def next_due(self, account: str) -> datetime | None:
        return None

    def feed(self, address: str) -> FeedState:
        if self.broken:
            raise StoreUnavailable("the disk is full")
        return FeedState(address=address)

    def poll(self, address: str) -> Any:
        if self.at_poll:
            self.at_poll()
        return self

    posts = intakes = ("one",)

    def close(self) -> None:
        self.closed = True


def run(blog: Blog, daemon: Daemon) -> None:
    """Serve in a thread, so that a daemon that hangs fails the test and does not hang it."""
    thread = threading.Thread(target=daemon.run, daemon=True)
    thread.start()
    thread.join(120)
    assert not thread.is_alive(), "the daemon hangs"


def test_an_alarm_that_is_set_while_the_daemon_stops_does_not_hang_it(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake

    def stop_and_set_an_alarm() -> None:
        daemon.stop()
        assert blog.finishing.wait(60)
        # What a lane that began before the stop may still do: nothing that it waits for may wait for it.
        daemon._scheduler.add_job(print, "date", run_date=blog.now() + timedelta(days=1))

    blog.at_poll = stop_and_set_an_alarm
    run(blog, daemon)
    assert blog.events[-2:] == ["daemon.stopping", "daemon.stopped"]
    assert "feed outbox" in blog.finished, "it says what it waits for"
    assert blog.stages == [Stage.STOPPING, Stage.STOPPED]
    assert blog.closed


def test_a_daemon_may_be_stopped_at_any_moment(tmp_path: Path) -> None:
    for number in range(20):
        blog = Blog(tmp_path / str(number))
        daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
        daemon.stop()
        run(blog, daemon)
        assert blog.events[-1] == "daemon.stopped"


def test_under_nohup_the_closing_of_a_terminal_stops_nothing() -> None:
    assert signal.SIGHUP in heard()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert heard() == (signal.SIGTERM, signal.SIGINT)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_lock_that_cannot_be_signed_is_told_in_words(tmp_path: Path) -> None:
    """As on a full disk."""
    (tmp_path / "sharebot.db.lock").symlink_to("/dev/full")
    with pytest.raises(StoreUnavailable, match=r"sharebot\.db\.lock cannot be written .*; free some space"):
        Daemon(Blog(tmp_path), Parser()).run()  # type: ignore[arg-type]  # a fake


def test_a_daemon_that_cannot_start_leaves_nothing_running(tmp_path: Path) -> None:
    blog = Blog(tmp_path, broken=True)
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
    with pytest.raises(StoreUnavailable, match="the disk is full"):
        daemon.run()
    assert blog.closed
    assert not daemon._scheduler.running


def test_a_clock_that_is_set_back_leaves_no_alarm_hours_ahead(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    back = timedelta(0)
    blog.now = lambda: datetime.now(UTC) - back  # type: ignore[method-assign]  # a clock that can be set
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
    daemon._arm(blog.now() + timedelta(seconds=10))
    before = daemon._armed_at
    daemon._mind_the_clock()
    assert daemon._armed_at == before
    back = timedelta(hours=2)
    daemon._mind_the_clock()
    assert daemon._armed_at is not None
    assert daemon._armed_at <= blog.now()
    daemon.stop()


def test_a_poll_that_was_planned_under_another_setting_or_clock_comes_within_todays(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
    far = blog.now() + timedelta(days=40)
    planned = daemon._next_poll(FeedState(address="a", next_poll_at=far))
    resting = daemon._next_poll(FeedState(address="a", next_poll_at=far, failures=3))
    assert planned is not None
    assert resting is not None
    assert planned <= blog.now() + timedelta(minutes=10)
    assert resting <= blog.now() + timedelta(days=7)
    assert daemon._next_poll(FeedState(address="a")) is None


def test_a_chore_that_fails_is_told_and_done_again_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    times: list[str] = []
    done = threading.Event()

    def work(_stopping: Any) -> bool:
        times.append("work")
        if times.count("work") < 3:
            raise StoreUnavailable("the disk is full")
        done.set()
        return False

    def first(_stopping: Any) -> bool:
        times.append("first")
        return True

    blog.chores = (Chore(name="odd", every=timedelta(milliseconds=10), work=work, first=first, fault="odd.failed"),)
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
    blog.at_poll = lambda: done.wait(60) and daemon.stop()
    run(blog, daemon)
    assert times[:4] == ["first", "work", "work", "work"]
    assert blog.events.count("odd.failed") == 2


def test_a_scheduler_that_rings_no_alarm_any_more_is_stuck_and_a_stopped_daemon_expects_none(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
    passed = 0.0
    begin = datetime.now(UTC)
    blog.now = lambda: begin + timedelta(seconds=passed)  # type: ignore[method-assign]  # a clock that can be set
    daemon.pulse = Pulse(blog.now, lambda: passed)
    daemon._arm(blog.now() + timedelta(seconds=10))  # of a scheduler that is not started, and so is as good as dead
    passed = 120.0
    assert daemon.pulse.stuck(blog.now()) == ("alarm glance",)
    daemon.stop()
    run(blog, daemon)
    assert daemon.pulse.stuck(blog.now()) == ()


def test_what_runs_in_a_daemon_has_a_bound_and_a_name(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    daemon = Daemon(blog, Parser())  # type: ignore[arg-type]  # a fake
    ticks = 0.0
    stuck: list[tuple[str, ...]] = []
    daemon.pulse = Pulse(blog.now, lambda: ticks)

    def late(*_: Any) -> None:
        nonlocal ticks
        ticks += timedelta(days=1).total_seconds()
        stuck.append(daemon.pulse.stuck(blog.now()))

    chore = Chore(name="odd", every=timedelta(days=1), work=late, fault="odd.failed")  # type: ignore[arg-type]  # None
    daemon._do(chore, chore.work)
    blog.deliver = late  # type: ignore[method-assign]  # a lane that hangs
    daemon._lane(blog, "outbox")  # type: ignore[arg-type]  # a fake
    blog.at_poll = late
    daemon._poll("https://blog:hunter22@blog.example/feed/")
    blog.at_poll = None
    blog.next_due = late  # type: ignore[assignment,method-assign]  # a database that does not answer
    daemon._glance(blog)  # type: ignore[arg-type]  # a fake
    assert stuck == [("chore odd",), ("lane outbox",), ("feed https://blog.example/feed/",), ("glance",)]
    daemon.stop()
