"""NFC at a cost that grows with the text alone: the standard library's sorts a pile of marks in quadratic time."""

from __future__ import annotations

import unicodedata
from itertools import groupby

import regex

_PILE = regex.compile(r"\p{M}{32,}")  # higher than any language builds


def nfc(text: str) -> str:
    """The text in Unicode's Normalization Form C."""
    return unicodedata.normalize("NFC", _PILE.sub(_sorted, text) if not text.isascii() else text)


def _sorted(pile: regex.Match[str]) -> str:
    """Each mark taken apart, and in canonical order between those that let nothing pass."""
    marks = "".join(unicodedata.normalize("NFD", mark) for mark in pile[0])
    rows = (
        sorted(row, key=unicodedata.combining)
        for _, row in groupby(marks, lambda mark: unicodedata.combining(mark) > 0)
    )
    return "".join(mark for row in rows for mark in row)
