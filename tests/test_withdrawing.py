"""delete: what a person takes back is removed once, stays SENT, and is never made again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.network import COMMITTED, NOTHING_COMMITTED, Network, PowerCut, World, deliverer
from servers.paper import MONDAY
from servers.year import Year
from sharebot.bot.withdrawing import TRIES, Withdrawing
from sharebot.errors import IllegalMove, Locked, OutcomeUnknown, Rejected, SendError, Throttled, Unavailable
from sharebot.model import Doubt, NewPost, Origin, Post, PostFilter, Receipt, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, Platform, Queue, Removal
from sharebot.queue import open_queue
from sharebot.schedule import Rounds
from sharebot.schedule.rounds import parse_rounds

MINUTE = timedelta(minutes=1)
LOOK_UP = Guarantee(kind=GuaranteeKind.LOOK_UP, rest=MINUTE, looks=(MINUTE, 2 * MINUTE))


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path_factory.mktemp('withdrawing') / 'sharebot.db'}")
    yield opened
    opened.close()


@dataclass
class Stage:
    """An account of its own on a network that remembers, in the one queue."""

    queue: Queue
    network: Network = field(default_factory=lambda: Network(World(), LOOK_UP))

    @property
    def withdrawing(self) -> Withdrawing:
        return Withdrawing(
            queue=self.queue, connect=lambda _account: self.network, clock=self.network.world, who="dana"
        )

    def add(self, text: str = "A title https://blog.example/1") -> Post:
        share = Share(text=text, length=len(text), limit=280, link="https://blog.example/1")
        new = NewPost(account=self.network.account, share=share, state=State.QUEUED, due_at=self.network.world.now())
        return self.queue.add([new], entry_id=None, now=self.network.world.now(), who="test", why="test")[0]

    def deliver(self, rounds: int = 1) -> None:
        worker = deliverer(self.queue, self.network, self.network.world, self.network.account)
        for _ in range(rounds):
            worker.deliver(self.network.account)
            self.network.world.pass_time(600)

    def sent(self, text: str = "A title https://blog.example/1") -> Post:
        post = self.add(text)
        self.deliver()
        return self.queue.post(post.id)

    def whys(self, post: Post) -> list[str]:
        return [step.why for step in self.queue.history(post.id)]


@pytest.fixture
def stage(queue: Queue) -> Stage:
    return Stage(queue)


def test_what_is_taken_back_is_gone_from_the_network_and_stays_sent_here(stage: Stage) -> None:
    post = stage.sent()
    withdrawn = stage.withdrawing.withdraw(post.id, "the name was wrong")
    assert stage.network.posts == []
    after = stage.queue.post(post.id)
    assert after == withdrawn.post
    assert (after.state, after.updated_at) == (State.SENT, post.updated_at)
    assert after.withdrawn is not None
    assert (after.withdrawn.by, after.withdrawn.reason) == ("dana", "the name was wrong")
    account = stage.network.account
    assert stage.whys(post)[-2:] == [
        f"{account} is asked to remove it (the name was wrong)",
        f"taken back (the name was wrong): {account} has removed it",
    ]


def test_nothing_ever_sends_it_again(stage: Stage) -> None:
    post = stage.sent()
    stage.withdrawing.withdraw(post.id)
    stage.deliver(rounds=5)
    assert stage.network.posts == []


def test_a_post_that_a_person_deleted_by_hand_is_written_down_as_gone(stage: Stage) -> None:
    post = stage.sent()
    stage.network.posts.clear()
    withdrawal = stage.withdrawing.withdraw(post.id).post.withdrawn
    assert withdrawal is not None
    assert withdrawal.said == f"it was gone from {stage.network.account} already"


def test_taking_it_back_twice_asks_the_network_once_and_keeps_the_first_record(stage: Stage) -> None:
    post = stage.sent()
    first = stage.withdrawing.withdraw(post.id).post
    stage.network.removal_faults.append("locked")
    assert stage.withdrawing.withdraw(post.id, "again").post == first


def test_a_lost_answer_is_asked_for_again_and_the_record_says_so(stage: Stage) -> None:
    post = stage.sent()
    stage.network.removal_faults = ["lost"]
    withdrawal = stage.withdrawing.withdraw(post.id).post.withdrawn
    assert withdrawal is not None
    assert withdrawal.said == f"{stage.network.account} has it no more; an answer was lost before"


def test_when_every_answer_is_lost_it_is_said_that_nobody_knows_and_asking_again_settles_it(stage: Stage) -> None:
    post = stage.sent()
    stage.network.removal_faults = ["lost"] * TRIES
    with pytest.raises(OutcomeUnknown, match=f"may be gone .* or not, {TRIES} answers were lost .*sharebot delete"):
        stage.withdrawing.withdraw(post.id)
    assert stage.queue.post(post.id) == post
    assert stage.whys(post)[-1].startswith("not taken back: post")
    assert stage.withdrawing.withdraw(post.id).post.withdrawn is not None


@pytest.mark.parametrize(
    ("fault", "error"),
    [("rejected", Rejected), ("locked", Locked), ("refused", Unavailable), ("slowed down", Throttled)],
)
def test_what_the_network_refuses_is_refused_once_and_leaves_it_public(
    stage: Stage, fault: str, error: type[SendError]
) -> None:
    post = stage.sent()
    stage.network.removal_faults = [fault, "fine"]
    with pytest.raises(error):
        stage.withdrawing.withdraw(post.id)
    assert (len(stage.network.posts), stage.network.removal_faults) == (1, ["fine"])
    assert stage.queue.post(post.id) == post
    assert stage.whys(post)[-1].startswith("not taken back: ")


def test_a_network_that_wants_to_be_left_alone_says_until_when_and_a_person_asks_again(stage: Stage) -> None:
    post = stage.sent()
    stage.network.removal_faults = ["slowed down"]
    until = stage.network.world.now() + timedelta(minutes=3)
    with pytest.raises(Throttled) as caught:
        stage.withdrawing.withdraw(post.id)
    assert str(caught.value) == (
        f"post {post.id} stays: {stage.network.account} wants no request before {until:%Y-%m-%d %H:%M} UTC; "
        f"then sharebot delete {post.id} again"
    )


def test_a_power_cut_in_between_leaves_a_trace_and_the_same_command_ends_it(stage: Stage) -> None:
    post = stage.sent()
    stage.network.removal_faults = ["power cut after"]
    with pytest.raises(PowerCut):
        stage.withdrawing.withdraw(post.id)
    assert stage.whys(post)[-1].endswith("is asked to remove it")
    withdrawal = stage.withdrawing.withdraw(post.id).post.withdrawn
    assert withdrawal is not None
    assert "gone from" in withdrawal.said


REMOVAL_FAULTS = sorted({*NOTHING_COMMITTED, *COMMITTED, "fine"} - {"bug before", "bug after", "late"})


@given(faults=st.lists(st.sampled_from(REMOVAL_FAULTS), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_in_any_order_of_faults_a_record_means_that_it_is_gone(faults: list[str], queue: Queue) -> None:
    stage = Stage(queue)
    post = stage.sent()
    stage.network.removal_faults = list(faults)
    for _ in range(len(faults) + 1):
        try:
            stage.withdrawing.withdraw(post.id)
        except (SendError, PowerCut):
            assert queue.post(post.id).withdrawn is None
        stage.deliver()
        if queue.post(post.id).withdrawn:
            assert stage.network.posts == []
    assert queue.post(post.id).withdrawn is not None
    assert queue.post(post.id).state is State.SENT


# Whom it does not touch -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", [False, True])
def test_an_unsure_post_with_the_same_text_is_neither_taken_for_it_nor_lost(stage: Stage, lost: bool) -> None:
    """After the deletion the text stands nowhere, or once: as the other post."""
    first = stage.sent()
    stage.network.faults = ["lost" if lost else "unanswered"]
    other = stage.add()
    stage.deliver()
    assert stage.queue.post(other.id).state is State.UNSURE
    stage.withdrawing.withdraw(first.id)
    stage.deliver(rounds=6)
    after = stage.queue.post(other.id)
    assert (after.state, after.withdrawn) == (State.SENT, None)
    assert after.receipt is not None
    assert [remote.id for remote in stage.network.posts] == [after.receipt.remote_id]


def test_only_a_sent_post_can_be_taken_back_and_the_refusal_says_what_else_to_do(stage: Stage) -> None:
    post = stage.add()
    with pytest.raises(IllegalMove, match=f"post {post.id} is queued, not sent: sharebot cancel {post.id}"):
        stage.withdrawing.withdraw(post.id)
    stage.network.faults = ["lost"]
    stage.deliver()
    with pytest.raises(IllegalMove, match=f"is unsure, not sent: sharebot resolve {post.id} --sent URL"):
        stage.withdrawing.ready(post.id)


def test_a_network_that_takes_nothing_back_is_told_before_anybody_is_asked(stage: Stage) -> None:
    post = stage.sent()
    deaf: Platform = _Deaf(stage.network)
    withdrawing = replace(stage.withdrawing, connect=lambda _account: deaf)
    with pytest.raises(IllegalMove, match=r"takes no post back .* delete it there by hand"):
        withdrawing.ready(post.id)
    assert stage.whys(post)[-1] != "is asked to remove it"


class _Deaf:
    """A platform that knows no deletion."""

    def __init__(self, network: Network) -> None:
        self.rules, self.guarantee, self.public = network.rules, network.guarantee, True
        self.prepare, self.publish, self.look_up = network.prepare, network.publish, network.look_up


# Later shares ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield Year(opened, Rounds(distances=parse_rounds("3d 30d")))
    opened.close()


class _Remover:
    """The year's network keeps nothing; it removes whatever it is asked to."""

    def remove(self, receipt: Receipt) -> Removal:
        return Removal.REMOVED


def withdrawing_of(year: Year) -> Withdrawing:
    remover: Platform = _Remover()  # type: ignore[assignment]  # nothing else is asked of it
    return Withdrawing(queue=year.queue, connect=lambda _account: remover, clock=year.clock, who="dana")


def test_later_shares_on_the_account_are_cancelled_and_no_further_one_is_planned(year: Year) -> None:
    first = year.publish()
    planned = year.until_planned()
    withdrawn = withdrawing_of(year).withdraw(first.id)
    assert [post.id for post in withdrawn.cancelled] == [planned.id]
    assert year.queue.history(planned.id)[-1].why == f"post {first.id} was taken back"
    year.pass_days(100)
    assert [post.state for post in year.posts()] == [State.SENT, State.CANCELLED]
    assert year.resharing.outlook(year.record(), "x") == (
        f"no further share of this article on x: post {first.id} was taken back by dana"
    )


def test_before_any_later_share_is_planned_none_will_be(year: Year) -> None:
    first = year.publish()
    year.send_due()
    year.pass_days(1)
    withdrawing_of(year).withdraw(first.id)
    year.pass_days(100)
    assert len(year.posts()) == 1


def test_a_later_share_that_was_put_in_after_all_is_cancelled_by_the_planning(year: Year) -> None:
    """Somebody else planned it while the first was being taken back."""
    first = year.publish()
    year.pass_days(1)
    withdrawing_of(year).withdraw(first.id)
    late = NewPost(
        account="x", share=first.share, state=State.QUEUED, round=1, origin=Origin.RESHARE,
        due_at=year.clock.at + timedelta(days=9),
    )  # fmt: skip
    (post,) = year.queue.add([late], entry_id=first.entry_id, now=year.clock.at, who="sharebot", why="again")
    year.resharing.plan()
    assert year.queue.post(post.id).state is State.CANCELLED
    assert year.queue.history(post.id)[-1].why == "an earlier share of it was taken back"


def test_a_later_share_that_is_going_out_already_is_named(year: Year) -> None:
    first = year.publish()
    planned = year.until_planned()
    year.queue.change(planned, now=year.clock.at, who="dana", why="now", due_at=year.clock.at)
    doubt = Doubt(at=year.clock.at, boot="boot", ticks=0, last_ticks=0)
    claim = year.queue.claim(
        "x", only=planned.id, now=year.clock.at, lease=MINUTE, worker="w", doubt=doubt, prepare=Network(World(), LOOK_UP).prepare
    )  # fmt: skip
    assert claim is not None
    withdrawn = withdrawing_of(year).withdraw(first.id)
    assert [(post.id, post.state) for post in withdrawn.going] == [(planned.id, State.SENDING)]
    assert withdrawn.cancelled == ()


def test_other_articles_and_other_accounts_go_on(year: Year) -> None:
    first, other = year.publish(1), year.publish(2)
    elsewhere = NewPost(account="y", share=first.share, state=State.QUEUED, due_at=MONDAY)
    year.queue.add([elsewhere], entry_id=first.entry_id, now=MONDAY, who="test", why="test")
    year.pass_days(1)
    withdrawn = withdrawing_of(year).withdraw(first.id)
    assert withdrawn.cancelled == ()
    assert [post.state for post in year.queue.posts(PostFilter(account="y"))] == [State.QUEUED]
    year.pass_days(40)
    assert [post.entry_id for post in year.posts(State.SENT) if post.round] == [other.entry_id, other.entry_id]
