"""Two daemons on one PostgreSQL plan the later shares of the same articles at the same moment."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from threading import Condition
from typing import Any

import pytest

from servers.postgres import Postgres
from servers.year import STORY, Year
from sharebot.bot.reshare import Resharing
from sharebot.bot.room import Room
from sharebot.errors import Changed, SlotTaken
from sharebot.model import NewPost, Origin, Post, State
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.schedule import Rounds
from sharebot.schedule.rounds import parse_rounds

pytestmark = pytest.mark.real

ARTICLES, DAYS = 6, 34


class Door:
    """Opens when everybody who still plans stands before it."""

    def __init__(self) -> None:
        self._change = Condition()
        self._planning = self._waiting = self._opened = 0

    def begin(self, planners: int) -> None:
        self._planning = planners

    def knock(self) -> None:
        with self._change:
            self._waiting += 1
            before = self._opened
            self._look()
            assert self._change.wait_for(lambda: self._opened > before, timeout=300), (
                "the other one neither came nor went"
            )

    def leave(self) -> None:
        with self._change:
            self._planning -= 1
            self._look()

    def _look(self) -> None:
        if self._waiting >= self._planning:
            self._waiting = 0
            self._opened += 1
            self._change.notify_all()


class Meeting:
    """A queue of one planner that writes only when the other one is about to write too: both have decided by then.

    `backwards`: this planner begins with the newest, so that the two want one slot for different articles.
    """

    def __init__(self, queue: Queue, door: Door, *, backwards: bool) -> None:
        self._queue, self._door, self._backwards = queue, door, backwards
        self.refusals: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def first_shares(self, account: str, **between: Any) -> list[Post]:
        return self._queue.first_shares(account, **between)[:: -1 if self._backwards else 1]

    def add(self, posts: Sequence[NewPost], **more: Any) -> list[Post]:
        self._door.knock()
        try:
            return self._queue.add(posts, **more)
        except (Changed, SlotTaken) as error:
            self.refusals.append(type(error).__name__)
            raise


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with Postgres() as server:
        yield server.fresh()


def planner(year: Year, queue: Any) -> Resharing:
    """As a daemon of its own would plan, over connections of its own."""
    room = Room(queue=queue, calendars=year.calendars, clock=year.clock)
    return replace(year.resharing, queue=queue, room=room)


def test_two_planners_make_every_later_share_once_and_take_no_slot_twice(address: str) -> None:
    door = Door()
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(2) as threads:
        year = Year(stack.enter_context(closing(open_queue(address))), Rounds(distances=parse_rounds("3d 30d")))
        own = [stack.enter_context(closing(open_queue(address))) for _ in range(2)]
        planners = [planner(year, Meeting(queue, door, backwards=queue is own[0])) for queue in own]
        for number in range(1, ARTICLES + 1):
            year.publish(number, html=STORY.replace("clinic", f"clinic of ward {number}"))
        made = [0, 0]
        for _ in range(DAYS * 2):
            year.clock.pass_time(hours=12)
            year.send_due()
            door.begin(len(planners))
            planned = list(threads.map(lambda each: plan(each, door), planners))
            made = [before + len(posts) for before, posts in zip(made, planned, strict=True)]
        posts = year.posts()
    assert {post.state for post in posts} == {State.SENT}
    assert Counter((post.entry_id, post.round) for post in posts) == {
        (number, share): 1 for number in range(1, ARTICLES + 1) for share in range(3)
    }
    assert sum(made) == sum(post.origin is Origin.RESHARE for post in posts)
    assert all(made)
    assert {name for each in planners for name in refusals(each)} == {"Changed", "SlotTaken"}
    assert max(Counter(slots(posts)).values()) == 1
    assert len({post.share.text for post in posts}) == len(posts)


def plan(planner: Resharing, door: Door) -> list[Post]:
    try:
        return planner.plan()
    finally:
        door.leave()


def refusals(planner: Resharing) -> list[str]:
    queue: Any = planner.queue
    found: list[str] = queue.refusals
    return found


def slots(posts: Sequence[Post]) -> list[datetime]:
    assert all(post.slot_at for post in posts)
    return [post.slot_at for post in posts if post.slot_at]
