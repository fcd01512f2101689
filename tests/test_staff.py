"""Staff's verbs: each goes where its name says, and none loses or doubles a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from servers.network import Network, World, deliverer
from servers.paper import MONDAY, PaperClock
from sharebot import platforms
from sharebot.bot.deliver import Deliverer
from sharebot.bot.staff import Staff
from sharebot.compose import from_text
from sharebot.errors import IllegalMove, SharebotError
from sharebot.model import NewPost, Post, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, parse_slots

WEEKDAYS = Calendar(weekly=parse_slots("mon-fri 10:00 14:00"))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


def staff(queue: Queue, clock: PaperClock | None = None) -> Staff:
    return Staff(
        queue=queue,
        calendars={"net": WEEKDAYS},
        rules={"net": platforms.rules("x")},
        from_text=lambda text, post, authors, rules: from_text(text, rules, link=post.share.link, authors=authors),
        clock=clock or PaperClock(),
        who="dana",
    )


def lane_of(queue: Queue, network: Network, clock: PaperClock) -> Deliverer:
    return deliverer(queue, network, clock, calendars={"net": WEEKDAYS}, too_late=timedelta(days=2))


def a_post(queue: Queue, state: State = State.DRAFT, due_at: datetime | None = None) -> Post:
    share = Share(text="A title", length=7, limit=280, link="https://blog.harborlight.org/1")
    hold = "waits for approval" if state is State.DRAFT else ""
    new = NewPost(account="net", share=share, state=state, hold=hold, due_at=due_at)
    return queue.add([new], entry_id=None, now=MONDAY, who="test", why="test")[0]


def test_approve_puts_a_draft_into_the_next_free_slot(queue: Queue) -> None:
    first, second = a_post(queue), a_post(queue)
    assert staff(queue).approve(first.id).due_at == MONDAY.replace(hour=10)
    approved = staff(queue).approve(second.id)
    assert (approved.state, approved.hold, approved.due_at) == (State.QUEUED, "", MONDAY.replace(hour=14))


def test_approve_keeps_the_time_that_a_person_has_set(queue: Queue) -> None:
    post = a_post(queue)
    later = MONDAY + timedelta(days=90)
    staff(queue).reschedule(post.id, later)
    approved = staff(queue).approve(post.id)
    assert (approved.state, approved.due_at) == (State.QUEUED, later)


def test_an_edit_that_does_not_fit_is_refused_and_changes_nothing(queue: Queue) -> None:
    post = a_post(queue)
    with pytest.raises(SharebotError, match="280"):
        staff(queue).edit(post.id, "word " * 100)
    assert queue.post(post.id) == post


def test_now_lets_a_draft_go_at_once_and_out_of_its_slot(queue: Queue) -> None:
    clock = PaperClock()
    network = Network(World(), Guarantee(kind=GuaranteeKind.ASK))
    for post in (a_post(queue), staff(queue).approve(a_post(queue).id)):
        sooner = staff(queue, clock).send_now(post.id)
        assert (sooner.state, sooner.hold, sooner.due_at, sooner.slot_at) == (State.QUEUED, "", clock.now(), None)
        lane_of(queue, network, clock).deliver("net")
        assert queue.post(post.id).state is State.SENT
        with pytest.raises(IllegalMove, match="is sent and cannot be sent now"):
            staff(queue, clock).send_now(post.id)


def test_a_draft_that_was_put_into_a_slot_still_waits_and_keeps_it_when_it_is_approved(queue: Queue) -> None:
    placed = staff(queue).into_slot(a_post(queue).id)
    assert (placed.state, placed.hold, placed.slot_at) == (State.DRAFT, "waits for approval", MONDAY.replace(hour=10))
    approved = staff(queue).approve(placed.id)
    assert (approved.state, approved.slot_at) == (State.QUEUED, MONDAY.replace(hour=10))


def test_of_one_accounts_posts_only_those_count_that_can_be_rescheduled(queue: Queue) -> None:
    one, gone = a_post(queue), a_post(queue)
    staff(queue).cancel(gone.id)
    assert staff(queue).moments([one.id, gone.id, 77], MONDAY) == {one.id: MONDAY, gone.id: MONDAY, 77: MONDAY}


def test_a_sent_post_can_neither_be_edited_nor_cancelled_nor_retried(queue: Queue) -> None:
    clock = PaperClock()
    network = Network(World(), Guarantee(kind=GuaranteeKind.ASK))
    post = a_post(queue, State.QUEUED, MONDAY)
    lane_of(queue, network, clock).deliver("net")
    for verb in (
        lambda: staff(queue).edit(post.id, "other"),
        lambda: staff(queue).cancel(post.id),
        lambda: staff(queue).retry(post.id),
        lambda: staff(queue).resolve_again(post.id),
    ):
        with pytest.raises(IllegalMove, match=f"post {post.id} is sent"):
            verb()


def unsure(queue: Queue, network: Network, clock: PaperClock) -> Post:
    network.faults.append("lost")
    post = a_post(queue, State.QUEUED, clock.now())
    lane_of(queue, network, clock).deliver("net")
    assert queue.post(post.id).state is State.UNSURE
    return queue.post(post.id)


def test_a_post_that_was_given_up_in_doubt_is_not_sent_twice_by_a_retry(queue: Queue) -> None:
    clock = PaperClock()
    network = Network(World(), Guarantee(kind=GuaranteeKind.ASK))
    post = unsure(queue, network, clock)
    staff(queue, clock).resolve_give_up(post.id)
    staff(queue, clock).retry(post.id)
    lane_of(queue, network, clock).deliver("net")
    assert queue.post(post.id).state is State.UNSURE
    assert len(network.posts) == 1


def test_again_sends_it_again_because_a_person_is_certain(queue: Queue) -> None:
    clock = PaperClock()
    network = Network(World(), Guarantee(kind=GuaranteeKind.ASK))
    post = unsure(queue, network, clock)
    network.posts.clear()
    staff(queue, clock).resolve_again(post.id)
    lane_of(queue, network, clock).deliver("net")
    assert queue.post(post.id).state is State.SENT


def test_sent_wants_an_address(queue: Queue) -> None:
    clock = PaperClock()
    post = unsure(queue, Network(World(), Guarantee(kind=GuaranteeKind.ASK)), clock)
    for url in ("", "yes", "www.net.example/1", "https://"):
        with pytest.raises(IllegalMove, match="is no address"):
            staff(queue, clock).resolve_sent(post.id, url)
    assert staff(queue, clock).resolve_sent(post.id, "https://net.example/1").state is State.SENT


def test_a_post_in_doubt_on_a_paused_account_can_be_resolved(queue: Queue) -> None:
    clock = PaperClock()
    network = Network(World(), Guarantee(kind=GuaranteeKind.KEY))
    post = unsure(queue, network, clock)
    staff(queue, clock).pause("net")
    clock.pass_time(hours=1)
    lane_of(queue, network, clock).deliver("net")
    assert queue.post(post.id).state is State.UNSURE
    assert staff(queue, clock).resolve_sent(post.id, "https://net.example/1").state is State.SENT


def test_the_calendar_shows_posts_and_the_slots_that_are_free(queue: Queue) -> None:
    post = a_post(queue)
    staff(queue).approve(post.id)
    rows = staff(queue).calendar(MONDAY, MONDAY + timedelta(days=1))
    assert [(row.at.hour, row.post.id if row.post else None) for row in rows] == [(10, post.id), (14, None)]


def test_a_slot_that_has_passed_is_free_no_more(queue: Queue) -> None:
    rows = staff(queue).calendar(MONDAY - timedelta(days=7), MONDAY + timedelta(days=1))
    assert [row.at for row in rows] == [MONDAY.replace(hour=10), MONDAY.replace(hour=14)]


@pytest.mark.parametrize(
    ("state", "way"),
    [
        (State.SENT, "sharebot delete 1 takes it off its network"),
        (State.UNSURE, "sharebot resolve 1 --sent URL, --again or --give-up"),
        (State.FAILED, "it goes out only by sharebot retry 1"),
    ],
)
def test_what_cannot_be_cancelled_is_refused_with_what_staff_may_want_instead(
    queue: Queue, state: State, way: str
) -> None:
    network = Network(
        World(), Guarantee(kind=GuaranteeKind.ASK), {"unsure": ["lost"], "failed": ["rejected"]}.get(state, [])
    )
    a_post(queue, State.QUEUED, MONDAY)
    lane_of(queue, network, PaperClock()).deliver("net")
    with pytest.raises(IllegalMove, match=f"post 1 is {state} and cannot become cancelled: {way}"):
        staff(queue).cancel(1)
