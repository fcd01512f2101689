"""Telling people, over a real queue: once, also over restarts and beside other daemons, and never in vain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.listeners import Listener
from servers.network import PowerCut
from servers.paper import PaperClock
from sharebot.bot import failing
from sharebot.bot.checking import Checkup
from sharebot.bot.credentials import Asking
from sharebot.bot.digest import Digests
from sharebot.bot.moving import ME
from sharebot.bot.notifying import Notifying
from sharebot.bot.occasions import Occasions
from sharebot.bot.spending import Month
from sharebot.model import (
    ABOUT,
    About,
    Doubt,
    FeedState,
    KnownHandle,
    Level,
    NewPost,
    Payload,
    Person,
    Polled,
    Post,
    Receipt,
    Share,
    Standing,
    State,
    Verdict,
)
from sharebot.ports import AccountCheck, Notifier, Queue, Tariff
from sharebot.queue import open_queue
from sharebot.schedule import Calendar
from sharebot.settings.telling import digest

FEED = "https://blog.harborlight.org/feed/"
BERLIN = "Europe/Berlin"


@dataclass
class House:
    """A queue, its daemons, and those who listen; `log` is what the daemons tell."""

    queue: Queue
    home: Path
    listener: Listener = field(default_factory=Listener)
    clock: PaperClock = field(default_factory=PaperClock)
    log: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    months: dict[str, Month] = field(default_factory=dict)
    about: frozenset[About] = ABOUT - {About.DISK}
    digest: str = "none"

    def daemon(self, *listeners: Notifier, worker: str = "this") -> Notifying:
        """One that has just been started."""
        accounts = ("x", "mastodon")
        occasions = Occasions(
            queue=self.queue,
            accounts=accounts,
            feeds=(FEED,),
            month=self.months.get,
            home=self.home,
            zone=ZoneInfo(BERLIN),
        )
        digests = Digests(
            queue=self.queue,
            calendar=Calendar(zone=BERLIN, weekly=digest(self.digest)),
            accounts=accounts,
            feeds=(FEED,),
            month=self.months.get,
            blog="Harborlight",
        )
        return Notifying(
            queue=self.queue,
            notifiers=listeners or (self.listener,),
            occasions=occasions,
            digests=digests if self.digest != "none" else None,
            about=self.about,
            blog="Harborlight",
            zone=ZoneInfo(BERLIN),
            clock=self.clock,
            tell=lambda event, **fields: self.log.append((event, fields)),
            worker=worker,
        )

    def pass_time(self, daemon: Notifying | None = None, **by: float) -> list[str]:
        """Half a minute at a time, as a daemon does; the subjects of what was heard by then."""
        daemon = daemon or self.daemon()
        until = self.clock.at + timedelta(**by)
        while self.clock.at < until:
            self.clock.at = min(until, self.clock.at + timedelta(seconds=30))
            daemon.work(lambda: False)
        return self.listener.subjects

    def add(self, account: str = "x", **changes: Any) -> Post:
        now = self.clock.now()
        share = Share(text="A night at the harbor", length=21, limit=280, link="")
        new = replace(NewPost(account=account, share=share, state=State.QUEUED, due_at=now), **changes)
        return self.queue.add([new], entry_id=None, now=now, who="dana", why="by hand")[0]

    def settled(self, state: State, why: str = "422: too long", due_at: datetime | None = None) -> Post:
        """A post that an attempt has brought there."""
        post, now = self.add(), self.clock.now()
        doubt = Doubt(at=now, boot="b", ticks=0, last_ticks=0)
        claim = self.queue.claim(
            "x",
            only=post.id,
            now=now,
            lease=timedelta(minutes=5),
            worker="w",
            doubt=doubt,
            prepare=lambda post: Payload(key=f"key {post.id}", body=b"{}"),
        )
        assert claim is not None
        receipt = Receipt(remote_id="109", url=f"https://social.example/@blog/{post.id}")
        verdict = Verdict(
            state=state,
            reason=why,
            kind="test",
            due_at=due_at,
            doubt=doubt if state is State.UNSURE else None,
            receipt=receipt if state is State.SENT else None,
        )
        return self.queue.settle(claim, verdict, now=now, who=ME)

    def polled(self, **changes: Any) -> None:
        """As the poller writes it down."""
        now = self.clock.now()
        feed = replace(FeedState(address=FEED, polled_at=now), **changes)
        failing.note(self.queue, self.queue.feed(FEED), Polled(feed=feed, error=feed.complaint), now)
        self.queue.take_in(feed, [], now=now, who=ME)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    queue = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}")
    yield House(queue, tmp_path)
    queue.close()


# Once -----------------------------------------------------------------------------------------------------------------


def test_a_failed_post_is_told_once_with_its_reason_and_the_command_that_answers_it(house: House) -> None:
    post = house.settled(State.FAILED)
    assert house.pass_time(hours=30) == ["Harborlight: a post failed"]
    text = house.listener.heard[0].text
    assert f"{post.id} on x, A night at the harbor (Mon 2026-11-23 10:00): 422: too long" in text
    assert f"sharebot retry {post.id}" in text
    assert ("notice.sent", {"notifier": "1 paper", "subject": "Harborlight: a post failed"}) in house.log


def test_a_restart_tells_nothing_again(house: House) -> None:
    house.settled(State.FAILED)
    house.pass_time(hours=1)
    for _ in range(3):
        house.daemon().at_start(lambda: False)
        house.pass_time(minutes=10)
    assert len(house.listener.heard) == 1


def test_a_post_that_fails_again_is_told_again(house: House) -> None:
    post = house.settled(State.FAILED)
    house.pass_time(minutes=10)
    again = Verdict(kind="staff", state=State.QUEUED, reason="retried", due_at=house.clock.now())
    house.queue.move(post, again, now=house.clock.now(), who="dana")
    claim = house.queue.claim(
        "x",
        now=house.clock.now(),
        lease=timedelta(minutes=5),
        worker="w",
        doubt=Doubt(at=house.clock.now(), boot="b", ticks=0, last_ticks=0),
        prepare=lambda post: Payload(key="key", body=b"{}"),
    )
    assert claim is not None
    failed = Verdict(state=State.FAILED, reason="422", kind="rejected")
    house.queue.settle(claim, failed, now=house.clock.now(), who=ME)
    assert len(house.pass_time(minutes=10)) == 2


def test_a_burst_is_one_notice_with_the_first_few_and_a_count(house: House) -> None:
    for _ in range(100):
        house.settled(State.FAILED)
    assert house.pass_time(hours=2) == ["Harborlight: 100 posts failed"]
    assert "and 95 more: sharebot queue --state failed" in house.listener.heard[0].text


def test_an_unsure_post_is_told_when_only_a_person_can_go_on_or_after_an_hour_and_then_as_worse(house: House) -> None:
    post = house.settled(State.UNSURE, "time-out", due_at=house.clock.now() + timedelta(days=2))
    assert house.pass_time(minutes=55) == []
    assert house.pass_time(minutes=15) == ["Harborlight: a post is unsure"]
    post = house.queue.post(post.id)
    house.queue.change(post, now=house.clock.now(), who=ME, why="nothing is left to look at", undated=True)
    assert len(house.pass_time(hours=5)) == 2
    assert f"sharebot resolve {post.id} --sent URL, --again or --give-up" in house.listener.heard[1].text
    assert "nothing is left to look at" in house.listener.heard[1].text


def test_drafts_held_posts_paused_accounts_and_authors_are_told_together(house: House) -> None:
    house.add(state=State.DRAFT, hold="SHAREBOT_APPROVAL is all: every post waits for a person")
    house.queue.change(house.add(), now=house.clock.now(), who=ME, why="held", hold="the page asks for a password")
    house.queue.pause("mastodon", reason="401: the token is not valid", now=house.clock.now(), who=ME)
    known = KnownHandle(platform="x", handle="GarrettReuscher", level=Level.SUPPORTING, standing=Standing.CANDIDATE)
    person = Person(names=("Garrett Reuscher",), handles=(known,))
    house.queue.put_person(person, now=house.clock.now(), who=ME, what="found")
    (subject,) = house.pass_time(hours=1)
    assert subject == (
        "Harborlight: an account is paused, a post is held, a post waits for approval, an author's handle waits for you"
    )
    for command in (
        "sharebot accounts connect mastodon, restart the daemon, then sharebot resume mastodon",
        "sharebot approve 1",
        "sharebot approve 2",
        "sharebot authors review",
    ):
        assert f"\n    {command}\n" in house.listener.heard[0].text


def test_what_a_person_has_paused_and_what_nobody_asked_for_is_not_told(house: House) -> None:
    house.queue.pause("mastodon", reason="holidays", now=house.clock.now(), who="dana")
    house.about = frozenset({About.PAUSED, About.FEED})
    house.settled(State.FAILED)
    assert house.pass_time(hours=1) == []


# Trouble with telling -------------------------------------------------------------------------------------------------


def test_a_notice_that_is_refused_is_tried_again_ever_more_rarely_until_it_is_taken(house: House) -> None:
    house.settled(State.FAILED)
    house.listener.faults = ["refuse"] * 4
    house.pass_time(hours=2)
    failed = [fields for event, fields in house.log if event == "notice.failed"]
    assert [fields["level"] for fields in failed] == ["warning"] * 4
    assert failed[0]["reason"] == "550 nobody of that name lives here"
    assert len(house.listener.heard) == 1


def test_what_is_over_before_it_could_be_told_is_not_told_late(house: House) -> None:
    post = house.add(state=State.DRAFT)
    house.listener.faults = ["refuse"] * 3
    house.pass_time(minutes=2)
    cancelled = Verdict(kind="staff", state=State.CANCELLED, reason="cancelled")
    house.queue.move(post, cancelled, now=house.clock.now(), who="dana")
    assert house.pass_time(hours=3) == []


def test_a_process_that_dies_while_telling_tells_again_once_its_claim_has_run_out(house: House) -> None:
    house.settled(State.FAILED)
    house.pass_time(seconds=30)
    house.listener.faults = ["power cut"]
    with pytest.raises(PowerCut):
        house.pass_time(minutes=1)
    assert house.pass_time(minutes=1) == ["Harborlight: a post failed"]
    assert len(house.pass_time(hours=5)) == 2


def test_a_notice_whose_answer_is_lost_comes_twice_rather_than_never(house: House) -> None:
    house.settled(State.FAILED)
    house.listener.faults = ["lose"]
    assert house.pass_time(hours=5) == ["Harborlight: a post failed"] * 2


def test_an_address_that_never_works_keeps_no_other_from_being_told(house: House) -> None:
    house.settled(State.FAILED)
    broken = Listener("2 broken", faults=["refuse"] * 1000)
    daemon = house.daemon(broken, house.listener)
    assert len(house.pass_time(daemon, hours=10)) == 1
    assert not broken.heard


def test_of_several_daemons_one_tells(house: House) -> None:
    house.settled(State.FAILED)
    daemons = [house.daemon(worker=f"worker {number}") for number in range(4)]
    for _ in range(10):
        house.clock.pass_time(seconds=30)
        for daemon in daemons:
            daemon.work(lambda: False)
    assert len(house.listener.heard) == 1


def test_a_rival_that_claims_between_look_and_claim_tells_alone(house: House) -> None:
    """The second daemon runs in the midst of the first one's look, before that has claimed."""
    house.settled(State.FAILED)
    house.clock.pass_time(minutes=2)
    rival = house.daemon(worker="rival")
    first = house.daemon(worker="first")
    why = first.occasions.why

    class Slow:
        def __getattr__(self, name: str) -> Any:
            return getattr(first.occasions, name)

        def why(self, post_id: int) -> str:
            rival.work(lambda: False)
            return why(post_id)

    replace(first, occasions=Slow()).work(lambda: False)  # type: ignore[arg-type]  # a slow one
    assert len(house.listener.heard) == 1


def test_an_address_that_is_none_is_told_at_the_start_in_one_line(house: House) -> None:
    house.listener.wrong = "apprise knows no jsn://"
    house.daemon().at_start(lambda: False)
    (fields,) = [fields for event, fields in house.log if event == "notice.impossible"]
    assert fields["level"] == "error"
    assert fields["reason"] == (
        "SHAREBOT_NOTIFY: address 1 paper: apprise knows no jsn://; mend it, then sharebot notify --test"
    )


# Feeds, credentials, costs, down-time ---------------------------------------------------------------------------------


def test_a_feed_is_told_as_broken_after_an_hour_and_as_well_again_once(house: House) -> None:
    daemon = house.daemon()
    for number in range(1, 12):
        house.polled(failures=number, complaint=f"{FEED}: 502 Bad Gateway")
        house.pass_time(daemon, minutes=10)
        assert bool(house.listener.heard) == (number >= 6)
    (broken,) = house.listener.heard
    assert broken.subject == "Harborlight: a feed cannot be read"
    assert f"{FEED} (Mon 2026-11-23 10:00): 502 Bad Gateway" in broken.text
    house.polled()
    assert len(house.pass_time(daemon, hours=5)) == 2
    assert house.listener.subjects[1] == "Harborlight: a feed is well again"
    house.polled(gone_at=house.clock.now())
    assert len(house.pass_time(daemon, hours=1)) == 3
    assert "remove it from SHAREBOT_FEEDS" in house.listener.heard[2].text


def test_a_feed_that_stumbles_is_told_of_nobody(house: House) -> None:
    for failures in (1, 2, 0, 1, 2, 3, 0):
        house.polled(failures=failures, complaint="502")
        assert house.pass_time(minutes=10) == []


def test_credentials_are_told_of_fourteen_three_and_one_days_before_they_end_and_then(house: House) -> None:
    ends_at = house.clock.now() + timedelta(days=20)

    def check(accounts: Any) -> list[Checkup]:
        return [Checkup(account=name, said=AccountCheck(handle="@blog", expires_at=ends_at)) for name in accounts]

    asking = Asking(accounts=("mastodon",), check=check, memory=house.queue, clock=house.clock)
    daemon, told_on = house.daemon(), []
    for day in range(30):
        asking.when_due(lambda: False)
        before = len(house.listener.heard)
        daemon.work(lambda: False)
        told_on += [day] * (len(house.listener.heard) - before)
        house.clock.pass_time(days=1)
    assert told_on == [6, 17, 19, 20]
    assert "they ended on Sun 2026-12-13 10:00" in house.listener.heard[-1].text


def test_an_account_that_does_not_answer_keeps_what_is_known_of_its_credentials(house: House) -> None:
    house.queue.remember("credentials", "mastodon", "2026-11-25T10:00:00+00:00", now=house.clock.now())
    house.clock.pass_time(days=1)
    asking = Asking(
        accounts=("mastodon",),
        check=lambda accounts: [Checkup(account=name, faults=("no answer",)) for name in accounts],
        memory=house.queue,
        clock=house.clock,
    )
    assert asking.when_due(lambda: False) is False
    assert house.pass_time(minutes=5) == ["Harborlight: credentials end soon"]


def test_a_months_spent_money_is_told_once_a_month(house: House) -> None:
    cap = Tariff(post=Decimal("0.015"), link=Decimal("0.20"), cap=Decimal(10), cap_setting="SHAREBOT_X_MONTHLY_CAP")
    spent = Month(
        account="x",
        name="2026-11",
        begin=house.clock.now(),
        end=house.clock.now(),
        sent=49,
        sent_cost=Decimal("9.80"),
        requests=0,
        requests_cost=Decimal(0),
        queued=0,
        queued_cost=Decimal(0),
        tariff=cap,
    )
    house.months["x"] = spent
    assert house.pass_time(hours=1) == []
    house.months["x"] = replace(spent, sent_cost=Decimal("9.81"))
    assert house.pass_time(hours=5) == ["Harborlight: the month's money is spent"]
    assert "SHAREBOT_X_MONTHLY_CAP allows more" in house.listener.heard[0].text
    house.months["x"] = replace(spent, name="2026-12", sent_cost=Decimal("10.00"))
    assert len(house.pass_time(hours=5)) == 2


def test_a_daemon_that_is_back_after_down_time_says_so_and_what_it_held(house: House) -> None:
    house.daemon().at_start(lambda: False)
    house.pass_time(minutes=10)
    house.clock.pass_time(days=3)
    daemon = house.daemon()
    daemon.at_start(lambda: False)
    house.queue.change(house.add(), now=house.clock.now(), who=ME, why="late", hold="was due 2026-11-23 10:00 UTC")
    (subject,) = house.pass_time(daemon, hours=2)
    assert subject == "Harborlight: the daemon is back, a post is held"
    assert "nothing ran since Mon 2026-11-23 10:10; 1 post was held as too late" in house.listener.heard[0].text


def test_a_post_of_an_account_that_is_gone_is_told_when_it_is_overdue(house: House) -> None:
    house.add("bluesky")
    house.add("bluesky", due_at=house.clock.now() + timedelta(days=10))
    assert house.pass_time(minutes=55) == []
    assert house.pass_time(hours=5) == ["Harborlight: a post has no account any more"]
    assert "SHAREBOT_ACCOUNTS has no bluesky; add it again, or sharebot cancel 1" in house.listener.heard[0].text


def test_a_ledger_of_another_version_is_begun_anew_and_all_is_told_again(house: House) -> None:
    house.settled(State.FAILED)
    house.pass_time(minutes=10)
    house.queue.remember("notice", "told 1 paper", '{"told": 7}', now=house.clock.now())
    assert len(house.pass_time(hours=5)) == 2


def test_a_short_stop_is_no_news(house: House) -> None:
    house.daemon().at_start(lambda: False)
    house.pass_time(minutes=10)
    house.clock.pass_time(minutes=20)
    house.daemon().at_start(lambda: False)
    assert house.pass_time(hours=1) == []


def test_a_disk_that_is_nearly_full_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.about = frozenset({About.DISK})
    monkeypatch.setattr("sharebot.bot.occasions.FREE", (2**62, 1))
    assert house.pass_time(hours=1) == ["Harborlight: the disk is nearly full"]


# The digest -----------------------------------------------------------------------------------------------------------


def test_a_digest_says_what_went_out_what_comes_and_what_waits(house: House) -> None:
    house.digest = "mon-fri 08:00"
    house.pass_time(minutes=1)
    sent = house.settled(State.SENT, "public")
    house.add(due_at=datetime(2026, 11, 24, 12, 30, tzinfo=UTC))
    house.add(state=State.DRAFT)
    house.about = frozenset()
    house.clock.at = datetime(2026, 11, 24, 6, 50, tzinfo=UTC)
    (subject,) = house.pass_time(hours=20)
    assert subject == "Harborlight: digest of Tue 2026-11-24, 1 sent, 1 coming, 1 waiting"
    assert house.listener.heard[0].text == (
        "Went out since Mon 2026-11-23 08:00:\n"
        "  Mon 2026-11-23 10:01 x, A night at the harbor\n"
        f"    https://social.example/@blog/{sent.id}\n"
        "\n"
        "Goes out until Wed 2026-11-25 08:00:\n"
        "  Tue 2026-11-24 13:30 x, A night at the harbor\n"
        "\n"
        "Waits for you:\n"
        "  1 post waits for approval (since Mon 2026-11-23 10:01): sharebot approve 3\n"
        "\n"
        "Times are those of Europe/Berlin."
    )


def test_a_digest_that_would_say_nothing_is_not_sent(house: House) -> None:
    house.digest = "08:00"
    assert house.pass_time(days=3) == []


def test_a_digest_that_was_refused_comes_later_and_counts_from_the_last_one(house: House) -> None:
    house.digest, house.about = "08:00", frozenset()
    house.pass_time(minutes=1)
    house.settled(State.SENT)
    house.listener.faults = ["refuse"] * 3
    house.clock.at = datetime(2026, 11, 24, 6, 59, tzinfo=UTC)
    assert len(house.pass_time(hours=2)) == 1
    assert "Went out since Mon 2026-11-23 08:00:" in house.listener.heard[0].text


def test_a_digest_that_was_missed_comes_once_when_the_daemon_is_back(house: House) -> None:
    house.digest, house.about = "08:00", frozenset()
    house.add(state=State.DRAFT)
    house.pass_time(minutes=1)
    house.clock.pass_time(days=4, hours=3)
    assert len(house.pass_time(hours=10)) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)]),
    steps=st.lists(st.tuples(st.integers(1, 600), st.booleans()), min_size=20, max_size=60),
    clock=st.sampled_from(["02:30", "03:00", "08:00"]),
)
def test_there_is_one_digest_a_day_over_restarts_and_changes_of_the_clocks(
    tmp_path_factory: pytest.TempPathFactory, start: datetime, steps: list[tuple[int, bool]], clock: str
) -> None:
    """Of each moment of the calendar that was looked at in time; a day of 23 or 25 hours is one day."""
    home = tmp_path_factory.mktemp("digests")
    queue = open_queue(f"sqlite:///{home / 'sharebot.db'}")
    house = House(queue, home, digest=clock, about=frozenset())
    house.clock.at = start
    house.add(state=State.DRAFT)
    daemon, days, reached = house.daemon(), [], set()
    daemon.work(lambda: False)
    first = daemon.digests.last(start) if daemon.digests else None
    for minutes, restart in steps:
        house.clock.pass_time(minutes=minutes)
        daemon = house.daemon() if restart else daemon
        assert daemon.digests is not None
        reached.add(daemon.digests.last(house.clock.at))
        before = len(house.listener.heard)
        daemon.work(lambda: False)
        days += [daemon.digests.last(house.clock.at)] * (len(house.listener.heard) - before)
    queue.close()
    assert days == sorted(reached - {first})  # type: ignore[type-var]  # there always is a last one
