"""One walk from a handle leftwards to the nearest word that owns it.

The question is never "does a name stand near", but "does the sentence say so": the words between the handle and its
owner must all be words of being found somewhere. Everything unknown in between means nobody, unless nothing else in the
clause could have the handle (`unrivalled`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sharebot.authors import between, owners
from sharebot.authors.bound import ANOTHER_SUBJECT, FIRST, ORDER, Bound
from sharebot.authors.brackets import NEVER_BEFORE, before_bracket
from sharebot.authors.orders import alias, has_another_object, is_about_me, is_order, opening
from sharebot.authors.roles import I_AM, NEAR, NEEDS_VERB, OF_SOMEBODY, POSTS, QUIET, QUOTES, SAYING
from sharebot.authors.tokens import Token
from sharebot.authors.walk import Walk

Step = Callable[[Walk, Token, int], Bound | None]
"""What a word, at its place, says of the owner; None goes on to the word before it."""


def owner(left: Sequence[Token]) -> Bound:
    """Whose the handle is by the tokens before it."""
    if _forbidden_neighbour(left):
        return Bound("the word before it makes it somebody else's")
    return alias(left) or _walked(Walk(left))


def _walked(walk: Walk) -> Bound:
    at = len(walk.left) - 1
    while at >= 0:
        token = walk.left[at]
        if token.kind == "CLOSE":
            at = opening(walk.left, at)
        else:
            bound = _STEPS.get(token.kind, between.other)(walk, token, at)
            if bound:
                return bound
        at -= 1
    return _start(walk)


def _forbidden_neighbour(left: Sequence[Token]) -> bool:
    near = next((token for token in reversed(left) if token.text not in QUOTES), None)
    if near is None or near.kind not in ("CONNECT", "WORD", "OBJECT", "RELATIVE"):
        return False
    word = near.text.casefold()
    if word == "from":
        return not any(token.text.casefold() in POSTS for token in left[-NEAR:])  # "toots from"
    has_verb = any(token.kind in ("STRONG", "FINITE", "COPULA", "I_AM", "PLATFORM") for token in left)
    return word in NEVER_BEFORE or (word in NEEDS_VERB and not has_verb)


def _bracket(walk: Walk, _token: Token, at: int) -> Bound | None:
    """The handle stands in brackets: it belongs to what stands right before them."""
    if walk.unknown and not walk.verb:
        return Bound("unknown words in the brackets")
    before = at - 1
    while before >= 0 and walk.left[before].kind == "CLOSE":
        before = opening(walk.left, before) - 1
    if before >= 0 and walk.left[before].text in OF_SOMEBODY:
        return Bound("in brackets after a thing of theirs", final=True)
    return None if before < 0 or walk.verb else before_bracket(walk.left, before)


def _start(walk: Walk) -> Bound:
    """No owner stands in the sentence: a label, an order, or a verb with another subject."""
    if walk.foreign:
        return Bound("the sentence is about somebody else", final=True)
    if not walk.verb:
        return Bound("unknown words before it") if walk.unknown else Bound("a label", focus="label")
    return _verb_alone(walk, walk.verb)


def _verb_alone(walk: Walk, verb: Token) -> Bound:
    """A verb without a subject."""
    if has_another_object(walk.left, verb):
        return Bound("the order is about something else")
    if verb.kind == "STRONG" and (not walk.unknown or walk.joined or is_order(walk.left, verb)):
        return FIRST if is_about_me(verb) else ORDER
    if verb.kind == "COPULA" and verb.text.casefold() in I_AM and not walk.unknown:
        return FIRST
    addressed = walk.left[-1] is verb and verb.kind == "FINITE"  # "Tweet @name if the link is broken"
    if verb.kind in SAYING and not walk.unknown and not addressed:
        return Bound("says where to be found, without a subject", focus="order")
    return ANOTHER_SUBJECT


_STEPS: dict[str, Step] = {
    **dict.fromkeys(QUIET, between.quiet),
    **dict.fromkeys(("STRONG", "FINITE", "COPULA", "I_AM"), between.verb),
    **dict.fromkeys(("SUBJECT", "OBJECT"), owners.pronoun),
    "PERSON": owners.person,
    "NAME": owners.name,
    "RELATIVE": owners.relative,
    "POSS_GOOD": owners.output,
    "FIRST": owners.first,
    "FIRST_VERB": owners.first_verb,
    "AUTHOR": between.author,
    "OPEN": _bracket,
}
"""By the kind of word. No other kind is an owner."""
