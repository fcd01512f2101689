"""What a look at a feed, an account, the daemon and the backlog finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sharebot.bot.backlog import backlog_findings
from sharebot.bot.checking import Checkup
from sharebot.bot.findings import Finding, Mark
from sharebot.bot.looking import account_findings, feed_findings, known_feed_finding
from sharebot.bot.moving import ME
from sharebot.bot.spending import Month
from sharebot.bot.standing import Standing
from sharebot.bot.waiting import Kind, Waiting
from sharebot.model import AccountState, Entry, FeedState, Polled
from sharebot.ports import AccountCheck, Guarantee, GuaranteeKind, Tariff

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://blog.example/feed/"


def say(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "at once"


def marks(found: Iterable[Finding]) -> list[Mark]:
    return [each.mark for each in found]


# Accounts -------------------------------------------------------------------------------------------------------------


def of_account(
    checkup: Checkup | None = None, state: AccountState | None = None, month: Month | None = None
) -> list[Finding]:
    well = Checkup(
        account="mastodon", guarantee=Guarantee(kind=GuaranteeKind.KEY), said=AccountCheck(handle="h@h.test")
    )
    return [
        *account_findings(
            checkup or well, state, month, now=NOW, say=say, guarantee="in words", mend="sharebot accounts connect m"
        )
    ]


def ending(at: datetime) -> list[Finding]:
    said = AccountCheck(handle="h@h.test", expires_at=at)
    return of_account(
        Checkup(
            account="m",
            guarantee=Guarantee(kind=GuaranteeKind.KEY),
            said=said,
            faults=("it ends; do",),
            ending="it ends; do",
        )
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [(13 * DAY, "within 14 days"), (3 * DAY, "within 3 days"), (2 * DAY, "within 3 days"), (HOUR, "within a day")],
)
def test_credentials_that_end_soon_are_warned_of_in_growing_words(left: timedelta, words: str) -> None:
    well, warned = ending(NOW + left)
    assert (well.mark, warned.mark) == (Mark.OK, Mark.WARNING)
    assert words in warned.detail
    assert warned.do == "make new ones: sharebot accounts connect m"


def test_credentials_that_have_ended_are_wrong_and_those_that_last_are_well() -> None:
    assert marks(ending(NOW)) == [Mark.WRONG]
    assert marks(ending(NOW + 15 * DAY)) == [Mark.OK]


def test_a_fault_that_says_nothing_of_it_still_comes_with_what_to_do() -> None:
    guarantee = Guarantee(kind=GuaranteeKind.KEY)
    (found,) = of_account(Checkup(account="m", guarantee=guarantee, faults=("m.example: 404, and no reason",)))
    assert (found.mark, found.detail) == (Mark.WRONG, "m.example: 404, and no reason")
    assert found.do.endswith("sharebot accounts check")
    error = f"{ADDRESS}: reading it brought the parser down"
    (broken,) = feed_findings(Polled(feed=FeedState(address=ADDRESS), error=error), FeedState(address=ADDRESS), say)
    assert (broken.detail, broken.do) == ("reading it brought the parser down", "look at the address in a browser")


def test_a_feeds_address_stands_once_in_its_line_also_without_the_key_that_is_in_it() -> None:
    known = FeedState(address=f"{ADDRESS}?token=abcdefgh")
    (found,) = feed_findings(Polled(feed=known, error=f"{ADDRESS}?…: there is nothing (404); check it"), known, say)
    assert (found.detail, found.do) == ("there is nothing (404)", "check it")


def test_a_network_that_refuses_us_is_wrong_and_a_pause_of_ours_is_only_remembered() -> None:
    refused = AccountState(name="mastodon", paused_at=NOW, by=ME, reason="401")
    assert marks(of_account(state=refused)) == [Mark.WRONG]
    paused = AccountState(name="mastodon", paused_at=NOW, by="dana", reason="a holiday")
    assert marks(of_account(state=paused)) == [Mark.OK, Mark.WARNING]


def test_a_rest_is_told_and_is_no_fault() -> None:
    (found,) = of_account(state=AccountState(name="mastodon", rests_until=NOW + HOUR))
    assert "rests until 2026-11-25" in found.detail
    (over,) = of_account(state=AccountState(name="mastodon", rests_until=NOW - HOUR))
    assert "rests" not in over.detail


def test_what_is_missing_comes_with_the_command_that_gets_it() -> None:
    lacking = Checkup(account="m", faults=("SHAREBOT_M_URL is not set; the account m needs it",))
    (found,) = of_account(lacking)
    assert (found.detail, found.do) == ("SHAREBOT_M_URL is not set", "sharebot accounts connect m")
    (wrong,) = of_account(Checkup(account="m", faults=("SHAREBOT_M_URL is no address; write another",)))
    assert wrong.do == "write another, or: sharebot accounts connect m"


def month(cost: str) -> Month:
    tariff = Tariff(
        post=Decimal(1), link=Decimal(1), source="a list", cap=Decimal(5), cap_setting="SHAREBOT_X_MONTHLY_CAP"
    )
    return Month(
        account="x",
        name="2026-11",
        begin=NOW - DAY,
        end=NOW + DAY,
        tariff=tariff,
        sent=1,
        sent_cost=Decimal(cost),
        requests=0,
        requests_cost=Decimal(0),
        queued=0,
        queued_cost=Decimal(0),
    )


def test_what_a_month_costs_is_told_and_warned_of_when_it_is_too_much() -> None:
    (found,) = of_account(month=month("4.50"))
    assert "2026-11 comes to $4.50 of at most $5.00" in found.detail
    warned = of_account(month=month("5.50"))[1]
    assert (warned.mark, "SHAREBOT_X_MONTHLY_CAP" in warned.do) == (Mark.WARNING, True)


# Feeds ----------------------------------------------------------------------------------------------------------------


def entry(number: int, *, short: bool = False) -> Entry:
    return Entry(id=str(number), url=f"https://blog.example/{number}/", title="One", summary_only=short)


def of_feed(known: FeedState | None = None, *, error: str = "", short: bool = False) -> list[Finding]:
    polled = Polled(
        feed=FeedState(address=ADDRESS, title="Harborlight"),
        entries=() if error else (entry(1, short=short), entry(2, short=short)),
        error=error,
    )
    return [*feed_findings(polled, known or FeedState(address=ADDRESS), say)]


def test_a_feed_says_whether_it_is_whole() -> None:
    assert "full texts" in of_feed()[0].detail
    assert "summaries only" in of_feed(short=True)[0].detail
    assert "read whole each time" in of_feed()[0].detail


def test_a_feed_that_is_gone_for_good_is_wrong_although_it_answers() -> None:
    (found,) = of_feed(FeedState(address=ADDRESS, gone_at=NOW))
    assert (found.mark, "SHAREBOT_FEEDS" in found.do) == (Mark.WRONG, True)


def test_a_feed_that_keeps_failing_says_for_how_long() -> None:
    (found,) = of_feed(FeedState(address=ADDRESS, failures=7), error=f"{ADDRESS}: there is nothing (404); check it")
    assert found == Finding(
        what=ADDRESS, mark=Mark.WRONG, detail="there is nothing (404) (7 polls in a row have failed)", do="check it"
    )


def test_a_feed_that_is_not_asked_is_judged_by_what_is_known() -> None:
    failing = FeedState(address=ADDRESS, failures=3, complaint=f"{ADDRESS}: it is in trouble (500); wait")
    assert known_feed_finding(failing, say).mark is Mark.WRONG
    known = known_feed_finding(FeedState(address=ADDRESS, polled_at=NOW), say)
    assert (known.mark, known.detail) == (Mark.OK, "not asked now; polled 2026-11-25, next at once")


# What waits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "waited", "mark"),
    [
        (Kind.UNSURE, HOUR / 2, Mark.WARNING),
        (Kind.UNSURE, 2 * HOUR, Mark.WRONG),
        (Kind.STRANDED, HOUR, Mark.WRONG),
        (Kind.FAILED, HOUR, Mark.WARNING),
        (Kind.HELD, HOUR, Mark.WARNING),
        (Kind.DRAFT, DAY, Mark.OK),
        (Kind.DRAFT, 3 * DAY, Mark.WARNING),
        (Kind.AUTHOR, 3 * DAY, Mark.WARNING),
    ],
)
def test_what_waits_for_a_person_presses_by_its_kind_and_age(kind: Kind, waited: timedelta, mark: Mark) -> None:
    row = Waiting(kind=kind, count=2, oldest=NOW - waited, command="sharebot queue")
    standing = Standing(at=NOW, daemons=(), holder=None, feeds=(), accounts=(), next_posts=(), waits=(row,))
    (found,) = backlog_findings(standing, say)
    assert (found.mark, found.do) == (mark, "sharebot queue")
    assert found.detail.startswith("2 ")
