"""Three networks that live longer than the daemons that post to them: X, Mastodon and Bluesky, each counting its posts.

Bluesky is the reference server where it is installed; elsewhere the fake takes its place, with a loud line.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from servers import bluesky
from servers.bluesky import BlueskyServer
from servers.mastodon import TOKEN, MastodonServer
from servers.pds import HANDLE, PASSWORD, Pds
from servers.web import Reply, Request, Web
from servers.x_api import KEYS, FakeX
from sharebot.app import App
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.platforms._mastodon_account import Mastodon
from sharebot.ports import Queue
from sharebot.settings import load

ACCOUNTS = ("x", "mastodon", "bluesky")
HURRY = 500
"""The networks here answer in milliseconds, so waits may be shorter than with real ones by this factor."""


def _now() -> datetime:
    return datetime.now(UTC)


class OneAtATime(Web):
    """Requests are carried out one after the other, as a database would have it."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = threading.Lock()

    def reply(self, request: Request) -> Reply:
        with self._turn:
            return super().reply(request)


class Town:
    """Use as a context manager. Without `reference` its Bluesky is the fake, also where there is a better one."""

    def __init__(self, *, reference: bool = True) -> None:
        self._reference = reference

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            self.x = opening.enter_context(FakeX(_now))
            self.mastodon = MastodonServer(opening.enter_context(OneAtATime()), _now)
            self._fake = self._real = None
            if self._reference and (bluesky.THERE / "installed").exists():
                self._real = opening.enter_context(BlueskyServer())
                self._blog = self._real.sign_up("harborlight.test")
            else:
                if self._reference:
                    print(f"NO BLUESKY SERVER here: a fake takes its place; run: {bluesky.INSTALL}", file=sys.stderr)
                self._fake = opening.enter_context(Pds())
            self._open = opening.pop_all()
        return self

    def __exit__(self, *how: object) -> None:
        self._open.close()

    def environment(self, home: Path, database_url: str = "") -> dict[str, str]:
        settings = {
            "HOME": str(home),
            "DATABASE_URL": database_url,
            "ACCOUNTS": " ".join(ACCOUNTS),
            "SLOTS": "now",
            "PRIVATE_HOSTS": "127.0.0.1 localhost",
            "X_URL": self.x.address,
            **{f"X_{name}": value for name, value in KEYS.items()},
            "MASTODON_URL": self.mastodon.web.address,
            "MASTODON_ACCESS_TOKEN": TOKEN,
            **self._bluesky_settings(),
        }
        named = {f"SHAREBOT_{name}": value for name, value in settings.items() if value}
        return {"PATH": os.environ["PATH"], **named}

    def _bluesky_settings(self) -> dict[str, str]:
        if self._real:
            here = (self._real.url, self._real.directory, self._blog.handle, self._blog.app_password)
        else:
            assert self._fake
            here = (self._fake.door.address, self._fake.door.address, HANDLE, PASSWORD)
        return dict(
            zip(("BLUESKY_URL", "BLUESKY_DIRECTORY", "BLUESKY_HANDLE", "BLUESKY_APP_PASSWORD"), here, strict=True)
        )

    def get_to_know(self, home: Path, database_url: str = "") -> None:
        """As `sharebot accounts check` does: Mastodon says that it keeps keys."""
        app = App(load(self.environment(home, database_url), cwd=home))
        app.queue.counts()
        for lane in app.lanes.values():
            if isinstance(lane.platform, Mastodon):
                lane.platform.learn()
        app.http.close()
        app.close()

    @property
    def webs(self) -> list[Web]:
        """The doors of all three; the real server's is its own."""
        return [self.x, self.mastodon.web, *([self._fake.door, self._fake.store] if self._fake else [])]

    @property
    def has_real_bluesky(self) -> bool:
        return self._real is not None

    def public(self) -> Counter[tuple[str, str]]:
        """How many copies of which text are public, by account."""
        blue = (
            self._real.posts(self._blog).values() if self._real else self._fake.records.values() if self._fake else ()
        )
        texts = {
            "x": self.x.texts,
            "mastodon": [status.fields["status"] for status in self.mastodon.statuses],
            "bluesky": [record["text"] for record in blue],
        }
        return Counter((account, text) for account, those in texts.items() for text in those)


# Posts ----------------------------------------------------------------------------------------------------------------


def queue_posts(queue: Queue, how_many: int, first: int = 0) -> None:
    now = _now()
    posts = [
        NewPost(
            account=ACCOUNTS[number % 3],
            share=Share(text=f"Post {number} of many", length=20, limit=280, link=""),
            state=State.QUEUED,
            due_at=now - timedelta(seconds=1),
        )
        for number in range(first, first + how_many)
    ]
    queue.add(posts, entry_id=None, now=now, who="test", why="test")


def unfinished(queue: Queue) -> int:
    return sum(number for (_, state), number in queue.counts().items() if state is not State.SENT)


def lost_attempts(queue: Queue, how_many: int) -> int:
    posts = queue.posts(PostFilter(limit=how_many))
    return sum(attempt.verdict == "lost" for post in posts for attempt in queue.attempts(post.id))


def reckoning(town: Town, queue: Queue, how_many: int) -> tuple[int, int, int]:
    """How many posts were lost, sent twice, and stuck."""
    public = town.public()
    sent = queue.posts(PostFilter(states=frozenset({State.SENT}), limit=how_many + 1))
    lost = sum(not public[post.account, post.share.text] for post in sent)
    double = sum(copies - 1 for copies in public.values())
    missing = how_many - sum(queue.counts().values())
    return lost + missing, double, unfinished(queue)
