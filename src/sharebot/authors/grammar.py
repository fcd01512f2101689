"""Whose handle is it? What stands after it, whether people and handles stand in rows, and then its clause."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.bound import ANOTHER_SUBJECT, FIRST, Bound
from sharebot.authors.clause import owner
from sharebot.authors.renewed import of_the_past, renewed
from sharebot.authors.tokens import Token
from sharebot.authors.traps import trapped
from sharebot.authors.unrivalled import unrivalled
from sharebot.authors.words import set_of

__all__ = ["Bound", "bind"]

IN_ORDER = set_of(
    """
    respectively respectivamente respectivement beziehungsweise bzw jeweils rispettivamente respectievelijk
    """
)
"""Words after several handles that say to take them in the order of the names."""
_GONE = set_of(
    """
    gone deleted inactive suspended dormant defunct abandoned hacked until anymore gelöscht supprimé borrada
    borrado hackeada hackeado pirateada pirateado piraté piratée bloqué bloquée désactivé désactivée suspendu suspendue
    fermé fermée cerrada cerrado suspendida suspendido gehackt gesperrt stillgelegt geschlossen verwaist deaktiviert
    hackerato hackerata rubato rubata cancellato cancellata chiuso chiusa sospeso sospesa roubada roubado
    invadida invadido apagada apagado encerrada encerrado gekaapt opgeheven verwijderd gestolen
    """
)
_REACH = 60
"""Tokens to the left that can own a handle."""
_SOON = 6
"""Tokens to the right in which a handle can be said to be gone."""
_LINKING = set_of("WORD FINITE STRONG COPULA OPEN PLATFORM VIA COMMA COLON STRONG_SEP MARK CONNECT")
_JOINT = set_of(
    """
    joint jointly shared together comparten compartimos compartida compartido compartilham compartilhada condividono
    condiviso condivisa partagent partagé partagée commun commune ensemble juntos juntas insieme samen gedeeld gedeelde
    gemeinsam gemeinsamen gemeinsames gemeinsame
    """
)
_WITH = set_of("with mit con avec com met by von par por da door")
_JOINTLY = 14
"""Tokens to the left in which an account can be said to be shared."""
_PAIR = 2
_OF_THE_CLAUSE = frozenset({"a label", "says where to be found", "an order to follow"})
"""Reasons that hold for a handle at the clause's end, but not for one with which another clause begins."""
_NO_VERB = set_of("unterwegs aktiv active actief actif attivo erreichbar bereikbaar")
_EVERYWHERE = set_of("everywhere elsewhere there überall partout ovunque overal dappertutto")
_SOME_ACCOUNT = tuple([the, noun] for the in ("the", "an", "some", "this") for noun in ("account", "feed", "profile"))


def bind(tokens: Sequence[Token], at: int) -> Bound:
    """Whose handle tokens[at] is."""
    if _is_gone(tokens, at):
        return Bound("said to be gone")
    past = of_the_past(tokens, at)
    if past:
        return Bound(past, final=True)
    tokens, at = renewed(tokens, at) or (tokens, at)
    in_row = _in_rows(tokens, at)
    if in_row:
        return in_row
    trap = trapped(tokens, at)
    if trap:
        return Bound(trap)
    if _is_joint(tokens, at):
        return Bound("an account that several share")
    return _of_clause(tokens, at)


def _of_clause(tokens: Sequence[Token], at: int) -> Bound:
    bound = owner(tokens[max(0, at - _REACH) : at])
    if bound.rule in _OF_THE_CLAUSE and _is_subject(tokens, at):
        return Bound("the handle is itself the subject of what follows")
    if bound.person is None and not (bound.focus or bound.final):
        bound = unrivalled(tokens, at) or bound
    if bound.focus == "pronoun" and _to_me(tokens, at):
        return ANOTHER_SUBJECT if _is_of_a_third(tokens, at) else FIRST
    return bound


def _to_me(tokens: Sequence[Token], at: int) -> bool:
    """`scrivetemi: su Instagram sono @name`, `suivez-moi`: an order that says "me" within itself."""
    orders = [token.text.casefold() for token in tokens[max(0, at - _REACH) : at] if token.kind == "STRONG"]
    return bool(orders) and orders[-1].endswith(_ME)


def _is_of_a_third(tokens: Sequence[Token], at: int) -> bool:
    """`Scrivetemi dal forno: è @name`, unlike "scrivetemi: sono @name" and "il mio nome è @name"."""
    near = tokens[max(0, at - _REACH) : at]
    mine = any(token.kind in ("POSS", "POSS_GOOD", "FIRST") for token in near)
    return not mine and near[-1].text.casefold() in _IS


_IS = frozenset({"è", "es", "é", "est", "is", "ist"})
_ME = ("temi", "dme", "eme", "ame", "-moi", "-me")
"""Ends of orders that say "me"."""


def _is_joint(tokens: Sequence[Token], at: int) -> bool:
    """`They tweet together as @name`; but "written together with Jane Roe (@name)" is of the writing."""
    return any(
        tokens[n].text.casefold() in _JOINT and tokens[n + 1].text.casefold() not in _WITH
        for n in range(max(0, at - _JOINTLY), at)
    )


def _is_subject(tokens: Sequence[Token], at: int) -> bool:
    """`The account @name keeps a list`, `… – @name is an estate agent`: a clause about whoever has the handle."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.text.casefold() in _NO_VERB or _is_me(tokens[at + 2 : at + 4]):
        return False
    if after.kind in ("COPULA", "FINITE"):
        return True
    if not at and after.kind == "WORD" and after.text.casefold() not in _EVERYWHERE:
        return True  # "@name hears it."
    before = [token.text.casefold() for token in tokens[max(0, at - 2) : at]]
    return before in _SOME_ACCOUNT


def _is_me(tokens: Sequence[Token]) -> bool:
    return any(token.kind == "FIRST" for token in tokens)


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
    told = any(token.text.casefold() in IN_ORDER for token in tokens[handles[0] + 1 :])
    if not told and any(token.kind not in _LINKING for token in tokens[people[-1] + 1 : handles[0]]):
        return None
    return Bound("as many handles as people, in order", person=tokens[people[handles.index(at)]].ref)


def _row(tokens: Sequence[Token], kind: str) -> list[int]:
    """The places of the first tokens of a kind that nothing parts but commas, "and" and platforms' names."""
    row: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind == kind:
            row.append(at)
        elif row and not (
            token.kind in ("COMMA", "CONNECT", "PLATFORM") or token.text in IN_ORDER or token.text == "&"
        ):
            break
    return row
