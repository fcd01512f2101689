"""The words between a handle and its owner: what each says of the owner, and which of them end the walk with nobody."""

from __future__ import annotations

from sharebot.authors.bound import ANOTHER_SUBJECT, FIRST, OWN, Bound
from sharebot.authors.orders import is_before_platform, is_placed
from sharebot.authors.owners import possessive
from sharebot.authors.roles import (
    AND,
    BUT,
    LOOSE,
    NEEDS_VERB,
    NOW,
    OF_OTHERS,
    OTHER_SUBJECTS,
    PARTING,
    SHOWN,
    THINGS,
    TOPIC,
    WORDY,
)
from sharebot.authors.tokens import Token
from sharebot.authors.walk import Walk


def quiet(walk: Walk, token: Token, at: int) -> Bound | None:
    word = token.text.casefold()
    if walk.verb:
        return _clause_ends(walk) if token.kind in PARTING or word in AND else None
    if word in AND and _acts_after(walk, at):
        walk.verb, walk.joined = token, True
        return None
    walk.contrasted = walk.contrasted or (word in NOW and not walk.unknown)  # "once @a, now @b"
    walk.named_platform = walk.named_platform or token.kind == "PLATFORM"
    if not walk.separated and (token.kind in PARTING or (token.kind == "COLON" and not walk.named_platform)):
        walk.separated = token.kind
    return None


def _clause_ends(walk: Walk) -> Bound | None:
    """Left of here another clause begins: the verb either hangs on to its subject or has had one of its own."""
    if walk.has_own_subject():
        return ANOTHER_SUBJECT
    walk.joined = True
    return None


def _acts_after(walk: Walk, at: int) -> bool:
    """Whether "and" goes on with where to be found: "She is a baker and on X as @name"."""
    return (
        walk.named_platform
        and not (walk.unknown or walk.separated)
        and at > 0
        and walk.left[at - 1].kind in ("WORD", "NAME")
        and any(one.text.casefold() in NEEDS_VERB for one in walk.left[at + 1 :])
    )


def verb(walk: Walk, token: Token, _at: int) -> Bound | None:
    if walk.verb:
        return None
    if token.kind in ("COPULA", "I_AM") and walk.unknown:
        walk.unknown += 1  # "is a planner": a description, not where to be found
        return None
    if token.kind == "I_AM":
        return FIRST
    if walk.unknown > (WORDY if token.kind == "FINITE" and is_placed(walk.left) else LOOSE):
        return Bound("too many words between the verb and the handle")
    walk.verb, walk.unknown = token, 0
    return None


def other(walk: Walk, token: Token, at: int) -> Bound | None:
    if token.kind == "ELSEWHERE":
        return Bound(f"{token.text!r}: about another post")
    if walk.verb:
        return None if token.kind == "FORMER" and walk.contrasted else _left_of_verb(walk, token)
    if token.text.casefold() in BUT and walk.unknown <= LOOSE:
        walk.contrasted = True  # "no longer @a but @b"
        return None
    return _before_handle(walk, token, at)


def _before_handle(walk: Walk, token: Token, at: int) -> Bound | None:
    kind = token.kind
    if kind == "FORMER" and walk.contrasted:
        return None
    if walk.stands_alone() and kind != "FORMER":
        walk.unknown += 1
        return None
    if kind in OF_OTHERS or _is_a_thing(walk, token) or (kind == "ROLE" and _is_of_a_role(walk, token)):
        return Bound(f"{token.text!r} stands before it")
    if kind == "POSS":
        return possessive(walk, token, at)
    if _acts_there(walk, at):
        walk.verb, walk.unknown = token, 0
        return None
    walk.unknown += 1
    walk.bare = walk.bare and bool(walk.separated)
    return None


def _is_a_thing(walk: Walk, token: Token) -> bool:
    """`Jane Roe hosts a podcast, @name`: the podcast has an account of its own."""
    return token.text.casefold() in THINGS and walk.separated == "COMMA" and not walk.unknown


def _acts_there(walk: Walk, at: int) -> bool:
    """Whether any word is a verb by its place: "I grumble on X as @name"."""
    before = walk.left[at - 1] if at else None
    return (
        walk.named_platform
        and not walk.separated
        and (not walk.unknown or (walk.unknown <= LOOSE and walk.left[at + 1].text.casefold() in TOPIC))
        and before is not None
        and before.kind in ("FIRST", "SUBJECT", "PERSON", "RELATIVE")
        and any(one.text.casefold() in NEEDS_VERB for one in walk.left[at + 1 :])
    )


def _is_of_a_role(walk: Walk, token: Token) -> bool:
    """Whether it is the handle of whoever did that work: "Jane Roe, photos: @name", but not "…, editor here: …"."""
    if walk.separated == "COLON":
        return not (walk.unknown and token.text.casefold().startswith(("edit", "redak")))
    return not walk.separated and not _is_shown(walk, token)


def _is_shown(walk: Walk, token: Token) -> bool:
    """Whether it is what somebody shows on a platform: "posts far too many photos of them on Instagram"."""
    return token.text.casefold() in SHOWN and (walk.named_platform or _tells(walk))


def _tells(walk: Walk) -> bool:
    """Whether a verb of showing or telling stands in the sentence: "posting pictures nobody asked for at"."""
    return is_placed(walk.left) and any(token.kind == "FINITE" for token in walk.left)


def _left_of_verb(walk: Walk, token: Token) -> Bound | None:
    if token.kind == "WHOSE" and not walk.joined:
        return Bound("a thing of theirs is the subject", final=True)
    if token.text.casefold() == "mi" and walk.is_clitic(walk.left.index(token)):
        return FIRST
    if token.kind == "THING" and _names_a_platform(walk, token):
        walk.verb, walk.joined = None, False  # "my Bluesky, which is @name" says "my Bluesky: @name"
        return None
    if token.kind == "POSS" and not walk.unknown and not walk.joined and is_before_platform(walk.left, token):
        return FIRST if token.text[:1].casefold() == "m" else OWN  # "His Twitter handle is @name"
    if token.kind in OTHER_SUBJECTS and not walk.unknown and not walk.joined:
        return Bound(f"{token.text!r} right before the verb")
    walk.foreign = walk.foreign or token.kind == "SELF"
    walk.unknown += not token.text.casefold().endswith("ly")
    return None


def _names_a_platform(walk: Walk, which: Token) -> bool:
    """Whether "which is" goes on about a platform's word right before it."""
    before = [token for token in walk.left[: walk.left.index(which)] if token.kind != "COMMA"]
    is_so = walk.verb is not None and walk.verb.kind == "COPULA" and not walk.unknown
    return is_so and bool(before) and before[-1].kind == "PLATFORM"


def author(walk: Walk, token: Token, at: int) -> Bound | None:
    """`Author on X: @name`: a word for the author is part of a label, and otherwise a word like any."""
    if (
        not walk.verb
        and not walk.unknown
        and (walk.named_platform or (at > 0 and walk.left[at - 1].kind == "PLATFORM"))
        and not any(one.kind in ("NAME", "PERSON", "ORG", "ROLE", "SELF") for one in walk.left[:at])
    ):
        return None
    return other(walk, token, at)
