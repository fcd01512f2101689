"""What is asked at every delivery is answered from an index, so that a long queue is no slower than a short one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharebot.model import Doubt, NewPost, Payload, Receipt, Share, State, Verdict
from sharebot.queue import open_queue
from sharebot.queue._sqlite import SQL
from sharebot.queue.sqlite import Sqlite

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

INDEXES = {
    "peek": "posts_claimable",
    "next_claimable": "posts_claimable",
    "overdue": "posts_claimable",
    "unsure": "posts_unsure",
    "orphans": "posts_sending",
    "open_claims": "posts_sending",
    "next_due": "posts_claimable",
    "taken_slots": "posts_slot",
    "giving_way": "posts_giving_way",
    "first_shares": "posts_sent",
    "history": "history_of_post",
    "entries_of_feed": "entries_by_feed",
    "this_claimable": "INTEGER PRIMARY KEY",
    "settle": "INTEGER PRIMARY KEY",
    "move": "INTEGER PRIMARY KEY",
    "attempts": "sqlite_autoindex_attempts_1",
    "attempted": "attempts_by_time",
    "entry_named": "sqlite_autoindex_aliases_1",
    "media": "INTEGER PRIMARY KEY",
    "drop_media": "INTEGER PRIMARY KEY",
    "fact": "sqlite_autoindex_facts_1",
    "facts": "sqlite_autoindex_facts_1",
    "forget": "sqlite_autoindex_facts_1",
    "person": "INTEGER PRIMARY KEY",
    "people_named": "sqlite_autoindex_people_names_1",
    "people_with": "sqlite_autoindex_people_handles_1",
    "last_key": "people_in_order",
    "people_until": "people_in_order",
    "people": "people_in_order",
    "credits": "sqlite_autoindex_credits_1",
    "drop_credits": "sqlite_autoindex_credits_1",
    "entries_of": "credits_of_person",
    "pass_credits": "credits_of_person",
    "drop_names": "people_names_of",
    "drop_handles": "people_handles_of",
    "let_go": "people_merged",
    "person_history": "history_of_person",
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
    assert not any(step.startswith("SCAN ") and "USING" not in step for step in steps if "CONSTANT" not in step), steps


@pytest.mark.parametrize("name", ["unsure", "next_due", "peek", "next_claimable", "this_claimable"])
def test_whether_an_account_may_go_on_is_looked_up_once_by_its_name(connection: sqlite3.Connection, name: str) -> None:
    steps = plan(connection, name)
    assert any(step.startswith("SEARCH accounts USING INDEX sqlite_autoindex_accounts_1") for step in steps), steps
    assert not any("CORRELATED" in step for step in steps), steps


@pytest.mark.parametrize("name", ["peek", "next_claimable", "overdue", "last_key", "people", "people_until", "credits"])
def test_what_comes_in_order_is_found_without_sorting(connection: sqlite3.Connection, name: str) -> None:
    assert not any("TEMP B-TREE" in step for step in plan(connection, name))


DELIVERY = [
    "BEGIN IMMEDIATE", "SELECT posts", "UPDATE posts", "INSERT attempts", "INSERT history", "COMMIT",
    "BEGIN IMMEDIATE", "UPDATE posts", "UPDATE attempts", "INSERT history", "COMMIT",
]  # fmt: skip
"""A claim and a settlement; each of them waits for the disk once, and asks nothing that it need not know."""


def in_short(statement: str) -> str:
    words = statement.split()
    match words[0]:
        case "SELECT":
            return f"SELECT {words[words.index('FROM') + 1]}"
        case "UPDATE":
            return f"UPDATE {words[1]}"
        case "INSERT" | "DELETE":
            return f"{words[0]} {words[2]}"
        case _:
            return statement


@pytest.mark.parametrize("picture", [b"", b"picture"])
def test_a_delivery_costs_more_statements_only_if_it_has_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: bytes
) -> None:
    ran: list[str] = []
    connect = Sqlite.connect

    def watched(self: Sqlite) -> sqlite3.Connection:
        connection = connect(self)
        connection.set_trace_callback(lambda statement: ran.append(in_short(statement)))
        return connection

    monkeypatch.setattr(Sqlite, "connect", watched)
    with closing(open_queue(home=tmp_path)) as queue:
        share = Share(text="A story", length=7, limit=280, link="")
        post = NewPost(account="x", share=share, state=State.QUEUED, due_at=NOW)
        queue.add([post], entry_id=None, now=NOW, who="test", why="test")
        ran.clear()
        claim = queue.claim(
            "x", now=NOW, lease=timedelta(minutes=5), worker="w",
            doubt=Doubt(at=NOW, boot="boot", ticks=1.0, last_ticks=1.0),
            prepare=lambda post: Payload(key="key", body=b"body", media=picture),
        )  # fmt: skip
        assert claim
        sent = Verdict(kind="sent", state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="u"))
        queue.settle(claim, sent, now=NOW, who="sharebot")
    assert [each for each in ran if "media" not in each] == DELIVERY
    assert [each for each in ran if "media" in each] == (["INSERT media", "DELETE media"] if picture else [])


def test_posts_in_doubt_are_listed_by_their_index(connection: sqlite3.Connection) -> None:
    condition = "state = 'unsure'"
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN {SQL['posts']} WHERE ({condition}) {SQL['posts_order']}", {"limit": 9}
    )
    assert any("posts_unsure" in row[3] for row in plan.fetchall())
