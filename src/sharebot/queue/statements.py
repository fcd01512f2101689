"""Every statement, written once in SQLAlchemy Core and compiled ahead of time for both databases.

`python -m sharebot.queue.statements` writes the compiled text into `_sqlite.py` and `_postgresql.py`, which a running
sharebot uses alone: importing SQLAlchemy would cost it a third of a second and 12 MB, and building a statement anew
costs more than running it. A test compares the files with what stands here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import ClauseElement

from sharebot.queue import (
    account_statements,
    act_statements,
    delivery_statements,
    entry_statements,
    keeping_statements,
    list_statements,
    people_statements,
    post_statements,
)
from sharebot.queue.schema import metadata, posts

DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": psycopg.dialect()}  # type: ignore[no-untyped-call]  # dialects' constructors bear no types

# A group of statements is a function: of nothing where it is alike for both databases, else of the database's kind.
_ALIKE = (
    *post_statements.ALIKE,
    *delivery_statements.ALIKE,
    *list_statements.ALIKE,
    *people_statements.ALIKE,
    *keeping_statements.ALIKE,
    *act_statements.ALIKE,
)
_UNLIKE = (
    *entry_statements.UNLIKE,
    *post_statements.UNLIKE,
    *account_statements.UNLIKE,
    *people_statements.UNLIKE,
    *act_statements.UNLIKE,
)
_HERE = Path(__file__).parent


def compiled(kind: str) -> dict[str, str]:
    """Every statement as text, by name, with the driver's own named parameters."""
    dialect = DIALECTS[kind]
    groups = [*(group(kind) for group in _UNLIKE), *(group() for group in _ALIKE)]
    parts = {name: _text(part, dialect) for group in groups for name, part in group.items()}
    parts["acts_order"] = _end(parts["acts_order"])
    return parts | _orders(dialect)


def _orders(dialect: Dialect) -> dict[str, str]:
    """The ends of lists of posts, by their order."""
    made = {f"order_{sort}": columns for sort, columns in list_statements.orders().items()}
    made |= {f"{name}_reverse": tuple(column.desc() for column in columns) for name, columns in made.items()}
    listed = select(posts.c.id).limit(bindparam("limit"))
    return {name: _end(_text(listed.order_by(*columns), dialect)) for name, columns in made.items()}


def _end(text: str) -> str:
    return text[text.index("ORDER BY") :]


def created(kind: str) -> list[str]:
    """The statements that make the newest schema in an empty database."""
    dialect = DIALECTS[kind]
    tables = metadata.sorted_tables
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
    return [_text(CreateTable(table), dialect) for table in tables] + [
        _text(CreateIndex(index), dialect) for index in indexes
    ]


def _text(part: ClauseElement, dialect: Dialect) -> str:
    """One line of SQL; a value that is known already (an OFFSET of 0) is written out."""
    made: Any = part.compile(dialect=dialect)
    text = " ".join(str(made).split())
    for name, value in (getattr(made, "params", None) or {}).items():
        if value is not None:
            text = text.replace(made.bindtemplate % {"name": name}, str(int(value)))
    return text


def module(kind: str) -> str:
    """The source of the generated module for one database."""
    lines = [
        f'"""Made by `python -m sharebot.queue.statements` from statements.py and schema.py: the SQL for {kind}."""',
        "",
        "# ruff: noqa: E501  a statement is one line, so that a change of it is one line of a diff",
        "from __future__ import annotations",
        "",
        "CREATE = (",
        *(f"    {_quoted(text)}," for text in created(kind)),
        ")",
        "",
        "SQL = {",
        *(f"    {_quoted(name)}: {_quoted(text)}," for name, text in compiled(kind).items()),
        "}",
        "",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """As ruff would write it: in the quotes that need fewer escapes."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    return mark + text.replace("\\", "\\\\").replace(mark, f"\\{mark}") + mark


def path(kind: str) -> Path:
    return _HERE / f"_{kind}.py"


if __name__ == "__main__":
    for each in DIALECTS:
        path(each).write_text(module(each), encoding="utf-8")
