"""The last guard before anything is printed: no secret of the settings goes out, whoever put it into a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

NAMES = re.compile(r"SHAREBOT_\w*(?:TOKEN|SECRET|PASSWORD|KEY|WEBHOOK)\w*")
"""Settings that hold a secret, by their names."""

ADDRESS_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):([^/\s@]+)@")
"""The password in an address such as postgresql://name:password@host."""

SHORTEST = 4
"""Shorter ones would blacken half the text, and are no secrets."""


def redacted(text: str) -> str:
    """The text with every secret as ***."""
    for secret in _known():
        text = text.replace(secret, "***")
    return ADDRESS_PASSWORD.sub(r"\1:***@", text)


@cache
def _known() -> tuple[str, ...]:
    import os

    from dotenv import dotenv_values

    return tuple(secrets(dotenv_values(".env"), os.environ))


def secrets(*sources: Mapping[str, str | None]) -> Iterable[str]:
    """The longest first, so that one which holds another vanishes whole."""
    found = {value for source in sources for name, value in source.items() if value and NAMES.fullmatch(name)}
    return sorted((value for value in found if len(value) >= SHORTEST), key=len, reverse=True)
