"""What is alive and what is stuck: by a clock that never jumps, and by bounds that slow work keeps."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharebot.daemon.pulse import LATE, Pulse

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
