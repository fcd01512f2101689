"""A loopback web server that a test can change, and make misbehave, while it runs; and a small blog on it."""

from __future__ import annotations

import hashlib
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

# Requests and replies -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Request:
    """What a client asked; header names in lower case. `peer` is its port: equal ports mean the same connection."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    peer: int


@dataclass(frozen=True)
class Reply:
    """What the server answers. With `act` the reply is written by hand, good manners or bad."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[BaseHTTPRequestHandler], None] | None = None


Route = Reply | Callable[[Request], Reply]


def xml(body: str | bytes, **headers: str) -> Reply:
    raw = body.encode() if isinstance(body, str) else body
    return Reply(body=raw, headers={"Content-Type": "application/rss+xml; charset=UTF-8", **headers})


def html(body: str, status: int = 200) -> Reply:
    return Reply(status, body.encode(), {"Content-Type": "text/html; charset=UTF-8"})


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, b"", {"Location": to})


# Misbehaviour ---------------------------------------------------------------------------------------------------------


def dripping(body: bytes, *, every: float = 0.02, stop: threading.Event | None = None) -> Reply:
    """A byte at a time, each soon enough that no time-out of a single read would notice."""
    stopped = stop or threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            if stopped.wait(every):
                return

    return Reply(act=drip)


def silent(stop: threading.Event) -> Reply:
    """Takes the request and never answers."""
    return Reply(act=lambda _: stop.wait(180) and None)


def endless(piece: bytes, **headers: str) -> Reply:
    """An answer without an end, in chunks."""

    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        while True:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    return Reply(act=pour)


def bomb(megabytes: int = 200) -> Reply:
    """A small answer that unfolds to a huge one."""
    squeeze = zlib.compressobj(wbits=31)
    folded = b"".join(squeeze.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + squeeze.flush()
    return Reply(body=folded, headers={"Content-Type": "application/rss+xml", "Content-Encoding": "gzip"})


def hanging_up() -> Reply:
    """Reads the request and closes the connection."""
    return Reply(act=lambda handler: handler.wfile.flush())


def resetting() -> Reply:
    """Reads the request and resets the connection."""

    def reset(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    return Reply(act=reset)


def cut_short(body: bytes) -> Reply:
    """Promises twice as much as it sends."""

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (2 * len(body), body))

    return Reply(act=cut)


def gibberish() -> Reply:
    """No HTTP at all."""
    return Reply(act=lambda handler: handler.wfile.write(b"* OK IMAP4rev1 ready\r\n") and None)


# The server -----------------------------------------------------------------------------------------------------------


class Web:
    """Use as a context manager. `routes` may be changed at any time; `requests` remembers what was asked."""

    def __init__(self, routes: dict[str, Route] | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.requests: list[Request] = []
        self._tls = tls
        self.stopping = threading.Event()

    def __enter__(self) -> Self:
        self._server = _Server(self)
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}" if self._tls else f"http://127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        route = self.routes.get(request.path) or self.routes.get(request.path.partition("?")[0])
        if route is None:
            return html("<h1>Not found</h1>", 404)
        return route(request) if callable(route) else route


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, web: Web) -> None:
        self.web = web
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: Any) -> None:
        """Clients hang up on misbehaving servers; that is what the tests want."""

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, peer = super().get_request()
        self.open.add(connection)
        return connection, peer

    def server_close(self) -> None:
        """Kept connections end with the server, so that no thread waits for a client."""
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        super().server_close()

    def close_request(self, request: Any) -> None:
        self.open.discard(request)
        super().close_request(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def _any(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length), self.client_address[1])
        reply = self.server.web.reply(request)
        if reply.act:
            self.close_connection = True
            reply.act(self)
            return
        self.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.status != 304:
            self.wfile.write(reply.body)

    do_GET = do_POST = do_HEAD = do_DELETE = _any  # noqa: N815  the names that http.server calls

    def log_message(self, *_: Any) -> None:
        pass


# A blog ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Article:
    number: int
    title: str
    html: str = "<p>A text.</p>"
    slug: str = ""
    byline: str = "Dana Quillfeather"
    categories: tuple[str, ...] = ()
    published_at: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Blog:
    """A small WordPress-like blog on a Web: its feed is at /feed/, its articles at /<slug>/."""

    def __init__(self, web: Web, *, full: bool = True, validators: bool = True) -> None:
        """`full`: whether the feed holds the whole text. `validators`: whether it answers conditional requests."""
        self.web = web
        self.full = full
        self.validators = validators
        self.articles: dict[int, Article] = {}
        web.routes["/feed/"] = self._feed

    @property
    def feed(self) -> str:
        return f"{self.web.address}/feed/"

    def link(self, number: int) -> str:
        return f"{self.web.address}{_path(self.articles[number])}"

    def publish(self, title: str, **fields: Any) -> Article:
        number = max(self.articles, default=0) + 1
        return self._put(Article(number, title, **{"slug": f"post-{number}", **fields}))

    def edit(self, number: int, **changes: Any) -> Article:
        """Also a changed slug: the old address then leads to the new one."""
        old, new = self.articles[number], replace(self.articles[number], **changes)
        if old.slug != new.slug:
            self.web.routes[_path(old)] = redirect(_path(new), 301)
        return self._put(new)

    def trash(self, number: int) -> None:
        del self.web.routes[_path(self.articles.pop(number))]

    def _put(self, article: Article) -> Article:
        self.articles[article.number] = article
        self.web.routes[_path(article)] = html(f"<title>{escape(article.title)}</title>{article.html}")
        return article

    def _feed(self, request: Request) -> Reply:
        body = self.feed_text().encode()
        etag = f'"{hashlib.md5(body).hexdigest()}"'  # as WordPress does
        if self.validators and request.headers.get("if-none-match") == etag:
            return Reply(304, headers={"ETag": etag})
        return xml(body, **({"ETag": etag} if self.validators else {}))

    def feed_text(self) -> str:
        newest_first = sorted(self.articles.values(), key=lambda each: each.published_at, reverse=True)
        shown = "".join(self._shown(article) for article in newest_first)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harborlight</title>'
            f"<link>{self.web.address}/</link><description/><language>en-US</language>{shown}</channel></rss>"
        )

    def _shown(self, article: Article) -> str:
        categories = "".join(f"<category><![CDATA[{name}]]></category>" for name in article.categories)
        whole = f"<content:encoded><![CDATA[{article.html}]]></content:encoded>" if self.full else ""
        return (
            f"<item><title>{escape(article.title)}</title><link>{self.link(article.number)}</link>"
            f"<dc:creator><![CDATA[{article.byline}]]></dc:creator>"
            f"<pubDate>{format_datetime(article.published_at)}</pubDate>{categories}"
            f'<guid isPermaLink="false">{self.web.address}/?p={article.number}</guid>'
            f"<description><![CDATA[A summary of it [&#8230;]]]></description>{whole}</item>"
        )


def _path(article: Article) -> str:
    return f"/{article.slug}/"
