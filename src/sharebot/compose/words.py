"""The few words and signs that a share adds to the blog's own, by language."""

from __future__ import annotations

from dataclasses import dataclass

import regex

NARROW = "\u202f"
"""The narrow space that never breaks: French sets it inside guillemets and before ? ! ; (Lexique de l'Imprimerie
nationale, 2002)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`by` is empty where names follow a dash without a word. `others` has `{count}` in it.

    `again` heads the title of an entry that is shared once more, be it after three days or three years. `inner` are the
    marks of a quotation in a quotation.
    `stops`: final stops that do not stand inside quotation marks
    (in Spanish they follow them: RAE, Ortografía, 3.4.8.1).
    `script` is the script that the words are written in.
    """

    by: str
    last: str
    other: str
    others: str
    new_post: str
    again: str
    comma: str = ", "
    colon: str = ": "
    dash: str = "—"
    quotes: tuple[str, str] = ("“", "”")
    inner: tuple[str, str] = ("‘", "’")
    stops: str = ""
    script: str = "Latin"


ENGLISH = Words(
    by="by", last=" and ", other="1 other", others="{count} others", new_post="New post", again="In case you missed it"
)
NEUTRAL = Words(by="", last=", ", other="+1", others="+{count}", new_post="", again="", script="")

_WORDS = {
    "en": ENGLISH,
    "de": Words(
        by="von",
        last=" und ",
        other="1 weiteren Person",
        others="{count} weiteren",
        new_post="Neuer Beitrag",
        again="Zum Nachlesen",
        dash="–",
        quotes=("„", "“"),
        inner=("‚", "‘"),
    ),
    "fr": Words(
        by="par",
        last=" et ",
        other="1 autre",
        others="{count} autres",
        new_post="Nouvel article",
        again="À relire",
        colon=f"{NARROW}: ",
        quotes=(f"«{NARROW}", f"{NARROW}»"),
        inner=("“", "”"),
    ),
    "es": Words(
        by="por",
        last=" y ",
        other="1 más",
        others="{count} más",
        new_post="Nueva entrada",
        again="Para releer",
        quotes=("«", "»"),
        stops=".",
        inner=("“", "”"),
    ),
    "it": Words(
        by="di",
        last=" e ",
        other="1 altra persona",
        others="altri {count}",
        new_post="Nuovo articolo",
        again="Da rileggere",
        dash="–",
        quotes=("«", "»"),
        stops=".",
        inner=("“", "”"),
    ),
    "pt": Words(
        by="por",
        last=" e ",
        other="mais 1",
        others="mais {count}",
        new_post="Nova publicação",
        again="Para reler",
    ),
    "nl": Words(
        by="door",
        last=" en ",
        other="1 ander",
        others="{count} anderen",
        new_post="Nieuw bericht",
        again="Terug te lezen",
        dash="–",
    ),
    "ja": Words(
        by="",
        last="、",
        other="ほか1名",
        others="ほか{count}名",
        new_post="新しい記事",
        again="過去の記事から",
        comma="、",
        colon="：",
        quotes=("「", "」"),
        stops="。．",
        inner=("『", "』"),
        script="Japanese",
    ),
    "ru": Words(
        by="",
        last=" и ",
        other="ещё 1",
        others="ещё {count}",
        new_post="Новая запись",
        again="Если вы пропустили",
        quotes=("«", "»"),
        stops=".",
        inner=("„", "“"),
        script="Cyrillic",
    ),
    "ar": Words(
        by="بقلم",
        last=" و",
        other="شخص آخر",
        others="{count} آخرين",
        new_post="مقال جديد",
        again="لمن فاته",
        comma="، ",
        quotes=("«", "»"),
        inner=("“", "”"),
        script="Arabic",
    ),
}
_OF_SCRIPT = {
    "Latin": regex.compile(r"\p{Latin}"),
    "Japanese": regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Han}]"),
    "Cyrillic": regex.compile(r"\p{Cyrillic}"),
    "Arabic": regex.compile(r"\p{Arabic}"),
}
_LETTER = regex.compile(r"\p{L}")


def primary(language: str) -> str:
    """The language of a tag without its region: de-AT → de."""
    return language.replace("_", "-").partition("-")[0].lower()


def words_for(language: str, sample: str) -> Words:
    """By the entry's language; words are never mixed into a headline in another script than theirs."""
    words = _WORDS.get(primary(language) or "en", NEUTRAL)
    if words.script and _LETTER.search(sample) and not _OF_SCRIPT[words.script].search(sample):
        return NEUTRAL
    return words
