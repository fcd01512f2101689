"""Starts real daemons quickly, so that a test can kill hundreds of them.

Run as a program it imports sharebot once and then forks a child for each order on its standard input, one JSON object a
line: {"run": {environment}, "die_at": step or 0, "hurry": factor} answers {"pid": …}; {"wait": pid} answers
{"status": …}.

With `die_at` the child sends itself SIGKILL at that step of its deliveries: before and after each statement of the
queue, each publish, each request to a network, each sync and each link of the outbox. With `hurry` the networks' rests
and looks come so many times sooner: nobody kills a service hundreds of times and waits a quarter of an hour each time.
The environment's BEGUN names a file that is there as soon as the first delivery has begun.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

QUEUE_STEPS = ("orphans", "peek", "claim", "settle", "move", "remember")

SHORTEST_LEASE, SHORTEST_GLANCE = timedelta(seconds=4), timedelta(seconds=0.5)
SHORTEST_MARGIN = timedelta(seconds=5)
"""By how much clocks may differ: here they are one. A look reads all posts since then, and these are many a second."""

LONGEST_START = 120.0
"""Seconds that a daemon may take until its first delivery, on however busy a machine."""

MODULES = ("app", "daemon", "feed", "http", "queue.store", "queue.sqlite", "settings", "platforms.outbox")
NETWORKS = ("x", "_x_people", "_x_refusals", "_x_timeline", "_x_wire", "mastodon", "_mastodon_account", "bluesky")


def running(pid: int) -> bool:
    """A process that has ended but was not waited for is a zombie: state Z."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"


class Forge:
    """The test's side."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, env: dict[str, str], die_at: int = 0, hurry: int = 1) -> int:
        """Start a daemon; returns its process id."""
        return int(self._order({"run": env, "die_at": die_at, "hurry": hurry})["pid"])

    def run_and_kill(self, env: dict[str, str], after: float, *, in_delivery: bool, hurry: int = 1) -> None:
        """Start a daemon and kill it so many seconds later: after its start, or after its first delivery has begun."""
        begun = Path(env["SHAREBOT_HOME"]) / "begun"
        begun.unlink(missing_ok=True)
        pid = self.run(env | {"BEGUN": str(begun)}, hurry=hurry)
        end = time.monotonic() + LONGEST_START
        while in_delivery and not begun.exists():
            assert running(pid), "the daemon ended by itself"
            assert time.monotonic() < end, "the daemon does not begin"
            time.sleep(0.002)
        time.sleep(after)  # not a wait for anything: the moment of the kill
        os.kill(pid, signal.SIGKILL)
        assert self.wait(pid) == -signal.SIGKILL

    def wait(self, pid: int) -> int:
        """How the daemon ended: its exit status, or minus the signal that killed it."""
        return int(self._order({"wait": pid})["status"])

    def _order(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return dict(json.loads(self._process.stdout.readline()))


def main() -> None:
    import_all()
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = {"status": os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])}
        else:
            answer = {"pid": fork(order["run"], order["die_at"], order["hurry"])}
        print(json.dumps(answer), flush=True)


def import_all() -> None:
    """Everything that a daemon imports when it starts, so that children need not."""
    for name in (*MODULES, *(f"platforms.{network}" for network in NETWORKS)):
        importlib.import_module(f"sharebot.{name}")


def fork(env: dict[str, str], die_at: int, hurry: int) -> int:
    # A test may ask a daemon to stop at once: the wish waits until the daemon can hear it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        return pid
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(2, 1)
        daemon(env, die_at, hurry)
        status = 0
    finally:
        os._exit(status)


def daemon(env: dict[str, str], die_at: int, hurry: int) -> None:
    from sharebot import app as composition
    from sharebot.child import Parser
    from sharebot.daemon.serving import Daemon
    from sharebot.settings import load

    if hurry > 1:
        hasten(hurry)
    app = composition.App(load(env, cwd=Path(env["SHAREBOT_HOME"])), tell=noting(env))
    if die_at:
        doom(app, die_at)
    served = Daemon(app, Parser())
    served.stop_on_signals()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    served.run()


def noting(env: dict[str, str]) -> Callable[..., None]:
    """Errors are what staff would be told: a line each in the file TOLD, if there is one."""
    path, begun = Path(env.get("TOLD", os.devnull)), env.get("BEGUN")

    def tell(event: str, *, level: str = "info", **fields: Any) -> None:
        if begun and event == "delivery.started":
            Path(begun).touch()
        if level == "error":
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{event} {fields.get('reason', '')}\n")

    return tell


def hasten(factor: int) -> None:
    """The same guarantees with shorter waits, by whatever name they are known."""
    from sharebot.bot import deliver, judge
    from sharebot.daemon import serving
    from sharebot.platforms import _mastodon_account, _mastodon_instance, x

    x.REST /= factor
    x.MARGIN = _mastodon_account.MARGIN = SHORTEST_MARGIN
    x.X.guarantee = sooner(x.X.guarantee, factor)
    _mastodon_instance.KEYS = sooner(_mastodon_instance.KEYS, factor)
    _mastodon_instance.LOOKING = _mastodon_account.LOOKING = sooner(_mastodon_instance.LOOKING, factor)
    judge.WAITS = tuple(wait / factor for wait in judge.WAITS)
    judge.REPEAT_WAITS = tuple(wait / factor for wait in judge.REPEAT_WAITS)
    deliver.LEASE = max(deliver.LEASE / factor, SHORTEST_LEASE)
    serving.GLANCE = max(serving.GLANCE / factor, SHORTEST_GLANCE)


def sooner(guarantee: Any, factor: int) -> Any:
    looks = tuple(look / factor for look in guarantee.looks)
    return replace(guarantee, rest=guarantee.rest / factor, looks=looks)


def doom(app: Any, die_at: int) -> None:
    """Count the steps of every delivery, and die at that one."""
    from sharebot.platforms import outbox

    steps = itertools.count(1)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            die_if(next(steps) == die_at)
            result = call(*args, **kwargs)
            die_if(next(steps) == die_at)
            return result

        return step

    for name in QUEUE_STEPS:
        setattr(app.queue, name, counted(getattr(app.queue, name)))
    for lane in app.lanes.values():
        lane.platform.publish = counted(lane.platform.publish)
    if any(lane.platform.public for lane in app.lanes.values()):
        app.http.create, app.http.get = counted(app.http.create), counted(app.http.get)
    outbox.os = Counted(os, counted, ("fsync", "link"))  # type: ignore[attr-defined]  # the module as outbox sees it


class Counted:
    """A module some of whose functions are counted."""

    def __init__(self, module: Any, counted: Callable[..., Any], names: tuple[str, ...]) -> None:
        self._module = module
        self._counted = {name: counted(getattr(module, name)) for name in names}

    def __getattr__(self, name: str) -> Any:
        return self._counted.get(name) or getattr(self._module, name)


def die_if(now: bool) -> None:
    if now:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
