"""What the service manager is told: sd_notify's datagrams, as systemd documents them.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html and sd_watchdog_enabled.html, read 2026-11-25.
The protocol is promised to stay (https://systemd.io/PORTABILITY_AND_STABILITY), and the first page shows it without a
library; one would save these few lines and take away the say in what happens when nobody listens.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

LONGEST_STATUS = 300
"""Characters of a status line. A datagram may hold far more, but people read it in `systemctl status`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """The service manager that started us, if one listens. `address`: of its socket, empty if there is none.

    `watchdog`: how long it lets us be silent before it ends us; None if it does not mind.
    """

    address: str = ""
    watchdog: timedelta | None = None

    @classmethod
    def of(cls, environ: Mapping[str, str], pid: int) -> Self:
        """What the environment says, to the process of that number: WATCHDOG_PID names whom the watchdog is for.

        Addresses of other kinds than a path and an abstract name are for the systems of virtual machines.
        """
        address = environ.get("NOTIFY_SOCKET", "")
        if not address.startswith(("/", "@")):
            return cls()
        return cls(address=address, watchdog=_watchdog(environ, pid))

    def tell(self, **fields: str) -> None:
        """Send what has changed: one datagram, NAME=value a line. Raises OSError where the manager is not there.

        It never waits: a manager that takes nothing must not stop the service that it watches.
        """
        if not self.address:
            return
        lines = "\n".join(f"{name}={' '.join(value.split())[:LONGEST_STATUS]}" for name, value in fields.items())
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK) as sender:
            sender.connect(f"\0{self.address[1:]}" if self.address[0] == "@" else self.address)
            sender.send(lines.encode())

    def ready(self) -> None:
        self.tell(READY="1")

    def alive(self) -> None:
        self.tell(WATCHDOG="1")

    def status(self, line: str) -> None:
        self.tell(STATUS=line)

    def stopping(self, status: str) -> None:
        self.tell(STOPPING="1", STATUS=status)

    def wait(self, further: timedelta) -> None:
        """What is being finished takes that much longer: do not end us before."""
        self.tell(EXTEND_TIMEOUT_USEC=str(further // timedelta(microseconds=1)))


def this_manager() -> Manager:
    return Manager.of(os.environ, os.getpid())


def _watchdog(environ: Mapping[str, str], pid: int) -> timedelta | None:
    """Set where the manager wants signs of life from this very process."""
    microseconds, of = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    if of not in {"", str(pid)} or not (microseconds.isascii() and microseconds.isdigit()) or not int(microseconds):
        return None
    return timedelta(microseconds=int(microseconds))
