"""How a share names those who wrote the entry, and whom of them it tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from sharebot.compose.cleaning import AT_SIGNS, clean, disarm
from sharebot.compose.measuring import graphemes
from sharebot.compose.sentences import cut_to
from sharebot.compose.words import Words
from sharebot.model import Author, Handle
from sharebot.ports import Rules

MOST_NAMES = 3
"""Where not all can be named, so many are, and the others counted."""
LONGEST_NAME = 60
"""Graphemes of a name where room is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author as a share can write them. `mention` is empty where they are named plainly, and `why` says why.

    `name` is as the blog wrote it: it is disarmed when it is written, after it may have been cut. `id`: the stable id
    that the platform gave for the handle, empty where nobody has asked.
    """

    name: str
    handle: str = ""
    id: str = ""
    mention: str = ""
    why: str = ""

    def written(self, rules: Rules, *, tagged: bool) -> str:
        if not self.mention or not tagged:
            return disarm(self.name or self.handle, rules)
        if self.name.lstrip(AT_SIGNS).casefold() in {"", self.handle.casefold()}:
            return self.mention
        return f"{disarm(self.name, rules)} ({self.mention})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """One way to write the credit; `named` counts the people who stand in it by name, `tags` its mentions."""

    text: str
    named: int
    tags: int = 0


def people(authors: Sequence[Author], rules: Rules) -> tuple[Person, ...]:
    """Each person once; a handle is used only on its own platform, from level B up, and for one person."""
    found: dict[str, Person] = {}
    for author in authors:
        person = _person(author, rules, {other.handle.casefold() for other in found.values() if other.mention})
        key = person.name.casefold() or person.handle.casefold()
        if key and not (key in found and not person.mention):
            found[key] = person
    return tuple(found.values())


def _person(author: Author, rules: Rules, taken: set[str]) -> Person:
    name = clean(author.name[: LONGEST_NAME * 16])
    handles = sorted((each for each in author.handles if each.platform == rules.platform), key=lambda each: each.level)
    for handle in handles:
        if (
            handle.tag
            and handle.handle.casefold() not in taken
            and _is_sound(handle, rules)
            and _is_known(handle, rules)
        ):
            mention = rules.mention.format(handle=handle.handle)
            return Person(name=name, handle=handle.handle, id=handle.id, mention=mention)
    return Person(name=name, why=_why_plain(handles, rules))


def _is_sound(handle: Handle, rules: Rules) -> bool:
    """Whether the platform will read the mention as exactly this handle."""
    mention = rules.mention.format(handle=handle.handle)
    read = regex.search(rules.mention_in_text, f"({mention})")
    return bool(regex.fullmatch(rules.handle, handle.handle)) and bool(read) and read[1] == handle.handle


def _is_known(handle: Handle, rules: Rules) -> bool:
    """Whether a mention of the handle would reach anybody."""
    return bool(handle.id) or not rules.mention_needs_id


def _why_plain(handles: Sequence[Handle], rules: Rules) -> str:
    if not handles:
        return f"no handle for {rules.platform}"
    best = handles[0]
    if best.barred:
        return best.note
    if not best.tag:
        return f"{best.handle} is not proven to be theirs (level {best.level})"
    if not _is_sound(best, rules):
        return f"{best.handle!r} is no handle that {rules.platform} knows"
    if not _is_known(best, rules):
        return f"{rules.platform} has not said whose handle {best.handle} is"
    return f"{best.handle} is tagged already"


def bylines(people: Sequence[Person], words: Words, rules: Rules) -> Iterator[Byline]:
    """The credit in ever fewer words: with tags, with fewer tags, names alone, fewer names, the first name cut.

    A tag is never made at the cost of a name.
    """
    if not people:
        return
    for tags in range(sum(bool(person.mention) for person in people), 0, -1):
        yield _tagged(people, words, rules, tags)
    yield _tagged(people, words, rules, 0)
    for named in range(min(len(people) - 1, MOST_NAMES), 0, -1):
        few = people[:named]
        for tags in range(sum(bool(person.mention) for person in few), -1, -1):
            yield _tagged(few, words, rules, tags, others=len(people) - named)
    first = first_name(people)
    if len(graphemes(first)) > LONGEST_NAME:
        yield from cut_bylines(people, words, rules, cut_to(first, LONGEST_NAME))


def _tagged(people: Sequence[Person], words: Words, rules: Rules, tags: int, others: int = 0) -> Byline:
    """Each of them by name, the first `tags` of those who can be tagged with their mention, and how many others."""
    names, left = [], tags
    for person in people:
        names.append(person.written(rules, tagged=left > 0))
        left -= bool(person.mention)
    count = [words.other if others == 1 else words.others.format(count=others)] if others else []
    return Byline(text=_listed([*names, *count], words), tags=tags, named=len(people))


def first_name(people: Sequence[Person]) -> str:
    return people[0].name or people[0].handle


def cut_bylines(people: Sequence[Person], words: Words, rules: Rules, name: str) -> Iterator[Byline]:
    """The last resort: the first name, as the caller has cut it, with its mention and without; the others counted."""
    first = replace(people[0], name=name)
    for tags in range(int(bool(first.mention)), -1, -1):
        yield _tagged([first], words, rules, tags, others=len(people) - 1)


def _listed(names: list[str], words: Words) -> str:
    return words.last.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
