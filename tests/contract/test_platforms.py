"""One suite for every platform that can be sent to; a new platform brings `connect_for_contract` in its own test file."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharebot import platforms
from sharebot.compose import fits
from sharebot.errors import Locked, OutcomeUnknown, Rejected
from sharebot.model import Payload, Post, Receipt, Share, State
from sharebot.ports import GuaranteeKind, Limit, Platform, Removal, Removes, Rules

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(params=platforms.connectable())
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Platform:
    own_tests = importlib.import_module(f"platforms.test_{request.param}")
    connected: Platform = own_tests.connect_for_contract(tmp_path)
    return connected


@pytest.fixture(params=platforms.names())
def rules(request: pytest.FixtureRequest) -> Rules:
    return platforms.rules(request.param)


def a_post(number: int) -> Post:
    text = f"Title {number} https://blog.harborlight.org/{number}"
    share = Share(text=text, length=len(text), limit=280, link=f"https://blog.harborlight.org/{number}")
    return Post(
        id=number, entry_id=number, account="contract", round=0, state=State.SENDING, share=share, due_at=AT,
        created_at=AT, updated_at=AT,
    )  # fmt: skip


def test_every_platforms_rules_say_what_composing_needs(rules: Rules) -> None:
    assert all(isinstance(limit, Limit) and limit.most > 0 for limit in rules.limits)
    assert rules.limits
    assert "{handle}" in rules.mention
    assert fits("A title", rules)
    assert not fits("long " * 10_000, rules)


def test_a_published_post_has_a_receipt_and_can_be_found(platform: Platform) -> None:
    payload = platform.prepare(a_post(1))
    receipt = platform.publish(payload)
    assert receipt.remote_id
    assert receipt.url
    found = platform.look_up(payload)
    assert found is not None
    assert found.remote_id == receipt.remote_id


def test_what_was_never_published_is_not_found(platform: Platform) -> None:
    assert platform.look_up(platform.prepare(a_post(1))) is None


def test_a_platform_with_keys_keeps_one_copy_of_a_repeat(platform: Platform) -> None:
    if platform.guarantee.kind is not GuaranteeKind.KEY:
        pytest.skip("no keys here")
    payload = platform.prepare(a_post(1))
    assert platform.publish(payload).remote_id == platform.publish(payload).remote_id


def test_two_posts_with_the_same_text_are_two_posts_or_the_second_is_refused_for_the_first(platform: Platform) -> None:
    """Some networks take no text twice. Then the refusal names the first post, which is never taken for the second."""
    one, two = platform.prepare(a_post(1)), platform.prepare(a_post(1))
    assert one.key != two.key
    first = platform.publish(one)
    second = published_or_refused(platform, two)
    if isinstance(second, Rejected):
        assert first.remote_id in str(second)
        assert platform.look_up(two) is None
    else:
        assert first.remote_id != second.remote_id


def published_or_refused(platform: Platform, payload: Payload) -> Receipt | Rejected:
    try:
        return platform.publish(payload)
    except Rejected as refusal:
        return refusal


def test_a_platform_that_cannot_be_looked_up_says_so_in_its_guarantee(platform: Platform) -> None:
    guarantee = platform.guarantee
    if guarantee.kind in (GuaranteeKind.LOOK_UP, GuaranteeKind.TWO_PHASE):
        assert guarantee.looks
    if guarantee.kind is GuaranteeKind.ASK:
        assert not guarantee.looks


# Taking back ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Troubles:
    """What a platform's own tests bring for this: an account, and how to make its network misbehave.

    `lose`: the next answer is lost, after the network has done what it was asked. `foreign`: the address of a post of
    somebody else's. `lock`: the credentials are good no more. The last two are None where there is no such thing.
    """

    platform: Platform
    lose: Callable[[], None] | None
    foreign: str
    lock: Callable[[], None] | None


@pytest.fixture(params=platforms.connectable())
def troubles(request: pytest.FixtureRequest, tmp_path: Path) -> Troubles:
    own_tests = importlib.import_module(f"platforms.test_{request.param}")
    made: Troubles = own_tests.troubles_for_contract(tmp_path)
    if not isinstance(made.platform, Removes):
        pytest.skip("nothing can be taken back here")
    return made


def removes(troubles: Troubles) -> Removes:
    assert isinstance(troubles.platform, Removes)
    return troubles.platform


def test_a_post_is_taken_back_and_a_second_time_it_is_gone_already(troubles: Troubles) -> None:
    payload = troubles.platform.prepare(a_post(1))
    receipt = troubles.platform.publish(payload)
    assert removes(troubles).remove(receipt) is Removal.REMOVED
    assert troubles.platform.look_up(payload) is None
    assert removes(troubles).remove(receipt) is Removal.GONE


def test_only_the_post_that_is_meant_is_taken_back(troubles: Troubles) -> None:
    one, other = (troubles.platform.prepare(a_post(number)) for number in (1, 2))
    receipt = troubles.platform.publish(one)
    troubles.platform.publish(other)
    removes(troubles).remove(receipt)
    assert troubles.platform.look_up(other) is not None


def test_a_post_of_which_only_the_address_is_known_is_taken_back_too(troubles: Troubles) -> None:
    payload = troubles.platform.prepare(a_post(1))
    receipt = troubles.platform.publish(payload)
    assert removes(troubles).remove(replace(receipt, remote_id="")) is Removal.REMOVED
    assert troubles.platform.look_up(payload) is None


def test_an_answer_that_is_lost_leaves_it_open_and_asking_again_does_no_harm(troubles: Troubles) -> None:
    if troubles.lose is None:
        pytest.skip("no answer can be lost here")
    receipt = troubles.platform.publish(troubles.platform.prepare(a_post(1)))
    troubles.lose()
    with pytest.raises(OutcomeUnknown):
        removes(troubles).remove(receipt)
    assert removes(troubles).remove(receipt) is Removal.GONE


def test_somebody_elses_post_is_refused_in_words(troubles: Troubles) -> None:
    with pytest.raises(Rejected, match=r"\w+: "):
        removes(troubles).remove(Receipt(remote_id="", url=troubles.foreign))


def test_an_address_that_names_no_post_there_is_refused_in_words(troubles: Troubles) -> None:
    with pytest.raises(Rejected, match=r"https://elsewhere\.example/about"):
        removes(troubles).remove(Receipt(remote_id="", url="https://elsewhere.example/about"))


def test_with_credentials_that_are_refused_nothing_is_taken_back(troubles: Troubles) -> None:
    if troubles.lock is None:
        pytest.skip("no credentials here")
    receipt = troubles.platform.publish(troubles.platform.prepare(a_post(1)))
    troubles.lock()
    with pytest.raises(Locked):
        removes(troubles).remove(receipt)
