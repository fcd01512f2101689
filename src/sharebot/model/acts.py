"""Acts: what one person did by one command, all that it changed, and how each of it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sharebot.model.people import Person
from sharebot.model.posts import AccountState, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChange:
    """A post before and after an act; `before` is None for one that the act made. Frozen payloads are left out.

    `follows`: sharebot itself changed it because of what the person did.
    """

    post_id: int
    before: Post | None
    after: Post
    why: str = ""
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """An account before and after an act."""

    account: str
    before: AccountState
    after: AccountState
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """A record of the register before and after an act; `before` is None for one that the act made.

    `final`: why it cannot be taken back; empty where it can.
    """

    person_id: int
    before: Person | None
    after: Person
    why: str = ""
    final: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One command of one person. Several changes of one thing in it count as one, from its first to its last.

    `what` names the command, `undoes` the act that it took back, `undone_by` the act that has taken it back.
    """

    id: int
    at: datetime
    who: str
    what: str
    undoes: int | None = None
    undone_by: int | None = None
    posts: tuple[PostChange, ...] = ()
    accounts: tuple[AccountChange, ...] = ()
    people: tuple[PersonChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFilter:
    """Which acts to list, newest first; empty fields do not filter. `before_id` pages through long lists."""

    who: str = ""
    since: datetime | None = None
    post_id: int | None = None
    before_id: int | None = None
    limit: int = 100
