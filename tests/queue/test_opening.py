"""Opening a database: quick when it is current, and one clear line whenever it cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from sharebot.errors import StoreUnavailable
from sharebot.model import NewPost, PostFilter, Share, State
from sharebot.ports import Queue
from sharebot.queue import open_queue, sqlite
from sharebot.queue.revisions import HEAD
from sharebot.queue.safekeeping import Safekeeping
from sharebot.queue.sqlite import Sqlite

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOBODY = 65534
VERSION = version("sharebot")


def add(queue: Queue, how_many: int = 1) -> None:
    share = Share(text="A story " * 30, length=240, limit=280, link="https://blog.harborlight.org/1/")
    posts = [NewPost(account="x", share=share, state=State.QUEUED, due_at=NOW)] * how_many
    queue.add(posts, entry_id=None, now=NOW, who="test", why="test")


def refusal(url: str = "", home: Path | None = None) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_queue(url, home=home)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    open_queue(home=tmp_path).close()
    return tmp_path


# Where it is ----------------------------------------------------------------------------------------------------------


def test_without_an_address_it_is_in_the_home_which_is_made(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    open_queue("", home=home).close()
    assert (home / "sharebot.db").exists()


def test_a_new_file_and_what_lies_beside_it_are_for_their_owner_alone_and_an_old_one_keeps_its_rights(
    tmp_path: Path,
) -> None:
    file = tmp_path / "sharebot.db"
    queue = open_queue("", home=tmp_path)
    add(queue)
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("sharebot.db*")}
    assert made == {"sharebot.db": 0o600, "sharebot.db-wal": 0o600, "sharebot.db-shm": 0o600}
    queue.close()
    file.chmod(0o640)
    open_queue("", home=tmp_path).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_an_address_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_queue(f"sqlite:///{tmp_path / 'other.db'}", home=tmp_path / "home").close()
    assert (tmp_path / "other.db").exists()
    monkeypatch.chdir(tmp_path)
    open_queue("sqlite:///relative.db").close()
    assert (tmp_path / "relative.db").exists()
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "queue.db",
        "mysql://dana:s3cret@db.test/queue",
        "postgresql+asyncpg://dana:s3cret@db.test/queue",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///queue.db?mode=memory",
        "postgresql://dana:s3cret@[::1/queue",
        "postgresql+psycopg://dana:s3@cret@db.test/queue",
        "postgresql+psycopg://dana:s3/cret@db.test/queue",
        "postgresql+psycopg://dana:s3%cret@db.test/queue",
    ],
)
def test_a_wrong_address_is_refused_with_the_settings_name_and_without_the_password(url: str) -> None:
    said = refusal(url)
    assert "SHAREBOT_DATABASE_URL" in said
    assert "://user:password@host/name" in said
    assert "s3" not in said
    assert "cret@" not in said


def test_without_its_driver_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sharebot.queue.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert 'pip install "sharebot[postgres]"' in refusal("postgresql+psycopg://dana:s3cret@db.test/queue")


# What it costs --------------------------------------------------------------------------------------------------------


def run(program: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_room_imports_nothing_heavy() -> None:
    heavy = run(
        "import sys, sharebot.queue; print([m for m in ('sqlite3', 'msgspec', 'sqlalchemy') if m in sys.modules])"
    )
    assert heavy.strip() == "[]"


@pytest.mark.parametrize("existing", [False, True])
def test_opening_and_using_a_queue_imports_neither_sqlalchemy_nor_alembic(tmp_path: Path, existing: bool) -> None:
    if existing:
        open_queue(home=tmp_path).close()
    program = """if True:
        import sys, pathlib
        from sharebot.model import PostFilter
        from sharebot.queue import open_queue
        queue = open_queue(home=pathlib.Path(sys.argv[1]))
        queue.posts(PostFilter())
        print([m for m in ("sqlalchemy", "alembic", "psycopg", "subprocess", "urllib.request") if m in sys.modules])
        queue.close()"""
    assert run(program, str(tmp_path)).strip() == "[]"


def test_every_connection_keeps_its_promises(home: Path) -> None:
    connection = Sqlite(home / "sharebot.db").connect()
    asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PROMISES}
    connection.close()
    assert asked == PROMISES


PROMISES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


# When it cannot be used -----------------------------------------------------------------------------------------------


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere; for as long as this lasts it is nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that holds a queue and in which nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_queue(home=folder).close()
        (folder / "sharebot.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_written_is_named(locked_folder: Path) -> None:
    with as_nobody():
        said = refusal(home=locked_folder)
        new = refusal(f"sqlite:///{locked_folder / 'new.db'}")
        deeper = refusal(home=locked_folder / "deeper")
    assert str(locked_folder / "sharebot.db") in said
    assert "writable for this user" in said
    assert "cannot be opened; look whether its folder exists and is writable for this user" in new
    assert f"{locked_folder / 'deeper'}: the folder cannot be made (Permission denied)" in deeper


def test_a_file_where_the_home_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    assert str(tmp_path / "home") in refusal(home=tmp_path / "home")


def test_a_folder_where_the_file_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "sharebot.db").mkdir()
    assert "cannot be opened" in refusal(home=tmp_path)


def test_a_full_disk_is_told_and_nothing_is_half_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = Sqlite.connect

    def on_a_small_disk(self: Sqlite) -> sqlite3.Connection:
        connection = connect(self)
        connection.execute("PRAGMA max_page_count = 40")
        return connection

    monkeypatch.setattr(Sqlite, "connect", on_a_small_disk)
    with closing(open_queue(home=home)) as queue:
        add(queue)
        with pytest.raises(StoreUnavailable, match=r"sharebot.db: the queue cannot grow: the disk is full; free some"):
            add(queue, 500)
        assert len(queue.posts(PostFilter())) == 1
        add(queue)
        assert len(queue.posts(PostFilter())) == 2


def test_a_queue_that_another_program_keeps_locked_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(open_queue(home=home)) as queue, closing(sqlite3.connect(home / "sharebot.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="is locked by another program; close whatever has it open"):
            add(queue)
        other.rollback()
        add(queue)


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sharebot.db").write_text("dear diary, " * 1000)
    assert "is not an SQLite database" in refusal(home=tmp_path)
    assert (tmp_path / "sharebot.db").read_text().startswith("dear diary, dear diary")


def test_a_damaged_file_is_told(home: Path) -> None:
    with closing(open_queue(home=home)) as queue:
        add(queue, 100)
    content = bytearray((home / "sharebot.db").read_bytes())
    content[4096:] = b"\x7f" * (len(content) - 4096)
    (home / "sharebot.db").write_bytes(content)
    assert "is damaged; put the last backup in its place: sharebot restore FILE" in refusal(home=home)


def test_a_newer_schema_is_refused_and_left_alone(home: Path) -> None:
    with closing(sqlite3.connect(home / "sharebot.db")) as newer:
        newer.execute("UPDATE sharebot_version SET version_num = '9999'")
        newer.commit()
    said = refusal(home=home)
    assert said.endswith(
        f"written by a newer sharebot (schema 9999; this one, {VERSION}, knows {HEAD}); update sharebot"
    )
    assert sorted(path.name for path in home.iterdir()) == ["sharebot.db"]


def test_a_newer_schema_is_refused_with_the_copy_by_which_one_can_go_back(home: Path) -> None:
    (home / "sharebot.db.before-9999").write_bytes((home / "sharebot.db").read_bytes())
    with closing(sqlite3.connect(home / "sharebot.db")) as newer:
        newer.execute("UPDATE sharebot_version SET version_num = '9999'")
        newer.commit()
    assert refusal(home=home).endswith(f"or go back with: sharebot restore {home / 'sharebot.db.before-9999'}")
    Safekeeping(url="", home=home, now=lambda: NOW).restore(home / "sharebot.db.before-9999", who="dana")
    open_queue(home=home).close()


# Once a day -----------------------------------------------------------------------------------------------------------


def log_size(home: Path) -> int:
    return (home / "sharebot.db-wal").stat().st_size


def fill_and_empty(queue: Queue, home: Path, how_many: int = 6000) -> None:
    add(queue, how_many)
    with closing(sqlite3.connect(home / "sharebot.db")) as connection, connection:
        connection.execute("DELETE FROM history")
        connection.execute("DELETE FROM posts WHERE id > 1")


def test_free_space_is_given_back_and_the_log_is_short_again(home: Path) -> None:
    with closing(open_queue(home=home)) as queue:
        fill_and_empty(queue, home)
        before = (home / "sharebot.db").stat().st_size
        freed = queue.compact(leisure=False)
        assert freed > 2_000_000
        assert (home / "sharebot.db").stat().st_size <= before - freed
        assert log_size(home) == 0
        assert len(queue.posts(PostFilter())) == 1
        assert queue.compact(leisure=True) == 0


def test_a_file_of_the_time_before_is_written_anew_once_and_only_at_leisure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "AT_LEAST", 500)
    with closing(sqlite3.connect(tmp_path / "sharebot.db")) as old:
        old.execute("PRAGMA journal_mode=WAL")  # from now on it is too late for another kind of file
    with closing(open_queue(home=tmp_path)) as queue:
        fill_and_empty(queue, tmp_path)
        assert queue.compact(leisure=False) == 0
        assert queue.compact(leisure=True) > 2_000_000
        fill_and_empty(queue, tmp_path)
        assert queue.compact(leisure=False) > 2_000_000


def test_somebody_who_reads_meanwhile_is_not_disturbed_and_nobody_waits_for_them(home: Path) -> None:
    with closing(open_queue(home=home)) as queue, closing(sqlite3.connect(home / "sharebot.db")) as reader:
        add(queue)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM posts").fetchone() == (1,)
        fill_and_empty(queue, home)
        queue.compact(leisure=True)
        assert reader.execute("SELECT count(*) FROM posts").fetchone() == (1,)
        add(queue)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "sharebot.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    assert "is a database of another program; name another file" in refusal(home=tmp_path)
    with closing(sqlite3.connect(tmp_path / "sharebot.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_an_sqlite_that_is_too_old_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    assert "3.35 is needed" in refusal(home=home)


def test_a_fault_of_this_program_is_not_taken_for_the_disks(home: Path) -> None:
    with closing(open_queue(home=home)) as queue, closing(sqlite3.connect(home / "sharebot.db")) as other:
        other.execute("DROP TABLE accounts")
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            queue.accounts()
