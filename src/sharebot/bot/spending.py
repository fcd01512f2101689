"""What posts cost where a platform charges for them, and the cap that holds them until the next month.

Spent is every attempt that the platform may have charged (one that was answered, or of which nobody knows), and every
other request that it may have: a look-up, a deletion (see ports.PAID). It is counted in the calendar months of the
account's zone. Only posts are held by the cap: looks keep them from going out twice, and a person takes back at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sharebot import schedule
from sharebot.model import Post, PostFilter, State
from sharebot.ports import PAID, Clock, Queue, Tariff
from sharebot.schedule import Calendar

MOST_QUEUED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What an account costs in one calendar month, in US dollars; `name` is like 2026-11.

    `requests`: those other than posts, so far; what they will yet cost nobody knows.
    """

    account: str
    name: str
    begin: datetime
    end: datetime
    sent: int
    sent_cost: Decimal
    requests: int
    requests_cost: Decimal
    queued: int
    queued_cost: Decimal
    tariff: Tariff

    @property
    def spent(self) -> Decimal:
        return self.sent_cost + self.requests_cost

    @property
    def cost(self) -> Decimal:
        return self.spent + self.queued_cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """When a post may go out instead, and why not now. `due_at`: None where only a person can go on."""

    due_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """`tariffs`: of the accounts whose posts cost money. `calendars`: of all."""

    queue: Queue
    tariffs: Mapping[str, Tariff]
    calendars: Mapping[str, Calendar]
    clock: Clock

    # The cap ----------------------------------------------------------------------------------------------------------

    def postponed(self, post: Post) -> Postponed | None:
        """Until when the cap holds the post; None if it may go out now.

        Several machines that deliver from one queue may each let a last post through.
        """
        tariff = self.tariffs.get(post.account)
        if tariff is None or tariff.cap is None:
            return None
        begin, end = self._month(post.account, self.clock.now())
        price = tariff.price(post.share)
        spent = self._spent(post.account, begin, end)[1] + self._paid(post.account, begin, end)[1]
        if spent + price <= tariff.cap:
            return None
        due_at = self._slot(post.account, end) if price <= tariff.cap else None
        return Postponed(due_at=due_at, why=_over(tariff, spent, price) if due_at else _never(tariff, price, post))

    def _slot(self, account: str, after: datetime) -> datetime | None:
        calendar = self.calendars[account]
        return schedule.next_slot(calendar, after, self.queue.taken_slots(account, after - calendar.reach))

    # After a restore --------------------------------------------------------------------------------------------------

    def catch_up(self, replaced: Queue) -> None:
        """Count what the queue that was replaced by a copy of before knows to be spent this month."""
        now = self.clock.now()
        for account in self.tariffs:
            then, ours = replace(self, queue=replaced).this_month(account), self.this_month(account)
            if then and ours and then.spent > ours.spent:
                lost = f"{then.spent - ours.spent} spent in the time that was lost"
                self.queue.remember(PAID, f"{account} restored {now.isoformat()}", lost, now=now)

    # The forecast -----------------------------------------------------------------------------------------------------

    def forecast(self, until: datetime, account: str = "") -> list[Month]:
        """This month of every account that costs money, and the later ones in which posts are queued until then."""
        names = [name for name in self.tariffs if account in {"", name}]
        return [month for name in names for month in self._months(name, until)]

    def this_month(self, account: str) -> Month | None:
        """None where posts cost nothing."""
        if account not in self.tariffs:
            return None
        _, end = self._month(account, self.clock.now())
        return self._months(account, end)[0]

    def _months(self, account: str, until: datetime) -> list[Month]:
        now = self.clock.now()
        wanted = PostFilter(account=account, states=frozenset({State.QUEUED}), due_until=until, limit=MOST_QUEUED)
        dated = [(max(post.due_at, now), post) for post in self.queue.posts(wanted) if post.due_at]
        begins = sorted({self._month(account, at)[0] for at in [now, *(due_at for due_at, _ in dated)]})
        return [self._counted(account, self._month(account, begin), dated) for begin in begins]

    def _counted(self, account: str, month: tuple[datetime, datetime], dated: Sequence[tuple[datetime, Post]]) -> Month:
        (begin, end), tariff = month, self.tariffs[account]
        sent, sent_cost = self._spent(account, begin, end)
        requests, requests_cost = self._paid(account, begin, end)
        queued = [post for due_at, post in dated if begin <= due_at < end]
        return Month(
            account=account,
            name=f"{begin.astimezone(ZoneInfo(self.calendars[account].zone)):%Y-%m}",
            begin=begin,
            end=end,
            sent=sent,
            sent_cost=sent_cost,
            requests=requests,
            requests_cost=requests_cost,
            queued=len(queued),
            queued_cost=sum((tariff.price(post.share) for post in queued), Decimal(0)),
            tariff=tariff,
        )

    def removal(self, account: str) -> Decimal:
        """What the network charges for taking a post back."""
        tariff = self.tariffs.get(account)
        return tariff.removal if tariff else Decimal(0)

    # Small steps ------------------------------------------------------------------------------------------------------

    def _spent(self, account: str, begin: datetime, end: datetime) -> tuple[int, Decimal]:
        """How many attempts may have been charged, and what they cost."""
        shares = self.queue.attempted(account, since=begin, until=end)
        return len(shares), sum((self.tariffs[account].price(share) for share in shares), Decimal(0))

    def _paid(self, account: str, begin: datetime, end: datetime) -> tuple[int, Decimal]:
        """How many other requests may have been charged, and what they cost."""
        facts = self.queue.facts(PAID).items()
        ours = [fact for name, fact in facts if name.startswith(f"{account} ") and begin <= fact.learnt_at < end]
        return len(ours), sum((Decimal(fact.value.partition(" ")[0]) for fact in ours), Decimal(0))

    def _month(self, account: str, at: datetime) -> tuple[datetime, datetime]:
        return schedule.month(self.calendars[account], at)


def _over(tariff: Tariff, spent: Decimal, price: Decimal) -> str:
    """The setting comes first, since lists cut what is long."""
    return (
        f"{tariff.cap_setting}: ${spent} of ${tariff.cap} are spent this month, and the post costs ${price}; it waits "
        "for the next"
    )


def _never(tariff: Tariff, price: Decimal, post: Post) -> str:
    """Waiting from month to month would be losing it."""
    return (
        f"{tariff.cap_setting}: no month to come has ${price} of ${tariff.cap} and a slot for it; raise the cap, then "
        f"sharebot approve {post.id}"
    )
