"""What is alive and what is stuck: by a clock that never jumps, and by bounds that slow work keeps."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers.house import ADDRESS, House
from servers.network import Network, World, deliverer
from servers.paper import entry
from servers.stored import entries
from sharebot.bot.poll import BrokenOff
from sharebot.child import Parser
from sharebot.daemon import bounds
from sharebot.daemon.pulse import LATE, Pulse
from sharebot.model import NewPost, Payload, Receipt, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, Page, PageState, Queue
from sharebot.queue import open_queue

MINUTE = timedelta(minutes=1)


@dataclass
class Clocks:
    """One that people set, and one that never jumps."""

    wall: datetime = datetime(2026, 11, 25, 9, tzinfo=UTC)
    ticks: float = 1000.0

    def now(self) -> datetime:
        return self.wall

    def pass_by(self, time: timedelta) -> None:
        self.wall += time
        self.ticks += time.total_seconds()


def watched() -> tuple[Clocks, Pulse]:
    clocks = Clocks()
    return clocks, Pulse(clocks.now, lambda: clocks.ticks)


def test_whoever_has_begun_nothing_and_expects_nothing_is_alive() -> None:
    clocks, pulse = watched()
    clocks.pass_by(timedelta(days=400))
    assert pulse.stuck(clocks.now()) == ()


def test_slow_is_not_stuck_but_longer_than_its_bound_is() -> None:
    clocks, pulse = watched()
    pulse.began("lane mastodon", 6 * MINUTE)
    clocks.pass_by(6 * MINUTE)
    assert pulse.stuck(clocks.now()) == ()
    clocks.pass_by(timedelta(seconds=1))
    assert pulse.stuck(clocks.now()) == ("lane mastodon",)


def test_what_ends_at_last_is_alive_again() -> None:
    clocks, pulse = watched()
    pulse.began("lane mastodon", MINUTE)
    clocks.pass_by(2 * MINUTE)
    pulse.ended("lane mastodon")
    assert pulse.stuck(clocks.now()) == ()


def test_many_steps_may_take_as_long_as_they_like_while_each_keeps_the_bound() -> None:
    clocks, pulse = watched()
    pulse.began("feed", MINUTE)
    for _ in range(100):
        clocks.pass_by(MINUTE)
        assert pulse.stuck(clocks.now()) == ()
        pulse.stepped()
    clocks.pass_by(2 * MINUTE)
    assert pulse.stuck(clocks.now()) == ("feed",)


def test_a_step_of_one_thread_says_nothing_of_another() -> None:
    clocks, pulse = watched()
    pulse.began("lane x", MINUTE)
    clocks.pass_by(2 * MINUTE)
    other = threading.Thread(target=lambda: (pulse.began("lane mastodon", MINUTE), pulse.stepped()))
    other.start()
    other.join()
    assert pulse.stuck(clocks.now()) == ("lane x",)


def test_of_two_that_do_the_same_the_one_that_ends_does_not_hide_the_one_that_hangs() -> None:
    clocks, pulse = watched()
    pulse.began("feed", MINUTE)
    other = threading.Thread(target=lambda: (pulse.began("feed", MINUTE), pulse.ended("feed")))
    other.start()
    other.join()
    clocks.pass_by(2 * MINUTE)
    assert pulse.stuck(clocks.now()) == ("feed",)


def test_an_error_ends_what_was_begun_too() -> None:
    clocks, pulse = watched()
    with pytest.raises(ZeroDivisionError), pulse.during("chore learning", MINUTE):
        1 / 0  # noqa: B018
    clocks.pass_by(2 * MINUTE)
    assert pulse.stuck(clocks.now()) == ()


def test_an_alarm_that_does_not_ring_is_named_and_one_that_rang_is_not() -> None:
    clocks, pulse = watched()
    pulse.expect("glance", clocks.now() + MINUTE)
    clocks.pass_by(MINUTE + LATE)
    assert pulse.stuck(clocks.now()) == ()
    clocks.pass_by(timedelta(seconds=1))
    assert pulse.stuck(clocks.now()) == ("alarm glance",)
    pulse.rang("glance")
    assert pulse.stuck(clocks.now()) == ()


def test_an_alarm_that_is_set_anew_is_expected_at_its_new_time() -> None:
    clocks, pulse = watched()
    pulse.expect("glance", clocks.now() + MINUTE)
    pulse.expect("glance", clocks.now() + 60 * MINUTE)
    clocks.pass_by(30 * MINUTE)
    assert pulse.stuck(clocks.now()) == ()


def test_a_clock_that_somebody_sets_makes_nothing_stuck() -> None:
    for jump in (timedelta(days=-3), timedelta(days=3)):
        clocks, pulse = watched()
        pulse.began("lane x", MINUTE)
        pulse.expect("glance", clocks.now() + MINUTE)
        clocks.wall += jump
        assert pulse.stuck(clocks.now()) == ()


def test_an_alarm_that_rings_by_the_clock_which_was_set_back_is_not_overdue_before() -> None:
    clocks, pulse = watched()
    pulse.expect("glance", clocks.now() + MINUTE)
    clocks.wall -= timedelta(hours=2)
    clocks.pass_by(timedelta(hours=1))
    assert pulse.stuck(clocks.now()) == ()
    clocks.pass_by(timedelta(hours=2))
    assert pulse.stuck(clocks.now()) == ("alarm glance",)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9), st.integers(0, 9)), max_size=20))
def test_exactly_what_outlasts_its_bound_is_stuck(steps: list[tuple[str, int, int]]) -> None:
    clocks, pulse = watched()
    bounds: dict[str, float] = {}
    for name, within, passes in steps:
        pulse.began(name, timedelta(seconds=within))
        bounds[name] = clocks.ticks + within
        clocks.pass_by(timedelta(seconds=passes))
        assert pulse.stuck(clocks.now()) == tuple(sorted(n for n, over in bounds.items() if over < clocks.ticks))


# The daemon's own parts -----------------------------------------------------------------------------------------------


LIST = Guarantee(kind=GuaranteeKind.LOOK_UP, looks=(timedelta(minutes=2),))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue("", home=tmp_path)
    yield opened
    opened.close()


def queued(queue: Queue, how_many: int, world: World) -> None:
    share = Share(text="Nets", length=4, limit=500, link="https://blog.example/nets/")
    posts = [
        NewPost(account="net", share=replace(share, text=f"Nets {number}"), state=State.QUEUED, due_at=world.now())
        for number in range(how_many)
    ]
    queue.add(posts, entry_id=None, now=world.now(), who="test", why="test")


@pytest.mark.parametrize(("answers", "after"), [(PageState.READY, 200), (PageState.UNKNOWN, 25)])
def test_a_lane_with_many_posts_and_a_slow_blog_is_not_stuck(queue: Queue, answers: PageState, after: float) -> None:
    world = World()
    pulse = Pulse(world.now, lambda: world.seconds)
    network = Network(world, LIST)
    seen: list[tuple[str, ...]] = []

    def slowly(_url: str) -> Page:
        world.pass_time(after)
        seen.append(pulse.stuck(world.now()))
        return Page(state=answers, detail="as it is")

    queued(queue, 20, world)
    with pulse.during("lane net", bounds.lane()):
        deliverer(queue, network, world, page=slowly, step=pulse.stepped).deliver("net")
    assert len(network.posts) == (20 if answers is PageState.READY else 0)
    assert len(seen) >= 20
    assert set(seen) == {()}


def test_a_network_that_keeps_a_lane_beyond_its_lease_makes_it_stuck(queue: Queue) -> None:
    world = World()
    pulse = Pulse(world.now, lambda: world.seconds)
    seen: list[tuple[str, ...]] = []

    class Hanging(Network):
        def publish(self, payload: Payload) -> Receipt:
            for _ in range(2):
                world.pass_time(bounds.lane().total_seconds() / 2 + 1)
                seen.append(pulse.stuck(world.now()))
            return super().publish(payload)

    queued(queue, 1, world)
    with pulse.during("lane net", bounds.lane()):
        deliverer(queue, Hanging(world, LIST), world, step=pulse.stepped).deliver("net")
    assert seen == [(), ("lane net",)]


def test_a_big_poll_takes_a_step_with_every_entry(queue: Queue) -> None:
    house = House(queue)
    steps: list[None] = []
    house.paper.entries = [entry(number) for number in range(30)]
    replace(house.poller, step=lambda: steps.append(None)).poll(ADDRESS)
    assert len(steps) >= 30


def test_a_big_poll_is_broken_off_by_a_stop_and_the_next_one_loses_nothing(queue: Queue) -> None:
    house = House(queue)
    house.paper.entries = [entry(0)]
    house.poller.poll(ADDRESS)
    before = queue.feed(ADDRESS)
    house.paper.entries = [entry(number) for number in range(4)]
    looked: list[None] = []
    poller = replace(house.poller, step=lambda: looked.append(None), stopping=lambda: len(looked) == 2)
    with pytest.raises(BrokenOff):
        poller.poll(ADDRESS)
    assert queue.feed(ADDRESS) == before
    assert len(entries(queue)) == 1
    house.paper = replace(house.paper, _shown={})  # a new process
    again = replace(house.poller, source=house.paper)
    assert [intake.entry.id for intake in again.poll(ADDRESS).intakes] == [entry(number).id for number in (1, 2, 3)]


def test_a_parser_that_hangs_is_stuck_and_named(tmp_path: Path) -> None:
    clocks, pulse = watched()
    asked = threading.Event()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    @contextmanager
    def noted() -> Iterator[None]:
        with pulse.during("parser", bounds.PARSER):
            asked.set()
            yield

    parser = Parser()
    parser.watched = noted
    hanging = threading.Thread(target=parser, args=(Path.read_bytes, pipe), daemon=True)
    hanging.start()
    assert asked.wait(120)
    assert pulse.stuck(clocks.now()) == ()
    clocks.pass_by(bounds.PARSER + MINUTE)
    assert pulse.stuck(clocks.now()) == ("parser",)
    pipe.write_bytes(b"the end of the wait")
    hanging.join(120)
    assert pulse.stuck(clocks.now()) == ()
    parser.rest(after=timedelta(0))
