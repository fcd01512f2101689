"""An entry, its authors and a platform's rules make a share. Pure: the same parts give the same text, always."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, repeat
from typing import TYPE_CHECKING

import regex

from sharebot.compose.address import address
from sharebot.compose.card import card
from sharebot.compose.cleaning import at_words, clean
from sharebot.compose.credit import LONGEST_NAME, MOST_NAMES, Person, people
from sharebot.compose.fitting import Fitted, Parts, fit
from sharebot.compose.hashtags import hashtags, plain
from sharebot.compose.languages import SAMPLE, language_of
from sharebot.compose.measuring import measure
from sharebot.compose.openings import Opening, openings
from sharebot.compose.sentences import cut_to
from sharebot.compose.spans import mentions, spans
from sharebot.compose.tracking import tracked
from sharebot.compose.words import Words, words_for
from sharebot.errors import SharebotError
from sharebot.model import PLAIN_STYLE, Author, Entry, Share, Style
from sharebot.ports import Rules

if TYPE_CHECKING:
    from sharebot.compose.templates import Form

LEAST_WORDS = 20
"""Words of a text by which its language can be told."""

_HASHTAG = regex.compile(r"[#＃](\w+)")
_CODE_POINTS_A_UNIT = 8  # more of a headline can never be shown


def compose(
    entry: Entry,
    authors: tuple[Author, ...],
    rules: Rules,
    style: Style = PLAIN_STYLE,
    *,
    round: int = 0,  # noqa: A002  as posts call it
) -> Share:
    """`round`: how many shares of the entry the account's readers may have seen; each has a text of its own.

    Raises SharebotError where the entry has no link, or one that leaves no room for itself and the credit, where no
    words are left for another round, and where the style's template cannot be used.
    """
    work = _Work(entry, people(authors, rules), rules, style)
    if not work.link:
        raise SharebotError(f"{work.called}: the entry has no link, so there is nothing to share")
    texts = work.texts() if round == 0 else work.later_texts(round)
    parts, fitted = next(texts, (None, None))
    if parts is None or fitted is None:
        raise SharebotError(f"{work.called}: {work.why_not(round)}")
    return _share(entry, rules, parts, fitted, work.language)


@dataclass(frozen=True)
class _Work:
    """One entry on its way to a share; what several rounds need is made once."""

    entry: Entry
    people: tuple[Person, ...]
    rules: Rules
    style: Style

    @property
    def called(self) -> str:
        return clean(self.entry.title[:200]) or clean(self.entry.id[:200])

    @cached_property
    def link(self) -> str:
        return address(self.entry.url, self.rules)

    def later_texts(self, first: int) -> Iterator[tuple[Parts, Fitted]]:
        """From that round on. Where the house's own form begins with the title, no sentence says the same."""
        known = not self._form and bool(clean(self.entry.title[: self._longest]))
        return islice(self.texts(known=known), first - known, None)

    def texts(self, *, known: bool = False) -> Iterator[tuple[Parts, Fitted]]:
        """The text of each round, each once. Only the first one's headline may be cut: others take what fits whole.

        `known`: the first need not be made, as all others differ from it. Where the template itself says something else
        each time, the headline stays that of the first, and may be cut as there.
        """
        seen: set[str] = {""} if known else set()
        for opening in islice(self._openings(), int(known), None):
            whole = self._parts(opening, number=len(seen))
            may_be_cut = not seen or opening.last
            parts, fitted = _fitted(whole, self.link, cut=may_be_cut)
            if fitted is None:
                if may_be_cut:
                    return
                continue
            said = plain(fitted.text.replace(parts.link, ""))
            if said not in seen:
                seen.add(said)
                yield parts, fitted
            elif opening.last:
                return

    def _openings(self) -> Iterator[Opening]:
        shape = self._form
        uses = shape.uses if shape else frozenset[str]()
        found = openings(
            self.entry,
            self._words,
            [person.name for person in self.people],
            uses=uses,
            longest=self._longest,
            link=self.link,
        )
        first = next(found, None)
        if first:
            yield first
            yield from found
        if first and "round" in uses:  # the template itself says something else each time, or it does not
            yield from repeat(replace(first, last=True))

    @cached_property
    def _form(self) -> Form | None:
        if not self.style.template:
            return None
        from sharebot.compose.templates import form  # slow to import, and most blogs have no template

        return form(self.style.template)

    @property
    def _longest(self) -> int:
        return self.rules.limits[0].most * _CODE_POINTS_A_UNIT

    @cached_property
    def language(self) -> str:
        return language_of(self.entry)

    @cached_property
    def _words(self) -> Words:
        entry = self.entry
        sample = clean(entry.title[: self._longest]) or entry.summary[: self._longest]
        return words_for(self.language or _unsaid(entry), sample)

    def _parts(self, opening: Opening, number: int) -> Parts:
        entry, rules = self.entry, self.rules
        warning = _warning(entry, self.style)
        sent = tracked(entry.url, self.style.tracking, platform=rules.platform, number=number)
        facts = {"blog": self.style.blog, "round": number, "platform": rules.platform, "language": self.language}
        return Parts(
            headline=opening.lead,
            titled=opening.titled,
            quoted=opening.quoted,
            also=opening.also,
            people=self.people,
            link=address(sent, rules) if sent != entry.url else self.link,
            tags=self._tags(opening),
            words=self._words,
            rules=rules,
            form=self._form,
            facts=(*facts.items(), ("warning", warning)),
            warning=warning,
            labels=_labels(entry, self.style, rules),
        )

    def _tags(self, opening: Opening) -> tuple[str, ...]:
        said = _HASHTAG.findall(f"{opening.lead} {opening.also}")
        not_these = (*(person.name for person in self.people), *said)
        wanted, most = self.style.hashtags, self.rules.hashtags
        return tuple(hashtags(self.entry.categories, most=most, not_these=not_these, instead=wanted))

    def why_not(self, number: int) -> str:
        if next(self.texts(), None):
            return f"no words are left for share {number + 1} of it; write one yourself"
        limit = self.rules.limits[0]
        return (
            f"its link of {len(self.link)} characters and the credit do not fit into the {limit.most} "
            f"({limit.unit}) of {self.rules.platform}; give the entry a shorter address"
        )


def _fitted(parts: Parts, link: str, *, cut: bool) -> tuple[Parts, Fitted | None]:
    """With the link's parameters, unless they cost a part of the headline: words are for readers."""
    fitted = fit(parts, cut=cut)
    if parts.link == link or (fitted and fitted.headline == parts.headline):
        return parts, fitted
    bare = replace(parts, link=link, untracked=True)
    without = fit(bare, cut=cut)
    if without and (fitted is None or len(without.headline) > len(fitted.headline)):
        return bare, without
    return parts, fitted


def _unsaid(entry: Entry) -> str:
    """English where there is hardly a text to tell by; where there is one, its language is one without words here."""
    return "und" if len(f"{entry.title} {entry.summary[:SAMPLE]}".split()) >= LEAST_WORDS else ""


def _warning(entry: Entry, style: Style) -> str:
    """What staff want readers to be warned of, each once, in the order of the entry's categories."""
    wanted = {plain(category): warning for category, warning in style.warnings}
    found = [wanted[plain(category)] for category in entry.categories if plain(category) in wanted]
    return ", ".join(dict.fromkeys(filter(None, found)))


def _labels(entry: Entry, style: Style, rules: Rules) -> tuple[str, ...]:
    """Those that the platform knows of what staff say that the entry's categories need."""
    wanted = {plain(category): labels for category, labels in style.labels}
    found = dict.fromkeys(label for category in entry.categories for label in wanted.get(plain(category), ()))
    return tuple(label for label in found if label in rules.labels)


def _share(entry: Entry, rules: Rules, parts: Parts, fitted: Fitted, language: str) -> Share:
    ids = {person.handle.casefold(): person.id for person in parts.people if person.mention}
    found = spans(fitted.text, rules, parts.link, ids)
    return Share(
        text=fitted.text,
        length=measure(fitted.text, rules, parts.warning),
        limit=rules.limits[0].most,
        link=parts.link,
        mentions=mentions(found, rules),
        spans=found,
        card=card(entry, parts) if rules.card else None,
        language=language,
        warning=parts.warning if rules.warning_counts else "",
        labels=parts.labels,
        notes=tuple(_notes(parts, fitted)),
    )


def _notes(parts: Parts, fitted: Fitted) -> list[str]:
    """In words: who was not tagged and why, and what was left out."""
    notes = [*_notes_on_people(parts.people), *_notes_on_room(parts, fitted), *_notes_on_form(parts, fitted)]
    if not parts.titled and not parts.also:
        notes.append("the entry has no title" + (": a sentence of it is quoted" if parts.quoted else ""))
    notes += _notes_on_warning(parts)
    foreign = (parts.headline, *(_spoken(person) for person in parts.people if not person.mention))
    if words := at_words(" ".join(foreign)):
        notes.append(f"{', '.join(words)} {'is' if len(words) == 1 else 'are'} plain text: a headline tags nobody")
    return notes


def _notes_on_warning(parts: Parts) -> Iterator[str]:
    """Where readers see nothing of it."""
    rules = parts.rules
    if not parts.warning or rules.warning_counts or parts.labels or (parts.form and "warning" in parts.form.uses):
        return
    why = "SHAREBOT_LABELS names no label for it" if rules.labels else "it has no such thing"
    yield f"the warning hides nothing on {rules.platform}: {why}"


def _notes_on_form(parts: Parts, fitted: Fitted) -> Iterator[str]:
    """What a template of the blog's leaves out, which no share should be without."""
    if not parts.form:
        return
    if parts.link not in fitted.text:
        yield "the template leaves the link out"
    if fitted.byline and fitted.byline.text not in fitted.text:
        yield "the template leaves the credit out"


def _notes_on_people(people: tuple[Person, ...]) -> Iterator[str]:
    if not people:
        yield "nobody is credited: the entry names no author"
    for why in dict.fromkeys(person.why for person in people if person.why):
        plain = [_spoken(person) for person in people if person.why == why]
        who = plain if len(plain) <= MOST_NAMES else [f"{len(plain)} authors"]
        for name in who:
            yield f"{name} {'is' if who is plain else 'are'} named plainly: {why}"


def _spoken(person: Person) -> str:
    return cut_to(person.name, LONGEST_NAME)


def _notes_on_room(parts: Parts, fitted: Fitted) -> Iterator[str]:
    line = fitted.byline
    wanted = sum(bool(person.mention) for person in parts.people)
    if line and wanted and not line.tags:
        yield "nobody is tagged: no room for it"
    elif line and line.tags < wanted:
        yield f"{line.tags} of {wanted} are tagged: no room for more"
    if line and (counted := len(parts.people) - line.named):
        yield f"{counted} {'author is' if counted == 1 else 'authors are'} counted, not named: no room"
    if fitted.headline != parts.headline:
        yield "the headline is cut: no room" if fitted.headline else "the headline is left out: no room"
    if parts.also and not fitted.also and parts.quoted:
        yield "the title is left out: no room"
    if parts.untracked:
        yield "the link's parameters are left out: no room"
    if left := len(parts.tags) - len(fitted.tags):
        yield f"{left} {'hashtag' if left == 1 else 'hashtags'} left out: no room"
