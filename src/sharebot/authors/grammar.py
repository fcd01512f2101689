"""Whose handle is it? What stands after it, whether people and handles stand in rows, and then its clause."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.brackets import Bound
from sharebot.authors.clause import Clause
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

__all__ = ["Bound", "bind"]

_GONE = set_of(
    """
    gone deleted inactive suspended dormant defunct abandoned hacked until anymore gelöscht supprimé borrada
    """
)
_REACH = 60
"""Tokens to the left that can own a handle."""
_SOON = 6
"""Tokens to the right in which a handle can be said to be gone."""
_LINKING = set_of("WORD FINITE STRONG COPULA OPEN PLATFORM VIA COMMA COLON STRONG_SEP MARK CONNECT")
_PAIR = 2


def bind(tokens: Sequence[Token], at: int) -> Bound:
    """Whose handle tokens[at] is."""
    if _is_gone(tokens, at):
        return Bound("said to be gone")
    return _in_rows(tokens, at) or Clause(tokens[max(0, at - _REACH) : at]).bind()


def _is_gone(tokens: Sequence[Token], at: int) -> bool:
    """`@name, is gone`, `@name (deleted)`: what the words after a handle say of it."""
    for token in tokens[at + 1 : at + _SOON]:
        if token.kind in ("HANDLE", "SEMI", "PERSON") or token.text == ".":
            return False
        if token.text.casefold() in _GONE:
            return True
    return False


def _in_rows(tokens: Sequence[Token], at: int) -> Bound | None:
    """A and B are @a and @b: as many people as handles, each row unbroken, in the same order."""
    people, handles = _row(tokens, "PERSON"), _row(tokens, "HANDLE")
    if len(people) < _PAIR or len(people) != len(handles) or at not in handles or people[-1] > handles[0]:
        return None
    if any(token.kind not in _LINKING for token in tokens[people[-1] + 1 : handles[0]]):
        return None
    return Bound("as many handles as people, in order", person=tokens[people[handles.index(at)]].ref)


def _row(tokens: Sequence[Token], kind: str) -> list[int]:
    """The places of the first tokens of a kind that nothing parts but commas, "and" and platforms' names."""
    row: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind == kind:
            row.append(at)
        elif row and token.kind not in ("COMMA", "CONNECT", "PLATFORM") and token.text != "&":
            break
    return row
