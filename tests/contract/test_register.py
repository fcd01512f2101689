"""One suite for every database: the register of people."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.stored import entries
from sharebot.errors import Changed, IllegalMove, NotFound
from sharebot.model import (
    EVERYWHERE,
    Author,
    Entry,
    Evidence,
    Fate,
    FeedState,
    Identity,
    Intake,
    KnownHandle,
    Level,
    NewPost,
    Person,
    PostFilter,
    Share,
    Standing,
    State,
    name_key,
)
from sharebot.ports import Queue
from sharebot.queue import open_queue

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEED = FeedState(address="https://blog.harborlight.org/feed/")
SHARE = Share(text="A story", length=7, limit=280, link="")


# Beginnings -----------------------------------------------------------------------------------------------------------


def a_handle(handle: str = "GarrettReuscher", platform: str = "x", **changes: Any) -> KnownHandle:
    made = KnownHandle(platform=platform, handle=handle, level=Level.STATED, standing=Standing.IN_USE)
    return replace(made, **changes)


def a_person(name: str = "Garrett Reuscher", *handles: KnownHandle, **changes: Any) -> Person:
    return replace(Person(names=(name,), handles=handles), **changes)


def put(queue: Queue, person: Person | None = None, now: datetime = NOW, what: str = "added") -> Person:
    return queue.put_person(person or a_person(), now=now, who="dana", what=what)


def an_intake(number: int, *people: Person, **changes: Any) -> Intake:
    entry = Entry(id=f"?p={number}", url=f"https://blog.harborlight.org/{number}/", title=f"Title {number}")
    authors = tuple(Author(name=person.name, guest=person.guest) for person in people)
    made = Intake(entry=entry, fate=Fate.SHARED, reason="new in the feed", authors=authors, people=people)
    return replace(made, **changes)


def take_in(queue: Queue, *intakes: Intake, now: datetime = NOW) -> None:
    queue.take_in(FEED, intakes, now=now, who="sharebot")


def entry_id(queue: Queue, number: int) -> int:
    found = queue.find_entry([f"?p={number}"])
    assert found is not None
    return found.id


def credited(queue: Queue, number: int) -> list[int]:
    """The ids of those whom that entry credits."""
    return [person.id for person in queue.people_of(entry_id(queue, number))]


def everybody(queue: Queue) -> list[str]:
    return [person.name for person in queue.people()]


def told(queue: Queue, person: Person) -> list[str]:
    return [step.what for step in queue.person_history(person.id)]


def at_once(how_many: int, what: Callable[[int], Any]) -> list[Any]:
    """What became of each: a value, or the refusal."""
    barrier = Barrier(how_many)

    def wait_then(number: int) -> Any:
        barrier.wait()
        try:
            return what(number)
        except Changed as refused:
            return refused

    with ThreadPoolExecutor(how_many) as threads:
        return list(threads.map(wait_then, range(how_many)))


def names_of(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


# Putting and reading --------------------------------------------------------------------------------------------------


def test_a_person_comes_back_as_they_were_put_with_an_id_and_both_times(queue: Queue) -> None:
    identity = Identity(
        platform="x", handle="GarrettReuscher", id="41", name="Garrett 👩‍👩‍👧", url="https://x.example/41",
        links=("https://reuscher.example",), domains=("blog.harborlight.org",), asked_at=NOW,
    )  # fmt: skip
    evidence = Evidence(source="content", quote="follow him \0 “there”", place="p[9]", rule="bio")
    handle = a_handle(
        evidence=(evidence,), note="by hand", url="https://blog.harborlight.org/1/", by="dana", decided_at=NOW,
        identity=identity, standing=Standing.CONFIRMED, level=Level.PROVEN,
    )  # fmt: skip
    given = Person(
        names=("Garrett Reuscher", "G. Reuscher"), guest=False, pages=("https://blog.harborlight.org/garrett/",),
        sites=("https://reuscher.example",), handles=(handle, a_handle("garrett@social.example", "mastodon")),
        forbidden=("bluesky", EVERYWHERE), forbidden_by="dana",
    )  # fmt: skip
    made = put(queue, given, now=NOW + MINUTE)
    assert made == queue.person(made.id)
    assert made == replace(given, id=made.id, version=1, created_at=NOW + MINUTE, updated_at=NOW + MINUTE)


def test_a_change_replaces_the_record_and_keeps_when_it_was_made(queue: Queue) -> None:
    made = put(queue)
    after = put(queue, replace(made, forbidden=("x",)), now=NOW + MINUTE, what="never tag on x")
    assert after == queue.person(made.id)
    assert after == replace(made, forbidden=("x",), version=2, updated_at=NOW + MINUTE)


def test_every_change_is_told_with_who_and_when(queue: Queue) -> None:
    made = put(queue)
    queue.put_person(made, now=NOW + MINUTE, who="tomas", what="looked at \0 it")
    first, second = queue.person_history(made.id)
    assert (first.person_id, first.at, first.who, first.what) == (made.id, NOW, "dana", "added")
    assert (second.at, second.who, second.what) == (NOW + MINUTE, "tomas", "looked at \N{REPLACEMENT CHARACTER} it")


def test_several_are_put_together_each_with_what_was_said(queue: Queue) -> None:
    made = put(queue)
    changes = [(replace(made, guest=False), "of the staff"), (a_person("Ines Faro"), "brought by a list")]
    kept = queue.put_people(changes, now=NOW + MINUTE, who="dana")
    assert kept == [queue.person(made.id), queue.people_named(["ines faro"])[0]]
    assert [queue.person_history(person.id)[-1].what for person in kept] == ["of the staff", "brought by a list"]
    assert queue.put_people([], now=NOW, who="dana") == []


def test_several_are_put_all_or_none(queue: Queue) -> None:
    made = put(queue)
    put(queue, replace(made, guest=False), now=NOW + MINUTE)
    with pytest.raises(Changed):
        queue.put_people([(a_person("Ines Faro"), "new"), (made, "old")], now=NOW + MINUTE, who="dana")
    assert [person.name for person in queue.people()] == ["Garrett Reuscher"]


def test_who_is_not_there_is_not_found(queue: Queue) -> None:
    with pytest.raises(NotFound, match=r"^there is no person 99$"):
        queue.person(99)
    with pytest.raises(NotFound, match="there is no person 99"):
        put(queue, a_person(id=99))
    with pytest.raises(NotFound, match="there is no person 99"):
        take_in(queue, an_intake(1, a_person(id=99)))
    assert (queue.people(), entries(queue), queue.people_of(99), queue.entries_of(99)) == ([], [], [], [])
    assert queue.person_history(99) == []


@pytest.mark.parametrize("text", ["half a pair \ud83d", "' OR '1'='1", "%(x)s %s ? :x", "é" * 4000])
def test_no_name_or_handle_breaks_the_register(queue: Queue, text: str) -> None:
    whole = text.replace("\ud83d", "?")
    made = put(queue, a_person(text, a_handle(text, text)))
    assert (made.name, made.handles[0].handle) == (whole, whole)
    assert queue.people_named([name_key(text)]) == queue.people_with([(text, text)]) == queue.people() == [made]
    take_in(queue, an_intake(1, made))
    assert queue.people_of(1) == [made]


def test_a_decision_about_an_older_version_is_refused_and_changes_nothing(queue: Queue) -> None:
    seen = put(queue)
    now = put(queue, replace(seen, guest=False))
    with pytest.raises(Changed, match=rf"person {seen.id}, Garrett Reuscher, was changed meanwhile; look again"):
        put(queue, replace(seen, forbidden=("x",)))
    assert queue.person(seen.id) == now
    assert len(queue.person_history(seen.id)) == 2


def test_of_two_people_who_decide_at_once_one_wins(queue: Queue) -> None:
    for number in range(10):
        made = put(queue, a_person(f"Sam {number}"))
        outcomes = at_once(2, lambda n, made=made: put(queue, replace(made, forbidden=(f"by {n}",))))
        assert names_of(outcomes) == ["Changed", "Person"]
        assert queue.person(made.id).version == 2


# Finding --------------------------------------------------------------------------------------------------------------


def test_people_are_found_by_any_spelling_of_any_of_their_names(queue: Queue) -> None:
    maria = put(queue, Person(names=("María Núñez", "M. Nuñez")))
    put(queue, a_person("Somebody Else"))
    namesake = put(queue, Person(names=("maria nunez",)))
    assert queue.people_named([name_key("MARIA NUNEZ")]) == [maria, namesake]
    assert queue.people_named([name_key("M Nunez"), name_key("maria nuñez"), "nobody"]) == [maria, namesake]
    assert queue.people_named([]) == queue.people_named(["nobody", ""]) == []


def test_people_are_found_by_a_platforms_handle_whatever_its_standing_and_case(queue: Queue) -> None:
    first, *others = [
        put(queue, a_person(f"Sam {standing}", a_handle("SamLee", standing=standing))) for standing in Standing
    ]
    elsewhere = put(queue, a_person("Lee", a_handle("samlee", "bluesky")))
    assert queue.people_with([("x", "samLEE")]) == [first, *others]
    assert queue.people_with([("bluesky", "SAMLEE"), ("bluesky", "samlee"), ("x", "nobody")]) == [elsewhere]
    assert queue.people_with([("bluesky", "samlee"), ("x", "samlee")]) == [first, *others, elsewhere]
    assert queue.people_with([]) == []


def test_a_name_or_handle_that_was_taken_away_finds_nobody(queue: Queue) -> None:
    made = put(queue, Person(names=("Sam Lee", "Sam L."), handles=(a_handle("samlee"), a_handle("sam", "github"))))
    put(queue, replace(made, names=("Sam Lee",), handles=(a_handle("sam", "github"),)))
    assert (queue.people_named([name_key("Sam L.")]), queue.people_with([("x", "samlee")])) == ([], [])
    assert len(queue.people_named(["sam lee"])) == len(queue.people_with([("github", "sam")])) == 1


def test_people_are_listed_by_the_key_of_their_first_name_then_by_age(queue: Queue) -> None:
    for name in ("Zoë", "ana b", "Ana-Bel", "Émile", "emile", "Ana B", "Ökonom", "Łukasz"):
        put(queue, a_person(name))
    assert everybody(queue) == ["ana b", "Ana B", "Ana-Bel", "Émile", "emile", "Ökonom", "Zoë", "Łukasz"]
    assert [name_key(name) for name in everybody(queue)] == sorted(map(name_key, everybody(queue)))


def test_a_page_begins_after_the_key_of_the_last_one_and_parts_no_namesakes(queue: Queue) -> None:
    for name in ("Ana", "Bo", "Bo", "bo", "Cy", "Di"):
        put(queue, a_person(name))
    assert [person.name for person in queue.people(limit=1)] == ["Ana"]
    assert [person.name for person in queue.people(limit=2)] == ["Ana", "Bo", "Bo", "bo"]
    assert [person.name for person in queue.people(after="ana", limit=1)] == ["Bo", "Bo", "bo"]
    assert [person.name for person in queue.people(after="bo")] == ["Cy", "Di"]
    assert queue.people(after="di") == []


LONG = "Q" * 4000
some_names = st.lists(st.sampled_from(["Ana", "ana", "Bo", "!!!", "🦊", "李", "Ana Bo", LONG, LONG + "x"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=some_names, limit=st.integers(1, 4))
def test_however_people_are_called_paging_loses_and_repeats_nobody(queue: Queue, names: list[str], limit: int) -> None:
    for name in names:
        put(queue, a_person(name))
    pages, after = [], ""
    while page := queue.people(after=after, limit=limit):
        pages += page
        after = name_key(page[-1].name)
        if not after:
            break
    assert pages == queue.people()
    assert len({person.id for person in pages}) == len(pages) >= len(names)


# Credits --------------------------------------------------------------------------------------------------------------


def test_newcomers_are_inserted_and_credited_in_their_order(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_person("Zoë"), a_person("Ana"), a_person("Max")))
    people = queue.people_of(entry_id(queue, 1))
    assert [person.name for person in people] == ["Zoë", "Ana", "Max"]
    assert [(person.version, person.created_at) for person in people] == [(1, NOW)] * 3
    step = queue.person_history(people[0].id)[0]
    assert (step.who, step.at, step.what) == ("sharebot", NOW, f"first credited with entry {entry_id(queue, 1)}")


def test_a_known_person_whose_record_is_unchanged_is_only_credited(queue: Queue) -> None:
    known = put(queue, a_person("Garrett Reuscher", a_handle(decided_at=NOW, by="dana")))
    take_in(queue, an_intake(1, known), now=NOW + MINUTE)
    assert queue.people_of(1) == [known] == [queue.person(known.id)]
    assert told(queue, known) == ["added"]


def test_a_known_person_whose_record_is_another_one_is_changed_and_credited(queue: Queue) -> None:
    known = put(queue)
    richer = replace(known, names=("Garrett Reuscher", "G. Reuscher"), handles=(a_handle(),))
    take_in(queue, an_intake(1, richer), now=NOW + MINUTE)
    after = replace(richer, version=2, updated_at=NOW + MINUTE)
    assert queue.people_of(1) == queue.people_with([("x", "garrettreuscher")]) == [after]
    assert told(queue, known) == ["added", "changed by entry 1"]


@pytest.mark.parametrize("changed", [False, True])
def test_a_poll_that_knew_an_older_version_is_undone_whether_it_changes_the_person_or_not(
    queue: Queue, changed: bool
) -> None:
    seen = put(queue)
    now = put(queue, replace(seen, forbidden=(EVERYWHERE,)))
    post = NewPost(account="x", share=SHARE, state=State.QUEUED, due_at=NOW)
    person = replace(seen, guest=False) if changed else seen
    with pytest.raises(Changed, match="look again"):
        take_in(queue, an_intake(1, a_person("New")), an_intake(2, person, posts=(post,)))
    assert queue.people() == [now]
    assert (queue.feeds(), entries(queue), queue.posts(PostFilter())) == ([], [], [])


def test_a_poll_that_knew_somebody_who_was_merged_meanwhile_looks_again(queue: Queue) -> None:
    into, other = put(queue), put(queue, a_person("G. Reuscher"))
    queue.merge_people(into, other, now=NOW, who="dana", what="one person")
    with pytest.raises(Changed, match=f"person {other.id} was merged into person {into.id} meanwhile"):
        take_in(queue, an_intake(1, other))
    with pytest.raises(Changed, match=f"person {other.id} was merged into person {into.id} meanwhile"):
        put(queue, other)


def test_an_edit_replaces_the_credits_by_those_given(queue: Queue) -> None:
    ana, bo = put(queue, a_person("Ana")), put(queue, a_person("Bo"))
    take_in(queue, an_intake(1, ana, bo), an_intake(2, ana))
    take_in(queue, an_intake(1, bo, a_person("Cy"), record_id=entry_id(queue, 1)))
    assert [person.name for person in queue.people_of(entry_id(queue, 1))] == ["Bo", "Cy"]
    assert credited(queue, 2) == [ana.id]
    assert [record.id for record in queue.entries_of(ana.id)] == [entry_id(queue, 2)]


def test_an_intake_without_people_leaves_the_credits_as_they_are(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_person("Ana")))
    take_in(queue, an_intake(1, record_id=1), an_intake(1), an_intake(2))
    assert [person.name for person in queue.people_of(1)] == ["Ana"]
    assert queue.people_of(2) == []


def test_somebody_given_twice_is_credited_once(queue: Queue) -> None:
    ana, bo = put(queue, a_person("Ana")), a_person("Bo")
    take_in(queue, an_intake(1, ana, bo, ana, bo))
    assert [person.name for person in queue.people_of(1)] == ["Ana", "Bo"]
    assert everybody(queue) == ["Ana", "Bo"]


def test_the_entries_of_a_person_are_listed_newest_first(queue: Queue) -> None:
    ana, bo = put(queue, a_person("Ana")), put(queue, a_person("Bo"))
    take_in(queue, an_intake(1, ana), an_intake(2, bo), an_intake(3, bo, ana))
    assert [record.entry.title for record in queue.entries_of(ana.id)] == ["Title 3", "Title 1"]
    assert queue.entries_of(ana.id)[1] == queue.entry(entry_id(queue, 1))


def test_an_entry_that_another_poll_has_credited_meanwhile_keeps_its_credits(queue: Queue) -> None:
    ana = put(queue, a_person("Ana"))
    take_in(queue, an_intake(1, ana))
    post = NewPost(account="x", share=SHARE, state=State.QUEUED, due_at=NOW)
    take_in(queue, an_intake(1, ana, a_person("Newcomer"), posts=(post,)))
    assert (credited(queue, 1), everybody(queue)) == ([ana.id], ["Ana"])
    put(queue, replace(ana, forbidden=("x",)))
    with pytest.raises(Changed):
        take_in(queue, an_intake(1, ana))


def test_an_entry_that_was_taken_in_without_people_is_credited_by_the_next_poll(queue: Queue) -> None:
    take_in(queue, an_intake(1))
    take_in(queue, an_intake(1, a_person("Ana")))
    assert [person.name for person in queue.people_of(1)] == ["Ana"]


# Several entries of one call ------------------------------------------------------------------------------------------


def test_a_newcomer_of_several_entries_of_one_poll_is_one_person(queue: Queue) -> None:
    plain = a_person("Ana")
    first = a_person("Garrett Reuscher", a_handle(url="https://blog.harborlight.org/1/"))
    second = a_person("garrett reuscher", a_handle("garrettREUSCHER", url="https://blog.harborlight.org/2/"))
    take_in(queue, an_intake(1, plain, first), an_intake(2, second, plain))
    assert credited(queue, 1) == list(reversed(credited(queue, 2)))
    assert len(queue.people()) == 2
    after = queue.person(credited(queue, 2)[0])
    assert (after.names, after.handles, after.version) == (second.names, second.handles, 2)


@pytest.mark.parametrize(
    "other",
    [
        a_person("Garrett Reuscher", a_handle("another")),
        a_person("Somebody Else", a_handle()),
        a_person("Garrett Reuscher", a_handle(platform="bluesky")),
        a_person("Garrett Reuscher"),
        a_person("Garrett Reuscher", a_handle(standing=Standing.REJECTED)),
    ],
    ids=["another handle", "another name", "another platform", "no handle", "a handle that is not theirs"],
)
def test_newcomers_who_do_not_share_both_a_name_and_a_handle_are_several(queue: Queue, other: Person) -> None:
    take_in(queue, an_intake(1, a_person("Garrett Reuscher", a_handle())), an_intake(2, other))
    assert len(queue.people()) == 2
    assert credited(queue, 1) != credited(queue, 2)


def test_versions_speak_of_the_register_before_the_call_and_the_last_record_stands(queue: Queue) -> None:
    seen = put(queue)
    richer = replace(seen, pages=("https://blog.harborlight.org/garrett/",))
    richest = replace(richer, handles=(a_handle(),))
    take_in(queue, an_intake(1, richer), an_intake(2, seen), an_intake(3, richest), an_intake(4, richest))
    after = queue.person(seen.id)
    assert (after.pages, after.handles, after.version) == (richest.pages, richest.handles, 3)
    assert [credited(queue, number) for number in (1, 2, 3, 4)] == [[seen.id]] * 4


def test_entries_of_one_call_that_know_different_versions_of_a_person_were_not_read_together(queue: Queue) -> None:
    older = put(queue)
    newer = put(queue, replace(older, guest=False))
    with pytest.raises(Changed, match="was changed meanwhile"):
        take_in(queue, an_intake(1, newer), an_intake(2, older))
    assert entries(queue) == []


# Two polls at once ----------------------------------------------------------------------------------------------------


def test_a_newcomer_whom_another_poll_has_found_meanwhile_is_refused(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_person("Garrett Reuscher", a_handle())))
    again = a_person("GARRETT REUSCHER", a_handle("garrettreuscher", standing=Standing.CANDIDATE))
    with pytest.raises(Changed, match=r"^GARRETT REUSCHER became person 1 meanwhile; look again, then decide again$"):
        take_in(queue, an_intake(2, a_person("Ana")), an_intake(3, again))
    assert (everybody(queue), len(entries(queue))) == (["Garrett Reuscher"], 1)


@pytest.mark.parametrize(
    "namesake",
    [a_person("Garrett Reuscher"), a_person("Garrett Reuscher", a_handle("another")), a_person("Ana", a_handle())],
)
def test_who_shares_only_the_name_or_only_the_handle_with_somebody_is_somebody_else(
    queue: Queue, namesake: Person
) -> None:
    take_in(queue, an_intake(1, a_person("Garrett Reuscher", a_handle())))
    take_in(queue, an_intake(2, namesake))
    assert len(queue.people()) == 2


def test_a_handle_that_a_person_rejected_leaves_it_to_the_namesake(queue: Queue) -> None:
    put(queue, a_person("Garrett Reuscher", a_handle(standing=Standing.REJECTED, by="dana", decided_at=NOW)))
    take_in(queue, an_intake(1, a_person("Garrett Reuscher", a_handle())))
    assert len(queue.people()) == 2


def test_of_polls_that_find_the_same_newcomer_at_once_one_puts_them_and_the_others_look_again(queue: Queue) -> None:
    for round_ in range(8):
        person = a_person(f"Guest {round_}", a_handle(f"guest{round_}"))
        outcomes = at_once(
            3, lambda n, round_=round_, person=person: take_in(queue, an_intake(10 * round_ + n, person))
        )
        assert names_of(outcomes) == ["Changed", "Changed", "NoneType"]
        assert len(queue.people_named([name_key(person.name)])) == 1


def test_polls_and_people_who_change_somebody_at_once_undo_nothing_of_each_other(queue: Queue) -> None:
    numbers = count()
    for _ in range(8):
        seen = put(queue, a_person(f"Guest {next(numbers)}"))
        polled = replace(seen, pages=("https://blog.harborlight.org/guest/",))
        outcomes = at_once(
            2,
            lambda n, seen=seen, polled=polled: (
                put(queue, replace(seen, forbidden=(EVERYWHERE,)))
                if n
                else take_in(queue, an_intake(next(numbers), polled))
            ),
        )
        after = queue.person(seen.id)
        assert (after.forbidden == (), after.pages == ()) == (
            isinstance(outcomes[1], Changed), isinstance(outcomes[0], Changed),
        )  # fmt: skip
        assert after.version == 2


# Merging and splitting ------------------------------------------------------------------------------------------------


def merge(queue: Queue, into: Person, other: Person, what: str = "one person") -> Person:
    return queue.merge_people(into, other, now=NOW + MINUTE, who="dana", what=what)


def test_merging_writes_one_gives_it_the_others_entries_and_lets_the_other_go(queue: Queue) -> None:
    into, other = put(queue), put(queue, a_person("G. Reuscher", a_handle()))
    take_in(queue, an_intake(1, into), an_intake(2, other), an_intake(3, a_person("Ana"), other))
    both = replace(into, names=(*into.names, *other.names), handles=other.handles)
    merged = merge(queue, both, other)
    assert merged == queue.person(into.id) == replace(both, version=2, updated_at=NOW + MINUTE)
    assert [record.entry.title for record in queue.entries_of(into.id)] == ["Title 3", "Title 2", "Title 1"]
    assert [person.name for person in queue.people_of(entry_id(queue, 3))] == ["Ana", "Garrett Reuscher"]
    assert queue.people_named([name_key("G Reuscher")]) == queue.people_with([("x", "garrettreuscher")]) == [merged]
    assert everybody(queue) == ["Ana", "Garrett Reuscher"]


def test_who_was_merged_is_not_found_with_a_line_that_says_into_whom(queue: Queue) -> None:
    first, second, third = (put(queue, a_person(name)) for name in ("Ana", "Bo", "Cy"))
    second = merge(queue, second, first)
    with pytest.raises(NotFound, match=rf"^person {first.id} was merged into person {second.id}; look at that one$"):
        queue.person(first.id)
    merge(queue, third, second)
    for gone in (first, second):
        with pytest.raises(NotFound, match=f"person {gone.id} was merged into person {third.id};"):
            queue.person(gone.id)


def test_an_entry_that_credited_both_credits_the_one_that_is_left_once(queue: Queue) -> None:
    into, other, ana = put(queue), put(queue, a_person("G. Reuscher")), put(queue, a_person("Ana"))
    take_in(queue, an_intake(1, other, ana, into), an_intake(2, into, other, ana))
    merge(queue, into, other)
    assert (credited(queue, 1), credited(queue, 2)) == ([into.id, ana.id], [into.id, ana.id])
    assert len(queue.entries_of(into.id)) == 2


def test_the_history_of_who_was_merged_goes_on_in_the_other(queue: Queue) -> None:
    first, second, third = (put(queue, a_person(name), what=f"added {name}") for name in ("Ana", "Bo", "Cy"))
    second = merge(queue, second, first, "Ana is Bo")
    third = merge(queue, third, second, "Bo is Cy")
    assert told(queue, third) == ["added Ana", "added Bo", "added Cy", "Ana is Bo", "Bo is Cy"]
    assert [step.person_id for step in queue.person_history(third.id)] == [1, 2, 3, 2, 3]


def test_merging_by_an_older_version_of_either_is_refused_and_changes_nothing(queue: Queue) -> None:
    into, other = put(queue), put(queue, a_person("G. Reuscher"))
    newer_into, newer_other = put(queue, replace(into, guest=False)), put(queue, replace(other, guest=False))
    for pair in ((into, newer_other), (newer_into, other)):
        with pytest.raises(Changed, match="was changed meanwhile"):
            merge(queue, *pair)
    assert [queue.person(into.id), queue.person(other.id)] == [newer_into, newer_other]


def test_nobody_is_merged_into_themselves_or_twice(queue: Queue) -> None:
    into, other = put(queue), put(queue, a_person("G. Reuscher"))
    with pytest.raises(IllegalMove, match=f"person {into.id} cannot be merged into the same person"):
        merge(queue, into, into)
    merged = merge(queue, into, other)
    with pytest.raises(Changed, match=f"person {other.id} was merged into person {into.id} meanwhile"):
        merge(queue, merged, other)
    assert queue.people() == [merged]


def test_of_two_who_merge_crosswise_at_once_one_wins(queue: Queue) -> None:
    for number in range(8):
        one, two = put(queue, a_person(f"One {number}")), put(queue, a_person(f"Two {number}"))
        outcomes = at_once(2, lambda n, one=one, two=two: merge(queue, two, one) if n else merge(queue, one, two))
        assert names_of(outcomes) == ["Changed", "Person"]
        assert len(queue.people_named([f"one {number}", f"two {number}"])) == 1


def test_splitting_writes_both_and_gives_the_new_one_the_entries_that_are_named(queue: Queue) -> None:
    person, ana = put(queue, Person(names=("Sam Lee", "Samuel Lee"))), put(queue, a_person("Ana"))
    take_in(queue, an_intake(1, person), an_intake(2, ana, person), an_intake(3, ana), an_intake(4, person))
    ids = [entry_id(queue, number) for number in (2, 3, 4)]
    left, made = queue.split_person(
        replace(person, names=("Sam Lee",)), a_person("Samuel Lee"), [*ids, 99], now=NOW + MINUTE, who="dana",
        what="two people",
    )  # fmt: skip
    assert (left.names, left.version, left) == (("Sam Lee",), 2, queue.person(person.id))
    assert (made.names, made.version, made) == (("Samuel Lee",), 1, queue.person(made.id))
    assert [credited(queue, number) for number in (1, 2, 3, 4)] == [[left.id], [ana.id, made.id], [ana.id], [made.id]]
    assert (told(queue, left)[-1], told(queue, made)) == ("two people", ["two people"])
    assert queue.people_named([name_key("Samuel Lee")]) == [made]


def test_splitting_by_an_older_version_is_refused_and_changes_nothing(queue: Queue) -> None:
    seen = put(queue)
    now = put(queue, replace(seen, guest=False))
    with pytest.raises(Changed):
        queue.split_person(seen, a_person("Apart"), [], now=NOW, who="dana", what="two")
    assert queue.people() == [now]


# Alongside the posts --------------------------------------------------------------------------------------------------


def test_the_register_is_there_after_closing_and_opening_again(queue: Queue, address: str) -> None:
    take_in(queue, an_intake(1, a_person("Garrett Reuscher", a_handle())))
    before = queue.people_of(1)
    queue.close()
    again = open_queue(address)
    assert again.people_of(1) == before
    again.close()
