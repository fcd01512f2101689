"""Taking acts back where time or somebody else has passed by: posts take the next free slots, or come back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.house import CALENDAR, NETWORKS, House
from sharebot.bot.acts import Acts, MachineAct
from sharebot.model import ActFilter, NewPost, Post, Share, State
from sharebot.ports import Queue
from sharebot.queue import open_queue

GARRETT = "Garrett Reuscher"
DAY = timedelta(days=1)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(queue: Queue) -> House:
    return House(queue)


def acts_of(house: House, queue: Any) -> Acts:
    return Acts(
        queue=queue,
        requeued=lambda: house.requeued,
        calendars=dict.fromkeys(NETWORKS, CALENDAR),
        clock=house.clock,
        who=house.who,
    )


def take_slot(house: House, post: Post) -> None:
    new = NewPost(
        account=post.account,
        share=Share(text="In its place", length=12, limit=280, link=""),
        state=State.QUEUED,
        due_at=post.slot_at,
        slot_at=post.slot_at,
    )
    house.queue.add([new], entry_id=None, now=house.clock.now(), who="tomas", why="added")


@dataclass
class Racing:
    """A queue in which somebody takes the post's slot in the moment before its act is taken back."""

    house: House
    cancelled: Post
    races: int = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.house.queue, name)

    def undo(self, number: int, **how: Any) -> Any:
        if self.races:
            self.races -= 1
            take_slot(self.house, self.cancelled)
        return self.house.queue.undo(number, **how)


def test_a_slot_that_is_taken_in_the_last_moment_is_replaced_by_the_next_free_one(house: House) -> None:
    post = house.publish(1, GARRETT)["x"]
    house.staff.cancel(post.id)
    undone = acts_of(house, Racing(house, post)).undo()
    again = house.queue.post(post.id)
    assert post.slot_at
    assert again.slot_at
    assert (again.state, again.slot_at > post.slot_at, undone.elsewhere) == (
        State.QUEUED, True, {post.id: again.slot_at},
    )  # fmt: skip


def test_a_post_whose_slot_has_passed_takes_the_next_free_one(house: House) -> None:
    post = house.publish(1, GARRETT)["x"]
    house.staff.cancel(post.id)
    house.clock.pass_time(hours=48)
    acts_of(house, house.queue).undo()
    again = house.queue.post(post.id)
    assert again.slot_at
    assert again.slot_at == again.due_at > house.clock.now()


def test_a_time_that_a_person_had_set_comes_back_as_it_was(house: House) -> None:
    post = house.publish(1, GARRETT)["x"]
    set_to = house.clock.now() + DAY
    house.staff.reschedule(post.id, set_to)
    house.staff.cancel(post.id)
    house.clock.pass_time(hours=48)
    acts_of(house, house.queue).undo()
    again = house.queue.post(post.id)
    assert (again.state, again.due_at, again.slot_at) == (State.QUEUED, set_to, None)


def test_two_posts_that_lost_their_slots_do_not_take_the_same_one(house: House) -> None:
    posts = [house.publish(number, GARRETT)["x"] for number in (1, 2)]
    with house.queue.acting("cancel", who=house.who):
        for post in posts:
            house.staff.cancel(post.id)
    for post in posts:
        take_slot(house, post)
    undone = acts_of(house, house.queue).undo()
    assert len(set(undone.elsewhere.values())) == 2
    assert {house.queue.post(post.id).slot_at for post in posts} == set(undone.elsewhere.values())


def test_a_rehearsal_changes_nothing_and_says_what_would_be(house: House) -> None:
    post = house.publish(1, GARRETT)["x"]
    house.staff.cancel(post.id)
    cancelled, acts = house.queue.post(post.id), acts_of(house, house.queue)
    (change,) = acts.undo(dry=True).act.posts
    assert change.after.state is State.QUEUED
    assert house.queue.post(post.id) == cancelled
    assert [act.undone_by for act in house.queue.acts(ActFilter())] == [None]


def test_what_sharebot_decided_at_one_moment_is_one_line_of_the_log_and_only_since_then(house: House) -> None:
    posts = house.publish(1, GARRETT)
    house.clock.pass_time(hours=1)
    later = house.clock.now()
    house.publish(2, GARRETT)
    log = acts_of(house, house.queue).log(ActFilter(), machine=True)
    assert [len(act.steps) for act in log if isinstance(act, MachineAct)] == [3, 3]
    since = acts_of(house, house.queue).log(ActFilter(since=later), machine=True)
    assert since == log[:1]
    (of_post,) = acts_of(house, house.queue).log(ActFilter(post_id=posts["x"].id), machine=True)
    assert isinstance(of_post, MachineAct)
    assert [step.post_id for step in of_post.steps] == [posts["x"].id]
