"""What the service manager is told, and that nothing of it is a lie."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servers.manager import SOON, ServiceManager
from sharebot.daemon.notify import Manager
from sharebot.daemon.pulse import Pulse
from sharebot.daemon.signs import Signs, in_words
from sharebot.model import State

MINUTE = timedelta(minutes=1)


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[ServiceManager]:
    with ServiceManager(str(tmp_path / "notify")) as listening:
        yield listening


@dataclass
class Service:
    """A service whose clocks are set by hand, and what it tells staff."""

    manager: Manager
    events: list[tuple[str, Any]] = field(default_factory=list)
    told: threading.Event = field(default_factory=threading.Event)
    ticks: float = 0.0

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.now, lambda: self.ticks)
        self.signs = Signs(self.pulse, self.manager, self.now, self.tell)

    def now(self) -> datetime:
        return datetime(2026, 11, 25, 9, tzinfo=UTC) + timedelta(seconds=self.ticks)

    def tell(self, event: str, *, level: str = "info", **fields: Any) -> None:
        self.events.append((f"{level} {event}", fields.get("what")))
        self.told.set()


def watched_by(systemd: ServiceManager, **changes: Any) -> Service:
    return Service(Manager(address=systemd.name, watchdog=changes.get("watchdog", MINUTE)))


# The protocol ---------------------------------------------------------------------------------------------------------


def test_without_a_manager_nothing_is_told_and_nothing_fails() -> None:
    Manager.of({}, 1).ready()
    assert Manager.of({"WATCHDOG_USEC": "1000000"}, 1) == Manager()


def test_a_message_is_one_datagram_with_a_field_a_line(systemd: ServiceManager) -> None:
    Manager(address=systemd.name).tell(READY="1", STATUS="two\nlines\tand WATCHDOG=1")
    assert systemd.next() == {"READY": "1", "STATUS": "two lines and WATCHDOG=1"}


def test_an_abstract_name_is_found(tmp_path: Path) -> None:
    with ServiceManager(f"@sharebot-test{tmp_path}") as listening:
        Manager.of({"NOTIFY_SOCKET": listening.name}, 1).alive()
        assert listening.next() == {"WATCHDOG": "1"}


@pytest.mark.parametrize(
    ("environ", "watchdog"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, MINUTE),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"}, MINUTE),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_ours_only_where_it_is_meant_for_this_process(
    environ: dict[str, str], watchdog: timedelta | None
) -> None:
    assert Manager.of({"NOTIFY_SOCKET": "/run/notify", **environ}, 7).watchdog == watchdog


def test_an_address_of_another_kind_is_no_managers() -> None:
    assert Manager.of({"NOTIFY_SOCKET": "vsock:2:1234"}, 7) == Manager()


# The signs ------------------------------------------------------------------------------------------------------------


def test_signs_come_in_half_the_time_that_the_watchdog_allows() -> None:
    assert Service(Manager(watchdog=4 * MINUTE)).signs.every(MINUTE) == MINUTE
    assert Service(Manager(watchdog=MINUTE)).signs.every(MINUTE) == MINUTE / 2
    assert Service(Manager()).signs.every(MINUTE) == MINUTE


def test_what_is_stuck_silences_the_watchdog_and_what_moves_again_wakes_it(systemd: ServiceManager) -> None:
    service = watched_by(systemd)
    service.pulse.began("lane mastodon", MINUTE)
    service.signs.look()
    assert systemd.next() == {"WATCHDOG": "1"}
    service.ticks += 61
    for _ in range(3):
        service.signs.look()
    assert systemd.next(within=0.01) is None
    assert service.events == [("error daemon.stuck", ["lane mastodon"])]
    service.pulse.ended("lane mastodon")
    service.signs.look()
    assert systemd.next() == {"WATCHDOG": "1"}
    assert service.events[1:] == [("info daemon.unstuck", ["lane mastodon"])]


def test_where_nobody_watches_staff_still_hear_what_is_stuck() -> None:
    service = Service(Manager())
    service.pulse.began("parser", MINUTE)
    service.ticks += 61
    assert not service.signs.look()
    assert service.events == [("error daemon.stuck", ["parser"])]


def test_a_manager_without_a_watchdog_hears_no_signs_of_life(systemd: ServiceManager) -> None:
    service = watched_by(systemd, watchdog=None)
    service.signs.ready()
    assert systemd.next() == {"READY": "1"}
    service.signs.look()
    assert systemd.next(within=0.01) is None


def test_ready_that_was_not_heard_is_said_again_and_complained_of_once(tmp_path: Path) -> None:
    service = Service(Manager(address=str(tmp_path / "late"), watchdog=MINUTE))
    service.signs.ready()
    service.signs.look()
    assert service.events == [("warning daemon.unheard", None)]
    with ServiceManager(str(tmp_path / "late")) as listening:
        service.signs.look()
        service.signs.look()
        assert [listening.next() for _ in range(3)] == [
            {"READY": "1"},
            {"WATCHDOG": "1"},
            {"WATCHDOG": "1"},
        ]


def test_while_a_send_is_finished_the_manager_is_asked_for_time_and_not_for_what_is_stuck(
    systemd: ServiceManager,
) -> None:
    service = watched_by(systemd)
    service.pulse.began("lane x", MINUTE)
    beat = timedelta(milliseconds=5)
    with service.signs.finishing(["x"], beat):
        assert systemd.next() == {"STOPPING": "1", "STATUS": "finishing x"}
        assert systemd.until("EXTEND_TIMEOUT_USEC") == {"EXTEND_TIMEOUT_USEC": "15000"}
        service.ticks += 61
        assert service.told.wait(SOON)
        assert systemd.silent("EXTEND_TIMEOUT_USEC", within=0.2)
    assert service.events == [("error daemon.stuck", ["lane x"])]
    assert "signs" not in {thread.name for thread in threading.enumerate()}


# The line that people read --------------------------------------------------------------------------------------------


def test_the_status_line_says_what_waits_and_when_it_goes_on() -> None:
    counts = {
        ("x", State.QUEUED): 2,
        ("mastodon", State.QUEUED): 1,
        ("x", State.UNSURE): 1,
        ("x", State.SENT): 40,
        ("x", State.DRAFT): 3,
    }
    next_at = datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert (
        in_words(counts, next_at, ZoneInfo("Europe/Berlin"))
        == "3 queued, 3 to be approved, 1 unsure, next at 2026-11-26 09:00 Europe/Berlin"
    )
    assert in_words({("x", State.SENT): 40}, None, UTC) == "nothing waits"
