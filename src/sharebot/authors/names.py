"""People's names: their shape in a text, who is the same person, and by-lines that name nobody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from sharebot.authors.words import set_of

# A word of a name: Osgood-Rai, O'Brien, Ng, Ségolène, 李; initials may carry a full stop.
_WORD = (
    r"(?:\p{Lu}\.(?:\s?\p{Lu}\.)*|"
    r"(?:[dDlL]['’])?\p{Lu}[\p{L}\p{M}]*(?:['’](?!s\b)\p{L}[\p{L}\p{M}]*)*(?:-(?:\p{L}[\p{L}\p{M}'’]*))*|"
    r"(?:[Aa][lnrstdz]|[Ee]l|[Aa]sh|[Uu]l|[Bb]en)-\p{Lu}[\p{L}\p{M}'’-]*|"
    r"[\p{Lo}\p{M}・·]{2,})"
)
_PARTICLE = (
    r"(?:de|del|dela|della|degli|di|da|das|do|dos|van|von|der|den|ter|ten|te|la|le|du|des|el|al|bin|bint|ibn|y|"
    r"zu|zum|af|av|ap|ab|ferch|ní|nic|uí|St\.|Ste\.|'t|’t|d['’])"
)
_TITLE = (
    r"(?:(?:Dr|Prof|Father|Sister|Brother|Captain|Mr|Mrs|Ms|Mx|Rev|Sir|Dame|Hr|Fr|Herr|Frau|Sra?|Dott|Dra|Mme|Mlle|M|"
    r"Ing|"
    r"Dipl|Mag)\.?\s+)"
)
_SUFFIXES = r"(?:,?[^\S\n]+(?:(?:Jr|Sr)\b\.?|I{2,3}\b|IV\b)(?:,(?=\s\p{Ll}))?)?"
_NEXT = rf"[^\S\n]+(?:{_PARTICLE}[^\S\n]+){{0,3}}(?:{_WORD}|\p{{Lo}}(?![\p{{L}}\p{{M}}]))"
NAME = rf"{_TITLE}{{0,3}}(?:{_WORD}(?:{_NEXT}){{1,4}}{_SUFFIXES}|\p{{Han}}{{2,5}}(?![\p{{L}}\p{{M}}]))"
"""Two to five words with capitals, particles between them allowed; two to five Han signs without a space."""

_HONORIFIC = regex.compile(rf"^{_TITLE}{{1,3}}")
_FORE = regex.compile(
    r"^(?:(?:By|BY|About|Meet|Written by|Te(?:xt|xte|xto|sto) (?:by|de|di|von)|"
    r"(?:Von|Par|Por|Door)(?=\s+\p{L}+\s+\p{L}))\s+)+(?=\p{L})"
)
"""Words with a capital before a name that are none of it."""
_PEN_AFTER = regex.compile(
    r"(?<=\p{Ll})\s+(?:das|die|der|den) (?:Wort|Feder|Stift|Tastatur|Mikro\p{L}*|Seite|Platz|Bühne)$"
)
"""What German says after a name with a particle of names and a capital: "überlasse ich Jane Roe das Wort"."""
_ABBREVIATED = regex.compile(r"\b(?:Jr|Sr)\.$")
_PLAIN = regex.compile(r"[^\p{L}\p{N}]+")

_TEAM = regex.compile(
    r"(?i)\b(?:admin\w*|webmaster|editors|editorial|staff|teams?|crew|company|inc|llc|ltd|gmbh|foundation|newsroom|"
    r"no-?reply|anonym\w*|redaktion\w*|redacci[oó]n|r[eé]daction|redazione|redactie|reda[cç][aã]o|[eé]quipe|"
    r"equip[oa]|edit[öo]r(?:ler)?|yayın\w*|redakcj\w+|redakce|redakcia|redaks[jy]o\w+|редакц\w+|σύνταξη|toimitus|szerkeszt\w+)\b|"
    r"編集部|编辑部|編輯部|편집(?:팀|부)|هيئة التحرير|فريق التحرير|(?:ה?מערכת)$"
)
_NETWORK = regex.compile(
    r"(?i)\b(?:linkedin|bluesky|mastodon|instagram|twitter|facebook|tiktok|github|youtube|website|substack|telegram)\b"
)
_ROLE = regex.compile(
    r"(?i)(?:(?:the|our|a|an|la|le|il|el|der|die|o|unser|notre)\s)?"
    r"(?:guest\w*|gast\w*|invit[eé]e?s?|invitad[oa]s?|convidad[oa]s?|ospit[ei]|authors?|autor\w*|auteur\w*|autrice|contribut\w+|"
    r"collaborat\w+|colaborador\w*|writers?|bloggers?|columnists?|editor|various|unknown|nobody|none|users?|root|owner|"
    r"info|news|press|office|blogs?|submissions?|moderator|publisher|support|readers?|wordpress|member|volunteer|"
    r"colabora(?:ci[oó]n|ção)\w*|collaboration|collaborazione|contribution|contributo|contribuição|bijdrage|beitrag|"
    r"firma|pluma|plume|tribun[ea]|penna|caneta|pen|lector(?:a|es)?|lect(?:eur|rice)s?|leser(?:in)?|lezers?|"
    r"lettor[ei]|leitor(?:a|es)?)"
    r"(?:\s(?:post\w*|blog\w*|author\w*|writ\w*|contribut\w*|letters?|column\w*|review\w*|essay\w*|"
    r"correspond\w*|editor\w*|"
    r"article\w*|poster|invit[eé]\w*|invitad[oa]|convidad[oa]|account|desk|submissions?|story|stories|user|"
    r"collective))*"
)


@lru_cache(maxsize=1024)
def key(name: str) -> tuple[str, ...]:
    """The words of a name, for comparing; empty for something that is no name."""
    return tuple(_PLAIN.sub(" ", _HONORIFIC.sub("", name).casefold()).split())


_LEADS = set_of(
    """
    in at for from by with to when vielen dank herzlichen escribe scrive écrit schreibt schrijft escreve
    reader leser leserin lectrice lecteur lectora lettrice lettore leitora lezeres eure euer deine ihre
    diesen dieses dieser diesem cette questo questa dit while
    after before our my this that these those today yesterday last next dear hi
    hello hey and but so if as about für von im am bei mit nach vor diesmal heute hier en el los las les un une der
    die das den dem ein eine unser unsere notre nuestro nuestra nosso nossa gli um uma para por pour par con avec
    sobre über sur texto texte text foto photo photos guest gast author editor note the het een door met deze dit
    meet introducing welcome thanks thank again here it's it’s i'm i’m we he she they his her their its who what why how
    where there all every some no not only just now then ps p.s also zum zur vom beim aus bis seit als wie wir ich sie
    er reader contributor columnist writer blogger neighbour neighbor friend member volunteer diese dieser dieses diesen
    es é è sono soy sou je nous vous él η ο οι το τα τη τον με από για στη στο στην στον γράφει в на от для
    это сегодня пишет я мы
    """
)
"""Words that get a capital at a sentence's start, and that nobody is called."""
_SUBORDINATE = set_of(
    "when while after before since if unless als wenn nachdem bevor quand après cuando después quando dopo toen"
)
"""What follows one of these is told, not credited: "When Jane Roe wrote this letter …"."""
_ELIDED = regex.compile(r"^\p{L}{1,2}['’]\p{Ll}")


def without_title(before: str) -> str:
    """What stands before a name, without the "Dr" that belongs to it."""
    rest: str = _HONORIFIC.sub("", before.lstrip(" –—~*•("))
    return rest


def without_lead(name: str) -> str:
    """A name without the words that a sentence puts before it with a capital; empty if nothing of a name remains."""
    words = name.split()
    if words and words[0].casefold() in _SUBORDINATE:
        return ""
    led = len(words)
    while words and (words[0].casefold() in _LEADS or _ELIDED.match(words[0])):
        words = words[1:]
    if len(words) < led and words[:1] == ["bin"]:  # "Ich bin …", where "bin" is no particle of a name
        words = words[1:]
        if words and words[0].islower():
            return ""  # "Ich bin zu Gast"
    return " ".join(words)


_PAIR = regex.compile(r"^(\S+ \S.*) (?:y|e|i) (\S+ \S.*)$")


def split_pair(name: str) -> list[str]:
    """Ortega y Gasset is one man, Purificación Ledo y Amador Quintela are two people."""
    found = _PAIR.match(name)
    return [found[1], found[2]] if found else [name]


def same_person(one: str, other: str) -> bool:
    """Whether two spellings may stand for one person within one entry: "Mr Roe" or "Jane" and "Jane Roe"."""
    a, b = key(one), key(other)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return short[0] in (long[0], long[-1])
    if set(short) <= set(long) or (short[0] == long[0] and short[-1] == long[-1]):
        return True
    return short[1:] == long[1:] and _abbreviates(short[0], long[0])


def _abbreviates(one: str, other: str) -> bool:
    """Whether one is the other's initial."""
    return 1 in (len(one), len(other)) and one[0] == other[0]


def tidy(name: str) -> str:
    """A name as it should be written: no honours, no shouting, single spaces."""
    stop = "." if _ABBREVIATED.search(name.rstrip(" ,")) else ""
    name = _PEN_AFTER.sub("", name)
    name = _FORE.sub("", name.strip(' ,.;:-–—~*[]()"“”'))
    name = " ".join(_HONORIFIC.sub("", name).split()) + stop
    return name.title() if name.isupper() and " " in name else name


def is_generic(name: str, blog_name: str) -> bool:
    """Whether a by-line is a role, a team or the blog itself and so names nobody."""
    words, blog = key(name), key(blog_name)
    if not words or _NETWORK.search(name) or words == blog or (len(words) == 1 and words[0] in blog):
        return True
    if _holds_blog(words, blog) or _ON_X.match(name):
        return True
    return bool(_TEAM.search(name) or _ROLE.fullmatch(" ".join(words)) or _is_guest_of(words, blog))


def _holds_blog(words: tuple[str, ...], blog: tuple[str, ...]) -> bool:
    """Whether the blog's whole name stands among more words: "Follow Harbour Notes"."""
    return 1 < len(blog) < len(words) and f" {' '.join(blog)} " in f" {' '.join(words)} "


def is_called_as_blog(byline: str, blog_name: str) -> bool:
    """Whether a by-line is a part or a variant of the blog's name: "Tollgate Lane" for "Tollgate Lane History"."""
    words = [word for word in key(byline) if word not in _HOUSES]
    blog = [word for word in key(blog_name) if word not in _HOUSES]
    if len(words) == 1 and len(key(byline)) > 1:
        return words[0] in blog  # "The Corridor Blog"
    runs = ("".join(blog[start:end]) for start in range(len(blog)) for end in range(start + 2, len(blog) + 1))
    return bool(words) and (words == blog or (len(blog) > 1 and "".join(words) in runs)) and not _is_owner(words, blog)


def _is_owner(words: list[str], blog: list[str]) -> bool:
    """`Jane Roe’s Kitchen` is called after Jane Roe, who may write in it."""
    after = f" {' '.join(blog)} ".partition(f" {' '.join(words)} ")[2].split()
    return after[:1] == ["s"]


def _is_guest_of(words: tuple[str, ...], blog: tuple[str, ...]) -> bool:
    """`Club Guest`, `Harbour Guest`: a user name for guests made of the blog's words; Guest is a surname, too."""
    return words[-1] in _GUESTS and all(word in blog or word in _HOUSES for word in words[:-1])


_ON_X = regex.compile(r"(?i)(?:on|auf|su|sur|en|op|no|em|via|over|by)\s+X$")
_GUESTS = set_of("guest guests gast gäste invité invitée invitado invitada convidado convidada ospite")
_HOUSES = set_of(
    """
    club blog blogs site website team society magazine journal weekly hq and our the a special
    der die unser notre nuestro il nostro onze
    """
)


_IN_BRACKETS = regex.compile(r"^\S*@\S+\s*\((.+)\)$")
_REMARK = regex.compile(r"\s*[(\[].*?[)\]]\s*")
_BY = regex.compile(
    r"(?i)^\s*(?:(?:guest|gast|invitée?|invitad[oa]|convidad[oa]|ospite)(?:\s?\p{L}+)?\s*:\s*|"
    r"(?:(?:written|posted|contributed|guest post)\s+)?(?:by|von|par|por|di|door)\b:?\s+)"
)
_AND = regex.compile(r"(?i)\s*(?:,|;|&|\||/|\band\b|\bund\b|\by\b|\bet\b|\be\b|\ben\b|\bwith\b)\s*")
_SUFFIX = regex.compile(r"(?i)^(?:jr|sr|ii|iii|ph\.?d|m\.?d|msw|lcsw|rn|esq|mph|ma|ba)\.?$")
_MONONYM = regex.compile(r"\p{Lu}\p{Ll}{2,}|\p{Lo}{2,}")
_WHOLE = regex.compile(NAME)


def from_byline(byline: str) -> list[str]:
    """The people a feed's author element names, as written; user names and addresses are left out."""
    inner = _IN_BRACKETS.match(byline.strip())
    text = _BY.sub("", _REMARK.sub(" ", inner[1] if inner else byline)).strip()
    parts = [part.strip() for part in _AND.split(text) if part and not _SUFFIX.match(part.strip())]
    if "," in text and all(len(part.split()) == 1 for part in parts):
        parts = [" ".join(reversed(parts))]  # "Roe, Jane"
    elif len(parts) > 1 and len(parts[0].split()) == 1 and len(parts[1].split()) > 1:
        parts[0] += " " + parts[1].split()[-1]  # "Jane & Bo Roe"
    return [tidy(part) for part in parts if _WHOLE.fullmatch(part) or _MONONYM.fullmatch(part)]


def is_name(text: str) -> bool:
    """Whether a text is nothing but a name of two words or more."""
    return bool(_WHOLE.fullmatch(text.strip(" :.")))


def first_match(name: str, people: Iterable[str]) -> str | None:
    """The first of the people who may be the one so named."""
    return next((person for person in people if same_person(name, person)), None)


_LONG = 4
"""Letters from which on a word of a name or handle is long enough to compare."""


def resembles(handle: str, name: str, rival: str = "") -> bool:
    """Whether a handle holds a word of the name and none of a rival's. It may support a claim, never make one."""
    letters = "".join(key(handle))
    return _holds(letters, name) and not _holds(letters, rival)


def _holds(letters: str, name: str) -> bool:
    return any(word in letters for word in key(name) if len(word) >= _LONG)
