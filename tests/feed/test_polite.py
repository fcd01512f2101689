"""When a feed's server is asked, and with what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot.feed import polite
from sharebot.model import FeedState

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERY = timedelta(minutes=10)


def feed(**fields: object) -> FeedState:
    return FeedState(address="https://h.example/feed/", etag='W/"1"', modified="Mon", **fields)  # type: ignore[arg-type]


def wait(failures: int, random: float = 0.0, retry_at: datetime | None = None) -> timedelta:
    return polite.next_poll_at(NOW, EVERY, failures, retry_at=retry_at, random=random) - NOW


def test_validators_are_sent_as_they_came() -> None:
    headers = polite.headers(feed(polls=1))
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('W/"1"', "Mon")


def test_every_sixth_poll_goes_without_validators() -> None:
    plain = ["If-None-Match" not in polite.headers(feed(polls=polls)) for polls in range(12)]
    assert plain == [False, False, False, False, False, True] * 2


def test_after_a_failure_everything_is_read_anew() -> None:
    assert "If-None-Match" not in polite.headers(feed(polls=1, failures=1))


def test_a_feed_without_validators_is_asked_without() -> None:
    assert set(polite.headers(FeedState(address="x", polls=1))) == {"Accept"}


def test_a_good_poll_is_followed_by_the_next_after_the_interval() -> None:
    assert wait(0, random=1.0) == EVERY


def test_failures_in_a_row_double_the_wait_up_to_two_hours() -> None:
    assert [wait(failures) // EVERY for failures in (1, 2, 3, 4, 5, 50)] == [1, 2, 4, 8, 12, 12]


def test_an_interval_longer_than_the_back_off_stays() -> None:
    assert polite.next_poll_at(NOW, timedelta(days=1), 9, random=0.0) == NOW + timedelta(days=1)


def test_retry_after_is_obeyed_up_to_a_day() -> None:
    assert wait(1, retry_at=NOW + timedelta(hours=5)) == timedelta(hours=5)
    assert wait(1, retry_at=NOW + timedelta(days=400)) == timedelta(days=1)
    assert wait(1, retry_at=NOW - timedelta(days=1)) == EVERY


@settings(deadline=None)
@given(st.integers(1, 10**6), st.floats(0, 1), st.timedeltas(timedelta(-400), timedelta(400)))
def test_the_wait_is_never_shorter_than_the_interval_nor_longer_than_a_day(
    failures: int, random: float, later: timedelta
) -> None:
    assert EVERY <= wait(failures, random, NOW + later) <= timedelta(days=1)


@pytest.mark.parametrize("status", [204, 301, 401, 403, 404, 410, 418, 429, 500, 503, 599])
def test_every_status_is_said_in_one_line_with_its_number(status: int) -> None:
    said = polite.said(status)
    assert str(status) in said
    assert len(said.splitlines()) == 1
