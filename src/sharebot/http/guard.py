"""Which addresses may be asked, and the connections to them.

Every connection passes here, also those of redirects. A name is looked up once for each, and the connection goes to the
very address that was looked at: an answer of DNS that changes in between (rebinding) finds no gap.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from queue import Empty, SimpleQueue

import httpcore2

from sharebot.http.faults import PrivateAddress, Trouble, UnknownHost

Resolve = Callable[[str, int], Iterable[str]]
"""All addresses of a host, as text, for a port; raises OSError."""

deadline: ContextVar[float] = ContextVar("deadline")
"""When the exchange under way must be over, by time.monotonic."""


def _remaining(late: type[Exception]) -> float:
    """Seconds until the exchange must be over."""
    left = deadline.get() - time.monotonic()
    if left <= 0:
        raise late("the exchange's time is over")
    return left


# Addresses ------------------------------------------------------------------------------------------------------------

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052, section 2.1."""


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet, also if it wraps another one (mapped, 6to4, Teredo, NAT64)."""
    try:
        outer = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in _inner(outer) or (outer,))


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF),)
    wrapped = address.ipv4_mapped or address.sixtofour
    return (wrapped,) if wrapped else address.teredo or ()


RESERVED = (".invalid", ".example", ".test")
"""Ends of names that the public DNS will never know (RFC 2606, section 2)."""


def system_resolve(host: str, port: int) -> list[str]:
    """What the system knows. Names in examples and tests are not asked for: there is nobody who could answer."""
    if host.lower().endswith(RESERVED):
        raise OSError(f"{host} is a name for examples")
    return private_resolve(host, port)


def private_resolve(host: str, port: int) -> list[str]:
    """What the system knows, which may have names of its own."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


# Connections ----------------------------------------------------------------------------------------------------------


class Guard(httpcore2.NetworkBackend):
    """Opens connections, to public addresses and to `private_hosts` only."""

    def __init__(self, private_hosts: frozenset[str], resolve: Resolve) -> None:
        self._private_hosts = frozenset(host.lower().strip("[]") for host in private_hosts)
        self._resolve = resolve
        self._resolve_private = private_resolve if resolve is system_resolve else resolve
        self._wire = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  the signature is httpcore's; what counts is the deadline
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Try the host's addresses in their order, each with its share of the time that is left."""
        addresses = self._addresses(host, port)
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            share = _remaining(httpcore2.ConnectTimeout) / left
            try:
                return Timed(self._wire.connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if left == 1:
                    raise
        raise Trouble(UnknownHost, f"DNS has no address for {host}; check the spelling")

    def _addresses(self, host: str, port: int) -> list[str]:
        addresses = list(dict.fromkeys(self._look_up(host, port)))
        for address in addresses:
            if not is_public(address) and not self._private_hosts & {host.lower(), address}:
                raise Trouble(
                    PrivateAddress,
                    f"{host} is at {address}, which is not a public address; "
                    f"name {host} in SHAREBOT_PRIVATE_HOSTS (in .env) if it may be asked",
                )
        return addresses

    def _look_up(self, host: str, port: int) -> list[str]:
        """In a thread of its own, because the system's look-up may take minutes and cannot be told to stop."""
        found: SimpleQueue[list[str] | Exception] = SimpleQueue()

        resolve = self._resolve_private if host.lower() in self._private_hosts else self._resolve

        def look() -> None:
            try:
                found.put(list(resolve(host, port)))
            except (OSError, UnicodeError) as error:
                found.put(error)

        threading.Thread(target=look, daemon=True, name="look-up").start()
        try:
            answer = found.get(timeout=_remaining(httpcore2.ConnectTimeout))
        except Empty:
            raise Trouble(UnknownHost, f"DNS does not answer for {host}; check the network") from None
        if isinstance(answer, Exception):
            raise Trouble(UnknownHost, f"DNS has no address for {host}; check the spelling") from answer
        return answer


class Timed(httpcore2.NetworkStream):
    """A connection whose every step may take only what is left of the exchange's time."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  as above
        return self._stream.read(max_bytes, _remaining(httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  as above
        for start in range(0, len(buffer), 65_536):
            self._stream.write(buffer[start : start + 65_536], _remaining(httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  as above
    ) -> httpcore2.NetworkStream:
        left = _remaining(httpcore2.ConnectTimeout)
        return Timed(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
