"""The week as a grid: every cell in its column, every line within the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from platforms.test_outbox import a_post
from sharebot.bot.staff import SlotRow
from sharebot.cli import week
from sharebot.cli.printing import cells
from sharebot.model import State

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def row(at: datetime, account: str = "outbox-x", post: int = 0, state: State = State.QUEUED) -> SlotRow:
    return SlotRow(account=account, at=at, post=replace(a_post(post), state=state) if post else None)


def plain(rows: list[SlotRow], width: int = 100) -> list[str]:
    return [click.unstyle(line) for line in week.grid(rows, NOW, BERLIN, width)]


def test_days_stand_side_by_side_and_times_below_each_other() -> None:
    head, morning, noon, *_ = plain([
        row(NOW + timedelta(days=1), post=41),
        row(NOW + timedelta(days=2)),
        row(NOW + timedelta(days=1, hours=3), state=State.DRAFT, post=42),
    ], 120)  # fmt: skip
    assert head.split()[:6] == ["Wed", "25", "Nov", "Thu", "26", "Nov"]
    assert morning.startswith("11:00")
    assert morning.index("● outbox-x 41") == head.index("Thu")
    assert morning.index("· outbox-x") == head.index("Fri")
    assert noon.index("◌ outbox-x 42") == head.index("Thu")


def test_accounts_at_one_time_stand_below_each_other_in_colours_of_their_own() -> None:
    rows = [row(NOW + timedelta(hours=1), name) for name in ("a", "b")]
    lines = list(week.grid(rows, NOW, BERLIN, 100))[1:3]
    assert [click.unstyle(line).split() for line in lines] == [["12:00", "·", "a"], ["·", "b"]]
    assert lines[0].partition("m")[0] != lines[1].lstrip().partition("m")[0]


def test_a_free_slot_that_has_passed_is_none_and_a_post_of_this_morning_is_shown() -> None:
    lines = plain([row(NOW - timedelta(hours=2)), row(NOW - timedelta(hours=3), post=7, state=State.SENT)])
    assert [line for line in lines if line.startswith("09:00")] == []
    assert any("✓ outbox-x 7" in line for line in lines)


@pytest.mark.parametrize("width", [80, 100, 200])
def test_no_line_is_wider_than_the_terminal_and_a_posts_number_is_whole(width: int) -> None:
    lines = plain([row(NOW + timedelta(days=1), "an-account-of-the-longest-name-冬の夜", 123456)], width)
    assert max(map(cells, lines[:-1])) <= width
    assert any("123456" in line for line in lines)


def test_a_week_is_seven_days_by_the_blogs_clocks() -> None:
    since, until = week.span(datetime(2026, 10, 24, 12, tzinfo=UTC), BERLIN)
    assert (since.isoformat(), until.isoformat()) == ("2026-10-24T00:00:00+02:00", "2026-10-31T00:00:00+01:00")
