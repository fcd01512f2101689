"""Which posts staff mean: by number, by entry, by author, by account; several kinds together narrow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from sharebot.errors import NotFound
from sharebot.model import ALL, UNSENT, Person, Post, PostFilter, State
from sharebot.ports import Queue

POSSIBLE: Mapping[str, PostFilter] = {
    "approve": PostFilter(awaiting=True),
    "cancel": PostFilter(states=UNSENT, sure=True),
    "reschedule": PostFilter(states=UNSENT, sure=True),
    "now": PostFilter(states=UNSENT, sure=True),
    "retry": PostFilter(states=frozenset({State.FAILED})),
    "delete": PostFilter(states=frozenset({State.SENT})),
}
"""By verb: the posts that it may be said of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What staff wrote; empty fields do not choose.

    `entry` is its number, its address or its id in the feed; `author` is WHO as for the register.
    """

    ids: tuple[int, ...] = ()
    entry: str = ""
    author: str = ""
    account: str = ""

    @property
    def by_number_alone(self) -> bool:
        return bool(self.ids) and not (self.entry or self.author or self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """`find` knows the register's people; `accounts` are those of the settings."""

    queue: Queue
    find: Callable[[str], Person]
    accounts: Collection[str]

    def wanted(self, choice: Choice, among: PostFilter | None = None) -> PostFilter:
        """The filter that a choice means, in addition to another. Raises NotFound for what nobody knows."""
        return replace(
            among or PostFilter(),
            ids=choice.ids,
            entry_id=self._entry(choice.entry) if choice.entry else None,
            author=self.find(choice.author).id if choice.author else None,
            account=self._account(choice.account) if choice.account else "",
        )

    def posts(self, verb: str, choice: Choice) -> list[Post]:
        """What is chosen, in order of due time; where no post is named, those of which the verb can be said."""
        among = None if choice.ids else POSSIBLE[verb]
        found = self.queue.posts(replace(self.wanted(choice, among), limit=ALL))
        return [post for post in found if choice.ids or not post.withdrawn]

    def _entry(self, word: str) -> int:
        if word.isdecimal():
            try:
                return self.queue.entry(int(word)).id
            except (NotFound, OverflowError):  # a feed may count its entries itself
                pass
        record = self.queue.find_entry([word, word.removesuffix("/"), f"{word}/"])
        if record is None:
            raise NotFound(f"no entry is known as {word!r}; sharebot why ID tells a post's entry")
        return record.id

    def _account(self, name: str) -> str:
        """One that the settings have, or that posts are left of."""
        if name not in self.accounts and not any(name == known for known, _ in self.queue.counts()):
            raise NotFound(f"there is no account {name}; SHAREBOT_ACCOUNTS has {', '.join(self.accounts)}")
        return name
