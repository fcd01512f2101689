"""Starts real daemons quickly, so that a test can kill hundreds of them.

Run as a program it imports sharebot once and then forks a child for each order on its standard input, one JSON object a
line: {"run": {environment}, "die_at": step or 0} answers {"pid": …}; {"wait": pid} answers {"status": …}.

With `die_at` the child sends itself SIGKILL at that step of its deliveries: before and after each statement of the
queue, each publish, each sync and each link of the outbox.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

QUEUE_STEPS = ("orphans", "peek", "claim", "settle", "move")


class Forge:
    """The test's side."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, env: dict[str, str], die_at: int = 0) -> int:
        """Start a daemon; returns its process id."""
        return int(self._order({"run": env, "die_at": die_at})["pid"])

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
            answer = {"pid": fork(order["run"], order["die_at"])}
        print(json.dumps(answer), flush=True)


def import_all() -> None:
    """Everything that a daemon imports when it starts, so that children need not."""
    for name in ("app", "daemon", "feed", "http", "platforms.outbox", "queue.store", "queue.sqlite", "settings"):
        importlib.import_module(f"sharebot.{name}")


def fork(env: dict[str, str], die_at: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(2, 1)
        daemon(env, die_at)
        status = 0
    finally:
        os._exit(status)


def daemon(env: dict[str, str], die_at: int) -> None:
    from sharebot import app as composition
    from sharebot import daemon as clock
    from sharebot.settings import load

    app = composition.App(load(env, cwd=Path(env["SHAREBOT_HOME"])))
    if die_at:
        doom(app, die_at)
    served = clock.Daemon(app, clock.Parser())
    served.stop_on_signals()
    served.run()


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
