"""The words that may own a handle: an author's name or another, a pronoun, a possessive, and "I"."""

from __future__ import annotations

from sharebot.authors.bound import ANOTHER_SUBJECT, FIRST, FOUND, OWN, Bound
from sharebot.authors.brackets import WORKPLACE
from sharebot.authors.orders import has_another_owner, is_inverted, is_placed, is_verb_second
from sharebot.authors.roles import (
    ALSO_POSSESSIVE,
    AND,
    BEFORE_A_NAME,
    DESCRIPTION,
    FIRST_OBJECTS,
    GERMAN,
    LOOSE,
    MINE,
    OF_SOMEBODY,
    TWICE,
)
from sharebot.authors.tokens import Token
from sharebot.authors.walk import Walk


def person(walk: Walk, token: Token, at: int) -> Bound:
    if walk.verb and walk.is_coordinated(at):
        return Bound("two people, one account", final=True)
    if walk.verb:
        return ANOTHER_SUBJECT if walk.has_own_subject() else Bound("says where to be found", person=token.ref)
    if not walk.unknown:
        return Bound("beside the name", person=token.ref)
    if walk.separated == "COLON" and _names_a_thing(walk, at):
        return Bound("a thing stands between the name and the handle")
    begins = all(one.kind in BEFORE_A_NAME for one in walk.left[max(0, at - 4) : at])
    if walk.bare and walk.separated and begins:
        return _described(walk, token)
    return Bound("unknown words between the name and the handle")


def _names_a_thing(walk: Walk, at: int) -> bool:
    """`Jane's heroes: @name`, `Jane fell for a place on X: @name`."""
    after = walk.left[at + 1 :]
    return bool(after) and (after[0].text in OF_SOMEBODY or any(one.text in ("a", "an", "the") for one in after))


def _described(walk: Walk, token: Token) -> Bound:
    """NAME, what they do, HANDLE: the handle stands in a segment of its own."""
    if walk.separated == "STRONG_SEP" or (not walk.passed_name and walk.unknown <= DESCRIPTION):
        return Bound("in a segment of its own after the name", person=token.ref, rival=walk.rival)
    return Bound("a comma is too little to tell whose it is")


def name(walk: Walk, token: Token, at: int) -> Bound | None:
    """Another name than an author's."""
    if _is_noun(walk, token, at):
        walk.unknown += 1
        return None
    before = walk.left[at - 1] if at else None
    at_work = before is not None and before.text.casefold() in WORKPLACE
    if not walk.verb:
        return _name_beside(
            walk, token, listed=at_work or (before is not None and before.kind in ("COMMA", "STRONG_SEP"))
        )
    other = " " in token.text and walk.verb.text.casefold() in AND
    if other or (not walk.unknown and not at_work and not walk.verb_goes_on(at)):
        # Also in "its author, Bo Quill, is on …", where a comma stands between.
        return Bound(f"another name, {token.text!r}, is the subject")
    walk.foreign = True
    return None


def _is_noun(walk: Walk, token: Token, at: int) -> bool:
    """German nouns have capitals: one alone, in front of "auf X" or "als @name", is a thing."""
    placed = walk.named_platform or (is_placed(walk.left) and walk.left[-1].text.casefold() in GERMAN)
    german = sum(one.text.casefold() in GERMAN for one in walk.left) >= TWICE
    spoken_of = at + 1 < len(walk.left) and walk.left[at + 1].kind == "COMMA"  # "im Museum, das auf X …"
    return " " not in token.text and placed and german and not spoken_of


def _name_beside(walk: Walk, token: Token, *, listed: bool) -> Bound | None:
    walk.passed_name = True
    if not (walk.stands_alone() and listed):
        return Bound(f"beside another name, {token.text!r}")
    walk.rival = walk.rival or ("" if walk.unknown else token.text)
    walk.unknown += 1
    return None


def relative(walk: Walk, _token: Token, at: int) -> Bound | None:
    if not walk.verb or walk.unknown or walk.joined:
        return None
    for place in range(at - 1, -1, -1):
        token = walk.left[place]
        if token.kind == "PERSON" and walk.is_coordinated(place) and not walk.verb.text.endswith("s"):
            return Bound("two people, one account", final=True)
        if token.kind == "PERSON":
            return Bound("who can be found", person=token.ref)
        if token.kind in ("NAME", "ORG"):
            return Bound(f"{token.text!r}, who can be found")
    return Bound("nobody before 'who'")


def output(walk: Walk, token: Token, at: int) -> Bound | None:
    """`her recent sketches`, `Jane's trips`, `my photos`."""
    if (walk.verb and (walk.unknown or walk.joined)) or (token.text[0] in "'’" and not walk.unknown):
        return None  # the subject, or the person, stands further left
    if walk.unknown:
        return Bound("unknown words after a possessive")
    if has_another_owner(walk.left, at):
        return Bound("somebody else has it", final=True)
    return FIRST if token.text.split()[0].casefold() in MINE else OWN


def possessive(walk: Walk, token: Token, at: int) -> Bound:
    """`his Instagram` is his own; `his shop` is not."""
    after = walk.left[at + 1] if at + 1 < len(walk.left) else None
    if at and walk.left[at - 1].kind == "FORMER":
        return Bound("it is no longer theirs", final=True)
    if walk.unknown or after is None or after.kind != "PLATFORM":
        return Bound(f"{token.text!r} and a thing of theirs")
    return FIRST if token.text[:1].casefold() == "m" else OWN


def first_verb(walk: Walk, _token: Token, _at: int) -> Bound | None:
    """`Escribo en Mastodon como`: a verb that says "I" without the word."""
    return ANOTHER_SUBJECT if walk.verb or walk.unknown > LOOSE else FIRST


def first(walk: Walk, token: Token, at: int) -> Bound | None:
    if is_inverted(walk.left, at) or walk.is_clitic(at):
        return FIRST
    if token.text.casefold() in FIRST_OBJECTS:
        return FIRST if walk.is_governed(at) or walk.is_order_to(at) else Bound("'me' without a verb")
    if walk.verb:
        return None if walk.has_own_subject() or (walk.unknown and not walk.joined) else FIRST
    return Bound("'I' without a verb")


def pronoun(walk: Walk, token: Token, at: int) -> Bound | None:
    if walk.verb:
        return ANOTHER_SUBJECT if walk.has_own_subject() else FOUND
    if token.kind == "SUBJECT":
        inverted = is_inverted(walk.left, at) or is_verb_second(walk.left, at)
        return FOUND if inverted else Bound("a pronoun without a verb")
    if token.text.casefold() in ALSO_POSSESSIVE and at + 1 < len(walk.left):
        after = walk.left[at + 1]
        if after.kind in ("PLATFORM", "WORD", "ORG", "ROLE", "NAME"):
            return possessive(walk, token, at)
    return _object(walk, token, at)


def _object(walk: Walk, token: Token, at: int) -> Bound | None:
    if walk.is_governed(at) or walk.is_order_to(at):
        return FOUND
    if walk.named_platform and token.text.casefold() == "them":
        walk.unknown += 1  # "photos of them on Instagram"
        return None
    return Bound("a pronoun without a verb")
