"""Eighty further cases by other hands, in twenty languages: no tag is wrong, all are found."""

from pathlib import Path

from authors.labelled import cases, score

_FOUND = score(cases(Path(__file__).with_name("recent.jsonl")))


def test_nobody_is_tagged_wrongly_in_the_recent_cases():
    assert _FOUND.wrong == []
    assert _FOUND.swapped == []
    assert _FOUND.mistaken_for_guests == []


def test_every_author_and_handle_is_found_in_them():
    assert _FOUND.right == _FOUND.wanted
    assert _FOUND.named == _FOUND.people
    assert _FOUND.uncredited == []
