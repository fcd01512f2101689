"""How the values of settings are read. Each raises ValueError with one line: the value's fault and an example."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from sharebot import schedule
from sharebot.schedule.words import fault

OWN_HANDLES_EXAMPLE = "x:HarborlightREX instagram:harborlight.rex"
ACCOUNTS_EXAMPLE = "outbox-x outbox-mastodon outbox-bluesky"


def line(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def feeds(text: str) -> tuple[str, ...]:
    """Commas stay: they occur in addresses."""
    feeds = tuple(dict.fromkeys(text.split()))
    for feed in feeds:
        scheme, separator, _ = feed.partition("://")
        if separator and scheme.lower() not in {"http", "https", "file"}:
            raise fault(scheme, "is no way to read a feed", "https://blog.example/feed/")
    return feeds


def people(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(";") if (name := line(part)))


def handles(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(handle(word) for word in words(text))


def handle(word: str) -> tuple[str, str]:
    platform, _, handle = word.partition(":")
    if not platform or not handle.removeprefix("@"):
        raise fault(word, "is not a platform and a handle", OWN_HANDLES_EXAMPLE)
    return platform.lower(), handle.removeprefix("@")


def accounts(text: str) -> tuple[str, ...]:
    names = text.lower().replace(",", " ").split()
    for name in names:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise fault(name, "is no account name (letters, digits and single dashes)", ACCOUNTS_EXAMPLE)
        if names.count(name) > 1:
            raise fault(name, "is named twice", ACCOUNTS_EXAMPLE)
    if not names:
        raise fault(text, "names no account", ACCOUNTS_EXAMPLE)
    return tuple(names)


def database(text: str) -> str:
    """Never quoted: it may hold a password."""
    scheme, separator, rest = text.partition("://")
    if separator and rest and scheme.partition("+")[0] in {"sqlite", "postgresql", "postgres"}:
        return text
    raise ValueError(
        "is not the address of a database that sharebot can use; write for example sqlite:////srv/sharebot/sharebot.db "
        "or postgresql+psycopg://user:password@host/name"
    )


def hosts(text: str) -> tuple[str, ...]:
    for host in words(text):
        if "/" in host:
            raise fault(host, "is more than a host", "127.0.0.1 blog.internal.example")
    return words(text.lower())


def one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() in choices:
            return text.lower()
        raise fault(text, f"is not one of {', '.join(choices)}", choices[0])

    return read


def number(least: int, example: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < least:
            raise fault(text, f"is no number from {least} to 999999", example)
        return int(text)

    return read


def number_or_none(text: str) -> int | None:
    return None if text.lower() == "none" else number(1, "3, or none")(text)


def some_time(text: str) -> timedelta:
    duration = schedule.parse_duration(text)
    if not duration:
        raise fault(text, "is no time at all", "10m, 1h30m or 2d")
    return duration


def keep(text: str) -> timedelta | None:
    """None is for ever."""
    if text.lower() == "forever":
        return None
    duration = schedule.parse_duration(text)
    if duration < LEAST_KEPT:
        raise fault(text, f"is less than {LEAST_KEPT.days} days, of which everything is needed", "730d, or forever")
    return duration


LEAST_KEPT = timedelta(days=90)
