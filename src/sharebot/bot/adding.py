"""add: what a person wants to share, an article's page or words of their own → a post an account, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sharebot import schedule
from sharebot.bot.attaching import Attached, Attaching
from sharebot.bot.finding import Finder, Found
from sharebot.bot.identities import Identities
from sharebot.bot.mentions import Mentions
from sharebot.bot.room import Room
from sharebot.bot.tagging import told_before
from sharebot.bot.wording import Wording
from sharebot.errors import Changed, SharebotError, SlotTaken
from sharebot.model import (
    ALL,
    Author,
    Entry,
    EntryRecord,
    NewPost,
    Person,
    Post,
    PostFilter,
    Share,
    Span,
    State,
)
from sharebot.ports import Clock, Queue, Rules

LATELY = timedelta(days=3)
"""Within which an account says nothing twice. X refuses what it has seen lately; how lately, it does not say."""

RACES = 5
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]]")
_OVER = frozenset({State.CANCELLED, State.FAILED})

FromText = Callable[..., Share]
"""compose.from_text."""
Spans = Callable[[str, Rules], Sequence[Span]]
"""compose.spans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for. `at`: None for the next free slots. `text`, `template`: in place of the house's words.

    `again`: accounts that have a post of the article get another. `draft`: it waits for approval all the same.
    """

    accounts: tuple[str, ...]
    at: datetime | None = None
    text: str = ""
    template: str = ""
    again: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One account's share and its moment, None for a draft without one; its post, unless this is only a look."""

    account: str
    platform: str
    share: Share
    due_at: datetime | None
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of it. `left_out`: accounts that got nothing, and why. Without `entry` it is a free post."""

    planned: tuple[Planned, ...]
    entry: Entry | None = None
    feed: str = ""
    record: EntryRecord | None = None
    authors: tuple[Author, ...] = ()
    people: tuple[Person, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    queue: Queue
    finder: Finder
    wording: Wording
    attaching: Attaching
    from_text: FromText
    spans: Spans
    language: Callable[[str], str]
    identities: Identities
    mentions: Mentions
    room: Room
    clock: Clock
    who: str

    # The two verbs ----------------------------------------------------------------------------------------------------

    def page(self, address: str, wish: Wish, *, look_only: bool = False) -> Added:
        """Share the article at that address. Raises SharebotError: then nothing was queued."""
        finder = replace(self.finder, read={})
        return self._patiently(lambda: self._page(_find(finder, address, wish), wish, look_only))

    def find(self, address: str, wish: Wish) -> Found:
        """The article, read but not shared yet. Raises SharebotError."""
        return _find(replace(self.finder, read={}), address, wish)

    def found(self, found: Found, wish: Wish) -> Added:
        """As `page`, of an article that was read before: asks nobody."""
        return self._page(found, wish, look_only=False)

    def free(self, wish: Wish, attached: Attached | None = None, *, look_only: bool = False) -> Added:
        """Share the wish's own text. Raises SharebotError: then nothing was queued."""
        return self._patiently(lambda: self._free(wish, attached, look_only))

    def _patiently(self, add: Callable[[], Added]) -> Added:
        for _ in range(RACES - 1):
            try:
                return add()
            except (SlotTaken, Changed):  # somebody else was faster: what is free now, and what is known now?
                continue
        return add()

    # An article -------------------------------------------------------------------------------------------------------

    def _page(self, found: Found, wish: Wish, look_only: bool) -> Added:
        posts = self.queue.posts(PostFilter(entry_id=found.record.id, limit=ALL)) if found.record else []
        made = [post for post in posts if not post.undone]
        before = {name: [post for post in made if post.account == name] for name in wish.accounts}
        # What was cancelled nobody has read: a person who adds the article wants it after all, in its first words.
        counts = {name: [post for post in those if post.state is not State.CANCELLED] for name, those in before.items()}
        left_out = {name: _has(counts[name]) for name in wish.accounts if counts[name] and not wish.again}
        wanted = [name for name in wish.accounts if name not in left_out]
        if not wanted:
            raise SharebotError(f"nothing was added: {'; '.join(left_out.values())}; --again shares it once more")
        shares = self._each(wanted, lambda name: self._share(found, name, counts[name], wish))
        planned = self._planned(shares, wish)
        if not look_only:
            new = [
                self._new(each, wish, number=max((post.round + 1 for post in before[each.account]), default=0))
                for each in planned
            ]
            planned = self._stored(planned, new, lambda posts: self._take_in(found, posts))
        return Added(
            planned=planned,
            entry=found.entry,
            feed=found.feed,
            record=found.record,
            authors=found.authors,
            people=self._people(found),
            left_out=tuple(left_out.items()),
            notes=(*found.notes, *found.credited.notes, *(_on_mentions(planned) if wish.text else ())),
        )

    def _take_in(self, found: Found, new: Sequence[NewPost]) -> list[Post]:
        intake = replace(found.intake(f"added by {self.who}"), posts=tuple(new))
        return self.queue.take_by_hand(intake, now=self.clock.now(), who=self.who, why=_why(new))

    def _people(self, found: Found) -> tuple[Person, ...]:
        return found.credited.people or (tuple(self.queue.people_of(found.record.id)) if found.record else ())

    def _share(self, found: Found, account: str, before: Sequence[Post], wish: Wish) -> Share:
        wording = self.wording.in_form(wish.template)
        if wish.text:
            base = wording.another(found.entry, found.authors, account, ())
            return self._worded(wish.text, found, base, wording.rules[account])
        again = any(told_before(post) for post in before)
        return wording.another(found.entry, wording.tagged(found.authors, account, again=again), account, before)

    def _worded(self, text: str, found: Found, base: Share, rules: Rules) -> Share:
        """With the article's link behind the text, where the text has it in no spelling."""
        known = {_bare(name) for name in (*found.names, found.entry.url, *found.entry.aliases, base.link)}
        link = next((written for written in _ADDRESS.findall(text) if _bare(written) in known), "")
        whole = text if link else f"{text.rstrip()}\n\n{base.link}"
        share = self._known(whole, rules, base)
        return self.from_text(whole, rules, link=link or base.link, authors=found.authors, share=share)

    # A free post ------------------------------------------------------------------------------------------------------

    def _free(self, wish: Wish, attached: Attached | None, look_only: bool) -> Added:
        shares = self._each(wish.accounts, lambda name: self._own(wish.text, attached, self.wording.rules[name]))
        planned = self._planned(shares, wish)
        if not look_only:
            kept = attached.data if attached else b""
            new = [replace(self._new(each, wish), kept=kept, edited_by="") for each in planned]
            planned = self._stored(planned, new, self._add)
        return Added(planned=planned, notes=tuple(_on_mentions(planned)))

    def _add(self, new: Sequence[NewPost]) -> list[Post]:
        return self.queue.add(new, entry_id=None, now=self.clock.now(), who=self.who, why="added")

    def _own(self, text: str, attached: Attached | None, rules: Rules) -> Share:
        image = attached.image if attached else None
        blank = Share(text="", length=0, limit=0, link="", image=image, language=self.language(text))
        share = self.from_text(text, rules, share=self._known(text, rules, blank))
        if attached and (fault := self.attaching.fault(attached, rules)):
            raise SharebotError(fault)
        for refused in self.mentions.forbidden(share, rules):
            raise SharebotError(f"@{refused.handle} is {refused.name}, {refused.why}; write the name without the @")
        return share

    # Both -------------------------------------------------------------------------------------------------------------

    def _each(self, accounts: Sequence[str], share: Callable[[str], Share]) -> dict[str, Share]:
        """Each account's share. Raises one SharebotError that names what is wrong for each account."""
        made: dict[str, Share] = {}
        faults: list[str] = []
        for name in accounts:
            try:
                made[name] = share(name)
            except (SlotTaken, Changed):
                raise
            except SharebotError as error:
                faults.append(f"{name}: {error}")
        if faults:
            raise SharebotError(f"{'; '.join(faults)}; nothing was queued")
        return made

    def _known(self, text: str, rules: Rules, share: Share) -> Share:
        """The share with the stable ids of whom the text mentions, where a mention is none without."""
        if not rules.mention_needs_id:
            return share
        mentioned = [span for span in self.spans(text, rules) if span.kind == "mention"]
        known = (
            replace(span, id=identity.id)
            for span in mentioned
            if (identity := self.identities.of(rules.platform, span.target)) and identity.exists
        )
        return replace(share, spans=(*share.spans, *known))

    def _planned(self, shares: Mapping[str, Share], wish: Wish) -> tuple[Planned, ...]:
        planned = tuple(
            Planned(
                account=name,
                platform=self.wording.rules[name].platform,
                share=share,
                due_at=wish.at or (None if wish.draft else self._slot(name)),
            )
            for name, share in shares.items()
        )
        if repeats := [said for each in planned for said in self._repeats(each)]:
            raise SharebotError(f"{'; '.join(repeats)}; change the words; nothing was queued")
        return planned

    def _slot(self, account: str) -> datetime:
        slot = schedule.next_slot(self.room.calendars[account], self.clock.now(), self.room.taken(account))
        if slot is None:
            raise SharebotError(
                f"{account}: the calendar has no free slot in a year; see SHAREBOT_SLOTS, or say --at WHEN"
            )
        return slot

    def _repeats(self, planned: Planned) -> Iterator[str]:
        """Whether the account says the same around that time: what it has sent, and what waits."""
        account, due_at = planned.account, planned.due_at or self.clock.now()
        since, until = due_at - LATELY, due_at + LATELY
        posts = self.queue.posts(PostFilter(account=account, due_from=since, due_until=until, limit=ALL))
        same = [post for post in posts if post.state not in _OVER and post.share.text == planned.share.text]
        if same:
            last = same[-1]
            yield f"{account}: post {last.id} {_says(last)} the same ({_stands(last)}), and networks refuse that"
            return
        sent = self.queue.attempted(account, since=since, until=until)
        if any(share.text == planned.share.text for share in sent):
            yield f"{account}: it has said the same within the last {LATELY.days} days, and networks refuse that"

    def _new(self, planned: Planned, wish: Wish, *, number: int = 0) -> NewPost:
        """Words of their own, and a form of their own, stay as they were shown."""
        slot = planned.due_at if wish.at is None else None
        return NewPost(
            account=planned.account,
            share=planned.share,
            state=State.DRAFT if wish.draft else State.QUEUED,
            hold=f"added as a draft by {self.who}: waits for approval" if wish.draft else "",
            due_at=planned.due_at,
            slot_at=slot,
            round=number,
            edited_by=self.who if wish.text or wish.template else "",
        )

    def _stored(
        self, planned: Sequence[Planned], new: Sequence[NewPost], store: Callable[[Sequence[NewPost]], list[Post]]
    ) -> tuple[Planned, ...]:
        """What is shared again, or from the archive, moves on before the new posts come."""
        for post in new:
            if post.slot_at:
                self.room.make(post.account, [post.slot_at])
        return tuple(replace(each, post=post) for each, post in zip(planned, store(new), strict=True))


def _find(finder: Finder, address: str, wish: Wish) -> Found:
    return finder.find(address, certain=bool(wish.text))


def _on_mentions(planned: Sequence[Planned]) -> Iterator[str]:
    """One text for several networks tags on each whoever has that handle there, who need not be the same person."""
    tags = {each.platform: each.share.mentions for each in planned if each.share.mentions}
    if len(tags) > 1:
        said = ", ".join(
            f"{' '.join(f'@{handle}' for handle in those)} on {network}" for network, those in tags.items()
        )
        yield f"tags {said}: a handle is one network's, so see who that is on the others; --account keeps a text to one"


def _has(posts: Sequence[Post]) -> str:
    last = max(posts, key=lambda post: post.id)
    ways = {State.DRAFT: "approve", State.FAILED: "retry", State.UNSURE: "resolve"}
    way = f": sharebot {ways[last.state]} {last.id}" if last.state in ways else ""
    return f"{last.account} has post {last.id} of it already ({_stands(last)}{way})"


def _says(post: Post) -> str:
    if post.withdrawn:
        return "said"
    return "says" if post.state is State.SENT else "is to say"


def _stands(post: Post) -> str:
    return "taken back" if post.withdrawn else post.state


def _why(new: Sequence[NewPost]) -> str:
    return "added in their own words" if any(post.edited_by for post in new) else "added"


def _bare(address: str) -> str:
    """An address without what two spellings of it may differ in."""
    return re.sub(r"^https?://", "", address.partition("?utm_")[0]).rstrip("/").casefold()
