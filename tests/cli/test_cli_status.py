"""sharebot status: a glance at everything, for people and for programs."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servers.staffroom import Staffroom
from sharebot.bot.failing import KIND
from sharebot.bot.heartbeat import Heartbeat, Stage
from sharebot.clock import SystemClock
from sharebot.model import FeedState
from sharebot.ports import PAID, Queue
from sharebot.queue import open_queue


def in_queue(staff: Staffroom, change: Callable[[Queue], Any]) -> None:
    queue = open_queue(f"sqlite:///{staff.home / 'sharebot.db'}", home=staff.home)
    change(queue)
    queue.close()


def live(queue: Queue, stuck: tuple[str, ...] = ()) -> None:
    daemon = Heartbeat(queue=queue, clock=SystemClock(), tell=lambda *_a, **_f: None, worker="quay:41", version="0.9")
    daemon.begin(alone=True, stuck=lambda _now: stuck)
    daemon.at(Stage.SERVING)


def sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines():
        title = line[:10].strip() or title
        found.setdefault(title, []).append(line[10:])
    return found


def shown(staff: Staffroom, status: int) -> dict[str, list[str]]:
    done = staff("status")
    assert done.exit_code == status, done.output
    assert not done.stderr
    return sections(done.stdout)


@pytest.fixture
def open_house(staff: Staffroom) -> Staffroom:
    staff.open()
    return staff


def test_a_first_glance_says_that_nothing_has_happened_yet(staff: Staffroom) -> None:
    staff.env["SHAREBOT_FEEDS"] = ""
    found = shown(staff, 0)
    assert [*found] == ["time", "daemon", "feeds", "accounts", "next", "waiting"]
    assert found["daemon"] == ["not running; nothing is due"]
    assert found["feeds"] == ["none is set"]
    assert found["next"] == ["no post is planned"]
    assert found["waiting"] == ["nothing waits for a person"]


def test_the_next_posts_stand_there_in_the_blogs_zone_with_the_beginning_of_their_texts(open_house: Staffroom) -> None:
    open_house.publish("A new light on the pier", guest=False)
    open_house.poll()
    in_queue(open_house, live)
    found = shown(open_house, 0)
    assert found["time"][0].endswith("(Europe/Berlin)")
    assert found["daemon"][0].startswith("quay:41 (0.9): serving since ")
    assert ["A new light" in line for line in found["next"]] == [True, True]
    assert [line.split()[3] for line in found["next"]] == ["outbox-x", "outbox-mastodon"]
    assert found["feeds"][0].endswith("Harborlight")
    assert all(len(line) <= 70 for section in found.values() for line in section)


def test_what_waits_comes_with_the_command_that_answers_it(open_house: Staffroom) -> None:
    open_house.publish("A guest's story")
    open_house.env["SHAREBOT_APPROVAL"] = "all"
    open_house.poll()
    (line,) = shown(open_house, 1)["waiting"]
    assert line.startswith("2 drafts since ")
    assert line.endswith(": sharebot queue --state draft")
    drafts = open_house.json("queue")["posts"]
    open_house("cancel", str(drafts[0]["id"]))
    (line,) = shown(open_house, 1)["waiting"]
    command = line.rpartition(": sharebot ")[2]
    assert line.startswith("1 draft since ")
    assert open_house(*command.split()).exit_code == 0
    assert shown(open_house, 0)["waiting"] == ["nothing waits for a person"]


def test_posts_that_are_due_and_nobody_sends_are_told_first(open_house: Staffroom) -> None:
    open_house.publish("A new light", guest=False)
    open_house.env["SHAREBOT_SLOTS"] = "now"
    open_house.poll()
    found = shown(open_house, 1)
    assert found["daemon"] == ["not running, and 2 posts are due: sharebot run"]
    assert found["accounts"] == ["outbox-x: 1 post is due", "outbox-mastodon: 1 post is due"]


def test_a_daemon_that_stands_still_a_feed_that_fails_and_accounts_that_wait_are_seen(open_house: Staffroom) -> None:
    now = datetime.now(UTC)

    def trouble(queue: Queue) -> None:
        live(queue, ("lane outbox-x",))
        feed = FeedState(address=str(open_house.feed), failures=4, complaint="the blog answers 502", polled_at=now)
        queue.take_in(feed, [], now=now, who="sharebot")
        queue.pause("outbox-x", reason="a week of\nmourning for the old pilot", now=now, who="dana")
        queue.rest("outbox-mastodon", until=now + timedelta(hours=1), now=now)

    in_queue(open_house, trouble)
    found = shown(open_house, 1)
    assert found["daemon"][1] == "lane outbox-x is stuck; restart the daemon"
    assert found["feeds"][1] == "the blog answers 502 (4 times in a row)"
    assert found["accounts"][0].startswith("outbox-x: paused since ")
    assert found["accounts"][0].endswith(" by dana: a week of mourni…")
    assert len(found["accounts"][0]) == 70
    assert found["accounts"][1].startswith("outbox-mastodon: rests until ")


def test_a_feed_that_has_failed_for_an_hour_is_no_good_end_though_it_was_polled_once(open_house: Staffroom) -> None:
    open_house.feed.unlink()
    assert open_house("poll").exit_code == 1
    shown(open_house, 0)
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    in_queue(open_house, lambda queue: queue.remember(KIND, str(open_house.feed), "", now=an_hour_ago))
    assert shown(open_house, 1)["feeds"][1].endswith("(1 time in a row)")


def test_programs_get_all_of_it_in_one_document(open_house: Staffroom) -> None:
    open_house.publish("A new light", guest=False)
    open_house.poll()
    in_queue(open_house, live)
    found = open_house.json("status")
    assert (found["well"], found["running"], found["due"], found["late"]) == (True, True, 0, 0)
    (daemon,) = found["daemons"]
    assert (daemon["worker"], daemon["stage"], daemon["life"], daemon["stuck"]) == ("quay:41", "serving", "alive", [])
    assert [account["account"] for account in found["accounts"]] == ["outbox-x", "outbox-mastodon"]
    assert [post["account"] for post in found["next"]] == ["outbox-x", "outbox-mastodon"]
    assert found["waiting"] == []
    open_house("pause", "outbox-x", "--reason", "mourning")
    assert open_house.json("status")["accounts"][0]["paused_by"]


def test_the_exit_status_of_the_json_is_the_same(open_house: Staffroom) -> None:
    open_house.publish("A guest's story")
    open_house.env["SHAREBOT_APPROVAL"] = "all"
    open_house.poll()
    done = open_house("status", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["waiting"][0]["command"] == "sharebot queue --state draft"


def test_a_glance_changes_nothing(open_house: Staffroom) -> None:
    before = open_house.json("feeds"), open_house.json("queue")
    shown(open_house, 0)
    assert (open_house.json("feeds"), open_house.json("queue")) == before


def test_a_real_daemon_is_alive_while_it_runs_and_has_stopped_afterwards(open_house: Staffroom) -> None:
    daemon = open_house.start("run", env={"SHAREBOT_LOG": "json"}, stdout=subprocess.DEVNULL)
    assert daemon.stderr is not None
    for line in daemon.stderr:
        if json.loads(line)["event"] == "daemon.ready":
            break
    alive = shown(open_house, 0)["daemon"]
    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=180)
    assert f":{daemon.pid} (" in alive[0]
    assert "since " in alive[0]
    stopped = shown(open_house, 0)["daemon"]
    assert f":{daemon.pid} (" in stopped[0]
    assert ": stopped " in stopped[0]
    assert stopped[1] == "not running; nothing is due"


def test_after_a_restore_the_daemon_of_the_backup_is_not_taken_for_one_of_today(open_house: Staffroom) -> None:
    in_queue(open_house, live)
    open_house("backup", "queue.db")
    assert open_house("restore", "queue.db").exit_code == 0
    assert shown(open_house, 0)["daemon"] == ["not running; nothing is due"]


def test_a_daemon_that_was_killed_is_known_to_be_gone_at_once(open_house: Staffroom) -> None:
    daemon = open_house.start("run", env={"SHAREBOT_LOG": "json"}, stdout=subprocess.DEVNULL)
    assert daemon.stderr is not None
    for line in daemon.stderr:
        if json.loads(line)["event"] == "daemon.ready":
            break
    daemon.kill()
    daemon.communicate(timeout=180)
    assert shown(open_house, 0)["daemon"][0].split(": ")[1].startswith("gone without a word after ")


def test_what_an_account_has_cost_this_month_stands_beside_it(staff: Staffroom) -> None:
    keys = ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET")
    staff.env |= {f"SHAREBOT_X_{key}": "k" for key in keys}
    staff.env |= {"SHAREBOT_ACCOUNTS": "x outbox", "SHAREBOT_X_MONTHLY_CAP": "10"}
    staff.open()
    with closing(open_queue("", home=staff.home)) as queue:
        queue.remember(PAID, "x 1", "0.010 taking a post back", now=datetime.now(UTC))
    month = f"{datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m}"
    assert f"x: nothing is planned; $0.01 of at most $10.00 spent in {month}\n" in staff("status").stdout
    x, outbox = staff.json("status")["accounts"]
    assert (x["month"]["requests"], x["month"]["cost"], outbox["month"]) == (1, "0.010", None)
    assert "$0.01 other requests (1), $0.00 queued (0), $0.01 in all" in staff("calendar").stdout
