"""Polling 200 feeds of ten full-text entries: against the same fetches alone, feedparser in a loop, and reader."""

from __future__ import annotations

import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bench.feed_server import SHOWN, publish, serving
from bench.measure import Row, cpu_seconds, ratio_row, value_row

ROUNDS = 3


@dataclass
class Taken:
    """Medians over the rounds: wall and CPU seconds for all feeds once."""

    wall: float
    cpu: float

    def a_second(self, feeds: int) -> float:
        return feeds / self.wall

    def cpu_ms(self, feeds: int) -> float:
        return self.cpu * 1000 / feeds


def run(*, quick: bool) -> list[Row]:
    feeds = 20 if quick else 200
    with serving() as address, tempfile.TemporaryDirectory() as home:
        editions = count(SHOWN + 1)
        peers = Peers(address, feeds, Path(home))
        same, plain, new = (peers.measure(kind, editions) for kind in ("304", "plain", "new"))
    return [*unchanged(same, plain, feeds), *one_new(new, feeds)]


def unchanged(same: dict[str, Taken], plain: dict[str, Taken], feeds: int) -> list[Row]:
    share = same["fetch"].wall / same["sharebot"].wall
    return [
        value_row("304: the same fetches alone", same["fetch"].a_second(feeds), "feeds/s"),
        ratio_row("304: sharebot / the same fetches alone", share, 0.8, at_most=False),
        value_row("unchanged without validators: reader", plain["reader"].a_second(feeds), "feeds/s"),
        ratio_row(
            "unchanged without validators: sharebot / reader",
            plain["reader"].wall / plain["sharebot"].wall,
            30,
            at_most=False,
        ),
    ]


def one_new(new: dict[str, Taken], feeds: int) -> list[Row]:
    loop, ours = new["feedparser"], new["sharebot"]
    return [
        value_row("one new entry each: reader", new["reader"].a_second(feeds), "feeds/s"),
        value_row("one new entry each: feedparser in a loop, CPU a feed", loop.cpu_ms(feeds), "ms"),
        value_row("one new entry each: sharebot, CPU a feed", ours.cpu_ms(feeds), "ms"),
        ratio_row("one new entry each: sharebot / reader", new["reader"].wall / ours.wall, 8, at_most=False),
        ratio_row("one new entry each: CPU a feed, sharebot / loop", ours.cpu / loop.cpu, 1 / 8, at_most=True),
        value_row(
            "the whole poll (credit, compose for three accounts, queue), CPU a feed", new["poll"].cpu_ms(feeds), "ms"
        ),
    ]


class Peers:
    """The same work by each: bare fetches, feedparser in a loop, reader, sharebot's feed room, and its whole poll."""

    def __init__(self, address: str, feeds: int, home: Path) -> None:
        self._address = address
        self._feeds = feeds
        self._home = home

    def measure(self, kind: str, editions: Iterator[int]) -> dict[str, Taken]:
        path = "feed" if kind == "304" else "plain"
        addresses = [f"{self._address}/{number}/{path}" for number in range(self._feeds)]
        makers: dict[str, Callable[[list[str]], Callable[[], Any]]] = {
            "fetch": self.fetch,
            "feedparser": self.feedparser,
            "reader": self.reader,
            "sharebot": self.sharebot,
            "poll": self.poll,
        }
        works = {name: make(addresses) for name, make in makers.items()}
        for work in works.values():
            work()
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            if kind == "new":
                publish(self._address, next(editions))
            for name, work in works.items():
                taken[name].append(cpu_seconds(work))
        return {
            name: Taken(statistics.median(wall for _, wall in times), statistics.median(cpu for cpu, _ in times))
            for name, times in taken.items()
        }

    def fetch(self, addresses: list[str]) -> Callable[[], None]:
        from sharebot.http import Http

        http = Http(private_hosts=frozenset({"127.0.0.1"}))
        etags: dict[str, str] = {}

        def work() -> None:
            for address in addresses:
                known = {"If-None-Match": etags[address]} if address in etags else {}
                answer = http.get(address, headers=known)
                if etag := answer.headers.get("etag"):
                    etags[address] = etag

        return work

    def feedparser(self, addresses: list[str]) -> Callable[[], None]:
        import feedparser

        def work() -> None:
            for address in addresses:
                feedparser.parse(address)

        return work

    def reader(self, addresses: list[str]) -> Callable[[], None]:
        from reader import make_reader

        made = make_reader(":memory:")
        for address in addresses:
            made.add_feed(address)
        return lambda: made.update_feeds(scheduled=False)  # by default it skips a feed for an hour

    def sharebot(self, addresses: list[str]) -> Callable[[], None]:
        from datetime import UTC, datetime

        from sharebot.feed import Feeds
        from sharebot.http import Http
        from sharebot.model import FeedState

        source = Feeds(Http(private_hosts=frozenset({"127.0.0.1"})))
        states = {address: FeedState(address=address) for address in addresses}

        def work() -> None:
            for address in addresses:
                polled = source.poll(states[address], datetime.now(UTC))
                assert not polled.error, polled.error
                states[address] = polled.feed

        return work

    def poll(self, addresses: list[str]) -> Callable[[], None]:
        from sharebot.app import App
        from sharebot.settings import load

        home = Path(tempfile.mkdtemp(dir=self._home))
        settings = load(
            {
                "SHAREBOT_HOME": str(home),
                "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
                "SHAREBOT_ACCOUNTS": "outbox-x outbox-mastodon outbox-bluesky",
                "SHAREBOT_SLOTS": "now",
            },
            cwd=home,
        )
        poller = App(settings).poller

        def work() -> None:
            for address in addresses:
                report = poller.poll(address)
                assert not report.error, report.error

        return work


@contextmanager
def changing_blog(feeds: int) -> Iterator[list[str]]:
    """Addresses of feeds that get a new entry every second."""
    stop = threading.Event()
    with serving() as address:

        def keep_publishing() -> None:
            for edition in count(SHOWN + 1):
                if stop.wait(1):
                    return
                publish(address, edition)

        publisher = threading.Thread(target=keep_publishing)
        publisher.start()
        try:
            yield [f"{address}/{number}/plain" for number in range(feeds)]
        finally:
            stop.set()
            publisher.join()
