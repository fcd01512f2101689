"""The month as a grid, and the calendar as a file that other programs subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
import icalendar
import pytest

from platforms.test_outbox import a_post
from servers.staffroom import Staffroom
from sharebot.bot.staff import SlotRow
from sharebot.cli import ical, month
from sharebot.cli.printing import cells
from sharebot.model import Post, Receipt, State

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)


def row(at: datetime, post: Post | None = None, account: str = "outbox-x") -> SlotRow:
    return SlotRow(account=account, at=at, post=post)


def due(number: int, at: datetime = NOW, **changes: Any) -> SlotRow:
    return row(at, replace(a_post(number), **{"state": State.QUEUED, "due_at": at} | changes))


def plain(rows: Sequence[SlotRow], width: int = 100, first: date = NOVEMBER) -> list[str]:
    return [click.unstyle(line) for line in month.grid(rows, first, NOW, BERLIN, width)]


# The month ------------------------------------------------------------------------------------------------------------


def test_every_day_stands_below_its_weekday_with_its_posts_and_free_slots() -> None:
    free = NOW + timedelta(days=1)
    lines = plain([due(1), due(2), due(3, state=State.DRAFT), row(free), row(free + timedelta(hours=1))])
    assert lines[0] == "November 2026 in Europe/Berlin: 3 posts, 2 free slots"
    heads = lines[1]
    week = next(number for number, line in enumerate(lines) if line.split()[:3] == ["23", "24", "25"])
    assert lines[week].index("25") == heads.index("Wed")
    assert lines[week + 1].index("●2 ◌1") == heads.index("Wed")
    assert lines[week + 1].index("·2") == heads.index("Thu")


def test_a_month_that_begins_on_a_sunday_has_its_first_week() -> None:
    lines = plain([])
    assert lines[2].split() == ["1"]
    assert lines[2].index("1") == lines[1].index("Sun")
    assert [line.split()[-1] for line in lines[2:-1] if line][-1] == "30"


def test_a_post_at_midnight_belongs_to_the_day_of_the_blog() -> None:
    lines = plain([due(1, datetime(2026, 11, 27, 23, 30, tzinfo=UTC))])
    at = next(line for line in lines if "●1" in line and "queued" not in line)
    assert at.index("●1") == lines[1].index("Sat")


def test_a_free_slot_that_has_passed_is_not_counted() -> None:
    assert plain([row(NOW - timedelta(hours=1))])[0].endswith("0 posts, 0 free slots")


@pytest.mark.parametrize("width", [80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    rows = [due(number, state=state) for state in State if state is not State.CANCELLED for number in range(120)]
    assert max(cells(line) for line in plain([*rows, row(NOW)], width)) <= width


def test_a_month_spans_to_the_next_one_over_a_change_of_the_clocks() -> None:
    since, until = month.span(date(2026, 10, 1), BERLIN)
    assert (since.astimezone(UTC), until.astimezone(UTC)) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 23, tzinfo=UTC),
    )


def test_a_month_in_a_pipe_is_listed_by_day(staff: Staffroom) -> None:
    staff.open()
    staff.publish("A night at the harbor")
    staff.poll()
    done = staff("calendar", "--month", "2999-02")
    assert done.exit_code == 0
    assert "The next 28 days" not in done.output
    assert "February 2999" in done.output
    assert staff("calendar", "--month", "Feb").exit_code == 2
    assert staff("calendar", "--month", "--week").exit_code == 2


# The file -------------------------------------------------------------------------------------------------------------


def events(rows: Sequence[SlotRow]) -> list[icalendar.Event]:
    data = ical.written(rows, name="Harborlight: shares", zone="Europe/Berlin")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_a_post_is_an_event_at_its_time_with_its_whole_text() -> None:
    (event,) = events([due(41), row(NOW)])
    assert event.start == NOW
    assert event["DESCRIPTION"].startswith(a_post(41).share.text)
    assert event["SUMMARY"].startswith("outbox")
    assert event["STATUS"] == "CONFIRMED"


def test_a_post_that_moves_keeps_its_uid_and_counts_its_versions() -> None:
    before, after = events([due(41)])[0], events([due(41, NOW + timedelta(days=1), version=2)])[0]
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]


def test_what_waits_for_a_person_is_tentative_and_what_is_public_leads_there() -> None:
    draft, held, sent = events([
        due(1, state=State.DRAFT),
        due(2, hold="it is by a guest"),
        due(3, state=State.SENT, receipt=Receipt(remote_id="9", url="https://social.example/@blog/9")),
    ])  # fmt: skip
    assert [draft["STATUS"], held["STATUS"], sent["STATUS"]] == ["TENTATIVE", "TENTATIVE", "CONFIRMED"]
    assert sent["URL"] == "https://social.example/@blog/9"
    assert "held: it is by a guest" in held["DESCRIPTION"]


def test_what_a_feed_says_opens_no_other_event() -> None:
    text = "Nets\r\nEND:VEVENT\r\nBEGIN:VEVENT; and, \\more"
    (event,) = events([due(1, share=replace(a_post(1).share, text=text))])
    assert "END:VEVENT" in event["DESCRIPTION"]


def test_the_file_is_written_whole_and_says_how_many(staff: Staffroom) -> None:
    staff.open()
    staff.publish("A night at the harbor")
    staff.poll()
    done = staff("calendar", "--ics", "posts.ics")
    assert done.output == "posts.ics: 2 posts\n"
    written = icalendar.Calendar.from_ical((staff.folder / "posts.ics").read_bytes())
    assert len(written.walk("VEVENT")) == 2
    assert staff("calendar", "--ics", "-").stdout_bytes == (staff.folder / "posts.ics").read_bytes()
    assert staff("calendar", "--ics", "no-such-folder/posts.ics").exit_code == 1


def test_an_icalendar_file_without_a_name_goes_to_standard_output(staff: Staffroom) -> None:
    staff.open()
    staff.publish("What the night shift taught me")
    staff.poll()
    bare, named = staff("calendar", "--ics"), staff("calendar", "--ics", "-", "--account", "outbox-x")
    assert (bare.exit_code, named.exit_code) == (0, 0)
    assert bare.stdout.startswith("BEGIN:VCALENDAR")
    assert (bare.stdout.count("BEGIN:VEVENT"), named.stdout.count("BEGIN:VEVENT")) == (2, 1)
