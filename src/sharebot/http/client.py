"""Asking for addresses, and sending to them."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import Self

import httpcore2
import httpx2

from sharebot.http import guard
from sharebot.http.faults import FAULTS, BrokenOff, TooLarge, TooManyRedirects, Trouble, sort, spoken

WITHIN = timedelta(seconds=20)
"""How long a whole exchange may take: look-up, connecting, redirects and the last byte of the answer."""

MOST_BYTES = 10_000_000
"""The longest answer that is read, counted after decompression."""

MOST_REDIRECTS = 5

USER_AGENT = f"sharebot/{version('sharebot')}"

for _name in ("httpx2", "httpcore2"):  # they log whole addresses, and those may hold a password or a token
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a server answered. `headers` are read without regard to case.

    `url` is where the answer came from, `permanent` where 301 and 308 led before any other redirect; empty if nowhere.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    permanent: str = ""

    def __repr__(self) -> str:
        return f"Answer({self.status} from {spoken(self.url)}, {len(self.body)} bytes)"


class Http:
    """A long-lived client; threads may share it. It keeps no cookies and uses no proxy of the environment."""

    def __init__(
        self,
        *,
        private_hosts: frozenset[str] = frozenset(),
        user_agent: str = USER_AGENT,
        within: timedelta = WITHIN,
        ssl_context: ssl.SSLContext | None = None,
        resolve: guard.Resolve = guard.system_resolve,
        heard: Callable[[Answer], None] | None = None,
    ) -> None:
        """`private_hosts`: names or addresses that may be asked although they are not public.

        `within`: for a whole exchange. `ssl_context`: None for the system's certificates (or SSL_CERT_FILE's).
        `heard` is told of every answer that comes whole.
        """
        self._seconds = within.total_seconds()
        self._heard = heard
        opener, tls = guard.Guard(private_hosts, resolve), _Tls(ssl_context)
        self._kept = _client(_Transport(opener, tls, keep=20), user_agent)
        self._fresh = _client(_Transport(opener, tls, keep=0), user_agent)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for an address, following redirects. Any status is an answer; raises HttpError where there is none."""
        with _exchange(url, self._seconds) as place:
            permanent, lasting = "", True
            request = self._kept.build_request("GET", url, headers=headers)
            for _ in range(MOST_REDIRECTS + 1):
                response = self._kept.send(request, stream=True)
                following = response.next_request
                if following is None:
                    return self._told(_answer(response, permanent))
                response.close()
                lasting = lasting and response.status_code in {301, 308}
                permanent = str(following.url) if lasting else permanent
                request, place.now = following, str(following.url)
            raise Trouble(TooManyRedirects, f"more than {MOST_REDIRECTS} redirects in a row; the site must mend that")

    def create(self, url: str, body: bytes, headers: Mapping[str, str] | None = None, method: str = "POST") -> Answer:
        """Send exactly these bytes once, on a fresh connection, so that a stale one cannot swallow them.

        Nothing is repeated and no redirect is followed. Raises NothingSent, or MaybeSent where nobody knows.
        """
        with _exchange(url, self._seconds):
            request = self._fresh.build_request(method, url, headers=headers, content=body)
            return self._told(_answer(self._fresh.send(request, stream=True), ""))

    def _told(self, answer: Answer) -> Answer:
        if self._heard:
            self._heard(answer)
        return answer

    def close(self) -> None:
        self._kept.close()
        self._fresh.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When the server wants to be asked again, by its Retry-After in seconds or as a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    try:
        if value.isascii() and value.isdigit():
            return now + min(timedelta(seconds=int(value[:9])), timedelta(days=366))
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# One exchange ---------------------------------------------------------------------------------------------------------


@dataclass
class _Place:
    """The address that was asked first, and the one that is asked now."""

    first: str
    now: str

    def __str__(self) -> str:
        first, now = spoken(self.first), spoken(self.now)
        return first if first == now else f"{first} (redirected to {now})"


@contextmanager
def _exchange(url: str, seconds: float) -> Iterator[_Place]:
    """Everything in here together may take so long; what goes wrong comes out as an HttpError."""
    place = _Place(url, url)
    token = guard.deadline.set(time.monotonic() + seconds)
    try:
        yield place
    except FAULTS as error:
        kind, what = sort(error, seconds)
        raise kind(f"{place}: {what}") from error
    finally:
        guard.deadline.reset(token)


def _answer(response: httpx2.Response, permanent: str) -> Answer:
    """Read the body, counting as it unfolds: a bomb is never held unfolded."""
    try:
        _refuse_foreign_coding(response.headers.get("content-encoding", ""))
        _refuse_long(int(response.headers.get("content-length", "0")))
        chunks, size = [], 0
        for chunk in response.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            _refuse_long(size)
    finally:
        response.close()
    return Answer(response.status_code, str(response.url), response.headers, b"".join(chunks), permanent)


def _refuse_long(size: int) -> None:
    if size > MOST_BYTES:
        raise Trouble(TooLarge, f"the answer is longer than {MOST_BYTES // 1_000_000} MB, which is too long to read")


def _refuse_foreign_coding(coding: str) -> None:
    """Also what is folded twice: counting would begin only after the second unfolding."""
    if coding.strip().lower() not in {"", "identity", "gzip", "deflate"}:
        raise Trouble(BrokenOff, f"it answers in the encoding {coding[:40]!r}, which nobody asked for")


# httpx2 on top of our own connections ---------------------------------------------------------------------------------


def _client(transport: httpx2.BaseTransport, user_agent: str) -> httpx2.Client:
    headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx2.Client(transport=transport, headers=headers, cookies=no_cookies, trust_env=False)


class _Tls:
    """One context for all connections: reading the certificates anew for each costs 50 ms of CPU."""

    def __init__(self, given: ssl.SSLContext | None) -> None:
        self._given = given

    @cached_property
    def context(self) -> ssl.SSLContext:
        return self._given or httpx2.create_ssl_context()


class _Transport(httpx2.BaseTransport):
    """httpx2.HTTPTransport does not let one say who opens the connections; httpcore2 does."""

    def __init__(self, opener: guard.Guard, tls: _Tls, *, keep: int) -> None:
        """`keep`: how many idle connections to hold open."""
        self._opener = opener
        self._tls = tls
        self._keep = keep
        self._pools: dict[str, httpcore2.ConnectionPool] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
        )
        response = self._pool(url.scheme).handle_request(asked)
        return httpx2.Response(status_code=response.status, headers=response.headers, stream=_Stream(response))

    def _pool(self, scheme: str) -> httpcore2.ConnectionPool:
        """Certificates are read only when the first https address is asked."""
        with self._lock:
            if scheme not in self._pools:
                self._pools[scheme] = httpcore2.ConnectionPool(
                    ssl_context=self._tls.context if scheme == "https" else None,
                    max_connections=None,
                    max_keepalive_connections=self._keep,
                    keepalive_expiry=5.0,
                    network_backend=self._opener,
                )
            return self._pools[scheme]

    def close(self) -> None:
        with self._lock:
            for pool in self._pools.values():
                pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
