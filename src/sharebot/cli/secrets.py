"""The last guard before anything is complained of or logged: no secret of the settings goes out, whoever wrote it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ADDRESS_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):([^/\s@]+)@")
"""The password in an address such as postgresql://name:password@host."""

NOTIFIERS, FEEDS = "SHAREBOT_NOTIFY", "SHAREBOT_FEEDS"

SHORTEST = 4
"""Shorter ones would blacken half the text, and are no secrets."""


def redacted(text: str) -> str:
    """The text with every secret as ***."""
    for secret in sorted({*_known(), *_entrusted}, key=len, reverse=True):
        text = text.replace(secret, "***")
    return without_passwords(text)


_entrusted: set[str] = set()


def keep_secret(*values: str) -> None:
    """What a person has just typed, or a network just given, is as secret as what stands in the settings."""
    _entrusted.update(value for value in values if len(value) >= SHORTEST)


def without_passwords(text: str) -> str:
    """The text with the passwords of addresses as ***: a feed's may hold one, and stays readable otherwise."""
    if "://" not in text:
        return text
    for address, shown in _feeds_with_keys():
        text = text.replace(address, shown)
    return ADDRESS_PASSWORD.sub(r"\1:***@", text) if "@" in text else text


@cache
def _feeds_with_keys() -> tuple[tuple[str, str], ...]:
    """Our feeds whose address holds a key elsewhere than a password stands, and what is shown of it."""
    sources = (settings_in(settings_file()), _credentials(), os.environ)
    named = {address for source in sources for address in source.get(FEEDS, "").split()}
    return tuple((address, _without_key(address)) for address in sorted(named, key=len, reverse=True) if _KEY(address))


_KEY = re.compile(r"://([^/?#\s:@]+@|[^?#\s]*\?)").search
"""A login without a password, as tokens are written, or a query, where one may stand."""


def _without_key(address: str) -> str:
    from sharebot.http import spoken  # slow to import, and most feeds have neither

    return spoken(address)


@cache
def _known() -> tuple[str, ...]:
    return secrets(settings_in(settings_file()), _credentials(), os.environ)


def _credentials() -> dict[str, str]:
    """systemd's; nothing if they cannot be read, for load complains of that."""
    from sharebot.errors import SettingsError
    from sharebot.settings.credentials import credentials

    try:
        return credentials(os.environ, lambda path: (settings_in(path), []))[0]
    except SettingsError:
        return {}


def secrets(*sources: Mapping[str, str]) -> tuple[str, ...]:
    """The longest first, so that one which holds another vanishes whole."""
    from sharebot.settings.credentials import SECRET_WORDS

    given = [(name, value) for source in sources for name, value in source.items() if name.startswith("SHAREBOT_")]
    found = {value for name, value in given if any(word in name for word in SECRET_WORDS) and len(value) >= SHORTEST}
    for name, value in given:
        if name == NOTIFIERS:
            from sharebot.notify import secrets_in

            found.update(part for address in value.split() for part in secrets_in(address))
    return tuple(sorted(found, key=len, reverse=True))


def settings_file() -> Path:
    """The file that settings are read from, whether it is there or not."""
    return Path(os.environ.get("SHAREBOT_ENV_FILE") or ".env").expanduser()


def settings_are_nowhere() -> bool:
    """Whether nobody has set anything: not in the environment, not by systemd, and there is no file."""
    in_environment = any(name.startswith("SHAREBOT_") for name in os.environ)
    return not (in_environment or settings_file().is_file() or _credentials())


def settings_in(path: Path) -> dict[str, str]:
    """What can be read of such a file; nothing if it cannot be opened, for load complains of that."""
    from dotenv.parser import parse_stream

    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return {each.key: each.value for each in parse_stream(file) if each.key and each.value}
    except OSError:
        return {}
