"""Who wrote the entry: what a line of its text or its title says, each by a small rule with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from sharebot.authors.introductions import (
    AUTHOR,
    HANDED,
    HANDED_CUES,
    I_AM,
    MERE_GUEST,
    OF_THE_WEEK,
    ON_THE_BLOG,
    REVIEWED,
    WROTE_THIS,
)
from sharebot.authors.names import NAME, is_generic, key, split_pair, tidy, without_lead
from sharebot.authors.phrases import AND, BY, GUEST, GUEST_ROLE, NOTE, PIECE, Find, after, names_at, within
from sharebot.authors.words import any_of


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` gives the names in a line that matches; `why` is the reason why such a line names the author.

    `cues` spare most lines the pattern. `weak` rules do not hold where the entry may be an interview; `labels` not in
    the data of a book under review; `tail` rules hold only near the end, `works` rules only in a review.
    """

    name: str
    why: str
    find: Find
    cues: tuple[str, ...] = ()
    weak: bool = False
    labels: bool = False
    tail: bool = False
    works: bool = False

    def may_hold(self, lowered: str) -> bool:
        """Whether anything can be found at all in a text that is given in small letters."""
        return not self.cues or any(cue in lowered for cue in self.cues)


# Credits of other works -----------------------------------------------------------------------------------------------

_ANOTHER = any_of(
    r"""
    next, last, previous, earlier, upcoming, coming, recent, tomorrow, yesterday, stay tuned, read, see also,
    another, nächste\w*, prochain\w*, próxim\w+, prossim\w+, volgende, podcast, episode, conversation with,
    interview with, photo\w*, illustrat\w*, translat\w*, edited, technical, published, inspired, response to,
    reply to, thanks?
    """
)
_OTHER_WORK = regex.compile(rf"(?i)\b(?:{_ANOTHER})\b[^.]*$")
_IN_A_LIST = regex.compile(r"(?i)(?:,|;|\band|\bor)\s+(?:an?|another)\s*$")
_NOT_WRITING = regex.compile(
    r"(?i)\b(?:photo|illustrat|translat|edit|technical|peer|medical|legal|expert|clinical|scientific|music|"
    r"video|cover|audio|podcast|"
    r"design|graphic|code|security|next|last|previous|another|related|original|favou?rite|classic|great)"
)


def _of_this(pattern: str) -> Find:
    """The names after a pattern, unless the words before it make it the credit of another work."""
    compiled, find = regex.compile("(?i)" + pattern), after(pattern)

    def checked(line: str) -> list[str]:
        found = compiled.search(line)
        before = line[: found.start()] if found else ""
        other = _OTHER_WORK.search(before) or "@" in before or _IN_A_LIST.search(before)
        return [] if found is None or other else find(line)

    return checked


_WORDS_AND = regex.compile(r"(?i)\W*(?:words|text|texte|texto|testo|story|recipe)\s+(?:and|&|et|und|y|e|en)\s")
_GOES_ON = regex.compile(
    r"\s+(?!(?:first appeared|originally|(?:was|is) (?:first |originally |also )?(?:re)?published|of|from|"
    r"at|in|and|who|on|for|with|is|für|von|de|der|die|du|del|della|van|uit|aus|dal)\b)\p{Ll}"
)


def _whole_credit(pattern: str) -> Find:
    """The names after a pattern that ends there: "A letter from Bo Quill arrived" credits nobody."""
    compiled = regex.compile("(?i)" + pattern)

    def find(line: str) -> list[str]:
        found = compiled.search(line)
        if found is None or (_NOT_WRITING.search(found[0]) and not _WORDS_AND.match(found[0])):
            return []
        names, end = names_at(line, found.end())
        return [] if _GOES_ON.match(line, end) else names

    return find


# The rules ------------------------------------------------------------------------------------------------------------

_GUEST_CUES = (
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
_START = r"^[\s\"“(\[*~–—•-]*"
_GUEST_PIECE = (
    rf"(?:\b(?:{GUEST})[ -]?(?:\p{{L}}+[ -])?(?:{PIECE})|\b(?:{PIECE})\s+(?:{GUEST}))\b"
    rf"(?:(?!\b(?:we|us|i|you|liked|loved|enjoyed|read)\b)[^.:!?]){{0,40}}?(?:\b(?:{BY})\s+|[:–—-]\s*)"
)
_THIS = any_of(
    """
    this, these, (?:this|the) (?:week|month)['’]s,
    today['’]s, the following, our, the, este, esta, el, la, ce, cet, cette, un, une, una, uno, dieser,
    diese, dieses, ein, eine, questo, quest['’], il, lo, o, um, uma, dit, deze, een
    """
)
_IS = any_of("was, is, are, were, has been, comes, est, a été, es, fue, ist, wurde, è, é stato, è stato, foi, é, werd")
_PIECE_BY = (
    rf"{_START}{NOTE}?{ON_THE_BLOG}(?:(?:{_THIS})\s*\b)?(?:\p{{Ll}}+\s+){{0,2}}?(?:{PIECE})(?: (?:and|&) \p{{Ll}}+)?"
    rf"(?:\s+(?:{_IS}))?\s+(?:{BY})\s+(?:our (?:\p{{Ll}}+ )?guest,\s+)?"
)
_WRITTEN_BY = (
    rf"{_START}{ON_THE_BLOG}(?:\p{{L}}+ and |originally |kindly |jointly )?"
    r"(?:(?:co-?)?(?:written|contributed|submitted|penned|authored|posted as a guest|posted on behalf)|"
    r"words|escrito|escrita|écrit|"
    r"geschrieben|verfasst|scritto|scritta|geschreven|ingezonden|texte|texto|text|testo|tekst)(?:\s+original\w*)?"
    r"\s+(?:by|from|of|por|par|von|da|di|door|van)\s+(?:me|mir|moi|mí|mij|me stesso)?,?\s*"
)
_LABELS = any_of(
    rf"""
    authors?, authors?['’]?s? (?:bio|info|note), bio, biography, writers?, words, written by, text, story, texte,
    autor(?:in|a|es|as|en)?, auteur(?:e|rice)?s?, autric[ei], autor[ei], tekst, testo, texto,
    quien escribe, qui écrit, chi scrive, quem escreve, wer (?:hier )?schreibt, who wrote this, zur (?:autorin|person),
    zum autor, (?:{AUTHOR}) (?:heute|hoy|oggi|hoje|vandaag|today), words and (?:photos|pictures), {AUTHOR}, автор, текст, κείμενο, yazar, yazı
    """
)
_ARTICLE = r"(?:(?:guest|about the|about|sobre|über|à propos de|over|unser\w*|the|our|der|die|unser\w*|le|la|el|il|lo|o|a|os|los|de|notre)\s+|l['’])"
_LABEL = (
    rf"^[\s\"“(\[*]*(?:{_ARTICLE}?(?:{_LABELS}|{GUEST_ROLE})\s*[:–—|]\s*|"
    r"(?:[^:]{0,12}(?:文|著|著者|作者|筆者|执笔|執筆|撰文|撰稿|글|글쓴이|저자|필자)|بقلم|كتب(?:ه|ها|ت)?|الكاتبة?)\s*[:・·/|]\s*)"
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
_HANDED_OVER = (
    r"\b(?:blog|guests?|posts?|column|pages?|keyboard|floor|pen|newsletter)\b[^.]{0,60}"
    r"\b(?:welcome|introduce|hear from|handing over to|over to|belongs? to|goes to)\s+|"
    r"\b(?:welcome|welcoming|introduce|hear from|hand(?:ing)? (?:the (?:blog|pen|keyboard|mic|floor|"
    r"page) )?(?:over )?to|over to)\s+"
    r"(?=[^.]*\b(?:blog|guest|post|article|column|essay|writes?|shares?|explains?|tells?)\b)|"
    rf"\b(?:this|today['’]s|our|guest)\b[^.,;]{{0,30}}?\b(?:{PIECE})\b[^.,;]{{0,30}}?"
    r"\b(?:comes|came) (?:to us )?(?:courtesy of|from)\s+"
)
_MY_NAME = r"\bmy name is\s+|^i(?:['’]|\s+a)m\s+(?=[^.]*\b(?:guest|this (?:post|article|piece|essay|letter))\b)"

_HERE = regex.compile(
    rf"^[\s*–—~-]*(?:(?:hi|hello|hey)\b[^.!?]{{0,20}}[,!–—]\s+)?(?-i:(?P<name>{NAME}|\p{{Lu}}\p{{Ll}}+)) here\b(?=[,.!–—-]|\s(?:again|filling|standing|with|from)\b)",
    regex.IGNORECASE,
)


def _here(line: str) -> list[str]:
    found = _HERE.search(line)
    return [tidy(found["name"])] if found else []


RULES: tuple[Rule, ...] = (
    Rule("guest-piece", "a guest post by somebody is theirs", _of_this(_GUEST_PIECE), _GUEST_CUES),
    Rule(
        "guest-role",
        "a guest writer is named as such",
        _of_this(rf"\b(?:{GUEST_ROLE})\b(?:\s(?:{OF_THE_WEEK}|this (?:week|month|time)):|[,:])?\s+"),
        _GUEST_CUES,
    ),
    Rule("is-guest", "somebody is said to be a guest author here", within(_SAYS_GUEST), _GUEST_CUES),
    Rule("guest-remark", "a guest is marked so in brackets", within(_GUEST_REMARK), _GUEST_CUES),
    Rule("piece-by", "this post is said to be somebody's", _whole_credit(_PIECE_BY)),
    Rule("written-by", "somebody is said to have written", _whole_credit(_WRITTEN_BY)),
    Rule("label", "a label names the author", after(_LABEL), labels=True),
    Rule("the-writer", "somebody is called the writer", after(_THE_WRITER), weak=True, labels=True),
    Rule("called-guest", "somebody is called the guest", within(_CALLED_GUEST), _GUEST_CUES, weak=True),
    Rule("our-guest", "somebody is the guest", within(_IS_OUR_GUEST), _GUEST_CUES, weak=True),
    Rule("reviewed-by", "the review is somebody's", _of_this(rf"{_START}{REVIEWED}"), works=True),
    Rule("about", "a line introduces its author", after(_ABOUT), labels=True),
    Rule(
        "writes-here",
        "somebody is said to write here",
        within(
            rf"^[\s*~–—•(\[-]*(?P<names>{NAME}(?:{AND}{NAME})*)(?![\p{{L}}'’])"
            rf"(?:(?!\b(?:whose|by)\b)[^;])*?(?<![\p{{L}}])(?i:{WROTE_THIS})"
        ),
    ),
    Rule("handed-on", "the blog hands the pen over", after(HANDED), HANDED_CUES, weak=True),
    Rule("i-am", "the author says who she is", after(rf"(?:{I_AM})(?=(?-i:{NAME}))"), weak=True, tail=True),
    Rule("here", "the author says that she is here", _here, (" here",), weak=True),
    Rule("handed-over", "the blog hands the pen over", after(_HANDED_OVER), weak=True),
    Rule(
        "introduced",
        "the author introduces herself",
        after(_MY_NAME),
        ("my name is", "i'm ", "i’m ", "i am "),
        weak=True,
    ),
)
"""Applied to each line at the entry's head and tail; one match names an author beyond doubt."""

GUEST_RULES = RULES[:2]
"""Those that hold even inside a quoted note."""


# By-line, sign-off, title ---------------------------------------------------------------------------------------------

_BY_LINE = regex.compile(rf"(?i){_START}(?:by|von|par|por|di|door)\b:?\s+")
_ENDS = regex.compile(r"\s*(?:[,.;:!()\[\]–—|·/-]|$)")
_SIGN_OFF = regex.compile(
    rf"^\s*(?P<dash>[-–—~*•]+\s*)?(?:(?i:submitted by|yours,?|love,?|written by|by)\s+)?(?P<name>{NAME})(?P<rest>.*)$"
)
_TRIMMING = regex.compile(r"[\s~*_–—-]+$")
_ROLE_AFTER = regex.compile(rf"(?i)^\s*[,(|·–—-]\s*(?:(?:this week['’]s|our|a|an)\s+)?(?:(?:{GUEST_ROLE})s?|guest)\b")
_LITTLE_AFTER = regex.compile(r"^[\s.)]*$|^\s*[(\[][^)\]]*[)\]]\s*\.?$|^\s*,\s[^.@]{1,60}$")
_GREETING = regex.compile(r"^[^.!?:]{2,40},$")


def by_line(line: str) -> list[str]:
    """`By Jane Roe and Bo Quill, guest writers`: nothing but a description may follow."""
    found = _BY_LINE.match(line)
    if not found:
        return []
    names, end = names_at(line, found.end())
    return names if names and len(key(names[0])) > 1 and (_ENDS.match(line, end) or line[end - 1] in ")]") else []


def sign_off(line: str, before: str, *, after_quote: bool) -> list[str]:
    """`-Jane Roe, Guest Blogger`, or a name after "Clear skies," — but not the name under a quotation."""
    found = _SIGN_OFF.match(_TRIMMING.sub("", line))
    if not found:
        return []
    if _ROLE_AFTER.match(found["rest"]):
        return [tidy(found["name"])]
    if after_quote or before.rstrip().endswith(("”", '"', "»", "“")) or not _LITTLE_AFTER.match(found["rest"]):
        return []
    greeted = bool(_GREETING.match(before.strip())) and not found["rest"].strip(" .")
    return [tidy(found["name"])] if found["dash"] or greeted else []


_NAMES = rf"(?-i:(?P<names>{NAME}(?:{AND}{NAME})?))"
_GUEST_TITLES = (
    within(rf"(?i)\bguest\s+(?:\p{{L}}+\s+)?(?:{PIECE})\b[^:]{{0,20}}?\b(?:by|from)\s+{_NAMES}\s*(?:$|[:–—|(,]|-\s)"),
    within(rf"(?i)\b(?:guest|gast)\p{{L}}*\b.*\s(?:by|from|von|par|por|di|door)\s+{_NAMES}\s*[)\]]?\s*$"),
)
_NAMED_FIRST = within(rf"^(?-i:(?P<names>{NAME}))\s*[:–—|].*\b(?i:guest|gastbeitrag)\b")
_COLON_TITLE = within(
    rf"(?i)^(?:guest(?:\s\p{{L}}+)?|gastbeitrag|{GUEST_ROLE})\s*[:–—|-]\s*"
    rf"{_NAMES}\s*(?:$|[:–—|(,]|-\s|(?<=\s)(?-i:on)\s)"
)
_TITLE = within(rf"(?i)(?:^|[,:;(\[–—|-]\s*|\s)(?:by|written by|von|par|por|di|(?-i:door))\s+{_NAMES}\s*[)\]]?\s*$")
_NO_FIRST_NAME = r"(?:The|A|An|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\p{Lu}\p{Ll}+ing)\b"
_ON_TOPIC = within(rf"^(?P<names>(?!{_NO_FIRST_NAME}){NAME})\s+on\s+(?!(?i:his|her|their|being|becoming|life)\b)")
_ABOUT_A_WORK = regex.compile(
    r"(?i)\b(?:review(?:ed|s)?|books?|novels?|albums?|films?|"
    r"(?:i['’]m|we['’]re|currently|now) reading|excerpts?|extracts?|exhibition|poems?|"
    r"paintings?|songs?|talks?|"
    r"rezension|reseña|critique|recensione|recensie|resenha)\b"
)


def in_title(title: str) -> list[str]:
    """People whom the title itself credits: "Guest Post: …, by Jane Roe", but not "Review: …, by Jane Roe"."""
    rules = (*_GUEST_TITLES, _NAMED_FIRST) if is_about_work(title) else (*_GUEST_TITLES, _NAMED_FIRST, _TITLE)
    return next((names for names in (find(title) for find in rules) if names), [])


def after_colon(title: str) -> list[str]:
    """`Guest Post: Jane Roe – Why I Ride`: perhaps the author, perhaps the first words of the title proper."""
    return _COLON_TITLE(title)


def is_about_work(title: str) -> bool:
    """Whether the entry is about somebody's book or other work, whose author then is not the entry's."""
    return bool(_ABOUT_A_WORK.search(title))


def on_topic(title: str) -> list[str]:
    """`Jane Roe on the Perils of Prologues`: perhaps the author, perhaps whom it is about."""
    return _ON_TOPIC(title)


# Who is nobody --------------------------------------------------------------------------------------------------------

_ANONYMOUS = regex.compile(
    r"(?i)\b(?:author|writer|contributor|guest|blogger|reader|autor\w*|auteur\w*)\b[^.]{0,60}"
    r"\b(?:(?:remain|stay|be|is|was|wish\w*|ask\w*|prefer\w*|want\w*|ch[oe]+s\w*|bleib\w*|rester|"
    r"permanecer|rimanere)\b[^.]{0,30}\banon[iy]m\w*|"
    r"not (?:to )?be named|unnamed|name withheld|nameless)|\bname(?:s)? (?:has been |have been )?withheld|"
    r"\banonymous (?:guest|author|writer|contribut\w+|post|submission)|\b(?:written|submitted|posted|"
    r"contributed) anonymously|"
    r"\b(?:post|article|piece|essay|letter|story|written|submitted|contributed) (?:is )?(?:by|from) (?:an )?anonymous\b"
)
_TWO_CAPITALS = regex.compile(
    r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*[\s:,]+(?:[^\s]{1,12}\s+){0,3}?(?:\p{Ll}['’])?[\p{Lu}\p{Lo}]"
)


def may_name(line: str) -> bool:
    """Whether a line could name anybody at all: looked at first, since most lines cannot."""
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
        short = " " in found and " " not in name and not _UNSPACED.fullmatch(name)
        if len(name) > 1 and not short and not is_generic(name, blog_name):
            yield name


_UNSPACED = regex.compile(r"[\p{Lo}・]{2,}")
