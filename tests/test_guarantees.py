"""Each network × each fault × what follows it: copies, states, the account, and what staff are told."""

from __future__ import annotations

import errno
import itertools
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import guarantees
from guarantees import EXPECTED, FATES, FAULTS, FOLLOWS, NETWORKS, Fate
from platforms.test_bluesky import a_share
from servers import mastodon, pds, x_api
from servers.mastodon import MastodonServer
from servers.network import BEGIN, PowerCut, World, deliverer
from servers.pds import Pds
from servers.trouble import Behind, Streets, Trouble
from servers.x_api import FakeX
from sharebot import platforms
from sharebot.bot.deliver import Deliverer
from sharebot.bot.staff import Staff
from sharebot.model import NewPost, Payload, Post, Receipt, Share, State
from sharebot.platforms import Means
from sharebot.ports import Platform, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar

LINK = "https://blog.example/1"
PAGE = Path(__file__).parent.parent / "docs" / "guarantees.md"
_numbers = itertools.count(1)

# The networks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """An account's settings, as a person wrote them."""

    platform: str
    fields: dict[str, str] = field(default_factory=dict)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.platform}-{next(_numbers)}")

    def get(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def need(self, name: str) -> str:
        return self.fields[name]


def true_time(world: World) -> Callable[[], datetime]:
    """A network's own clock, which does not jump with ours."""
    return lambda: BEGIN + timedelta(seconds=world.seconds)


class XBehind(Behind, FakeX):
    """The small X, reached through the gateway."""

    def __init__(self, gateway: Any, world: World) -> None:
        FakeX.__init__(self, true_time(world))
        self._gateway = gateway
        gateway.behind = self.reply


@dataclass(frozen=True)
class Network:
    """An account on a network, the ids of what is public there, and how a person deletes all of it."""

    account: Account
    public: Callable[[], list[str]]
    delete: Callable[[], None]


def _x(streets: Streets, world: World, _home: Path) -> Network:
    fake = XBehind(streets.gateway, world)
    account = Account("x", {**x_api.KEYS, "URL": streets.gateway.address})
    return Network(account, lambda: [post.id for post in fake.posts], fake.posts.clear)


def _mastodon(streets: Streets, world: World, _home: Path, **kind: Any) -> Network:
    server = MastodonServer(Behind(streets.gateway), true_time(world), **kind)
    account = Account("mastodon", {"URL": streets.gateway.address, "ACCESS_TOKEN": mastodon.TOKEN})
    return Network(account, lambda: [status.id for status in server.statuses], server.statuses.clear)


def _fediverse(streets: Streets, world: World, home: Path) -> Network:
    return _mastodon(streets, world, home, software="gotosocial", keeps_keys=False)


def _bluesky(streets: Streets, _world: World, _home: Path) -> Network:
    server, behind = Pds(), Behind(streets.gateway)
    server.answer_at(behind, behind)
    address = streets.gateway.address
    fields = {"URL": address, "DIRECTORY": address, "HANDLE": pds.HANDLE, "APP_PASSWORD": pds.PASSWORD}
    return Network(Account("bluesky", fields), lambda: list(server.records), server.records.clear)


def _outbox(_streets: Streets, _world: World, home: Path) -> Network:
    account = Account("outbox")

    def files() -> list[Path]:
        return list((home / "outbox" / account.name).glob("*.json"))

    def delete() -> None:
        for file in files():
            file.unlink()

    return Network(account, lambda: [file.stem for file in files()], delete)


BUILD = {"X": _x, "Mastodon": _mastodon, "Fediverse": _fediverse, "Bluesky": _bluesky, "Outbox": _outbox}
WORDS = {"X": "x", "Mastodon": "mastodon", "Fediverse": "mastodon", "Bluesky": "bluesky", "Outbox": "x"}

# A post's life --------------------------------------------------------------------------------------------------------


@dataclass
class Troubled:
    """A platform whose next publishes meet these faults; `dies`: after the first one the process is killed.

    `meanwhile` happens while a post is being sent.
    """

    platform: Platform
    trouble: Trouble
    faults: list[str]
    dies: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.platform, name)

    def publish(self, payload: Payload) -> Receipt:
        fault = self.faults.pop(0) if self.faults else ""
        try:
            with self.trouble.of(fault):
                return self.platform.publish(payload)
        finally:
            self.meanwhile()
            if self.dies:
                raise PowerCut


@dataclass
class Life:
    """One post on one account; each process is a new connection with the queue's memory."""

    streets: Streets
    queue: Queue
    home: Path
    network: Network
    world: World
    faults: list[str]
    dies: bool
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    @property
    def account(self) -> str:
        return self.network.account.name

    def process(self) -> Deliverer:
        means = Means(home=self.home, http=self.streets.http, memory=lambda: self.queue, clock=self.world)
        platform = platforms.connect(self.network.account, means)
        if isinstance(platform, platforms_that_learn()):
            platform.learn()
        troubled: Any = Troubled(platform, self.streets.trouble, self.faults, self.dies, self.meanwhile)
        return deliverer(self.queue, troubled, self.world, self.account, tell=self._tell, alone=True)

    def _tell(self, event: str, **fields: Any) -> None:
        self.told.append((event, fields))

    def add(self) -> int:
        share = Share(text=f"A title {LINK}", length=40, limit=280, link=LINK)
        if self.network.account.platform == "bluesky":
            share = a_share(card=None)
        new = NewPost(account=self.account, share=share, state=State.QUEUED, due_at=self.world.now())
        (post,) = self.queue.add([new], entry_id=None, now=self.world.now(), who="test", why="test")
        return post.id

    def live(self, worker: Deliverer, post_id: int) -> Post:
        """Until the machine has done all that it can."""
        for _ in range(100):
            worker.deliver(self.account)
            due_at = self.queue.next_due(self.account)
            if due_at is None:
                break
            self.world.pass_time(max((due_at - self.world.now()).total_seconds(), 1.0))
        return self.queue.post(post_id)

    def staff(self) -> Staff:
        return Staff(
            queue=self.queue, calendars={self.account: Calendar()}, rules={self.account: platforms.rules("x")},
            from_text=lambda *_: pytest.fail("nobody edits"), clock=self.world, who="dana",
        )  # fmt: skip

    def events(self) -> set[str]:
        return {event for event, _ in self.told}


def platforms_that_learn() -> type:
    from sharebot.platforms._mastodon_account import Mastodon

    return Mastodon


def begin(life: Life, post_id: int) -> tuple[Deliverer, str, str]:
    """The fault happens: the worker that goes on, the post's state, and how the account stands."""
    worker = life.process()
    try:
        worker.deliver(life.account)
    except PowerCut:
        assert life.queue.post(post_id).state is State.SENDING
        life.dies = False
        worker = life.process()
        worker.recover()
    account = life.queue.account(life.account)
    stands = "paused" if account.paused_at else "rests" if account.rests_until else "free"
    return worker, life.queue.post(post_id).state.value, stands


def a_person_obeys(life: Life, post_id: int, command: str) -> None:
    """Staff type what they were told to type, and nothing else."""
    reasons = [fields["reason"] for _, fields in life.told if fields.get("level") == "error"]
    asked = [match[0] for reason in reasons for match in re.finditer(rf"{command} [\w-]+", reason)]
    assert asked, f"nobody was told to {command}: {reasons}"
    life.told.clear()
    if command == "sharebot resume":
        assert asked[-1].endswith(life.account)
        life.staff().resume(life.account)
    else:
        assert asked[-1].endswith(str(post_id))
        life.staff().retry(post_id)


def staff_are_told_in_words(life: Life, post_id: int) -> None:
    reasons = [fields["reason"] for _, fields in life.told if "reason" in fields]
    reasons += [attempt.detail for attempt in life.queue.attempts(post_id)]
    for reason in reasons:
        assert len(re.findall(r"[a-z]+", reason.lower())) > 2, reason
        assert "\n" not in reason
        assert not any(secret in reason for secret in SECRETS), reason
    assert all(step.why for step in life.queue.history(post_id))


SECRETS = (*x_api.KEYS.values(), mastodon.TOKEN, pds.PASSWORD)


@pytest.fixture(scope="module")
def streets() -> Iterator[Streets]:
    with Streets() as built:
        yield built


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path_factory.mktemp('guarantees') / 'sharebot.db'}")
    yield opened
    opened.close()


@pytest.mark.parametrize(("fault", "follows", "network"), list(EXPECTED))
def test_a_cell_of_the_table_is_as_it_says(
    fault: str, follows: str, network: str, streets: Streets, queue: Queue, tmp_path: Path
) -> None:
    expected = FATES[EXPECTED[fault, follows, network]]
    faults = [fault, fault] if follows == "the same again" else [fault]
    life = a_life(network, faults, streets, queue, tmp_path, dies=follows == "kill -9")
    there = life.network
    post_id = life.add()
    worker, first, account = begin(life, post_id)
    assert (first, account) == (expected.first, expected.account)
    post = as_the_machine_leaves_it(life, worker, post_id, expected)
    while expected.command and post.state is not State.SENT:
        a_person_obeys(life, post_id, expected.command)
        post = as_the_machine_leaves_it(life, worker, post_id, expected if life.faults else FATES["sent"])
    assert (post.state, len(there.public())) == (State.SENT, 1)
    assert post.receipt is not None
    assert there.public()[0] in post.receipt.remote_id
    assert post.receipt.found == expected.proof


def as_the_machine_leaves_it(life: Life, worker: Deliverer, post_id: int, expected: Fate) -> Post:
    post = life.live(worker, post_id)
    assert (post.state.value, len(life.network.public())) == (expected.left, expected.copies)
    assert ("delivery.repeat" in life.events()) is expected.repeated
    assert ("delivery.absent" in life.events()) is expected.absent
    assert (life.queue.account(life.account).paused_at is not None) is (expected.command == "sharebot resume")
    staff_are_told_in_words(life, post_id)
    return post


def a_life(network: str, faults: list[str], streets: Streets, queue: Queue, home: Path, *, dies: bool = False) -> Life:
    world = World()
    streets.gateway.words = WORDS[network]
    return Life(streets, queue, home, BUILD[network](streets, world, home), world, faults, dies)


@pytest.mark.parametrize("network", NETWORKS)
def test_what_a_person_deletes_on_the_network_stays_deleted(
    network: str, streets: Streets, queue: Queue, tmp_path: Path
) -> None:
    life = a_life(network, [], streets, queue, tmp_path)
    post_id = life.add()
    assert life.live(life.process(), post_id).state is State.SENT
    life.network.delete()
    for _ in range(3):
        life.world.pass_time(86_400)
        worker = life.process()
        worker.recover()
        assert life.live(worker, post_id).state is State.SENT
    assert life.network.public() == []


@dataclass
class FailingDisk:
    """The system as the outbox sees it; one call of that name fails, before or after the disk has done its work."""

    name: str
    call: int
    done: bool
    made: int = 0

    def __getattr__(self, name: str) -> Any:
        return self._counted if name == self.name else getattr(os, name)

    def _counted(self, *given: Any) -> Any:
        self.made += 1
        if self.made != self.call:
            return getattr(os, self.name)(*given)
        if self.done:
            getattr(os, self.name)(*given)
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("disk", [("fsync", 1), ("link", 1), ("fsync", 2)])
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("dies", [False, True])
def test_an_outbox_whose_disk_fails_at_any_step_holds_each_post_once(
    disk: tuple[str, int], done: bool, dies: bool, streets: Streets, queue: Queue, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("sharebot.platforms.outbox.os", FailingDisk(*disk, done))
    life = a_life("Outbox", [""], streets, queue, tmp_path, dies=dies)
    post_id = life.add()
    worker, first, _ = begin(life, post_id)
    assert first == "unsure"
    post = life.live(worker, post_id)
    assert (post.state, len(life.network.public())) == (State.SENT, 1)
    staff_are_told_in_words(life, post_id)
    assert dies or any("No space left" in fields.get("reason", "") for _, fields in life.told)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("hours", [-1, -3, 3])
@pytest.mark.parametrize("fault", ["", "reset after sending", "502"])
@pytest.mark.parametrize("dies", [False, True])
def test_a_clock_that_jumps_while_a_post_is_sent_costs_nothing(
    network: str, hours: int, fault: str, dies: bool, streets: Streets, queue: Queue, tmp_path: Path
) -> None:
    life = a_life(network, [fault], streets, queue, tmp_path, dies=dies)
    life.world.wall_offset = -3600.0 * hours  # wrong until it is set right

    def jump() -> None:
        life.world.wall_offset = 0.0

    life.meanwhile = jump
    post_id = life.add()
    worker, _, _ = begin(life, post_id)
    assert life.live(worker, post_id).state is State.SENT
    assert len(life.network.public()) == 1


def test_the_table_has_every_cell() -> None:
    assert len(EXPECTED) == len(FAULTS) * len(FOLLOWS) * len(NETWORKS)
    assert set(EXPECTED) == set(itertools.product(FAULTS, FOLLOWS, NETWORKS))
    assert set(EXPECTED.values()) == set(FATES)


def test_the_page_for_users_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == guarantees.page(), "run: make generate"
