"""A name at an entry's edge, and what its place and the words around it say of the person's part in the entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sharebot.authors import signs
from sharebot.authors.article import Article
from sharebot.authors.bios import SUBJECT_OF_NOTE, begins_with, bio
from sharebot.authors.blocks import Block
from sharebot.authors.frame import ANOTHER_PART, FIRST_PERSON
from sharebot.authors.names import without_title
from sharebot.authors.nobody import is_of_another_time as speaks_of_another_time

HEAD, TAIL = 3, 6
"""Paragraphs at the start and the end in which a blog names its guests."""
LONGEST = 600
"""Characters of a paragraph that can be about who wrote."""
LABEL = 90
"""Characters of a line that announces names below it."""


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
        return not signs.LETTER.search(without_title(self.block.text[: self.block.text.find(self.name)]))

    @property
    def alone(self) -> bool:
        """Whether a line holds nothing but the name, perhaps with a dash before it and what she is after a comma."""
        return bool(signs.ALONE_BEFORE.match(without_title(self.before)) and signs.ALONE_AFTER.match(self.after))

    @property
    def neighbours(self) -> Iterator[str]:
        """The paragraphs right before and after."""
        blocks = self.article.blocks
        yield from (blocks[at].text for at in (self.at - 1, self.at + 1) if 0 <= at < len(blocks))

    @property
    def late(self) -> bool:
        return self.at >= len(self.article.blocks) - TAIL


def says_writing(sight: Sight) -> bool:
    return bool(signs.WRITES_HERE.search(sight.said))


def is_one_of_many(sight: Sight) -> bool:
    """Whether the paragraphs beside it begin with other names: a list of people or places, not of authors."""
    if (
        not sight.heads
        or sight.block.heading
        or (sight.alone and sight.announced)
        or is_labelled(sight)
        or says_writing(sight)
    ):
        return False
    return any(signs.NAMES.match(text.lstrip(" –—~*•-")) and sight.name not in text for text in sight.neighbours)


def writes_this_piece(sight: Sight) -> bool:
    """Whether the name stands between the piece and the verb, or the verb and the piece follow the name."""
    around = signs.THIS_PIECE.search(sight.before) and signs.WRITING.search(sight.after)
    return bool(around or signs.WRITES_THIS.match(sight.after) or signs.FOR_US.search(sight.sentence))


def is_agent(sight: Sight) -> bool:
    return bool(signs.AGENT.search(sight.before))


def is_thanked_for_it(sight: Sight) -> bool:
    return bool(signs.THANKED.search(sight.before) and signs.FOR_WRITING.search(sight.after))


def is_asked_for_it(sight: Sight) -> bool:
    return is_asked(sight) and bool(signs.WRITE_AFTER.search(sight.after))


def hands_over(sight: Sight) -> bool:
    """Whether a note before the text gives the word away in the name's sentence."""
    return sight.at < HEAD and bool(signs.HANDS_OVER.search(sight.sentence))


def quotes_next(sight: Sight) -> bool:
    following = sight.article.blocks[sight.at + 1 : sight.at + 2]
    return any(block.after_quote or block.text[:1] in '“„«"‘' for block in following)


def is_asked_to_tell(sight: Sight) -> bool:
    return is_asked(sight) and bool(signs.TELL_AFTER.search(sight.after))


def is_asked(sight: Sight) -> bool:
    return bool(signs.ASKED_BEFORE.search(sight.before) or signs.ASKED_AFTER.search(sight.after))


def is_introduced(sight: Sight) -> bool:
    """Whether a note before the text names whose it is: "Below, Jane Roe on bees", "…; what follows is a page"."""
    if sight.at >= HEAD:
        return False
    if signs.TAKE_IT.search(sight.before) or (signs.EXPLAINS.match(sight.after) and not quotes_next(sight)):
        return True
    if signs.PIECE_COLON.search(sight.before):
        return True
    return bool(signs.HERE.match(sight.before) and signs.ON_A_TOPIC.match(sight.after)) or bool(
        signs.FOLLOWS_HERE.search(sight.sentence)
    )


def is_called_guest(sight: Sight) -> bool:
    return bool(signs.GUESTLY.search(signs.MERE_GUEST.sub("", sight.said)))


def is_called_author(sight: Sight) -> bool:
    return bool(signs.AUTHORLY.search(sight.said))


def is_labelled(sight: Sight) -> bool:
    """Whether the nearest line above that ends with a colon, or heading, speaks of who wrote."""
    if sight.article.under_author_heading(sight.at) or is_listed(sight):
        return True
    for above in range(sight.at - 1, max(-1, sight.at - 4), -1):
        text = sight.article.blocks[above].text
        if signs.LABEL_END.search(text):
            return len(text) <= LABEL and bool(
                signs.GUESTLY.search(text) or signs.AUTHORLY.search(text) or signs.WRITING.search(text)
            )
    return False


def is_listed(sight: Sight) -> bool:
    """Whether it begins an entry of a list right below a line that says who wrote this, "… They are:"."""
    if not sight.heads:
        return False
    for above in reversed(sight.article.blocks[: sight.at]):
        if not signs.NAMES.match(above.text.lstrip(" –—~*•-")):
            ends = signs.LABEL_END.search(above.text) and len(above.text) <= LONGEST
            return bool(ends and signs.WRITES_HERE.search(above.text))
    return False


def signs_off(sight: Sight) -> bool:
    if not (sight.late and sight.alone) or sight.block.heading or sight.block.after_quote or is_under_a_label(sight):
        return False
    return (
        sight.announced
        or not sight.after.strip(" .*~)]x")
        or signs.LETTER.search(sight.before) is not None
        or sight.before.strip() != ""
    )


def is_under_a_label(sight: Sight) -> bool:
    """Whether what stands above says what else the name is for: "Bookings:", "Photos by"."""
    above = sight.article.blocks[sight.at - 1].text.rstrip() if sight.at and sight.heads else ""
    if len(above) > LABEL or any(kind.search(above) for kind in (signs.AUTHORLY, signs.GUESTLY, signs.WRITING)):
        return False
    labelled = signs.LABEL_END.search(above) and not signs.CLOSING.match(above)
    return bool(labelled or ANOTHER_PART.search(above))


def after_greeting(sight: Sight) -> bool:
    lines_before = sight.block.text[: sight.block.text.find(sight.name)].strip().splitlines()
    above = sight.article.blocks[sight.at - 1].text if sight.at else ""
    return sight.alone and bool(signs.CLOSING.match(lines_before[-1] if lines_before else above))


def signs_by_first_name(sight: Sight) -> bool:
    """Whether one of the last lines is her first name alone."""
    first = sight.name.split()[0]
    ends = (block.text.strip(" –—-~*x.\n") for block in sight.article.blocks[-TAIL:])
    return any(end == first for end in ends)


def heads_bio(sight: Sight) -> bool:
    """Whether a late paragraph begins with the name, or "the author" and the name, and goes on like a biography."""
    if not sight.late:
        return False
    if not sight.heads:
        led_in = signs.LED_IN.match(sight.before) and not signs.NAMES.search(sight.before)
        if led_in and stands_apart(sight.block) and sight.block.text.startswith(sight.before):
            return True
        return bool(signs.THE_AUTHOR_BEFORE.match(sight.before)) and sight.block.text.startswith(sight.before)
    text = sight.block.text.lstrip("[(* ")
    return bool(begins_with(text) or bio(text) or signs.BIO_GOES_ON.match(sight.after) or is_name_heading(sight))


def is_name_heading(sight: Sight) -> bool:
    return sight.block.heading and sight.late and sight.alone and sight.at + 1 < len(sight.article.blocks)


def is_apposition(sight: Sight) -> bool:
    """`its author, Jane Roe` and `die Autorin Jane Roe`."""
    if not (sight.late or signs.THIS_PIECE.search(sight.sentence)):
        return False
    return bool(signs.AUTHOR_BEFORE.search(sight.before)) and not sight.article.describes_work(sight.at)


def opens(sight: Sight) -> bool:
    return sight.at == 0 and sight.alone and not sight.block.after_quote


def holds_opinions(sight: Sight) -> bool:
    """`The opinions in this post are Jane Roe’s own`."""
    return bool(signs.OPINIONS.search(sight.before)) and (
        sight.after[:1] in "'’" or bool(signs.THOSE_OF.search(sight.before))
    )


def is_said_to_write(sight: Sight) -> bool:
    return bool(signs.WRITES_NAME.search(sight.before))


def is_not_mine(sight: Sight) -> bool:
    return bool(signs.NOT_MINE.search(sight.block.text))


def is_apart(sight: Sight) -> bool:
    return stands_apart(sight.block)


def stands_apart(block: Block) -> bool:
    return block.italic or block.after_rule or block.heading or bool(block.boxes) or block.text.strip()[:1] in "[(*"


def is_named_twice(sight: Sight) -> bool:
    """In a note before the text, and after it."""
    blocks = sight.article.blocks
    head, tail = blocks[:HEAD], blocks[max(HEAD, len(blocks) - TAIL) :]
    notes = (one for one in head if sight.name in one.text and len(one.text) <= LONGEST)
    noted = any(stands_apart(one) or signs.SAYS_WRITING.search(one.text) for one in notes)
    return noted and any(sight.name in one.text for one in tail)


def in_first_person(sight: Sight) -> bool:
    others = (
        block.text for at, block in enumerate(sight.article.blocks) if at != sight.at and sight.name not in block.text
    )
    return any(FIRST_PERSON.search(text[:LONGEST]) for text in others)


def shows_where(sight: Sight) -> bool:
    return bool(sight.block.links) or bool(signs.CONTACT.search(sight.block.text))


def in_picture(sight: Sight) -> bool:
    """Whether the article itself names the person: then it is about her or him, or only quotes."""
    last = sight.name.rsplit(maxsplit=1)[-1]
    blocks = sight.article.blocks
    inner = (block.text for at, block in enumerate(blocks[2:-4], 2) if at != sight.at and not block.boxes)
    return any(last in text for text in inner) or sight.article.says_in_middle(last)


def tells_and_signs(sight: Sight) -> bool:
    return is_asked_to_tell(sight) and signs_by_first_name(sight)


def has_another_part(sight: Sight) -> bool:
    """Whether the words beside it give the person another part in it than writing."""
    if is_thanked_for_it(sight) or is_asked_for_it(sight) or is_agent(sight) or tells_and_signs(sight):
        return False
    return bool(ANOTHER_PART.search(sight.before) or signs.ROLE_AFTER.match(sight.after) or plays_a_part(sight.after))


def is_of_another_time(sight: Sight) -> bool:
    """Whether the sentence speaks of something read or written at another time."""
    text = sight.sentence
    return speaks_of_another_time(text) or bool(signs.ELSEWHERE.search(text) or signs.ONCE.search(text))


def plays_a_part(after: str) -> bool:
    return any(pattern.match(after) for pattern in (signs.PART_IN_IT, signs.OTHERWISE, signs.IN_IT))


def is_subject(sight: Sight) -> bool:
    """Whether a note presents, welcomes or congratulates the person."""
    last = sight.name.rsplit(maxsplit=1)[-1]
    edges = (*sight.article.blocks[:HEAD], *sight.article.blocks[-TAIL:])
    return any(last in one.text and len(one.text) <= LONGEST and SUBJECT_OF_NOTE.search(one.text) for one in edges)
