"""Data → claims: accounts and sites that a feed's or page's data gives for somebody who is credited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharebot.authors.addresses import Profile, profile
from sharebot.authors.credits import Credit
from sharebot.authors.data import NO_DATA, Data, Person, Stated
from sharebot.authors.names import key, resembles, same_person
from sharebot.model import Claim, Entry, Evidence, Level


@dataclass(frozen=True, slots=True)
class Place:
    """Where data was read: an evidence's source ("page") and place ("head")."""

    source: str
    place: str


def is_whole_name(one: str, other: str) -> bool:
    """Whether two names are one person's even between two documents, where a first name alone says nothing."""
    return key(one) == key(other) or (min(len(key(one)), len(key(other))) > 1 and same_person(one, other))


def of_bylines(entry: Entry, credited: Sequence[Credit]) -> Iterator[Claim]:
    """Accounts that the feed gives as the author's address (Atom's author uri, RFC 4287 section 3.2.2)."""
    for byline in entry.bylines:
        person = Person(byline.name, "author's address", (Stated(byline.url, f"{byline.name} {byline.url}"),))
        yield from _of_person(person, credited, NO_DATA, Place("byline", "feed"))


def of_people(people: Sequence[Person], data: Data, credited: Sequence[Credit], place: Place) -> Iterator[Claim]:
    """Accounts of the people whom a page's data describes."""
    for person in people:
        yield from _of_person(person, credited, data, place)


def of_creators(data: Data, credited: Sequence[Credit]) -> Iterator[Claim]:
    """What the page's head calls its creator: as often the blog's account as the author's, so it only supports."""
    if len(credited) != 1:
        return
    name = credited[0].name
    if data.creator:
        yield _supporting(name, "mastodon", data.creator, "fediverse:creator")
    if data.twitter and resembles(data.twitter, name):
        yield _supporting(name, "x", data.twitter, "twitter:creator")


def _supporting(person: str, platform: str, handle: str, rule: str) -> Claim:
    evidence = Evidence(source="page", quote=f"@{handle}", place="head", rule=rule)
    return Claim(person=person, platform=platform, handle=handle, level=Level.SUPPORTING, evidence=evidence)


def _of_person(person: Person, credited: Sequence[Credit], data: Data, place: Place) -> Iterator[Claim]:
    owner = next((one for one in credited if is_whole_name(person.name, one.name)), None)
    if owner is None:
        return
    blogs = {profile(address) for address in data.sites}
    for stated in person.addresses:
        found = profile(stated.address)
        if found and found not in blogs and (found.sure or _is_confirmed(found, person, data)):
            evidence = Evidence(source=place.source, quote=stated.quote, place=place.place, rule=person.rule)
            yield Claim(
                person=owner.name,
                platform=found.platform,
                handle=found.handle,
                level=Level.STATED,
                evidence=evidence,
            )


def _is_confirmed(found: Profile, person: Person, data: Data) -> bool:
    """Whether something says that an unknown host's /@name is Mastodon."""
    return person.rule == "h-card" or found.handle.casefold() == data.creator.casefold()
