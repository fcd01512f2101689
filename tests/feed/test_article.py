"""A page that a person names becomes the entry that a feed would have shown, or one line says why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from servers.web import Reply, Web, bomb, html, redirect, xml
from sharebot.feed import Feeds
from sharebot.feed.links import canonical
from sharebot.http import Http
from sharebot.model import Byline, Entry, Image
from sharebot.ports import Article

LOOPBACK = frozenset({"127.0.0.1"})

WORDPRESS = """<!DOCTYPE html><html lang="en-US"><head><title>What the night shift taught me &#8211; Harborlight</title>
<link rel="canonical" href="{base}/night/"><link rel="shortlink" href="{base}/?p=41">
<meta property="og:type" content="article"><meta property="og:title" content="What the night shift taught me - Harborlight">
<meta property="og:site_name" content="Harborlight"><meta property="og:description" content="Four in the morning is when people come.">
<meta property="og:image" content="{base}/night.jpg"><meta property="article:published_time" content="2026-11-20T09:30:00+01:00">
<meta property="article:tag" content="Harm Reduction"><meta property="article:tag" content="Nets">
<meta name="author" content="Dana Quillfeather"></head>
<body><header><h1>Harborlight</h1></header><article><h1>What the night shift taught me</h1>
<p><img src="/night.jpg" alt="The harbor at four in the morning"></p>
<p>The clinic stays open until four in the morning, because that is when people come.</p>
<p>-Garrett Reuscher, Guest Blogger. You can follow him on twitter @GarrettReuscher</p>
<a rel="category tag" href="/c/nets/">nets</a></article></body></html>"""


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


def asked(web: Web, path: str) -> Article:
    with Http(private_hosts=LOOPBACK) as http:
        return Feeds(http).article(path if "://" in path else f"{web.address}{path}")


def found(web: Web, path: str) -> Entry:
    article = asked(web, path)
    assert article.fault == ""
    assert article.entry is not None
    return article.entry


def page(title: str, head: str = "", body: str = "<p>Some text.</p>") -> Reply:
    return html(
        f"<html><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )


def test_an_article_of_wordpress_is_read_whole(web: Web) -> None:
    web.routes["/night/"] = html(WORDPRESS.format(base=web.address))
    entry = found(web, "/night/")
    assert entry.title == "What the night shift taught me"
    assert entry.url == f"{web.address}/night/"
    assert entry.summary == "Four in the morning is when people come."
    assert entry.published_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert entry.categories == ("Harm Reduction", "Nets")
    assert entry.bylines == (Byline(name="Dana Quillfeather", place="the page's head"),)
    assert entry.image == Image(url=f"{web.address}/night.jpg", alt="The harbor at four in the morning")
    assert entry.language == "en-US"
    assert "GarrettReuscher" in entry.page


def test_its_names_are_those_under_which_a_feed_would_show_it(web: Web) -> None:
    web.routes["/night/"] = html(WORDPRESS.format(base=web.address))
    entry = found(web, "/night/?utm_source=letter")
    names = {entry.id, *entry.aliases}
    assert canonical(f"{web.address}/night") in names
    assert canonical(f"{web.address}/?p=41") in names


def test_a_place_on_a_page_is_not_part_of_its_address_but_a_page_of_an_application_is(web: Web) -> None:
    web.routes["/nets"] = page("Nets")
    assert found(web, "/nets#comments").url == f"{web.address}/nets"
    assert found(web, "/nets#!/story/4").url == f"{web.address}/nets#!/story/4"


def test_a_page_with_data_alone_tells_as_much(web: Web) -> None:
    data = """{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "H"}, {"@type": ["NewsArticle"],
        "headline": "Nets", "datePublished": "2026-11-20", "keywords": "Nets, Ropes"}]}"""
    web.routes["/n"] = html(f'<script type="application/ld+json">{data}</script><p>Text</p>')
    entry = found(web, "/n")
    assert (entry.title, entry.categories) == ("Nets", ("Nets", "Ropes"))
    assert entry.published_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert asked(web, "/n").doubt == ""


def test_a_bare_page_has_a_title_and_its_first_paragraph(web: Web) -> None:
    first = "Whoever mends a net at night knows by the feel which knot will hold."
    web.routes["/bare.html"] = page("Mending nets", body=f"<p>12 May</p><p>{first}</p>")
    entry = found(web, "/bare.html")
    assert (entry.title, entry.summary, entry.published_at) == ("Mending nets", first, None)


@pytest.mark.parametrize(
    ("title", "headings", "head", "read"),
    [
        ("Open night | Harborlight", ("Harborlight", "Open night"), "", "Open night"),
        ("Open night | Harborlight", (), '<meta property="og:site_name" content="Harborlight">', "Open night"),
        ("Open night", ("Something else",), "", "Open night"),
        ("", ("Open night",), "", "Open night"),
        ("Nets - by Ada Quill - Letters", ("Nets",), "", "Nets"),
    ],
)
def test_a_title_is_as_readers_see_it_above_the_text(
    web: Web, title: str, headings: tuple[str, ...], head: str, read: str
) -> None:
    shown = "".join(f"<h1>{each}</h1>" for each in headings)
    web.routes["/it"] = html(f"<html><head><title>{title}</title>{head}</head><body>{shown}<p>Text.</p></body></html>")
    assert found(web, "/it").title == read


def test_data_of_other_kinds_than_it_should_be_says_nothing(web: Web) -> None:
    data = '{"@type": "Article", "headline": ["x"], "keywords": [{"name": "y"}, 3, "Nets"], "datePublished": {"a": 1}}'
    web.routes["/it"] = page("Nets at night", head=f'<script type="application/ld+json">{data}</script>')
    entry = found(web, "/it")
    assert (entry.title, entry.categories, entry.published_at) == ("Nets at night", ("Nets",), None)


# Its own address ------------------------------------------------------------------------------------------------------


def test_a_copy_is_shared_at_the_address_that_it_calls_its_own_if_the_article_is_there(web: Web) -> None:
    with Web() as other:
        other.routes["/night/"] = page("Nets", "<meta property='og:title' content='Nets'>")
        web.routes["/copy"] = page("Nets", f'<link rel="canonical" href="{other.address}/night/">')
        article = asked(web, "/copy")
    assert article.entry is not None
    assert article.entry.url == f"{other.address}/night/"
    assert canonical(f"{web.address}/copy") in article.entry.aliases
    assert article.notes == (f"shared at its own address, {other.address}/night/",)


@pytest.mark.parametrize("there", [page("Another story"), Reply(404), page("Nets", body="<p>gone</p>").__class__(500)])
def test_a_wrong_claim_about_its_address_is_not_believed(web: Web, there: Reply) -> None:
    web.routes["/next"] = there
    web.routes["/nets"] = page("Nets", '<link rel="canonical" href="/next">')
    article = asked(web, "/nets")
    assert article.entry is not None
    assert article.entry.url == f"{web.address}/nets"
    assert not any("/next" in name for name in article.entry.aliases)
    assert "is not believed" in article.notes[0]


def test_a_page_that_calls_the_sites_front_its_own_address_keeps_its_address(web: Web) -> None:
    web.routes["/nets"] = page("Nets", f'<link rel="canonical" href="{web.address}/">')
    article = asked(web, "/nets")
    assert article.entry is not None
    assert (article.entry.url, article.notes) == (f"{web.address}/nets", ())


def test_an_address_that_has_moved_for_good_is_one_of_its_names_and_a_passing_one_is_not(web: Web) -> None:
    web.routes |= {"/nets/": page("Nets"), "/old": redirect("/nets/", 301), "/latest": redirect("/nets/", 302)}
    assert canonical(f"{web.address}/old") in found(web, "/old").aliases
    entry = found(web, "/latest")
    assert entry.url == f"{web.address}/nets/"
    assert not any("latest" in name for name in entry.aliases)


# What cannot be shared ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (html("gone", 404), "there is no such page (404)"),
        (html("gone", 410), "there is no such page (410)"),
        (html("no", 403), "it answers 403"),
        (html("busy", 503), "it answers 503"),
        (Reply(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "it is no web page but application/pdf"),
        (Reply(body=b"\x89PNG\r\n"), "it is no web page but something else"),
        (xml("<rss version='2.0'><channel/></rss>"), "it is a feed or other XML, not a page"),
        (html("<p>no title at all</p>"), "it has no title"),
        (page("Page not found - Harborlight"), "it says “Page not found"),
        (page("404"), "it says “404”"),
        (html("<title>Log in</title><form><input type=password></form>"), "it asks for a login"),
        (page("Secret", body="<form class='post-password-form'></form>"), "it asks for a password"),
        (bomb(), "longer than 10 MB"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_refused_in_one_line(web: Web, reply: Reply, said: str) -> None:
    web.routes["/it"] = reply
    article = asked(web, "/it")
    assert article.entry is None
    assert said in article.fault
    assert "\n" not in article.fault


@pytest.mark.parametrize("address", ["night", "ftp://blog.example/x", "file:///etc/passwd", "https://", "http://[", ""])
def test_what_is_no_address_is_refused(web: Web, address: str) -> None:
    with Http(private_hosts=LOOPBACK) as http:
        assert "no address of a page" in Feeds(http).article(address).fault


def test_a_private_address_is_not_asked_unless_it_is_allowed(web: Web) -> None:
    web.routes["/nets"] = page("Nets")
    with Http() as http:
        fault = Feeds(http).article(f"{web.address}/nets").fault
    assert "SHAREBOT_PRIVATE_HOSTS" in fault
    assert web.requests == []


def test_a_page_cannot_lead_us_to_a_private_address_by_its_canonical_link(web: Web) -> None:
    web.routes["/nets"] = page("Nets", '<link rel="canonical" href="http://localhost:1/admin">')
    article = asked(web, "/nets")
    assert article.entry is not None
    assert article.entry.url == f"{web.address}/nets"


POSTING = '{"@type": "BlogPosting", "headline": "Nets"}'
TEASER = "<article><h2><a href='/{n}'>Story {n}</a></h2></article>"


@pytest.mark.parametrize(
    ("path", "reply", "doubt"),
    [
        ("/news", page("News", body="".join(TEASER.format(n=n) for n in range(3))), "it is a list of articles"),
        ("/c", page("Nets", '<script type="application/ld+json">{"@type":"CollectionPage"}</script>'), "it is a list of articles"),
        ("/", page("Harborlight"), "it is a site's front page"),
        ("/", page("H", f'<script type="application/ld+json">[{POSTING}, {POSTING[:-2]}2"}}, {POSTING[:-2]}3"}}]</script>'), "it is a list of articles"),
        ("/nets", page("Nets", f'<script type="application/ld+json">[{POSTING}, {{"@type": "ItemList"}}]</script>'), ""),
        ("/nets", page("Nets", body="<article><h1>Nets</h1></article>" + "".join(TEASER.format(n=n) for n in range(3))), ""),
        ("/about", page("About us"), ""),
    ],
)  # fmt: skip
def test_what_seems_to_be_no_article_is_in_doubt(web: Web, path: str, reply: Reply, doubt: str) -> None:
    web.routes[path] = reply
    assert asked(web, path).doubt == doubt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "<",
        "<html>" * 5_000,
        '<script type="application/ld+json">' + "[" * 100_000,
        "<base href=x>",
    ],
)
def test_no_page_whatever_is_in_it_breaks_the_reader(web: Web, text: str) -> None:
    web.routes["/it"] = Reply(body=text.encode("utf-8", "replace"), headers={"Content-Type": "text/html"})
    assert asked(web, "/it").fault
