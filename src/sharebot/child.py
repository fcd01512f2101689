"""A child process for the parsing of feeds, so that it delays no post. Light to import: the child imports it too."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process, resource_tracker
from typing import Any

LEFT_TO_THE_PARENT = {signal.SIGINT, signal.SIGTERM}
"""Ctrl-C reaches the whole process group, systemd's stop the whole service; the parent finishes and ends the child."""


class Parser:
    """Runs the parsing of feeds in a child process; the child ends when it is idle, and with its parent."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._users = 0

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Within this, calls run in the child; after the last user has left, it ends and its memory is free."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                idle = None if self._users else self._pool
                if idle is not None:
                    self._pool = None
            if idle is not None:
                idle.shutdown()

    def __call__(self, work: Callable[..., Any], *args: Any) -> Any:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent)
            asked = _submit(self._pool, work, args)
        return asked.result()


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
