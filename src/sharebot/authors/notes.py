"""What a blog's note before or after an article says of who wrote it, by what it does rather than by its words.

A note gives the word away, says that somebody has it today, or says who wrote these lines. The person stands in it as
the sign _P, so that each rule can ask of her what only the author does: she writes *this*, she holds the pen *today*.
"""

from __future__ import annotations

from dataclasses import dataclass

from sharebot.authors import late as regex
from sharebot.authors.introductions import AUTHOR
from sharebot.authors.phrases import PIECE
from sharebot.authors.words import any_of

P = "\uf000"

TODAY = any_of(
    r"""
    today(?:['’]s)?, this (?:week|month|time|fortnight|morning|issue)(?:['’]s)?, for (?:the|a) (?:day|week|month),
    while, aujourd['’]hui, cette (?:semaine|fois), ce mois-ci, ce (?:billet|texte), hoy, esta (?:semana|vez), este mes,
    hoje, esta quinta, desta vez, este mês, nesta semana, oggi, stavolta, questa (?:settimana|volta), questo mese,
    heute, diesmal, diese (?:woche|mal), diesen monat, vandaag, deze (?:week|keer|maand), сегодня, на этой неделе,
    σήμερα, اليوم
    """
)
_THIS = any_of(
    r"""
    this, these, today['’]s, (?:this|the) (?:week|month)['’]s, ce, cet, cette, ces, este, esta, estos, estas, esto,
    isto, quest[oaei], quest['’], dies\w*, dit, deze, этот, эту, это, ceci
    """
)
_WROTE = any_of(
    r"""
    wrote, has written, have written, penned, typed, contributed, authored, scribbled, dictated, a écrit,
    ont écrit, a signé, escribió, ha escrito, han escrito, escreveu, ha scritto, hanno scritto, schrieb, schrieben,
    schreef, schreven, heeft geschreven, написал\w*, έγραψε
    """
)
_WRITES = any_of(
    r"""
    writes, is writing, schreibt, escribe, escriben, firma, firman, écrit, écrivent, signe, scrive, scrivono,
    escreve, escrevem, assina, assinam, schrijft, schrijven, пишет, пишут, γράφει
    """
)
_WRITTEN = any_of(
    r"""
    written, typed, penned, scribbled, dictated, submitted, escrito, escrita, escritos, écrit, écrite, rédigé,
    geschrieben, verfasst, scritto, scritta, geschreven
    """
)
_PEN = any_of(
    r"""
    pen, keys, keyboard, column, blog, mic(?:rophone)?, floor, pages?, space, slot, reins, plume, clavier, tablier,
    stylo, tribune, parole, place, rubrique, pluma, palabra, teclado, columna, espacio, sección, rubrica, penna,
    parola, tastiera, spazio, palavra, caneta, coluna, espaço, wort, feder, tastatur, kolumne, stift, platz, plek,
    woord, toetsenbord, pagina, seite, página
    """
)
_GIVES = any_of(
    r"""
    hand(?:s|ed|ing)?, giv(?:es?|ing|en), gave, lend(?:s|ing)?, lent, pass(?:es|ed|ing)?, goes, belongs, yield\w*,
    laiss\w+, cèd\w+, céd\w+, prêt\w+, pass\w+, confi\w+, donn\w+, ced\w+, dej\w+, pas\w+, prest\w+, entreg\w+,
    lasci\w+, affid\w+, überlass\w+, überläss\w+, übergeb\w+, übergib\w+, gehört, leih\w+, geven, geeft, gaf,
    gegeven, laten
    """
)
_HOLDS = any_of(
    r"""
    takes?(?: over)?, taking(?: over)?, took(?: over)?, has, holds?, holding, minds?, minding, borrow(?:s|ing|ed)?,
    looks? after, looking after, tient, prend, (?:a|ont) pris, occupe, tiene, toma, ha tomado, ocupa, prende,
    ha preso, occupa, assume, übernimmt, übernehmen, hat, neemt, heeft, krijgt
    """
)
_STANDS_IN = any_of(
    r"""
    fill(?:s|ing) in for, stand(?:s|ing) in for, sit(?:s|ting) in for, step(?:s|ping) in for, vertritt,
    springt ein, remplace, vervangt, invalt, sostituisce, sustituye a, substitui
    """
)
_TWO_HANDS = any_of(
    r"""
    four hands, a cuatro manos, à quatre mains, a quattro mani, a quatro mãos, vierhändig,
    nous étions (?:deux|trois), éramos (?:dos|tres|dois|duas), wir waren zu (?:zweit|dritt), eravamo in (?:due|tre)
    """
)
_JAPANESE = r"(?:文章を寄せ|寄稿|執筆|書いて)"
_TO = r"(?:to|à|a|al|alla|an|aan|ao|à|ad)"
_BY = r"(?:by|from|par|por|von|da|de|do|door|van|от|από)"
_AS = r"(?:is|was|ist|est|es|è|é|fue|foi)"
_SAME = r"[^.!?;]"
_BETWEEN = r"(?:[\p{Ll}\p{M}'’-]+,?\s+){0,4}"
_OF_ELSE = r"(?!\s+of\s+(?!(?:the|this|my|our)\s+(?:blog|page|site|column|newsletter|magazine|desk)\b))"
_ASIDE = r"(?:\s*\([^)]*\)|,[^.;]{1,90},)?"
_WORD = r"(?![\p{L}])"
_ANOTHERS = (
    r"(?!(?:[^.!?;]{0,60}\b(?:inspired|prompted|about|dedicated|response|reply|answer|thanks|photo\w*|illustrat\w*|"
    r"translat\w*|edited|quot\w*|interview\w*)\b))"
)

_FRIEND = any_of(
    r"""
    friends?, mates?, pal, colleagues?, neighbou?rs?, sister(?:-in-law)?, brother(?:-in-law)?, wife, husband, partner,
    mum, mom, mother, dad, father, daughter, son, cousin, aunt, uncle, guest, freund(?:in)?, kolleg(?:e|in|en),
    schwester, bruder, nachbar(?:in)?, amie?, copine, copain, collègue, sœur, frère, voisine?, amig[oa], colega,
    hermana, hermano, vecin[oa], irmã, irmão, vizinh[oa], amic[oa], collega, sorella, fratello, vicin[oa],
    vriend(?:in)?, zus, broer, buurvrouw, buurman
    """
)
_MINE = (
    r"(?:my|our|a|meine?n?|unsere?n?|mon|ma|notre|mi|nuestr[oa]|a minha|à minha|minha|ao? meu|mia|mio|la mia|il mio|"
    r"mijn|onze)"
)
_TO_FRIEND = (
    rf"\s+(?:{_MINE}|(?:an?|à|a|al|alla|ao|aan|to)\s+{_MINE})\s+(?:[\p{{Ll}}-]+,?\s+){{0,2}}?(?:{_FRIEND}),?\s+{P}"
)
_HANDS = (
    r"(?:(?:hand|pass|turn)(?:ing|s)?\s+(?:(?:you|things|it|this|(?:the|this|my)\s+(?:blog|page|site|column))\s+)?over|"
    r"(?<=^\W*|[.,:;!?–—]\s|['’]s\s|\b(?:so|and)\s)over to|"
    r"(?:leav(?:e|ing)|left)\s+you\s+(?:with|in the (?:[\p{Ll}-]+\s+){0,2}hands\s+of)|"
    r"übergebe ich|gebe ich (?:den|die) (?:staffel\p{L}*|stab) (?:weiter )?|"
    r"(?:passe|laisse|cède) (?:le relais|la main|le flambeau|ma place)|"
    r"(?:cedo|paso|dejo) (?:el turno|el relevo|el testigo|mi sitio)|"
    r"(?:passo|cedo|lascio) (?:il testimone|il posto|il mio posto)|"
    r"(?:passo|cedo|deixo) (?:a vez|o lugar|o testemunho|o bastão)|geef ik het stokje (?:door)?)"
)
_ALSO = r"(?!\s+(?:as|for|als|comme|como|come|para|für|voor|pour)\b)"
_TAKES_OVER = rf"(?:is|are)\s+(?:taking over(?=\s+(?:{TODAY})|\s+(?:here|this blog)\b|\s*[.,!])|keeping you company)"


@dataclass(frozen=True, slots=True)
class NoteRule:
    """`says` finds the person as the author in a note; `bio` rules hold only in a paragraph that begins with her."""

    name: str
    why: str
    says: regex.Pattern[str]
    bio: bool = False


def _rule(name: str, why: str, *patterns: str, bio: bool = False) -> NoteRule:
    return NoteRule(name, why, regex.compile("(?i)" + "|".join(patterns)), bio)


RULES: tuple[NoteRule, ...] = (
    _rule(
        "given-the-word",
        "the blog gives her the word",
        rf"\b(?:{_GIVES}){_WORD}{_SAME}{{0,40}}\b(?:{_PEN}){_WORD}{_OF_ELSE}{_SAME}{{0,30}}?\b{_TO}\s+{_BETWEEN}{P}",
        rf"\b(?:über(?:lass|läss|geb|gib)\w+|gehört){_WORD}{_SAME}{{0,20}}\b(?:{_PEN})\s+{_BETWEEN}{P}",
        rf"\b(?:{_GIVES}){_WORD}{_SAME}{{0,40}}\b(?:{_PEN}){_WORD}[^.!?]{{0,20}}[.!?]\s+(?:{TODAY})\s+{_TO}\s+{_BETWEEN}{P}",
        rf"\b(?:{_PEN})\s+(?:{_GIVES})\s+{_TO}\s+{_BETWEEN}{P}",
    ),
    _rule(
        "has-the-word-today",
        "she has the pen this time",
        rf"(?:{TODAY}){_WORD}[^.]*{P}{_ASIDE}{_SAME}{{0,60}}\b(?:{_HOLDS}){_WORD}{_SAME}{{0,20}}\b(?:{_PEN}){_WORD}",
        rf"{P}{_ASIDE}{_SAME}{{0,60}}\b(?:{_HOLDS}){_WORD}{_SAME}{{0,20}}\b(?:{_PEN}){_WORD}{_SAME}{{0,30}}\b(?:{TODAY}){_WORD}",
    ),
    _rule(
        "handed-to-a-friend",
        "the blogger hands over to a friend this time",
        rf"(?:{TODAY}){_WORD}{_SAME}{{0,40}}\b{_HANDS}(?:\s+to)?{_TO_FRIEND}{_ALSO}",
        rf"\b{_HANDS}(?:\s+to)?{_TO_FRIEND}{_ASIDE}\s+(?:{TODAY}){_WORD}{_ALSO}",
        rf"\b{_MINE}\s+(?:[\p{{Ll}}-]+,?\s+){{0,2}}?(?:{_FRIEND}),?\s+{P}{_ASIDE}\s+{_TAKES_OVER}",
    ),
    _rule("stands-in", "she stands in for the blogger", rf"{P}{_ASIDE}{_SAME}{{0,40}}\b(?:{_STANDS_IN}){_WORD}"),
    _rule(
        "writes-today",
        "today it is she who writes",
        rf"(?:{TODAY}){_WORD}{_SAME}{{0,40}}(?:{_WRITES})\s+(?!(?:mir|mij|me|mi)\s){_BETWEEN}{P}",
        rf"(?:{TODAY}){_WORD}{_SAME}{{0,20}}[,:]?\s*{P}{_ASIDE}\s+(?:qui |che |que |who )?(?:{_WRITES}){_WORD}",
        rf"\b(?:{_WRITES}|{_WROTE}){_WORD}{_SAME}{{0,40}}\b(?:{PIECE}){_WORD}{_SAME}{{0,30}}\b{_AS}\s+{P}",
        rf"^\W*(?:{_WRITES})\s+(?:{_TWO_HANDS})\s*:?\s+{P}",
        rf"^\W*(?:lo |la |l['’]|le )?(?:{_WROTE})\s+{P}|[.:]\s+(?:lo |la |l['’])(?:{_WROTE})\s+{P}",
    ),
    _rule(
        "wrote-these-lines",
        "she is said to have written this",
        rf"{P}{_ASIDE}{_SAME}{{0,90}}?\b(?:{_WROTE})\s+(?:\p{{Ll}}+\s+)?(?:{_THIS})\s*(?:[\p{{Ll}}-]+\s+){{0,2}}(?:{PIECE}){_WORD}",
        rf"{P}{_ASIDE}{_SAME}{{0,90}}?\b(?:{_WROTE})\s+(?:this|dit|dies|das hier|esto|ceci|questo|isto)"
        r"(?=\s*[.,;!?]|$|\s+(?:after|when|while|on|in|at|from|for us|op|na|auf|nach|am|im|en|tras|sur|après|su|dopo|"
        r"em)\b)",
    ),
    _rule(
        "written-by",
        "these lines were written by her",
        rf"^\W*(?:{_WRITTEN}){_WORD}{_SAME}{{0,60}}\b{_BY}\s+{_BETWEEN}{P}",
    ),
    _rule(
        "piece-from",
        "this piece comes from her",
        rf"^\W*(?:{_THIS})\s*(?:[\p{{Ll}}-]+\s+){{0,2}}(?:{PIECE}){_WORD}{_ANOTHERS}{_SAME}{{0,40}}\b{_BY}{_WORD}{_SAME}{{0,50}}{P}",
        rf"(?:{_TWO_HANDS})[^.!?;:]{{0,30}}:\s*(?:[^.:;]{{0,50}}?\s(?:and|et|y|e|und|en)\s+)?{P}",
    ),
    _rule("sent-in", "her words were asked for", rf"{P}\p{{Lo}}{{0,6}}[^。]{{0,20}}{_JAPANESE}"),
    _rule(
        "wrote-it",
        "a biography says that she wrote this",
        rf"\b(?:he|she|they|ella|él|elle|il|er|sie|ela|ele|lei|lui|zij|hij|beide){_WORD}{_SAME}{{0,40}}"
        rf"\b(?:{_WROTE}|{_WRITTEN}){_WORD}{_SAME}{{0,10}}\b(?:{_THIS}){_WORD}",
        rf"\b(?:{_THIS}|the|den|le|el|il|o|het)\s+(?:{PIECE}){_WORD}{_SAME}{{0,50}}\b(?:{_WRITTEN}){_WORD}",
        rf"\b(?:{_THIS}){_WORD}{_SAME}{{0,40}}\bguest\s+(?:{PIECE}|turn|slot|spot|column|appearance){_WORD}",
        rf"\b(?:{_THIS}){_WORD}{_SAME}{{0,20}}\b(?:{PIECE}){_WORD}{_SAME}{{0,20}}\bas an?\s+(?:guest|{AUTHOR}){_WORD}",
        rf"\b(?:{_THIS})\s+gast(?:beitrag|artikel|blog|bijdrage|kolumne)",
        r"\b(?:autora? (?:invitad[oa]|convidad[oa])|auteure? invitée?|autrice ospite|autore ospite|gastautor(?:in)?)\b",
        bio=True,
    ),
)
"""A note that any of these finds, with the person in it, names her as the author of what stands beside it."""
