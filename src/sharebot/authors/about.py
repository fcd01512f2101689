"""Whom a text is about as reading goes on, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from sharebot.authors.abroad import says_where
from sharebot.authors.names import is_generic, without_lead
from sharebot.authors.sentences import Sentence
from sharebot.authors.tokens import Token

_ORGANISATION = regex.compile(
    r"(?i)\b(?:university|universit\w+|college|school|lab|labs|institut\w*|trust|press|society|council|"
    r"courier|times|news|museum|library|"
    r"hospital|foundation|books|studios?|company|ltd|inc|gmbh|centre|center|street|road|college|academy|"
    r"association|agency|group|rail|"
    r"lines|port|bank|partners|project|network|review|journal|magazine|weekly|daily|post|gazette|radio|"
    r"podcast|conference|festival)\b"
)
_OF_PEOPLE = frozenset(
    {
        "student",
        "pupil",
        "friend",
        "daughter",
        "son",
        "wife",
        "husband",
        "partner",
        "colleague",
        "fan",
        "widow",
        "sister",
        "brother",
        "mother",
        "father",
    }
)
_PLACE_WORDS = frozenset(
    {"a", "as", "at", "in", "for", "on", "near", "the", "novel", "book", "album", "film", "zine", "an", "bei"}
)


@dataclass(slots=True)
class About:
    """Whom the text is about as reading goes on."""

    person: int | None = None
    near: bool = False  # named in this paragraph or the one before, or by the box around it
    foreign: bool = False  # somebody else has become the subject
    rival: str = ""  # who else was named after the person, so that "she" may be either
    pronoun: bool = False  # a pronoun stood in this paragraph before
    here: bool = False  # named in this very paragraph, or by the box around it
    asked: bool = False  # a question to the readers came after the name: what follows may be the blog's own call


def follow(about: About, sentence: Sentence) -> None:
    """Whom the text is about after this sentence."""
    tokens = sentence.tokens
    about.asked = about.asked or "?" in sentence.quote
    for at, token in enumerate(tokens):
        if token.kind == "PERSON":
            about.person, about.near, about.here, about.foreign, about.rival, about.asked = (
                token.ref,
                True,
                True,
                False,
                "",
                False,
            )
        elif is_person(tokens, at):
            if at <= 1:
                about.foreign = True
            about.rival = token.text
        elif token.kind in ("SUBJECT", "POSS_GOOD", "POSS", "POSS_BAD"):
            about.pronoun = True


def is_organisation(name: str) -> bool:
    """Whether a name with capitals holds a word for firms, schools, papers and the like."""
    return bool(_ORGANISATION.search(name))


def is_person(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name may be that of another person, rather than a place, a firm or a work."""
    token = tokens[at]
    if token.kind != "NAME" or " " not in without_lead(token.text):
        return False
    if is_organisation(token.text) or is_generic(token.text, "") or all(map(says_where, token.text.split())):
        return False
    before = tokens[at - 1].text.casefold() if at else ""
    if at > 1 and tokens[at - 1].kind == "OPEN" and tokens[at - 2].kind == "PERSON":
        return False  # the same person in other letters
    if before == "of":
        return at > 1 and tokens[at - 2].text.casefold() in _OF_PEOPLE
    return before not in _PLACE_WORDS
