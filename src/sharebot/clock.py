"""The machine's clocks: one that people set, and one that never jumps."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path

UTC_TIMES = re.compile(r"\b(\d{4}-\d{2}-\d{2} \d{2}:\d{2}) UTC\b", re.ASCII)


def in_zone(text: str, zone: tzinfo) -> str:
    """Words that were written down with times in UTC, as staff read them: with those times in the blog's zone."""

    def local(found: re.Match[str]) -> str:
        return f"{datetime.fromisoformat(f'{found[1]}+00:00').astimezone(zone):%a %Y-%m-%d %H:%M}"

    return UTC_TIMES.sub(local, text)


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
