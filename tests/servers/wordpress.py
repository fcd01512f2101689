"""A real WordPress of our own on loopback: MariaDB on a socket and PHP's own server, in a temporary folder.

Its editor works through the REST API, as the block editor does. Its clock is the test's: libfaketime shows PHP the time
that a file holds, so that scheduled posts come due at once. Scheduled posts go out when the test runs the cron.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest

from servers.paper import PaperClock
from servers.ports import free_port

SOURCE = Path("/usr/share/wordpress")
OURS = Path(__file__).with_suffix("")
INSTALL = "tests/real/install-wordpress.sh"
PROGRAMS = ("php", "mariadbd", "setpriv")
WAIT = 120.0


def missing() -> str:
    """What is not on this machine, in words; empty if all is."""
    programs = [program for program in PROGRAMS if not _program(program)]
    files = [] if (SOURCE / "wp-load.php").exists() else ["wordpress"]
    return ", ".join([*programs, *files, *([] if _fake_time() else ["libfaketime"])])


def _program(name: str) -> str | None:
    """Debian keeps mariadbd where only root looks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


def _fake_time() -> Path | None:
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)


@dataclass
class SharedClock(PaperClock):
    """A clock that PHP reads too, from a file: there it runs on from each time that it is set to.

    It must run, because PHP's uniqid() waits for the next microsecond.
    """

    file: Path = field(default_factory=Path)

    def pass_time(self, **by: float) -> None:
        super().pass_time(**by)
        self.show()

    def show(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{(self.at - datetime.now(UTC)).total_seconds():+.6f}", encoding="ascii")
        fresh.replace(self.file)


@dataclass(frozen=True, slots=True)
class Written:
    """A post as WordPress knows it. `link` is what its readers will see once it is published."""

    id: int
    guid: str
    link: str
    status: str


class WordPress:
    """A blog with one editor. It takes her a minute to change a post, because WordPress counts changes by the second."""

    def __enter__(self) -> Self:
        if lacking := missing():
            pytest.skip(f"NO WORDPRESS on this machine ({lacking} is missing); run as root: {INSTALL}")
        self._folder = Path(tempfile.mkdtemp(prefix="sharebot-wp-"))
        self._running: list[subprocess.Popen[bytes]] = []
        self._client = httpx2.Client(trust_env=False, timeout=WAIT)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            process.kill()
            process.wait()
        self._client.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    # For readers ------------------------------------------------------------------------------------------------------

    @property
    def feed(self) -> str:
        return f"{self.url}/feed/"

    def get(self, address: str, **headers: str) -> httpx2.Response:
        """Ask as any visitor. Header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.get(address, headers=named)

    def run_cron(self) -> None:
        """What the system's cron or a visit does: publish what is due by now."""
        self.get(f"{self.url}/wp-cron.php").raise_for_status()

    # For the editor ---------------------------------------------------------------------------------------------------

    def publish(self, title: str, text: str, **fields: Any) -> Written:
        """The editor's window opens with a draft; that is when WordPress makes the guid."""
        draft = self._edit("posts", title=title, content=text)
        return self.edit(draft, **{"status": "publish"} | fields)

    def schedule(self, title: str, text: str, at: datetime) -> Written:
        """WordPress publishes it at once unless that is a minute ahead."""
        return self.publish(title, text, status="future", date_gmt=_gmt(at))

    def backdate(self, title: str, text: str, to: datetime) -> Written:
        return self.publish(title, text, date_gmt=_gmt(to))

    def edit(self, post: Written, **fields: Any) -> Written:
        """The fields of the REST API: title, content, excerpt, slug, sticky, password, date_gmt, status …"""
        return self._edit(f"posts/{post.id}", **fields)

    def trash(self, post: Written) -> None:
        self.clock.pass_time(minutes=1)
        self._ask("DELETE", f"posts/{post.id}")

    def show_summaries(self, on: bool) -> None:
        """Settings, Reading: for each post in a feed, include its full text or a summary."""
        self._ask("POST", "settings", rss_use_excerpt=int(on))

    def empty(self) -> None:
        """Delete all posts for good, and let feeds show full texts."""
        for status in ("publish,future,draft,private", "trash"):
            for post in self._ask("GET", f"posts?status={status}&per_page=100"):
                self._ask("DELETE", f"posts/{post['id']}?force=true")
        self.show_summaries(False)

    def _edit(self, path: str, **fields: Any) -> Written:
        self.clock.pass_time(minutes=1)
        post = self._ask("POST", path, **fields)
        slug = post["slug"] or post["generated_slug"]
        link = post["permalink_template"].replace("%postname%", slug)
        return Written(post["id"], post["guid"]["raw"], link, post["status"])

    def _ask(self, method: str, path: str, **fields: Any) -> Any:
        path, _, query = path.partition("?")
        answer = self._client.request(
            method, f"{self.url}/wp-json/wp/v2/{path}?{query}&context=edit", json=fields or None,
            auth=("editor", self._password),
        )  # fmt: skip
        if answer.is_error:
            raise RuntimeError(f"WordPress answered {answer.status_code} to {method} {path}: {answer.text[:500]}")
        return answer.json()

    # Starting it ------------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.clock = SharedClock(file=self._folder / "clock")
        self.clock.show()
        self._start_database()
        self._lay_out()
        self._password = self._php(str(self._folder / "www/install.php"), str(self._folder / "www"))
        self._serve()

    def _start_database(self) -> None:
        """An empty folder is enough: without grants nothing asks for the system's tables."""
        data = self._folder / "db"
        data.mkdir()
        first = self._folder / "first.sql"
        first.write_text("CREATE DATABASE blog CHARACTER SET utf8mb4;", encoding="ascii")
        self._spawn([str(_program("mariadbd")), "--no-defaults", f"--datadir={data}", f"--socket={self._socket}", f"--init-file={first}",
                     *(["--user=root"] if os.getuid() == 0 else []), "--skip-grant-tables", "--skip-networking",
                     "--skip-log-bin", "--performance-schema=OFF", "--innodb-flush-method=nosync",
                     "--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=16M"], {})  # fmt: skip
        self._until(self._socket.exists)

    def _lay_out(self) -> None:
        """The packages' code with our settings; WordPress finds itself by where wp-load.php lies."""
        www = self._folder / "www"
        (www / "wp-content/mu-plugins").mkdir(parents=True)
        for file in SOURCE.glob("*.php"):
            shutil.copy(file, www)
        for folder in ("wp-admin", "wp-includes", "wp-content/themes"):
            (www / folder).symlink_to(SOURCE / folder)
        for file in OURS.glob("*.php"):
            shutil.copy(file, www / "wp-content/mu-plugins" if file.name == "plugin.php" else www)

    def _serve(self) -> None:
        www = self._folder / "www"
        address = self.url.removeprefix("http://")
        self._spawn(["php", *self._options, "-S", address, "-t", str(www), str(www / "router.php")], self._environment)
        self._until(self._answers)

    def _answers(self) -> bool:
        try:
            return self.get(self.feed).is_success
        except httpx2.TransportError:
            return False

    @property
    def _options(self) -> list[str]:
        return ["-d", "memory_limit=256M", "-d", "opcache.enable_cli=1", "-d", "opcache.validate_timestamps=0"]

    @cached_property
    def _environment(self) -> dict[str, str]:
        return {
            "BLOG_URL": self.url,
            "BLOG_SOCKET": str(self._socket),
            "LD_PRELOAD": str(_fake_time()),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "TZ": "UTC",
        }

    @property
    def _socket(self) -> Path:
        return self._folder / "db.sock"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    # Processes --------------------------------------------------------------------------------------------------------

    def _php(self, *arguments: str) -> str:
        command = ["php", *self._options, *arguments]
        done = subprocess.run(command, env=os.environ | self._environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def _spawn(self, command: list[str], environment: dict[str, str]) -> None:
        """Start it so that it ends with us, even if nobody is left to end it."""
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command], env=os.environ | environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )  # fmt: skip
        self._running.append(process)

    def _until(self, ready: Callable[[], bool]) -> None:
        for _ in range(int(WAIT / 0.05)):
            if ready():
                return
            if (ended := self._running[-1]).poll() is not None:
                raise RuntimeError(f"{ended.args}: it ended with {ended.returncode}: {self._said()}")
            time.sleep(0.05)
        raise RuntimeError(f"{self._running[-1].args}: nothing after {WAIT:.0f} s: {self._said()}")

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _gmt(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")
