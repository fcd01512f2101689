"""Every order of refusals, lost and late answers, rejections, bugs, power cuts, rival workers and clock jumps.

Three laws: never two copies, never lost, never FAILED while public.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.network import Network, PowerCut, World, deliverer
from sharebot.bot.deliver import LEASE, Deliverer
from sharebot.errors import IllegalMove, LeaseLost
from sharebot.model import NewPost, Post, PostFilter, Share, State, Verdict
from sharebot.ports import Guarantee, GuaranteeKind, Queue
from sharebot.queue import open_queue

MINUTE = timedelta(minutes=1)
LOOKS = (MINUTE, 2 * MINUTE, 10 * MINUTE)
CLASSES = {
    "key for ever": Guarantee(kind=GuaranteeKind.KEY, rest=MINUTE),
    "key for half an hour, then look-up": Guarantee(
        kind=GuaranteeKind.KEY, key_life=30 * MINUTE, rest=MINUTE, looks=LOOKS
    ),
    "key for half an hour and one repeat, then look-up": Guarantee(
        kind=GuaranteeKind.KEY, key_life=30 * MINUTE, one_repeat=True, rest=MINUTE, looks=LOOKS
    ),
    "key for half an hour, then a person": Guarantee(kind=GuaranteeKind.KEY, key_life=30 * MINUTE, rest=MINUTE),
    "look-up": Guarantee(kind=GuaranteeKind.LOOK_UP, rest=MINUTE, looks=LOOKS),
    "two-phase": Guarantee(kind=GuaranteeKind.TWO_PHASE, rest=MINUTE, looks=LOOKS, sure_looks=True),
    "ask": Guarantee(kind=GuaranteeKind.ASK),
}
FAULTS = (
    "fine",
    "refused",
    "throttled",
    "rejected",
    "locked",
    "unanswered",
    "lost",
    "late",
    "bug before",
    "bug after",
    "power cut before",
    "power cut after",
)
RIVALS = ("none", "after claim", "before settle")
JUMPS = (0.0, 3600.0, -3600.0, 86400.0 * 40, -86400.0 * 40)


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    """One real queue for all lives; each has an account of its own in it."""
    opened = open_queue(f"sqlite:///{tmp_path_factory.mktemp('laws') / 'sharebot.db'}")
    yield opened
    opened.close()


@dataclass
class Rivalry:
    """A queue that lets another worker have its turn at the worst moments of this one's delivery."""

    queue: Queue
    world: World
    rival: Deliverer
    at: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.queue, name)

    def claim(self, account: str, **how: Any) -> Any:
        claim = self.queue.claim(account, **how)
        if claim and self.at == "after claim":
            self._rivals_turn()
        return claim

    def settle(self, claim: Any, verdict: Any, **how: Any) -> Post:
        if self.at == "before settle":
            self._rivals_turn()
        return self.queue.settle(claim, verdict, **how)

    def _rivals_turn(self) -> None:
        self.at = "none"
        self.world.pass_time(LEASE.total_seconds() + 1)
        for _ in range(6):
            one_round(self.rival)
            self.world.pass_time(90)


def one_round(worker: Deliverer) -> None:
    try:
        worker.recover()
        worker.deliver(*worker.lanes)
    except PowerCut:
        pass


def worker(queue: Queue, network: Network, name: str, *, alone: bool = False) -> Deliverer:
    return deliverer(queue, network, network.world, network.account, worker=name, alone=alone)


def queue_one(queue: Queue, network: Network) -> int:
    share = Share(text="A title https://blog.example/1", length=30, limit=280, link="https://blog.example/1")
    new = NewPost(account=network.account, share=share, state=State.QUEUED, due_at=network.world.now())
    (post,) = queue.add([new], entry_id=None, now=network.world.now(), who="test", why="test")
    return post.id


def live(queue: Queue, network: Network, post_id: int, *, rival: str = "none", jumps: tuple[float, ...] = ()) -> Post:
    """Deliver until nothing is due any more: a worker that restarts after each power cut, a year at the most."""
    world = network.world
    rivalry: Any = Rivalry(queue, world, worker(queue, network, "rival"), rival)
    this = worker(rivalry, network, "this")
    to_come = list(jumps)
    for _ in range(400):
        one_round(this)
        if to_come:
            world.wall_offset += to_come.pop(0)
        if queue.account(network.account).paused_at:
            queue.resume(network.account, now=world.now(), who="staff")
        due_at = queue.next_due(network.account)
        if due_at is None:
            break
        world.pass_time(min(max((due_at - world.now()).total_seconds(), 1.0), 86400.0))
    return queue.post(post_id)


def must_keep_the_laws(post: Post, network: Network) -> None:
    copies = len(network.posts)
    assert copies <= 1, "sent twice"
    match post.state:
        case State.SENT:
            assert copies == 1
            assert post.receipt is not None
        case State.FAILED:
            assert copies == 0, "FAILED while public"
        case State.UNSURE:
            assert post.due_at is None, "stuck: the machine has not finished with it"
        case other:
            pytest.fail(f"stuck as {other}")


def network_of(kind: str, faults: list[str]) -> Network:
    return Network(World(), CLASSES[kind], faults)


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("first", FAULTS)
def test_every_pair_of_faults_keeps_the_laws(kind: str, first: str, queue: Queue) -> None:
    for second in FAULTS:
        network = network_of(kind, [first, second])
        post = live(queue, network, queue_one(queue, network))
        must_keep_the_laws(post, network)


@given(
    kind=st.sampled_from(list(CLASSES)),
    faults=st.lists(st.sampled_from(FAULTS), max_size=6),
    rival=st.sampled_from(RIVALS),
    jumps=st.lists(st.sampled_from(JUMPS), max_size=4),
    look_faults=st.integers(0, 3),
    list_lag=st.sampled_from([0.0, 30.0]),
    reboots=st.booleans(),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_of_faults_rivals_and_clock_jumps_keeps_the_laws(
    kind: str,
    faults: list[str],
    rival: str,
    jumps: list[float],
    look_faults: int,
    list_lag: float,
    reboots: bool,
    queue: Queue,
) -> None:
    network = network_of(kind, faults)
    network.look_faults, network.list_lag = look_faults, list_lag
    post_id = queue_one(queue, network)
    if reboots:
        one_round(worker(queue, network, "this"))
        network.world.boot += 1
        network.world.pass_time(120)
    post = live(queue, network, post_id, rival=rival, jumps=tuple(jumps))
    must_keep_the_laws(post, network)


@given(
    kind=st.sampled_from(list(CLASSES)),
    faults=st.lists(st.sampled_from(FAULTS), max_size=4),
    further=st.lists(st.sampled_from(FAULTS), max_size=4),
    gives_up=st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_other_words_for_what_failed_are_sent_once_and_never_beside_the_old_ones(
    kind: str, faults: list[str], further: list[str], gives_up: bool, queue: Queue
) -> None:
    """Only what is surely not public may get other words; what was given up in doubt may not."""
    network = network_of(kind, [*faults, "rejected"])
    post = live(queue, network, queue_one(queue, network))
    if post.state is State.UNSURE and gives_up:
        verdict = Verdict(state=State.FAILED, reason="given up", doubt=post.doubt)
        post = queue.move(post, verdict, now=network.world.now(), who="staff")
    if post.state is not State.FAILED or post.doubt:
        with pytest.raises(IllegalMove):
            reworded(queue, network, post)
        return
    assert network.posts == []
    after = reworded(queue, network, post)
    assert (after.state, after.payload) == (State.FAILED, None)
    queue.move(
        after, Verdict(state=State.QUEUED, reason="retry", due_at=network.world.now()), now=network.world.now(), who="s"
    )
    network.faults = list(further)
    must_keep_the_laws(live(queue, network, post.id), network)
    assert {remote.body for remote in network.posts} <= {NEW_WORDS.encode()}


NEW_WORDS = "Other words https://blog.example/1"


def reworded(queue: Queue, network: Network, post: Post) -> Post:
    share = replace(post.share, text=NEW_WORDS)
    return queue.change(post, now=network.world.now(), who="staff", why="edited", share=share)


def test_an_answer_lost_and_then_a_refusal_leave_one_copy_when_the_key_has_expired_meanwhile(queue: Queue) -> None:
    """The repeat is decided inside the key's window and would be sent after it."""
    network = network_of("key for half an hour, then look-up", ["lost", "refused"])
    post_id = queue_one(queue, network)
    this = worker(queue, network, "this")
    one_round(this)
    network.world.pass_time(25 * 60)
    one_round(this)
    network.world.pass_time(60 * 60)
    must_keep_the_laws(live(queue, network, post_id), network)
    assert queue.post(post_id).state is State.SENT


def test_an_error_instead_of_what_the_key_stands_for_is_looked_up_and_not_repeated_again_and_again(
    queue: Queue,
) -> None:
    """Mastodon 4.6.0 answers 500 to every repeat, although the status exists."""
    network = network_of("key for half an hour and one repeat, then look-up", ["lost", *["unanswered"] * 30])
    post = live(queue, network, queue_one(queue, network))
    must_keep_the_laws(post, network)
    assert (post.state, post.tries) == (State.SENT, 2)
    assert post.receipt is not None
    assert post.receipt.found == "looked up"


@given(
    faults=st.lists(st.sampled_from(FAULTS), max_size=6),
    rival=st.sampled_from(RIVALS),
    lag=st.sampled_from([1800.0, 7200.0, 1e9]),
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_list_that_lags_longer_than_all_looks_costs_nothing_where_the_same_text_is_refused(
    faults: list[str], rival: str, lag: float, queue: Queue
) -> None:
    network = network_of("look-up", faults)
    network.list_lag, network.refuses_twins = lag, True
    post = live(queue, network, queue_one(queue, network), rival=rival)
    must_keep_the_laws(post, network)


def test_a_refusal_after_looks_that_found_nothing_is_for_a_person_unless_looks_are_sure(queue: Queue) -> None:
    for kind, state in (("look-up", State.UNSURE), ("two-phase", State.FAILED)):
        network = network_of(kind, ["unanswered", "rejected"])
        post = live(queue, network, queue_one(queue, network))
        assert (post.state, len(network.posts)) == (state, 0)


def test_what_looks_may_have_missed_is_named_plainly_by_nobody(queue: Queue) -> None:
    """Another text would be a second post, should the first one show after all."""
    network = network_of("look-up", ["lost", "mention refused"])
    network.list_lag = 7200.0
    post = live(queue, network, queue_one(queue, network))
    assert (post.state, len(network.posts)) == (State.UNSURE, 1)


def test_an_answer_lost_and_then_a_rejection_never_end_as_failed(queue: Queue) -> None:
    for kind in CLASSES:
        network = network_of(kind, ["lost", "rejected"])
        post = live(queue, network, queue_one(queue, network))
        assert post.state in (State.SENT, State.UNSURE)
        assert len(network.posts) == 1


def test_a_worker_that_stalls_after_its_claim_sends_nothing_once_its_lease_is_in_danger(queue: Queue) -> None:
    for kind, rival in product(CLASSES, RIVALS):
        network = network_of(kind, [])
        post = live(queue, network, queue_one(queue, network), rival=rival)
        must_keep_the_laws(post, network)


def test_a_late_receipt_is_still_a_receipt(queue: Queue) -> None:
    """The worker's answer came while nobody could go on: the post is known to be public after all."""
    network = network_of("ask", [])
    post = live(queue, network, queue_one(queue, network), rival="before settle")
    assert post.state is State.SENT


def test_a_lost_lease_is_unsure_and_never_queued_again_where_nobody_can_look(queue: Queue) -> None:
    network = network_of("ask", ["power cut after"])
    post = live(queue, network, queue_one(queue, network))
    assert post.state is State.UNSURE
    assert [step.after for step in queue.history(post.id)] == [State.QUEUED, State.SENDING, State.UNSURE]


def test_the_same_bytes_and_the_same_key_go_out_at_every_repeat(queue: Queue) -> None:
    network = network_of("key for ever", ["refused", "lost", "unanswered", "throttled"])
    sent: list[Any] = []
    publish = network.publish
    network.publish = lambda payload: (sent.append(payload), publish(payload))[1]  # type: ignore[method-assign]  # spy
    live(queue, network, queue_one(queue, network))
    assert len(sent) == 5
    assert len(set(sent)) == 1


def test_bad_credentials_pause_the_account_and_fail_no_post(queue: Queue) -> None:
    network = network_of("look-up", ["locked"])
    post_id = queue_one(queue, network)
    one_round(worker(queue, network, "this"))
    assert queue.post(post_id).state is State.QUEUED
    assert queue.account(network.account).paused_at is not None
    assert queue.peek(network.account, now=network.world.now()) is None
    queue.resume(network.account, now=network.world.now(), who="staff")
    one_round(worker(queue, network, "this"))
    assert queue.post(post_id).state is State.SENT


def test_the_last_resort_fails_a_post_of_which_surely_nothing_was_sent(queue: Queue) -> None:
    network = network_of("look-up", ["refused"] * 40)
    post = live(queue, network, queue_one(queue, network))
    assert post.state is State.FAILED
    assert not network.posts


def test_an_attempt_whose_lease_was_lost_may_not_decide_any_more(queue: Queue) -> None:
    network = network_of("ask", [])
    queue_one(queue, network)
    this = worker(queue, network, "this")
    taken = this._claim(this.lanes[network.account], [])
    assert taken is not None
    worker(queue, network, "rival", alone=True).recover()
    from sharebot.model import Verdict

    with pytest.raises(LeaseLost):
        queue.settle(taken[0], Verdict(state=State.QUEUED, reason="late"), now=network.world.now(), who="this")


def test_two_workers_on_one_queue_send_each_post_once(queue: Queue) -> None:
    network = network_of("ask", [])
    for _ in range(5):
        queue_one(queue, network)
    for name in ("one", "two"):
        one_round(worker(queue, network, name))
    sent = queue.posts(PostFilter(account=network.account, states=frozenset({State.SENT})))
    assert len(sent) == len(network.posts) == 5
