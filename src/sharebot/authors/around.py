"""What stands around a handle in its sentence and paragraph: small questions, each with its example."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.authors import late as regex
from sharebot.authors.blocks import Block
from sharebot.authors.bound import Bound
from sharebot.authors.called import as_called
from sharebot.authors.grammar import bind
from sharebot.authors.names import key
from sharebot.authors.platform import Placed
from sharebot.authors.sentences import Sentence
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of


def bound_by(tokens: Sequence[Token], at: int) -> Bound:
    """Whose the handle is by its sentence's grammar, also where the author is called by what they are."""
    bound = bind(tokens, at)
    nobody = bound.person is None and not (bound.focus or bound.final)
    return (as_called(tokens, at) if nobody else None) or bound


_SEVERAL = regex.compile(r"(?i)(?<!\p{L})(?:they|them|their)(?!\p{L})")
_ONE = regex.compile(r"(?i)(?<!\p{L})(?:she|he)(?!\p{L})")


def is_about_several(placed: Placed, block: Block) -> bool:
    """`She keeps bees. They are on X: @name`: who is called "she" before is not "they"."""
    before = block.text[: placed.sighting.start]
    sentence = regex.split(r"[.!?;]\s", before)[-1]
    return bool(_SEVERAL.search(sentence) and not _ONE.search(sentence) and _ONE.search(before))


_IN_ORDER = regex.compile(
    r"(?i)\b(?:respectively|in that order|respectivamente|respectivement|beziehungsweise|bzw|jeweils|"
    r"rispettivamente|respectievelijk)\b"
)


def respectively(sentence: Sentence, placed: dict[int, Placed], block: Block, names: Sequence[str]) -> dict[int, Bound]:
    """`Follow them at @a and @b respectively`: as many handles as authors, in the order in which they were named."""
    named = any(token.kind in ("PERSON", "NAME") for token in sentence.tokens)
    if named or len(names) == 1 or len(placed) != len(names) or not _IN_ORDER.search(sentence.quote):
        return {}
    order = sorted(range(len(names)), key=lambda at: block.text.find(names[at]))
    if any(names[at] not in block.text for at in order):
        return {}
    return {at: Bound("in the order in which they were named", person=order[n]) for n, at in enumerate(sorted(placed))}


def names_another_platform(found: Sequence[Sentence]) -> bool:
    """Whether a sentence without a handle speaks of another network than X: a bare @name may be meant for it."""
    for sentence in found:
        others = any(token.kind == "PLATFORM" and token.platform not in ("x", "other") for token in sentence.tokens)
        if others and not any(token.kind == "HANDLE" for token in sentence.tokens):
            return True
    return False


def is_of_a_name(tokens: Sequence[Token], at: int, handle: str) -> bool:
    """`maintains heapwatch (@heapwatch)`: in brackets after the thing that the handle is called after."""
    if at < _AFTER_A_WORD or tokens[at - 1].kind != "OPEN" or tokens[at - 2].kind not in ("WORD", "NAME", "ORG"):
        return False
    return "".join(key(tokens[at - 2].text)) == "".join(key(handle.split("@", maxsplit=1)[0]))


_AFTER_A_WORD = 2
OTHER_ARTS = frozenset("📷📸🎨🖼🎥📹🎬🎙🎧🎤🖌🖍🎞✂🌐")
"""Signs before the handle of whoever did other work than writing."""


def gives_news(tokens: Sequence[Token], at: int) -> bool:
    """`Follow @name for updates`: what one follows for its news is a project, unless it has the author's name."""
    near = [token.text.casefold() for token in tokens[max(0, at - 1) : at + 3]]
    return len(near) == 4 and near[0] == "follow" and near[2] == "for" and near[3] in _NEWS  # noqa: PLR2004  the four words


_NEWS = set_of("updates news announcements offers deals tickets dates details alerts results")


def owns_something(tokens: Sequence[Token], at: int) -> bool:
    """`Join @name's newsletter`: whose it is the sentence does not say."""
    return at + 1 < len(tokens) and tokens[at + 1].text[:1] in "'’" and tokens[at + 1].kind != "MARK"
