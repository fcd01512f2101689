"""What X charges for besides posts is written down, request by request, where the cap and the forecast find it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from servers.means import ShortMemory, means
from servers.paper import PaperClock
from servers.x_api import KEYS, FakeX, problem, too_many
from sharebot import platforms
from sharebot.errors import SendError
from sharebot.model import Image, Post, Share, State
from sharebot.platforms.x import X
from sharebot.ports import PAID, Removal
from sharebot.settings import load

TEXT = "A tide table"


@pytest.fixture
def clock() -> PaperClock:
    return PaperClock()


@pytest.fixture
def fake(clock: PaperClock) -> Iterator[FakeX]:
    with FakeX(clock.now) as started:
        yield started


@pytest.fixture
def memory() -> ShortMemory:
    return ShortMemory()


@pytest.fixture
def x(fake: FakeX, clock: PaperClock, memory: ShortMemory, tmp_path: Path) -> X:
    named = {f"SHAREBOT_X_NEWS_{name}": value for name, value in (KEYS | {"URL": fake.address}).items()}
    (account,) = load({"SHAREBOT_ACCOUNTS": "x-news"} | named, cwd=tmp_path).accounts
    connected = platforms.connect(account, means(tmp_path, memory=memory, clock=clock))
    assert isinstance(connected, X)
    return connected


def a_post(clock: PaperClock) -> Post:
    share, now = Share(text=TEXT, length=len(TEXT), limit=280, link=""), clock.now()
    return Post(id=1, entry_id=1, account="x-news", round=0, state=State.SENDING, share=share, created_at=now, updated_at=now)  # fmt: skip


def paid(memory: ShortMemory) -> list[str]:
    names = [name for kind, name in memory.facts if kind == PAID]
    assert all(name.startswith("x-news ") for name in names)
    return [memory.facts[PAID, name].value for name in names]


def test_asking_who_somebody_is_and_who_we_are_costs_a_cent_each(x: X, fake: FakeX, memory: ShortMemory) -> None:
    fake.add("someone")
    x.identify("someone")
    x.check()
    assert paid(memory) == ["0.010 whose handle it is", "0.010 whose account it is"]


def test_looking_our_posts_up_costs_for_each_that_x_lists(
    x: X, fake: FakeX, memory: ShortMemory, clock: PaperClock
) -> None:
    x.check()
    before = len(paid(memory))
    payload = x.prepare(a_post(clock))
    for number in range(3):
        fake.put(f"Another {number}")
    assert x.look_up(payload) is None
    assert paid(memory)[before:] == ["0.003 looking for a post"]


def test_a_look_that_finds_our_timeline_empty_costs_nothing(x: X, memory: ShortMemory, clock: PaperClock) -> None:
    x.check()
    before = paid(memory)
    assert x.look_up(x.prepare(a_post(clock))) is None
    assert paid(memory) == before


def test_a_deletion_costs_a_cent_but_not_of_what_is_gone_already(x: X, memory: ShortMemory, clock: PaperClock) -> None:
    receipt = x.publish(x.prepare(a_post(clock)))
    before = len(paid(memory))
    assert x.remove(receipt) is Removal.REMOVED
    assert x.remove(receipt) is Removal.GONE
    assert paid(memory)[before:] == ["0.010 taking a post back"]


@pytest.mark.parametrize(("fault", "count"), [("lost", 1), (problem(403, "No"), 0), (too_many(), 0)])
def test_what_may_have_been_charged_counts_and_what_was_refused_does_not(
    x: X, fake: FakeX, memory: ShortMemory, clock: PaperClock, fault: object, count: int
) -> None:
    receipt = x.publish(x.prepare(a_post(clock)))
    before = len(paid(memory))
    fake.faults = [fault]  # type: ignore[list-item]
    with pytest.raises(SendError):
        x.remove(receipt)
    assert len(paid(memory)) - before == count


def test_the_words_of_a_picture_cost_half_a_cent(x: X) -> None:
    plain = Share(text=TEXT, length=len(TEXT), limit=280, link="")
    shown = Share(
        text=TEXT, length=len(TEXT), limit=280, link="", image=Image(url="https://a.example/b.png", alt="A lamp")
    )
    silent = Share(text=TEXT, length=len(TEXT), limit=280, link="", image=Image(url="https://a.example/b.png"))
    prices = [x.tariff.price(share) for share in (plain, shown, silent)]
    assert prices == [Decimal("0.015"), Decimal("0.020"), Decimal("0.015")]
