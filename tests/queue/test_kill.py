"""kill -9 in the midst of claims and settles: every post is where the world outside can prove it to be.

So is its picture: stored whole as long as the post may have to be sent again, and gone with the receipt.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sharebot.model import Doubt, NewPost, PostFilter, Share, State, Verdict
from sharebot.ports import Queue
from sharebot.queue import open_queue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
POSTS, KILLS = 2_000, 8

# "Publishing" is a line in a file, written only after the claim came back.
WORKER = """if True:
    import os, sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    from sharebot.model import Doubt, Payload, Receipt, State, Verdict
    from sharebot.queue import open_queue

    home, worker = Path(sys.argv[1]), sys.argv[2]
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    queue = open_queue(home=home)
    public = os.open(home / "public", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    doubt = Doubt(at=now, boot="boot", ticks=1.0, last_ticks=1.0)
    verdict = Verdict(kind="sent", state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="u"))
    os.write(1, b"ready")
    while claim := queue.claim(
        "x", now=now, lease=timedelta(minutes=5), worker=worker, doubt=doubt,
        prepare=lambda post: Payload(key=str(post.id), body=b"body", media=b"picture" * 99),
    ):
        os.write(public, f"{claim.payload.key}\\n".encode())
        queue.settle(claim, verdict, now=now, who="sharebot")
"""


def start(home: Path, worker: str) -> subprocess.Popen[bytes]:
    child = subprocess.Popen([sys.executable, "-c", WORKER, str(home), worker], stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.read(5)
    return child


def pictures(home: Path) -> set[int]:
    """The posts whose picture is stored whole."""
    with closing(sqlite3.connect(home / "sharebot.db")) as connection:
        rows = connection.execute("SELECT post_id FROM media WHERE data = ?", (b"picture" * 99,)).fetchall()
    return {row[0] for row in rows}


def unsure_ones(queue: Queue) -> set[int]:
    return {post.id for post in queue.posts(PostFilter(states=frozenset({State.UNSURE}), limit=POSTS))}


def take_back(home: Path, worker: str) -> int:
    """What the next start does with the posts of a dead worker; how many there were."""
    unsure = Verdict(
        kind="lost", state=State.UNSURE, reason="its worker died", doubt=Doubt(at=NOW, boot="", ticks=0, last_ticks=0)
    )
    with closing(open_queue(home=home)) as queue:
        orphans = queue.orphans(now=NOW, all_workers=True)
        assert pictures(home) == {claim.post.id for claim in orphans} | unsure_ones(queue)
        for claim in orphans:
            assert claim.post.worker == worker
            assert [attempt.ended_at for attempt in queue.attempts(claim.post.id)] == [None]
            queue.settle(claim, unsure, now=NOW, who="sharebot")
    return len(orphans)


def test_nothing_is_lost_or_claimed_twice_however_often_the_worker_is_killed(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    share = Share(text="A story", length=7, limit=280, link="")
    with closing(open_queue(home=tmp_path)) as queue:
        posts = [NewPost(account="x", share=share, state=State.QUEUED, due_at=NOW)] * POSTS
        queue.add(posts, entry_id=None, now=NOW, who="test", why="test")

    orphans = 0
    for number in range(KILLS):
        with start(tmp_path, f"w{number}") as child:
            try:
                child.wait(chance.uniform(0.001, 0.15))
            except subprocess.TimeoutExpired:
                os.kill(child.pid, signal.SIGKILL)
        orphaned = take_back(tmp_path, f"w{number}")
        assert orphaned <= 1
        orphans += orphaned

    public = Counter((tmp_path / "public").read_text().split())
    with closing(open_queue(home=tmp_path)) as queue:
        ids: dict[State, set[str]] = {state: set() for state in State}
        for post in queue.posts(PostFilter(limit=POSTS + 1)):
            ids[post.state].add(str(post.id))
    assert set(public.values()) == {1}
    assert ids[State.SENT] <= set(public) <= ids[State.SENT] | ids[State.UNSURE]
    assert len(ids[State.UNSURE]) == orphans
    assert sum(map(len, ids.values())) == len(ids[State.SENT] | ids[State.UNSURE] | ids[State.QUEUED]) == POSTS
