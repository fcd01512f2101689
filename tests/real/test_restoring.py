"""A PostgreSQL queue that was put back from a dump, and a daemon that still lives on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servers.postgres import Postgres
from servers.staffroom import Staffroom
from sharebot.bot.heartbeat import Heartbeat, Stage
from sharebot.clock import SystemClock
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.queue import open_queue

pytestmark = pytest.mark.real

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


def test_a_dump_that_was_put_back_is_marked_only_when_no_daemon_is_heard_of(postgres: Postgres, tmp_path: Path) -> None:
    staff = Staffroom(tmp_path)
    staff.env["SHAREBOT_DATABASE_URL"] = url = str(postgres.fresh())
    with closing(open_queue(url)) as queue:
        share = Share(text="A story", length=7, limit=280, link="")
        new = NewPost(account="x", share=share, state=State.QUEUED, due_at=NOW)
        queue.add([new, new], entry_id=None, now=NOW, who="test", why="test")
        daemon = Heartbeat(queue=queue, clock=SystemClock(), tell=lambda *_, **__: None, worker="quay:41", version="1")
        daemon.begin(alone=False, stuck=lambda _now: ())
        refused = staff("restore", "--taken-at", "2026-11-23T03:00Z")
        assert refused.exit_code == 1
        assert "a daemon runs on this queue (quay:41): stop it" in refused.stderr
        assert [post.hold for post in queue.posts(PostFilter())] == ["", ""]
        daemon.at(Stage.STOPPED)
        assert staff("restore", "--taken-at", "2026-11-23T03:00Z").exit_code == 0
        assert all(post.hold for post in queue.posts(PostFilter()))
