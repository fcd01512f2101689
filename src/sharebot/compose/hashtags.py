"""Hashtags from an entry's categories: #HarmReduction, not #harm-reduction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from sharebot.compose.cleaning import clean

MOST_WORDS = 4
MOST_LETTERS = 30
LEAST_LETTERS = 2
LONGEST_ACRONYM = 5
LEAST_OF_A_PLURAL = 5

# Categories that say nothing to a reader: WordPress's default and "news" in several languages among them.
_DULL = {
    *("all", "allgemein", "announcement", "announcements", "article", "articles", "blog", "blogs", "default", "editor"),
    *("featured", "general", "guest", "guestblog", "guestblogger", "guestblogs", "guestpost", "guestposts", "home"),
    *("latest", "main", "misc", "miscellaneous", "new", "news", "other", "others", "post", "posts"),
    *("uncategorised", "uncategorized", "unkategorisiert", "update", "updates", "untagged", "various", "blogpost"),
    *(
        "blogposts",
        "geencategorie",
        "nichtkategorisiert",
        "nonclassé",
        "ohnekategorie",
        "semcategoria",
        "okategoriserade",
    ),
    *(
        "actualités",
        "aktuelles",
        "nachrichten",
        "neuigkeiten",
        "nieuws",
        "noticias",
        "notícias",
        "notizie",
        "nouvelles",
    ),
    *("новости", "новини", "أخبار", "समाचार", "ニュース", "お知らせ", "新闻", "新聞", "뉴스", "חדשות"),
    *("senzacategoria", "sincategoría", "sincategorizar", "безрубрики", "未分類", "未分类", "미분류", "غيرمصنف"),
}
_APOSTROPHES = regex.compile(r"(?<=\w)['’ʼ](?=\w)")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c--\ufe00-\ufe0f]*", regex.VERSION1)
_WHOLE = regex.compile(r"[\p{L}\p{M}\p{N}_\u200c]+")
_LETTER = regex.compile(r"\p{L}")
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]"
_LOW = regex.compile(rf"(?<={_UNSPACED})_(?={_UNSPACED})")
_CASED = regex.compile(r"[\p{Lu}\p{Ll}]")


def hashtags(
    categories: Iterable[str],
    *,
    most: int,
    not_these: Iterable[str] = (),
    instead: Iterable[tuple[str, Sequence[str]]] = (),
) -> list[str]:
    """Tags without #, in the categories' order, each once. `not_these`: texts that make none, such as names.

    `instead`: what staff want for a category, which may be nothing; then they know what they do, however dull it is.
    """
    wanted = {plain(category): tags for category, tags in instead}
    seen = {_one(plain(text)) for text in not_these}
    found: list[str] = []
    for category in categories:
        for tag in wanted.get(plain(category), _made(category)):
            if _one(plain(tag)) not in seen and len(found) < most:
                seen.add(_one(plain(tag)))
                found.append(tag)
    return found


def is_hashtag(tag: str) -> bool:
    """Whether every network reads the whole of it as one tag."""
    return bool(_WHOLE.fullmatch(tag)) and bool(_LETTER.search(tag))


def _made(category: str) -> list[str]:
    tag = _hashtag(category)
    return [tag] if tag and plain(tag) not in _DULL else []


def _one(key: str) -> str:
    """Counselor and Counselors say the same, and so do Policy and Policies."""
    if key.endswith("ies"):
        return f"{key[:-3]}y"
    return key[:-1] if len(key) >= LEAST_OF_A_PLURAL and key.endswith("s") and not key.endswith("ss") else key


def _hashtag(category: str) -> str:
    """Empty where no readable tag can be made."""
    category = clean(category[:200])
    words = [word.strip("\u200c") for word in _WORD.findall(_APOSTROPHES.sub("", category))]
    shouts = category.isupper() and max(map(len, words), default=0) > LONGEST_ACRONYM
    # Scripts without capitals show where a word begins by a low line, and those without spaces do not.
    cased = _CASED.search(category)
    tag = "".join(_capitalised(word, shouts=shouts) for word in words) if cased else _LOW.sub("", "_".join(words))
    readable = 1 <= len(words) <= MOST_WORDS and max(map(len, words)) > 1 and LEAST_LETTERS <= len(tag) <= MOST_LETTERS
    return tag if readable and _LETTER.search(tag) else ""


def _capitalised(word: str, *, shouts: bool) -> str:
    """A name with a capital of its own inside stays as it is: iPhone."""
    if shouts:
        return word.capitalize()
    return word if word[1:2].isupper() and word[2:].islower() else word[:1].upper() + word[1:]


def plain(text: str) -> str:
    """What a category is compared by: its letters and digits."""
    return "".join(_WORD.findall(text)).casefold()
