"""The file with a section for each post: what stands in a section is to the byte what is stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharebot.bot.editing import Seen, Words
from sharebot.cli import sections
from sharebot.cli.sections import REFUSED, Unreadable, annotated, has_sections, is_empty, read, written
from sharebot.model import Post, Share, State

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def seen(number: int, words: Words) -> Seen:
    share = Share(text=words.text, length=1, limit=280, link="")
    post = Post(
        id=number, entry_id=1, account="x", round=0, state=State.QUEUED, share=share, created_at=AT, updated_at=AT
    )
    return Seen(post=post, words=words, steps=1)


def file_of(*words: Words) -> str:
    posts = [seen(number, each) for number, each in enumerate(words, 41)]
    headers = {post.post.id: "mastodon-news · 212 of 500 · due Fri 2026-11-27 14:30 (UTC)" for post in posts}
    return written(posts, headers, {41: ("tags @ada", "no picture")})


def words_in(text: str) -> dict[int, Words]:
    return {each.post_id: each.words for each in read(text)}


def test_it_reads_as_a_person_expects_it_to() -> None:
    made = file_of(Words(text="One line\n#Harbor", warning="", alt="A lamp"), Words(text="Another"))
    _, _, body = made.partition("=== post 41")
    assert "=== post 41" + body == (
        "=== post 41 · mastodon-news · 212 of 500 · due Fri 2026-11-27 14:30 (UTC) ===\n"
        ";; tags @ada\n"
        ";; no picture\n"
        "warning:\n"
        "alt: A lamp\n"
        "\n"
        "One line\n"
        "#Harbor\n"
        "\n"
        "=== post 42 · mastodon-news · 212 of 500 · due Fri 2026-11-27 14:30 (UTC) ===\n"
        "\n"
        "Another\n"
    )


PIECES = st.sampled_from(
    [
        "===",
        "=== post 41 · x ===",
        ";;",
        "; a",
        "warning: w",
        "alt:",
        "\\",
        "\\;;",
        "#Tag",
        "@ada",
        "é",
        "\u2028",
        " ",
        "\n",
        "\n\n",
        "a",
    ]
)
TEXTS = st.lists(PIECES, min_size=1).map(lambda pieces: "".join(pieces).strip()).filter(len)
LINES = st.one_of(st.none(), st.text("ab:;=\\ é").map(lambda text: " ".join(text.split())))


@given(st.lists(st.builds(Words, text=TEXTS, warning=LINES, alt=LINES), min_size=1, max_size=4))
def test_whatever_a_text_looks_like_it_comes_back_as_it_was(wanted: list[Words]) -> None:
    assert words_in(file_of(*wanted)) == dict(enumerate(wanted, 41))


@given(TEXTS, TEXTS)
def test_a_complaint_changes_no_word_and_takes_the_place_of_the_last_one(one: str, other: str) -> None:
    made = file_of(Words(text=one), Words(text=other))
    line = read(made)[1].line
    twice = annotated(annotated(made, {line: "too long"}), {line + 1: "still too\nlong"})
    assert words_in(twice) == words_in(made)
    assert [each for each in twice.split("\n") if each.startswith(REFUSED)] == [f"{REFUSED}still too long"]
    above = twice.split("\n")
    assert above[above.index(f"{REFUSED}still too long") + 1].startswith("=== post 42")


def test_an_editor_of_another_system_changes_nothing() -> None:
    made = file_of(Words(text="One\nTwo"), Words(text="Three"))
    assert words_in("\ufeff" + made.replace("\n", "\r\n")) == words_in(made)


def test_a_section_that_is_taken_out_is_not_there() -> None:
    made = file_of(Words(text="One"), Words(text="Two"))
    assert words_in(made[made.index("=== post 42") :]) == {42: Words(text="Two")}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Hello\n=== post 41 · x ===\nOne", 0, "stand above the first section"),
        ("Hello", 0, "stand above the first section"),
        ("=== post 41 · x ===\nOne\n=== post 41 · x ===\nTwo", 2, "post 41 has two sections"),
        ("=== post 99 · x ===\nOne", 0, "post 99 is not among those that are edited"),
        ("=== post 41 · x ===\nOne\n======\nTwo", 2, "no section's first line"),
        ("=== post 41 · x\nOne", 0, "no section's first line"),
    ],
)
def test_what_does_not_say_whose_it_is_is_refused_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(Unreadable, match=f"line {line + 1}: ") as caught:
        read(text, [seen(41, Words(text="One"))])
    assert why in caught.value.whys[line]


def test_a_file_of_nothing_but_notes_is_empty() -> None:
    assert is_empty("\n;; a note\n  \n")
    assert not is_empty("=== post 41 · x ===\n")
    assert has_sections("a\n=== post 41 · x ===\n")
    assert not has_sections("=== post ===\n post 41 ===")


def test_a_line_of_ours_in_a_text_stands_behind_a_backslash() -> None:
    made = file_of(Words(text="=== so ===\n;; well\n\\;; and"))
    assert "\n\\=== so ===\n\\;; well\n\\\\;; and\n" in made
    assert sections.NOTE == ";;"
