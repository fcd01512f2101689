"""`She used to tweet as @old but is now on Bluesky: @new`: a sentence without what somebody has left behind."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

_OLD = set_of(
    """
    früher einst damals antes antiguamente autrefois anciennement avant prima vroeger voorheen antigamente
    tweetait twittait twitterte tuiteaba tuitava twittava twitterde twitterden once formerly previously
    """
)
_OLD_VERBS = set_of(
    """
    tweetait twittait twitterte tuiteaba tuitava twittava twitterde tweet tweets tweeting post toot toots be called
    fui fue foi estava estaba était étais ero era è ist bin is am war was were mehr meer
    plus más mais più longer anymore
    """
)
"""What may stand between the word for the old days and the old handle, beside pronouns and platforms."""
_NOW = set_of(
    """
    now but today nowadays instead jetzt heute inzwischen mittlerweile nun sondern aber désormais maintenant
    aujourd'hui aujourd’hui mais ahora hoy pero sino agora hoje mas ora adesso oggi ma nu inmiddels vandaag maar
    """
)
_NOT_NOW = set_of("not never nicht nie pas jamais no nunca não non mai niet nooit")
_LEAVES = set_of(
    """
    left quit moved migrated switched swapped traded exchanged ditched fled abandoned deserted verließ tauschte
    quitté délaissé abandonné troqué échangé dejó dejado cambió cambiado abandonó deixou trocou abandonou lasciato
    abbandonato cambiato scambiato verliet verruilde ruilde
    """
)
_FROM = set_of("from von de da van du del do")
_FOR = set_of("for to with pour contre vers por para per con voor naar tegen gegen zu nach à a against into onto")
_LEADS = set_of("as als at under unter sous como come comme onder")
_QUIET = set_of("SUBJECT FIRST FIRST_VERB I_AM PERSON PLATFORM OPEN CLOSE COPULA FORMER FINITE STRONG")
_SPEAKS = set_of("SUBJECT FIRST FIRST_VERB I_AM PERSON COPULA FINITE")
_SOON = 4
_REACH = 24
_PLACE = 4


def renewed(tokens: Sequence[Token], at: int) -> tuple[list[Token], int] | None:
    """The sentence, and the handle's place in it, without what somebody had before; None where nothing is told so."""
    return _without_old_name(tokens, at) or _without_old_place(tokens, at)


def of_the_past(tokens: Sequence[Token], at: int) -> str:
    """Why the handle is not the author's by what is told of old days; empty where nothing speaks against it."""
    if _is_left_behind(tokens, at):
        return "it is no longer theirs"
    another = _is_of_another(tokens, at) or _moves_another(tokens, at)
    return "what is told of old days is told of something else" if another else ""


def _is_left_behind(tokens: Sequence[Token], at: int) -> bool:
    """`has moved from Twitter (@name) to Bluesky`, `swapped X (@name) for Mastodon`."""
    n = at - 1
    while n > 0 and (tokens[n].kind == "OPEN" or tokens[n].text.casefold() in _LEADS):
        n -= 1
    if n < 1 or tokens[n].kind != "PLATFORM":
        return False
    before = tokens[n - 1].text.casefold()
    if before in _LEAVES:
        return True
    return before in _FROM and (_goes_to(tokens, at + 1) or (n > 1 and tokens[n - 2].text.casefold() in _LEAVES))


def _goes_to(tokens: Sequence[Token], at: int) -> bool:
    after = [one for one in tokens[at : at + _PLACE] if one.kind != "CLOSE"]
    return len(after) > 1 and after[0].text.casefold() in _FOR and after[1].kind == "PLATFORM"


def _is_of_another(tokens: Sequence[Token], at: int) -> bool:
    """`The club was once @old, now it is on X: @new`: what is told of the old handle is told of something else."""
    old = _handle_before(tokens, at)
    if old < 1 or _now(tokens, old + 1, at) < 0:
        return False
    opened = next((n for n in range(old - 2, -1, -1) if tokens[n].kind == "OPEN"), -1)  # "(once @old)"
    told = tokens[max(opened + 1, old - _REACH) : old]
    return _is_told_of_a_thing(told)


def _moves_another(tokens: Sequence[Token], at: int) -> bool:
    """`My publisher left X for Bluesky, where they are @name`."""
    verb = _leaving(tokens, at)
    return verb >= 0 and _is_told_of_a_thing(tokens[max(0, verb - _SOON) : verb])


def _is_told_of_a_thing(told: Sequence[Token]) -> bool:
    return not any(_is_person(told, n) for n in range(len(told))) and any(map(_is_thing, told))


def _is_person(told: Sequence[Token], n: int) -> bool:
    if told[n].kind == "OBJECT":
        return n + 1 == len(told) or not (told[n + 1].kind in ("WORD", "ORG") or told[n + 1].text == "man")
    return told[n].kind in ("SUBJECT", "PERSON", "FIRST", "FIRST_VERB", "I_AM", "STRONG")


def _is_thing(token: Token) -> bool:
    word = token.text.casefold()
    plain = token.kind in ("WORD", "NAME") and not any(word in known for known in (_OLD, _OLD_VERBS, _AUXILIARY))
    return plain or word == "man" or token.kind in ("ORG", "POSS_BAD", "THING", "WHOSE")


def _handle_before(tokens: Sequence[Token], at: int) -> int:
    return next((n for n in range(at - 1, max(-1, at - _REACH), -1) if tokens[n].kind == "HANDLE"), -1)


# An old name ----------------------------------------------------------------------------------------------------------


def _without_old_name(tokens: Sequence[Token], at: int) -> tuple[list[Token], int] | None:
    old = _handle_before(tokens, at)
    start = _old_start(tokens, old) if old > 0 else -1
    now = _now(tokens, old + 1, at) if start >= 0 else -1
    now = -1 if any(one.kind == "SEMI" for one in tokens[old:now]) else now  # a sentence of its own
    if now < 0:
        return None
    since = _since(tokens, old + 1, now, at)
    kept = [*tokens[:start], *since]
    if not _has_owner(kept):
        kept = [*tokens[:start], *_pronoun(tokens[start:old], since, alone=not start), *since]
    return [*kept, *tokens[at:]], len(kept)


def _since(tokens: Sequence[Token], start: int, now: int, at: int) -> Sequence[Token]:
    """What is told of the new handle: all after the word for "now", and the subject and verb right before it."""
    while now + 1 < at and tokens[now + 1].text.casefold() in _NOW:
        now += 1
    return [one for one in tokens[start:now] if one.kind in _SPEAKS] + list(tokens[now + 1 : at])


def _old_start(tokens: Sequence[Token], old: int) -> int:
    """Where the words about the old handle begin; -1 where anything but its owner is told of between."""
    start = -1
    for n in range(old - 1, max(-1, old - _REACH), -1):
        token, word = tokens[n], tokens[n].text.casefold()
        if token.kind == "FORMER" or word in _OLD:
            start = n
        elif token.kind not in _QUIET and token.kind != "CONNECT" and word not in _OLD_VERBS:
            break
    return start


def _now(tokens: Sequence[Token], start: int, at: int) -> int:
    """The place of the word that says "now", soon after the old handle."""
    for n in range(start, min(at, start + _SOON + 2)):
        token, word = tokens[n], tokens[n].text.casefold()
        if word in _NOW:
            denied = any(one.text.casefold() in _NOT_NOW or one.kind == "FORMER" for one in tokens[n:at])
            return -1 if denied else n
        if token.kind not in ("CLOSE", "COMMA", "PLATFORM", "CONNECT", "SEMI", *_QUIET):
            return -1
    return -1


def _has_owner(tokens: Sequence[Token]) -> bool:
    return any(one.kind in ("SUBJECT", "PERSON", "FIRST", "FIRST_VERB", "I_AM", "OBJECT") for one in tokens)


def _pronoun(told: Sequence[Token], since: Sequence[Token], *, alone: bool) -> list[Token]:
    """The subject of what is told of the old handle; one in thought where a verb says "she" by itself."""
    named = [one for one in told if one.kind in ("SUBJECT", "PERSON", "FIRST")][:1]
    in_thought = alone and not named and any(one.kind in ("COPULA", "FINITE") for one in since)
    return [Token("SUBJECT", "she", since[0].start, since[0].start)] if in_thought else named


# An old place ---------------------------------------------------------------------------------------------------------


def _without_old_place(tokens: Sequence[Token], at: int) -> tuple[list[Token], int] | None:
    """`She has left X (@old) for Bluesky: @new` says "She is on Bluesky: @new"."""
    verb = _leaving(tokens, at)
    return _placed(tokens, verb, _new_place(tokens, verb + 1, at), at) if verb >= 0 else None


def _leaving(tokens: Sequence[Token], at: int) -> int:
    """The place of the verb that says that somebody left one platform for another; -1 for none."""
    for n in range(at - 1, max(-1, at - _REACH), -1):
        if tokens[n].text.casefold() in _LEAVES:
            return n if _new_place(tokens, n + 1, at) else -1
    return -1


def _new_place(tokens: Sequence[Token], start: int, at: int) -> int:
    """The place of the platform somebody has moved to; 0 where none is named so."""
    n = start + (tokens[start].text.casefold() in _FROM)
    if n >= at or tokens[n].kind != "PLATFORM":
        return 0
    n += 1
    while n < at and tokens[n].kind in ("OPEN", "CLOSE", "HANDLE", "COMMA"):
        n += 1
    leads = n + 1 < at and tokens[n].text.casefold() in _FOR and tokens[n + 1].kind == "PLATFORM"
    return n + 1 if leads else 0


def _placed(tokens: Sequence[Token], verb: int, new: int, at: int) -> tuple[list[Token], int]:
    where = tokens[verb]
    before = tokens[:verb]
    while before and before[-1].text.casefold() in _AUXILIARY:
        before = before[:-1]
    subject = before or [Token("SUBJECT", "she", where.start, where.start)]
    kept = [
        *subject,
        Token("COPULA", "is", where.start, where.start),
        Token("CONNECT", "on", where.start, where.end),
        *tokens[new:at],
    ]
    return [*kept, *tokens[at:]], len(kept)


_AUXILIARY = set_of("has have recently finally just since a ha ai he ho hat heeft habe heb 's ’s 've ’ve")
