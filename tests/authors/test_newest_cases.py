"""A hundred and twenty cases in the patterns of the open ones, by other hands: no tag is wrong, nearly all are found."""

from pathlib import Path

from authors.labelled import cases, score

_FOUND = score(cases(Path(__file__).with_name("newest.jsonl")))


def test_nobody_is_tagged_wrongly_in_the_newest_cases():
    assert _FOUND.wrong == []
    assert _FOUND.swapped == []
    assert _FOUND.mistaken_for_guests == []


def test_nearly_every_author_and_handle_is_found_in_them():
    assert _FOUND.right >= 95
    assert _FOUND.named >= 125
    assert len(_FOUND.uncredited) <= 3
