"""A rule that finds who wrote an entry in a line of it, and what spares most lines the rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sharebot.authors.phrases import Find
from sharebot.authors.words import set_of

Gate = Callable[[str, frozenset[str]], bool]
"""Whether a line with these first words in small letters may be one that a rule finds."""


def open_to_all(_line: str, _words: frozenset[str]) -> bool:
    return True


def with_sign(line: str, _words: frozenset[str]) -> bool:
    """A label ends in a sign."""
    return not _SIGNS.isdisjoint(line[:_EARLY])


def with_by(line: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(_BY_WORDS) or "d'" in line or "d’" in line


def with_introduction(line: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(_ABOUT_WORDS) or line.lstrip(" *")[:4].casefold() == "sull"


_SIGNS = frozenset(":–—|・·/?】")
_EARLY = 90
"""Characters of a line in which a label ends."""
_BY_WORDS = set_of(
    """
    by from courtesy por par von door van da di de del della do signé signée of por: by: von: par: di:
    door: from: pen feder plume pluma penna pena
    """
)
_ABOUT_WORDS = set_of("about über sobre à informazioni over")
FIRST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` gives the names in a line that matches; `why` is the reason why such a line names the author.

    `cues`, of which one stands in every such line, and `gate`, which sees a line and its words, spare most lines the
    pattern. `weak` rules do not hold where the entry may be an interview; `labels` not in the data of a book under
    review; `tail` rules hold only near the end, `works` rules only in a review, `asks` rules only in an interview.
    """

    name: str
    why: str
    find: Find
    cues: tuple[str, ...] = ()
    gate: Gate = open_to_all
    weak: bool = False
    labels: bool = False
    tail: bool = False
    works: bool = False
    asks: bool = False
