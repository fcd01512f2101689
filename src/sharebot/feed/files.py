"""Feeds in local files, which work like addresses."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sharebot.errors import FeedError
from sharebot.http import MOST_BYTES


class FileError(FeedError):
    """The file cannot be read as a feed."""


def path_of(address: str) -> Path | None:
    """The local file that an address names; None for addresses of the web."""
    if address.startswith("file:"):
        return Path(unquote(urlsplit(address).path))
    return None if "://" in address or not address else Path(os.path.expanduser(address))  # noqa: PTH111  pathlib raises for unknown users


def read(path: Path) -> bytes:
    """Raises FileError."""
    if path.is_dir():
        raise FileError(f"{path}: this is a folder; name the feed's file in it")
    if not path.exists():
        raise FileError(f"{path}: there is no such file; a feed on the web begins with https://")
    if not path.is_file():
        raise FileError(f"{path}: this is not an ordinary file; save the feed as one")
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(f"{path}: it cannot be read ({error.strerror}); check its permissions") from error
    if len(body) > MOST_BYTES:
        raise FileError(f"{path}: the file is longer than {MOST_BYTES // 1_000_000} MB, which is too long to read")
    return body
