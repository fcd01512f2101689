"""A thousand kill -9 of the daemon over ten thousand posts to three networks: lost, sent twice, stuck.

python -m bench.soak [kills] [posts]   writes docs/soak.md, which docs/guarantees.md leads to
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "soak.md"
KILLS, POSTS = 1_000, 10_000
LONGEST = 0.6
"""Seconds that a daemon lives at the most before it is killed."""

SPARED_EVERY = 50
"""Kills after which a daemon is left alive until all is sent: what is five minutes late would go into the calendar."""

SPARED = 240.0
"""Seconds that it has for what the killed ones left."""

sys.path.insert(0, str(ROOT / "tests"))  # the networks' stand-ins and the forge of daemons


@dataclass(frozen=True)
class Result:
    seed: int
    kills: int
    posts: int
    struck: Counter[str]
    lost: int
    double: int
    stuck: int
    seconds: float
    real_bluesky: bool

    @property
    def clean(self) -> bool:
        return self.lost == self.double == self.stuck == 0


def soak(kills: int, posts: int, seed: int) -> Result:
    from servers.forge import Forge
    from servers.town import Town, queue_posts, reckoning
    from sharebot.queue import open_queue

    moments = random.Random(seed)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Town() as town, Forge() as forge:
        home = Path(folder)
        town.get_to_know(home)
        env = town.environment(home)
        with closing(open_queue(f"sqlite:///{home / 'sharebot.db'}", home=home)) as queue:
            for number in range(kills):
                first = number * posts // kills
                queue_posts(queue, (number + 1) * posts // kills - first, first=first)
                live_and_die(forge, env, moments.uniform(0.0, LONGEST))
                if number % SPARED_EVERY == SPARED_EVERY - 1:
                    finish(forge, env, queue)
                    print(f"{number + 1} kills, {sum(queue.counts().values())} posts", flush=True)
            finish(forge, env, queue)
            lost, double, stuck = reckoning(town, queue, posts)
            struck = verdicts(queue, posts)
        real = town.has_real_bluesky
    return Result(seed, kills, posts, struck, lost, double, stuck, time.monotonic() - begin, real)


def live_and_die(forge: Any, env: dict[str, str], seconds: float) -> None:
    from servers.town import HURRY

    pid = forge.run(env, hurry=HURRY)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    if forge.wait(pid) != -signal.SIGKILL:
        raise RuntimeError("a daemon ended before it was killed")


def finish(forge: Any, env: dict[str, str], queue: Any) -> None:
    from servers.town import HURRY, unfinished

    if not unfinished(queue):  # asked to stop at once, it might be before it listens to signals
        return
    pid = forge.run(env, hurry=HURRY)
    end = time.monotonic() + SPARED
    while unfinished(queue) and time.monotonic() < end:
        time.sleep(0.2)
    os.kill(pid, signal.SIGTERM)
    if forge.wait(pid):
        raise RuntimeError("a daemon did not stop cleanly")


def verdicts(queue: Any, how_many: int) -> Counter[str]:
    """What became of all attempts, and how often a look found a post."""
    from sharebot.model import PostFilter

    found: Counter[str] = Counter()
    for post in queue.posts(PostFilter(limit=how_many)):
        found.update(attempt.verdict for attempt in queue.attempts(post.id))
        found["found by looking"] += bool(post.receipt and post.receipt.found == "looked up")
    return found


def page(result: Result) -> str:
    bluesky = "the reference server" if result.real_bluesky else "a stand-in"
    return (
        f"# Soak\n\nWritten by `make soak`: the real daemon, killed with `kill -9` at random moments, in front of X, "
        f"Mastodon (stand-ins that remember) and Bluesky ({bluesky}). The networks' waits were 500 times shorter.\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, seed {result.seed}, {result.seconds / 60:.0f} minutes.\n\n"
        "| what | number |\n|---|---:|\n"
        f"| kills | {result.kills:,} |\n| posts | {result.posts:,} |\n"
        f"| attempts that a kill struck | {result.struck['lost']:,} |\n"
        f"| posts found by looking afterwards | {result.struck['found by looking']:,} |\n"
        f"| **lost** | {result.lost} |\n| **sent twice** | {result.double} |\n| **stuck** | {result.stuck} |\n"
    )


def main() -> int:
    asked = [int(number) for number in sys.argv[1:]]
    kills, posts = asked or (KILLS, POSTS)
    result = soak(kills, posts, int(time.time()))
    print(page(result))
    print(dict(result.struck))
    if (kills, posts) == (KILLS, POSTS):
        PAGE.write_text(page(result), encoding="utf-8")
    return 0 if result.clean else 1


if __name__ == "__main__":
    sys.exit(main())
