"""Hashtags, addresses and sentences, each by itself."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot import platforms
from sharebot.compose.address import address
from sharebot.compose.cleaning import clean
from sharebot.compose.domains import readings
from sharebot.compose.hashtags import hashtags
from sharebot.compose.links import links
from sharebot.compose.sentences import MOST_CUTS, closed, cut_to, first_sentence, longest_cut, sentence_ends, shortened

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))


@pytest.mark.parametrize(
    ("category", "tag"),
    [
        ("Harm Reduction", "HarmReduction"),
        ("iPhone", "iPhone"),
        ("eBay tips", "eBayTips"),
        ("harm-reduction", "HarmReduction"),
        ("HARM REDUCTION", "HarmReduction"),
        ("HIV/AIDS", "HIVAIDS"),
        ("Women's Health", "WomensHealth"),
        ("iOS", "IOS"),
        ("COVID-19", "COVID19"),
        ("#Outreach", "Outreach"),
        ("薬物 政策", "薬物政策"),
        ("ハーム・リダクション", "ハームリダクション"),
        ("薬物 2026", "薬物_2026"),
        ("Schadensminderung & Beratung", "SchadensminderungBeratung"),
        ("الحد من الضرر", "الحد_من_الضرر"),
        ("नशा मुक्ति", "नशा_मुक्ति"),
        ("Winter ❄️", "Winter"),
        ("@staff", "Staff"),
    ],
)
def test_a_category_becomes_a_hashtag(category: str, tag: str) -> None:
    assert hashtags([category], most=2) == [tag]


@pytest.mark.parametrize(
    "category",
    ["", "  ", "2026", "C++", "C#", "Q&A", "🎉", "Uncategorized", "Blog", "news", "Guest Posts", "未分類", "Non classé", "Notes from the field and other stories", "x" * 40],
)  # fmt: skip
def test_what_says_nothing_or_reads_badly_becomes_none(category: str) -> None:
    assert hashtags([category], most=2) == []


def test_no_hashtag_comes_twice_nor_is_an_authors_name() -> None:
    categories = ["Harm Reduction", "harm-reduction", "HarmReduction", "Garrett Reuscher", "Outreach"]
    assert hashtags(categories, most=4, not_these=["Garrett Reuscher"]) == ["HarmReduction", "Outreach"]


@pytest.mark.parametrize("rules", [X, MASTODON])
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://blog.harborlight.org/a_(b)/?c=d&e#f", "https://blog.harborlight.org/a_(b)/?c=d&e#f"),
        ("https://blog.harborlight.org/冬/", "https://blog.harborlight.org/%E5%86%AC/"),
        ("https://日本.com/冬", "https://日本.com/%E5%86%AC"),
        ('https://blog.harborlight.org/a b"c<d>', "https://blog.harborlight.org/a%20b%22c%3Cd%3E"),
        ("https://blog.harborlight.org/wait.", "https://blog.harborlight.org/wait%2E"),
        ("https://blog.harborlight.org/a_(b", "https://blog.harborlight.org/a_%28b"),
        ("https://medium.com/@somebody/a", "https://medium.com/@somebody/a"),
        ("https://blog.example/@somebody/a", "https://blog.example/%40somebody/a"),
        ("http://127.0.0.1:8000/@somebody", "http://127.0.0.1:8000/%40somebody"),
    ],
)
def test_an_address_is_one_whole_link_or_at_least_tags_nobody(url: str, shown: str, rules: object) -> None:
    assert address(url, rules) == shown  # type: ignore[arg-type]  # both are Rules
    assert address(shown, rules) == shown  # type: ignore[arg-type]  # once is enough


def test_an_address_stays_readable_where_each_letter_counts() -> None:
    assert address("https://blog.harborlight.org/冬/", BLUESKY) == "https://blog.harborlight.org/冬/"


def test_the_two_readings_differ_only_about_names_that_came_or_went() -> None:
    def found(text: str) -> list[bool]:
        return [bool(links(text, syntax=X.link_syntax, bare=True, top=top)) for top in readings()]

    assert found("harborlight.org") == [True, True]
    assert found("harborlight.music") == [False, True]
    assert found("harborlight.intel") == [True, False]
    assert found("harborlight.nosuchname") == [False, False]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. A. Okoro met Mr. Marrow, e.g. at 3.14 p.m. today. Then left.", ["Dr. A. Okoro met Mr. Marrow, e.g. at 3.14 p.m. today.", "Then left."]),
        ("「行く。」と言った。帰った。", ["「行く。」", "と言った。", "帰った。"]),
        ("She said “no.” He did not", ["She said “no.”", "He did not"]),
        ("Wait… and see. Now", ["Wait… and see.", "Now"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_pauses(text: str, sentences: list[str]) -> None:
    ends = [0, *sentence_ends(text)]
    assert [text[start:end].strip() for start, end in pairwise(ends)] == sentences


def test_a_first_sentence_that_is_very_short_takes_the_next_with_it() -> None:
    assert first_sentence("No. It rained the whole of the night. Then.") == "No. It rained the whole of the night."


def test_a_cut_shows_itself_but_never_after_a_full_stop() -> None:
    assert shortened("and then, ") == "and then…"
    assert shortened("It ended.") == "It ended."
    assert shortened("He said (") == "He said…"
    assert shortened("We met Mr. J.") == "We met…"
    assert shortened(" , ") == ""
    assert closed("a (b “c") == "a (b “c”)"
    assert closed("Dire «\u202foui") == "Dire «\u202foui\u202f»"
    assert closed("Decir «sí") == "Decir «sí»"
    assert cut_to("one two three", 9) == "one two…"
    assert cut_to("one two", 9) == "one two"


def test_marks_that_pile_up_are_taken_off_and_flags_stay() -> None:
    assert clean("e" + "\u0316" * 50) == "e" + "\u0316" * 8
    assert clean("🏴󠁧󠁢󠁥󠁮󠁧󠁿 a\U000e0041b") == "🏴󠁧󠁢󠁥󠁮󠁧󠁿 ab"
    assert clean("mot\xa0: «\xa0oui\xa0»") == "mot\xa0: «\xa0oui\xa0»"


def test_a_host_in_pieces_is_put_together() -> None:
    for rules in (X, MASTODON, BLUESKY):
        assert address("https://A\u0300.example/e\u0301", rules) == "https://\u00c0.example/e%CC%81"


@settings(deadline=None)  # on a busy machine
@given(st.text("aB .?(“é", max_size=3000), st.randoms(use_true_random=False), st.integers(0, 9))
def test_a_cut_is_found_with_few_questions_however_odd_the_answers(text: str, chance: Random, often: int) -> None:
    answers: dict[str, bool] = {}
    asked = []

    def fits(part: str) -> bool:
        asked.append(part)
        return answers.setdefault(part, chance.randrange(10) < often)

    cut = longest_cut(text, fits)
    assert len(asked) <= 1 + len(text).bit_length() + MOST_CUTS
    assert not cut or answers[cut]
