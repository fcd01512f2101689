"""A blog's feed in a file and a data folder, for tests that use sharebot as staff do: from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from click.testing import CliRunner, Result

from sharebot.cli import root

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harborlight</title><link>https://blog.harborlight.org/</link><description>A harbor's blog</description>
{articles}</channel></rss>
"""
ARTICLE = """<item><title>{title}</title><link>https://blog.harborlight.org/{slug}/</link>
<guid isPermaLink="false">https://blog.harborlight.org/?p={slug}</guid><pubDate>{published}</pubDate>
<dc:creator>Dana Quillfeather</dc:creator><content:encoded><![CDATA[{html}]]></content:encoded></item>
"""
BIO = """<p>-Garrett Reuscher, Guest Blogger</p>
<p>Garrett mends nets at night. You can follow him on twitter @GarrettReuscher</p>"""


@dataclass(slots=True)
class Staffroom:
    """`folder` is where staff stand; the feed and the data folder lie in it. The first article is of `opened_at`."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)
    opened_at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3))

    def __post_init__(self) -> None:
        self.env = {
            "SHAREBOT_HOME": str(self.home),
            "SHAREBOT_FEEDS": str(self.feed),
            "SHAREBOT_BLOG_NAME": "Harborlight",
            "SHAREBOT_STAFF": "Dana Quillfeather",
            "SHAREBOT_ACCOUNTS": "outbox-x outbox-mastodon",
            "SHAREBOT_TIMEZONE": "Europe/Berlin",
            "SHAREBOT_SLOTS": "mon-sun 09:00 12:30",
        } | self.env

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def feed(self) -> Path:
        return self.folder / "feed.xml"

    def publish(self, title: str, *, slug: str = "", guest: bool = True) -> None:
        """A new article at the feed's top."""
        html = f"<p>{escape(title)}, told at length.</p>" + (BIO if guest else "")
        slug = slug or f"article-{len(self.articles)}"
        published = format_datetime(self.opened_at + len(self.articles) * timedelta(minutes=1))
        self.articles.insert(0, ARTICLE.format(title=escape(title), slug=slug, published=published, html=html))
        self.feed.write_text(RSS.format(articles="".join(self.articles)), encoding="utf-8")

    def open(self) -> None:
        """A first poll, so that what comes next is new."""
        self.publish("An old story")
        self.poll()

    def poll(self) -> None:
        done = self("poll")
        assert done.exit_code == 0, done.stderr

    def __call__(self, *args: str, env: dict[str, str] | None = None, **extra: Any) -> Result:
        """Run a command in this process."""
        return CliRunner().invoke(root, args, env={**self.env, **(env or {})}, **extra)

    def json(self, *args: str) -> Any:
        """The document that a command prints for programs."""
        done = self(*args, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *args: str, env: dict[str, str] | None = None, **extra: Any) -> subprocess.Popen[str]:
        """Begin a command in a process of its own."""
        return self._start([], *args, env=env, **extra)

    def traced(self, trace: Path, *args: str) -> subprocess.Popen[str]:
        """The same, with every system call of it and its children written into that file."""
        return self._start(["strace", "-D", "-f", "-qq", "-o", str(trace)], *args)

    def _start(
        self, before: list[str], *args: str, env: dict[str, str] | None = None, **extra: Any
    ) -> subprocess.Popen[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SHAREBOT_")}
        return subprocess.Popen(
            [*before, sys.executable, "-m", "sharebot", *args],
            env=clean | self.env | (env or {}),
            cwd=self.folder,
            text=True,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **extra},
        )

    def really(self, *args: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Run a command in a process of its own: its exit status, stdout and stderr."""
        process = self.start(*args, env=env, stdin=subprocess.DEVNULL)
        out, err = process.communicate(timeout=180)
        return process.returncode, out, err
