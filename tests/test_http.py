"""The HTTP client against a real server on loopback, well-behaved and not."""

from __future__ import annotations

import gc
import gzip
import ipaddress
import logging
import socket
import ssl
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from servers.ports import nobody
from servers.web import (
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
    resetting,
    silent,
)
from sharebot import http
from sharebot.http import Http
from sharebot.http.guard import is_public

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LOOPBACK = frozenset({"127.0.0.1"})


@pytest.fixture
def web() -> Iterator[Web]:
    with Web({"/": html("<p>Hello.</p>")}) as server:
        yield server


@pytest.fixture
def client() -> Iterator[Http]:
    with Http(private_hosts=LOOPBACK) as http_client:
        yield http_client


@pytest.fixture
def hasty() -> Iterator[Http]:
    with Http(private_hosts=LOOPBACK, within=timedelta(seconds=1.5)) as http_client:
        yield http_client


# Answers --------------------------------------------------------------------------------------------------------------


def test_an_answer_has_status_headers_and_body(web: Web, client: Http) -> None:
    answer = client.get(web.address)
    assert (answer.status, answer.body, answer.headers["content-TYPE"]) == (
        200,
        b"<p>Hello.</p>",
        "text/html; charset=UTF-8",
    )
    assert answer.permanent == ""


def test_any_status_is_an_answer(web: Web, client: Http) -> None:
    for status in (204, 304, 404, 410, 429, 500, 503):
        web.routes["/s"] = Reply(status)
        assert client.get(f"{web.address}/s").status == status


def test_it_says_who_asks_and_sends_the_given_headers(web: Web, client: Http) -> None:
    client.get(web.address, headers={"If-None-Match": '"a"'})
    assert web.requests[0].headers["user-agent"].startswith("sharebot/")
    assert web.requests[0].headers["if-none-match"] == '"a"'


def test_a_compressed_answer_is_unfolded(web: Web, client: Http) -> None:
    web.routes["/z"] = Reply(200, gzip.compress(b"unfolded"), {"Content-Encoding": "gzip"})
    assert client.get(f"{web.address}/z").body == b"unfolded"


def test_gets_share_a_connection_and_creates_have_their_own(web: Web, client: Http) -> None:
    client.get(web.address)
    client.get(web.address)
    client.create(web.address, b"{}")
    client.create(web.address, b"{}")
    first, second, third, fourth = (request.peer for request in web.requests)
    assert first == second
    assert len({first, third, fourth}) == 3


def test_a_create_sends_exactly_its_bytes_once(web: Web, client: Http) -> None:
    web.routes["/new"] = Reply(503)
    body = bytes(range(256)) * 1000
    assert client.create(f"{web.address}/new", body, {"Idempotency-Key": "k"}).status == 503
    assert [(r.method, r.body, r.headers["idempotency-key"]) for r in web.asked("/new")] == [("POST", body, "k")]


def test_a_create_follows_no_redirect(web: Web, client: Http) -> None:
    web.routes["/old"] = redirect("/", 308)
    assert client.create(f"{web.address}/old", b"{}").status == 308
    assert web.asked("/") == []


def test_cookies_are_not_kept(web: Web, client: Http) -> None:
    web.routes["/"] = Reply(200, b"", {"Set-Cookie": "visitor=7"})
    client.get(web.address)
    client.get(web.address)
    assert "cookie" not in web.requests[1].headers


# Redirects ------------------------------------------------------------------------------------------------------------


def test_permanent_is_where_the_first_lasting_redirects_led(web: Web, client: Http) -> None:
    web.routes |= {
        "/a": redirect("/b", 301),
        "/b": redirect("/c", 308),
        "/c": redirect("/d", 302),
        "/d": redirect("/", 301),
    }
    assert client.get(f"{web.address}/a").permanent == f"{web.address}/c"
    assert client.get(f"{web.address}/a").url == f"{web.address}/"
    assert client.get(f"{web.address}/c").permanent == ""


def test_five_redirects_are_followed_and_no_sixth(web: Web, client: Http) -> None:
    web.routes |= {f"/{n}": redirect(f"/{n - 1}") for n in range(1, 7)}
    web.routes["/0"] = html("there")
    assert client.get(f"{web.address}/5").body == b"there"
    with pytest.raises(http.TooManyRedirects, match="more than 5 redirects"):
        client.get(f"{web.address}/6")


def test_credentials_do_not_follow_a_redirect_to_another_host(web: Web, client: Http) -> None:
    with Web({"/": html("other")}) as other:
        web.routes["/away"] = redirect(other.address)
        client.get(f"{web.address}/away", headers={"Authorization": "Bearer s3cret"})
        assert "authorization" not in other.requests[0].headers


def test_a_redirect_without_a_target_is_an_answer(web: Web, client: Http) -> None:
    web.routes["/nowhere"] = Reply(301)
    assert client.get(f"{web.address}/nowhere").status == 301


def test_a_redirect_to_something_else_than_http_is_refused(web: Web, client: Http) -> None:
    web.routes["/file"] = redirect("file:///etc/hostname")
    with pytest.raises(http.BadAddress):
        client.get(f"{web.address}/file")


# The address guard ----------------------------------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::",
    "2001:0:102:304:0:0:80ff:fffe", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_known_as_such(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_known_as_such(address: str) -> None:
    assert is_public(address)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: ipaddress.IPv4Address) -> None:
    number = f"{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"
    for wrapped in (f"::ffff:{number}", f"64:ff9b::{number}", f"2002:{number}::"):
        assert is_public(wrapped) == is_public(str(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"])
def test_loopback_by_any_name_is_refused_before_connecting(web: Web, host: str) -> None:
    with Http() as client, pytest.raises(http.PrivateAddress, match="SHAREBOT_PRIVATE_HOSTS") as caught:
        client.get(f"http://{host}:{web.port}/")
    assert isinstance(caught.value, http.NothingSent)
    assert web.requests == []


def test_a_redirect_to_loopback_is_refused(web: Web) -> None:
    with Http(private_hosts=frozenset({"blog.test"}), resolve=lambda *_: ["127.0.0.1"]) as client:
        web.routes["/in"] = redirect(f"http://127.0.0.1:{web.port}/secret")
        with pytest.raises(http.PrivateAddress, match=r"redirected to http://127\.0\.0\.1.*/secret\): 127\.0\.0\.1 is"):
            client.get(f"http://blog.test:{web.port}/in")
    assert web.asked("/secret") == []


def test_one_private_address_among_public_ones_is_refused() -> None:
    mixed = Http(resolve=lambda *_: ["8.8.8.8", "10.0.0.7"])
    with mixed as client, pytest.raises(http.PrivateAddress, match=r"blog\.example is at 10\.0\.0\.7"):
        client.get("http://blog.example/")


def test_an_answer_of_dns_that_changes_after_the_look_finds_no_gap(web: Web) -> None:
    looks = iter([["127.0.0.1"], ["10.0.0.1"]])
    with Http(private_hosts=LOOPBACK, resolve=lambda *_: next(looks)) as client:
        assert client.get(f"http://rebinding.test:{web.port}/").status == 200
        assert next(looks) == ["10.0.0.1"], "the name was looked up once for the one connection"


def test_a_named_private_host_is_asked_under_its_name(web: Web) -> None:
    with Http(private_hosts=frozenset({"WP.test"}), resolve=lambda *_: ["127.0.0.1"]) as client:
        client.get(f"http://wp.test:{web.port}/")
    assert web.requests[0].headers["host"] == f"wp.test:{web.port}"


def test_the_next_address_is_tried_when_the_first_takes_no_connection(web: Web) -> None:
    with Http(private_hosts=frozenset({"two.test"}), resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]) as client:
        assert client.get(f"http://two.test:{web.port}/").status == 200


# Nothing was sent -----------------------------------------------------------------------------------------------------


def test_a_refused_connection_means_nothing_was_sent(client: Http) -> None:
    with nobody() as port, pytest.raises(http.Unreachable, match="refuses connections") as caught:
        client.create(f"http://127.0.0.1:{port}/", b"{}")
    assert isinstance(caught.value, http.NothingSent)


def test_an_unknown_host_means_nothing_was_sent() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with (
        Http(resolve=unknown) as client,
        pytest.raises(http.UnknownHost, match=r"DNS has no address for blog\.invalid"),
    ):
        client.get("https://blog.invalid/feed/")


def test_a_host_without_addresses_is_unknown() -> None:
    with Http(resolve=lambda *_: []) as client, pytest.raises(http.UnknownHost):
        client.get("https://blog.invalid/feed/")


def test_dns_that_does_not_answer_takes_no_longer_than_an_exchange(web: Web) -> None:
    def slow(host: str, port: int) -> list[str]:
        web.stopping.wait(20)
        return []

    waiting = Http(resolve=slow, within=timedelta(seconds=1))
    with waiting as client, pytest.raises(http.UnknownHost, match="DNS does not answer"):
        client.get("https://blog.invalid/feed/")


@pytest.mark.parametrize("url", ["", "blog.example/feed/", "ftp://blog.example/", "file:///etc/passwd", "http://", "http://[::1/", "http://a b/", "//x/", "mailto:a@b"])  # fmt: skip
def test_what_is_no_web_address_cannot_be_asked(client: Http, url: str) -> None:
    with pytest.raises((http.BadAddress, http.UnknownHost)):
        client.get(url)


@settings(max_examples=60, deadline=None)
@given(st.text() | st.text().map("http://{}".format) | st.text().map("http://h.example/{}".format))
def test_any_text_as_an_address_ends_in_a_clear_error(url: str) -> None:
    with Http(resolve=lambda *_: []) as client, pytest.raises(http.NothingSent) as caught:
        client.get(url)
    assert len(str(caught.value).splitlines()) == 1


def test_a_header_that_cannot_be_written_means_nothing_was_sent(web: Web, client: Http) -> None:
    for value in ("a\nb", "ü"):
        with pytest.raises(http.NothingSent):
            client.create(web.address, b"{}", {"X": value})
    assert web.requests == []


# TLS ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def serving(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_trusted_certificate_is_checked_for_the_name_not_the_address(authority: trustme.CA) -> None:
    named = Http(
        private_hosts=frozenset({"blog.test"}), resolve=lambda *_: ["127.0.0.1"], ssl_context=trusting(authority)
    )
    with Web({"/": html("safe")}, tls=serving(authority, "blog.test")) as web, named as client:
        assert client.get(f"https://blog.test:{web.port}/").body == b"safe"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_bad_certificate_means_nothing_was_sent(authority: trustme.CA, trusted: bool) -> None:
    with Web(tls=serving(authority, "other.test")) as web:
        context = trusting(authority) if trusted else None
        wary = Http(private_hosts=frozenset({"localhost"}), ssl_context=context)
        with wary as client, pytest.raises(http.TlsFailed, match="certificate is not valid") as caught:
            client.get(web.address)
    assert isinstance(caught.value, http.NothingSent)
    assert web.requests == []


def test_https_asked_of_a_server_that_speaks_http_is_a_tls_failure(web: Web, client: Http) -> None:
    with pytest.raises(http.TlsFailed, match="is it https at all"):
        client.get(f"https://127.0.0.1:{web.port}/")


# Nobody knows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", [hanging_up(), resetting(), cut_short(b"half"), gibberish()])
def test_a_broken_answer_leaves_the_outcome_unknown(web: Web, client: Http, reply: Reply) -> None:
    web.routes["/broken"] = reply
    with pytest.raises(http.BrokenOff) as caught:
        client.create(f"{web.address}/broken", b"{}")
    assert isinstance(caught.value, http.MaybeSent)
    assert len(web.asked("/broken")) == 1, "a create is never repeated"


def test_no_answer_in_time_leaves_the_outcome_unknown(web: Web, hasty: Http) -> None:
    web.routes["/silent"] = silent(web.stopping)
    with pytest.raises(http.TimedOut, match=r"within 1\.5 seconds") as caught:
        hasty.create(f"{web.address}/silent", b"{}")
    assert isinstance(caught.value, http.MaybeSent)


def test_a_byte_now_and_then_does_not_stretch_the_time(web: Web, hasty: Http) -> None:
    web.routes["/drip"] = dripping(b"x" * 10_000, stop=web.stopping)
    began = time.monotonic()
    with pytest.raises(http.TimedOut):
        hasty.get(f"{web.address}/drip")
    assert time.monotonic() - began < 20


def test_redirects_share_the_time_of_one_exchange(web: Web, hasty: Http) -> None:
    def slow(_: Request) -> Reply:
        web.stopping.wait(0.5)
        return redirect("/slow")

    web.routes["/slow"] = slow
    with pytest.raises(http.TimedOut):
        hasty.get(f"{web.address}/slow")
    assert len(web.requests) < 5


def test_an_exchange_may_take_twenty_seconds_and_ten_megabytes() -> None:
    assert timedelta(seconds=20) == http.WITHIN
    assert http.MOST_BYTES == 10_000_000
    assert http.MOST_REDIRECTS == 5


def test_ten_megabytes_are_read_and_no_byte_more(web: Web, client: Http) -> None:
    web.routes["/ten"] = Reply(200, b"x" * 10_000_000)
    web.routes["/more"] = Reply(200, b"x" * 10_000_001)
    assert len(client.get(f"{web.address}/ten").body) == 10_000_000
    with pytest.raises(http.TooLarge, match="longer than 10 MB"):
        client.get(f"{web.address}/more")


def test_an_endless_answer_is_left_at_ten_megabytes(web: Web, client: Http) -> None:
    web.routes["/endless"] = endless(b"x" * 100_000)
    with pytest.raises(http.TooLarge):
        client.get(f"{web.address}/endless")


def test_a_bomb_is_never_held_unfolded(web: Web, client: Http) -> None:
    web.routes["/bomb"] = bomb(megabytes=200)
    gc.collect()
    tracemalloc.start()
    with pytest.raises(http.TooLarge):
        client.get(f"{web.address}/bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "zstd"])
def test_an_encoding_that_was_not_asked_for_is_refused(web: Web, client: Http, coding: str) -> None:
    web.routes["/c"] = Reply(200, b"x", {"Content-Encoding": coding})
    with pytest.raises(http.BrokenOff, match="nobody asked for"):
        client.get(f"{web.address}/c")


def test_a_broken_compression_is_an_error_not_a_body(web: Web, client: Http) -> None:
    web.routes["/c"] = Reply(200, b"no gzip", {"Content-Encoding": "gzip"})
    with pytest.raises(http.BrokenOff):
        client.get(f"{web.address}/c")


# Secrets --------------------------------------------------------------------------------------------------------------

SECRET = "hunter2-hunter2"


@pytest.mark.parametrize(
    "url",
    [
        f"http://user:{SECRET}@127.0.0.1:1/feed/?p=1",
        f"http://{SECRET}@127.0.0.1:1/",
        f"http://127.0.0.1:1/?token={SECRET}",
        f"http://127.0.0.1:1/?cat=3&q={SECRET}x",
        f"http://127.0.0.1:1/?{SECRET}x",
        f"ftp://user:{SECRET}@h/",
        f"http://user:{SECRET}@[::1/",
    ],
)
def test_an_error_names_the_address_without_its_secrets(client: Http, url: str) -> None:
    with pytest.raises(http.HttpError) as caught:
        client.get(url)
    assert SECRET not in str(caught.value)


def test_what_is_no_secret_stays_readable() -> None:
    assert http.spoken("https://blog.example/feed/?cat=-2&feed=rss2") == "https://blog.example/feed/?cat=-2&feed=rss2"


def test_addresses_are_not_logged(web: Web, client: Http, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get(f"{web.address}/?token={SECRET}")
    assert SECRET not in caplog.text


def test_an_answer_does_not_show_its_secrets(web: Web, client: Http) -> None:
    assert SECRET not in repr(client.get(f"{web.address}/?token={SECRET}"))


def test_a_password_in_the_address_is_sent_to_the_server(web: Web, client: Http) -> None:
    client.get(f"http://user:pw@127.0.0.1:{web.port}/")
    assert web.requests[0].headers["authorization"].startswith("Basic ")


# Retry-After ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("0", NOW),
        ("Mon, 23 Nov 2026 10:00:00 GMT", NOW + timedelta(hours=1)),
        ("Mon, 23 Nov 2026 10:00:00 -0000", NOW + timedelta(hours=1)),
        ("99999999999999999999", NOW + timedelta(days=366)),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("²", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, expected: datetime | None) -> None:
    assert http.retry_at({"retry-after": value}, NOW) == expected


@settings(deadline=None)
@given(st.text())
def test_any_retry_after_is_read_without_a_fault(value: str) -> None:
    http.retry_at({"retry-after": value}, NOW)


def test_names_for_examples_are_not_looked_up_unless_staff_have_such_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answered(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        raise OSError("nobody there")

    monkeypatch.setattr("socket.getaddrinfo", answered)
    with Http(private_hosts=frozenset({"blog.test"})) as client:
        for url in ("https://blog.invalid/", "https://blog.example/", "https://BLOG.TEST/", "https://other.test/"):
            with pytest.raises(http.UnknownHost):
                client.get(url)
    assert asked == ["blog.test"]


def test_whoever_listens_hears_of_every_answer(web: Web) -> None:
    web.routes["/"] = Reply(204)
    heard: list[http.Answer] = []
    with Http(private_hosts=LOOPBACK, heard=heard.append) as client:
        client.get(f"{web.address}/")
        client.create(f"{web.address}/", b"")
        with pytest.raises(http.HttpError):
            client.get("http://127.0.0.1:9/")
    assert [answer.status for answer in heard] == [204, 204]
    assert all("date" in answer.headers for answer in heard)
