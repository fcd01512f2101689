"""What is asked at every delivery is answered from an index, so that a long queue is no slower than a short one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from sharebot.queue import open_queue
from sharebot.queue._sqlite import SQL

INDEXES = {
    "peek": "posts_claimable",
    "next_claimable": "posts_claimable",
    "overdue": "posts_claimable",
    "unsure": "posts_unsure",
    "orphans": "posts_sending",
    "open_claims": "posts_sending",
    "next_due": "posts_claimable",
    "taken_slots": "posts_slot",
    "history": "history_of_post",
    "entries_of_feed": "entries_by_feed",
    "this_claimable": "INTEGER PRIMARY KEY",
    "settle": "INTEGER PRIMARY KEY",
    "move": "INTEGER PRIMARY KEY",
    "attempts": "sqlite_autoindex_attempts_1",
    "entry_named": "sqlite_autoindex_aliases_1",
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    home = tmp_path_factory.mktemp("plans")
    open_queue(home=home).close()
    with closing(sqlite3.connect(home / "sharebot.db")) as connected:
        yield connected


def plan(connection: sqlite3.Connection, name: str) -> list[str]:
    names = {word.strip(",()")[1:]: 1 for word in SQL[name].split() if word.lstrip("(=").startswith(":")}
    values = names | {word.split("=:")[1].strip(",()"): 1 for word in SQL[name].split() if "=:" in word}
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {SQL[name]}", values)]


@pytest.mark.parametrize("name", INDEXES)
def test_a_hot_statement_uses_its_index(connection: sqlite3.Connection, name: str) -> None:
    steps = plan(connection, name)
    assert any(INDEXES[name] in step for step in steps), steps
    assert not any(step.startswith("SCAN posts") and "USING" not in step for step in steps), steps


@pytest.mark.parametrize("name", ["peek", "next_claimable", "overdue"])
def test_the_next_post_is_found_without_sorting(connection: sqlite3.Connection, name: str) -> None:
    assert not any("TEMP B-TREE" in step for step in plan(connection, name))
