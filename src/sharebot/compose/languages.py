"""In which language an entry is: as its feed says, else its page, else its text, by stop words and script.

The detector knows ten languages and their look-alikes, and those that have their letters to themselves. It says nothing
rather than something wrong: a tag that is not true hides a post from those who could read it.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from sharebot.compose.words import primary
from sharebot.model import Entry

SAMPLE = 3_000
"""Characters of a text that are looked at."""
LEAST_LETTERS = 12
"""Letters of a script without which it says nothing."""
LONGEST_TAG = 35
"""Characters; RFC 5646, 4.4.1."""
LEAST_HITS = 4
LEAST_SHARE = 0.18
"""So many of a text's words are stop words of its language at the least; prose has a third and more."""
LEAST_LEAD = 1.35
"""By how much the best language must beat the next."""

# Each word once a language; what several share weighs for all of them. The languages in capitals are never the answer:
# they are the look-alikes for which one of the ten would be taken.
_STOP_WORDS = {
    "en": "the and of to in is that it for was with as on be at by this had not are but from or have an they which you "
    "were her she there been their has would what when who will more if about how we our your i my out so can",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
    "mehr durch man wenn ich wir uns wo was vom beim",
    "fr": "le la les de des du un une et est en que qui dans pour au aux ce cette ces il elle on nous vous ils pas ne "
    "plus par sur avec se sont son sa ses mais ou où comme tout être fait avoir été leur sans je qu'on c'est n'est",
    "es": "el la los las de del un una y en que es se no con por para su al lo como más o pero sus ya este sí porque "
    "esta entre cuando muy sin sobre también me hasta hay donde quien desde nos ni ese eso mi yo fue",
    "it": "il lo la i gli le di del della dei delle un una e è in che non per con su si da al alla nel nella sono come "
    "ma anche più ha o se questo questa ci mi quando tutto essere stato dove chi cui perché ogni prima",
    "pt": "o a os as de do da dos das um uma e é em no na nos nas que não para com por se mais como mas ao foi ele ela "
    "seu sua ou ser quando muito há já está eu também só pelo pela até isso entre era depois sem mesmo aos quem",
    "nl": "de het een en van in is dat op te zijn met voor niet die aan er om ook als dan maar bij of uit nog naar "
    "heeft hij ze wordt door over worden hebben wat wij we dit deze zo kan geen meer al veel onze je ik was",
    "SV": "och i att det som en på är av för med den till inte om ett har de jag men var från så kan vi när man",
    "DA": "og i at det som en på er af for med den til ikke om et har de jeg men var fra så kan vi når man der",
    "AF": "die en van in is nie het vir wat met dat te op om hulle hy sy ons was ook kan maar aan een by as",
    "CA": "el la els les de del un una i en que és no amb per al més com però seva són també què quan hi ha als",
    "GL": "o a os as de do da un unha e en que non para con por se máis como pero ao foi el ela seu súa ou é cando",
    "RO": "și de în la a cu pe nu că o un care din este mai au fost sau pentru ce el ea să se ca dar lui această",
    "PL": "i w na z do nie się że to jest o jak po a co za od ale tak już dla czy przez być był tym jego",
}
_LISTS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
_BY_WORD: dict[str, tuple[str, ...]] = {
    word: tuple(language for language, words in _LISTS.items() if word in words)
    for word in frozenset().union(*_LISTS.values())
}
_WORD = regex.compile(r"[\p{Latin}\p{M}]+(?:['’](?=on|est))?(?:(?<=['’])(?:on|est))?")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN = regex.compile(r"\p{Han}")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_ARABIC = regex.compile(r"\p{Arabic}")
_LATIN = regex.compile(r"\p{Latin}")
_HANGUL = regex.compile(r"\p{Hangul}")
_NOT_LATIN = regex.compile(r"[\p{L}--\p{Latin}]", regex.VERSION1)
# Letters in which one language alone is written today, but for small neighbours that feeds hardly speak.
_OWN_LETTERS = {
    language: regex.compile(rf"\p{{{script}}}")
    for language, script in (
        ("ko", "Hangul"), ("he", "Hebrew"), ("el", "Greek"), ("th", "Thai"), ("ka", "Georgian"), ("hy", "Armenian"),
        ("km", "Khmer"), ("lo", "Lao"), ("my", "Myanmar"), ("ta", "Tamil"), ("te", "Telugu"), ("kn", "Kannada"),
        ("ml", "Malayalam"), ("gu", "Gujarati"), ("pa", "Gurmukhi"), ("si", "Sinhala"), ("or", "Oriya"),
    )
}  # fmt: skip
_CHINESE = regex.compile("[的了是在我不有个個们們这這没沒也说說]")
_LEAST_CHINESE = 2
"""Different ones of them: a Japanese headline may be in kanji alone."""
_UKRAINIAN = regex.compile("[їєґ]", regex.IGNORECASE)
_NOT_UKRAINIAN = regex.compile(r"[ыэъёўјљњћђџѓќѕәғқңөұүһ]", regex.IGNORECASE)
# Letters of neighbours that write in the same script: Ukrainian, Belarusian, Serbian, Macedonian, Kazakh …, Bulgarian
# by its ъ; Persian, Urdu, Pashto, Kurdish.
_NOT_RUSSIAN = regex.compile(r"[іїєґўјљњћђџѓќѕәғқңөұүһӣӯ]|ъ(?![еёюя])", regex.IGNORECASE)
_RUSSIAN = regex.compile(r"[ыэё]|\b(?:что|это|его|был[аио]?|для|мы|они)\b", regex.IGNORECASE)
_NOT_ARABIC = regex.compile(r"[پچژگکیےٹڈڑںھہۀێۆەڵړښڼ]")
_TAG = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HTML_LANG = regex.compile(r"<html\b[^<>]{0,1000}?\s(?:xml:)?lang\s*=\s*[\"']?([A-Za-z0-9_-]{2,35})", regex.IGNORECASE)
_MARKUP = regex.compile(r"<[^<>]*>|&[a-zA-Z0-9#]{1,10};")


def language_of(entry: Entry) -> str:
    """A tag such as en or pt-BR; empty where nobody can say.

    What the feed says counts, unless the text is in another script, or the feed says English, which is what most
    programs say of blogs whose owners have chosen nothing, and the text is surely something else.
    """
    said = _tag(entry.language) or _tag(_of_page(entry.page))
    sample = _sample(entry, long=not said)
    found = detect(sample)
    if not said or (found and primary(said) != found and (primary(said) == "en" or _other_script(said, found))):
        return found
    return "" if primary(said) == "en" and not found and _is_in_other_letters(sample) else said


def _is_in_other_letters(text: str) -> bool:
    return not text.isascii() and len(_NOT_LATIN.findall(text)) > max(LEAST_LETTERS, len(_LATIN.findall(text)))


def _tag(language: str) -> str:
    language = language.strip().replace("_", "-")
    return language if len(language) <= LONGEST_TAG and _TAG.fullmatch(language) else ""


def _of_page(page: str) -> str:
    found = _HTML_LANG.search(page, 0, 5_000)
    return found[1] if found else ""


def _sample(entry: Entry, *, long: bool) -> str:
    text = f"{entry.title[:SAMPLE]}\n{entry.summary[:SAMPLE]}"
    if long and len(text) < SAMPLE // 4:
        text += "\n" + _MARKUP.sub(" ", (entry.html or entry.page)[: SAMPLE * 2])
    return text[:SAMPLE]


_SCRIPTS = {"ja": "J", "zh": "J", "ru": "C", "uk": "C", "ar": "A"} | {language: language for language in _OWN_LETTERS}
_OTHER_SCRIPTS = {
    **{language: language for language in _OWN_LETTERS},
    "yi": "he",
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), "C"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ku", "ug", "sd"), "A"),
    **dict.fromkeys(("ja", "zh"), "J"),
}


def _other_script(said: str, found: str) -> bool:
    return _OTHER_SCRIPTS.get(primary(said), "L") != _SCRIPTS.get(found, "L")


@lru_cache(maxsize=32)
def detect(text: str) -> str:
    """One of the languages that are known, or nothing."""
    if text.isascii():
        return _by_stop_words(text)
    latin = len(_LATIN.findall(text))
    if len(_NOT_LATIN.findall(text)) <= latin:
        return "" if _HANGUL.search(text) else _by_stop_words(text)
    kana, han = (len(letters.findall(text)) for letters in (_KANA, _HAN))
    found = {language: len(letters.findall(text)) for language, letters in _OWN_LETTERS.items()}
    found |= {"ja": kana + han, "ru": len(_CYRILLIC.findall(text)), "ar": len(_ARABIC.findall(text))}
    language = max(found, key=found.__getitem__)
    return _of_script(language, text) if found[language] >= LEAST_LETTERS else ""


def _of_script(language: str, text: str) -> str:
    """Whose letters they are, where several languages share them; without kana they may as well be Chinese."""
    match language:
        case "ja":
            if len(_KANA.findall(text)) * 10 >= len(_HAN.findall(text)):
                return "ja"
            return "zh" if not _KANA.search(text) and len(set(_CHINESE.findall(text))) >= _LEAST_CHINESE else ""
        case "ru":
            if _UKRAINIAN.search(text) and not _NOT_UKRAINIAN.search(text):
                return "uk"
            known = _RUSSIAN.search(text) or len(_CYRILLIC.findall(text)) >= LEAST_LETTERS * 5
            return "ru" if known and not _NOT_RUSSIAN.search(text) else ""
        case "ar":
            return "" if _NOT_ARABIC.search(text) else "ar"
        case _:
            return language


def _by_stop_words(text: str) -> str:
    words = _WORD.findall(text.lower().replace("’", "'"))
    hits = dict.fromkeys(_LISTS, 0)
    for word in words:
        for language in _BY_WORD.get(word, ()):
            hits[language] += 1
    first, second = sorted(hits, key=hits.__getitem__, reverse=True)[:2]
    enough = hits[first] >= max(LEAST_HITS, LEAST_SHARE * len(words))
    return first if enough and hits[first] >= LEAST_LEAD * hits[second] and first.islower() else ""
