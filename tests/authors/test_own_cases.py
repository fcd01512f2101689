"""Cases of our own, in other words, mark-up and languages than the open ones, each with its reason in `why`."""

from pathlib import Path

import pytest

from authors.labelled import cases, score

_CASES = cases(Path(__file__).with_name("cases.jsonl"))


@pytest.mark.parametrize("case", _CASES, ids=[f"{case['id']}-{case['pattern']}" for case in _CASES])
def test_every_author_is_credited_with_their_own_handles_and_nobody_elses(case):
    found = score([case])
    assert found.wrong == [], case["why"]
    assert found.swapped == [], case["why"]
    assert found.mistaken_for_guests == [], case["why"]
    assert found.uncredited == [], case["why"]
    assert (found.right, found.named) == (found.wanted, found.people), case["why"]
