"""One suite for every database: what is let go in time, and what is doubted after a copy was put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from servers.hands import (
    DOUBT,
    FEED,
    MINUTE,
    NOW,
    a_post,
    a_post_in,
    add,
    an_intake,
    change,
    claim,
    claimed,
    freeze,
    move,
    settle,
    take_in,
    verdict,
)
from sharebot.errors import IllegalMove
from sharebot.model import ActFilter, FeedState, KnownHandle, Level, Person, Post, PostFilter, Standing, State
from sharebot.ports import HEARTBEATS, RESTORED, Marks, Queue

DAY = timedelta(days=1)
MUCH_LATER = NOW + 1000 * DAY
TAKEN = NOW + DAY
AT = NOW + 3 * DAY
AT_ITS_END = (State.SENT, State.FAILED, State.CANCELLED)


def restored(queue: Queue, taken_at: datetime = TAKEN, at: datetime = AT) -> Marks:
    return queue.restored(taken_at=taken_at, now=at, who="dana")


# What is let go -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", AT_ITS_END)
def test_of_a_post_that_is_long_over_its_words_receipt_and_last_step_stay(queue: Queue, state: State) -> None:
    before = a_post_in(queue, state)
    last = queue.history(before.id)[-1]
    assert queue.thin(before=MUCH_LATER) == [before.id]
    after = queue.post(before.id)
    assert (after.state, after.share, after.receipt, after.updated_at, after.due_at) == (
        before.state, before.share, before.receipt, before.updated_at, before.due_at,
    )  # fmt: skip
    assert after.payload is None
    assert queue.attempts(before.id) == []
    assert queue.history(before.id) == [last]
    assert queue.thin(before=MUCH_LATER) == []


@pytest.mark.parametrize("state", [state for state in State if state not in AT_ITS_END])
def test_a_post_that_is_not_over_is_left_whole(queue: Queue, state: State) -> None:
    post = a_post_in(queue, state, doubt=DOUBT if state is State.UNSURE else None)
    told = queue.history(post.id)
    assert queue.thin(before=MUCH_LATER) == []
    assert (queue.post(post.id), queue.history(post.id)) == (post, told)


def test_what_failed_in_doubt_is_left_whole(queue: Queue) -> None:
    post = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    move(queue, post, verdict(State.FAILED, doubt=DOUBT))
    assert queue.thin(before=MUCH_LATER) == []
    assert queue.post(post.id).payload == freeze(post)


def test_what_is_not_old_enough_is_left_whole(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    assert queue.thin(before=NOW) == []
    assert len(queue.attempts(post.id)) == 1


def test_what_failed_long_ago_can_still_be_sent_with_a_new_payload(queue: Queue) -> None:
    post = a_post_in(queue, State.FAILED)
    queue.thin(before=MUCH_LATER)
    move(queue, queue.post(post.id), verdict(State.QUEUED, due_at=NOW))
    made = claimed(queue)
    assert (made.post.id, made.attempt, made.payload) == (post.id, 2, freeze(made.post))
    settle(queue, made, verdict(State.SENT))
    assert [attempt.number for attempt in queue.attempts(post.id)] == [2]


def test_it_goes_by_small_steps_each_of_which_is_for_good(queue: Queue) -> None:
    posts = [a_post_in(queue, State.SENT) for _ in range(5)]
    first = queue.thin(before=MUCH_LATER, limit=2)
    second = queue.thin(before=MUCH_LATER, after=first[-1], limit=2)
    assert first + second == [post.id for post in posts[:4]]
    assert queue.thin(before=MUCH_LATER) == [posts[4].id]


def test_what_may_have_been_charged_since_is_counted_as_before(queue: Queue) -> None:
    a_post_in(queue, State.SENT)
    lately = MUCH_LATER - DAY
    post = add(queue, now=lately)[0]
    settle(queue, claimed(queue, only=post.id, now=lately), verdict(State.SENT), now=lately)
    counted = queue.attempted("x", since=lately - DAY, until=MUCH_LATER)
    assert len(counted) == 1
    queue.thin(before=lately - DAY)
    assert queue.attempted("x", since=lately - DAY, until=MUCH_LATER) == counted


def test_an_entry_that_was_shared_is_never_new_again(queue: Queue) -> None:
    post = take_in(queue, an_intake(1, a_post()))[0]
    settle(queue, claimed(queue), verdict(State.SENT))
    queue.thin(before=MUCH_LATER)
    assert queue.find_entry([an_intake(1).entry.url]) is not None
    assert take_in(queue, an_intake(1, a_post())) == []
    assert queue.first_shares("x", since=NOW - DAY, until=NOW + DAY)[0].id == post.id


def test_facts_of_a_kind_are_forgotten_by_age_and_those_of_people_in_the_register_are_not(queue: Queue) -> None:
    handle = KnownHandle(platform="x", handle="GarrettReuscher", level=Level.STATED, standing=Standing.IN_USE)
    queue.put_person(
        Person(names=("Garrett Reuscher",), guest=True, handles=(handle,)), now=NOW, who="dana", what="met"
    )
    for name, at in (("x garrettreuscher", NOW), ("x stranger", NOW), ("x newcomer", NOW + DAY)):
        queue.remember("identity", name, "…", now=at)
    queue.remember("reshare ended", "x 1", "…", now=NOW)
    assert queue.forget("identity", before=NOW + MINUTE, strangers=True) == 1
    assert queue.recall("identity", "x stranger") is None
    assert queue.recall("identity", "x garrettreuscher")
    assert queue.recall("identity", "x newcomer")
    assert queue.forget("identity", before=NOW + MINUTE) == 1
    assert queue.recall("reshare ended", "x 1")


def test_acts_of_long_ago_are_let_go_with_what_refers_to_them_and_later_ones_stay(queue: Queue) -> None:
    post = add(queue)[0]
    first = change(queue, post, hold="wait")
    undone = queue.acts(ActFilter())[0]
    queue.undo(undone.id, now=NOW, who="dana")
    queue.undo(queue.acts(ActFilter())[0].id, now=NOW + 2 * MINUTE, who="dana")
    assert queue.post(post.id).hold == first.hold
    assert queue.forget_acts(before=NOW + MINUTE) == 3
    (left,) = queue.acts(ActFilter())
    assert left.undoes is None
    assert [change.post_id for change in left.posts] == [post.id]
    assert queue.history(post.id)


def test_giving_space_back_changes_nothing(queue: Queue) -> None:
    posts = [a_post_in(queue, state) for state in AT_ITS_END]
    queue.compact(leisure=True)
    assert sorted(queue.posts(PostFilter()), key=lambda post: post.id) == posts


# After a copy was put back --------------------------------------------------------------------------------------------


def waits(queue: Queue, post: Post) -> bool:
    now = queue.post(post.id)
    return bool(now.hold) or (now.state is State.UNSURE and now.due_at is None)


@pytest.mark.parametrize("state", State)
def test_a_restored_post_goes_out_by_a_persons_word_only(queue: Queue, state: State) -> None:
    post = a_post_in(queue, state, doubt=DOUBT if state is State.UNSURE else None)
    restored(queue)
    assert waits(queue, post) == (state not in AT_ITS_END)
    assert claim(queue, now=MUCH_LATER) is None
    assert queue.orphans(now=MUCH_LATER, all_workers=True) == []
    assert queue.unsure("x", now=MUCH_LATER) == []
    assert queue.overdue("x", before=MUCH_LATER) == []


def test_a_queued_post_that_is_in_doubt_becomes_unsure_so_that_it_can_be_resolved(queue: Queue) -> None:
    post = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    move(queue, post, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT))
    assert restored(queue) == Marks(unsure=1)
    asked = queue.post(post.id)
    assert (asked.state, asked.due_at, asked.doubt) == (State.UNSURE, None, DOUBT)
    move(queue, asked, verdict(State.QUEUED, due_at=NOW))
    assert claimed(queue).payload == freeze(post)


def test_a_late_answer_of_before_decides_nothing_but_that_it_is_public(queue: Queue) -> None:
    a_post_in(queue, State.SENDING)
    made = queue.orphans(now=NOW, all_workers=True)[0]
    restored(queue)
    assert settle(queue, made, verdict(State.SENT)).state is State.SENT


def test_a_held_post_is_approved_and_cancelled_like_any_other(queue: Queue) -> None:
    one, other = add(queue)[0], add(queue)[0]
    assert restored(queue) == Marks(held=2)
    change(queue, queue.post(one.id), hold="", due_at=NOW)
    assert claimed(queue).post.id == one.id
    assert move(queue, queue.post(other.id), verdict(State.CANCELLED)).state is State.CANCELLED
    with pytest.raises(IllegalMove):
        move(queue, queue.post(other.id), verdict(State.QUEUED))


def test_feeds_are_read_whole_again(queue: Queue) -> None:
    read = FeedState(
        address=FEED,
        etag='"1"',
        modified="then",
        body_hash="b",
        known=frozenset({"k"}),
        baseline_at=NOW,
        polls=3,
        settled_at=NOW,
    )
    take_in(queue, feed=read)
    restored(queue)
    assert queue.feed(FEED) == FeedState(address=FEED, baseline_at=NOW, polls=3)


def test_a_queue_knows_when_it_was_restored_and_since_when_it_may_have_missed_something(queue: Queue) -> None:
    restored(queue)
    fact = queue.recall(RESTORED, "")
    assert fact
    assert (fact.value, fact.learnt_at) == (TAKEN.isoformat(), AT)
    restored(queue, AT + DAY, AT + 2 * DAY)
    fact = queue.recall(RESTORED, "")
    assert fact
    assert (fact.value, fact.learnt_at) == (TAKEN.isoformat(), AT + 2 * DAY)


def test_the_heartbeats_of_a_copy_are_not_those_of_today(queue: Queue) -> None:
    queue.remember(HEARTBEATS, "quay:41", "{}", now=TAKEN)
    queue.remember("actor", "harbor@social.example", "12", now=TAKEN)
    restored(queue)
    assert not queue.facts(HEARTBEATS)
    assert queue.facts("actor")


def test_who_restored_it_and_why_a_post_waits_stands_in_its_history(queue: Queue) -> None:
    post = a_post_in(queue, State.FAILED)
    restored(queue)
    step = queue.history(post.id)[-1]
    assert (step.who, step.at, step.before, step.after) == ("dana", AT, State.FAILED, State.FAILED)
    assert (
        step.why
        == "restored from the backup of 2026-11-24 09:00 UTC; may have been sent again since: look before sharebot retry"
    )


@pytest.mark.parametrize("state", [State.QUEUED, State.DRAFT])
def test_what_a_copy_has_as_cancelled_comes_back_held_because_it_may_have_gone_out_since(
    queue: Queue, state: State
) -> None:
    post = a_post_in(queue, state)
    queue.move(post, verdict(State.CANCELLED), now=NOW, who="dana")
    cancel = queue.acts(ActFilter())[0]
    restored(queue)
    queue.undo(cancel.id, now=AT + MINUTE, who="dana")
    back = queue.post(post.id)
    assert back.state is state
    assert back.hold == (
        "restored from the backup of 2026-11-24 09:00 UTC; may have gone out since: look, then approve or cancel"
    )
    assert claim(queue, now=MUCH_LATER) is None


def test_what_was_cancelled_after_a_restore_comes_back_as_it_was(queue: Queue) -> None:
    post = a_post_in(queue, State.QUEUED)
    restored(queue)
    looked = queue.change(queue.post(post.id), now=AT, who="dana", why="approved", hold="")
    queue.move(looked, verdict(State.CANCELLED), now=AT + MINUTE, who="dana")
    queue.undo(queue.acts(ActFilter())[0].id, now=AT + DAY, who="dana")
    assert (queue.post(post.id).state, queue.post(post.id).hold) == (State.QUEUED, "")


def test_what_a_copy_has_as_given_up_is_asked_about_and_never_looked_up_or_repeated_by_itself(queue: Queue) -> None:
    unsure = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    post = queue.change(unsure, now=NOW, who="sharebot", why="", due_at=NOW + MINUTE)
    queue.move(post, verdict(State.FAILED, doubt=DOUBT), now=NOW, who="dana")
    given_up = queue.acts(ActFilter())[0]
    restored(queue)
    queue.undo(given_up.id, now=AT + MINUTE, who="dana")
    back = queue.post(post.id)
    assert (back.state, back.due_at, back.doubt) == (State.UNSURE, None, DOUBT)


def test_a_restore_is_in_the_log_and_cannot_be_taken_back(queue: Queue) -> None:
    a_post_in(queue, State.QUEUED)
    with queue.acting("restore", who="dana"):
        restored(queue)
    act = queue.acts(ActFilter())[0]
    assert (act.who, act.at, act.what) == ("dana", AT, "restored from the backup of 2026-11-24 09:00 UTC")
    with pytest.raises(
        IllegalMove, match=rf"act {act.id} \(restored from .*\) changed nothing that could be taken back"
    ):
        queue.undo(act.id, now=AT, who="dana")


def test_a_retry_of_what_a_copy_has_as_failed_waits_for_another_look_once(queue: Queue) -> None:
    post = a_post_in(queue, State.FAILED)
    restored(queue)
    again = verdict(State.QUEUED, due_at=AT)
    held = queue.move(queue.post(post.id), again, now=AT + MINUTE, who="dana")
    assert held.hold.startswith("restored from the backup of 2026-11-24 09:00 UTC; may have gone out since")
    assert claim(queue, now=MUCH_LATER) is None
    approved = queue.change(held, now=AT + MINUTE, who="dana", why="approved", hold="", due_at=AT)
    made = claimed(queue, only=approved.id, now=MUCH_LATER)
    failed = settle(queue, made, verdict(State.FAILED), now=MUCH_LATER)
    assert queue.move(failed, replace(again, due_at=MUCH_LATER), now=MUCH_LATER, who="dana").hold == ""
