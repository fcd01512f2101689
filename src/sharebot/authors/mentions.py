"""Where a text names the people we look for: whole, by the first name or by the last.

By hand, not by a pattern of the names: compiling one for every entry would cost more than reading the entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from sharebot.authors.names import key


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name at text[start:end] of a block; `whole` where it is more than a first or last name."""

    person: int
    start: int
    end: int
    whole: bool


_TITLE = regex.compile(r"(?<![\p{L}\p{N}@_./])(?:Dr|Prof|Mr|Mrs|Ms|Mx|Sra?|Dra|Herr|Frau|Mme)\.? $")
_LONGEST_TITLE = 7


def mentions(text: str, names: Sequence[str]) -> list[Mention]:
    """Who of these is named where, from left to right; the longer of two forms that begin at one place."""
    found = []
    at = 0
    for start, end in places(text, names):
        person = _owner(text[start:end], tuple(names)) if start >= at else None
        if person is not None:
            begin = _with_title(text, start)
            whole = len(key(text[start:end])) > 1 or text[start:end] == names[person]
            found.append(Mention(person, max(begin, at), end, whole))
        at = max(at, end)
    return found


def marked(text: str, names: Sequence[str], sign: str) -> str:
    """The text with a sign in place of every mention of any of the people."""
    parts, at = [], 0
    for start, end in places(text, names):
        if start >= at:
            parts += [text[at : _with_title(text, start)], sign]
            at = end
    return "".join((*parts, text[at:])) if parts else text


def places(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where any form of the names stands as words of its own."""
    found = [place for form in _forms(tuple(names)) if form in text for place in _places(text, form)]
    if "\n" in text:
        flat = text.replace("\n", " ")
        found += [place for form in _forms(tuple(names)) if " " in form for place in _places(flat, form)]
    return sorted(set(found), key=lambda place: (place[0], -place[1])) if found else found


@lru_cache(maxsize=256)
def _forms(names: tuple[str, ...]) -> tuple[str, ...]:
    split = [(name, name.split()) for name in names if name.strip()]
    forms = (form for name, words in split for form in (name, _initials(words), words[0], words[-1], name.upper()))
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))


def _initials(words: list[str]) -> str:
    """`J. T.` of "J. T. Roe", by which an author may be called."""
    initials = [word for word in words[:-1] if word.endswith(".") and len(word) <= _INITIAL]
    return " ".join(initials) if len(initials) == len(words) - 1 else ""


_INITIAL = 4


def _places(text: str, form: str) -> Iterator[tuple[int, int]]:
    at = text.find(form)
    while at >= 0:
        if _begins(text, at) and _ends(text, at + len(form)):
            yield at, at + len(form)
        at = text.find(form, at + 1)


def _begins(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    if _UNSPACED.match(before) and _UNSPACED.match(text[at]) and not _HANGUL.match(before):
        return True
    if before == "-":
        return not text[at - 2 : at - 1].strip()
    return not (before.isalnum() or before in _PART_OF_A_WORD)


def _ends(text: str, at: int) -> bool:
    after, second = text[at : at + 1], text[at + 1 : at + 2]
    if _UNSPACED.match(text[at - 1 : at]):
        return True  # a particle follows without a space
    if after == ".":
        return not second.isalpha()
    if after and after in "'’":
        return not second.isalpha() or (second == "s" and not (text[at + 2 : at + 3].isalnum()))
    return not (after.isalnum() or after in _GOES_ON)


_HANGUL = regex.compile(r"\p{Hangul}")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_PART_OF_A_WORD = frozenset("@_./")
_GOES_ON = frozenset("_@-")


def _with_title(text: str, start: int) -> int:
    """Where the name begins if "Dr" and the like before it are taken in."""
    found = _TITLE.search(text[max(0, start - _LONGEST_TITLE) : start]) if text[start - 1 : start] == " " else None
    return start if found is None else start - (found.end() - found.start())


@lru_cache(maxsize=1024)
def _owner(form: str, names: tuple[str, ...]) -> int | None:
    """Whose name it is; None where two people share it."""
    words = key(form)
    owners = [at for at, name in enumerate(names) if key(name) == words]
    owners = owners or [at for at, name in enumerate(names) if words and words[-1:] in (key(name)[:1], key(name)[-1:])]
    owners = owners if len(owners) == 1 else [at for at in owners if key(names[at])[:1] == words[:1]]
    owners = owners or [at for at, name in enumerate(names) if form in (name.split()[0], name.split()[-1])]
    return owners[0] if len(owners) == 1 else None
