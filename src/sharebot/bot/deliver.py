"""deliver: claim → publish → judge → settle, one lane an account.

A lane is walked by one thread at a time; other lanes, and other processes on the same queue, do not disturb it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sharebot.bot import judge
from sharebot.bot.judge import Lost, Moment, Next, Unseen
from sharebot.bot.mentions import Mentions
from sharebot.bot.moving import ME, Moving
from sharebot.bot.overdue import Overdue
from sharebot.bot.pictures import Pictures
from sharebot.bot.readiness import Readiness
from sharebot.bot.spending import Postponed
from sharebot.errors import (
    LeaseLost,
    MentionRefused,
    QueueError,
    SendError,
    StoreUnavailable,
    Unavailable,
)
from sharebot.model import Payload, Picture, Post, Receipt, State, Verdict
from sharebot.ports import Claim, Clock, Lane, Page, Queue, Tell
from sharebot.schedule import Calendar

LEASE = timedelta(minutes=5)
"""How long a worker may hold a post. Well above the time-outs of a publish, which add up to less than two minutes."""

SETTLE_WAITS = (1.0, 5.0, 20.0)
"""Seconds between tries to write a verdict down while the database is unavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Everything that a lane needs. `alone`: no other process can be delivering from this queue.

    `postponed`: until when a post must wait for its price's sake, None if it need not. `step`: called before each part
    of the work that is over within a lease.
    """

    queue: Queue
    lanes: Mapping[str, Lane]
    calendars: Mapping[str, Calendar]
    page: Callable[[str], Page]
    clock: Clock
    tell: Tell
    worker: str
    too_late: timedelta
    mentions: Mentions
    pictures: Pictures
    postponed: Callable[[Post], Postponed | None] = field(default=lambda _post: None)
    alone: bool = False
    stopping: Callable[[], bool] = field(default=lambda: False)
    step: Callable[[], None] = field(default=lambda: None)
    sleep: Callable[[float], None] = time.sleep

    # The lane ---------------------------------------------------------------------------------------------------------

    def deliver(self, account: str) -> list[Post]:
        """Do everything that the account has to do now; returns the posts whose state changed."""
        lane = self.lanes[account]
        done = [*self._go_on(lane)]
        self._overdue.spread(account)
        while taken := self._claim(lane, done):
            done.append(self._send(lane, *taken))
        return done

    def recover(self) -> list[Post]:
        """At the start: take back the posts of workers that died. They become unsure, never queued."""
        return self._recover(self.queue.orphans(now=self.clock.now(), all_workers=self.alone))

    def recover_expired(self, account: str) -> list[Post]:
        """While running: take back the account's posts whose worker holds them for longer than its lease."""
        orphans = self.queue.orphans(now=self.clock.now(), all_workers=False)
        return self._recover([claim for claim in orphans if claim.post.account == account])

    def _recover(self, orphans: list[Claim]) -> list[Post]:
        posts = []
        for claim in orphans:
            self.step()
            lane = self.lanes.get(claim.post.account)
            if lane is None:
                posts.append(self._write_down(claim, _without_account(claim)))
            else:
                posts.append(self._settle(lane, claim, Lost(claim.post.worker)))
        return posts

    # Sending ----------------------------------------------------------------------------------------------------------

    def _claim(self, lane: Lane, done: list[Post]) -> tuple[Claim, Moment] | None:
        """The next post that may be sent, and the moment before it was claimed; what may not is added to `done`."""
        while not self.stopping() and (post := self.queue.peek(lane.account, now=self.clock.now())):
            self.step()
            if stopped := self._readiness.stopped(lane, post):
                done.append(stopped)
                continue
            try:
                picture = self._picture(lane, post)
                moment = self._moment()
                claim = self._claim_this(lane, post, moment, picture)
            except QueueError:
                raise
            except Exception as error:  # noqa: BLE001  one post that cannot be prepared must not stop those behind it
                self._hold_impossible(post, error)
                continue
            return (claim, moment) if claim else None
        return None

    def _picture(self, lane: Lane, post: Post) -> Picture | None:
        """Made ready before the claim, since that may take its time; a payload that is frozen has its picture."""
        if post.payload is not None:
            return None
        picture, note = self.pictures.of(post.share, lane.platform.rules)
        if note:
            self.tell("post.picture", post=post.id, account=post.account, reason=note)
        if note and not post.tries:
            self._moving.change(post, why=note)
        return picture

    def _claim_this(self, lane: Lane, post: Post, moment: Moment, picture: Picture | None) -> Claim | None:
        return self.queue.claim(
            lane.account,
            only=post.id,
            now=moment.at,
            lease=LEASE,
            worker=self.worker,
            doubt=moment.doubt(),
            prepare=lambda claimed: lane.platform.prepare(claimed, picture),
        )

    def _hold_impossible(self, post: Post, error: Exception) -> None:
        what = str(error) if isinstance(error, SendError) else f"{type(error).__name__}: {error}"
        hold = f"cannot be sent as it is: {what}; sharebot edit {post.id}, then sharebot approve {post.id}"
        self.tell("delivery.needs_person", level="error", post=post.id, account=post.account, reason=hold)
        self._moving.change(post, why=hold, hold=hold)

    def _send(self, lane: Lane, claim: Claim, claimed: Moment) -> Post:
        self.step()
        self.tell("delivery.started", post=claim.post.id, account=lane.account, attempt=claim.attempt)
        return self._settle(lane, claim, self._publish(lane, claim, claimed))

    def _publish(self, lane: Lane, claim: Claim, claimed: Moment) -> judge.Outcome:
        """What became of the attempt, as a value. Nothing may stand between the two checks and the send."""
        moment = self._moment()
        if judge.too_late_to_repeat(claim, lane.platform.guarantee, moment):
            return Unavailable("the platform may have forgotten the key of the first attempt; nothing was sent")
        if moment.ticks - claimed.ticks > LEASE.total_seconds() / 2 or moment.at > claim.lease_until:
            return Unavailable("this worker stood still for too long after its claim; nothing was sent")
        try:
            return lane.platform.publish(claim.payload)
        except MentionRefused as error:
            return error if claim.may_be_public else self._surely_refused(lane, claim, error)
        except Exception as error:  # noqa: BLE001  whatever it was, the request may be out: judge decides
            return error

    def _surely_refused(self, lane: Lane, claim: Claim, error: MentionRefused) -> judge.Outcome:
        """A last look before the post is sent with plain names: it must not have gone out as it was."""
        found = self._looked_up(lane, claim.payload)
        match found:
            case None:
                return error
            case Receipt():
                return replace(found, found="looked up")
            case _:
                return Unseen(f"{error}; and whether it is public could not be looked up: {found}")

    def _settle(self, lane: Lane, claim: Claim, outcome: judge.Outcome) -> Post:
        verdict = judge.judge(claim, outcome, lane.platform.guarantee, self._moment())
        post = self._write_down(claim, verdict)
        return self._named_plainly(lane, post, str(outcome)) if verdict.kind == "mention refused" else post

    def _named_plainly(self, lane: Lane, post: Post, why: str) -> Post:
        """The same share with plain names, at once. If that is not written down, the next refusal leads here again."""
        share = self.mentions.all_plain(post, lane.platform.rules, why)
        now = self.clock.now()
        return self._moving.change(post, why=f"named plainly: {why}", share=share, due_at=now, slot_at=post.slot_at)

    def _write_down(self, claim: Claim, verdict: Verdict) -> Post:
        url = verdict.receipt.url if verdict.receipt else None
        try:
            post = self._patiently(lambda: self.queue.settle(claim, verdict, now=self.clock.now(), who=ME))
        except LeaseLost:
            level = "error" if url else "info"  # public, and decided otherwise meanwhile: a person must know where
            self.tell(
                "delivery.lease_lost",
                level=level,
                post=claim.post.id,
                account=claim.post.account,
                verdict=verdict.kind,
                url=url,
            )
            return self.queue.post(claim.post.id)
        except StoreUnavailable as error:
            self.tell(
                "delivery.unrecorded",
                level="error",
                post=claim.post.id,
                account=claim.post.account,
                url=url,
                reason=str(error),
            )
            raise
        self._tell_verdict(post, verdict, claim.attempt)
        return post

    def _patiently(self, settle: Callable[[], Post]) -> Post:
        """What is known about an attempt is worth waiting for a database that is locked or full for a moment."""
        for wait in SETTLE_WAITS:
            try:
                return settle()
            except StoreUnavailable as error:
                self.tell("queue.unavailable", level="error", reason=str(error))
                self.sleep(wait)
        return settle()

    def _tell_verdict(self, post: Post, verdict: Verdict, attempt: int) -> None:
        event = f"delivery.{verdict.kind.replace(' ', '_')}"
        url = verdict.receipt.url if verdict.receipt else None
        failed = verdict.state is State.FAILED
        level, reason = ("error", _with_way_out(post, verdict)) if failed else ("info", verdict.reason)
        late = {"late": self._late(post)} if verdict.kind == "sent" else {}
        self.tell(
            event, level=level, post=post.id, account=post.account, attempt=attempt, url=url, reason=reason, **late
        )
        if verdict.pause:
            self.tell("account.paused", level="error", account=post.account, reason=verdict.reason)
        if verdict.state is State.UNSURE and verdict.due_at is None:
            self._tell_needs_person(post, verdict.reason)

    def _late(self, post: Post) -> float | None:
        """Seconds from the time for which it was planned at last until now, when it is public."""
        return round((self.clock.now() - post.due_at).total_seconds(), 3) if post.due_at else None

    def _tell_needs_person(self, post: Post, why: str) -> None:
        reason = _ask_person(post, why)
        self.tell("delivery.needs_person", level="error", post=post.id, account=post.account, reason=reason)

    # Out of UNSURE ----------------------------------------------------------------------------------------------------

    def _go_on(self, lane: Lane) -> list[Post]:
        return [
            self._step(lane, post)
            for post in self.queue.unsure(lane.account, now=self.clock.now())
            if not self.stopping()
        ]

    def _step(self, lane: Lane, post: Post) -> Post:
        self.step()
        moment = self._moment()
        step, wait = judge.next_step(post, lane.platform.guarantee, moment)
        match step:
            case Next.REPEAT:
                return self._move(post, judge.repeat(post, moment))
            case Next.LOOK:
                return self._look(lane, post)
            case Next.WAIT:
                doubt = judge.anchored(post, moment)
                return self._moving.change(post, why="", due_at=moment.at + wait, slot_at=post.slot_at, doubt=doubt)
            case Next.ASK:
                return self._ask(post, "nothing is left that could be looked at")

    def _look(self, lane: Lane, post: Post) -> Post:
        verdict = judge.after_look(post, self._found(lane, post), lane.platform.guarantee, self._moment())
        if verdict.rest_until:
            self.queue.rest(post.account, until=verdict.rest_until, now=self.clock.now())
        if verdict.pause:
            self.queue.pause(post.account, reason=verdict.reason, now=self.clock.now(), who=ME)
            self.tell("account.paused", level="error", account=post.account, reason=verdict.reason)
        if verdict.state is not State.UNSURE:
            return self._move(post, verdict)
        if verdict.due_at is None:
            return self._ask(post, verdict.reason)
        looks = post.looks + (verdict.kind == "looking")
        return self._moving.change(
            post, why=verdict.reason, due_at=verdict.due_at, slot_at=post.slot_at, looks=looks, doubt=verdict.doubt
        )

    def _found(self, lane: Lane, post: Post) -> Receipt | Exception | None:
        return None if post.payload is None else self._looked_up(lane, post.payload)

    def _looked_up(self, lane: Lane, payload: Payload) -> Receipt | Exception | None:
        try:
            return lane.platform.look_up(payload)
        except Exception as error:  # noqa: BLE001  a failed look is a value: not an absence, and no reason to stop
            return error

    def _ask(self, post: Post, why: str) -> Post:
        """Only a person can go on: take it out of the machine's sight, but not out of theirs."""
        self._tell_needs_person(post, why)
        return self._moving.change(post, why=_ask_person(post, why), undated=True)

    # Small steps ------------------------------------------------------------------------------------------------------

    @property
    def _moving(self) -> Moving:
        return Moving(queue=self.queue, clock=self.clock, tell=self.tell)

    @property
    def _readiness(self) -> Readiness:
        return Readiness(moving=self._moving, page=self.page, mentions=self.mentions, postponed=self.postponed)

    @property
    def _overdue(self) -> Overdue:
        return Overdue(moving=self._moving, calendars=self.calendars, too_late=self.too_late)

    def _move(self, post: Post, verdict: Verdict) -> Post:
        moved = self._moving.moved(post, verdict)
        if moved is None:
            return self.queue.post(post.id)
        self._tell_verdict(moved, verdict, moved.tries)
        return moved

    def _moment(self) -> Moment:
        return self._moving.moment()


def _ask_person(post: Post, why: str) -> str:
    return f"{why}; a person must decide: sharebot resolve {post.id} --sent URL, --again or --give-up"


def _with_way_out(post: Post, verdict: Verdict) -> str:
    return f"{verdict.reason}; when its cause is mended, sharebot retry {post.id} sends it again"


def _without_account(claim: Claim) -> Verdict:
    """The verdict on an attempt whose account is no longer in SHAREBOT_ACCOUNTS: nobody is left who could look."""
    reason = f"{claim.post.worker} stopped while sending, and SHAREBOT_ACCOUNTS has no {claim.post.account} any more"
    return Verdict(kind="lost", state=State.UNSURE, reason=reason, doubt=claim.post.doubt)
