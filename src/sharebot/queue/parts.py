"""What statements are put together from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from sharebot.queue.schema import accounts, posts

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ONE: ColumnElement[int] = literal_column("1")
NULL: ColumnElement[None] = literal_column("NULL")

POST = (*(column for column in posts.c if column.name != "attempt"), posts.c.attempt)
"""The columns of a post, in the order of records.post."""
IS_POST = posts.c.id == bindparam("post_id")
OF_ACCOUNT = posts.c.account == bindparam("account")
THIS_ACCOUNT = accounts.c.name == bindparam("account")
UNSENT = posts.c.state.in_([literal_column("'draft'"), literal_column("'queued'")])


def given(*names: str) -> dict[str, ColumnElement[Any]]:
    return {name: bindparam(name) for name in names}


def all_of(table: Any, *without: str) -> dict[str, ColumnElement[Any]]:
    return given(*(column.name for column in table.c if column.name not in without))


def touched() -> dict[str, ColumnElement[Any]]:
    """What every change of a post sets."""
    return {"version": posts.c.version + ONE, "updated_at": bindparam("now")}
