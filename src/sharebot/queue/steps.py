"""The history: every move and change leaves a row with who and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sharebot.model import State
from sharebot.queue.database import Transaction
from sharebot.queue.records import clean, micros

ME = "sharebot"
"""Who the history names for what no person did."""


@dataclass(slots=True)
class OpenAct:
    """An act under way: `number` is 0 until it has changed something."""

    who: str
    what: str = ""
    undoes: int | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something, and when; `act` is the person's act that it belongs to."""

    who: str
    now: datetime
    act: OpenAct | None = None


def write(tx: Transaction, post_id: int, hand: Hand, *, before: State | None, after: State, why: str) -> None:
    tx.run(
        "add_step",
        post_id=post_id,
        at=micros(hand.now),
        who=clean(hand.who),
        before=None if before is None else before.value,
        after=after.value,
        why=clean(why),
    )
