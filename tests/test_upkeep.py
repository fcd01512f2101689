"""Upkeep lets go of what nobody needs any more, and nothing that is sent or counted changes by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.paper import MONDAY, PaperClock
from servers.year import Year, frozen
from sharebot.bot.upkeep import LEAST, Kept, Upkeep
from sharebot.model import Doubt, NewPost, Post, PostFilter, Receipt, Share, State, Verdict
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.schedule import Rounds
from sharebot.schedule.rounds import parse_rounds

TWO_YEARS = timedelta(days=730)
SHARE = Share(text="A story", length=7, limit=280, link="https://blog.example/1/")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with closing(open_queue(home=tmp_path)) as opened:
        yield opened


class House:
    def __init__(self, queue: Queue, keep: timedelta | None = TWO_YEARS) -> None:
        self.queue = queue
        self.clock = PaperClock()
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.upkeep = Upkeep(queue=queue, accounts=["x"], keep=keep, clock=self.clock, tell=self._tell)

    def _tell(self, event: str, **fields: Any) -> None:
        self.told.append((event, fields))

    def send(self) -> Post:
        now = self.clock.at
        new = NewPost(account="x", share=SHARE, state=State.QUEUED, due_at=now)
        self.queue.add([new], entry_id=None, now=now, who="dana", why="added")
        doubt = Doubt(at=now, boot="boot", ticks=0, last_ticks=0)
        claim = self.queue.claim("x", now=now, lease=timedelta(minutes=5), worker="w", doubt=doubt, prepare=frozen)
        assert claim
        sent = Verdict(state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="u"))
        return self.queue.settle(claim, sent, now=now, who="sharebot")


def test_what_is_over_for_longer_than_the_setting_is_thinned_and_nothing_else(queue: Queue) -> None:
    house = House(queue)
    old = house.send()
    house.clock.pass_time(days=731)
    new = house.send()
    kept = house.upkeep.once()
    assert kept.thinned == 1
    assert (queue.attempts(old.id), len(queue.attempts(new.id))) == ([], 1)
    assert house.told == [("upkeep.done", {"posts": 1, "facts": 0, "bytes": kept.freed})]
    assert house.upkeep.once().thinned == 0


def test_for_ever_is_for_ever(queue: Queue) -> None:
    house = House(queue, keep=None)
    post = house.send()
    house.clock.pass_time(days=5000)
    assert house.upkeep.once() == Kept()
    assert len(queue.attempts(post.id)) == 1
    assert house.told == []


def test_however_short_the_setting_the_last_months_are_kept(queue: Queue) -> None:
    house = House(queue, keep=timedelta(days=1))
    post = house.send()
    house.clock.pass_time(days=LEAST.days - 1)
    house.upkeep.once()
    assert len(queue.attempts(post.id)) == 1


def test_it_stops_between_two_steps_and_goes_on_the_next_time(queue: Queue) -> None:
    house = House(queue)
    for _ in range(120):
        house.send()
    house.clock.pass_time(days=731)
    asked = iter([False, True, True, True])
    assert house.upkeep.once(lambda: next(asked)) == Kept(thinned=50)
    assert house.upkeep.once().thinned == 70


def test_failed_questions_are_forgotten_after_a_while_and_answers_are_not(queue: Queue) -> None:
    house = House(queue)
    queue.remember("identity failed", "x ada", "no answer", now=MONDAY)
    queue.remember("identity", "x ada", "{}", now=MONDAY)
    house.clock.pass_time(hours=1)
    assert house.upkeep.once().forgotten == 1
    assert queue.recall("identity", "x ada")
    house.clock.pass_time(days=731)
    assert house.upkeep.once().forgotten == 1


class Patient:
    """A queue that only tells whether it was given leisure."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self.leisure: list[bool] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def compact(self, *, leisure: bool) -> int:
        self.leisure.append(leisure)
        return 0


def test_the_queue_stands_still_only_when_nothing_is_due_soon(queue: Queue) -> None:
    patient = Patient(queue)
    house = House(patient)  # type: ignore[arg-type]
    house.upkeep.once()
    soon = NewPost(account="x", share=SHARE, state=State.QUEUED, due_at=house.clock.at + timedelta(minutes=4))
    queue.add([soon], entry_id=None, now=house.clock.at, who="dana", why="added")
    house.upkeep.once()
    assert patient.leisure == [True, False]


def test_years_with_upkeep_every_day_are_like_years_without(tmp_path: Path) -> None:
    """The same articles, the same shares at the same times: what is let go decides nothing."""
    outcomes = []
    for kept in (False, True):
        with closing(open_queue(home=tmp_path / str(kept))) as queue:
            year = Year(queue, Rounds(distances=parse_rounds("3d 120d 300d")))
            upkeep = Upkeep(queue=queue, accounts=["x"], keep=LEAST, clock=year.clock, tell=lambda *_, **__: None)
            for number in range(1, 5):
                year.publish(number)
                if number == 3:
                    year.staff.cancel(year.posts(State.QUEUED)[0].id)
                for _ in range(10):
                    year.pass_days(12)
                    if kept:
                        upkeep.once()
            year.poll()
            outcomes.append([_outcome(post) for post in queue.posts(PostFilter(limit=1000))])
            thinned = [post.id for post in year.posts(State.SENT) if not queue.attempts(post.id)]
            assert bool(thinned) == kept
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0]) > 8


def _outcome(post: Post) -> tuple[object, ...]:
    return post.id, post.state, post.share, post.round, post.due_at, post.updated_at, post.receipt
