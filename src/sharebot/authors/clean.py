"""Text as a reader sees it: the invisible is left out, and what turns the reading direction leaves a mark."""

from __future__ import annotations

import html
import unicodedata

import regex

BROKEN = "\ufffc"
"""Stands where the text held a character that changes the reading direction: no handle may touch it."""

_INVISIBLE = regex.compile(
    r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f"
    r"\ufe00-\ufe0f\ufeff\ue000-\uf8ff\U000e0000-\U000e0fff\u2122\u00ae]"
)
_TURNING = regex.compile(r"[\u061c\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Entities decoded once more, compatibility forms folded, the invisible left out."""
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = _TURNING.sub(BROKEN, _INVISIBLE.sub("", text))
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return text
