"""The schema: compiled, made and migrated, it is the same on both databases; migrating is safe."""

from __future__ import annotations

import sqlite3
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

from servers.postgres import QUOTED, Postgres
from sharebot.errors import StoreUnavailable
from sharebot.model import Doubt, Fate, Payload, PostFilter, Receipt, State, Verdict
from sharebot.ports import Claim, Queue
from sharebot.queue import migrate, open_queue, opening, statements
from sharebot.queue.revisions import HEAD, REVISIONS, VERSION_TABLE
from sharebot.queue.schema import metadata

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
BEHIND = f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL, CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY (version_num))"
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
    database = opening.named(behind)
    with migrate.engine(database).connect() as connection, connection.begin():
        tx = migrate.begun(database, connection)
        migrate.upgrade(connection, "0001")
        for statement in OF_THE_FIRST:
            tx.execute(statement.replace("BODY", "x'00ff'" if "sqlite" in behind else "'\\x00ff'::bytea"), {})
    database.close()
    return behind


_SHARE = '{"text":"A story","length":7,"limit":280,"link":""}'
_DOUBT = '{"at":"2026-11-23T09:00:00Z","boot":"boot","ticks":1.0,"last_ticks":1.0}'
_COLUMNS = (
    "account, state, due_at, share, key, body, doubt, attempt, lease_until, worker, receipt, created_at, updated_at"
)
_POSTS = f"""INSERT INTO posts ({_COLUMNS}) VALUES
    ('x', 'queued', 5, '{_SHARE}', 'frozen', BODY, NULL, 1, NULL, '', NULL, 1, 2),
    ('x', 'queued', 9, '{_SHARE}', NULL, NULL, NULL, 0, NULL, '', NULL, 1, 2),
    ('y', 'sending', 5, '{_SHARE}', 'out', BODY, '{_DOUBT}', 1, 9, 'w', NULL, 1, 2),
    ('x', 'sent', 4, '{_SHARE}', 'gone', BODY, NULL, 1, NULL, '', '{{"remote_id":"1","url":"u"}}', 1, 2)"""
_ENTRY = """INSERT INTO entries (feed, entry, authors, fate, first_seen_at, changed_at) VALUES
    ('https://blog.harborlight.org/feed/', '{"id":"1","url":"u","title":"A story"}', '[]', 'shared', 7, 8)"""
OF_THE_FIRST = (
    """INSERT INTO feeds VALUES ('https://blog.harborlight.org/feed/', '{"address":"https://blog.harborlight.org/feed/"}')""",
    _ENTRY,
    "INSERT INTO aliases VALUES ('1', 1)",
    _POSTS,
    "INSERT INTO attempts (post_id, number, worker, started_at) VALUES (1, 1, 'w', 3), (3, 1, 'w', 3), (4, 1, 'w', 3)",
    "INSERT INTO history (post_id, at, who, before, after) VALUES (1, 1, 'dana', NULL, 'queued')",
    "INSERT INTO accounts VALUES ('z', 6, 'new password', 'dana')",
)


def test_a_database_of_the_first_revision_is_migrated_with_everything_in_it(first: str) -> None:
    with closing(open_queue(first)) as queue:
        assert differences(first) == []
        assert {post.id: (post.account, post.state) for post in queue.posts(PostFilter())} == {
            1: ("x", State.QUEUED), 2: ("x", State.QUEUED), 3: ("y", State.SENDING), 4: ("x", State.SENT),
        }  # fmt: skip
        assert queue.post(1).payload == Payload(key="frozen", body=b"\0\xff")
        assert [step.who for step in queue.history(1)] == ["dana"]
        assert [(record.entry.title, record.fate) for record in queue.entries()] == [("A story", Fate.SHARED)]
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
