"""Time-outs that nobody waits for: an exchange has all the time of a real one until its end is sure, and then soon none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import httpcore2

from sharebot.http import guard

SOON = 0.3
"""Seconds that are left once it is due."""

GLANCE = 0.05
"""Seconds between two looks whether it is due."""


@contextmanager
def time_runs_out(due: Callable[[], bool]) -> Iterator[None]:
    """Within this, whoever waits for an answer has little time left when `due` says so, however slow the machine is."""
    reading = guard.Timed.read

    def read(stream: guard.Timed, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            over = guard.deadline.get()
            if due():
                over = min(over, time.monotonic() + SOON)
            guard.deadline.set(min(over, time.monotonic() + GLANCE))
            try:
                return reading(stream, max_bytes, timeout)
            except httpcore2.ReadTimeout:
                if time.monotonic() >= over:
                    raise
            finally:
                guard.deadline.set(over)

    with patch.object(guard.Timed, "read", read):
        yield
