"""A queue that is in use moves from SQLite to PostgreSQL: everything comes along, and work goes on there."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from servers.desk import Desk, Place
from servers.postgres import Postgres
from sharebot.app import App
from sharebot.cli import root
from sharebot.daemon.lock import alone
from sharebot.model import PostFilter, State
from sharebot.settings import load

pytestmark = pytest.mark.real

TABLES = (
    *("feeds", "entries", "aliases", "posts", "attempts", "history", "accounts", "facts", "acts", "act_changes"),
    *("people", "people_names", "people_handles", "people_history", "credits"),
)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def place(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """With a history: acts, a merge of two people, a failure, a doubt, and a post that went out."""
    monkeypatch.chdir(tmp_path)
    place = desk.place(tmp_path)
    for line in ("retry 41", "resolve 42", "delete 44"):
        desk.get_ready(place, f"sharebot {line}")
    decided = (
        "cancel 51",
        "undo",
        "undo",
        "undo",
        "cancel 50",
        "authors merge 12 31",
        "add --text 'A word' --account x",
    )
    for line in decided:
        assert run(place, *shlex.split(line)).exit_code == 0
    return place


def run(place: Place, *words: str, **env: str) -> Result:
    return CliRunner().invoke(root, words, env=place.env | env)


def rows(file: Path, address: str) -> tuple[dict[str, int], dict[str, int]]:
    """How many there are in each table, here and there."""
    with closing(sqlite3.connect(file)) as here:
        before = {name: here.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}
    with psycopg.connect(address.replace("+psycopg", "")) as there:
        after = {name: there.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # type: ignore[call-overload]
    return before, after


def test_everything_comes_along_and_work_goes_on_there(place: Place, postgres: Postgres) -> None:
    file, address = place.home / "sharebot.db", postgres.fresh()
    done = run(place, "move-database", str(file), SHAREBOT_DATABASE_URL=address)
    assert done.exit_code == 0, done.output
    aside = place.home / "sharebot.db.moved"
    assert str(aside) in done.output
    assert not file.exists()
    before, after = rows(aside, address)
    assert before == after
    assert all(before[name] for name in ("posts", "people", "acts", "attempts", "facts"))
    with closing(App(load(place.env | {"SHAREBOT_DATABASE_URL": address}))) as there:
        posts = {post.id: post for post in there.queue.posts(PostFilter(limit=1000))}
        states = [posts[number].state for number in (41, 42, 44, 50)]
        assert states == [State.FAILED, State.UNSURE, State.SENT, State.CANCELLED]
        assert posts[42].doubt is not None
        assert not there.poller.poll(there.settings.feeds[0]).posts
    new = run(place, "add", "--text", "Another word", "--account", "x", SHAREBOT_DATABASE_URL=address)
    assert new.exit_code == 0, new.output
    assert f"post {max(posts) + 1} for x" in new.output


def test_a_database_that_is_in_use_already_is_refused_and_the_file_stays(place: Place, postgres: Postgres) -> None:
    file, address = place.home / "sharebot.db", postgres.fresh()
    assert run(place, "add", "--text", "A word", "--account", "x", SHAREBOT_DATABASE_URL=address).exit_code == 0
    done = run(place, "move-database", str(file), SHAREBOT_DATABASE_URL=address)
    assert done.exit_code == 1
    assert "is not empty: " in done.output
    assert file.exists()
    with psycopg.connect(address.replace("+psycopg", "")) as there:
        assert there.execute("SELECT count(*) FROM posts").fetchone() == (1,)


def test_a_daemon_that_works_on_the_file_is_not_robbed(place: Place, postgres: Postgres) -> None:
    with alone(place.home / "sharebot.db"):
        done = run(place, "move-database", str(place.home / "sharebot.db"), SHAREBOT_DATABASE_URL=postgres.fresh())
    assert done.exit_code == 1
    assert "already delivers from this queue" in done.output


def test_a_file_that_is_none_is_one_clear_line(place: Place, postgres: Postgres) -> None:
    (place.folder / "other.db").write_bytes(b"This is no database. " * 500)
    for name, says in (("missing.db", "there is no such file"), ("other.db", "is not an SQLite database")):
        done = run(place, "move-database", name, SHAREBOT_DATABASE_URL=postgres.fresh())
        assert done.exit_code == 1
        assert says in done.output
    assert run(place, "move-database", str(place.home / "sharebot.db")).exit_code == 2
