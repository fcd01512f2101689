"""The table behind the laws: each outcome, in doubt and not, for each guarantee class."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sharebot.bot import judge
from sharebot.bot.judge import LAST_RESORT, Lost, Moment, Next, Unseen
from sharebot.errors import Locked, MentionRefused, OutcomeUnknown, Rejected, Throttled, Unavailable
from sharebot.model import NOTHING_SENT, Payload, Post, Receipt, Share, State
from sharebot.ports import Claim, Guarantee, GuaranteeKind

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOW = Moment(at=AT, boot="this", ticks=1000.0)
MINUTE = timedelta(minutes=1)
KEY = Guarantee(kind=GuaranteeKind.KEY, key_life=30 * MINUTE, rest=MINUTE, looks=(MINUTE, 5 * MINUTE))
ASK = Guarantee(kind=GuaranteeKind.ASK)
RECEIPT = Receipt(remote_id="7", url="https://net.example/7")


def post(**changes: object) -> Post:
    share = Share(text="text", length=4, limit=280, link="https://blog.example/1")
    made = Post(
        id=1, entry_id=None, account="net", round=0, state=State.SENDING, share=share, tries=1, doubt=NOW.doubt(),
        created_at=AT, updated_at=AT,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def claim(*, doubted: bool = False, **changes: object) -> Claim:
    return Claim(post=post(**changes), payload=Payload(key="k", body=b"b"), attempt=1, lease_until=AT, doubted=doubted)


def later(**by: float) -> Moment:
    delta = timedelta(**by)
    return Moment(at=AT + delta, boot="this", ticks=NOW.ticks + delta.total_seconds())


@pytest.mark.parametrize(
    ("outcome", "fresh", "in_doubt"),
    [
        (RECEIPT, State.SENT, State.SENT),
        (Unavailable("refused"), State.QUEUED, State.UNSURE),
        (Locked("401"), State.QUEUED, State.UNSURE),
        (Rejected("422"), State.FAILED, State.UNSURE),
        (OutcomeUnknown("503"), State.UNSURE, State.UNSURE),
        (ValueError("a bug"), State.UNSURE, State.UNSURE),
        (Lost("worker"), State.UNSURE, State.UNSURE),
    ],
)
def test_where_each_outcome_leads(outcome: judge.Outcome, fresh: State, in_doubt: State) -> None:
    assert judge.judge(claim(), outcome, KEY, NOW).state is fresh
    assert judge.judge(claim(doubted=True), outcome, KEY, NOW).state is in_doubt


@pytest.mark.parametrize("doubted", [False, True])
@pytest.mark.parametrize(
    ("outcome", "nothing"),
    [
        (RECEIPT, False),
        (OutcomeUnknown("503"), False),
        (ValueError("a bug"), False),
        (Lost("worker"), False),
        (Unavailable("refused"), True),
        (Throttled("429", retry_at=AT), True),
        (Locked("401"), True),
        (Rejected("422"), True),
        (MentionRefused("403"), True),
    ],
)
def test_the_kind_of_a_verdict_tells_whether_the_attempt_surely_sent_nothing(
    outcome: judge.Outcome, nothing: bool, doubted: bool
) -> None:
    for tries in (1, LAST_RESORT):
        kind = judge.judge(claim(doubted=doubted, tries=tries), outcome, KEY, NOW).kind
        assert (kind in NOTHING_SENT) is nothing


def test_only_a_known_fate_ends_the_doubt() -> None:
    for outcome in (RECEIPT, Unavailable("refused"), Locked("401"), Rejected("422")):
        assert judge.judge(claim(), outcome, KEY, NOW).doubt is None
    for outcome in (OutcomeUnknown("503"), ValueError("a bug"), Lost("worker")):
        assert judge.judge(claim(), outcome, KEY, NOW).doubt is not None


def test_waits_grow_and_a_platforms_own_wish_is_obeyed() -> None:
    first = judge.judge(claim(), Unavailable("refused"), KEY, NOW).due_at
    third = judge.judge(claim(tries=3), Unavailable("refused"), KEY, NOW).due_at
    wished = judge.judge(claim(), Unavailable("429", retry_at=AT + timedelta(hours=3)), KEY, NOW).due_at
    assert first == AT + MINUTE
    assert third == AT + 5 * MINUTE
    assert wished == AT + timedelta(hours=3)


def test_being_throttled_is_no_reason_to_give_up() -> None:
    throttled = Unavailable("429", retry_at=AT + MINUTE)
    assert judge.judge(claim(tries=LAST_RESORT + 5), throttled, KEY, NOW).state is State.QUEUED
    assert judge.judge(claim(tries=LAST_RESORT), Unavailable("refused"), KEY, NOW).state is State.FAILED


def test_a_key_lives_by_the_steady_clock_whatever_the_wall_clock_says() -> None:
    young = replace(later(minutes=29), at=AT + timedelta(days=9))
    old = replace(later(minutes=31), at=AT)
    assert judge.key_lives(post(), KEY, young)
    assert not judge.key_lives(post(), KEY, old)


def test_over_a_reboot_nobody_knows_how_old_a_key_is_so_only_an_endless_one_counts() -> None:
    after_reboot = Moment(at=AT + MINUTE, boot="next", ticks=5.0)
    assert not judge.key_lives(post(), KEY, after_reboot)
    assert judge.key_lives(post(), replace(KEY, key_life=None), after_reboot)


def test_a_claimed_repeat_is_stopped_when_its_key_has_expired_meanwhile() -> None:
    assert judge.too_late_to_repeat(claim(doubted=True), KEY, later(minutes=31))
    assert not judge.too_late_to_repeat(claim(doubted=True), KEY, later(minutes=29))
    assert not judge.too_late_to_repeat(claim(), KEY, later(minutes=31))


ONCE = replace(KEY, one_repeat=True)


def test_a_repeat_that_stays_in_doubt_uses_up_a_key_that_is_good_for_one() -> None:
    for outcome in (OutcomeUnknown("500"), ValueError("a bug")):
        first = judge.judge(claim(), outcome, ONCE, NOW)
        assert judge.next_step(post(doubt=first.doubt), ONCE, later(minutes=2))[0] is Next.REPEAT
        second = judge.judge(claim(doubted=True, tries=2), outcome, ONCE, later(minutes=2))
        assert second.due_at == later(minutes=3).at
        unsure = post(state=State.UNSURE, doubt=second.doubt, tries=2)
        assert judge.next_step(unsure, ONCE, later(minutes=2.5))[0] is Next.WAIT
        assert judge.next_step(unsure, ONCE, later(minutes=3))[0] is Next.LOOK


def test_a_repeat_of_which_surely_nothing_was_sent_uses_nothing_up() -> None:
    for outcome in (Unavailable("refused"), Lost("worker")):
        second = judge.judge(claim(doubted=True, tries=2), outcome, ONCE, later(minutes=2))
        assert judge.next_step(post(doubt=second.doubt, tries=2), ONCE, later(minutes=4))[0] is Next.REPEAT


def test_a_used_up_key_is_no_reason_to_ask_a_person_sooner() -> None:
    second = judge.judge(claim(doubted=True, tries=2), OutcomeUnknown("500"), ONCE, later(minutes=2))
    unsure = post(state=State.UNSURE, doubt=second.doubt, tries=2)
    failed = judge.after_look(unsure, OutcomeUnknown("503"), ONCE, later(minutes=3))
    assert failed.due_at is not None
    assert failed.due_at <= later(minutes=30).at


def test_a_key_for_ever_cannot_be_used_up() -> None:
    for_ever = replace(ONCE, key_life=None)
    second = judge.judge(claim(doubted=True, tries=2), OutcomeUnknown("500"), for_ever, later(minutes=2))
    assert judge.next_step(post(doubt=second.doubt, tries=2), for_ever, later(minutes=4))[0] is Next.REPEAT


@pytest.mark.parametrize(
    ("guarantee", "minutes", "looks", "rejected", "step"),
    [
        (KEY, 0.5, 0, "", Next.WAIT),
        (KEY, 2, 0, "", Next.REPEAT),
        (KEY, 2, 0, "422", Next.LOOK),
        (KEY, 31, 0, "", Next.LOOK),
        (KEY, 4, 1, "422", Next.WAIT),
        (KEY, 31, 2, "", Next.ASK),
        (ASK, 31, 0, "", Next.ASK),
    ],
)
def test_how_an_unsure_post_goes_on(
    guarantee: Guarantee, minutes: float, looks: int, rejected: str, step: Next
) -> None:
    unsure = post(state=State.UNSURE, looks=looks, rejected=rejected)
    assert judge.next_step(unsure, guarantee, later(minutes=minutes))[0] is step


def test_absent_means_that_every_look_found_nothing() -> None:
    unsure = post(state=State.UNSURE)
    assert judge.after_look(unsure, None, KEY, NOW).state is State.UNSURE
    assert judge.after_look(replace(unsure, looks=1), None, KEY, NOW).state is State.QUEUED
    assert judge.after_look(unsure, RECEIPT, KEY, NOW).state is State.SENT


def test_a_refusal_and_looks_that_found_nothing_are_an_end_only_where_looks_are_sure() -> None:
    refused = post(state=State.UNSURE, looks=1, rejected="422")
    asked = judge.after_look(refused, None, KEY, NOW)
    assert (asked.state, asked.due_at, asked.rejected) == (State.UNSURE, None, "422")
    assert judge.after_look(refused, None, replace(KEY, sure_looks=True), NOW).state is State.FAILED


def test_a_refusal_that_only_could_not_be_looked_up_leaves_no_mark_unless_an_answer_is_lost_later() -> None:
    refused = judge.judge(claim(), Unseen("403; and no look"), KEY, NOW)
    assert refused.doubt is not None
    assert (refused.state, refused.doubt.refused) == (State.UNSURE, True)
    unsure = post(state=State.UNSURE, looks=1, doubt=refused.doubt)
    assert judge.after_look(unsure, None, KEY, NOW).doubt is None
    for outcome in (OutcomeUnknown("503"), Lost("worker"), ValueError("a bug")):
        lost = judge.judge(claim(doubted=True, doubt=refused.doubt), outcome, KEY, NOW)
        assert lost.doubt is not None
        assert not lost.doubt.refused
        absent = judge.after_look(replace(unsure, doubt=lost.doubt), None, KEY, NOW)
        assert absent.doubt is not None
        assert absent.doubt.missed


def test_what_looks_may_have_missed_is_sent_again_and_never_fails() -> None:
    absent = judge.after_look(post(state=State.UNSURE, looks=1), None, KEY, NOW)
    assert absent.doubt is not None
    assert absent.doubt.missed
    again = claim(doubt=absent.doubt)
    assert again.may_be_public
    assert not judge.too_late_to_repeat(again, KEY, NOW)
    for refusal in (Rejected("422"), Locked("401")):
        verdict = judge.judge(again, refusal, KEY, NOW)
        assert verdict.state is State.UNSURE
        assert verdict.doubt is not None
        assert not verdict.doubt.missed
    later_on = judge.judge(again, Unavailable("refused"), KEY, NOW)
    assert (later_on.state, later_on.doubt) == (State.QUEUED, absent.doubt)
    at_last = judge.judge(claim(doubt=absent.doubt, tries=LAST_RESORT), Unavailable("refused"), KEY, NOW)
    assert (at_last.state, at_last.due_at) == (State.UNSURE, None)


def test_a_failed_look_is_not_an_absence() -> None:
    unsure = post(state=State.UNSURE, looks=1)
    verdict = judge.after_look(unsure, OutcomeUnknown("503"), KEY, NOW)
    assert verdict.state is State.UNSURE
    assert verdict.kind == "look failed"
    assert judge.after_look(unsure, Locked("401"), KEY, NOW).pause


def test_what_is_absent_again_and_again_is_not_sent_for_ever() -> None:
    unsure = post(state=State.UNSURE, looks=1, tries=LAST_RESORT)
    verdict = judge.after_look(unsure, None, KEY, NOW)
    assert (verdict.state, verdict.due_at) == (State.UNSURE, None)


def test_looks_that_fail_grow_rarer_and_after_a_week_a_person_is_asked() -> None:
    unsure = post(state=State.UNSURE)
    fault = OutcomeUnknown("503")
    young = judge.after_look(unsure, fault, KEY, later(minutes=1)).due_at
    older = judge.after_look(unsure, fault, KEY, later(hours=4)).due_at
    assert young == later(minutes=1).at + MINUTE
    assert older == later(hours=4).at + timedelta(hours=2)
    assert judge.after_look(unsure, fault, KEY, later(days=8)).due_at is None
