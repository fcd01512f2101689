"""The durable store and the only truth: open_queue. The rooms behind it are imported when it is called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sharebot.ports import Queue

if TYPE_CHECKING:  # the rooms behind this one
    from sharebot.queue.safekeeping import Safekeeping


def open_queue(url: str = "", *, home: Path | None = None) -> Queue:
    """The queue at `url` (SHAREBOT_DATABASE_URL), or in `home`/sharebot.db where that is empty.

    Makes the database if there is none and brings an older one up to date. Raises StoreUnavailable.
    """
    from sharebot.queue import opening
    from sharebot.queue.store import StoredQueue

    return StoredQueue(opening.opened(url, home))


def database_file(url: str, home: Path) -> Path | None:
    """The SQLite file that open_queue would open; None on PostgreSQL."""
    from sharebot.queue import opening

    return opening.sqlite_file(url, home)


def keeper(url: str, home: Path, now: Callable[[], datetime]) -> Safekeeping:
    """Backups of the queue that open_queue would open."""
    from sharebot.queue.safekeeping import Safekeeping

    return Safekeeping(url=url, home=home, now=now)
