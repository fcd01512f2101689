"""What was attempted in a month, for what it cost."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("attempts_by_time", "attempts", ["started_at", "post_id"])
