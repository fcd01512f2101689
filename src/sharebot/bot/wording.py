"""What each account says of an entry: whom it tags, in which style, with which picture; each time in other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sharebot.bot.pictures import Shown, illustrated
from sharebot.bot.tagging import Tag, for_account, is_again, may_have_been_public, said_before, shares_before, words
from sharebot.errors import SharebotError
from sharebot.model import PLAIN_STYLE, Author, Entry, Post, Share, State, Style
from sharebot.ports import Compose, Rules

TEXTS = 10
"""How many texts are tried where an edit has given one that readers know already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All but `compose` are by account. Every method raises SharebotError where no share can be made."""

    compose: Compose
    rules: Mapping[str, Rules]
    tags: Mapping[str, Tag] = field(default_factory=dict)
    styles: Mapping[str, Style] = field(default_factory=dict)
    pictures: Mapping[str, Shown] = field(default_factory=dict)

    def tagged(self, authors: tuple[Author, ...], account: str, *, again: bool) -> tuple[Author, ...]:
        return for_account(authors, self.tags.get(account, Tag.STATED), again=again)

    def style(self, account: str) -> Style:
        return self.styles.get(account, PLAIN_STYLE)

    def in_form(self, template: str) -> Wording:
        """With that template for every account; an empty one leaves each its own."""
        if not template:
            return self
        return replace(self, styles={name: replace(self.style(name), template=template) for name in self.rules})

    def share(
        self, entry: Entry, authors: tuple[Author, ...], account: str, number: int = 0, *, again: bool = False
    ) -> Share:
        """`number`: how many shares of the entry come before it. `again`: readers were told of it; nobody is tagged."""
        rules, tagged = self.rules[account], self.tagged(authors, account, again=again)
        share = self.compose(entry, tagged, rules, self.style(account), round=number)
        return illustrated(share, entry, authors, self.pictures.get(account, Shown.CARD), rules)

    def anew(self, post: Post, entry: Entry, authors: tuple[Author, ...], posts: Sequence[Post]) -> Share | None:
        """What the post would say by what is known now; None where an earlier one of the entry's says the same."""
        number, again = shares_before(post, posts), is_again(post, posts)
        share = self.share(entry, authors, post.account, number, again=again)
        return None if said_before(share, post, posts) else share

    def another(self, entry: Entry, authors: tuple[Author, ...], account: str, posts: Sequence[Post]) -> Share:
        """Other words than any of the account's earlier `posts` of the entry has."""
        again = may_have_been_public(posts, account)
        known = {words(post.share) for post in posts}
        first = sum(post.state is not State.CANCELLED for post in posts)
        for number in range(first, first + TEXTS):
            share = self.share(entry, authors, account, number, again=again)
            if words(share) not in known:
                return share
        raise SharebotError(f"{entry.title}: no words are left that {account} has not used; write some yourself")
