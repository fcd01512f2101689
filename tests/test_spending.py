"""Posts that cost money: what counts as spent, in which month, and the cap that no month exceeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servers.network import COMMITTED, NOTHING_COMMITTED, PICTURES, Network, World, mentions
from sharebot.bot.deliver import Deliverer
from sharebot.bot.spending import Spending
from sharebot.model import NewPost, Post, Share, State
from sharebot.ports import PAID, Guarantee, GuaranteeKind, Lane, Page, PageState, Queue, Tariff
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, month, parse_slots

LINK = "https://blog.harborlight.org/1/"
BERLIN = Calendar(zone="Europe/Berlin", weekly=parse_slots("mon-sun 09:00 12:30"))
LOOKING = Guarantee(kind=GuaranteeKind.LOOK_UP, looks=(timedelta(seconds=30), timedelta(minutes=2)))


def tariff(cap: str | None = None) -> Tariff:
    return Tariff(
        post=Decimal("0.015"),
        link=Decimal("0.20"),
        cap=None if cap is None else Decimal(cap),
        cap_setting="SHAREBOT_X_MONTHLY_CAP",
    )


def share(number: int, link: str = LINK) -> Share:
    text = f"A tide table {number} {link}".strip()
    return Share(text=text, length=len(text), limit=280, link=link)


@dataclass
class Shop:
    """One account whose posts cost money, and its lane."""

    queue: Queue
    tariff: Tariff
    world: World = field(default_factory=World)
    calendar: Calendar = BERLIN
    count: int = 0

    def __post_init__(self) -> None:
        self.network = Network(self.world, LOOKING)

    @property
    def spending(self) -> Spending:
        return Spending(queue=self.queue, tariffs={"x": self.tariff}, calendars={"x": self.calendar}, clock=self.world)

    @property
    def lane(self) -> Deliverer:
        return Deliverer(
            queue=self.queue, lanes={"x": Lane(account="x", platform=self.network)}, calendars={"x": self.calendar},
            page=lambda _url: Page(state=PageState.READY, detail="200"), clock=self.world, worker="this",
            tell=lambda _event, **_fields: None, too_late=timedelta(days=400), mentions=mentions(self.queue),
            pictures=PICTURES, postponed=self.spending.postponed,
        )  # fmt: skip

    def add(self, link: str = LINK, due_at: datetime | None = None) -> Post:
        self.count += 1
        new = NewPost(account="x", share=share(self.count, link), state=State.QUEUED, due_at=due_at or self.world.now())
        (post,) = self.queue.add([new], entry_id=None, now=self.world.now(), who="test", why="test")
        return post

    def deliver(self, after: timedelta = timedelta(0)) -> None:
        self.world.pass_time(after.total_seconds())
        self.lane.deliver("x")

    def now_at(self, at: datetime) -> None:
        self.world.pass_time((at - self.world.now()).total_seconds())

    def pay(self, *amounts: str, account: str = "x") -> None:
        """As a connected platform writes it down."""
        for amount in amounts:
            self.count += 1
            self.queue.remember(PAID, f"{account} {self.count}", f"{amount} a look", now=self.world.now())

    def spent(self) -> tuple[int, Decimal]:
        found = self.spending.this_month("x")
        assert found
        return found.sent, found.sent_cost


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue("", home=tmp_path)
    yield opened
    opened.close()


def in_berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour - 1, minute, tzinfo=UTC)


# The cap --------------------------------------------------------------------------------------------------------------


def test_what_the_cap_does_not_pay_waits_for_the_next_month_and_then_goes_by_itself(queue: Queue) -> None:
    shop = Shop(queue, tariff("0.50"))
    posts = [shop.add() for _ in range(3)]
    shop.deliver()
    assert [queue.post(post.id).state for post in posts] == [State.SENT, State.SENT, State.QUEUED]
    waiting = queue.post(posts[2].id)
    assert (waiting.due_at, waiting.slot_at, waiting.hold) == (in_berlin(1, 9), in_berlin(1, 9), "")
    assert queue.history(waiting.id)[-1].why == (
        "SHAREBOT_X_MONTHLY_CAP: $0.40 of $0.50 are spent this month, and the post costs $0.20; it waits for the next"
    )
    shop.now_at(in_berlin(1, 9))
    shop.deliver()
    assert queue.post(waiting.id).state is State.SENT
    assert len(shop.network.posts) == 3


def test_posts_that_wait_take_a_slot_each(queue: Queue) -> None:
    shop = Shop(queue, tariff("0.20"))
    posts = [shop.add() for _ in range(4)]
    shop.deliver()
    waiting = [queue.post(post.id).due_at for post in posts[1:]]
    assert waiting == [in_berlin(1, 9), in_berlin(1, 12, 30), in_berlin(2, 9)]
    assert len(shop.network.posts) == 1


def test_what_no_month_can_pay_for_is_held_for_a_person_and_not_put_off_for_ever(queue: Queue) -> None:
    shop = Shop(queue, tariff("0.10"))
    post = shop.add()
    shop.deliver()
    held = queue.post(post.id)
    assert held.state is State.QUEUED
    assert held.hold == (
        "SHAREBOT_X_MONTHLY_CAP: no month to come has $0.20 of $0.10 and a slot for it; raise the cap, then sharebot "
        "approve 1"
    )
    assert shop.network.posts == []


def test_a_cheaper_post_may_go_where_a_dear_one_waits(queue: Queue) -> None:
    shop = Shop(queue, tariff("0.30"))
    _, dear, cheap = shop.add(), shop.add(), shop.add(link="")
    shop.deliver()
    assert (queue.post(dear.id).state, queue.post(cheap.id).state) == (State.QUEUED, State.SENT)


def test_a_cap_that_is_raised_counts_from_the_next_post_on(queue: Queue) -> None:
    shop = Shop(queue, tariff("0.20"))
    shop.add()
    shop.add()
    shop.deliver()
    shop.tariff = tariff("1")
    shop.add()
    shop.deliver()
    assert len(shop.network.posts) == 2


def test_without_a_cap_nothing_waits(queue: Queue) -> None:
    shop = Shop(queue, tariff())
    for _ in range(5):
        shop.add()
    shop.deliver()
    assert shop.spent() == (5, Decimal("1.00"))


def test_a_post_that_may_be_public_is_not_kept_from_being_looked_up(queue: Queue) -> None:
    shop = Shop(queue, tariff("0.20"))
    shop.network.faults = ["lost"]
    post = shop.add()
    shop.deliver()
    shop.deliver(timedelta(minutes=1))
    assert queue.post(post.id).state is State.SENT


@given(
    faults=st.lists(
        st.sampled_from(["fine", "refused", "rejected", "late", "lost", "unanswered", "bug after"]), max_size=8
    ),
    cents=st.integers(0, 100),
)
@settings(max_examples=30, deadline=None)
def test_no_month_costs_more_than_its_cap_whatever_the_network_answers(faults: list[str], cents: int) -> None:
    with TemporaryDirectory() as home:
        queue = open_queue("", home=Path(home))
        shop = Shop(queue, tariff(str(Decimal(cents) / 100)))
        shop.network.faults = list(faults)
        for _ in range(6):
            shop.add()
        for _ in range(12):
            shop.deliver(timedelta(minutes=7))
        queue.close()
    assert len(shop.network.posts) * Decimal("0.20") <= shop.tariff.cap  # type: ignore[operator]  # it has one


# What is spent --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", ["fine", *(fault for fault in COMMITTED if "power" not in fault), "unanswered", "bug before"]
)
def test_an_attempt_that_was_answered_or_is_in_doubt_is_spent(queue: Queue, fault: str) -> None:
    shop = Shop(queue, tariff())
    shop.network.faults = [fault]
    shop.add()
    shop.deliver()
    assert shop.spent() == (1, Decimal("0.20"))


@pytest.mark.parametrize("fault", ["refused", "throttled", "rejected", "locked"])
def test_an_attempt_that_surely_sent_nothing_is_not(queue: Queue, fault: str) -> None:
    assert fault in NOTHING_COMMITTED
    shop = Shop(queue, tariff())
    shop.network.faults = [fault]
    shop.add()
    shop.deliver()
    assert shop.spent() == (0, Decimal(0))
    assert queue.attempts(1)


def test_what_was_paid_for_besides_posts_counts_against_the_cap(queue: Queue) -> None:
    """Look-ups and deletions: nobody keeps them from being done, but they leave less for posts."""
    shop = Shop(queue, tariff("0.40"))
    shop.pay("0.010", "0.010")
    posts = [shop.add() for _ in range(2)]
    shop.deliver()
    assert [queue.post(post.id).state for post in posts] == [State.SENT, State.QUEUED]
    assert queue.history(posts[1].id)[-1].why.startswith(
        "SHAREBOT_X_MONTHLY_CAP: $0.220 of $0.40 are spent this month, and the post costs $0.20"
    )
    found = shop.spending.this_month("x")
    assert found
    assert (found.requests, found.requests_cost, found.spent) == (2, Decimal("0.020"), Decimal("0.220"))
    assert found.cost == found.spent + found.queued_cost


def test_what_was_paid_belongs_to_its_account_and_its_month(queue: Queue) -> None:
    shop = Shop(queue, tariff())
    shop.now_at(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    shop.pay("0.010")
    shop.pay("0.010", account="x-news")
    found = shop.spending.this_month("x")
    assert found
    assert found.requests_cost == Decimal("0.010")
    shop.now_at(datetime(2026, 11, 30, 23, 1, tzinfo=UTC))
    found = shop.spending.this_month("x")
    assert found
    assert found.requests_cost == Decimal(0)


def test_months_are_those_of_the_account_s_zone(queue: Queue) -> None:
    shop = Shop(queue, tariff())
    shop.now_at(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    shop.add()
    shop.deliver()
    assert shop.spent() == (1, Decimal("0.20"))
    shop.deliver(timedelta(minutes=1))
    assert shop.spent() == (0, Decimal(0))


def test_other_accounts_pay_for_themselves(queue: Queue) -> None:
    shop = Shop(queue, tariff())
    shop.add()
    shop.deliver()
    begin, end = month(BERLIN, shop.world.now())
    assert queue.attempted("x", since=begin, until=end) == [share(1)]
    assert queue.attempted("y", since=begin, until=end) == []


def test_the_forecast_adds_up_what_went_out_and_what_is_queued_by_month(queue: Queue) -> None:
    shop = Shop(queue, tariff("1"))
    shop.add()
    shop.deliver()
    shop.add(link="", due_at=shop.world.now() + timedelta(days=2))
    shop.add(due_at=in_berlin(3, 9))
    shop.add(due_at=in_berlin(30, 9))
    this, following = shop.spending.forecast(in_berlin(20, 9))
    assert (this.name, this.sent, this.sent_cost) == ("2026-11", 1, Decimal("0.20"))
    assert (this.queued, this.queued_cost, this.cost) == (1, Decimal("0.015"), Decimal("0.215"))
    assert (following.name, following.sent, following.queued, following.cost) == ("2026-12", 0, 1, Decimal("0.20"))
    assert shop.spending.forecast(in_berlin(20, 9), "y") == []
    assert shop.spending.this_month("y") is None


# Months ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "at", "begin", "end"),
    [
        ("UTC", "2026-12-31T23:59", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("Europe/Berlin", "2026-10-31T23:00", "2026-10-31T23:00", "2026-11-30T23:00"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-01T10:00", "2011-12-31T10:00"),
    ],
)
def test_a_month_begins_at_the_zone_s_first_midnight(zone: str, at: str, begin: str, end: str) -> None:
    found = month(Calendar(zone=zone), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert [f"{moment:%Y-%m-%dT%H:%M}" for moment in found] == [begin, end]


@given(st.integers(0, 2_500_000_000), st.sampled_from(["UTC", "America/St_Johns", "Pacific/Apia"]))
def test_every_moment_lies_in_its_month(seconds: int, zone: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    begin, end = month(Calendar(zone=zone), at)
    assert begin <= at < end
    assert month(Calendar(zone=zone), end)[0] == end
