"""After down-time: overdue posts take the next slots in their order; what is too old waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.network import Network, World, deliverer
from servers.paper import MONDAY, PaperClock
from sharebot.bot.deliver import Deliverer
from sharebot.errors import StoreUnavailable
from sharebot.model import Entry, Fate, FeedState, Intake, NewPost, Origin, Payload, Picture, Post, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, Page, PageState, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, parse_slots

WEEKDAYS = Calendar(weekly=parse_slots("mon-fri 10:00 14:00"))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


def lane_of(queue: Queue, clock: PaperClock, calendar: Calendar = WEEKDAYS, page: Page | None = None) -> Deliverer:
    network = Network(World(), Guarantee(kind=GuaranteeKind.ASK))
    shown = page or Page(state=PageState.READY, detail="200")
    return deliverer(
        queue, network, clock, calendars={"net": calendar}, page=lambda _url: shown, too_late=timedelta(days=2)
    )


def queued(queue: Queue, *due: datetime) -> list[Post]:
    share = Share(text="A title", length=7, limit=280, link="https://blog.example/1")
    posts = [NewPost(account="net", share=share, state=State.QUEUED, due_at=at, slot_at=at) for at in due]
    return queue.add(posts, entry_id=None, now=MONDAY - timedelta(days=9), who="test", why="test")


def test_overdue_posts_take_the_next_slots_in_their_order(queue: Queue) -> None:
    """It is Monday, nine o'clock; nothing ran since Sunday."""
    first, second = queued(queue, MONDAY - timedelta(hours=20), MONDAY - timedelta(hours=19))
    assert lane_of(queue, PaperClock()).deliver("net") == []
    assert queue.post(first.id).due_at == MONDAY.replace(hour=10)
    assert queue.post(second.id).due_at == MONDAY.replace(hour=14)


def test_overdue_new_posts_take_the_slots_of_what_is_shared_again(queue: Queue) -> None:
    share = Share(text="Again", length=5, limit=280, link="https://blog.example/2")
    ten = MONDAY.replace(hour=10)
    again = NewPost(
        account="net", share=share, state=State.QUEUED, due_at=ten, slot_at=ten, round=1, origin=Origin.RESHARE
    )
    (later,) = queue.add([again], entry_id=None, now=MONDAY, who="test", why="test")
    (new,) = queued(queue, MONDAY - timedelta(hours=20))
    assert lane_of(queue, PaperClock()).deliver("net") == []
    assert queue.post(new.id).slot_at == ten
    assert queue.post(later.id).slot_at == MONDAY.replace(hour=14)


def test_the_first_overdue_post_goes_out_at_once_while_it_is_still_timely(queue: Queue) -> None:
    first, second = queued(queue, MONDAY - timedelta(minutes=50), MONDAY - timedelta(minutes=40))
    lane_of(queue, PaperClock()).deliver("net")
    assert queue.post(first.id).state is State.SENT
    assert queue.post(second.id).due_at == MONDAY.replace(hour=10)


def test_where_deliver_runs_once_a_day_after_the_slots_a_post_is_put_off_once_and_no_more(queue: Queue) -> None:
    """At six each evening, with slots at ten and two: the day's slots are always missed."""
    clock = PaperClock(MONDAY.replace(hour=18))
    (first, second) = queued(queue, MONDAY.replace(hour=10), MONDAY.replace(hour=14))
    sent = []
    for _ in range(3):
        sent.append([post.id for post in lane_of(queue, clock).deliver("net") if post.state is State.SENT])
        clock.pass_time(days=1)
    assert sent == [[], [first.id], [second.id]]


def test_an_overdue_post_never_takes_a_slot_that_another_has(queue: Queue) -> None:
    overdue, planned = queued(queue, MONDAY - timedelta(hours=20), MONDAY.replace(hour=10))
    lane_of(queue, PaperClock()).deliver("net")
    assert queue.post(planned.id).due_at == MONDAY.replace(hour=10)
    assert queue.post(overdue.id).due_at == MONDAY.replace(hour=14)


def test_a_post_that_is_too_old_is_held_with_the_reason(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY - timedelta(days=3))
    lane_of(queue, PaperClock()).deliver("net")
    held = queue.post(post.id)
    assert held.state is State.QUEUED
    assert "3 days ago" in held.hold
    assert f"sharebot approve {post.id}" in held.hold


def test_an_overdue_post_that_finds_no_slot_in_a_year_is_held_and_not_fired(queue: Queue) -> None:
    closed = Calendar(weekly=WEEKDAYS.weekly, blackouts=((date(2026, 1, 1), date(2028, 12, 31)),))
    (post,) = queued(queue, MONDAY - timedelta(hours=20))
    assert lane_of(queue, PaperClock(), closed).deliver("net") == []
    assert "no free slot" in queue.post(post.id).hold


@pytest.mark.parametrize(
    ("page", "state"),
    [(PageState.READY, State.SENT), (PageState.GONE, State.QUEUED), (PageState.UNKNOWN, State.QUEUED)],
)
def test_nothing_is_sent_before_the_page_answers(queue: Queue, page: PageState, state: State) -> None:
    (post,) = queued(queue, MONDAY)
    lane_of(queue, PaperClock(), page=Page(state=page, detail="in words")).deliver("net")
    assert queue.post(post.id).state is state


@pytest.mark.parametrize(
    ("leads_to", "state"),
    [("https://blog.example/2/", State.CANCELLED), ("https://blog.example/1-new-slug/", State.SENT)],
)
def test_nothing_is_sent_whose_address_leads_to_another_article(queue: Queue, leads_to: str, state: State) -> None:
    share = Share(text="A title", length=7, limit=280, link="https://blog.example/1/")
    post = NewPost(account="net", share=share, state=State.QUEUED, due_at=MONDAY)
    one, two = (Entry(id=f"urn:{number}", url=f"https://blog.example/{number}/", title="A title") for number in (1, 2))
    intakes = [
        Intake(entry=one, fate=Fate.SHARED, reason="new", posts=(post,)),
        Intake(entry=two, fate=Fate.SEEN, reason=""),
    ]
    (taken_in,) = queue.take_in(FeedState(address="https://blog.example/feed"), intakes, now=MONDAY, who="test")
    lane_of(queue, PaperClock(), page=Page(state=PageState.READY, detail="200", url=leads_to)).deliver("net")
    assert queue.post(taken_in.id).state is state


def test_a_page_that_is_gone_at_two_looks_cancels_the_post_and_deliver_says_so(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY)
    clock = PaperClock()
    lane = lane_of(queue, clock, page=Page(state=PageState.GONE, detail="the page is gone (404)"))
    assert [each.state for each in lane.deliver("net")] == [State.QUEUED]
    clock.pass_time(minutes=10)
    assert [each.state for each in lane.deliver("net")] == [State.CANCELLED]
    assert "gone" in queue.history(post.id)[-1].why


def test_a_page_that_comes_back_is_shared_after_all(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY)
    clock = PaperClock()
    lane_of(queue, clock, page=Page(state=PageState.GONE, detail="404")).deliver("net")
    clock.pass_time(minutes=10)
    lane_of(queue, clock).deliver("net")
    assert queue.post(post.id).state is State.SENT


def test_a_page_that_asks_for_a_password_holds_the_post(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY)
    lane_of(queue, PaperClock(), page=Page(state=PageState.READY, detail="200", protected=True)).deliver("net")
    assert "password" in queue.post(post.id).hold


def test_posts_that_were_tried_before_the_machine_was_off_are_not_fired_at_once(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY - timedelta(days=14))
    clock = PaperClock(at=MONDAY - timedelta(days=14))
    lane = lane_of(queue, clock)
    lane.lanes["net"].platform.faults.append("refused")  # type: ignore[attr-defined]  # the fake network's
    lane.deliver("net")
    clock.at = MONDAY
    lane.deliver("net")
    assert queue.post(post.id).state is State.QUEUED
    assert "14 days" in queue.post(post.id).hold or "13 days" in queue.post(post.id).hold


def test_an_attempt_of_an_account_that_is_gone_from_the_settings_waits_for_a_person(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY)
    told: list[str] = []
    stranger = lane_of(queue, PaperClock())
    assert stranger._claim(stranger.lanes["net"], []) is not None
    later = replace(stranger, lanes={}, alone=True, tell=lambda event, **_fields: told.append(event))
    later.recover()
    assert queue.post(post.id).state is State.UNSURE
    assert "delivery.needs_person" in told


def test_a_post_that_cannot_be_prepared_is_held_and_the_next_one_goes_out(queue: Queue) -> None:
    first, second = queued(queue, MONDAY - timedelta(seconds=1), MONDAY)
    lane = lane_of(queue, PaperClock())
    network = lane.lanes["net"].platform
    prepare = network.prepare

    def broken_once(post: Post, picture: Picture | None = None) -> Payload:
        if post.id == first.id:
            raise KeyError("a bug in prepare")
        return prepare(post, picture)

    network.prepare = broken_once  # type: ignore[method-assign]  # a platform with a bug
    lane.deliver("net")
    assert "KeyError" in queue.post(first.id).hold
    assert queue.post(second.id).state is State.SENT


def test_a_verdict_is_written_down_although_the_database_was_away_for_a_moment(queue: Queue) -> None:
    class Away:
        """A queue whose disk is full at the first two tries to settle."""

        full = 2

        def __getattr__(self, name: str) -> Any:
            return getattr(queue, name)

        def settle(self, *args: Any, **how: Any) -> Post:
            if self.full:
                self.full -= 1
                raise StoreUnavailable("the disk is full")
            return queue.settle(*args, **how)

    (post,) = queued(queue, MONDAY)
    waited: list[float] = []
    replace(lane_of(queue, PaperClock()), queue=Away(), sleep=waited.append).deliver("net")
    assert queue.post(post.id).state is State.SENT
    assert len(waited) == 2


def test_a_page_that_does_not_answer_puts_the_post_off_for_minutes_and_keeps_its_slot(queue: Queue) -> None:
    (post,) = queued(queue, MONDAY)
    lane_of(queue, PaperClock(), page=Page(state=PageState.UNKNOWN, detail="503")).deliver("net")
    put_off = queue.post(post.id)
    assert put_off.due_at == MONDAY + timedelta(minutes=10)
    assert put_off.slot_at == MONDAY
    assert put_off.tries == 0
