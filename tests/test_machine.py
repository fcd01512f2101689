"""What the machine must give: a folder, a disk, the right time, a known zone."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot.bot.findings import Finding, Mark, complaint
from sharebot.bot.machine import Told, clock_finding, disk_finding, home_finding, zone_finding
from sharebot.schedule import Calendar, parse_slots

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MB = 1_000_000


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finding]:
    """A disk of any fullness."""

    def looked_at(free: int, *, files: int = 10**6, of: int = 10**7, database: int = 0) -> Finding:
        said = SimpleNamespace(f_bavail=free // 1000, f_frsize=1000, f_favail=files, f_files=of)
        monkeypatch.setattr(os, "statvfs", lambda _path: said)
        return disk_finding(Path("/"), database)

    return looked_at


@pytest.mark.parametrize(
    ("free", "database", "mark"),
    [
        (200 * MB, 0, Mark.OK),
        (199 * MB, 0, Mark.WARNING),
        (50 * MB, 0, Mark.WARNING),
        (49 * MB, 0, Mark.WRONG),
        (900 * MB, 901 * MB, Mark.WARNING),
        (900 * MB, 899 * MB, Mark.OK),
    ],
)
def test_a_full_disk_is_told_in_time(disk: Callable[..., Finding], free: int, database: int, mark: Mark) -> None:
    found = disk(free, database=database)
    assert found.mark is mark
    assert bool(found.do) is (mark is not Mark.OK)


def test_a_disk_without_room_for_files_is_wrong_and_one_that_counts_none_is_not(disk: Callable[..., Finding]) -> None:
    assert disk(10**9, files=99).mark is Mark.WRONG
    assert "room for 500 more files" in disk(10**9, files=500).detail
    assert disk(10**9, files=0, of=0).mark is Mark.OK


def test_a_home_that_can_be_written_keeps_nothing_of_the_look(tmp_path: Path) -> None:
    assert home_finding(tmp_path, "").mark is Mark.OK
    assert list(tmp_path.iterdir()) == []
    assert home_finding(tmp_path / "not" / "yet", "").mark is Mark.OK


def test_a_home_that_cannot_be_written_is_wrong() -> None:
    assert home_finding(Path("/proc/sharebot"), "").mark is Mark.WRONG


def test_a_home_on_another_machine_is_warned_of(tmp_path: Path) -> None:
    mounts = f"rootfs / ext4 rw 0 0\nfiles:/srv {tmp_path} nfs4 rw 0 0\n"
    found = home_finding(tmp_path, mounts)
    assert (found.mark, "nfs4" in found.detail) == (Mark.WARNING, True)
    assert home_finding(tmp_path, f"{mounts}/dev/sdb {tmp_path}/x ext4 rw 0 0\n").mark is Mark.WARNING
    assert home_finding(tmp_path, "files:/srv /elsewhere nfs4 rw 0 0\nrootfs / ext4 rw 0 0\n").mark is Mark.OK


# The clock ------------------------------------------------------------------------------------------------------------


def told(seconds: float, host: str = "blog.example") -> Told:
    return Told(host=host, theirs=NOW - timedelta(seconds=seconds), ours=NOW)


@settings(deadline=None)
@given(st.lists(st.integers(-4000, 4000), min_size=1))
def test_a_clock_is_judged_by_the_server_that_agrees_most(offsets: list[int]) -> None:
    least = min(map(abs, offsets))
    found = clock_finding(NOW, UTC, map(told, offsets))
    assert found.mark is (Mark.WRONG if least >= 600 else Mark.WARNING if least >= 120 else Mark.OK)


def test_a_wrong_clock_is_told_with_its_side() -> None:
    assert "11 minutes ahead of the clock of blog.example" in clock_finding(NOW, UTC, [told(700)]).detail
    assert "3 minutes behind the clock of blog.example" in clock_finding(NOW, UTC, [told(-200)]).detail
    assert clock_finding(NOW, UTC, []).mark is Mark.OK


# The zone -------------------------------------------------------------------------------------------------------------


def of_zone(name: str, slots: str = "mon-fri 09:00") -> Finding:
    zone = ZoneInfo(name)
    return zone_finding(zone, NOW, {"x": Calendar(zone=name, weekly=parse_slots(slots))})


def test_the_next_changes_of_the_clocks_are_named() -> None:
    detail = of_zone("Europe/Berlin").detail
    assert "+1:00 on Sun 2027-03-28 02:00, -1:00 on Sun 2027-10-31 03:00" in detail
    assert "+0:30 on Sun 2027-10-03 02:00" in of_zone("Australia/Lord_Howe").detail
    assert "do not change" in of_zone("Asia/Tokyo").detail


def test_a_slot_that_the_clocks_leave_out_is_warned_of() -> None:
    found = of_zone("Europe/Berlin", "sun 02:30; mon 02:30")
    assert found.mark is Mark.WARNING
    assert "there is no sun 02:30 then" in found.detail
    assert of_zone("Europe/Berlin", "sun 03:00").mark is Mark.OK
    assert of_zone("Europe/Berlin", "now").mark is Mark.OK


@settings(deadline=None)
@given(st.times())
def test_exactly_the_hour_that_is_left_out_is_warned_of(clock: time) -> None:
    weekly = ((),) * 6 + ((clock.replace(second=0, microsecond=0),),)
    found = zone_finding(ZoneInfo("Europe/Berlin"), NOW, {"x": Calendar(zone="Europe/Berlin", weekly=weekly)})
    assert (found.mark is Mark.WARNING) == (clock.hour == 2)


def test_an_errors_line_is_taken_apart_into_what_happened_and_what_to_do() -> None:
    found = complaint("feed", "there is nothing; or so; check the address")
    assert (found.detail, found.do) == ("there is nothing; or so", "check the address")
    assert (complaint("feed", "broken").detail, complaint("feed", "broken").do) == ("broken", "")
