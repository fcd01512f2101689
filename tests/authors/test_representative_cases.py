"""Eighty cases in the proportions of real blogs, read blind: no tag is wrong, nearly all are found."""

from pathlib import Path

from authors.labelled import cases, score

_FOUND = score(cases(Path(__file__).with_name("representative.jsonl")))


def test_nobody_is_tagged_wrongly_in_the_representative_cases():
    assert _FOUND.wrong == []
    assert _FOUND.swapped == []
    assert _FOUND.mistaken_for_guests == []


def test_nearly_all_authors_and_handles_are_found_in_them():
    assert _FOUND.right >= 70
    assert _FOUND.named >= 82
    assert len(_FOUND.uncredited) <= 3
