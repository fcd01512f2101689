"""The wish to stop, which may come from a signal."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta
from select import select

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""What a service manager sends, Ctrl-C, and what a terminal sends that is closed."""


def heard() -> tuple[signal.Signals, ...]:
    """Those that mean us: under nohup the closing of the terminal does not."""
    return tuple(each for each in SIGNALS if each != signal.SIGHUP or signal.getsignal(each) is not signal.SIG_IGN)


class Stop:
    """The wish to stop, which may come from a signal.

    A threading.Event will not do: a handler that sets one waits for ever for the lock that the thread which it
    interrupted may hold, and a signal that comes in the moment before a wait does not end it.
    """

    def __init__(self) -> None:
        self._asked = self._closed = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def ask(self) -> None:
        self._asked = True
        if not self._closed:
            os.write(self._write, b".")

    def asked(self) -> bool:
        return self._asked

    def on_signals(self) -> None:
        """Let the signals ask. Python writes the byte that ends the wait in the same instant."""
        signal.set_wakeup_fd(self._write)
        for number in heard():
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._asked = True

    def wait(self, within: timedelta) -> bool:
        """Whether it was asked within that time."""
        if not self._asked and select([self._read], [], [], within.total_seconds())[0]:
            os.read(self._read, 1)
        return self._asked

    def close(self) -> None:
        """Signals still ask after this, but nobody waits for them."""
        self._closed = True
        if threading.current_thread() is threading.main_thread():
            signal.set_wakeup_fd(-1)
        os.close(self._read)
        os.close(self._write)
