"""What staff do to the register of authors. A person's word beats every finding, and reaches queued posts at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sharebot.bot.people_rows import LIST, form_of
from sharebot.bot.queued import Requeued
from sharebot.errors import NotFound, SharebotError
from sharebot.model import (
    EVERYWHERE,
    TAGGED,
    Blog,
    EntryRecord,
    Identity,
    KnownHandle,
    Level,
    Person,
    PersonStep,
    Post,
    Standing,
    name_key,
)
from sharebot.ports import AuthorRules, Clock, Queue

_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A person as the register has them now, and the unsent posts that got other words through it.

    `known`: the handle that was decided about, where it was one.
    """

    person: Person
    posts: tuple[Post, ...] = ()
    known: KnownHandle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can say: is this handle theirs? `known` has the quote and the article that it stands in.

    `identity`: whom the platform says that it belongs to, where it was asked.
    """

    person: Person
    known: KnownHandle
    identity: Identity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of a person."""

    person: Person
    entries: tuple[EntryRecord, ...]
    history: tuple[PersonStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The verbs, said by `who`."""

    queue: Queue
    rules: AuthorRules
    requeued: Requeued
    blog: Blog
    clock: Clock
    who: str

    # Finding ----------------------------------------------------------------------------------------------------------

    def people(self) -> list[Person]:
        """Everybody, in order of name."""
        return self.queue.people(limit=_ALL)

    def find(self, wanted: str) -> Person:
        """By number, by name in any spelling, or by platform:handle. Raises NotFound where it is nobody or several."""
        if re.fullmatch(r"[0-9]{1,18}", wanted):
            return self.queue.person(int(wanted))
        found = self._found(wanted)
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotFound(f"the register has nobody called {wanted!r}; sharebot authors list shows everybody")
        several = ", ".join(f"{person.id} ({_known_by(person)})" for person in found)
        raise NotFound(f"{len(found)} people are called {wanted!r}; name one by number: {several}")

    def _found(self, wanted: str) -> list[Person]:
        platform, separator, handle = wanted.partition(":")
        if separator and handle and " " not in wanted:
            return self.queue.people_with([(self.rules.platform_called(platform), handle.removeprefix("@"))])
        return self.queue.people_named([name_key(wanted)])

    def show(self, wanted: str) -> Dossier:
        person = self.find(wanted)
        return Dossier(
            person=person,
            entries=tuple(self.queue.entries_of(person.id)),
            history=tuple(self.queue.person_history(person.id)),
        )

    def review(self) -> list[Question]:
        """What waits for a person: handles that were found and must not be used without one."""
        return [
            self._question(person, known)
            for person in self.people()
            for known in person.handles
            if person.is_asked_of(known)
        ]

    def again(self, question: Question) -> Question | None:
        """The question as it stands now; None where it has been answered meanwhile, or its person is gone."""
        try:
            person = self.queue.person(question.person.id)
        except NotFound:
            return None
        known = person.handle(question.known.platform, question.known.handle)
        return self._question(person, known) if known and person.is_asked_of(known) else None

    def theirs(self, question: Question) -> Decided:
        """Answer yes. Raises Changed if somebody has decided about the person since the question was asked."""
        known = question.known
        what = f"confirmed {known.platform} {known.handle}"
        return self._decide(question.person, known, Standing.CONFIRMED, what)

    def not_theirs(self, question: Question) -> Decided:
        """Answer no. Raises Changed likewise."""
        known = question.known
        return self._decide(question.person, known, Standing.REJECTED, f"rejected {known.platform} {known.handle}")

    def never(self, question: Question) -> Decided:
        """Answer that the person must not be tagged anywhere. Raises Changed likewise."""
        return self._forbid(question.person, EVERYWHERE)

    def _question(self, person: Person, known: KnownHandle) -> Question:
        remembered = self.requeued.mentions.identities.remembered(known.platform, known.handle)
        return Question(person=person, known=known, identity=known.identity or remembered)

    def platform(self, word: str) -> str:
        """The name under which the register has a platform. Raises SharebotError for a misspelt one."""
        platform = self.rules.platform_called(word)
        if meant := self.rules.misspelt(platform):
            raise SharebotError(f"there is no platform {word!r}; did you mean {meant}?")
        return platform

    # Handles ----------------------------------------------------------------------------------------------------------

    def confirm(self, wanted: str, platform: str, handle: str = "") -> Decided:
        """Say that a handle on record is theirs; without `handle` the only one of that platform."""
        person = self.find(wanted)
        known = self._on_record(person, platform, handle)
        return self._decide(person, known, Standing.CONFIRMED, f"confirmed {known.platform} {known.handle}")

    def set(self, wanted: str, platform: str, handle: str) -> Decided:
        """Say which handle is theirs, on record or not; it takes the place of any that was confirmed before.

        Somebody of whom nothing is known yet is put into the register.
        """
        platform, handle = self.platform(platform), handle.strip().removeprefix("@")
        if not self.rules.is_handle(platform, handle):
            raise SharebotError(f"{handle!r} is no handle that {platform} could have; {form_of(platform)}")
        person = self.known_or_new(wanted)
        known = person.handle(platform, handle) or KnownHandle(
            platform=platform, handle=handle, level=Level.PROVEN, standing=Standing.CANDIDATE
        )
        person = replace(person, handles=tuple(self._replaced(person, known)))
        return self._decide(person, known, Standing.CONFIRMED, f"set {platform} to {handle}")

    def reject(self, wanted: str, platform: str, handle: str = "") -> Decided:
        """Say that a handle on record is not theirs."""
        person = self.find(wanted)
        known = self._on_record(person, platform, handle)
        return self._decide(person, known, Standing.REJECTED, f"rejected {known.platform} {known.handle}")

    def _replaced(self, person: Person, chosen: KnownHandle) -> Iterator[KnownHandle]:
        for known in person.handles:
            other = known.platform == chosen.platform and known.handle.casefold() != chosen.handle.casefold()
            if other and known.standing is Standing.CONFIRMED:
                yield replace(known, standing=Standing.REJECTED, by=self.who, decided_at=self.clock.now())
            else:
                yield known

    def _on_record(self, person: Person, platform: str, handle: str) -> KnownHandle:
        platform = self.platform(platform)
        if handle:
            known = person.handle(platform, handle.removeprefix("@"))
            if known is None:
                raise NotFound(
                    f"{person.name} has no {platform} handle {handle} on record; "
                    f"sharebot authors set {person.id} {platform} {handle} adds it"
                )
            return known
        there = [known for known in person.handles if known.platform == platform]
        if len(there) != 1:
            have = ", ".join(known.handle for known in there) or "none"
            raise NotFound(f"{person.name} has {have} on {platform}; write which handle you mean")
        return there[0]

    def _decide(self, person: Person, known: KnownHandle, standing: Standing, what: str) -> Decided:
        decided = replace(known, standing=standing, by=self.who, decided_at=self.clock.now(), note="")
        others = [each for each in person.handles if not _same(each, known)]
        return replace(self._put(replace(person, handles=(*others, decided)), what), known=decided)

    # Whether to tag at all --------------------------------------------------------------------------------------------

    def forbid(self, wanted: str, platform: str = EVERYWHERE) -> Decided:
        """Never tag them again, on one platform or anywhere; also in posts that are queued already."""
        return self._forbid(self.known_or_new(wanted), self.platform(platform))

    def _forbid(self, person: Person, platform: str) -> Decided:
        platforms = tuple(dict.fromkeys((*person.forbidden, platform)))
        handles = tuple(self._opted_out(known, platform) for known in person.handles)
        forbidden = replace(person, forbidden=platforms, forbidden_by=self.who, handles=handles)
        return self._put(forbidden, f"never to be tagged{_where(platform)}")

    def allow(self, wanted: str, platform: str = EVERYWHERE) -> Decided:
        """Take a `forbid` back."""
        person, platform = self.find(wanted), self.platform(platform)
        if not person.forbidden:
            raise SharebotError(f"{person.name} may be tagged already; nothing to allow")
        if platform != EVERYWHERE and EVERYWHERE in person.forbidden:
            raise SharebotError(
                f"{person.name} must not be tagged anywhere; sharebot authors allow {person.id} takes that back"
            )
        if person.may_be_tagged_on(platform) and platform != EVERYWHERE:
            raise SharebotError(f"{person.name} may be tagged{_where(platform)} already; nothing to allow")
        left = () if platform == EVERYWHERE else tuple(each for each in person.forbidden if each != platform)
        handles = tuple(self._opted_in(known, platform) for known in person.handles)
        allowed = replace(person, forbidden=left, forbidden_by=person.forbidden_by if left else "", handles=handles)
        return self._put(allowed, f"may be tagged{_where(platform)}")

    def _opted_out(self, known: KnownHandle, platform: str) -> KnownHandle:
        if platform not in (EVERYWHERE, known.platform) or known.standing is Standing.REJECTED:
            return known
        return replace(known, standing=Standing.OPTED_OUT, by=self.who, decided_at=self.clock.now())

    def _opted_in(self, known: KnownHandle, platform: str) -> KnownHandle:
        """As it was found; a confirmation from before has to be given anew."""
        if platform not in (EVERYWHERE, known.platform) or known.standing is not Standing.OPTED_OUT:
            return known
        stated = any(evidence.source != LIST for evidence in known.evidence)
        good = stated and known.level in (Level.PROVEN, Level.STATED)
        found = Standing.IN_USE if good else Standing.CANDIDATE
        return replace(known, standing=found, by="", decided_at=None)

    # Who is whom ------------------------------------------------------------------------------------------------------

    def merge(self, wanted: str, other: str) -> Decided:
        """Say that two are one person: the second's names, handles and entries become the first's."""
        into, gone = self.find(wanted), self.find(other)
        if into.id == gone.id:
            raise SharebotError(f"{into.name} ({into.id}) is one person already; name two")
        both = _merged(into, gone)
        what = f"merged with {gone.name} ({gone.id})"
        kept = self.queue.merge_people(both, gone, now=self.clock.now(), who=self.who, what=what)
        return Decided(person=kept, posts=self._tell_posts(kept, what))

    def split(self, wanted: str, entry_ids: Iterable[int], name: str = "") -> tuple[Decided, Decided]:
        """Say that some entries are another person's of that name; handles that only those state go with them."""
        person = self.find(wanted)
        records = {record.id: record for record in self.queue.entries_of(person.id)}
        chosen = [self._credited(person, records, number) for number in dict.fromkeys(entry_ids)]
        if not chosen or len(chosen) == len(records):
            raise SharebotError(f"{person.name} has {len(records)} entries; name some, but not all of them")
        urls = {record.entry.url for record in chosen}
        left, apart = _split(person, urls, name)
        what = f"split: entries {', '.join(str(record.id) for record in chosen)} are another person's"
        kept, made = self.queue.split_person(
            left, apart, [record.id for record in chosen], now=self.clock.now(), who=self.who, what=what
        )
        return (
            Decided(person=kept, posts=self._tell_posts(kept, what)),
            Decided(person=made, posts=self._tell_posts(made, what)),
        )

    def _credited(self, person: Person, records: dict[int, EntryRecord], number: int) -> EntryRecord:
        if number not in records:
            raise NotFound(f"entry {number} does not credit {person.name}; sharebot authors show {person.id} lists")
        return records[number]

    # Lists from outside -----------------------------------------------------------------------------------------------

    def put_all(self, changes: Sequence[tuple[Person, str]]) -> tuple[Decided, ...]:
        """Put several people into the register, each with what was decided about them: all or none of them.

        Raises Changed.
        """
        kept = self.queue.put_people(changes, now=self.clock.now(), who=self.who)
        return tuple(
            Decided(person=person, posts=self._tell_posts(person, what))
            for person, (_, what) in zip(kept, changes, strict=True)
        )

    # Small steps ------------------------------------------------------------------------------------------------------

    def known_or_new(self, wanted: str) -> Person:
        """Somebody of the register, or a newcomer of that name, who is not in it yet."""
        found = self._found(wanted) if not wanted.isdigit() else []
        if found or wanted.isdigit() or ":" in wanted:
            return self.find(wanted)
        return self.newcomer(wanted)

    def newcomer(self, name: str) -> Person:
        """Somebody of whom nothing is known but the name."""
        name = " ".join(name.split())
        staff = name_key(name) in {name_key(one) for one in self.blog.staff}
        return Person(names=(name,), guest=not staff)

    def _put(self, person: Person, what: str) -> Decided:
        kept = self.queue.put_person(person, now=self.clock.now(), who=self.who, what=what)
        return Decided(person=kept, posts=self._tell_posts(kept, what))

    def _tell_posts(self, person: Person, what: str) -> tuple[Post, ...]:
        return self.requeued.after(person, who=self.who, why=f"{person.name}: {what}")


def _same(one: KnownHandle, other: KnownHandle) -> bool:
    return (one.platform, one.handle.casefold()) == (other.platform, other.handle.casefold())


def _where(platform: str) -> str:
    return "" if platform == EVERYWHERE else f" on {platform}"


def _known_by(person: Person) -> str:
    handles = [f"{known.platform} {known.handle}" for known in person.handles if known.standing in TAGGED]
    return ", ".join(handles) or ("guest" if person.guest else "staff")


def _merged(into: Person, gone: Person) -> Person:
    mine = {(known.platform, known.handle.casefold()): known for known in into.handles}
    for known in gone.handles:
        key = (known.platform, known.handle.casefold())
        if key not in mine or (known.decided and not mine[key].decided):
            mine[key] = known
    return replace(
        into,
        names=tuple(dict.fromkeys((*into.names, *gone.names))),
        guest=into.guest and gone.guest,
        pages=tuple(dict.fromkeys((*into.pages, *gone.pages))),
        sites=tuple(dict.fromkeys((*into.sites, *gone.sites))),
        handles=tuple(mine.values()),
        forbidden=tuple(dict.fromkeys((*into.forbidden, *gone.forbidden))),
        forbidden_by=into.forbidden_by or gone.forbidden_by,
    )


def _split(person: Person, urls: set[str], name: str) -> tuple[Person, Person]:
    theirs = tuple(known for known in person.handles if known.url in urls)
    left = replace(person, handles=tuple(known for known in person.handles if known not in theirs))
    apart = Person(
        names=(name or person.name,),
        guest=person.guest,
        handles=theirs,
        forbidden=person.forbidden,
        forbidden_by=person.forbidden_by,
    )
    return left, apart
