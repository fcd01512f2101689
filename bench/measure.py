"""Measuring whole processes side by side. These machines are noisy: only ratios within one run mean anything."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table: what, its figure, and the bound it is held to ("" where there is none)."""

    what: str
    figure: str
    bound: str = ""
    kept: bool | None = None


def ratio_row(what: str, ratio: float, bound: float, *, at_most: bool, detail: str = "") -> Row:
    kept = ratio <= bound if at_most else ratio >= bound
    return Row(what, f"{ratio:.2f}× {detail}".strip(), f"{'≤' if at_most else '≥'} {bound:g}×", kept)


def value_row(what: str, value: float, unit: str, bound: float | None = None, *, at_most: bool = True) -> Row:
    if bound is None:
        return Row(what, f"{value:,.1f} {unit}")
    kept = value <= bound if at_most else value >= bound
    return Row(what, f"{value:,.1f} {unit}", f"{'≤' if at_most else '≥'} {bound:g} {unit}", kept)


def side_by_side(
    commands: dict[str, Sequence[str]], env: dict[str, str] | None = None, runs: int = 9
) -> dict[str, float]:
    """Median seconds of each command, run in turn A B C A B C …, after one warm-up round."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if turn:
                taken[name].append(time.perf_counter() - begin)
    return {name: statistics.median(times) for name, times in taken.items()}


def cpu_seconds(work: Callable[[], Any]) -> tuple[float, float]:
    """CPU and wall seconds of this process and its ended children while doing `work`."""
    before, begin = _cpu(), time.perf_counter()
    work()
    return _cpu() - before, time.perf_counter() - begin


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


def drift() -> float:
    """Seconds of a fixed pure-Python loop: run before and after, it shows whether the machine changed speed."""
    begin = time.perf_counter()
    total = 0
    for number in range(3_000_000):
        total += number % 7
    return time.perf_counter() - begin


def resident_mb(pid: int) -> float:
    """Resident memory of a process, in MB."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def process_cpu(pid: int) -> float:
    """CPU seconds that a process's living threads have used so far, to the nanosecond (schedstat's first figure)."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total / 1e9


def voluntary_switches(pid: int) -> int:
    """How often the process's threads have gone to sleep: its wake-ups."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/status", encoding="ascii") as file:
            total += next(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt_switches"))
    return total
