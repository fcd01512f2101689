from pathlib import Path

import pytest

from authors.labelled import cases, score

_OPEN = Path(__file__).parents[3] / "shared" / "authors" / "open.jsonl"


def test_the_open_cases_hold_no_wrong_tag_and_miss_none():
    if not _OPEN.exists():
        pytest.skip(f"the labelled cases are not here: {_OPEN}")
    found = score(cases(_OPEN))
    assert found.wrong == []
    assert found.swapped == []
    assert found.mistaken_for_guests == []
    assert (found.right, found.named) == (found.wanted, found.people) == (99, 130)
