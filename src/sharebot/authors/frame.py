"""The frame and the picture: a guest is named around the article, never within it.

What a blog's note before or after an article says of who wrote it has no end of wordings. So here the words count less
than the place: somebody who is named in the note, whom the article itself never names, where the note speaks of writing
or of giving the word away, or names the same person before and after. Somebody whom the article is about stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sharebot.authors import late as regex
from sharebot.authors import returns
from sharebot.authors.about import is_organisation
from sharebot.authors.article import Article
from sharebot.authors.blocks import Block
from sharebot.authors.names import NAME, key, same_person, tidy
from sharebot.authors.nobody import people
from sharebot.authors.notes import RULES, P
from sharebot.authors.phrases import AND
from sharebot.authors.words import ELSEWHERE, ROLES

_HEAD, _TAIL = 2, 4
_NOTE = 250
"""Characters of a first paragraph that may be no more than an introduction."""
_LONGEST = 450
"""Characters up to which a paragraph may be the blog's note."""

ANOTHER_PART = regex.compile(
    rf"(?i)\b(?:{ELSEWHERE}|last (?:week|month)['’]s|next (?:week|month)['’]s)\b[^.!?;]{{0,40}}$|"
    rf"(?i)(?:\b(?:{ROLES})\b|©)[^.!?;,]{{0,40}}$|"
    r"(?i)\b(?:like|as in|unlike|than|after|since|until|against|with|about|über|sobre|sur|remembering|in memory of|"
    r"for|to see|visit\w*|met|meets?|loved|read|heard|saw|watched|asked|told|know|knew)\s+(?:[\p{Ll}-]+\s+){0,2}$"
)
_AND_ALSO = regex.compile(AND)
_SHOW = regex.compile(
    r"(?i)\b(?:episodes?|podcasts?|listen|round-?up|links|digest|newsletter #|tickets?|webinar|livestream|join us|"
    r"concert|"
    r"playlist|folge \d|episodio|épisode|programa|(?<!\b(?:a|an|een|una?|eine)\s)agenda|calendar|events?)\b"
)
_LISTEN = regex.compile(
    r"(?i)\b(?:listen (?:wherever|now|to the|here|on)|episodes?|tickets?|join us|doors open|rsvp)\b"
)
_POSSESSED = regex.compile(r"^['’]s?\s+\p{L}")
FIRST_PERSON = regex.compile(
    r"(?i)(?<!\p{L})(?:I|my|me|ich|mein\w*|mich|mir|je|j['’]\p{L}+|mon|ma|mes|moi|nous|yo|mi|nos|eu|meu|minha|io|mio|mia|ho|"
    r"ik|mijn|mij|we|our|us|wir|unser\w*|wij|ons|я|мне|мой|моя|ми|нас|наш\w*|мені|мій|мы|私|僕|俺|我|우리|내|나는|μου|εγώ)(?!\p{L})"
)
_THIRD_PERSON = regex.compile(
    r"(?:^|[.!?]\s+)(?:He|She|His|Her|Er|Sie|Il|Elle|Él|Ella|Ele|Ela|Lui|Lei|Hij|Zij|Ze)\s+\p{Ll}"
)
_NAMES = regex.compile(rf"(?<![\p{{L}}\p{{N}}@_./#-])(?:{NAME})")
_LED_IN = regex.compile(
    r"(?:^|[.!?]\s)\W*(?:In|For|Für|Dans|Pour|En|Para|Nel|Per|Voor|Nest[ea])\s[^.!?,]{1,40},$"
)  # "In this guest post, …"
_BEGINS = regex.compile(r"^[\W_]*$")
TRADE_START = regex.compile(r"^(?:The|An?|El|La|Los|Las|Le|Les|Der|Die|Das|Il|Lo|Os?|As|De|Het)\s")


@dataclass(frozen=True, slots=True)
class Framed:
    """Somebody whom the frame, or the end, names as the author: in the block at `at`, by the rule of that name."""

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
        if self.article.is_interview or self.article.is_portrait or is_show(self.article):
            return []
        found = self._by_note() or self._by_both() or self._by_return()
        return [one for one in found if self._is_framed(one.name)]

    def has_stranger(self) -> bool:
        """Whether the first paragraph is short and names a stranger of whom the article then says nothing."""
        first = [block for at, block in self.head if at == 0 and len(block.text) <= _NOTE]
        return any(self._is_framed(name) for block in first for name in self.people(block))

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
        notes = [(at, block, "note-before") for at, block in self.head]
        notes += [(at, block, "note-after") for at, block in self.tail if len(block.text) <= _LONGEST]
        for at, block, rule in notes:
            names = self._together(block)
            if names and self._says(block, names[0]):
                return [Framed(name, at, rule) for name in names]
        return []

    def _says(self, block: Block, name: str) -> bool:
        """Whether a note says of somebody named in it that they wrote what stands beside it."""
        text = block.text.replace(name, P)
        bio = self._is_subject(block, name)
        return any(rule.says.search(text) for rule in RULES if bio or not rule.bio)

    def _together(self, block: Block) -> list[str]:
        """The first stranger of a note and who is named together with her, or in another sentence's beginning."""
        text, names = block.text, list(self.people(block))
        together = names[:1]
        for name in names[1:]:
            between = text[text.find(together[-1]) + len(together[-1]) : text.find(name)]
            if _AND_ALSO.fullmatch(between) or (self._is_subject(block, name) and not between.rstrip().endswith(":")):
                together.append(name)
        return [*together, *(one for one in self.known if together and self._is_beside(text, one, together[0]))]

    def _is_beside(self, text: str, known: str, name: str) -> bool:
        """Whether one of the blog's own people is named as having written together with the guest."""
        first, second = sorted((known, name), key=text.find)
        between = text[text.find(first) + len(first) : text.find(second)]
        return known in text and bool(_AND_ALSO.fullmatch(between))

    def _by_both(self) -> list[Framed]:
        """Named before and described after, in a text that speaks in the first person and not of her or him."""
        before = {name: at for at, block in self.head if _is_apart(block) for name in self.people(block)}
        after = [name for _, block in self.tail for name in self.people(block) if self._is_subject(block, name)]
        both = [name for name in before if any(same_person(name, other) for other in after)]
        if not both or not self._speaks_in_first_person():
            return []
        return [Framed(name, before[name], "before-and-after") for name in both]

    def _by_return(self) -> list[Framed]:
        """Whose turn a first note says it is, and who comes back at the end of a text in the first person."""
        for at, block in self.head:
            names = list(dict.fromkeys(self.people(block)))
            if len(names) == 1 and self._comes_back(block, names[0]):
                return [Framed(names[0], at, "turn-and-return")]
        return []

    def _comes_back(self, note: Block, name: str) -> bool:
        last = [block for _, block in self.tail]
        told = [one for one in self.article.blocks if one is not note and name.split(maxsplit=1)[0] not in one.text]
        if not self._is_first_person([one.text for one in told]):
            return False
        if returns.is_turn(note, name):
            again = any(returns.is_led_by(one, name) or returns.signs(one, name) for one in last)
            return again or any(returns.points_at_her(one) for one in last[-1:])
        signed = any(returns.signs(one, name) for one in last)
        return signed and _is_apart(note) and returns.is_now(note) and returns.is_announced(note, name)

    def _speaks_in_first_person(self) -> bool:
        return self._is_first_person([block.text for block in self._picture])

    def _is_first_person(self, texts: Sequence[str]) -> bool:
        if any(_THIRD_PERSON.search(text) for text in texts):
            return False
        return any(FIRST_PERSON.search(text) for text in texts)

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
        begins = bool(_BEGINS.match(before)) or before[-1:] in ".!?:\n" or bool(_LED_IN.search(before))
        return at >= 0 and (begins or before.endswith((" y", " and", " und", " et", " e", " en", "&")))

    # The people -------------------------------------------------------------------------------------------------------

    def people(self, block: Block) -> Iterator[str]:
        """Strangers whom a note names otherwise than for another part of the work, or a thing of theirs."""
        text = block.text
        for found in _NAMES.finditer(text):
            before, after = text[max(0, found.start() - 80) : found.start()], text[found.end() : found.end() + 4]
            if not (ANOTHER_PART.search(before) or _POSSESSED.match(after)):
                yield from (name for name in people([tidy(found[0])], self.blog_name) if self._may_be_person(name))

    def _may_be_person(self, name: str) -> bool:
        if len(key(name)) == 1 and not regex.fullmatch(r"\p{Lo}{2,}", name):
            return False
        if is_organisation(name) or TRADE_START.match(name):
            return False
        blog = set(key(self.blog_name))
        return not set(key(name)) <= blog and not any(same_person(name, one) for one in self.known)


def is_show(article: Article) -> bool:
    """Whether the entry announces something spoken, or collects what others wrote: its guests wrote nothing."""
    return bool(_SHOW.search(article.title)) or any(_LISTEN.search(one.text) for one in article.blocks[-_TAIL:])


def _is_apart(block: Block) -> bool:
    """Whether a paragraph looks like a note: in italics, in brackets, in a box."""
    return block.italic or bool(block.boxes) or block.text.strip()[:1] in "[(*"
