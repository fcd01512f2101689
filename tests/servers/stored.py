"""What a queue holds, for tests that ask whether it holds nothing else."""

from __future__ import annotations

from contextlib import suppress

from sharebot.errors import NotFound
from sharebot.model import EntryRecord
from sharebot.ports import Queue

MORE_THAN_ANY = 100
"""Numbers that were given and taken back are gaps, so that one looks beyond the first."""


def entries(queue: Queue) -> list[EntryRecord]:
    """Newest first."""
    found = []
    for number in reversed(range(MORE_THAN_ANY)):
        with suppress(NotFound):
            found.append(queue.entry(number))
    return found
