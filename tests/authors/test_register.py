"""Who is whom over all entries, and what may be used of what is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sharebot.authors import register
from sharebot.model import (
    Author,
    Entry,
    Evidence,
    Handle,
    KnownHandle,
    Level,
    Person,
    Recognised,
    Standing,
)

AT = datetime(2026, 11, 23, tzinfo=UTC)
ENTRY = Entry(id="1", url="https://blog.harborlight.org/1/", title="A title")
OTHER_ENTRY = Entry(id="2", url="https://blog.harborlight.org/2/", title="Another title")
SAID = Evidence(source="content", quote="You can follow her on X @ines_v", rule="bio")


def handle(name: str = "ines_v", platform: str = "x", level: Level = Level.STATED, **changes: object) -> Handle:
    made = Handle(platform=platform, handle=name, level=level, evidence=(SAID,))
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def author(name: str = "Ines Valdecaballo", *handles: Handle, **changes: object) -> Author:
    return replace(Author(name=name, guest=True, handles=handles), **changes)  # type: ignore[arg-type]  # any field


def known(name: str = "ines_v", standing: Standing = Standing.IN_USE, **changes: object) -> KnownHandle:
    made = KnownHandle(
        platform="x", handle=name, level=Level.STATED, standing=standing, evidence=(SAID,), url=ENTRY.url
    )
    if standing in (Standing.CONFIRMED, Standing.REJECTED, Standing.OPTED_OUT):
        made = replace(made, by="dana", decided_at=AT)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def person(*handles: KnownHandle, name: str = "Ines Valdecaballo", number: int = 7, **changes: object) -> Person:
    made = Person(id=number, names=(name,), handles=handles)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def tags(credited: Author) -> dict[str, str]:
    return {one.platform: one.handle for one in credited.handles if one.tag}


# Who is it? -----------------------------------------------------------------------------------------------------------


def test_the_same_handle_makes_two_spellings_one_person() -> None:
    found, how = register.recognise(author("Inés Valdecaballo Ruiz", handle()), [person(known())])
    assert found is not None
    assert (found.id, how) == (7, Recognised.HANDLE)


def test_the_same_page_on_the_blog_makes_them_one_person() -> None:
    page = "https://blog.harborlight.org/author/ines/"
    found, how = register.recognise(author(pages=(page,)), [person(pages=(page,)), person(number=8)])
    assert found is not None
    assert (found.id, how) == (7, Recognised.PAGE)


def test_one_of_the_blogs_own_people_is_known_by_name() -> None:
    dana = person(name="Dana Quillfeather", guest=False)
    assert register.recognise(author("Dana Quillfeather", guest=False), [dana])[1] is Recognised.STAFF


def test_a_like_name_alone_is_recognised_as_no_more_than_that() -> None:
    found, how = register.recognise(author(), [person(known())])
    assert found is not None
    assert how is Recognised.NAME
    assert not author(recognised=how).surely_recognised


def test_two_people_with_one_name_stay_two() -> None:
    """The same name with another handle is a namesake until a person says otherwise."""
    assert register.recognise(author("Ines Valdecaballo", handle("other_ines")), [person(known())]) == (
        None,
        Recognised.NEW,
    )


def test_where_two_have_the_name_and_nothing_tells_nobody_is_recognised() -> None:
    two = [person(known()), person(known("other_ines"), number=8)]
    assert register.recognise(author(), two) == (None, Recognised.NEW)


def test_a_handle_that_was_rejected_recognises_nobody() -> None:
    assert register.recognise(author("Ines Ruiz", handle()), [person(known(standing=Standing.REJECTED))])[0] is None


def test_the_same_handle_under_quite_another_name_is_a_conflict_and_nobodys_tag() -> None:
    taken = [person(known(), name="Tomas Berglind")]
    credited = author("Ines Valdecaballo", handle())
    assert register.recognise(credited, taken)[0] is None
    doubted = register.strangers(credited, None, taken)
    assert tags(doubted) == {}
    assert "on record for Tomas Berglind" in doubted.handles[0].note


# What is remembered ---------------------------------------------------------------------------------------------------


def test_a_stated_handle_is_in_use_and_a_doubtful_one_waits() -> None:
    doubtful = handle("ines", "bluesky", Level.CONFLICT, note="text and link disagree")
    learnt = register.learnt(None, author("Ines Valdecaballo", handle(), doubtful), ENTRY)
    assert [(one.handle, one.standing) for one in learnt.handles] == [
        ("ines_v", Standing.IN_USE),
        ("ines", Standing.CANDIDATE),
    ]
    assert learnt.handles[0].url == ENTRY.url
    assert learnt.handles[0].evidence == (SAID,)


def test_what_is_remembered_from_elsewhere_is_not_learnt_again() -> None:
    remembered = handle(evidence=())
    assert register.learnt(None, author("Ines Valdecaballo", remembered), ENTRY).handles == ()


@pytest.mark.parametrize("standing", [Standing.CONFIRMED, Standing.REJECTED, Standing.OPTED_OUT])
def test_a_persons_word_outlives_every_finding(standing: Standing) -> None:
    before = person(known(standing=standing))
    for level in Level:
        learnt = register.learnt(before, author("Ines Valdecaballo", handle(level=level)), OTHER_ENTRY)
        assert learnt.handles[0].standing is standing
        assert learnt.handles[0].by == "dana"


def test_doubt_in_a_later_entry_is_doubt() -> None:
    doubtful = handle(level=Level.CONFLICT, note="struck through elsewhere")
    learnt = register.learnt(person(known()), author("Ines Valdecaballo", doubtful), OTHER_ENTRY)
    assert learnt.handles[0].standing is Standing.CANDIDATE
    assert learnt.handles[0].note == "struck through elsewhere"


def test_a_hint_in_a_later_entry_takes_nothing_away() -> None:
    hint = handle(level=Level.SUPPORTING)
    learnt = register.learnt(person(known()), author("Ines Valdecaballo", hint), OTHER_ENTRY)
    assert (learnt.handles[0].level, learnt.handles[0].standing) == (Level.STATED, Standing.IN_USE)


def test_a_finding_does_not_outlive_the_words_that_it_was_found_in() -> None:
    """The entry was edited: @ines_v became @ines_w."""
    learnt = register.learnt(person(known()), author("Ines Valdecaballo", handle("ines_w")), ENTRY)
    assert [(one.handle, one.standing) for one in learnt.handles] == [
        ("ines_v", Standing.CANDIDATE),
        ("ines_w", Standing.IN_USE),
    ]


def test_the_first_and_the_newest_quotes_are_kept() -> None:
    learnt = person(known())
    for number in range(20):
        said = replace(SAID, quote=f"quote {number}")
        learnt = register.learnt(learnt, author("Ines Valdecaballo", handle(evidence=(said,))), OTHER_ENTRY)
    quotes = [one.quote for one in learnt.handles[0].evidence]
    assert quotes == [SAID.quote, "quote 16", "quote 17", "quote 18", "quote 19"]


# What may be used -----------------------------------------------------------------------------------------------------


def test_a_confirmed_handle_is_used_wherever_the_name_stands() -> None:
    used = register.applied(author(recognised=Recognised.NAME), person(known(standing=Standing.CONFIRMED)))
    assert tags(used) == {"x": "ines_v"}
    assert used.handles[0].by == "dana"
    assert used.handles[0].level is Level.PROVEN


def test_a_handle_from_another_entry_is_not_used_for_a_like_name_alone() -> None:
    used = register.applied(author(recognised=Recognised.NAME), person(known()))
    assert tags(used) == {}
    assert used.handles[0].note == (f"stated in {ENTRY.url} for somebody of that name: sharebot authors confirm 7 x")


@pytest.mark.parametrize("how", [Recognised.HANDLE, Recognised.PAGE, Recognised.STAFF, Recognised.ENTRY])
def test_a_handle_from_another_entry_is_used_for_whoever_is_surely_the_same(how: Recognised) -> None:
    assert tags(register.applied(author(recognised=how), person(known()))) == {"x": "ines_v"}


@pytest.mark.parametrize("standing", [Standing.REJECTED, Standing.OPTED_OUT, Standing.GONE])
def test_what_must_not_be_used_is_not_although_the_entry_states_it(standing: Standing) -> None:
    used = register.applied(author("Ines Valdecaballo", handle()), person(known(standing=standing)))
    assert tags(used) == {}
    assert used.handles[0].level is Level.STATED
    assert used.handles[0].note


def test_who_said_stop_is_tagged_nowhere_or_not_on_that_platform() -> None:
    credited = author("Ines Valdecaballo", handle(), handle("ines.example", "bluesky"))
    everywhere = person(known(), forbidden=("*",), forbidden_by="dana")
    on_x = person(known(), forbidden=("x",), forbidden_by="dana")
    assert tags(register.applied(credited, everywhere)) == {}
    assert tags(register.applied(credited, on_x)) == {"bluesky": "ines.example"}


def test_a_confirmed_handle_beats_the_one_that_the_entry_states() -> None:
    used = register.applied(author("Ines Valdecaballo", handle("ines_w")), person(known(standing=Standing.CONFIRMED)))
    assert tags(used) == {"x": "ines_v"}
    assert used.handles[0].note == "a person has confirmed ines_v instead"


def test_what_the_entry_states_beats_what_an_older_one_stated() -> None:
    used = register.applied(author("Ines Valdecaballo", handle("ines_w"), recognised=Recognised.PAGE), person(known()))
    assert tags(used) == {"x": "ines_w"}


def test_applying_twice_changes_nothing_and_a_decision_taken_back_leaves_no_trace() -> None:
    credited = author("Ines Valdecaballo", handle(), recognised=Recognised.HANDLE)
    stopped = register.applied(credited, person(known(), forbidden=("*",), forbidden_by="dana"))
    assert register.applied(stopped, person(known(), forbidden=("*",), forbidden_by="dana")) == stopped
    assert tags(register.applied(stopped, person(known()))) == {"x": "ines_v"}
