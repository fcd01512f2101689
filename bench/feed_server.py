"""Serves many feeds on loopback in a process of its own, so that its work is in nobody's figures.

Paths: /N/feed answers 304 to matching validators; /N/plain has none; /edition/K publishes entries up to number K.
"""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SHOWN = 10
WORDS = "the harbor counter opens at two and nobody asks why because the kettle is on".split()  # noqa: SIM905  prose


@lru_cache(maxsize=4096)
def entry(feed: int, number: int) -> str:
    """One full-text entry of about eight kilobytes, as WordPress writes it."""
    text = "".join(
        f"<p>{' '.join(WORDS[(feed + number + part + at) % len(WORDS)] for at in range(60))} "
        f'<a href="https://blog{feed}.harborlight.test/archive/{part}/">more</a>.</p>\n'
        for part in range(20)
    )
    date = format_datetime(datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=number))
    return (
        f"<item><title>Entry {number} of blog {feed}</title><link>https://blog{feed}.harborlight.test/{number}/</link>"
        f"<dc:creator><![CDATA[Dana Quillfeather]]></dc:creator><pubDate>{date}</pubDate>"
        "<category><![CDATA[Harm Reduction]]></category><category><![CDATA[Outreach]]></category>"
        f'<guid isPermaLink="false">https://blog{feed}.harborlight.test/?p={number}</guid>'
        f"<description><![CDATA[{WORDS[number % 9]} and more [&#8230;]]]></description>"
        f"<content:encoded><![CDATA[{text}<p>-Garrett Reuscher, Guest Blogger</p><p>Garrett Reuscher is a counselor. "
        "You can follow him on twitter @GarrettReuscher.</p>]]></content:encoded></item>\n"
    )


@lru_cache(maxsize=2048)
def body(feed: int, edition: int) -> bytes:
    shown = "".join(entry(feed, number) for number in range(edition, edition - SHOWN, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Blog {feed}</title><link>https://blog{feed}.harborlight.test/</link><description>A blog</description>"
        f"<language>en-US</language>\n{shown}</channel></rss>"
    ).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    edition = SHOWN
    disable_nagle_algorithm = True  # as nginx and Apache do; else each answer's end waits until its beginning is read

    def do_GET(self) -> None:
        first, _, kind = self.path.strip("/").partition("/")
        if first == "edition":
            Handler.edition = int(kind)
            return self.answer(200, b"")
        etag = f'"{Handler.edition}"' if kind == "feed" else ""
        if etag and self.headers.get("If-None-Match") == etag:
            return self.answer(304, b"", etag)
        return self.answer(200, body(int(first), Handler.edition), etag)

    def answer(self, status: int, content: bytes, etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/rss+xml; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def serving() -> Iterator[str]:
    """The server's address, while it runs."""
    process = subprocess.Popen([sys.executable, "-m", "bench.feed_server"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def publish(address: str, edition: int) -> None:
    urllib.request.urlopen(f"{address}/edition/{edition}").read()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
