"""systemd's credentials as settings, and whether a file with secrets can be read by others.

`LoadCredential=SHAREBOT_MASTODON_ACCESS_TOKEN:/etc/sharebot/token` in a unit puts a file of that name into
$CREDENTIALS_DIRECTORY (https://systemd.io/CREDENTIALS/, read 2026-11-25); sharebot.env there is read like an .env.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from sharebot.errors import SettingsError
from sharebot.settings.table import DATABASE_URL, PREFIX

FOLDER, FILE = "CREDENTIALS_DIRECTORY", "sharebot.env"

SECRET_WORDS = ("TOKEN", "SECRET", "PASSWORD", "KEY")
"""A field of an account with one of these in its name is never shown."""

_WITH_PASSWORD = re.compile(r"://[^/\s:@]*:[^/\s@]+@")

EnvFile = Callable[[Path], tuple[dict[str, str], list[str]]]


def credentials(environ: Mapping[str, str], read_env: EnvFile) -> tuple[dict[str, str], list[str]]:
    """Values by the settings' names, and complaints about sharebot.env; a file of a setting's own beats that one.

    Raises SettingsError for a file that cannot be read.
    """
    folder = Path(environ.get(FOLDER) or "/nonexistent")
    if not folder.is_dir():
        return {}, []
    values, complaints = read_env(folder / FILE) if (folder / FILE).is_file() else ({}, [])
    own = {path.name: _value(path) for path in sorted(folder.iterdir()) if path.name.startswith(PREFIX)}
    return values | own, complaints


def _value(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: the credential is not UTF-8 text; save it as such") from None
    except OSError as error:
        raise SettingsError(f"{path}: the credential cannot be read ({error.strerror}); see the unit") from error


def is_secret(name: str, value: str) -> bool:
    if name == PREFIX + DATABASE_URL.name:
        return bool(_WITH_PASSWORD.search(value))
    return bool(value) and name.startswith(PREFIX) and any(word in name for word in SECRET_WORDS)


def open_to_others(path: Path, values: Mapping[str, str]) -> list[str]:
    """A warning if others may read the secrets in the file.

    A group may where the file is not ours: then we read it as one of the group ourselves.
    """
    found = path.stat()
    others = stat.S_IROTH | (stat.S_IRGRP if found.st_uid == os.geteuid() else 0)
    if not found.st_mode & others or not any(is_secret(name, value) for name, value in values.items()):
        return []
    return [f"{path} holds secrets and can be read by others; run: chmod 600 {path}"]
