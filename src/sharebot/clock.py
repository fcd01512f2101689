"""The machine's clocks: one that people set, and one that never jumps."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path


class SystemClock:
    """The machine's clocks."""

    def __init__(self) -> None:
        self._boot = _boot()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def steady(self) -> tuple[str, float]:
        return self._boot, _ticks()


def _boot() -> str:
    """A name for this boot of the machine; where the system has none, for this process (no key then outlives it)."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return f"process {os.getpid()} of {time.time_ns()}"


def _ticks() -> float:
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)
