"""deliver: claim → publish → judge → settle, one lane an account.

A lane is walked by one thread at a time; other lanes, and other processes on the same queue, do not disturb it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot import judge
from sharebot.bot.judge import Lost, Moment, Next
from sharebot.bot.mentions import Mentions
from sharebot.errors import (
    Changed,
    IllegalMove,
    LeaseLost,
    MentionRefused,
    NotFound,
    OutcomeUnknown,
    QueueError,
    SendError,
    SlotTaken,
    StoreUnavailable,
    Unavailable,
)
from sharebot.model import Payload, Post, Receipt, State, Verdict
from sharebot.ports import Claim, Clock, Lane, Page, PageState, Queue, Tell
from sharebot.schedule import Calendar

ME = "sharebot"
"""Who the history names for what nobody of the staff did."""

LEASE = timedelta(minutes=5)
"""How long a worker may hold a post. Well above the time-outs of a publish, which add up to less than two minutes."""

LATE = timedelta(minutes=5)
"""A post this late was not sent because nothing ran; it is put into the calendar anew."""

STILL_TIMELY = timedelta(hours=1)
"""The first of an account's overdue posts goes out at once if it is less late than this."""

SETTLE_WAITS = (1.0, 5.0, 20.0)
"""Seconds between tries to write a verdict down while the database is unavailable."""

PAGE_WAIT = timedelta(minutes=10)
"""When to ask again for a page that does not answer yet, or is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Everything that a lane needs. `alone`: no other process can be delivering from this queue."""

    queue: Queue
    lanes: Mapping[str, Lane]
    calendars: Mapping[str, Calendar]
    page: Callable[[str], Page]
    clock: Clock
    tell: Tell
    worker: str
    too_late: timedelta
    mentions: Mentions
    alone: bool = False
    stopping: Callable[[], bool] = field(default=lambda: False)
    sleep: Callable[[float], None] = time.sleep

    # The lane ---------------------------------------------------------------------------------------------------------

    def deliver(self, account: str) -> list[Post]:
        """Do everything that the account has to do now; returns the posts whose state changed."""
        lane = self.lanes[account]
        done = [*self._go_on(lane)]
        self._spread(account)
        while not self.stopping() and (taken := self._claim(lane, done)):
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
            lane = self.lanes.get(claim.post.account)
            if lane is None:
                posts.append(self._write_down(claim, _without_account(claim)))
            else:
                posts.append(self._settle(lane, claim, Lost(claim.post.worker)))
        return posts

    # Sending ----------------------------------------------------------------------------------------------------------

    def _claim(self, lane: Lane, done: list[Post]) -> tuple[Claim, Moment] | None:
        """The next post that may be sent, and the moment before it was claimed; what may not is added to `done`."""
        while post := self.queue.peek(lane.account, now=self.clock.now()):
            if post.doubt is None and (stopped := self._stopped_by_page(lane, post)):
                done.append(stopped)
                continue
            if post.doubt is None and (changed := self._without_unwelcome_mentions(lane, post)):
                done.append(changed)
                continue
            moment = self._moment()
            try:
                claim = self._claim_this(lane, post, moment)
            except QueueError:
                raise
            except Exception as error:  # noqa: BLE001  one post that cannot be prepared must not stop those behind it
                self._hold_impossible(post, error)
                continue
            return (claim, moment) if claim else None
        return None

    def _without_unwelcome_mentions(self, lane: Lane, post: Post) -> Post | None:
        """The post with plain names, if it mentions anybody whom it may not; it is taken up again from the start."""
        found = self.mentions.without_unwelcome(post, lane.platform.rules)
        if found is None:
            return None
        share, why = found
        self.tell("post.named_plainly", level="warning", post=post.id, account=post.account, reason=why)
        return self._change(post, why=why, share=share)

    def _claim_this(self, lane: Lane, post: Post, moment: Moment) -> Claim | None:
        return self.queue.claim(
            lane.account,
            only=post.id,
            now=moment.at,
            lease=LEASE,
            worker=self.worker,
            doubt=moment.doubt(),
            prepare=lane.platform.prepare,
        )

    def _hold_impossible(self, post: Post, error: Exception) -> None:
        what = str(error) if isinstance(error, SendError) else f"{type(error).__name__}: {error}"
        hold = f"cannot be sent as it is: {what}; sharebot edit {post.id}, then sharebot approve {post.id}"
        self.tell("delivery.needs_person", level="error", post=post.id, account=post.account, reason=hold)
        self._change(post, why=hold, hold=hold)

    def _send(self, lane: Lane, claim: Claim, claimed: Moment) -> Post:
        self.tell("delivery.started", post=claim.post.id, account=lane.account, attempt=claim.attempt)
        return self._settle(lane, claim, self._publish(lane, claim, claimed))

    def _publish(self, lane: Lane, claim: Claim, claimed: Moment) -> Receipt | Exception:
        """What became of the attempt, as a value. Nothing may stand between the two checks and the send."""
        moment = self._moment()
        if judge.too_late_to_repeat(claim, lane.platform.guarantee, moment):
            return Unavailable("the platform may have forgotten the key of the first attempt; nothing was sent")
        if moment.ticks - claimed.ticks > LEASE.total_seconds() / 2 or moment.at > claim.lease_until:
            return Unavailable("this worker stood still for too long after its claim; nothing was sent")
        try:
            return lane.platform.publish(claim.payload)
        except MentionRefused as error:
            return error if claim.doubted else self._surely_refused(lane, claim, error)
        except Exception as error:  # noqa: BLE001  whatever it was, the request may be out: judge decides
            return error

    def _surely_refused(self, lane: Lane, claim: Claim, error: MentionRefused) -> Receipt | Exception:
        """A last look before the post is sent with plain names: it must not have gone out as it was."""
        found = self._looked_up(lane, claim.payload)
        match found:
            case None:
                return error
            case Receipt():
                return replace(found, found="looked up")
            case _:
                return OutcomeUnknown(f"{error}; and whether it is public could not be looked up: {found}")

    def _settle(self, lane: Lane, claim: Claim, outcome: judge.Outcome) -> Post:
        verdict = judge.judge(claim, outcome, lane.platform.guarantee, self._moment())
        post = self._write_down(claim, verdict)
        return self._named_plainly(lane, post, str(outcome)) if verdict.kind == "mention refused" else post

    def _named_plainly(self, lane: Lane, post: Post, why: str) -> Post:
        """The same share with plain names, at once. If that is not written down, the next refusal leads here again."""
        share = self.mentions.all_plain(post, lane.platform.rules, why)
        now = self.clock.now()
        return self._change(post, why=f"named plainly: {why}", share=share, due_at=now, slot_at=post.slot_at)

    def _write_down(self, claim: Claim, verdict: Verdict) -> Post:
        url = verdict.receipt.url if verdict.receipt else None
        try:
            post = self._patiently(lambda: self.queue.settle(claim, verdict, now=self.clock.now(), who=ME))
        except LeaseLost:
            level = "error" if url else "info"  # public, and decided otherwise meanwhile: a person must know where
            self.tell("delivery.lease_lost", level=level, post=claim.post.id, verdict=verdict.kind, url=url)
            return self.queue.post(claim.post.id)
        except StoreUnavailable as error:
            self.tell("delivery.unrecorded", level="error", post=claim.post.id, url=url, reason=str(error))
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
        level = "error" if verdict.state is State.FAILED else "info"
        self.tell(
            event, level=level, post=post.id, account=post.account, attempt=attempt, url=url, reason=verdict.reason
        )
        if verdict.pause:
            self.tell("account.paused", level="error", account=post.account, reason=verdict.reason)
        if verdict.state is State.UNSURE and verdict.due_at is None:
            self._tell_needs_person(post)

    def _tell_needs_person(self, post: Post) -> None:
        self.tell("delivery.needs_person", level="error", post=post.id, account=post.account, reason=_ask_person(post))

    # The page ---------------------------------------------------------------------------------------------------------

    def _stopped_by_page(self, lane: Lane, post: Post) -> Post | None:
        """The post as it is now if its link may not be shared at this moment; None if it may."""
        if not post.share.link:
            return None
        page = self.page(post.share.link)
        if page.state is PageState.GONE:
            return self._gone(post, page.detail)
        if elsewhere := self._leads_elsewhere(post, page):
            return self._cancel(post, elsewhere)
        if page.protected:
            hold = f"the page asks for a password; sharebot approve {post.id} when it is open"
            return self._change(post, why=hold, hold=hold)
        if page.state is PageState.READY or not lane.platform.public:
            return None
        return self._put_off(post, f"the page does not answer yet ({page.detail})")

    def _leads_elsewhere(self, post: Post, page: Page) -> str:
        """Whether the article's address redirects to another article that we know: in words, empty if not.

        WordPress sends a deleted article's visitors to the one whose slug begins alike (redirect_guess_404_permalink,
        wp-includes/canonical.php, 6.1).
        """
        if post.entry_id is None or page.url in {"", post.share.link}:
            return ""
        from sharebot.compose import untracked  # compose is heavy, and seldom does an article lead elsewhere

        other = self.queue.find_entry([page.url, untracked(page.url, post.share.link)])
        if other is None or other.id == post.entry_id:
            return ""
        return f"{post.share.link}: the page is gone; the address leads to {page.url} by now"

    def _gone(self, post: Post, detail: str) -> Post:
        """A page may be missing for a moment (a cache, a deployment): what is gone twice is gone."""
        if not post.looks:
            return self._put_off(post, f"{detail}; looking again before it is cancelled", looks=1)
        return self._cancel(post, detail)

    def _cancel(self, post: Post, reason: str) -> Post:
        self.tell("post.page_gone", level="warning", post=post.id, account=post.account, reason=reason)
        return self._move(post, Verdict(kind="cancelled", state=State.CANCELLED, reason=reason))

    def _put_off(self, post: Post, why: str, *, looks: int | None = None) -> Post:
        due_at = self.clock.now() + PAGE_WAIT
        self.tell("delivery.put_off", level="warning", post=post.id, account=post.account, reason=why)
        return self._change(post, why=why, due_at=due_at, slot_at=post.slot_at, looks=looks)

    # Out of UNSURE ----------------------------------------------------------------------------------------------------

    def _go_on(self, lane: Lane) -> list[Post]:
        return [
            self._step(lane, post)
            for post in self.queue.unsure(lane.account, now=self.clock.now())
            if not self.stopping()
        ]

    def _step(self, lane: Lane, post: Post) -> Post:
        moment = self._moment()
        step, wait = judge.next_step(post, lane.platform.guarantee, moment)
        match step:
            case Next.REPEAT:
                return self._move(post, judge.repeat(post, moment))
            case Next.LOOK:
                return self._look(lane, post)
            case Next.WAIT:
                doubt = judge.anchored(post, moment)
                return self._change(post, why="", due_at=moment.at + wait, slot_at=post.slot_at, doubt=doubt)
            case Next.ASK:
                return self._ask(post)

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
            return self._ask(post)
        looks = post.looks + (verdict.kind == "looking")
        return self._change(
            post, why=verdict.reason, due_at=verdict.due_at, slot_at=post.slot_at, looks=looks, doubt=verdict.doubt
        )

    def _found(self, lane: Lane, post: Post) -> Receipt | Exception | None:
        return None if post.payload is None else self._looked_up(lane, post.payload)

    def _looked_up(self, lane: Lane, payload: Payload) -> Receipt | Exception | None:
        try:
            return lane.platform.look_up(payload)
        except Exception as error:  # noqa: BLE001  a failed look is a value: not an absence, and no reason to stop
            return error

    def _ask(self, post: Post) -> Post:
        """Only a person can go on: take it out of the machine's sight, but not out of theirs."""
        self._tell_needs_person(post)
        return self._change(post, why=_ask_person(post), undated=True)

    # After down-time --------------------------------------------------------------------------------------------------

    def _spread(self, account: str) -> None:
        """Put posts that became overdue while nothing ran into the next slots; hold those that are too old."""
        now = self.clock.now()
        overdue = self.queue.overdue(account, before=now - LATE)
        fresh = [post for post in overdue if not self._hold_if_too_late(post, now)]
        if fresh and now - _due(fresh[0]) < STILL_TIMELY:
            del fresh[0]
        if fresh:
            self._reslot(account, fresh, now)

    def _hold_if_too_late(self, post: Post, now: datetime) -> bool:
        late = now - _due(post)
        if late <= self.too_late:
            return False
        ago = f"{late.days} days" if late.days > 1 else f"{late // timedelta(hours=1)} hours"
        hold = f"was due {_due(post):%Y-%m-%d %H:%M} UTC, {ago} ago: sharebot approve {post.id} sends it"
        self._change(post, why=hold, hold=hold)
        return True

    def _reslot(self, account: str, overdue: list[Post], now: datetime) -> None:
        calendar = self.calendars[account]
        taken = self.queue.taken_slots(account, now - calendar.reach)
        moments = dict(schedule.spread(calendar, now, [(post.id, _due(post)) for post in overdue], taken))
        for post in overdue:
            was = f"was due {_due(post):%Y-%m-%d %H:%M} UTC while nothing ran"
            due_at = moments.get(post.id)
            if due_at is None:
                hold = f"{was}, and the calendar has no free slot in a year"
                self._change(post, why=hold, hold=hold)
                continue
            self._change(post, why=f"{was}; takes the next slot", due_at=due_at, slot_at=due_at)
            self.tell("post.moved", post=post.id, account=account, due=due_at.isoformat())

    # Small steps ------------------------------------------------------------------------------------------------------

    def _move(self, post: Post, verdict: Verdict) -> Post:
        """Move it, unless somebody else was faster: then it is theirs."""
        try:
            moved = self.queue.move(post, verdict, now=self.clock.now(), who=ME)
        except (Changed, IllegalMove, NotFound, SlotTaken) as error:
            self.tell("post.changed_meanwhile", post=post.id, detail=str(error))
            return self.queue.post(post.id)
        self._tell_verdict(moved, verdict, moved.tries)
        return moved

    def _change(self, post: Post, *, why: str, **changes: object) -> Post:
        try:
            return self.queue.change(post, now=self.clock.now(), who=ME, why=why, **changes)  # type: ignore[arg-type]  # passed through as given
        except (Changed, IllegalMove, NotFound, SlotTaken) as error:
            self.tell("post.changed_meanwhile", post=post.id, detail=str(error))
            return self.queue.post(post.id)

    def _moment(self) -> Moment:
        boot, ticks = self.clock.steady()
        return Moment(at=self.clock.now(), boot=boot, ticks=ticks)


def _ask_person(post: Post) -> str:
    return f"a person must decide: sharebot resolve {post.id} --sent URL, --again or --give-up"


def _without_account(claim: Claim) -> Verdict:
    """The verdict on an attempt whose account is no longer in SHAREBOT_ACCOUNTS: nobody is left who could look."""
    reason = f"{claim.post.worker} stopped while sending, and SHAREBOT_ACCOUNTS has no {claim.post.account} any more"
    return Verdict(kind="lost", state=State.UNSURE, reason=reason, doubt=claim.post.doubt)


def _due(post: Post) -> datetime:
    """The due time of a post that was found by it."""
    if post.due_at is None:
        raise AssertionError(f"post {post.id} was listed as overdue and has no due time")
    return post.due_at
