"""Other people's words made safe: no control characters, and nothing in them that tags, links or quotes a share price.

A word is disarmed by a zero-width non-joiner (U+200C) behind its sign: `@name` looks as the blog wrote it, and no
network reads a mention there. Dropping the sign would damage `@media`, `$PATH` and `@9pm`; U+200B lets a line break
behind the sign and is a grapheme of its own, U+2060 weighs two. U+200C does neither, and whole scripts need it, so that
a network can hardly strip it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import regex

from sharebot.compose.domains import readings
from sharebot.ports import Rules

JOINER = "\u200c"
AT_SIGNS = "@＠﹫"

# Line breaks and tabs become spaces; spaces that keep words together (U+00A0, U+202F) stay.
_GAPS = re.compile(r" *[^\S \xa0\u202f][^\S\xa0\u202f]*| {2,}")
# Controls, surrogates and other non-characters, soft hyphens, byte order marks, and what turns the direction of what
# follows (embeddings, overrides, isolates). U+200E, U+200F and U+061C mark only their own place and stay.
_UNWANTED = regex.compile(
    r"[\p{Cc}\p{Cs}\u00ad\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\p{Noncharacter_Code_Point}]"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"  # invisible letters, but for flags made of them
)
_MARKS = regex.compile(r"(\p{M}{8})\p{M}+")  # no script piles up more on one letter; a prank does
_AT_WORD = re.compile(rf"[{AT_SIGNS}](?=[A-Za-z0-9_])")
_AT_WORDS = re.compile(rf"[{AT_SIGNS}][A-Za-z0-9_][\w.@-]*")
_SCHEME = re.compile(r":(?=//)")
_CASHTAG = re.compile(r"\$(?=[A-Za-z])")


def clean(text: str) -> str:
    """One line of plain text in NFC."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _GAPS.sub(" ", text)
    if not text.isprintable():  # nothing printable is unwanted
        text = _GAPS.sub(" ", _UNWANTED.sub("", text))
    return unicodedata.normalize("NFC", _MARKS.sub(r"\1", text)).strip()


def disarm(text: str, rules: Rules) -> str:
    """The same to the eye, and the platform finds neither mention nor link nor cashtag in it."""
    text = _AT_WORD.sub(rf"\g<0>{JOINER}", text)
    text = _SCHEME.sub(rf"\g<0>{JOINER}", text)
    if rules.cashtags is not None:
        text = _CASHTAG.sub(rf"\g<0>{JOINER}", text)
    return _without_domains(text) if rules.bare_links else text


def at_words(text: str) -> list[str]:
    """The words that would have been mentions."""
    return [found[0].rstrip(".-") for found in _AT_WORDS.finditer(text)]


def _without_domains(text: str) -> str:
    parts = text.split(".")
    for place, (before, after) in enumerate(pairwise(tuple(parts)), 1):
        if before[-1:].strip() and after[:1].strip() and any(top.end("." + after, 0) for top in readings()):
            parts[place] = JOINER + after
    return ".".join(parts)
