"""Why a post was made, which posts leave their slots to new ones, and when entries were first shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_GIVES_WAY = sa.text("origin IN ('reshare', 'evergreen') AND state IN ('draft', 'queued')")
_SENT = sa.text("state = 'sent' AND entry_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("posts", sa.Column("origin", sa.Text(), server_default=sa.text("''"), nullable=False))
    for name, where, moment in (("posts_giving_way", _GIVES_WAY, "slot_at"), ("posts_sent", _SENT, "updated_at")):
        op.create_index(name, "posts", ["account", moment], sqlite_where=where, postgresql_where=where)
