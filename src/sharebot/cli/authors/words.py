"""People of the register, for programs and in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.previews import quoted
from sharebot.cli.printing import iso, one_line, safe, when
from sharebot.cli.records import evidence_document, level_in_words
from sharebot.model import EVERYWHERE

if TYPE_CHECKING:
    from sharebot.bot.register import Decided, Dossier
    from sharebot.model import EntryRecord, Identity, KnownHandle, Person, Post

# For programs ---------------------------------------------------------------------------------------------------------


def person_document(person: Person, entries: Iterable[EntryRecord]) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "names": list(person.names),
        "guest": person.guest,
        "handles": [known_document(person, known) for known in person.handles],
        "pages": list(person.pages),
        "sites": list(person.sites),
        "forbidden": list(person.forbidden),
        "forbidden_by": person.forbidden_by or None,
        "entries": [{"number": each.id, "title": each.entry.title, "url": each.entry.url} for each in entries],
    }


def known_document(person: Person, known: KnownHandle) -> dict[str, Any]:
    return {
        "platform": known.platform,
        "handle": known.handle,
        "level": str(known.level),
        "standing": str(known.standing),
        "tag": person.is_tagged_by(known),
        "waits": person.is_asked_of(known),
        "by": known.by or None,
        "decided": iso(known.decided_at),
        "note": known.note or None,
        "url": known.url or None,
        "evidence": evidence_document(known.evidence),
        "identity": identity_document(known.identity),
    }


def identity_document(identity: Identity | None) -> dict[str, Any] | None:
    if identity is None:
        return None
    return {
        "id": identity.id or None,
        "name": identity.name or None,
        "url": identity.url or None,
        "exists": identity.exists,
        "asked": iso(identity.asked_at),
    }


def dossier_document(dossier: Dossier) -> dict[str, Any]:
    steps = [{"at": iso(step.at), "who": step.who, "what": step.what} for step in dossier.history]
    return person_document(dossier.person, dossier.entries) | {"history": steps}


# For people -----------------------------------------------------------------------------------------------------------


def title(person: Person) -> str:
    """Garrett Reuscher (guest), number 12."""
    name = click.style(one_line(person.name), bold=True)
    return f"{name} ({'guest' if person.guest else 'staff'}), number {person.id}"


def handles_in_short(person: Person) -> str:
    """Each handle with the one word that staff look for."""
    return ", ".join(f"{known.platform} {safe(known.handle)} ({_word(person, known)})" for known in person.handles)


def _word(person: Person, known: KnownHandle) -> str:
    if person.is_asked_of(known):
        return "waits"
    return str(known.standing) if person.may_be_tagged_on(known.platform) else "never"


def dossier_in_words(dossier: Dossier, zone: tzinfo) -> Iterator[str]:
    person = dossier.person
    yield title(person)
    if len(person.names) > 1:
        yield f"  also written {', '.join(one_line(name) for name in person.names[1:])}"
    yield from (f"  page on the blog {safe(page)}" for page in person.pages)
    yield from (f"  own site {safe(site)}" for site in person.sites)
    if person.forbidden:
        yield click.style(
            f"  never to be tagged{_where(person.forbidden)}: said by {safe(person.forbidden_by)}", fg="red"
        )
    for known in person.handles:
        yield from known_in_words(person, known, zone)
    if not person.handles:
        yield "  no handle on record"
    yield from _section("Entries", (_entry(record) for record in dossier.entries))
    steps = (f"  {when(each.at, zone)}  {one_line(each.what)} (by {safe(each.who)})" for each in dossier.history)
    yield from _section(f"History ({zone})", steps)


def _where(platforms: Sequence[str]) -> str:
    return "" if EVERYWHERE in platforms else f" on {', '.join(platforms)}"


def _entry(record: EntryRecord) -> str:
    return f"  {record.id:>4}  {one_line(record.entry.title) or '(no title)'}  {safe(record.entry.url)}"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", click.style(heading, bold=True), *found)


def known_in_words(person: Person, known: KnownHandle, zone: tzinfo) -> Iterator[str]:
    """A handle with all that speaks for it and against it."""
    tagged = person.is_tagged_by(known)
    verb = click.style("tagged", fg="green") if tagged else click.style("not tagged", fg="yellow")
    decided = f" by {safe(known.by)}" if known.by else ""
    day = f" on {known.decided_at:%Y-%m-%d}" if known.by and known.decided_at else ""
    note = f": {one_line(known.note)}" if known.note else ""
    standing = f"{known.standing}{decided}{day}"
    yield f"  {known.platform} {safe(known.handle)}: {verb}, {standing}, {level_in_words(known.level)}{note}"
    yield from (f"     {quoted(evidence)}" for evidence in known.evidence)
    if known.url:
        yield f"     in {safe(known.url)}"
    if known.identity:
        yield f"     {identity_in_words(known.platform, known.identity, zone)}"


def identity_in_words(platform: str, identity: Identity, zone: tzinfo) -> str:
    """Whom the platform gives the handle to."""
    asked = f"asked {when(identity.asked_at, zone, seconds=False)}"
    if not identity.exists:
        return f"{platform} says: there is no such account ({asked})"
    name = f"the profile shows the name “{one_line(identity.name)}”" if identity.name else "the account exists"
    where = f", {safe(identity.url)}" if identity.url else ""
    return f"{platform} says: {name}{where}, id {safe(identity.id) or 'unknown'} ({asked})"


def decision(decided: Decided, what: str) -> str:
    """What was decided, and which posts say something else now, on one line."""
    person = decided.person
    return f"{one_line(person.name)} ({person.id}): {what}{reworded(decided.posts)}"


def reworded(posts: Sequence[Post]) -> str:
    if not posts:
        return "; no queued post changes"
    numbers = [str(post.id) for post in posts]
    listed = " and ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]
    return f"; {'posts' if len(numbers) > 1 else 'post'} {listed} got other words"
