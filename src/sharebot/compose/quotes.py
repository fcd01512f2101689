"""The sentences of an article that are most worth quoting, by what a reader sees in them without the rest.

A sentence is refused where it leans on another, calls for something, is somebody else's or about the author; what is
left is ranked by length, place, plain words, numbers, the first person, and what it shares with title and categories.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, pairwise
from math import log
from typing import NamedTuple

import regex

from sharebot.compose.cleaning import clean
from sharebot.compose.hashtags import plain
from sharebot.compose.languages import language_of
from sharebot.compose.prose import LABEL, LONGEST, STRANGE, Paragraph, beginning, paragraphs
from sharebot.compose.sentences import sentence_ends
from sharebot.compose.tongues import Reading, reading
from sharebot.model import Entry

MOST = 12
"""Quotes of one entry: more rounds than anybody wants to read."""
SHORT = 10
"""Paragraphs of a text that is judged as a whole."""
FIRST, LAST = 3, 2
"""Paragraphs at a longer one's ends that are judged first: what it is about, and what it comes to."""
MOST_SENTENCES = 400
"""Sentences of a text that are judged."""
LEAST_NAME = 3
AT_ONCE = 3
"""A word for a person among so many first ones comes before any name."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as the article has it, without quotation marks around it."""

    text: str
    score: float


class _Sentence(NamedTuple):
    """`first` and `last`: whether it stands so in its paragraph. `place`: 0 at the text's beginning, 1 at its end."""

    text: str
    words: tuple[str, ...]
    first: bool
    last: bool
    place: float
    sizes: _Sizes


class _Sizes(NamedTuple):
    """Least, best and most characters, and the least words."""

    least: int
    best: int
    most: int
    words: int


_SPACED = _Sizes(40, 95, 230, 6)
_UNSPACED = _Sizes(15, 38, 110, 0)

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_WIDE = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}\p{Thai}]")
_FINAL = frozenset(".!?؟۔।॥。！？．｡")
_CLOSERS = '"”’»」』)'
_ODD = regex.compile(
    rf"{STRANGE}|&#?\w+;|https?:|www\.|[@|→►▶•©®™*`<>\[\]{{}}\\^~_=✓✔]|#\w|--|\bPS\b|P\.S\.|\.{{4}}|"
    r"\p{Co}|(?<!\p{L})\w+\.(?:com|org|net|de|fr|io)\b|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f"
)
_START = regex.compile(r"[\"“„«‹「『‘¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{Lm}\p{N}]")
# What stands before a line that is no sentence: a number, a dash, a label, a time, the place that is reported from.
_MARKED = regex.compile(
    rf"\(?\p{{N}}{{1,3}}[.):]\s|[-–—•·]\s?|{LABEL}|[(\[]?\p{{N}}{{1,2}}:\p{{N}}{{2}}\b|"
    r"(?:\p{Lu}[\p{Lu}.’'-]+\s){1,4}+[—–-]\s|(?:\p{Lu}[\p{Lu}.’'-]+,?\s){1,4}+[^—–]{1,20}\s[—–-]\s"
)
_NUMBER = re.compile(r"\d+")
# A whole name and what its owner is: late in a text that is a line about the author.
_PRESENTS = regex.compile(r"(?:\p{Lu}[\p{L}'’.-]*\s){2,4}(?:is|are|ist|est|es|è|é|—)\s")
_LATE = 0.5
_ABSTRACT_ENDS = (
    "tion tions ment ments ness ity ities ance ence ung ungen keit heit ción ciones dad zione zioni ità ção ções "
    "dade heid ость ение"
)
_ABSTRACT = tuple(_ABSTRACT_ENDS.split())
_LONG_WORD = 8
_MARKS = re.compile('["“”„«»「」『』]')
_COMMAS = ",;،、，；"
_CLOSED_BY = {"“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_INTERVIEW = regex.compile(
    r"\b(?:interview\w*|conversations?|q ?& ?a|gespräche?|entretiens?|entrevistas?|intervist[ae]|conversas?|"
    r"vraaggesprek\w*|интервью|бесед[аы])\b|インタビュー|対談|مقابلة|حوار"
)
_BEGINNING = 40
"""Letters by which an excerpt is found in the article."""
_STEM = 5
_SAME = 0.5
"""Two sentences that share so much of their words are one."""


def quotes(entry: Entry, most: int = MOST, names: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Best first, all different. `names`: those who wrote it; what speaks of them by name is no word of theirs."""
    return _best(entry, most, tuple(names))


@lru_cache(maxsize=4)
def _best(entry: Entry, most: int, names: tuple[str, ...]) -> tuple[Quote, ...]:
    how = reading(language_of(entry))
    people = _names([*names, *(byline.name for byline in entry.bylines[:5])])
    ranked = chain.from_iterable(_ranked(entry, middle=middle) for middle in (False, True))
    found = _chosen(ranked, entry.title, lambda sentence: _is_refused(sentence, how, people))
    return tuple(Quote(sentence.text, score) for score, sentence in islice(found, most))


@lru_cache(maxsize=4)
def _ranked(entry: Entry, *, middle: bool) -> tuple[tuple[float, _Sentence], ...]:
    """Sentences that may be worth it, best first: of the text's ends or of its middle.

    What costs more to find out is asked of few, and so later.
    """
    how = reading(language_of(entry))
    known = _stems(_words(" ".join((entry.title[:500], *entry.categories[:20]))))
    found = [
        (_score(sentence, how, known), sentence)
        for sentence in islice(_sentences(_texts(entry, middle=middle), how), MOST_SENTENCES)
        if not _leans(sentence, how)
    ]
    return tuple(sorted(found, key=lambda each: -each[0]))


def _texts(entry: Entry, *, middle: bool) -> list[Paragraph]:
    """Paragraphs of the article, and before them its excerpt, where somebody wrote one."""
    page = entry.page if entry.summary_only else ""
    own = list(paragraphs("" if page else entry.html, page, interview=_is_interview(entry)))
    long = len(own) > SHORT
    if middle:
        return own[FIRST:-LAST] if long else []
    own = own[:FIRST] + own[-LAST:] if long else own
    summary = clean(entry.summary[:2_000])
    return [Paragraph(summary), *own] if _is_written(summary, own, page or entry.html) else own


def _is_interview(entry: Entry) -> bool:
    """Whether it is called one; its questions may be plain paragraphs then."""
    called = " ".join((entry.title[:500], *(category[:100] for category in entry.categories[:20])))
    return bool(_INTERVIEW.search(called.lower()))


def _is_written(summary: str, own: Sequence[Paragraph], source: str) -> bool:
    """Whether somebody wrote the excerpt: programs cut it from the article, captions, lists and all."""
    begins = plain(summary[: _BEGINNING * 2])[:_BEGINNING]
    if not begins or any(plain(paragraph.written[:100]).startswith(begins) for paragraph in own[:4]):
        return False
    return begins not in plain(beginning(source[:LONGEST]))


# Sentences ------------------------------------------------------------------------------------------------------------


def _sentences(texts: Sequence[Paragraph], how: Reading) -> Iterator[_Sentence]:
    """Those of a good size that are whole, and stand outside of other people's quotation marks."""
    for number, paragraph in enumerate(texts):
        place = number / max(1, len(texts) - 1)
        text = paragraph.text
        ends = sentence_ends(text, ordinals=how.tongue.ordinals)
        yield from _of_paragraph(text, [0, *ends], place, _sizes(text[:200]))


def _of_paragraph(paragraph: str, ends: Sequence[int], place: float, sizes: _Sizes) -> Iterator[_Sentence]:
    inside: list[str] = []
    has_marks = bool(_MARKS.search(paragraph))
    for start, end in pairwise(ends):
        text = paragraph[start:end].strip()
        begun = bool(inside)
        if has_marks:
            _follow(text, inside)
        if not begun and not inside and sizes.least <= len(text) <= sizes.most and _is_finished(text):
            words = _words(text)
            if len(words) >= sizes.words:
                yield _Sentence(text, words, start == 0, end == ends[-1], place, sizes)


def _is_finished(text: str) -> bool:
    bare = text.rstrip(_CLOSERS)
    return bare[-1:] in _FINAL and bare[-2:-1] not in {".", "…"}


def _follow(text: str, inside: list[str]) -> None:
    """Which quotation marks are still open behind the text."""
    for mark in _MARKS.findall(text):
        if inside and mark == inside[-1]:
            inside.pop()
        elif mark == '"' or mark in _CLOSED_BY:
            inside.append(_CLOSED_BY.get(mark, mark))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset([word[:_STEM] for word in words if len(word) >= _STEM - 1])


def _names(names: Sequence[str]) -> frozenset[str]:
    """Whole names, and their longer parts: a sentence that calls the author by name is about the author."""
    whole = [clean(name[:200]) for name in names]
    parts = [part for name in whole for part in name.split() if len(part) > LEAST_NAME and part[0].isupper()]
    return frozenset([name for name in whole if len(name) >= LEAST_NAME] + parts)


def _sizes(text: str) -> _Sizes:
    if text.isascii():
        return _SPACED
    return _UNSPACED if len(_WIDE.findall(text)) * 2 > len(text) else _SPACED


# What is refused ------------------------------------------------------------------------------------------------------


def _leans(sentence: _Sentence, how: Reading) -> bool:
    """Whether it begins with a word that says: go on from before, or speaks at once of somebody not named in it."""
    bare = sentence.text.lstrip('"“„«‹「『‘¿¡ \u202f\xa0').replace("’", "'").lower()
    if how.leaning.match(bare) or _compares(sentence, how):
        return True
    if how.tongue.leaning_inside.isdisjoint(sentence.words):
        return False
    at = next(at for at, word in enumerate(sentence.words) if word in how.tongue.leaning_inside)
    return at < AT_ONCE or not _is_named_before(sentence, at, how)


def _compares(sentence: _Sentence, how: Reading) -> bool:
    """`People say that it is also the hour …`: a thing that is not named in it, beside another that is not either."""
    things, joining = how.tongue.things, how.tongue.joining
    return not things.isdisjoint(sentence.words[: AT_ONCE + 2]) and not joining.isdisjoint(sentence.words)


def _is_named_before(sentence: _Sentence, at: int, how: Reading) -> bool:
    """Whether somebody is named before the word at that place; taken for granted where nouns do not tell."""
    before = sentence.words[:at]
    if not how.tongue.people or how.tongue.people & {*before, *(word.removesuffix("s") for word in before)}:
        return True
    written = _WORD.findall(sentence.text)[1:at]
    return any(word[0].isupper() and word not in {"I", "I’m", "I'm"} for word in written)


def _is_refused(sentence: _Sentence, how: Reading, names: frozenset[str]) -> bool:
    text = sentence.text
    return (
        not _START.match(text)
        or bool(_MARKED.match(text))
        or bool(_ODD.search(text))
        or not _is_balanced(text)
        or _shouts(text)
        or bool(how.calls.search(text.lower()))
        or _speaks_of(text, names)
        or (sentence.place >= _LATE and bool(_PRESENTS.match(text)))
        or _is_mostly_quotation(text)
    )


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("（") == text.count("）") and text[0] not in "(（"


def _shouts(text: str) -> bool:
    return sum(map(str.isupper, text)) * 2 > sum(map(str.isalpha, text))


def _speaks_of(text: str, names: frozenset[str]) -> bool:
    return not names.isdisjoint(_WORD.findall(text)) or any(name in text for name in names if " " in name)


def _is_mostly_quotation(text: str) -> bool:
    """Whether it is rather somebody else's word, or begins with it."""
    if text[0] in '"“„«「『':
        return True
    marks = [mark.start() for mark in _MARKS.finditer(text)]
    return sum(end - start for start, end in zip(marks[::2], marks[1::2], strict=False)) * 3 > len(text)


# What is worth most ---------------------------------------------------------------------------------------------------


def _score(sentence: _Sentence, how: Reading, known: frozenset[str]) -> float:
    return (
        -2.0 * abs(log(len(sentence.text) / sentence.sizes.best))
        + _for_place(sentence)
        + _for_words(sentence, how)
        + 0.45 * min(3, len(_stems(sentence.words) & known))
        - _for_signs(sentence.text, sentence.words)
    )


def _for_place(sentence: _Sentence) -> float:
    """Texts begin with what draws in, and end with what stays; so do paragraphs."""
    score = 0.3 if sentence.last and not sentence.first else 0.0
    if sentence.place == 0 and sentence.first:
        score += 0.6
    return score + (0.3 if sentence.place in {0, 1} else 0.0)


def _for_words(sentence: _Sentence, how: Reading) -> float:
    tongue = how.tongue
    if not tongue.spaced:
        mine, weighty = (sum(word in sentence.text for word in known) for known in (tongue.mine, tongue.weighty))
        return 0.7 * bool(mine) + 0.45 * min(2, weighty)
    words = frozenset(sentence.words)
    leaning = len(words & tongue.leaning_inside) + len(words & tongue.joining)
    leaning += not tongue.things.isdisjoint(sentence.words[: AT_ONCE + 2])
    return 0.7 * (not tongue.mine.isdisjoint(words)) + 0.45 * min(2, len(words & tongue.weighty)) - 0.4 * leaning


def _for_signs(text: str, words: Sequence[str]) -> float:
    """What a reader stumbles over; a number helps instead."""
    commas = sum(map(text.count, _COMMAS[:2] if text.isascii() else _COMMAS))
    abstract = sum(word.endswith(_ABSTRACT) for word in words if len(word) >= _LONG_WORD)
    burden = 0.3 * max(0, commas - 2) + 0.2 * abstract
    burden += (
        0.4 * ("(" in text or "（" in text) + 0.8 * bool(_MARKS.search(text)) + 0.3 * ("…" in text or "..." in text)
    )
    burden += 0.6 * (text[-1] in "!！") + 0.2 * (text[-1] in "?？؟") + 0.2 * (":" in text)
    return burden - 0.4 * any(not _is_year(number) for number in _NUMBER.findall(text))


def _is_year(number: str) -> bool:
    return len(number) == len("2026") and number[:2] in {"19", "20"}


def _chosen(
    ranked: Iterable[tuple[float, _Sentence]], title: str, is_refused: Callable[[_Sentence], bool]
) -> Iterator[tuple[float, _Sentence]]:
    """What is not refused, each once, and none that only says the title again."""
    said, taken = _as_set(clean(title[:500])), list[frozenset[str]]()
    for score, sentence in ranked:
        words = _as_set(sentence.text)
        again = any(len(words & other) > _SAME * min(len(words), len(other)) for other in taken)
        if not again and len(words & said) <= _SAME * len(words) and not is_refused(sentence):
            taken.append(words)
            yield score, sentence


def _as_set(text: str) -> frozenset[str]:
    """The words of a text; where none are set apart by spaces, its pairs of letters."""
    if _sizes(text) is _SPACED:
        return frozenset(_words(text))
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
