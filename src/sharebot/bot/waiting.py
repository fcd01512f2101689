"""What waits for a person, and the command that answers it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sharebot.bot.moving import ME
from sharebot.model import ALL, Person, State, Tally
from sharebot.ports import Queue


class Kind(StrEnum):
    """Why a person is waited for; the most pressing first."""

    UNSURE = "unsure"
    """Posts of which only a person can say whether they are public."""
    PAUSED = "paused"
    """Accounts that sharebot paused, since their networks refuse the credentials."""
    FAILED = "failed"
    """Posts that are surely not public, and that nobody has sent again."""
    HELD = "held"
    """Posts that were queued and stopped."""
    STRANDED = "stranded"
    """Queued posts of accounts that SHAREBOT_ACCOUNTS does not name (any more): they never go out by themselves."""
    DRAFT = "draft"
    """Posts that wait for approval."""
    AUTHOR = "author"
    """Handles of which only a person can say whose they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """So many of a kind wait for a person, the oldest since that moment.

    `command` answers it: of one thing exactly that, of several it lists them.
    """

    kind: Kind
    count: int
    oldest: datetime
    command: str


def waiting(queue: Queue, accounts: Collection[str]) -> list[Waiting]:
    """One row for each kind of which there is any, in the order of Kind.

    `accounts`: those of SHAREBOT_ACCOUNTS. It reads the open posts and the whole register: for people who ask and for
    what happens now and then, not for every glance.
    """
    tallies = queue.open_tallies()
    found = [
        *_posts(tallies, accounts),
        *_paused(queue, accounts),
        *_stranded(tallies, accounts),
        *_authors(queue),
    ]
    order = list(Kind)
    return sorted(found, key=lambda each: order.index(each.kind))


# Posts ----------------------------------------------------------------------------------------------------------------

_ANSWERS = {
    Kind.UNSURE: ("unsure", "sharebot resolve {id}"),
    Kind.FAILED: ("failed", "sharebot retry {id}"),
    Kind.HELD: ("queued", "sharebot approve {id}"),
    Kind.DRAFT: ("draft", "sharebot approve {id}"),
}
"""Under which state each kind is listed, and what answers one of it."""


def _posts(tallies: Iterable[Tally], accounts: Collection[str]) -> Iterator[Waiting]:
    kinds: dict[Kind, list[Tally]] = {}
    for tally in tallies:
        if kind := _kind(tally, accounts):
            kinds.setdefault(kind, []).append(tally)
    for kind, group in kinds.items():
        count = sum(tally.count for tally in group)
        state, one = _ANSWERS[kind]
        command = one.format(id=group[0].first) if count == 1 else f"sharebot queue --state {state}"
        yield Waiting(kind=kind, count=count, oldest=min(_since(tally) for tally in group), command=command)


def _kind(tally: Tally, accounts: Collection[str]) -> Kind | None:
    """None where the machine goes on by itself. Nobody is left to look where an account is gone."""
    match tally.state:
        case State.UNSURE if not tally.dated or tally.account not in accounts:
            return Kind.UNSURE
        case State.FAILED:
            return Kind.FAILED
        case State.QUEUED if tally.held:
            return Kind.HELD
        case State.DRAFT:
            return Kind.DRAFT
        case _:
            return None


def _since(tally: Tally) -> datetime:
    """Drafts wait from their beginning, whatever has been changed of them; others since they came to their state."""
    return tally.created_at if tally.state is State.DRAFT else tally.changed_at


def _stranded(tallies: Iterable[Tally], accounts: Collection[str]) -> Iterator[Waiting]:
    """Told at once, not when they are due: by then somebody has been missed. What is held is told as held."""
    gone = [each for each in tallies if each.state is State.QUEUED and not each.held and each.account not in accounts]
    if gone:
        yield Waiting(
            kind=Kind.STRANDED,
            count=sum(tally.count for tally in gone),
            oldest=min(_since(tally) for tally in gone),
            command=f"sharebot queue --account {min(tally.account for tally in gone)}",
        )


# Accounts and authors -------------------------------------------------------------------------------------------------


def _paused(queue: Queue, accounts: Collection[str]) -> Iterator[Waiting]:
    """Those that a person has paused wait for nobody."""
    since = {state.name: state.paused_at for state in queue.accounts() if state.paused_at and state.by == ME}
    paused = {name: at for name, at in since.items() if name in accounts}
    if paused:
        one = next(iter(paused))
        command = f"sharebot resume {one}" if len(paused) == 1 else "sharebot accounts"
        yield Waiting(kind=Kind.PAUSED, count=len(paused), oldest=min(paused.values()), command=command)


def _authors(queue: Queue) -> Iterator[Waiting]:
    asked = [person for person in queue.people(limit=ALL) for known in person.handles if person.is_asked_of(known)]
    times = [at for person in asked if (at := _known_since(person))]
    if asked and times:
        yield Waiting(kind=Kind.AUTHOR, count=len(asked), oldest=min(times), command="sharebot authors review")


def _known_since(person: Person) -> datetime | None:
    return person.updated_at or person.created_at
