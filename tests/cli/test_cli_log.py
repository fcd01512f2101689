"""The daemon's log, for people and for programs."""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sharebot.cli import secrets
from sharebot.cli.log import teller

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _unbridged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    handlers = [*logging.getLogger().handlers]
    yield
    logging.getLogger().handlers = handlers
    logging.captureWarnings(capture=False)


def test_programs_read_one_json_object_a_line_with_every_field(capsys) -> None:
    tell = teller("json", BERLIN)
    tell("delivery.sent", post=41, account="mastodon", url="https://social.example/1", reason="夜")
    tell("queue.unavailable", level="error", reason="locked\nfor long")
    sent, unavailable = map(json.loads, capsys.readouterr().err.splitlines())
    assert sent.pop("at").endswith("Z")
    assert sent == {
        "event": "delivery.sent",
        "level": "info",
        "post": 41,
        "account": "mastodon",
        "url": "https://social.example/1",
        "reason": "夜",
    }
    assert (unavailable["level"], unavailable["reason"]) == ("error", "locked for long")


def test_times_in_fields_are_in_utc_for_programs_and_in_the_blogs_zone_for_people(capsys) -> None:
    due = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    teller("json", BERLIN)("post.moved", post=41, due=due)
    teller("human", BERLIN)("post.moved", post=41, due=due)
    program, people = capsys.readouterr().err.splitlines()
    assert json.loads(program)["due"] == "2026-11-26T08:00:00.000000Z"
    assert people.endswith("post=41 due='2026-11-26 09:00:00'")


def test_people_read_the_event_and_its_fields_without_the_empty_ones(capsys) -> None:
    teller("human", BERLIN)("delivery.sent", post=41, account="mastodon", url=None, reason="", more=[])
    (line,) = capsys.readouterr().err.splitlines()
    assert "delivery.sent" in line
    assert line.endswith("post=41 account=mastodon")


def test_elsewhere_than_on_a_terminal_the_log_is_json_unless_asked_otherwise(capsys) -> None:
    teller("auto", BERLIN)("daemon.ready", feeds=["a"])
    assert json.loads(capsys.readouterr().err)["feeds"] == ["a"]


def test_no_secret_reaches_the_log(capsys, monkeypatch) -> None:
    monkeypatch.setenv("SHAREBOT_X_API_SECRET", "tide-table-7")
    secrets._known.cache_clear()
    teller("json", BERLIN)(
        "lane.failed", level="error", reason="refused tide-table-7", more=["tide-table-7", {"a": "tide-table-7"}]
    )
    assert "tide-table-7" not in capsys.readouterr().err


def test_what_libraries_warn_of_becomes_an_event(capsys) -> None:
    teller("json", BERLIN)
    logging.getLogger("apscheduler.executors.lanes").error("a lane broke", exc_info=ValueError("bad slot"))
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["event"], line["level"]) == ("library.warned", "error")
    assert (line["library"], line["reason"]) == ("apscheduler.executors.lanes", "a lane broke: ValueError: bad slot")


def test_what_python_warns_of_and_what_ends_a_thread_become_events_too(capsys) -> None:
    teller("json", BERLIN)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("the old way ends", DeprecationWarning, stacklevel=1)
    thread = threading.Thread(target=lambda: 1 // 0, name="glimpse")
    thread.start()
    thread.join()
    warned, ended = map(json.loads, capsys.readouterr().err.splitlines())
    assert (warned["event"], warned["library"]) == ("library.warned", "py.warnings")
    assert "the old way ends" in warned["reason"]
    assert (ended["event"], ended["level"]) == ("daemon.fault", "error")
    assert ended["reason"] == "thread glimpse ended: ZeroDivisionError: integer division or modulo by zero"


class Disk:
    """A place for a log that may be full."""

    def __init__(self) -> None:
        self.full = False
        self.lines: list[dict[str, object]] = []

    def write(self, text: str) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        self.lines += map(json.loads, text.splitlines())

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


def test_events_that_could_not_be_written_are_counted_and_told_when_there_is_room_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disk = Disk()
    monkeypatch.setattr(sys, "stderr", disk)
    tell = teller("json", BERLIN)
    disk.full = True
    for post in range(3):
        tell("delivery.sent", post=post)
    disk.full = False
    tell("daemon.stopping")
    tell("daemon.stopped")
    assert [(line["event"], line.get("events")) for line in disk.lines] == [
        ("daemon.stopping", None),
        ("log.lost", 3),
        ("daemon.stopped", None),
    ]
