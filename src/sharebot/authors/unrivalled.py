"""What is left when no rule of grammar binds a handle: it is the author's if nothing in its clause speaks against it.

The ways to say where somebody can be found have no end, but what else can have an account beside an author does (see
`rivals`). So this asks only for those, and whether what stands right before the handle leads to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.abroad import says_where
from sharebot.authors.bound import FIRST, FOUND, Bound
from sharebot.authors.rivals import (
    competes,
    competes_after,
    folded,
    is_found,
    is_object,
    is_shown_there,
    names_platform,
)
from sharebot.authors.roles import QUOTES
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

_LABELS = set_of("COLON OPEN STRONG_SEP SEMI PLATFORM")
_DASHES = frozenset("—–―")
_PLACED = folded(
    """
    som på як під pod under as at on als unter como comme come sous en sur auf op em no na su ως на как على في jako
    """
)
_ALIASES = folded("as als como comme come как ως jako som як olarak")
_BESIDE_ALIAS = set_of("PLATFORM CONNECT COMMA MARK")
_ALIAS_AFTER = folded("olarak adıyla として 으로 로")
"""What says "as" behind the handle."""
_AND = folded("and & und et y e en и i και och og")
_NICK = folded("ник nick ником ніком ніком нік nickiem nickem adıyla")
_SENT = folded(
    """
    line hi hello hey questions comments complaints note message messages mail replies postcards tips thoughts
    """
)
"""What one sends "to @name"."""
_CLAUSE_BEGINS = folded("when where while because until though wo wenn où quand donde cuando dove quando waar")
"""Words with which the handle is the subject of a clause of its own."""
_CALL = folded("shout ping nudge poke holler")
_SIGNS_AS = folded("signs signe firma assina tekent zeichnet heißt heisst heet")
"""Verbs after which a handle is that of the subject: "Bluesky, où elle signe @name"."""
_POSTS = folded(
    """
    tweets toots skeets trötet tröte twittert tootet pouette tweete twitte tuitea twittea tuíta twitta tweet toot
    twittrar tweeter tvitrer twitrer tootar tooter ćwierka
    """
)
"""Verbs that name the platform by themselves."""
_OWNERS = set_of("PERSON SUBJECT OBJECT POSS POSS_GOOD FIRST FIRST_VERB I_AM")
_POSSESSIVES = folded(
    """
    her his their my sein ihr su sus sa son ses мой моя моё её ее его її його její jeho hennes hendes jej jego ich haar
    zijn
    """
)
_THEIRS = folded("suyas suyos suya suyo")
_SUBJECTS = folded("він вона он она ona αυτή αυτός hon hun han hän")
_FIRST = folded("я мне меня мой моя мой мною mój mnie mi μου με")
_MY = folded("my mein mon mi")
_VERBS = folded("tweets toots skeets posts threads runs rants walks climbs rides makes works knits travels rambles")
_REACH = 60
"""Tokens to the left that are looked at."""
_PAIR = 2
_NEAR = 3
_ASIDE = 4
"""Tokens of a remark in brackets before a semicolon: "(guest; @name)"."""
_UNRIVALLED = "nothing else in its clause could have it"


def unrivalled(tokens: Sequence[Token], at: int) -> Bound | None:
    """Whose tokens[at] is, if its clause names but one person and nothing else that could have an account."""
    clause = _clause(tokens, at)
    if not clause or not _is_joined(clause, tokens, at) or competes_after(tokens, at):
        return None
    if _is_label_abroad(_since_author(clause)):
        return _of_owner(clause, tokens, at) or Bound("a label", focus="label")
    owned = _since_author(clause)
    whole = owned if any(token.kind in _OWNERS for token in owned) else _since_handle(tokens, at)
    if competes(whole) or any(token.kind == "NAME" for token in clause[: len(clause) - len(owned)]):
        return None
    return _of_owner(clause, tokens, at)


# The clause -----------------------------------------------------------------------------------------------------------


def _clause(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The tokens since the last handle or semicolon."""
    start = at
    while start > max(0, at - _REACH) and not _ends_before(tokens, start, at):
        start -= 1
    return [one for one in tokens[start:at] if one.kind != "HANDLE"]


def _ends_before(tokens: Sequence[Token], start: int, at: int) -> bool:
    if tokens[start - 1].kind == "HANDLE":
        return not _goes_on(tokens, start, at)
    return _parts(tokens, start - 1)


def _goes_on(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`He bickers on X (@a) and bakes on Instagram (@b)`: "and" leaves the subject what it was."""
    after = next((one for one in tokens[start:at] if one.kind not in ("CLOSE", "COMMA")), None)
    return after is not None and after.text.casefold() in _AND


def _parts(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].kind == "SEMI" and not any(one.kind == "OPEN" for one in tokens[max(0, at - _ASIDE) : at])


def _since_handle(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    start = at
    while start > max(0, at - _REACH) and tokens[start - 1].kind != "HANDLE":
        start -= 1
    return tokens[start:at]


def _since_author(clause: Sequence[Token]) -> Sequence[Token]:
    """The clause from the author's name on: what stands before it says what the author did, not whose the handle is."""
    if len(clause) > 1 and clause[-1].text.casefold() in _SIGNS_AS and clause[-2].kind in ("SUBJECT", "PERSON"):
        return clause[-2:]
    named = next((n for n, token in enumerate(clause) if token.kind == "PERSON"), 0)
    return clause[named:]


# What leads to the handle ---------------------------------------------------------------------------------------------


def _last(clause: Sequence[Token]) -> Token | None:
    return next((one for one in reversed(clause) if one.text not in QUOTES), None)


def _is_joined(clause: Sequence[Token], tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands right before the handle leads to it, rather than says what is done to somebody."""
    last = _last(clause)
    if last is None:
        return False
    word = last.text.casefold()
    as_signed = word in _SIGNS_AS and names_platform(clause)
    if last.kind in _LABELS or word in _DASHES or word in _CALL or as_signed:
        return True
    if last.kind == "COMMA":
        return all(one.kind == "MARK" for one in tokens[at + 1 :])
    if word == "to":
        return any(one.text.casefold() in _SENT for one in clause)
    return word not in _CLAUSE_BEGINS and _is_placed(clause, word, last)


def _is_placed(clause: Sequence[Token], word: str, last: Token) -> bool:
    if word.split(maxsplit=1)[0] in _PLACED or last.kind == "COPULA":
        posts = any(one.text.casefold() in _POSTS for one in clause)
        return posts or names_platform(clause) or any(one.kind == "POSS_GOOD" for one in clause) or _says_that(clause)
    return (word in _NICK and names_platform(clause)) or _is_beside_platform(clause)


def _is_beside_platform(clause: Sequence[Token]) -> bool:
    near = clause[-_NEAR:]
    if any(one.text.casefold() in _AND for one in near):
        return False  # "is on X and feeds @name"
    return names_platform(near) or any(one.text.casefold() in _NICK for one in near)


def _says_that(clause: Sequence[Token]) -> bool:
    """`(that’s @name if you are on X)`."""
    return len(clause) > 1 and clause[-1].kind == "COPULA" and clause[-2].text.casefold() in ("that", "it", "c")


def _is_label_abroad(clause: Sequence[Token]) -> bool:
    """`حسابها على إكس: @name`: a platform's word, and words of being found in a script whose words look like names."""
    words = [part for one in clause if one.kind in ("NAME", "WORD") for part in one.text.split()]
    others = any(one.kind not in _LABEL_KINDS for one in clause)
    return bool(words) and not others and names_platform(clause[-_NEAR:]) and all(map(says_where, words))


_LABEL_KINDS = set_of("PERSON NAME WORD PLATFORM COLON COMMA MARK STRONG_SEP CONNECT")


# The owner ------------------------------------------------------------------------------------------------------------


def _of_owner(clause: Sequence[Token], tokens: Sequence[Token], at: int) -> Bound | None:
    """The nearest word to the left that says whose it is."""
    for n in range(len(clause) - 1, -1, -1):
        token, word = clause[n], clause[n].text.casefold()
        if token.kind == "PERSON":
            return Bound(_UNRIVALLED, person=token.ref)
        if token.kind in ("FIRST", "FIRST_VERB", "I_AM") or word in _FIRST:
            return _possessed(clause, n) if word in _MY else FIRST
        if word in _THEIRS or word in _SUBJECTS:
            return None if _is_after_a_thing(clause) else FOUND
        if token.kind in _OWNERS or word in _POSSESSIVES:
            return _possessed(clause, n)
    return _ownerless(clause, tokens, at)


def _is_after_a_thing(clause: Sequence[Token]) -> bool:
    """`Hon arbetar på bageriet (@name)`: in brackets after any word but a platform's."""
    return clause[-1].kind == "OPEN" and not names_platform(clause[-_NEAR:])


def _possessed(clause: Sequence[Token], n: int) -> Bound | None:
    """`her sightings go up on Bluesky`, `her fediverse address is`, `my DMs`: but "my dentist: @name" is another's."""
    said = clause[n].text.casefold()
    if clause[n].kind == "POSS_GOOD" and (said[:1] in "'’" or _may_be_a_verb(said)):
        return None
    if clause[n].kind == "POSS_GOOD" and clause[n + 1 : n + 2] and _has_a_noun(clause, n):
        return None  # "my day job"
    if said in _POSSESSIVES and not is_shown_there(clause[n + 1 :]) and not _can_be_found(clause, n):
        return None
    return FIRST if said.startswith("my") or said in _FIRST else FOUND


def _can_be_found(clause: Sequence[Token], n: int) -> bool:
    """`В X её можно найти`, where "её" is "her" as an object."""
    return names_platform(clause[:n]) and is_found(clause[n + 1 :])


def _has_a_noun(clause: Sequence[Token], n: int) -> bool:
    return clause[n + 1].kind in ("WORD", "NAME", "ORG") and not clause[n].text.casefold().endswith("own")


def _may_be_a_verb(said: str) -> bool:
    """`her neighbour tweets`, unlike "her tweets"."""
    words = said.split()
    return len(words) > _PAIR and words[-1] in _VERBS


def _ownerless(clause: Sequence[Token], tokens: Sequence[Token], at: int) -> Bound | None:
    """A clause without a known owner: the end of a description, "that's @name", or a pronoun of a further language."""
    last = _last(clause)
    if last is not None and last.kind == "COMMA":
        return Bound("ends a description", focus="order")
    placed = names_platform(clause) or names_platform(tokens[at + 1 : at + 1 + _NEAR])
    named = tokens[at + 1].text.casefold() in _ALIAS_AFTER if at + 1 < len(tokens) else False
    alone = all(one.kind in _BESIDE_ALIAS or is_object(clause, n) for n, one in enumerate(clause))
    alias = (named and alone) or (last is not None and last.text.casefold() in _ALIASES)
    if placed and last is not None and last.text.casefold() == "to":
        return Bound("where to send something", focus="sent")
    if _says_that(clause) or (placed and alias) or _is_linked_platform(clause):
        return Bound(_UNRIVALLED, focus="order")
    return FOUND if placed and any(is_object(clause, n) for n in range(len(clause))) else None


def _is_linked_platform(clause: Sequence[Token]) -> bool:
    """`Talks on YouTube, essays on Threads` where the platforms' words are links: few words and no verb "is"."""
    linked = len(clause) > _PAIR and clause[-1].kind == "PLATFORM" and clause[-2].text == "on"
    return linked and len(clause) <= _TELEGRAPHIC and all(one.kind in _PLAIN for one in clause)


_TELEGRAPHIC = 7
_PLAIN = set_of("WORD FINITE CONNECT PLATFORM COMMA MARK")
