"""The register as a table that people keep in a spreadsheet: rows ↔ people. Pure.

Every row is one handle of one person, or a platform on which they must never be tagged, or only their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sharebot.bot import tables
from sharebot.bot.people_rows import COLUMNS, LIST, SPELLINGS, Row
from sharebot.model import EVERYWHERE, Evidence, KnownHandle, Level, Person, Standing, name_key

DECIDED = frozenset({Standing.CONFIRMED, Standing.REJECTED, Standing.OPTED_OUT})
"""What only a person says; the others are a machine's findings, and change nothing that is on record already."""

_LEVELS = {
    Standing.CONFIRMED: Level.PROVEN,
    Standing.OPTED_OUT: Level.PROVEN,
    Standing.IN_USE: Level.STATED,
}
"""Where a row says none. A person who knows whose a handle is has said so from both sides."""


# People → table -------------------------------------------------------------------------------------------------------


def written(people: Iterable[Person]) -> str:
    """The table as CSV, in the order of `people`; each person's rows in an order of their own."""
    return tables.written(COLUMNS, _all_rows(people))


def _all_rows(people: Iterable[Person]) -> Iterator[dict[str, str]]:
    for person, namesake in _numbered(list(people)):
        for cells in _rows(person):
            common = {
                "name": f" {SPELLINGS} ".join(map(_as_in_table, person.names)),
                "guest": _YES_NO[person.guest],
                "namesake": namesake,
            }
            yield common | cells


def _as_in_table(name: str) -> str:
    """A spelling that cannot be taken for two."""
    return name.replace(SPELLINGS, "\N{BROKEN BAR}")


_YES_NO = {True: "yes", False: "no"}


def _numbered(people: Sequence[Person]) -> Iterator[tuple[Person, str]]:
    """Each with their number among those of their name, empty where nobody shares it."""
    sharing: dict[str, list[int]] = {}
    for person in people:
        sharing.setdefault(name_key(person.name), []).append(person.id)
    for person in people:
        ids = sharing[name_key(person.name)]
        yield person, str(ids.index(person.id) + 1) if len(ids) > 1 else ""


def _rows(person: Person) -> Iterator[dict[str, str]]:
    opted_out = {known.platform for known in person.handles if known.standing is Standing.OPTED_OUT}
    everywhere = EVERYWHERE in person.forbidden
    forbidden = [EVERYWHERE] if everywhere else sorted({*person.forbidden} - opted_out)
    for platform in forbidden:
        yield {"platform": platform, "standing": str(Standing.OPTED_OUT), "decided_by": person.forbidden_by}
    for known in sorted(person.handles, key=lambda known: (known.platform, known.handle.casefold())):
        yield _cells(known)
    if not forbidden and not person.handles:
        yield {}


def _cells(known: KnownHandle) -> dict[str, str]:
    return {
        "platform": known.platform,
        "handle": known.handle,
        "standing": str(known.standing),
        "level": str(known.level),
        "note": known.note,
        "link": known.url,
        "quote": known.evidence[-1].quote if known.evidence else "",
        "decided_by": known.by,
        "decided_on": f"{known.decided_at.astimezone(UTC):%Y-%m-%d}" if known.by and known.decided_at else "",
    }


# Rows → people --------------------------------------------------------------------------------------------------------


def grouped(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of one person together: those of one name in any of its spellings."""
    groups: list[list[Row]] = []
    by_name: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        group = next((by_name[key, row.namesake] for key in row.keys if (key, row.namesake) in by_name), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(row)
        for key in row.keys:
            by_name.setdefault((key, row.namesake), group)
    return groups


def brought(person: Person, rows: Sequence[Row], *, who: str, now: datetime) -> Person:
    """The person with what the rows say. Whoever brings the list has said it, unless a row names somebody else."""
    on_record = {_as_in_table(name) for name in person.names}
    new = (name for row in rows for name in row.names if _as_in_table(name) not in on_record)
    names = tuple(dict.fromkeys((*person.names, *new)))
    guests = [row.guest for row in rows if row.guest is not None]
    person = replace(person, names=names, guest=guests[-1] if guests else person.guest)
    person = _forbidden(person, [row for row in rows if row.standing is Standing.OPTED_OUT], who)
    handles = [_unless_replaced(known, rows, person, who, now) for known in person.handles]
    for row in rows:
        if row.handle:
            known = next((known for known in handles if row.same_handle(known)), None)
            made = _with_row(known, row, who, now)
            handles = [made if each is known else each for each in handles] if known else [*handles, made]
    return replace(person, handles=tuple(handles))


def _forbidden(person: Person, rows: Sequence[Row], who: str) -> Person:
    if not rows:
        return person
    platforms = tuple(dict.fromkeys((*person.forbidden, *(row.platform for row in rows))))
    if EVERYWHERE in platforms:
        platforms = (EVERYWHERE,)
    if set(platforms) == set(person.forbidden):
        return person
    by = next((row.by for row in rows if row.by), who)
    return replace(person, forbidden=platforms, forbidden_by=by)


def _unless_replaced(known: KnownHandle, rows: Sequence[Row], person: Person, who: str, now: datetime) -> KnownHandle:
    """What no row names: of no use where they must not be tagged, nor where a row confirms another in its place."""
    if any(row.same_handle(known) for row in rows):
        return known
    forbids = any(row.standing is Standing.OPTED_OUT and row.platform in (EVERYWHERE, known.platform) for row in rows)
    if forbids and known.standing not in (Standing.REJECTED, Standing.OPTED_OUT):
        return replace(known, standing=Standing.OPTED_OUT, by=person.forbidden_by, decided_at=now)
    instead = any(row.standing is Standing.CONFIRMED and row.platform == known.platform and row.handle for row in rows)
    if instead and known.standing is Standing.CONFIRMED:
        return replace(known, standing=Standing.REJECTED, by=who, decided_at=now)
    return known


def _with_row(known: KnownHandle | None, row: Row, who: str, now: datetime) -> KnownHandle:
    if row.standing not in DECIDED:
        return known or _new(row)
    if known is None:
        return replace(_new(row), by=row.by or who, decided_at=row.on or now)
    same = known.standing is row.standing
    by = row.by or (known.by if same else who)
    return replace(
        known,
        standing=row.standing,
        level=row.level or known.level,
        note=row.note or (known.note if same else ""),
        url=row.link or known.url,
        evidence=_with_quote(known.evidence, row.quote),
        by=by,
        decided_at=_when(known, row, now) if same and known.by == by else row.on or now,
    )


def _when(known: KnownHandle, row: Row, now: datetime) -> datetime:
    """The moment on record, where the row's day is that moment's; a table has only days."""
    before = known.decided_at
    if before and (row.on is None or row.on.date() == before.astimezone(UTC).date()):
        return before
    return row.on or now


def _new(row: Row) -> KnownHandle:
    return KnownHandle(
        platform=row.platform,
        handle=row.handle,
        level=row.level or _LEVELS.get(row.standing, Level.SUPPORTING),
        standing=row.standing,
        evidence=_with_quote((), row.quote),
        note=row.note,
        url=row.link,
    )


def _with_quote(evidence: tuple[Evidence, ...], quote: str) -> tuple[Evidence, ...]:
    if not quote or any(each.quote.strip() == quote for each in evidence):
        return evidence
    return (*evidence, Evidence(source=LIST, quote=quote, rule=LIST))
