"""Shares after the first: another text each time, while there are words for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot import platforms
from sharebot.compose import compose
from sharebot.errors import SharebotError
from sharebot.model import Author, Entry
from sharebot.ports import Rules

ALL = [platforms.rules(name) for name in platforms.networks()]
X = platforms.rules("x")
LINK = "https://blog.harborlight.org/first/"
BY = (Author(name="Garrett Reuscher", guest=True),)
SENTENCES = [
    "We learned to leave the second chair empty on purpose.",
    "Nobody owes you a name before you have said your own.",
    "The kettle cost us 19 dollars and started every conversation.",
]
ENTRY = Entry(
    id="1", url=LINK, title="Nine Chairs", html="".join(f"<p>{each}</p>" for each in SENTENCES), language="en"
)


def rounds(entry: Entry, rules: Rules) -> list[str]:
    texts = []
    for number in range(30):
        try:
            texts.append(compose(entry, BY, rules, round=number).text)
        except SharebotError as error:
            left = f"no words are left for share {number + 1} of it; write one yourself"
            return texts if str(error).endswith(left) else [str(error)]
    raise AssertionError("an entry of four sentences has words for thirty shares")


@pytest.mark.parametrize("rules", ALL, ids=lambda rules: rules.platform)
def test_each_round_says_something_else_until_no_words_are_left(rules: Rules) -> None:
    texts = rounds(ENTRY, rules)
    assert len(set(texts)) == len(texts) == len(SENTENCES) + 2
    assert texts[0].startswith("Nine Chairs — by Garrett Reuscher\n")
    assert texts[-1].startswith("In case you missed it: Nine Chairs — by Garrett Reuscher\n")
    assert {text.partition("\n")[0] for text in texts[1:-1]} == {f"“{each}”" for each in SENTENCES}
    assert all("\n\nNine Chairs — by Garrett Reuscher\n\n" in text for text in texts[1:-1])


def test_an_entry_of_a_title_alone_is_shared_twice_and_no_more() -> None:
    assert len(rounds(replace(ENTRY, html=""), X)) == 2


def test_an_entry_in_a_language_without_words_here_is_shared_once_if_it_has_a_title_alone() -> None:
    assert len(rounds(replace(ENTRY, html="", language="hr"), X)) == 1


def test_a_sentence_stands_without_the_title_where_there_is_no_room_for_both() -> None:
    entry = replace(ENTRY, title="A title of so many words that it takes the whole of the room " * 3)
    share = compose(entry, BY, X, round=1)
    assert share.text.startswith(f"“{SENTENCES[0]}” — Garrett Reuscher\n") or share.text.startswith("“")
    assert share.text.count("\n\n") == 1
    assert "the title is left out: no room" in share.notes


def test_a_later_round_is_never_cut() -> None:
    long = "We counted the chairs of every house in the street, " * 4 + "and there were nine of them."
    entry = replace(ENTRY, html=f"<p>{long}</p>", title="Chairs")
    assert not any("…" in text for text in rounds(entry, replace(X, limits=(replace(X.limits[0], most=200),))))


def test_quotation_marks_in_a_sentence_become_inner_ones() -> None:
    html = "<p>We stopped saying “case” and more people came through the door.</p>"
    assert compose(replace(ENTRY, html=html), BY, X, round=1).text.startswith(
        "“We stopped saying ‘case’ and more people came through the door.”"
    )
    german = "<p>Wir haben aufgehört, das Wort „Einsatz“ zu benutzen, und seither kommen mehr.</p>"
    assert compose(replace(ENTRY, html=german, language="de"), BY, X, round=1).text.startswith(
        "„Wir haben aufgehört, das Wort ‚Einsatz‘ zu benutzen, und seither kommen mehr.“"
    )


words = st.lists(
    st.sampled_from([*SENTENCES, "This is it. ", "Dr. ", "“", "”", "</p><p>", "最初の椅子は誰も座らない椅子だった。", " "]) | st.text(max_size=30),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(words, words, st.sampled_from(ALL), st.sampled_from(["", "en", "fr", "ja", "hr"]))
def test_no_two_rounds_ever_have_the_same_text(title: str, html: str, rules: Rules, language: str) -> None:
    entry = replace(ENTRY, title=title, html=html, summary=html[:80], language=language)
    texts = []
    for number in range(6):
        try:
            share = compose(entry, BY, rules, round=number)
        except SharebotError:
            break
        assert share == compose(entry, BY, rules, round=number)
        texts.append(share.text.casefold())
    assert len(set(texts)) == len(texts)
