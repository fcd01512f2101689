"""What Prometheus reads of a daemon: what it did since its start, by its events, and what the queue holds.

Every daemon on a queue tells of itself; of the queue all of them say the same. docs/reference.md lists every metric.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from sharebot.bot.waiting import Kind
from sharebot.daemon.glimpse import Glimpse, Glimpses
from sharebot.model import AccountState, FeedState, State

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

LATENESS = (0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)
"""Seconds. A network answers within a second or a few; a change by staff is seen after ten; a page that does not
answer, or a network that wants a rest, puts a post off by minutes; a daemon that did not run makes hours and a day,
and after SHAREBOT_TOO_LATE (two days) nothing is sent."""

POLLING = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Seconds. A blog answers in tenths of a second; what takes longer than a minute was cut off."""

VERDICTS = ("sent", "not_sent", "rejected", "mention_refused", "locked", "gave_up", "unknown", "bug", "lost")
"""How attempts end, as the events say it after `delivery.`."""

OTHER = "other"
"""The label of whatever is not in the settings: labels are as many as the settings make them."""


class Metrics:
    """All metrics of this daemon in a registry of their own."""

    def __init__(
        self, *, version: str, started_at: datetime, accounts: Sequence[str], feeds: Mapping[str, str]
    ) -> None:
        """`feeds`: the label of every address."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for every counter, which nobody asks for
        self.registry = registry = CollectorRegistry()
        self._accounts = frozenset(accounts)
        self._feeds = feeds
        Info("sharebot_build", "What runs here.", registry=registry).info({"version": version})
        Gauge("sharebot_start_timestamp_seconds", "When this daemon began.", registry=registry).set(
            started_at.timestamp()
        )
        self._events = Counter(
            "sharebot_events", "Events of the log; error is for a person.", ["level"], registry=registry
        )
        self._polls = Counter("sharebot_polls", "Feeds read.", ["feed", "result"], registry=registry)
        self._polling = Histogram(
            "sharebot_poll_duration_seconds", "Fetching and parsing a feed.", buckets=POLLING, registry=registry
        )
        self._entries = Counter("sharebot_entries", "Entries that were new.", ["feed", "fate"], registry=registry)
        self._attempts = Counter("sharebot_attempts", "Tries to send.", ["account", "verdict"], registry=registry)
        self._lateness = Histogram(
            "sharebot_delivery_lateness_seconds",
            "From a post's due time until it was public.",
            ["account"],
            buckets=LATENESS,
            registry=registry,
        )
        self._begin_at_nothing(accounts, feeds.values())

    def _begin_at_nothing(self, accounts: Iterable[str], feeds: Iterable[str]) -> None:
        """A series that first appears with its first event has no growth that could be seen."""
        for level in ("warning", "error"):
            self._events.labels(level)
        for account in accounts:
            self._lateness.labels(account)
            for verdict in VERDICTS:
                self._attempts.labels(account, verdict)
        for feed in feeds:
            for result in ("ok", "failed"):
                self._polls.labels(feed, result)

    def watch(self, glimpses: Glimpses, stuck: Callable[[], int], ready: Callable[[], bool]) -> None:
        """Let every scrape see the queue and how the daemon stands."""
        Gauge("sharebot_stuck", "Things that stand still in this daemon.", registry=self.registry).set_function(stuck)
        Gauge("sharebot_ready", "1 while this daemon serves.", registry=self.registry).set_function(ready)
        self.registry.register(QueueCollector(glimpses, self._feeds))

    def text(self) -> bytes:
        return generate_latest(self.registry)

    # Events -----------------------------------------------------------------------------------------------------------

    def count(self, event: str, level: str, fields: Mapping[str, Any]) -> None:
        if level in {"warning", "error"}:
            self._events.labels(level).inc()
        noun, _, what = event.partition(".")
        if noun == "delivery" and what in VERDICTS:
            self._count_attempt(what, fields)
        elif event in {"feed.polled", "feed.failed"}:
            self._count_poll("ok" if event == "feed.polled" else "failed", fields)
        elif event == "entries.taken_in":
            for fate in fields.keys() - {"feed"}:
                self._entries.labels(self._feed(fields), fate).inc(fields[fate])

    def _count_attempt(self, verdict: str, fields: Mapping[str, Any]) -> None:
        account = fields.get("account", "")
        account = account if account in self._accounts else OTHER
        self._attempts.labels(account, verdict).inc()
        if fields.get("late") is not None:
            self._lateness.labels(account).observe(max(0.0, fields["late"]))

    def _count_poll(self, result: str, fields: Mapping[str, Any]) -> None:
        self._polls.labels(self._feed(fields), result).inc()
        if fields.get("took") is not None:
            self._polling.observe(fields["took"])

    def _feed(self, fields: Mapping[str, Any]) -> str:
        return self._feeds.get(fields.get("feed", ""), OTHER)


# The queue ------------------------------------------------------------------------------------------------------------


class QueueCollector(Collector):
    """What the queue holds, as gauges, at the moment of a scrape or a little before."""

    def __init__(self, glimpses: Glimpses, feeds: Mapping[str, str]) -> None:
        self._glimpses = glimpses
        self._labels = feeds
        self._succeeded: dict[str, datetime] = {}

    def describe(self) -> list[Metric]:
        """Nothing: or the registry would ask the queue when this is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        answers = self._glimpses.answers()
        yield GaugeMetricFamily("sharebot_queue_up", "1 if the queue answers.", value=answers)
        seen = self._glimpses.now() if answers else self._glimpses.last
        if seen is None:
            return
        yield GaugeMetricFamily(
            "sharebot_queue_seen_timestamp_seconds",
            "When the queue was looked at for what follows.",
            value=seen.at.timestamp(),
        )
        yield from _posts(seen)
        yield from _accounts(seen)
        yield from _money(seen)
        yield from self._feeds(seen.feeds)

    def _feeds(self, feeds: Mapping[str, FeedState]) -> Iterator[Metric]:
        for address, feed in feeds.items():
            if feed.polled_at and not feed.failures and not feed.gone_at:
                self._succeeded[address] = feed.polled_at
        yield _gauge(
            "sharebot_feed_failures",
            "Failed polls in a row.",
            ["feed"],
            {(self._labels[address],): feed.failures for address, feed in feeds.items()},
        )
        yield _gauge(
            "sharebot_feed_last_success_timestamp_seconds",
            "When a feed was last read without a fault, as far as this daemon knows.",
            ["feed"],
            {(self._labels[address],): at.timestamp() for address, at in self._succeeded.items()},
        )


def _posts(seen: Glimpse) -> Iterator[Metric]:
    names = {*seen.accounts, *(account for account, _ in seen.posts)}
    waits = {row.kind: row.count for row in seen.waits}
    yield _gauge(
        "sharebot_posts",
        "Posts in the queue.",
        ["account", "state"],
        {(name, str(state)): seen.posts.get((name, state), 0) for name in sorted(names) for state in State},
    )
    yield _gauge("sharebot_posts_overdue", "Posts due for more than a minute.", ["account"], _by(seen.overdue))
    yield _gauge(
        "sharebot_next_due_timestamp_seconds",
        "When an account next has something to do.",
        ["account"],
        _by({name: at.timestamp() for name, at in seen.next_due.items() if at}),
    )
    ages = {name: (seen.at - since).total_seconds() for name, since in seen.in_doubt.items()}
    yield _gauge(
        "sharebot_unsure_age_seconds",
        "Since when the oldest unsure post may be public; 0 if there is none.",
        ["account"],
        _by(dict.fromkeys(seen.accounts, 0.0) | ages),
    )
    yield _gauge(
        "sharebot_waiting", "What waits for a person.", ["kind"], {(str(kind),): waits.get(kind, 0) for kind in Kind}
    )


def _accounts(seen: Glimpse) -> Iterator[Metric]:
    def rests(state: AccountState) -> bool:
        return state.rests_until is not None and state.rests_until > seen.at

    paused = {name: state.paused_at is not None for name, state in seen.accounts.items()}
    resting = {name: rests(state) for name, state in seen.accounts.items()}
    yield _gauge("sharebot_account_paused", "1 while an account is paused.", ["account"], _by(paused))
    yield _gauge("sharebot_account_resting", "1 while a network wants no request.", ["account"], _by(resting))


def _money(seen: Glimpse) -> Iterator[Metric]:
    spent = {name: month.spent for name, month in seen.months.items()}
    caps = {name: month.tariff.cap for name, month in seen.months.items() if month.tariff.cap is not None}
    yield _gauge("sharebot_month_spent_dollars", "What this month has cost so far.", ["account"], _by(spent))
    yield _gauge("sharebot_month_cap_dollars", "The most that a month may cost.", ["account"], _by(caps))


def _by(values: Mapping[str, float | Decimal]) -> dict[tuple[str, ...], float | Decimal]:
    return {(name,): value for name, value in values.items()}


def _gauge(
    name: str, help_text: str, labels: Sequence[str], values: Mapping[tuple[str, ...], float | Decimal]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=labels)
    for key, value in values.items():
        family.add_metric(key, float(value))
    return family
