"""What is put on the screen: columns, times, JSON, and nothing that steers a terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot.cli import printing
from sharebot.cli.printing import cells, columns, indented, iso, one_line, shortened, when

BERLIN = ZoneInfo("Europe/Berlin")


def test_columns_are_aligned_by_cells_and_not_by_characters() -> None:
    lines = columns(["id", "text", "end"], [["1", "夜勤", "x"], ["22", "tea", "y"], ["3", "e\u0301", "z"]])
    assert lines == ["id  text  end", "1   夜勤  x", "22  tea   y", "3   e\u0301     z"]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
@settings(max_examples=50)
def test_a_table_has_a_line_a_row_whatever_the_cells_hold(rows: list[tuple[str, str]]) -> None:
    lines = columns(["a", "b"], rows)
    assert len(lines) == len(rows) + 1
    assert all(len(line.splitlines()) <= 1 for line in lines)


@given(st.text(), st.integers(5, 40))
@settings(max_examples=100)
def test_a_shortened_text_fits_and_begins_as_the_text_does(text: str, width: int) -> None:
    shown = shortened(text, width)
    assert cells(shown) <= width
    assert shown == one_line(text) or one_line(text).startswith(shown.removesuffix("…"))


@given(st.text())
@settings(max_examples=100)
def test_no_text_steers_the_terminal(text: str) -> None:
    for shown in (one_line(text), indented(text, "  ")):
        assert not {*shown} & ({chr(code) for code in [*range(32), *range(0x7F, 0xA0)]} - {"\n"})


def test_an_indented_text_keeps_every_line_and_every_blank() -> None:
    assert indented("one\n\n  two ", "    ") == "    one\n    \n      two "


def test_times_for_people_are_in_the_blogs_zone_and_times_for_programs_in_utc() -> None:
    at = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert when(at, BERLIN) == "Mon 2026-11-23 09:30"
    assert when(at.replace(second=5), BERLIN) == "Mon 2026-11-23 09:30:05"
    assert when(None, BERLIN, none="-") == "-"
    assert iso(at.astimezone(BERLIN)) == "2026-11-23T08:30:00Z"
    assert iso(None) is None


def test_json_is_utf8_whatever_the_terminal_speaks_and_survives_half_a_character(capfdbinary) -> None:
    printing.say_json({"text": "夜 \ud83d"})
    assert json.loads(capfdbinary.readouterr().out.decode("utf-8")) == {"text": "夜 ?"}


def test_the_password_in_a_feeds_address_is_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://dana:opensesame@blog.example/feed/"
    printing.say(f"{address}: 1 new")
    printing.table(["feed"], [[address]])
    printing.say_json({"feeds": [address]})
    shown = capsys.readouterr().out
    assert "opensesame" not in shown
    assert shown.count("https://dana:***@blog.example/feed/") == 3
