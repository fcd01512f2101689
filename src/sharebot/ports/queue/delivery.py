"""Deliveries: claiming what is due, settling it, and whether an account may send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sharebot.model import AccountState, Doubt, Payload, Post, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A post that this worker alone may send now: SENDING, with its attempt and payload committed.

    `doubted`: whether an earlier attempt was in doubt already when this one began, so that it is a repeat under a key.
    """

    post: Post
    payload: Payload
    attempt: int
    lease_until: datetime
    doubted: bool = False

    @property
    def may_be_public(self) -> bool:
        """Whether an earlier attempt may have made it public, also one that looks did not find."""
        return self.doubted or (self.post.doubt is not None and self.post.doubt.missed)


class Deliveries(Protocol):
    def peek(self, account: str, *, now: datetime) -> Post | None:
        """The post that claim would take now."""
        ...

    def claim(
        self,
        account: str,
        *,
        only: int | None = None,
        now: datetime,
        lease: timedelta,
        worker: str,
        doubt: Doubt,
        prepare: Callable[[Post], Payload],
    ) -> Claim | None:
        """QUEUED → SENDING for the account's next due post: neither held nor of an account that is paused or rests.

        `only`: that post or none. From now until it is settled the post may be public: `doubt` is stored with it,
        unless an older doubt stands (one that looks have missed leaves its mark in the new one). `prepare` freezes the
        payload inside the transaction, unless it is frozen
        already; what it raises undoes the claim and comes through. The attempt, key and payload are on disk when
        this returns; the claim's payload has its media.
        """
        ...

    def settle(self, claim: Claim, verdict: Verdict, *, now: datetime, who: str) -> Post:
        """SENDING → the verdict's state; closes the attempt, writes the history, and lets the account rest if it must.

        The media of a post that is sent are let go, as they are when it is cancelled or thawed.

        Raises LeaseLost if the post is no longer in this attempt, unless the verdict is SENT and the post UNSURE: a
        late receipt is still a receipt.
        """
        ...

    def orphans(self, *, now: datetime, all_workers: bool) -> list[Claim]:
        """Claims whose lease has run out; with `all_workers` every open claim (when no other worker can be alive).

        They are marked `doubted` and come without media: nothing is sent by them any more.
        """
        ...

    def unsure(self, account: str, *, now: datetime) -> list[Post]:
        """UNSURE posts of the account that are due for a look or a repeat; none while it is paused or rests."""
        ...

    def next_due(self, account: str) -> datetime | None:
        """When the account next has something to do: a queued post, an unsure one, or a lease that runs out.

        Posts wait for the end of the account's rest, leases do not.
        """
        ...

    def overdue(self, account: str, *, before: datetime) -> list[Post]:
        """QUEUED posts, not held and not in doubt, that were due before that moment; oldest first."""
        ...

    def kept_picture(self, name: str) -> bytes:
        """The bytes that a new post brought under that name (Image.kept), kept until it is sent. Raises NotFound."""
        ...

    # Accounts

    def rest(self, account: str, *, until: datetime, now: datetime) -> AccountState:
        """Let no post of the account be claimed, and none be looked up, before that moment; the latest one counts.

        A moment that is past already changes nothing. Whether the account is paused is another matter.
        """
        ...

    def account(self, name: str) -> AccountState: ...

    def accounts(self) -> list[AccountState]:
        """Those of which the queue knows anything."""
        ...

    def pause(self, account: str, *, reason: str, now: datetime, who: str) -> AccountState: ...

    def resume(self, account: str, *, now: datetime, who: str) -> AccountState:
        """Ends a pause, and a rest too."""
        ...
