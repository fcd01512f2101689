"""What waits for a person: what no machine goes on with, and the command that answers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharebot.bot.moving import ME
from sharebot.bot.waiting import Kind, Waiting, waiting
from sharebot.model import (
    Doubt,
    KnownHandle,
    Level,
    NewPost,
    Payload,
    Person,
    Post,
    Receipt,
    Share,
    Standing,
    State,
    Verdict,
)
from sharebot.ports import Queue
from sharebot.queue import open_queue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ACCOUNTS = ("x", "mastodon")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}")
    yield opened
    opened.close()


def add(queue: Queue, account: str = "x", *, at: datetime = NOW, state: State = State.QUEUED, hold: str = "") -> Post:
    share = Share(text="A story", length=7, limit=280, link="")
    post = NewPost(account=account, share=share, state=state, hold=hold, due_at=at)
    return queue.add([post], entry_id=None, now=at, who="dana", why="by hand")[0]


def settled(queue: Queue, state: State, account: str = "x", *, at: datetime = NOW, due: datetime | None = None) -> Post:
    """A post that an attempt brought there."""
    add(queue, account, at=at)
    doubt = Doubt(at=at, boot="b", ticks=0, last_ticks=0)
    claim = queue.claim(
        account,
        now=at,
        lease=HOUR,
        worker="w",
        doubt=doubt,
        prepare=lambda post: Payload(key=f"k{post.id}", body=b"{}"),
    )
    assert claim is not None
    receipt = Receipt(remote_id="1", url="https://social.test/1") if state is State.SENT else None
    keeps = doubt if state is State.UNSURE else None
    verdict = Verdict(state=state, reason="r", kind="k", receipt=receipt, due_at=due, doubt=keeps)
    return queue.settle(claim, verdict, now=at, who=ME)


def rows(queue: Queue, accounts: tuple[str, ...] = ACCOUNTS) -> dict[Kind, Waiting]:
    return {row.kind: row for row in waiting(queue, accounts)}


def test_nothing_waits_where_everything_goes_on_by_itself(queue: Queue) -> None:
    add(queue, at=NOW + 9 * HOUR)
    settled(queue, State.SENT)
    settled(queue, State.UNSURE, due=NOW + HOUR)
    assert waiting(queue, ACCOUNTS) == []


def test_one_post_of_a_kind_is_answered_by_a_command_that_names_it(queue: Queue) -> None:
    unsure = settled(queue, State.UNSURE)
    failed = settled(queue, State.FAILED)
    draft = add(queue, state=State.DRAFT, hold="a guest's post waits for a person")
    held = add(queue, hold="it is two days late")
    assert {kind: row.command for kind, row in rows(queue).items()} == {
        Kind.UNSURE: f"sharebot resolve {unsure.id}",
        Kind.FAILED: f"sharebot retry {failed.id}",
        Kind.HELD: f"sharebot approve {held.id}",
        Kind.DRAFT: f"sharebot approve {draft.id}",
    }
    assert all(row.count == 1 for row in rows(queue).values())


def test_several_of_a_kind_are_listed_and_the_oldest_of_all_accounts_counts(queue: Queue) -> None:
    add(queue, state=State.DRAFT, at=NOW - 2 * HOUR)
    add(queue, "mastodon", state=State.DRAFT, at=NOW - 5 * HOUR)
    add(queue, state=State.DRAFT, at=NOW)
    (row,) = waiting(queue, ACCOUNTS)
    assert row == Waiting(kind=Kind.DRAFT, count=3, oldest=NOW - 5 * HOUR, command="sharebot queue --state draft")


def test_the_most_pressing_stands_first(queue: Queue) -> None:
    add(queue, state=State.DRAFT)
    settled(queue, State.FAILED)
    settled(queue, State.UNSURE)
    assert [row.kind for row in waiting(queue, ACCOUNTS)] == [Kind.UNSURE, Kind.FAILED, Kind.DRAFT]


def test_an_unsure_post_whose_account_is_gone_waits_for_a_person_though_a_look_is_planned(queue: Queue) -> None:
    post = settled(queue, State.UNSURE, due=NOW + HOUR)
    assert rows(queue, accounts=("mastodon",))[Kind.UNSURE].command == f"sharebot resolve {post.id}"


def test_queued_posts_of_an_account_that_is_gone_are_stranded_at_once_though_they_are_not_due(queue: Queue) -> None:
    add(queue, "bluesky", at=NOW + 9 * HOUR)
    add(queue, "bluesky", at=NOW + 8 * HOUR)
    add(queue, "bluesky", at=NOW, hold="the page asks for a password")
    add(queue, "bluesky", at=NOW, state=State.DRAFT)
    found = rows(queue)
    row = found[Kind.STRANDED]
    assert (row.count, row.oldest, row.command) == (2, NOW + 8 * HOUR, "sharebot queue --account bluesky")
    assert (found[Kind.HELD].count, found[Kind.DRAFT].count) == (1, 1)
    assert Kind.STRANDED not in rows(queue, accounts=("bluesky",))


def test_an_account_waits_for_a_person_if_sharebot_paused_it_and_not_if_a_person_did(queue: Queue) -> None:
    queue.pause("mastodon", reason="a week of mourning", now=NOW, who="dana")
    assert waiting(queue, ACCOUNTS) == []
    queue.pause("x", reason="401: the token was revoked", now=NOW, who=ME)
    queue.pause("bluesky", reason="not posted to any more", now=NOW, who=ME)
    (row,) = waiting(queue, ACCOUNTS)
    assert (row.kind, row.count, row.oldest, row.command) == (Kind.PAUSED, 1, NOW, "sharebot resume x")


def test_authors_are_counted_by_the_questions_that_review_asks(queue: Queue) -> None:
    handle = KnownHandle(platform="x", handle="TideTables", level=Level.SUPPORTING, standing=Standing.CANDIDATE)
    asked = Person(names=("Garrett Reuscher",), handles=(handle, replace(handle, platform="mastodon")))
    known = Person(names=("Dana Quillfeather",), handles=(replace(handle, standing=Standing.IN_USE),))
    for person in (asked, known):
        queue.put_person(person, now=NOW, who=ME, what="found")
    (row,) = waiting(queue, ACCOUNTS)
    assert row == Waiting(kind=Kind.AUTHOR, count=2, oldest=NOW, command="sharebot authors review")
