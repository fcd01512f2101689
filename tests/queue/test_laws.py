"""Whatever is done to a queue, in whatever order, its own records agree with each other."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sharebot.errors import QueueError, StoreUnavailable
from sharebot.model import MOVES, Doubt, NewPost, Payload, Post, PostFilter, Receipt, Share, State, Verdict
from sharebot.ports import Claim
from sharebot.queue import open_queue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHARE = Share(text="A story", length=7, limit=280, link="")
PICTURE = b"picture"
DOUBT = Doubt(at=NOW, boot="boot", ticks=1.0, last_ticks=1.0)
IN_MEMORY = Path("/dev/shm")  # thousands of commits, whose syncs prove nothing here
EVERYTHING = PostFilter(limit=1000)

times = st.sampled_from([NOW - HOUR, NOW, NOW + HOUR])
slots = st.sampled_from([None, NOW, NOW + HOUR, NOW + 2 * HOUR])
beginnings = st.sampled_from([*[State.QUEUED] * 8, State.DRAFT, State.DRAFT, State.SENT])
who = st.sampled_from(["sharebot", "dana"])


def verdict(state: State, doubt: bool) -> Verdict:
    receipt = Receipt(remote_id="1", url="u") if state is State.SENT else None
    return Verdict(kind="test", state=state, reason="test", due_at=NOW, receipt=receipt, doubt=DOUBT if doubt else None)


verdicts = st.builds(verdict, st.sampled_from(State), st.booleans())


class AnyOrder(RuleBasedStateMachine):
    """Every refusal is one of the queue's own; `seen` keeps posts as they once were, to decide by old versions."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        self.queue = open_queue(home=self.home)
        self.claims: list[Claim] = []
        self.seen: list[Post] = []

    def teardown(self) -> None:
        self.queue.close()
        shutil.rmtree(self.home)

    def tried(self, what: Any) -> None:
        try:
            result = what()
        except StoreUnavailable:
            raise
        except QueueError:
            return
        self.seen += result if isinstance(result, list) else [result]

    @rule(state=beginnings, slot_at=slots, hold=st.sampled_from(["", "", "waits"]))
    def add(self, state: State, slot_at: datetime | None, hold: str) -> None:
        post = NewPost(account="x", share=SHARE, state=state, due_at=NOW, slot_at=slot_at, hold=hold)
        self.tried(lambda: self.queue.add([post], entry_id=None, now=NOW, who="dana", why="test"))

    @rule()
    def claim(self) -> None:
        claim = self.queue.claim(
            "x",
            now=NOW,
            lease=HOUR,
            worker="w",
            doubt=DOUBT,
            prepare=lambda post: Payload(key="k", body=b"b", media=PICTURE),
        )
        assert not claim or claim.payload.media == PICTURE
        self.claims += [claim] if claim else []

    @rule(data=st.data(), verdict=verdicts)
    def settle(self, data: st.DataObject, verdict: Verdict) -> None:
        if self.claims:
            claim = data.draw(st.sampled_from(self.claims))
            self.tried(lambda: self.queue.settle(claim, verdict, now=NOW, who="sharebot"))

    @rule(data=st.data(), verdict=verdicts, who=who)
    def move(self, data: st.DataObject, verdict: Verdict, who: str) -> None:
        if self.seen:
            post = data.draw(st.sampled_from(self.seen))
            self.tried(lambda: self.queue.move(post, verdict, now=NOW, who=who))

    @rule(data=st.data(), due_at=times, slot_at=slots, hold=st.sampled_from([None, "", "waits"]), anew=st.booleans())
    def change(
        self, data: st.DataObject, due_at: datetime, slot_at: datetime | None, hold: str | None, anew: bool
    ) -> None:
        if self.seen:
            post = data.draw(st.sampled_from(self.seen))
            how: Any = {"due_at": due_at, "slot_at": slot_at, "hold": hold, "share": SHARE if anew else None}
            self.tried(lambda: self.queue.change(post, now=NOW, who="dana", why="test", **how))

    @rule(paused=st.sampled_from([False, False, False, True]))
    def pause(self, paused: bool) -> None:
        if paused:
            self.queue.pause("x", reason="test", now=NOW, who="dana")
        else:
            self.queue.resume("x", now=NOW, who="dana")

    @rule(until=times)
    def rest(self, until: datetime) -> None:
        self.queue.rest("x", until=until, now=NOW)

    @rule()
    def look_for_work(self) -> None:
        account = self.queue.account("x")
        stopped = account.paused_at is not None or (account.rests_until or NOW) > NOW
        assert not (stopped and (self.queue.peek("x", now=NOW) or self.queue.unsure("x", now=NOW)))

    @invariant()
    def every_history_is_a_walk_over_the_drawing_that_ends_where_the_post_is(self) -> None:
        for post in self.queue.posts(EVERYTHING):
            steps = self.queue.history(post.id)
            assert steps[0].before is None
            assert steps[-1].after is post.state
            for step, after in pairwise(steps):
                assert step.after is after.before
                assert after.after is after.before or after.after in MOVES[step.after]

    @invariant()
    def only_what_is_being_sent_has_a_lease_a_worker_and_an_open_attempt(self) -> None:
        for post in self.queue.posts(EVERYTHING):
            sending = post.state is State.SENDING
            assert (post.lease_until is not None, post.worker != "") == (sending, sending)
            attempts = self.queue.attempts(post.id)
            assert [attempt.number for attempt in attempts] == list(range(1, len(attempts) + 1))
            assert [attempt.ended_at is None for attempt in attempts] == [False] * (len(attempts) - sending) + [
                True
            ] * sending
            assert not sending or (post.payload and post.doubt)

    @invariant()
    def a_sent_post_has_its_receipt_and_no_slot_is_given_twice(self) -> None:
        posts = self.queue.posts(EVERYTHING)
        assert all((post.receipt is not None) == (post.state is State.SENT) for post in posts)
        taken = [post.slot_at for post in posts if post.slot_at and post.state not in {State.CANCELLED, State.FAILED}]
        assert sorted(taken) == self.queue.taken_slots("x", NOW - HOUR)
        assert len(taken) == len(set(taken))


AnyOrder.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestAnyOrder = AnyOrder.TestCase
