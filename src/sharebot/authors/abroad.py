"""Credits in languages beyond the seven: what leads to a name, and where a name ends in scripts without capitals.

In those scripts any words could be a name, so a name is only what stands where the language puts the writer's: after
"글쓴이", "文：", "بقلم", "מאת", up to the next sign or courtesy title.
"""

from __future__ import annotations

from collections.abc import Iterator

from sharebot.authors import late as regex
from sharebot.authors.names import NAME
from sharebot.authors.phrases import START, names_at
from sharebot.authors.words import any_of

_TODAY = r"(?:(?:i ?dag|dziś|dzisiaj|dnes|bugün|сегодня|сьогодні|σήμερα|tänään|ma|astăzi|danas)\s+)?"
# Nouns for what was written, and who wrote it as a guest: Swedish, Danish, Norwegian, Finnish, Polish, Czech, Slovak,
# Hungarian, Romanian, Turkish, Russian, Ukrainian, Greek, Croatian.
_PIECE = any_of(
    r"""
    (?:gäst|gæste|gjeste)\p{L}+, inlägg(?:et)?, indlæg(?:get)?, innlegg(?:et)?, krönikan?, klummen?, text(?:en)?,
    tekst(?:en)?, ord(?:en)?, skrivet, skriven, skrevet, författat, forfattet, wpis, artykuł, esej, felieton, tekstu?,
    vierasbloggaus, text invitat, articol
    """
)
_OF_NORDIC = r"(?:\s+(?:är|er)(?:\s+skr[ei]vet)?)?\s+(?:av|af)\s+"
_WRITER = any_of(
    r"""
    (?:gäst|gæste|gjeste)(?:skribent|blogg(?:are|er)|blogger|författare|forfatter|krönikör), skribenten?, författare,
    forfatter(?:en)?, text, tekst, ord, vieraskynä, vieraskirjoittaja, vierasbloggaaja, kirjoittaja, teksti,
    (?:gościnn[yaie]+|gościnn[ya] (?:autor|autorka)), autork?a?, autorzy, tekst i zdjęcia, słowa, gościem? bloga,
    gościni bloga, hostujíc[íi] autork?a?, host(?:ka|é)? (?:blogu|týdne), autor(?:ka)? (?:článku|textu|wpisu|tekstu),
    vendégszerző, vendégblogger, szerző, szöveg, írta, autor invitat, autoare invitată, text de, yazan, yazar,
    (?:bu )?(?:konuk )?yazı(?:yı|sı)? ?(?:kaleme alan|yazan)?, konuk(?: yazar)?(?:ımız)?, kaleme alan, metin,
    автор(?:ка|ы|и)?(?: (?:этого|цього))?(?:
    (?:текста|тексту|поста|статьи|статті|колонки|блога|заметки|допису|эссе|материала))?,
    гост(?:ь|я|ья) (?:блога|блогу|недели|тижня), гостев\w+ (?:пост|запись|заметка|колонка|статья|текст|эссе|автор),
    гостьов\w+ (?:допис|пост|колонка|стаття|текст|авторка?), слова, текст(?: и фото)?, κείμεν[οα], συγγραφέας,
    αρθρογράφος, φιλοξενούμεν(?:η|ος)(?: συγγραφέας| αρθρογράφος)?, gost(?:ja|ujući autor)?, piše, autorica
    """
)
_VERB = any_of(
    r"""
    (?:gościnnie )?(?:na)?(?:pisze|napisała?|napisali), gościnnie(?: pisze)?, (?:na)?psal[ai]?, píše, napísala?,
    (?:этот|цей|гостевой|гостьовий)?\s?(?:текст|пост|допис)?\s?(?:написал[аи]?|написа(?:в|ла|ли)|сочинил[аи]?),
    (?:пишет|пише), у нас в гостях, γράφει (?:η|ο|οι), έγραψ(?:ε|αν) (?:η|ο|οι), υπογράφει (?:η|ο), kirjoittanut,
    (?:tekst|wpis|artykuł|esej|felieton)\s(?:napisała?|przygotowała?|autorstwa|pióra),
    aut(?:orem|orką|orkou) (?:tekstu|wpisu|artykułu|eseju|článku|textu|příspěvku) (?:jest|je),
    goś(?:ciem|cinią) (?:bloga|tygodnia|dnia|miesiąca) jest, hostem (?:blogu|týdne) je,
    (?:veckans|månadens|ugens|månedens|ukens|dagens) (?:gäst|gæst|gjest)\p{L}* (?:är|er),
    (?:gæsteblogger|gästblogg|gjesteblogg)\p{L}* (?:är|er), konuk yazarımız, bugünkü konuğumuz
    """
)
_LEADS = regex.compile(
    rf"(?i){START}{_TODAY}(?:(?P<label>(?:{_PIECE}){_OF_NORDIC}|(?:{_WRITER})\s*[:—–|]\s*)|"
    rf"(?:av|af)\s+(?=(?-i:{NAME})\s*(?:[,.(]|$))|(?:{_VERB})\s*:?\s+)(?=(?-i:\p{{Lu}}))"
)
_TURKISH = regex.compile(
    rf"{START}(?:Bu|Bugünkü) (?:konuk )?yazı(?:yı)? (?P<name>{NAME}) (?:yazdı|kaleme al\p{{L}}+|tarafından)"
)
_ENDS = regex.compile(r"\s*(?:[,.;()!\[\]–—|·/-]|$)(?!\s*[«„“\"])")
"""After "wrote Jane Roe" nothing may follow: "Пишет Иван Петров: «…»" quotes, "написала Анна Серко книгу" tells."""
_CASED = regex.compile(rf"(?:{NAME})")
_OTHER_PART = regex.compile(r"(?i)\b(?:översatt|oversatt|oversat|przekład|přeložil|перев[её]л|переклав?)\p{L}*")

# Scripts without capitals ---------------------------------------------------------------------------------------------

_END = r"(?=\s*(?:[(\[{,،.。、;؛:@·|/\n–—-]|$))"
_HAN_NAME = rf"(?P<name>[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}々ヶー]{{2,10}}?)(?:さん|氏|様|先生)?{_END}"
_HANGUL_NAME = rf"(?P<name>\p{{Hangul}}{{2,5}}?)\s?(?:님|씨|작가|기자)?{_END}"
_KOREAN = (
    "글쓴이|글|저자|필자|지은이|쓴 ?이|작성자|기고|기고자|객원 ?(?:필자|기자|작가|에디터)|초대 ?(?:필자|작가)|게스트"
)
_ARABIC_TITLES = r"(?:(?:الكاتبة?|الضيفة?|ضيفت?نا|ضيفة?|المدونة?|الأستاذة?|الدكتورة?|الصحفية?|الشاعرة?|د\.)\s+)*"
_ARABIC_NAME = rf"{_ARABIC_TITLES}(?P<name>\p{{Arabic}}{{2,}}(?: \p{{Arabic}}{{2,}}){{1,3}}?){_END}"
_HEBREW_NAME = rf"(?P<name>\p{{Hebrew}}{{2,}}(?:[ -]\p{{Hebrew}}{{2,}}){{1,2}}){_END}"
_WRITER_EAST = any_of(
    r"""
    文章?, 執筆, 执笔, 著者?, 筆者, 作者, 書き手, 書いた人, テキスト, 寄稿者?, 投稿者?, 供稿, 来稿, 撰文, 撰稿,
    ゲスト(?:寄稿|ライター|執筆)?, (?:本文|客座|特[约邀約]|嘉[宾賓])作者
    """
)
_SENT_IN_EAST = "の寄稿|による寄稿|に(?:ご)?寄稿|がご?寄稿|が書|が執筆|に書いて|に執筆"
_ARABIC = any_of(
    r"""
    بقلم, كتب(?:ت|ه|ها|ته|تها)?, تأليف, (?:ال)?نص, الكاتبة?(?: الضيفة?)?, ضيفة? (?:المدونة|العدد|الأسبوع), تدوينة ضيفة?
    """
)
_HEBREW = any_of(
    r"""
    מאת, כתבה?, נכתב (?:על ידי|ע"י), טקסט, ה?(?:כותבת?|סופרת?|בלוגרית?)(?: ה?אורחת?)?, אורחת? הבלוג, של
    """
)
_UNCASED = (
    regex.compile(rf"^\W*(?:{_WRITER_EAST})(?:と写真|・写真)?\s*(?:[:・/|·]|\s)\s*{_HAN_NAME}"),
    regex.compile(
        r"(?:^|[は、,])\s*(?P<name>[\p{Han}\p{Hiragana}\p{Katakana}々ヶー]{2,8}?)"
        rf"(?:さん|氏|先生)(?:{_SENT_IN_EAST})"
    ),
    regex.compile(rf"^\W*(?:{_KOREAN})(?:[·/&,] ?사진)?(?:\s*[:·/|]\s*|\s+){_HANGUL_NAME}"),
    regex.compile(
        r"^\W*(?:이|이번|오늘의?) (?:글|원고|기고)[은는]? (?P<name>\p{Hangul}{2,4}?) ?(?:님|씨|작가)?(?:이|가|께서)? ?"
        r"(?:썼|쓴|기고|보내|써)"
    ),
    regex.compile(rf"^\W*(?:{_ARABIC})\s*[:/|]?\s*{_ARABIC_NAME}"),
    regex.compile(rf"^\W*(?:(?:פוסט|טור|רשימת) אורחת?\s*[:–—-]?\s*)?(?:{_HEBREW})\s*[:/|]?\s*{_HEBREW_NAME}"),
)
_SCRIPTS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}\p{Hebrew}]")


def is_uncased(text: str) -> bool:
    """Whether a text is in a script without capitals, in which nothing tells a name from other words."""
    return not text.isascii() and bool(_SCRIPTS.search(text))


def credited_abroad(line: str) -> list[str]:
    """Whom a line in one of these languages says to have written."""
    if line.isascii() and not _ASCII_CUES.search(line):
        return []
    return list(dict.fromkeys(_uncased(line) if is_uncased(line) else _cased(line)))


_ASCII_CUES = regex.compile(
    r"(?i)^\W*(?:tekst|autor|text|av|af|skr|ord|wpis|pisze|napis|psal|naps|yazan|yazar|konuk|kaleme|bu |gost|host|"
    r"kirj|metin|szerz|forfatter|gjest|dziś|i ?dag|veckans|ugens|ukens|dagens)"
)


def _cased(line: str) -> list[str]:
    found = _LEADS.match(line)
    if found and _CASED.match(line, found.end()):
        names, end = names_at(line, found.end())
        return names if found["label"] or _ENDS.match(line, end) else []
    turkish = _TURKISH.match(line)
    return [turkish["name"]] if turkish else []


def _uncased(line: str) -> Iterator[str]:
    for pattern in _UNCASED:
        found = pattern.search(line)
        if found:
            yield found["name"]
            return


_WHERE = regex.compile(
    r"[وف]?(?:حساب(?:ه|ها|ي)?|صفحت(?:ه|ها|ي)|على|عبر|في|تجدون(?:ه|ها)|يمكن(?:كم)?|متابعت(?:ه|ها)|تابعو(?:ه|ها)|منصة|شبكة|أيضا|أيضًا)|"
    r"אפשר|ניתן|למצוא|אות[הו]|לעקוב|אחרי(?:ה|ו)|עקבו|חשבון|החשבון|של[הו]|ה[יו]א|גם|מצאו|"
    r"계정|그의|그녀의|(?:의|은|는)|アカウント|(?:は|の|も)|账号|帐号|在|她的|他的|可以在|关注"
)
"""Words of accounts and of being found, in Arabic, Hebrew, Korean, Japanese and Chinese."""


def says_where(word: str) -> bool:
    """Whether a word only says where somebody can be found, though in its script it may look like a name."""
    return bool(_WHERE.fullmatch(word))
