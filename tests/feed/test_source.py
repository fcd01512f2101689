"""The feed source against a real server on loopback: what it asks, what it remembers, and what it says of faults."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import trustme

from servers.hurry import time_runs_out
from servers.ports import nobody
from servers.web import (
    Blog,
    Reply,
    Request,
    Web,
    bomb,
    cut_short,
    dripping,
    endless,
    gibberish,
    hanging_up,
    html,
    redirect,
    silent,
    xml,
)
from sharebot.feed import Feeds
from sharebot.http import Http
from sharebot.model import FeedState, Polled
from sharebot.ports import PageState

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERY = timedelta(minutes=10)
LOOPBACK = frozenset({"127.0.0.1"})
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.fixture
def blog(web: Web) -> Blog:
    made = Blog(web)
    made.publish("First", byline="Tomas Berglind")
    made.publish("Second", published_at=NOW + timedelta(hours=1))
    return made


@pytest.fixture
def feeds() -> Iterator[Feeds]:
    with Http(private_hosts=LOOPBACK) as http:
        yield Feeds(http, poll_every=EVERY, random=lambda: 0.0)


def titles(polled: Polled) -> list[str]:
    assert polled.error == ""
    return [entry.title for entry in polled.entries]


def poll_again(feeds: Feeds, polled: Polled, times: int = 1) -> Polled:
    for _ in range(times):
        polled = feeds.poll(polled.feed, NOW)
    return polled


# Polling --------------------------------------------------------------------------------------------------------------


def test_the_first_poll_shows_everything_oldest_first(blog: Blog, feeds: Feeds) -> None:
    polled = feeds.poll(FeedState(address=blog.feed), NOW)
    assert titles(polled) == ["First", "Second"]
    assert (polled.feed.title, polled.feed.language, polled.feed.polls) == ("Harborlight", "en-US", 1)
    assert (polled.feed.polled_at, polled.feed.next_poll_at) == (NOW, NOW + EVERY)
    assert polled.feed.baseline_at is None, "what to make of a first poll is not the feed's business"


def test_later_polls_show_what_is_new_or_changed(blog: Blog, feeds: Feeds) -> None:
    polled = feeds.poll(FeedState(address=blog.feed), NOW)
    blog.publish("Third", published_at=NOW + timedelta(hours=2))
    blog.edit(1, title="First, amended")
    polled = poll_again(feeds, polled)
    assert titles(polled) == ["First, amended", "Third"]
    assert not polled.unchanged
    assert titles(poll_again(feeds, polled)) == []


def test_an_article_keeps_its_name_when_its_slug_and_title_change(blog: Blog, feeds: Feeds) -> None:
    polled = feeds.poll(FeedState(address=blog.feed), NOW)
    first = polled.entries[0]
    blog.edit(1, title="Another title", slug="another-slug")
    (edited,) = poll_again(feeds, polled).entries
    assert edited.id == first.id
    assert edited.url != first.url


def test_an_unchanged_feed_is_not_sent_again(web: Web, blog: Blog, feeds: Feeds) -> None:
    polled = poll_again(feeds, feeds.poll(FeedState(address=blog.feed), NOW))
    assert polled.unchanged
    assert web.requests[1].headers["if-none-match"] == polled.feed.etag != ""


def test_a_late_cron_is_found_out_by_the_sixth_poll(web: Web, blog: Blog, feeds: Feeds) -> None:
    """WordPress may answer 304 although a scheduled post has appeared."""
    polled = feeds.poll(FeedState(address=blog.feed), NOW)
    etag = polled.feed.etag

    def stubborn(request: Request) -> Reply:
        if "if-none-match" in request.headers:
            return Reply(304)
        return xml(blog.feed_text(), ETag=etag)

    web.routes["/feed/"] = stubborn
    blog.publish("Scheduled", published_at=NOW + timedelta(hours=2))
    polled = poll_again(feeds, polled, times=4)
    assert polled.unchanged
    assert titles(poll_again(feeds, polled)) == ["Scheduled"]


def test_an_unchanged_body_is_not_parsed_again(web: Web, feeds: Feeds) -> None:
    Blog(web, validators=False).publish("First")
    parsed: list[str] = []

    def counting(function: Callable[..., Any], *arguments: Any) -> Any:
        parsed.append(function.__name__)
        return function(*arguments)

    with Http(private_hosts=LOOPBACK) as http:
        counted = Feeds(http, run=counting)
        polled = poll_again(counted, counted.poll(FeedState(address=f"{web.address}/feed/"), NOW))
    assert polled.unchanged
    assert parsed == ["parse"]


def test_parsing_may_happen_in_another_process(blog: Blog) -> None:
    with Http(private_hosts=LOOPBACK) as http, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        feeds = Feeds(http, run=lambda function, *arguments: pool.submit(function, *arguments).result())
        assert titles(feeds.poll(FeedState(address=blog.feed), NOW)) == ["First", "Second"]


def test_a_parser_that_is_brought_down_is_the_feeds_fault(blog: Blog) -> None:
    def breaking(*_: Any) -> Any:
        raise BrokenProcessPool

    with Http(private_hosts=LOOPBACK) as http:
        polled = Feeds(http, run=breaking).poll(FeedState(address=blog.feed), NOW)
    assert "brought the parser down" in polled.error


# Moving and going -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_remembered(web: Web, blog: Blog, feeds: Feeds, status: int) -> None:
    web.routes["/rss"] = redirect("/feed/", status)
    polled = feeds.poll(FeedState(address=f"{web.address}/rss"), NOW)
    assert titles(polled) == ["First", "Second"]
    assert polled.feed.moved_to == blog.feed
    assert poll_again(feeds, polled).unchanged
    assert len(web.asked("/rss")) == 1


def test_a_temporary_redirect_is_asked_each_time(web: Web, blog: Blog, feeds: Feeds) -> None:
    web.routes["/rss"] = redirect("/feed/", 302)
    polled = poll_again(feeds, feeds.poll(FeedState(address=f"{web.address}/rss"), NOW))
    assert polled.unchanged
    assert polled.feed.moved_to == ""
    assert len(web.asked("/rss")) == 2


def test_validators_of_one_address_are_not_used_for_another(web: Web, blog: Blog, feeds: Feeds) -> None:
    """WordPress gives the same ETag for different feeds."""
    polled = feeds.poll(FeedState(address=blog.feed), NOW)
    web.routes["/new/"] = web.routes["/feed/"]
    web.routes["/feed/"] = redirect("/new/", 301)
    polled = poll_again(feeds, polled)
    assert polled.unchanged
    assert (polled.feed.moved_to, polled.feed.etag) == (f"{web.address}/new/", "")
    poll_again(feeds, polled)
    assert "if-none-match" not in web.asked("/new/")[-1].headers


def test_a_permanent_redirect_to_no_feed_is_not_remembered(web: Web, feeds: Feeds) -> None:
    web.routes |= {"/feed/": redirect("/suspended", 301), "/suspended": html("<html>Account suspended</html>")}
    polled = feeds.poll(FeedState(address=f"{web.address}/feed/"), NOW)
    assert "web page" in polled.error
    assert polled.feed.moved_to == ""


def test_a_move_that_leads_nowhere_any_more_is_forgotten(web: Web, blog: Blog, feeds: Feeds) -> None:
    state = FeedState(address=blog.feed, moved_to=f"{web.address}/gone/", etag="x", baseline_at=NOW)
    web.routes["/gone/"] = Reply(410)
    polled = feeds.poll(state, NOW)
    assert polled.error.endswith("/gone/): there is nothing any more (410); the feed's own address is asked again")
    assert (polled.feed.moved_to, polled.feed.etag, polled.feed.gone_at) == ("", "", None)
    assert titles(poll_again(feeds, polled)) == ["First", "Second"]


def test_entries_of_a_moved_blog_are_known_by_their_old_links(web: Web, feeds: Feeds) -> None:
    with Web() as old:
        with_links = "<item><guid>http://127.0.0.1:{0}/a/</guid><link>http://127.0.0.1:{0}/a/</link></item>"
        old.routes["/feed/"] = redirect(f"http://127.0.0.1:{web.port}/feed/", 301)
        web.routes["/feed/"] = xml(f"<rss version='2.0'><channel>{with_links.format(web.port)}</channel></rss>")
        private = frozenset({"old.example", "127.0.0.1"})
        with Http(private_hosts=private, resolve=lambda *_: ["127.0.0.1"]) as http:
            (entry,) = Feeds(http).poll(FeedState(address=f"http://old.example:{old.port}/feed/"), NOW).entries
    assert f"https://old.example:{old.port}/a" in entry.aliases


def test_410_stops_a_feed_for_good(web: Web, feeds: Feeds) -> None:
    web.routes["/feed/"] = Reply(410)
    polled = feeds.poll(FeedState(address=f"{web.address}/feed/"), NOW)
    assert "gone for good" in polled.error
    assert (polled.feed.gone_at, polled.feed.next_poll_at) == (NOW, None)


def test_retry_after_is_obeyed(web: Web, feeds: Feeds) -> None:
    web.routes["/feed/"] = Reply(429, headers={"Retry-After": "3600"})
    assert feeds.poll(FeedState(address=f"{web.address}/feed/"), NOW).feed.next_poll_at == NOW + timedelta(hours=1)


def test_a_feed_that_recovers_is_read_whole_and_its_complaint_is_gone(web: Web, blog: Blog, feeds: Feeds) -> None:
    polled = feeds.poll(FeedState(address=blog.feed), NOW)
    good, web.routes["/feed/"] = web.routes["/feed/"], Reply(500)
    polled = poll_again(feeds, polled, times=2)
    assert (polled.feed.failures, polled.feed.next_poll_at) == (2, NOW + 2 * EVERY)
    assert "in trouble (500)" in polled.feed.complaint
    web.routes["/feed/"] = good
    polled = poll_again(feeds, polled)
    assert "if-none-match" not in web.requests[-1].headers
    assert (polled.error, polled.feed.failures, polled.feed.complaint) == ("", 0, "")
    assert titles(polled) == []


def test_a_fault_that_stays_in_an_unchanged_feed_stays_its_complaint(web: Web, feeds: Feeds) -> None:
    web.routes["/feed/"] = xml("<rss version='2.0'><channel><item><link>http://h.example/1</link><title>A &nbsp; B</title></item></channel></rss>")  # fmt: skip
    polled = feeds.poll(FeedState(address=f"{web.address}/feed/"), NOW)
    assert "broken" in polled.notes[0]
    polled = poll_again(feeds, polled)
    assert polled.unchanged
    assert "broken" in polled.feed.complaint


# Faults ---------------------------------------------------------------------------------------------------------------

RSS = b"<rss version='2.0'><channel><title>T</title></channel></rss>"
PAGE = "<html><head><link rel='alternate' type='application/atom+xml' href='atom.xml'></head><body>Hi</body></html>"


def faults(web: Web) -> dict[str, tuple[Reply, str]]:
    return {
        "a web page": (html(PAGE), f"its feed is {web.address}/feed/atom.xml"),
        "an empty body": (Reply(200), "the answer is empty"),
        "204": (Reply(204), "the answer is empty"),
        "an entity bomb": (
            xml("<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><rss>&c;</rss>"),
            "defines entities",
        ),
        "a gzip bomb": (bomb(megabytes=50), "longer than 10 MB"),
        "30 MB": (Reply(200, RSS + b" " * 30_000_000), "longer than 10 MB"),
        "an endless body": (endless(b"<item/>" * 9999), "longer than 10 MB"),
        "a byte now and then": (dripping(RSS * 1000, stop=web.stopping), "not complete within 20 seconds"),
        "no answer": (silent(web.stopping), "not complete within 20 seconds"),
        "a hung up line": (hanging_up(), "broke off"),
        "half an answer": (cut_short(RSS), "broke off"),
        "no HTTP": (gibberish(), "broke off"),
        "a redirect to loopback": (redirect("http://127.0.0.2:1/"), "SHAREBOT_PRIVATE_HOSTS"),
        "a redirect to a cloud's inside": (redirect("http://169.254.169.254/latest/"), "SHAREBOT_PRIVATE_HOSTS"),
        "a redirect in a circle": (redirect("/feed/", 301), "more than 5 redirects"),
        "401": (Reply(401), "wants a password (401)"),
        "403": (Reply(403), "refuses us (403)"),
        "404": (html("<html>Not found</html>", 404), "nothing (404)"),
        "404 with an empty feed": (replace(xml(RSS), status=404), "nothing (404)"),
        "410": (Reply(410), "gone for good (410)"),
        "429": (Reply(429), "asked less often (429)"),
        "500": (Reply(500), "in trouble (500)"),
        "503": (Reply(503, b"", {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}), "in trouble (503)"),
    }


FAULTS = [
    "a web page", "an empty body", "204", "an entity bomb", "a gzip bomb", "30 MB", "an endless body",
    "a byte now and then", "no answer", "a hung up line", "half an answer", "no HTTP", "a redirect to loopback",
    "a redirect to a cloud's inside", "a redirect in a circle", "401", "403", "404", "404 with an empty feed", "410",
    "429", "500", "503",
]  # fmt: skip


UNENDING = ("a byte now and then", "no answer")


def test_the_table_of_faults_is_whole(web: Web) -> None:
    assert list(faults(web)) == FAULTS


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_clear_line_and_costs_no_memory_of_the_feed(
    web: Web, blog: Blog, feeds: Feeds, name: str
) -> None:
    before = feeds.poll(FeedState(address=blog.feed), NOW).feed
    good = web.routes["/feed/"]
    web.routes["/feed/"], said = faults(web)[name]
    with time_runs_out(lambda: name in UNENDING and bool(web.asked("/feed/")[1:])):
        polled = feeds.poll(before, NOW)
    assert polled.error.startswith(blog.feed)
    assert said in polled.error
    assert len(polled.error.splitlines()) == 1
    assert polled.entries == ()
    assert (polled.feed.failures, polled.feed.complaint) == (1, polled.error)
    assert (polled.feed.known, polled.feed.body_hash, polled.feed.title) == (
        before.known,
        before.body_hash,
        before.title,
    )
    web.routes["/feed/"] = good
    blog.publish("After the fault", published_at=NOW + timedelta(hours=3))
    assert titles(poll_again(feeds, polled)) == ["After the fault"], "nothing was lost"


def test_a_host_that_dns_does_not_know(feeds: Feeds) -> None:
    def unknown(*_: Any) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with Http(resolve=unknown) as http:
        polled = Feeds(http).poll(FeedState(address="https://user:hunter2@blog.invalid/feed/"), NOW)
    assert polled.error == "https://blog.invalid/feed/: DNS has no address for blog.invalid; check the spelling"


def test_a_server_that_is_down(feeds: Feeds) -> None:
    with nobody() as port:
        polled = feeds.poll(FeedState(address=f"http://127.0.0.1:{port}/feed/"), NOW)
    assert "refuses connections" in polled.error


def test_a_certificate_that_is_not_valid() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with Web(tls=context) as web, Http(private_hosts=frozenset({"localhost"})) as http:
        polled = Feeds(http).poll(FeedState(address=f"{web.address}/feed/"), NOW)
    assert "certificate is not valid" in polled.error


def test_an_address_without_leave_to_be_private(blog: Blog) -> None:
    with Http() as http:
        polled = Feeds(http).poll(FeedState(address=blog.feed), NOW)
    assert "name 127.0.0.1 in SHAREBOT_PRIVATE_HOSTS (in .env) if it may be asked" in polled.error


def test_a_public_name_that_redirects_into_the_machine(web: Web) -> None:
    web.routes |= {"/feed/": redirect(f"http://127.0.0.1:{web.port}/secret", 301), "/secret": xml(RSS)}
    with Http(private_hosts=frozenset({"blog.test"}), resolve=lambda host, _: ["127.0.0.1"]) as http:
        polled = Feeds(http).poll(FeedState(address=f"http://blog.test:{web.port}/feed/"), NOW)
    assert "127.0.0.1 is at 127.0.0.1, which is not a public address" in polled.error
    assert web.asked("/secret") == []


def test_an_empty_feed_is_a_good_poll_with_a_warning(web: Web, feeds: Feeds) -> None:
    web.routes["/category/nope/feed/"] = xml(RSS)
    polled = feeds.poll(FeedState(address=f"{web.address}/category/nope/feed/"), NOW)
    assert (polled.error, polled.feed.failures) == ("", 0)
    assert "no entries" in polled.notes[0]
    assert polled.feed.complaint == polled.notes[0]


# Files ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_a_local_file_works_like_an_address(tmp_path: Path, feeds: Feeds, form: str) -> None:
    file = tmp_path / "my feed.xml"
    file.write_bytes((SAMPLES / "atom.xml").read_bytes())
    address = form.format(file).replace(" ", "%20") if form != "{}" else str(file)
    polled = feeds.poll(FeedState(address=address), NOW)
    assert len(polled.entries) == 3
    assert poll_again(feeds, polled).unchanged
    file.write_bytes(file.read_bytes().replace(b"Numbers, and", b"Numerals, and"))
    (changed,) = poll_again(feeds, polled).entries
    assert changed.summary == "Numerals, and what they owe us."


def test_faults_of_files_are_named(tmp_path: Path, feeds: Feeds) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b" " * 10_000_001)
    (tmp_path / "empty").write_bytes(b"")
    said = {
        ".": "this is a folder",
        "missing.xml": "there is no such file",
        "pipe": "not an ordinary file",
        "large": "longer than 10 MB",
        "empty": "the answer is empty",
    }
    for name, words in said.items():
        polled = feeds.poll(FeedState(address=str(tmp_path / name)), NOW)
        assert words in polled.error
        assert polled.feed.failures == 1


@pytest.mark.parametrize("address", ["", "blog.example/feed", "~nobody-at-all/feed.xml", "a\0b", "gopher://h/1", "http://[::1"])  # fmt: skip
def test_an_address_that_is_none_is_an_error_not_an_exception(feeds: Feeds, address: str) -> None:
    assert feeds.poll(FeedState(address=address), NOW).error


# Pages ----------------------------------------------------------------------------------------------------------------


def test_a_page_that_answers_is_ready_with_its_text(web: Web, blog: Blog, feeds: Feeds) -> None:
    page = feeds.page(blog.link(1))
    assert (page.state, page.detail, page.html) == (PageState.READY, "200", "<title>First</title><p>A text.</p>")
    web.routes["/old/"] = redirect("/post-1/", 301)
    assert feeds.page(f"{web.address}/old/").url == page.url == blog.link(1)


def test_a_page_that_is_trashed_is_gone(web: Web, blog: Blog, feeds: Feeds) -> None:
    link = blog.link(1)
    blog.trash(1)
    assert feeds.page(link).state is PageState.GONE
    web.routes["/410"] = Reply(410)
    assert feeds.page(f"{web.address}/410").state is PageState.GONE


def test_a_page_that_answers_neither_way_is_unknown(web: Web, feeds: Feeds) -> None:
    for reply, said in ((Reply(503), "503"), (Reply(403), "403"), (hanging_up(), "broke off"), (redirect("/p"), "5 redirects")):  # fmt: skip
        web.routes["/p"] = reply
        page = feeds.page(f"{web.address}/p")
        assert page.state is PageState.UNKNOWN
        assert said in page.detail
    assert feeds.page("").state is PageState.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "head"),
    [("text/html; charset=windows-1252", ""), ("text/html", '<meta charset="windows-1252">'), ("", "<meta charset='latin1'>")],
)  # fmt: skip
def test_a_page_is_read_in_its_charset(web: Web, feeds: Feeds, kind: str, head: str) -> None:
    web.routes["/p"] = Reply(200, f"{head}Zoë".encode("cp1252"), {"Content-Type": kind})
    assert feeds.page(f"{web.address}/p").html.endswith("Zoë")


def test_a_picture_is_ready_but_has_no_text(web: Web, feeds: Feeds) -> None:
    web.routes["/p"] = Reply(200, b"\x89PNG", {"Content-Type": "image/png"})
    assert feeds.page(f"{web.address}/p").html == ""
