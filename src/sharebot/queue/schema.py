"""The tables. Statements and migrations are made from these; no running sharebot imports this module.

Times are microseconds since 1970 in UTC. Shares, entries, authors, people, doubts and receipts are JSON text. Literals
stand in the partial indexes and in the statements alike, or the planners would not see that they match.
"""

from __future__ import annotations

from typing import Any

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


InOrder = Text().with_variant(Text(collation="C"), "postgresql")
"""Sorted by code points on every server, as SQLite and Python do it."""


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
    _number("media_size"),
    _text("origin"),
    UniqueConstraint("entry_id", "account", "round", name="posts_once"),
)

media = Table(
    "media",
    metadata,
    Column("post_id", Key, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
"""Pictures of frozen payloads, apart from the posts so that no list drags them along.

`posts.media_size` is how many bytes the frozen payload's picture has, also after it was let go.
"""

kept_pictures = Table(
    "kept_pictures",
    metadata,
    Column("post_id", Key, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("kept_pictures_by_name", "name"),
)
"""Pictures that a person gave to a post, as they came, until it is sent: a frozen payload is made of them."""

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
    Index("attempts_by_time", "started_at", "post_id"),
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
    _time("rests_until"),
)

facts = Table(
    "facts",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    _time("learnt_at", nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    Column("sort_key", InOrder, nullable=False),
    Column("record", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    _time("created_at", nullable=False),
    _time("updated_at", nullable=False),
    Column("merged_into", Key, ForeignKey("people.id")),
)
"""`merged_into` is never somebody who was merged in turn: of a chain of merges only the last stands here."""

people_names = Table(
    "people_names",
    metadata,
    Column("key", Text, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Index("people_names_of", "person_id"),
)

people_handles = Table(
    "people_handles",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("handle", Text, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Index("people_handles_of", "person_id"),
)

people_history = Table(
    "people_history",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    _time("at", nullable=False),
    Column("who", Text, nullable=False),
    _text("what"),
    Index("history_of_person", "person_id", "id"),
)

credited = Table(
    "credits",
    metadata,
    Column("entry_id", Key, ForeignKey("entries.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Index("credits_of_person", "person_id", "entry_id"),
)


acts = Table(
    "acts",
    metadata,
    Column("id", Key, primary_key=True),
    _time("at", nullable=False),
    Column("who", Text, nullable=False),
    _text("what"),
    Column("undoes", Key, ForeignKey("acts.id")),
    Column("undone_by", Key, ForeignKey("acts.id")),
    Index("acts_by_who", "who", "id"),
)

act_changes = Table(
    "act_changes",
    metadata,
    Column("act_id", Key, ForeignKey("acts.id"), primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("thing", Text, primary_key=True),
    Column("before", Text),
    Column("after", Text, nullable=False),
    _text("why"),
    _number("follows"),
    _text("final"),
    Index("act_changes_of", "kind", "thing", "act_id"),
)
"""What an act changed: a post or person by its number, an account by its name; JSON of it before and after."""


def state_is(state: str) -> ColumnElement[bool]:
    return posts.c.state == literal_column(f"'{state}'")


CLAIMABLE = state_is("queued") & (posts.c.hold == literal_column("''"))
HOLDS_SLOT = posts.c.slot_at.is_not(None) & posts.c.state.not_in(
    [literal_column("'cancelled'"), literal_column("'failed'")]
)


GIVES_WAY = posts.c.origin.in_([literal_column("'reshare'"), literal_column("'evergreen'")]) & posts.c.state.in_(
    [literal_column("'draft'"), literal_column("'queued'")]
)
"""Unsent posts that leave their slots to new ones."""
SENT_FOR_ENTRY = state_is("sent") & posts.c.entry_id.is_not(None)


IS_OPEN = posts.c.state.not_in([literal_column("'sent'"), literal_column("'cancelled'")])
"""What is not over: all that the usual list shows."""

UNDATED = posts.c.due_at.is_(None)
"""Before the due time in every order, so that an index has undated posts last in both databases."""

IN_REGISTER = people.c.merged_into.is_(None)
MERGED = people.c.merged_into.is_not(None)


def _partial(name: str, where: ColumnElement[bool], *columns: ColumnElement[Any], unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


_partial("posts_claimable", CLAIMABLE, posts.c.account, posts.c.due_at, posts.c.id)
_partial("posts_sending", state_is("sending"), posts.c.lease_until, posts.c.account)
_partial("posts_unsure", state_is("unsure"), posts.c.account, posts.c.due_at)
_partial("posts_slot", HOLDS_SLOT, posts.c.account, posts.c.slot_at, unique=True)
_partial("posts_giving_way", GIVES_WAY, posts.c.account, posts.c.slot_at)
_partial("posts_sent", SENT_FOR_ENTRY, posts.c.account, posts.c.updated_at)
_partial("posts_open", IS_OPEN, UNDATED, posts.c.due_at, posts.c.id)
_partial("posts_open_of", IS_OPEN, posts.c.account, UNDATED, posts.c.due_at, posts.c.id)
Index("posts_by_due", UNDATED, posts.c.due_at, posts.c.id)
_partial("people_in_order", IN_REGISTER, people.c.sort_key, people.c.id)
_partial("people_merged", MERGED, people.c.merged_into)
