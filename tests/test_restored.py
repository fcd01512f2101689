"""Whatever moment a backup is of, nothing goes out twice after it was restored unless a person says so."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servers.paper import MONDAY, entry
from servers.year import STORY, Year, frozen
from sharebot.bot.restored import Restoration, restoration
from sharebot.model import UNSENT, FeedState, Origin, Post, PostFilter, Receipt, State, Verdict
from sharebot.ports import Claim, Queue
from sharebot.queue import open_queue
from sharebot.queue.safekeeping import Safekeeping
from sharebot.schedule import Rounds
from sharebot.schedule.rounds import parse_rounds

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROUNDS = Rounds(distances=parse_rounds("2d 5d 9d"))
TICK = 12
"""Hours."""


class Life(Year):
    """A year of which copies are taken, and the network that keeps everything whatever becomes of the queue."""

    def __init__(self, queue: Queue, home: Path) -> None:
        self.public: list[tuple[str, int]] = []
        self.keeper = Safekeeping(url="", home=home, now=lambda: self.clock.at)
        self.number = 0
        super().__init__(queue, ROUNDS)

    # What happens -----------------------------------------------------------------------------------------------------

    def article(self, **changes: object) -> None:
        self.number += 1
        made = {"published_at": self.clock.at - 3 * HOUR} | changes
        self.blog.entries = [*self.blog.entries, entry(self.number, html=STORY, **made)]

    def undated_article(self) -> None:
        self.article(published_at=None)

    def closed_article(self) -> None:
        self.article(protected=True)

    def open_articles(self) -> None:
        self.blog.entries = [replace(each, protected=False) for each in self.blog.entries]

    def close_articles(self) -> None:
        """Those that nobody has polled since, too."""
        self.blog.entries = [replace(each, protected=True) for each in self.blog.entries]

    def send_ahead(self) -> None:
        """Staff send whatever waits at once."""
        for post in self.posts(State.QUEUED):
            if not post.doubt and not post.hold:
                self.queue.change(post, now=self.clock.at, who="dana", why="now", due_at=self.clock.at)

    def die(self) -> None:
        """A worker dies after its post has become public."""
        if claimed := self._claim():
            self._publish(claimed.post)

    def lose_answer(self) -> None:
        """The answer is lost, and nobody has looked yet."""
        if claimed := self._claim():
            self._publish(claimed.post)
            unsure = Verdict(state=State.UNSURE, reason="lost", doubt=claimed.post.doubt, due_at=self.clock.at + DAY)
            self.queue.settle(claimed, unsure, now=self.clock.at, who="sharebot")

    def refuse_then_edit(self) -> None:
        """Nothing was sent; the post is thawed by an edit and will go out under another key."""
        if claimed := self._claim():
            later = Verdict(state=State.QUEUED, reason="refused", due_at=self.clock.at)
            post = self.queue.settle(claimed, later, now=self.clock.at, who="sharebot")
            share = replace(post.share, text=f"{post.share.text}!")
            self.queue.change(post, now=self.clock.at, who="dana", why="edited", share=share)

    def nothing(self) -> None:
        """Time passes."""

    # The machine ------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        self.clock.pass_time(hours=TICK)
        self._recover()
        self.poll()
        self.resharing.plan()
        self.send_due()

    def send_due(self) -> None:
        while claimed := self._claim():
            self._publish(claimed.post)
            self.queue.settle(claimed, _sent(claimed.post), now=self.clock.at, who="sharebot")

    def _claim(self) -> Claim | None:
        return self.queue.claim("x", now=self.clock.at, lease=HOUR, worker="w", doubt=self._doubt(), prepare=frozen)

    def _publish(self, post: Post) -> None:
        self.public.append(self._seen_as(post))

    def _seen_as(self, post: Post) -> tuple[str, int]:
        """Which article's share it is to whoever reads it, and the how manieth; nobody reads rounds that a password stopped."""
        if post.origin is not Origin.RESHARE:
            return post.share.link, 0
        sent = self.queue.posts(PostFilter(states=frozenset({State.SENT}), entry_id=post.entry_id))
        return post.share.link, post.round - min(each.round for each in sent)

    def _recover(self) -> None:
        """What died or was lost is looked up, and found."""
        for orphan in self.queue.orphans(now=self.clock.at, all_workers=True):
            self.queue.settle(orphan, _sent(orphan.post), now=self.clock.at, who="sharebot")
        for post in self.queue.unsure("x", now=self.clock.at):
            self.queue.move(post, _sent(post), now=self.clock.at, who="sharebot")

    # Copies -----------------------------------------------------------------------------------------------------------

    def restore(self, backup: Path) -> None:
        self.keeper.restore(backup, who="dana")
        self.blog._shown.clear()  # its validators are gone, so it is read whole

    def look_and_decide(self) -> None:
        """A person who looks at the account before every word, and then decides rightly."""
        for post in self.queue.posts(PostFilter(limit=1000)):
            there = self._seen_as(post) in self.public
            if post.state is State.UNSURE and post.due_at is None:
                self.staff.resolve_sent(post.id, "https://x.example/1") if there else self.staff.resolve_again(post.id)
            elif post.state not in UNSENT or not post.hold:
                continue
            elif there:
                self.staff.cancel(post.id)
            else:
                self.staff.approve(post.id)


def _sent(post: Post) -> Verdict:
    receipt = Receipt(remote_id=str(post.id), url=f"https://x.example/{post.id}")
    return Verdict(state=State.SENT, reason="sent", kind="sent", receipt=receipt)


EVENTS: tuple[Callable[[Life], None], ...] = (
    Life.article,
    Life.article,
    Life.undated_article,
    Life.closed_article,
    Life.open_articles,
    Life.close_articles,
    Life.send_ahead,
    Life.die,
    Life.lose_answer,
    Life.refuse_then_edit,
    Life.nothing,
    Life.nothing,
)
SPANS = st.lists(st.sampled_from(EVENTS), max_size=14)


@given(before=SPANS, lost=SPANS, quiet=st.integers(0, 24), after=SPANS, diligent=st.booleans(), again=st.booleans())
@settings(max_examples=15, deadline=None)
def test_nothing_goes_out_twice_whatever_moment_the_backup_was_taken(
    before: list[Callable[[Life], None]],
    lost: list[Callable[[Life], None]],
    quiet: int,
    after: list[Callable[[Life], None]],
    diligent: bool,
    again: bool,
) -> None:
    """`quiet`: so many half days of the lost time in which nobody does anything. `again`: the same backup is restored a second time later on."""
    with tempfile.TemporaryDirectory() as folder, closing(open_queue(home=Path(folder))) as queue:
        life = Life(queue, Path(folder))
        _live(life, before)
        backup = Path(folder) / "copies" / "backup.db"
        life.keeper.back_up(backup)
        _live(life, [*lost, *[Life.nothing] * quiet])
        life.restore(backup)
        _live(life, after, diligent=diligent)
        if again:
            life.restore(backup)
        _live(life, [Life.nothing] * 24, diligent=diligent)
        assert [twice for twice, copies in Counter(life.public).items() if copies > 1] == []


def _live(life: Life, events: list[Callable[[Life], None]], *, diligent: bool = False) -> None:
    for event in events:
        event(life)
        if diligent:
            life.look_and_decide()
        life.tick()


# What goes on by itself -----------------------------------------------------------------------------------------------


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with closing(open_queue(home=tmp_path)) as queue:
        yield Life(queue, tmp_path)


def restored_after(life: Life, days: int) -> None:
    life.keeper.back_up(life.keeper.home / "copies" / "backup.db")
    life.clock.pass_time(days=days)
    life.restore(life.keeper.home / "copies" / "backup.db")


def test_what_is_published_after_a_restore_goes_out_by_itself_and_is_shared_again_too(life: Life) -> None:
    restored_after(life, 1)
    life.tick()
    life.clock.pass_time(hours=24)
    life.article()
    _live(life, [Life.nothing] * 30)
    assert life.public == [("https://blog.harborlight.org/1/", number) for number in range(4)]


def test_what_a_feed_shows_anew_after_a_restore_is_held_with_the_reason(life: Life) -> None:
    life.article()
    restored_after(life, 1)
    life.tick()
    (post,) = life.posts()
    assert (post.state, post.due_at) == (State.DRAFT, None)
    assert post.hold == (
        "the queue was restored 2026-11-24 09:00 UTC from a backup of 2026-11-23 09:00 UTC, and this may have gone out "
        "between: look, then approve or cancel"
    )
    life.staff.approve(post.id)
    _live(life, [Life.nothing] * 4)
    assert life.public[0] == ("https://blog.harborlight.org/1/", 0)


def test_a_later_share_that_can_have_been_made_meanwhile_is_held_and_one_that_cannot_is_not(life: Life) -> None:
    life.article()
    _live(life, [Life.nothing] * 3)
    assert life.public == [("https://blog.harborlight.org/1/", 0)]
    restored_after(life, 3)
    _live(life, [Life.nothing] * 6)
    (held,) = life.posts(State.DRAFT)
    assert (held.round, "may have gone out" in held.hold) == (1, True)
    life.staff.approve(held.id)
    _live(life, [Life.nothing] * 30)
    assert life.public == [("https://blog.harborlight.org/1/", number) for number in range(4)]


# The decider ----------------------------------------------------------------------------------------------------------

LOST = Restoration(taken_at=MONDAY, at=MONDAY + 3 * DAY)
FEED = FeedState(address="https://blog.example/feed/", baseline_at=MONDAY, settled_at=MONDAY + 4 * DAY)


@pytest.mark.parametrize(
    ("feed", "published_at", "doubted"),
    [
        (FEED, MONDAY + 5 * DAY, False),
        (FEED, MONDAY + 2 * DAY, True),
        (FEED, None, False),
        (replace(FEED, settled_at=None), MONDAY + 5 * DAY, True),
        (replace(FEED, settled_at=MONDAY), None, True),
        (FeedState(address="new"), MONDAY + 5 * DAY, False),
        (FeedState(address="new"), MONDAY + 2 * DAY, True),
        (FeedState(address="new"), None, True),
    ],
)
def test_an_entry_is_doubted_if_a_lost_queue_can_have_seen_it(
    feed: FeedState, published_at: datetime | None, doubted: bool
) -> None:
    assert LOST.may_have_shared(feed, published_at, None) is doubted


def test_a_queue_that_was_never_restored_doubts_nothing(life: Life) -> None:
    assert restoration(life.queue) is None
    life.article()
    life.tick()
    assert [post.state for post in life.posts()] == [State.QUEUED]


@pytest.mark.parametrize(
    ("created_at", "sent_at", "distance", "doubted"),
    [
        (MONDAY - DAY, MONDAY - DAY, 2 * DAY, True),
        (MONDAY - DAY, MONDAY - DAY, 10 * DAY, False),
        (MONDAY - DAY, MONDAY + 10 * DAY, 2 * DAY, True),  # unsure in the copy, and found to be sent much later
        (MONDAY + 4 * DAY, MONDAY + 10 * DAY, 2 * DAY, False),  # of the time after the restore
    ],
)
def test_a_later_share_is_doubted_if_a_lost_queue_can_have_made_it(
    life: Life, created_at: datetime, sent_at: datetime, distance: timedelta, doubted: bool
) -> None:
    life.article()
    life.poll()
    first = replace(life.posts()[0], created_at=created_at)
    assert LOST.may_have_shared_again(first, sent_at, distance, DAY) is doubted
