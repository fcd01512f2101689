"""A daemon that is watched from outside: real requests to a real daemon over a queue on disk and a network on paper."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from sharebot.app import App
from sharebot.child import Parser
from sharebot.daemon import glimpse
from sharebot.daemon.glimpse import FRESH, Glimpse, Glimpses
from sharebot.daemon.metrics import LATENESS, VERDICTS, Metrics
from sharebot.daemon.serving import Daemon
from sharebot.daemon.watching import anonymous, doubt_about, labels
from sharebot.errors import OutcomeUnknown, Rejected, SettingsError, StoreUnavailable
from sharebot.model import NewPost, Payload, Receipt, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, Lane
from sharebot.settings import Address, load

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FEED = "https://dana:hunter2@127.0.0.1/feed?token=hunter3"
"""Of a private host, so that it is refused before anything is sent."""
ACCOUNTS = ("outbox-x", "outbox-mastodon", "outbox-bluesky")


class Paper:
    """A network on which posts come out as their texts say: sent, unsure, refused."""

    guarantee = Guarantee(kind=GuaranteeKind.ASK)

    def __init__(self, rules: Any) -> None:
        self.rules = rules

    def prepare(self, post: Any, picture: Any) -> Payload:
        return Payload(key=f"k{post.id}", body=post.share.text.encode())

    def publish(self, payload: Payload) -> Receipt:
        match payload.body:
            case b"unsure":
                raise OutcomeUnknown("502: Bad Gateway")
            case b"refused":
                raise Rejected("422: the network does not like it")
            case _:
                return Receipt(remote_id=payload.key, url=f"https://social.test/{payload.key}")

    def look_up(self, payload: Payload) -> Receipt | None:
        return None


@dataclass
class Lighthouse:
    """A daemon in a thread, and whoever looks at it. `home` is its data folder."""

    home: Path
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        env = {
            "SHAREBOT_HOME": str(self.home),
            "SHAREBOT_ACCOUNTS": " ".join(ACCOUNTS),
            "SHAREBOT_FEEDS": FEED,
            "SHAREBOT_HTTP": "127.0.0.1:0",
        }
        self.app = App(load(env, cwd=self.home), tell=self.tell)
        lanes = self.app.lanes
        vars(self.app)["lanes"] = {
            name: Lane(account=name, platform=Paper(lane.platform.rules))  # type: ignore[arg-type]  # a fake
            for name, lane in lanes.items()
        }
        self.daemon = Daemon(self.app, Parser())
        self.thread = threading.Thread(target=self.daemon.run, daemon=True)

    def tell(self, event: str, *, level: str = "info", **fields: Any) -> None:
        with self.came:
            self.events.append((event, fields))
            self.came.notify_all()

    def until(self, event: str) -> dict[str, Any]:
        """The fields of the first such event, when it has come."""
        with self.came:
            assert self.came.wait_for(lambda: event in dict(self.events), timeout=120), dict(self.events)
        return next(fields for name, fields in self.events if name == event)

    def add(self, account: str, text: str, *, late: float = 0.0) -> None:
        share = Share(text=text, length=len(text), limit=280, link="")
        now = datetime.now(UTC)
        post = NewPost(account=account, share=share, state=State.QUEUED, due_at=now - timedelta(seconds=late))
        self.app.queue.add([post], entry_id=None, now=now, who="dana", why="by hand")

    def start(self) -> None:
        self.thread.start()
        self.until("daemon.ready")

    def stop(self) -> None:
        self.daemon.stop()
        if self.thread.ident:
            self.thread.join(120)
            assert not self.thread.is_alive(), "the daemon hangs"

    def get(self, path: str) -> tuple[int, str]:
        host, _, port = self.until("http.listening")["address"].rpartition(":")
        connection = HTTPConnection(host, int(port), timeout=120)
        connection.request("GET", path)
        response = connection.getresponse()
        read = response.read().decode()
        connection.close()
        return response.status, read

    def standing(self, path: str) -> tuple[int, dict[str, Any]]:
        status, body = self.get(path)
        return status, json.loads(body)

    def scrape(self) -> dict[tuple[str, ...], float]:
        """Every sample by its name and the values of its labels, in the order of the labels' names."""
        status, body = self.get("/metrics")
        assert status == 200
        families = text_string_to_metric_families(body)
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in families
            for sample in family.samples
        }


@pytest.fixture
def lighthouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lighthouse]:
    monkeypatch.setattr(glimpse, "FRESH", 0.0)
    monkeypatch.setattr(glimpse, "SHARE", 0)
    monkeypatch.setattr(glimpse, "PATIENCE", 30.0)  # a queue that is slow because the machine is busy is not away
    made = Lighthouse(tmp_path)
    yield made
    made.stop()
    made.app.close()


def take_away_the_queue(lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any) -> Any:
        raise StoreUnavailable("sharebot.db is locked by another program")

    monkeypatch.setattr(type(lighthouse.app.queue._database), "_begun", away)  # type: ignore[attr-defined]  # its inside


# Alive and ready ------------------------------------------------------------------------------------------------------


def test_a_daemon_that_serves_is_alive_and_ready(lighthouse: Lighthouse) -> None:
    lighthouse.start()
    assert lighthouse.standing("/healthz") == (200, {"ok": True, "because": []})
    assert lighthouse.standing("/readyz") == (200, {"ok": True, "because": []})
    assert lighthouse.get("/")[0] == 404


def test_what_stands_still_is_named_without_the_secrets_of_its_address(lighthouse: Lighthouse) -> None:
    lighthouse.start()
    lighthouse.daemon.pulse.began(f"feed {lighthouse.app.settings.feeds[0]}", within=timedelta(seconds=-1))
    status, said = lighthouse.standing("/healthz")
    assert (status, said) == (503, {"ok": False, "because": ["feed 127.0.0.1 is stuck"]})
    assert lighthouse.scrape()[("sharebot_stuck",)] == 1


@dataclass
class Gate:
    """What waits where a test wants it to, until the test lets it go on."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def stand(self) -> None:
        self.reached.set()
        assert self.opened.wait(120)


def test_it_is_alive_and_not_ready_while_it_starts_and_while_it_stops(lighthouse: Lighthouse) -> None:
    start, end, deliverer, tell = Gate(), Gate(), lighthouse.app.deliverer, lighthouse.app.tell

    def slow_start(**how: Any) -> Any:
        start.stand()
        return deliverer(**how)

    def slow_end(event: str, **fields: Any) -> None:
        if event == "daemon.stopping":
            end.stand()
        tell(event, **fields)

    vars(lighthouse.app)["deliverer"], lighthouse.app.tell = slow_start, slow_end
    lighthouse.thread.start()
    assert start.reached.wait(120)
    assert lighthouse.standing("/healthz")[0] == 200
    assert lighthouse.standing("/readyz") == (503, {"ok": False, "because": ["starting"]})
    start.opened.set()
    lighthouse.until("daemon.ready")
    assert lighthouse.standing("/readyz")[0] == 200
    lighthouse.daemon.stop()
    assert end.reached.wait(120)
    assert lighthouse.standing("/readyz") == (503, {"ok": False, "because": ["stopping"]})
    assert lighthouse.standing("/healthz")[0] == 200
    end.opened.set()


def test_while_the_queue_is_away_it_is_not_ready_and_its_metrics_still_answer(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    lighthouse.start()
    assert lighthouse.scrape()[("sharebot_queue_up",)] == 1
    with monkeypatch.context() as while_away:
        take_away_the_queue(lighthouse, while_away)
        status, said = lighthouse.standing("/readyz")
        assert (status, said["because"]) == (503, ["the queue does not answer; the log says why"])
        assert lighthouse.standing("/healthz")[0] == 200
        seen = lighthouse.scrape()
        assert seen[("sharebot_queue_up",)] == 0
        assert seen[("sharebot_posts", "outbox-x", "sent")] == 0
    assert lighthouse.standing("/readyz")[0] == 200
    assert lighthouse.scrape()[("sharebot_queue_up",)] == 1


def test_that_the_queue_is_away_is_seen_at_once_though_what_it_held_is_kept_for_a_while(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glimpse, "FRESH", 3600.0)
    lighthouse.start()
    first = lighthouse.scrape()
    assert first[("sharebot_queue_up",)] == 1
    take_away_the_queue(lighthouse, monkeypatch)
    seen = lighthouse.scrape()
    assert seen[("sharebot_queue_up",)] == 0
    assert seen[("sharebot_queue_seen_timestamp_seconds",)] == first[("sharebot_queue_seen_timestamp_seconds",)]


def test_a_port_that_is_taken_keeps_the_daemon_from_starting_with_one_clear_line(tmp_path: Path) -> None:
    first, second = Lighthouse(tmp_path / "one"), Lighthouse(tmp_path / "two")
    first.start()
    try:
        port = int(first.until("http.listening")["address"].rpartition(":")[2])
        taken = replace(second.app.settings.http, port=port)  # type: ignore[type-var]  # it is set
        second.app.settings = replace(second.app.settings, http=taken)
        with pytest.raises(SettingsError, match=rf"^SHAREBOT_HTTP: 127\.0\.0\.1:{port} cannot be listened to "):
            second.daemon.run()
    finally:
        first.stop()
        first.app.close()
        second.app.close()


def test_without_the_setting_nothing_listens_and_prometheus_is_not_even_imported(tmp_path: Path) -> None:
    made = Lighthouse(tmp_path)
    made.app.settings = replace(made.app.settings, http=None)
    made.start()
    made.stop()
    made.app.close()
    assert "http.listening" not in dict(made.events)
    import subprocess
    import sys

    code = "import sys, sharebot.daemon.serving, sharebot.app; print('prometheus_client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_an_address_that_other_machines_can_reach_is_warned_of_and_allowed() -> None:
    assert doubt_about(Address(host="127.0.0.1", port=1)) == doubt_about(Address(host="::1", port=1)) == ""
    assert "it asks for no password" in doubt_about(Address(host="0.0.0.0", port=1))


# Metrics --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(lighthouse: Lighthouse) -> Lighthouse:
    """One post was sent seven seconds late, one is unsure, one was refused."""
    lighthouse.add("outbox-x", "sent", late=7)
    lighthouse.add("outbox-mastodon", "unsure")
    lighthouse.add("outbox-bluesky", "refused")
    lighthouse.start()
    for event in ("delivery.sent", "delivery.needs_person", "delivery.rejected", "feed.failed"):
        lighthouse.until(event)
    return lighthouse


def test_attempts_are_counted_by_verdict_and_posts_by_state(busy: Lighthouse) -> None:
    seen = busy.scrape()
    assert seen[("sharebot_attempts_total", "outbox-x", "sent")] == 1
    assert seen[("sharebot_attempts_total", "outbox-mastodon", "unknown")] == 1
    assert seen[("sharebot_attempts_total", "outbox-bluesky", "rejected")] == 1
    assert sum(value for key, value in seen.items() if key[0] == "sharebot_attempts_total") == 3
    posts = {key[1:]: value for key, value in seen.items() if key[0] == "sharebot_posts" and value}
    assert posts == {
        ("outbox-x", "sent"): 1,
        ("outbox-mastodon", "unsure"): 1,
        ("outbox-bluesky", "failed"): 1,
    }
    waits = {key[1]: value for key, value in seen.items() if key[0] == "sharebot_waiting" and value}
    assert waits == {"unsure": 1, "failed": 1}
    assert seen[("sharebot_posts_overdue", "outbox-x")] == 0


def test_lateness_is_what_lies_between_the_due_time_and_the_receipt(busy: Lighthouse) -> None:
    seen = busy.scrape()
    assert seen[("sharebot_delivery_lateness_seconds_count", "outbox-x")] == 1
    assert 7 <= seen[("sharebot_delivery_lateness_seconds_sum", "outbox-x")] < 60
    buckets = {key[2]: value for key, value in seen.items() if key[:2] == (BUCKET, "outbox-x")}
    assert buckets["5.0"] == 0
    assert buckets["60.0"] == buckets["+Inf"] == 1
    assert len(buckets) == len(LATENESS) + 1
    assert seen[("sharebot_delivery_lateness_seconds_count", "outbox-bluesky")] == 0


BUCKET = "sharebot_delivery_lateness_seconds_bucket"


def test_an_unsure_post_grows_old_until_it_is_decided(busy: Lighthouse) -> None:
    age = ("sharebot_unsure_age_seconds", "outbox-mastodon")
    first = busy.scrape()[age]
    assert 0 <= first < 60
    (post,) = [row for row in busy.app.queue.open_tallies() if row.state is State.UNSURE]
    busy.app.staff.resolve_give_up(post.first)
    assert busy.scrape()[age] == 0
    assert busy.scrape()[("sharebot_unsure_age_seconds", "outbox-x")] == 0


def test_a_poll_that_failed_is_counted_by_its_feeds_host_alone(busy: Lighthouse) -> None:
    assert busy.app.poller.poll(FEED).error
    seen = busy.scrape()
    assert seen[("sharebot_polls_total", "127.0.0.1", "failed")] >= 1
    assert seen[("sharebot_polls_total", "127.0.0.1", "ok")] == 0
    assert seen[("sharebot_feed_failures", "127.0.0.1")] >= 1
    assert ("sharebot_feed_last_success_timestamp_seconds", "127.0.0.1") not in seen
    assert seen[("sharebot_poll_duration_seconds_count",)] >= 1


def test_a_pause_a_rest_and_the_events_for_a_person_are_seen(busy: Lighthouse) -> None:
    assert busy.scrape()[("sharebot_account_paused", "outbox-x")] == 0
    busy.app.queue.pause("outbox-x", reason="401", now=datetime.now(UTC), who="sharebot")
    busy.app.queue.rest("outbox-x", until=datetime.now(UTC) + timedelta(hours=1), now=datetime.now(UTC))
    seen = busy.scrape()
    assert seen[("sharebot_account_paused", "outbox-x")] == seen[("sharebot_account_resting", "outbox-x")] == 1
    assert seen[("sharebot_waiting", "paused")] == 1
    assert seen[("sharebot_events_total", "error")] >= 2


def test_no_answer_holds_a_secret(busy: Lighthouse) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert "hunter" not in busy.get(path)[1]
        assert "dana" not in busy.get(path)[1]


def test_every_metric_is_in_the_reference_and_every_one_there_exists(busy: Lighthouse) -> None:
    families = {family.name for family in text_string_to_metric_families(busy.get("/metrics")[1])}
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(sharebot_\w+)", page, re.MULTILINE))
    assert documented == {name if name not in COUNTERS else f"{name}_total" for name in families}


def test_the_rules_for_alerts_speak_of_metrics_that_exist() -> None:
    named = set(re.findall(r"\bsharebot_\w+", (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")))
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert named
    assert all(f"| `{name}` |" in reference for name in named)


COUNTERS = {"sharebot_attempts", "sharebot_polls", "sharebot_entries", "sharebot_events"}


def test_every_verdict_of_the_judge_on_an_attempt_is_a_label() -> None:
    source = (ROOT / "src" / "sharebot" / "bot" / "judge.py").read_text(encoding="utf-8")
    kinds = {kind.replace(" ", "_") for kind in re.findall(r'kind="([a-z ]+)"', source)}
    after_looks = {"found", "absent", "looking", "look_failed", "repeat"}
    assert kinds - after_looks <= set(VERDICTS)


def test_entries_are_counted_by_fate_and_labels_are_as_many_as_the_settings_make_them() -> None:
    metrics = Metrics(version="0.9", started_at=NOW, accounts=["x"], feeds={"https://a.example/feed": "a.example"})
    metrics.count("entries.taken_in", "info", {"feed": "https://a.example/feed", "shared": 2, "held": 1})
    metrics.count("entries.taken_in", "info", {"feed": "https://elsewhere.example/", "shared": 1})
    metrics.count("delivery.sent", "info", {"account": "gone", "late": -0.5})
    metrics.count("delivery.started", "info", {"account": "x"})
    seen = {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }
    assert seen[("sharebot_entries_total", "shared", "a.example")] == 2
    assert seen[("sharebot_entries_total", "held", "a.example")] == 1
    assert seen[("sharebot_entries_total", "shared", "other")] == 1
    assert seen[("sharebot_attempts_total", "other", "sent")] == 1
    assert seen[("sharebot_delivery_lateness_seconds_sum", "other")] == 0
    assert sum(value for key, value in seen.items() if key[:2] == ("sharebot_attempts_total", "x")) == 0


# Names ----------------------------------------------------------------------------------------------------------------


def test_feeds_are_called_by_their_hosts_or_files_and_numbered_where_that_is_not_enough() -> None:
    feeds = (
        "https://u:p@blog.example/feed/?t=1",
        "https://blog.example/notes/feed",
        "/srv/feed.xml",
        "file:///a/b.xml",
    )
    assert [*labels(feeds).values()] == ["blog.example", "blog.example 2", "feed.xml", "b.xml"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lane outbox-x", "lane outbox-x"),
        ("alarm feed https://u:p@blog.example/secret/feed?t=1", "alarm feed blog.example"),
        ("feed http://[broken", "feed feed"),
    ],
)
def test_of_addresses_only_their_hosts_are_shown(text: str, shown: str) -> None:
    assert anonymous(text) == shown


# Glimpses -------------------------------------------------------------------------------------------------------------

SEEN = Glimpse(
    at=NOW,
    posts={},
    waits=(),
    feeds={},
    accounts={},
    next_due={},
    overdue={},
    in_doubt={},
    months={},
)


@dataclass
class Sea:
    """A queue that takes its time by a clock that only it moves."""

    takes: float = 0.0
    seconds: float = 0.0
    looks: int = 0
    hangs: threading.Event | None = None

    def look(self) -> Glimpse:
        self.looks += 1
        self.seconds += self.takes
        if self.hangs:
            self.hangs.wait(20)
        return SEEN

    def glimpses(self) -> Glimpses:
        return Glimpses(look=self.look, ask=lambda: None, ticks=lambda: self.seconds)


def test_two_that_watch_cost_no_more_than_one() -> None:
    sea = Sea()
    glimpses = sea.glimpses()
    assert glimpses.now() is glimpses.now() is SEEN
    assert sea.looks == 1
    sea.seconds += FRESH + 1
    glimpses.now()
    assert sea.looks == 2
    glimpses.close()


def test_a_glimpse_that_took_long_is_kept_for_long() -> None:
    sea = Sea(takes=2.0)
    glimpses = sea.glimpses()
    glimpses.now()
    sea.seconds += 2 * glimpse.SHARE - 1
    glimpses.now()
    assert sea.looks == 1
    sea.seconds += 2
    glimpses.now()
    assert sea.looks == 2
    glimpses.close()


def test_a_queue_that_hangs_keeps_nobody_waiting_and_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpse, "PATIENCE", 0.05)
    sea = Sea(hangs=threading.Event())
    glimpses = sea.glimpses()
    began = time.monotonic()
    assert glimpses.now() is None
    assert glimpses.now() is None
    assert time.monotonic() - began < 5
    assert sea.looks == 1
    assert sea.hangs is not None
    sea.hangs.set()
    monkeypatch.setattr(glimpse, "PATIENCE", 10)
    assert glimpses.now() is SEEN
    glimpses.close()


def test_a_long_look_is_no_sign_that_the_queue_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    sea = Sea(hangs=threading.Event())
    glimpses = sea.glimpses()
    with monkeypatch.context() as soon:
        soon.setattr(glimpse, "PATIENCE", 0.05)
        assert glimpses.now() is None
    assert glimpses.answers() is True
    assert sea.hangs is not None
    sea.hangs.set()
    glimpses.close()


def test_a_queue_that_does_not_even_answer_a_small_question_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpse, "PATIENCE", 0.05)
    tide = threading.Event()
    glimpses = Glimpses(look=lambda: SEEN, ask=lambda: tide.wait(20))
    assert glimpses.answers() is False
    tide.set()
    monkeypatch.setattr(glimpse, "PATIENCE", 10)
    assert glimpses.answers() is True
    glimpses.close()
