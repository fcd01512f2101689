"""Alembic's entrance. The caller gives the connection, already inside the one transaction that holds all of it."""

from __future__ import annotations

from alembic import context

from sharebot.queue.revisions import VERSION_TABLE
from sharebot.queue.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
