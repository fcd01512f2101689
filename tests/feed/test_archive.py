"""Archives: every page once, in every way that blogs have of paging, politely, and with an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from servers.web import Reply, Request, Web, html, xml
from sharebot.feed import Feeds
from sharebot.feed.archive import Archive, Leaf, with_field
from sharebot.http import Http
from sharebot.model import Entry
from sharebot.ports import ArchivePage

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORDPRESS = "<generator>https://wordpress.org/?v=6.1</generator>"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as serving:
        yield serving


class Waits:
    """Lets time pass at once, and remembers how much."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def read(address: str, waits: Waits | None = None, most: int = 10_000) -> list[ArchivePage]:
    with Http(private_hosts=frozenset({"127.0.0.1"})) as http:
        feeds = Feeds(http, pause=timedelta(seconds=1), wait=waits or Waits())
        return [page for page, _ in zip(feeds.archive(address, lambda: NOW), range(most), strict=False)]


def titles(pages: list[ArchivePage]) -> list[list[str]]:
    return [[entry.title for entry in page.entries] for page in pages]


def rss(numbers: list[int], head: str = "") -> str:
    items = "".join(
        f"<item><title>{n}</title><link>https://blog.harborlight.org/{n}/</link><guid>https://blog.harborlight.org/?p={n}</guid></item>"
        for n in numbers
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harborlight'
        f"</title><link>https://blog.harborlight.org/</link>{head}{items}</channel></rss>"
    )


def wordpress(articles: int, each: int = 2, generator: str = WORDPRESS):
    """As WordPress pages its feed; past the end a 404 with an empty feed."""

    def route(request: Request) -> Reply:
        page = int(parse_qs(urlsplit(request.path).query).get("paged", ["1"])[0])
        numbers = list(range(articles, 0, -1))[(page - 1) * each : page * each]
        reply = xml(rss(numbers, generator))
        return reply if numbers else Reply(404, reply.body, reply.headers)

    return route


def test_wordpress_is_read_to_its_404_without_complaint(web: Web) -> None:
    web.routes["/feed/"] = wordpress(5)
    pages = read(f"{web.address}/feed/")
    assert titles(pages) == [["4", "5"], ["2", "3"], ["1"]]
    assert [(page.error, page.notes) for page in pages] == [("", ())] * 3
    assert [request.path for request in web.requests][1:] == ["/feed/?paged=2", "/feed/?paged=3", "/feed/?paged=4"]


def test_between_two_pages_there_is_a_pause(web: Web) -> None:
    web.routes["/feed/"] = wordpress(5)
    waits = Waits()
    read(f"{web.address}/feed/", waits)
    assert waits.seconds == [1.0, 1.0, 1.0]


def test_a_page_is_asked_for_only_when_it_is_wanted(web: Web) -> None:
    web.routes["/feed/"] = wordpress(50)
    assert len(read(f"{web.address}/feed/", most=2)) == 2
    assert len(web.requests) <= 3


def test_a_feed_of_unknown_make_is_tried_once_and_pages_if_that_works(web: Web) -> None:
    web.routes["/feed/"] = wordpress(5, generator="")
    assert titles(read(f"{web.address}/feed/")) == [["4", "5"], ["2", "3"], ["1"]]


@pytest.mark.parametrize("second", ["same", 404, 500, "page"])
def test_a_feed_without_pages_is_what_it_shows_and_that_is_no_fault(web: Web, second: object) -> None:
    first = xml(rss([3, 2, 1]))
    replies = {"same": first, "page": html("<!doctype html><html><body>Harborlight</body></html>")}
    again = replies.get(str(second)) or html("nothing", int(str(second)) if isinstance(second, int) else 200)
    web.routes["/feed/"] = lambda request: again if "paged" in request.path else first
    pages = read(f"{web.address}/feed/")
    assert titles(pages)[0] == ["1", "2", "3"]
    assert not any(page.entries or page.error for page in pages[1:])
    assert len(web.requests) == 2


@pytest.mark.parametrize("rel", ["next", "prev-archive"])
def test_links_of_rfc_5005_are_followed_to_the_last(web: Web, rel: str) -> None:
    link = '<atom:link rel="{}" href="/old/{}.xml"/>'.format
    web.routes["/feed/"] = xml(rss([5, 4], link(rel, 1)))
    web.routes["/old/1.xml"] = xml(rss([3, 2], link(rel, 2)))
    web.routes["/old/2.xml"] = xml(rss([1], WORDPRESS))
    assert titles(read(f"{web.address}/feed/")) == [["4", "5"], ["2", "3"], ["1"]]
    assert len(web.requests) == 3


def test_blogger_is_read_by_start_index_to_an_empty_page(web: Web) -> None:
    def route(request: Request) -> Reply:
        start = int(parse_qs(urlsplit(request.path).query).get("start-index", ["1"])[0])
        return xml(rss(list(range(5, 0, -1))[start - 1 : start + 1], "<generator>Blogger</generator>"))

    web.routes["/feeds/posts/default"] = route
    assert titles(read(f"{web.address}/feeds/posts/default?alt=rss")) == [["4", "5"], ["2", "3"], ["1"]]
    assert web.requests[-1].path == "/feeds/posts/default?alt=rss&start-index=6"


def test_pages_in_a_circle_are_noticed(web: Web) -> None:
    web.routes["/feed/"] = xml(rss([4], '<atom:link rel="next" href="/2"/>'))
    web.routes["/2"] = xml(rss([3], '<atom:link rel="next" href="/feed/"/>'))
    pages = read(f"{web.address}/feed/")
    assert titles(pages) == [["4"], ["3"]]
    assert "lead in a circle" in pages[-1].notes[0]


def test_an_article_that_moves_to_the_next_page_meanwhile_comes_once(web: Web) -> None:
    web.routes["/feed/"] = xml(rss([4, 3], '<atom:link rel="next" href="/2"/>'))
    web.routes["/2"] = xml(rss([3, 2]))
    assert titles(read(f"{web.address}/feed/")) == [["3", "4"], ["2"]]


def test_a_server_that_wants_to_be_asked_later_is(web: Web) -> None:
    busy = [Reply(429, b"", {"Retry-After": "30"}), Reply(503, b"", {"Retry-After": "Mon, 23 Nov 2026 09:00:10 GMT"})]
    pages = wordpress(3)
    web.routes["/feed/"] = lambda request: busy.pop() if "paged=2" in request.path and busy else pages(request)
    waits = Waits()
    assert titles(read(f"{web.address}/feed/", waits)) == [["2", "3"], ["1"]]
    assert waits.seconds == [1.0, 10.0, 30.0, 1.0]


@pytest.mark.parametrize("after", ["86400", "1"])
def test_a_server_that_wants_to_be_left_alone_is_and_what_it_showed_is_kept(web: Web, after: str) -> None:
    pages = wordpress(5)
    busy = Reply(429, b"", {"Retry-After": after})
    web.routes["/feed/"] = lambda request: busy if "paged=2" in request.path else pages(request)
    first, last = read(f"{web.address}/feed/")
    assert [entry.title for entry in first.entries] == ["4", "5"]
    assert "asked less often (429)" in last.error
    assert len(web.requests) <= 4


def test_a_server_in_trouble_ends_the_archive_with_a_line(web: Web) -> None:
    pages = wordpress(9)
    web.routes["/feed/"] = lambda request: html("", 500) if "paged=3" in request.path else pages(request)
    read_pages = read(f"{web.address}/feed/")
    assert titles(read_pages) == [["8", "9"], ["6", "7"], []]
    assert f"{web.address}/feed/?paged=3: the blog's server is in trouble (500)" in read_pages[-1].error


def test_no_feed_at_all_is_one_page_with_a_fault(web: Web) -> None:
    (page,) = read(f"{web.address}/nothing")
    assert "there is nothing (404)" in page.error
    assert len(web.requests) == 1


def test_a_file_is_one_page(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss([2, 1], WORDPRESS))
    (page,) = read(str(tmp_path / "feed.xml"))
    assert [entry.title for entry in page.entries] == ["1", "2"]
    (missing,) = read(str(tmp_path / "none.xml"))
    assert "there is no such file" in missing.error


def test_an_archive_without_end_is_left_at_the_bound() -> None:
    asked: list[str] = []

    def ask(address: str) -> Leaf:
        asked.append(address)
        one = Entry(id=str(len(asked)), url="", title="")
        return Leaf(entries=(one,), older=f"https://blog.example/{len(asked)}", status=200)

    pages = list(Archive(ask, wait=Waits(), most=7).pages("https://blog.example/feed/"))
    assert len(pages) == len(asked) == 7
    assert "more than 7 pages" in pages[-1].notes[0]


@pytest.mark.parametrize(
    ("address", "made"),
    [
        ("https://blog.example/feed/", "https://blog.example/feed/?paged=3"),
        ("https://blog.example/?feed=rss2", "https://blog.example/?feed=rss2&paged=3"),
        ("https://blog.example/feed/?paged=2&cat=a+b", "https://blog.example/feed/?cat=a+b&paged=3"),
    ],
)
def test_a_field_takes_its_place_in_the_query(address: str, made: str) -> None:
    assert with_field(address, "paged", 3) == made
