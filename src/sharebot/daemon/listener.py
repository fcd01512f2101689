"""A very small web server: GET and HEAD, a few connections at once, none of them for long.

The standard library's own wakes twice a second for nothing, waits for slow clients as long as they like, and brings
more than is needed here.
"""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from select import select
from types import TracebackType

from sharebot.errors import SettingsError
from sharebot.settings import Address

AT_ONCE = 4
"""Connections that are answered side by side; what watches asks a few times a minute. More are told to come back."""

PATIENCE = 5.0
"""Seconds for a whole request, and again for its answer."""

LINGER = 1.0
"""Seconds for a client to read its answer before what else it sent is thrown away."""

LONGEST = 8192
"""Bytes of a request; those who watch send a few hundred."""

PLAIN = "text/plain; charset=utf-8"

PHRASES = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`kind` is the body's media type."""

    status: int = 200
    kind: str = PLAIN
    body: bytes = b""


def said(status: int) -> Answer:
    """An answer that says its status in words."""
    return Answer(status=status, body=f"{PHRASES[status]}\n".encode())


class Listener:
    """Listens while its context lasts. `answer` gets a path without its query; it is called in several threads."""

    def __init__(self, address: Address, answer: Callable[[str], Answer], fault: Callable[[Exception], None]) -> None:
        """`fault` is told what `answer` raised, and what ended the listening."""
        self._address = address
        self._answer = answer
        self._fault = fault
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def __enter__(self) -> Address:
        """The address with its port. Raises SettingsError where it cannot be listened to."""
        self._socket = _bound(self._address)
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._listen, name="http", daemon=True)
        self._thread.start()
        return Address(host=self._address.host, port=self._socket.getsockname()[1])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.write(self._wake, b".")
        self._thread.join()
        self._socket.close()
        os.close(self._woken)
        os.close(self._wake)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # its client was faster
                    connection.shutdown(socket.SHUT_RDWR)

    # Connections ------------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        try:
            while self._woken not in select([self._socket.fileno(), self._woken], [], [])[0]:
                self._accept()
        except Exception as error:  # noqa: BLE001  nobody can watch any more, and everything else goes on
            self._fault(error)

    def _accept(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:  # gone again, or no descriptor is free: the next one has better luck
            time.sleep(LINGER / 10)
            return
        if not self._free.acquire(blocking=False):
            with connection, suppress(OSError):
                _send(connection, _written(said(503)), LINGER / 10)
            return
        with self._lock:
            self._open.add(connection)
        threading.Thread(target=self._serve, args=[connection], name="http client", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with suppress(OSError):  # whoever asked has gone away, or is too slow even to take an answer
                self._converse(connection)
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()
            self._free.release()

    def _converse(self, connection: socket.socket) -> None:
        request = _read(connection)
        bare = isinstance(request, bytes) and request.startswith(b"HEAD ")
        answer = request if isinstance(request, Answer) else self._answered(request)
        _send(connection, _written(answer, bare=bare), PATIENCE)

    def _answered(self, request: bytes) -> Answer:
        words = request.split(b"\n", 1)[0].split()
        if len(words) != len(("GET", "/", "HTTP/1.1")) or not words[2].startswith(b"HTTP/1."):
            return said(400)
        if words[0] not in {b"GET", b"HEAD"}:
            return said(405)
        try:
            return self._answer(words[1].decode("ascii", "replace").partition("?")[0])
        except Exception as error:  # noqa: BLE001  a fault in watching must not end the watching
            self._fault(error)
            return said(500)


def _bound(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=16)
    except OSError as error:
        raise SettingsError(
            f"SHAREBOT_HTTP: {address} cannot be listened to ({os.strerror(error.errno or 0)}); "
            f"{_MEND.get(error.errno or 0, 'name another address')}"
        ) from error


_MEND = {
    errno.EADDRINUSE: "name another port, or stop the program that has it",
    errno.EADDRNOTAVAIL: "name an address of this machine, such as 127.0.0.1",
    errno.EACCES: "name a port above 1023",
}


def _read(connection: socket.socket) -> bytes | Answer:
    """The head of a request; the answer to one that is too slow or too long."""
    head, until = b"", time.monotonic() + PATIENCE
    while not (b"\r\n\r\n" in head or b"\n\n" in head):
        connection.settimeout(max(0.001, until - time.monotonic()))
        try:
            more = connection.recv(LONGEST)
        except TimeoutError:
            return said(408)
        head += more
        if not more:
            break
        if len(head) > LONGEST:
            return said(431)
    return head


def _written(answer: Answer, *, bare: bool = False) -> bytes:
    head = [
        f"HTTP/1.1 {answer.status} {PHRASES[answer.status]}",
        f"Content-Type: {answer.kind}",
        f"Content-Length: {len(answer.body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
        *(["Allow: GET, HEAD"] if answer.status == 405 else []),  # noqa: PLR2004  RFC 9110, 15.5.6
    ]
    return "\r\n".join([*head, "", ""]).encode("ascii") + (b"" if bare else answer.body)


def _send(connection: socket.socket, written: bytes, patience: float) -> None:
    """A connection that is closed while something of the request is unread would take its answer with it."""
    connection.settimeout(patience)
    connection.sendall(written)
    connection.shutdown(socket.SHUT_WR)
    until, left = time.monotonic() + min(patience, LINGER), 8 * LONGEST
    while left > 0 and time.monotonic() < until:
        connection.settimeout(max(0.001, until - time.monotonic()))
        more = connection.recv(LONGEST)
        if not more:
            return
        left -= len(more)
