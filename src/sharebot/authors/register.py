"""Authors over all entries: who is whom, what is remembered of them, and what of it may be used. Pure.

A name alone never decides: two people may have it. The same handle, the same page on the blog, or a name on the blog's
list of its own people do; and what a person of the staff said beats every finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sharebot.authors.names import same_person
from sharebot.model import (
    TAGGED,
    Author,
    Entry,
    Evidence,
    Handle,
    KnownHandle,
    Level,
    Person,
    Recognised,
    Standing,
    name_key,
)

MOST_EVIDENCE = 5
"""Quotes that are kept for one handle; the oldest, which bound it first, and the newest."""


# Who is it? -----------------------------------------------------------------------------------------------------------


def recognise(author: Author, known: Sequence[Person]) -> tuple[Person | None, Recognised]:
    """The person of the register whom an author is, and by what they were recognised.

    `known`: everybody with a like name or one of the author's handles. None where nobody fits, and where several do.
    """
    alike = [person for person in known if _like_named(author, person)]
    for how, fits in ((Recognised.HANDLE, _same_handle), (Recognised.PAGE, _same_page), (Recognised.STAFF, _staff)):
        found = [person for person in alike if fits(author, person)]
        if len(found) == 1:
            return found[0], how
    named = [person for person in alike if name_key(author.name) in person.keys]
    if len(named) == 1 and not _contradicts(author, named[0]):
        return named[0], Recognised.NAME
    return None, Recognised.NEW


def _like_named(author: Author, person: Person) -> bool:
    """Accents make no difference: feeds lose them."""
    return any(same_person(name_key(author.name), name_key(name)) for name in person.names)


def _same_handle(author: Author, person: Person) -> bool:
    known = [person.handle(handle.platform, handle.handle) for handle in author.handles if handle.tag]
    return any(one is not None and one.standing is not Standing.REJECTED for one in known)


def _same_page(author: Author, person: Person) -> bool:
    return bool(set(author.pages) & set(person.pages))


def _staff(author: Author, person: Person) -> bool:
    return not author.guest and not person.guest


def _contradicts(author: Author, person: Person) -> bool:
    """Whether the entry states another handle than the person's on a platform: a namesake, or a new account.

    One that is on the person's record says nothing of the kind, even where staff have rejected it: the blog repeats it.
    """
    stated = [handle for handle in author.handles if handle.tag and not person.handle(handle.platform, handle.handle)]
    used = {known.platform for known in person.handles if known.standing in TAGGED}
    return any(handle.platform in used for handle in stated)


def strangers(author: Author, person: Person | None, known: Sequence[Person]) -> Author:
    """Bar each handle that is on record for somebody else: one of the two findings must be wrong.

    Also, of somebody new, those that a person's word about somebody of that name forbids: they may be one.
    """
    return replace(author, handles=tuple(_unless_anothers(handle, author, person, known) for handle in author.handles))


def _unless_anothers(handle: Handle, author: Author, person: Person | None, known: Sequence[Person]) -> Handle:
    for other in known:
        if person is not None and other.id == person.id:
            continue
        record = other.handle(handle.platform, handle.handle)
        if record and record.standing is not Standing.REJECTED:
            note = f"on record for {other.name} ({_show(other)})"
            return replace(handle, level=Level.CONFLICT, note=note)
        namesake = person is None and handle.tag and name_key(author.name) in other.keys
        if namesake and (why := _said_of_namesake(other, handle.platform)):
            note = f"of somebody of that name {why}: are they one? ({_show(other)})"
            return replace(handle, level=Level.CONFLICT, note=note)
    return handle


def _show(person: Person) -> str:
    """The command that shows somebody, by name where they have no number yet."""
    return f"sharebot authors show {person.id if person.id > 0 else repr(person.name)}"


def _said_of_namesake(other: Person, platform: str) -> str:
    """What staff have said of somebody, in a few words, that speaks against another handle; empty for nothing."""
    if not other.may_be_tagged_on(platform):
        return f"{other.forbidden_by} has said that nobody tags them"
    confirmed = [
        known for known in other.handles if known.standing is Standing.CONFIRMED and known.platform == platform
    ]
    return f"{confirmed[0].by} has confirmed {confirmed[0].handle}" if confirmed else ""


# What is remembered ---------------------------------------------------------------------------------------------------


def learnt(person: Person | None, author: Author, entry: Entry) -> Person:
    """The person's record with what this entry says of them; a new record for somebody new."""
    if person is None:
        person = Person(names=(author.name,), guest=author.guest)
    return replace(
        person,
        names=_joined(person.names, (author.name,)),
        guest=author.guest,
        pages=_joined(person.pages, author.pages),
        sites=_joined(person.sites, author.sites),
        handles=tuple(_handles_with(person, author, entry)),
    )


def _joined(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _handles_with(person: Person, author: Author, entry: Entry) -> Iterator[KnownHandle]:
    found = {(handle.platform, handle.handle.casefold()): handle for handle in author.handles if handle.evidence}
    for known in person.handles:
        handle = found.pop((known.platform, known.handle.casefold()), None)
        yield _without(known, entry) if handle is None else _again(known, handle, entry)
    for handle in found.values():
        yield _first(handle, entry)


def _first(handle: Handle, entry: Entry) -> KnownHandle:
    return KnownHandle(
        platform=handle.platform,
        handle=handle.handle,
        level=handle.level,
        standing=_machine_standing(handle),
        evidence=handle.evidence[:MOST_EVIDENCE],
        note=handle.note,
        url=entry.url,
    )


def _again(known: KnownHandle, handle: Handle, entry: Entry) -> KnownHandle:
    """A person's word stays; a machine's finding follows the newest entry, and doubt anywhere is doubt."""
    evidence = _kept((*known.evidence, *handle.evidence))
    if known.decided:
        return replace(known, evidence=evidence)
    if known.standing is Standing.GONE and not handle.id:
        return replace(known, evidence=evidence)
    level = _level_of_both(known.level, handle.level)
    return replace(
        known,
        level=level,
        standing=_machine_standing(replace(handle, level=level)),
        evidence=evidence,
        note=handle.note or (known.note if level is Level.CONFLICT else ""),
        url=entry.url if handle.level <= known.level else known.url,
    )


def _level_of_both(before: Level, now: Level) -> Level:
    """Proof ends a doubt, and so does a person; that another entry says nothing of it does not."""
    if now is Level.PROVEN or Level.CONFLICT not in (before, now):
        return min(before, now)
    return Level.CONFLICT


def _without(known: KnownHandle, entry: Entry) -> KnownHandle:
    """A machine's finding does not outlive the words that it was found in, unless nobody looked at those now."""
    if known.decided or known.url != entry.url or known.standing not in TAGGED or _is_unread(known, entry):
        return known
    return replace(known, standing=Standing.CANDIDATE, note="the article does not say so any more")


def _is_unread(known: KnownHandle, entry: Entry) -> bool:
    """Whether it was found on a page that was not read this time."""
    sources = {evidence.source for evidence in known.evidence}
    return ("page" in sources and not entry.page) or ("author page" in sources and not entry.author_pages)


def _kept(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    different = tuple(dict.fromkeys(evidence))
    return different if len(different) <= MOST_EVIDENCE else (different[0], *different[1 - MOST_EVIDENCE :])


def _machine_standing(handle: Handle) -> Standing:
    if handle.barred:
        return Standing.GONE
    return Standing.IN_USE if handle.tag else Standing.CANDIDATE


# What may be used -----------------------------------------------------------------------------------------------------


def applied(author: Author, person: Person) -> Author:
    """The author with what the register knows: a person's word above all, and handles from other entries.

    What the register lent the author before stands without evidence, and is asked for anew.
    """
    own = [_applied(handle, person, author) for handle in author.handles if handle.evidence]
    seen = {(handle.platform, handle.handle.casefold()) for handle in own}
    told = {handle.platform for handle in own if handle.tag}
    remembered = [
        _remembered(known, person, author)
        for known in person.handles
        if known.standing in TAGGED
        and (known.platform, known.handle.casefold()) not in seen
        and (known.platform not in told or known.standing is Standing.CONFIRMED)
    ]
    return replace(author, handles=tuple(_one_confirmed([*own, *remembered])))


def _applied(handle: Handle, person: Person, author: Author) -> Handle:
    known = person.handle(handle.platform, handle.handle)
    handle = replace(handle, barred=False, by="")
    if known is None:
        return _unless_forbidden(handle, person)
    handle = replace(handle, id=known.identity.id if known.identity else handle.id)
    if known.standing is Standing.CONFIRMED:
        return _unless_forbidden(replace(handle, level=Level.PROVEN, note=_said(known, "theirs"), by=known.by), person)
    if known.standing in _BARRED:
        return replace(handle, barred=True, note=_said(known, _BARRED[known.standing]))
    if known.standing is Standing.CANDIDATE:
        return _unless_forbidden(_in_question(handle, known), person)
    if author.surely_recognised and handle.level is not Level.CONFLICT:
        handle = replace(handle, level=min(handle.level, known.level))
    return _unless_forbidden(handle, person)


def _in_question(handle: Handle, known: KnownHandle) -> Handle:
    """What waits for a person is not used before that person has spoken, whatever made it look better once."""
    note = known.note or handle.note or f"it waits for a person, who may confirm {known.platform} {known.handle}"
    return replace(handle, level=max(handle.level, known.level), barred=True, note=note)


_BARRED = {
    Standing.REJECTED: "not theirs",
    Standing.OPTED_OUT: "they do not want to be tagged",
    Standing.GONE: "the account is gone, or another's by now",
}


def _said(known: KnownHandle, what: str) -> str:
    said = f"{what}: said by {known.by}" if known.by else known.note or what
    return f"{said} on {known.decided_at:%Y-%m-%d}" if known.by and known.decided_at else said


def _unless_forbidden(handle: Handle, person: Person) -> Handle:
    if person.may_be_tagged_on(handle.platform):
        return handle
    return replace(handle, barred=True, note=f"never to be tagged: said by {person.forbidden_by}")


def _remembered(known: KnownHandle, person: Person, author: Author) -> Handle:
    """A handle that this entry does not show. One that no person has confirmed needs more than a like name."""
    where = f"stated in {known.url}" if known.url else "on record"
    confirmed = known.standing is Standing.CONFIRMED
    usable = confirmed or author.surely_recognised
    level = (Level.PROVEN if confirmed else known.level) if usable else Level.SUPPORTING
    doubt = f"{where} for somebody of that name: sharebot authors confirm {person.id} {known.platform}"
    handle = Handle(
        platform=known.platform,
        handle=known.handle,
        level=level,
        evidence=(),
        note=_said(known, "theirs") if confirmed else where if usable else doubt,
        id=known.identity.id if known.identity else "",
        by=known.by if confirmed else "",
    )
    return _unless_forbidden(handle, person)


def _one_confirmed(handles: Sequence[Handle]) -> Iterator[Handle]:
    """Where a person has confirmed a handle, no other of that platform is used."""
    confirmed = {handle.platform: handle.handle for handle in handles if handle.by and handle.tag}
    for handle in handles:
        better = confirmed.get(handle.platform)
        if better is None or handle.by:
            yield handle
        else:
            yield replace(handle, barred=True, note=f"a person has confirmed {better} instead")
