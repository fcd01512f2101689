"""sharebot doctor: one line for everything that sharebot needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from servers.staffroom import Staffroom
from sharebot.bot.heartbeat import Heartbeat
from sharebot.clock import SystemClock
from sharebot.daemon.lock import alone
from sharebot.queue import open_queue


@pytest.fixture
def well(staff: Staffroom) -> Staffroom:
    staff.publish("One")
    return staff


def findings(staff: Staffroom, status: int) -> dict[str, str]:
    done = staff("doctor")
    assert done.exit_code == status, done.output
    return {line[7:].partition(": ")[0]: line for line in done.stdout.splitlines()}


def test_when_all_is_well_every_line_says_ok(well: Staffroom) -> None:
    found = findings(well, 0)
    assert [*found] == ["queue", "daemon", "feeds", str(well.feed), "outbox-x", "outbox-mastodon"]
    assert all(line.startswith("ok ") for line in found.values())
    assert "Harborlight, 1 entry" in found[str(well.feed)]
    assert "the network keeps one (key)" in found["outbox-x"]


def test_it_stores_nothing_of_the_feed(well: Staffroom) -> None:
    findings(well, 0)
    (feed,) = well.json("feeds")["feeds"]
    assert feed["polled"] is None


def test_what_is_wrong_is_named_and_stops_no_other_look(well: Staffroom) -> None:
    well.env |= {"SHAREBOT_FEEDS": f"missing.xml {well.feed}", "SHAREBOT_ACOUNTS": "x"}
    well("pause", "outbox-x", "--reason", "a week of mourning")
    found = findings(well, 1)
    assert [name for name, line in found.items() if line.startswith("wrong")] == ["settings", "missing.xml", "outbox-x"]
    assert "did you mean SHAREBOT_ACCOUNTS?" in found["settings"]
    assert "a week of mourning; sharebot resume outbox-x" in found["outbox-x"]


def test_an_account_that_lacks_a_setting_is_wrong(well: Staffroom) -> None:
    well.env["SHAREBOT_ACCOUNTS"] = "outbox x"
    assert "SHAREBOT_" in findings(well, 1)["x"]


def test_a_template_that_leaves_out_the_link_is_wrong_and_a_broken_one_stops_everything(well: Staffroom) -> None:
    well.env["SHAREBOT_TEMPLATE"] = "{{ line }}"
    assert "SHAREBOT_TEMPLATE: the template leaves out {{ link }}" in findings(well, 1)["settings"]
    well.env["SHAREBOT_TEMPLATE"] = "{{ line }} {% if %}"
    for command in ("doctor", "poll"):
        done = well(command)
        assert done.exit_code == 2
        assert done.stderr.startswith("sharebot: SHAREBOT_TEMPLATE: line 1, column 18: ")
        assert done.stderr.count("\n") == 1


def test_a_daemon_is_known_by_its_heartbeat_and_wrong_if_something_in_it_stands_still(well: Staffroom) -> None:
    assert findings(well, 0)["daemon"] == "ok     daemon: none is running"
    stuck: list[str] = []
    queue = open_queue(f"sqlite:///{well.home / 'sharebot.db'}", home=well.home)
    daemon = Heartbeat(queue=queue, clock=SystemClock(), tell=lambda *_a, **_f: None, worker="quay:41", version="0.9")
    daemon.begin(alone=True, stuck=lambda _now: tuple(stuck))
    assert "quay:41 since " in findings(well, 0)["daemon"]
    stuck.append("lane outbox-x")
    daemon.beat()
    assert findings(well, 1)["daemon"] == "wrong  daemon: quay:41: lane outbox-x is stuck; restart it"
    queue.close()


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux lists its locks")
def test_a_daemon_without_a_heartbeat_is_known_by_its_lock(well: Staffroom) -> None:
    findings(well, 0)
    with alone(well.home / "sharebot.db"):
        assert findings(well, 0)["daemon"] == "ok     daemon: one is running"
