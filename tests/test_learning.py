"""What servers allow is learnt at the start and about daily, counts at once, and never keeps a post waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.mastodon import TOKEN, MastodonServer
from servers.means import ShortMemory, means
from servers.network import Network, World
from servers.paper import PaperClock
from servers.web import Web
from sharebot import platforms
from sharebot.bot.learning import CurrentRules, Learning
from sharebot.errors import SettingsError, Unavailable
from sharebot.http import Http
from sharebot.ports import Guarantee, GuaranteeKind, Lane
from sharebot.settings import load


@dataclass
class Instance(Network):
    """A network whose server tells what it allows; `lessons`: when it was asked."""

    lessons: list[float] = field(default_factory=list)
    fault: Exception | None = None

    def learn(self) -> None:
        self.lessons.append(self.world.seconds)
        if self.fault:
            raise self.fault


@dataclass
class School:
    world: World
    instance: Instance
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    memory: ShortMemory = field(default_factory=ShortMemory)

    def tell(self, event: str, **fields: Any) -> None:
        self.told.append((event, fields))

    @property
    def learning(self) -> Learning:
        mute = Network(self.world, self.instance.guarantee)
        lanes = {"mute": Lane(account="mute", platform=mute), "net": Lane(account="net", platform=self.instance)}
        return Learning(lanes=lanes, memory=self.memory, clock=self.world, tell=self.tell)

    def after(self, **time: float) -> int:
        """How often the server was asked by then."""
        self.world.pass_time(timedelta(**time).total_seconds())
        self.learning.when_due()
        return len(self.instance.lessons)


@pytest.fixture
def school() -> School:
    world = World()
    return School(world, Instance(world, Guarantee(kind=GuaranteeKind.ASK)))


def test_it_learns_when_it_never_did_and_then_daily(school: School) -> None:
    assert [school.after(), school.after(hours=23), school.after(hours=2), school.after(minutes=5)] == [1, 1, 2, 2]


def test_at_the_start_it_learns_whenever_it_did_last(school: School) -> None:
    school.learning.at_start()
    school.learning.at_start()
    assert len(school.instance.lessons) == 2
    assert school.after(hours=1) == 2


def test_a_daemon_that_stops_asks_nobody_any_more(school: School) -> None:
    school.learning.at_start(lambda: True)
    school.learning.when_due(lambda: True)
    assert school.instance.lessons == []


def test_a_failure_is_told_once_and_asked_again_after_an_hour(school: School) -> None:
    school.instance.fault = Unavailable("social.example refuses connections")
    asked = [school.after(), school.after(minutes=50), school.after(minutes=20), school.after(minutes=61)]
    assert asked == [1, 1, 2, 3]
    ((event, fields),) = school.told
    assert (event, fields["account"], fields["level"]) == ("account.not_learnt", "net", "warning")
    assert "stays as it was known: social.example refuses connections" in fields["reason"]
    school.instance.fault = None
    assert [school.after(minutes=61), school.after(hours=5)] == [4, 4]


def test_even_a_fault_of_our_own_keeps_no_feed_from_being_read(school: School) -> None:
    school.instance.fault = KeyError("version")
    assert school.after() == 1
    assert "KeyError" in school.told[0][1]["reason"]


def test_a_failure_after_a_success_is_told_again(school: School) -> None:
    for fault in (SettingsError("no room is left"), None, SettingsError("no room is left")):
        school.instance.fault = fault
        school.after(days=2)
    assert len(school.told) == 2


def test_a_clock_that_was_set_back_does_not_put_lessons_off(school: School) -> None:
    school.after()
    school.world.wall_offset = -timedelta(days=300).total_seconds()
    assert school.after() == 2


# An instance that allows more -----------------------------------------------------------------------------------------


@pytest.fixture
def http() -> Iterator[Http]:
    with Http(private_hosts=frozenset({"127.0.0.1"})) as client:
        yield client


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with Web() as web:
        yield MastodonServer(web, PaperClock().now, characters=5000)


def test_what_a_server_allows_counts_for_everybody_who_asks_once_it_is_learnt(
    server: MastodonServer, http: Http, tmp_path: Path
) -> None:
    settings = load(
        {
            "SHAREBOT_ACCOUNTS": "mastodon",
            "SHAREBOT_MASTODON_URL": server.web.address,
            "SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN,
        },
        cwd=tmp_path,
    )
    connected = platforms.connect(settings.accounts[0], means(tmp_path, http=http))
    lane = Lane(account="mastodon", platform=connected)
    rules = CurrentRules({"mastodon": lambda: lane.platform.rules})
    assert rules["mastodon"].limits[0].most == 500
    clock = PaperClock()
    Learning(
        lanes={"mastodon": lane}, memory=ShortMemory(), clock=clock, tell=lambda _event, **_fields: None
    ).when_due()
    assert rules["mastodon"].limits[0].most == 5000
    assert [*rules] == ["mastodon"]
    assert len(rules) == 1
