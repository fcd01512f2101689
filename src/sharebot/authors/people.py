"""Who wrote the entry: what a line of its text or its title says, each by a small rule with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharebot.authors import late as regex
from sharebot.authors.abroad import credited_abroad
from sharebot.authors.finds import not_long_ago, of_this, on_paper, whole_credit
from sharebot.authors.introductions import (
    AUTHOR,
    COLLECTIVE,
    HANDED,
    HANDED_CUES,
    I_AM,
    I_AM_CUES,
    INTERVIEWER,
    MERE_GUEST,
    OF_THE_WEEK,
    ON_THE_BLOG,
    REVIEWED,
    WRITER_CUES,
    WROTE_CUES,
    WROTE_THIS,
)
from sharebot.authors.names import NAME, tidy
from sharebot.authors.phrases import (
    AND,
    BY,
    GUEST,
    GUEST_ROLE,
    NOTE,
    PIECE,
    START,
    THEIR,
    WRITTEN,
    after,
    within,
)
from sharebot.authors.rule import Rule, with_by, with_introduction, with_sign
from sharebot.authors.words import any_of

GUEST_CUES = (
    *("guest", "gast", "gäst", "invit", "convidad", "ospit", "d'", "d’", "today", "week", "month", "semana", "semaine"),
    *(
        "settimana",
        "woche",
        "monat",
        "maand",
        "vandaag",
        " mes",
        "du jour",
        "mois",
        "mês",
        "hoje",
        "hoy",
        "oggi",
        "your",
    ),
)
_GUEST_PIECE = (
    rf"(?:\b(?:{GUEST})[ -]?(?:\p{{L}}+[ -])?(?:{PIECE})|\b(?:{PIECE})\s+(?:{GUEST}))\b"
    rf"(?:(?!\b(?:we|us|i|you|liked|loved|enjoyed|read)\b)[^.:!?]){{0,40}}?(?:\b(?:{BY})(?:\s+|(?<=['’]))|[:–—-]\s*)"
)
_THIS = any_of(
    """
    this, these, (?:this|the) (?:week|month)['’]s,
    today['’]s, the following, our, the, este, esta, el, la, ce, cet, cette, un, une, una, uno, dieser,
    diese, dieses, ein, eine, questo, quest['’], il, lo, o, um, uma, dit, deze, een
    """
)
_IS = any_of(
    """
    was, is, are, were, has been, comes, est, a été, es, fue, ist, wurde, è, é stato, è stato, foi, é, werd, stammt,
    kommt,
    (?:nous )?vient, (?:nos )?viene, proviene, vem, komt, stamt
    """
)
_WE_PRINT = (
    r"(?:(?:we(?:['’]re| are)? (?:publish|print|shar|host|present|carry)\w*|wir (?:veröffentlichen|drucken|bringen)|"
    r"nous publions|publicamos|"
    r"pubblichiamo|ospitiamo|wij plaatsen)\s+|(?:today|heute|hoy|hoje|oggi|vandaag|aujourd['’]hui),?\s+)?"
)
_PIECE_BY = (
    rf"{START}{NOTE}?{ON_THE_BLOG}{_WE_PRINT}(?:(?:{_THIS})\s*\b)?(?:\p{{Ll}}+\s+){{0,2}}?(?:{PIECE})(?: (?:and|&) "
    rf"\p{{Ll}}+)?(?: above| below| here)?"
    rf"(?:\s+(?:{_IS}))?\s+(?:(?:{BY})\s*:?\s+|d['’])(?:our (?:\p{{Ll}}+ )?guest,\s+)?"
)
_WRITTEN_BY = (
    rf"{START}{ON_THE_BLOG}(?:\p{{L}}+ and |originally |kindly |jointly )?"
    r"(?:(?:co-?)?(?:written|contributed|submitted|penned|authored|sent in|posted as a guest|posted on behalf)|"
    r"(?:from|out of) the pen|aus der feder|de la plume|de la pluma|dalla penna|da pena|uit de pen|"
    r"(?:words|texte?|texto|testo|tekst)\s*(?:and|&|\+|und|et|y|e|en)\s*\p{L}+|"
    r"words|escrito|escrita|écrit|"
    r"geschrieben|verfasst|scritto|scritta|geschreven|ingezonden|texte|texto|text|testo|tekst)(?:\s+original\w*)?"
    r"\s+(?:by|from|of|por|par|von|da|di|door|van|(?<=original\w{0,3}\s)de)\s+(?:me|mir|moi|mí|mij|me stesso)?,?\s*"
)
_LABELS = any_of(
    rf"""
    authors?, (?:{AUTHOR})['’]?s? (?:bio|info|note|profile), bio, biography, writers?, words, written by, text, story,
    texte,
    autor(?:in|a|es|as|en)?, auteur(?:e|rice)?s?, autric[ei], autor[ei], tekst, testo, texto,
    quien escribe, qui écrit, chi scrive, quem escreve, wer (?:hier )?schreibt, who wrote this, zur (?:autorin|person),
    zum autor, (?:{AUTHOR}) (?:heute|hoy|oggi|hoje|vandaag|today), {AUTHOR},
    (?:words|texte?|text[oi]?|testo|tekst)\s*(?:and|&|\+|/|und|et|y|e|en)\s*(?:\p{{Ll}}+['’])?\p{{L}}+(?:['’]s)?,
    автор, текст, κείμενο, yazar, yazı, konuk yazar, автор(?:ка)?, гость блога, гостевой (?:пост|автор),
    гостевая запись,
    autorka, (?:wpis|tekst|artykuł|post) gościnny, gościnnie, gästinlägg, gästskribent, gæsteindlæg, gjesteinnlegg,
    skribent, forfatter, vieraskynä, kirjoittaja, hostující autor(?:ka)?, vendégszerző
    """
)
_ARTICLE = (
    r"(?:(?:guest|about the|about|sobre|über|à propos de|over|the|our|der|die|unser\w*|le|la|el|il|lo|o|a|os|los|de|"
    r"notre)\s+|l['’])"
)
_LABEL = (
    rf"^[\s\"“(\[*]*(?:{_ARTICLE}?(?:{_LABELS}|{GUEST_ROLE})\s*(?://|[:–—|?])\s*|"
    r"(?:[^:]{0,12}(?:文|著|著者|作者|筆者|执笔|執筆|撰文|撰稿|글|글쓴이|저자|필자|寄稿|寄稿者|ゲスト寄稿|文責)|بقلم|كتب(?:ه|ها|ت)?|الكاتبة?)\s*[:・·/|】]\s*)"
)
_THE_WRITER = rf"^[\s*(\[]*(?:{_ARTICLE})(?:{AUTHOR}|{GUEST_ROLE})\s*,\s+"
_SAYS_GUEST = (
    rf"^[\s*~–—•-]*(?i:{NOTE})?(?P<names>{NAME}(?:{AND}{NAME})?)(?:\s*\([^)]*\))?(?:,[^.]{{1,60}},)?\s+"
    r"(?:[^.;@]{0,100}?(?:,\s*|\s)(?:and|und|y|et|e|en)\s+)?(?:(?:is|are|was|were|ist|est|es|é|è)\s+)?"
    r"(?:(?i:an?|our|this week['’]s|this month['’]s|today['’]s|un|une|una|um|uma|ein|eine)\s+)?"
    rf"(?:\p{{Ll}}+\s+){{0,2}}(?i:{GUEST_ROLE})"
)
_GUEST_REMARK = (
    rf"^[\s*–—~-]*(?P<names>{NAME})\s*[(\[](?i:guest|gast|invitée?|invitad[oa]|convidad[oa]|ospite)\b[^)\]]*[)\]]"
)
_CALLED_GUEST = (
    rf"^[\s*]*(?P<names>{NAME}(?:{AND}{NAME})?),\s+(?:(?i:unser\w*|notre|nuestr[oa]|onze|our|il nostro|la nostra)\s+)?"
    rf"(?i:{GUEST_ROLE}|{MERE_GUEST})\b"
)
_IS_OUR_GUEST = (
    rf"^[\s*~–—•-]*(?P<names>{NAME}(?:{AND}{NAME})?)\s+(?:[^.;@]{{0,100}}?\s)?"
    rf"(?:is|are|ist|est|es|é|è)\s+(?i:{MERE_GUEST})\b"
)
_ABOUT = (
    r"^[\s*]*(?:(?:about|über|sobre|à propos de|informazioni su|over)\b|sull['’])\s*"
    r"(?:(?:the|our|today['’]s|this week['’]s|den|die|la|el|l['’]|de l['’]|a|o|de|il|lo)?\s*(?:guest\s+)?"
    r"(?:guest|author|writer|blogger|contributor|columnist|autor(?:in|a)?|auteur(?:e|rice)?|autrice|autore|"
    r"gast\w*)s?\s*[:–—]?\s*|"
    r"(?=\p{L}))"
)
_MEET = (
    rf"^\W*meet\s+(?:(?:the|our|today['’]s|this week['’]s)\s+(?:{AUTHOR}|{GUEST_ROLE}|guest)\s*[:–—,]\s*|"
    rf"(?=(?-i:{NAME})\s*[.:!]?$))"
)
_HANDED_OVER = (
    r"\b(?:blog|guests?|posts?|column|pages?|keyboard|floor|pen|newsletter)\b[^.]{0,60}"
    r"\b(?:welcome|introduce|hear from|handing over to|over to|belongs? to|goes to)\s+|"
    r"\b(?:welcome|welcoming|introduce|hear from|hand(?:ing)? (?:the (?:blog|pen|keyboard|mic|floor|"
    r"page) )?(?:over )?to|over to)\s+"
    r"(?=[^.]*\b(?:blog|guest|post|article|column|essay|writes?|shares?|explains?|tells?)\b)|"
    rf"(?<!\b(?:of|for|in|behind|to|from|about|with|on)\s+)\b(?:this|today['’]s|our|"
    rf"guest)\b[^.,;]{{0,30}}?\b(?:{PIECE})\b[^.,;]{{0,30}}?"
    r"\b(?:comes|came) (?:to us )?(?:courtesy of|from)\s+"
)
_OVER_TO = (
    rf"^\W*(?i:(?:so|and|now),? )?(?i:over to) (?i:you, )?(?P<names>{NAME}|\p{{Lu}}\p{{Ll}}+)(?=\s*(?:[.!:–—]|$))"
)
_OVER_CUES = ("welcom", "introduc", "hear from", "hand", "over to", "belong", "goes to", "courtesy", "come", "came")
_MY_NAME = r"\bmy name is\s+|^i(?:['’]|\s+a)m\s+(?=[^.]*\b(?:guest|this (?:post|article|piece|essay|letter))\b)"

_HERE = regex.compile(
    rf"^[\s*–—~-]*(?:(?:hi|hello|hey)\b[^.!?]{{0,20}}[,!–—]\s+)?(?-i:(?P<name>{NAME}|\p{{Lu}}\p{{Ll}}+)) here\b"
    r"(?=[,.!–—-]|\s(?:again|filling|standing|with|from)\b)",
    regex.IGNORECASE,
)


def _here(line: str) -> list[str]:
    found = _HERE.search(line)
    return [tidy(found["name"])] if found else []


INTERVIEW_CUES = (
    "gespräch",
    "fragen stell",
    "propos recueillis",
    "interview",
    "entrevista",
    "intervista",
    "vragen",
    "gesprek",
)
COLLECTIVE_CUES = ("operativ", "ollecti", "kollektiv", "colectivo", "coletivo", "genossenschaft")
_COLLECTIVE = regex.compile(
    rf"(?i)(?:^\W*|\b(?:{WRITTEN})\s[^.;]{{0,30}}?)(?:{BY})\s*:?\s+(?:\p{{Ll}}+\s+){{0,4}}?(?-i:(?P<name>{COLLECTIVE}))"
)


def _collective(line: str) -> list[str]:
    found = _COLLECTIVE.search(line)
    return [found["name"]] if found else []


_THEIRS = (
    rf"^[\s\"“(\[*]*(?i:(?:{_THIS})\s+(?:\p{{Ll}}+\s+)?(?:{PIECE})\s+(?:is|are|comes?|was|were))\s+(?:(?i:all|"
    rf"entirely|by)\s+)?"
    rf"(?P<names>{NAME})['’]s?(?=\s*(?:[.,;:(–—]|$))"
)

_GERMAN_NOUN = r"(?:(?-i:\p{Lu}\p{Ll}+(?:n|e|r|in))\s+(?=(?-i:\p{Lu}\S* \S*\p{Lu})))"
_AUTHORS_ARE = (
    rf"{START}{_ARTICLE}?(?:{AUTHOR}|autor[:*_·/-]innen)\s+(?:(?:of|de|di|von|van|do|da|del|della)\s+)?"
    rf"(?:{_THIS}|d['’]este|deste|desta|(?:unser|dies)es)\s*(?:\p{{Ll}}+\s+)?"
    rf"(?:{PIECE}|beitrags|artikels|textes)\s+(?:is|are|ist|sind|est|sont|es|son|è|sono|é|são|zijn)\s*:?\s+"
    rf"(?:(?:die|der|unsere|zwei)\s+(?:beiden\s+)?{_GERMAN_NOUN})?(?-i:(?=\p{{Lu}}))"
)

CO_WRITTEN = "co-written"
_CO_WRITTEN = (
    rf"{START}(?:this (?:{PIECE}) was )?(?:(?:co-?|jointly )(?:written|authored)|written (?:together|jointly)|"
    rf"(?:gemeinsam|zusammen) geschrieben|"
    r"écrit\w*|escrit[oa]|scritt[oa]|geschreven) (?:with|mit|avec|con|com|samen met|met)\s+"
)

RULES: tuple[Rule, ...] = (
    Rule("guest-piece", "a guest post by somebody is theirs", of_this(_GUEST_PIECE), GUEST_CUES),
    Rule(
        "guest-role",
        "a guest writer is named as such",
        of_this(rf"\b(?:{GUEST_ROLE})\b(?:\s(?:{OF_THE_WEEK}|this (?:week|month|time)):|[,:])?\s+"),
        GUEST_CUES,
    ),
    Rule("is-guest", "somebody is said to be a guest author here", within(_SAYS_GUEST), GUEST_CUES),
    Rule("guest-remark", "a guest is marked so in brackets", within(_GUEST_REMARK), GUEST_CUES),
    Rule("piece-by", "this post is said to be somebody's", whole_credit(_PIECE_BY), gate=with_by),
    Rule(
        "interview-by",
        "who asks the questions wrote them down",
        after(rf"{START}questions by\s+|{INTERVIEWER}"),
        ("questions", *INTERVIEW_CUES),
        asks=True,
    ),
    Rule("written-by", "somebody is said to have written", whole_credit(_WRITTEN_BY), gate=with_by),
    Rule(
        "authors-are",
        "the authors of this piece are named",
        whole_credit(_AUTHORS_ARE),
        ("aut", "writer", "blogger", "contribut", "colum", "schreiber", "verfasser"),
    ),
    Rule(
        CO_WRITTEN,
        "whose the by-line is wrote it together with somebody",
        after(_CO_WRITTEN),
        ("written", "authored", "geschr", "crit", "scritt"),
    ),
    Rule("label", "a label names the author", after(_LABEL), gate=with_sign, labels=True),
    Rule("abroad", "a label or a verb before the name, in other languages", credited_abroad, labels=True),
    Rule("the-writer", "somebody is called the writer", after(_THE_WRITER), WRITER_CUES, weak=True, labels=True),
    Rule("called-guest", "somebody is called the guest", on_paper(within(_CALLED_GUEST)), GUEST_CUES, weak=True),
    Rule("our-guest", "somebody is the guest", on_paper(within(_IS_OUR_GUEST)), GUEST_CUES, weak=True),
    Rule("reviewed-by", "the review is somebody's", of_this(rf"{START}{REVIEWED}"), works=True),
    Rule("piece-is-theirs", "today's words are somebody's", within(_THEIRS), ("'", "’")),
    Rule("collective", "people who write together under one name", _collective, COLLECTIVE_CUES),
    Rule("about", "a line introduces its author", after(_ABOUT), gate=with_introduction, labels=True),
    Rule("meet", "the readers shall meet the author", after(_MEET), ("meet ",), weak=True, tail=True),
    Rule(
        "writes-here",
        "somebody is said to write here",
        not_long_ago(
            within(
                rf"^[\s*~–—•(\[-]*(?P<names>{NAME}(?:{AND}{THEIR}{NAME})*)(?![\p{{L}}'’])"
                rf"(?:(?!\b(?:whose|by)\b)[^;])*?(?<![\p{{L}}])(?i:{WROTE_THIS})"
            )
        ),
        WROTE_CUES,
    ),
    Rule("handed-on", "the blog hands the pen over", after(HANDED), HANDED_CUES, weak=True),
    Rule("i-am", "the author says who she is", after(rf"(?:{I_AM})(?=(?-i:{NAME}))"), I_AM_CUES, weak=True, tail=True),
    Rule("here", "the author says that she is here", _here, (" here",), weak=True),
    Rule("handed-over", "the blog hands the pen over", after(_HANDED_OVER), _OVER_CUES, weak=True),
    Rule("over-to", "the word goes over to somebody", within(_OVER_TO), ("over to",), weak=True),
    Rule(
        "introduced",
        "the author introduces herself",
        after(_MY_NAME),
        ("my name is", "i'm ", "i’m ", "i am "),
        weak=True,
    ),
)
"""Applied to each line at the entry's head and tail; one match names an author beyond doubt."""

GUEST_RULES = tuple(rule for rule in RULES if rule.name in ("guest-piece", "guest-role", "piece-by"))
"""Those that hold even inside a quoted note."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that may find anything in some lines: `bare` are those without cues, `cues` those that the lines hold.

    Most cues stand nowhere in an entry: so they are looked for once in all lines together, and only the few that are
    there again in each line. Most lines hold none of these either, and are for the bare rules alone.
    """

    rules: tuple[Rule, ...]
    bare: tuple[Rule, ...]
    cues: tuple[str, ...]

    def cues_of(self, lowered: str) -> set[str]:
        """The cues that stand in a line in small letters."""
        return {cue for cue in self.cues if cue in lowered}

    def of_line(self, cues: set[str]) -> Sequence[Rule]:
        """The rules that may find anything in a line with these cues."""
        if not cues:
            return self.bare
        return [rule for rule in self.rules if not rule.cues or not cues.isdisjoint(rule.cues)]


def rules_for(lines: Sequence[str], said: Sequence[str], *, about_work: bool) -> Rules:
    """The rules that may find anything in these lines, which are given to them as `said`."""
    there = _cues_in("\n".join(said).lower())
    before = there if said == lines else _cues_in("\n".join(lines).lower())
    fit = [rule for rule in RULES if about_work or not rule.works]
    rules = tuple(rule for rule in fit if not rule.cues or not before.isdisjoint(rule.cues))
    return Rules(rules, tuple(rule for rule in rules if not rule.cues), tuple(there))


def _cues_in(text: str) -> set[str]:
    there: set[str] = set()
    for cue, part in _CUES:
        if (not part or part in there) and cue in text:
            there.add(cue)
    return there


def _with_parts(cues: set[str]) -> Iterator[tuple[str, str]]:
    """Each cue after one that is a part of it, if any: where that is not, it need not be looked for."""
    shortest_first = sorted(cues, key=len)
    for cue in shortest_first:
        yield cue, next((part for part in shortest_first if part in cue and part != cue), "")


_CUES = tuple(_with_parts({cue for rule in RULES for cue in rule.cues}))
