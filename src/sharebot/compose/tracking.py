"""Parameters that tell a blog's own statistics where readers come from, on the link alone: no entry goes by them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, unquote_plus

_KEPT = "-._~:@!$'()*,/"  # what a value may hold as it is


def tracked(url: str, parameters: Sequence[tuple[str, str]], *, platform: str, number: int) -> str:
    """The address with those parameters that it does not have yet; its query and its fragment stay as they are.

    `number`: the round of the share, for {round} in a value.
    """
    if not parameters:
        return url
    address, hash_sign, fragment = url.partition("#")
    head, _, query = address.partition("?")
    present = {_pair(part)[0].casefold() for part in query.split("&")}
    values = [(name, _filled(value, platform, number)) for name, value in parameters if name.casefold() not in present]
    added = [f"{quote(name, safe=_KEPT)}={quote(value, safe=_KEPT)}" for name, value in values]
    whole = "&".join(filter(None, (query, *added)))
    return f"{head}?{whole}{hash_sign}{fragment}" if added else url


def untracked(url: str, sent: str) -> str:
    """An address that a link led to, without the parameters that were sent along with the link."""
    address, hash_sign, fragment = url.partition("#")
    head, _, query = address.partition("?")
    ours = {_pair(part) for part in sent.partition("#")[0].partition("?")[2].split("&")}
    kept = "&".join(part for part in query.split("&") if _pair(part) not in ours)
    return f"{head}{'?' if kept else ''}{kept}{hash_sign}{fragment}"


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), unquote_plus(value)


def _filled(value: str, platform: str, number: int) -> str:
    return value.replace("{platform}", platform).replace("{round}", str(number))
