"""What X charges, and the bill of what it may have charged besides posts.

All prices are US dollars of docs.x.com "Pricing", mirror of 2026-08-22. What X refuses it does not charge for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sharebot.errors import OutcomeUnknown

if TYPE_CHECKING:
    from sharebot.platforms import Means

PRICE_POST, PRICE_LINK = "0.015", "0.20"
"""A post, without and with a link."""

PRICE_ALT = Decimal("0.005")
"""The words of a picture."""

PRICE_REMOVAL = Decimal("0.010")
"""A deletion."""

PRICE_USER, PRICE_OWN_POST = Decimal("0.010"), Decimal("0.001")
"""A user that X is asked for, and each post of our own that it lists."""

PRICED = "docs.x.com of 2026-08-22"


@dataclass(frozen=True, slots=True)
class Bill:
    """One account's."""

    account: str
    means: Means

    def listed(self, count: int) -> None:
        """X has listed so many posts of ours."""
        self.means.paid(self.account, count * PRICE_OWN_POST, "looking for a post")

    @contextmanager
    def request(self, price: Decimal, what: str) -> Iterator[Callable[[bool], None]]:
        """Write down what the request inside costs, also where its answer was lost: it may have been charged then.

        What is handed out may be told whether the answer that came costs anything; else it does.
        """
        told: list[bool] = []
        try:
            yield told.append
        except OutcomeUnknown:
            self.means.paid(self.account, price, what)
            raise
        if all(told):
            self.means.paid(self.account, price, what)
