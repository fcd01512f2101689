"""Each trap by itself: what it catches, and the nearest thing that it must let pass."""

import pytest

from sharebot.authors.blocks import Block
from sharebot.authors.mentions import mentions
from sharebot.authors.sentences import sentences
from sharebot.authors.sightings import sightings
from sharebot.authors.traps import TRAPS

CAUGHT = {
    "of-old": ("My old X account (@x)", "My new account, as the old account is gone, is now @x"),
    "thing-at": ("Jane Roe shares recipes from the market at @x", "Jane Roe shares recipes at @x"),
    "in-company": ("Jane Roe and the crew post on X as @x", "Jane Roe mends nets and posts on X as @x"),
    "with-others": ("Jane Roe is on X with the crew as @x", "Jane Roe is on X as @x"),
    "of-theirs": ("Jane Roe’s students are on X as @x", "Jane Roe’s Instagram is @x"),
    "reported": ("The new account is @x, says the club", "The new account is @x, so say hello"),
    "spoken-to": ("Jane Roe disagrees: @x", "Jane Roe disagrees with most of it, and tweets as @x"),
    "followed": ("I follow @x", "Follow me at @x"),
    "of-a-thing": ("Subscribe wherever you listen, or follow @x", "Read her essays, or follow @x"),
    "of-an-object": ("Jane Roe tried to reach the council on X: @x", "Jane Roe can be reached on X: @x"),
    "speaks-for": ("Jane Roe tweets as the voice of a lighthouse: @x", "Jane Roe tweets as @x"),
    "with-one": ("Jane Roe shares a flat with a poet: @x", "Jane Roe mends nets for a living: @x"),
    "place-on": ("Jane Roe mends bikes at a place on Instagram (@x)", "Jane Roe mends bikes on Instagram (@x)"),
    "of-other-work": ("Jane Roe wrote it; drawings: @x", "Jane Roe, whose drawings are here: @x"),
    "namesake": ("Jane Roe is nothing like the Jane Roe on X (@x)", "This was the work of Jane Roe (@x)"),
    "and-another": ("Jane Roe & @x", "Jane Roe, @x"),
    "at-work": ("Jane Roe, @x engineer", "Jane Roe, @x on Twitter"),
    "with-a-role": ("Jane Roe (words), @x (pictures)", "Jane Roe, @x (on Twitter)"),
    "of-another": ("Tell the minister what you think: she is @x", "Tell Jane Roe what you think: she is @x"),
    "follows": ("Auf X folgt sie nur @x", "Wer mag, folgt ihr auf X: @x"),
    "aimed-at": ("She shouts at @x", "She shouts into the void at @x"),
    "lives-there": ("Jane Roe lives on a boat at @x", "Jane Roe lives on X at @x"),
}


def caught(trap, text):
    block = Block(text)
    seen = sightings(block)
    (sentence,) = sentences(block, seen, mentions(text, ["Jane Roe"]))
    (at,) = [n for n, token in enumerate(sentence.tokens) if token.kind == "HANDLE"]
    return trap.holds(sentence.tokens, at)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_each_trap_catches_its_own_and_lets_the_author_pass(trap):
    assert trap.why
    other, own = CAUGHT[trap.name]
    assert caught(trap, other)
    assert not caught(trap, own)
