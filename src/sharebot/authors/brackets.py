"""Whose a handle in brackets is: what stands right before the brackets owns it."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.bound import Bound
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

NEVER_BEFORE = set_of(
    """
    of for with by from in about to behind against like the a an on de du von di do da des van par por door para pour
    für per voor avec con mit com met dal del della bei than que che derrière
    über gegen contre sobre contra contro tegen versus when where because while until though
    """
)
"""Words that, directly before a handle, make it somebody else's: "works for @x", "founder of @x"."""

_APPOSITION = set_of("a an and is the former retired ex und y e et en")
_PUBLISHED = set_of("post piece article essay column story entry review text beitrag artikel texte billet texto")
WORKPLACE = set_of("at of for from in the near bei à de en del della di da do")
_FAR = 10
"""Tokens that may describe a person between the name and the brackets."""


def before_bracket(left: Sequence[Token], at: int) -> Bound | None:
    """Whose a handle in brackets is by what stands right before them, at `at`."""
    token = left[at]
    if token.kind == "PERSON":
        return Bound("in brackets after the name", person=token.ref)
    if token.kind == "NAME":
        return _after_organisation(left, at)
    if token.kind in ("WORD", "ROLE", "ORG", "THING", "POSS_BAD", "SELF"):
        return _apposition(left, at)
    return None


def _after_organisation(left: Sequence[Token], at: int) -> Bound:
    """Jane Roe of Skerry Lines (@name): hers or theirs."""
    name = left[at].text
    if at and (left[at - 1].text.casefold() in WORKPLACE or left[at - 1].kind == "COMMA"):
        for token in reversed(left[: at - 1]):
            if token.kind == "PERSON":
                return Bound("in brackets after the name and a place of work", person=token.ref, rival=name)
            if token.kind not in ("WORD", "COMMA", "CONNECT", "ORG", "FIRST", "NAME"):
                break
    return Bound(f"in brackets after another name, {name!r}")


def _apposition(left: Sequence[Token], at: int) -> Bound:
    """NAME, harbour engineer (@name): only plain words, no preposition, between the name and the brackets."""
    if left[at].text.casefold() in _PUBLISHED:
        return _writer_of(left, at)
    for token in reversed(left[max(0, at - _FAR) : at + 1]):
        word = token.text.casefold()
        if token.kind == "PERSON":
            return Bound("in brackets after the name's description", person=token.ref)
        if word not in _APPOSITION and (token.kind not in ("WORD", "COMMA") or word in NEVER_BEFORE):
            break
    return Bound("in brackets after something else")


def _writer_of(left: Sequence[Token], at: int) -> Bound:
    """`Jane Roe is … the author of this post (@name)`: a post has no handle, so it is the subject's."""
    for token in reversed(left[:at]):
        if token.kind == "PERSON":
            return Bound("in brackets after what the person wrote", person=token.ref)
        if token.kind in ("NAME", "HANDLE", "ROLE", "ORG", "RELATIVE", "THING", "SEMI"):
            break
    return Bound("in brackets after something else")
