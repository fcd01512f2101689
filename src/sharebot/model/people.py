"""The register of authors: people over all entries, what is known of their handles, and who decided it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sharebot.model.entries import Evidence, Level

EVERYWHERE = "*"
"""In place of a platform: all of them."""


def name_key(name: str) -> str:
    """What two spellings of one name have in common: letters and digits, without case, accents and punctuation."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(kept.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom a platform says that a handle belongs to, at the moment `asked_at`.

    `id` is what stays when the handle changes hands or its owner takes another (X user id, DID, Mastodon actor); empty
    where `exists` is false. `name` is the name that the profile shows, `links` the addresses that it shows as its
    owner's own, `domains` the sites whose articles the owner lets credit them (Mastodon's attributionDomains).
    """

    platform: str
    handle: str
    id: str = ""
    name: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    exists: bool = True
    asked_at: datetime


class Standing(StrEnum):
    """What may be done with a person's handle. The last three are never tagged."""

    CANDIDATE = "candidate"
    """Found, but not proven to be theirs: it waits for a person."""
    IN_USE = "in use"
    """Stated by an entry or proven by the platform: tagged by machine."""
    CONFIRMED = "confirmed"
    """A person said that it is theirs."""
    REJECTED = "rejected"
    """A person said that it is not theirs."""
    OPTED_OUT = "opted out"
    """Theirs, but they do not want to be tagged."""
    GONE = "gone"
    """The platform has no such account any more, or gives the handle to somebody else."""


TAGGED = frozenset({Standing.IN_USE, Standing.CONFIRMED})
"""Standings that may lead to a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHandle:
    """A handle of a person in the register.

    `url`: the article whose words `evidence` quotes, empty where staff brought the handle. `note`: why it is not used,
    in words. `by` and `decided_at`: the person who decided about it last; empty for a machine's finding.
    `identity`: whom the platform gave it to when it was first used: its id is pinned.
    """

    platform: str
    handle: str
    level: Level
    standing: Standing
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    url: str = ""
    by: str = ""
    decided_at: datetime | None = None
    identity: Identity | None = None

    @property
    def decided(self) -> bool:
        """Whether a person's word stands behind it, which no machine's finding changes."""
        return bool(self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who writes for the blog. `id` is given by the queue; before, 0 or a number below it.

    Several records with the same number below 0 are one newcomer, found in several entries of one poll.

    `names` are all spellings that entries used, the one to be shown first. `pages` are the addresses of their page on
    the blog, `sites` of their own sites. `forbidden`: the platforms on which they must never be tagged, or EVERYWHERE;
    `forbidden_by` says who wrote that down. `version` grows with every change.
    """

    id: int = 0
    names: tuple[str, ...]
    guest: bool = True
    pages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    handles: tuple[KnownHandle, ...] = ()
    forbidden: tuple[str, ...] = ()
    forbidden_by: str = ""
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def keys(self) -> frozenset[str]:
        """Under which the register finds them by name."""
        return frozenset(key for name in self.names if (key := name_key(name)))

    def may_be_tagged_on(self, platform: str) -> bool:
        return not {platform, EVERYWHERE} & set(self.forbidden)

    def is_tagged_by(self, known: KnownHandle) -> bool:
        """Whether that handle of theirs may lead to a mention; one that a person has confirmed goes before others."""
        if known.standing not in TAGGED or not self.may_be_tagged_on(known.platform):
            return False
        return known.standing is Standing.CONFIRMED or not self._has_confirmed(known.platform)

    def is_asked_of(self, known: KnownHandle) -> bool:
        """Whether that handle of theirs waits for a person to decide about it; not where one is confirmed already."""
        if known.standing is not Standing.CANDIDATE or not self.may_be_tagged_on(known.platform):
            return False
        return not self._has_confirmed(known.platform)

    def _has_confirmed(self, platform: str) -> bool:
        return any(each.platform == platform and each.standing is Standing.CONFIRMED for each in self.handles)

    def handle(self, platform: str, handle: str) -> KnownHandle | None:
        """The person's record of that handle, without regard to case."""
        wanted = (platform, handle.casefold())
        return next((one for one in self.handles if (one.platform, one.handle.casefold()) == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStep:
    """A row of a person's history: who did what, and when."""

    person_id: int
    at: datetime
    who: str
    what: str
