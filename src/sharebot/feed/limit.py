"""Giving up on work that takes too much CPU time.

Only a process' main thread can be stopped so; commands parse in theirs, and the daemon in that of a child process. In
other threads there is no limit.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 0.5
"""Seconds of CPU until it is said again: an exception is lost where it meets a finalizer."""


class TakesTooLong(BaseException):
    """The time is over. Not an Exception, so that nobody takes it for the fault of some input."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TakesTooLong after so much CPU time. Whoever catches that calls `stop`, in case it hit the very end."""
    if _can_be_stopped():
        _watch.running = True
        signal.signal(signal.SIGVTALRM, _watch.over)  # it stays: a late signal must find somebody at home
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        stop()


def stop() -> None:
    if _can_be_stopped():
        _watch.running = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _can_be_stopped() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


class _Watch:
    """The process has one such timer, and so there is one of these."""

    running = False

    def over(self, *_: object) -> None:
        if self.running:
            raise TakesTooLong


_watch = _Watch()
