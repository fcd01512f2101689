"""What to do with a post after an attempt, a look or a lost lease. Pure: a table that a test can walk.

Laws, each once broken by a sketch:

- A key is checked at the moment of sending, not when the repeat is decided (`[answer lost, refused]` made two copies).
- A refusal says nothing about an earlier attempt (`[answer lost, rejected]` ended FAILED while public).
- A failed look is not an absence. Nor is a list that lags: what looks have missed may be public all the same, and a
  refusal that comes after them is a matter for a person (`[answer lost, absent, rejected]` ended FAILED while public).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from sharebot.errors import Locked, MentionRefused, Rejected, SendError, Throttled, Unavailable
from sharebot.model import Doubt, Post, Receipt, State, Verdict
from sharebot.ports import Claim, Guarantee, GuaranteeKind

WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60, 120, 240, 360))
"""How long to wait after the first, second, … attempt that failed; the last wait is used again and again."""

REPEAT_WAITS = (*(timedelta(seconds=s) for s in (0, 2, 5, 15)), *WAITS)
"""How long to wait before a first, second, … repeat under a key; a repeat costs nothing, and ends the doubt."""

LAST_RESORT = 20
"""Attempts (a little over three days of them) after which a person is asked instead of trying again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Now: by the wall clock, and by the steady clock of this boot (see ports.Clock)."""

    at: datetime
    boot: str
    ticks: float

    def doubt(self) -> Doubt:
        return Doubt(at=self.at, boot=self.boot, ticks=self.ticks, last_ticks=self.ticks)


@dataclass(frozen=True, slots=True)
class Lost:
    """The outcome of an attempt whose worker died or stalled: nobody knows what became of the request."""

    worker: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """The outcome of a first attempt that was refused, while a look that was to confirm it failed."""

    why: str


Outcome = Receipt | Exception | Lost | Unseen


LOOKING_ENDS = timedelta(days=7)
"""How old a doubt may grow while every look fails, before a person is asked."""

_AGES = timedelta(days=36500).total_seconds()


class Next(Enum):
    """How an unsure post goes on."""

    REPEAT = "repeat"
    LOOK = "look"
    WAIT = "wait"
    ASK = "ask"


# After an attempt -----------------------------------------------------------------------------------------------------


def judge(claim: Claim, outcome: Outcome, guarantee: Guarantee, moment: Moment) -> Verdict:
    """The verdict on an attempt."""
    match outcome:
        case Receipt():
            return Verdict(kind="sent", state=State.SENT, reason=f"public as {outcome.url}", receipt=outcome)
        case Unavailable() | Locked() | Rejected() if _leaves_doubt(claim, outcome):
            return _still_unsure(claim.post, outcome, guarantee, moment)
        case Locked():
            return Verdict(kind="locked", state=State.QUEUED, reason=str(outcome), due_at=moment.at, pause=True)
        case Rejected():
            return _refused(claim.post, outcome, moment)
        case Unavailable():
            return _try_later(claim, outcome, moment)
        case _:
            post = _with_spent_key(claim, outcome, guarantee, moment)
            return _unsure(post, *_in_words(outcome), guarantee, moment)


def _leaves_doubt(claim: Claim, outcome: SendError) -> bool:
    """Whether an earlier attempt stays in doubt. What looks have missed is simply sent later where nothing was sent."""
    return claim.doubted or (claim.may_be_public and not isinstance(outcome, Unavailable))


def _with_spent_key(claim: Claim, outcome: Outcome, guarantee: Guarantee, moment: Moment) -> Post:
    """The claimed post; where its repeat was the only one that the key is good for, its doubt outlives the key."""
    doubt = replace(anchored(claim.post, moment), refused=isinstance(outcome, Unseen))
    post, life = replace(claim.post, doubt=doubt), guarantee.key_life
    if not guarantee.one_repeat or life is None or not claim.doubted or isinstance(outcome, Lost):
        return post
    spent = moment.ticks - life.total_seconds() - 1
    return replace(post, doubt=replace(doubt, ticks=min(doubt.ticks, spent)))


def _in_words(outcome: Outcome) -> tuple[str, str]:
    """The kind and the reason of an outcome that leaves the post in doubt."""
    match outcome:
        case Lost(worker):
            return "lost", f"{worker} stopped while sending; whether the post is public is not known"
        case SendError():
            return "unknown", str(outcome)
        case Unseen(why):
            return "unknown", why
        case _:
            return "bug", f"{type(outcome).__name__} while sending: {outcome}"


def too_late_to_repeat(claim: Claim, guarantee: Guarantee, moment: Moment) -> bool:
    """Whether a claimed repeat may no longer lean on its key. Ask this last, when the bytes are about to leave."""
    return claim.doubted and not key_lives(claim.post, guarantee, moment)


def key_lives(post: Post, guarantee: Guarantee, moment: Moment) -> bool:
    """Whether the server surely still knows the key of the first attempt in doubt."""
    if guarantee.kind is not GuaranteeKind.KEY or post.doubt is None:
        return False
    if guarantee.key_life is None:
        return True
    return timedelta(0) <= _age(post.doubt, moment) < guarantee.key_life


def _age(doubt: Doubt, moment: Moment) -> timedelta:
    return timedelta(seconds=moment.ticks - _anchored(doubt, moment).ticks)


def _anchored(doubt: Doubt, moment: Moment) -> Doubt:
    """The doubt by the steady clock of this boot.

    Over a reboot, or on another machine, nobody can say how much time has passed (the wall clock may have been set
    meanwhile): the doubt counts as older than any key.
    """
    if doubt.boot == moment.boot:
        return doubt
    return replace(doubt, boot=moment.boot, ticks=moment.ticks - _AGES, last_ticks=moment.ticks)


def _try_later(claim: Claim, outcome: Unavailable, moment: Moment) -> Verdict:
    """Of what looks may have missed nobody can say for good that nothing was sent."""
    post = claim.post
    missed = post.doubt if claim.may_be_public else None
    if outcome.retry_at is None and post.tries >= LAST_RESORT:
        reason = f"nothing was sent in {post.tries} attempts; the last: {outcome}"
        return Verdict(kind="gave up", state=State.UNSURE if missed else State.FAILED, reason=reason, doubt=missed)
    return Verdict(
        kind="not sent",
        state=State.QUEUED,
        reason=str(outcome),
        due_at=max(moment.at + _wait(post.tries), outcome.retry_at or moment.at),
        rest_until=_rest_until(outcome),
        doubt=missed,
    )


def _rest_until(outcome: object) -> datetime | None:
    """A throttled account leaves the platform alone altogether: the next post would be refused like this one."""
    return outcome.retry_at if isinstance(outcome, Throttled) else None


def _refused(post: Post, outcome: Rejected, moment: Moment) -> Verdict:
    """Refused for good; but for its mentions alone it may go out without them, and whoever settles this takes them out.

    Not for ever, should that fail.
    """
    if not isinstance(outcome, MentionRefused) or post.tries >= LAST_RESORT:
        return Verdict(kind="rejected", state=State.FAILED, reason=str(outcome))
    due_at = moment.at + _wait(post.tries)
    return Verdict(kind="mention refused", state=State.QUEUED, reason=str(outcome), due_at=due_at)


def _still_unsure(post: Post, outcome: SendError, guarantee: Guarantee, moment: Moment) -> Verdict:
    """This attempt sent nothing, but an earlier one may have."""
    kind = {Rejected: "rejected", Locked: "locked"}.get(type(outcome), "not sent")
    reason = f"{outcome} (an earlier attempt may have made it public)"
    if isinstance(outcome, Rejected):
        post = replace(post, rejected=str(outcome))
    verdict = _unsure(post, kind, reason, guarantee, moment)
    return replace(verdict, pause=isinstance(outcome, Locked), rest_until=_rest_until(outcome))


def _unsure(post: Post, kind: str, reason: str, guarantee: Guarantee, moment: Moment) -> Verdict:
    doubt = _stirred(post, moment)
    return Verdict(
        kind=kind,
        state=State.UNSURE,
        reason=reason,
        due_at=_when_unsure(replace(post, doubt=doubt, looks=0), guarantee, moment),
        doubt=doubt,
        rejected=post.rejected,
    )


def _when_unsure(post: Post, guarantee: Guarantee, moment: Moment) -> datetime | None:
    """When an unsure post is to be taken up again; None where only a person can go on."""
    if post.tries < LAST_RESORT and not post.rejected and key_lives(post, guarantee, moment):
        return moment.at + max(guarantee.rest, _wait(post.tries, REPEAT_WAITS))
    if post.looks < len(guarantee.looks):
        return moment.at + max(guarantee.rest, guarantee.looks[post.looks])
    return None


def _wait(tries: int, waits: tuple[timedelta, ...] = WAITS) -> timedelta:
    return waits[min(max(tries, 1), len(waits)) - 1]


# Out of UNSURE --------------------------------------------------------------------------------------------------------


def next_step(post: Post, guarantee: Guarantee, moment: Moment) -> tuple[Next, timedelta]:
    """How an unsure post goes on now, and for WAIT how much longer it has to wait."""
    if post.tries < LAST_RESORT and not post.rejected and key_lives(post, guarantee, moment):
        return _after_rest(Next.REPEAT, post, guarantee.rest, moment)
    if post.looks >= len(guarantee.looks):
        return Next.ASK, timedelta(0)
    return _after_rest(Next.LOOK, post, max(guarantee.rest, guarantee.looks[post.looks]), moment)


def _after_rest(step: Next, post: Post, wait: timedelta, moment: Moment) -> tuple[Next, timedelta]:
    """The step, once `wait` has really passed since we last sent or looked, whatever the wall clock says."""
    since = timedelta(seconds=moment.ticks - _stirred_at(post, moment))
    return (step, timedelta(0)) if since >= wait else (Next.WAIT, wait - since)


def _stirred_at(post: Post, moment: Moment) -> float:
    return anchored(post, moment).last_ticks


def after_look(post: Post, found: Receipt | Exception | None, guarantee: Guarantee, moment: Moment) -> Verdict:
    """The verdict on a look-up: found, absent (only when every look found nothing), or unsure still."""
    match found:
        case Receipt():
            reason = f"found by looking: {found.url}"
            return Verdict(kind="found", state=State.SENT, reason=reason, receipt=replace(found, found="looked up"))
        case Exception():
            verdict = _look_again(post, f"looking it up failed: {found}", isinstance(found, Locked), moment)
            return replace(verdict, rest_until=_rest_until(found))
    seen = replace(post, looks=post.looks + 1)
    if seen.looks < len(guarantee.looks):
        return _look_further(seen, guarantee, moment)
    return _absent(seen, guarantee, moment)


def _absent(post: Post, guarantee: Guarantee, moment: Moment) -> Verdict:
    """Every look found nothing. That is proof only where a look reads the very place; lists may lag."""
    doubt = _stirred(post, moment)
    if post.rejected:
        reason = f"not found in {post.looks} looks, and refused: {post.rejected}"
        if guarantee.sure_looks:
            return Verdict(kind="absent", state=State.FAILED, reason=reason)
        return Verdict(kind="gave up", state=State.UNSURE, reason=reason, doubt=doubt, rejected=post.rejected)
    if post.tries >= LAST_RESORT:
        reason = f"not found in {post.looks} looks after {post.tries} attempts"
        return Verdict(kind="gave up", state=State.UNSURE, reason=reason, doubt=doubt)
    reason = f"not found in {post.looks} looks: it is not public; sending it again"
    missed = None if guarantee.sure_looks or doubt.refused else replace(doubt, missed=True)
    return Verdict(kind="absent", state=State.QUEUED, reason=reason, due_at=moment.at, doubt=missed)


def _look_further(post: Post, guarantee: Guarantee, moment: Moment) -> Verdict:
    return Verdict(
        kind="looking",
        state=State.UNSURE,
        reason=f"not found in look {post.looks} of {len(guarantee.looks)}",
        due_at=moment.at + max(guarantee.rest, guarantee.looks[post.looks]),
        doubt=_stirred(post, moment),
    )


def _look_again(post: Post, reason: str, locked: bool, moment: Moment) -> Verdict:
    """Failed looks grow rarer with the age of the doubt; after a week a person is asked."""
    age = _age(post.doubt, moment) if post.doubt else timedelta(0)
    tired = post.doubt is not None and post.doubt.boot == moment.boot and age > LOOKING_ENDS
    return Verdict(
        kind="look failed",
        state=State.UNSURE,
        reason=reason,
        due_at=None if tired else moment.at + min(max(age / 2, WAITS[0]), WAITS[-1]),
        doubt=_stirred(post, moment),
        pause=locked,
    )


def anchored(post: Post, moment: Moment) -> Doubt:
    """The post's doubt by the steady clock of this boot, to be kept while it waits."""
    return _anchored(post.doubt, moment) if post.doubt else moment.doubt()


def _stirred(post: Post, moment: Moment) -> Doubt:
    return replace(anchored(post, moment), last_ticks=moment.ticks, missed=False)


def repeat(post: Post, moment: Moment) -> Verdict:
    """UNSURE → QUEUED for the same bytes under the same key, while the server still knows it."""
    reason = "sending the same bytes under the same key again: the platform keeps one"
    return Verdict(kind="repeat", state=State.QUEUED, reason=reason, due_at=moment.at, doubt=post.doubt)
