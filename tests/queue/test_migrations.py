"""The schema: compiled, made and migrated, it is the same on both databases; migrating is safe."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from servers.old_queue import BEHIND, fill_the_first_revision, of_the_first_revision
from servers.postgres import QUOTED, Postgres
from servers.stored import entries
from sharebot.errors import StoreUnavailable
from sharebot.model import Doubt, Fate, Payload, PostFilter, Receipt, State, Verdict
from sharebot.ports import Claim, Queue
from sharebot.queue import copies, migrate, open_queue, opening, statements
from sharebot.queue.revisions import HEAD, REVISIONS, VERSION_TABLE
from sharebot.queue.schema import metadata

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.real))


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sharebot.db'}"
    return str(request.getfixturevalue("postgres").fresh())


@pytest.fixture
def behind(empty: str) -> str:
    """The address of a database whose schema is older than any that this program can use."""
    database = opening.named(empty)
    database.prepare()
    with database.writing() as tx:
        tx.execute(BEHIND, {})
    database.close()
    return empty


def differences(address: str) -> list[object]:
    engine = migrate.engine(opening.named(address))
    with engine.connect() as connection, warnings.catch_warnings():
        # Neither SQLAlchemy nor Alembic reads one back from SQLite; there files are compared to the letter as well.
        warnings.filterwarnings("ignore", ".*expression-based index")
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))


def tables(address: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return [(name, "".join(sql.split())) for name, sql in rows]


# The same schema everywhere -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", statements.DIALECTS)
def test_the_compiled_statements_are_those_of_the_source(kind: str) -> None:
    module = import_module(f"sharebot.queue._{kind}")
    assert statements.compiled(kind) == module.SQL, "run: python -m sharebot.queue.statements"
    assert list(module.CREATE) == statements.created(kind), "run: python -m sharebot.queue.statements"


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).with_name("migrations")))
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS
    assert scripts.get_heads() == [HEAD]


def test_a_new_database_has_the_schema_of_the_source(empty: str) -> None:
    open_queue(empty).close()
    assert differences(empty) == []


def test_a_migrated_database_has_the_schema_of_the_source(behind: str) -> None:
    migrate.migrate(opening.named(behind))
    assert differences(behind) == []


def test_a_migrated_file_is_the_same_as_a_new_one_to_the_letter(tmp_path: Path) -> None:
    old, new = f"sqlite:///{tmp_path / 'old.db'}", f"sqlite:///{tmp_path / 'new.db'}"
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.execute(BEHIND)
    migrate.migrate(opening.named(old))
    open_queue(new).close()
    assert tables(old) == tables(new)


# Migrating ------------------------------------------------------------------------------------------------------------


def test_a_database_that_is_behind_is_migrated_by_another_process_whose_command_line_holds_no_address(
    behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []
    real = subprocess.run

    def watched(command: list[str], **how: Any) -> Any:
        ran.append(command)
        return real(command, **how)

    monkeypatch.setattr(subprocess, "run", watched)
    with closing(open_queue(behind)) as queue:
        assert queue.counts() == {}
    assert ran == [[sys.executable, "-m", "sharebot.queue.migrate"]]
    database = opening.named(behind)
    with database.reading() as tx:
        assert database.revision(tx) == HEAD
    database.close()


@pytest.fixture
def first(behind: str) -> str:
    """The address of a database of the first revision, in which there is something of everything."""
    fill_the_first_revision(behind)
    return behind


def test_a_database_of_the_first_revision_is_migrated_with_everything_in_it(first: str) -> None:
    with closing(open_queue(first)) as queue:
        assert differences(first) == []
        assert {post.id: (post.account, post.state) for post in queue.posts(PostFilter())} == {
            1: ("x", State.QUEUED), 2: ("x", State.QUEUED), 3: ("y", State.SENDING), 4: ("x", State.SENT),
        }  # fmt: skip
        assert queue.post(1).payload == Payload(key="frozen", body=b"\0\xff")
        assert [step.who for step in queue.history(1)] == ["dana"]
        assert [(record.entry.title, record.fate) for record in entries(queue)] == [("A story", Fate.SHARED)]
        assert [feed.address for feed in queue.feeds()] == ["https://blog.harborlight.org/feed/"]
        account = queue.account("z")
        assert (account.paused_at is not None, account.reason, account.rests_until) == (True, "new password", None)
        assert (queue.people(), queue.recall("identity", "x:sam")) == ([], None)


def test_posts_of_the_first_revision_go_on_where_they_stood(first: str) -> None:
    with closing(open_queue(first)) as queue:
        claims = [claim_with_picture(queue) for _ in range(2)]
        assert [(claim.post.id, claim.attempt, claim.payload.media) for claim in claims] == [
            (1, 2, b""), (2, 1, b"picture"),
        ]  # fmt: skip
        assert claims[0].payload == Payload(key="frozen", body=b"\0\xff")
        assert {claim.post.id for claim in queue.orphans(now=NOW, all_workers=True)} == {1, 2, 3}
        sent = Verdict(state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="u"), rest_until=LATER)
        for claim in claims:
            queue.settle(claim, sent, now=NOW, who="sharebot")
        assert queue.account("x").rests_until == LATER


def claim_with_picture(queue: Queue) -> Claim:
    claim = queue.claim(
        "x", now=NOW, lease=LATER - NOW, worker="w", doubt=Doubt(at=NOW, boot="boot", ticks=1.0, last_ticks=1.0),
        prepare=lambda post: Payload(key="new", body=b"body", media=b"picture"),
    )  # fmt: skip
    assert claim
    return claim


def test_a_migrated_file_of_the_first_revision_is_the_same_as_a_new_one_to_the_letter(tmp_path: Path) -> None:
    old, new = f"sqlite:///{tmp_path / 'sharebot.db'}", f"sqlite:///{tmp_path / 'new.db'}"
    with closing(sqlite3.connect(tmp_path / "sharebot.db")) as connection:
        connection.execute(BEHIND)
    database = opening.named(old)
    with migrate.engine(database).connect() as connected, connected.begin():
        migrate.begun(database, connected)
        migrate.upgrade(connected, "0001")
    assert "people" not in dict(tables(old))
    for address in (old, new):
        open_queue(address).close()
    assert tables(old) == tables(new)


def test_a_file_is_copied_before_it_is_migrated_and_a_new_one_is_not(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "sharebot.db")) as connection:
        connection.execute(BEHIND)
    migrate.migrate(opening.named("", tmp_path))
    open_queue(home=tmp_path / "new").close()
    copy = tmp_path / f"sharebot.db.before-{HEAD}"
    assert [name for name, _ in tables(f"sqlite:///{copy}")] == [VERSION_TABLE]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "sharebot.db", copy.name]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["sharebot.db"]


def test_the_copy_is_for_its_owner_alone_and_the_two_last_ones_are_kept(tmp_path: Path) -> None:
    of_the_first_revision(tmp_path / "sharebot.db")
    for revision in REVISIONS[:-1]:
        (tmp_path / f"sharebot.db.before-{revision}").write_text("an older copy")
    (tmp_path / "sharebot.db.before-lunch").write_text("somebody's own")
    open_queue(home=tmp_path).close()
    copy = tmp_path / f"sharebot.db.before-{HEAD}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    kept = sorted(path.name.removeprefix("sharebot.db.before-") for path in tmp_path.glob("*.before-*"))
    assert kept == [*REVISIONS[-2:], "lunch"]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM sharebot_version").fetchone() == ("0001",)


def test_without_enough_room_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_first_revision(tmp_path / "sharebot.db")
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(9, 9, 0))  # type: ignore[attr-defined]
    with pytest.raises(
        StoreUnavailable, match=r"bringing the queue up to date needs .* MB, and the disk has 0.0 MB left"
    ):
        migrate.migrate(opening.named("", tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".db"] == ["sharebot.db"]
    assert "people" not in dict(tables(f"sqlite:///{tmp_path / 'sharebot.db'}"))


def test_a_migration_that_is_killed_at_any_moment_is_mended_by_the_next_start(tmp_path: Path) -> None:
    chance = random.Random(20261125)
    for number in range(6):
        home = tmp_path / str(number)
        home.mkdir()
        of_the_first_revision(home / "sharebot.db")
        child = subprocess.Popen([sys.executable, "-m", "sharebot.queue.migrate"], stdin=subprocess.PIPE, text=True)
        assert child.stdin
        child.stdin.write(f"sqlite:///{home / 'sharebot.db'}")
        child.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(0.3, 0.9))
        child.kill()
        child.wait()
        with closing(open_queue(home=home)) as queue:
            assert len(queue.posts(PostFilter())) == 4
        left = {path.name for path in home.iterdir()}
        assert left == {"sharebot.db", f"sharebot.db.before-{HEAD}"}


def test_opening_from_many_sides_at_once_migrates_once(behind: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        queues = list(threads.map(lambda _: open_queue(behind), range(2)))
    for queue in queues:
        assert queue.counts() == {}
        queue.close()


def test_a_migration_that_fails_changes_nothing_and_says_why(behind: str) -> None:
    database = opening.named(behind)
    with database.writing() as tx:
        tx.execute("CREATE TABLE history (another TEXT)", {})
    with pytest.raises(StoreUnavailable, match=r"history already exists|another program's tables") as failed:
        open_queue(behind)
    assert "\n" not in str(failed.value)
    assert QUOTED not in str(failed.value)
    with database.reading() as tx:
        assert database.revision(tx) == ""
        with pytest.raises(Exception, match="posts"):
            tx.select("SELECT * FROM posts", {})
    database.close()


def test_a_copy_that_cannot_be_made_stops_the_migration(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "sharebot.db")) as connection:
        connection.execute(BEHIND)
    in_its_way = tmp_path / f"sharebot.db.before-{HEAD}"
    in_its_way.mkdir()
    with pytest.raises(StoreUnavailable, match=f"{in_its_way}: the copy .* cannot be written"):
        migrate.migrate(opening.named("", tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sharebot.db", in_its_way.name]
    assert [name for name, _ in tables(f"sqlite:///{tmp_path / 'sharebot.db'}")] == [VERSION_TABLE]


def test_a_newer_schema_is_refused(empty: str) -> None:
    open_queue(empty).close()
    database = opening.named(empty)
    with database.writing() as tx:
        tx.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'", {})
    database.close()
    for refuse in (open_queue, lambda address: migrate.migrate(opening.named(address))):
        with pytest.raises(StoreUnavailable, match="written by a newer sharebot"):
            refuse(empty)


def test_ctrl_c_at_a_terminal_does_not_reach_a_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for the program that waits for it: a daemon lets it end, and stops then."""
    path, session = of_the_first_revision(tmp_path / "sharebot.db"), tmp_path / "session"
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\ncut -d' ' -f6 /proc/self/stat > '{session}'\nexec '{sys.executable}' \"$@\"\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    open_queue(f"sqlite:///{path}").close()
    assert int(session.read_text()) != os.getsid(0)
