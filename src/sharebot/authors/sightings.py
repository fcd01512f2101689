"""A block → every handle in it, by its text or by a link's address, before anybody asks whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from sharebot.authors.addresses import Profile, is_short, may_be_profile, profile, split, valid
from sharebot.authors.blocks import Block, Link
from sharebot.authors.clean import BROKEN, clean
from sharebot.authors.texts import holds_any
from sharebot.authors.tokens import cut, platforms_in
from sharebot.authors.words import set_of


@dataclass(frozen=True, slots=True)
class Sighting:
    """A handle at text[start:end] of its block; an empty span stands behind a link whose words remain.

    `platform` is empty for a bare @name. `form` says how it is written: "at", "address", "domain" or "mail"; the last
    two are handles only where a platform's name says so. `fault` says why it may never be used.
    """

    start: int
    end: int
    handle: str
    platform: str = ""
    form: str = "at"
    sure: bool = True
    fault: str = ""
    named: frozenset[str] = frozenset()


_TOKEN = rf"[\p{{L}}\p{{N}}\p{{M}}_{BROKEN}](?:[\p{{L}}\p{{N}}\p{{M}}_.{BROKEN}-]*[\p{{L}}\p{{N}}\p{{M}}_{BROKEN}])?"
_HOST = r"(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}"
_AT = regex.compile(rf"(?<![\p{{L}}\p{{N}}_@/])@({_TOKEN})(?:@({_TOKEN}))?(?![\p{{L}}\p{{N}}_]|@|/[\p{{L}}\p{{N}}])")
_ADDRESS = regex.compile(
    r"(?<![\p{L}\p{N}@._/-])(?:https?://)?(?:[\p{L}\p{N}-]{1,63}\.){1,6}[\p{L}]{2,24}/[^\s<>\"'()\[\]{}|]+"
)
_MAIL = regex.compile(rf"(?<![\p{{L}}\p{{N}}@._/-])([\p{{L}}\p{{N}}_.+-]{{1,64}})@({_HOST})(?![\p{{L}}\p{{N}}])")
_DOMAIN = regex.compile(rf"(?<![\p{{L}}\p{{N}}@._/-])({_HOST})(?![\p{{L}}\p{{N}}@/])")
_IN_SLUG = regex.compile(r"(?<![\w/.])in/([\p{L}\p{N}%-]{3,100})(?![\w/])")
_VALUE = re.compile(
    r"(?:[:=→]|\s[-–—])\s*(?P<value>[A-Za-z0-9_][A-Za-z0-9_.-]{1,60})"
    r"(?=\s*(?:$|[\n,;|·•)\]]|\s[-–—/]\s|\.(?:\s|$)))"
)
_HANDLE_IS = regex.compile(
    r"(?i)\b(?:handle|username|user name|screen name|nick|alias|account name)"
    r"(?:\s+there|(?P<where>\s+(?:on|auf|en|sur|su)\s+\w+))?\s+is\s+"
    r"(?P<value>[A-Za-z0-9_][A-Za-z0-9_.-]{1,60})(?![\w@])"
)
_SIGNS = (":", "=", "→", "-", "–", "—")
_MARKS = ("@", "/", *_SIGNS)
_HANDLE_CUES = ("handle", "name", "nick", "alias")
_DOTTED = re.compile(r"\.[^\W\d_]{2}")
_LABEL_LENGTH = 40
_NO_VALUE = set_of(
    """
    none no n na yes here soon link private tba tbd follow profile via click see coming not nope deleted off on and or
    the same ditto same-name lurking as at
    """
)
_POINTERS = frozenset({"par ici", "par là", "over here", "right here", "aquí mismo"}) | set_of(
    "profil profile profilo perfil profiel here hier ici aquí aqui qui page seite account link konto"
)
"""Words of a link that only point at its address."""
_MOST = 200
"""Links of one paragraph that are looked at; no credit has more."""
_LETTERS = regex.compile(r"\p{L}")
_NO_WORD = regex.compile(r"[\w.-]*[\d_][\w.-]*")
_DID_PATH = regex.compile(r"/profile/did:[a-z]+:[\w.:%-]+/?")


def sightings(block: Block) -> list[Sighting]:
    """All handles of the block in reading order, faulty ones too: they must not be mistaken for words."""
    links = block.links[:_MOST]
    found = [one for one in (_of_link(block.text, link) for link in links) if one]
    seen = list(_of_text(block.text))
    if seen:
        covered = _covered(block.text, links)
        found += [one for one in seen if not any(start < one.end and one.start < end for start, end in covered)]
    return sorted(found, key=lambda one: (one.start, one.end))


def _covered(text: str, links: Sequence[Link]) -> list[tuple[int, int]]:
    """Where the text is a link's, which says itself whose account it is, if any."""
    return [(one.start, one.end) for one in links if not _says_nothing(one.href) or _of_link(text, one)]


def _says_nothing(address: str) -> bool:
    """Whether the address neither shows nor contradicts a handle in the link's text."""
    return address.startswith("#") or is_short(address)


def _of_link(text: str, link: Link) -> Sighting | None:
    if not may_be_profile(link.href):
        return None
    address = clean(link.href)
    words = text[link.start : link.end]
    target = profile(address)
    if target is None:
        return _behind_did(link, words, address)
    shown = [*_of_text(words)]
    named = frozenset(platforms_in(_without(words, shown)))
    fault = (
        ""
        if _agree(target, shown, named, words)
        else f"the text says {words.strip()!r}, the link {target.platform}:{target.handle}"
    )
    start, end = _span(link, words, shown, target)
    sure = (
        target.sure
        or "me" in link.rel.split()
        or any("@" in one.handle and one.form in ("at", "mail") for one in shown)
        or "mastodon" in named
        or (not words.strip() and "mastodon" in link.label.casefold())
    )
    return Sighting(start, end, target.handle, target.platform, "address", sure, fault, named)


def _behind_did(link: Link, words: str, address: str) -> Sighting | None:
    """A Bluesky profile by its DID: the address shows no handle, but says that the text's handle is Bluesky's."""
    parts = split(address)
    if parts is None or parts.hostname != "bsky.app" or not _DID_PATH.fullmatch(parts.path):
        return None
    for shown in (*_AT.finditer(words), *_DOMAIN.finditer(words)):
        handle = shown[1].lower()
        if valid("bluesky", handle):
            return Sighting(link.start + shown.start(), link.start + shown.end(), handle, "bluesky", "address")
    return None


def _without(words: str, shown: list[Sighting]) -> str:
    for one in reversed(shown):
        words = words[: one.start] + " " + words[one.end :]
    return words


def _span(link: Link, words: str, shown: list[Sighting], target: Profile) -> tuple[int, int]:
    rest = _without(words, shown)
    if not _LETTERS.search(rest) or words.strip(" .:›→»").casefold() in (*_short_forms(target), *_POINTERS):
        return link.start, link.end
    if shown:
        return link.start + shown[0].start, link.start + shown[0].end
    return link.end, link.end


def _short_forms(target: Profile) -> tuple[str, ...]:
    handle = target.handle.casefold()
    return handle, handle.removeprefix("in/"), handle.split("@")[0]


def _agree(target: Profile, shown: list[Sighting], named: frozenset[str], words: str) -> bool:
    if named - {target.platform} and target.platform not in named:
        return False
    word = words.strip()
    if not shown and _NO_WORD.fullmatch(word):
        return _same(target, word)
    return all(
        _same(target, one.handle) and one.platform in ("", target.platform)
        for one in shown
        if one.form != "domain" or one.platform
    )


def _same(target: Profile, shown: str) -> bool:
    shown, handle = shown.casefold().rstrip("."), target.handle.casefold()
    if "@" in shown or target.platform == "x":
        return shown == handle
    return (
        shown in (handle, handle.split("@")[0], handle.split(".")[0], handle.removeprefix("in/"))
        or shown.replace("www.", "") == handle
    )


def _of_text(text: str) -> Iterator[Sighting]:
    """Handles and addresses in running text; what is found first covers what it contains."""
    if not _may_show(text):
        return
    taken: list[tuple[int, int]] = []
    for one in (*_addresses(text), *_ats(text), *_mails(text), *_slugs(text), *_labelled(text), *_domains(text)):
        if not any(start < one.end and one.start < end for start, end in taken):
            taken.append((one.start, one.end))
            yield one


def _may_show(text: str) -> bool:
    """Whether any of the searches can find anything: most paragraphs hold none of what they need."""
    return holds_any(text, _MARKS) or bool(_DOTTED.search(text)) or holds_any(text.lower(), _HANDLE_CUES)


def _addresses(text: str) -> Iterator[Sighting]:
    if "/" not in text:
        return
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?…’'")
        target = profile(address)
        end = found.start() + len(address)
        if target:
            yield Sighting(found.start(), end, target.handle, target.platform, "address", target.sure)
        else:
            yield Sighting(found.start(), end, address, "other", "address", fault="no profile")


def _ats(text: str) -> Iterator[Sighting]:
    if "@" not in text:
        return
    for found in _AT.finditer(text):
        if found[2]:
            handle = f"{found[1]}@{found[2].lower()}"
            yield Sighting(
                found.start(), found.end(), handle, "mastodon", fault="" if valid("mastodon", handle) else "no address"
            )
        elif found[1].lower().endswith(".bsky.social"):
            yield Sighting(found.start(), found.end(), found[1].lower(), "bluesky")
        else:
            yield Sighting(found.start(), found.end(), found[1])


def _mails(text: str) -> Iterator[Sighting]:
    if "@" in text:
        for found in _MAIL.finditer(text):
            yield Sighting(found.start(), found.end(), f"{found[1]}@{found[2].lower()}", form="mail")


def _slugs(text: str) -> Iterator[Sighting]:
    if "in/" in text:
        for found in _IN_SLUG.finditer(text):
            yield Sighting(found.start(), found.end(), found[0], "linkedin", sure=False)


def _labelled(text: str) -> Iterator[Sighting]:
    """`Twitter: name`, without an @."""
    values = _VALUE.finditer(text) if holds_any(text, _SIGNS) else ()
    said = _HANDLE_IS.finditer(text) if holds_any(text.lower(), _HANDLE_CUES) else ()
    for found in (*values, *said):
        where = found.groupdict().get("where")
        platforms = platforms_in(where) if where else _label_before(text, found.start())
        value = found["value"].rstrip(".-")
        if platforms and platforms[-1] in _PLAIN_NAMES and _is_value(platforms[-1], value):
            yield Sighting(found.start("value"), found.start("value") + len(value), value, platforms[-1], "labelled")


_PLAIN_NAMES = frozenset({"x", "instagram", "threads", "github", "telegram", "bluesky", "youtube"})


def _label_before(text: str, end: int) -> list[str]:
    """The platform whose word stands right before, as a label."""
    tokens = cut(text[max(0, end - _LABEL_LENGTH) : end + (text[end : end + 1] in ":=")])
    while tokens and tokens[-1].kind in ("COLON", "MARK", "STRONG_SEP"):
        tokens.pop()
    if len(tokens) > 1 and tokens[-1].text.casefold() in ("handle", "username", "name", "account", "id"):
        tokens.pop()
    return [tokens[-1].platform] if tokens and tokens[-1].kind == "PLATFORM" else []


def _is_value(platform: str, value: str) -> bool:
    handle = value.lower() if platform == "bluesky" else value
    return value.casefold() not in _NO_VALUE and valid(platform, handle)


def _domains(text: str) -> Iterator[Sighting]:
    if _DOTTED.search(text):
        for found in _DOMAIN.finditer(text):
            handle = found[1].lower()
            platform = "bluesky" if handle.endswith(".bsky.social") else ""
            yield Sighting(found.start(), found.end(), handle, platform, "domain")
