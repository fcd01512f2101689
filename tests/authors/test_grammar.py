"""Whose handle is it? Each sentence names the author Jane Roe, and sometimes Ana Poe as a second author."""

import pytest

from sharebot.authors.blocks import Block
from sharebot.authors.grammar import bind
from sharebot.authors.mentions import mentions
from sharebot.authors.sentences import sentences
from sharebot.authors.sightings import sightings

_NAMES = ("Jane Roe", "Ana Poe")


def bounds(text, names=("Jane Roe",)):
    block = Block(text)
    seen = sightings(block)
    found = []
    for sentence in sentences(block, seen, mentions(text, names)):
        found += [bind(sentence.tokens, at) for at, token in enumerate(sentence.tokens) if token.kind == "HANDLE"]
    return found


HERS = [
    "Jane Roe (@jane)",
    "Jane Roe, @jane",
    "Jane Roe – @jane",
    "Jane Roe · planner · @jane",
    "Jane Roe, harbour engineer (@jane)",
    "Jane Roe (guest) audits websites – @jane.",
    "Jane Roe is @jane on X",
    "Jane Roe tweets at @jane",
    "Jane Roe, who tweets as @jane when her twins let her",
    "Jane Roe is on X (formerly Twitter) as @jane",
    "Jane Roe works at Acme Water and tweets at @jane",
    "Jane Roe keeps two hens and, when the signal allows, tweets as @jane",
    "Jane Roe can be found on Twitter at @jane",
    "Follow Jane on Twitter @jane",
    "Jane’s Instagram is @jane",
    "More of Jane Roe’s trips: see @jane",
    "Jane Roe – better known as @jane on X",
    "Jane Roe, no longer @old on Twitter but @jane on Mastodon",
    "Jane Roe, once @old, now @jane on X",
    "Jane Roe ist auf Mastodon unter @jane zu finden",
    "Siga a Jane no Instagram: @jane",
]


@pytest.mark.parametrize("text", HERS)
def test_the_sentence_says_that_it_is_hers(text):
    assert bounds(text)[-1].person == 0, bounds(text)[-1].rule


NOBODYS = [
    "Jane Roe is an engineer at @acme",
    "Jane Roe writes for @thecourier",
    "Jane Roe is the creator of @borrowbot",
    "Jane Roe worked with MP Yolanda Pike (@ypike)",
    "Jane Roe, husband of @rosedacre",
    "Jane Roe runs the lab, which tweets at @lab",
    "Jane Roe runs a lab that tweets at @lab",
    "Jane Roe says the lab tweets at @lab",
    "Jane Roe, whose cider is @cider",
    "Jane Roe and her dog (@dog)",
    "Jane’s neighbour tweets at @bo",
    "Jane’s sister (@sis)",
    "Her podcast is @pod",
    "Her team tweets at @team",
    "His dog is on Instagram: @dog",
    "Follow her bakery on Instagram: @bakery",
    "Photo: @lens",
    "Edited by Jane’s friend Bo (@bo)",
    "Thanks to @bo for reading drafts",
    "Idea via @bo",
    "Next week: Bo Tan (@bo)",
    "Follow us on X: @blog",
    "Tweet it to @blog",
    "Jane Roe (formerly @old)",
    "Jane Roe used to tweet as @old",
    "Jane Roe is not @jane",
    "Not to be confused with @jane",
    "Jane Roe’s old account, @old, is gone",
    "Jane Roe (@old, deleted)",
    "The mural is by the wonderful @bea",
    "Its author, Corin Pye, is on Twitter at @corin",
    "Jane Roe spoke to Bo Quill, who you can find as @bo",
    "With @bo we built it",
    "The lab tweets at @lab",
    "Employer: @acme",
    "Síguenos en @blog",
    "Foto di @luce",
]


@pytest.mark.parametrize("text", NOBODYS)
def test_the_sentence_does_not_say_that_it_is_hers(text):
    assert all(bound.person is None and not bound.focus for bound in bounds(text)), bounds(text)


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("You can follow him on twitter @jane", "pronoun"),
        ("She tweets as @jane", "pronoun"),
        ("He’s @jane over on X", "pronoun"),
        ("You’ll find her most evenings on Instagram as @jane", "pronoun"),
        ("Her natural-dye diary is on Instagram: @jane", "pronoun"),
        ("Puedes seguirlo en Twitter: @jane", "order"),
        ("Retrouvez-la sur Bluesky : @jane.bsky.social", "order"),
        ("Volg haar op X: @jane", "pronoun"),
        ("Say hi on X: @jane", "order"),
        ("I’m @jane on Mastodon", "first"),
        ("Find me at @jane on Twitter", "first"),
        ("You can follow me on Twitter", None),
        ("Twitter: @jane", "label"),
        ("@jane", "label"),
    ],
)
def test_a_sentence_without_a_name_points_at_whom_the_text_is_about(text, focus):
    assert [bound.focus for bound in bounds(text)] == ([focus] if focus else [])


def test_each_of_two_authors_gets_the_handle_beside_them():
    found = bounds("Written by Jane Roe (@jane) and Ana Poe (@ana).", _NAMES)
    assert [bound.person for bound in found] == [0, 1]


def test_rows_of_people_and_handles_are_matched_in_order():
    found = bounds("Jane Roe and Ana Poe are @jane and @ana on X.", _NAMES)
    assert [bound.person for bound in found] == [0, 1]


def test_an_account_of_two_people_is_nobodys():
    (found,) = bounds("Jane Roe and Ana Poe, who tweet together as @duo.", _NAMES)
    assert found.person is None
    (found,) = bounds("Jane Roe and Ana Poe tweet as @duo.", _NAMES)
    assert found.person is None


def test_between_a_person_and_a_firm_the_handle_must_look_like_the_persons():
    for text, firm in (
        ("Jane Roe of Skerry Lines (@jane)", "Skerry Lines"),
        ("Jane Roe works for the River Trust (@a)", "River Trust"),
    ):
        (found,) = bounds(text)
        assert (found.person, found.rival) == (0, firm)
