"""What speaks against a handle being the author's: in its clause, what else could have an account of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors.roles import ARTICLES, OF_SOMEBODY, SHOWN
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of


def folded(listed: str) -> frozenset[str]:
    """The words of a list as `str.casefold` gives them, which changes some letters' final forms."""
    return set_of(listed.casefold())


_AGAINST = folded(
    """
    works work worked working plays play played sings sang runs run leads lead led edits manages directs directed owns
    owned founded founds chairs chaired heads headed helps volunteers volunteered belongs represents coaches co-hosts
    co-runs co-founded hosts presents produces loves love likes adores admires recommends recommend reads read
    supports
    support thanks owes joined married dates learned learnt heard buys buy bought got gets get uses use used order
    orders ordered borrowed subscribe listen donate donations tickets book booking bookings sign petition enter win
    prize offers sale shop discount sponsored favourite favorite hero heroes fan fans tell ask everybody everyone vote
    nominate nominated award official team crew gang lot rest both each together joint jointly shared sharing between
    ours contributors corrections news events information sells sold studies studied study teaches taught serves
    trains
    trained signed choir orchestra chorus its they them their zij
    students pupils kids children sons daughters sisters brothers friends colleagues neighbours parents bees hens
    chickens goats horses
    arbeitet leitet spielt liest empfiehlt mag liebt kauft gehört gründete
    travaille dirige joue lit recommande aime achète fonda anime suit suivent
    trabaja trabajó toca lee recomienda compra fundó
    lavora suona legge consiglia ama fondò trabalha lê recomenda gosta fundou
    werkt speelt leest koopt
    работает ведёт ведет руководит редактор редактирует читает любит основал основала фото фотографии фотограф
    иллюстрации иллюстратор перевод переводчик корректор редакция редакции спасибо муж жена подкаст магазин раньше
    рисунки than
    arbetar jobbar driver leder arbejder arbeider jobber työskentelee pracuje vede řídí dolgozik çalışıyor працює веде
    керує очолює
    korekta zdjęcia zdjęcie foto ilustracje ilustracja tłumaczenie redakcja redaguje pracuje prowadzi dawniej nie
    επιμέλεια φωτογραφίες φωτογραφία μετάφραση εικονογράφηση πρώην δεν εργάζεται της του
    """
)
"""Words with which the handle is that of a thing, a firm or another person, or no longer used."""
_AGAINST_UNCASED = set_of(
    """
    写真 編集 翻訳 イラスト 撮影 公式 旧 元 と 及び 사진 편집 번역 공식 摄影 翻译 编辑 官方 和
    صور تصوير ترجمة تحرير رسوم سابق مع مدير موقع مجلة
    """
)
"""Parts of words in scripts without capitals that speak of others or of other work."""
_OBJECTS = folded(
    "onu её ее его її його ją jej niego niej τη την τον henne honom hende ham henni häntä onu nju ji jej něj"
)
_CLOSED = folded("closed gone deleted закрыт удалён удален больше не нет zamknięty nieczynny")
_BUT = folded("but aber sondern mais pero ma mas maar ale но а αλλά ama men")
_US = ("-nous", "-nos", "-ci")
"""Ends of orders that say "us": suivez-nous."""
_KINDS = set_of("ORG ROLE SELF POSS_BAD FORMER WHOSE ELSEWHERE THING")
_WITHOUT_ACCOUNT = folded(
    """
    living day moment time week weekend night morning evening side web internet way while handle account name nickname
    username nick message line bericht nachricht mensaje mensagem messaggio post piece essay article text
    """
)
"""Nouns with an article that have no account: "for a living"."""
_OBJECT_ARTICLES = folded("le la lo das der die")
_BEFORE_OBJECT = folded("pouvez peut puedes puede podéis vous se man on")
_CLITICS = ("-no", "-na", "-lo", "-la", "-le")
_KIN = folded("father mother dad mum mom wife husband son daughter student friend editor")
_INITIALS = frozenset({"DMs", "DM"})
_OF_AN_ACCOUNT = folded("address handle dms inbox alias nick username accounts")
_LATE = folded("last late first recently early since again only")
"""After "joined": a network, not a firm."""
_CAN = folded("можна знайти шукайте знайдете читайте можно найти ищите читайте найдёте найдете")
_NEAR = 3


def names_platform(tokens: Sequence[Token]) -> bool:
    return any(one.kind == "PLATFORM" for one in tokens)


def competes(clause: Sequence[Token]) -> bool:
    """Whether anything in the clause may have an account of its own."""
    several = len({one.ref for one in clause if one.kind == "PERSON"}) > 1
    return several or any(_is_rival(clause, at) for at in range(len(clause)))


def is_object(clause: Sequence[Token], at: int) -> bool:
    """Whether a word is the object pronoun of a language whose clauses are not parsed: "Znajdziesz ją na …"."""
    word = clause[at].text.casefold()
    before = clause[at - 1].text.casefold() if at else ""
    return word in _OBJECTS or word.endswith(_CLITICS) or (word in _OBJECT_ARTICLES and before in _BEFORE_OBJECT)


def competes_after(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words after the handle say whose else it is, or that it does something."""
    after = tokens[at + 1 : at + 1 + _NEAR]
    if not after:
        return False
    if after[0].kind in ("COPULA", "FINITE", "FORMER") or after[0].text[:1] in "'’":
        return True
    ends = next((n for n, one in enumerate(after) if one.kind in ("COMMA", "SEMI")), len(after))
    near = any(one.kind in ("ROLE", "ORG", "SELF", "POSS_BAD") for one in after[:ends])
    return near or any(one.kind == "ROLE" for one in after[ends:])


def is_shown_there(after: Sequence[Token]) -> bool:
    """Whether a possessive is that of an account, or of things, in the plural, which are shown on a platform."""
    if any(one.kind == "PLATFORM" or one.text.casefold() in _OF_AN_ACCOUNT for one in after[:2]):
        return True
    if is_found(after):
        return names_platform(after)
    is_said = any(one.kind == "COPULA" for one in after[:_NEAR])
    plural = bool(after) and after[0].kind == "WORD" and after[0].text.endswith("s") and after[0].text != "pies"
    return plural and not is_said and names_platform(after)


def is_found(after: Sequence[Token]) -> bool:
    """Whether the words after an object say that it can be found."""
    return bool(after) and after[0].text.casefold() in _CAN


def _is_rival(clause: Sequence[Token], at: int) -> bool:
    token, word = clause[at], clause[at].text.casefold()
    if word in _CLOSED and not _is_contrasted(clause[at:]):
        return True
    if _is_against(word, clause[at + 1 :]):
        return True
    if token.kind in _KINDS:
        return not _is_harmless(clause, at)
    if token.kind == "NAME":
        return not (_is_time(clause, at) or token.text in _INITIALS or _is_uncased(clause, at))
    if token.kind == "PERSON":
        return _has_a_thing(clause[at + 1 :])
    return word in (*ARTICLES, "een") and not _is_adverbial(clause, at)


def _is_against(word: str, after: Sequence[Token]) -> bool:
    if word == "joined" and after and after[0].text.casefold() in _LATE:
        return False
    return word in _AGAINST or word.endswith(_US) or any(part in _AGAINST for part in word.split())


def _is_time(clause: Sequence[Token], at: int) -> bool:
    """`nach Feierabend`, `am Abend`: a German noun that says when."""
    before = clause[at - 1].text.casefold() if at else ""
    return before in _WHEN and clause[at].text.casefold() in _TIMES


_WHEN = folded("nach am im vor zum zur ab seit um in gegen")
_TIMES = folded(
    """
    feierabend abend morgen mittag nachmittag mitternacht wochenende dienstschluss dienst schule winter sommer herbst
    frühling montag dienstag mittwoch donnerstag freitag samstag sonntag sonntags nacht januar februar märz april mai
    juni juli august september oktober november dezember
    """
)


def _has_a_thing(after: Sequence[Token]) -> bool:
    """`Jane's heroes: @name`."""
    return bool(after) and after[0].text in OF_SOMEBODY and not is_shown_there(after[1:])


def _is_contrasted(after: Sequence[Token]) -> bool:
    """`Her Facebook is closed, but there is Mastodon: @name`."""
    return any(one.text.casefold() in _BUT for one in after)


def _is_uncased(clause: Sequence[Token], at: int) -> bool:
    """Words of a script without capitals look like names: with a platform right before the handle they are none."""
    word = clause[at].text
    if word[0].isupper() or any(part in word for part in _AGAINST_UNCASED):
        return False
    return clause[0].kind == "PERSON" and names_platform(clause[-_NEAR:])


def _is_harmless(clause: Sequence[Token], at: int) -> bool:
    """`that's @name`, `with photos`, `Father, boulderer, @name`."""
    token, word = clause[at], clause[at].text.casefold()
    if token.kind == "THING":
        return at + 1 < len(clause) and clause[at + 1].kind == "COPULA" and at + 2 == len(clause)
    if token.kind == "ROLE":
        before = clause[at - 1].text.casefold() if at else ""
        return word in SHOWN and before in ("with", "mit", "con", "avec", "com", "met") and names_platform(clause[at:])
    return at == 0 and word in _KIN and len(clause) > 1 and clause[1].kind == "COMMA"


def _is_adverbial(clause: Sequence[Token], at: int) -> bool:
    """Whether no thing follows an article: "for a living", or French "le" as an object."""
    after = clause[at + 1 : at + _NEAR]
    if not after:
        return True
    if clause[at].text.casefold() == "this" and after[0].text.casefold() == "blog":
        return True  # "Jane Roe of this blog"
    if any(one.text.casefold() in _WITHOUT_ACCOUNT or one.kind in ("PLATFORM", "AUTHOR") for one in after):
        return True
    return is_object(clause, at)
