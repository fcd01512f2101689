"""The audit of the dependencies names what is at fault, and never takes silence for health."""

from __future__ import annotations

import socket

import pytest

from servers.audit import NoAnswer, findings
from servers.osv import Osv


def test_a_package_with_a_known_fault_is_named_with_the_version_that_mends_it() -> None:
    with Osv({"jinja2": ("PYSEC-2026-1", "99.1")}) as osv:
        (line,) = findings(osv.url)
    assert line.startswith("jinja2 3.")
    assert line.endswith(": PYSEC-2026-1 (jinja2 can be made to do what it should not); fixed in 99.1")


def test_every_package_of_the_lock_is_asked_about() -> None:
    with Osv() as osv:
        assert findings(osv.url) == []
    assert {"tweepy", "sqlalchemy", "psycopg", "pytest"} <= set(osv.asked)


def test_a_service_that_cannot_be_reached_is_no_clean_bill() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(NoAnswer, match="could not be asked"):
            findings(f"http://127.0.0.1:{nobody.getsockname()[1]}")


def test_a_service_that_never_answers_is_not_waited_for() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        with pytest.raises(NoAnswer, match="did not answer within 1 seconds"):
            findings(f"http://127.0.0.1:{deaf.getsockname()[1]}", within=1)
