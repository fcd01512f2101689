"""A spreadsheet as CSV → rows that say something possible about somebody, and every fault of the others. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sharebot.bot import tables
from sharebot.bot.tables import Fault
from sharebot.model import EVERYWHERE, KnownHandle, Level, Standing, name_key
from sharebot.ports import AuthorRules

COLUMNS = (
    "name",
    "platform",
    "handle",
    "standing",
    "level",
    "guest",
    "note",
    "link",
    "quote",
    "decided_by",
    "decided_on",
    "namesake",
)

LIST = "list"
"""The source of a quote that stands in a list alone: a person's word, and no article's."""

SPELLINGS = "|"
"""Between the spellings of one person's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that says something possible. `platform` and `handle` are empty where it only names somebody.

    `handle` is empty and `platform` a platform, or EVERYWHERE, where somebody must never be tagged. `guest`: None
    where the row leaves it open. `namesake`: which of several people of that name, empty where there is one.
    """

    line: int
    names: tuple[str, ...]
    namesake: str = ""
    guest: bool | None = None
    platform: str = ""
    handle: str = ""
    standing: Standing = Standing.CONFIRMED
    level: Level | None = None
    note: str = ""
    link: str = ""
    quote: str = ""
    by: str = ""
    on: datetime | None = None

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for name in self.names if (key := name_key(name)))

    def same_handle(self, known: KnownHandle) -> bool:
        return (known.platform, known.handle.casefold()) == (self.platform, self.handle.casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table as it was read. With faults it is of no use: a list is taken whole or not at all."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(data: bytes, rules: AuthorRules) -> Sheet:
    """Every fault is named, not the first alone."""
    table = tables.read(data, COLUMNS, ("name",))
    rows: list[Row] = []
    faults = list(table.faults)
    for line in table.lines:
        try:
            rows.append(_understood(line.number, line.cells, rules))
        except ValueError as error:
            faults.append(Fault(line=line.number, what=str(error)))
    return Sheet(rows=tuple(rows), faults=(*sorted(faults, key=lambda fault: fault.line), *_contradictions(rows)))


def _understood(line: int, given: Mapping[str, str], rules: AuthorRules) -> Row:
    """Raises ValueError with what is wrong."""
    names = tuple(name for each in given["name"].split(SPELLINGS) if (name := " ".join(each.split())))
    if not any(name_key(name) for name in names):
        raise ValueError("the name is missing")
    row = Row(
        line=line,
        names=names,
        namesake=given["namesake"],
        guest=_guest(given["guest"]),
        platform=rules.platform_called(given["platform"]),
        handle=given["handle"].removeprefix("@"),
        standing=_standing(given["standing"]),
        level=_level(given["level"]),
        note=given["note"],
        link=_link(given["link"]),
        quote=given["quote"],
        by=given["decided_by"],
        on=_day(given["decided_on"]),
    )
    _check_handle(row, given["standing"], rules)
    return row


def _check_handle(row: Row, said: str, rules: AuthorRules) -> None:
    if row.namesake and not re.fullmatch(r"[1-9][0-9]{0,3}", row.namesake):
        raise ValueError(f"namesake is {row.namesake!r}; write 1 for the first person of that name, 2 for the second")
    if not row.handle and not row.platform and row.standing is Standing.OPTED_OUT:
        raise ValueError("the platform is missing; write * where somebody must not be tagged anywhere")
    if row.platform == EVERYWHERE and (row.handle or row.standing is not Standing.OPTED_OUT):
        raise ValueError('the platform * is for rows whose standing is "opted out" and that have no handle')
    if not re.fullmatch(r"[\w.-]*|\*", row.platform):
        raise ValueError(f"the platform is {row.platform!r}; write one word, such as x, mastodon or bluesky")
    if meant := rules.misspelt(row.platform):
        raise ValueError(f"there is no platform {row.platform}; did you mean {meant}?")
    if row.handle and not row.platform:
        raise ValueError(f"the platform of {row.handle} is missing")
    if (row.platform or said) and not row.handle and row.standing is not Standing.OPTED_OUT:
        raise ValueError("the handle is missing")
    if row.handle and not rules.is_handle(row.platform, row.handle):
        raise ValueError(f"{row.handle!r} is no handle that {row.platform} could have; {form_of(row.platform)}")


def form_of(platform: str) -> str:
    """How a handle of that platform is written, for a person who wrote it otherwise."""
    forms = {"mastodon": "write user@host", "bluesky": "write a domain name", "linkedin": "write in/name"}
    return forms.get(platform, "write it without address and @")


def _standing(cell: str) -> Standing:
    said = re.sub(r"[\s_-]+", " ", cell.casefold())
    try:
        return Standing(said) if said else Standing.CONFIRMED
    except ValueError:
        raise ValueError(f"the standing is {cell!r}; it is one of {', '.join(Standing)}, or empty") from None


def _level(cell: str) -> Level | None:
    try:
        return Level(cell.upper()) if cell else None
    except ValueError:
        raise ValueError(f"the level is {cell!r}; it is one of {', '.join(Level)}, or empty") from None


def _guest(cell: str) -> bool | None:
    said = {"": None, "yes": True, "y": True, "no": False, "n": False}
    if cell.casefold() not in said:
        raise ValueError(f"guest is {cell!r}; it is yes, no or empty")
    return said[cell.casefold()]


def _link(cell: str) -> str:
    if cell and not re.fullmatch(r"https?://[^\s/]+\S*", cell):
        raise ValueError(f"the link is {cell!r}; it begins with https://")
    return cell


def _day(cell: str) -> datetime | None:
    try:
        return datetime.strptime(cell, "%Y-%m-%d").replace(tzinfo=UTC) if cell else None
    except ValueError:
        raise ValueError(f"decided_on is {cell!r}; write a day as 2026-11-25") from None


def _contradictions(rows: Iterable[Row]) -> Iterator[Fault]:
    """A handle of which two rows say different things: of one person, or of whom it is."""
    said: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for other in said.get((row.platform, row.handle.casefold()), ()) if row.handle else ():
            one_person = (row.keys & other.keys) and row.namesake == other.namesake
            both = row.standing is other.standing is Standing.CONFIRMED
            if one_person and row.standing is not other.standing:
                yield Fault(line=row.line, what=f"{row.platform} {row.handle} is {other.standing} in line {other.line}")
            elif both and not one_person:
                whose = f"{other.names[0]}'s in line {other.line}"
                yield Fault(line=row.line, what=f"{row.platform} {row.handle} is {whose}; it can be one person's only")
        said.setdefault((row.platform, row.handle.casefold()), []).append(row)
