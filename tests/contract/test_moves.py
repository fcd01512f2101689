"""One suite for every database: moving and changing posts, and writing down what was taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from servers.hands import (
    DOUBT,
    MINUTE,
    NOW,
    RECEIPT,
    a_post,
    a_post_in,
    a_share,
    add,
    an_intake,
    at_once,
    attempt_to,
    change,
    claim,
    claimed,
    in_doubt_again,
    move,
    sent,
    settle,
    take_in,
    verdict,
)
from sharebot.errors import Changed, IllegalMove
from sharebot.model import (
    MOVES,
    UNSENT,
    Post,
    State,
    Withdrawal,
)
from sharebot.ports import Claim, Queue

# Moving ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_a_post_moves_as_the_drawing_allows_and_never_otherwise(queue: Queue, before: State, after: State) -> None:
    post = a_post_in(queue, before)
    allowed = after in MOVES[before] and State.SENDING not in {before, after}
    if not allowed:
        with pytest.raises(IllegalMove, match=rf"^post {post.id} is {before} and cannot become {after}"):
            move(queue, post, verdict(after))
        assert queue.post(post.id) == post
        return
    moved = move(queue, post, verdict(after, due_at=NOW + MINUTE), now=NOW + MINUTE)
    assert moved == queue.post(post.id)
    assert (moved.state, moved.version, moved.updated_at) == (after, post.version + 1, NOW + MINUTE)
    assert moved.receipt == (RECEIPT if after is State.SENT else None)
    assert moved.due_at == (NOW + MINUTE if after in UNSENT else post.due_at)
    step = queue.history(post.id)[-1]
    assert (step.before, step.after, step.who, step.why, step.at) == (
        before, after, "dana", f"it is {after}", NOW + MINUTE,
    )  # fmt: skip


def test_the_refusal_is_a_sentence(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    with pytest.raises(IllegalMove) as refused:
        move(queue, post, verdict(State.QUEUED))
    assert str(refused.value) == f"post {post.id} is sent and cannot become queued"


def test_an_approved_draft_is_held_no_longer(queue: Queue) -> None:
    assert move(queue, a_post_in(queue, State.DRAFT), verdict(State.QUEUED, due_at=NOW)).hold == ""


@pytest.mark.parametrize(
    ("before", "who", "tries"),
    [
        (State.FAILED, "dana", 0),
        (State.FAILED, "sharebot", 0),
        (State.UNSURE, "dana", 0),
        (State.UNSURE, "sharebot", 1),
    ],
)
def test_who_queues_a_post_again_decides_whether_its_tries_are_forgotten(
    queue: Queue, before: State, who: str, tries: int
) -> None:
    post = a_post_in(queue, before, doubt=DOUBT)
    again = move(queue, post, verdict(State.QUEUED, due_at=NOW), who=who)
    assert (again.tries, again.doubt, again.payload) == (tries, None, post.payload)
    assert claimed(queue).attempt == 2


def test_a_post_in_doubt_may_not_be_cancelled(queue: Queue) -> None:
    post = in_doubt_again(queue, add(queue)[0])
    with pytest.raises(IllegalMove, match="may be public already"):
        move(queue, post, verdict(State.CANCELLED))


def test_a_decision_about_an_older_version_is_refused(queue: Queue) -> None:
    seen = add(queue)[0]
    change(queue, seen, due_at=NOW + MINUTE)
    for decide in (lambda: move(queue, seen, verdict(State.CANCELLED)), lambda: change(queue, seen, hold="no")):
        with pytest.raises(Changed, match=f"post {seen.id} was changed meanwhile and is queued now"):
            decide()


def test_of_two_people_who_decide_at_once_one_wins(queue: Queue) -> None:
    for _ in range(10):
        post = add(queue)[0]
        outcomes = at_once(2, lambda n, post=post: attempt_to(lambda: move(queue, post, verdict(State.CANCELLED))))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Changed", "Post"]


def test_of_a_worker_and_a_person_one_wins(queue: Queue) -> None:
    for _ in range(10):
        post = add(queue)[0]
        sent, stopped = at_once(
            2,
            lambda n, post=post: attempt_to(
                lambda: move(queue, post, verdict(State.CANCELLED)) if n else claim(queue, only=post.id)
            ),
        )
        assert isinstance(stopped, Changed) if isinstance(sent, Claim) else sent is None
        assert queue.post(post.id).state is (State.SENDING if sent else State.CANCELLED)


# Changing -------------------------------------------------------------------------------------------------------------


def test_what_is_not_given_stays(queue: Queue) -> None:
    post = add(queue, a_post(slot_at=NOW, hold="held"))[0]
    after = change(queue, post)
    assert after == replace(post, version=2)
    assert queue.history(post.id)[-1].why == "changed"


def test_without_a_reason_no_history_is_written(queue: Queue) -> None:
    post = add(queue)[0]
    change(queue, post, why="", due_at=NOW + MINUTE)
    assert len(queue.history(post.id)) == 1


def test_a_new_due_time_replaces_the_slot_too(queue: Queue) -> None:
    post = add(queue, a_post(slot_at=NOW))[0]
    moved = change(queue, post, due_at=NOW + MINUTE, slot_at=NOW + MINUTE)
    assert (moved.due_at, moved.slot_at) == (NOW + MINUTE, NOW + MINUTE)
    out = change(queue, moved, due_at=NOW + 2 * MINUTE)
    assert (out.due_at, out.slot_at) == (NOW + 2 * MINUTE, None)


def test_a_due_time_can_be_taken_away(queue: Queue) -> None:
    after = change(queue, add(queue, a_post(slot_at=NOW))[0], undated=True)
    assert (after.due_at, after.slot_at) == (None, None)
    assert claim(queue) is None


def test_a_hold_is_put_on_and_taken_off(queue: Queue) -> None:
    held = change(queue, add(queue)[0], hold="too late")
    assert held.hold == "too late"
    assert claim(queue) is None
    assert change(queue, held, hold="").hold == ""
    assert claim(queue)


@pytest.mark.parametrize(("who", "edited_by"), [("dana", "dana"), ("sharebot", "")])
def test_a_new_share_thaws_the_payload_and_names_the_person_who_wrote_it(
    queue: Queue, who: str, edited_by: str
) -> None:
    add(queue)
    post = settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW))
    after = change(queue, post, who=who, share=a_share("Other words"))
    assert (after.share.text, after.payload, after.edited_by) == ("Other words", None, edited_by)
    assert claimed(queue).payload.body.startswith(b"Other words")


def test_looks_and_doubt_are_counted_on_an_unsure_post(queue: Queue) -> None:
    post = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    later = replace(DOUBT, last_ticks=99999.0)
    after = change(queue, post, looks=2, doubt=later, due_at=NOW + MINUTE)
    assert (after.looks, after.doubt, after.due_at, after.state) == (2, later, NOW + MINUTE, State.UNSURE)


@pytest.mark.parametrize("changes", [{"share": a_share("new")}, {"hold": "stop"}, {"hold": ""}])
@pytest.mark.parametrize("state", sorted(set(State) - UNSENT))
def test_words_and_holds_are_only_for_unsent_posts(queue: Queue, state: State, changes: dict[str, Any]) -> None:
    post = a_post_in(queue, state)
    if state is State.FAILED and "share" in changes:
        changes |= {"hold": "stop"}
    with pytest.raises(IllegalMove, match=f"post {post.id} is {state} and cannot be changed"):
        change(queue, post, **changes)


def test_what_failed_is_surely_not_public_and_may_get_other_words_which_a_retry_sends(queue: Queue) -> None:
    failed = a_post_in(queue, State.FAILED)
    assert failed.payload is not None
    reworded = change(queue, failed, share=a_share("better words"))
    assert (reworded.state, reworded.share, reworded.payload) == (State.FAILED, a_share("better words"), None)
    assert reworded.edited_by == "dana"
    assert claim(queue) is None
    move(queue, reworded, verdict(State.QUEUED, due_at=NOW))
    assert claimed(queue).payload.body.startswith(b"better words")


def test_what_failed_in_doubt_keeps_its_words(queue: Queue) -> None:
    """It was given up: it may be public with the words that it has."""
    unsure = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    given_up = move(queue, unsure, verdict(State.FAILED, doubt=DOUBT))
    with pytest.raises(IllegalMove, match="may be public already and cannot be changed"):
        change(queue, given_up, share=a_share("other words"))
    assert queue.post(given_up.id) == given_up


# Rewording several ----------------------------------------------------------------------------------------------------


def reword(queue: Queue, *changes: tuple[Post, str]) -> list[Post]:
    with queue.together():
        return [change(queue, post, why="edited", share=a_share(text)) for post, text in changes]


def test_several_posts_get_their_words_together(queue: Queue) -> None:
    one, other = add(queue, a_post(), a_post("y"))
    after = reword(queue, (one, "one"), (other, "other"))
    assert [post.share.text for post in after] == ["one", "other"]
    assert [post.edited_by for post in after] == ["dana", "dana"]
    assert after == [queue.post(one.id), queue.post(other.id)]
    assert [queue.history(post.id)[-1].why for post in after] == ["edited", "edited"]


def test_if_one_of_several_has_changed_meanwhile_none_gets_its_words(queue: Queue) -> None:
    one, other = add(queue, a_post(), a_post("y"))
    theirs = change(queue, other, who="tomas", share=a_share("theirs"))
    with pytest.raises(Changed, match=f"post {other.id} was changed meanwhile"):
        reword(queue, (one, "one"), (other, "mine"))
    assert (queue.post(one.id), queue.post(other.id)) == (one, theirs)


def test_if_one_of_several_is_sent_meanwhile_none_gets_its_words(queue: Queue) -> None:
    one, other = add(queue, a_post(), a_post("y"))
    claimed(queue, "y")
    with pytest.raises(Changed, match=f"post {other.id} was changed meanwhile and is sending"):
        reword(queue, (one, "one"), (other, "mine"))
    assert queue.post(one.id) == one


# Taking back ----------------------------------------------------------------------------------------------------------
WITHDRAWAL = Withdrawal(at=NOW + MINUTE, by="dana", said="x has removed it", reason="the name was wrong")


def test_what_is_taken_back_stays_sent_with_its_receipt_and_its_times(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    after = queue.withdraw(post.id, WITHDRAWAL)
    assert after == replace(post, receipt=replace(RECEIPT, withdrawn=WITHDRAWAL), version=post.version + 1)
    assert after == queue.post(post.id)
    step = queue.history(post.id)[-1]
    assert (step.who, step.before, step.after) == ("dana", State.SENT, State.SENT)
    assert step.why == "taken back (the name was wrong): x has removed it"


def test_the_first_withdrawal_stands(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    first = queue.withdraw(post.id, WITHDRAWAL)
    assert queue.withdraw(post.id, replace(WITHDRAWAL, by="tomas")) == first
    assert len(queue.history(post.id)) == 4


@pytest.mark.parametrize("state", sorted(set(State) - {State.SENT}))
def test_only_what_is_sent_can_be_taken_back(queue: Queue, state: State) -> None:
    post = a_post_in(queue, state)
    with pytest.raises(IllegalMove, match=f"post {post.id} is {state}; only a sent post"):
        queue.withdraw(post.id, WITHDRAWAL)
    assert queue.post(post.id) == post


def test_a_post_that_was_taken_back_is_not_made_again_by_its_entry(queue: Queue) -> None:
    (post,) = take_in(queue, an_intake(1, a_post()))
    sent(queue, post, NOW)
    queue.withdraw(post.id, WITHDRAWAL)
    assert take_in(queue, an_intake(1, a_post())) == []


def test_a_note_changes_nothing_of_the_post(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    queue.note(post.id, now=NOW + MINUTE, who="dana", why="x is asked to remove it")
    assert queue.post(post.id) == post
    step = queue.history(post.id)[-1]
    assert (step.at, step.who, step.after, step.why) == (NOW + MINUTE, "dana", State.SENT, "x is asked to remove it")


@pytest.mark.parametrize("changes", [{"share": a_share("new")}, {"hold": "stop"}])
def test_words_and_holds_are_not_for_posts_in_doubt(queue: Queue, changes: dict[str, Any]) -> None:
    with pytest.raises(IllegalMove, match="may be public already and cannot be changed"):
        change(queue, in_doubt_again(queue, add(queue)[0]), **changes)


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.CANCELLED])
def test_a_post_at_its_end_has_no_new_due_time(queue: Queue, state: State) -> None:
    with pytest.raises(IllegalMove, match=f"is {state} and cannot be changed"):
        change(queue, a_post_in(queue, state), due_at=NOW + MINUTE)
