"""Direct speech: what stands between quotation marks is said by whoever is quoted, never by the author."""

from __future__ import annotations

from functools import lru_cache

import regex

_SPEECH = regex.compile(
    r"“[^“”]{12,600}[”“]|„[^„“”]{12,600}[“”]|«[^«»]{12,600}»|»[^«»]{12,600}«|「[^「」]{8,600}」|『[^『』]{8,600}』|"
    r"(?<![\p{L}\p{N}=])\"[^\"\n]{12,600}\"(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])‘[^‘’]{12,600}’(?![\p{L}\p{N}])"
)
"""Marks around more than a word or a title; within a paragraph."""
_MARKS = frozenset('“„«»「『"‘')


def is_quoted(text: str, at: int) -> bool:
    """Whether a place of a paragraph stands in direct speech."""
    return any(start <= at < end for start, end in _speeches(text))


@lru_cache(maxsize=64)
def _speeches(text: str) -> tuple[tuple[int, int], ...]:
    if not _MARKS & set(text):
        return ()
    return tuple(found.span() for found in _SPEECH.finditer(text) if _is_speech(found[0]))


def _is_speech(quoted: str) -> bool:
    """Whether marks enclose more than a name, a title or a handle."""
    return len(quoted.split()) >= _WORDS or quoted[0] in "「『"


_WORDS = 4
