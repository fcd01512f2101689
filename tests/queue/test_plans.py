"""What is asked at every delivery is answered from an index, so that a long queue is no slower than a short one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharebot.model import Doubt, NewPost, Payload, PostFilter, Receipt, Share, Sort, State, Verdict
from sharebot.queue import open_queue, reading
from sharebot.queue._sqlite import SQL
from sharebot.queue.database import Transaction
from sharebot.queue.reading import OVER
from sharebot.queue.records import Row
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
    "this_claimable": "INTEGER PRIMARY KEY",
    "settle": "INTEGER PRIMARY KEY",
    "move": "INTEGER PRIMARY KEY",
    "attempts": "sqlite_autoindex_attempts_1",
    "attempted": "attempts_by_time",
    "entry_named": "sqlite_autoindex_aliases_1",
    "media": "INTEGER PRIMARY KEY",
    "drop_media": "INTEGER PRIMARY KEY",
    "fact": "sqlite_autoindex_facts_1",
    "swap_fact": "sqlite_autoindex_facts_1",
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
    "act": "INTEGER PRIMARY KEY",
    "act_changes": "sqlite_autoindex_act_changes_1",
    "slot_holder": "posts_slot",
    "machine_steps": "INTEGER PRIMARY KEY",
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


@pytest.fixture(scope="module")
def after_upkeep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Of a queue that is in use, about whose tables SQLite has gathered its own figures."""
    home = tmp_path_factory.mktemp("used")
    share = Share(text="A story", length=7, limit=280, link="")
    with closing(open_queue(home=home)) as queue:
        posts = [NewPost(account="x", share=share, state=State.QUEUED, due_at=NOW)] * 2000
        queue.add(posts, entry_id=None, now=NOW, who="test", why="test")
        with closing(sqlite3.connect(home / "sharebot.db")) as connected, connected:
            connected.execute("UPDATE posts SET state = 'sent' WHERE id > 20")
            connected.execute(
                "INSERT INTO attempts (post_id, number, worker, started_at) SELECT id, 1, 'w', id FROM posts"
            )
            connected.execute("ANALYZE")
        queue.compact(leisure=True)
    with closing(sqlite3.connect(home / "sharebot.db")) as connected:
        assert connected.execute("SELECT count(*) FROM sqlite_stat1").fetchone() != (0,)
        yield connected


WHEN_IN_USE = (
    *("peek", "next_claimable", "overdue", "unsure", "orphans", "next_due", "taken_slots", "giving_way"),
    *("first_shares", "history", "attempts", "attempted", "settle", "move"),
)


@pytest.mark.parametrize("name", WHEN_IN_USE)
def test_it_uses_its_index_after_an_upkeep_too(after_upkeep: sqlite3.Connection, name: str) -> None:
    steps = plan(after_upkeep, name)
    assert any(INDEXES[name] in step for step in steps), steps


LISTS = {
    "the usual list": (PostFilter(states=frozenset(State) - OVER), "posts_open"),
    "the usual list backwards": (PostFilter(states=frozenset(State) - OVER, reverse=True), "posts_open"),
    "an account's": (PostFilter(states=frozenset(State) - OVER, account="x"), "posts_open_of"),
    "account by account": (PostFilter(states=frozenset(State) - OVER, sort=Sort.ACCOUNT), "posts_open_of"),
    "in doubt": (PostFilter(states=frozenset({State.UNSURE})), "posts_open"),
    "drafts": (PostFilter(states=frozenset({State.DRAFT})), "posts_open"),
    "everything": (PostFilter(states=frozenset(State)), "posts_by_due"),
    "everything backwards": (PostFilter(reverse=True), "posts_by_due"),
    "as they were made": (PostFilter(sort=Sort.CREATED), "SCAN posts"),
}


@pytest.mark.parametrize("what", LISTS)
def test_a_list_of_posts_is_read_in_order_and_no_further_than_it_is_shown(tmp_path: Path, what: str) -> None:
    wanted, index = LISTS[what]
    steps = plan_of(tmp_path, wanted)
    assert any(index in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps


@pytest.mark.parametrize("sort", [Sort.AUTHOR, Sort.ENTRY, Sort.STATE])
def test_other_orders_sort_no_more_than_what_is_open(tmp_path: Path, sort: Sort) -> None:
    steps = plan_of(tmp_path, PostFilter(states=frozenset(State) - OVER, sort=sort))
    assert any("posts_open" in step for step in steps), steps


def test_an_authors_posts_are_found_by_the_entries_that_credit_them(tmp_path: Path) -> None:
    steps = plan_of(tmp_path, PostFilter(author=1, states=frozenset(State)))
    assert any("credits_of_person" in step for step in steps), steps
    assert any("posts" in step and "entry_id=?" in step for step in steps), steps


def plan_of(home: Path, wanted: PostFilter) -> list[str]:
    """How SQLite answers a filter, without statistics of the tables."""
    open_queue(home=home).close()
    database = Sqlite(home / "sharebot.db")
    asked: list[str] = []

    class Explained(Transaction):
        def select(self, sql: str, values: Mapping[str, object]) -> list[Row]:
            asked.extend(row[3] for row in self.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
            return []

    with database.reading() as tx:
        reading.posts(Explained(database, tx._connection), wanted)
    database.close()
    return asked


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
