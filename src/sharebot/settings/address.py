"""Where the daemon listens, if it does: an address of this machine and a port."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

from sharebot.schedule.words import fault

EXAMPLE = "127.0.0.1:8321"
LARGEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`host` is an IP address. Of port 0 the system makes any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_private(self) -> bool:
        """Whether only this machine itself can reach it."""
        return ip_address(self.host).is_loopback


def parse_address(text: str) -> Address | None:
    """`127.0.0.1:8321` or `[::1]:8321`; None where nothing is written.

    No names: what they stand for may change, and the wrong one would be open to the world. No sockets in the file
    system: what watches daemons reads none.
    """
    if not text:
        return None
    found = re.fullmatch(r"\[?([^\[\]]+?)\]?:([0-9]{1,5})", text)
    if not found or int(found[2]) > LARGEST_PORT:
        raise fault(text, "is no IP address and port", EXAMPLE)
    host = "127.0.0.1" if found[1].lower() == "localhost" else found[1]
    try:
        known = ip_address(host)
    except ValueError:
        raise fault(host, "is no IP address of this machine", EXAMPLE) from None
    if (":" in host) != text.startswith("["):
        raise fault(text, "must have brackets around an IPv6 address, and around nothing else", "[::1]:8321")
    return Address(host=str(known), port=int(found[2]))
