"""The queue's posts: looking at them, and changing what staff may change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypedDict, Unpack

from sharebot.model import Attempt, Doubt, NewPost, Post, PostFilter, Share, State, Step, Tally, Verdict, Withdrawal


class Change(TypedDict, total=False):
    """What changes of a post that is not moved; what is None, or not named, stays.

    `due_at` replaces the slot too: `slot_at` is the new slot or None. `undated` takes the due time away.
    """

    share: Share | None
    due_at: datetime | None
    slot_at: datetime | None
    undated: bool
    hold: str | None
    looks: int | None
    doubt: Doubt | None


class Posts(Protocol):
    def post(self, post_id: int) -> Post:
        """Raises NotFound."""
        ...

    def posts(self, wanted: PostFilter) -> list[Post]:
        """In order of due time (undated last), then id, unless another order is wanted."""
        ...

    def count(self, wanted: PostFilter) -> int:
        """How many posts there are of that kind, whatever the limit."""
        ...

    def attempts(self, post_id: int) -> list[Attempt]: ...

    def history(self, post_id: int) -> list[Step]: ...

    def attempted(self, account: str, *, since: datetime, until: datetime) -> list[Share]:
        """What the account's attempts that began in that time may have made public, once for each, oldest first.

        Those that surely sent nothing are left out; one that is still open counts.
        """
        ...

    def taken_slots(self, account: str, since: datetime) -> list[datetime]:
        """Slots of that account's calendar, from `since` on, that posts occupy (unsent or sent)."""
        ...

    def giving_way(self, account: str) -> list[Post]:
        """The account's unsent re-shares and posts from the archive, which leave their slots to new posts."""
        ...

    def first_shares(self, account: str, *, since: datetime, until: datetime) -> list[Post]:
        """The posts by which the account was first seen to share an entry, sent in that time; oldest first."""
        ...

    def counts(self) -> dict[tuple[str, State], int]:
        """How many posts each account has in each state."""
        ...

    def open_tallies(self) -> list[Tally]:
        """How many posts are neither sent nor cancelled, by account, state, hold and whether they have a due time."""
        ...

    # Moving

    def add(self, posts: Sequence[NewPost], *, entry_id: int | None, now: datetime, who: str, why: str) -> list[Post]:
        """Insert posts outside a poll. Raises SlotTaken, and Changed where the entry has that round already."""
        ...

    def move(self, post: Post, verdict: Verdict, *, now: datetime, who: str) -> Post:
        """Move a post by an allowed move; a no-op in state is refused. FAILED → QUEUED resets tries and drops the slot.

        Into and out of SENDING only claim and settle lead. What is sent, failed or cancelled keeps its due time.

        Raises IllegalMove, and Changed if the post is no longer of that version. A post in doubt may not be
        cancelled.
        """
        ...

    def change(
        self,
        post: Post,
        *,
        now: datetime,
        who: str,
        why: str,
        **changes: Unpack[Change],
    ) -> Post:
        """Change a post without moving it. With `why` empty no history row is written.

        A new share or hold needs the post unsent and not in doubt; a share alone may also be given to a FAILED post
        that is not in doubt, for that is surely not public. A share thaws the post; one by anybody but sharebot
        itself marks it as edited by hand. Raises IllegalMove, Changed, SlotTaken.
        """
        ...

    def withdraw(self, post_id: int, withdrawal: Withdrawal) -> Post:
        """Write down that a SENT post was taken back from its network. It stays SENT, with its receipt and its times.

        The first withdrawal stands. Raises IllegalMove for a post that is not SENT.
        """
        ...

    def note(self, post_id: int, *, now: datetime, who: str, why: str) -> None:
        """Add a row to the post's history that changes nothing of it."""
        ...
