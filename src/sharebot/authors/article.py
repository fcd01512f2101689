"""The parts of an entry's text where authors are named: its head, its tail, its author boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any

import regex

from sharebot.authors.bios import is_author_heading
from sharebot.authors.blocks import Block, Text
from sharebot.authors.markup import start_of, text_of
from sharebot.authors.names import is_name
from sharebot.authors.people import GUEST_RULES
from sharebot.authors.rows import paired
from sharebot.authors.texts import holds_any
from sharebot.authors.titles import is_about_work

_HEAD, _TAIL = 4, 12
_LONGEST = 1500
"""Characters of a paragraph that can be a credit or a biography; longer ones are the article itself."""

_RELATED = regex.compile(
    r"(?i)^\W*(?:you (?:might|may) (?:also )?(?:like|enjoy)|related|read (?:next|more|also)|more (?:from|"
    r"like|posts|stories|reading)|see also|"
    r"further reading|recommended|(?:\d+ )?(?:comments?|responses?|replies)|leave a (?:comment|reply)|"
    r"latest posts|recent posts|keep reading|"
    r"das könnte|ähnliche|mehr zum|weiterlesen|kommentare|à lire|articles? (?:liés|similaires)|commentaires|lire aussi|"
    r"también te|relacionad\w+|comentarios|leia também|veja também|comentários|leggi anche|"
    r"articoli correlati|commenti|lees ook|gerelateerd|reacties)\b"
)
_FURNITURE = regex.compile(
    r"(?i)^\W*(?:share (?:this|on|via)?\b[^.]{0,20}:|share:|tweet this|click to tweet|"
    r"the post .{1,200} (?:appeared first on|first appeared on)|"
    r"teilen\s*:|partager\s*:|compartir\s*:|compártelo|compartilhe\s*:|condividi\s*:|delen\s*:|"
    r"you are reading|subscribe|"
    r"(?:categor(?:y|ies)|kategorien?|catégories?|categor[ií]as?|categori[ae]s?|categorieën|tags?|schlagw[oö]rter|"
    r"étiquettes|"
    r"etiquetas|filed under|posted in|topics?|themen)\s*:)"
)
_QUESTION = regex.compile(r"(?i)^\s*(?:q(?:uestion)?\s?\d*\s*[:.)]|.{3,200}\?\s*$)")
_SPEAKER = regex.compile(r"^\s*[\p{Lu}][\p{L}.'’ -]{0,30}:\s")
_SUBJECT_TITLE = regex.compile(
    r"(?i)\b(?:interview\w*|q ?& ?a|questions? (?:for|with|to)|in conversation|conversations? with|"
    r"chat(?:ting)? with|talk(?:ing|s)? (?:to|with)|"
    r"meet|welcome|introducing|profile|portrait|spotlight|of the (?:week|month|year)|farewell|remembering|"
    r"in memor\w+|obituary|tribute|"
    r"congratulations|the (?:\w+ )?(?:man|woman|person|girl|boy|couple|maker|artist|people|team) (?:who|behind)|"
    r"entrevista|entretien|gespräch|intervista|porträt|portrait|retrato|ritratto|willkommen|bienvenue|"
    r"bienvenid[oa]|welkom|fragen an)\b"
)
_WORK_DATA = regex.compile(
    r"(?i)\b(?:publisher|published by|isbn|\d+ pages|pages|paperback|hardback|hardcover|publication date|"
    r"genre|director|starring|runtime|"
    r"verlag|editorial|éditeur|editora|editore|uitgever|label)\s*[:–]"
)
_MET = regex.compile(
    r"(?i)\b(?:spoke (?:to|with)|sat down with|talked (?:to|with)|interviewed|caught up with|"
    r"interview (?:by|with)|in conversation with) (?:[\p{Ll}-]+ ){0,4}(?-i:\p{Lu})"
)
_MET_CUES = ("spoke ", "sat down", "talked ", "interview", "caught up", "in conversation")
_INTERVIEWED = regex.compile(
    r"(?i)\b(?:(?:gespräch|interview) (?:führten?|geführt von)|fragen stellten?|propos recueillis|interview(?:ed)? "
    r"(?:by|von|par|door)|"
    r"entrevista (?:realizada|hecha|feita) por|entrevistou|intervista (?:raccolta|a cura)|vragen (?:stelde|door)|"
    r"edited (?:and condensed )?for (?:length|clarity))\b"
)
_TALK = regex.compile(
    r"(?i)\b(?:(?:ein|im|das) gespräch|gespräch (?:mit|über)|(?:un )?entretien|(?:una |uma )?convers(?:ación|a|"
    r"azione) (?:con|com)|"
    r"entrevist\w+|intervist\w+|(?:een|in) gesprek|interview\w*|conversation|we (?:asked|spoke|talked|chatted|met))\b"
)
_TALK_CUES = (
    *(
        "gespräch",
        "fragen stell",
        "propos recueillis",
        "interview",
        "entrevist",
        "intervist",
        "vragen",
        "edited",
        "entretien",
    ),
    *("convers", "gesprek", "we asked", "we spoke", "we talked", "we chatted", "we met"),
)
_WORK_CUES = (
    *("publish", "isbn", "pages", "paperback", "hardback", "hardcover", "publication", "genre", "director", "starring"),
    *("runtime", "verlag", "editor", "éditeur", "uitgever", "label"),
)
_SENTENCE = regex.compile(
    r"(?<!\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Jr|Sr|Sra?|Dra|"
    r"P\.S))(?<![.\s(]\p{Lu})[.!?…]+[\"”’»)\]]*\s+(?=[\p{Lu}\p{Lo}\"“„«¿¡@(\[])|\n"
)


_QUESTIONS, _SPEAKERS = 2, 4
"""Headings that ask, or paragraphs that begin with a speaker's name, from which on an entry is an interview."""
_DATA_AROUND = 2
"""Blocks around "Publisher: …" that still describe the book."""
_UNDER = 8
"""Paragraphs that can still belong to a heading above them."""
_ANSWER = 60
"""Characters from which on a paragraph that begins like "Name: …" may be somebody's answer."""


@dataclass(frozen=True)
class Article:
    """An entry's blocks without its furniture; `source` says where they were read."""

    blocks: tuple[Block, ...]
    struck: str
    source: str
    title: str
    bylines: tuple[str, ...] = ()  # names that the article's page gives
    middle: tuple[Any, ...] = ()  # elements of the article's middle, unread

    def in_tail(self, at: int) -> bool:
        return at >= self._tail_begins

    @cached_property
    def _tail_begins(self) -> int:
        unread = (at for at in range(len(self.blocks) - 1, -1, -1) if self.blocks[at].skipped)
        return max(len(self.blocks) - _TAIL, next(unread, 0))

    def in_head(self, at: int) -> bool:
        return at < _HEAD

    @cached_property
    def numbers(self) -> list[int]:
        """Of each block how many paragraphs, also unread ones, stand before it."""
        skipped = accumulate(block.skipped for block in self.blocks)
        return [at + before for at, before in enumerate(skipped)]

    def place(self, at: int) -> str:
        """Where a block stands, for people."""
        return f"paragraph {self.numbers[at] + 1} of {self.numbers[-1] + 1}"

    @cached_property
    def numbered_edges(self) -> list[tuple[int, Block]]:
        """The blocks in which credits are looked for."""
        found = (
            (at, block) for at, block in enumerate(self.blocks) if self.in_head(at) or self.in_tail(at) or block.boxes
        )
        return [(at, block) for at, block in found if len(block.text) <= _LONGEST]

    @property
    def edges(self) -> list[Block]:
        return [block for _, block in self.numbered_edges]

    @cached_property
    def edge_names(self) -> str:
        """All text of the edges, to look names up in."""
        return "\n".join(block.text for block in self.edges)

    @cached_property
    def edge_text(self) -> str:
        """All text of the edges in small letters, to see at a glance what is not in it."""
        return self.edge_names.lower()

    def says_elsewhere(self, word: str, at: int) -> bool:
        """Whether a word stands in the text of another block than this, headings left out."""
        others = (block.text for n, block in enumerate(self.blocks) if n != at and not block.heading)
        return any(word in text for text in others) or any(word in text_of(one) for one in self.middle)

    def says_in_middle(self, word: str) -> bool:
        """Whether a word stands in the part of the article that was left unread."""
        return any(word in text_of(one) for one in self.middle)

    def under_author_heading(self, at: int) -> bool:
        """Whether the nearest heading above, with no rule between, announces the author."""
        for above in reversed(self._headings):
            if above < at:
                if self.numbers[at] - self.numbers[above] > _UNDER:
                    return False
                text = self.blocks[above].text
                if is_author_heading(text) or not is_name(text):
                    return is_author_heading(text)
        return False

    @cached_property
    def _headings(self) -> list[int]:
        return [at for at, block in enumerate(self.blocks) if block.heading]

    def describes_work(self, at: int) -> bool:
        """Whether a block belongs to the data of a book or film, whose author is not the entry's."""
        return is_about_work(self.title) or any(abs(at - data) <= _DATA_AROUND for data in self._work_data)

    @cached_property
    def _work_data(self) -> list[int]:
        if not holds_any(self.edge_text, _WORK_CUES):
            return []
        return [at for at, block in self.numbered_edges if _WORK_DATA.search(block.text)]

    @property
    def is_portrait(self) -> bool:
        """Whether the title says that the entry is an interview or a portrait, so that handles may be the subject's."""
        return bool(_SUBJECT_TITLE.search(self.title))

    @cached_property
    def is_interview(self) -> bool:
        """Whether the text has questions and answers, so that "I" may be somebody else."""
        questions = self._questions
        talk = [block.text for block in self.blocks if not block.links and len(block.text) > _ANSWER]
        talk += [text for text in map(start_of, self.middle) if ":" in text]
        speakers = sum(bool(_SPEAKER.match(text)) for text in talk)
        met = holds_any(self.edge_text, _MET_CUES) and any(_MET.search(block.text) for block in self.edges)
        return questions >= _QUESTIONS or speakers >= _SPEAKERS or bool(questions and speakers) or met or self._talks()

    @cached_property
    def _questions(self) -> int:
        return sum(bool(block.heading and _QUESTION.match(block.text)) for block in self.blocks)

    @property
    def asks(self) -> bool:
        """Whether headings ask, or several of the first and last paragraphs."""
        return bool(self._questions) or sum(block.text.rstrip().endswith("?") for block in self.edges) >= _QUESTIONS

    def _talks(self) -> bool:
        """Whether a note says that this is a talk; a word for talks needs a question besides."""
        if not holds_any(self.edge_text, _TALK_CUES):
            return False
        texts = [block.text for block in self.edges]
        return self.asks and any(_INTERVIEWED.search(text) or _TALK.search(text) for text in texts)


def article(text: Text, source: str, title: str, bylines: tuple[str, ...] = ()) -> Article:
    return Article(tuple(paired(tuple(_kept(text.blocks)))), text.struck, source, title, bylines, text.middle)


def lines(block: Block) -> Iterator[str]:
    """A block's sentences and lines, trimmed."""
    text, start = block.text, 0
    for end in (*(found.end() for found in _SENTENCE.finditer(text)), len(text)):
        line = " ".join(text[start:end].split())
        if line:
            yield line
        start = end


def _kept(blocks: tuple[Block, ...]) -> Iterator[Block]:
    related, skipped = False, 0
    for at, block in enumerate(blocks):
        if block.heading:
            related = bool(_RELATED.match(block.text))
        elif related and block.after_rule:
            related = False
        if related or _FURNITURE.match(block.text) or (block.quote and not _is_note(block, at, len(blocks))):
            skipped += block.skipped
            continue
        yield replace(block, skipped=block.skipped + skipped) if skipped else block
        skipped = 0


def _is_note(block: Block, at: int, count: int) -> bool:
    """A quoted paragraph at the very start or end that introduces a guest is the blog's own note."""
    if at > 1 and at < count - 2:  # the first two and the last two
        return False
    return any(rule.find(line) for rule in GUEST_RULES for line in lines(block))
