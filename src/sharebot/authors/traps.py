"""Reasons why a handle is nobody's, whatever its clause says else: small questions, each with its own why.

A trap is asked with the sentence's tokens and the handle's place. To add one, write it and put it into TRAPS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

Ask = Callable[[Sequence[Token], int], bool]


@dataclass(frozen=True, slots=True)
class Trap:
    name: str
    why: str
    holds: Ask


_THE = set_of("the a an our this that der die das den dem le la les el los il lo gli o os het de")
_NO_THING = set_of("void ether abyss internet web net fediverse birdsite app platform side socials hashtag")
_AND = set_of("and & y und et e en")
_WITH = set_of("with mit con avec com met")
_ALIAS = set_of("as als como comme come")
_SAYS = set_of("says said say according tells told claims reckons sagt sagte laut dice selon secondo zegt")
_SAY = set_of("say says said claim claims claimed think thinks believe believes reckon reckons whether if")
_TO_SOMEBODY = set_of("follow find meet see visit join contact message dm ping poke thank")
_LIVES = set_of("lives lingers resides dwells hides keeps lebt wohnt vive vit habite mora abita woont")
_AT = set_of("at in on bei in en à chez em da op")
_MEET = set_of("meet see visit hear catch")
_ME = set_of("me him her them")
_OF_SOMEBODY = frozenset({"'s", "’s"})
_REACH = 14
"""Tokens to the left that a trap looks at."""


def _words(tokens: Sequence[Token], start: int, end: int) -> list[str]:
    return [token.text.casefold() for token in tokens[max(0, start) : end]]


def _thing_at(tokens: Sequence[Token], at: int) -> bool:
    """`shares recipes from the market at @name`."""
    before = tokens[max(0, at - 3) : at]
    if len(before) < 3 or before[2].text.casefold() != "at" or before[1].kind not in ("WORD", "ORG", "ROLE"):  # noqa: PLR2004  the verb, the thing, and "at"
        return False
    return before[0].text.casefold() in _THE and before[1].text.casefold() not in _NO_THING


def _in_company(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe and the crew post on X as @name`."""
    for n in range(max(0, at - _REACH), at - 2):
        person = tokens[n].kind in ("PERSON", "SUBJECT")
        if tokens[n].text.casefold() in ("two", "both", "three") and tokens[n + 1].text.casefold() == "of":
            return True
        if person and tokens[n + 1].text.casefold() in _AND and tokens[n + 2].text.casefold() in _THE:
            return True
    return False


def _with_others(tokens: Sequence[Token], at: int) -> bool:
    """`on X with the crew as @name`."""
    before = _words(tokens, at - _REACH, at)
    if not before or before[-1] not in _ALIAS:
        return False
    return any(one in _WITH and other in _THE for one, other in pairwise(before))


def _of_theirs(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe’s students post on X as @name`."""
    for n in range(max(0, at - _REACH), at - 2):
        owned = tokens[n].kind == "PERSON" and tokens[n + 1].text in _OF_SOMEBODY and tokens[n + 2].kind == "WORD"
        verb = tokens[n + 3] if n + 3 < at else None
        if (
            owned
            and verb is not None
            and (verb.kind in ("FINITE", "STRONG") or verb.text.casefold() in ("post", "are"))
        ):
            return True
    return False


def _reported(tokens: Sequence[Token], at: int) -> bool:
    """`The new account is @name, says the club`, `some say Jane Roe is @name`."""
    after = _words(tokens, at + 1, at + 3)
    if after[:1] == [","] and after[1:2] and after[1] in _SAYS:
        return True
    return any(
        tokens[n].text.casefold() in _SAY and tokens[n + 1].kind == "PERSON" for n in range(max(0, at - _REACH), at - 1)
    )


def _followed(tokens: Sequence[Token], at: int) -> bool:
    """`I follow @name`: whom somebody follows is somebody else."""
    before = tokens[max(0, at - 2) : at]
    if len(before) < 2 or before[1].text.casefold() not in _TO_SOMEBODY:  # noqa: PLR2004  the verb and its object
        return False
    return before[0].kind in ("FIRST", "SUBJECT", "PERSON")


def _spoken_to(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe disagrees: @name`, `she recommends: @name`: whom somebody answers or points to is somebody else."""
    before = tokens[max(0, at - 3) : at]
    if len(before) < 3 or before[2].kind not in ("COLON", "COMMA") or before[1].text.casefold() not in _POINTS:  # noqa: PLR2004  the person, the verb and the sign
        return False
    return before[0].kind in ("PERSON", "SUBJECT", "FIRST")


def _of_a_thing(tokens: Sequence[Token], at: int) -> bool:
    """`Subscribe wherever you listen, or follow @name`: a podcast, a paper, a shop."""
    before = _words(tokens, at - _REACH, at)
    return any(word in _HAD for word in before) or any(
        one == "order" and other in ("them", "it", "one", "yours") for one, other in pairwise(before)
    )


def _with_one(tokens: Sequence[Token], at: int) -> bool:
    """`shares a flat with a poet: @name`, but not "for a living: @name"."""
    before = tokens[max(0, at - _WITH_ONE) : at]
    if len(before) < _WITH_ONE or before[3].kind not in ("COLON", "OPEN"):
        return False
    words = [token.text.casefold() for token in before]
    return words[0] in _BESIDE and words[1] in _ARTICLE and before[2].kind in ("WORD", "ORG")


def _place_on(tokens: Sequence[Token], at: int) -> bool:
    """`mends bikes at a place on Instagram (@name)`."""
    near = tokens[max(0, at - _PLACE_ON) : at]
    if len(near) < _PLACE_ON or near[-1].kind not in ("OPEN", "COLON", "COMMA") or near[-2].kind != "PLATFORM":
        return False
    words = [token.text.casefold() for token in near]
    return words[0] in _AT_ONE and words[1] in _ARTICLE and near[2].kind in ("WORD", "ORG")


def _of_other_work(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe; drawings: @name`, `and, for the pictures, @name`."""
    words = _words(tokens, at - _FOR_WORK, at)
    if words[-1:] == [":"] and words[-2:-1] and words[-2] in _DRAWN:
        return not any(token.kind in ("POSS", "POSS_GOOD") for token in tokens[max(0, at - _FOR_WORK) : at])
    pictured = len(words) == _FOR_WORK and words[0] == "for" and words[1] in _ARTICLE and words[3] == ","
    return pictured and (tokens[at - 2].kind == "ROLE" or words[2] in _DRAWN)


def _namesake(tokens: Sequence[Token], at: int) -> bool:
    """`nothing like the Jane Roe on X (@name)`."""
    for n in range(at - 1, max(1, at - _REACH), -1):
        if tokens[n].kind == "PERSON":
            return tokens[n - 1].text.casefold() in _ANOTHER and tokens[n - 2].text.casefold() in _UNLIKE
    return False


def _and_another(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe & @name`: somebody else who has no name here."""
    return at > 1 and tokens[at - 1].text.casefold() in _AND_ALSO and tokens[at - 2].kind == "PERSON"


def _at_work(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe, @name engineer`: a firm's account, used as a word."""
    after = tokens[at + 1 : at + 3]
    if not at or tokens[at - 1].kind != "COMMA" or not after or after[0].kind != "WORD":
        return False
    return len(after) == 1 or after[1].kind in ("COMMA", "MARK")


def _with_a_role(tokens: Sequence[Token], at: int) -> bool:
    """`Jane Roe (words), @name (pictures)`."""
    after = tokens[at + 1 : at + 4]
    return len(after) > 2 and (after[0].kind, after[1].kind, after[2].kind) == ("OPEN", "ROLE", "CLOSE")  # noqa: PLR2004  the three signs compared


def _speaks_for(tokens: Sequence[Token], at: int) -> bool:
    """`She tweets as the voice of a lighthouse: @name`."""
    before = _words(tokens, at - _REACH, at)
    return any(before[n] in _ALIAS and before[n + 1] in _THE and before[n + 3] == "of" for n in range(len(before) - 3))


def _of_an_object(tokens: Sequence[Token], at: int) -> bool:
    """`She tried to reach the council on X: @name`, `Find it on X`, `More about the walk on X`."""
    for n in range(max(0, at - _REACH), at - 2):
        if tokens[n].kind != "STRONG":
            continue
        after = tokens[n + 1 : at]
        after = after[1:] if after[0].text.casefold() in ("about", "of", "on", "from") else after
        if after and after[0].text.casefold() == "it":
            return True
        if any(one.kind in ("POSS", "POSS_GOOD", "FIRST", "PERSON") for one in after):
            continue  # "to see the triplets, look at my X"
        a_thing = len(after) > 1 and after[0].text.casefold() in _ARTICLE and after[1].kind in ("WORD", "ORG")
        if a_thing and after[1].text.casefold() not in _NO_THING:
            return True
    return False


def _of_another(tokens: Sequence[Token], at: int) -> bool:
    """`Tell the minister what you think: she is @name`."""
    before = _words(tokens, at - _REACH - _REACH, at)
    told = [n for n, word in enumerate(before[:-1]) if word in _TELL and before[n + 1] in {*_THE, "your"}]
    start = max(0, at - _REACH - _REACH)
    return any(all(token.kind != "PERSON" for token in tokens[start + n : at]) for n in told)


def _lives_there(tokens: Sequence[Token], at: int) -> bool:
    """`lives on a boat at @name`, `meet me at @name`: a place, unless a platform is named."""
    near = tokens[max(0, at - _REACH) : at + 3]
    if any(token.kind in ("PLATFORM", "POSS_GOOD") for token in near):  # "her code lives at @name"
        return False
    before = _words(tokens, at - _REACH, at)
    meets = before[-3:-2] and before[-3] in _MEET and before[-2] in _ME
    verbs = [token.text.casefold() for token in near[: len(before)] if token.kind in ("FINITE", "STRONG", "COPULA")]
    return before[-1:] != [] and before[-1] in _AT and (bool(meets) or bool(verbs and verbs[-1] in _LIVES))


def _of_old(tokens: Sequence[Token], at: int) -> bool:
    """`my former account (@name)`, `mon ancien compte Twitter (@name)`: what somebody had; a new one may follow."""
    words = " ".join(_words(tokens, at - _OLD_REACH, at)).split()
    old = max((n for n, word in enumerate(words) if word in _OLD), default=len(words))
    return any(word in _ACCOUNT for word in words[old:]) and not any(word in _RENEWED for word in words[old:])


_OLD_REACH = 8
_OLD = set_of(
    """
    old former previous ancien ancienne vieux vieille précédent antiguo antigua viejo vieja anterior vecchio vecchia
    precedente antigo antiga velho velha altes alter alten altem früheres früherer früheren ehemaliges ehemaliger
    ehemaligen voriges oude vorige voormalige
    """
)
_ACCOUNT = set_of(
    """
    account handle profile compte profil pseudo cuenta perfil usuario conta profilo konto kanal nutzername
    twitter-konto twitter-account x-konto x-account
    """
)
_RENEWED = set_of(
    "new now nouveau nouvelle nueva nuevo nova novo nuovo nuova neues neuer neue jetzt nieuwe nu ahora ora"
)
_ARTICLE = set_of("the a an")
_BESIDE = set_of("with by like to beside")
_WITH_ONE = 4
_PLACE_ON = 6
_FOR_WORK = 4
_AT_ONE = set_of("at with")
_DRAWN = set_of("drawings drawing sketches paintings prints pics pictures artwork doodles zeichnungen dessins dibujos")
_ANOTHER = set_of("the another other andere anderer otro otra autre altro outra outro")
_UNLIKE = set_of("like unlike not than with for wie nicht als mit comme pas avec como no con come non met niet")
_AND_ALSO = frozenset({"&", "+", "and", "und", "y", "et", "e", "en", "with", "x", "feat"})
_POINTS = set_of(
    """
    disagrees agrees objects replies answers responds counters recommends suggests quotes cites thanks credits asks
    widerspricht antwortet empfiehlt zitiert répond recommande responde recomienda risponde consiglia antwoordt
    """
)
_HAD = set_of("subscribe listen download stream preorder pre-order donate")
_TELL = set_of("tell ask write email thank lobby petition urge remind")


_CALLED_OUT = set_of("ruft roept zegt meldet bloggt moppert klaagt")
_AIMED = set_of("shouts yells hollers screams swears barks growls whistles waves winks laughs looks stares points")


_FOLLOWS = set_of("follows folgt suit sigue segue volgt följer følger obserwuje sleduje")
_SHE = set_of("sie er elle il ella él ela ele lei lui ze zij hij hon han hun")


def _follows(tokens: Sequence[Token], at: int) -> bool:
    """`Sie folgt auf X nur @name`, `auf X folgt sie @name`; but "wer mag, folgt ihr: @name"."""
    for n in range(max(0, at - _REACH), at):
        if tokens[n].text.casefold() == "folgt sie":  # "folgen Sie" is the order
            return True
        if tokens[n].text.casefold() in _FOLLOWS:
            beside = [*tokens[max(0, n - 1) : n], *tokens[n + 1 : n + 2]]
            return any(one.kind in ("SUBJECT", "PERSON") or one.text.casefold() in _SHE for one in beside)
    return False


def _aimed_at(tokens: Sequence[Token], at: int) -> bool:
    """`She shouts at @name`, unlike "shouts into the void at @name"."""
    before = _words(tokens, at - 2, at)
    return before[-1:] != [] and (before[-1] in _CALLED_OUT or (before[0] in _AIMED and before[1:] == ["at"]))


TRAPS: tuple[Trap, ...] = (
    Trap("follows", "whom somebody follows is somebody else", _follows),
    Trap("aimed-at", "at whom somebody shouts is somebody else", _aimed_at),
    Trap("of-old", "a former account is used no longer", _of_old),
    Trap("of-a-thing", "what one subscribes or listens to has an account of its own", _of_a_thing),
    Trap("of-an-object", "what is to be found or reached is something else", _of_an_object),
    Trap("speaks-for", "whom somebody speaks for has an account of its own", _speaks_for),
    Trap("with-one", "with whom somebody lives or works is somebody else", _with_one),
    Trap("place-on", "a place that is on a platform has an account of its own", _place_on),
    Trap("of-other-work", "whoever drew for the post is not its author", _of_other_work),
    Trap("namesake", "“the Jane Roe on X” is another of that name", _namesake),
    Trap("and-another", "what “and” adds to a name is somebody else", _and_another),
    Trap("at-work", "“@name engineer” is a firm's account", _at_work),
    Trap("with-a-role", "what stands in brackets after it says that somebody else did that work", _with_a_role),
    Trap("of-another", "whom the readers shall tell is somebody else", _of_another),
    Trap("thing-at", "“the market at @name” is the market's account", _thing_at),
    Trap("in-company", "several have one account", _in_company),
    Trap("with-others", "several have one account", _with_others),
    Trap("of-theirs", "what belongs to somebody has an account of its own", _of_theirs),
    Trap("reported", "somebody else says so", _reported),
    Trap("spoken-to", "whom somebody answers or points to is somebody else", _spoken_to),
    Trap("followed", "whom somebody follows is somebody else", _followed),
    Trap("lives-there", "a place where somebody is has an account of its own", _lives_there),
)


def trapped(tokens: Sequence[Token], at: int) -> str:
    """Why the handle at that place is nobody's; empty where nothing speaks against it."""
    return next((trap.why for trap in TRAPS if trap.holds(tokens, at)), "")
