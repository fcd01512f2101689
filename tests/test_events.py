"""docs/reference.md has every event that the program tells, with its levels and fields, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from told import Event, events

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
ROW = re.compile(r"^\| `([a-z]+\.[a-z_]+)` \| ([a-z, ]+) \| ([a-z, ]*)\| (.+) \|$", re.MULTILINE)

ROWS = ROW.findall(PAGE.read_text(encoding="utf-8").partition("## Log events")[2].partition("\n## ")[0])


def words(cell: str) -> set[str]:
    return set(re.findall(r"[a-z_]+", cell))


def test_every_event_is_in_the_reference_and_every_one_there_is_told() -> None:
    assert sorted(name for name, *_ in ROWS) == sorted(events())


@pytest.mark.parametrize(("name", "levels", "fields", "what"), ROWS)
def test_an_event_has_the_levels_and_fields_that_the_reference_gives_it(
    name: str, levels: str, fields: str, what: str
) -> None:
    assert Event(words(levels), words(fields)) == events()[name]
    if words(levels) > {"error"}:
        assert "error" in what, "an event with two levels says when it is an error"


@pytest.mark.parametrize(("name", "what"), [(name, what) for name, levels, _, what in ROWS if "error" in levels])
def test_an_error_says_what_a_person_should_do(name: str, what: str) -> None:
    assert re.search(r"sharebot |report it|restart it|see to ", what), name
