"""One suite for every database: accounts, what was learnt from outside, and the store itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from servers.hands import (
    DOUBT,
    LEASE,
    MINUTE,
    NOW,
    a_post,
    a_post_in,
    a_share,
    add,
    at_once,
    change,
    claim,
    claimed,
    move,
    settle,
    verdict,
)
from sharebot.errors import IllegalMove, LeaseLost, SlotTaken, StoreUnavailable
from sharebot.model import (
    PostFilter,
    State,
)
from sharebot.ports import Fact, Queue
from sharebot.queue import open_queue

# Accounts -------------------------------------------------------------------------------------------------------------


def test_a_paused_account_sends_nothing_until_it_is_resumed(queue: Queue) -> None:
    post = add(queue)[0]
    assert queue.account("x").paused_at is None
    assert queue.accounts() == []
    paused = queue.pause("x", reason="new password", now=NOW, who="dana")
    assert paused == queue.account("x")
    assert (paused.paused_at, paused.reason, paused.by) == (NOW, "new password", "dana")
    assert (claim(queue), queue.peek("x", now=NOW), claim(queue, only=post.id)) == (None, None, None)
    resumed = queue.resume("x", now=NOW + MINUTE, who="tomas")
    assert [resumed] == queue.accounts()
    assert (resumed.paused_at, resumed.reason) == (None, "")
    assert claimed(queue).post.id == post.id


def test_one_accounts_pause_is_not_anothers(queue: Queue) -> None:
    add(queue, a_post("y"))
    queue.pause("x", reason="", now=NOW, who="dana")
    assert claim(queue, "y")


# Resting --------------------------------------------------------------------------------------------------------------
LATER = NOW + 10 * MINUTE


def test_a_resting_account_gives_out_nothing_until_its_rest_is_over(queue: Queue) -> None:
    post, other = add(queue, a_post(), a_post())
    settle(queue, claimed(queue, only=other.id), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    resting = queue.rest("x", until=LATER, now=NOW)
    assert resting == queue.account("x") == queue.accounts()[0]
    assert (resting.rests_until, resting.paused_at, resting.reason, resting.by) == (LATER, None, "", "")
    before = LATER - timedelta(microseconds=1)
    assert (claim(queue, now=before), claim(queue, now=before, only=post.id)) == (None, None)
    assert (queue.peek("x", now=before), queue.unsure("x", now=before)) == (None, [])
    assert [each.id for each in queue.unsure("x", now=LATER)] == [other.id]
    assert queue.peek("x", now=LATER) == post
    assert claimed(queue, now=LATER).post.id == post.id


def test_one_accounts_rest_is_not_anothers(queue: Queue) -> None:
    add(queue, a_post("y"))
    queue.rest("x", until=LATER, now=NOW)
    assert queue.next_due("y") == NOW
    assert claim(queue, "y")


def test_the_later_end_of_two_rests_counts(queue: Queue) -> None:
    assert queue.rest("x", until=LATER, now=NOW).rests_until == LATER
    assert queue.rest("x", until=LATER - MINUTE, now=NOW).rests_until == LATER
    assert queue.rest("x", until=LATER + MINUTE, now=NOW).rests_until == LATER + MINUTE


def test_a_rest_that_is_over_already_changes_nothing(queue: Queue) -> None:
    queue.rest("x", until=NOW, now=NOW)
    assert (queue.account("x").rests_until, queue.accounts()) == (None, [])


def test_a_rest_and_a_pause_leave_each_other_alone(queue: Queue) -> None:
    queue.pause("x", reason="new password", now=NOW, who="dana")
    both = queue.rest("x", until=LATER, now=NOW)
    assert (both.paused_at, both.reason, both.by, both.rests_until) == (NOW, "new password", "dana", LATER)
    again = queue.pause("x", reason="again", now=NOW + MINUTE, who="tomas")
    assert (again.reason, again.by, again.rests_until) == ("again", "tomas", LATER)
    assert again == queue.account("x")


def test_a_person_who_resumes_an_account_ends_its_rest_too(queue: Queue) -> None:
    post = add(queue)[0]
    queue.rest("x", until=LATER, now=NOW)
    assert queue.resume("x", now=NOW, who="dana").rests_until is None
    assert queue.account("x").rests_until is None
    assert claimed(queue).post.id == post.id


def test_settling_lets_the_account_rest_in_the_same_breath(queue: Queue) -> None:
    post, _ = add(queue, a_post(), a_post())
    settle(queue, claimed(queue, only=post.id), verdict(State.QUEUED, due_at=NOW, rest_until=LATER))
    assert queue.account("x").rests_until == LATER
    assert claim(queue) is None
    made = claimed(queue, now=LATER)
    stopped = verdict(State.QUEUED, due_at=NOW, pause=True, reason="401", rest_until=LATER + MINUTE)
    settle(queue, made, stopped, now=LATER)
    account = queue.account("x")
    assert (account.paused_at, account.reason, account.rests_until) == (LATER, "401", LATER + MINUTE)


def test_a_settlement_that_came_too_late_lets_nobody_rest(queue: Queue) -> None:
    add(queue)
    made = claimed(queue)
    settle(queue, made, verdict(State.QUEUED, due_at=NOW))
    with pytest.raises(LeaseLost):
        settle(queue, made, verdict(State.QUEUED, due_at=NOW, rest_until=LATER, pause=True))
    assert queue.accounts() == []


def test_work_is_not_due_before_the_end_of_the_rest_but_leases_are(queue: Queue) -> None:
    post, other, third = add(queue, a_post(), a_post(), a_post(due_at=LATER + MINUTE))
    settle(queue, claimed(queue, only=other.id), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    queue.rest("x", until=LATER, now=NOW)
    assert queue.next_due("x") == LATER
    queue.resume("x", now=NOW, who="dana")
    claimed(queue, only=post.id)
    queue.rest("x", until=LATER, now=NOW)
    assert queue.next_due("x") == NOW + LEASE
    settle(queue, queue.orphans(now=NOW, all_workers=True)[0], verdict(State.SENT))
    move(queue, queue.post(other.id), verdict(State.SENT))
    assert queue.next_due("x") == third.due_at
    queue.pause("x", reason="", now=NOW, who="dana")
    assert queue.next_due("x") is None


def test_of_many_rests_at_once_the_longest_counts(queue: Queue) -> None:
    at_once(4, lambda number: queue.rest("x", until=NOW + (number + 1) * MINUTE, now=NOW))
    assert queue.account("x").rests_until == NOW + 4 * MINUTE


# What was learnt from outside -----------------------------------------------------------------------------------------


def test_what_is_remembered_comes_back_with_the_time_and_the_last_word_counts(queue: Queue) -> None:
    assert queue.recall("identity", "x:garrettreuscher") is None
    queue.remember("identity", "x:garrettreuscher", '{"id": "41"}', now=NOW)
    queue.remember("instance", "x:garrettreuscher", "another kind", now=NOW)
    assert queue.recall("identity", "x:garrettreuscher") == Fact(value='{"id": "41"}', learnt_at=NOW)
    queue.remember("identity", "x:garrettreuscher", "gone", now=NOW + MINUTE)
    assert queue.recall("identity", "x:garrettreuscher") == Fact(value="gone", learnt_at=NOW + MINUTE)
    assert queue.recall("instance", "x:garrettreuscher") == Fact(value="another kind", learnt_at=NOW)


def test_of_two_who_replace_what_both_have_read_one_succeeds(queue: Queue) -> None:
    assert queue.remember_instead("notice", "1 mailto", "mine", of=None, now=NOW)
    assert not queue.remember_instead("notice", "1 mailto", "yours", of=None, now=NOW)
    assert not queue.remember_instead("notice", "1 mailto", "yours", of="another", now=NOW)
    assert queue.recall("notice", "1 mailto") == Fact(value="mine", learnt_at=NOW)
    assert queue.remember_instead("notice", "1 mailto", "yours", of="mine", now=NOW + MINUTE)
    assert queue.recall("notice", "1 mailto") == Fact(value="yours", learnt_at=NOW + MINUTE)
    assert not queue.remember_instead("notice", "nobody's", "value", of="mine", now=NOW)
    assert queue.recall("notice", "nobody's") is None


@pytest.mark.parametrize("before", [None, "free"])
def test_of_many_who_claim_the_same_at_once_one_succeeds(queue: Queue, before: str | None) -> None:
    if before:
        queue.remember("notice", "1 mailto", before, now=NOW)
    won = at_once(
        8, lambda number: queue.remember_instead("notice", "1 mailto", f"worker {number}", of=before, now=NOW)
    )
    fact = queue.recall("notice", "1 mailto")
    assert won.count(True) == 1
    assert fact is not None
    assert fact.value == f"worker {won.index(True)}"


@pytest.mark.parametrize("name", ["é" * 3000, "NUL \0 in it", "half \ud83d", "' OR '1'='1", ""])
def test_no_name_is_too_long_or_too_strange_to_remember_by(queue: Queue, name: str) -> None:
    queue.remember("kind", name, "value \0", now=NOW)
    assert queue.recall("kind", name) == Fact(value="value \N{REPLACEMENT CHARACTER}", learnt_at=NOW)
    assert queue.recall("kind", f"{name}x") is None


# The store itself -----------------------------------------------------------------------------------------------------


def test_what_was_written_is_there_after_closing_and_opening_again(address: str) -> None:
    first = open_queue(address)
    post = add(first)[0]
    first.close()
    second = open_queue(address)
    assert second.post(post.id) == post
    second.close()


def test_a_closed_queue_says_so(queue: Queue) -> None:
    queue.close()
    with pytest.raises(StoreUnavailable, match="the queue is closed"):
        queue.counts()


def test_two_queues_on_one_database_see_each_other(queue: Queue, address: str) -> None:
    other = open_queue(address)
    post = add(queue)[0]
    assert claimed(other).post.id == post.id
    assert claim(queue) is None
    other.close()


def test_opening_a_new_database_from_many_sides_at_once_makes_it_once(address: str) -> None:
    queues = at_once(4, lambda _: open_queue(address))
    add(queues[0])
    assert all(len(queue.posts(PostFilter())) == 1 for queue in queues)
    for queue in queues:
        queue.close()


# Several calls as one -------------------------------------------------------------------------------------------------


def test_what_is_done_together_is_kept_whole(queue: Queue) -> None:
    with queue.together():
        post = add(queue)[0]
        changed = change(queue, queue.post(post.id), share=a_share("Another story"))
    assert queue.post(post.id) == changed
    assert len(queue.history(post.id)) == 2


def test_an_error_at_the_end_takes_everything_back_that_was_done_together(queue: Queue) -> None:
    before = add(queue)[0]

    def more_and_more_until_it_is_too_much() -> None:
        with queue.together():
            add(queue, a_post("mastodon"))
            change(queue, before, hold="wait")
            move(queue, queue.post(before.id), verdict(State.SENT))

    with pytest.raises(IllegalMove):
        more_and_more_until_it_is_too_much()
    assert queue.posts(PostFilter()) == [before]
    assert len(queue.history(before.id)) == 1


def test_a_refusal_that_is_met_takes_back_one_call_and_the_rest_goes_on(queue: Queue) -> None:
    slot = NOW + MINUTE
    with queue.together():
        add(queue, a_post(due_at=slot, slot_at=slot))
        with pytest.raises(SlotTaken):
            add(queue, a_post("mastodon"), a_post(due_at=slot, slot_at=slot))
        add(queue, a_post(due_at=slot + MINUTE, slot_at=slot + MINUTE))
    assert [post.slot_at for post in queue.posts(PostFilter())] == [slot, slot + MINUTE]


def test_nobody_else_sees_half_of_what_is_done_together(queue: Queue, address: str) -> None:
    other = open_queue(address)
    with ThreadPoolExecutor(1) as pool:
        with queue.together():
            add(queue)
            assert pool.submit(other.counts).result() == {}
            assert pool.submit(queue.counts).result() == {}
        assert pool.submit(other.counts).result() == {("x", State.QUEUED): 1}
    other.close()


def test_together_within_together_is_one(queue: Queue) -> None:
    def one_in_another() -> None:
        with queue.together():
            with queue.together():
                post = add(queue)[0]
            move(queue, post, verdict(State.SENT))

    with pytest.raises(IllegalMove):
        one_in_another()
    assert queue.counts() == {}


def test_open_posts_are_counted_by_what_they_wait_for(queue: Queue) -> None:
    for state in State:
        a_post_in(queue, state)
    add(queue, a_post(hold="stopped"))
    add(queue, a_post("mastodon", state=State.DRAFT, due_at=None), a_post("mastodon", state=State.DRAFT, due_at=None))
    found = {(each.account, each.state, each.held, each.dated): each.count for each in queue.open_tallies()}
    alone = queue.posts(PostFilter(account="x", states=frozenset(State) - {State.SENT, State.CANCELLED}))
    expected = [(post.account, post.state, bool(post.hold), post.due_at is not None) for post in alone]
    assert found == {key: expected.count(key) for key in expected} | {("mastodon", State.DRAFT, False, False): 2}


def test_a_tally_knows_its_first_post_and_its_oldest_moments(queue: Queue) -> None:
    first = add(queue, now=NOW + MINUTE)[0]
    second = add(queue, now=NOW)[0]
    change(queue, first, hold="")
    (tally,) = queue.open_tallies()
    assert (tally.first, tally.count) == (first.id, 2)
    assert tally.created_at == second.created_at == NOW
    assert tally.changed_at == NOW


def test_facts_of_a_kind_are_listed_by_name_and_let_go_when_they_are_old(queue: Queue) -> None:
    queue.remember("daemon", "quay:41", "one", now=NOW)
    queue.remember("daemon", "pier:7", "two", now=NOW + MINUTE)
    queue.remember("identity", "x:a", "other", now=NOW)
    assert queue.facts("daemon") == {
        "pier:7": Fact(value="two", learnt_at=NOW + MINUTE),
        "quay:41": Fact(value="one", learnt_at=NOW),
    }
    queue.forget("daemon", before=NOW + MINUTE)
    assert [*queue.facts("daemon")] == ["pier:7"]
    assert queue.recall("identity", "x:a") is not None
    assert queue.facts("nothing") == {}
