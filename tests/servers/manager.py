"""A service manager's ear: the socket on which systemd hears what its services tell."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

SOON = 120.0
"""Seconds that anything expected may take on a busy machine."""

Message = dict[str, str]


@dataclass
class ServiceManager:
    """Use as a context manager. `name`: a path, or an abstract name that begins with @."""

    name: str
    heard: list[Message] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ear.bind("\0" + self.name[1:] if self.name[0] == "@" else self.name)
        return self

    def __exit__(self, *_: object) -> None:
        self._ear.close()
        if self.name[0] != "@":
            Path(self.name).unlink()

    def next(self, within: float = SOON) -> Message | None:
        """The next message; None if there is none within that many seconds."""
        self._ear.settimeout(within)
        try:
            datagram = self._ear.recv(65536)
        except (TimeoutError, BlockingIOError):  # the latter where it shall not wait at all
            return None
        message = dict(line.split("=", 1) for line in datagram.decode().splitlines())
        self.heard.append(message)
        return message

    def until(self, name: str, value: str = "") -> Message:
        """Listen until a message has that field, with that in its value."""
        end = time.monotonic() + SOON
        while time.monotonic() < end:
            message = self.next(end - time.monotonic())
            if message and name in message and value in message[name]:
                return message
        raise AssertionError(f"{name}={value} was not heard; {self.heard}")

    def silent(self, name: str, within: float) -> bool:
        """Whether no such message comes for so many seconds from now on; what was said until now is another matter."""
        while self.next(within=0.0):
            pass
        end = time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            message = self.next(left)
            if message and name in message:
                return False
        return True
