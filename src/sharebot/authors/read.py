"""Entry → claims: which credited person is said, where and in what words, to have which handle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import regex

from sharebot.authors.about import About, follow, is_person
from sharebot.authors.around import (
    OTHER_ARTS,
    bound_by,
    gives_news,
    is_about_several,
    is_of_a_name,
    names_another_platform,
    owns_something,
    respectively,
)
from sharebot.authors.article import Article, lines
from sharebot.authors.bios import card, is_author_heading
from sharebot.authors.blocks import Block
from sharebot.authors.clean import BROKEN
from sharebot.authors.credits import Credit
from sharebot.authors.frame import Frame
from sharebot.authors.grammar import Bound
from sharebot.authors.mentions import Mention, mentions
from sharebot.authors.names import first_match, is_generic, resembles
from sharebot.authors.platform import Placed, place
from sharebot.authors.sentences import Sentence, sentences
from sharebot.authors.sightings import Sighting, sightings
from sharebot.authors.speech import is_quoted
from sharebot.authors.things import may_be_of_a_thing
from sharebot.authors.tokens import Token
from sharebot.authors.voice import Voice, is_signature, naming, speaks_of_author, voice
from sharebot.model import Claim, Evidence, Level

_EDITORS_NOTE = regex.compile(
    r"(?i)^[\s\[(*]*(?:editor['’]?s?['’]? note|note from the editor|ed\.? note|a note from)\b"
)
_FOR_ANOTHER = regex.compile(
    r"(?i)\b(?:typed (?:it |this )?(?:up|out|in)|only (?:typed|posted|uploaded|published)|transcribed|dictated|"
    r"(?:typed|posted|published|uploaded|submitted) (?:here )?on behalf of|guest (?:post|author|blogger|writer)s?|"
    r"gastbeitrag|gastautor\w*|billet invité|autora? invitad[oa]|autora? convidad[oa]|"
    r"(?:piece|post|article|text|essay|letters?|words) (?:was|were|is|are) (?:written|penned|contributed|sent in) by)\b"
)


def claims_of(text: Article, credited: Sequence[Credit], others: Sequence[str] = ()) -> Iterator[Claim]:
    """All that the text claims about the credited people's handles.

    `others`: people of the blog whose words may stand beside the author's.
    """
    yield from Reader(text, credited, others).claims()


@dataclass
class Reader:
    """Reads one article for the people credited with it."""

    article: Article
    credits: Sequence[Credit]
    others: Sequence[str] = ()
    names: list[str] = field(init=False)
    boxed: dict[int, set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = [credit.name for credit in self.credits]
        self.boxed = self._owners()

    def claims(self) -> Iterator[Claim]:
        if not self.names or self._anothers():
            return
        edges = [(at, block, self.seen(block)) for at, block in self.article.numbered_edges]
        while edges and not edges[-1][2]:
            edges.pop()  # nothing is claimed after the last handle
        about = About()
        last = -2
        for at, block, seen in edges:
            number = self.article.numbers[at]
            about = self._carried(about, block, adjacent=number == last + 1)
            last = number
            named = mentions(block.text, self.names)
            if seen or named:
                yield from self._in_block(at, block, seen, list(self.sentences(block, seen, named)), about)
            else:
                about.near = about.near and len(block.text) < _PASSING
            self._note_block(about, block, named)

    # What is looked for -----------------------------------------------------------------------------------------------

    def seen(self, block: Block) -> list[Sighting]:
        return sightings(block)

    def sentences(self, block: Block, seen: Sequence[Sighting], named: Sequence[Mention]) -> Iterator[Sentence]:
        return sentences(block, seen, named)

    def placed(self, sentence: Sentence, seen: Sequence[Sighting], *, elsewhere: bool) -> dict[int, Placed]:
        return place(sentence.tokens, seen, elsewhere=elsewhere)

    # Whom it is about -------------------------------------------------------------------------------------------------

    def _anothers(self) -> bool:
        """Whether only the by-line credits anybody, and the text says that it was another's words they put up."""
        if any(credit.stated or credit.guest for credit in self.credits):
            return False
        return any(_FOR_ANOTHER.search(block.text) for block in self.article.edges)

    def _carried(self, about: About, block: Block, *, adjacent: bool) -> About:
        """What the blocks before say about whom this one is."""
        owner = self._box_owner(block)
        if owner is not None:
            return About(owner, near=True, here=True)
        kept = about.near and adjacent and not about.foreign
        return About(about.person if kept else self._sole(), near=kept)

    def _sole(self) -> int | None:
        return 0 if len(self.names) == 1 else None

    def _box_owner(self, block: Block) -> int | None:
        """The one author who is named in the nearest box around the block that names any."""
        for box in reversed(block.boxes):
            owners = self.boxed.get(box, set())
            if owners:
                return next(iter(owners)) if len(owners) == 1 else None
        return None

    def _owners(self) -> dict[int, set[int]]:
        """The authors that each box names."""
        owners: dict[int, set[int]] = {}
        for block in self.article.blocks:
            if block.boxes:
                text = block.text.casefold()
                named = {at for at, name in enumerate(self.names) if name.casefold() in text}
                for box in block.boxes:
                    owners.setdefault(box, set()).update(named)
        return owners

    def _note_block(self, about: About, block: Block, named: Sequence[object]) -> None:
        """Let a heading that is not the author's end what was said before it."""
        if block.heading and not named:
            about.near = is_author_heading(block.text) and about.person is not None

    # Sentences --------------------------------------------------------------------------------------------------------

    def _in_block(
        self, at: int, block: Block, seen: Sequence[Sighting], found: list[Sentence], about: About
    ) -> Iterator[Claim]:
        elsewhere = names_another_platform(found)
        for earlier, sentence in zip([None, *found[:-1]], found, strict=True):
            if BROKEN in sentence.quote:
                continue  # what a reader sees there is not what is written
            placed = self.placed(sentence, seen, elsewhere=elsewhere)
            before = replace(about)
            follow(about, sentence)
            row = respectively(sentence, placed, block, self.names)
            for place_of, one in placed.items():
                if is_quoted(block.text, one.sighting.start):
                    continue
                bound = row.get(place_of) or bound_by(sentence.tokens, place_of)
                if bound.focus and owns_something(sentence.tokens, place_of):
                    continue
                if is_of_a_name(sentence.tokens, place_of, one.sighting.handle) or self._is_under_a_sign(
                    sentence.tokens, place_of, one.sighting.handle
                ):
                    continue
                if gives_news(sentence.tokens, place_of) and not self._is_like_a_name(one.sighting.handle):
                    continue
                person = self._owner(bound, one, self._standing(before, about), block, at)
                if person is not None and not self._is_of_a_thing(bound, earlier, person, one.sighting.handle):
                    yield from self._claims(person, one, bound, sentence, at)

    def _is_of_a_thing(self, bound: Bound, earlier: Sentence | None, person: int, handle: str) -> bool:
        """Whether a label may go on about what the sentence before says that somebody has."""
        if bound.focus not in ("label", "order") or earlier is None:
            return False
        return may_be_of_a_thing(earlier.tokens, handle, self.names[person])

    def _is_under_a_sign(self, tokens: Sequence[Token], at: int, handle: str) -> bool:
        """Whether a camera, a brush or a microphone stands before it: of whoever did that work, if like no name."""
        before = next(
            (one.text for one in reversed(tokens[max(0, at - 3) : at]) if one.kind not in ("COLON", "OPEN")), ""
        )
        return before in OTHER_ARTS and not self._is_like_a_name(handle)

    def _is_like_a_name(self, handle: str) -> bool:
        return any(resembles(handle, name) for name in self.names)

    def _standing(self, before: About, after: About) -> About:
        """A handle is judged by whom its own sentence is about, as far as that stands to its left."""
        return after if after.person is not None or after.foreign else before

    def _owner(self, bound: Bound, placed: Placed, about: About, block: Block, at: int) -> int | None:
        handle = placed.sighting.handle
        if bound.rival and not resembles(handle, self.names[bound.person or 0], bound.rival):
            return None
        if bound.person is not None:
            return bound.person
        if not bound.focus or about.person is None or about.foreign:
            return None
        if bound.focus in ("first", "sent"):
            meant = bound.focus == "first" or resembles(handle, self.names[about.person])
            return about.person if meant and self._speaks(about, block, at, handle) else None
        if bound.focus == "author":
            return about.person if self._is_the_author(about, block, at, handle) else None
        return self._pointed_at(bound, placed, about, block, at)

    def _pointed_at(self, bound: Bound, placed: Placed, about: About, block: Block, at: int) -> int | None:
        """Whom a pronoun, an order or a label means."""
        handle, person = placed.sighting.handle, about.person
        if person is None or (bound.focus == "pronoun" and self._may_be_anothers(placed, about, block)):
            return None
        if bound.focus != "pronoun" and self._is_said_by_a_guest(person, block, at, handle):
            return None
        likely = bound.focus == "order" and self._alone(at) and resembles(handle, self.names[person])
        return person if likely or self._points_at(bound.focus, about, at) else None

    def _is_the_author(self, about: About, block: Block, at: int, handle: str) -> bool:
        """Whether "the author" can be none but the one who is credited: of no book, and nobody else is named here."""
        credit = self.credits[about.person or 0]
        if self._sole() is None or about.rival or self._may_be_subjects() or self.article.describes_work(at):
            return False
        if not (self.article.in_tail(at) or block.boxes) or _OF_A_WORK.search(block.text):
            return False
        return credit.guest or resembles(handle, credit.name)

    def _may_be_anothers(self, placed: Placed, about: About, block: Block) -> bool:
        """Whether a pronoun may speak of several, or of somebody else who was named meanwhile."""
        name = self.names[about.person or 0]
        rival = bool(about.rival) and not resembles(placed.sighting.handle, name, about.rival)
        return rival or is_about_several(placed, block)

    def _points_at(self, focus: str, about: About, at: int) -> bool:
        if focus == "pronoun":
            return about.near or self._alone(at)
        if focus == "label":
            return about.near
        return (about.here and not about.asked) or (about.pronoun and self._alone(at))

    def _speaks(self, about: About, block: Block, at: int, handle: str) -> bool:
        """Whether "I" is the author: not in an interview, not an editor, nor anybody who speaks of the author."""
        person = about.person or 0
        if not (
            (self._sole() is not None or about.near)
            and not self._may_be_subjects()
            and not _EDITORS_NOTE.match(block.text)
            and (self.article.in_tail(at) or bool(block.boxes))
        ):
            return False
        heard = self._voice(at, block, person)
        if self._may_be_a_guests(person, block, handle):
            return False
        if self._may_be_typist:
            return heard is not Voice.OTHER and resembles(handle, self.names[person])
        return heard is Voice.AUTHOR or (heard is Voice.DOUBT and resembles(handle, self.names[person]))

    def _is_said_by_a_guest(self, person: int, block: Block, at: int, handle: str) -> bool:
        """`Merci à Dana de m’accueillir. Sur X : @name`: whether a label stands in another's words about staff."""
        credit = self.credits[person]
        if credit.stated or credit.guest or resembles(handle, credit.name):
            return False
        return self._voice(at, block, person) is Voice.OTHER

    def _may_be_a_guests(self, person: int, block: Block, handle: str) -> bool:
        """Whether "I" may be an unnamed guest's whose text staff put up: nothing here names the staff."""
        credit = self.credits[person]
        if credit.stated or credit.guest or resembles(handle, credit.name):
            return False
        return not mentions(block.text, [credit.name])

    @cached_property
    def _may_be_typist(self) -> bool:
        """Whether the by-line alone credits the blog's own people, and a note may introduce somebody else."""
        if any(credit.stated or credit.guest for credit in self.credits):
            return False
        return Frame(self.article, (*self.others, *self.names), "").has_stranger()

    def _voice(self, at: int, block: Block, person: int) -> Voice:
        """Who has the word in a paragraph, by its own words, its box, and the paragraphs around it."""
        known = [name for name in (*self.names, *self.others) if name != self.names[person]]
        named = naming(self.names[person], known)
        said = voice(list(lines(block)), named)
        after = self.article.blocks[at + 1 : at + 2]
        if any(is_signature(one.text, named) for one in after) or self._in_anothers_box(block):
            return Voice.OTHER
        spoken_of = at > _OPENING and speaks_of_author(list(lines(self.article.blocks[at - 1])), named)
        return Voice.DOUBT if spoken_of and said is Voice.AUTHOR else said

    def _in_anothers_box(self, block: Block) -> bool:
        """Whether the nearest box around the block is the card of somebody who is not credited."""
        return bool(block.boxes) and bool(self._cards.get(block.boxes[-1]))

    @cached_property
    def _cards(self) -> dict[int, bool]:
        """Of each box that is somebody's card, whether it is that of none of the authors."""
        cards: dict[int, bool] = {}
        for block in self.article.blocks:
            name = card(block) if block.boxes else ""
            if name:
                foreign = first_match(name, self.names) is None and not is_generic(name, "")
                cards[block.boxes[-1]] = cards.get(block.boxes[-1], True) and foreign
        return cards

    def _alone(self, at: int) -> bool:
        """Whether a paragraph at the end that says only "her" can mean none but the author."""
        sole = self._sole()
        if sole is None or not self.article.in_tail(at) or self._may_be_subjects():
            return False
        credit = self.credits[sole]
        return credit.stated and credit.guest and not self._others_named()

    def _may_be_subjects(self) -> bool:
        return self.article.is_portrait or self.article.is_interview

    def _others_named(self) -> bool:
        """Whether the last paragraphs name anybody else, of whom a pronoun could speak."""
        for block in self.article.blocks[-6:]:
            for sentence in sentences(block, [], mentions(block.text, self.names)):
                if any(is_person(sentence.tokens, at) for at in range(len(sentence.tokens))):
                    return True
        return False

    # Claims -----------------------------------------------------------------------------------------------------------

    def _claims(self, person: int, placed: Placed, bound: Bound, sentence: Sentence, at: int) -> Iterator[Claim]:
        evidence = Evidence(
            source=self.article.source, quote=sentence.quote, place=self.article.place(at), rule=bound.rule
        )
        former = self._is_struck(placed.sighting.handle)
        fault = placed.fault or ("struck through elsewhere" if former else "")
        level = Level.CONFLICT if fault else Level.STATED
        for platform in placed.platforms:
            handle = placed.sighting.handle.lower() if platform == "bluesky" else placed.sighting.handle
            yield Claim(
                person=self.names[person], platform=platform, handle=handle, level=level, evidence=evidence, note=fault
            )

    def _is_struck(self, handle: str) -> bool:
        struck = self.article.struck
        return bool(struck) and bool(regex.search(rf"(?i)(?<![\w.-]){regex.escape(handle)}(?![\w-]|\.\w)", struck))


_OF_A_WORK = regex.compile(
    r"(?i)\b(?:books?|novels?|memoirs?|albums?|paperback|publisher|signs? copies|roman|buch|bücher|livre|libro|livro|"
    r"boek)\b"
)
_OPENING = 2
"""Place up to which a paragraph that speaks of the author introduces the author's own words."""
_PASSING = 80
"""Characters of a paragraph without handle or name that does not yet change the subject."""
