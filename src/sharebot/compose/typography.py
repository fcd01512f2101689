"""How a language sets its signs: quotation marks in quotation marks, and the narrow spaces of French."""

from __future__ import annotations

import re

from sharebot.compose.words import NARROW, Words

_GUILLEMETS = f"«{NARROW}"
_FRENCH_BEFORE = re.compile(r"(?<=[\w»”\")’]) (?=[?!;:»](?!\w))")
_FRENCH_AFTER = re.compile(r"(?<=«) ")
_PAIR = re.compile(r'(?<![^\s(\[—–-])"([^\s"](?:[^"]*[^\s"])?)"(?!\w)')
_OPENING, _CLOSING = "“«‹„「『", "”»›」』"


def typeset(text: str, words: Words) -> str:
    """A text of the blog's with the spaces that its language wants: French ones must not break before a sign."""
    text = _curled(text, words) if '"' in text else text
    if words.quotes[0] != _GUILLEMETS:
        return text
    spaced: str = _FRENCH_AFTER.sub(NARROW, _FRENCH_BEFORE.sub(NARROW, text))
    return spaced


def _curled(text: str, words: Words) -> str:
    """Straight marks become the language's, where they stand in pairs around words; those of inches do not."""
    if not words.script or text.count('"') % 2 or _PAIR.sub("", text).count('"'):
        return text
    curled: str = _PAIR.sub(lambda pair: f"{words.quotes[0]}{pair[1]}{words.quotes[1]}", text)
    return curled


def quoted(text: str, words: Words) -> str:
    """The text in the language's quotation marks; those that stand in it become inner ones.

    The last stop follows the marks where the language wants it there, but in Japanese, where it is left out.
    """
    opening, closing = words.quotes
    stop = text[-1:] if words.stops and text[-1:] in words.stops and text[-2:-1] not in words.stops else ""
    inside = _inside(text.removesuffix(stop), words)
    return f"{opening}{inside}{closing}{stop if stop == '.' else ''}"


def _inside(text: str, words: Words) -> str:
    """`“` opens in English and closes in German: which it does shows whether one is open."""
    if not any(mark in text for mark in f'"{_OPENING}{_CLOSING}'):
        return text
    signs, is_open = [], False
    for place, sign in enumerate(text):
        before = text[place - 1 : place]
        if sign in f'"{_OPENING}{_CLOSING}' and not _is_inches(sign, before, is_open=is_open):
            closes = is_open and (sign in _CLOSING or sign in '"“')
            signs.append(words.inner[closes])
            is_open = not closes
        else:
            signs.append(sign)
    return _without_inner_spaces("".join(signs), words)


def _is_inches(sign: str, before: str, *, is_open: bool) -> bool:
    return sign == '"' and before.isdigit() and not is_open


def _without_inner_spaces(text: str, words: Words) -> str:
    opening, closing = words.inner
    for space in (" ", "\xa0", NARROW):
        text = text.replace(f"{opening}{space}", opening).replace(f"{space}{closing}", closing)
    return text
