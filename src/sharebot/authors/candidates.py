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

from sharebot.authors import sights, signs
from sharebot.authors.about import is_organisation
from sharebot.authors.abroad import is_uncased
from sharebot.authors.article import Article, lines
from sharebot.authors.blocks import Block
from sharebot.authors.finds import SHOW_GUEST
from sharebot.authors.frame import TRADE_START, is_show
from sharebot.authors.names import is_generic, key, same_person, tidy, without_lead, without_title
from sharebot.authors.phrases import name_alone
from sharebot.authors.sights import HEAD, LABEL, LONGEST, TAIL, Sight

_ENOUGH = 5
"""What the signals must come to."""
_SURE, _BAD = 8, -3
"""What is needed for somebody whom another place names as anything else, and how much must speak against her there."""
_MOST = 40
"""Names that are looked at; an entry that names more people at its edges is a list of them."""


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


SIGNALS: tuple[Signal, ...] = (
    Signal("thanked-for-writing", 5, sights.is_thanked_for_it),
    Signal("asked-to-write", 5, sights.is_asked_for_it),
    Signal("asked-to-tell", 2, sights.is_asked_to_tell),
    Signal("introduced", 4, sights.is_introduced),
    Signal("hands-over", 4, sights.hands_over),
    Signal("under-author-heading", 4, sights.is_labelled),
    Signal("says-writing", 3, sights.says_writing),
    Signal("writes-this-piece", 2, sights.writes_this_piece),
    Signal("agent-of-writing", 3, sights.is_agent),
    Signal("called-guest", 3, sights.is_called_guest),
    Signal("called-author", 2, sights.is_called_author),
    Signal("called-the-author-beside", 2, sights.is_apposition),
    Signal("not-the-bloggers", 4, sights.is_not_mine),
    Signal("pen-sign", 5, lambda sight: bool(signs.PEN.match(sight.before))),
    Signal("opens-the-entry", 3, sights.opens),
    Signal("holds-the-opinions", 5, sights.holds_opinions),
    Signal("is-said-to-write", 4, sights.is_said_to_write),
    Signal("signs", 3, sights.signs_off),
    Signal("after-greeting", 2, sights.after_greeting),
    Signal("first-name-signs", 3, sights.signs_by_first_name),
    Signal("heads-biography", 2, sights.heads_bio),
    Signal("guest-announced", 2, lambda sight: sight.announced),
    Signal("set-apart", 1, sights.is_apart),
    Signal("named-twice", 1, sights.is_named_twice),
    Signal("article-in-first-person", 1, sights.in_first_person),
    Signal("shows-where-to-find", 1, sights.shows_where),
    Signal("another-part", -6, sights.has_another_part),
    Signal("another-time", -7, sights.is_of_another_time),
    Signal("named-in-the-article", -4, sights.in_picture),
    Signal("named-in-the-title", -4, lambda sight: bool(set(key(sight.name)) & set(key(sight.article.title)))),
    Signal("told-in-a-clause", -6, lambda sight: bool(signs.UNDER_A_WORD.search(sight.before))),
    Signal("others-write-of-her", -6, lambda sight: bool(signs.OTHERS_WRITE.search(sight.before))),
    Signal("spoken-about", -6, lambda sight: bool(signs.ABOUT.search(sight.before))),
    Signal("guest-of-a-show", -6, lambda sight: bool(SHOW_GUEST.search(sight.sentence))),
    Signal("possessed", -4, lambda sight: bool(signs.POSSESSED.match(sight.after))),
    Signal("told-of", -5, lambda sight: bool(signs.TOLD.match(sight.after))),
    Signal("wrote-in-a-book", -6, lambda sight: bool(signs.IN_A_BOOK.search(sight.sentence))),
    Signal("addressed", -7, lambda sight: bool(signs.TO_SOMEBODY.match(sight.before))),
    Signal("subject-of-the-entry", -6, sights.is_subject),
    Signal("entry-portrays", -5, lambda sight: sight.article.is_portrait),
    Signal("one-of-many", -4, sights.is_one_of_many),
    Signal("under-a-quotation", -7, lambda sight: sight.block.after_quote and sight.alone),
)
"""All that speaks for and against, with its weight."""

_LED = frozenset(
    {
        "hands-over",
        "opens-the-entry",
        "holds-the-opinions",
        "is-said-to-write",
        "not-the-bloggers",
        "pen-sign",
        "introduced",
        "first-name-signs",
        "thanked-for-writing",
        "asked-to-write",
        "under-author-heading",
        "agent-of-writing",
        "called-guest",
        "called-author",
        "signs",
        "says-writing",
        "heads-biography",
    }
)
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
        for seen in self._by_person():
            best = max((_weighed(sight) for sight in seen), key=lambda one: one.score)
            doubted = _is_spoken_of_before(seen, best) or min(_against(sight) for sight in seen) <= _BAD
            if best.score >= (_SURE if doubted else _ENOUGH) and _LED & set(best.signals):
                found.append(best)
                found += self._together(next(sight for sight in seen if sight.at == best.at), best)
        return found

    def speaks_against(self, name: str) -> bool:
        """Whether an edge names the person as anything else than the author, and nothing there outweighs it."""
        seen = [sight for sight in self._sights if same_person(name, sight.name)]
        return any(_against(sight) <= _BAD for sight in seen) and all(_weighed(sight).score < _SURE for sight in seen)

    def _by_person(self) -> Iterator[list[Sight]]:
        people: dict[str, list[Sight]] = {}
        for sight in self._sights:
            known = next((name for name in people if same_person(name, sight.name)), sight.name)
            people.setdefault(known, []).append(sight)
        yield from people.values()

    def _together(self, sight: Sight, guest: Candidate) -> Iterator[Candidate]:
        """Those of the blog who are said to have written together with the guest."""
        if not {"says-writing", "agent-of-writing", "introduced"} & set(guest.signals):
            return
        for one in self.known:
            first, second = sorted((one, sight.name), key=sight.sentence.find)
            between = sight.sentence[sight.sentence.find(first) + len(first) : sight.sentence.find(second)]
            if one in sight.sentence and one != sight.name and signs.AND_BETWEEN.fullmatch(between):
                yield Candidate(one, guest.at, guest.score, ("together", *guest.signals))

    @cached_property
    def announced(self) -> bool:
        """Whether the entry says that a guest wrote it: by its by-line, or by a line at its edge that names nobody."""
        return bool(signs.GUESTLY.search(self.generic) or signs.READERS.search(self.generic)) or any(
            signs.SAYS_WRITING.search(block.text)
            and signs.GUESTLY.search(block.text)
            and not any(self._people(block.text))
            for _, block in self._edges()
            if len(block.text) <= LABEL
        )

    def _edges(self) -> Iterator[tuple[int, Block]]:
        last = len(self.article.blocks) - TAIL
        for at, block in enumerate(self.article.blocks):
            if (at < HEAD or at >= last or block.boxes) and len(block.text) <= LONGEST:
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
        for found in signs.NAMES.finditer(text):
            alone = name_alone(found[0], text[: found.start()], text[found.end() :])
            name = without_lead(tidy(alone)) or tidy(alone.partition(" ")[2])
            name = signs.LEADING_AUTHOR.sub("", name)
            start = text.find(name, found.start())
            if start >= 0 and self._may_be_person(name):
                yield name, start

    def _sight(self, name: str, at: int, block: Block, sentence: str, start: int) -> Sight:
        before, after = sentence[:start], sentence[start + len(name) :]
        heads = not signs.LETTER.search(without_title(block.text[: block.text.find(name)]))
        said = block.text if heads or (at < HEAD and sights.stands_apart(block)) else sentence
        if block.heading and heads and at + 1 < len(self.article.blocks):
            said = f"{said}\n{self.article.blocks[at + 1].text}"
        return Sight(name, at, block, sentence, before, after, said[:LONGEST], self.announced, self.article)

    def _may_be_person(self, name: str) -> bool:
        if len(key(name)) < 2 or TRADE_START.match(name) or is_organisation(name) or is_generic(name, self.blog_name):  # noqa: PLR2004 two words
            return False
        if is_uncased(name) or name.startswith(("bin ", "zu ")):
            return False  # any words could be one; "ich bin zu Gast"
        return not set(key(name)) <= set(key(self.blog_name)) and not any(same_person(name, one) for one in self.known)


def _is_spoken_of_before(seen: Sequence[Sight], best: Candidate) -> bool:
    """Whether the first paragraphs name the person otherwise than as a writer: then the last ones tell of a subject."""
    before = [sight for sight in seen if sight.at < min(HEAD, best.at)]
    return bool(before) and not any(_SAID & set(_weighed(sight).signals) for sight in before)


_SAID = frozenset(
    {
        "hands-over",
        "introduced",
        "opens-the-entry",
        "is-said-to-write",
        "not-the-bloggers",
        "pen-sign",
        "thanked-for-writing",
        "asked-to-write",
        "asked-to-tell",
        "agent-of-writing",
        "called-guest",
        "called-author",
        "says-writing",
    }
)


def _against(sight: Sight) -> int:
    return sum(
        signal.weight for signal in SIGNALS if signal.weight < 0 and signal.name in _PLAIN and signal.holds(sight)
    )


_PLAIN = frozenset(
    {
        "another-part",
        "another-time",
        "told-of",
        "told-in-a-clause",
        "others-write-of-her",
        "spoken-about",
        "guest-of-a-show",
        "wrote-in-a-book",
        "addressed",
        "subject-of-the-entry",
    }
)
"""What speaks against somebody whom the frame names, too; the rest it has looked at itself."""


def _weighed(sight: Sight) -> Candidate:
    held = [signal for signal in SIGNALS if signal.holds(sight)]
    return Candidate(sight.name, sight.at, sum(one.weight for one in held), tuple(one.name for one in held))
