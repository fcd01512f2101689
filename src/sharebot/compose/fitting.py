"""Fitting a share into a platform's limits: link and credit stay, hashtags go first, then the headline is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from sharebot.compose.cleaning import AT_SIGNS, JOINER, disarm
from sharebot.compose.credit import Byline, Person, bylines, with_first_name
from sharebot.compose.measuring import fits, graphemes
from sharebot.compose.sentences import longest_cut
from sharebot.compose.words import Words
from sharebot.ports import Rules

LEAST_HEADLINE = 5
"""A headline shorter than this part of the limit says too little: then the credit is shortened before it."""
LEAST_NAME = 10
"""Fewer graphemes of a name are no credit."""

_ENDS_LOUD = regex.compile(r"[?!？！][\"'”’»」)\]]*$")
# What must not stand before a dash; a full stop only after a word that is no short form.
_BEFORE_DASH = regex.compile(r"[\s,;:–—-]+$|(?<=\p{L}{4})\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a share is made of. `quoted`: the headline is a sentence of the blog's and stands in quotation marks."""

    headline: str
    quoted: bool
    people: tuple[Person, ...]
    link: str
    tags: tuple[str, ...]
    words: Words
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A text that fits, and what of the parts stands in it."""

    text: str
    headline: str
    byline: Byline | None
    tags: tuple[str, ...]


def fit(parts: Parts) -> Fitted | None:
    """The fullest text that fits; None if not even the link and a credit do."""
    first = next(bylines(parts.people, parts.words), None)
    return _with_whole_headline(parts, first) or _with_cut_headline(parts) or _without_headline(parts)


def _with_whole_headline(parts: Parts, byline: Byline | None) -> Fitted | None:
    for count in range(len(parts.tags), -1, -1):
        fitted = _fitted(parts, parts.headline, byline, parts.tags[:count])
        if fits(fitted.text, parts.rules):
            return fitted
    return None


def _with_cut_headline(parts: Parts) -> Fitted | None:
    """The fullest credit that leaves room for a headline that says something; else the best there was."""
    best = None
    for byline in _all_bylines(parts):
        cut = _cut(parts, byline)
        if cut == parts.headline:
            return _with_whole_headline(parts, byline)
        if cut and len(graphemes(cut)) >= parts.rules.limits[0].most // LEAST_HEADLINE:
            return _fitted(parts, cut, byline)
        best = best or (_fitted(parts, cut, byline) if cut else None)
    return best


def _cut(parts: Parts, byline: Byline | None) -> str:
    return longest_cut(parts.headline, lambda part: _fits(parts, part, byline))


def _without_headline(parts: Parts) -> Fitted | None:
    for byline in _all_bylines(parts):
        if _fits(parts, "", byline):
            return _fitted(parts, "", byline)
    return _with_cut_name(parts) if parts.people else None


def _with_cut_name(parts: Parts) -> Fitted | None:
    name = parts.people[0].written(tagged=False)
    cut = longest_cut(name, lambda part: _fits(parts, "", with_first_name(parts.people, parts.words, part)))
    if len(graphemes(cut)) < min(LEAST_NAME, len(graphemes(name))):
        return None
    return _fitted(parts, "", with_first_name(parts.people, parts.words, cut))


def _all_bylines(parts: Parts) -> Iterator[Byline | None]:
    if parts.people:
        yield from bylines(parts.people, parts.words)
    else:
        yield None


def _fits(parts: Parts, headline: str, byline: Byline | None) -> bool:
    return fits(_text(parts, headline, byline, ()), parts.rules)


def _fitted(parts: Parts, headline: str, byline: Byline | None, tags: tuple[str, ...] = ()) -> Fitted:
    return Fitted(text=_text(parts, headline, byline, tags), headline=headline, byline=byline, tags=tags)


def _text(parts: Parts, headline: str, byline: Byline | None, tags: tuple[str, ...]) -> str:
    first = _credited(parts, disarm(headline, parts.rules), byline.text if byline else "")
    if not parts.rules.opening_mention and first[:1] and first[0] in AT_SIGNS:
        first = JOINER + first
    return "\n\n".join(filter(None, (first, parts.link, " ".join(f"#{tag}" for tag in tags))))


def _credited(parts: Parts, headline: str, names: str) -> str:
    """`Headline — by names`; after a question or a call `Headline? By names`; after a quotation `“…” — names`."""
    words = parts.words
    quoted = f"{words.quotes[0]}{headline}{words.quotes[1]}" if parts.quoted and headline else headline
    if not names:
        return quoted
    begin = f"{words.by.capitalize()} {names}" if words.by else f"— {names}"
    if not headline:
        return begin
    if parts.quoted or not words.by:
        return f"{_BEFORE_DASH.sub('', quoted) or quoted} — {names}"
    if _ENDS_LOUD.search(headline):
        return f"{headline} {begin}"
    return f"{_BEFORE_DASH.sub('', headline) or headline} — {words.by} {names}"
