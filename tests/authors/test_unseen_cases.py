"""Seventy cases that the rules were first read against blind: no tag is wrong, everybody is named."""

from pathlib import Path

from authors.labelled import cases, score

_FOUND = score(cases(Path(__file__).with_name("unseen.jsonl")))


def test_nobody_is_tagged_wrongly_in_the_unseen_cases():
    assert _FOUND.wrong == []
    assert _FOUND.swapped == []
    assert _FOUND.mistaken_for_guests == []


def test_every_author_is_named_in_them_and_nobody_else():
    assert _FOUND.named == _FOUND.people
    assert _FOUND.uncredited == []


def test_most_handles_are_found_in_the_unseen_cases():
    assert _FOUND.right >= 43
