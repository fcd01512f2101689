"""The sentences of an article that are most worth quoting, by what a reader sees in them without the rest.

A sentence is refused where it leans on another, calls for something, is somebody else's or about the author; what is
left is ranked by length, place, plain words, numbers, the first person, and what it shares with title and categories.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from math import log

import regex

from sharebot.compose.cleaning import clean
from sharebot.compose.hashtags import plain
from sharebot.compose.languages import language_of
from sharebot.compose.measuring import graphemes
from sharebot.compose.prose import STRANGE, Paragraph, paragraphs
from sharebot.compose.sentences import sentence_ends
from sharebot.compose.tongues import Reading, reading
from sharebot.model import Entry

MOST = 12
"""Quotes of one entry: more rounds than anybody wants to read."""
MOST_SENTENCES = 400
LEAST_NAME = 3
AT_ONCE = 3
"""A word for a person among so many first ones comes before any name."""
"""Sentences of a text that are judged."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as the article has it, without quotation marks around it."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`first` and `last`: whether it stands so in its paragraph. `place`: 0 at the text's beginning, 1 at its end."""

    text: str
    words: tuple[str, ...]
    first: bool
    last: bool
    place: float


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Least, best and most characters, and the least words."""

    least: int
    best: int
    most: int
    words: int


_SPACED = _Sizes(40, 95, 230, 6)
_UNSPACED = _Sizes(15, 38, 110, 0)

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*")
_WIDE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}\p{Thai}]")
_FINISHED = regex.compile(r"(?<![.…])[.!?؟۔।॥。！？．｡][\"”’»」』)]*\Z")
_ODD = regex.compile(
    rf"{STRANGE}|https?:|www\.|[@|→►▶•©®™*`<>\[\]{{}}\\^~_=✓✔]|#\w|--|\bPS\b|P\.S\.|\.{4}|"
    r"(?<!\p{L})\w+\.(?:com|org|net|de|fr|io)\b|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f"
)
_START = regex.compile(r"[\"“„«‹「『‘¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{Lm}\p{N}]")
_NUMBERED = regex.compile(r"\(?\p{N}{1,3}[.):]\s|[-–—•·]\s?|\p{Lu}[\p{L} ]{0,24}[:：]\s")
_NUMBER = regex.compile(r"(?<!\p{N})(?!(?:19|20)\p{N}{2}(?!\p{N}))\p{N}+")
_LETTERS, _CAPITALS = regex.compile(r"\p{L}"), regex.compile(r"\p{Lu}")
# A whole name and what its owner is: late in a text that is a line about the author.
_PRESENTS = regex.compile(r"(?:\p{Lu}[\p{L}'’.-]*\s){2,4}(?:is|are|ist|est|es|è|é|—)\s")
_LATE = 0.5
_DOTS = regex.compile(r"…|\.{3}")
_ABSTRACT = regex.compile(
    r"\b\p{L}{4,}(?:tion|tions|ment|ments|ness|ity|ities|ance|ence|ung|ungen|keit|heit|ción|ciones|dad|zione|zioni|ità|"
    r"ção|ções|dade|heid|ость|ение)\b"
)
_MARKS = regex.compile('["“”„«»「」『』]')
_CLOSED_BY = {"“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_STEM = 5
_SAME = 0.5
"""Two sentences that share so much of their words are one."""


def quotes(entry: Entry, most: int = MOST, names: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Best first, all different. `names`: those who wrote it; what speaks of them by name is no word of theirs."""
    return _ranked(entry, tuple(names))[:most]


@lru_cache(maxsize=8)
def _ranked(entry: Entry, names: tuple[str, ...]) -> tuple[Quote, ...]:
    how = reading(language_of(entry))
    known = _stems(_words(" ".join((entry.title[:500], *entry.categories[:20]))))
    people = _names([*names, *(byline.name for byline in entry.bylines[:5])])
    found = [
        Quote(sentence.text, _score(sentence, how, known))
        for sentence in islice(_sentences(_texts(entry)), MOST_SENTENCES)
        if not _is_refused(sentence, how, people)
    ]
    return tuple(_different(sorted(found, key=lambda quote: -quote.score), entry.title))


def _texts(entry: Entry) -> list[Paragraph]:
    """The article's paragraphs, and before them its excerpt, where somebody wrote one."""
    own = list(paragraphs("", entry.page) if entry.page and entry.summary_only else paragraphs(entry.html))
    summary = clean(entry.summary[:2_000])
    body = " ".join(paragraph.text for paragraph in own[:3])
    return own if plain(summary[:60]) in plain(body) else [Paragraph(summary, -1), *own]


# Sentences ------------------------------------------------------------------------------------------------------------


def _sentences(texts: Sequence[Paragraph]) -> Iterator[_Sentence]:
    """Those that stand outside of other people's quotation marks."""
    for number, paragraph in enumerate(texts):
        ends = [0, *sentence_ends(paragraph.text)]
        inside: list[str] = []
        for start, end in pairwise(ends):
            text = paragraph.text[start:end].strip()
            begun = bool(inside)
            _follow(text, inside)
            if text and not begun and not inside:
                place = number / max(1, len(texts) - 1)
                yield _Sentence(text, _words(text), start == 0, end == ends[-1], place)


def _follow(text: str, inside: list[str]) -> None:
    """Which quotation marks are still open behind the text."""
    for mark in _MARKS.findall(text):
        if inside and mark == inside[-1]:
            inside.pop()
        elif mark == '"' or mark in _CLOSED_BY:
            inside.append(_CLOSED_BY.get(mark, mark))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words if len(word) >= _STEM - 1)


def _names(names: Sequence[str]) -> frozenset[str]:
    """Whole names: a first name alone may be anybody's, and a family name a plain word."""
    whole = {clean(name[:200]).casefold() for name in names}
    return frozenset(name for name in whole if len(name) >= LEAST_NAME)


# What is refused ------------------------------------------------------------------------------------------------------


def _is_refused(sentence: _Sentence, how: Reading, names: frozenset[str]) -> bool:
    text = sentence.text
    return (
        not _has_size(sentence)
        or not _FINISHED.search(text)
        or not _START.match(text)
        or bool(_NUMBERED.match(text))
        or bool(_ODD.search(text))
        or not _is_balanced(text)
        or _shouts(text)
        or _leans(sentence, how)
        or bool(how.calls.search(text))
        or _speaks_of(text, names)
        or (sentence.place >= _LATE and bool(_PRESENTS.match(text)))
        or _is_mostly_quotation(text)
    )


def _has_size(sentence: _Sentence) -> bool:
    sizes = _sizes(sentence.text)
    return sizes.least <= len(sentence.text) <= sizes.most and len(sentence.words) >= sizes.words


def _sizes(text: str) -> _Sizes:
    wide = len(_WIDE.findall(text))
    return _UNSPACED if wide * 2 > len(text) else _SPACED


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("（") == text.count("）") and text[0] not in "(（"


def _shouts(text: str) -> bool:
    return len(_CAPITALS.findall(text)) * 2 > len(_LETTERS.findall(text))


def _leans(sentence: _Sentence, how: Reading) -> bool:
    """Whether it begins with a word that says: go on from before, or speaks at once of somebody not named in it."""
    bare = sentence.text.lstrip('"“„«‹「『‘¿¡ \u202f\xa0').replace("’", "'")
    if how.leaning.match(bare):
        return True
    at = next((at for at, word in enumerate(sentence.words) if word in how.tongue.leaning_inside), None)
    return at is not None and (at < AT_ONCE or not _is_named_before(sentence, at, how))


def _is_named_before(sentence: _Sentence, at: int, how: Reading) -> bool:
    """Whether somebody is named before the word at that place; taken for granted where nouns do not tell."""
    if not how.tongue.people or how.tongue.people & set(sentence.words[:at]):
        return True
    written = _WORD.findall(sentence.text)[1:at]
    return any(word[0].isupper() and word not in {"I", "I’m", "I'm"} for word in written)


def _speaks_of(text: str, names: frozenset[str]) -> bool:
    folded = text.casefold()
    return any(name in folded for name in names)


def _is_mostly_quotation(text: str) -> bool:
    """Whether it is rather somebody else's word, or begins with it."""
    if text[0] in '"“„«「『':
        return True
    marks: list[int] = [mark.start() for mark in _MARKS.finditer(text)]
    return sum(end - start for start, end in zip(marks[::2], marks[1::2], strict=False)) * 3 > len(text)


# What is worth most ---------------------------------------------------------------------------------------------------


def _score(sentence: _Sentence, how: Reading, known: frozenset[str]) -> float:
    return (
        _for_length(sentence.text)
        + _for_place(sentence)
        + _for_words(sentence, how)
        + 0.45 * min(3, len(_stems(sentence.words) & known))
        - _for_signs(sentence.text)
    )


def _for_length(text: str) -> float:
    return -2.0 * abs(log(len(graphemes(text)) / _sizes(text).best))


def _for_place(sentence: _Sentence) -> float:
    """Texts begin with what draws in, and end with what stays; so do paragraphs."""
    score = 0.3 if sentence.last and not sentence.first else 0.0
    if sentence.place == 0 and sentence.first:
        score += 0.6
    return score + (0.3 if sentence.place in {0, 1} else 0.0)


def _for_words(sentence: _Sentence, how: Reading) -> float:
    tongue, words = how.tongue, sentence.words
    if tongue.spaced:
        mine, weighty = (len(set(words) & known) for known in (tongue.mine, tongue.weighty))
        leaning = len(set(words[3:]) & tongue.leaning_inside) + len(set(words) & tongue.joining)
        leaning += bool(set(words[: AT_ONCE + 2]) & tongue.things)
    else:
        mine, weighty = (sum(word in sentence.text for word in known) for known in (tongue.mine, tongue.weighty))
        leaning = 0
    return 0.7 * bool(mine) + 0.45 * min(2, weighty) - 0.4 * leaning


def _for_signs(text: str) -> float:
    """What a reader stumbles over; a number helps instead."""
    commas = len(regex.findall("[,،、，;；]", text))
    burden = 0.3 * max(0, commas - 2) + 0.2 * len(_ABSTRACT.findall(text))
    burden += 0.4 * ("(" in text or "（" in text) + 0.8 * bool(_MARKS.search(text)) + 0.3 * bool(_DOTS.search(text))
    burden += 0.6 * (text[-1] in "!！") + 0.2 * (text[-1] in "?？؟") + 0.2 * (":" in text)
    return burden - 0.4 * bool(_NUMBER.search(text))


def _different(ranked: Sequence[Quote], title: str) -> Iterator[Quote]:
    """Each once, and none that only says the title again."""
    said, taken = _as_set(clean(title[:500])), list[frozenset[str]]()
    for quote in ranked:
        words = _as_set(quote.text)
        again = any(len(words & other) > _SAME * min(len(words), len(other)) for other in taken)
        if not again and len(words & said) <= _SAME * len(words):
            taken.append(words)
            yield quote


def _as_set(text: str) -> frozenset[str]:
    """The words of a text; where none are set apart by spaces, its pairs of letters."""
    if _sizes(text) is _SPACED:
        return frozenset(_words(text))
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
