"""The frame and the picture: a guest is named around the article, never within it.

What a blog's note before or after an article says of who wrote it has no end of wordings. So here the words count less
than the place: somebody who is named in the note, whom the article itself never names, where the note speaks of writing
or of giving the word away, or names the same person before and after. Somebody whom the article is about stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from sharebot.authors.about import is_organisation
from sharebot.authors.article import Article
from sharebot.authors.introductions import AUTHOR
from sharebot.authors.markup import Block
from sharebot.authors.names import NAME, is_generic, key, same_person, split_pair, tidy, without_lead
from sharebot.authors.phrases import AND, GUEST, PIECE
from sharebot.authors.words import ROLES, any_of

_HEAD, _TAIL = 2, 4
_LONGEST = 450
"""Characters up to which a paragraph may be the blog's note."""

_THIS = any_of(
    r"""
    this, these, here, today(?:['’]s)?, for (?:the|a) (?:day|week|month), what follows, below, the following,
    ce, cet, cette, aujourd['’]hui, ici, voici, ce qui suit, ces, este, esta, estos, estas, esto, hoy, aquí, lo que sigue,
    hoje, aqui, desta, deste, nesta, neste, o que se segue, quest[oaei], quest['’], oggi, qui, stavolta, ciò che segue,
    dies\w*, heute, hier, diesmal, folgend\w*, dit, deze, vandaag, сегодня, этот, эту, это, σήμερα, αυτό, اليوم, هذا,
    今回, 今日, 本日, 今週, この, 이번, 오늘, 이, bugün, bu
    """
)
_WRITES = any_of(
    r"""
    wrote, writes?, written, writing, penned, typed, contribut\w+, authored, scribbled, dictated,
    écri(?:t|te|re|vit|vent|vant), signe\w*, signée?, rédig\w+, raconte\w*, escri(?:be|bió|to|ta|bieron|ben), firma\w*,
    redact\w+, escrev\w+, assina\w*, scri(?:tto|tta|ve|vono|vere|sse), firmat\w+, schr(?:eib|ieb|ijf|eef)\w*,
    gesch?r(?:ie|e)\w+, verfass?\w+, beigesteuert, пишет, написал\w*, γράφει, έγραψε, كتب\w*, بقلم,
    執筆\p{L}*, 寄稿\p{L}*, 文章を寄せ\p{L}*, 書いて\p{L}*, 書いた\p{L}*, 글쓴\p{L}*, 썼\p{L}*, 쓴, yazdı, yazıyor
    """
)
_GIVES = any_of(
    r"""
    tak(?:es?|en|ing), took, hand(?:s|ed|ing)?, giv(?:es?|ing|en), gave, lend(?:s|ing)?, lent, pass(?:es|ed|ing)?,
    borrow\w*, hold(?:s|ing)?, held, ha[sd] the, mind(?:s|ing), keep(?:s|ing)?, belongs?, goes, laiss\w+, cèd\w+, céd\w+,
    tient, prend, pris, prête\w*, passe\w*, confi\w+, occupe, ced\w+, dej\w+, tom[aóo]\w*, pas[aóo]\w*, prest\w+, ocup\w+,
    tiene, entreg\w+, assum\w+, empunh\w+, lasci\w+, prend\w+, passa\w*, affid\w+, überlass\w+, überläss\w+, übergeb\w+,
    übernimm\w+, übernehm\w+, hat, haben, gehört, leiht, geven, geeft, gaf, gegeven, neemt, krijgt, heeft
    """
)
_PEN = any_of(
    r"""
    pens?, keys?, keyboard, column, blog, mic(?:rophone)?, floor, pages?, space, slot, reins, desk, word, apron, chair,
    plume, clavier, tablier, billet, stylo, tribune, parole, place, rubrique, pluma, palabra, teclado, columna, espacio,
    sección, rubrica, penna, parola, tastiera, spazio, palavra, caneta, coluna, espaço, wort, feder, tastatur, kolumne,
    stift, platz, plek, woord, toetsenbord, pagina, seite, página
    """
)
_STANDS_IN = any_of(
    r"""
    fill(?:s|ing) in, stand(?:s|ing) in, sit(?:s|ting) in, step(?:s|ping) in, cover(?:s|ing) for, looking after the \w+,
    вместо редакции, in vertretung, springt ein, vertritt, remplace, invalt, valt in, sostituisce, sustituye, substitui
    """
)
_BY = r"(?:by|from|of|por|par|von|da|di|de|do|door|van|d['’]|от|από)"
_SAYS_WRITING = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{GUEST}|gast\p{{L}}*)(?!\p{{L}})|(?<!\p{{L}})(?:{_STANDS_IN})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_GIVES})(?!\p{{L}})[^.!?]{{0,60}}(?<!\p{{L}})(?:{_PEN})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_PEN})(?!\p{{L}})[^.!?]{{0,30}}(?<!\p{{L}})(?:{_GIVES})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_THIS})(?![\p{{Latin}}\p{{Cyrillic}}])[^.!?]{{0,80}}(?:{_WRITES})(?![\p{{Latin}}\p{{Cyrillic}}])|"
    rf"(?:{_WRITES})(?![\p{{Latin}}\p{{Cyrillic}}])[^.!?]{{0,80}}(?<!\p{{L}})(?:{_THIS})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_THIS})\s*(?:[\p{{Ll}}-]+\s+){{0,2}}(?:{PIECE})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_THIS})[^.!?:]{{0,20}}(?<!\p{{L}})(?:{AUTHOR})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{AUTHOR})[^.!?:]{{0,20}}(?<!\p{{L}})(?:{_THIS})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:den|the|le|el|il|het|o)\s+(?:{PIECE})\b[^.!?]{{0,60}}(?<!\p{{L}})(?:{_WRITES})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:four hands|a cuatro manos|à quatre mains|a quattro mani|a quatro mãos|vierhändig)(?!\p{{L}})|"
    rf"^\W*(?:{_WRITES})\s[^.!?]{{0,60}}\b{_BY}\s"
)
"""A note that speaks of writing, or of giving the word away, here and now."""

_ANOTHER_PART = regex.compile(
    rf"(?i)(?:\b(?:{ROLES})\b|©)[^.!?;,]{{0,40}}$|"
    r"(?i)\b(?:like|as in|unlike|than|after|since|until|against|with|about|über|sobre|sur|remembering|in memory of|"
    r"for|to see|visit\w*|met|meets?|loved|read|heard|saw|watched|asked|told|know|knew)\s+(?:[\p{Ll}-]+\s+){0,2}$"
)
_AND_ALSO = regex.compile(AND)
_MERE_GUEST = regex.compile(r"(?i)\b(?:my|our|today['’]s|this week['’]s)?\s*guests?(?=\s*(?:is|was|are|today|:|,|\())")
_SHOW = regex.compile(
    r"(?i)\b(?:episodes?|podcasts?|listen|round-?up|links|digest|newsletter #|tickets?|webinar|livestream|join us|concert|"
    r"playlist|folge \d|episodio|épisode|programa|agenda|calendar|events?)\b"
)
_LISTEN = regex.compile(
    r"(?i)\b(?:listen (?:wherever|now|to the|here|on)|episodes?|tickets?|join us|doors open|rsvp)\b"
)
_POSSESSED = regex.compile(r"^['’]s?\s+\p{L}")
_FIRST_PERSON = regex.compile(
    r"(?i)(?<!\p{L})(?:I|my|me|ich|mein\w*|mich|mir|je|j['’]\p{L}+|mon|ma|mes|moi|nous|yo|mi|me|nos|eu|meu|minha|io|mio|mia|ho|"
    r"ik|mijn|mij|we|our|us|wir|unser\w*|wij|ons|я|мне|мой|моя|私|僕|俺|我|우리|내|나는|μου|εγώ)(?!\p{L})"
)
_THIRD_PERSON = regex.compile(
    r"(?:^|[.!?]\s+)(?:He|She|His|Her|Er|Sie|Il|Elle|Él|Ella|Ele|Ela|Lui|Lei|Hij|Zij|Ze)\s+\p{Ll}"
)
_NAMES = regex.compile(rf"(?<![\p{{L}}\p{{N}}@_./#-])(?:{NAME})")
_BEGINS = regex.compile(r"^[\W_]*$")
_TRADE_START = regex.compile(r"^(?:The|An?|El|La|Los|Las|Le|Les|Der|Die|Das|Il|Lo|Os?|As|De|Het)\s")


@dataclass(frozen=True, slots=True)
class Framed:
    """Somebody whom the frame names as the author: the block at `at`, its words, and the rule's name."""

    name: str
    at: int
    rule: str


@dataclass
class Frame:
    """An article's notes before and after it, read for people who are not of the blog."""

    article: Article
    known: Sequence[str]  # staff and by-lines: who may stand in a note without having written
    blog_name: str

    def authors(self) -> list[Framed]:
        """Those who are named as the authors; nobody where the article is about them, or asks them."""
        if self.article.is_interview or self.article.is_portrait or self._is_show():
            return []
        found = self._by_note() or self._by_both()
        return [one for one in found if self._is_framed(one.name)]

    def _is_show(self) -> bool:
        """Whether the entry announces something spoken, or collects what others wrote: its guests wrote nothing."""
        return bool(_SHOW.search(self.article.title)) or any(_LISTEN.search(one.text) for _, one in self.tail)

    def strangers(self) -> bool:
        """Whether a note that is set apart names anybody who is not of the blog."""
        return any(_is_apart(block) and any(self.people(block)) for _, block in self.head)

    @cached_property
    def head(self) -> list[tuple[int, Block]]:
        return [(at, block) for at, block in enumerate(self.article.blocks[:_HEAD]) if len(block.text) <= _LONGEST]

    @cached_property
    def tail(self) -> list[tuple[int, Block]]:
        first = max(_HEAD, len(self.article.blocks) - _TAIL)
        return [(at, self.article.blocks[at]) for at in range(first, len(self.article.blocks))]

    # The rules --------------------------------------------------------------------------------------------------------

    def _by_note(self) -> list[Framed]:
        """`Today the pen is Jane Roe's`, or a biography that says "she wrote this"."""
        for at, block in self.head:
            names = self._together(block) if _SAYS_WRITING.search(block.text) else []
            if names:
                return [Framed(name, at, "note-before") for name in names]
        for at, block in self.tail:
            if len(block.text) <= _LONGEST and _SAYS_WRITING.search(_MERE_GUEST.sub("", block.text)):
                names = [name for name in self._together(block) if self._is_subject(block, name)]
                if names:
                    return [Framed(name, at, "note-after") for name in names]
        return []

    def _together(self, block: Block) -> list[str]:
        """The first stranger of a note and who is named together with her, or in another sentence's beginning."""
        text, names = block.text, list(self.people(block))
        together = names[:1]
        for name in names[1:]:
            between = text[text.find(together[-1]) + len(together[-1]) : text.find(name)]
            if _AND_ALSO.fullmatch(between) or self._is_subject(block, name):
                together.append(name)
        return [*together, *(one for one in self.known if together and self._is_beside(text, one, together[0]))]

    def _is_beside(self, text: str, known: str, name: str) -> bool:
        """Whether one of the blog's own people is named as having written together with the guest."""
        first, second = sorted((known, name), key=text.find)
        between = text[text.find(first) + len(first) : text.find(second)]
        return known in text and bool(_AND_ALSO.fullmatch(between))

    def _by_both(self) -> list[Framed]:
        """Named before and described after, in a text that speaks in the first person and not of her or him."""
        before = {name: at for at, block in self.head for name in self.people(block)}
        after = [name for _, block in self.tail for name in self.people(block) if self._is_subject(block, name)]
        both = [name for name in before if any(same_person(name, other) for other in after)]
        if not both or not self._speaks_in_first_person():
            return []
        return [Framed(name, before[name], "before-and-after") for name in both]

    def _speaks_in_first_person(self) -> bool:
        texts = [block.text for block in self._picture]
        return any(_FIRST_PERSON.search(text) for text in texts) and not any(
            _THIRD_PERSON.search(text) for text in texts
        )

    @cached_property
    def _picture(self) -> list[Block]:
        noted = {at for at, block in self.tail if any(self.people(block))}
        return [block for at, block in enumerate(self.article.blocks) if at >= len(self.head) and at not in noted]

    def _is_framed(self, name: str) -> bool:
        """Whether there is an article at all, and it does not name the person."""
        picture = self._picture
        last = name.rsplit(maxsplit=1)[-1]
        named = any(last in block.text for block in picture) or last in self.article.title
        return bool(picture) and not named

    def _is_subject(self, block: Block, name: str) -> bool:
        """Whether a paragraph or one of its sentences begins with the name."""
        at = block.text.find(name)
        before = block.text[:at].rstrip()
        return at >= 0 and (
            bool(_BEGINS.match(before))
            or before[-1:] in ".!?:\n"
            or before.endswith((" y", " and", " und", " et", " e", " en", "&"))
        )

    # The people -------------------------------------------------------------------------------------------------------

    def people(self, block: Block) -> Iterator[str]:
        """Strangers whom a note names otherwise than for another part of the work, or a thing of theirs."""
        text = block.text
        for found in _NAMES.finditer(text):
            before, after = text[max(0, found.start() - 80) : found.start()], text[found.end() : found.end() + 4]
            if not (_ANOTHER_PART.search(before) or _POSSESSED.match(after)):
                names = (without_lead(tidy(name)) for name in split_pair(found[0]))
                yield from (name for name in names if self._may_be_person(name))

    def _may_be_person(self, name: str) -> bool:
        if len(key(name)) < 2 and not regex.fullmatch(r"\p{Lo}{2,}", name):
            return False
        if is_organisation(name) or is_generic(name, self.blog_name) or _TRADE_START.match(name):
            return False
        blog = set(key(self.blog_name))
        return not set(key(name)) <= blog and not any(same_person(name, one) for one in self.known)


def _is_apart(block: Block) -> bool:
    """Whether a paragraph looks like a note: in italics, in brackets, in a box."""
    text = block.text.strip()
    return block.italic or block.heading or bool(block.boxes) or text[:1] in "[(*"
