"""What of a notifier's address is secret, and texts without it. Light: the process that sends imports it too."""

from __future__ import annotations

import re
from urllib.parse import unquote

SHORTEST = 4
"""Shorter parts would blacken half of any text, and are no secrets."""

SHORTEST_TOKEN = 8
SURELY_TOKEN = 20
LONGEST_HOST = 40
"""A part of an address with a digit, or of this length, is taken for a token; a shorter one with dots for a host."""


def kind_of(address: str) -> str:
    """Its scheme, such as mailto, slack or ntfys."""
    return address.partition("://")[0].lower()


def secrets_in(address: str) -> tuple[str, ...]:
    """The address, its password and its tokens, as written and decoded; the longest first."""
    rest = address.partition("://")[2]
    user, _, _ = rest.partition("/")[0].rpartition("@")
    password = user.partition(":")[2]
    tokens = [part for part in re.split(r"[/?&=@:#,+]", rest) if _is_token(part)]
    found = {word for part in (address, rest, password, *tokens) for word in (part, unquote(part))}
    return tuple(sorted((word for word in found if len(word) >= SHORTEST), key=len, reverse=True))


def _is_token(part: str) -> bool:
    if "." in part and len(part) < LONGEST_HOST:
        return False
    return len(part) >= SURELY_TOKEN or (len(part) >= SHORTEST_TOKEN and any(map(str.isdigit, part)))


def veiled(text: str, address: str) -> str:
    """The text on one line, without what is secret of the address."""
    for secret in secrets_in(address):
        text = text.replace(secret, "***")
    return " ".join(text.split())
