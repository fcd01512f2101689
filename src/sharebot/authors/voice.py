"""Who is speaking? "I", "me" and "my" are the author's only where nothing says that somebody else has the word.

The law: whoever speaks *of* the author is not the author. A by-line, a sign-off or a label is nobody's speech and
leaves the word with the author; a sentence about the author, thanks, "my friend", "I'm Bo Quill" give it to another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sharebot.authors import late as regex
from sharebot.authors.introductions import AUTHOR, WROTE_THIS
from sharebot.authors.mentions import marked
from sharebot.authors.names import NAME
from sharebot.authors.phrases import GUEST
from sharebot.authors.words import any_of


class Voice(StrEnum):
    """Whose "I" it may be: the author's, in doubt between author and host, or surely another's."""

    AUTHOR = "author"
    DOUBT = "doubt"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Law:
    """`says` finds in a line who speaks; people stand in it as the signs _A (the author) and _O (anybody else)."""

    name: str
    why: str
    says: regex.Pattern[str]
    voice: Voice


_A, _O = "\uf000", "\uf001"
_ME = (
    r"\b(?:I|[Mm]e|[Mm]yself|ich|Ich|mich|mir|[Jj]e|moi|yo|Yo|io|Io|eu|Eu|ik|Ik|mij|[Ww]e|[Uu]s|wir|Wir|uns|[Nn]ous|"
    r"[Nn]osotr[oa]s|[Nn]oi|[Nn]ós|[Ww]ij|ons|tengo|tenemos|temos|tenho|abbiamo|ho|pedí|invité|chiesto)\b"
)
_MINE = (
    r"\b(?i:my|our|mein\w*|unser\w*|mon|ma|mes|notre|nos|mis?|nuestr[oa]s?|meus?|minhas?|noss[oa]s?|mi[oaei]|miei|"
    r"nostr[oaei]|mijn|onze)\b"
)
_I_AM = (
    r"(?:\b(?i:"
    + any_of(
        r"""
        i['’]?m, i am, my name(?:['’]s| is), name['’]s, it['’]s, this is, ich bin, ich heiße, mein name ist,
        hier (?:ist|schreibt), je suis, je m['’]appelle, mon nom est, c['’]est, ici, soy, me llamo, mi nombre es, aquí,
        sono, mi chiamo, il mio nome è, qui, sou, chamo-me, me chamo, meu nome é, aqui (?:é|fala), ik ben, ik heet,
        mijn naam is, hier is
        """
    )
    + r")(?:[ ,]+(?!(?:not|nicht|pas|non|niet)\b)\p{Ll}+){0,2}[ ,]+)"
)
_IS = (
    r"\b(?:is|was|are|were|has been|have been|comes?|came|ist|war|wurde|kommt|stammt|est|a été|vient|es|fue|ha sido|"
    r"viene|é|foi|vem|è|werd|komt)\b"
)
_BY = r"\b(?:by|from|von|par|por|da|di|de|door|van|d['’])"
_GLAD = (
    r"\b(?i:thank\w*|thx|grateful|kudos|welcom\w+|introduc\w+|over to|delight\w+|pleas(?:ed|ure)|glad|happy|excited|"
    r"proud|honou?red|dank\w*|danke|merci|remerci\w+|gracias|agradec\w+|obrigad[oa]|grazie|ringrazi\w+|bedankt|"
    r"willkommen|bienvenue|bienvenid[oa]|bem-vind[oa]|benvenut[oa]|welkom|begrüß\w+|freu\w+)\b"
)
_NOT_SPOKEN_TO = (
    rf"(?<!{_GLAD}[^.;!?]{{0,80}})(?<!\b(?:hav|host|invit|welcom|indulg|lett?|ask)\w* )(?<!\b(?:(?:avoir )?"
    r"invitée?|cheers) )"
)
"""“Thanks for having me, Jane!” is said to her by another."""
_POSTED = r"\b(?i:posted|published|uploaded|shared|hosted|edited|introduced|presented|put up|typed \w+) by\s+"
_ASIDE = r"(?:\s*\([^)]*\)|,[^.;]{1,80},)?"


def _law(name: str, why: str, voice: Voice, *patterns: str) -> Law:
    return Law(name, why, regex.compile("|".join(patterns)), voice)


_SAYS_IT: tuple[Law, ...] = (
    _law("is-the-author", "the speaker says that she is the author", Voice.AUTHOR, rf"{_I_AM}{_A}"),
    _law("me-the-author", "“me, Jane Roe” is the author", Voice.AUTHOR, rf"{_NOT_SPOKEN_TO}{_ME},?\s+{_A}"),
    _law("author-here", "“Jane here” opens her own words", Voice.AUTHOR, rf"^\W*{_A}\s+(?:here|speaking)\b"),
)
_LAWS: tuple[Law, ...] = (
    _law("not-the-author", "“I'm not Dana”", Voice.OTHER, rf"\b(?i:not|nicht|pas|non|niet|inte|ikke)\s+{_A}"),
    _law("guest-of", "whoever is a guest at the author's is another", Voice.OTHER, rf"\b(?i:bei|chez|hos|bij)\s+{_A}"),
    _law(
        "is-another",
        "the speaker says that she is somebody else",
        Voice.OTHER,
        rf"{_I_AM}{_O}",
        rf"^\W*{_O}\s+(?:here|speaking)\b",
    ),
    _law(
        "first-name",
        "“I'm Dana,” may be anybody",
        Voice.OTHER,
        rf"{_I_AM}\p{{Lu}}\p{{Ll}}+(?=[,.!–—-]|\s(?:and|from|here|und|et|y|e|en)\b|$)",
    ),
    _law("posted-by", "who put it up has the word", Voice.OTHER, rf"{_POSTED}{_O}"),
    _law("signed-by-another", "the words are signed by another", Voice.OTHER, rf"[–—~-]\s*{_O}\W*$"),
    _law(
        "credited",
        "who credits the author in a sentence speaks of her",
        Voice.OTHER,
        rf"{_IS}[^.;]{{0,80}}?{_BY}\s*[^.;]{{0,60}}?{_A}",
        rf"{_BY}\s*{_A}[^.;]{{0,20}}\b(?:geschrieben|verfasst|geschreven)\b",
    ),
    _law(
        "wrote-this",
        "“Jane Roe wrote this” is said by another",
        Voice.OTHER,
        rf"{_A}[^;]*?(?<![\p{{L}}])(?i:{WROTE_THIS})",
    ),
    _law(
        "called-author",
        "“Jane Roe is the author” is said by another",
        Voice.OTHER,
        rf"{_A}{_ASIDE}\s+{_IS}[^.;]{{0,60}}\b(?i:{AUTHOR}|{GUEST})\b",
        rf"\b(?i:{AUTHOR})\b[^.;]{{0,30}}{_IS}\s+{_A}",
    ),
    _law("glad", "who thanks or welcomes the author is another", Voice.OTHER, rf"{_GLAD}[^.;]*?{_A}"),
    _law(
        "spoken-to",
        "“Jane, thanks” and “back to you, Jane” are said to her",
        Voice.OTHER,
        rf"^\W*{_A},\s+(?:\p{{Ll}}+\s+){{0,2}}{_GLAD}",
        rf"\b(?i:(?:back|over) to you|zurück (?:an|zu) dich|à toi|de vuelta a ti|a te|terug naar jou),?\s+{_A}",
    ),
    _law(
        "mine",
        "“my friend Jane Roe”, “a friend of mine”",
        Voice.OTHER,
        rf"{_MINE}\s+(?:[\p{{L}}-]+,?\s+){{1,5}}{_A}",
        rf"{_A}[^.;]{{0,60}}(?:\bof (?:mine|ours)\b|{_IS}\s+{_MINE}\s)",
    ),
    _law("spoken-of", "“I asked Jane Roe” is said by another", Voice.OTHER, rf"{_ME}[^.;]*?{_A}"),
    _law("guest-piece", "a blog says “guest post by”", Voice.DOUBT, rf"(?i:{GUEST})\W?[^.;]{{0,40}}{_BY}\s+{_A}"),
    _law(
        "third-person",
        "the author is the subject of a sentence",
        Voice.DOUBT,
        rf"{_A}{_ASIDE}\s+(?!(?:and|und|y|et|e|en|on|can be)\b)\p{{Ll}}\p{{L}}+",
    ),
)
"""In this order: what is said plainly first, what is only likely last."""

_OTHERS_NAME = regex.compile(rf"(?<![\p{{L}}\p{{N}}@_./]){NAME}")
_SIGNATURE = regex.compile(rf"^[\s–—~*•-]*{_O}\W*$")


def voice(paragraph: Sequence[str], named: Callable[[str], str]) -> Voice:
    """Whose "I" a paragraph of these lines holds; `named` puts signs for the people in it (see `naming`)."""
    coded = [named(line) for line in paragraph]
    if _said(_SAYS_IT, coded):
        return Voice.AUTHOR
    found = _said(_LAWS, coded)
    return found.voice if found else Voice.AUTHOR


def speaks_of_author(paragraph: Sequence[str], named: Callable[[str], str]) -> bool:
    """Whether a paragraph is another's word about the author, so that the next one may be theirs too."""
    return any(_A in named(line) for line in paragraph) and voice(paragraph, named) is Voice.OTHER


def is_signature(text: str, named: Callable[[str], str]) -> bool:
    """Whether a paragraph is nothing but somebody else's signature."""
    return bool(_SIGNATURE.match(named(text)))


def naming(author: str, others: Sequence[str]) -> Callable[[str], str]:
    """Puts a sign for the author and another for whoever else is named; `others` also by their first names."""

    def coded(line: str) -> str:
        return str(_OTHERS_NAME.sub(_O, marked(marked(line, [author], _A), others, _O)))

    return coded


def _said(laws: Sequence[Law], coded: Sequence[str]) -> Law | None:
    return next((law for law in laws if any(law.says.search(line) for line in coded)), None)
