"""A text → tokens of known kinds. Words are looked up, phrases tried only where one may begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from sharebot.authors.inflected import platform_of
from sharebot.authors.ways import WAYS
from sharebot.authors.words import (
    BY_MEANING,
    FIRST_PERSON,
    OTHER_PHRASES,
    PLATFORM_PHRASES,
    split_alternatives,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`ref` is the number of a HANDLE's sighting or of a PERSON; `whole` says that a person is named in full."""

    kind: str
    text: str
    start: int
    end: int
    ref: int = -1
    platform: str = ""
    whole: bool = False


_CUT = regex.compile(
    r"(?P<HANDLE>[\uE000-\uEFFF])|(?P<PERSON>[\uF000-\uF8FF])|"
    r"(?P<STRONG_SEP>\s[-–—~]+(?=\s|[\uE000-\uEFFF])|[·|•→»]|\s/\s)|"
    r"(?P<CLITIC>['’](?:s|m|re|ve|d|ll)(?![\p{L}\p{N}]))|"
    r"(?P<WORD>[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}.&-]|['’](?!(?:s|m|re|ve|d|ll)(?![\p{L}\p{N}])))*(?<![.&'’-]))|"
    r"(?P<OPEN>[(\[{])|(?P<CLOSE>[)\]}])|(?P<COLON>:)|(?P<SEMI>;)|(?P<COMMA>[,،、])|(?P<MARK>[^\s])"
)


def _phrases() -> Iterator[tuple[str, str]]:
    """Every entry of more than one word, with its kind; a platform's kind is P and its name."""
    yield from (("P_" + platform, form) for platform, form in PLATFORM_PHRASES)
    yield from WAYS
    yield from OTHER_PHRASES
    for kind, listed in BY_MEANING.items():
        several = [entry for entry in split_alternatives(listed) if " " in entry]
        if several:
            yield kind, rf"(?i:{'|'.join(several)})(?!\w)"


_KINDS = [kind for kind, _ in _phrases()]
_PHRASE = regex.compile("|".join(f"(?P<_{at}>{form})" for at, (_, form) in enumerate(_phrases())))
_SINGLE = {
    kind: regex.compile("|".join(entry for entry in split_alternatives(listed) if " " not in entry), regex.IGNORECASE)
    for kind, listed in BY_MEANING.items()
}
_AM = regex.compile(r"['’]m(?!\w)")
_AFTER_ANOTHER = frozenset({"via", "threads", "since", "for"})
"""Words that are phrases only after certain others, which a word alone cannot show."""


@lru_cache(maxsize=8192)
def _known(word: str) -> tuple[str, str, bool]:
    """A word's kind, its platform, and whether a phrase may begin with it."""
    opens = word.casefold() in _AFTER_ANOTHER or _PHRASE.match(word + " ", partial=True) is not None
    platform = platform_of(word)
    if platform:
        return "PLATFORM", platform, opens
    if word in FIRST_PERSON:
        return "FIRST", "", opens
    kind = next((kind for kind, pattern in _SINGLE.items() if pattern.fullmatch(word)), "")
    return kind or ("NAME" if word[0].isupper() or (not word[0].islower() and word[0].isalpha()) else "WORD"), "", opens


def cut(text: str) -> list[Token]:
    """The tokens of a text in which handles and people may be coded as single signs."""
    tokens = []
    at = 0
    while found := _CUT.search(text, at):
        token = _token(text, found)
        tokens.append(token)
        at = token.end
    return tokens


def _token(text: str, found: regex.Match[str]) -> Token:
    kind, word, start, end = found.lastgroup or "MARK", found[0], found.start(), found.end()
    if kind not in ("WORD", "CLITIC"):
        return Token(kind, word, start, end)
    known, platform, opens = _known(word) if kind == "WORD" else ("CONNECT", "", True)
    phrase = _PHRASE.match(text, start) if opens else None
    if phrase and (phrase.end() >= end or kind == "CLITIC"):
        kind = _KINDS[int((phrase.lastgroup or "_0")[1:])]
        return _named(kind, phrase[0], start, phrase.end())
    if known == "FIRST" and _AM.match(text, end):
        return Token("I_AM", text[start : end + 2], start, end + 2)
    return Token(known, word, start, end, platform=platform)


def _named(kind: str, text: str, start: int, end: int) -> Token:
    if kind.startswith("P_"):
        return Token("PLATFORM", text, start, end, platform=kind[2:])
    return Token(kind, text, start, end)


def platforms_in(text: str) -> list[str]:
    """The platforms a text names, in order."""
    return [token.platform for token in cut(text) if token.kind == "PLATFORM"]
