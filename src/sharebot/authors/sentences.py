"""A block → its sentences as tokens, with handles and people's mentions as single signs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from sharebot.authors.blocks import Block
from sharebot.authors.mentions import Mention
from sharebot.authors.sightings import Sighting
from sharebot.authors.tokens import Token, cut

_HANDLES, _PEOPLE = 0xE000, 0xF000
_MOST = 0x800
"""Signs of each sort in one block; what comes after them is left as text, and so binds nothing."""

_END = regex.compile(
    r"(?:(?<![.\s]\p{Lu})|(?<=\b(?:on|auf|en|sur|su|no|op|på) X))"
    r"(?<!\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Jr|Sr|vs|No|approx|ca|bzw|Sra?|Dra|Dott|P\.S|e\.g|i\.e))"
    r"[.!?…]+[\"”’»)\]]*\s+(?=[\p{Lu}\p{Lo}\"“„«¿¡@(\[\uE000-\uF8FF\d])|\n|"
    r"[。！？]+[」』）]*\s*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence and its exact words; `ref` of a HANDLE is its sighting's place in the block's list."""

    tokens: tuple[Token, ...]
    quote: str
    offset: int


def sentences(block: Block, seen: Sequence[Sighting], named: Sequence[Mention]) -> Iterator[Sentence]:
    coded, origins = _code(block.text, seen, named)
    text = _titles_lowered(block, named)
    lowered = coded if text == block.text else _code(text, seen, named)[0]
    start = 0
    for end, after in [*((found.start(), found.end()) for found in _END.finditer(coded)), (len(coded), len(coded))]:
        part = lowered[start:end]
        if part.strip():
            yield _sentence(block, part, start, origins, named)
        start = after


def _code(text: str, seen: Sequence[Sighting], named: Sequence[Mention]) -> tuple[str, list[tuple[int, int]]]:
    signs = [(one.start, one.end, chr(_HANDLES + at)) for at, one in enumerate(seen[:_MOST])]
    signs += [
        (one.start, one.end, chr(_PEOPLE + at))
        for at, one in enumerate(named[:_MOST])
        if not any(other.start < one.end and one.start < other.end for other in seen)
    ]
    parts, origins, coded, at = [], [], 0, 0
    for start, end, sign in sorted(signs):
        if start < at:
            continue
        for piece, origin in ((text[at:start], at), (f" {sign} " if start == end else sign, start)):
            origins.append((coded, origin))
            parts.append(piece)
            coded += len(piece)
        at = end
    origins.append((coded, at))
    parts.append(text[at:])
    return "".join(parts), origins


def _titles_lowered(block: Block, named: Sequence[Mention]) -> str:
    """In a paragraph that is not itself in italics, what is in italics is a work's title, not a person."""
    text = block.text
    if block.italic or sum(end - start for start, end in block.slanted) > len(text) / 2:
        return text
    for start, end in block.slanted:
        lowered = text[start:end].lower()
        if len(lowered) == end - start and not any(one.start < end and start < one.end for one in named):
            text = text[:start] + lowered + text[end:]
    return text


def _sentence(
    block: Block, part: str, start: int, origins: list[tuple[int, int]], named: Sequence[Mention]
) -> Sentence:
    begin, finish = _origin(start, origins), _origin(start + len(part), origins)
    tokens = _joined(_tokens(part, named))
    return Sentence(tokens, " ".join(block.text[begin:finish].split()), begin)


def _origin(coded: int, origins: list[tuple[int, int]]) -> int:
    at = bisect_right(origins, (coded, 1 << 60)) - 1
    return origins[at][1] + coded - origins[at][0]


def _tokens(part: str, named: Sequence[Mention]) -> list[Token]:
    return [_referred(token, named) for token in cut(part)]


def _referred(token: Token, named: Sequence[Mention]) -> Token:
    if token.kind == "HANDLE":
        return replace(token, ref=ord(token.text) - _HANDLES)
    if token.kind == "PERSON":
        mention = named[ord(token.text) - _PEOPLE]
        return replace(token, ref=mention.person, whole=mention.whole)
    return token


_VERBS = frozenset({"COPULA", "FINITE"})


def _joined(tokens: list[Token]) -> tuple[Token, ...]:
    """Capitalised words in a row become one NAME; a sentence's first capital alone is no name."""
    made: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind == "NAME" and not made and not _is_subject(tokens, at):
            made.append(Token("WORD", token.text, token.start, token.end))
        elif (
            token.kind in ("NAME", "PERSON")
            and not token.whole
            and made
            and made[-1].kind in ("NAME", "PERSON")
            and not (made[-1].whole and not token.text[:1].isupper())
            and _touch(made[-1], token)
        ):
            made[-1] = Token("NAME", f"{made[-1].text} {token.text}", made[-1].start, token.end)
        elif (
            token.kind == "COPULA"
            and token.text[0] in "'’"
            and made
            and made[-1].kind == "PERSON"
            and _possessed(tokens, at)
        ):
            made[-1] = Token("NAME", made[-1].text, made[-1].start, token.end)  # "Jane's neighbour" is not Jane
        else:
            made.append(token)
    return tuple(made)


def _touch(one: Token, other: Token) -> bool:
    """Whether only a space stands between two words of what may be one name."""
    return other.start - one.end <= 1


def _is_subject(tokens: list[Token], at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and (
        after.kind in _VERBS or (after.kind in ("NAME", "PERSON") and _touch(tokens[at], after))
    )


def _possessed(tokens: list[Token], at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and after.kind in ("WORD", "NAME", "ORG", "ROLE", "FORMER")
