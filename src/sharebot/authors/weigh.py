"""Claims → handles with levels: what agrees is stated, what competes is a conflict, the blog's own is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from sharebot.authors.names import key
from sharebot.model import Blog, Claim, Handle, Level

_SIGNS = regex.compile(r"[^a-z0-9]+")
_SHORTEST = 5
"""Letters that a blog's name must have before a handle equal to it is taken for the blog's."""


def weigh(claims: Sequence[Claim], blog: Blog) -> dict[str, tuple[Handle, ...]]:
    """Every person's handles, the blog's own left out. A handle claimed for two people is a conflict for both."""
    claims = [claim for claim in claims if not is_own(claim, blog)]
    shared = _claimed_twice(claims)
    people: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        people.setdefault(claim.person, {}).setdefault(claim.platform, []).append(claim)
    return {
        person: tuple(handle for found in by_platform.values() for handle in _one_platform(found, shared))
        for person, by_platform in people.items()
    }


def is_own(claim: Claim, blog: Blog) -> bool:
    """Whether it is the blog's own account, also under the same name on another platform."""
    squeezed = _squeeze(claim.handle)
    if any(squeezed == _squeeze(handle) for _, handle in blog.own_handles):
        return True
    name = "".join(key(blog.name))
    return len(name) >= _SHORTEST and squeezed == _SIGNS.sub("", name)


def _squeeze(handle: str) -> str:
    user = handle.casefold().split("@")[0].removeprefix("in/").removeprefix("company/")
    return str(_SIGNS.sub("", user.removesuffix(".bsky.social")))


def _identity(claim: Claim) -> tuple[str, str]:
    return claim.platform, claim.handle.casefold()


def _claimed_twice(claims: Iterable[Claim]) -> set[tuple[str, str]]:
    owners: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        owners.setdefault(_identity(claim), set()).add(claim.person)
    return {identity for identity, people in owners.items() if len(people) > 1}


def _one_platform(claims: list[Claim], shared: set[tuple[str, str]]) -> list[Handle]:
    """One person's handles on one platform: more than one stated, or any doubt, and none is used."""
    grouped: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(_identity(claim), []).append(claim)
    settled = _settled(grouped)
    note = "" if settled else _doubt(grouped, shared)
    others = f"the page's data says {settled[1]}" if settled else note
    return [_handle(found, note if identity == settled else others) for identity, found in grouped.items()]


def _settled(grouped: dict[tuple[str, str], list[Claim]]) -> tuple[str, str] | None:
    """The one of several competing handles that the page's data gives too; nothing once a handle was struck through."""
    rivals = [identity for identity, found in grouped.items() if any(claim.level <= Level.STATED for claim in found)]
    faults = any(claim.level is Level.CONFLICT for found in grouped.values() for claim in found)
    given = [identity for identity in rivals if any(_is_data(claim) for claim in grouped[identity])]
    if faults or len(rivals) < _SEVERAL or len(given) != 1:
        return None
    return given[0] if any(not _is_data(claim) for claim in grouped[given[0]]) else None


_SEVERAL = 2


def _is_data(claim: Claim) -> bool:
    return claim.evidence.source in ("page", "author page") and claim.evidence.place == "data"


def _doubt(grouped: dict[tuple[str, str], list[Claim]], shared: set[tuple[str, str]]) -> str:
    said = next((claim.note for found in grouped.values() for claim in found if claim.level is Level.CONFLICT), "")
    if said:
        return said
    stated = [identity for identity, found in grouped.items() if any(claim.level is Level.STATED for claim in found)]
    if len(stated) > 1:
        return "several handles compete: " + ", ".join(handle for _, handle in stated)
    return "claimed for two people" if shared & grouped.keys() else ""


def _handle(claims: list[Claim], doubt: str) -> Handle:
    first = min(claims, key=lambda claim: claim.level)
    level = Level.CONFLICT if doubt and first.level <= Level.STATED else first.level
    evidence = tuple(dict.fromkeys(claim.evidence for claim in claims))
    note = doubt or first.note
    return Handle(platform=first.platform, handle=first.handle, level=level, evidence=evidence, note=note)
