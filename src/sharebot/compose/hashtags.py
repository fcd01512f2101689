"""Hashtags from an entry's categories: #HarmReduction, not #harm-reduction."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from sharebot.compose.cleaning import clean

MOST_WORDS = 4
MOST_LETTERS = 30
LEAST_LETTERS = 2
LONGEST_ACRONYM = 5

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
_LETTER = regex.compile(r"\p{L}")
_CASED = regex.compile(r"[\p{Lu}\p{Ll}]")


def hashtags(categories: Iterable[str], *, most: int, not_these: Iterable[str] = ()) -> list[str]:
    """Tags without #, in the categories' order, each once. `not_these`: texts that make none, such as names."""
    seen = {_plain(text) for text in not_these} | _DULL
    found: list[str] = []
    for category in categories:
        if len(found) == most:
            break
        tag = _hashtag(category)
        if tag and _plain(tag) not in seen:
            seen.add(_plain(tag))
            found.append(tag)
    return found


def _hashtag(category: str) -> str:
    """Empty where no readable tag can be made."""
    category = clean(category[:200])
    words = [word.strip("\u200c") for word in _WORD.findall(_APOSTROPHES.sub("", category))]
    shouts = category.isupper() and max(map(len, words), default=0) > LONGEST_ACRONYM
    # Scripts without capitals show where a word begins by a low line.
    cased = _CASED.search(category)
    tag = "".join(_capitalised(word, shouts=shouts) for word in words) if cased else "_".join(words)
    readable = 1 <= len(words) <= MOST_WORDS and max(map(len, words)) > 1 and LEAST_LETTERS <= len(tag) <= MOST_LETTERS
    return tag if readable and _LETTER.search(tag) else ""


def _capitalised(word: str, *, shouts: bool) -> str:
    return word.capitalize() if shouts else word[:1].upper() + word[1:]


def _plain(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()
