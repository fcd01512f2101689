"""What only a server can do to us: refuse, restart, and be run by several processes' workers at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from servers.postgres import PASSWORD, QUOTED, Postgres
from sharebot.errors import StoreUnavailable
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.queue import open_queue

pytestmark = pytest.mark.real

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORKERS, POSTS = 3, 90

WORKER = """if True:
    import sys
    from datetime import UTC, datetime, timedelta
    from sharebot.model import Doubt, Payload, Receipt, State, Verdict
    from sharebot.queue import open_queue

    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    queue = open_queue(sys.stdin.readline())
    doubt = Doubt(at=now, boot="boot", ticks=1.0, last_ticks=1.0)
    sent = Verdict(kind="sent", state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="u"))
    while claim := queue.claim(
        "x", now=now, lease=timedelta(minutes=5), worker=sys.argv[1], doubt=doubt,
        prepare=lambda post: Payload(key="key", body=b"body"),
    ):
        queue.settle(claim, sent, now=now, who="sharebot")
    queue.close()
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


def some_posts(how_many: int) -> list[NewPost]:
    share = Share(text="A story", length=7, limit=280, link="")
    return [NewPost(account="x", share=share, state=State.QUEUED, due_at=NOW) for _ in range(how_many)]


def refusal(url: str) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_queue(url)
    said = str(refused.value)
    assert said.startswith("SHAREBOT_DATABASE_URL: PostgreSQL ")
    assert "\n" not in said
    assert not any(secret in said for secret in (PASSWORD, QUOTED, "wr0ng"))
    return said


def test_what_a_server_refuses_is_one_line_without_the_password(postgres: Postgres) -> None:
    assert "password authentication failed" in refusal(postgres.url(password="wr0ng"))
    assert '"nowhere" does not exist' in refusal(postgres.url(name="nowhere"))
    assert "Connection refused" in refusal(postgres.url().replace(str(postgres.port), "1"))


def test_a_user_without_rights_is_told(postgres: Postgres) -> None:
    address = postgres.fresh()
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'wr0ng'")
    said = refusal(address.replace(f"sharebot:{QUOTED}", "guest:wr0ng"))
    assert "no schema has been selected to create in" in said


def test_another_programs_tables_are_left_alone(postgres: Postgres) -> None:
    address = postgres.fresh()
    with postgres.connect(address) as connection:
        connection.execute("CREATE TABLE posts (title TEXT)")
    assert "holds another program's tables; give the queue a database of its own" in refusal(address)
    with postgres.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema").fetchone() == (1,)


def test_a_queue_outlives_a_restart_of_its_server(postgres: Postgres) -> None:
    with closing(open_queue(postgres.fresh())) as queue:
        queue.add(some_posts(1), entry_id=None, now=NOW, who="test", why="test")
        postgres.stop()
        with pytest.raises(StoreUnavailable, match="PostgreSQL"):
            queue.counts()
        postgres.start()
        assert queue.counts() == {("x", State.QUEUED): 1}


def test_a_connection_that_the_server_cut_is_replaced_unnoticed(postgres: Postgres) -> None:
    with closing(open_queue(postgres.fresh())) as queue:
        with postgres.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        assert queue.add(some_posts(1), entry_id=None, now=NOW, who="test", why="test")


def test_several_processes_claim_every_post_once(postgres: Postgres) -> None:
    address = postgres.fresh()
    with closing(open_queue(address)) as queue:
        posts = queue.add(some_posts(POSTS), entry_id=None, now=NOW, who="test", why="test")
        workers = [
            subprocess.Popen([sys.executable, "-c", WORKER, f"w{number}"], stdin=subprocess.PIPE, text=True)
            for number in range(WORKERS)
        ]
        for worker in workers:
            worker.communicate(address)
        assert [worker.returncode for worker in workers] == [0] * WORKERS
        assert len(queue.posts(PostFilter(states=frozenset({State.SENT})))) == POSTS
        attempts = [queue.attempts(post.id) for post in posts]
        assert all(len(tried) == 1 for tried in attempts)
