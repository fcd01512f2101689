"""A hundred cases by other hands, in wordings and patterns that the rules had not met: nobody is tagged wrongly."""

from pathlib import Path

from authors.labelled import cases, score

_FOUND = score(cases(Path(__file__).with_name("later.jsonl")))


def test_nobody_is_tagged_wrongly_in_the_later_cases():
    assert _FOUND.wrong == []
    assert _FOUND.swapped == []
    assert _FOUND.mistaken_for_guests == []


def test_most_handles_and_nearly_every_author_are_found_in_them():
    assert _FOUND.right >= 74
    assert _FOUND.named >= 105
    assert len(_FOUND.uncredited) <= 3
