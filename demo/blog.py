"""A small sample blog on loopback: invented text, posts by staff and by guests, and one that is published later."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

NAME = "Harborlight Recovery Exchange"
STAFF = "Dana Quillfeather; Tomas Berglind"

SHARE_BAR = (
    '<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="https://twitter.com/intent/tweet?'
    'text=Read&amp;via=HarborlightREX">Twitter</a></li></ul></div>'
)


@dataclass(frozen=True)
class Article:
    slug: str
    title: str
    byline: str
    categories: tuple[str, ...]
    html: str
    published_at: datetime


def _ago(**ago: float) -> datetime:
    return datetime.now(UTC) - timedelta(**ago)


OLD = (
    Article(
        "quiet-hours",
        "Why We Keep Quiet Hours at the Drop-In",
        "Dana Quillfeather",
        ("Drop-In",),
        "<p>Between two and four nobody rings the bell. It was the visitors who asked for it.</p>",
        _ago(days=6),
    ),
    Article(
        "bus-timetable",
        "What a Bus Timetable Taught Us about Outreach",
        "Tomas Berglind",
        ("Outreach",),
        "<p>The last bus leaves at ten past nine, and so do most of the questions worth asking.</p>"
        "<p>-Ilse Varnhagen-Oduya, Guest Blogger</p>"
        "<p>Ilse Varnhagen-Oduya plans night routes for a living. She has no accounts and likes it that way.</p>",
        _ago(days=3),
    ),
)


def new_guest_post() -> Article:
    """The post that appears while the daemon runs; the feed's byline is the staff member who typed it in."""
    return Article(
        "what-a-counselor-hears-first",
        "What a Counselor Hears First",
        "Dana Quillfeather",
        ("Harm Reduction", "Guest Posts"),
        "<p>Before anybody talks about change, they talk about the parking. A drop-in counter is a place where small "
        "talk carries most of the load.</p><p>It took one phone call, after nine months of not making it.</p>"
        "<p>-Garrett Reuscher, Guest Blogger</p>"
        "<p><strong>Garrett Reuscher</strong> is a Harm Reduction Counselor. You can follow him on twitter "
        "@GarrettReuscher.</p>" + SHARE_BAR,
        datetime.now(UTC),
    )


@dataclass
class SampleBlog:
    """Use as a context manager; `publish` puts an article on top of the feed."""

    articles: list[Article] = field(default_factory=lambda: list(OLD))

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def publish(self, article: Article) -> None:
        self.articles = [*self.articles, article]

    def _answer(self, path: str) -> tuple[int, str, str]:
        if path == "/feed/":
            return 200, "application/rss+xml; charset=utf-8", self._feed()
        for article in self.articles:
            if path == f"/{article.slug}/":
                return 200, "text/html; charset=utf-8", f"<title>{escape(article.title)}</title>{article.html}"
        return 404, "text/html; charset=utf-8", "<h1>Not found</h1>"

    def _feed(self) -> str:
        shown = "".join(self._shown(article) for article in reversed(self.articles))
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{NAME}</title><link>{self.address}/</link><description>A sample</description>"
            f"<language>en-US</language>{shown}</channel></rss>"
        )

    def _shown(self, article: Article) -> str:
        categories = "".join(f"<category>{escape(name)}</category>" for name in article.categories)
        return (
            f"<item><title>{escape(article.title)}</title><link>{self.address}/{article.slug}/</link>"
            f"<dc:creator>{article.byline}</dc:creator><pubDate>{format_datetime(article.published_at)}</pubDate>"
            f'{categories}<guid isPermaLink="false">{self.address}/?p={article.slug}</guid>'
            f"<content:encoded><![CDATA[{article.html}]]></content:encoded></item>"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        blog = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, text = blog._answer(self.path)
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """The demo prints its own story."""

        return Handler
