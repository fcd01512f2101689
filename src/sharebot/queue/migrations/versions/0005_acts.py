"""Acts of staff with what they changed, and lists of posts in order of their due times."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_OPEN = sa.text("(state NOT IN ('sent', 'cancelled'))")


def upgrade() -> None:
    acts()
    changes()
    lists()


def acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("undoes", key, nullable=True),
        sa.Column("undone_by", key, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["undoes"], ["acts.id"]),
        sa.ForeignKeyConstraint(["undone_by"], ["acts.id"]),
    )
    op.create_index("acts_by_who", "acts", ["who", "id"])


def changes() -> None:
    op.create_table(
        "act_changes",
        sa.Column("act_id", key, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("follows", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("final", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("act_id", "kind", "thing"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"]),
    )
    op.create_index("act_changes_of", "act_changes", ["kind", "thing", "act_id"])


def lists() -> None:
    order: list[Any] = [sa.column("due_at").is_(None), "due_at", "id"]
    op.create_index("posts_by_due", "posts", order)
    op.create_index("posts_open", "posts", order, sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("posts_open_of", "posts", ["account", *order], sqlite_where=_OPEN, postgresql_where=_OPEN)
