"""How long a text is, in each unit that platforms count in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import regex

from sharebot.compose.domains import TopLevels, doubtful, readings
from sharebot.compose.emoji import sequences
from sharebot.compose.links import links
from sharebot.ports import Limit, Rules, Unit

# twitter-text's configuration v3 (docs.x.com "Counting characters", read 2026-11-24): these weigh 1, all others 2.
_HEAVY = re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# Flags first: \X alone looks back over all flags before this one, and so is quadratic in them.
_GRAPHEME = regex.compile(r"[\U0001f1e6-\U0001f1ff]{2}(?![\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}])|\X")
_SINGLE = re.compile("[\n -\u02ff\u2010-\u2027]*")  # each of these is a grapheme of its own, whatever its neighbours


def measure(text: str, rules: Rules) -> int:
    """The text's length in the unit of the platform's first limit."""
    return _measure(text, rules.limits[0].unit, rules)


def fits(text: str, rules: Rules) -> bool:
    """Whether every limit of the platform holds."""
    return excess(text, rules) is None


def excess(text: str, rules: Rules) -> tuple[Limit, int] | None:
    """The first limit that does not hold, and the length in its unit."""
    for limit in rules.limits:
        if (length := _measure(text, limit.unit, rules)) > limit.most:
            return limit, length
    return None


def _measure(text: str, unit: Unit, rules: Rules) -> int:
    """Where it is doubtful whether something is a link, the larger count."""
    if unit is Unit.WEIGHTED:
        text = unicodedata.normalize("NFC", text)
    if rules.mention_cost == "user":
        text = _without_hosts(text, rules.mention_in_text)
    if rules.link_cost is None or "." not in text:
        return _COUNT[unit](text)
    tops = readings() if doubtful().search(text) else readings()[:1]
    return max(_COUNT[unit](_countable(text, rules, top)) for top in tops)


def _countable(text: str, rules: Rules, top: TopLevels) -> str:
    """The text with each link as long as it counts."""
    parts, done = [], 0
    for start, end in links(text, syntax=rules.link_syntax, bare=rules.bare_links, top=top):
        parts += [text[done:start], "x" * (rules.link_cost or 0)]
        done = end
    return "".join((*parts, text[done:]))


def _without_hosts(text: str, mention: str) -> str:
    if "@" not in text:
        return text
    counted: str = _compiled(mention).sub(lambda found: "@" + found[1].partition("@")[0], text)
    return counted


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def weigh(text: str) -> int:
    """X's weight of a text in which links have their length already."""
    if text.isascii():
        return len(text) - sum(end - start - 2 for start, end in sequences(text))
    weight = len(text) + len(_HEAVY.findall(text))
    for start, end in sequences(text):
        whole = text[start:end]
        weight += 2 - len(whole) - len(_HEAVY.findall(whole))
    return weight


def graphemes(text: str) -> list[str]:
    """What a reader takes for one character each."""
    found: list[str] = _GRAPHEME.findall(text)
    return found


def _count_graphemes(text: str) -> int:
    return len(text) if _SINGLE.fullmatch(text) else len(graphemes(text))


def _count_utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _count_utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


_COUNT: dict[Unit, Callable[[str], int]] = {
    Unit.WEIGHTED: weigh,
    Unit.GRAPHEMES: _count_graphemes,
    Unit.UTF8: _count_utf8,
    Unit.UTF16: _count_utf16,
    Unit.CODE_POINTS: len,
}
