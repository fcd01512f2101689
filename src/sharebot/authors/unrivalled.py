"""What is left when no rule of grammar binds a handle: it is the author's if nothing in its clause speaks against it.

The ways to say where somebody can be found have no end, but what else can have an account beside an author does: other
people, firms, things with an article, roles, what somebody works for, buys or likes. So this asks only for those.
"""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.bound import FIRST, FOUND, Bound
from sharebot.authors.roles import ARTICLES, OF_SOMEBODY, QUOTES, SHOWN
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of


def _folded(listed: str) -> frozenset[str]:
    return set_of(listed.casefold())


_AGAINST = _folded(
    """
    works work worked working plays play played choir orchestra chorus vote nominate nominated award students pupils kids children sons daughters
    sisters brothers friends colleagues neighbours parents bees hens chickens goats horses suit suivent sings sang runs run leads lead led edits manages directs directed owns
    owned founded founds chairs chaired heads headed helps volunteers volunteered belongs represents coaches co-hosts
    co-runs co-founded hosts presents produces loves love likes adores admires recommends recommend reads read supports
    support thanks owes joined married dates learned learnt heard buys buy bought got gets get uses use used order
    orders ordered borrowed subscribe listen donate donations tickets book booking bookings sign petition enter win
    prize offers sale shop discount sponsored favourite favorite hero heroes fan fans tell ask everybody everyone
    official team crew gang lot rest its they their them zij both each together joint joint jointly shared sharing between ours contributors
    corrections news events information sells sold studies studied study teaches taught serves trains trained signed
    arbeitet leitet spielt liest empfiehlt mag liebt kauft gehört gründete
    travaille dirige joue lit recommande aime achète fonda anime
    trabaja trabajó dirige toca lee recomienda compra fundó
    lavora suona legge consiglia ama fondò trabalha lê recomenda gosta fundou
    werkt speelt leest koopt
    работает ведёт ведет руководит редактор редактирует читает любит основал основала фото фотографии фотограф
    иллюстрации иллюстратор перевод переводчик корректор редакция редакции спасибо муж жена подкаст магазин
    раньше рисунки
    korekta zdjęcia zdjęcie foto ilustracje ilustracja tłumaczenie redakcja redaguje pracuje prowadzi dawniej nie
    επιμέλεια φωτογραφίες φωτογραφία μετάφραση εικονογράφηση πρώην δεν εργάζεται της του
    写真 編集 翻訳 イラスト 撮影 公式 旧 元 編集部
    صور صورة تصوير ترجمة تحرير رسوم سابقا
    """
)
"""Words with which the handle is that of a thing, a firm or another person, or no longer used."""
_OWNERS = set_of("PERSON SUBJECT OBJECT POSS POSS_GOOD FIRST FIRST_VERB I_AM")
_AGAINST_UNCASED = set_of(
    """
    写真 編集 翻訳 イラスト 撮影 公式 旧 元 と 及び 사진 편집 번역 공식 摄影 翻译 编辑 官方 和
    صور تصوير ترجمة تحرير رسوم سابق مع مدير موقع مجلة
    """
)
"""Parts of words in scripts without capitals that speak of others or of other work."""
_COMPETITORS = set_of("ORG ROLE SELF POSS_BAD FORMER WHOSE ELSEWHERE THING")
_LABELS = set_of("COLON OPEN STRONG_SEP")
_PLACED = _folded("as at on under als unter como comme come sous en sur auf op em no na su ως на как على في jako")
_TO = _folded("to")
_SENT = _folded("line hi hello hey questions comments complaints note message messages mail replies postcards tips thoughts")
_CALL = _folded("shout ping nudge poke holler")
_NO_OTHER = _folded("living day moment time week weekend night morning side web internet way while handle account name "
                   "nickname username nick evening message line bericht nachricht mensaje mensagem messaggio post piece essay article text")
"""Nouns with an article that have no account: "for a living"."""
_OWN = _folded("her his their my sein ihr su sus sa son ses мой моя моё её ее его jej jego ich haar zijn")
_CAN = _folded("можно найти ищите читайте найдёте найдете")
_THEIRS = _folded("suyas suyos suya suyo")
_FIRST = _folded("я мне меня мой моя мой мною mój mnie mi μου με")
_OWN_AFTER = _folded("address handle dms inbox alias nick username accounts")
_KIN = _folded("father mother dad mum mom wife husband son daughter student friend editor")
_AGAINST_ALONE = _folded("discuss reply comment share talk chat join help watch listen follow mąż żona pies kot муж жена")
"""Calls to the readers: what they call to, unless somebody is named, is the blog's or another's."""
_CLOSED = _folded("closed gone deleted закрыт удалён удален больше не нет zamknięty nieczynny")
_BUT = _folded("but aber sondern mais pero ma mas maar ale но а αλλά ama men")
_NEAR = 3
_FEW = 7
"""Words that may stand in a clause that names no owner."""


def unrivalled(tokens: Sequence[Token], at: int) -> Bound | None:
    """Whose tokens[at] is, if its clause names but one person and nothing else that could have an account."""
    clause = _clause(tokens, at)
    if not clause or not _is_joined(clause, tokens, at) or _competes_after(tokens, at):
        return None
    owned = _since_author(clause)
    whole = owned if any(token.kind in _OWNERS for token in owned) else _since_handle(tokens, at)
    if _competes(whole) or any(token.kind == "NAME" for token in clause[: len(clause) - len(owned)]):
        return None
    return _of_owner(clause, tokens, at)


def _clause(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The tokens since the last handle or semicolon."""
    start = at
    while start and tokens[start - 1].kind != "HANDLE":
        if tokens[start - 1].kind == "SEMI" and not any(one.kind == "OPEN" for one in tokens[max(0, start - 4) : start]):
            break  # but "(guest; @name)" is one clause
        start -= 1
    return tokens[start:at]


def _since_handle(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    start = at
    while start and tokens[start - 1].kind != "HANDLE":
        start -= 1
    return tokens[start:at]


def _since_author(clause: Sequence[Token]) -> Sequence[Token]:
    """The clause from the author's name on: what stands before it says what the author did, not whose the handle is."""
    named = [n for n, token in enumerate(clause) if token.kind == "PERSON"]
    return clause[named[0] :] if named else clause


def _last(clause: Sequence[Token]) -> Token | None:
    return next((one for one in reversed(clause) if one.text not in QUOTES), None)


def _is_joined(clause: Sequence[Token], tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands right before the handle leads to it, rather than says what is done to somebody."""
    last = _last(clause)
    if last is None:
        return False
    word = last.text.casefold()
    if last.kind == "SEMI":
        return True
    if last.kind in _LABELS or word in ("—", "–", "―") or last.kind == "PLATFORM" or word in _CALL:
        return True
    if last.kind == "COMMA":
        return _ends(tokens, at)
    if word in _TO:
        return any(one.text.casefold() in _SENT for one in clause)
    if word.split()[0] in _PLACED or last.kind == "COPULA":
        return _names_platform(clause) or any(one.kind == "POSS_GOOD" for one in clause) or _says_that(clause)
    return _names_platform(clause[-_NEAR:]) or any(one.text.casefold() in ("ник", "nick") for one in clause[-_NEAR:])


def _ends(tokens: Sequence[Token], at: int) -> bool:
    return all(one.kind == "MARK" for one in tokens[at + 1 :])


def _names_platform(clause: Sequence[Token]) -> bool:
    return any(one.kind == "PLATFORM" for one in clause)


def _says_that(clause: Sequence[Token]) -> bool:
    """`(that’s @name if you are on X)`."""
    return len(clause) > 1 and clause[-1].kind == "COPULA" and clause[-2].text.casefold() in ("that", "it", "c")


def _competes(clause: Sequence[Token]) -> bool:
    """Whether anything in the clause may have an account of its own."""
    for at, token in enumerate(clause):
        word = token.text.casefold()
        if word in _CLOSED and not _is_contrasted(clause[at:]):
            return True
        if word in _AGAINST or word.endswith(("-nous", "-nos", "-ci")) or any(part in _AGAINST for part in word.split()):
            return True
        if token.kind in _COMPETITORS and not _is_harmless(clause, at):
            return True
        if token.kind == "NAME" and not (_is_only_a_capital(token) or _is_uncased(clause, at)):
            return True
        if token.kind == "PERSON" and _has_a_thing(clause[at + 1 :]):
            return True
        if word in (*ARTICLES, "een") and token.kind != "THING" and not _is_adverbial(clause, at):
            return True
    return len({one.ref for one in clause if one.kind == "PERSON"}) > 1


def _has_a_thing(after: Sequence[Token]) -> bool:
    """`Jane's heroes: @name`."""
    return bool(after) and after[0].text in OF_SOMEBODY and not _is_shown_there(after[1:])


def _is_contrasted(after: Sequence[Token]) -> bool:
    """`Her Facebook is closed, but there is Mastodon: @name`."""
    return any(one.text.casefold() in _BUT for one in after)


def _is_only_a_capital(token: Token) -> bool:
    return token.text in ("DMs", "DM")


def _is_uncased(clause: Sequence[Token], at: int) -> bool:
    """Words of a script without capitals look like names: with a platform right before the handle they are none."""
    word = clause[at].text
    if word[0].isupper() or any(part in word for part in _AGAINST_UNCASED):
        return False
    return clause[0].kind == "PERSON" and _names_platform(clause[-_NEAR:])


def _is_harmless(clause: Sequence[Token], at: int) -> bool:
    """`that's @name`, `with photos`, `Father, boulderer, @name`."""
    token, word = clause[at], clause[at].text.casefold()
    if token.kind == "THING":
        return at + 1 < len(clause) and clause[at + 1].kind == "COPULA" and at + 2 == len(clause)
    if token.kind == "ROLE":
        before = clause[at - 1].text.casefold() if at else ""
        return word in SHOWN and before in ("with", "mit", "con", "avec", "com", "met") and _names_platform(clause[at:])
    return at == 0 and word in _KIN and clause[1:2] != () and clause[1].kind == "COMMA"


def _is_adverbial(clause: Sequence[Token], at: int) -> bool:
    """Whether no thing follows an article: "for a living", or Spanish "la" as an object."""
    after = clause[at + 1 : at + 3]
    if not after:
        return True
    if any(one.text.casefold() in _NO_OTHER or one.kind in ("PLATFORM", "AUTHOR") for one in after):
        return True
    return clause[at].text.casefold() in ("le", "la", "lo", "das", "der", "die") and bool(
        at and clause[at - 1].text.casefold() in ("pouvez", "peut", "puedes", "puede", "podéis", "vous", "se", "man")
    )


def _competes_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words after the handle say whose else it is, or that it does something."""
    after = tokens[at + 1 : at + 1 + _NEAR]
    if after and after[0].kind in ("COPULA", "FINITE") or (after and after[0].text[:1] in "'’"):
        return True
    ends = next((n for n, one in enumerate(after) if one.kind in ("COMMA", "SEMI")), len(after))
    return any(
        one.kind in ("ROLE", "ORG", "SELF", "POSS_BAD") or (one.kind == "FORMER" and one is after[0])
        for one in after[:ends]
    ) or any(one.kind == "ROLE" for one in after[ends:])


def _of_owner(clause: Sequence[Token], tokens: Sequence[Token], at: int) -> Bound | None:
    """The nearest word to the left that says whose it is."""
    for n in range(len(clause) - 1, -1, -1):
        token, word = clause[n], clause[n].text.casefold()
        if token.kind == "PERSON":
            return Bound("nothing else in its clause could have it", person=token.ref)
        if token.kind in ("FIRST", "FIRST_VERB", "I_AM") or word in _FIRST:
            return _first(clause, n)
        if word in _THEIRS:
            return FOUND
        if token.kind in ("SUBJECT", "OBJECT", "POSS", "POSS_GOOD") or word in _OWN:
            return _possessed(clause, n)
    return _ownerless(clause, tokens, at)


def _first(clause: Sequence[Token], n: int) -> Bound | None:
    return FIRST if clause[n].text.casefold() not in ("my", "mein", "mon", "mi") else _possessed(clause, n)


def _possessed(clause: Sequence[Token], n: int) -> Bound | None:
    """`her sightings go up on Bluesky`, `her fediverse address is`, `my DMs`: but "my dentist: @name" is another's."""
    said = clause[n].text.casefold()
    first = said.startswith("my") or said in _FIRST
    if clause[n].kind == "POSS_GOOD" and (said[:1] in "'’" or _may_be_a_verb(said)):
        return None
    if said in _OWN and not _is_shown_there(clause[n + 1 :]):
        return None
    return FIRST if first else FOUND


def _may_be_a_verb(said: str) -> bool:
    """`her neighbour tweets`, unlike "her tweets"."""
    words = said.split()
    return len(words) > _PAIR and words[-1] in _VERBS


_PAIR = 2
_VERBS = _folded("tweets toots skeets posts threads runs rants walks climbs rides makes works knits travels rambles")


def _is_shown_there(after: Sequence[Token]) -> bool:
    """Whether a possessive is that of an account, or of things, in the plural, which are shown on a platform."""
    if any(one.kind == "PLATFORM" or one.text.casefold() in _OWN_AFTER for one in after[:2]):
        return True
    if after and after[0].text.casefold() in _CAN:
        return _names_platform(after)
    is_said = any(one.kind == "COPULA" for one in after[:_NEAR])
    plural = bool(after) and after[0].kind == "WORD" and after[0].text.endswith("s") and after[0].text.casefold() not in ("pies",)
    return plural and not is_said and _names_platform(after)


def _ownerless(clause: Sequence[Token], tokens: Sequence[Token], at: int) -> Bound | None:
    """A clause that names nobody: a platform must stand beside the handle, and few words besides."""
    last = _last(clause)
    if last is not None and last.kind == "COMMA":
        return Bound("ends a description", focus="order")
    placed = _names_platform(clause) or _names_platform(tokens[at + 1 : at + 1 + _NEAR])
    if any(one.text.casefold() in _AGAINST_ALONE for one in clause):
        return None
    said = _says_that(clause)
    if last is not None and last.text.casefold() in _TO:
        return None
    if not (placed or said) or sum(one.kind not in ("MARK", "COMMA") for one in clause) > _FEW + _NEAR:
        return None
    return Bound("nothing else in its clause could have it", focus="order")
