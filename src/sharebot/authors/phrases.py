"""The building blocks of credit lines in seven languages: kinds of pieces, "guest", "by", roles, lists of names."""

from __future__ import annotations

from collections.abc import Callable

from sharebot.authors import late as regex
from sharebot.authors.introductions import ROLE_OF_THIS
from sharebot.authors.names import NAME, tidy
from sharebot.authors.words import ROLES, any_of

PIECE = any_of(
    r"""
    blog ?posts?, blogs?, posts?, articles?, pieces?, essays?, stor(?:y|ies), texts?, words, recipes?, reports?,
    letters?, columns?, entr(?:y|ies), interviews?, op-?eds?, reviews?, contributions?, features?, opinions?,
    commentar(?:y|ies), dispatch(?:es)?, perspectives?, reflections?, analysis, tutorials?, write-?ups?, views?,
    diar(?:y|ies), notes?, poems?, submissions?, guides?, artículos?, entradas?, textos?, columnas?,
    colaboraci[oó]n, colaboração, colunas?, intervent[oi], reseñas?, crónicas?, firma, billets?, textes?, tribunes?,
    chroniques?, récits?,
    beitr[aä]ge?, (?:erfahrungs|reise)?berichte?, gast(?:kommentar|text|artikel|beitrag), erzählung, kurzgeschichte,
    artikel, kommentar, artigos?, publicação, cr[oô]nicas?, articol[oi], contribut[oi], testo,
    testi, racconto, ricetta, bijdragen?, stukken, stuk, verhaal, tekst
    """
)
GUEST = any_of("guest, invit[eé]e?s?, d['’]invité, invitad[oa]s?, de invitado, convidad[oa]s?, ospit[ei], gast")
WRITTEN = any_of(
    r"""
    (?:co-?)?(?:written|contributed|submitted|penned|authored|reported|prepared|provided|compiled|shared),
    brought to you, sent in,
    escrit[oa], firmad[oa], redactad[oa], écrit, signée?, rédigée?, proposée?, geschrieben, verfasst,
    assinad[oa], scritt[oa], firmat[oa], geschreven, ingezonden
    """
)
BY = (
    rf"(?:{WRITTEN})?\s*\b(?:jointly |kindly |together )?(?:by|from|courtesy of|por|par|von|door|van|da|di|de|"
    rf"del|della|do|d['’])|signée?"
)
_NO_WRITER = any_of(
    r"""
    editor, photograph, illustrat, speak, curat, translat, host, judge, conduct, dj\b, star, act, produc, design,
    lectur, cartoon, direct, manag, view, visit, house, room, list, book, appear, artist, vocal, sing, musician,
    panel, narrat, podcast, co-, of\b, on\b, at\b, in\b, from\b, by\b, for\b, is\b, was\b, who\b, and\b, with\b,
    to\b, today, tonight, this, week, next, here, post, article, the\b, a\b, an\b, our\b, spot, slot, bed, wifi,
    pass
    """
)
# Any trade may be a guest's ("guest baker"), but some guests do not write, and some words are no trades.
GUEST_ROLE = any_of(
    rf"""
    guest[ -](?!{_NO_WRITER})(?:(?-i:\p{{Ll}})|(?<=(?-i:G)\p{{L}}{{4}}[ -])\p{{L}})\p{{L}}{{2,}},
    gast-?(?:autor(?:in)?(?:nen)?|blogger(?:in)?|schreiber(?:in)?),
    gast-?(?:auteurs?|blogsters?|schrijvers?), auteur(?:e|rice)?s? invité(?:e|es|s)?, autric[ei] ospit[ei],
    autor[ei] ospit[ei], autora? invitad[oa], autora? convidad[oa], bloguer[oa] invitad[oa],
    colaborador(?:a)? invitad[oa], chroniqueu(?:r|se) invité(?:e)?
    """
)
GUEST_ROLE = f"{GUEST_ROLE}|{ROLE_OF_THIS}"
AND = r"(?:\s*,)?\s+(?:and|&|und|y|et|e|en|sowie|with|together with|along with|con|avec|mit|met)\s+"
NOTE = r"(?:(?:editor['’]?s? note|note|ndlr|nota|anm\. d\. red\.)\s*:\s*)"

_BEFORE_A_NAME = any_of(
    r"""
    the, our, my, a, an, own, this, week['’]s, month['’]s, today['’]s, guest, authors?, writer, blogger,
    contributor, columnist, reviewer, correspondent, fellow, friend, and, dear, dr, prof, professor, staff,
    member, special, senior, reader, volunteer, student, colleague, nurse, teacher, la, el, le, l['’], der, die,
    das, unser\w*, notre, nuestr[oa], noss[oa], o, il, lo, autor[ae]?, auteure?, autrice, autore, gast\w*,
    invité?e?, invitad[oa], convidad[oa], ospite
    """
)
_LEAD = rf"(?:(?:(?i:{_BEFORE_A_NAME})|\p{{Ll}}[\p{{Ll}}-]+)\s+){{0,7}}?"
THEIR = r"(?:(?:(?:her|his|their|my|ihr\w*|sein\w*|son|sa|su|seu|sua|suo|haar|zijn)\s+\p{L}+,?\s+)?)"
_MONONYM = r"(?:\p{Lu}\p{Ll}{2,}|\p{Lo}{2,})(?=\s*(?:[,.;:(\[–—|·。、]|$|['’]s\b))"
_PLACE = r"(?:from|in|at|near|based|aus|bei|uit|dal|dalla|nahe)"
_LED_ON = (
    rf"(?:(?:(?:(?i:{_BEFORE_A_NAME})|\p{{Ll}}[\p{{Ll}}-]+)\s+){{0,6}}?"
    r"(?!(?:{words})\s)(?:(?i:{before})|\p{Ll}[\p{Ll}-]+)\s+)?".replace("{before}", _BEFORE_A_NAME)
)
_FIRST = regex.compile(
    _LED_ON.replace("{words}", _PLACE)
    + rf"(?P<name>{NAME})|"
    + _LED_ON.replace("{words}", rf"{_PLACE}|de|du|di|da|do|en|em|à|a|on|to|of|with|for|van|von")
    + rf"(?P<name>{_MONONYM})"
)
_JOINED = regex.compile(rf"{THEIR}{_LEAD}(?P<name>{NAME})")
_LISTED = regex.compile(rf"(?P<name>{NAME})")
_JOIN = regex.compile(AND)
_COMMA = regex.compile(r"\s*,\s+")
_ASIDE = regex.compile(r"\s*[(\[][^()\[\]]{0,200}[)\]]|['’]s\b")
_CLAUSE = regex.compile(r",\s+(?:who|whom|whose|a|an|the)\b[^.;]{1,160}?,(?=\s+(?:and|&)\s+\p{Lu})")
# "A (@a), consultant in health, and B (@b), lead": between two names with handles stands what the first one is.
_HANDLES = rf"\s*\((?![^()]*\b(?:{ROLES})\b)[^()]{{0,30}}@[^()]{{1,60}}\)(?!,?\s+\(?(?:{ROLES})\b)"
_TITLES = r"(?:(?:Dr|Prof|Professor|Dra|Sra?)\.?\s+)*"
_DESCRIBED = regex.compile(
    rf"(?<=@[^()]{{1,60}}\)),\s+(?!(?:who|whom|whose|with|mit|avec|con|com|met|{ROLES})\b)(?:\p{{Lu}}?\p{{Ll}}[\p{{Ll}}’'-]*\s+){{0,5}}?"
    r"(?:\p{Lu}?\p{Ll}[\p{L}’'-]*|(?:in|at|of|from|near|aus|bei|à|de|en|uit|van|di|da|em)\s+(?:the\s+)?\p{Lu}[\p{L}’'-]*(?:\s+\p{Lu}[\p{L}’'-]*)?)"
    rf"(?=(?:\s*,)?\s+(?:and|&|und|y|et|e|en)\s+{_TITLES}{NAME}{_HANDLES})"
)
_TRADE = regex.compile(
    rf",\s+(?!(?:{ROLES})\b)(?:\p{{Ll}}[\p{{Ll}}’'-]*\s+){{1,4}}\([^()]{{0,30}}@[^()]{{1,60}}\)"
    rf"(?=(?:\s*,)?\s+(?:and|&|und|y|et|e|en)\s+{_TITLES}{NAME},\s+(?!(?:{ROLES})\b)\p{{Ll}})"
)
_HELPED = regex.compile(
    r"(?i)\b(?:thanks?|grateful\w*|gratitude|merci\p{L}*|remerci\p{L}*|dank\p{L}*|gracias|grazie|obrigad[oa])\b"
)
"""What leads from an author not to another, but to whoever helped: "with thanks to Bo Quill"."""
_ROLE_WORDS = "guest|special|staff|author|writer|blogger|contributor|columnist|correspondent|reviewer"
_LEADING_ROLE = regex.compile(rf"(?i)^(?:(?:{_ROLE_WORDS})\s+)+")
_TRAILING_ROLE = regex.compile(rf"(?i)(?:\s+(?:{_ROLE_WORDS}|on|for|is|the|in|at))+$")

START = r"^[\s\"“(\[*~–—•-]*"
"""What may stand before a line's first word: quotes, brackets, dashes."""

Find = Callable[[str], list[str]]


def names_at(text: str, at: int = 0) -> tuple[list[str], int]:
    """The people named from that place on, and where they end: "Jane Roe (@jane), Bo Quill and Ana Poe"."""
    found: list[str] = []
    pending: list[str] = []
    match, joined = _FIRST.match(text, at), True
    while match:
        if joined:
            found.extend(pending)
            pending.clear()
        name = name_alone(match["name"], text[: match.start("name")], text[match.end() :])
        (found if joined else pending).append(_bare(name))
        at = _after(text, match.end()) if joined else match.end()
        match, joined = _next(text, at)
    return [name for name in found if name], at


def _next(text: str, at: int) -> tuple[regex.Match[str] | None, bool]:
    join = _JOIN.match(text, _past_bracket(text, at))
    if join:
        other = _JOINED.match(text, join.end())
        helped = other and _HELPED.search(text, join.end(), other.start("name"))
        return (None if helped else other), True
    comma = _COMMA.match(text, _past_bracket(text, at))
    # "A, B and C": a comma alone may also begin a description, so B waits until "and" proves the list.
    return (_LISTED.match(text, comma.end()), False) if comma else (None, False)


def _after(text: str, at: int) -> int:
    """Past brackets, a possessive, and a clause that only leads to the next name."""
    for pattern in (_ASIDE, _ASIDE, _CLAUSE, _DESCRIBED, _TRADE):
        aside = pattern.match(text, at)
        at = aside.end() if aside else at
    return at


def _past_bracket(text: str, at: int) -> int:
    aside = _ASIDE.match(text, at)
    return aside.end() if aside else at


_ARTICLE = regex.compile(
    r"(?i)(?<!\p{L})(?:das|den|dem|der|die|des|eine?[mnrs]?|unser\w*|mein\w*|zum|zur|vom|beim)\s+$"
)
_CASED = regex.compile(r"\p{Lu}|\p{Ll}")
_THREE = 3


def name_alone(name: str, before: str, behind: str) -> str:
    """A name without what only looks like it: the noun in "das Wort Jane Roe", the label in "小峰拓真 写真:"."""
    words = name.split()
    if len(words) >= _THREE and _ARTICLE.search(before[-12:]):
        words = words[1:]
    if behind.startswith(":") and len(words) > (2 if _CASED.search(name) else 1):
        words = words[:-1]
    return " ".join(words)


def _bare(name: str) -> str:
    return tidy(_TRAILING_ROLE.sub("", _LEADING_ROLE.sub("", name)))


Look = Callable[[str], "regex.Match[str] | None"]


def looking(pattern: str, flags: str = "") -> Look:
    """How to look for a pattern: one that begins at the line's start is tried there only."""
    late, only_at_start = regex.compile(flags + pattern), pattern.startswith("^")

    def look(line: str) -> regex.Match[str] | None:
        return late.match(line) if only_at_start else late.search(line)

    return look


def after(pattern: str) -> Find:
    """Finds the names right after a pattern, which matches in any case."""
    look = looking(pattern, "(?i)")

    def find(line: str) -> list[str]:
        found = look(line)
        return names_at(line, found.end())[0] if found else []

    return find


def within(pattern: str) -> Find:
    """Finds the names in a pattern's group "names"; the pattern says itself where case does not matter."""
    look = looking(pattern)

    def find(line: str) -> list[str]:
        found = look(line)
        return names_at(found["names"].strip())[0] if found else []

    return find
