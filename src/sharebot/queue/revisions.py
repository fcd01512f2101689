"""Which schemas this program knows, oldest first; the last is its own. A new migration adds its revision here."""

from __future__ import annotations

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]
VERSION_TABLE = "sharebot_version"
