"""Whom X speaks of when it is asked about a user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sharebot.errors import OutcomeUnknown
from sharebot.model import Identity
from sharebot.platforms._x_refusals import kind, problems


def id_of(data: Mapping[str, Any]) -> str:
    number = data.get("id")
    if isinstance(number, str) and number.isascii() and number.isdigit():
        return number
    raise OutcomeUnknown("X answers without the number of what it made or knows")


def is_nobody(said: Mapping[str, Any]) -> bool:
    """Whether X says that there is no such user; one who is suspended may come back."""
    return any(
        kind(problem) == "resource-not-found"
        and problem.get("title") != "Forbidden"
        and "suspended" not in str(problem.get("detail"))
        for problem in problems(said)
    )


def identity(user: Mapping[str, Any], asked_at: datetime) -> Identity:
    """`links`: the profile's own address and those in its description, as they are behind X's own short ones."""
    username = str(user.get("username", ""))
    entities = user.get("entities") or {}
    listed = [link for part in ("url", "description") for link in (entities.get(part) or {}).get("urls") or []]
    links = [str(link.get("unwound_url") or link.get("expanded_url") or "") for link in listed]
    plain = str(user.get("url") or "")
    if not plain.startswith("https://t.co/"):
        links.insert(0, plain)
    return Identity(
        platform="x",
        handle=username,
        id=id_of(user),
        name=str(user.get("name") or ""),
        url=f"https://x.com/{username}",
        links=tuple(dict.fromkeys(filter(None, links))),
        asked_at=asked_at,
    )
