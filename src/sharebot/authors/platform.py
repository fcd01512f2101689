"""On which platform is a handle? Its link, a word beside it, a verb; a bare @name means X."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sharebot.authors.addresses import valid
from sharebot.authors.sightings import Sighting
from sharebot.authors.tokens import Token

_VERBS = {
    "tweet": "x",
    "twit": "x",
    "tuit": "x",
    "toot": "mastodon",
    "tröt": "mastodon",
    "pouet": "mastodon",
    "skeet": "bluesky",
}
_JOINING = frozenset({"CONNECT", "COMMA", "MARK", "OPEN", "VIA"})
_BESIDE = 3
"""Tokens between a platform's word and a name that only this word makes a handle, at most."""
_FAR = 7
"""Tokens between a platform's word and its handle, at most."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sighting on the platforms it is for: none where it cannot be used, `fault` then says why."""

    sighting: Sighting
    platforms: tuple[str, ...] = ()
    fault: str = ""


def place(tokens: Sequence[Token], seen: Sequence[Sighting], *, elsewhere: bool) -> dict[int, Placed]:
    """Every handle of a sentence by the place of its token. `elsewhere`: the paragraph names another platform."""
    used: set[int] = set()
    placed: dict[int, Placed] = {}
    for at, token in enumerate(tokens):
        if token.kind == "HANDLE" and token.ref < len(seen):
            found = _place(tokens, at, seen[token.ref], used, elsewhere=elsewhere)
            before = placed.get(_joined_handle(tokens, at))
            placed[at] = _like_the_one_before(found, before) if before and not _behind(tokens, at, set()) else found
    return placed


def _joined_handle(tokens: Sequence[Token], at: int) -> int:
    """The place of the handle before, where no more than "and" stands between: "on Instagram as @a and @b"."""
    n = at - 1
    while n >= 0 and (tokens[n].kind == "COMMA" or tokens[n].text.casefold() in _ALSO):
        n -= 1
    return n if n < at - 1 and n >= 0 and tokens[n].kind == "HANDLE" else -1


def _like_the_one_before(found: Placed, before: Placed) -> Placed:
    """A bare name is on the same platform as the one that it is joined to, if that is on one that a word names."""
    plain = found.sighting.form == before.sighting.form and not found.sighting.platform
    if not plain or before.sighting.platform or len(before.platforms) != 1 or before.platforms == ("x",):
        return found
    (platform,) = before.platforms
    if not valid(platform, _written(platform, found.sighting.handle)):
        return Placed(found.sighting, fault="not a handle of that platform")
    return Placed(found.sighting, before.platforms)


def _place(tokens: Sequence[Token], at: int, sighting: Sighting, used: set[int], *, elsewhere: bool) -> Placed:
    if sighting.fault:
        return Placed(sighting, (sighting.platform,), sighting.fault)
    beside = _before(tokens, at, used) or _behind(tokens, at, used)
    words = [tokens[n].platform for n in beside]
    if sighting.form in ("domain", "mail"):
        return _plain(tokens, at, sighting, beside, used)
    used.update(beside)
    if sighting.platform:
        return _linked(sighting, words or list(_by_verb(tokens, at)))
    return _bare(tokens, at, sighting, words, elsewhere=elsewhere)


_NAMELY = frozenset({"as", "als", "como", "comme", "come", ":", "at", "="})


def _dotted(tokens: Sequence[Token], at: int, sighting: Sighting, beside: list[int], used: set[int]) -> Placed:
    """`on Instagram as name.with.dots` has the form of a domain; "as", a colon or "by the name" must lead to it."""
    platform = tokens[beside[0]].platform
    between = tokens[beside[0] + 1 : at]
    namely = (
        between
        and len(between) <= _BESIDE
        and any(one.text.casefold() in _NAMELY or "nam" in one.text.casefold() for one in between)
    )
    if not namely or not valid(platform, sighting.handle):
        return Placed(sighting, fault="a bare domain")
    used.update(beside)
    return Placed(sighting, (platform,))


def _plain(tokens: Sequence[Token], at: int, sighting: Sighting, beside: list[int], used: set[int]) -> Placed:
    """A domain is a handle only beside "Bluesky", user@host without an @ before it only beside "Mastodon"."""
    words = [tokens[n].platform for n in beside]
    wanted = "bluesky" if sighting.form == "domain" else "mastodon"
    if sighting.form == "domain" and not sighting.platform and words in (["instagram"], ["threads"]):
        return _dotted(tokens, at, sighting, beside, used)
    if sighting.platform != wanted and (
        words != [wanted] or abs(at - beside[0]) > _BESIDE or not valid(wanted, sighting.handle)
    ):
        return Placed(sighting, fault=f"a bare {sighting.form}")
    used.update(beside)
    return Placed(sighting, (wanted,))


def _linked(sighting: Sighting, words: list[str]) -> Placed:
    """A link's host beats a word; where both name a platform they must not differ."""
    own = sighting.platform
    if sighting.form == "address" and words and own not in words and not sighting.named and "other" not in words:
        return Placed(sighting, (own,), f"the text says {words[0]}, the link {own}")
    if not sighting.sure and own not in words:
        return Placed(sighting, fault=f"nothing says that it is {own}")
    return Placed(sighting, (own,))


def _bare(tokens: Sequence[Token], at: int, sighting: Sighting, words: list[str], *, elsewhere: bool) -> Placed:
    platforms = tuple(dict.fromkeys(words)) or _by_verb(tokens, at)
    if not platforms and elsewhere:
        return Placed(sighting, fault="the paragraph names another platform")
    good = tuple(one for one in platforms or ("x",) if valid(one, _written(one, sighting.handle)))
    return Placed(sighting, good, "" if good else "not a handle of that platform")


def _written(platform: str, handle: str) -> str:
    return handle.lower() if platform == "bluesky" else handle


def _by_verb(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    for token in reversed(tokens[:at]):
        if token.kind == "HANDLE":
            break
        if token.kind in ("FINITE", "STRONG"):
            return tuple(platform for stem, platform in _VERBS.items() if token.text.casefold().startswith(stem))
    return ()


def _before(tokens: Sequence[Token], at: int, used: set[int]) -> list[int]:
    """The nearest platform word to the left that no other handle has taken, with those joined to it."""
    for n in range(at - 1, max(-1, at - 1 - _FAR), -1):
        if tokens[n].kind == "HANDLE":
            return []
        if tokens[n].kind == "PLATFORM" and n not in used:
            return sorted([n, *_joined(tokens, n, -1, used)])
    return []


def _behind(tokens: Sequence[Token], at: int, used: set[int]) -> list[int]:
    """`@name on Twitter`, `@name (Instagram)`, `@name on both X and GitHub`."""
    for n in range(at + 1, min(len(tokens), at + 6)):
        token = tokens[n]
        if token.kind == "PLATFORM" and n not in used:
            return [] if _labels_next(tokens, at, n) else [n, *_joined(tokens, n, 1, used)]
        if token.kind not in _JOINING and token.kind != "CLOSE":
            return []
    return []


def _labels_next(tokens: Sequence[Token], at: int, n: int) -> bool:
    """Whether a platform's word belongs to the handle after it: `@a, Instagram: @b`, `a@b or on Mastodon, @a@b`."""
    after = tokens[n + 1 : n + 4]
    if after and after[0].kind in ("COLON", "STRONG_SEP", "HANDLE"):
        return True
    parted = any(
        token.kind in ("COMMA", "MARK", "STRONG_SEP") or token.text.casefold() in _AND - {"both"}
        for token in tokens[at + 1 : n]
    )
    return parted and any(token.kind == "HANDLE" for token in after)


def _joined(tokens: Sequence[Token], n: int, step: int, used: set[int]) -> list[int]:
    """Platform words in a row: "Twitter and Instagram"."""
    found: list[int] = []
    at = n + step
    while 0 <= at < len(tokens) and (
        tokens[at].kind in ("COMMA", "MARK", "PLATFORM") or tokens[at].text.casefold() in _AND | _ON
    ):
        if tokens[at].kind == "PLATFORM":
            labelled = step > 0 and at + 1 < len(tokens) and tokens[at + 1].kind in ("COLON", "HANDLE")
            if at in used or labelled:
                break
            found.append(at)
        at += step
    return found


_AND = frozenset({"and", "&", "/", "or", "oder", "ou", "o", "of", "und", "y", "et", "e", "en", "both"})
_ALSO = _AND | {"beziehungsweise", "bzw", "respectively", "sowie", "jeweils"}
_ON = frozenset({"on", "auf", "no", "en", "sur", "su", "op"})
