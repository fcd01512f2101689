"""Cases first written without knowledge of the rules, and then used to widen them: none tagged wrongly, few missed."""

from pathlib import Path

from authors.labelled import cases, score

_FOUND = score(cases(Path(__file__).with_name("fresh.jsonl")))


def test_nobody_is_tagged_wrongly_in_other_peoples_wordings():
    assert _FOUND.wrong == []
    assert _FOUND.swapped == []
    assert _FOUND.mistaken_for_guests == []


def test_nearly_every_handle_and_author_is_found_in_them():
    assert _FOUND.right >= 71
    assert _FOUND.named >= 106
    assert len(_FOUND.uncredited) <= 1
