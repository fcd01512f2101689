"""One suite for every database: adding posts, finding them again, and the slots that they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from servers.hands import (
    DOUBT,
    MINUTE,
    NOW,
    a_post,
    a_share,
    add,
    an_intake,
    at_once,
    attempt_to,
    change,
    claimed,
    move,
    sent,
    settle,
    take_in,
    verdict,
)
from sharebot.errors import Changed, IllegalMove, SlotTaken
from sharebot.model import (
    UNSENT,
    Origin,
    Person,
    PostFilter,
    Share,
    Sort,
    Span,
    State,
)
from sharebot.ports import Queue

# Later shares ---------------------------------------------------------------------------------------------------------


def test_an_accounts_first_share_of_an_entry_is_found_by_when_it_was_sent(queue: Queue) -> None:
    one, other, elsewhere = take_in(
        queue, an_intake(1, a_post(round=1)), an_intake(2, a_post()), an_intake(3, a_post("mastodon"))
    )
    (by_hand,) = add(queue)
    sent(queue, one, NOW)
    sent(queue, other, NOW + MINUTE)
    sent(queue, elsewhere, NOW)
    sent(queue, by_hand, NOW)
    assert [post.id for post in queue.first_shares("x", since=NOW, until=NOW + MINUTE)] == [one.id]
    assert [post.id for post in queue.first_shares("x", since=NOW, until=NOW + 2 * MINUTE)] == [one.id, other.id]
    assert queue.first_shares("x", since=NOW + 2 * MINUTE, until=NOW + 9 * MINUTE) == []


def test_a_later_share_is_never_an_entrys_first(queue: Queue) -> None:
    (first,) = take_in(queue, an_intake(1, a_post()))
    sent(queue, first, NOW)
    again = a_post(round=1, origin=Origin.RESHARE)
    (later,) = queue.add([again], entry_id=first.entry_id, now=NOW, who="sharebot", why="again")
    sent(queue, later, NOW + MINUTE)
    assert [post.id for post in queue.first_shares("x", since=NOW, until=NOW + 9 * MINUTE)] == [first.id]


def test_what_gives_way_to_new_posts_is_listed_until_it_is_sent_or_cancelled(queue: Queue) -> None:
    add(queue)
    waiting, archived, gone = add(
        queue,
        a_post(origin=Origin.RESHARE, slot_at=NOW),
        a_post(origin=Origin.EVERGREEN, slot_at=NOW + MINUTE, state=State.DRAFT),
        a_post(origin=Origin.RESHARE),
    )
    add(queue, a_post("mastodon", origin=Origin.RESHARE))
    move(queue, gone, verdict(State.CANCELLED))
    assert queue.giving_way("x") == [waiting, archived]
    assert queue.post(archived.id).origin is Origin.EVERGREEN
    sent(queue, waiting, NOW)
    assert queue.giving_way("x") == [archived]


# Adding and reading ---------------------------------------------------------------------------------------------------


def test_a_post_comes_back_as_it_was_given(queue: Queue) -> None:
    text = 'naïve “quotes” 👩‍👩‍👧 Ελλάδα \0 %s :name {"a": 1} \\ \n end'
    share = Share(
        text=text, length=12, limit=280, link="https://blog.harborlight.org/1/", mentions=("GarrettReuscher",),
        spans=(Span(kind="mention", start=0, end=5, target="GarrettReuscher"),), notes=("shortened",), language="en",
    )  # fmt: skip
    post = add(queue, a_post(share=share, hold="wait’s", slot_at=NOW + MINUTE, round=3))[0]
    assert post == queue.post(post.id)
    assert (post.share, post.hold, post.due_at, post.slot_at, post.round) == (share, "wait’s", NOW, NOW + MINUTE, 3)
    assert (post.entry_id, post.state, post.version, post.created_at) == (None, State.QUEUED, 1, NOW)


@pytest.mark.parametrize("text", ["NUL \0 in it", "half a pair \ud83d", "' OR '1'='1", "%(x)s %s ? :x"])
def test_no_text_breaks_a_column(queue: Queue, text: str) -> None:
    post = add(queue, a_post(text, hold=text, share=a_share(text)))[0]
    whole = text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\ud83d", "?")
    assert (post.account, post.hold) == (whole, whole)
    assert post.share.text == text.replace("\ud83d", "?")
    assert queue.posts(PostFilter(account=text)) == [post]
    queue.pause(text, reason=text, now=NOW, who=text)
    assert queue.account(text).reason == whole
    assert change(queue, post, who=text, why=text, hold="")
    assert queue.history(post.id)[-1].why == whole


def test_added_posts_say_who_added_them_and_why(queue: Queue) -> None:
    plain, held = add(queue, a_post("x"), a_post("y", state=State.DRAFT, hold="not yet"))
    step = queue.history(plain.id)[0]
    assert (step.before, step.after, step.who, step.why, step.at) == (None, State.QUEUED, "dana", "added by hand", NOW)
    assert queue.history(held.id)[0].why == "not yet"


@pytest.mark.parametrize("state", sorted(set(State) - UNSENT))
def test_a_new_post_begins_as_draft_or_queued(queue: Queue, state: State) -> None:
    with pytest.raises(IllegalMove, match=f"cannot begin as {state}"):
        add(queue, a_post(state=state))


def test_adding_a_second_post_of_a_round_is_refused(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_post()))
    with pytest.raises(Changed, match="has a post for that account and round already"):
        queue.add([a_post("y"), a_post()], entry_id=1, now=NOW, who="dana", why="again")
    assert len(queue.posts(PostFilter())) == 1
    assert queue.add([a_post(round=1)], entry_id=1, now=NOW, who="dana", why="re-share")[0].round == 1


def test_posts_are_listed_in_order_of_due_time_the_undated_last(queue: Queue) -> None:
    undated, late, early, twin = add(
        queue, a_post(due_at=None), a_post(due_at=NOW + MINUTE), a_post(due_at=NOW), a_post(due_at=NOW)
    )
    assert queue.posts(PostFilter()) == [early, twin, late, undated]


def test_a_list_of_posts_is_filtered_by_everything_at_once(queue: Queue) -> None:
    wanted = take_in(queue, an_intake(1, a_post("x"), a_post("y"), a_post("x", round=1, due_at=NOW + 2 * MINUTE)))[0]
    add(queue, a_post("x", state=State.DRAFT), a_post("x"))
    everything = PostFilter(
        states=frozenset({State.QUEUED, State.SENT}), account="x", entry_id=wanted.entry_id, ids=(wanted.id, 2, 3),
        due_from=NOW - MINUTE, due_until=NOW + MINUTE,
    )  # fmt: skip
    assert queue.posts(everything) == [wanted]
    assert len(queue.posts(PostFilter(account="x"))) == 4
    assert len(queue.posts(PostFilter(states=frozenset({State.DRAFT})))) == 1
    assert len(queue.posts(PostFilter(due_from=NOW + MINUTE))) == 1


def test_ten_thousand_posts_are_paged_through_without_loss_or_repeat(queue: Queue) -> None:
    numbers = count()
    some = [
        a_post(due_at=None if number % 5 == 0 else NOW + timedelta(seconds=number * 7919 % 1000))
        for number in range(100)
    ]
    for _ in range(100):
        add(queue, *(replace(post, account=f"a{next(numbers) % 3}") for post in some))
    pages, after = [], 0
    while page := queue.posts(PostFilter(after_id=after, limit=999)):
        pages.append(page)
        after = page[-1].id
    listed = [post for page in pages for post in page]
    assert [len(page) for page in pages] == [999] * 10 + [10]
    assert len({post.id for post in listed}) == 10_000
    assert listed == sorted(listed, key=lambda post: (post.due_at is None, post.due_at or NOW, post.id))


def test_counts_are_by_account_and_state(queue: Queue) -> None:
    add(queue, a_post("x"), a_post("x"), a_post("y", state=State.DRAFT))
    claimed(queue, "x")
    assert queue.counts() == {("x", State.QUEUED): 1, ("x", State.SENDING): 1, ("y", State.DRAFT): 1}


# Slots ----------------------------------------------------------------------------------------------------------------


def test_a_slot_is_given_once_an_account(queue: Queue) -> None:
    add(queue, a_post("x", slot_at=NOW), a_post("y", slot_at=NOW), a_post("x"), a_post("x"))
    with pytest.raises(SlotTaken):
        add(queue, a_post("x", slot_at=NOW))
    assert queue.taken_slots("x", NOW) == [NOW]
    assert queue.taken_slots("x", NOW + MINUTE) == []


@pytest.mark.parametrize("state", State)
def test_a_slot_is_free_again_only_when_its_post_was_cancelled_or_failed(queue: Queue, state: State) -> None:
    post = add(queue, a_post(slot_at=NOW, state=state if state in UNSENT else State.QUEUED))[0]
    if state is State.CANCELLED:
        move(queue, post, verdict(state))
    elif state not in UNSENT:
        made = claimed(queue)
        if state is not State.SENDING:
            settle(queue, made, verdict(state))
    free = state in {State.CANCELLED, State.FAILED}
    assert queue.taken_slots("x", NOW) == ([] if free else [NOW])
    if free:
        assert add(queue, a_post(slot_at=NOW))
    else:
        with pytest.raises(SlotTaken):
            add(queue, a_post(slot_at=NOW))


def test_a_failed_post_that_is_queued_again_has_no_slot(queue: Queue) -> None:
    add(queue, a_post(slot_at=NOW))
    failed = settle(queue, claimed(queue), verdict(State.FAILED))
    add(queue, a_post(slot_at=NOW))
    assert move(queue, failed, verdict(State.QUEUED, due_at=NOW)).slot_at is None


def test_a_change_into_a_taken_slot_is_refused_and_changes_nothing(queue: Queue) -> None:
    _, post = add(queue, a_post(slot_at=NOW), a_post(slot_at=NOW + MINUTE))
    with pytest.raises(SlotTaken, match="2026-11-23 09:00"):
        change(queue, post, due_at=NOW, slot_at=NOW)
    assert queue.post(post.id) == post


def test_of_two_who_want_the_same_slot_at_once_one_gets_it(queue: Queue) -> None:
    outcomes = at_once(4, lambda number: attempt_to(lambda: add(queue, a_post(slot_at=NOW, round=number))))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SlotTaken"] * 3 + ["list"]


# Filters and orders ---------------------------------------------------------------------------------------------------


@pytest.fixture
def many(queue: Queue) -> dict[str, int]:
    """Posts of every kind, by a name for each: of two authors' entries, and one by hand that credits nobody."""
    zora = Person(id=-1, names=("Zora Finch",))
    abel = Person(id=-2, names=("Abel Stone",))
    by_zora, by_both = take_in(
        queue,
        an_intake(1, a_post("x", due_at=NOW + 3 * MINUTE), people=(zora,)),
        an_intake(2, a_post("mastodon", due_at=NOW + MINUTE), people=(abel, zora)),
    )
    by_hand, held, draft = add(
        queue,
        a_post("x", due_at=NOW + 2 * MINUTE),
        a_post("x", due_at=NOW + 4 * MINUTE, hold="was due long ago"),
        a_post("bluesky", state=State.DRAFT, hold="waits", due_at=None),
    )
    made = {"zora": by_zora, "both": by_both, "hand": by_hand, "held": held, "draft": draft}
    doubtful = settle(queue, claimed(queue, now=NOW + MINUTE * 9, only=by_hand.id), verdict(State.UNSURE, doubt=DOUBT))
    assert doubtful.doubt
    return {name: post.id for name, post in made.items()}


def names(queue: Queue, many: dict[str, int], **wanted: Any) -> str:
    of = {number: name for name, number in many.items()}
    return " ".join(of[post.id] for post in queue.posts(PostFilter(**wanted)))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.DUE, "both zora held hand draft"),
        (Sort.ACCOUNT, "draft both zora held hand"),
        (Sort.AUTHOR, "both zora held hand draft"),
        (Sort.ENTRY, "zora both held hand draft"),
        (Sort.STATE, "draft both zora held hand"),
        (Sort.CREATED, "zora both hand held draft"),
    ],
)
def test_posts_are_listed_in_any_order_both_ways(queue: Queue, many: dict[str, int], sort: Sort, order: str) -> None:
    assert queue.post(many["hand"]).due_at is None
    assert names(queue, many, sort=sort) == order
    assert names(queue, many, sort=sort, reverse=True) == " ".join(reversed(order.split()))
    assert names(queue, many, sort=sort, limit=2) == " ".join(order.split()[:2])


def test_posts_are_found_by_author_by_what_waits_and_by_what_is_sure(queue: Queue, many: dict[str, int]) -> None:
    (zora,), (abel,) = queue.people_named(["zora finch"]), queue.people_named(["abel stone"])
    found = [
        ({"author": zora.id}, "both zora"),
        ({"author": zora.id, "account": "x"}, "zora"),
        ({"author": abel.id}, "both"),
        ({"awaiting": True}, "held draft"),
        ({"awaiting": True, "ids": (many["held"], many["zora"])}, "held"),
        ({"sure": True, "account": "x"}, "zora held"),
        ({"due_from": NOW + 2 * MINUTE, "due_until": NOW + 4 * MINUTE}, "zora held"),
        ({"states": frozenset({State.UNSURE, State.DRAFT})}, "hand draft"),
        ({"states": frozenset(State) - {State.SENT, State.CANCELLED}}, "both zora held hand draft"),
        ({"states": frozenset(State)}, "both zora held hand draft"),
    ]
    for wanted, those in found:
        assert names(queue, many, **wanted) == those, wanted
        assert queue.count(PostFilter(**wanted, limit=1)) == len(those.split()), wanted
