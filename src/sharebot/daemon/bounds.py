"""How long each thing that the daemon does can take at the very most, until it is over or a step further.

What outlasts these is stuck. Every exchange with a server is over within http.WITHIN, a database is waited for for ten
seconds (queue.sqlite.PATIENCE, queue.postgresql.PATIENCE), and reading a feed may take feed.parse.PARSE_SECONDS of CPU.
"""

from __future__ import annotations

from datetime import timedelta

from sharebot.bot import deliver
from sharebot.daemon.pulse import LATE

GLANCE = timedelta(minutes=5)
"""One look at the queue: a question for each account, while the database may be locked."""

PARSER = timedelta(minutes=5)
"""Starting the child, waiting for the other poll's feed to be read, and reading this one."""

POLL = timedelta(minutes=10)
"""Fetching a feed and reading it; or one entry of it: three pages, and whom each of its handles belongs to."""

CHORE = timedelta(minutes=30)
"""A chore has no steps: each of some twenty accounts asks its server a few questions."""


def lane() -> timedelta:
    """One post: until its claim, or from there until its fate is known. Nobody counts on it after its lease."""
    return deliver.LEASE + LATE
