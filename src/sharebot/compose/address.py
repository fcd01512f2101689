"""An entry's address as a share shows it: one link, whole, and nothing in it that tags."""

from __future__ import annotations

import re
import unicodedata

import regex

from sharebot.compose.domains import readings_for
from sharebot.compose.links import links
from sharebot.ports import Rules

# Neither reserved nor unreserved in RFC 3986, and what no reader can see.
_UNSAFE = regex.compile(r"[\p{C}\p{Z}\"<>\\^`{|}]")
_NOT_ASCII = regex.compile(r"[^\x00-\x7f]")
_AFTER_HOST = re.compile(r"(?i)[a-z][a-z0-9+.-]*://[^/?#]*")
# Allowed in an address, but some networks end a link before one of them; servers read the coded form alike.
_LAST = re.compile(r"[^-A-Za-z0-9_/=#&%]\Z")
_TROUBLESOME = re.compile(rf"[!'()*,;$@~|\[\]:]|{_LAST.pattern}")


def address(url: str, rules: Rules) -> str:
    """The link for the share. Letters that are not ASCII are coded where a link counts the same however long it is."""
    link: str = _UNSAFE.sub(_coded, url.strip())
    if rules.link_cost is None and unicodedata.is_normalized("NFC", link):
        return link
    start = _after_host(link)
    host = unicodedata.normalize("NFC", link[:start])  # a host is not coded, and means the same either way
    start, link = len(host), host + _NOT_ASCII.sub(_coded, link[start:])
    for pattern in (None, _LAST, _TROUBLESOME):
        candidate = link[:start] + pattern.sub(_coded, link[start:]) if pattern else link
        if _is_whole(candidate, rules):
            return candidate
    return link.replace("@", "%40")  # no link to the network, which would read a mention in it


def _coded(found: regex.Match[str] | re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _after_host(link: str) -> int:
    found = _AFTER_HOST.match(link)
    return found.end() if found else 0


def _is_whole(link: str, rules: Rules) -> bool:
    """Whether the platform reads it as one link."""
    whole = [(0, len(link))]
    return all(
        links(link, syntax=rules.link_syntax, bare=rules.bare_links, top=top) == whole for top in readings_for(link)
    )
