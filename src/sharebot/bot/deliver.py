"""deliver: claim → publish → judge → settle, one lane an account.

A lane is walked by one thread at a time; other lanes, and other processes on the same queue, do not disturb it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot import judge
from sharebot.bot.judge import Lost, Moment, Next
from sharebot.errors import Changed, IllegalMove, LeaseLost, NotFound, Rejected, Unavailable
from sharebot.model import Post, Receipt, State, Verdict
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

PAGE_WAIT = timedelta(minutes=10)
"""When to ask again for a page that does not answer yet."""


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
    alone: bool = False
    stopping: Callable[[], bool] = field(default=lambda: False)

    # The lane ---------------------------------------------------------------------------------------------------------

    def deliver(self, account: str) -> list[Post]:
        """Do everything that the account has to do now; returns the posts whose state changed."""
        lane = self.lanes[account]
        done = [*self._go_on(lane)]
        self._spread(account)
        while not self.stopping() and (taken := self._claim(lane)):
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
                self.tell(
                    "delivery.orphan_without_account", level="error", post=claim.post.id, account=claim.post.account
                )
                continue
            posts.append(self._settle(lane, claim, Lost(claim.post.worker)))
        return posts

    # Sending ----------------------------------------------------------------------------------------------------------

    def _claim(self, lane: Lane) -> tuple[Claim, Moment] | None:
        """The next post that may be sent, and the moment before it was claimed."""
        while post := self.queue.peek(lane.account, now=self.clock.now()):
            if post.doubt is None and not self._page_ready(lane, post):
                continue
            moment = self._moment()
            try:
                claim = self._claim_this(lane, post, moment)
            except Rejected as error:
                self._hold_impossible(post, error)
                continue
            return (claim, moment) if claim else None
        return None

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

    def _hold_impossible(self, post: Post, error: Rejected) -> None:
        hold = f"cannot be sent as it is: {error}; sharebot edit {post.id}"
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
        except Exception as error:  # noqa: BLE001  whatever it was, the request may be out: judge decides
            return error

    def _settle(self, lane: Lane, claim: Claim, outcome: judge.Outcome) -> Post:
        verdict = judge.judge(claim, outcome, lane.platform.guarantee, self._moment())
        try:
            post = self.queue.settle(claim, verdict, now=self.clock.now(), who=ME)
        except LeaseLost:
            self.tell("delivery.lease_lost", post=claim.post.id, account=lane.account, verdict=verdict.kind)
            return self.queue.post(claim.post.id)
        self._tell_verdict(post, verdict, claim.attempt)
        return post

    def _tell_verdict(self, post: Post, verdict: Verdict, attempt: int) -> None:
        event = f"delivery.{verdict.kind.replace(' ', '_')}"
        url = verdict.receipt.url if verdict.receipt else None
        level = "error" if verdict.state is State.FAILED else "info"
        self.tell(
            event, level=level, post=post.id, account=post.account, attempt=attempt, url=url, reason=verdict.reason
        )
        if verdict.pause:
            self.tell("account.paused", level="error", account=post.account, reason=verdict.reason)

    # The page ---------------------------------------------------------------------------------------------------------

    def _page_ready(self, lane: Lane, post: Post) -> bool:
        """Whether the link may be shared now. If not, the post has been cancelled or put off when this returns."""
        if not post.share.link:
            return True
        page = self.page(post.share.link)
        if gone := page.detail if page.state is PageState.GONE else self._leads_elsewhere(post, page):
            self._cancel_gone(post, gone)
            return False
        if page.state is PageState.READY or not lane.platform.public:
            return True
        self._put_off(post, page)
        return False

    def _leads_elsewhere(self, post: Post, page: Page) -> str:
        """Whether the article's address redirects to another article that we know: in words, empty if not.

        WordPress sends a deleted article's visitors to the one whose slug begins alike (redirect_guess_404_permalink,
        wp-includes/canonical.php, 6.1).
        """
        if post.entry_id is None or page.url in {"", post.share.link}:
            return ""
        other = self.queue.find_entry([page.url])
        if other is None or other.id == post.entry_id:
            return ""
        return f"{post.share.link}: the page is gone; the address leads to {page.url} by now"

    def _cancel_gone(self, post: Post, reason: str) -> None:
        self._move(post, Verdict(kind="cancelled", state=State.CANCELLED, reason=reason))

    def _put_off(self, post: Post, page: Page) -> None:
        due_at = self.clock.now() + PAGE_WAIT
        why = f"the page does not answer yet ({page.detail})"
        self.tell("delivery.put_off", post=post.id, account=post.account, reason=why)
        self._change(post, why=why, due_at=due_at, slot_at=post.slot_at)

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
        if verdict.pause:
            self.queue.pause(post.account, reason=verdict.reason, now=self.clock.now(), who=ME)
        if verdict.state is not State.UNSURE:
            return self._move(post, verdict)
        looks = post.looks + (verdict.kind == "looking")
        return self._change(
            post, why=verdict.reason, due_at=verdict.due_at, slot_at=post.slot_at, looks=looks, doubt=verdict.doubt
        )

    def _found(self, lane: Lane, post: Post) -> Receipt | Exception | None:
        if post.payload is None:
            return None
        try:
            return lane.platform.look_up(post.payload)
        except Exception as error:  # noqa: BLE001  a failed look is a value: not an absence, and no reason to stop
            return error

    def _ask(self, post: Post) -> Post:
        """Only a person can go on: take it out of the machine's sight, but not out of theirs."""
        self.tell("delivery.needs_person", level="error", post=post.id, account=post.account)
        why = f"a person must decide: sharebot resolve {post.id} --sent URL, --again or --give-up"
        return self._change(post, why=why, undated=True)

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
        hold = f"was due {_due(post):%Y-%m-%d %H:%M} UTC, {late.days} days ago: sharebot approve {post.id} sends it"
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
        except (Changed, IllegalMove, NotFound) as error:
            self.tell("post.changed_meanwhile", post=post.id, detail=str(error))
            return self.queue.post(post.id)
        self._tell_verdict(moved, verdict, moved.tries)
        return moved

    def _change(self, post: Post, *, why: str, **changes: object) -> Post:
        try:
            return self.queue.change(post, now=self.clock.now(), who=ME, why=why, **changes)  # type: ignore[arg-type]  # passed through as given
        except (Changed, IllegalMove, NotFound) as error:
            self.tell("post.changed_meanwhile", post=post.id, detail=str(error))
            return self.queue.post(post.id)

    def _moment(self) -> Moment:
        boot, ticks = self.clock.steady()
        return Moment(at=self.clock.now(), boot=boot, ticks=ticks)


def _due(post: Post) -> datetime:
    """The due time of a post that was found by it."""
    if post.due_at is None:
        raise AssertionError(f"post {post.id} was listed as overdue and has no due time")
    return post.due_at
