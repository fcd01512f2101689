"""Who wrote the entry: what its text, title, boxes and by-lines say, each by a small rule with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from sharebot.authors.names import NAME, is_generic, key, tidy


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` gives the names in a line that matches; `why` is the reason why such a line names the author."""

    name: str
    why: str
    find: Callable[[str], list[str]]
    cues: tuple[str, ...] = ()

    def names(self, line: str, lowered: str) -> list[str]:
        """What it finds in a line; `cues` spare most lines the pattern."""
        return self.find(line) if not self.cues or any(cue in lowered for cue in self.cues) else []


_GUEST_CUES = ("guest", "gast", "invit", "convidad", "ospit", "d'", "d’")


_PIECE = (
    r"(?:blog ?posts?|blogs?|posts?|articles?|pieces?|essays?|stor(?:y|ies)|texts?|words|recipes?|reports?|letters?|columns?|entr(?:y|ies)|"
    r"interviews?|op-?eds?|reviews?|contributions?|features?|opinions?|commentar(?:y|ies)|dispatch(?:es)?|perspectives?|reflections?|"
    r"analysis|tutorials?|write-?ups?|views?|diar(?:y|ies)|notes?|poems?|submissions?|guides?|"
    r"artículos?|entradas?|textos?|columnas?|colaboraci[oó]n|colaboração|reseñas?|crónicas?|firma|"
    r"billets?|textes?|tribunes?|chroniques?|contributions?|récits?|"
    r"beitr[aä]ge?|artikel|kommentar|gastkommentar|"
    r"artigos?|publicação|cr[oô]nicas?|"
    r"articol[oi]|contribut[oi]|testo|testi|racconto|ricetta|"
    r"blogs?|bijdragen?|stukken|stuk|verhaal|tekst|column)"
)
_GUEST = r"(?:guest|invit[eé]e?s?|d['’]invité|invitad[oa]s?|de invitado|convidad[oa]s?|ospit[ei]|gast)"
_BY = (
    r"(?:(?:(?:co-?)?(?:written|contributed|submitted|penned|authored|reported|prepared|provided|brought to you|compiled|shared|sent in)\s+)?"
    r"(?:jointly |kindly |together )?(?:by|from)|courtesy of|"
    r"(?:(?:escrit[oa]|firmad[oa]|redactad[oa])\s+)?(?:por|de)(?:l| la| el)?|signée?(?:\s+par)?|(?:(?:écrit|signée?|rédigée?|proposée?)\s+)?(?:par|de|d['’])|"
    r"(?:(?:geschrieben|verfasst)\s+)?von|(?:(?:escrit[oa]|assinad[oa])\s+)?(?:por|d[eoa])|"
    r"(?:(?:scritt[oa]|firmat[oa])\s+)?(?:da|di|del|della)|(?:(?:geschreven|ingezonden)\s+)?(?:door|van))"
)
_ROLE_WORD = (
    # Any trade may be a guest's ("guest baker"), but these are guests who do not write, or no roles at all.
    r"(?:(?!editor|photograph|illustrat|speak|curat|translat|host|judge|conduct|dj\b|star|act|produc|design|lectur|cartoon|direct|manag|"
    r"view|visit|house|room|list|book|appear|artist|vocal|sing|musician|panel|narrat|podcast|co-|of\b|on\b|at\b|in\b|from\b|by\b|for\b|is\b|was\b|"
    r"who\b|and\b|with\b|to\b|today|tonight|this|week|next|here|post|article|the\b|a\b|an\b|our\b|spot|slot|bed|wifi|pass)\p{L}{3,})"
)
_GUEST_ROLE = (
    rf"(?:guest[ -]{_ROLE_WORD}|gast-?(?:autor(?:in)?(?:nen)?|blogger(?:in)?|schreiber(?:in)?|auteurs?|blogsters?|schrijvers?)|"
    r"auteur(?:e|rice)?s? invité(?:e|es|s)?|autric[ei] ospit[ei]|autor[ei] ospit[ei]|autora? invitad[oa]|autora? convidad[oa]|"
    r"bloguer[oa] invitad[oa]|colaborador(?:a)? invitad[oa]|chroniqueu(?:r|se) invité(?:e)?)"
)
_AND = r"(?:\s*,)?\s+(?:and|&|und|y|et|e|en|sowie|with|together with|along with|con|avec|mit|met)\s+"
_LEAD = (
    r"(?:(?:(?i:the|our|my|a|an|own|this|week['’]s|month['’]s|today['’]s|guest|author|authors|writer|blogger|contributor|columnist|reviewer|"
    r"correspondent|fellow|friend|and|dear|dr|prof|professor|staff|member|special|senior|old|good|brilliant|wonderful|lovely|fabulous|"
    r"reader|volunteer|student|colleague|nurse|teacher|intern|"
    r"la|el|le|l['’]|der|die|das|die|unser\w*|notre|nuestr[oa]|noss[oa]|o|il|lo|autor[ae]?|autora|auteure?|autrice|autore|gast\w*|"
    r"invité?e?|invitad[oa]|convidad[oa]|ospite)|\p{Ll}[\p{Ll}-]+)\s+){0,7}?"
)
_ONE = regex.compile(
    rf"{_LEAD}(?P<name>{NAME}|(?-i:\p{{Lu}}\p{{Ll}}{{2,}}|\p{{Lo}}{{2,}})(?=\s*(?:[,.;:(\[–—|·]|$|['’]s\b)))"
)
_JOIN = regex.compile(_AND)
_COMMA = regex.compile(r"\s*,\s+")
_ASIDE = regex.compile(r"\s*[(\[][^()\[\]]{0,200}[)\]]|['’]s\b")
_CLAUSE = regex.compile(r",\s+(?:who|whom|whose|a|an|the)\b[^.;]{1,160}?,(?=\s+(?:and|&)\s+\p{Lu})")
_TRAILING_ROLE = regex.compile(
    r"(?i)(?:\s+(?:guest|author|blogger|contributor|writer|columnist|on|for|is|the|in|at))+$"
)


def names_at(text: str, at: int = 0) -> list[str]:
    """The people named from that place on: "Jane Roe, Bo Quill and Ana Poe", asides left out."""
    found, pending = [], []
    match = _ONE.match(text, at)
    joined = True
    while match:
        if joined:
            found.extend(pending)
            pending.clear()
        (found if joined else pending).append(_bare(match["name"]))
        at = _after(text, match.end())
        match, joined = _next(text, at)
    return [name for name in found if name]


def _next(text: str, at: int) -> tuple[regex.Match[str] | None, bool]:
    join = _JOIN.match(text, at)
    if join:
        return _FULL.match(text, join.end()), True
    comma = _COMMA.match(text, at)
    # "A, B and C": a comma alone may also begin a description, so B waits until "and" proves the list.
    return (_PLAIN_NAME.match(text, comma.end()), False) if comma else (None, False)


_FULL = regex.compile(rf"{_LEAD}(?P<name>{NAME})")
_PLAIN_NAME = regex.compile(rf"(?P<name>{NAME})")


def _after(text: str, at: int) -> int:
    for pattern in (_ASIDE, _ASIDE, _CLAUSE):
        aside = pattern.match(text, at)
        at = aside.end() if aside else at
    return at


_LEADING_ROLE = regex.compile(
    r"(?i)^(?:(?:guest|special|staff|author|writer|blogger|contributor|columnist|correspondent|reviewer)\s+)+"
)


def _bare(name: str) -> str:
    return tidy(_TRAILING_ROLE.sub("", _LEADING_ROLE.sub("", name)))


def _after_match(pattern: str, flags: str = "(?i)") -> Callable[[str], list[str]]:
    compiled = regex.compile(flags + pattern)

    def find(line: str) -> list[str]:
        found = compiled.search(line)
        return names_at(line, found.end()) if found else []

    return find


def _before_match(pattern: str) -> Callable[[str], list[str]]:
    compiled = regex.compile(pattern)

    def find(line: str) -> list[str]:
        found = compiled.search(line)
        return names_at(found["names"].strip()) if found else []

    return find


_END = r"(?=\s*(?:[,.;:!()\[\]–—|·/-]|$))"
_OTHER_WORK = regex.compile(
    r"(?i)\b(?:next|last|previous|earlier|upcoming|coming|recent|tomorrow|yesterday|stay tuned|read|see also|another|nächste\w*|prochain\w*|"
    r"próxim\w+|prossim\w+|volgende|podcast|episode|conversation with|interview with|photo\w*|illustrat\w*|translat\w*|edited|"
    r"technical|published|inspired|response to|reply to|thanks?)\b[^.]*$"
)
_LISTED = regex.compile(r"(?i)(?:,|;|\band|\bor)\s+(?:an?|another)\s*$")
"""A credit that is one of a list of links: "a map by Bo, and a guest post by Ana"."""
"""What, before a credit in the same sentence, makes it the credit of another work."""


def _credited(find: Callable[[str], list[str]], pattern: str) -> Callable[[str], list[str]]:
    compiled = regex.compile("(?i)" + pattern)

    def checked(line: str) -> list[str]:
        found = compiled.search(line)
        before = line[: found.start()] if found else ""
        return (
            [] if found is None or _OTHER_WORK.search(before) or "@" in before or _LISTED.search(before) else find(line)
        )

    return checked


_GUEST_PIECE = rf"(?:\b{_GUEST}[ -]?(?:\p{{L}}+[ -])?{_PIECE}|\b{_PIECE}\s+{_GUEST})\b(?:(?!\b(?:we|us|i|you|liked|loved|enjoyed|read)\b)[^.:!?]){{0,40}}?(?:\b{_BY}\s+|[:–—-]\s*)"
_OPENING = (
    r"^[\s\"“(\[*~–—-]*(?:(?:editor['’]?s? note|note|ndlr|nota)\s*:\s*)?(?:(?:this|today['’]s|the following|our|the|a|an|este|esta|el|la|ce|cet|cette|dieser|diese|"
    r"dieses|ein|eine|questo|quest['’]|il|o|um|uma|dit|deze|een)\s+)?(?:\p{Ll}+\s+){0,2}?"
)
_PIECE_BY = rf"{_OPENING}{_PIECE}(?: (?:and|&) (?:words|text|\p{{Ll}}+))?(?:\s+(?:was|is|were|has been|comes|est|a été|es|fue|ist|wurde|è|é stato|foi|é|is))?\s+{_BY}\s+"
_WRITTEN_BY = (
    r"^[\s\"“(\[*~–—-]*(?:\p{L}+ and |originally |kindly |jointly )?(?:(?:co-?)?(?:written|contributed|submitted|penned|authored|posted as a guest|posted on behalf)|words|escrito|escrita|écrit|"
    r"geschrieben|verfasst|scritto|scritta|geschreven|ingezonden|texte|texto|text|testo|tekst)\s+(?:by|from|of|por|par|von|da|di|door|van)\s+"
)
_LABEL = (
    r"^[\s\"“(\[*]*(?:(?:guest|about the|the|our)\s+)?(?:authors?|writers?|words|written by|text|story|texte|autor(?:in|a|es|as|en)?|auteur(?:e|rice)?s?|"
    rf"autric[ei]|autor[ei]|tekst|testo|texto|words and (?:photos|pictures)|{_GUEST_ROLE}|l['’]{_GUEST_ROLE})\s*[:–—]\s*"
)
_BY_LINE = r"^[\s\"“(\[*~–—-]*(?:by|von|par|por|di|door)\b:?\s+"
_ABOUT = (
    r"^[\s*]*(?:about|über|sobre|à propos de|informazioni su|sull['’]|over)\s*(?:(?:the|our|today['’]s|this week['’]s|den|die|la|el|l['’]|de l['’]|a|o|de|il|lo)?\s*"
    r"(?:guest\s+)?(?:guest|author|writer|blogger|contributor|columnist|autor(?:in|a)?|auteur(?:e|rice)?|autrice|autore|gast\w*)s?\s*[:–—]?\s*|(?=\p{Lu}))"
)

RULES: tuple[Rule, ...] = (
    Rule("guest-piece", "a guest post by somebody is theirs", _credited(_after_match(_GUEST_PIECE), _GUEST_PIECE), _GUEST_CUES),
    Rule("guest-role", "our guest writer is named as such", _credited(_after_match(rf"\b{_GUEST_ROLE}\b[,:]?\s+"), rf"\b{_GUEST_ROLE}\b"), _GUEST_CUES),
    Rule("piece-by", "this post is by somebody", _after_match(_PIECE_BY)),
    Rule("written-by", "written by somebody", _after_match(_WRITTEN_BY)),
    Rule("label", "Author: somebody", _after_match(_LABEL)),
    Rule(
        "is-guest",
        "somebody is a guest author on this blog",
        _before_match(rf"^[\s*~–—•-]*(?:(?i:editor['’]?s? note|note)\s*:\s*)?(?P<names>{NAME}(?:{_AND}{NAME})?)(?:,[^.]{{1,60}},)?\s+(?:is|are|was|were|ist|est|es|é|è)\s+(?:(?i:an?|our|this week['’]s|this month['’]s|today['’]s|un|une|una|um|uma|ein|eine)\s+)?(?:\p{{Ll}}+\s+){{0,2}}(?i:{_GUEST_ROLE})"),
        _GUEST_CUES,
    ),
    Rule("guest-remark", "Jane Roe (guest)", _before_match(rf"^[\s*–—~-]*(?P<names>{NAME})\s*[(\[](?i:guest|gast|invitée?|invitad[oa]|convidad[oa]|ospite)\b[^)\]]*[)\]]"), _GUEST_CUES),
    Rule("writes-here", "somebody writes here", _before_match(rf"^[\s*]*(?P<names>{NAME})\b[^.]*?\b(?i:writes here|wrote this|writes for us|contributed this|is writing here)\b"), ("here", "this", "for us")),
)  # fmt: skip
"""Applied to each line at the entry's head and tail; one match names an author beyond doubt."""

_STRICT_BY = regex.compile(rf"(?i){_BY_LINE}")
_SIGN_OFF = regex.compile(
    rf"^\s*(?P<dash>[-–—~*•]+\s*)?(?:(?i:submitted by|yours,?|love,?|written by|by)\s+)?(?P<name>{NAME})(?P<rest>.*)$"
)
_TRIMMING = regex.compile(r"[\s~*_–—-]+$")
_ROLE_AFTER = regex.compile(
    rf"(?i)^\s*[,(|·–—-]\s*(?:(?:this week['’]s|our|a|an)\s+)?(?:{_GUEST_ROLE}|{_GUEST_ROLE}s|guest)\b"
)
_NOTHING_AFTER = regex.compile(r"^[\s.)]*$|^\s*[(\[][^)\]]*@?[^)\]]*[)\]]\s*\.?$|^\s*,\s[^.@]{1,60}$")
_GREETING = regex.compile(r"^[^.!?:]{2,40},$")


def by_line(line: str) -> list[str]:
    """`By Jane Roe and Bo Quill, guest writers` and nothing more than a description after it."""
    found = _STRICT_BY.match(line)
    if not found:
        return []
    names = names_at(line, found.end())
    last = names[-1] if names else ""
    place = line.rfind(last) + len(last) if last else 0
    return names if names and regex.match(_END, line[place:]) and len(key(names[0])) > 1 else []


def sign_off(line: str, before: str, *, after_quote: bool) -> list[str]:
    """`-Jane Roe, Guest Blogger`, or a name after "Clear skies," — but not the name under a quotation."""
    found = _SIGN_OFF.match(_TRIMMING.sub("", line))
    if not found:
        return []
    if _ROLE_AFTER.match(found["rest"]):
        return [tidy(found["name"])]
    if after_quote or before.rstrip().endswith(("”", '"', "»", "“")) or not _NOTHING_AFTER.match(found["rest"]):
        return []
    greeted = bool(_GREETING.match(before.strip())) and not found["rest"].strip(" .")
    return [tidy(found["name"])] if found["dash"] or greeted else []


_TITLE_RULES = (
    _before_match(rf"(?i)\bguest\s+(?:\p{{L}}+\s+)?{_PIECE}\b[^:]{{0,20}}?(?:\bby\b|\bfrom\b|:|[–—-])\s*(?-i:(?P<names>{NAME}(?:{_AND}{NAME})?))\s*(?:$|[:–—|(,]|-\s)"),
    _before_match(rf"(?i)(?:^|[,:;(\[–—|-]\s*|\s)(?:by|guest post by|written by|von|par|por|di|door)\s+(?-i:(?P<names>{NAME}(?:{_AND}{NAME})?))\s*[)\]]?\s*$"),
    _before_match(rf"(?i)^(?:guest(?: post| blog| author| blogger)?|gastbeitrag)\s*[:–—|-]\s*(?-i:(?P<names>{NAME}))\s*[:–—|,-]"),
)  # fmt: skip


def in_title(title: str) -> list[str]:
    """People whom the title itself credits: "Guest Post: …, by Jane Roe"."""
    return next((names for names in (find(title) for find in _TITLE_RULES) if names), [])


_ON_TOPIC = _before_match(
    rf"^(?P<names>(?!(?:The|A|An|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\p{{Lu}}\p{{Ll}}+ing)\b){NAME})\s+on\s+(?!(?i:his|her|their|being|becoming|life)\b)"
)


def on_topic(title: str) -> list[str]:
    """`Jane Roe on the Perils of Prologues`: perhaps the author, perhaps whom it is about."""
    return _ON_TOPIC(title)


_BIO = regex.compile(
    rf"^[\s*]*(?:About\s+)?(?P<name>{NAME})(?:\s*\([^)]*\)|,[^.,]{{1,60}},)?\s+"
    r"(?P<verb>is|was|has|works|writes|teaches|lives|studies|runs|makes|blogs|reports|drives|keeps|edits|leads|translates|coordinates|"
    r"researches|tweets|toots|posts|spends|collects|maintains|builds|paints|grows|bakes|cooks|ist|lebt|arbeitet|schreibt|est|vit|travaille|écrit|"
    r"es|vive|trabaja|escribe|é|mora|trabalha|escreve|è|lavora|scrive|woont|werkt|schrijft)\b(?P<rest>.*)",
    regex.DOTALL,
)
_ABOUT_LINE = regex.compile(rf"(?i){_ABOUT}")


def bio(text: str) -> str:
    """Whom a paragraph describes that begins like a biography; empty for any other paragraph."""
    found = _BIO.match(text)
    return tidy(found["name"]) if found else ""


def about(line: str) -> list[str]:
    """`About the author: Jane Roe is …`, `About Jane Roe: guest author, …`."""
    found = _ABOUT_LINE.match(line)
    return names_at(line, found.end()) if found else []


_WELCOMED = _after_match(
    r"\b(?:blog|guests?|posts?|column|page|pages|keyboard|floor|pen|newsletter)\b[^.]{0,60}\b(?:welcome|introduce|hear from|handing over to|over to|belongs? to|goes to)\s+|"
    r"\b(?:welcome|welcoming|introduce|hear from|hand(?:ing)? (?:the (?:blog|pen|keyboard|mic|floor|page) )?(?:over )?to|over to)\s+"
    r"(?=[^.]*\b(?:blog|guest|post|article|column|essay|writes?|shares?|explains?|tells?)\b)|"
    r"\b(?:comes|came) (?:to us )?(?:courtesy of|from)\s+"
)


_MY_NAME = _after_match(
    r"\bmy name is\s+|^i(?:['’]|\s+a)m\s+(?=[^.]*\b(?:guest|this (?:post|article|piece|essay|letter))\b)"
)


def introduced(line: str) -> list[str]:
    """`My name is Jane Roe and this is a guest post`: the author, unless the entry is an interview."""
    return _MY_NAME(line)


def welcomed(line: str) -> list[str]:
    """`Today on the blog we welcome Jane Roe`: the author, unless the entry is an interview."""
    return _WELCOMED(line)


_IN_BIO = regex.compile(rf"(?:^|[,;:]\s+)(?P<name>{NAME})\s+(?=\p{{Ll}}|[(\[])")


def in_bio(text: str) -> str:
    """Whom a paragraph under "About the author" is about, though it begins otherwise: "Before the war, Jane Roe sold …"."""
    found = _IN_BIO.search(text[:300])
    return tidy(found["name"]) if found else ""


_AUTHOR_HEADING = regex.compile(
    rf"(?i)^[\s*]*(?:about|über|sobre|à propos|chi è|over)?\s*(?:(?:the|our|this|today['’]s|der|die|den|de|l['’]|la|le|el|o|a|lo|il)\s*)?(?:guest\s+)?(?:authors?|writers?|bloggers?|contributors?|autor(?:in|a|es|en)?|auteur(?:e|rice)?s?|autrice|autore|{_GUEST_ROLE})s?\s*(?:bio|info)?[\s:.]*$"
)


def is_author_heading(text: str) -> bool:
    """A heading under which the author is described: "About the author", "Guest bloggers"."""
    return bool(_AUTHOR_HEADING.match(text))


_ANONYMOUS = regex.compile(
    r"(?i)\b(?:author|writer|contributor|guest|blogger|autor\w*|auteur\w*)\b[^.]{0,60}\b(?:anonym\w*|not to be named|unnamed|name withheld|nameless)|"
    r"\bname(?:s)? (?:has been |have been )?(?:withheld|changed)|\banonymous (?:guest|author|writer|contribut\w+|post|submission)|"
    r"\b(?:written|submitted|posted|contributed) anonymously|\b(?:by|from) (?:an )?anonymous\b"
)


_TWO_CAPITALS = regex.compile(r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*[\s:,]+(?:[^\s]{1,12}\s+){0,3}?[\p{Lu}\p{Lo}]")


def may_name(line: str) -> bool:
    """Whether a line could name anybody at all: looked at first, since most lines cannot."""
    return bool(_TWO_CAPITALS.search(line))


def is_anonymous(text: str) -> bool:
    """Whether the text says that the author does not want to be named."""
    return bool(_ANONYMOUS.search(text))


def people(names: Sequence[str], blog_name: str) -> Iterator[str]:
    """Of the names found, those that can be people's."""
    for name in names:
        if len(name) > 1 and not is_generic(name, blog_name):
            yield name
