"""One suite for every database: from the claim to its end, and what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from servers.hands import (
    DOUBT,
    LEASE,
    MINUTE,
    NOW,
    RECEIPT,
    a_post,
    a_share,
    add,
    an_intake,
    at_once,
    attempt_to,
    cancel,
    change,
    claim,
    claimed,
    freeze,
    in_doubt_again,
    move,
    revise,
    settle,
    take_in,
    verdict,
)
from sharebot.errors import IllegalMove, LeaseLost, Rejected
from sharebot.model import (
    MOVES,
    NewPost,
    Payload,
    Post,
    PostFilter,
    State,
)
from sharebot.ports import Claim, Queue
from sharebot.queue import opening

# Claiming -------------------------------------------------------------------------------------------------------------


def test_a_claim_is_on_disk_with_its_attempt_key_payload_and_doubt(queue: Queue) -> None:
    post = add(queue)[0]
    made = claimed(queue, now=NOW + MINUTE)
    assert made.post == queue.post(post.id)
    assert (made.payload, made.attempt, made.doubted) == (freeze(post), 1, False)
    assert made.lease_until == made.post.lease_until == NOW + MINUTE + LEASE
    assert (made.post.state, made.post.payload, made.post.doubt, made.post.tries, made.post.worker) == (
        State.SENDING, freeze(post), DOUBT, 1, "w1",
    )  # fmt: skip
    attempt = queue.attempts(post.id)[0]
    assert (attempt.number, attempt.worker, attempt.started_at, attempt.ended_at) == (1, "w1", NOW + MINUTE, None)
    assert [(step.before, step.after) for step in queue.history(post.id)] == [
        (None, State.QUEUED), (State.QUEUED, State.SENDING),
    ]  # fmt: skip


def test_posts_are_claimed_in_order_of_due_time(queue: Queue) -> None:
    third, first, second = add(queue, a_post(), a_post(due_at=NOW - MINUTE), a_post(due_at=NOW - MINUTE))
    assert [claimed(queue).post.id for _ in range(3)] == [first.id, second.id, third.id]
    assert claim(queue) is None


@pytest.mark.parametrize(
    "waiting",
    [
        a_post(due_at=NOW + timedelta(microseconds=1)),
        a_post(due_at=None),
        a_post(hold="waits for a person"),
        a_post(state=State.DRAFT),
        a_post("y"),
    ],
)
def test_a_post_that_must_wait_is_not_claimed(queue: Queue, waiting: NewPost) -> None:
    post = add(queue, waiting)[0]
    assert claim(queue) is None
    assert queue.peek("x", now=NOW) is None
    assert claim(queue, only=post.id) is None


def test_peek_shows_what_claim_would_take_and_changes_nothing(queue: Queue) -> None:
    posts = add(queue, a_post(), a_post())
    assert queue.peek("x", now=NOW) == posts[0] == queue.post(posts[0].id)


def test_only_that_post_is_claimed_or_none(queue: Queue) -> None:
    first, second = add(queue, a_post(), a_post())
    assert claimed(queue, only=second.id).post.id == second.id
    assert claim(queue, only=second.id) is None
    assert claimed(queue).post.id == first.id


def test_what_prepare_raises_undoes_the_claim_and_comes_through(queue: Queue) -> None:
    post = add(queue)[0]

    def impossible(post: Post) -> Payload:
        raise Rejected("too long for the network")

    with pytest.raises(Rejected, match="too long"):
        claim(queue, prepare=impossible)
    assert queue.post(post.id) == post
    assert queue.attempts(post.id) == []
    assert len(queue.history(post.id)) == 1


def test_a_frozen_payload_is_never_prepared_again(queue: Queue) -> None:
    add(queue)
    first = claimed(queue)
    settle(queue, first, verdict(State.QUEUED, due_at=NOW))
    second = claimed(queue, prepare=lambda post: pytest.fail("prepared twice"))
    assert second.payload == first.payload
    assert (second.attempt, second.post.tries) == (2, 2)


def test_a_doubt_that_looks_have_missed_leaves_its_mark_in_the_next_one(queue: Queue) -> None:
    unsure = settle(queue, claimed(queue, only=add(queue)[0].id), verdict(State.UNSURE, doubt=DOUBT))
    move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=replace(DOUBT, missed=True)), who="sharebot")
    newer = replace(DOUBT, ticks=90000.0, boot="another")
    made = claimed(queue, doubt=newer)
    assert (made.doubted, made.may_be_public) == (False, True)
    assert made.post.doubt == queue.post(made.post.id).doubt == replace(newer, missed=True)


def test_an_older_doubt_stands(queue: Queue) -> None:
    again = in_doubt_again(queue, add(queue)[0])
    assert again.doubt == DOUBT
    made = claimed(queue, doubt=replace(DOUBT, ticks=1.0, boot="another"))
    assert made.doubted
    assert made.post.doubt == queue.post(again.id).doubt == DOUBT


def test_however_many_workers_claim_each_post_is_claimed_once(queue: Queue) -> None:
    posts = add(queue, *(a_post() for _ in range(60)))

    def work(number: int) -> list[int]:
        mine = []
        while made := claim(queue, worker=f"w{number}"):
            settle(queue, made, verdict(State.SENT))
            mine.append(made.post.id)
        return mine

    each = at_once(4, work)
    assert sorted(post_id for mine in each for post_id in mine) == [post.id for post in posts]
    assert all(len(queue.attempts(post.id)) == 1 for post in posts)


# Media ----------------------------------------------------------------------------------------------------------------
PICTURE = b"\x89PNG\0\xff" * 9


def with_picture(post: Post) -> Payload:
    return replace(freeze(post), media=PICTURE)


def stored_media(address: str) -> int:
    """How many pictures the database holds."""
    database = opening.named(address)
    with database.reading() as tx:
        found = tx.select("SELECT count(*) FROM media", {})
    database.close()
    return int(found[0][0])


def shown(queue: Queue, address: str) -> Post:
    """The post of a queue that holds one, with a frozen picture, after one attempt that surely sent nothing."""
    add(queue)
    post = settle(queue, claimed(queue, prepare=with_picture), verdict(State.QUEUED, due_at=NOW))
    assert stored_media(address) == 1
    return post


def test_a_claim_brings_the_picture_of_its_payload_at_the_first_try_and_at_every_repeat(
    queue: Queue, address: str
) -> None:
    add(queue)
    first = claimed(queue, prepare=with_picture)
    assert (first.payload.media, stored_media(address)) == (PICTURE, 1)
    for _ in range(2):
        settle(queue, first, verdict(State.QUEUED, due_at=NOW))
        first = claimed(queue, prepare=lambda post: pytest.fail("prepared twice"))
        assert first.payload == with_picture(first.post)
        assert first.post.payload == first.payload


def test_what_is_listed_comes_without_pictures(queue: Queue, address: str) -> None:
    add(queue)
    made = claimed(queue, prepare=with_picture)
    orphan = queue.orphans(now=NOW, all_workers=True)[0]
    unsure = settle(queue, orphan, verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    bare = freeze(unsure)
    assert (orphan.payload, orphan.post.payload, unsure.payload) == (bare, bare, bare)
    assert [post.payload for post in (*queue.posts(PostFilter()), *queue.unsure("x", now=NOW))] == [bare, bare]
    move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT))
    assert queue.peek("x", now=NOW) == queue.post(made.post.id)
    assert queue.post(made.post.id).payload == bare
    assert claimed(queue).payload.media == PICTURE
    assert stored_media(address) == 1


def test_a_claim_that_is_undone_leaves_no_picture(queue: Queue, address: str) -> None:
    add(queue)

    def late(post: Post) -> Payload:
        raise Rejected("too late")

    with pytest.raises(Rejected):
        claim(queue, prepare=late)
    assert stored_media(address) == 0


@pytest.mark.parametrize(
    "end",
    [
        lambda queue: settle(queue, claimed(queue), verdict(State.SENT)),
        lambda queue: settle(queue, overtaken(queue), verdict(State.SENT)),
        lambda queue: move(
            queue, settle(queue, claimed(queue), verdict(State.UNSURE, doubt=DOUBT)), verdict(State.SENT)
        ),
        lambda queue: move(queue, queue.post(1), verdict(State.CANCELLED)),
        lambda queue: change(queue, queue.post(1), share=a_share("Other words")),
    ],
    ids=["sent", "late receipt", "found", "cancelled", "thawed"],
)
def test_a_picture_that_nobody_will_send_again_is_let_go(
    queue: Queue, address: str, end: Callable[[Queue], Post]
) -> None:
    shown(queue, address)
    end(queue)
    assert stored_media(address) == 0


def overtaken(queue: Queue) -> Claim:
    """A claim that comes back late: its post is unsure by now."""
    made = claimed(queue)
    settle(queue, queue.orphans(now=NOW, all_workers=True)[0], verdict(State.UNSURE, doubt=DOUBT))
    return made


def test_a_post_that_is_thawed_gets_another_picture_or_none(queue: Queue, address: str) -> None:
    change(queue, shown(queue, address), share=a_share("Other words"))
    made = claimed(queue)
    assert (made.payload.media, stored_media(address)) == (b"", 0)
    thawed = change(queue, settle(queue, made, verdict(State.QUEUED, due_at=NOW)), share=a_share("Again"))
    again = claimed(queue, prepare=lambda post: replace(freeze(post), media=b"another"))
    assert (again.post.id, again.payload.media, stored_media(address)) == (thawed.id, b"another", 1)


@pytest.mark.parametrize("how", ["revised", "cancelled"])
def test_a_poll_that_thaws_or_cancels_a_post_lets_its_picture_go(queue: Queue, address: str, how: str) -> None:
    take_in(queue, an_intake(1, a_post()))
    post = settle(queue, claimed(queue, prepare=with_picture), verdict(State.QUEUED, due_at=NOW))
    assert stored_media(address) == 1
    assert (revise if how == "revised" else cancel)(queue, post)
    assert stored_media(address) == 0


@pytest.mark.parametrize("given_up", [False, True])
def test_what_failed_is_tried_again_with_the_picture_that_was_frozen(
    queue: Queue, address: str, given_up: bool
) -> None:
    shown(queue, address)
    failed = settle(queue, claimed(queue), verdict(State.UNSURE if given_up else State.FAILED))
    if given_up:
        failed = move(queue, failed, verdict(State.FAILED))
    assert stored_media(address) == 1
    move(queue, failed, verdict(State.QUEUED, due_at=NOW))
    assert claimed(queue, prepare=lambda post: pytest.fail("prepared twice")).payload.media == PICTURE


# Settling -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_a_settled_claim_goes_where_the_drawing_allows_and_nowhere_else(queue: Queue, state: State) -> None:
    add(queue)
    made = claimed(queue)
    if state not in MOVES[State.SENDING]:
        with pytest.raises(IllegalMove, match=f"is sending and cannot become {state}"):
            settle(queue, made, verdict(state))
        assert queue.post(made.post.id) == made.post
        return
    later = NOW + MINUTE
    after = settle(queue, made, verdict(state, due_at=later, rejected="said no", doubt=DOUBT), now=later)
    assert after == queue.post(made.post.id)
    assert (after.state, after.doubt, after.rejected, after.looks) == (state, DOUBT, "said no", 0)
    assert (after.lease_until, after.worker, after.tries, after.payload) == (None, "", 1, made.payload)
    assert after.receipt == (RECEIPT if state is State.SENT else None)
    attempt = queue.attempts(after.id)[0]
    assert (attempt.ended_at, attempt.verdict, attempt.detail) == (later, "test", f"it is {state}")
    step = queue.history(after.id)[-1]
    assert (step.before, step.after, step.who, step.why) == (State.SENDING, state, "sharebot", f"it is {state}")


@pytest.mark.parametrize(
    ("state", "due"), [(State.QUEUED, True), (State.UNSURE, True), (State.SENT, False), (State.FAILED, False)]
)
def test_a_post_at_its_end_keeps_the_time_it_was_planned_for(queue: Queue, state: State, due: bool) -> None:
    add(queue)
    after = settle(queue, claimed(queue), verdict(state, due_at=NOW + MINUTE if due else None))
    assert after.due_at == (NOW + MINUTE if due else NOW)


def test_no_doubt_in_the_verdict_takes_the_doubt_away(queue: Queue) -> None:
    add(queue)
    assert settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW)).doubt is None


def test_sent_needs_a_receipt(queue: Queue) -> None:
    add(queue)
    with pytest.raises(IllegalMove, match="without a receipt"):
        settle(queue, claimed(queue), verdict(State.SENT, receipt=None))


def test_settling_can_pause_the_account_at_once(queue: Queue) -> None:
    add(queue)
    settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW, pause=True, reason="401: token revoked"))
    paused = queue.account("x")
    assert (paused.paused_at, paused.reason, paused.by) == (NOW, "401: token revoked", "sharebot")
    assert claim(queue) is None


def test_what_was_attempted_in_a_time_is_told_by_account_and_without_what_surely_sent_nothing(queue: Queue) -> None:
    for number, kind in enumerate(["sent", "not sent", "unknown", "rejected"]):
        add(queue, a_post(share=a_share(kind), due_at=NOW), a_post("other", share=a_share(kind), due_at=NOW))
        made = claimed(queue, now=NOW + number * MINUTE)
        settle(queue, made, verdict(State.SENT if kind == "sent" else State.FAILED, kind=kind))
    add(queue, a_post(share=a_share("open")))
    claimed(queue, now=NOW + 9 * MINUTE)

    def told(since: datetime, until: datetime, account: str = "x") -> list[str]:
        return [share.text for share in queue.attempted(account, since=since, until=until)]

    assert told(NOW, NOW + 10 * MINUTE) == ["sent", "unknown", "open"]
    assert told(NOW, NOW + 9 * MINUTE) == ["sent", "unknown"]
    assert told(NOW + MINUTE, NOW + 2 * MINUTE) == []
    assert told(NOW, NOW + 10 * MINUTE, "other") == []


def test_an_attempt_whose_post_was_decided_elsewhere_has_lost_its_lease(queue: Queue) -> None:
    add(queue)
    first = claimed(queue)
    settle(queue, first, verdict(State.QUEUED, due_at=NOW))
    for state in MOVES[State.SENDING]:
        with pytest.raises(LeaseLost, match="post 1 is no longer in attempt 1"):
            settle(queue, first, verdict(state))
    second = claimed(queue)
    for state in MOVES[State.SENDING]:
        with pytest.raises(LeaseLost):
            settle(queue, first, verdict(state))
    assert queue.post(1) == second.post
    assert queue.attempts(1)[1].ended_at is None


def test_a_late_receipt_is_still_a_receipt(queue: Queue) -> None:
    add(queue)
    made = claimed(queue)
    orphan = queue.orphans(now=NOW + LEASE, all_workers=False)[0]
    settle(queue, orphan, verdict(State.UNSURE, doubt=DOUBT, due_at=NOW + LEASE))
    for state in (State.FAILED, State.QUEUED, State.UNSURE):
        with pytest.raises(LeaseLost):
            settle(queue, made, verdict(state))
    after = settle(queue, made, verdict(State.SENT), now=NOW + LEASE + MINUTE)
    assert (after.state, after.receipt, after.doubt) == (State.SENT, RECEIPT, None)
    step = queue.history(1)[-1]
    assert (step.before, step.after, step.why) == (State.UNSURE, State.SENT, "late receipt: it is sent")
    assert queue.attempts(1)[0].verdict == "test"


def test_a_late_receipt_of_an_earlier_attempt_ends_the_doubt_about_a_later_one(queue: Queue) -> None:
    post = add(queue)[0]
    first = claimed(queue)
    unsure = settle(queue, first, verdict(State.UNSURE, doubt=DOUBT))
    with pytest.raises(LeaseLost):
        settle(queue, replace(first, attempt=2), verdict(State.FAILED))
    move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT))
    with pytest.raises(LeaseLost):
        settle(queue, first, verdict(State.SENT))
    settle(queue, claimed(queue), verdict(State.UNSURE, doubt=DOUBT))
    assert settle(queue, first, verdict(State.SENT)).state is State.SENT
    assert queue.post(post.id).receipt == RECEIPT


def test_of_a_worker_and_whoever_takes_back_its_lease_one_decides(queue: Queue) -> None:
    for number in range(10):
        post = add(queue)[0]
        made = claimed(queue)
        verdicts = (verdict(State.FAILED), verdict(State.QUEUED, due_at=None))
        outcomes = at_once(
            2, lambda n, made=made, verdicts=verdicts: attempt_to(lambda: settle(queue, made, verdicts[n]))
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LeaseLost", "Post"], number
        assert len(queue.history(post.id)) == 3


# Watching -------------------------------------------------------------------------------------------------------------


def test_a_claim_whose_lease_ran_out_is_an_orphan_in_doubt(queue: Queue) -> None:
    add(queue, a_post(), a_post())
    first, second = claimed(queue), claimed(queue, "x", now=NOW + MINUTE, worker="w2")
    assert queue.orphans(now=NOW + LEASE - timedelta(microseconds=1), all_workers=False) == []
    assert queue.orphans(now=NOW + LEASE, all_workers=False) == [replace(first, doubted=True)]
    both = [replace(first, doubted=True), replace(second, doubted=True)]
    assert queue.orphans(now=NOW, all_workers=True) == both
    settle(queue, first, verdict(State.SENT))
    assert queue.orphans(now=NOW, all_workers=True) == both[1:]


def test_unsure_posts_come_up_when_they_are_due(queue: Queue) -> None:
    add(queue, a_post(), a_post(), a_post(), a_post("y"))
    late = settle(queue, claimed(queue), verdict(State.UNSURE, due_at=NOW + MINUTE, doubt=DOUBT))
    early = settle(queue, claimed(queue), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    settle(queue, claimed(queue), verdict(State.UNSURE, due_at=None, doubt=DOUBT))
    settle(queue, claimed(queue, "y"), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    assert queue.unsure("x", now=NOW) == [early]
    assert queue.unsure("x", now=NOW + MINUTE) == [early, late]


def test_next_due_is_the_earliest_of_queued_unsure_and_leases(queue: Queue) -> None:
    assert queue.next_due("x") is None
    add(queue, a_post(due_at=NOW), a_post(due_at=NOW + 9 * MINUTE), a_post(hold="held"), a_post("y"))
    assert queue.next_due("x") == NOW
    made = claimed(queue)
    assert queue.next_due("x") == NOW + LEASE
    settle(queue, made, verdict(State.UNSURE, due_at=NOW + 7 * MINUTE, doubt=DOUBT))
    assert queue.next_due("x") == NOW + 7 * MINUTE
    unsure = queue.unsure("x", now=NOW + 7 * MINUTE)[0]
    change(queue, unsure, undated=True)
    assert queue.next_due("x") == NOW + 9 * MINUTE


def test_a_paused_account_has_nothing_to_wake_up_for(queue: Queue) -> None:
    add(queue)
    in_doubt = add(queue, a_post(due_at=NOW - MINUTE))[0]
    settle(queue, claimed(queue, only=in_doubt.id), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    queue.pause("x", reason="later", now=NOW, who="dana")
    assert queue.next_due("x") is None
    assert queue.unsure("x", now=NOW + MINUTE) == []


def test_overdue_posts_are_in_no_doubt_and_wait_for_nobody(queue: Queue) -> None:
    second, first, _, _, _, _ = add(
        queue, a_post(due_at=NOW - MINUTE), a_post(due_at=NOW - 2 * MINUTE), a_post(due_at=NOW), a_post("y"),
        a_post(due_at=NOW - MINUTE, hold="held"), a_post(due_at=NOW - MINUTE, state=State.DRAFT),
    )  # fmt: skip
    tried = add(queue, a_post(due_at=NOW - 3 * MINUTE))[0]
    settle(queue, claimed(queue, only=tried.id), verdict(State.QUEUED, due_at=NOW - 3 * MINUTE))
    assert queue.overdue("x", before=NOW) == [queue.post(tried.id), first, second]
