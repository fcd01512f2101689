"""The daemon's log, for people and for programs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sharebot.cli import secrets
from sharebot.cli.log import teller

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _unbridged() -> Iterator[None]:
    handlers = [*logging.getLogger().handlers]
    yield
    logging.getLogger().handlers = handlers


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
