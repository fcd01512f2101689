"""Trouble on the way to a network: a name that leads nowhere, doors that do not open, answers that do not arrive.

All of it really happens, on loopback. A network is asked by its name and over TLS; where the name leads is decided by
the trouble of the moment, and the Gateway at its right place spoils the answers to new posts.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

import trustme

from servers import pds, x_api
from servers.hurry import SOON, time_runs_out
from servers.mastodon import error
from servers.web import Reply, Request, Web, cut_short, dripping, html, resetting, silent
from sharebot.http import Http

NAME = "net.test"
AT_HOME, REFUSING, PLAIN, DEAF, STRANGE = (f"127.0.0.{number}" for number in range(1, 6))
"""Where the name may lead: the gateway, nobody, a server without TLS, one that takes no connection, a wrong one."""

LEADS_TO = {
    "connection refused": REFUSING,
    "no TLS": PLAIN,
    "wrong certificate": STRANGE,
    "connect time-out": DEAF,
}
UNENDING = frozenset({"time-out after sending", "dripping answer"})
"""What would last for ever, once the post is public."""

NEW_POST = ("/2/tweets", "/api/v1/statuses", "/xrpc/com.atproto.repo.putRecord")

SAYS: dict[str, Callable[[int], Reply]] = {
    "x": lambda status: x_api.problem(status, "Something is broken", "Broken"),
    "mastodon": lambda status: error(status, "Something is broken"),
    "bluesky": lambda status: pds.refusal("InternalServerError", "Internal Server Error", status),
}
"""Errors of the network's own, in its own form: as a refusal would come, and yet none."""

BEFORE: dict[str, Callable[[str], Reply]] = {
    "500 before it is kept": lambda network: SAYS[network](500),
    "502": lambda _: html("<h1>Bad Gateway</h1>", 502),
}
"""The network's own program never sees the post."""

SPOILED: dict[str, Callable[[Reply, threading.Event], Reply]] = {
    "time-out after sending": lambda _, stop: silent(stop),
    "reset after sending": lambda _reply, _stop: resetting(),
    "half an answer": lambda reply, _: cut_short(reply.body[:20]),
    "2xx, broken body": lambda reply, _: Reply(reply.status, reply.body[:20], reply.headers),
    "dripping answer": lambda reply, stop: dripping(reply.body + b" " * 1000, every=0.05, stop=stop),
}
"""The post is public, and the answer does not say so, or not in time."""

AFTER = {"500 after it is kept": 500, "503 after it is kept": 503}
"""The post is public, and the answer is an error of that number."""

REFUSALS: dict[str, dict[str, Reply]] = {
    "x": {
        "429": x_api.too_many(),
        "401": x_api.UNAUTHORIZED,
        "402": x_api.NO_CREDIT,
        "403": x_api.NOT_PERMITTED,
        "422": x_api.problem(422, "The text is not acceptable.", "Unprocessable"),
    },
    "mastodon": {
        "429": error(429, "Too many requests", **{"Retry-After": "600"}),
        "401": error(401, "The access token was revoked"),
        "402": error(402, "This server wants to be paid"),
        "403": error(403, "This action is not allowed"),
        "422": error(422, "Validation failed: Text is not acceptable"),
    },
    "bluesky": {
        "429": pds.refusal("RateLimitExceeded", "Rate Limit Exceeded", 429, retry_after="290"),
        "401": pds.refusal("AccountDeactivated", "Account is deactivated", 401),
        "402": pds.refusal("PaymentRequired", "This server wants to be paid", 402),
        "403": pds.refusal("Forbidden", "This account may not post", 403),
        "422": pds.refusal("InvalidRequest", "The text is not acceptable", 422),
    },
}
"""Each in the network's own words; nothing is public."""


@dataclass
class Trouble:
    """What stands in the way at this moment; empty where nothing does. `kept`: the post whose answer never ends is public."""

    now: str = ""
    kept: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def of(self, kind: str) -> Iterator[None]:
        self.now = kind
        self.kept.clear()
        try:
            yield
        finally:
            self.now = ""

    def is_over(self) -> bool:
        """Once for each such post."""
        over = self.kept.is_set()
        self.kept.clear()
        return over

    def resolve(self, host: str, _port: int) -> list[str]:
        if host != NAME or self.now == "DNS fails":
            raise OSError(f"no address for {host}")
        return [LEADS_TO.get(self.now, AT_HOME)]


class Gateway(Web):
    """The right place. `behind` answers what is not spoiled; `words` names the network in whose words it refuses."""

    def __init__(self, trouble: Trouble, tls: ssl.SSLContext) -> None:
        super().__init__(tls=tls)
        self.trouble = trouble
        self.words = "x"
        self.behind: Callable[[Request], Reply] = lambda _: Reply(404)

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}"

    def reply(self, request: Request) -> Reply:
        now = self.trouble.now
        if request.method != "POST" or request.path not in NEW_POST or now in {"", "DNS fails"}:
            return self.behind(request)
        if now in BEFORE:
            return BEFORE[now](self.words)
        if now in REFUSALS[self.words]:
            return REFUSALS[self.words][now]
        kept = self.behind(request)
        if now in UNENDING:
            self.trouble.kept.set()
        return SAYS[self.words](AFTER[now]) if now in AFTER else SPOILED[now](kept, self.stopping)


class Behind(Web):
    """A network's own program, which is reached through the gateway alone."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self._gateway = gateway
        gateway.behind = self.reply

    @property
    def address(self) -> str:
        return self._gateway.address


@dataclass
class Streets:
    """Use as a context manager: the gateway, the wrong doors beside it, and the client that asks for the name."""

    trouble: Trouble = field(default_factory=Trouble)

    def __enter__(self) -> Self:
        self._open = ExitStack()
        authority = trustme.CA()
        self.gateway = self._open.enter_context(Gateway(self.trouble, _serving(authority, NAME)))
        port = self.gateway.port
        self._open.enter_context(_listening(PLAIN, port, _say_something_else))
        self._open.enter_context(_listening(STRANGE, port, _with_tls(_serving(authority, "other.test"))))
        self._open.enter_context(_deaf(port))
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        asks: dict[str, Any] = {
            "private_hosts": frozenset({NAME}), "resolve": self.trouble.resolve, "ssl_context": trusting,
        }  # fmt: skip
        self._patient = self._open.enter_context(Http(**asks))
        self._hurried = self._open.enter_context(Http(within=timedelta(seconds=SOON), **asks))
        self._open.enter_context(time_runs_out(self.trouble.is_over))
        return self

    def __exit__(self, *how: object) -> None:
        self._open.close()

    def http(self) -> Http:
        return self._hurried if self.trouble.now == "connect time-out" else self._patient


# The wrong doors ------------------------------------------------------------------------------------------------------


def _serving(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@contextmanager
def _listening(address: str, port: int, act: Callable[[socket.socket], None]) -> Iterator[None]:
    with socket.create_server((address, port)) as server:
        thread = threading.Thread(target=_take, args=(server, act), daemon=True)
        thread.start()
        yield
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _take(server: socket.socket, act: Callable[[socket.socket], None]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            act(connection)


def _say_something_else(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def _with_tls(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    def shake_hands(connection: socket.socket) -> None:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except OSError:
            return  # the client does not trust it and hangs up

    return shake_hands


@contextmanager
def _deaf(port: int) -> Iterator[None]:
    """Its queue of connections is full, and nobody takes one from it."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server((DEAF, port), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex((DEAF, port))
        assert server
        yield
