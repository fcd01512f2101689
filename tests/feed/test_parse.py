"""What is read out of each kind of feed, and what is said of one that is none."""

from __future__ import annotations

import pickle
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sharebot.feed import parse as parsing
from sharebot.feed.parse import Parsed, parse
from sharebot.feed.text import excerpt, plain
from sharebot.model import Byline, Entry, Image

SAMPLES = Path(__file__).parent / "samples"
BASE = "https://feeds.example/feed/"


def read(name: str, content_type: str = "application/rss+xml") -> Parsed:
    return parse((SAMPLES / f"{name}.xml").read_bytes(), content_type, BASE)


def entries(name: str) -> list[Entry]:
    """Newest first, as the samples are written."""
    parsed = read(name)
    assert (parsed.error, parsed.notes) == ("", ())
    return list(parsed.entries[::-1])


def names(entry: Entry) -> list[str]:
    return [byline.name for byline in entry.bylines]


def rss(*items: str, head: str = "<link>https://h.example/</link>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{head}{"".join(items)}</channel></rss>'.encode()


def item(inner: str) -> str:
    return f"<item><guid isPermaLink='false'>g</guid><link>https://h.example/1/</link>{inner}</item>"


def one(inner: str, base: str = BASE) -> Entry:
    parsed = parse(rss(item(inner)), "", base)
    assert len(parsed.entries) == 1, parsed
    return parsed.entries[0]


# Each blog's feed -----------------------------------------------------------------------------------------------------


def test_wordpress() -> None:
    gala, protected, untitled, oven = entries("wordpress-full")
    assert gala == Entry(
        id="https://harborlight.example/?p=214",
        url="https://harborlight.example/2026/11/spring-gala/",
        title="Don’t Call It a “Spring Gala”: Tea & Tables — Again",
        aliases=(
            "https://harborlight.example/2026/11/spring-gala",
            "https://harborlight.example/2026/11/spring-gala/?utm_source=rss&utm_medium=rss&utm_campaign=spring-gala",
            "https://harborlight.example?p=214",
        ),
        html=gala.html,
        summary="The hall smelled of floor wax and oranges, and nobody had brought the good urn. "
        "It was the ninth year of the gala that is no gala",
        bylines=(Byline(name="Dana Quillfeather"), Byline(name="Garrett Reuscher")),
        published_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        categories=("Harm Reduction", "Health & Wellness"),
        image=Image(
            url="https://harborlight.example/wp-content/uploads/2026/11/urn-1024x683.jpg",
            alt="A dented tea urn on a trestle table",
        ),
        language="en-US",
    )
    assert "Guest Blogger</p>" in gala.html
    assert [each.protected for each in (gala, protected, untitled, oven)] == [False, True, False, False]
    assert (untitled.title, untitled.summary, untitled.summary_only) == ("", "The ferry is running again.", False)
    assert oven.image == Image(
        url="https://harborlight.example/wp-content/uploads/oven.jpg", alt="The oven & its baker"
    )
    assert oven.summary == "An oven is a clock that you can eat from."
    assert names(oven) == ["Žofie Marečková & Søren Æbelø"]
    assert read("wordpress-full").title == "Harborlight Recovery Exchange – Notes & Letters"


def test_wordpress_with_summaries() -> None:
    bus, by_hand, protected = entries("wordpress-summary")
    assert [each.summary_only for each in (bus, by_hand)] == [True, True]
    assert bus.summary.endswith("a clipboard and no great hopes")
    assert bus.image == Image(url="https://kettlequay.example/bus.jpg")
    assert protected.protected


def test_atom() -> None:
    bold, weir, only = entries("atom")
    assert bold.title == "When 1 < 2 &amp; other <b>bold</b> claims", "type=text is text"
    assert bold.url == "https://tidewrack.example/blog/2026/bold-claims.html"
    assert bold.published_at == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert bold.updated_at == datetime(2026, 11, 23, 9, 59, 59, tzinfo=UTC)
    assert bold.image == Image(url="https://tidewrack.example/blog/2026/bold.jpg")
    assert bold.bylines == (Byline(name="Ilse Varnhagen-Oduya", url="https://tidewrack.example/people/ilse"),)
    assert bold.categories == ("Arithmetic",)
    assert (weir.title, weir.language, names(weir)) == ("Ein kleines Wehr", "de", ["Maarten Vloed", "Priya Sundaresan"])
    assert (only.summary_only, only.summary, names(only)) == (True, "Short and to the point.", ["Njeri Wambui"])
    assert read("atom").title == "Tidewrack & Tin"


def test_rss_1() -> None:
    rope, tar = entries("rdf")
    assert (rope.id, rope.summary, rope.summary_only) == ("https://oldquay.example/rope", "A rope is a promise", False)
    assert rope.published_at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert (names(rope), rope.categories, tar.summary_only) == (["Oona Breslin"], ("Rigging",), True)


def test_rss_092_has_neither_guid_nor_author_nor_date() -> None:
    bell, older = entries("rss092")
    assert (bell.id, bell.url) == (
        "https://harborlight.example/2026/11/bell",
        "http://harborlight.example/2026/11/bell/",
    )
    assert (bell.title, bell.published_at, bell.bylines) == ("The Bell & the Book", None, ())
    assert older.summary == "It rang for the ferry."


def test_ghost() -> None:
    (moths,) = entries("ghost")
    assert (moths.id, moths.title) == ("6560a1b2c3d4e5f60718293a", "Moths & Other Regulars")
    assert (moths.summary, moths.summary_only) == ("Who comes to the lamp, and who only says so.", False)
    assert moths.image == Image(
        url="https://lantern.example/content/images/2026/11/moth.jpg", alt="Moths & Other Regulars"
    )


def test_substack() -> None:
    (fog,) = entries("substack")
    assert fog.id == fog.url == "https://saltledger.example/p/the-price-of-fog"
    assert fog.image == Image(url="https://saltledger.example/fog.jpeg")
    assert (fog.language, names(fog)) == ("en", ["Wilhelmina Okafor"])


def test_medium() -> None:
    (gulls,) = entries("medium")
    assert gulls.id == "https://medium.com/p/0f1e2d3c4b5a"
    assert gulls.url == "https://medium.com/@rachterberg/counting-gulls-0f1e2d3c4b5a"
    assert gulls.title == "Counting Gulls & Other Honest Work"
    assert gulls.image == Image(url="https://cdn-images-1.medium.com/max/1024/1*gulls.jpeg", alt="Gulls on a roof")
    assert gulls.updated_at == datetime(2026, 11, 22, 8, 0, 12, tzinfo=UTC)


def test_blogger() -> None:
    tides, unsigned = entries("blogger-rss")
    (same,) = entries("blogger-atom")
    assert tides.id == same.id == "tag:blogger.com,1999:blog-1234567.post-7654321"
    assert tides.url == same.url == "https://lowwater.example/2026/11/small-tides.html"
    assert names(tides) == names(same) == ["Cosima Delacroix-Hart"]
    assert unsigned.bylines == ()
    assert tides.image == Image(url="https://lowwater.example/s320/table.jpg"), "rather than its thumbnail"
    assert (same.categories, same.summary) == (("tides",), "Each evening I write down how far the water came.")


def test_hugo_has_only_summaries() -> None:
    stones, second = entries("hugo")
    assert (stones.summary_only, second.summary_only) == (True, True)
    assert (stones.id, names(stones)) == ("https://breakwater.example/posts/stones/", ["Breakwater Desk"])
    assert stones.published_at == datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_jekyll() -> None:
    (launch,) = entries("jekyll")
    assert (launch.id, launch.title) == ("https://slipway.example/2026/11/22/launching", "Launching & Landing")
    assert launch.image == Image(url="https://slipway.example/assets/launch.png")
    assert (launch.summary, launch.summary_only) == ("Mind your fingers.", False)


def test_squarespace_puts_the_whole_article_into_the_description() -> None:
    (yard,) = entries("squarespace")
    assert (yard.id, yard.summary_only) == ("5f0a:5f0b:65a1b2c3", False)
    assert yard.html.endswith("eleven.</p>")
    assert len(yard.summary) <= 1000


def test_latin_1() -> None:
    (summer,) = entries("latin1")
    assert (summer.title, summer.language) == ("L’été où rien n’arriva — enfin", "fr")
    assert (summer.summary, names(summer)) == ("Le café était fermé, et cétait bien.", ["Zoé Lamartinière"])


def test_cdata_that_speaks_of_feeds() -> None:
    written, second, _ = entries("cdata")
    assert written.title == "How an <item> is written"
    assert written.summary == "So: <item> and it ends here, in the middle."
    assert second.html == "<p><!-- </item> --> Text.</p>"


# Fine points ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("Tom &#038; Jerry", "Tom & Jerry"),
        ("<![CDATA[Tom &amp; Jerry]]>", "Tom & Jerry"),
        ("<![CDATA[An <em>old</em> tale]]>", "An old tale"),
        ("Why &lt;br&gt; is not a paragraph", "Why <br> is not a paragraph"),
        ("AT&amp;T", "AT&T"),
        ("1 &lt; 2", "1 < 2"),
        ("  two\n  lines ", "two lines"),
        ("Cafe\u0301", "Café"),
        ("", ""),
    ],
)
def test_a_title_is_decoded_once_and_loses_its_mark_up(title: str, read_as: str) -> None:
    assert one(f"<title>{title}</title>").title == read_as


def test_a_guid_that_several_links_share_names_none_of_them() -> None:
    twins = "".join(f"<item><guid>same</guid><link>https://h.example/{n}</link></item>" for n in (2, 1))
    parsed = parse(rss(twins), "", BASE)
    assert [each.id for each in parsed.entries] == ["https://h.example/1", "https://h.example/2"]
    assert not any("same" in each.aliases for each in parsed.entries)


def test_a_link_that_several_guids_share_names_none_of_them() -> None:
    notes = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><link>https://h.example/all</link></item>" for n in (2, 1)
    )
    parsed = parse(rss(notes), "", BASE)
    assert [(each.id, each.aliases) for each in parsed.entries] == [("1", ()), ("2", ())]


def test_the_sites_own_address_names_no_entry() -> None:
    (entry,) = parse(
        rss("<item><guid>https://h.example/</guid><link>http://h.example</link><title>A</title></item>"), "", BASE
    ).entries
    assert entry.id.startswith("urn:sharebot:")
    assert entry.aliases == ()


def test_a_blank_guid_is_none() -> None:
    (entry,) = parse(rss("<item><guid> </guid><link>https://h.example/1</link></item>"), "", BASE).entries
    assert entry.id == "https://h.example/1"


def test_an_entry_without_guid_and_link_is_told_from_others() -> None:
    parsed = parse(rss("<item><title>A</title></item>", "<item><title>B</title></item>"), "", BASE)
    assert len({each.id for each in parsed.entries}) == 2
    assert {each.url for each in parsed.entries} == {""}


def test_an_entry_that_stands_twice_in_a_feed_is_one() -> None:
    twice = item("<title>A</title>") * 2
    assert len(parse(rss(twice), "", BASE).entries) == 1


def test_a_guid_that_only_claims_to_be_a_permalink_is_no_link() -> None:
    (entry,) = parse(rss("<item><guid>abc-123</guid><title>A</title></item>"), "", BASE).entries
    assert (entry.id, entry.url) == ("abc-123", "")
    (entry,) = parse(rss("<item><guid>https://h.example/1</guid></item>"), "", BASE).entries
    assert entry.url == "https://h.example/1"


def test_the_link_behind_feedburners_counter_is_taken() -> None:
    fb = "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'"
    entry = one(f"<feedburner:origLink {fb}>https://h.example/real</feedburner:origLink>")
    assert entry.url == "https://h.example/real"


def test_without_an_address_of_its_own_a_feeds_links_start_from_its_site() -> None:
    (entry,) = parse(rss("<item><guid isPermaLink='false'>g</guid><link>/a</link></item>"), "", "").entries
    assert entry.url == "https://h.example/a"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("jo@h.example (Jo March)", ["Jo March"]),
        ("jo@h.info (Jo March)", ["Jo March"]),
        ("Jo March &lt;jo@h.community&gt;", ["Jo March"]),
        ("jo@harbour.example", []),
        ("jo@harbour.org", []),
        ("noreply@blogger.com (Unknown)", []),
        ("Jo &amp;amp; Meg", ["Jo & Meg"]),
        ("", []),
    ],
)
def test_a_byline_is_a_name_and_never_an_address(author: str, expected: list[str]) -> None:
    assert names(one(f"<author>{author}</author>")) == expected


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026", "0000-00-00"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert one(f"<pubDate>{date}</pubDate>").published_at is None


def test_without_dates_the_feeds_order_counts() -> None:
    parsed = parse(rss(*(f"<item><link>https://h.example/{n}</link></item>" for n in (3, 2, 1))), "", BASE)
    assert [each.url[-1] for each in parsed.entries] == ["1", "2", "3"]


def test_the_oldest_comes_first_whatever_the_feeds_order() -> None:
    dated = [
        f"<item><link>https://h.example/{n}</link><pubDate>2026-11-0{n}T00:00:00Z</pubDate></item>" for n in (1, 3, 2)
    ]
    assert [each.url[-1] for each in parse(rss(*dated), "", BASE).entries] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "img",
    [
        "<img src='https://h.example/p.gif' width='1' height='1'>",
        "<img src='https://secure.gravatar.com/avatar/0?s=96'>",
        "<img src='https://s.w.org/images/core/emoji/1f34a.png'>",
        "<img class='wp-smiley' src='https://h.example/smile.png'>",
        "<img src='https://medium.com/_/stat?event=x'>",
        "<img src='data:image/gif;base64,R0lGOD'>",
        "<img>",
        "<img src='mailto:x'>",
    ],
)
def test_what_is_no_picture_of_the_article_is_passed_over(img: str) -> None:
    entry = one(f"<description><![CDATA[{img}<img src='real.jpg' alt='Real'>]]></description>")
    assert entry.image == Image(url="https://h.example/1/real.jpg", alt="Real")


def test_a_picture_that_is_loaded_late_is_found() -> None:
    late = "<img src='data:image/gif;base64,R0' data-src='https://h.example/late.jpg' alt='Late'>"
    assert one(f"<description><![CDATA[{late}]]></description>").image == Image(
        url="https://h.example/late.jpg", alt="Late"
    )


@pytest.mark.parametrize(
    ("text", "short", "goes_on"),
    [
        ("A text […]", "A text", True),
        ("A text [...]", "A text", True),
        ("A text…", "A text…", True),
        ("A text. Continue reading A Title →", "A text.", True),
        ("A text. Read more", "A text.", True),
        ("A text. The post A Title appeared first on A Blog.", "A text.", False),
        ("A text […] The post A Title appeared first on A Blog.", "A text", True),
        ("A text. Der Beitrag Ein Titel erschien zuerst auf Ein Blog.", "A text.", False),
        ("You can read more about it in the library.", "You can read more about it in the library.", False),
        ("", "", False),
    ],
)
def test_a_summary_loses_what_feeds_put_at_its_end(text: str, short: str, goes_on: bool) -> None:
    assert excerpt(text) == (short, goes_on)


def test_plain_text_keeps_words_apart_that_blocks_keep_apart() -> None:
    assert plain("<p>One</p><p>t<b>w</b>o<br>three</p><script>x</script><style>y</style>four") == "One two three four"


# Bad input ------------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html><html><head><title>A blog</title>
<link rel="alternate" type="application/rss+xml" title="A blog » Comments Feed" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" title="A blog » Feed" href="/feed/">
</head><body><p>Unclosed & unbothered</body></html>"""

ERRORS = {
    "nothing": (b"", "the answer is empty"),
    "white space": (b" \r\n\t", "the answer is empty"),
    "a web page": (PAGE.encode(), "this is a web page, not a feed; its feed is https://feeds.example/feed/: name that instead"),
    "a web page without a feed": (b"<html><body>Hello</body></html>", "it names no feed"),
    "an XHTML page": (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "this is a web page"),
    "JSON": (b'{"version": "https://jsonfeed.org/version/1.1"}', "this is JSON"),
    "a list of feeds": (b"<opml version='2.0'><body/></opml>", "a list of feeds (OPML)"),
    "a sitemap": (b"<urlset><url/></urlset>", "this is a sitemap"),
    "words": (b"Just words.", "neither RSS nor Atom"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "neither RSS nor Atom"),
    "a feed cut off before its first entry": (b"<rss version='2.0'><channel><title>T", "nothing in it can be read"),
    "a comments' feed": ((SAMPLES / "wordpress-comments.xml").read_bytes(), "comments, not of its posts"),
    "an entity bomb": (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + rss(item("<title>&b;</title>")).partition(b"?>")[2],
        "the feed defines entities",
    ),
    "one huge entity": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 99 + b'">]><rss><channel/></rss>',
        "the feed defines entities",
    ),
    "a file for an entity": (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel/></rss>',
        "the feed defines entities",
    ),
    "an entity bomb in UTF-16": (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss/>'.encode("utf-16"),
        "the feed defines entities",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_no_feed_is_named_in_one_clear_line(name: str) -> None:
    body, said = ERRORS[name]
    parsed = parse(body, "text/html", BASE)
    assert said in parsed.error
    assert len(parsed.error.splitlines()) == 1
    assert parsed.entries == ()


def test_an_empty_feed_is_no_error_but_worth_a_word() -> None:
    parsed = parse(rss(), "", BASE)
    assert (parsed.error, parsed.entries) == ("", ())
    assert "no entries" in parsed.notes[0]
    assert "mistyped" in parsed.notes[0]


NOTED = {
    "an entity of HTML": (rss(item("<title>A&nbsp;B</title>")), "broken at line 1 (undefined entity)"),
    "a bare ampersand": (rss(item("<title>A & B</title>")), "broken"),
    "an unknown prefix": (rss(item("<title>A</title><x:y>1</x:y>")), "broken"),
    "a lost end": (rss(item("<title>A</title>"))[:-20], "1 entry could be read all the same"),
    "a warning in front": (b"<br />\n<b>Warning</b>: x in y.php\n" + rss(item("<title>A</title>")), "stands before"),
    "the wrong charset": (b'<?xml version="1.0" encoding="windows-1252"?>' + rss(item("<title>Ä’</title>")).partition(b"?>")[2], "claims to be in windows-1252, but is in UTF-8"),
    "another wrong charset": (rss(item("<title>Ä</title>")).decode().encode("latin-1"), "read as Windows-1252"),
    "damage": (rss(item("<title>Ä€Ö’</title>")).replace("Ö".encode(), b"\xc3"), "damaged in 1 places"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTED)
def test_a_fault_that_costs_no_entry_is_noted(name: str) -> None:
    body, said = NOTED[name]
    parsed = parse(body, "application/xml", BASE)
    assert parsed.error == ""
    assert [each.id for each in parsed.entries] == ["g"]
    assert said in parsed.notes[0]


def test_a_feed_in_the_wrong_charset_is_read_in_the_right_one() -> None:
    for body, title in ((NOTED["the wrong charset"][0], "Ä’"), (NOTED["another wrong charset"][0], "Ä")):
        assert parse(body, "text/xml; charset=ISO-8859-1" if title == "Ä’" else "", BASE).entries[0].title == title


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "shift_jis", "iso2022_jp", "gb18030"])  # fmt: skip
def test_any_charset_that_a_feed_names_rightly_is_read(charset: str) -> None:
    named = charset.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    text = (
        f'<?xml version="1.0" encoding="{named}"?>' + rss(item("<title>日本の話</title>")).decode().partition("?>")[2]
    )
    parsed = parse(text.encode(charset), "", BASE)
    assert (parsed.entries[0].title, parsed.notes) == ("日本の話", ())


def test_harmless_entities_are_read() -> None:
    body = (
        b'<?xml version="1.0"?>\n<!DOCTYPE rss [\n<!ENTITY deg "&#176;">\n<!ENTITY me \'Jo\'>\n]>\n'
        + rss(item("<title>&me; at 3&deg;</title>")).partition(b"?>")[2]
    )
    assert parse(body, "", BASE).entries[0].title == "Jo at 3°"


def test_characters_that_xml_forbids_are_passed_over() -> None:
    assert one("<title>A\x0b\x00B</title>").title == "AB"


@pytest.mark.parametrize(
    ("reference", "read_as"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#x1F600;&#128512;", "😀😀"),
        ("&#55357;", ""),
        ("&#0;&#x1f;&#11;", ""),
        ("&#99999999;&#xFFFFFFFF;", ""),
        ("&#9;&#233;", " é"),
    ],
)
def test_references_to_what_is_no_character_cost_no_feed(reference: str, read_as: str) -> None:
    assert one(f"<title>A{reference}B</title>").title == f"A{read_as}B"


def test_an_article_about_password_forms_is_not_protected() -> None:
    code = '&lt;form class="post-password-form"&gt;'
    assert not one(f"<description><![CDATA[<pre>{code}</pre>]]></description>").protected


def test_white_space_before_the_declaration_is_passed_over() -> None:
    parsed = parse(b"\xef\xbb\xbf\n\n" + rss(item("<title>A</title>")), "", BASE)
    assert (len(parsed.entries), parsed.notes) == (1, ())


def test_the_result_can_come_from_another_process() -> None:
    parsed = read("atom")
    assert pickle.loads(pickle.dumps(parsed)) == parsed
    assert pickle.loads(pickle.dumps(parse)) is parse


SLOW = {
    "an author of dots": rss(item(f"<author>{'a.' * 60_000}</author>")),
    "many attributes": rss("<item " + " ".join(f"a{n}=''" for n in range(40_000)) + "/>"),
    "a tag in a tag": rss(item("<a " * 1_000_000)),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the first word may meet a finalizer
@pytest.mark.parametrize("name", SLOW)
def test_a_feed_that_takes_for_ever_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PARSE_SECONDS", 0.3)
    began = time.process_time()
    parsed = parse(SLOW[name], "", BASE)
    assert "was given up" in parsed.error
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "body",
    [
        rss("<item>" + "<a>" * 20_000 + "</a>" * 20_000 + "</item>"),
        rss(item("<description>" + "&lt;div&gt;" * 100_000 + "</description>")),
        b"<?xml version='1.0'?>" + b"\n" * 1_000_000 + b"<rss version='2.0'><channel/></rss>",
        b"<?" + b'encoding="' * 100_000,
        b"<!--" * 250_000,
        rss("<![CDATA[" * 100_000),
    ],
    ids=["deep elements", "deep mark-up", "blank lines", "declarations", "comments", "CDATA"],
)  # fmt: skip
def test_nesting_and_length_alone_do_no_harm(body: bytes) -> None:
    began = time.process_time()
    parse(body, "", BASE)
    assert time.process_time() - began < 5


FRAGMENTS = st.sampled_from(
    [b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<guid>", b"a",
     b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<content type='html'>", b"&lt;p&gt;", b"&#0;", b"&x;",
     b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE a [", b"]>", b"\xff",
     b"<author>", b"<pubDate>", b"<x:y xmlns:x='media'>", b"<category term='", b"'/>", b"https://[", b"\0", b"\xff\xfe"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.binary() | st.lists(FRAGMENTS, max_size=30).map(b"".join), st.text(max_size=40))
@example(b"<rss><item><media:thumbnail>", "")
@example(b"http://127.0.0.1:1/", "text/xml; charset=unicode_escape")
def test_no_bytes_raise_and_an_error_is_one_line(body: bytes, content_type: str) -> None:
    parsed = parse(body, content_type, BASE)
    assert all(len(line.splitlines()) == 1 for line in (parsed.error, *parsed.notes) if line)
    assert all(each.id for each in parsed.entries)
    assert len({each.id for each in parsed.entries}) == len(parsed.entries)
