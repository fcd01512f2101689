"""Fitting a share into a platform's limits: link and credit stay, hashtags go first, then the headline is cut.

The text is the house's own form or the blog's template; either is made anew of ever smaller parts until it fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import regex

from sharebot.compose.cleaning import AT_SIGNS, JOINER, disarm
from sharebot.compose.credit import MOST_NAMES, Byline, Person, bylines, cut_bylines, first_name
from sharebot.compose.measuring import fits, graphemes
from sharebot.compose.sentences import FINAL, longest_cut, shortened, without_full_stop
from sharebot.compose.typography import quoted, typeset
from sharebot.compose.words import Words
from sharebot.ports import Rules

if TYPE_CHECKING:
    from sharebot.compose.templates import Form

LEAST_HEADLINE = 5
"""A headline shorter than this part of the limit says too little: then the credit is shortened before it."""
LEAST_NAME = 10
"""Fewer graphemes of a name are no credit."""

_ENDS_LOUD = regex.compile(r"[?!？！؟][\"'”’»」)\]]*$")
_HAS_DASH = regex.compile(r"\S\s[—–-]\s\S")
_BEFORE_DASH = regex.compile(r"[\s,;:–—-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a share is made of. `quoted`: the headline is a sentence of the blog's and stands in quotation marks.

    `titled`: the headline is the entry's title. `also`: the other of title and sentence, shown where there is room.
    `form`: the blog's template, None for the house's own form; `facts` are what only a template shows. `warning`
    takes room where the platform counts it, `labels` never do. `untracked`: the link stands without the parameters
    that staff want.
    """

    headline: str
    titled: bool
    quoted: bool
    people: tuple[Person, ...]
    link: str
    tags: tuple[str, ...]
    words: Words
    rules: Rules
    also: str = ""
    form: Form | None = None
    facts: tuple[tuple[str, Any], ...] = ()
    warning: str = ""
    labels: tuple[str, ...] = ()
    untracked: bool = False

    def fit(self, text: str) -> bool:
        return fits(text, self.rules, self.warning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A text that fits, and what of the parts stands in it."""

    text: str
    headline: str
    byline: Byline | None
    tags: tuple[str, ...]
    also: str = ""


def fit(parts: Parts, *, cut: bool = True) -> Fitted | None:
    """The fullest text that fits; None if not even the link and a credit do, or the headline may not be cut and must.

    A template makes each text anew, and may make any of any parts; so how many are tried is bounded whatever it is.
    """
    if not parts.fit(parts.link):
        return None
    first = next(bylines(parts.people, parts.words, parts.rules), None)
    if whole := _with_whole_headline(parts, first):
        return whole
    if parts.also:
        return fit(replace(parts, also=""), cut=cut)
    if not cut:
        return _with_shorter_credit(parts)
    return _with_cut_headline(parts) or _without_headline(parts)


def _with_whole_headline(parts: Parts, byline: Byline | None) -> Fitted | None:
    return _with_tags(parts, parts.headline, byline)


def _with_tags(parts: Parts, headline: str, byline: Byline | None) -> Fitted | None:
    """As many hashtags as there is room for: a headline that is cut at a sentence may leave some."""
    for count in range(len(parts.tags), -1, -1):
        fitted = _fitted(parts, headline, byline, parts.tags[:count])
        if parts.fit(fitted.text):
            return fitted
    return None


def _with_shorter_credit(parts: Parts) -> Fitted | None:
    """The credit is shortened only where it leaves no room for a headline that says something."""
    least = shortened("".join(graphemes(parts.headline)[: _least_headline(parts)]))
    for byline in _all_bylines(parts):
        if whole := _with_whole_headline(parts, byline):
            return whole
        if _fits(parts, least, byline):
            return None
    return None


def _least_headline(parts: Parts) -> int:
    """In graphemes."""
    return parts.rules.limits[0].most // LEAST_HEADLINE


def _with_cut_headline(parts: Parts) -> Fitted | None:
    """The fullest credit that leaves room for a headline that says something; else the best there was."""
    best = None
    for byline in _all_bylines(parts):
        if not _fits(parts, "", byline):
            continue
        cut = _cut(parts, byline)
        if cut == parts.headline:
            return _with_whole_headline(parts, byline)
        if cut and len(graphemes(cut)) >= _least_headline(parts):
            return _with_tags(parts, cut, byline)
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
    return list(cut_bylines(parts.people, parts.words, parts.rules, name))[-1]


def _all_bylines(parts: Parts) -> Iterator[Byline | None]:
    if parts.people:
        yield from bylines(parts.people, parts.words, parts.rules)
    else:
        yield None


def _fits(parts: Parts, headline: str, byline: Byline | None) -> bool:
    return parts.fit(_text(parts, headline, byline, ()))


def _fitted(parts: Parts, headline: str, byline: Byline | None, tags: tuple[str, ...] = ()) -> Fitted:
    text = _text(parts, headline, byline, tags)
    return Fitted(text=text, headline=headline, byline=byline, tags=tags, also=parts.also)


# The house's own form ------------------------------------------------------------------------------------------------


def _text(parts: Parts, headline: str, byline: Byline | None, tags: tuple[str, ...]) -> str:
    names = byline.text if byline else ""
    if parts.form:
        text = _without_foreign_mentions(
            parts.form.render(_variables(parts, headline, names, tags, parts.form.uses)), parts
        )
    else:
        first = _first_lines(parts, headline, names)
        text = "\n\n".join(filter(None, (first, parts.link, " ".join(f"#{tag}" for tag in tags))))
    hidden = not parts.rules.opening_mention and text[:1] and text[0] in AT_SIGNS
    return JOINER + text if hidden else text


def _first_lines(parts: Parts, headline: str, names: str) -> str:
    """A sentence of the article stands alone above its title, where there is room for both."""
    if parts.quoted and parts.also and headline:
        return f"{_quoted(parts, headline)}\n\n{_titled(parts, parts.also, names)}"
    return _credited(parts, headline, names)


def _credited(parts: Parts, headline: str, names: str) -> str:
    """`Headline — by names`; after a question or a call `Headline? By names`; after a quotation `“…” — names`."""
    if not headline:
        return _opening_credit(parts.words, names) if names else ""
    if parts.quoted:
        said = _quoted(parts, headline)
        return f"{said.removesuffix('.')} {parts.words.dash} {names}" if names else said
    return _titled(parts, headline, names)


def _quoted(parts: Parts, sentence: str) -> str:
    return quoted(disarm(typeset(sentence, parts.words), parts.rules), parts.words)


def _titled(parts: Parts, title: str, names: str) -> str:
    words, rules = parts.words, parts.rules
    if not names:
        return disarm(typeset(title, words), rules)
    title = typeset(_without_credit(title, parts), words)
    if words.by and _ENDS_LOUD.search(title):
        return f"{disarm(title, rules)} {_opening_credit(words, names)}"
    if words.by and _HAS_DASH.search(title):  # a second one would read as if it closed the first
        ended = disarm(_BEFORE_DASH.sub("", without_full_stop(title)), rules)
        return f"{ended}{'' if ended[-1] in FINAL else '.'} {_opening_credit(words, names)}"
    # Trimmed before it is disarmed: `harborlight.org-` becomes a domain when it loses its dash.
    trimmed = without_full_stop(_BEFORE_DASH.sub("", title)) or title
    return f"{disarm(trimmed, rules)} {words.dash} {f'{words.by} {names}'.strip()}"


def _without_credit(title: str, parts: Parts) -> str:
    """A title that ends with all who wrote it would say it twice."""
    names = [person.name for person in parts.people[:MOST_NAMES]]
    if not parts.words.by or len(names) < len(parts.people) or not title.casefold().endswith(names[-1].casefold()):
        return title
    joint = rf"(?:,\s|,?\s(?:and|&|{regex.escape(parts.words.last.strip())})\s)"
    listed = joint.join(map(regex.escape, names))
    credit = regex.search(rf"[\s,;:|–—-]+(?:by|{parts.words.by})\s+{listed}$", title, regex.IGNORECASE)
    return title[: credit.start()] if credit and credit.start() else title


def _opening_credit(words: Words, names: str) -> str:
    return f"{words.by[:1].upper()}{words.by[1:]} {names}" if words.by else f"{words.dash} {names}"


# The blog's template --------------------------------------------------------------------------------------------------


def _variables(parts: Parts, headline: str, names: str, tags: tuple[str, ...], uses: Iterable[str]) -> dict[str, Any]:
    """Those that the template uses; see templates.VARIABLES. Title and sentence are cut where the headline is."""
    title, sentence = (headline, parts.also) if parts.titled else (parts.also, headline if parts.quoted else "")
    made: dict[str, Callable[[], Any]] = {
        "headline": lambda: _quoted(parts, headline) if parts.quoted else _plainly(parts, headline),
        "line": lambda: _credited(parts, headline, names),
        "title": lambda: _plainly(parts, title) if title else "",
        "quote": lambda: _quoted(parts, sentence) if sentence else "",
        "credit": lambda: f"{parts.words.by} {names}".strip() if names else "",
        "authors": lambda: names,
        "link": lambda: parts.link,
        "hashtags": lambda: " ".join(f"#{tag}" for tag in tags),
        "tags": lambda: list(tags),
    }
    return dict(parts.facts) | {name: make() for name, make in made.items() if name in uses}


def _plainly(parts: Parts, text: str) -> str:
    return disarm(typeset(text, parts.words), parts.rules)


def _without_foreign_mentions(text: str, parts: Parts) -> str:
    """A template may put a sign before somebody's word; whom neither it nor the credit names is not tagged by that."""
    if not any(sign in text for sign in AT_SIGNS):
        return text
    pattern = _compiled(parts.rules.mention_in_text)
    own = pattern.findall(parts.form.own) if parts.form else []
    allowed = {handle.casefold() for handle in (*own, *(person.handle for person in parts.people if person.mention))}
    for found in reversed([*pattern.finditer(text)]):
        if found[1].casefold() not in allowed:
            at = found.start(1)
            text = text[:at] + JOINER + text[at:]
    return text


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
