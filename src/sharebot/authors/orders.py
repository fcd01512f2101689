"""Small questions about the words before a handle, by which the walk to its owner is led."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.bound import FIRST, FOUND, Bound
from sharebot.authors.roles import (
    ALIASES,
    ALSO_POSSESSIVE,
    ARTICLES,
    BEFORE_AN_ORDER,
    FIRST_ENDINGS,
    FIRST_OBJECTS,
    FOR,
    FROM_ALIAS,
    HARMLESS,
    HAS,
    LOOSE,
    MAY_DO,
    NEAR,
    NEEDS_VERB,
    NOT_ME,
    PARTING,
    SECOND,
    TOWARDS,
)
from sharebot.authors.tokens import Token


def alias(left: Sequence[Token]) -> Bound | None:
    """`Jane Roe climbs and maintains things on GitHub as @name`: an alias is the subject's, whatever she does."""
    named = any(token.kind == "PLATFORM" for token in left[-FROM_ALIAS:])
    if not named or not (left[-1].text.casefold() in ALIASES or _opens_after_platform(left)):
        return None
    for at in range(len(left) - 1, -1, -1):
        token = left[at]
        if token.kind in ("PERSON", "SUBJECT", "FIRST") and (not at or left[at - 1].kind in PARTING):
            return _of_subject(token)
        if token.kind == "OBJECT" and at and left[at - 1].kind == "STRONG":
            return FOUND  # "Je komt haar op X tegen als @name"
        if token.kind == "OBJECT" and token.text.casefold() in ALSO_POSSESSIVE:
            continue  # "posts her disasters on X as @name"
        if token.kind not in HARMLESS and not (token.kind == "OPEN" and at == len(left) - 1):
            return None
    return None


def _opens_after_platform(left: Sequence[Token]) -> bool:
    """`… too much time on Twitter (@name)`."""
    return len(left) > NEAR and left[-1].kind == "OPEN" and left[-2].kind == "PLATFORM"


def _of_subject(token: Token) -> Bound:
    if token.kind == "PERSON":
        return Bound("the subject's alias", person=token.ref)
    return FIRST if token.kind == "FIRST" else FOUND


def is_any_order(left: Sequence[Token], at: int) -> bool:
    """`Heckle her: @name`, `argue with him at @name`, `shout at me on X`: whether the object at `at` is an order's."""
    verb = at - 2 if at and left[at - 1].text.casefold() in TOWARDS else at - 1
    if verb < 0 or left[verb].kind not in ("WORD", "NAME", "FINITE", "STRONG", "CONNECT"):
        return False
    before = left[verb - 1] if verb else None
    return before is None or before.kind in PARTING or before.text.casefold() in MAY_DO


def is_infinitive(left: Sequence[Token], at: int) -> bool:
    """`pour me contredire : @name`, of the object at `at`."""
    return at > 0 and left[at - 1].text.casefold() in FOR


def is_inverted(left: Sequence[Token], at: int) -> bool:
    """`Auf X bin ich @name`, `op X is ze @name`: the subject stands between its verb and the handle."""
    if at != len(left) - 1 or not at or left[at - 1].kind not in ("COPULA", "FINITE"):
        return False
    return any(token.kind == "PLATFORM" for token in left[max(0, at - NEAR - 1) : at - 1])


def is_verb_second(left: Sequence[Token], at: int) -> bool:
    """`Zelf zegt ze af en toe iets als @name`: a verb right before the subject, and "als" before the handle."""
    after = left[at + 1 :]
    inverted = at > 0 and left[at - 1].kind in ("COPULA", "FINITE") and left[-1].text.casefold() in SECOND
    return inverted and len(after) <= NEAR + LOOSE and all(one.kind in ("WORD", "CONNECT", "PLATFORM") for one in after)


def is_about_me(verb: Token) -> bool:
    """`Sígueme`, `suivez-moi`, `drop me a line`: an order in whose words "me" stands."""
    said = verb.text.casefold()
    ends = said.endswith(FIRST_ENDINGS) and not said.endswith(NOT_ME)
    return ends or not FIRST_OBJECTS.isdisjoint(said.split())


def is_placed(left: Sequence[Token]) -> bool:
    """Whether a word of place stands right before the handle: "at @name"."""
    return bool(left) and left[-1].text.casefold() in NEEDS_VERB


def is_order(left: Sequence[Token], verb: Token) -> bool:
    """Whether a verb begins its clause."""
    at = left.index(verb)
    return at == 0 or left[at - 1].kind in BEFORE_AN_ORDER


def has_another_object(left: Sequence[Token], verb: Token) -> bool:
    """`Find the blog on X at @name`: what is to be found is not the author."""
    after = left[left.index(verb) + 1 :][:2]
    return len(after) > 1 and after[0].text.casefold() in ARTICLES and after[1].kind == "WORD"


def is_before_platform(left: Sequence[Token], token: Token) -> bool:
    """`His Twitter handle is @name`, but not "its"."""
    after = left.index(token) + 1
    return token.text.casefold() != "its" and after < len(left) and left[after].kind == "PLATFORM"


def opening(left: Sequence[Token], at: int) -> int:
    """The place of the bracket that closes at `at`; what it encloses says nothing about this handle."""
    depth = 0
    for place in range(at, -1, -1):
        depth += (left[place].kind == "CLOSE") - (left[place].kind == "OPEN")
        if not depth:
            return place
    return at


def has_another_owner(left: Sequence[Token], at: int) -> bool:
    """`Biscuit has her own Instagram`: one capital alone is no other person's name, but may be the dog's."""
    owner, verb = left[at - 2 : at] if at > 1 else (None, None)
    if owner is None or verb is None or owner.kind not in ("WORD", "NAME"):
        return False
    return owner.text[:1].isupper() and verb.text.casefold() in HAS
