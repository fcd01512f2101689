"""make bench: every figure side by side with its peers in one run; writes docs/benchmarks.md.

python -m bench            all of it (about twenty minutes)
python -m bench --quick    small numbers, prints only
python -m bench start      one part
"""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import authors, compose, daemon, feeds, lengths, measure, queue, send, start

PARTS = {
    "start": start.run,
    "feeds": feeds.run,
    "authors": authors.run,
    "compose": compose.run,
    "lengths": lengths.run,
    "queue": queue.run,
    "daemon": daemon.run,
    "send": send.run,
}
TITLES = {
    "start": "Start",
    "feeds": "Feeds",
    "authors": "Authors",
    "compose": "Composing",
    "lengths": "Lengths",
    "queue": "Queue",
    "daemon": "Daemon",
    "send": "Sending",
}
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> int:
    quick = "--quick" in sys.argv
    wanted = [name for name in sys.argv[1:] if name in PARTS] or list(PARTS)
    before = measure.drift()
    tables = {name: PARTS[name](quick=quick) for name in wanted}
    page = rendered(tables, before, measure.drift())
    print(page)
    if not quick and set(wanted) == set(PARTS):
        PAGE.write_text(page, encoding="utf-8")
    missed = [row for rows in tables.values() for row in rows if row.kept is False]
    return 1 if missed else 0


def rendered(tables: dict[str, list[measure.Row]], before: float, after: float) -> str:
    head = (
        "# Benchmarks\n\nWritten by `make bench`. Peers and limits run side by side in the same run; machines are "
        "noisy, so read the ratios.\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores; a fixed loop took "
        f"{before * 1000:.0f} ms before and {after * 1000:.0f} ms after the run.\n"
    )
    return head + "".join(table(TITLES[name], rows) for name, rows in tables.items())


def table(title: str, rows: list[measure.Row]) -> str:
    lines = [f"\n## {title}\n\n| what | figure | bound | kept |\n|---|---:|---:|---|\n"]
    for row in rows:
        kept = "" if row.kept is None else ("yes" if row.kept else "**no**")
        lines.append(f"| {row.what} | {row.figure} | {row.bound} | {kept} |\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
