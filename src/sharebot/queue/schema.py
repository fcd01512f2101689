"""The tables. Statements and migrations are made from these; no running sharebot imports this module.

Times are microseconds since 1970 in UTC. Shares, entries, authors, doubts and receipts are JSON text. Literals stand in
the partial indexes and in the statements alike, or the planners would not see that they match.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.sql.elements import ColumnElement

from sharebot.queue.revisions import VERSION_TABLE

metadata = MetaData()

Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up a row's number by itself only in a column that is declared INTEGER."""


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=text("''"))


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _time(name: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


version = Table(
    VERSION_TABLE,
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
"""Alembic's own table, made as Alembic makes it."""

feeds = Table("feeds", metadata, Column("address", Text, primary_key=True), Column("state", Text, nullable=False))

entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("fate", Text, nullable=False),
    _text("reason"),
    _time("first_seen_at", nullable=False),
    _time("changed_at", nullable=False),
    Index("entries_by_feed", "feed", "id"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("entry_id", Key, ForeignKey("entries.id"), nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry_id", Key, ForeignKey("entries.id")),
    Column("account", Text, nullable=False),
    _number("round"),
    Column("state", Text, nullable=False),
    _text("hold"),
    _time("due_at"),
    _time("slot_at"),
    Column("share", Text, nullable=False),
    Column("key", Text),
    Column("body", LargeBinary),
    Column("doubt", Text),
    _text("rejected"),
    _number("tries"),
    _number("looks"),
    _number("attempt"),
    _time("lease_until"),
    _text("worker"),
    Column("receipt", Text),
    _text("edited_by"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    _time("created_at", nullable=False),
    _time("updated_at", nullable=False),
    UniqueConstraint("entry_id", "account", "round", name="posts_once"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("post_id", Key, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("worker", Text, nullable=False),
    _time("started_at", nullable=False),
    _time("ended_at"),
    _text("verdict"),
    _text("detail"),
)

history = Table(
    "history",
    metadata,
    Column("id", Key, primary_key=True),
    Column("post_id", Key, ForeignKey("posts.id"), nullable=False),
    _time("at", nullable=False),
    Column("who", Text, nullable=False),
    Column("before", Text),
    Column("after", Text, nullable=False),
    _text("why"),
    Index("history_of_post", "post_id", "id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    _time("paused_at"),
    _text("reason"),
    _text("paused_by"),
)


def state_is(state: str) -> ColumnElement[bool]:
    return posts.c.state == literal_column(f"'{state}'")


CLAIMABLE = state_is("queued") & (posts.c.hold == literal_column("''"))
HOLDS_SLOT = posts.c.slot_at.is_not(None) & posts.c.state.not_in(
    [literal_column("'cancelled'"), literal_column("'failed'")]
)


def _partial(name: str, where: ColumnElement[bool], *columns: str, unique: bool = False) -> Index:
    of = [posts.c[column] for column in columns]
    return Index(name, *of, unique=unique, sqlite_where=where, postgresql_where=where)


_partial("posts_claimable", CLAIMABLE, "account", "due_at", "id")
_partial("posts_sending", state_is("sending"), "lease_until", "account")
_partial("posts_unsure", state_is("unsure"), "account", "due_at")
_partial("posts_slot", HOLDS_SLOT, "account", "slot_at", unique=True)
