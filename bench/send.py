"""A post's whole way (claim, prepare, publish, settle, all durable) against a bare request to the same server.

And the daemon with all three networks on: how soon it is ready, and how much memory it holds.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.measure import Row, ratio_row, resident_mb, side_by_side, value_row

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))  # the networks' stand-ins

ACCOUNTS = ("x", "mastodon", "bluesky")
SLOW = 0.2
TOOT = str(Path(sys.executable).parent / "toot")


def run(*, quick: bool) -> list[Row]:
    posts = 30 if quick else 150
    return [*against_bare(posts), *together(2 if quick else 5), *daemon(quick=quick)]


# A post's way ---------------------------------------------------------------------------------------------------------


@contextmanager
def slow_town(seconds: float) -> Iterator[Any]:
    """Three networks whose answers to new posts take so long. Bluesky is the stand-in: its speed is not ours."""
    from servers.town import Town

    with Town(reference=False) as town:
        for web in town.webs:
            web.reply = _after(seconds, web.reply)
        yield town


def _after(seconds: float, reply: Callable[[Any], Any]) -> Callable[[Any], Any]:
    new_post = ("/2/tweets", "/api/v1/statuses", "/xrpc/com.atproto.repo.putRecord")

    def slowly(request: Any) -> Any:
        if request.method == "POST" and request.path in new_post:
            time.sleep(seconds)
        return reply(request)

    return slowly


@contextmanager
def sharebot(town: Any) -> Iterator[tuple[Any, Any]]:
    """An App on a queue of its own, and its worker."""
    from sharebot.app import App
    from sharebot.settings import load

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        app = App(load(town.environment(home), cwd=home))
        with closing(app), closing(app.http):
            app.queue.counts()
            yield app, app.deliverer(alone=True)


def queue_for(app: Any, accounts: tuple[str, ...], each: int, what: str) -> None:
    from sharebot.model import NewPost, Share, State

    now = datetime.now(UTC)
    posts = [
        NewPost(
            account=account,
            share=Share(text=f"{what} {number}", length=20, limit=280, link=""),
            state=State.QUEUED,
            due_at=now - timedelta(seconds=1),
        )
        for number in range(each)
        for account in accounts
    ]
    app.queue.add(posts, entry_id=None, now=now, who="bench", why="bench")


def timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def bare(app: Any, town: Any, what: str, posts: int) -> None:
    """The same requests by the same client, and nothing else: no queue, no post."""
    from urllib.parse import urlencode

    from servers.mastodon import TOKEN

    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    for number in range(posts):
        body = urlencode({"status": f"bare {what} {number}", "visibility": "public"}).encode()
        app.http.create(f"{town.mastodon.web.address}/api/v1/statuses", body, headers)


def against_bare(posts: int) -> list[Row]:
    return [*compared(0.0, 0.3, posts), *compared(SLOW, 0.95, max(posts // 6, 5))]


def compared(seconds: float, bound: float, posts: int) -> list[Row]:
    with slow_town(seconds) as town, sharebot(town) as (app, worker):
        bare(app, town, "warm", 1)
        alone, whole = [], []
        for turn in range(5):
            alone.append(timed(partial(bare, app, town, f"turn {turn}", posts)))
            queue_for(app, ("mastodon",), posts, f"turn {turn}")
            whole.append(timed(partial(worker.deliver, "mastodon")))
    took, least = statistics.median(whole), statistics.median(alone)
    name, detail = f"{seconds * 1000:.0f} ms", f"({took / posts * 1000:.1f} ms a post)"
    return [
        value_row(f"answers after {name}: a bare request", least / posts * 1000, "ms"),
        ratio_row(f"answers after {name}: posts / bare requests", least / took, bound, at_most=False, detail=detail),
    ]


def together(each: int) -> list[Row]:
    """Three accounts, a thread each as in the daemon, against one of them alone."""
    with slow_town(SLOW) as town, sharebot(town) as (app, worker):
        for what in ("warm", "measured"):
            queue_for(app, ACCOUNTS, each if what == "measured" else 1, what)
            took = timed(partial(all_lanes, worker))
    return [ratio_row("three accounts with 200 ms each, together / one alone", took / (each * SLOW), 1.5, at_most=True)]


def all_lanes(worker: Any) -> None:
    with ThreadPoolExecutor(len(ACCOUNTS)) as pool:
        list(pool.map(worker.deliver, ACCOUNTS))


# The daemon -----------------------------------------------------------------------------------------------------------


def daemon(*, quick: bool) -> list[Row]:
    with slow_town(0.0) as town, ExitStack() as stack:
        ready, memory = [], 0.0
        for _ in range(3 if quick else 7):
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            took, memory = until_ready(town, home)
            ready.append(took)
    toot = side_by_side({"toot": [TOOT, "--version"]}, runs=3 if quick else 7)["toot"]
    bound = max(1.5, 3 * toot)
    return [
        value_row("`toot --version`", toot * 1000, "ms"),
        value_row("daemon with X, Mastodon and Bluesky: ready after", statistics.median(ready), "s", round(bound, 2)),
        value_row("the same, idle after a post to each: memory", memory, "MB", 95),
    ]


def until_ready(town: Any, home: Path) -> tuple[float, float]:
    """Seconds until it says so, and its memory once it has posted to each network and is idle."""
    from sharebot.app import App
    from sharebot.settings import load

    env = town.environment(home)
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "sharebot", "run"], env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        for line in process.stderr:
            if "daemon.ready" in line:
                break
        took = time.perf_counter() - begin
        with closing(App(load(env, cwd=home))) as app:
            queue_for(app, ACCOUNTS, 1, f"hello from {home.name}")
            wait_until_sent(app.queue, 3)
        time.sleep(1)
        return took, resident_mb(process.pid)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)


def wait_until_sent(queue: Any, how_many: int) -> None:
    end = time.monotonic() + 60
    while sum(number for (_, state), number in queue.counts().items() if state == "sent") < how_many:
        if time.monotonic() > end:
            raise TimeoutError(f"not all went out: {queue.counts()}")
        time.sleep(0.1)
