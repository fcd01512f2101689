"""From what a person types to the blog's feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from servers.web import Blog, Web, html, redirect, xml
from sharebot.errors import FeedError
from sharebot.feed.discovery import Discovery
from sharebot.http import Http

EMPTY = '<rss version="2.0"><channel><title>Nope</title></channel></rss>'
LINK = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


@pytest.fixture
def blog(web: Web) -> Blog:
    blog = Blog(web)
    blog.publish("One", byline="Dana Quillfeather")
    blog.publish("Two", byline="Dana Quillfeather")
    return blog


@pytest.fixture
def discovery() -> Iterator[Discovery]:
    with Http(private_hosts=frozenset({"127.0.0.1"}), within=timedelta(seconds=20)) as http:
        yield Discovery(lambda: http, wait=lambda _seconds: None)


def test_a_feed_is_itself(blog: Blog, discovery: Discovery) -> None:
    (found,) = discovery.find(blog.feed)
    assert (found.address, found.title, found.entries) == (blog.feed, "Harborlight", 2)
    assert found.newest in {"One", "Two"}
    assert found.bylines == (("Dana Quillfeather", 2),)
    assert [request.path for request in blog.web.requests] == ["/feed/"]


def test_a_host_alone_is_asked_by_https_and_then_by_http(blog: Blog, discovery: Discovery) -> None:
    blog.web.routes["/"] = html(LINK.format(title="Posts", href="/feed/"))
    (found,) = discovery.find(f"127.0.0.1:{blog.web.port}")
    assert found.address == blog.feed


def test_a_page_leads_to_the_feeds_that_it_names_but_not_to_the_comments(blog: Blog, discovery: Discovery) -> None:
    blog.web.routes["/news/feed/"] = xml(EMPTY)
    blog.web.routes["/"] = html(
        LINK.format(title="News", href="/news/feed/")
        + LINK.format(title="Posts", href="/feed/")
        + LINK.format(title="Harborlight » Comments Feed", href="/comments/feed/")
    )
    found = discovery.find(f"{blog.web.address}/")
    assert [feed.address for feed in found] == [blog.feed, f"{blog.web.address}/news/feed/"], "with entries first"
    assert not blog.web.asked("/comments/feed/")
    assert all("Posts" in feed.page for feed in found)


@pytest.mark.parametrize("place", ["/feed/", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml"])
def test_a_page_that_names_no_feed_is_looked_beside(blog: Blog, discovery: Discovery, place: str) -> None:
    feed = blog.feed_text()
    del blog.web.routes["/feed/"]
    blog.web.routes |= {place: xml(feed), "/": html("<p>A blog</p>")}
    (found,) = discovery.find(f"{blog.web.address}/post-1/")
    assert found.address == blog.web.address + place


def test_the_empty_feed_that_wordpress_answers_for_any_address_is_not_taken(blog: Blog, discovery: Discovery) -> None:
    blog.web.routes["/nope/feed/"] = xml(EMPTY)
    blog.web.routes["/nope/"] = html("<h1>Nothing here</h1>", 404)
    (found,) = discovery.find(f"{blog.web.address}/nope/")
    assert found.address == blog.feed
    (empty,) = discovery.find(f"{blog.web.address}/nope/feed/")
    assert "WordPress answers so then" in " ".join(empty.notes)


def test_each_place_is_asked_once_and_with_pauses(web: Web) -> None:
    web.routes["/"] = html("<p>A shop</p>")
    pauses: list[float] = []
    with Http(private_hosts=frozenset({"127.0.0.1"})) as http, pytest.raises(FeedError, match="names no feed"):
        Discovery(lambda: http, wait=pauses.append).find(f"{web.address}/")
    paths = [request.path for request in web.requests]
    assert len(set(paths)) == len(paths) == 8
    assert len(pauses) == 7


def test_where_a_found_feed_has_moved_for_good_its_new_address_is_taken(blog: Blog, discovery: Discovery) -> None:
    blog.web.routes["/rss"] = redirect("/feed/", 301)
    blog.web.routes["/"] = html(LINK.format(title="Posts", href="/rss"))
    (found,) = discovery.find(f"{blog.web.address}/")
    assert found.address == blog.feed


def test_a_feed_that_was_typed_and_has_moved_for_good_is_taken_at_its_new_address(
    blog: Blog, discovery: Discovery
) -> None:
    blog.web.routes |= {"/rss": redirect("/feed/", 301), "/today": redirect("/feed/", 302)}
    assert discovery.find(f"{blog.web.address}/rss")[0].address == blog.feed
    assert discovery.find(f"{blog.web.address}/today")[0].address == f"{blog.web.address}/today"
    with_login = f"http://reader:hunter22@127.0.0.1:{blog.web.port}/rss"
    assert discovery.find(with_login)[0].address == with_login, "at its new address it would have no login"


def test_what_is_found_in_place_of_an_address_that_does_not_answer_says_so(blog: Blog, discovery: Discovery) -> None:
    blog.web.routes["/fed/"] = html("<h1>Sorry</h1>", 503)
    (found,) = discovery.find(f"{blog.web.address}/fed/")
    assert found.address == blog.feed
    assert found.notes == (f"this feed was found in place of {blog.web.address}/fed/, which answers 503",)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("missing.xml", "there is no such file"),
        ("http://127.0.0.1:9/", "127.0.0.1"),
        ("http://10.0.0.7/", "SHAREBOT_PRIVATE_HOSTS"),
    ],
)
def test_what_cannot_be_found_is_told_in_words(discovery: Discovery, typed: str, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        discovery.find(typed)


def test_offsets_that_a_feed_writes_are_seen_unless_they_are_utc(tmp_path: Path, discovery: Discovery) -> None:
    items = "".join(
        f"<item><title>{date}</title><pubDate>{date}</pubDate></item>"
        for date in (
            "Mon, 23 Nov 2026 09:00:00 -0500",
            "Tue, 24 Nov 2026 09:00:00 +0000",
            "Wed, 25 Nov 2026 09:00:00 GMT",
        )
    )
    path = tmp_path / "feed.xml"
    path.write_text(f'<rss version="2.0"><channel><title>H</title>{items}</channel></rss>')
    (found,) = discovery.find(str(path))
    assert found.offsets == {timedelta(hours=-5)}
    assert found.newest.startswith("Wed")
