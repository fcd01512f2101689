"""The few words that a share adds to the blog's own, by language."""

from __future__ import annotations

from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`by` is empty where names follow a dash without a word. `others` has `{count}` in it."""

    by: str
    last: str
    other: str
    others: str
    new_post: str
    quotes: tuple[str, str] = ("“", "”")


ENGLISH = Words(by="by", last=" and ", other="1 other", others="{count} others", new_post="New post")
NEUTRAL = Words(by="", last=", ", other="+1", others="+{count}", new_post="")

_WORDS = {
    "en": ENGLISH,
    "de": Words(
        by="von",
        last=" und ",
        other="1 weiteren Person",
        others="{count} weiteren",
        new_post="Neuer Beitrag",
        quotes=("„", "“"),
    ),
    "fr": Words(
        by="par",
        last=" et ",
        other="1 autre",
        others="{count} autres",
        new_post="Nouvel article",
        quotes=("«\xa0", "\xa0»"),
    ),
    "es": Words(
        by="por",
        last=" y ",
        other="1 más",
        others="{count} más",
        new_post="Nueva entrada",
        quotes=("«", "»"),
    ),
    "it": Words(
        by="di",
        last=" e ",
        other="1 altra persona",
        others="altri {count}",
        new_post="Nuovo articolo",
        quotes=("«", "»"),
    ),
    "pt": Words(by="por", last=" e ", other="mais 1", others="mais {count}", new_post="Nova publicação"),
    "nl": Words(by="door", last=" en ", other="1 ander", others="{count} anderen", new_post="Nieuw bericht"),
}
_LATIN = regex.compile(r"\p{Latin}")
_LETTER = regex.compile(r"\p{L}")


def words_for(language: str, sample: str) -> Words:
    """By the entry's language; words are never mixed into a headline in another script than theirs."""
    if _LETTER.search(sample) and not _LATIN.search(sample):
        return NEUTRAL
    return _WORDS.get(language.replace("_", "-").partition("-")[0].lower() or "en", NEUTRAL)
