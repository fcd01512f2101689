"""The register of people, remembered facts, pictures of frozen payloads, and accounts that rest."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
in_order = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def only(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}


def upgrade() -> None:
    op.add_column("accounts", sa.Column("rests_until", sa.BigInteger(), nullable=True))
    op.add_column("posts", sa.Column("media_size", sa.Integer(), server_default=sa.text("0"), nullable=False))
    media_and_facts()
    people()
    what_they_are_known_by()
    credits_and_history()


def media_and_facts() -> None:
    op.create_table(
        "media",
        sa.Column("post_id", key, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"]),
    )
    op.create_table(
        "facts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("learnt_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name"),
    )


def people() -> None:
    op.create_table(
        "people",
        sa.Column("id", key, nullable=False),
        sa.Column("sort_key", in_order, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", key, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["merged_into"], ["people.id"]),
    )
    op.create_index("people_in_order", "people", ["sort_key", "id"], **only("merged_into IS NULL"))
    op.create_index("people_merged", "people", ["merged_into"], **only("merged_into IS NOT NULL"))


def what_they_are_known_by() -> None:
    op.create_table(
        "people_names",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", key, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "person_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
    )
    op.create_index("people_names_of", "people_names", ["person_id"])
    op.create_table(
        "people_handles",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("person_id", key, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("platform", "handle", "person_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
    )
    op.create_index("people_handles_of", "people_handles", ["person_id"])


def credits_and_history() -> None:
    op.create_table(
        "people_history",
        sa.Column("id", key, nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
    )
    op.create_index("history_of_person", "people_history", ["person_id", "id"])
    op.create_table(
        "credits",
        sa.Column("entry_id", key, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "position"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
    )
    op.create_index("credits_of_person", "credits", ["person_id", "entry_id"])
