"""Small steps with a queue, and what it is given, for tests of every database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

from servers.stored import entries
from sharebot.model import (
    Doubt,
    Entry,
    Fate,
    FeedState,
    Intake,
    NewPost,
    Payload,
    Post,
    Receipt,
    Revision,
    Share,
    State,
    Verdict,
)
from sharebot.ports import Claim, Queue

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
FEED = "https://blog.harborlight.org/feed/"
RECEIPT = Receipt(remote_id="109", url="https://social.test/@blog/109")
DOUBT = Doubt(at=NOW, boot="3c5a", ticks=81234.5, last_ticks=81234.75)


def a_share(text: str = "A new story", link: str = "https://blog.harborlight.org/1/") -> Share:
    return Share(text=text, length=len(text), limit=280, link=link)


def a_post(account: str = "x", **changes: Any) -> NewPost:
    return replace(NewPost(account=account, share=a_share(), state=State.QUEUED, due_at=NOW), **changes)


def an_entry(number: int = 1, **changes: Any) -> Entry:
    url = f"https://blog.harborlight.org/{number}/"
    return replace(Entry(id=f"https://blog.harborlight.org/?p={number}", url=url, title=f"Title {number}"), **changes)


def an_intake(number: int = 1, *posts: NewPost, **changes: Any) -> Intake:
    made = Intake(entry=an_entry(number), fate=Fate.SHARED, reason="new in the feed", posts=posts)
    return replace(made, **changes)


def take_in(queue: Queue, *intakes: Intake, feed: FeedState | None = None, now: datetime = NOW) -> list[Post]:
    return queue.take_in(feed or FeedState(address=FEED), intakes, now=now, who="sharebot")


def add(queue: Queue, *posts: NewPost, now: datetime = NOW) -> list[Post]:
    return queue.add(posts or (a_post(),), entry_id=None, now=now, who="dana", why="added by hand")


def freeze(post: Post) -> Payload:
    return Payload(key=f"key-{post.id}", body=post.share.text.encode() + b"\0\xff")


def claim(queue: Queue, account: str = "x", *, now: datetime = NOW, worker: str = "w1", **how: Any) -> Claim | None:
    how = {"lease": LEASE, "doubt": DOUBT, "prepare": freeze} | how
    return queue.claim(account, now=now, worker=worker, **how)


def claimed(queue: Queue, account: str = "x", **how: Any) -> Claim:
    made = claim(queue, account, **how)
    assert made is not None
    return made


def verdict(state: State, **changes: Any) -> Verdict:
    receipt = RECEIPT if state is State.SENT else None
    return replace(Verdict(state=state, reason=f"it is {state}", kind="test", receipt=receipt), **changes)


def settle(queue: Queue, claim: Claim, made: Verdict, now: datetime = NOW) -> Post:
    return queue.settle(claim, made, now=now, who="sharebot")


def move(queue: Queue, post: Post, made: Verdict, who: str = "dana", now: datetime = NOW) -> Post:
    return queue.move(post, made, now=now, who=who)


def change(queue: Queue, post: Post, who: str = "dana", why: str = "changed", **changes: Any) -> Post:
    return queue.change(post, now=NOW, who=who, why=why, **changes)


def a_post_in(queue: Queue, state: State, *, doubt: Doubt | None = None) -> Post:
    """A post that has come to that state by the allowed moves."""
    if state is State.DRAFT:
        return add(queue, a_post(state=State.DRAFT, hold="waits"))[0]
    post = add(queue, a_post())[0]
    if state is State.QUEUED:
        return post
    if state is State.CANCELLED:
        return move(queue, post, verdict(state))
    made = claimed(queue, only=post.id)
    return made.post if state is State.SENDING else settle(queue, made, verdict(state, doubt=doubt))


def sent(queue: Queue, post: Post, now: datetime) -> Post:
    return settle(queue, claimed(queue, post.account, only=post.id, now=now), verdict(State.SENT), now=now)


def revise(queue: Queue, post: Post) -> Post:
    record = entries(queue)[0]
    revision = Revision(post_id=post.id, share=a_share("An edited story"))
    take_in(queue, an_intake(1, record_id=record.id, revisions=(revision,)))
    return queue.post(post.id)


def cancel(queue: Queue, post: Post) -> Post:
    record = entries(queue)[0]
    take_in(queue, an_intake(1, record_id=record.id, reason="the page is gone", cancels=(post.id,)))
    return queue.post(post.id)


def in_doubt_again(queue: Queue, post: Post) -> Post:
    unsure = settle(queue, claimed(queue, only=post.id), verdict(State.UNSURE, doubt=DOUBT))
    return move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT), who="sharebot")


def at_once(how_many: int, what: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(how_many)

    def wait_then(number: int) -> Any:
        barrier.wait()
        return what(number)

    with ThreadPoolExecutor(how_many) as threads:
        return list(threads.map(wait_then, range(how_many)))


def attempt_to(what: Callable[[], Any]) -> Any:
    try:
        return what()
    except Exception as error:  # noqa: BLE001  the outcome is the test's to judge
        return error
