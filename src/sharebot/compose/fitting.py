"""Fitting a share into a platform's limits: link and credit stay, hashtags go first, then the headline is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from sharebot.compose.cleaning import AT_SIGNS, JOINER, disarm
from sharebot.compose.credit import Byline, Person, bylines, cut_byline, first_name
from sharebot.compose.measuring import fits, graphemes
from sharebot.compose.sentences import longest_cut, without_full_stop
from sharebot.compose.words import Words
from sharebot.ports import Rules

LEAST_HEADLINE = 5
"""A headline shorter than this part of the limit says too little: then the credit is shortened before it."""
LEAST_NAME = 10
"""Fewer graphemes of a name are no credit."""

_ENDS_LOUD = regex.compile(r"[?!？！][\"'”’»」)\]]*$")
_BEFORE_DASH = regex.compile(r"[\s,;:–—-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a share is made of. `quoted`: the headline is a sentence of the blog's and stands in quotation marks.

    `titled`: the headline is the entry's title.
    """

    headline: str
    titled: bool
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
    if not fits(parts.link, parts.rules):
        return None
    first = next(bylines(parts.people, parts.words, parts.rules), None)
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
    name = first_name(parts.people)
    cut = longest_cut(name, lambda part: _fits(parts, "", _cut_byline(parts, part)))
    if len(graphemes(cut)) < min(LEAST_NAME, len(graphemes(name))):
        return None
    return _fitted(parts, "", _cut_byline(parts, cut))


def _cut_byline(parts: Parts, name: str) -> Byline:
    return cut_byline(parts.people, parts.words, parts.rules, name)


def _all_bylines(parts: Parts) -> Iterator[Byline | None]:
    if parts.people:
        yield from bylines(parts.people, parts.words, parts.rules)
    else:
        yield None


def _fits(parts: Parts, headline: str, byline: Byline | None) -> bool:
    return fits(_text(parts, headline, byline, ()), parts.rules)


def _fitted(parts: Parts, headline: str, byline: Byline | None, tags: tuple[str, ...] = ()) -> Fitted:
    return Fitted(text=_text(parts, headline, byline, tags), headline=headline, byline=byline, tags=tags)


def _text(parts: Parts, headline: str, byline: Byline | None, tags: tuple[str, ...]) -> str:
    first = _credited(parts, headline, byline.text if byline else "")
    if not parts.rules.opening_mention and first[:1] and first[0] in AT_SIGNS:
        first = JOINER + first
    return "\n\n".join(filter(None, (first, parts.link, " ".join(f"#{tag}" for tag in tags))))


def _credited(parts: Parts, headline: str, names: str) -> str:
    """`Headline — by names`; after a question or a call `Headline? By names`; after a quotation `“…” — names`."""
    words, rules = parts.words, parts.rules
    if not headline:
        return _opening_credit(words, names) if names else ""
    if parts.quoted:
        quoted = f"{words.quotes[0]}{disarm(headline, rules)}{words.quotes[1]}"
        return f"{quoted} — {names}" if names else quoted
    if not names:
        return disarm(headline, rules)
    if words.by and _ENDS_LOUD.search(headline):
        return f"{disarm(headline, rules)} {_opening_credit(words, names)}"
    # Trimmed before it is disarmed: `harborlight.org-` becomes a domain when it loses its dash.
    trimmed = without_full_stop(_BEFORE_DASH.sub("", headline)) or headline
    return f"{disarm(trimmed, rules)} — {f'{words.by} {names}'.strip()}"


def _opening_credit(words: Words, names: str) -> str:
    return f"{words.by.capitalize()} {names}" if words.by else f"— {names}"
