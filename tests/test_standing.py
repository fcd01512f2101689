"""How sharebot stands at one moment: what is well, what is not, and what merely waits as it should."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.paper import PaperClock
from sharebot.bot.checking import KIND, Checker, credentials_end
from sharebot.bot.failing import FAILS, LONG, note
from sharebot.bot.heartbeat import Heartbeat, Life, Stage
from sharebot.bot.standing import LATE, NEXT, Standing, standing
from sharebot.daemon.lock import alone, holder
from sharebot.model import FeedState, NewPost, Polled, Post, Share, State
from sharebot.ports import AccountCheck, Queue
from sharebot.queue import open_queue

FEED = "https://blog.harborlight.org/feed/"


@dataclass
class Office:
    queue: Queue
    clock: PaperClock = field(default_factory=PaperClock)
    stuck: tuple[str, ...] = ()

    def add(self, account: str = "x", *, hold: str = "", **due: float) -> Post:
        now = self.clock.now()
        share = Share(text="A story", length=7, limit=280, link="")
        post = NewPost(account=account, share=share, state=State.QUEUED, hold=hold, due_at=now + timedelta(**due))
        return self.queue.add([post], entry_id=None, now=now, who="dana", why="by hand")[0]

    def daemon(self) -> Heartbeat:
        made = Heartbeat(
            queue=self.queue, clock=self.clock, tell=lambda *_a, **_f: None, worker="quay:41", version="0.9"
        )
        made.begin(alone=True, stuck=lambda _now: self.stuck)
        made.at(Stage.SERVING)
        return made

    def feed(self, **state: Any) -> None:
        feed = replace(FeedState(address=FEED), **state)
        self.queue.take_in(feed, [], now=self.clock.now(), who="sharebot")

    def stands(self, **more: Any) -> Standing:
        return standing(self.queue, ["x", "mastodon"], [FEED], self.clock.now(), **more)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    queue = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}")
    yield Office(queue)
    queue.close()


def test_a_daemon_that_lives_and_posts_that_are_not_due_are_well(office: Office) -> None:
    office.daemon()
    office.add(hours=1)
    found = office.stands()
    assert found.well
    assert found.runs
    assert [daemon.life for daemon in found.daemons] == [Life.ALIVE]


def test_without_a_daemon_all_is_well_until_a_post_is_due(office: Office) -> None:
    office.add(minutes=1)
    assert office.stands().well
    office.clock.pass_time(minutes=2)
    found = office.stands()
    assert (found.runs, found.due, found.late, found.well) == (False, 1, 0, False)


def test_a_daemon_that_was_killed_delivers_nothing(office: Office) -> None:
    office.daemon()
    office.add(minutes=-1)
    assert office.stands().well
    found = office.stands(has_process=lambda _pid: False)
    assert not found.runs
    assert not found.well


def test_whoever_holds_the_lock_delivers_even_without_a_heartbeat(office: Office) -> None:
    office.add(minutes=-1)
    assert office.stands(holder=41).well


def test_what_is_late_is_wrong_though_a_daemon_lives(office: Office) -> None:
    office.add(minutes=0)
    office.clock.pass_time(seconds=LATE.total_seconds())
    office.daemon()
    assert office.stands().well
    office.clock.pass_time(seconds=1)
    found = office.stands()
    assert (found.late, found.well) == (1, False)


def test_what_waits_for_a_paused_or_resting_account_is_not_late(office: Office) -> None:
    office.daemon()
    office.add("x", hours=-1)
    office.add("mastodon", hours=-1)
    now = office.clock.now()
    office.queue.pause("x", reason="a week of mourning", now=now, who="dana")
    office.queue.rest("mastodon", until=now + timedelta(hours=1), now=now)
    found = office.stands()
    assert (found.due, found.late, found.well) == (0, 0, True)
    assert [account.late for account in found.accounts] == [1, 1]


def test_a_daemon_in_which_something_stands_still_wants_a_person(office: Office) -> None:
    office.stuck = ("lane x",)
    office.daemon()
    assert not office.stands().well
    assert office.stands(has_process=lambda _pid: False).well


@pytest.mark.parametrize(
    ("state", "well"),
    [({"failures": FAILS - 1}, True), ({"failures": FAILS}, False), ({"gone_at": PaperClock().now()}, False)],
)
def test_a_feed_that_is_gone_or_keeps_failing_wants_a_person(office: Office, state: Any, well: bool) -> None:
    office.feed(**state)
    assert office.stands().well is well


@pytest.mark.parametrize(("passed", "well"), [(LONG - timedelta(seconds=1), True), (LONG, False)])
def test_a_feed_that_has_failed_for_an_hour_wants_a_person_however_seldom_it_is_polled(
    office: Office, passed: timedelta, well: bool
) -> None:
    before = FeedState(address=FEED, failures=0)
    note(office.queue, before, Polled(feed=before, error="404"), office.clock.now())
    office.feed(failures=1)
    office.clock.pass_time(seconds=passed.total_seconds())
    note(office.queue, replace(before, failures=1), Polled(feed=before, error="404"), office.clock.now())
    assert office.stands().well is well
    office.feed(failures=0)
    assert office.stands().well


def test_what_waits_for_a_person_is_not_well(office: Office) -> None:
    office.add(hold="it was two days late")
    found = office.stands()
    assert [row.command for row in found.waits] == ["sharebot approve 1"]
    assert not found.well


def test_the_next_posts_are_those_that_go_out_by_themselves_soonest_first(office: Office) -> None:
    office.add(hold="stopped", minutes=1)
    office.add(minutes=-1)
    office.add("bluesky", minutes=1)
    wanted = [office.add(("x", "mastodon")[hours % 2], hours=hours).id for hours in range(NEXT + 2, 0, -1)][::-1]
    assert [post.id for post in office.stands().next_posts] == wanted[:NEXT]
    office.queue.pause("x", reason="mourning", now=office.clock.now(), who="dana")
    assert {post.account for post in office.stands().next_posts} == {"mastodon"}


# Credentials ----------------------------------------------------------------------------------------------------------


@dataclass
class Bank:
    """A platform that says when our credentials end."""

    ends: Any
    guarantee: Any = None

    def check(self) -> AccountCheck:
        return AccountCheck(handle="@blog", expires_at=self.ends)


def test_credentials_that_end_within_a_week_are_known_from_the_last_time_the_network_was_asked(office: Office) -> None:
    now = office.clock.now()

    def check(**ahead: float) -> None:
        ends = now + timedelta(**ahead) if ahead else None
        checker = Checker(connect=lambda _name: Bank(ends), clock=office.clock, memory=office.queue)  # type: ignore[arg-type,return-value]  # a fake
        checker.check(["x"])

    check(days=30)
    assert credentials_end(office.queue, "x") == now + timedelta(days=30)
    assert office.stands().well
    check(days=3)
    assert not office.stands().well
    check()
    assert office.queue.recall(KIND, "x") is not None
    assert credentials_end(office.queue, "x") is None
    assert office.stands().well


# The lock -------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux lists its locks")
def test_who_holds_the_lock_can_be_seen_without_trying_it(tmp_path: Path) -> None:
    database = tmp_path / "sharebot.db"
    assert holder(database) is None
    with alone(database):
        assert holder(database) == os.getpid()
    assert holder(database) is None


def test_on_postgresql_nobody_holds_a_lock() -> None:
    assert holder(None) is None
