"""`The author (@name) bakes`, `follow the writer on X: @name`: the author called by what they are, not by name."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors import late as regex
from sharebot.authors.bound import Bound
from sharebot.authors.grammar import bind
from sharebot.authors.tokens import Token
from sharebot.authors.words import any_of, set_of

_WRITERS = regex.compile(
    r"(?i)(?:l['’]|dell['’])?(?:"
    + any_of(
        r"""
        author, writer, contributor, blogger, columnist, essayist, guest, autor(?:in|a)?, gastautor(?:in)?,
        verfasser(?:in)?,
        schreiber(?:in)?, auteur(?:e|rice)?, autrice, autore, schrijver, schrijfster, gastblogger, invitée?, autorka,
        автор(?:ка)?, författaren, skribenten, forfatteren, yazar, yazarı
        """
    )
    + ")"
)
_ARTICLES = set_of("the our today's today’s der die den dem la le el il lo de unser unsere unseren")
_PORTUGUESE = set_of("autor autora")
_ROLES = set_of("author writer blogger contributor columnist poet essayist diarist guest invitado invitada convidada")
_OF = set_of("of von de del du des van di do da dell 's ’s della")
_THIS = set_of("this these dieses diesem diesen este esta questo quest deste desta dit deze ce cet cette")


def as_called(tokens: Sequence[Token], at: int) -> Bound | None:
    """Whether tokens[at] is bound to somebody who is called the author; whose it is then the article must say."""
    for n in range(at):
        after = _past(tokens, n)
        if after and not _has_more(tokens, after):
            return _bound(tokens, n, after, at)
    return None


def _past(tokens: Sequence[Token], n: int) -> int:
    """The place after "the author" at `n`; 0 where there is no such word."""
    if not _WRITERS.fullmatch(tokens[n].text):
        return 0
    elided = "’" in tokens[n].text or "'" in tokens[n].text
    before = tokens[n - 1].text.casefold() if n else ""
    portuguese = before in ("a", "o") and tokens[n].text.casefold() in _PORTUGUESE
    if not (before in _ARTICLES or elided or portuguese):
        return 0
    after = n + 1
    while after < len(tokens) and tokens[after].text.casefold() in _ROLES:
        after += 1
    return after


def _has_more(tokens: Sequence[Token], after: int) -> bool:
    """`the author's publisher`, `the author of the novel`, `the author Jane Roe`; but "the author of this post"."""
    more = tokens[after : after + 2]
    if not more:
        return True
    if more[0].text.casefold() in _OF:
        return len(more) < 2 or more[1].text.casefold() not in _THIS  # noqa: PLR2004  "of" and "this"
    return more[0].kind in ("NAME", "PERSON", "ORG")


def _bound(tokens: Sequence[Token], n: int, after: int, at: int) -> Bound | None:
    """What the sentence says with a pronoun in place of these words."""
    first = n if "’" in tokens[n].text or "'" in tokens[n].text else n - 1
    subject = first == 0 or tokens[first - 1].kind in ("COLON", "OPEN")
    if not (subject or tokens[first - 1].kind == "STRONG"):
        return None  # "her husband, the writer, is on X"
    if subject and after == at - 1 and tokens[after].kind == "OPEN":
        return CALLED
    she = Token("SUBJECT", "she", tokens[n].start, tokens[n].end)
    her = Token("OBJECT", "her", tokens[n].start, tokens[n].end)
    said = [*tokens[:first], she if subject else her, *tokens[after:]]
    return CALLED if bind(said, at - (after - first) + 1).focus == "pronoun" else None


CALLED = Bound("so is the author, who is called so", focus="author")
