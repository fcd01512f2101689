"""Addresses of articles: made absolute, freed from trackers, and folded so that two spellings of one compare equal."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

_TRACKER = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi))(?:=.*)?|(?:source|ref|from)=(?:rss|feed).*",
    re.IGNORECASE,
)
"""Query fields that say where a reader came from, never what is read."""

_PORTS = {"http": 80, "https": 443}


def absolute(link: str, base: str) -> str:
    """The http or https address that a link leads to, seen from `base`; "" if it leads nowhere."""
    link = link.strip()
    try:
        joined = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return joined if _split(joined) else ""


def untracked(link: str) -> str:
    """The same link without the fields that only track readers."""
    parts = _split(link)
    if parts is None or not parts.query:
        return link
    fields = [field for field in parts.query.split("&") if not _TRACKER.fullmatch(field)]
    return parts._replace(query="&".join(fields)).geturl()


@lru_cache(maxsize=1024)  # a feed's links are asked for again and again, at each poll
def canonical(link: str) -> str:
    """One spelling for all links that surely lead to the same article; "" for no link."""
    parts = _split(untracked(link))
    if parts is None:
        return ""
    port = "" if parts.port in {None, *_PORTS.values()} else f":{parts.port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path = _ESCAPE.sub(lambda escape: escape[0].upper(), parts.path).rstrip("/")
    return SplitResult("https", f"{parts.hostname}{port}", path, parts.query, fragment).geturl()


_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)


def moved(link: str, old: str, new: str) -> str:
    """The link as it was before its site moved from the host of `old` to that of `new`; "" if it did not move."""
    parts, before, after = _split(link), _split(old), _split(new)
    if parts is None or before is None or after is None:
        return ""
    if before.hostname == after.hostname or parts.hostname != after.hostname:
        return ""
    return canonical(parts._replace(netloc=before.netloc.rpartition("@")[2]).geturl())


def without_login(url: str) -> str:
    """The address without user and password, so that they cannot slip into links that are made from it."""
    parts = _split(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts else ""


@lru_cache(maxsize=1024)
def _split(link: str) -> SplitResult | None:
    try:
        parts = urlsplit(link)
        valid = parts.scheme in _PORTS and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return parts if valid else None
