"""A platform's word as a language bends it: "Instagram'da", "Twitterissä", "Xでは", "인스타그램에서", "בטוויטר"."""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.words import PLATFORM_NAMES

_FOREIGN: dict[str, str] = {
    **dict.fromkeys(("إكس", "اكس", "תוויטר", "איקס", "엑스", "טוויטר", "твіттер", "твітер", "твитер"), "x"),
    **dict.fromkeys(("אינסטגרם", "инстаграмм", "інстаграм", "인스타", "инста"), "instagram"),
    **dict.fromkeys(("מסטודון", "ماستودون"), "mastodon"),
    **dict.fromkeys(("בלוסקיי", "블루스카이", "ブルースカイ", "блускай", "بلوسكاي"), "bluesky"),
    **dict.fromkeys(("פייסבוק",), "facebook"),
    **dict.fromkeys(("טלגרם", "텔레그램"), "telegram"),
    **dict.fromkeys(("יוטיוב", "유튜브", "يوتيوب", "ютуб", "ютьюб"), "youtube"),
    **dict.fromkeys(("링크드인", "לינקדאין", "لينكدإن"), "linkedin"),
    **dict.fromkeys(("스레드", "スレッズ", "ثريدز"), "threads"),
}
_STEMS = {**{name: found for name, found in PLATFORM_NAMES.items() if found != "other"}, **_FOREIGN}
_APOSTROPHE = regex.compile(r"^(?P<stem>[\p{L}]+)['’]\p{Ll}{1,6}$")
_OTHER_SCRIPT = regex.compile(r"^(?P<stem>\p{Latin}+)[\p{Hiragana}\p{Katakana}\p{Hangul}\p{Han}]{1,6}$")
_HANGUL = regex.compile(r"^(?P<stem>\p{Hangul}+?)(?:에서는|에서도|에서|에는|으로|에|은|는|의|도|로)$")
_SEMITIC = regex.compile(r"^[בלהמושבפ]{1,2}(?P<stem>\p{Hebrew}+)$|^[وبل]{1,2}(?P<stem>\p{Arabic}+)$")
_SUFFIXED = regex.compile(
    r"^(?P<stem>instagram|mastodon|bluesky|facebook|linkedin|github|telegram|twitter|твит+ер|твіт+ер|ин?стаграмм?|"
    r"інстаграм|мастодон|фейсбук|телеграм)"
    r"(?:issa|issä|iin|ista|illa|ie|em|ach|nál|ban|ben|en|on|in|ul|ului|а|е|у|ом|ем|і|ові|ах|ам|u|a|e|ssa)$"
)
_VERBS = frozenset({"twitteren", "twittere", "twitterin", "facebooken", "instagrammen"})


def platform_of(word: str) -> str:
    """The platform whose name a word is in some case or with some particle; empty for any other word."""
    low = word.casefold()
    plain = PLATFORM_NAMES.get(low) or _FOREIGN.get(low, "")
    return plain or ("" if low in _VERBS or len(low) > _LONGEST else _bent(word, low))


_LONGEST = 24


def _bent(word: str, low: str) -> str:
    for pattern, said in (
        (_APOSTROPHE, word),
        (_OTHER_SCRIPT, word),
        (_HANGUL, word),
        (_SEMITIC, word),
        (_SUFFIXED, low),
    ):
        found = pattern.match(said)
        if found:
            stem = found["stem"]
            return "x" if stem == "X" else _STEMS.get(stem.casefold(), "")
    return ""
