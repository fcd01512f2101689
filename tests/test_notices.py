"""What is told, and when: each thing once for each time it appears, again if it is worse, grouped, and harmless to read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sharebot.bot import notices
from sharebot.bot.notice_words import LONGEST_SUBJECT, notice, plain
from sharebot.bot.notices import APART, SETTLES, Ledger, Thing
from sharebot.model import About

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BERLIN = ZoneInfo("Europe/Berlin")


def thing(key: str = "post 41 failed 3", **changes: object) -> Thing:
    usual = Thing(key=key, about=About.FAILED, since=NOW, name="41 on x, A night", command="sharebot retry 41")
    return replace(usual, **changes)  # type: ignore[arg-type]  # any field


def keys(found: tuple[Thing, ...]) -> list[str]:
    return [each.key for each in found]


# When -----------------------------------------------------------------------------------------------------------------


def test_what_appears_is_told_when_it_has_settled_with_all_that_came_meanwhile() -> None:
    both = [thing("a"), thing("b", since=NOW + 50 * timedelta(seconds=1))]
    assert notices.due(both, Ledger(), NOW + SETTLES - timedelta(seconds=1)) == ()
    assert keys(notices.due(both, Ledger(), NOW + SETTLES)) == ["a", "b"]


def test_what_was_told_is_not_told_again_unless_it_is_worse() -> None:
    ledger = notices.after(Ledger(), [thing("a")], NOW)
    later = NOW + APART
    assert notices.due([thing("a")], ledger, later) == ()
    assert keys(notices.due([thing("a", rank=2)], ledger, later)) == ["a"]


def test_what_goes_away_and_comes_back_is_told_again() -> None:
    ledger = notices.kept(notices.after(Ledger(), [thing("a"), thing("b")], NOW), [thing("b")])
    assert keys(notices.due([thing("a"), thing("b")], ledger, NOW + APART)) == ["a"]


def test_a_burst_that_lasts_is_a_few_notices_and_not_one_a_minute() -> None:
    ledger, told = Ledger(), []
    for minute in range(60):
        now = NOW + minute * MINUTE
        burst = [thing(f"{number}", since=NOW + number * MINUTE) for number in range(minute + 1)]
        if new := notices.due(burst, ledger, now):
            told.append(len(new))
            ledger = notices.after(ledger, new, now)
    assert len(told) <= 12
    assert sum(told) >= 55


def test_what_pauses_an_account_comes_before_what_waits_for_approval() -> None:
    found = [thing("a", about=About.DRAFT), thing("b", about=About.PAUSED), thing("c", about=About.UNSURE)]
    assert keys(notices.due(found, Ledger(), NOW + SETTLES)) == ["b", "c", "a"]


def test_a_clock_that_is_set_back_silences_nobody() -> None:
    ledger = notices.after(Ledger(), [thing("a")], NOW + timedelta(days=1))
    assert keys(notices.due([thing("b", since=NOW + timedelta(days=1))], ledger, NOW)) == ["b"]
    resting = notices.failed(Ledger(), NOW + timedelta(days=1))
    assert not resting.rests(NOW)
    assert not notices.claimed(Ledger(), "me", NOW + timedelta(days=1)).is_claimed(NOW)


def test_an_address_that_fails_is_tried_ever_more_rarely_and_at_least_hourly() -> None:
    ledger, waits = Ledger(), []
    for _ in range(40):
        ledger = notices.failed(ledger, NOW)
        assert ledger.again_at is not None
        waits.append(ledger.again_at - NOW)
    assert waits[0] == 2 * MINUTE
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    assert notices.after(ledger, [], NOW).failures == 0


def test_the_news_that_a_feed_is_well_ends_what_was_told_of_it() -> None:
    broken = thing("feed a", about=About.FEED)
    ledger = notices.after(Ledger(), [broken], NOW)
    well = thing("feed a well", about=About.FEED, ends="feed a")
    ledger = notices.kept(ledger, [well])
    assert keys(notices.due([well], ledger, NOW + APART)) == ["feed a well"]
    ledger = notices.after(ledger, [well], NOW + APART)
    assert ledger.told == {}
    assert keys(notices.due([broken], ledger, NOW + 2 * APART)) == ["feed a"]


# The law --------------------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("abcd"), st.integers(1, 3), max_size=4),
        st.integers(0, 8),
        st.booleans(),
    ),
    max_size=30,
)
"""What there is, by its rank; the minutes that pass; whether the address takes what it is told."""


@given(STEPS)
def test_in_whatever_order_things_come_go_and_worsen_each_appearance_is_told_once_at_each_rank(
    steps: list[tuple[dict[str, int], int, bool]],
) -> None:
    ledger, now, before = Ledger(), NOW, dict[str, datetime]()
    appearance, worst, told = Counter[str](), dict[str, int](), Counter[tuple[str, int, int]]()
    for there, minutes, well in [*steps, *[(steps[-1][0] if steps else {}, 60, True)] * 3]:
        now += minutes * MINUTE
        appearance.update(set(there) - set(before))
        worst = {key: worst.get(key, 0) if key in before else 0 for key in there}
        before = {key: before.get(key, now) for key in there}
        things = [thing(key, since=before[key], rank=rank) for key, rank in there.items()]
        ledger = notices.kept(ledger, things)
        if ledger.rests(now) or not (new := notices.due(things, ledger, now)):
            continue
        if not well:
            ledger = notices.failed(ledger, now)
            continue
        for each in new:
            assert each.rank > worst[each.key]
            worst[each.key] = each.rank
            told[each.key, appearance[each.key], each.rank] += 1
        ledger = notices.after(ledger, new, now)
    assert not told or max(told.values()) == 1
    assert all(ledger.told.get(key, 0) >= rank for key, rank in (steps[-1][0] if steps else {}).items())
    assert set(ledger.told) == set(before)


# Words ----------------------------------------------------------------------------------------------------------------


def test_a_notice_says_what_since_when_why_and_which_command_answers_it() -> None:
    told = notice([thing(detail="422: the text is too long")], blog="Harborlight", zone=BERLIN, now=NOW + SETTLES)
    assert told.subject == "Harborlight: a post failed"
    assert told.text == (
        "A post failed:\n"
        "  41 on x, A night (Mon 2026-11-23 10:00): 422: the text is too long\n"
        "    sharebot retry 41\n"
        "\n"
        "As of Mon 2026-11-23 10:01 (Europe/Berlin)."
    )


def test_a_hundred_failed_posts_are_a_few_lines_and_a_count() -> None:
    told = notice([thing(str(number)) for number in range(100)], blog="", zone=BERLIN, now=NOW)
    assert told.subject == "sharebot: 100 posts failed"
    assert told.text.count("sharebot retry") == 5
    assert "  and 95 more: sharebot queue --state failed" in told.text


def test_every_kind_has_words_for_one_and_for_many() -> None:
    for about in About:
        for count in (1, 2, 100):
            told = notice([thing(str(n), about=about) for n in range(count)], blog="B", zone=BERLIN, now=NOW)
            assert told.subject.startswith("B: ")
            assert "{}" not in told.text


def test_a_reason_that_was_written_down_with_a_time_in_utc_is_read_in_the_blogs_zone() -> None:
    held = thing(detail="restored 2026-11-25 22:25 UTC from a backup")
    told = notice([held], blog="B", zone=BERLIN, now=NOW)
    assert "restored Wed 2026-11-25 23:25 from a backup" in told.text
    assert "UTC" not in told.text


WORDS = st.text() | st.sampled_from(
    ["@everyone", "<!channel>", "a\r\nBcc: eve@evil.example", "[x](https://evil.example)"]
)


@given(WORDS, WORDS, WORDS)
def test_no_words_of_others_break_a_line_call_anybody_or_hide_a_link(name: str, detail: str, blog: str) -> None:
    told = notice([thing(name=name, detail=detail)], blog=blog, zone=BERLIN, now=NOW)
    assert len(told.subject) <= LONGEST_SUBJECT
    assert len(told.subject.splitlines()) == 1
    assert [line[:4] for line in told.text.split("\n")][2:] == ["    ", "", "As o"]
    assert len(told.text.splitlines()) == 5
    for text in (told.subject, told.text):
        assert not re.search(r"@(everyone|here|channel)|<[!@#h]|\]\(", text)


def test_passwords_in_addresses_are_left_out() -> None:
    assert plain("https://dana:hunter2@blog.example/feed/ answered 401") == "https://blog.example/feed/ answered 401"
