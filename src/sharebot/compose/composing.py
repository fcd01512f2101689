"""An entry, its authors and a platform's rules make a share. Pure: the same parts give the same text, always."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from sharebot.compose.address import address
from sharebot.compose.cleaning import at_words, clean
from sharebot.compose.credit import LONGEST_NAME, MOST_NAMES, Person, people
from sharebot.compose.fitting import Fitted, Parts, fit
from sharebot.compose.hashtags import hashtags
from sharebot.compose.measuring import measure
from sharebot.compose.sentences import cut_to, first_sentence, shortened
from sharebot.compose.spans import mentions, spans
from sharebot.compose.words import Words, words_for
from sharebot.errors import SharebotError
from sharebot.model import Author, Card, Entry, PageCard, Share
from sharebot.ports import Rules

LONGEST_DESCRIPTION = 300
"""Graphemes of a card's description; cards show two or three lines of it."""

_CODE_POINTS_A_UNIT = 8  # more of a headline can never be shown
_CUT_MARK = regex.compile(r"\s*(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")
_HOST = regex.compile(r"://([^/?#:@\s]+)")
_QUOTE_MARKS = regex.compile('["“”„«»「」]')


def compose(entry: Entry, authors: tuple[Author, ...], rules: Rules) -> Share:
    """Raises SharebotError where the entry has no link, or one that leaves no room for itself and the credit."""
    link = address(entry.url, rules)
    if not link:
        raise SharebotError(f"{_called(entry)}: the entry has no link, so there is nothing to share")
    parts = _parts(entry, authors, rules, link)
    fitted = fit(parts)
    if fitted is None:
        limit = rules.limits[0]
        raise SharebotError(
            f"{_called(entry)}: its link of {len(link)} characters and the credit do not fit into the {limit.most} "
            f"({limit.unit}) of {rules.platform}; give the entry a shorter address"
        )
    return _share(entry, rules, parts, fitted)


def _called(entry: Entry) -> str:
    return clean(entry.title[:200]) or clean(entry.id[:200])


def _parts(entry: Entry, authors: tuple[Author, ...], rules: Rules, link: str) -> Parts:
    most = rules.limits[0].most * _CODE_POINTS_A_UNIT
    title = clean(entry.title[:most])
    words = words_for(entry.language, title or entry.summary[:most])
    headline, quoted = (title, False) if title else _instead_of_title(entry, words, most, link)
    credited = people(authors, rules)
    not_these = (*(person.name for person in credited), *regex.findall(r"[#＃]([\w]+)", headline))
    tags = hashtags(entry.categories, most=rules.hashtags, not_these=not_these)
    return Parts(
        headline=headline,
        titled=bool(title),
        quoted=quoted,
        people=credited,
        link=link,
        tags=tuple(tags),
        words=words,
        rules=rules,
    )


def _instead_of_title(entry: Entry, words: Words, most: int, link: str) -> tuple[str, bool]:
    """A sentence of the summary, quoted unless it has quotation marks of its own; else a word for it, else its host."""
    summary = clean(entry.summary[:most])
    whole = _CUT_MARK.sub("", summary)
    sentence = first_sentence(whole)
    if not sentence:
        host = _HOST.search(link)
        return words.new_post or (clean(host[1]) if host else ""), False
    if len(sentence) == len(whole) < len(summary):
        sentence = shortened(sentence)
    return sentence, not _QUOTE_MARKS.search(sentence)


def _share(entry: Entry, rules: Rules, parts: Parts, fitted: Fitted) -> Share:
    ids = {person.handle.casefold(): person.id for person in parts.people if person.mention}
    found = spans(fitted.text, rules, parts.link, ids)
    return Share(
        text=fitted.text,
        length=measure(fitted.text, rules),
        limit=rules.limits[0].most,
        link=parts.link,
        mentions=mentions(found, rules),
        spans=found,
        card=_card(entry, parts) if rules.card else None,
        language=entry.language,
        notes=tuple(_notes(parts, fitted)),
    )


def _card(entry: Entry, parts: Parts) -> Card:
    """As the feed tells it; what the feed leaves out, the page may say of itself."""
    page = entry.page_card or PageCard()
    most = LONGEST_DESCRIPTION * 4
    title = clean(entry.title[:most]) or clean(page.title[:most]) or parts.headline
    summary = clean((entry.summary or page.description)[:most])
    whole = _CUT_MARK.sub("", summary)
    description = (whole if whole == summary else shortened(whole)).removeprefix(title).strip()
    return Card(
        url=parts.link,
        title=cut_to(title, LONGEST_DESCRIPTION),
        description=cut_to(description, LONGEST_DESCRIPTION),
        image=entry.image or page.image,
    )


def _notes(parts: Parts, fitted: Fitted) -> list[str]:
    """In words: who was not tagged and why, and what was left out."""
    notes = [*_notes_on_people(parts.people), *_notes_on_room(parts, fitted)]
    if not parts.titled:
        notes.append("the entry has no title" + (": a sentence of its summary is quoted" if parts.quoted else ""))
    foreign = (parts.headline, *(_spoken(person) for person in parts.people if not person.mention))
    if words := at_words(" ".join(foreign)):
        notes.append(f"{', '.join(words)} {'is' if len(words) == 1 else 'are'} plain text: a headline tags nobody")
    return notes


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
    if left := len(parts.tags) - len(fitted.tags):
        yield f"{left} {'hashtag' if left == 1 else 'hashtags'} left out: no room"
