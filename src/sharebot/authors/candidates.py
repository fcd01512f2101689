"""Who may have written it where no plain credit says so: what speaks for and against everybody the edges name.

Blogs have no end of wordings for "she wrote this". So nothing here is a sentence: each signal is a fact about the place
of a name (alone under a greeting, at the head of the last paragraph, under a heading) or about the kind of words in its
sentence (writing, guests, roles of others). Signals for and against are added up; one alone never suffices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import regex

from sharebot.authors.about import is_organisation
from sharebot.authors.article import Article, lines
from sharebot.authors.bios import SUBJECT_OF_NOTE, begins_with, bio
from sharebot.authors.frame import (
    ANOTHER_PART,
    FIRST_PERSON,
    MERE_GUEST,
    SAYS_WRITING,
    THIS,
    TRADE_START,
    WRITES,
    is_show,
)
from sharebot.authors.introductions import (
    ASKS,
    AUTHOR,
    CLOSINGS,
    FOLLOWS,
    FOR,
    FOR_THIS,
    HALF,
    NOT_AN_AUTHOR,
    THANKS,
    TO_TELL,
    TO_WRITE,
)
from sharebot.authors.markup import Block
from sharebot.authors.names import NAME, is_generic, key, same_person, tidy, without_lead
from sharebot.authors.people import SHOW_GUEST, is_of_another_time
from sharebot.authors.phrases import GUEST, GUEST_ROLE, PIECE, name_alone
from sharebot.authors.words import ELSEWHERE, ROLES

_HEAD, _TAIL = 3, 6
"""Paragraphs at the start and the end in which a blog names its guests."""
_LONGEST = 600
"""Characters of a paragraph that can be about who wrote."""
_ENOUGH = 5
"""What the signals must come to. No single one weighs as much, but for thanks for the writing of this very text."""


_SURE, _BAD = 8, -3
"""What is needed for somebody whom another place of the edges names as anything else, and how much speaks against it."""


_MOST = 40
"""Names that are looked at; an entry that names more people at its edges is a list of them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A name where it stands: `said` is what is said of it, `before` and `after` the rest of its sentence."""

    name: str
    at: int
    block: Block
    sentence: str
    before: str
    after: str
    said: str
    announced: bool  # the entry says that a guest wrote it, without a name there
    article: Article

    @property
    def heads(self) -> bool:
        """Whether the paragraph begins with the name."""
        return not _LETTER.search(self.block.text[: self.block.text.find(self.name)])

    @property
    def alone(self) -> bool:
        """Whether a line holds nothing but the name, perhaps with a dash before it and what she is after a comma."""
        return bool(_ALONE_BEFORE.match(self.before) and _ALONE_AFTER.match(self.after))

    @property
    def neighbours(self) -> Iterator[str]:
        """The paragraphs right before and after."""
        blocks = self.article.blocks
        yield from (blocks[at].text for at in (self.at - 1, self.at + 1) if 0 <= at < len(blocks))

    @property
    def late(self) -> bool:
        return self.at >= len(self.article.blocks) - _TAIL


@dataclass(frozen=True, slots=True)
class Signal:
    """A fact about a name that speaks for (a positive weight) or against its being the author's."""

    name: str
    weight: int
    holds: Callable[[Sight], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for whom enough speaks; `signals` are the names of what did."""

    name: str
    at: int
    score: int
    signals: tuple[str, ...]


_LETTER = regex.compile(r"\p{L}")
_ALONE_BEFORE = regex.compile(rf"^[\s–—~*•/|(\[-]*(?:(?i:xo\p{{L}}*|x+|gez\.|signed|by|from|{CLOSINGS})[,.:]?\s+|{NAME}\s*(?:and|&|und|y|et|e|en|,)\s+)?$")
_ALONE_AFTER = regex.compile(rf"^[\s.*~)\]]*(?:x{{1,3}}\s*)?$|^\s*(?:and|&|und|y|et|e|en|,)\s+(?:{NAME})\s*$|"
    r"^\s*[,(|][^.@!?]{1,80}[.)]?$")
_GUESTLY = regex.compile(rf"(?i)(?<!\p{{L}})(?:{GUEST}|gast\p{{L}}*|{GUEST_ROLE})(?!\p{{L}})")
_READERS = regex.compile(
    r"(?i)\b(?:readers?|contribut\w+|volunteers?|members?|leser\w*|lect(?:eur|rice)s?|lector\w*|lettor\w*|leitor\w*|lezers?|colabora\w+|collabora\w+)\b"
)
_AUTHORLY = regex.compile(rf"(?i)(?<!\p{{L}})(?:{AUTHOR})(?!\p{{L}})(?!\s+(?:of|von|de|di|van|des|del|della)\s+(?!(?:this|these)\b))")
_WRITING = regex.compile(rf"(?i)(?<!\p{{L}})(?:{WRITES})(?!\p{{L}})")
_OF_THIS = regex.compile(rf"(?i)(?<!\p{{L}})(?:{THIS}|{HALF})(?![\p{{Latin}}\p{{Cyrillic}}])")
_AGENT = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{WRITES})(?:\s+\p{{Ll}}+)?\s+(?:by|por|par|von|da|door|van|de|di)\s+(?:[\p{{Ll}}’'-]+,?\s+){{0,7}}$|"
    rf"(?i)(?<!\p{{L}})(?:{PIECE})\s+(?:unserer|unseres|meiner|meines|einer|eines)\s+(?:\p{{L}}+\s+)?$"
)
_THANKED = regex.compile(rf"(?i)\b(?:{THANKS})\b[^.!?]{{0,50}}$")
_FOR_WRITING = regex.compile(rf"(?i)^(?:(?!\b{FOR}\b)[^.!?]){{0,60}}?\b(?:{FOR_THIS})")
_NOT_US = r"(?!\s+(?:me|us|mich|mir|uns|moi|nous|mij|ons)\b)"
_ASKED_BEFORE = regex.compile(rf"(?i)(?<!\b(?:me|mi ha|m['’]a|nos)\s+)\b(?:{ASKS})\b{_NOT_US}[^.!?]{{0,60}}$")
_ASKED_AFTER = regex.compile(
    rf"(?i)^[^.!?]{{0,80}}?\b(?:I|we|and|und|et|y|e|en|ich|wir|je|nous|wij|was|were|wurde|fue|è stata|a été)\s+"
    rf"(?:(?:have|had|then|so|just|habe[n]?|l['’]ai|l['’]avons|le|la|gli|lo|heb(?:ben)?)\s+)?(?:{ASKS})\b{_NOT_US}"
)
_TELL_AFTER = regex.compile(rf"(?i)\b(?:{TO_TELL})(?!\p{{L}})")
_FOLLOWS = regex.compile(rf"(?i)(?<!\p{{L}})(?:{FOLLOWS})(?!\p{{L}})")
_HERE = regex.compile(r"(?i)^\W*(?:today|below|here|heute|hier|unten|aujourd['’]hui|ici|hoy|aquí|oggi|qui|hoje|aqui|vandaag)\s*[,:]\s*$")
_ON_A_TOPIC = regex.compile(r"(?i)^\s+(?:on|über|sur|sobre|su|over)\s+\p{Ll}")
_WRITES_THIS = regex.compile(
    rf"(?i)^[^.!?;:]{{0,60}}?(?<!\p{{L}})(?:{WRITES})\s+(?:\p{{Ll}}+\s+){{0,2}}(?:{THIS})\s+(?:\p{{Ll}}+\s+)?(?:{PIECE})(?!\p{{L}})"
)
_PART_IN_IT = regex.compile(
    rf"(?i)^(?:\s*\([^)]*\)|,[^.,]{{1,60}},)?\s+(?:(?:has|have|also|kindly|hat|ha|a)\s+)*(?:(?:is|was|ist|war|est|es|é|è)\s+(?:the|der|die|le|la|el|o|a|il)\s+"
    rf"(?:{ROLES})\s+(?:of|for|behind|von|de|di|van)\b|(?:(?:is|was|wird|est|es|è|é)\s+(?:quoted|pictured|seen|shown|mentioned|interviewed|thanked|zitiert|citée?|citad[oa])|replied|responded|commented|answered|read|reads|lent|shot|drew|spoke|sang|brought|built|"
    rf"taught|helped|translated|edited|illustrated|narrated|recorded|took(?! (?:over|up|the (?:pen|blog|keyboard|floor)))|made)\b)"
)
_UNDER_A_WORD = regex.compile(
    r"(?i)(?<!\p{L})(?:when|while|after|before|since|if|unless|than|als|wenn|nachdem|bevor|quand|après|cuando|después|quando|dopo|toen)\s+$"
)
_ARTICLES = r"(?:the|our|its|whose|today['’]s|this week['’]s|der|die|unser\p{L}*|deren|dessen|le|la|l['’]|notre|el|nuestr[oa]|su|il|lo|o|a|noss[oa]|de|onze)"
_AUTHOR_BEFORE = regex.compile(rf"(?i)(?<!\p{{L}}){_ARTICLES}\s*(?:{AUTHOR}|{GUEST_ROLE}),?\s*$")
_THE_AUTHOR_BEFORE = regex.compile(rf"(?i)^\W*{_ARTICLES}\s*(?:{AUTHOR}|{GUEST_ROLE}),?\s*$")
_NOT_MINE = regex.compile(
    r"(?i)(?:(?:\bnot|n['’]t) (?:mine|by me|my own|written by me|my (?:words|work))|\bdid(?: not|n['’]t) write (?:this|it)|\bnicht von mir|\b"
    r"pas de moi|no es (?:mío|mía)|non è mi[oa]|niet van mij|não é meu|não fui eu)\b"
)
_OPINIONS = regex.compile(
    r"(?i)\b(?:opinions?|views|ansichten|meinung(?:en)?|opiniones|opinioni|opiniões|meningen)\b[^.!?]{0,60}\b(?:are|is|sind|sont|son|sono|são|zijn)\b[^.!?]{0,20}$"
)
_THOSE_OF = regex.compile(r"(?i)\b(?:those of|die von|ceux de|celles de|l[ao]s de|quelle di|as de|die van)\s+$")
_WRITES_NAME = regex.compile(
    r"(?i)(?:^\W*|[;:,.]\s*|\b(?:es|hier|heute|hoy|oggi|hoje|vandaag|qui|aquí|aqui)\s+(?:\p{Ll}+\s+)?)"
    r"(?:es schreibt|schreibt|escribe|scrive|escreve|schrijft|assina|firma|signe)\s+(?:\p{L}[\p{Ll}’']*,?\s+){0,4}$"
)
_TAKE_IT = regex.compile(
    r"(?i)\b(?:take it away|over to you|the floor is yours|bühne frei(?: für)?|la parole est à|place à|tiene la palabra|la parola a|a palavra a|"
    r"het woord is aan)[,:]?\s+(?:\p{Ll}+\s+){0,3}$"
)
_EXPLAINS = regex.compile(
    r"(?i)^,?\s+(?:explains?|reports?|investigates?|writes|remembers|erklärt|erzählt|berichtet|schreibt|raconte|explique|écrit|explica|cuenta|escribe|"
    r"spiega|racconta|scrive|conta|escreve|vertelt|schrijft|legt uit)(?:\s+(?:why|how|what|warum|wie|pourquoi|comment|por qué|cómo|perché|come|por que|"
    r"como|waarom|hoe|us|uns|nous|nos|ci|ons)\b[^.!?]{0,60})?\s*[.:!]?$"
)
_LED_IN = regex.compile(r"^\W*(?!(?:I|We|My|Our|Ich|Wir|Je|Nous)\b)\p{Lu}[^.!?@]{4,80},\s*$")
_PEN = regex.compile(r"(?i)^\W*[✍🖊🖋📝]\W*$|\b(?:words|texte?|texto|testo|tekst)\s*(?:©|copyright|\(c\))\s*$")
_OTHERWISE = regex.compile(
    rf"(?i)^\s+(?:\p{{Ll}}+\s+)?(?!(?:{WRITES}|shares|brings|offers|gave|tells|sent)(?!\p{{L}}))\p{{Ll}}+\s+(?:this|the|our|diesen|dieses|ce|cet|este|questo|dit|deze)\s+"
    rf"(?:\p{{Ll}}+\s+)?(?!blogs?\b|pages?\b)(?:{PIECE})\b"
)
_THIS_PIECE = regex.compile(rf"(?i)(?<!\p{{L}})(?:{THIS})\s+(?:\p{{Ll}}+\s+)?(?:{PIECE})(?!\p{{L}})")
_IN_IT = regex.compile(
    r"(?i)^\s+(?:is|was|are|ist|war|est|es|è|é)\b[^.!?]{0,40}\b(?:in|of|behind|von|de|del|della|du) (?:the|this|my|our|der|dieser|cette|l['’]|la|el) "
    r"(?:story|pictures?|photos?|film|recipe|song|idea|title|poem|novel)\b"
)
_ONCE = regex.compile(
    rf"(?i)\b(?:once|(?:an?|\d+|two|three|some|many) (?:year|month)s? ago|back in \d{{4}}|einst|jadis|una vez|un tempo|ooit)\s+(?:{WRITES})\b|"
    rf"\b(?:{WRITES})\b[^.!?]{{0,40}}\b(?:(?:year|month)s? ago|back in \d{{4}}|in (?:19|20)\d\d)\b"
)
_LEADING_AUTHOR = regex.compile(rf"(?i)^(?:{AUTHOR}|{GUEST_ROLE})\s+(?=\S+\s+\S)")
_WRITE_AFTER = regex.compile(rf"(?i)\b(?:{TO_WRITE})\b")
_BIO_GOES_ON = regex.compile(
    r"^(?:\s*\([^)]*\)|,[^.,]{1,60},)?(?:[.:–—,]\s+\S|\s+[–—|·-]\s+\S|\s*\n)"
)
_ELSEWHERE = regex.compile(rf"(?i)(?<!\p{{L}})(?:{ELSEWHERE})(?!\p{{L}})")
_IN_A_BOOK = regex.compile(
    r"(?i)\b(?:writes|wrote|schreibt|schrieb|écrit|escribe|escribió|scrive|scrisse|escreve|escreveu|schrijft|schreef)\b"
    r"(?:,? (?:that|dass|que|qu['’]|che|dat)\b|[^.!?]{0,30}\b(?:about (?:this|it|that)\b|on (?:his|her|their) (?:own )?(?:blog|site|website|newsletter)|"
    r"in (?:his|her|their|the|a|an|ihrem|seinem|einem|zijn|haar)|dans (?:son|sa|ses)|en su|nel suo|nella sua|no seu|na sua)\b)"
)
_TOLD = regex.compile(r"(?i)^\s*(?:said|says|told|tells|replied|laughed|died|was born|won|passed away|'s|’s)\b")
_ROLE_AFTER = regex.compile(rf"(?i)^\s*[(\[,–—:-]\s*(?:the |our |die |der |le |la |el |il |o |a )?(?:{NOT_AN_AUTHOR}|{ROLES})\b")
_TO_SOMEBODY = regex.compile(r"(?i)^\W*(?:for|to|dear|in memory of|für|liebe[rs]?|lieve|an|pour|à|cher|chère|para|a|querid[oa]|estimad[oa]|per|car[oa]|voor|aan)\s*$")
_POSSESSED = regex.compile(r"^['’]s?\s+(?!(?:guest|turn|debut|first|own)\b)\p{L}")
_CONTACT = regex.compile(r"@\w|https?:|\b(?:twitter|instagram|mastodon|bluesky|linkedin|threads)\b", regex.I)
_CLOSING = regex.compile(rf"(?i)^\W*(?:{CLOSINGS})[^.?:]{{0,30}}$")
_AND_BETWEEN = regex.compile(r"[^.!?;:,]{0,40}\s(?:and|with|und|mit|y|con|et|avec|e|com|en|met|&)\s[^.!?;:,]{0,30}")
_LABEL_END = regex.compile(r"[:：]\s*$")
_NAMES = regex.compile(rf"(?<![\p{{L}}\p{{N}}@_./#-])(?:{NAME})")


def _says_writing(sight: Sight) -> bool:
    return bool(_WRITING.search(sight.said) and _OF_THIS.search(sight.said))


def _is_one_of_many(sight: Sight) -> bool:
    """Whether the paragraphs beside it begin with other names: a list of people or places, not of authors."""
    if not sight.heads or sight.block.heading or (sight.alone and sight.announced) or _is_labelled(sight) or _says_writing(sight):
        return False
    return any(_NAMES.match(text.lstrip(" –—~*•-")) and sight.name not in text for text in sight.neighbours)


def _writes_this_piece(sight: Sight) -> bool:
    """Whether the name stands between the piece and the verb, or the verb and the piece follow the name."""
    around = _THIS_PIECE.search(sight.before) and _WRITING.search(sight.after)
    return bool(around or _WRITES_THIS.match(sight.after))


def _is_agent(sight: Sight) -> bool:
    return bool(_AGENT.search(sight.before))


def _is_thanked_for_it(sight: Sight) -> bool:
    return bool(_THANKED.search(sight.before) and _FOR_WRITING.search(sight.after))


def _is_asked_for_it(sight: Sight) -> bool:
    return _is_asked(sight) and bool(_WRITE_AFTER.search(sight.after))


def _quotes_next(sight: Sight) -> bool:
    following = sight.article.blocks[sight.at + 1 : sight.at + 2]
    return any(block.after_quote or block.text[:1] in "“„«\"‘" for block in following)


def _is_asked_to_tell(sight: Sight) -> bool:
    return _is_asked(sight) and bool(_TELL_AFTER.search(sight.after))


def _is_asked(sight: Sight) -> bool:
    return bool(_ASKED_BEFORE.search(sight.before) or _ASKED_AFTER.search(sight.after))


def _is_introduced(sight: Sight) -> bool:
    """Whether a note before the text names whose it is: "Below, Jane Roe on bees", "…; what follows is a page of it"."""
    if sight.at >= _HEAD:
        return False
    if _TAKE_IT.search(sight.before) or (_EXPLAINS.match(sight.after) and not _quotes_next(sight)):
        return True
    return bool(_HERE.match(sight.before) and _ON_A_TOPIC.match(sight.after)) or bool(_FOLLOWS.search(sight.sentence))


def _is_called_guest(sight: Sight) -> bool:
    return bool(_GUESTLY.search(MERE_GUEST.sub("", sight.said)))


def _is_called_author(sight: Sight) -> bool:
    return bool(_AUTHORLY.search(sight.said))


def _is_labelled(sight: Sight) -> bool:
    """Whether the nearest line above that ends with a colon, or heading, speaks of who wrote."""
    if sight.article.under_author_heading(sight.at):
        return True
    for above in range(sight.at - 1, max(-1, sight.at - 4), -1):
        text = sight.article.blocks[above].text
        if _LABEL_END.search(text):
            return len(text) <= _LABEL and bool(_GUESTLY.search(text) or _AUTHORLY.search(text) or _WRITING.search(text))
    return False


_LABEL = 90
"""Characters of a line that announces names below it."""


def _signs(sight: Sight) -> bool:
    if not (sight.late and sight.alone) or sight.block.heading or sight.block.after_quote:
        return False
    return sight.announced or not sight.after.strip(" .*~)]x") or _LETTER.search(sight.before) is not None or sight.before.strip() != ""


def _after_greeting(sight: Sight) -> bool:
    lines_before = sight.block.text[: sight.block.text.find(sight.name)].strip().splitlines()
    above = sight.article.blocks[sight.at - 1].text if sight.at else ""
    return sight.alone and bool(_CLOSING.match(lines_before[-1] if lines_before else above))


def _signs_by_first_name(sight: Sight) -> bool:
    """Whether one of the last lines is her first name alone."""
    first = sight.name.split()[0]
    ends = (block.text.strip(" –—-~*x.\n") for block in sight.article.blocks[-_TAIL:])
    return any(end == first for end in ends)


def _heads_bio(sight: Sight) -> bool:
    """Whether a late paragraph begins with the name, or with "the author" and the name, and goes on like a biography."""
    if not sight.late:
        return False
    if not sight.heads:
        led_in = _LED_IN.match(sight.before) and not _NAMES.search(sight.before)
        if led_in and _stands_apart(sight.block) and sight.block.text.startswith(sight.before):
            return True
        return bool(_THE_AUTHOR_BEFORE.match(sight.before)) and sight.block.text.startswith(sight.before)
    text = sight.block.text.lstrip("[(* ")
    return bool(begins_with(text) or bio(text) or _BIO_GOES_ON.match(sight.after) or _is_name_heading(sight))


def _is_name_heading(sight: Sight) -> bool:
    return sight.block.heading and sight.late and sight.alone and sight.at + 1 < len(sight.article.blocks)


def _is_apposition(sight: Sight) -> bool:
    """`its author, Jane Roe` and `die Autorin Jane Roe`."""
    if not (sight.late or _THIS_PIECE.search(sight.sentence)):
        return False
    return bool(_AUTHOR_BEFORE.search(sight.before)) and not sight.article.describes_work(sight.at)


def _opens(sight: Sight) -> bool:
    return sight.at == 0 and sight.alone and not sight.block.after_quote


def _holds_opinions(sight: Sight) -> bool:
    """`The opinions in this post are Jane Roe’s own`."""
    return bool(_OPINIONS.search(sight.before)) and (sight.after[:1] in "'’" or bool(_THOSE_OF.search(sight.before)))


def _is_said_to_write(sight: Sight) -> bool:
    return bool(_WRITES_NAME.search(sight.before))


def _is_not_mine(sight: Sight) -> bool:
    return bool(_NOT_MINE.search(sight.block.text))


def _is_apart(sight: Sight) -> bool:
    return _stands_apart(sight.block)


def _stands_apart(block: Block) -> bool:
    return block.italic or block.after_rule or block.heading or bool(block.boxes) or block.text.strip()[:1] in "[(*"


def _is_named_twice(sight: Sight) -> bool:
    """In a note before the text, and after it."""
    blocks = sight.article.blocks
    head, tail = blocks[:_HEAD], blocks[max(_HEAD, len(blocks) - _TAIL) :]
    notes = (one for one in head if sight.name in one.text and len(one.text) <= _LONGEST)
    noted = any(_stands_apart(one) or SAYS_WRITING.search(one.text) for one in notes)
    return noted and any(sight.name in one.text for one in tail)


def _in_first_person(sight: Sight) -> bool:
    others = (block.text for at, block in enumerate(sight.article.blocks) if at != sight.at and sight.name not in block.text)
    return any(FIRST_PERSON.search(text[:_LONGEST]) for text in others)


def _shows_where(sight: Sight) -> bool:
    return bool(sight.block.links) or bool(_CONTACT.search(sight.block.text))


def _in_picture(sight: Sight) -> bool:
    """Whether the article itself names the person: then it is about her or him, or only quotes."""
    last = sight.name.rsplit(maxsplit=1)[-1]
    blocks = sight.article.blocks
    inner = (block.text for at, block in enumerate(blocks[2:-4], 2) if at != sight.at and not block.boxes)
    return any(last in text for text in inner) or sight.article.says_in_middle(last)


def _tells_and_signs(sight: Sight) -> bool:
    return _is_asked_to_tell(sight) and _signs_by_first_name(sight)


def _has_another_part(sight: Sight) -> bool:
    """Whether the words beside it give the person another part in it than writing."""
    if _is_thanked_for_it(sight) or _is_asked_for_it(sight) or _is_agent(sight) or _tells_and_signs(sight):
        return False
    return bool(ANOTHER_PART.search(sight.before) or _ROLE_AFTER.match(sight.after) or _plays_a_part(sight.after))


def _is_of_another_time(sight: Sight) -> bool:
    """Whether the sentence speaks of something read or written at another time."""
    text = sight.sentence
    return is_of_another_time(text) or bool(_ELSEWHERE.search(text) or _ONCE.search(text))


def _plays_a_part(after: str) -> bool:
    return any(pattern.match(after) for pattern in (_PART_IN_IT, _OTHERWISE, _IN_IT))


def _is_subject(sight: Sight) -> bool:
    """Whether a note presents, welcomes or congratulates the person."""
    last = sight.name.rsplit(maxsplit=1)[-1]
    edges = (*sight.article.blocks[:_HEAD], *sight.article.blocks[-_TAIL:])
    return any(last in one.text and len(one.text) <= _LONGEST and SUBJECT_OF_NOTE.search(one.text) for one in edges)


SIGNALS: tuple[Signal, ...] = (
    Signal("thanked-for-writing", 5, _is_thanked_for_it),
    Signal("asked-to-write", 5, _is_asked_for_it),
    Signal("asked-to-tell", 2, _is_asked_to_tell),
    Signal("introduced", 4, _is_introduced),
    Signal("under-author-heading", 4, _is_labelled),
    Signal("says-writing", 3, _says_writing),
    Signal("writes-this-piece", 2, _writes_this_piece),
    Signal("agent-of-writing", 3, _is_agent),
    Signal("called-guest", 3, _is_called_guest),
    Signal("called-author", 2, _is_called_author),
    Signal("called-the-author-beside", 2, _is_apposition),
    Signal("not-the-bloggers", 4, _is_not_mine),
    Signal("pen-sign", 5, lambda sight: bool(_PEN.match(sight.before))),
    Signal("opens-the-entry", 3, _opens),
    Signal("holds-the-opinions", 5, _holds_opinions),
    Signal("is-said-to-write", 4, _is_said_to_write),
    Signal("signs", 3, _signs),
    Signal("after-greeting", 2, _after_greeting),
    Signal("first-name-signs", 3, _signs_by_first_name),
    Signal("heads-biography", 2, _heads_bio),
    Signal("guest-announced", 2, lambda sight: sight.announced),
    Signal("set-apart", 1, _is_apart),
    Signal("named-twice", 1, _is_named_twice),
    Signal("article-in-first-person", 1, _in_first_person),
    Signal("shows-where-to-find", 1, _shows_where),
    Signal("another-part", -6, _has_another_part),
    Signal("another-time", -7, _is_of_another_time),
    Signal("named-in-the-article", -4, _in_picture),
    Signal("named-in-the-title", -4, lambda sight: bool(set(key(sight.name)) & set(key(sight.article.title)))),
    Signal("told-in-a-clause", -6, lambda sight: bool(_UNDER_A_WORD.search(sight.before))),
    Signal("guest-of-a-show", -6, lambda sight: bool(SHOW_GUEST.search(sight.sentence))),
    Signal("possessed", -4, lambda sight: bool(_POSSESSED.match(sight.after))),
    Signal("told-of", -5, lambda sight: bool(_TOLD.match(sight.after))),
    Signal("wrote-in-a-book", -6, lambda sight: bool(_IN_A_BOOK.search(sight.sentence))),
    Signal("addressed", -7, lambda sight: bool(_TO_SOMEBODY.match(sight.before))),
    Signal("subject-of-the-entry", -6, _is_subject),
    Signal("entry-portrays", -5, lambda sight: sight.article.is_portrait),
    Signal("one-of-many", -4, _is_one_of_many),
    Signal("under-a-quotation", -7, lambda sight: sight.block.after_quote and sight.alone),
)
"""All that speaks for and against, with its weight."""

_LED = frozenset({"opens-the-entry", "holds-the-opinions", "is-said-to-write", "not-the-bloggers", "pen-sign", "introduced", "first-name-signs", "thanked-for-writing", "asked-to-write", "under-author-heading", "agent-of-writing", "called-guest", "called-author", "signs", "says-writing", "heads-biography"})
"""Without one of these the others only say that somebody is named."""


@dataclass
class Candidates:
    """An article's edges read for people who are not of the blog."""

    article: Article
    known: Sequence[str]  # staff and by-lines: whoever of the blog stands there
    blog_name: str
    generic: str  # the by-line if it names nobody

    def authors(self) -> list[Candidate]:
        """Those for whom enough speaks, in the order of the text; nobody where the entry asks or portrays somebody."""
        if self.article.is_interview or is_show(self.article):
            return []
        found: list[Candidate] = []
        for sights in self._by_person():
            best = max((_weighed(sight) for sight in sights), key=lambda one: one.score)
            worst = min(_against(sight) for sight in sights)
            if best.score >= (_SURE if worst <= _BAD else _ENOUGH) and _LED & set(best.signals):
                found.append(best)
                found += self._together(next(sight for sight in sights if sight.at == best.at), best)
        return found

    def speaks_against(self, name: str) -> bool:
        """Whether an edge names the person as anything else than the author, and nothing there outweighs it."""
        sights = [sight for sight in self._sights if same_person(name, sight.name)]
        return any(_against(sight) <= _BAD for sight in sights) and all(_weighed(sight).score < _SURE for sight in sights)

    def _by_person(self) -> Iterator[list[Sight]]:
        people: dict[str, list[Sight]] = {}
        for sight in self._sights:
            known = next((name for name in people if same_person(name, sight.name)), sight.name)
            people.setdefault(known, []).append(sight)
        yield from people.values()

    def _together(self, sight: Sight, guest: Candidate) -> Iterator[Candidate]:
        """Those of the blog who are said to have written together with the guest."""
        if not {"says-writing", "agent-of-writing"} & set(guest.signals):
            return
        for one in self.known:
            first, second = sorted((one, sight.name), key=sight.sentence.find)
            between = sight.sentence[sight.sentence.find(first) + len(first) : sight.sentence.find(second)]
            if one in sight.sentence and one != sight.name and _AND_BETWEEN.fullmatch(between):
                yield Candidate(one, guest.at, guest.score, ("together", *guest.signals))

    @cached_property
    def announced(self) -> bool:
        """Whether the entry says that a guest wrote it: by its by-line, or by a line at its edge that names nobody."""
        return bool(_GUESTLY.search(self.generic) or _READERS.search(self.generic)) or any(
            SAYS_WRITING.search(block.text) and _GUESTLY.search(block.text) and not any(self._people(block.text))
            for _, block in self._edges()
            if len(block.text) <= _LABEL
        )

    def _edges(self) -> Iterator[tuple[int, Block]]:
        last = len(self.article.blocks) - _TAIL
        for at, block in enumerate(self.article.blocks):
            if (at < _HEAD or at >= last or block.boxes) and len(block.text) <= _LONGEST:
                yield at, block

    @cached_property
    def _sights(self) -> list[Sight]:
        return list(islice(self._seen(), _MOST))

    def _seen(self) -> Iterator[Sight]:
        for at, block in self._edges():
            for sentence in lines(block):
                for name, start in self._people(sentence):
                    yield self._sight(name, at, block, sentence, start)

    def _people(self, text: str) -> Iterator[tuple[str, int]]:
        """Names that may be those of people who are not of the blog, with their places."""
        for found in _NAMES.finditer(text):
            alone = name_alone(found[0], text[: found.start()], text[found.end() :])
            name = without_lead(tidy(alone)) or tidy(alone.partition(" ")[2])
            name = _LEADING_AUTHOR.sub("", name)
            start = text.find(name, found.start())
            if start >= 0 and self._may_be_person(name):
                yield name, start

    def _sight(self, name: str, at: int, block: Block, sentence: str, start: int) -> Sight:
        before, after = sentence[:start], sentence[start + len(name) :]
        heads = not _LETTER.search(block.text[: block.text.find(name)])
        said = block.text if heads else sentence
        if block.heading and heads and at + 1 < len(self.article.blocks):
            said = f"{said}\n{self.article.blocks[at + 1].text}"
        return Sight(name, at, block, sentence, before, after, said[:_LONGEST], self.announced, self.article)

    def _may_be_person(self, name: str) -> bool:
        if len(key(name)) < 2 or TRADE_START.match(name) or is_organisation(name) or is_generic(name, self.blog_name):  # noqa: PLR2004 two words
            return False
        return not set(key(name)) <= set(key(self.blog_name)) and not any(same_person(name, one) for one in self.known)


def _against(sight: Sight) -> int:
    return sum(signal.weight for signal in SIGNALS if signal.weight < 0 and signal.name in _PLAIN and signal.holds(sight))


_PLAIN = frozenset({"another-part", "another-time", "told-of", "told-in-a-clause", "guest-of-a-show", "wrote-in-a-book", "addressed", "subject-of-the-entry"})
"""What speaks against somebody whom the frame names, too; the rest it has looked at itself."""


def _weighed(sight: Sight) -> Candidate:
    held = [signal for signal in SIGNALS if signal.holds(sight)]
    return Candidate(sight.name, sight.at, sum(one.weight for one in held), tuple(one.name for one in held))
