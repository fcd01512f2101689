"""The shortcut around parsing what is known: it finds the same entries as the whole parse, or gives up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sharebot.feed.clean import clean
from sharebot.feed.cut import cut
from sharebot.feed.parse import parse
from sharebot.model import Entry

SAMPLES = sorted(Path(__file__).parent.glob("samples/*.xml"))
FEEDS = [sample for sample in SAMPLES if sample.stem != "wordpress-comments"]
BASE = "https://feeds.example/feed/"


def xml_of(sample: Path) -> bytes:
    return clean(sample.read_bytes(), "").xml


def items_of(xml: bytes) -> list[bytes]:
    """Each item's bytes, found by cutting out all the others."""
    whole = cut(xml, frozenset())
    assert whole is not None
    items = []
    for mark in whole.hashes:
        without = cut(xml, frozenset({mark}))
        assert without is not None
        start = next(at for at, (a, b) in enumerate(zip(xml, without.xml, strict=False)) if a != b)
        items.append(xml[start : start + len(xml) - len(without.xml)])
    return items


def entries(xml: bytes, known: frozenset[str] = frozenset()) -> tuple[Entry, ...]:
    parsed = parse(xml, "", BASE, known)
    assert not parsed.error
    return parsed.entries


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: sample.stem)
def test_the_shortcut_is_open_for_every_ordinary_feed(sample: Path) -> None:
    whole = cut(xml_of(sample), frozenset())
    assert whole is not None
    assert whole.total == len(entries(xml_of(sample)))


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: sample.stem)
def test_nothing_known_changes_nothing_and_all_known_leaves_nothing(sample: Path) -> None:
    xml = xml_of(sample)
    whole = cut(xml, frozenset())
    assert whole is not None
    assert whole.xml == xml
    assert entries(xml, whole.hashes) == ()


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: sample.stem)
def test_each_item_alone_reads_as_it_does_among_all_the_others(sample: Path) -> None:
    xml = xml_of(sample)
    whole = cut(xml, frozenset())
    assert whole is not None
    alone = [entries(xml, whole.hashes - {mark}) for mark in whole.hashes]
    assert all(len(each) == 1 for each in alone)
    assert {each[0] for each in alone} == set(entries(xml))


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: sample.stem)
def test_a_new_item_is_all_that_is_read_when_the_rest_was_there(sample: Path) -> None:
    xml = xml_of(sample)
    for item in items_of(xml):
        before = parse(xml.replace(item, b""), "", BASE)
        new = entries(xml, before.known)
        assert set(entries(xml)) - set(before.entries) == set(new)


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: sample.stem)
def test_a_change_around_the_items_has_them_all_read_again(sample: Path) -> None:
    xml = xml_of(sample)
    known = parse(xml, "", BASE).known
    changed = xml.replace(b"<title", b"<title lang='is'", 1)
    assert set(entries(changed, known)) == set(entries(changed))


def test_a_new_date_or_comment_around_the_items_changes_nothing() -> None:
    xml = xml_of(SAMPLES[0].with_name("wordpress-full.xml"))
    known = parse(xml, "", BASE).known
    later = xml.replace(b"09:10:00 +0000</lastBuildDate>", b"10:00:00 +0000</lastBuildDate>").replace(
        b"2026-11-23 09:10:01", b"2026-11-23 10:00:01"
    )
    assert later != xml
    assert entries(later, known) == ()


def rss(*items: str, head: str = "") -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{head}{''.join(items)}</channel></rss>".encode()


def item(guid: str = "", link: str = "", title: str = "t", more: str = "") -> str:
    guid = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    link = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{link}{guid}{more}</item>"


DOUBTFUL = {
    "no items": rss(),
    "an item in an item": rss("<item><item><title>a</title></item></item>"),
    "an empty item": rss("<item/>", item("a")),
    "an item without an end": b"<rss><channel><item><title>a</title>",
    "an end without a beginning": rss("</item>", item("a")),
    "CDATA without an end": rss(item("a"), "<![CDATA[ <item>"),
    "a comment without an end": rss(item("a"), "<!-- <item>"),
    "a guid twice": rss(item("a", "https://h.example/1"), item("a", "https://h.example/2")),
    "a link twice": rss(item("a", "https://h.example/1"), item("b", "https://h.example/1")),
    "a link twice, spelt otherwise": rss(
        item("a", "https://h.example/1/"), item("b", "http://H.example/1?utm_source=x")
    ),
    "a link that is another's guid": rss(item("a", "https://h.example/1"), item("https://h.example/1/")),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_in_doubt_there_is_no_shortcut(name: str) -> None:
    assert cut(DOUBTFUL[name], frozenset()) is None


def test_a_broken_feed_is_read_whole_each_time_and_still_shows_only_what_is_new() -> None:
    broken = rss(item("a", "https://h.example/1", "A &nbsp; B"))
    first = parse(broken, "", BASE)
    assert [each.id for each in first.entries] == ["a"]
    assert "broken" in first.notes[0]
    more = rss(item("b", "https://h.example/2"), item("a", "https://h.example/1", "A &nbsp; B"))
    second = parse(more, "", BASE, first.known)
    assert [each.id for each in second.entries] == ["b"]
    assert "broken" in second.notes[0]


def test_a_broken_new_item_does_not_hide_behind_known_ones() -> None:
    known = parse(rss(item("a", "https://h.example/1")), "", BASE).known
    second = parse(rss(item("b", "https://h.example/2", "x & y"), item("a", "https://h.example/1")), "", BASE, known)
    assert {each.id for each in second.entries} >= {"b"}
    assert "broken" in second.notes[0]


PIECES = st.builds(
    item,
    st.sampled_from(["", "a", "b", "c", "https://h.example/"]),
    st.sampled_from(["", "https://h.example/", "https://h.example/1", "https://h.example/2/", "http://h.example/2"]),
    st.sampled_from(["t", "", "A &amp; B", "A &nbsp; B", "<![CDATA[<item>]]>", "x & y"]),
    st.sampled_from(
        ["", "<author>m@h.example (N)</author>", "<!-- </item> -->", "<item>", "<description>d</description>"]
    ),
)
DOCUMENTS = st.builds(
    lambda items, head: rss(*items, head=head),
    st.lists(PIECES, max_size=4),
    st.sampled_from(["", "<link>https://h.example/</link>", "<language>de</language>"]),
)


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
@example(rss(item("a"), item("b")), rss(item("c"), item("a"), item("b")))
def test_with_or_without_the_shortcut_no_entry_is_lost_or_changed(before: bytes, after: bytes) -> None:
    old = parse(before, "", BASE)
    new = parse(after, "", BASE, old.known)
    whole = set(parse(after, "", BASE).entries)
    assert set(new.entries) <= whole
    assert whole <= set(new.entries) | set(old.entries)
