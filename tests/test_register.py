"""The register of authors: who is whom, whose word counts, and that queued posts follow it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from servers.house import House
from servers.network import BEGIN
from sharebot.bot.tagging import Tag
from sharebot.errors import Changed, NotFound, SharebotError
from sharebot.model import Doubt, Level, Payload, Post, Recognised, Standing
from sharebot.ports import Queue
from sharebot.queue import open_queue

GARRETT = "Garrett Reuscher"
ON_X = "Garrett mends nets at night. You can follow him on twitter @GarrettReuscher"
TWO_ON_X = "Garrett mends nets at night. You can follow him on twitter @GarrettReuscher or @nightnets"
ON_MASTODON = "Garrett mends nets at night. You can follow him on Mastodon @garrett@social.example"
"""The signature and the sentence of the design's own example, and its likes."""


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(queue: Queue) -> House:
    return House(queue)


def handle(house: House, who: str, platform: str, name: str):
    known = house.person(who).handle(platform, name)
    assert known is not None
    return known


def in_doubt(house: House, post: Post) -> Post:
    """A post whose answer was lost: it may be public, and is queued for a safe repeat."""
    now = house.clock.now()
    house.queue.change(post, now=now, who="test", why="", due_at=now)
    claim = house.queue.claim(
        post.account,
        only=post.id,
        now=now,
        lease=BEGIN - BEGIN.replace(hour=8),
        worker="this",
        doubt=Doubt(at=now, boot="boot", ticks=0, last_ticks=0),
        prepare=lambda _: Payload(key="key", body=b"body"),
    )
    assert claim is not None
    return house.queue.post(post.id)


# forbid and allow -----------------------------------------------------------------------------------------------------


def test_an_author_who_says_stop_is_named_plainly_in_queued_posts_at_once(house: House) -> None:
    posts = house.publish(1, GARRETT, ON_X)
    assert "(@GarrettReuscher)" in house.text(posts["x"])
    decided = house.register.forbid(GARRETT)
    assert [post.id for post in decided.posts] == [posts["x"].id]
    assert "@" not in house.text(posts["x"])
    assert f"by {GARRETT}" in house.text(posts["x"])
    assert house.tagged(posts["x"]) == ()


def test_stop_reaches_a_text_that_a_person_wrote_and_leaves_it_that_persons(house: House) -> None:
    posts = house.publish(1, GARRETT, ON_X)
    link = posts["x"].share.link
    house.staff.edit(posts["x"].id, f"Nets! Thank you, @GarrettReuscher {link}")
    house.register.forbid(GARRETT)
    post = house.queue.post(posts["x"].id)
    assert post.share.text == f"Nets! Thank you, {GARRETT} {link}"
    assert post.edited_by == "dana"


def test_allow_brings_the_tag_back_where_a_machine_writes_and_not_where_a_person_does(house: House) -> None:
    first, second = house.publish(1, GARRETT, ON_X), house.publish(2, GARRETT, ON_X)
    before = house.text(first["x"])
    house.staff.edit(second["x"].id, f"Thank you, @GarrettReuscher {second['x'].share.link}")
    house.register.forbid(GARRETT)
    decided = house.register.allow(GARRETT)
    assert house.text(first["x"]) == before
    assert [post.id for post in decided.posts] == [first["x"].id]
    assert house.tagged(second["x"]) == ()


def test_a_post_in_doubt_is_left_alone(house: House) -> None:
    post = in_doubt(house, house.publish(1, GARRETT, ON_X)["x"])
    assert house.register.forbid(GARRETT).posts == ()
    assert house.queue.post(post.id) == post


def test_stop_on_one_network_leaves_the_others(house: House) -> None:
    posts = house.publish(1, GARRETT, ON_X, ON_MASTODON)
    assert (house.tagged(posts["x"]), house.tagged(posts["mastodon"])) == (
        ("GarrettReuscher",),
        ("garrett@social.example",),
    )
    house.register.forbid(GARRETT, "X")
    assert (house.tagged(posts["x"]), house.tagged(posts["mastodon"])) == ((), ("garrett@social.example",))
    with pytest.raises(SharebotError, match="may be tagged on mastodon already"):
        house.register.allow(GARRETT, "mastodon")
    house.register.allow(GARRETT, "twitter")
    assert house.tagged(posts["x"]) == ("GarrettReuscher",)


def test_stop_holds_for_every_article_to_come_whatever_it_states(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    house.register.forbid(GARRETT)
    for number, says in ((2, ON_X), (3, ON_MASTODON), (4, "You can follow him on twitter @nightnets")):
        posts = house.publish(number, GARRETT, says)
        assert not any(house.tagged(post) for post in posts.values()), says
        assert all(GARRETT in house.text(post) for post in posts.values())


def test_one_who_says_stop_before_we_know_them_is_never_tagged(house: House) -> None:
    decided = house.register.forbid("garrett  REUSCHER")
    assert decided.person.guest
    posts = house.publish(1, GARRETT, ON_X)
    assert house.tagged(posts["x"]) == ()
    assert len(house.register.people()) == 1


def test_a_namesake_of_one_who_said_stop_is_not_tagged_before_a_person_tells_them_apart(house: House) -> None:
    """A new handle on another network makes it another person, or the same one who moved: nobody but staff knows."""
    house.publish(1, GARRETT, ON_MASTODON)
    house.register.forbid(GARRETT, "x")
    posts = house.publish(
        2, GARRETT, "You can follow him on twitter @nightnets and on Mastodon @nets@elsewhere.example"
    )
    assert house.tagged(posts["x"]) == ()
    (question,) = [each for each in house.register.review() if each.known.handle == "nightnets"]
    assert "dana has said that nobody tags them" in question.known.note
    decided = house.register.confirm(str(question.person.id), "x")
    assert [post.id for post in decided.posts] == [posts["x"].id]
    assert house.tagged(posts["x"]) == ("nightnets",)


def test_a_confirmation_does_not_outlive_a_stop(house: House) -> None:
    """What was in question before a person confirmed it is in question again."""
    house.publish(1, GARRETT, TWO_ON_X)
    house.register.confirm(GARRETT, "x", "nightnets")
    second = house.publish(2, GARRETT, TWO_ON_X)
    assert house.tagged(second["x"]) == ("nightnets",)
    house.register.forbid(GARRETT)
    house.register.allow(GARRETT)
    assert house.tagged(second["x"]) == ()
    assert handle(house, GARRETT, "x", "nightnets").standing is Standing.CANDIDATE


def test_a_handle_that_only_staff_have_said_is_in_question_after_a_stop(house: House) -> None:
    house.register.set(GARRETT, "x", "nightnets")
    posts = house.publish(1, GARRETT)
    assert house.tagged(posts["x"]) == ("nightnets",)
    house.register.forbid(GARRETT)
    house.register.allow(GARRETT)
    assert house.tagged(posts["x"]) == ()
    assert [each.known.handle for each in house.register.review()] == ["nightnets"]


def test_what_the_register_lent_by_name_alone_goes_with_the_confirmation(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    house.register.confirm(GARRETT, "x")
    second = house.publish(2, GARRETT)
    assert house.tagged(second["x"]) == ("GarrettReuscher",)
    house.register.forbid(GARRETT)
    house.register.allow(GARRETT)
    assert house.tagged(second["x"]) == ()


@pytest.mark.parametrize(("wrong", "meant"), [("mastadon", "mastodon"), ("Twiter", "x"), ("blue-sky", "bluesky")])
def test_a_slip_of_the_pen_in_a_networks_name_is_no_promise_to_an_author(house: House, wrong: str, meant: str) -> None:
    house.publish(1, GARRETT, ON_X)
    with pytest.raises(SharebotError, match=f"did you mean {meant}"):
        house.register.forbid(GARRETT, wrong)
    with pytest.raises(SharebotError, match=f"did you mean {meant}"):
        house.register.set(GARRETT, wrong, "garrett")
    assert house.person(GARRETT).forbidden == ()


# confirm, set, reject -------------------------------------------------------------------------------------------------


def test_of_two_competing_handles_none_is_tagged_until_a_person_confirms_one(house: House) -> None:
    posts = house.publish(1, GARRETT, TWO_ON_X)
    assert house.tagged(posts["x"]) == ()
    assert [each.known.handle for each in house.register.review()] == ["GarrettReuscher", "nightnets"]
    decided = house.register.confirm(GARRETT, "x", "@NightNets")
    assert [post.id for post in decided.posts] == [posts["x"].id]
    assert house.tagged(posts["x"]) == ("nightnets",)
    assert decided.known is not None
    assert (decided.known.by, decided.known.decided_at) == ("dana", house.clock.now())


def test_an_account_that_tags_only_the_confirmed_follows_a_confirmation_at_once(queue: Queue) -> None:
    house = House(queue, tags={"x": Tag.CONFIRMED})
    posts = house.publish(1, GARRETT, ON_X)
    assert house.tagged(posts["x"]) == ()
    assert house.register.confirm(GARRETT, "x").posts == (house.queue.post(posts["x"].id),)
    assert house.tagged(posts["x"]) == ("GarrettReuscher",)
    house.register.forbid(GARRETT)
    assert house.tagged(posts["x"]) == ()


def test_set_replaces_what_was_confirmed_before(house: House) -> None:
    posts = house.publish(1, GARRETT, ON_X)
    house.register.confirm(GARRETT, "x")
    house.register.set(GARRETT, "twitter", "@nightnets")
    assert house.tagged(posts["x"]) == ("nightnets",)
    assert handle(house, GARRETT, "x", "GarrettReuscher").standing is Standing.REJECTED
    assert house.tagged(house.publish(2, GARRETT, ON_X)["x"]) == ("nightnets",)


def test_set_of_somebody_new_is_used_when_they_come(house: House) -> None:
    decided = house.register.set("Ines Faro", "mastodon", "ines@social.example")
    assert house.person("mastodon:ines@social.example").id == decided.person.id
    posts = house.publish(1, "Ines Faro")
    assert (house.tagged(posts["mastodon"]), house.tagged(posts["x"])) == (("ines@social.example",), ())


@pytest.mark.parametrize("wrong", ["https://x.com/ines", "ines faro", "", "ines@social.example", "a" * 16])
def test_set_refuses_what_the_network_could_not_have(house: House, wrong: str) -> None:
    with pytest.raises(SharebotError, match="is no handle that x could have"):
        house.register.set("Ines Faro", "x", wrong)
    assert house.register.people() == []


def test_a_rejected_handle_is_never_used_for_them_again(house: House) -> None:
    posts = house.publish(1, GARRETT, ON_X)
    decided = house.register.reject(GARRETT, "x")
    assert [post.id for post in decided.posts] == [posts["x"].id]
    assert house.tagged(posts["x"]) == ()
    assert house.tagged(house.publish(2, GARRETT, ON_X)["x"]) == ()


def test_which_of_several_handles_is_asked_and_not_guessed(house: House) -> None:
    house.publish(1, GARRETT, TWO_ON_X)
    with pytest.raises(NotFound, match="GarrettReuscher, nightnets on x; write which"):
        house.register.confirm(GARRETT, "x")
    with pytest.raises(NotFound, match=r"has none on bluesky"):
        house.register.confirm(GARRETT, "bluesky")
    with pytest.raises(NotFound, match=r"sharebot authors set \d+ x other adds it"):
        house.register.reject(GARRETT, "x", "other")


def test_two_who_decide_at_once_do_not_overwrite_each_other(house: House) -> None:
    house.publish(1, GARRETT, TWO_ON_X)
    seen = house.person(GARRETT)
    house.register.confirm(GARRETT, "x", "nightnets")
    with pytest.raises(Changed):
        house.register.put_all([(replace(seen, guest=False), "seen before")])
    assert handle(house, GARRETT, "x", "nightnets").standing is Standing.CONFIRMED


def test_several_are_put_together_or_not_at_all(house: House) -> None:
    house.register.set("Ines Faro", "x", "inesfaro")
    stale = house.person("Ines Faro")
    house.register.set("Ines Faro", "x", "faroines")
    newcomer = house.register.newcomer("Tomas Berglind")
    with pytest.raises(Changed):
        house.register.put_all([(newcomer, "new"), (stale, "old")])
    assert [person.name for person in house.register.people()] == ["Ines Faro"]


# Doubt ----------------------------------------------------------------------------------------------------------------


def test_a_doubt_is_not_ended_by_an_article_that_does_not_mention_it(house: House) -> None:
    house.publish(1, GARRETT, TWO_ON_X)
    posts = house.publish(2, GARRETT, ON_X)
    assert house.tagged(posts["x"]) == ()
    known = handle(house, GARRETT, "x", "GarrettReuscher")
    assert (known.level, known.standing) == (Level.CONFLICT, Standing.CANDIDATE)
    assert "compete" in known.note
    house.register.confirm(GARRETT, "x", "GarrettReuscher")
    assert house.tagged(posts["x"]) == ("GarrettReuscher",)


def test_another_handle_than_the_one_that_a_person_confirmed_is_asked_about(house: House) -> None:
    """A namesake, or an old line in a biography."""
    house.register.set(GARRETT, "x", "nightnets")
    posts = house.publish(1, GARRETT, ON_X)
    assert house.tagged(posts["x"]) == ()
    (question,) = house.register.review()
    assert question.known.note.startswith("of somebody of that name dana has confirmed nightnets: are they one?")
    assert question.person.id != house.person("x:nightnets").id
    house.register.confirm(str(question.person.id), "x")
    assert house.tagged(posts["x"]) == ("GarrettReuscher",)
    assert house.tagged(house.publish(2, GARRETT, ON_X)["x"]) == ("GarrettReuscher",)


def test_an_old_line_in_a_biography_ends_with_a_merge(house: House) -> None:
    house.register.set(GARRETT, "x", "nightnets")
    house.publish(1, GARRETT, ON_X)
    (question,) = house.register.review()
    house.register.reject(str(question.person.id), "x")
    assert house.tagged(house.publish(2, GARRETT, ON_X)["x"]) == ()
    house.register.merge("x:nightnets", str(question.person.id))
    assert house.tagged(house.publish(3, GARRETT, ON_X)["x"]) == ("nightnets",)


def test_a_handle_that_is_on_record_for_another_is_asked_about(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    posts = house.publish(2, "Ines Faro", "You can follow her on twitter @GarrettReuscher")
    assert house.tagged(posts["x"]) == ()
    (question,) = house.register.review()
    assert (question.person.name, question.known.handle) == ("Ines Faro", "GarrettReuscher")
    assert f"on record for {GARRETT}" in question.known.note


# Memory ---------------------------------------------------------------------------------------------------------------


def test_a_name_alone_never_tags_from_memory_but_a_confirmed_handle_does(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    second = house.publish(2, GARRETT)
    assert house.tagged(second["x"]) == ()
    (author,) = house.requeued.authors(house.queue.entry(second["x"].entry_id))
    assert author.recognised is Recognised.NAME
    assert "for somebody of that name" in author.handles[0].note
    house.register.confirm(GARRETT, "x")
    assert house.tagged(second["x"]) == ("GarrettReuscher",)


def test_a_handle_stays_on_its_own_network(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    house.register.confirm(GARRETT, "x")
    for number in (2, 3):
        posts = house.publish(number, GARRETT, *([ON_X] if number == 2 else []))
        assert house.tagged(posts["x"]) == ("GarrettReuscher",)
        for network in ("mastodon", "bluesky"):
            assert house.tagged(posts[network]) == ()
            assert "GarrettReuscher" not in house.text(posts[network])
            assert GARRETT in house.text(posts[network])


# merge and split ------------------------------------------------------------------------------------------------------


def test_two_spellings_become_one_person_whose_word_counts_for_both(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    second = house.publish(2, "Gary Nightnets")
    house.register.confirm(GARRETT, "x")
    assert house.tagged(second["x"]) == ()
    decided = house.register.merge(GARRETT, "Gary Nightnets")
    assert decided.person.names == (GARRETT, "Gary Nightnets")
    assert [post.id for post in decided.posts] == [second["x"].id]
    assert "Gary Nightnets (@GarrettReuscher)" in house.text(second["x"])
    assert house.person("gary nightnets").id == house.person(GARRETT).id
    assert len(house.register.show(GARRETT).entries) == 2
    third = house.publish(3, "Gary Nightnets")
    assert house.tagged(third["x"]) == ("GarrettReuscher",)


def test_a_merge_keeps_a_stop_of_either(house: House) -> None:
    first = house.publish(1, GARRETT, ON_X)
    house.register.forbid("Gary Nightnets")
    assert house.tagged(first["x"]) == ("GarrettReuscher",)
    house.register.merge(GARRETT, "Gary Nightnets")
    assert house.tagged(first["x"]) == ()


def test_one_person_is_not_merged_with_themselves(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    with pytest.raises(SharebotError, match="is one person already"):
        house.register.merge(GARRETT, "x:GarrettReuscher")


def test_two_people_with_one_name_stay_two(house: House) -> None:
    first = house.publish(1, GARRETT, ON_X)
    second = house.publish(2, GARRETT)
    house.register.confirm(GARRETT, "x")
    assert house.tagged(second["x"]) == ("GarrettReuscher",)
    left, apart = house.register.split(GARRETT, [second["x"].entry_id])
    assert [post.id for post in (*left.posts, *apart.posts)] == [second["x"].id]
    assert (house.tagged(first["x"]), house.tagged(second["x"])) == (("GarrettReuscher",), ())
    third, fourth = house.publish(3, GARRETT), house.publish(4, GARRETT, ON_X)
    assert house.tagged(third["x"]) == ()
    assert house.tagged(fourth["x"]) == ("GarrettReuscher",)
    assert len(house.register.people()) == 2
    with pytest.raises(NotFound, match=rf"2 people are called '{GARRETT}'; name one by number: {left.person.id} "):
        house.register.find(GARRETT)


def test_a_split_takes_the_handles_that_only_those_entries_state(house: House) -> None:
    first = house.publish(1, GARRETT, ON_X)
    second = house.publish(2, GARRETT, ON_MASTODON)
    left, apart = house.register.split(GARRETT, [second["mastodon"].entry_id], "Garrett Reuscher jr.")
    assert [known.platform for known in left.person.handles] == ["x"]
    assert [known.platform for known in apart.person.handles] == ["mastodon"]
    assert apart.person.name == "Garrett Reuscher jr."
    assert house.tagged(first["x"]) == ("GarrettReuscher",)


def test_a_split_of_everything_or_of_anothers_entry_is_refused(house: House) -> None:
    first = house.publish(1, GARRETT, ON_X)
    other = house.publish(2, "Ines Faro")
    with pytest.raises(SharebotError, match="some, but not all"):
        house.register.split(GARRETT, [first["x"].entry_id])
    with pytest.raises(NotFound, match="does not credit"):
        house.register.split(GARRETT, [other["x"].entry_id])


# Finding --------------------------------------------------------------------------------------------------------------


def test_somebody_is_found_by_number_name_and_handle(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    number = house.person(GARRETT).id
    for wanted in (
        str(number),
        "garrett reuscher",
        "x:garrettreuscher",
        "twitter:@GarrettReuscher",
        "X:GarrettReuscher",
    ):
        assert house.person(wanted).id == number
    for nobody in ("77", "Ines Faro", "mastodon:garrettreuscher", ""):
        with pytest.raises(NotFound):
            house.person(nobody)


def test_every_decision_is_in_the_history_with_who_and_when(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    house.clock.pass_time(hours=1)
    house.register_of("tomas").confirm(GARRETT, "x")
    house.register.forbid(GARRETT)
    first, *said = house.register.show(GARRETT).history
    assert first.who == "sharebot"
    assert [(step.who, step.what) for step in said] == [
        ("tomas", "confirmed x GarrettReuscher"),
        ("dana", "never to be tagged"),
    ]
    assert said[0].at == house.clock.now()
