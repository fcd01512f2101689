"""A child process for the parsing of feeds, so that it delays no post. Light to import: the child imports it too."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from multiprocessing import get_context, parent_process, resource_tracker
from typing import Any

LEFT_TO_THE_PARENT = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
"""Ctrl-C, and the closing of a terminal, reach the whole process group, systemd's stop the whole service; the parent
finishes and ends the child."""


LINGER = timedelta(seconds=30)
"""How long an idle child is kept: starting one costs more than a poll, keeping one costs memory."""


class Parser:
    """Runs the parsing of feeds in a child process; it ends when it has been idle for a while, and with its parent."""

    def __init__(self) -> None:
        """`watched` may be set to what is entered for as long as a call waits for the child."""
        self.watched: Callable[[], AbstractContextManager[None]] = nullcontext
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._users = 0
        self._idle_since = 0.0

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Within this, calls run in the child, which is not ended as idle."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                self._idle_since = time.monotonic()

    def __call__(self, work: Callable[..., Any], *args: Any) -> Any:
        """Raises what the work raises, and BrokenExecutor if it brought the child down; the next call has a new one."""
        with self._lock:
            pool = self._pool = self._pool or ProcessPoolExecutor(
                1, mp_context=get_context("spawn"), initializer=end_with_parent
            )
        try:
            return self._ask(pool, work, args)
        except BrokenExecutor:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            raise

    def _ask(self, pool: ProcessPoolExecutor, work: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        with self._lock:
            asked = _submit(pool, work, args)
        with self.watched():
            return asked.result()

    def rest(self, after: timedelta = LINGER) -> None:
        """End the child, and give its memory back, if nobody has used it for that long."""
        with self._lock:
            if self._users or time.monotonic() - self._idle_since < after.total_seconds():
                return
            idle, self._pool = self._pool, None
        if idle is not None:
            idle.shutdown()


def _submit(pool: ProcessPoolExecutor, work: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
    """The first call starts the child, which inherits what signals this thread blocks, from its very first moment."""
    resource_tracker.ensure_running()  # it unblocks these signals, so it must not be started in between
    before = signal.pthread_sigmask(signal.SIG_BLOCK, LEFT_TO_THE_PARENT)
    try:
        return pool.submit(work, *args)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """In the child: end when the parent has died, for nobody else would end a child whose parent was killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
