"""What the daemon does now and then, beside reading feeds and delivering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Work = Callable[[Callable[[], bool]], bool]
"""Does what is due, and ends early when what it is given says that the daemon stops. Whether it queued posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """A piece of work that repeats. Whatever it raises is told as the event `fault`, and it is tried again next time.

    `first`: what is done instead at the start.
    """

    name: str
    every: timedelta
    work: Work
    fault: str
    first: Work | None = None
