"""sharebot doctor: one line for everything that sharebot needs."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from servers.mastodon import TOKEN, MastodonServer
from servers.staffroom import Staffroom
from servers.web import Blog, Web, xml
from sharebot.bot.heartbeat import Heartbeat
from sharebot.clock import SystemClock
from sharebot.daemon.lock import alone
from sharebot.model import NewPost, Share, State
from sharebot.ports import HEARTBEATS
from sharebot.queue import health, open_queue
from sharebot.queue.revisions import HEAD

HERE = "0.1.0"


@pytest.fixture
def well(staff: Staffroom) -> Staffroom:
    staff.publish("One")
    return staff


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


@pytest.fixture
def mastodon(well: Staffroom, web: Web) -> MastodonServer:
    well.env |= {
        "SHAREBOT_ACCOUNTS": "mastodon",
        "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
        "SHAREBOT_MASTODON_URL": web.address,
        "SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN,
    }
    return MastodonServer(web, lambda: datetime.now(UTC))


def doctor(staff: Staffroom, status: int, *args: str) -> dict[str, list[str]]:
    """Its lines by what they are about."""
    done = staff("doctor", *args)
    assert done.exit_code == status, done.output
    assert "Traceback" not in done.output
    assert done.stderr == ""
    found: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        found.setdefault(line[9:].partition(": ")[0], []).append(line)
    return found


def findings(staff: Staffroom, status: int, *args: str) -> dict[str, str]:
    return {what: lines[0] for what, lines in doctor(staff, status, *args).items()}


def queue_of(staff: Staffroom) -> Any:
    return open_queue(f"sqlite:///{staff.home / 'sharebot.db'}", home=staff.home)


def beat(staff: Staffroom, version: str, at: datetime) -> None:
    """Of a daemon on another machine."""
    said = {"worker": "quay:41", "host": "quay", "pid": 41, "numbers": "", "version": version, "stage": "serving"}
    said |= {"started_at": at.isoformat(), "at": at.isoformat(), "stuck": []}
    queue = queue_of(staff)
    queue.remember(HEARTBEATS, "quay:41", json.dumps(said), now=at)
    queue.close()


def put(staff: Staffroom, state: State = State.QUEUED, due: timedelta = timedelta(0)) -> None:
    queue = queue_of(staff)
    now = datetime.now(UTC)
    share = Share(text="A tide table", length=12, limit=280, link="")
    new = NewPost(account="outbox-x", share=share, state=state, due_at=now + due)
    queue.add([new], entry_id=None, who="dana", why="by hand", now=now)
    queue.close()


# Well -----------------------------------------------------------------------------------------------------------------


def test_when_all_is_well_every_line_says_ok(well: Staffroom) -> None:
    found = findings(well, 0)
    machine = ["program", "settings", "home", "disk", "clock", "zone"]
    assert [*found] == [*machine, "queue", "daemon", "backlog", str(well.feed), "outbox-x", "outbox-mastodon"]
    assert all(line.startswith("ok ") for line in found.values())
    assert "Harborlight, 1 entry" in found[str(well.feed)]
    assert "full texts" in found[str(well.feed)]
    assert "against posting twice: the network knows each post by its key (key)" in found["outbox-x"]
    assert f"schema {HEAD}" in found["queue"]


def test_it_stores_nothing_of_the_feed(well: Staffroom) -> None:
    findings(well, 0)
    (feed,) = well.json("feeds")["feeds"]
    assert feed["polled"] is None


def test_programs_read_how_each_thing_stands(well: Staffroom) -> None:
    well.env["SHAREBOT_ACOUNTS"] = "x"
    found = well.json("doctor")["findings"]
    assert {each["standing"] for each in found} == {"ok", "warning"}
    (warned,) = [each for each in found if each["standing"] == "warning"]
    assert warned == {
        "what": "settings",
        "standing": "warning",
        "well": True,
        "detail": "SHAREBOT_ACOUNTS is not a setting",
        "do": "did you mean SHAREBOT_ACCOUNTS?",
    }


def test_offline_it_asks_nobody(well: Staffroom, mastodon: MastodonServer) -> None:
    well.env["SHAREBOT_FEEDS"] = f"{mastodon.web.address}/feed/"
    found = findings(well, 0, "--offline")
    assert mastodon.web.requests == []
    assert "not asked now" in found[f"{mastodon.web.address}/feed/"]
    assert "has all settings" in found["mastodon"]


# Settings -------------------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_named_and_stops_no_other_look(well: Staffroom) -> None:
    well.env |= {"SHAREBOT_FEEDS": f"missing.xml {well.feed}", "SHAREBOT_ACOUNTS": "x"}
    well("pause", "outbox-x", "--reason", "a week of mourning")
    found = doctor(well, 1)
    lines = [line for each in found.values() for line in each]
    assert [line.split()[1] for line in lines if line.startswith("wrong")] == ["missing.xml:"]
    assert [line.split()[1] for line in lines if line.startswith("warning")] == ["settings:", "outbox-x:"]
    assert "did you mean SHAREBOT_ACCOUNTS?" in found["settings"][0]
    assert "a week of mourning; sharebot resume outbox-x" in found["outbox-x"][1]


def test_every_setting_that_is_wrong_is_told_at_once(well: Staffroom) -> None:
    well.env |= {"SHAREBOT_TIMEZONE": "Berlin", "SHAREBOT_SLOTS": "noonish", "SHAREBOT_LABELS": "nonsense"}
    found = doctor(well, 1)
    named = [line.split(": ")[1] for line in found["settings"]]
    assert named == ["SHAREBOT_TIMEZONE", "SHAREBOT_SLOTS", "SHAREBOT_LABELS"]
    assert str(well.feed) in found


def test_whatever_is_not_well_comes_with_what_to_do(well: Staffroom, web: Web) -> None:
    (well.folder / ".env").write_text("SHAREBOT_FLOOD=many\nhello\nSHAREBOT_FLOOOD=3\nSHAREBOT_X_API_KEY=abcdefgh\n")
    well.env |= {
        "SHAREBOT_TEMPLATE": "{{ title }}",
        "SHAREBOT_QUIET_HOURS": "08:00-10:00",
        "SHAREBOT_ACCOUNTS": "outbox mastodon bluesky",
        "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
        "SHAREBOT_MASTODON_URL": web.address,
        "SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN,
        "SHAREBOT_NOTIFY": "carrier-pigeon://loft",
        "SHAREBOT_FEEDS": f"{web.address}/feed/ {well.feed} missing.xml",
    }
    found = json.loads(well("doctor", "--json").stdout)["findings"]
    unwell = [each for each in found if each["standing"] != "ok"]
    assert len(unwell) > 8
    assert [each for each in unwell if not each["do"]] == []


def test_a_file_of_settings_that_cannot_be_read_ends_the_look_in_words(well: Staffroom) -> None:
    (well.folder / ".env").write_bytes(b"SHAREBOT_BLOG_NAME=\xff\xfe\n")
    assert "it is not UTF-8 text" in findings(well, 1)["settings"]


def test_an_account_that_lacks_a_setting_is_wrong_and_the_way_to_it_is_named(well: Staffroom) -> None:
    well.env["SHAREBOT_ACCOUNTS"] = "outbox x-news"
    line = findings(well, 1)["x-news"]
    assert "SHAREBOT_" in line
    assert line.endswith("_API_KEY is not set; sharebot accounts connect x --account x-news")


def test_a_template_that_leaves_out_the_link_is_warned_of_and_a_broken_one_stops_everything_else(
    well: Staffroom,
) -> None:
    well.env["SHAREBOT_TEMPLATE"] = "{{ line }}"
    assert "warning  settings: SHAREBOT_TEMPLATE: the template leaves out {{ link }}" in findings(well, 0)["settings"]
    well.env["SHAREBOT_TEMPLATE"] = "{{ line }} {% if %}"
    assert "wrong    settings: SHAREBOT_TEMPLATE: line 1, column 18: " in findings(well, 1)["settings"]
    done = well("poll")
    assert done.exit_code == 2
    assert done.stderr.startswith("sharebot: SHAREBOT_TEMPLATE: line 1, column 18: ")


# The machine ----------------------------------------------------------------------------------------------------------


def test_a_home_that_cannot_be_written_hides_no_feed(well: Staffroom) -> None:
    well.env["SHAREBOT_HOME"] = "/proc/sharebot"
    found = findings(well, 1)
    assert found["home"].startswith("wrong ")
    assert found["queue"].startswith("wrong ")
    assert "Harborlight, 1 entry" in found[str(well.feed)]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere; for as long as this lasts it is nobody."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("mode", [0o555, 0o777])
def test_a_database_that_cannot_be_written_is_told_and_the_networks_are_asked_all_the_same(
    mastodon: MastodonServer, well: Staffroom, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        well.env |= {"SHAREBOT_HOME": f"{name}/home", "SHAREBOT_FEEDS": Blog(mastodon.web).feed}
        monkeypatch.chdir(name)
        findings(well, 0)
        (Path(name) / "home" / "sharebot.db").chmod(0o444)
        (Path(name) / "home").chmod(mode)
        with as_nobody():
            found = findings(well, 1)
        (Path(name) / "home").chmod(0o755)
    assert found["home"].startswith("ok " if mode == 0o777 else "wrong ")
    assert found["queue"].startswith("wrong ")
    assert "writable" in found["queue"]
    assert "we are harborlight@social.example" in found["mastodon"]


def test_a_full_disk_is_wrong(well: Staffroom, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SimpleNamespace(f_bavail=1000, f_frsize=4096, f_favail=10**6, f_files=10**7)
    monkeypatch.setattr(os, "statvfs", lambda _path: full)
    assert "wrong    disk: 4.1 MB free" in findings(well, 1)["disk"]


def test_the_clock_is_compared_with_what_servers_say(
    well: Staffroom, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert findings(well, 0)["clock"].endswith("as 127.0.0.1 says too")
    ahead = datetime.now(UTC) + timedelta(minutes=5)
    monkeypatch.setattr(SystemClock, "now", lambda _self: ahead)
    assert findings(well, 0)["clock"].startswith("warning  clock: ")
    monkeypatch.setattr(SystemClock, "now", lambda _self: ahead - timedelta(minutes=25))
    assert "minutes behind the clock of 127.0.0.1" in findings(well, 1)["clock"]


# The database ---------------------------------------------------------------------------------------------------------


def test_a_damaged_database_is_wrong_and_hides_nothing_else(well: Staffroom) -> None:
    findings(well, 0)
    (well.home / "sharebot.db").write_bytes(b"no database at all, but long enough to be read as one" * 200)
    for suffix in ("-wal", "-shm"):
        (well.home / f"sharebot.db{suffix}").unlink(missing_ok=True)
    found = findings(well, 1)
    assert "is not an SQLite database" in found["queue"]
    assert found["outbox-x"].startswith("ok ")
    assert "daemon" not in found


def test_damage_inside_the_database_is_found(well: Staffroom) -> None:
    findings(well, 0)
    path = well.home / "sharebot.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'media'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * size : page * size] = b"\x05" * size
    path.write_bytes(whole)
    found = findings(well, 1)
    assert "is damaged" in found["queue"]
    assert found["daemon"].startswith("ok ")


def test_a_large_database_is_looked_through_as_far_as_time_allows(
    well: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(well, 0)
    monkeypatch.setattr(health, "LONGEST", -1.0)
    monkeypatch.setattr(health, "_STEPS", 1)
    assert "sound as far as it was looked through" in findings(well, 0)["queue"]


def test_a_database_that_another_program_has_locked_is_wrong_and_hides_nothing_else(
    well: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings(well, 0)
    monkeypatch.setattr("sharebot.queue.sqlite.PATIENCE", 0.05)
    with closing(sqlite3.connect(well.home / "sharebot.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        found = findings(well, 1)
    assert "is locked by another program" in found["queue"]
    assert found[str(well.feed)].startswith("ok ")


def test_a_database_of_a_newer_sharebot_is_wrong(well: Staffroom) -> None:
    findings(well, 0)
    with sqlite3.connect(well.home / "sharebot.db") as connection:
        connection.execute("UPDATE sharebot_version SET version_num = '9999'")
    connection.close()
    found = findings(well, 1)
    assert "written by a newer sharebot" in found["queue"]
    assert found[str(well.feed)].startswith("ok ")


# Feeds and accounts ---------------------------------------------------------------------------------------------------


def test_a_feed_that_is_not_there_and_a_token_that_is_refused_are_both_told(
    well: Staffroom, mastodon: MastodonServer
) -> None:
    well.env |= {"SHAREBOT_FEEDS": f"{mastodon.web.address}/fed/", "SHAREBOT_MASTODON_ACCESS_TOKEN": "of-somebody-else"}
    found = findings(well, 1)
    assert "there is nothing (404); check the address" in found[f"{mastodon.web.address}/fed/"]
    assert found["mastodon"].startswith("wrong ")
    assert "of-somebody-else" not in "".join(found.values())


def test_a_feed_without_entries_is_warned_of(well: Staffroom, mastodon: MastodonServer) -> None:
    mastodon.web.routes["/nope/feed/"] = xml('<rss version="2.0"><channel><title>Nope</title></channel></rss>')
    well.env["SHAREBOT_FEEDS"] = f"{mastodon.web.address}/nope/feed/"
    lines = doctor(well, 0)[f"{mastodon.web.address}/nope/feed/"]
    assert lines[1].startswith("warning ")
    assert "the address is mistyped" in lines[1]


# The daemon and what waits --------------------------------------------------------------------------------------------


def test_a_daemon_is_known_by_its_heartbeat_and_wrong_if_something_in_it_stands_still(well: Staffroom) -> None:
    assert findings(well, 0)["daemon"] == "ok       daemon: none is running"
    stuck: list[str] = []
    queue = queue_of(well)
    daemon = Heartbeat(queue=queue, clock=SystemClock(), tell=lambda *_a, **_f: None, worker="quay:41", version=HERE)
    daemon.begin(alone=True, stuck=lambda _now: tuple(stuck))
    assert "quay:41 since " in findings(well, 0)["daemon"]
    stuck.append("lane outbox-x")
    daemon.beat()
    assert findings(well, 1)["daemon"] == "wrong    daemon: quay:41: lane outbox-x is stuck; restart it"
    queue.close()


def test_a_daemon_of_an_older_version_is_to_be_started_anew(well: Staffroom) -> None:
    beat(well, "0.0.9", datetime.now(UTC))
    line = findings(well, 0)["daemon"]
    assert line.startswith("warning  daemon: quay:41 still runs version 0.0.9; installed is ")


def test_a_daemon_that_is_silent_is_wrong(well: Staffroom) -> None:
    beat(well, HERE, datetime.now(UTC) - timedelta(minutes=30))
    assert "quay:41 is silent since " in findings(well, 1)["daemon"]


def test_no_daemon_is_wrong_if_posts_are_due_and_late_ones_are_counted(well: Staffroom) -> None:
    put(well, due=timedelta(minutes=-1))
    found = findings(well, 1)
    assert "none is running, though 1 post is due; sharebot run" in found["daemon"]
    assert found["backlog"].startswith("ok ")
    put(well, due=timedelta(hours=-1))
    assert "outbox-x: 1 post is late" in findings(well, 1)["backlog"]


def test_what_waits_for_a_person_is_named_with_the_command(well: Staffroom, monkeypatch: pytest.MonkeyPatch) -> None:
    put(well, State.DRAFT)
    line = findings(well, 0)["backlog"]
    assert line.startswith("ok ")
    assert line.endswith("; sharebot approve 1")
    later = datetime.now(UTC) + timedelta(days=3)
    monkeypatch.setattr(SystemClock, "now", lambda _self: later)
    assert findings(well, 0)["backlog"].startswith("warning ")


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux lists its locks")
def test_a_daemon_without_a_heartbeat_is_known_by_its_lock(well: Staffroom) -> None:
    findings(well, 0)
    with alone(well.home / "sharebot.db"):
        assert findings(well, 0)["daemon"].startswith("ok       daemon: one is running")
