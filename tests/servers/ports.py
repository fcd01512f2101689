"""Ports on loopback: one on which nobody listens, and one for a server that must be told its port before it starts."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST = 10_000


@contextmanager
def nobody() -> Iterator[int]:
    """A port that refuses connections, and that nobody else is given meanwhile."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


def free_port() -> int:
    """Of those that the system gives to nobody by itself: it stays free while its server starts, stops and starts again."""
    first = int(EPHEMERAL.read_text(encoding="ascii").split()[0]) if EPHEMERAL.exists() else 32_768
    chance = random.SystemRandom()  # several test processes choose at once
    for _ in range(100):
        port = chance.randrange(LOWEST, first) if first > 2 * LOWEST else 0
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError(f"no port below {first} is free on 127.0.0.1")
