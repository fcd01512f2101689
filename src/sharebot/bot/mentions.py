"""Whether a share may still mention whom it mentions, asked when it is about to be sent.

Between queueing and sending an author may have said stop, and a handle may have passed to somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sharebot.bot.identities import Identities
from sharebot.model import TAGGED, KnownHandle, Person, Post, Share, Standing
from sharebot.ports import Queue, Rules

Plainly = Callable[[Share, Mapping[str, str], Rules, str], Share]
"""compose.named_plainly: a share without some of its mentions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwelcome:
    """A mention that must not go out: the handle as it stands in the text, whose it is, and why."""

    handle: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    queue: Queue
    identities: Identities
    plainly: Plainly

    def without_unwelcome(self, post: Post, rules: Rules) -> tuple[Share, str] | None:
        """The share with plain names where a mention is no longer right, and why; None if it may go out as it is."""
        if not post.share.mentions:
            return None
        found = self.forbidden(post.share, rules) if post.entry_id is None else self._found(post, post.entry_id, rules)
        if not found:
            return None
        share = post.share
        for each in found:
            share = self.plainly(share, {each.handle.casefold(): each.name}, rules, each.why)
        return share, "; ".join(f"{each.name} is named plainly: {each.why}" for each in found)

    def forbidden(self, share: Share, rules: Rules) -> list[Unwelcome]:
        """Whom a text that is of no entry mentions although they said that they do not want it."""
        known = self.queue.people_with((rules.platform, handle) for handle in share.mentions)
        return [each for handle in share.mentions for each in _opted_out(handle, known, rules)]

    def _found(self, post: Post, entry_id: int, rules: Rules) -> list[Unwelcome]:
        people = self.queue.people_of(entry_id)
        return [each for handle in post.share.mentions for each in self._unwelcome(handle, people, rules, post)]

    def all_plain(self, post: Post, rules: Rules, why: str) -> Share:
        """The share without any mention."""
        people = self.queue.people_of(post.entry_id) if post.entry_id is not None else []
        names = {
            known.handle.casefold(): person.name
            for person in people
            for known in person.handles
            if known.platform == rules.platform
        }
        wanted = {handle.casefold(): names.get(handle.casefold(), "") for handle in post.share.mentions}
        return self.plainly(post.share, wanted, rules, why)

    def _unwelcome(self, handle: str, people: list[Person], rules: Rules, post: Post) -> Iterator[Unwelcome]:
        for person in people:
            known = person.handle(rules.platform, handle)
            if known and (why := self._why_not(known, person, by_hand=bool(post.edited_by))):
                yield Unwelcome(handle=handle, name=person.name, why=why)
                return

    def _why_not(self, known: KnownHandle, person: Person, *, by_hand: bool) -> str:
        """A person who wrote the mention by hand has decided what no machine had proven, but not for its owner."""
        if why := _why_never(known, person):
            return why
        if known.standing not in TAGGED and not (by_hand and known.standing is Standing.CANDIDATE):
            return f"{known.handle} is not to be used: {known.note or known.standing}"
        return self._why_another(known)

    def _why_another(self, known: KnownHandle) -> str:
        """Whether the platform gives the handle to somebody else by now; what it does not say is no reason."""
        identity = self.identities.of(known.platform, known.handle)
        if identity is None:
            return ""
        if not identity.exists:
            return f"{known.platform} has no account {known.handle} any more"
        pinned = known.identity.id if known.identity else ""
        if pinned and identity.id and identity.id != pinned:
            return f"{known.handle} belongs to another account on {known.platform} by now"
        return ""


def _why_never(known: KnownHandle, person: Person) -> str:
    if person.may_be_tagged_on(known.platform) and known.standing is not Standing.OPTED_OUT:
        return ""
    return f"never to be tagged, said by {person.forbidden_by or known.by}"


def _opted_out(handle: str, people: list[Person], rules: Rules) -> Iterator[Unwelcome]:
    for person in people:
        known = person.handle(rules.platform, handle)
        if known and known.standing is not Standing.REJECTED and (why := _why_never(known, person)):
            yield Unwelcome(handle=handle, name=person.name, why=why)
            return
