"""Who is named before an article as the one whose turn it is, and comes back after it: by her name, or as who signs.

Such a note has no end of wordings, so this looks at where it stands and what comes of it: a first note that names one
stranger only and speaks of now, an article in the first person that does not name her, and her return at its end.
"""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.article import lines
from sharebot.authors.blocks import Block
from sharebot.authors.notes import TODAY
from sharebot.authors.signs import CONTACT
from sharebot.authors.words import any_of

_NOW = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{TODAY}|ce mois|cette fois-ci|deze maand|dit keer|este mes|сьогодні|цього (?:тижня|разу)|"
    r"в этот раз|dzisiaj|dziś|w tym tygodniu|dnes|idag|denne uka|i dag)(?!\p{L})|今週|今回|今日|本日|이번|오늘"
)
_WORD = any_of(
    r"""
    pen, keyboard, column, mic, microphone, floor, plume, clavier, parole, pluma, palabra, teclado, columna, penna,
    parola, tastiera, caneta, palavra, teclado, coluna, wort, feder, stift, tastatur, kolumne, woord, toetsenbord,
    слово, перо, клавіатур\w*, głos, pióro
    """
)
_CEDES = any_of(
    r"""
    hand(?:s|ed|ing)? (?:\p{L}+ ){0,4}over, l(?:en[dt]|ending) (?:\p{L}+ ){1,4}, ced[ioe]\w*, céd\w+, cèd\w+,
    prest[aoe]\w*, prêt\w+, überlass\w*, überläss\w*, geliehen, afgestaan
    """
)
_WRITES = any_of("writes, is writing, schreibt, escribe, écrit, scrive, escreve, schrijft, пишет, пише, pisze")
_HELD = any_of(
    r"""
    is aan, ist an, is with, is in the hands of, goes to, passes to, belongs to, revient à,
    est à, va a, passa a, pasa a,
    la tiene, tiene, ce l['’]ha, ha, hat, heeft, has, має, имеет, у, ma
    """
)
_CHANGES = any_of(
    r"""
    chang(?:es?|ing) (?:hands?|de mains?), cambia(?:n)? (?:de )?man[oi]s?, muda de mãos?, wechselt (?:\p{L}+ )?hand,
    wisselt van hand
    """
)
_HERE = any_of("here, hier, ici, aquí, aqui, qui, тут, здесь, tutaj")
_FEW = r"(?:[\p{Ll}’']+\s+){0,2}"
_TURN = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{_WORD})\s+(?:{_HELD})\s+{_FEW}$|"
    rf"(?<!\p{{L}})is\s+(?:het|de)\s+(?:{_WORD})\s+aan\s+{_FEW}$|"
    rf"(?<!\p{{L}})(?:{_WORD})\s+(?:{_CHANGES})(?!\p{{L}})[^.!?]{{0,20}}$|"
    rf"(?<!\p{{L}})(?:{_WRITES})\s+(?:{_HERE})(?!\p{{L}})[^.!?]{{0,60}}[:,]\s+{_FEW}$|"
    rf"(?<!\p{{L}})(?:{_CEDES})(?!\p{{L}})[^.!?]{{0,80}}\s(?:to|a|à|al|an|aan|ao|ad)\s+{_FEW}$"
)
"""What stands in the sentence before the name, where the pen is hers."""
_IS = regex.compile(
    r"(?i)(?:(?<!\p{L})(?:is|are|ist|sind|est|es|è|é|sono|são|son)|c['’]est|[:—–])\s+(?:(?!(?:by|from|of)\b)[\p{Ll}’']+\s+){0,2}$"
)
_OTHERWISE = regex.compile(
    r"(?i)\b(?:inspired|prompted|dedicated|response|reply|answer|thanks|photo\w*|illustrat\w*|translat\w*|edited|quot\w*|"
    r"interview\w*|entrevist\w*|intervist\w*|winner|birthday|recipe|pattern|episode|podcast|novel|song|album|film|show|"
    r"concert|about|über|sobre|sur|over|про)\b"
)
_OF_HERS = regex.compile(
    r"(?i)(?<!\p{L})"
    r"(?:by|from|of|with|for|con|com|avec|mit|met|von|van|par|por|pour|para|per|für|voor|da|di|de|du|door)"
    r"\s+(?:[\p{Ll}’']+\s+)?$"
)
"""What stands right before the name of somebody of whom something else comes."""
_IN_PERSON = regex.compile(
    r"(?i)(?:in the (?:person|hands) of|in person von|in den händen von|en la persona de|en manos de|"
    r"en la personne de|(?:aux|dans les|entre les) mains de|nella persona di|nelle mani di|na pessoa de|nas mãos de|"
    r"in de persoon van|in handen van)\s+(?:[\p{Ll}’']+\s+)?$"
)
_WORDS = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_WORD})(?!\p{{L}})")
_OF_BLOG = r"\s+of\s+(?:the|this|my|our)\s+(?:blog|page|site|column|newsletter|magazine|desk)\b"
_OF_ELSE = regex.compile(rf"(?i)\b(?:keys?|{_WORD})(?=\s+of\s)(?!{_OF_BLOG})")
_SELF = regex.compile(r"(?i)(?<!\p{L})(?:me|us|mir|uns|mich|moi|nous|mi|ci|nos|mij|ons|мне|мені)(?!\p{L})")
_THIRD = regex.compile(
    r"(?i)(?<!\p{L})(?:she|he|they|her|his|their|sie|er|ihre?n?|seine?n?|elle|il|ses|son|sa|ella|él|su|sus|lei|lui|sua|suo|"
    r"suoi|sue|ela|ele|zij|hij|zijn|haar|він|вона|його|її)(?!\p{L})"
)
_SENTENCE = regex.compile(r"(?<=[.!?…])\s+")
_LEADS = r"(?:^|[.!?:;—–(]\s*|,\s)"
_INITIALS = regex.compile(r"[–—~-]\s*(?P<initials>(?:\p{Lu}\.?[\s-]?){2,5})\W*$")
_SIGNED = 40
"""Characters of a line that signs."""


def is_turn(block: Block, name: str) -> bool:
    """Whether a first note says that it is her turn to write now."""
    said, before = _around(block, name)
    turn = _TURN.search(before) or (_WORDS.search(before) and _IN_PERSON.search(before))
    return is_now(block) and bool(turn) and not _is_otherwise(said, before)


def is_now(block: Block) -> bool:
    return bool(_NOW.search(block.text))


def is_announced(block: Block, name: str) -> bool:
    """Whether a note, set apart, leads to her name: "… today is Jane Roe", "who sits here is Jane Roe"."""
    said, before = _around(block, name)
    return bool(_IS.search(before)) and not _is_otherwise(said, before)


def _is_otherwise(said: str, before: str) -> bool:
    of_hers = _OF_HERS.search(before) and not _IN_PERSON.search(before)
    return bool(of_hers or _OTHERWISE.search(said) or _SELF.search(before) or _OF_ELSE.search(before))


def _around(block: Block, name: str) -> tuple[str, str]:
    """The name's sentence, and what stands in it before the name."""
    for said in (part for line in lines(block) for part in _SENTENCE.split(line)):
        if name in said:
            return said, said[: said.find(name)]
    return block.text, block.text[: block.text.find(name)]


def signs(block: Block, name: str) -> bool:
    """Whether a last paragraph ends with her first name or with her initials."""
    last = block.text.strip().rsplit("\n", 1)[-1]
    found = _INITIALS.search(last)
    if found:
        return _letters(found["initials"]) == _letters("".join(part[0] for part in regex.split(r"[\s-]+", name)))
    signed = last.strip(" –—-~*x.,!") if len(last) <= _SIGNED else ""
    return signed in (name, name.split(maxsplit=1)[0])


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def is_led_by(block: Block, name: str) -> bool:
    """Whether a sentence of a last paragraph begins with her whole or her first name."""
    first = regex.escape(name.split(maxsplit=1)[0])
    return bool(regex.search(rf"{_LEADS}{first}(?!\p{{L}})", block.text))


def points_at_her(block: Block) -> bool:
    """Whether a last paragraph tells where somebody can be found of whom it speaks as of a third person."""
    return bool(_THIRD.search(block.text)) and (bool(block.links) or bool(CONTACT.search(block.text)))
