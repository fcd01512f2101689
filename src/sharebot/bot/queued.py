"""Unsent posts follow the register: what a person decides about an author changes their words at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharebot.bot.mentions import Mentions
from sharebot.bot.moving import ME
from sharebot.bot.wording import Wording
from sharebot.errors import Changed, IllegalMove, SharebotError
from sharebot.model import (
    ALL,
    UNSENT,
    Author,
    Entry,
    EntryRecord,
    Person,
    Post,
    PostFilter,
    Share,
    name_key,
)
from sharebot.ports import AuthorRules, Clock, Queue

RACES = 5
"""How often to look again at a post that somebody else changes at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requeued:
    queue: Queue
    author_rules: AuthorRules
    wording: Wording
    mentions: Mentions
    clock: Clock

    def after(self, person: Person, *, who: str, why: str) -> tuple[Post, ...]:
        """Give the unsent posts of a person's entries the words that the register asks for now.

        Returns those whose text is another one than before; in others it may be no more than the reason for it.
        """
        return tuple(post for record in self.queue.entries_of(person.id) for post in self._of_entry(record, who, why))

    def welcome(self, post_id: int) -> Post | None:
        """Name plainly in an unsent post whomever it may not mention any more; None where it is right as it is."""
        post = self.queue.post(post_id)
        if post.account not in self.wording.rules or post.state not in UNSENT or post.doubt is not None:
            return None
        found = self.mentions.without_unwelcome(post, self.wording.rules[post.account])
        return found and self.queue.change(post, now=self.clock.now(), who=ME, why=found[1], share=found[0])

    def authors(self, record: EntryRecord) -> tuple[Author, ...]:
        """The entry's authors as the register knows them now."""
        people = self.queue.people_of(record.id)
        return tuple(self._as_known(author, people) for author in record.authors)

    def _as_known(self, author: Author, people: Sequence[Person]) -> Author:
        key = name_key(author.name)
        person = next((person for person in people if key in person.keys), None)
        return self.author_rules.applied(author, person) if person else author

    def _of_entry(self, record: EntryRecord, who: str, why: str) -> Iterator[Post]:
        posts = self.queue.posts(PostFilter(entry_id=record.id, limit=ALL))
        known = [post for post in posts if post.account in self.wording.rules]
        unsent = [post for post in known if post.state in UNSENT and post.doubt is None]
        authors = self.authors(record) if unsent else ()
        for post in unsent:
            changed = self._reworded(post, record.entry, authors, posts, why=f"{why} (by {who})")
            if changed and changed.share.text != post.share.text:
                yield changed

    def _reworded(
        self, post: Post, entry: Entry, authors: tuple[Author, ...], posts: Sequence[Post], *, why: str
    ) -> Post | None:
        """The post with other words; None where they are the same, or it has gone out meanwhile."""
        for _ in range(RACES):
            share = self._share(post, entry, authors, posts)
            if share is None or share == post.share:
                return None
            try:
                # In the machine's name: a text that a person wrote stays that person's, any other the machine's.
                return self.queue.change(post, now=self.clock.now(), who=ME, why=why, share=share)
            except Changed:
                post = self.queue.post(post.id)
            except IllegalMove:
                return None
        raise Changed(f"post {post.id} is being changed by somebody else all the time; try again")

    def _share(self, post: Post, entry: Entry, authors: tuple[Author, ...], posts: Sequence[Post]) -> Share | None:
        if post.state not in UNSENT or post.doubt is not None:
            return None
        rules = self.wording.rules[post.account]
        if not post.edited_by:
            try:
                if share := self.wording.anew(post, entry, authors, posts):
                    return share
            except SharebotError:  # there is no room for what is known now: then only what must go goes
                pass
        found = self.mentions.without_unwelcome(post, rules)
        return found[0] if found else None
