"""Who is nobody: authors that want no name, lines that can name nobody or speak of another time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sharebot.authors import late as regex
from sharebot.authors.names import is_generic, split_pair, without_lead
from sharebot.authors.words import ELSEWHERE, FORMER, ROLES

_ANONYMOUS = regex.compile(
    r"(?i)\b(?:author|writer|contributor|guest|blogger|reader|autor\w*|auteur\w*)\b[^.]{0,60}"
    r"\b(?:(?:remain|stay|be|is|was|wish\w*|ask\w*|prefer\w*|want\w*|ch[oe]+s\w*|bleib\w*|rester|"
    r"permanecer|rimanere)\b[^.]{0,30}\banon[iy]m\w*|"
    r"not (?:to )?be named|unnamed|name withheld|nameless)|\bname(?:s)? (?:has been |have been )?withheld|"
    r"\banonymous (?:guest|author|writer|contribut\w+|post|submission)|\b(?:written|submitted|posted|"
    r"contributed) anonymously|"
    r"\b(?:post|article|piece|essay|letter|story|written|submitted|contributed) (?:is )?(?:by|from) (?:an )?anonymous\b"
)
# Letters that can begin a name, by blocks of Unicode and a few too many: `re` is quicker than `regex` at this.
_CAPITAL = (
    "[A-Z\u00c0-\u00de\u0100-\u024f\u0370-\u03ab\u0400-\u042f\u0460-\u1fff\u2c00-\ud7ff\uf900-\ufdff"
    "\U00010000-\U0010ffff]"
)
_TWO_CAPITALS = re.compile(rf"{_CAPITAL}[.'’\w-]*[\s:,]+(?:\S{{1,12}}\s+){{0,3}}?(?:\w['’])?{_CAPITAL}")


_LATER = regex.compile(
    r"(?i)^\W*(?:tomorrow|next (?:week|month|time|up|friday|monday)|up next|coming (?:soon|up|next)|previously|our "
    r"next|also on (?:the|this) blog|"
    r"further reading|morgen(?= (?:schr|bl))|übermorgen|nächste woche|demain|la semaine prochaine|mañana|la "
    r"(?:próxima semana|semana que viene)|domani|"
    r"la (?:prossima settimana|settimana prossima)|amanhã|na próxima semana|volgende week)(?!\p{L})"
)
_TODAY = regex.compile(r"(?i)\b(?:today|this (?:week|post|one|piece)|heute|aujourd|hoy|oggi|hoje|vandaag)")


def is_of_another_time(line: str) -> bool:
    """Whether a line begins with another time than the entry's and says nothing of today."""
    return bool(_LATER.match(line)) and not _TODAY.search(line)


def may_name(line: str) -> bool:
    """Whether a line could name anybody at all: looked at first, since most lines cannot."""
    if line.isascii() and line[1:].islower():  # the commonest line: a capital at its start, and no other
        return False
    return bool(_TWO_CAPITALS.search(line))


ANONYMOUS_CUES = ("anon", "name", "unnamed")
"""One of these stands in every text that is_anonymous finds."""


def is_anonymous(text: str) -> bool:
    """Whether the text says that the author does not want to be named."""
    return bool(_ANONYMOUS.search(text))


def people(names: Sequence[str], blog_name: str) -> Iterator[str]:
    """Of the names found, those that can be people's."""
    for found in (part for name in names for part in split_pair(name)):
        name = without_lead(found)
        if _OF_A_ROLE.match(found) or _OF_TIME.search(found) or (name != found and name[:1].islower()):
            continue  # "Fotos von Jane Roe" is no name
        short = " " in found and " " not in name and not _UNSPACED.fullmatch(name)
        if len(name) > 1 and not short and not is_generic(name, blog_name):
            yield name


_OF_A_ROLE = regex.compile(rf"(?i)^(?:(?:{ROLES})\s+(?:de|von|di|da|van|des|del|do|du|della)|{FORMER}|{ELSEWHERE})\s")
_OF_TIME = regex.compile(r"(?i)\b(?:wochen?|monat|weeks?|months?|semana|semaine|settimana|maand|morning|evening)\b")
_UNSPACED = regex.compile(r"[\p{Lo}・]{2,}")
