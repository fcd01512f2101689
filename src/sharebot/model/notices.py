"""What people may be told of without asking."""

from __future__ import annotations

from enum import StrEnum


class About(StrEnum):
    """What a notice is about; the most pressing first."""

    PAUSED = "paused"
    """Accounts that sharebot paused, since their networks refuse the credentials."""
    UNSURE = "unsure"
    """Posts of which only a person can say whether they are public, or that have been in doubt for long."""
    FAILED = "failed"
    """Posts that are surely not public."""
    CREDENTIALS = "credentials"
    """Credentials that end soon."""
    FEED = "feed"
    """Feeds that cannot be read, and that are well again."""
    COST = "cost"
    """Accounts whose money for the month is spent."""
    DISK = "disk"
    """A disk that is nearly full."""
    DAEMON = "daemon"
    """The daemon is back after nothing ran for a while."""
    HELD = "held"
    """Posts that were queued and stopped."""
    STRANDED = "stranded"
    """Overdue posts of accounts that SHAREBOT_ACCOUNTS does not name (any more)."""
    DRAFT = "draft"
    """Posts that wait for approval."""
    AUTHOR = "author"
    """Handles of which only a person can say whose they are."""


ABOUT = frozenset(About)
