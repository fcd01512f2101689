"""How often, and at which distances, an account shares one entry again; and how people write that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sharebot.schedule.words import fault, parse_duration

Distances = tuple[timedelta, ...]
"""From the first share of an entry to each later one, growing."""

MOST_ROUNDS = 12
RESHARE_EXAMPLE = "3d 30d 180d, or none"
CATEGORIES_EXAMPLE = "News=none; Guides=7d 60d 365d"
PACE_EXAMPLE = "2/week"

_PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """`categories`: entries of these (compared without regard to case) have distances of their own; the first counts.

    `until`: the last day on which anything is shared again.
    """

    distances: Distances = ()
    categories: tuple[tuple[str, Distances], ...] = ()
    until: date | None = None

    def of(self, categories: Sequence[str]) -> Distances:
        """Those for an entry of these categories."""
        names = {_folded(name) for name in categories}
        own = (distances for name, distances in self.categories if _folded(name) in names)
        return next(own, self.distances)

    @property
    def every(self) -> Distances:
        """Every distance at which some entry may be shared again."""
        return tuple(sorted({*self.distances, *(each for _, distances in self.categories for each in distances)}))


ONE_SHARE = Rounds()
"""Nothing is shared again."""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def parse_rounds(text: str) -> Distances:
    """Growing lengths of time: "3d 30d 180d"; "none" for no second share."""
    words = text.lower().replace(",", " ").split()
    if words == ["none"]:
        return ()
    distances = tuple(map(parse_duration, words))
    if not distances or len(distances) > MOST_ROUNDS:
        raise fault(text, f"names no distance, or more than {MOST_ROUNDS}", RESHARE_EXAMPLE)
    if distances[0] < timedelta(hours=1) or any(b <= a for a, b in pairwise(distances)):
        raise fault(text, "does not grow from an hour on", RESHARE_EXAMPLE)
    return distances


def parse_categories(text: str) -> tuple[tuple[str, Distances], ...]:
    """`category=distances; category=none`."""
    rows = []
    for part in filter(str.strip, text.split(";")):
        category, sign, distances = part.rpartition("=")
        if not sign or not category.strip():
            raise fault(part.strip(), "is not category=distances", CATEGORIES_EXAMPLE)
        rows.append((" ".join(category.split()), parse_rounds(distances)))
    return tuple(rows)


def parse_until(text: str) -> date | None:
    if text.lower() == "none":
        return None
    return parse_date(text)


def parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault(text, "is no date", "2027-06-30") from None


def parse_pace(text: str) -> timedelta:
    """The time between two posts: "2/week", "1/day", "3/month" (of thirty days)."""
    number, _, period = text.lower().replace(" ", "").partition("/")
    if not number.isdecimal() or not 1 <= int(number[:6]) <= 24 or period not in _PERIODS:  # noqa: PLR2004  one an hour
        raise fault(text, "is no pace (a number up to 24, a day, week or month)", PACE_EXAMPLE)
    return _PERIODS[period] / int(number)
