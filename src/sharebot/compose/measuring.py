"""How long a text is, in each unit that platforms count in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

import regex

from sharebot.compose.domains import TopLevels, readings_for
from sharebot.compose.emoji import sequences
from sharebot.compose.links import counted
from sharebot.compose.normal import nfc
from sharebot.ports import Limit, Rules, Unit

# twitter-text's configuration v3 (docs.x.com "Counting characters", read 2026-11-24): these weigh 1, all others 2.
_HEAVY = re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# Flags first: \X alone looks back over all flags before this one, and so is quadratic in them.
_GRAPHEME = regex.compile(r"[\U0001f1e6-\U0001f1ff]{2}(?![\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}])|\X")
_LINE_START = re.compile("(?<!\r)(?=\n)")
_SINGLE = re.compile("[\n -\u02ff\u2010-\u2027]*")  # each of these is a grapheme of its own, whatever its neighbours


def measure(text: str, rules: Rules, warning: str = "") -> int:
    """The text's length in the unit of the platform's first limit, with that of a warning where it counts."""
    return _measure_both(text, warning, rules.limits[0].unit, rules)


def lengths(text: str, rules: Rules) -> tuple[tuple[Limit, int], ...]:
    """Each of the platform's limits, and the text's length in its unit."""
    return tuple((limit, _measure(text, limit.unit, rules)) for limit in rules.limits)


def fits(text: str, rules: Rules, warning: str = "") -> bool:
    """Whether every limit of the platform holds."""
    return excess(text, rules, warning) is None


def excess(text: str, rules: Rules, warning: str = "") -> tuple[Limit, int] | None:
    """The first limit that does not hold, and the length in its unit."""
    for limit in rules.limits:
        if (length := _measure_both(text, warning, limit.unit, rules)) > limit.most:
            return limit, length
    return None


def _measure_both(text: str, warning: str, unit: Unit, rules: Rules) -> int:
    """A warning counts as it is written: links and hosts are not shortened in it."""
    cost = _COUNT[unit](warning) if warning and rules.warning_counts else 0
    return cost + _measure(text, unit, rules)


def _measure(text: str, unit: Unit, rules: Rules) -> int:
    """Line by line, because nothing that counts reaches over a line's end, and most lines come again.

    Where it is doubtful whether something is a link, the larger count.
    """
    tops = readings_for(text)
    if len(tops) == 1 and "\n" not in text:
        return _measure_line(text, unit, rules, tops[0])  # to look for it would cost a tenth of the measuring
    lines = _LINE_START.split(text)
    return max(sum(_measure_again(line, unit, rules, top) for line in lines) for top in tops)


def _measure_line(line: str, unit: Unit, rules: Rules, top: TopLevels) -> int:
    if unit is Unit.WEIGHTED:
        line = nfc(line)
    return _COUNT[unit](_as_counted(line, rules, top))


_measure_again = lru_cache(maxsize=16)(_measure_line)


def _as_counted(line: str, rules: Rules, top: TopLevels) -> str:
    """The line with signs in the place of its links, as many as a link counts, and without the hosts that are free."""
    parts, done = [], 0
    found = _links(line, rules, top)
    if rules.mention_cost == "user" and "@" in line:
        found = sorted((*found, *_mentions(line, rules)))
    for start, end, instead in found:
        if start >= done:
            parts += [line[done:start], instead]
            done = end
    return "".join((*parts, line[done:])) if parts else line


def _links(line: str, rules: Rules, top: TopLevels) -> list[tuple[int, int, str]]:
    if rules.link_cost is None:
        return []
    instead = "x" * rules.link_cost
    found = counted(line, syntax=rules.link_syntax, bare=rules.bare_links, top=top)
    return [(link.start, link.counted, instead) for link in found]


def _mentions(line: str, rules: Rules) -> list[tuple[int, int, str]]:
    found = _compiled(rules.mention_in_text).finditer(line)
    return [(mention.start(), mention.end(), "@" + mention[1].partition("@")[0]) for mention in found]


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def weigh(text: str) -> int:
    """twitter-text's weight of a text in which links have their length already."""
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
