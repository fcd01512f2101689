"""Backups are whole or not there, made while others write; and a restored queue is one that doubts."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servers.old_queue import of_the_first_revision
from sharebot.errors import StoreUnavailable
from sharebot.model import Doubt, NewPost, Payload, PostFilter, Receipt, Share, State, Verdict
from sharebot.ports import Queue
from sharebot.queue import copies, open_queue
from sharebot.queue.revisions import HEAD
from sharebot.queue.safekeeping import Safekeeping, taken_at

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
DOUBT = Doubt(at=NOW, boot="boot", ticks=1.0, last_ticks=1.0)
SHARE = Share(text="A story " * 20, length=160, limit=280, link="https://blog.example/1/")


def add(queue: Queue, how_many: int = 1, **changes: object) -> list[int]:
    post = NewPost(**{"account": "x", "share": SHARE, "state": State.QUEUED, "due_at": NOW} | changes)  # type: ignore[arg-type]
    return [made.id for made in queue.add([post] * how_many, entry_id=None, now=NOW, who="dana", why="test")]


def send(queue: Queue, post_id: int, verdict: Verdict | None) -> None:
    """Claim a post, and settle it unless its worker dies."""
    claim = queue.claim(
        "x", only=post_id, now=NOW, lease=timedelta(minutes=5), worker="w", doubt=DOUBT,
        prepare=lambda post: Payload(key=f"key {post.id}", body=b"body"),
    )  # fmt: skip
    assert claim
    if verdict:
        queue.settle(claim, verdict, now=NOW, who="sharebot")


SENT = Verdict(state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="u"))
UNSURE = Verdict(state=State.UNSURE, reason="answer lost", doubt=DOUBT, due_at=NOW)
FAILED = Verdict(state=State.FAILED, reason="422")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    with closing(open_queue(home=home)) as queue:
        sent, unsure, sending, failed, *_ = add(queue, 6)
        add(queue, state=State.DRAFT, due_at=None, hold="a guest's post waits")
        for post_id, verdict in ((sent, SENT), (unsure, UNSURE), (sending, None), (failed, FAILED)):
            send(queue, post_id, verdict)
    return home


def keeper(home: Path, now: datetime = NOW) -> Safekeeping:
    return Safekeeping(url="", home=home, now=lambda: now)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith((".db", ".lock", "-wal", "-shm")))


# There ----------------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_file_for_its_owner_alone_that_says_what_is_in_it(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "backup.db"
    found = keeper(home).back_up(target)
    assert (found.path, found.schema, found.taken_at, found.size) == (target, HEAD, NOW, target.stat().st_size)
    assert found.posts == {
        State.SENT: 1, State.UNSURE: 1, State.SENDING: 1, State.FAILED: 1, State.QUEUED: 2, State.DRAFT: 1,
    }  # fmt: skip
    assert mode(target) == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["backup.db"]
    assert taken_at(target) == NOW


def test_the_queue_itself_is_not_stamped(home: Path, tmp_path: Path) -> None:
    keeper(home).back_up(tmp_path / "backup.db")
    assert taken_at(home / "sharebot.db") is None


def test_a_backup_replaces_nothing_unless_it_is_told_to(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_text("a letter")
    with pytest.raises(StoreUnavailable, match=r"is there already, and nothing was written; .* --force"):
        keeper(home).back_up(target)
    assert target.read_text() == "a letter"
    keeper(home).back_up(target, over=True)
    assert taken_at(target) == NOW
    with pytest.raises(StoreUnavailable, match="is the queue itself"):
        keeper(home).back_up(home / "sharebot.db", over=True)


def test_a_file_that_appears_while_the_copy_is_made_is_not_replaced_either(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backup.db"
    seal = Safekeeping._sealed

    def slow(self: Safekeeping, copy: sqlite3.Connection, name: Path) -> object:
        target.write_text("a letter")
        return seal(self, copy, name)

    monkeypatch.setattr(Safekeeping, "_sealed", slow)
    with pytest.raises(StoreUnavailable, match="is there already"):
        keeper(home).back_up(target)
    assert target.read_text() == "a letter"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "home"]


def test_without_a_queue_there_is_nothing_to_back_up_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="there is no queue yet"):
        keeper(tmp_path / "home").back_up(tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


def test_too_little_room_is_told_before_anything_is_written(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    with pytest.raises(
        StoreUnavailable, match=r"the backup needs .* MB, and the disk has 0.0 MB left; free some space"
    ):
        keeper(home).back_up(tmp_path / "backup.db")


def test_a_damaged_queue_makes_no_backup_that_looks_like_one(home: Path, tmp_path: Path) -> None:
    with closing(open_queue(home=home)) as queue:
        add(queue, 200)
    with closing(sqlite3.connect(home / "sharebot.db")) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'posts_claimable'").fetchone()[0]
    content = bytearray((home / "sharebot.db").read_bytes())
    content[(root - 1) * 4096 + 12 : root * 4096] = bytes(4096 - 12)
    (home / "sharebot.db").write_bytes(content)
    with pytest.raises(StoreUnavailable, match=r"damaged|malformed"):
        keeper(home).back_up(tmp_path / "backup.db")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_backup_that_is_made_while_others_write_is_of_one_moment(home: Path, tmp_path: Path) -> None:
    """Writers add pairs; a copy never has half of one."""
    stop = threading.Event()

    def write() -> None:
        with closing(open_queue(home=home)) as queue:
            while not stop.is_set():
                add(queue, 2, account="pairs")

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for number in range(8):
            target = tmp_path / f"{number}.db"
            keeper(home).back_up(target)
            with closing(sqlite3.connect(target)) as copy:
                assert copy.execute("SELECT count(*) % 2 FROM posts WHERE account = 'pairs'").fetchone() == (0,)
    finally:
        stop.set()
        for writer in writers:
            writer.join()


BACKUP = """if True:
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from sharebot.queue.safekeeping import Safekeeping
    keeper = Safekeeping(url="", home=Path(sys.argv[1]), now=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    print("ready", flush=True)
    while True:
        keeper.back_up(Path(sys.argv[2]), over=True)
"""


def test_a_backup_that_is_killed_leaves_a_whole_file_or_none_and_the_next_one_clears_up(
    home: Path, tmp_path: Path
) -> None:
    with closing(open_queue(home=home)) as queue:
        add(queue, 300)
    target, chance = tmp_path / "backup.db", random.Random(20261125)
    for _ in range(6):
        child = subprocess.Popen([sys.executable, "-c", BACKUP, str(home), str(target)], stdout=subprocess.PIPE)
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.05))  # not a wait for anything: the moment of the kill
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        if target.exists():
            with closing(sqlite3.connect(target)) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert copy.execute("SELECT count(*) FROM posts").fetchone() == (307,)
    keeper(home).back_up(target, over=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "home"]


def test_only_the_newest_backups_stay_and_nothing_else_is_deleted(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for days in range(5):
        keeper(home, NOW + timedelta(days=days)).back_up(folder / f"queue-{days}.db")
    (folder / "queue-letter.db").write_text("a letter")
    shutil.copy(home / "sharebot.db", folder / "queue-plain.db")
    gone = keeper(home).drop_old(lambda path: path.name.startswith("queue-"), folder, 2)
    assert sorted(path.name for path in gone) == ["queue-0.db", "queue-1.db", "queue-2.db"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "queue-3.db", "queue-4.db", "queue-letter.db", "queue-plain.db",
    ]  # fmt: skip


# And back -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    keeper(home).back_up(tmp_path / "backup.db")
    return tmp_path / "backup.db"


@pytest.fixture
def queue(home: Path) -> Iterator[Queue]:
    opened = open_queue(home=home)
    yield opened
    opened.close()


def states(queue: Queue) -> list[tuple[State, bool]]:
    """Of each post, and whether it waits for a person."""
    posts = sorted(queue.posts(PostFilter(limit=1000)), key=lambda post: post.id)
    return [(post.state, bool(post.hold) or (post.state is State.UNSURE and post.due_at is None)) for post in posts]


def test_what_was_sent_stays_sent_and_all_else_waits_for_a_person(home: Path, backup: Path, queue: Queue) -> None:
    done = keeper(home, LATER).restore(backup, who="dana")
    assert (done.marks.held, done.marks.unsure, done.marks.failed) == (3, 2, 1)
    assert states(queue) == [
        (State.SENT, False), (State.UNSURE, True), (State.UNSURE, True), (State.FAILED, False),
        (State.QUEUED, True), (State.QUEUED, True), (State.DRAFT, True),
    ]  # fmt: skip
    assert queue.next_due("x") is None
    assert queue.orphans(now=LATER, all_workers=True) == []
    held = queue.post(5)
    assert (
        held.hold
        == "restored from the backup of 2026-11-23 09:00 UTC; may have gone out since: look, then approve or cancel"
    )
    assert queue.post(7).hold.endswith("(it waited already: a guest's post waits)")
    assert queue.attempts(3)[-1].verdict == "lost"
    assert [queue.history(number)[-1].who for number in (2, 3, 4, 5, 7)] == ["dana"] * 5


def test_the_queue_that_was_there_is_kept_beside_it_and_goes_on_in_processes_that_have_it_open(
    home: Path, backup: Path, queue: Queue
) -> None:
    add(queue, 10)
    done = keeper(home, LATER).restore(backup, who="dana")
    assert done.kept == home / "sharebot.db.before-restore-20261125-090000"
    assert mode(done.kept) == 0o600
    with closing(sqlite3.connect(done.kept)) as kept:
        assert kept.execute("SELECT count(*) FROM posts").fetchone() == (17,)
    assert len(queue.posts(PostFilter())) == 7
    add(queue)
    assert len(queue.posts(PostFilter())) == 8
    assert left_behind(home) == ["sharebot.db.before-restore-20261125-090000"]


def test_a_look_changes_nothing(home: Path, backup: Path, queue: Queue) -> None:
    before = queue.posts(PostFilter())
    done = keeper(home, LATER).restore(backup, who="dana", look_only=True)
    assert (done.kept, done.marks.held) == (None, 3)
    assert queue.posts(PostFilter()) == before
    assert left_behind(home) == []


def test_a_backup_comes_to_a_new_machine(tmp_path: Path, backup: Path) -> None:
    new = tmp_path / "new"
    assert keeper(new, LATER).restore(backup, who="dana").kept is None
    with closing(open_queue(home=new)) as queue:
        assert len(queue.posts(PostFilter())) == 7
    assert mode(new / "sharebot.db") == 0o600
    assert left_behind(new) == []


def test_a_damaged_queue_is_pushed_aside_with_its_log(home: Path, backup: Path) -> None:
    (home / "sharebot.db").write_bytes(b"\x7f" * 9000)
    (home / "sharebot.db-wal").write_bytes(b"\x7f" * 500)
    done = keeper(home, LATER).restore(backup, who="dana")
    assert done.kept
    assert done.kept.read_bytes() == b"\x7f" * 9000
    assert done.kept.with_name(f"{done.kept.name}-wal").read_bytes() == b"\x7f" * 500
    with closing(open_queue(home=home)) as queue:
        assert len(queue.posts(PostFilter())) == 7


def test_a_queue_that_another_program_keeps_locked_is_left_as_it_is(
    home: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharebot.queue.sqlite.PATIENCE", 0.05)
    with closing(sqlite3.connect(home / "sharebot.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"):
            keeper(home, LATER).restore(backup, who="dana")
        other.rollback()
    with closing(open_queue(home=home)) as queue:
        assert states(queue)[4] == (State.QUEUED, False)
    assert left_behind(home) == []


def test_what_cannot_be_restored_is_refused_with_its_reason_and_nothing_changes(
    home: Path, backup: Path, tmp_path: Path
) -> None:
    before = (home / "sharebot.db").read_bytes()
    letter, other, newer, torn, empty = (tmp_path / name for name in ("letter", "other", "newer", "torn", "empty"))
    letter.write_text("dear diary, " * 1000)
    empty.touch()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    shutil.copy(backup, newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE sharebot_version SET version_num = '9999'")
    torn.write_bytes(backup.read_bytes()[: 4096 * 9])
    for file, said in {
        tmp_path / "nothing": "there is no such file; name a backup",
        home: "there is no such file",
        letter: "is no queue that could be restored (file is not a database)",
        empty: "is empty",
        other: "is a database of another program, not sharebot's queue",
        newer: f"schema 9999; this one, 0.1.0, knows {HEAD}); update sharebot",
        torn: "",
        home / "sharebot.db": "is the queue itself",
    }.items():
        with pytest.raises(StoreUnavailable) as refused:
            keeper(home, LATER).restore(file, who="dana")
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)
    assert (home / "sharebot.db").read_bytes() == before
    assert left_behind(home) == []


def test_a_plain_copy_of_an_older_schema_is_brought_up_to_date_and_dated_by_what_is_in_it(tmp_path: Path) -> None:

    old = of_the_first_revision(tmp_path / "old.db")
    done = keeper(tmp_path / "home", LATER).restore(old, who="dana")
    assert (done.contents.schema, done.contents.posts[State.QUEUED]) == ("0001", 2)
    assert done.contents.taken_at < NOW
    with closing(open_queue(home=tmp_path / "home")) as queue:
        assert {post.state for post in queue.posts(PostFilter())} == {State.QUEUED, State.UNSURE, State.SENT}
        assert queue.next_due("x") is None
    assert left_behind(tmp_path / "home") == []


RESTORE = """if True:
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from sharebot.queue.safekeeping import Safekeeping
    keeper = Safekeeping(url="", home=Path(sys.argv[1]), now=lambda: datetime(2026, 11, 25, 9, tzinfo=UTC))
    print("ready", flush=True)
    keeper.restore(Path(sys.argv[2]), who="dana")
"""


def test_a_restoring_that_is_killed_leaves_the_old_queue_or_the_new_one_and_never_one_that_does_not_doubt(
    home: Path, backup: Path, queue: Queue
) -> None:
    chance = random.Random(20261125)
    for _ in range(6):
        child = subprocess.Popen([sys.executable, "-c", RESTORE, str(home), str(backup)], stdout=subprocess.PIPE)
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.3))  # not a wait for anything: the moment of the kill
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        found = states(queue)
        assert found[4:] in (
            [(State.QUEUED, False)] * 2 + [(State.DRAFT, True)],
            [(State.QUEUED, True)] * 2 + [(State.DRAFT, True)],
        )
        assert (found[2] == (State.UNSURE, True)) == (found[4] == (State.QUEUED, True))
    keeper(home, LATER).restore(backup, who="dana")
    assert [name for name in left_behind(home) if "before-restore" not in name] == []
