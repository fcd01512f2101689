"""What holds for any entry, any author and any rules."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot import platforms
from sharebot.compose import compose, fits, measure
from sharebot.compose.domains import readings
from sharebot.compose.links import links
from sharebot.errors import SharebotError
from sharebot.model import PLAIN_STYLE, Author, Entry, Handle, Level, Share, Style
from sharebot.ports import Limit, LinkSyntax, Rules, Unit

PIECES = [
    *("the", "Counter", "is", "open.", "Why?", "No!", "Dr.", "U.S.", "e.g.", " ", " ", " ", "\n", "\t", "…", "—", "“", "”", "("),
    *("@nobody", "@user@other.host", "＠wide", "﹫small", "RT@name", "a@b", "$AAPL", "$PATH", "#tag", "#1", "README.md"),
    *("example.com", "https://evil.com/@x", "HTTP://a.co", "日本.com", "foo.music", "a.intel", "will.i.am", "//x.org", ".com"),
    *("冬の夜。", "مرحبا", "\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\ud800", "\ufeff", "\u200c", "\u200d", "\u2028"),
    *("👨‍👩‍👧", "👍🏽", "🇩🇪", "🇩", "❤️", "e\u0301", "क्षि", "Z" * 90, "x" * 700, "e" + "\u0301" * 50),
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join) | st.text(max_size=600)
urls = st.one_of(
    st.sampled_from(
        [
            "https://blog.harborlight.org/a/",
            "https://blog.harborlight.org/冬の夜/?q=ü#f",
            "https://medium.com/@somebody/a-post",
            "https://blog.example/@somebody/a-post",
            "http://127.0.0.1:8000/@x",
            "https://user:pw@host.org/x",
            "https://blog.harborlight.org/a_(b)/c'd!.",
            "https://blog.harborlight.org/" + "long-" * 60,
            "https://foo.music/" + "a" * 40,
            "https://日本.com/a b",
        ]
    ),
    st.text(min_size=1, max_size=80).map("https://blog.harborlight.org/{}".format),
    texts.filter(str.strip),
)
handles = st.builds(
    Handle,
    platform=st.sampled_from(["x", "mastodon", "bluesky", "odd"]),
    handle=st.sampled_from(
        ["somebody", "some_body9", "u@social.harborlight.org", "u.harborlight.org", "no good", "@at", "-", ""]
    )
    | st.text(max_size=20),
    level=st.sampled_from(Level),
)
authors = st.lists(
    st.builds(
        Author,
        name=texts | st.just("Garrett Reuscher"),
        guest=st.booleans(),
        handles=st.lists(handles, max_size=3).map(tuple),
    ),
    max_size=25,
).map(tuple)
entries = st.builds(
    Entry,
    id=st.just("1"),
    url=urls,
    title=texts | st.just(""),
    summary=texts | st.just(""),
    categories=st.lists(texts | st.sampled_from(["Harm Reduction", "C++", "Blog"]), max_size=5).map(tuple),
    language=st.sampled_from(["", "en-US", "de", "fr", "ja", "ar", "xx"]),
)  # fmt: skip
odd = st.builds(
    Rules,
    platform=st.just("odd"),
    limits=st.lists(st.builds(Limit, unit=st.sampled_from(Unit), most=st.integers(1, 700)), min_size=1, max_size=3).map(
        tuple
    ),
    link_cost=st.none() | st.integers(0, 60),
    link_syntax=st.sampled_from(LinkSyntax),
    bare_links=st.booleans(),
    mention=st.sampled_from(["@{handle}", "<@{handle}>"]),
    mention_cost=st.sampled_from(["whole", "user"]),
    opening_mention=st.booleans(),
    hashtags=st.integers(0, 6),
    cashtags=st.none() | st.just(1),
    card=st.booleans(),
)
any_rules = st.sampled_from([platforms.rules(name) for name in platforms.networks()]) | odd


styles = st.builds(
    Style,
    hashtags=st.lists(st.tuples(texts, st.sampled_from([(), ("Recovery",), ("A_b", "Naloxone")])), max_size=3).map(tuple),
    tracking=st.lists(st.tuples(st.sampled_from(["utm_source", "ref", "ü"]), st.sampled_from(["{platform}", "a b", "é@", "{round}"])), max_size=3).map(tuple),
    warnings=st.lists(st.tuples(texts, st.sampled_from(["drugs", "death of a friend", "https://a.example/" + "w" * 50])), max_size=3).map(tuple),
)  # fmt: skip


def made(
    entry: Entry, by: tuple[Author, ...], rules: Rules, style: Style = PLAIN_STYLE, number: int = 0
) -> Share | None:
    try:
        return compose(entry, by, rules, style, round=number)
    except SharebotError:
        return None


@settings(max_examples=150, deadline=None)
@given(entries, authors, any_rules)
def test_a_text_that_could_not_be_sent_cannot_be_made(entry: Entry, by: tuple[Author, ...], rules: Rules) -> None:
    share = made(entry, by, rules)
    if share is None:
        return
    assert fits(share.text, rules)
    assert share.length == measure(share.text, rules) <= share.limit == rules.limits[0].most
    assert share.link
    assert share.link in share.text
    assert unicodedata.normalize("NFC", share.text) == share.text
    assert share.text.encode().decode() == share.text
    assert not [letter for letter in share.text if unicodedata.category(letter) == "Cc" and letter != "\n"]
    if "…" not in f"{entry.title}{entry.summary}{entry.url}{by}":
        assert not re.search(r"[.!?。]…", share.text)
    assert share == compose(entry, by, rules)


@settings(max_examples=150, deadline=None)
@given(entries, authors, any_rules)
def test_nobody_is_tagged_but_authors_by_their_proven_handles(
    entry: Entry, by: tuple[Author, ...], rules: Rules
) -> None:
    share = made(entry, by, rules)
    if share is None:
        return
    allowed = {h.handle for author in by for h in author.handles if h.platform == rules.platform and h.tag}
    assert set(share.mentions) <= allowed
    if not rules.opening_mention:
        assert share.text[0] not in "@＠"


@settings(max_examples=150, deadline=None)
@given(entries, authors, any_rules)
def test_the_only_link_is_the_entrys_own(entry: Entry, by: tuple[Author, ...], rules: Rules) -> None:
    share = made(entry, by, rules)
    if share is None:
        return
    for top in readings():
        found = links(share.text, syntax=rules.link_syntax, bare=rules.bare_links, top=top)
        assert {share.text[start:end] for start, end in found if share.text[start:end] not in share.link} == set()


@settings(max_examples=100, deadline=None)
@given(entries, authors, any_rules)
def test_spans_are_where_they_say(entry: Entry, by: tuple[Author, ...], rules: Rules) -> None:
    share = made(entry, by, rules)
    if share is None:
        return
    for span in share.spans:
        part = share.text[span.start : span.end]
        assert span.target in (part, part[1:], f"https://{part}"), (span, part)
    assert [span.start for span in share.spans] == sorted(span.start for span in share.spans)


@settings(max_examples=150, deadline=None)
@given(entries, authors, any_rules, styles, st.integers(0, 2), texts)
def test_in_any_style_and_round_a_share_fits_and_tags_and_links_nothing_else(
    entry: Entry, by: tuple[Author, ...], rules: Rules, style: Style, number: int, html: str
) -> None:
    entry = replace(entry, html=f"<p>We counted 214 chairs and nobody sat down on them.</p><p>{html}</p>")
    rules = replace(rules, warning_counts=True)
    style = replace(style, warnings=(*style.warnings, *((category, "drugs") for category in entry.categories)))
    share = made(entry, by, rules, style, number)
    if share is None:
        return
    assert fits(share.text, rules, share.warning)
    assert share.length == measure(share.text, rules, share.warning) <= share.limit
    assert share.link in share.text
    assert unicodedata.normalize("NFC", share.text) == share.text
    allowed = {h.handle for author in by for h in author.handles if h.platform == rules.platform and h.tag}
    assert set(share.mentions) <= allowed
    for top in readings():
        found = links(share.text, syntax=rules.link_syntax, bare=rules.bare_links, top=top)
        assert {share.text[start:end] for start, end in found if share.text[start:end] not in share.link} == set()
