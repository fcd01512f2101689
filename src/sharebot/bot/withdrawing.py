"""delete: a person takes a sent post back from its network. It stays SENT, and nothing makes it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sharebot.errors import Changed, IllegalMove, OutcomeUnknown, SendError, Throttled
from sharebot.model import ALL, UNSENT, Post, PostFilter, State, Verdict, Withdrawal
from sharebot.ports import Clock, Platform, Queue, Removal, Removes

TRIES = 3
"""How often a network is asked whose answers are lost: a post that is gone can be removed again without harm."""

RACES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What came of it. `cancelled`: later shares of the article on the account; `going`: those that nobody can stop."""

    post: Post
    cancelled: tuple[Post, ...] = ()
    going: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawing:
    """`connect`: an account's platform; raises NotFound where there is no such account."""

    queue: Queue
    connect: Callable[[str], Platform]
    clock: Clock
    who: str

    def ready(self, post_id: int) -> Post:
        """The post, if it can be taken back, or was: asked before a person is. Raises IllegalMove and NotFound."""
        post = self.queue.post(post_id)
        if post.state is not State.SENT or post.receipt is None:
            raise IllegalMove(f"post {post_id} is {post.state}, not sent{_instead(post)}")
        if not post.withdrawn:
            self._platform(post.account)
        return post

    def withdraw(self, post_id: int, reason: str = "", *, look_only: bool = False) -> Withdrawn:
        """Ask the network to remove it, and write down what it said. Raises SendError where it was not removed.

        `look_only`: the network is not asked; what becomes of later shares is what the caller takes back.
        """
        post = self.ready(post_id)
        if not (post.withdrawn or look_only):
            post = self._removed(post, reason)
        return self._alone(post)

    # On the network ---------------------------------------------------------------------------------------------------

    def _removed(self, post: Post, reason: str) -> Post:
        """The history has it before the request leaves, so that a power cut leaves no riddle."""
        asked = f"{post.account} is asked to remove it" + (f" ({reason})" if reason else "")
        self._note(post, asked)
        try:
            said = self._asked(post)
        except SendError as error:
            self._note(post, f"not taken back: {error}")
            raise _told(error, post) from error.__cause__
        withdrawal = Withdrawal(at=self.clock.now(), by=self.who, said=said, reason=reason)
        return self.queue.withdraw(post.id, withdrawal)

    def _asked(self, post: Post) -> str:
        """What the network says. Only a lost answer is asked for again: what it refuses, it would refuse again."""
        platform, receipt = self._platform(post.account), post.receipt
        if receipt is None:
            raise AssertionError(f"post {post.id} is sent without a receipt")
        for number in range(TRIES):
            try:
                return _in_words(platform.remove(receipt), post.account, again=number > 0)
            except OutcomeUnknown as error:
                lost = error
        raise OutcomeUnknown(
            f"post {post.id} may be gone from {post.account} or not, {TRIES} answers were lost ({lost}); "
            f"sharebot delete {post.id} asks again and does no harm"
        )

    def _platform(self, account: str) -> Removes:
        platform = self.connect(account)
        if not isinstance(platform, Removes):
            raise IllegalMove(f"{account} takes no post back by way of sharebot; delete it there by hand")
        return platform

    def _note(self, post: Post, why: str) -> None:
        self.queue.note(post.id, now=self.clock.now(), who=self.who, why=why)

    # Later shares -----------------------------------------------------------------------------------------------------

    def _alone(self, post: Post) -> Withdrawn:
        """Whoever takes an article's share back does not want the next one there."""
        if post.entry_id is None:
            return Withdrawn(post=post)
        others = self.queue.posts(PostFilter(entry_id=post.entry_id, account=post.account, limit=ALL))
        after = [self._cancelled(other, post) for other in others if other.id != post.id and _is_open(other)]
        return Withdrawn(
            post=post,
            cancelled=tuple(other for other in after if other.state is State.CANCELLED),
            going=tuple(other for other in after if other.state is not State.CANCELLED),
        )

    def _cancelled(self, other: Post, post: Post) -> Post:
        for _ in range(RACES):
            if other.state not in UNSENT or other.doubt:
                break
            verdict = Verdict(kind="staff", state=State.CANCELLED, reason=f"post {post.id} was taken back")
            try:
                return self.queue.move(other, verdict, now=self.clock.now(), who=self.who)
            except (Changed, IllegalMove):
                other = self.queue.post(other.id)
        return other


def _is_open(post: Post) -> bool:
    """Whether it waits, or may be going out at this moment."""
    return post.state in UNSENT | {State.SENDING, State.UNSURE}


def _told(error: SendError, post: Post) -> SendError:
    """Nobody but the person asks again."""
    if not isinstance(error, Throttled) or error.retry_at is None:
        return error
    when = f"{error.retry_at:%Y-%m-%d %H:%M} UTC"
    return Throttled(
        f"post {post.id} stays: {post.account} wants no request before {when}; then sharebot delete {post.id} again",
        retry_at=error.retry_at,
    )


def _in_words(removal: Removal, account: str, *, again: bool) -> str:
    """After a lost answer nobody can tell whether it was the first request that removed it."""
    if removal is Removal.REMOVED:
        return f"{account} has removed it"
    return f"{account} has it no more; an answer was lost before" if again else f"it was gone from {account} already"


def _instead(post: Post) -> str:
    """What staff probably want instead."""
    match post.state:
        case State.DRAFT | State.QUEUED:
            return f": sharebot cancel {post.id}"
        case State.UNSURE:
            return f": sharebot resolve {post.id} --sent URL, if you see it there"
        case State.SENDING:
            return " yet: wait a moment"
        case _:
            return ", so nothing of it is public"
