"""The link preview that comes from us: the author's words, each once, and none that break off unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sharebot import platforms
from sharebot.compose import compose
from sharebot.model import Card, Entry, Image
from sharebot.ports import Rules

BLUESKY = platforms.rules("bluesky")
NOTE = "Editor’s note: this is part of our series on overnight work. Names have been changed."
FIRST = "Nobody comes in for what they say they come in for, and everybody knows it."
ENTRY = Entry(
    id="1",
    url="https://blog.harborlight.org/first/",
    title="Nine Chairs",
    summary=FIRST,
    html=f"<p>{FIRST}</p><p>We learned to leave the second chair empty on purpose.</p>",
    language="en",
)


def card(entry: Entry, number: int = 0) -> Card:
    made = compose(entry, (), BLUESKY, round=number).card
    assert made is not None
    return made


@pytest.mark.parametrize(
    "before",
    [f"<p><em>{NOTE}</em></p>", f"<blockquote><p>{NOTE}</p></blockquote>", f"<h2>{NOTE}</h2>"],
)
def test_an_excerpt_that_a_machine_made_of_what_stands_before_the_article_is_passed_over(before: str) -> None:
    assert card(replace(ENTRY, summary=NOTE, html=before + ENTRY.html)).description == FIRST


def test_an_excerpt_that_somebody_wrote_is_kept_whatever_the_article_begins_with() -> None:
    written = "What a night shift teaches you about furniture."
    entry = replace(ENTRY, summary=written, html=f"<p><em>{NOTE}</em></p>{ENTRY.html}")
    assert card(entry).description == written


def test_lines_of_a_poem_are_an_article_s_beginning_too() -> None:
    lines = "You came in with a ladder<br>and no questions, and the hallway<br>was a hallway again."
    summary = "You came in with a ladder and no questions, and the hallway was a hallway again."
    assert card(replace(ENTRY, summary=summary, html=f"<p>{lines}</p>")).description == summary


def test_a_by_line_before_the_article_is_no_description() -> None:
    bio = "Ada Quill is a nurse and the author of two books about gardens."
    html = f'<div class="author-box"><p>{bio}</p></div><p>By Ada Quill</p>{ENTRY.html}'
    assert card(replace(ENTRY, summary=bio, html=html)).description == FIRST


def test_a_card_does_not_say_again_what_the_share_above_it_quotes() -> None:
    rounds = {number: compose(ENTRY, (), BLUESKY, round=number) for number in (1, 2)}
    said = {share.text.splitlines()[0]: share.card.description for share in rounds.values() if share.card}
    assert said == {f"“{FIRST}”": "", "“We learned to leave the second chair empty on purpose.”": FIRST}


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("It is the best chair. In winter", "It is the best chair. In winter…"),
        ("It is the best chair. In winter, the [...]", "It is the best chair. In winter, the…"),
        ("It is the best chair.1", "It is the best chair."),
        ("It is the best chair.[12] In winter it is warm.2", "It is the best chair. In winter it is warm."),
        ("“It is the best chair.”3", "“It is the best chair.”"),
        ("The text of vol.1 The rest is in vol.2", "The text of vol.1 The rest is in vol.2"),
        ("It costs 1.5 in version.1.2 of the price list", "It costs 1.5 in version.1.2 of the price list"),
        ("Chairs, tea and a dog", "Chairs, tea and a dog"),
        ("一番よい椅子です。冬には", "一番よい椅子です。冬には…"),
    ],
)
def test_a_description_bears_no_footnotes_and_shows_where_it_breaks_off(summary: str, shown: str) -> None:
    assert card(replace(ENTRY, summary=summary, html="")).description == shown


# What a picture shows


@pytest.mark.parametrize("rules", [platforms.rules(name) for name in platforms.networks()], ids=lambda r: r.platform)
def test_an_entry_without_words_is_shared_by_what_its_picture_shows(rules: Rules) -> None:
    image = Image(url="https://blog.harborlight.org/1.jpg", alt="A kettle on a window sill")
    entry = replace(ENTRY, title="", summary="", html="", image=image)
    share = compose(entry, (), rules)
    assert share.text.startswith("A kettle on a window sill\n")
    assert "the entry has no title" in share.notes
    assert share.card is None or share.card.title == "A kettle on a window sill"


@pytest.mark.parametrize("alt", ["", "IMG_1234", "kettle-small.jpg", "DSC 0042 copy", "Photo 7", "kettle", "12 34"])
def test_a_files_name_says_nothing_of_a_picture(alt: str) -> None:
    image = Image(url="https://blog.harborlight.org/1.jpg", alt=alt)
    assert compose(replace(ENTRY, title="", summary="", html="", image=image), (), BLUESKY).text.startswith(
        "New post\n"
    )
