"""Lengths as the networks count them. The X figures were compared with npm twitter-text 3.1.0 on 2026-11-24."""

from __future__ import annotations

import pytest

from sharebot import platforms
from sharebot.compose import fits, measure
from sharebot.compose.measuring import graphemes
from sharebot.ports import Limit, Rules, Unit

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))
URL = "https://blog.harborlight.org/2026/11/a-rather-long-address/"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("a plain text", 12),
        ("curly “quotes” and — dashes weigh one", 37),
        ("… € ™ • →", 2 * 5 + 4),
        ("冬の夜", 6),
        ("e\u0301", 1),  # NFC first
        ("© ® weigh one", 13),
        ("☺", 2),
        ("❤️", 2),
        ("1️⃣", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👩🏽‍🚀", 2),
        ("⛹🏽‍♀️", 2),
        ("👩‍❤️‍💋‍👨", 2),
        ("🏳️‍🌈", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
        ("🇩🇪", 2),
        ("🇦🇦", 4),  # no such flag
        ("🧑‍🧑‍🧒", 8),  # newer than the library: by its parts
        ("क्षि", 4),
        ("مرحبا", 5),
    ],
)
def test_x_weighs_letters_and_emoji(text: str, weight: int) -> None:
    assert measure(text, X) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        (URL, 23),
        (URL + ".", 24),
        (f"({URL})", 25),
        ("https://en.wikipedia.org/wiki/Harbor_(disambiguation)", 23),
        ("README.md", 23),
        ("see README.md, foo.py.", 4 + 23 + 2 + 23 + 1),
        ("hello.world", 23),
        ("e.g. U.S. 3.14 v2.0", 19),
        ("blog.harborlight.example", 24),  # no such top-level domain
        ("http://127.0.0.1:19080/", 23),  # counted as written, which happens to be 23
        ("http://localhost/a", 18),
        ("https://user:pw@blog.harborlight.org/", 37),
        ("jane@harborlight.org", 20),
        ("@harborlight.org", 16),
        ("https://blog.harborlight.org/ä?q=ü#f", 23 + 3),
        ("日本語harborlight.org中国語", 6 + 23 + 6),
        ("harborlight.orgこれはharborlight.org", 23 + 6 + 23),
        ("http://日本.com/", 23),
        ("日本.com", 8),  # only Latin letters are linked without a scheme
        ("-harborlight.org _harborlight.org /harborlight.org", 50),
        ("sub_domain.harborlight.org", 4 + 23),
        ("https://t.co/abc/more", 23 + 5),
        ("HTTPS://BLOG.HARBORLIGHT.ORG", 23),
        ("é.harborlight.org", 23),
    ],
)
def test_x_finds_links_as_twitter_text_does(text: str, weight: int) -> None:
    assert measure(text, X) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("harborlight.org-", 24),
        ("text http://harborlight.com-with-no-space-after", 5 + 23 + 20),
        ("harborlight.org+more", 23 + 5),
        ("harborlight.org@more", 20),
        ("a very-long-name-of-a-harbor.org-town", 37),  # more without a link
        ("harborlight.nothing-more", 24),
    ],
)
def test_a_name_before_a_dash_may_be_a_link_of_its_own_so_the_larger_count_is_taken(text: str, weight: int) -> None:
    assert measure(text, X) == weight


@pytest.mark.parametrize("text", ["foo.music", "harbor.intel", "https://foo.music/" + "a" * 60, "https://foo.spa/x"])
def test_where_x_may_or_may_not_see_a_link_the_larger_count_is_taken(text: str) -> None:
    assert measure(text, X) == max(23, len(text))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (URL, 23),
        ("https://blog.harborlight.org/冬の夜/", 23),
        ("README.md", 9),
        ("blog.harborlight.org/2026", 25),
        ("http://127.0.0.1/x", 18),
        ("https://localhost:3000/", 23),
        ("@ada@social.harborlight.org", 4),
        ("mail ada@social.harborlight.org", 31),
        ("(@ada@social.harborlight.org)", 6),
        ("👨‍👩‍👧", 1),
        ("e\u0301", 1),
        ("🇩🇪🇫🇷", 2),
    ],
)
def test_mastodon_counts_graphemes_links_as_23_and_no_hosts(text: str, length: int) -> None:
    assert measure(text, MASTODON) == length


def test_bluesky_counts_graphemes_and_bytes_both() -> None:
    assert measure(URL, BLUESKY) == len(URL)
    assert fits("a" * 300, BLUESKY)
    assert not fits("a" * 301, BLUESKY)
    family = "👨‍👩‍👧‍👦"
    assert len(family.encode()) == 25
    assert fits(family * 120, BLUESKY)
    assert not fits(family * 121, BLUESKY)


@pytest.mark.parametrize(
    ("unit", "length"),
    [(Unit.CODE_POINTS, 8), (Unit.UTF16, 11), (Unit.UTF8, 22), (Unit.GRAPHEMES, 4), (Unit.WEIGHTED, 5)],
)
def test_the_other_units(unit: Unit, length: int) -> None:
    rules = Rules(platform="odd", limits=(Limit(unit=unit, most=100),))
    assert measure("a👨‍👩‍👧 é", rules) == length


def test_lines_are_measured_as_one_text() -> None:
    assert measure("ét.harborlight.org\nét.harborlight.org\n\n…", X) == 1 + 23 + 1 + 23 + 2 + 2
    assert measure("a\r\nb", BLUESKY) == 3


@pytest.mark.parametrize("platform", ["x", "mastodon", "bluesky"])
@pytest.mark.parametrize(
    "piece",
    ["a.", ".", "com.", "a-b-c.", "日.", "a.com日", "@a@a", "@u.", "👩‍", "🇩🇪", "🇩", "e\u0301", "(", "a.co/(", "a.co/x ", "#a", "$a ", "http://t.co/a?", "x_", "-.", "RT:@a", "xn--"],
)  # fmt: skip
@pytest.mark.timeout(30)  # what grows with the square of the text would take hours; the benchmarks have the figures
def test_a_long_hostile_text_is_measured_to_its_end(piece: str, platform: str) -> None:
    text = (piece * 200_000)[:200_000]
    assert 0 < measure(text, platforms.rules(platform)) <= 23 * len(text)


def test_graphemes_of_many_flags_are_pairs() -> None:
    assert graphemes("🇩🇪🇫🇷🇪") == ["🇩🇪", "🇫🇷", "🇪"]
