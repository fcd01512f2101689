"""What statements are put together from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ONE: ColumnElement[int] = literal_column("1")


def given(*names: str) -> dict[str, ColumnElement[Any]]:
    return {name: bindparam(name) for name in names}


def all_of(table: Any, *without: str) -> dict[str, ColumnElement[Any]]:
    return given(*(column.name for column in table.c if column.name not in without))
