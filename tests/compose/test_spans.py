"""Where each network reads links, mentions and tags. X's were compared with npm twitter-text 3.1.0 on 2026-11-25."""

from __future__ import annotations

import time

import pytest

from sharebot import platforms
from sharebot.compose import spans
from sharebot.ports import Rules

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))


def found(text: str, kind: str, rules: Rules = X) -> list[str]:
    return [text[span.start : span.end] for span in spans(text, rules) if span.kind == kind]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("@jane at first, then (@bo) and .@cy", ["@jane", "@bo", "@cy"]),
        ("港の@jane_doeに", ["@jane_doe"]),
        ("＠jane in full width", ["＠jane"]),
        ("mail jane@harborlight.org", []),
        ("@jane@social.harborlight.org", []),
        ("@a@b and @c", ["@c"]),
        ("@janeé is nobody, @jane. is", ["@jane"]),
        ("@http://harborlight.org", []),
        ("x!@jane #@jane $@jane &@jane *@jane %@jane", []),
        ("RT@jane rt:@bo RT @cy xRT@dee", ["@jane", "@bo", "@cy"]),
        ("@jane/list is a list, @jane/1 is not", ["@jane"]),
        ("@jane/list-@bo", []),
        ("@abcdefghijklmnopqrstuvwxyz", ["@abcdefghijklmnopqrst"]),
        ("@one\n@two", ["@one", "@two"]),
        ("https://harborlight.org/@jane", []),
    ],
)
def test_x_reads_mentions(text: str, mentions: list[str]) -> None:
    assert found(text, "mention") == mentions


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Harbor and ＃港の灯", ["#Harbor", "＃港の灯"]),
        ("#1 #1st #2nd2 #_ #_a", ["#1st", "#2nd2", "#_a"]),
        ("a#b &#c /#d 日#e", ["#d"]),
        ("#a#b", []),
        ("##a", ["#a"]),
        ("#tag://x #ok", ["#ok"]),
        ("#️⃣ #\u20e3a", []),
        ("❤️#love", ["#love"]),
        ("#été #слово #hash-tag #hash·tag #שבת׳", ["#été", "#слово", "#hash", "#hash·tag", "#שבת׳"]),
        ("https://harborlight.org/#top", []),
        ("#日harborlight.org", ["#日harborlight"]),
        ("#क्षि", ["#क्षि"]),
    ],
)
def test_x_reads_hashtags(text: str, tags: list[str]) -> None:
    assert found(text, "hashtag") == tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("$TSLA, $brk.a ($F) \t$X", ["$TSLA", "$brk.a", "$X"]),
        ("$ABCDEFG $1 $5m a$b $$c", []),
        ("$ſ $\u212a", []),
        ("$AB.CDE", ["$AB"]),
        ("$A\u3000$B", ["$A", "$B"]),
    ],
)
def test_x_reads_cashtags(text: str, tags: list[str]) -> None:
    assert found(text, "cashtag") == tags


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("README.md and harborlight.org/a?b=c.", ["README.md", "harborlight.org/a?b=c"]),
        ("http://日本.com/a と 日本.com", ["http://日本.com/a"]),
        ("httpſ://harborlight.org", []),
        ("http:// harborlight.org/x", ["harborlight.org/x"]),
        ("harborlight.orgこれはharborlight.org/a中", ["harborlight.org", "harborlight.org/a"]),
        (
            "https://harborlight.org/(a(b)c) https://harborlight.org/(a",
            ["https://harborlight.org/(a(b)c)", "https://harborlight.org/"],
        ),
        ("https://t.co/abc/more https://t.co/" + "a" * 41, ["https://t.co/abc"]),
        ("xn--bcher-kva.org xn--日.org", ["xn--bcher-kva.org"]),
        ("HTTP://A.ORG:8080/?q", ["HTTP://A.ORG:8080/?q"]),
        ("www.日本.com/a", []),
        ("a.com.日本.org/a", ["a.com.日本.org/a"]),
    ],
)
def test_x_reads_links(text: str, links: list[str]) -> None:
    assert found(text, "link") == links


def test_where_two_overlap_the_first_stands() -> None:
    kinds = [(span.kind, span.target) for span in spans("#日harborlight.org @a", X)]
    assert kinds == [("hashtag", "日harborlight"), ("mention", "a")]


def test_only_x_knows_cashtags_and_bare_domains() -> None:
    for rules in (MASTODON, BLUESKY):
        assert {span.kind for span in spans("$TSLA README.md #a", rules)} == {"hashtag"}


def test_mastodon_reads_a_mention_with_its_host() -> None:
    assert found("(@jane@social.harborlight.org) a@b", "mention", MASTODON) == ["@jane@social.harborlight.org"]


@pytest.mark.parametrize("platform", ["x", "mastodon", "bluesky"])
@pytest.mark.parametrize(
    "piece", ["@a@a", "@a/b-", "RT@", "#a", "#1", "##", "$a ", "$", "a.", "http://", "#日a.com", "＃·", "@a.b", "\u0301", "#\ufe0f"]
)  # fmt: skip
def test_reading_costs_by_the_letter(piece: str, platform: str) -> None:
    rules = platforms.rules(platform)

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        spans(text, rules)
        return time.process_time() - began

    small, large = (min(seconds(length + offset) for offset in range(2)) for length in (2_000, 32_000))
    assert large < 16 * 4 * max(small, 0.002)
