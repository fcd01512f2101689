"""One notifier: it starts the process that sends, waits for its word, and ends it in time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sharebot.notify.veiled import veiled
from sharebot.ports import Notice

WITHIN = timedelta(seconds=30)
"""How long a sending may take; apprise's own time-outs are 4 seconds each, but not every service of it has one."""

GRACE = timedelta(seconds=2)
"""How long a sending may still take when the daemon stops."""

GLANCE = 0.1
"""Seconds between two looks whether the daemon stops."""

PROGRAM = (sys.executable, "-P", "-m", "sharebot.notify.process")
"""Without the working folder on the path: what lies there must not be taken for a library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apprised:
    """`reveal` gives the address, which goes through a pipe: neither arguments nor the environment show it."""

    name: str
    reveal: Callable[[], str] = field(repr=False)
    within: timedelta = WITHIN
    program: tuple[str, ...] = PROGRAM

    def send(self, notice: Notice, stopping: Callable[[], bool]) -> str:
        return self._ask({"subject": notice.subject, "text": notice.text}, stopping)

    def fault(self, stopping: Callable[[], bool]) -> str:
        return self._ask({}, stopping)

    def _ask(self, notice: Mapping[str, str], stopping: Callable[[], bool]) -> str:
        try:
            why = self._answer({**notice, "address": self.reveal(), "within": self.within.total_seconds()}, stopping)
        except (OSError, ValueError, KeyError) as error:  # no process could be started, or its word is no word
            why = f"the process that sends could not be used: {type(error).__name__}: {error}"
        return veiled(why, self.reveal())

    def _answer(self, order: Mapping[str, Any], stopping: Callable[[], bool]) -> str:
        quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
        # A session of its own: Ctrl-C is for the daemon, which lets this end.
        with subprocess.Popen(  # noqa: S603  our own program
            self.program, stdin=pipe, stdout=pipe, stderr=quiet, start_new_session=True
        ) as process:
            try:
                said = self._heard(process, json.dumps(order).encode(), stopping)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        if said is None:
            why = "sharebot stopped" if stopping() else f"no answer in {self.within.total_seconds():g} seconds"
            return f"{why}; it may have arrived"
        if not said:
            return f"the process that sends ended without a word (status {process.returncode})"
        return str(json.loads(said)["why"])

    def _heard(self, process: subprocess.Popen[bytes], order: bytes, stopping: Callable[[], bool]) -> bytes | None:
        """What the process says; None if its time is over before."""
        ends_at = time.monotonic() + self.within.total_seconds()
        given: bytes | None = order
        while time.monotonic() < ends_at:
            try:
                return process.communicate(given, timeout=GLANCE)[0]
            except subprocess.TimeoutExpired:
                given = None  # it remembers what it has still to write
            if stopping():
                ends_at = min(ends_at, time.monotonic() + GRACE.total_seconds())
                stopping = bool
        return None
