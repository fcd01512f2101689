"""Lists of authors that staff bring in a spreadsheet, and take away in one. A list is taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sharebot.bot import people_list, people_rows
from sharebot.bot.people_rows import Row
from sharebot.bot.register import Decided, Register
from sharebot.bot.tables import Fault
from sharebot.model import EVERYWHERE, KnownHandle, Person, Standing, name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What rows say of one person that the register does not: in words, a line of them a row."""

    before: Person | None
    person: Person
    words: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a list would change. With faults nothing of it is done. `doubts` are for a person to look at."""

    rows: int = 0
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    register: Register

    def export(self, people: Sequence[Person]) -> str:
        """These people as CSV."""
        return people_list.written(people)

    def plan(self, data: bytes) -> Plan:
        """What the list says, against the register as it is."""
        sheet = people_rows.read(data, self.register.rules)
        known = _Known(self.register.people())
        faults = list(sheet.faults)
        changes = []
        for group in people_list.grouped(sheet.rows):
            found = known.person(group)
            if isinstance(found, Fault):
                faults.append(found)
            elif change := self._change(found, group):
                known.now(change)
                changes.append(change)
        return Plan(
            rows=len(sheet.rows),
            changes=tuple(known.joined(changes)),
            faults=tuple(sorted(faults, key=lambda fault: fault.line)),
            doubts=tuple(known.doubts(sheet.rows)),
        )

    def carry_out(self, plan: Plan) -> tuple[Decided, ...]:
        """All of it. Raises Changed if somebody has decided about one of these people meanwhile; then nothing is done.

        The posts that get other words are told of after that; each is a change of its own.
        """
        return self.register.put_all([(change.person, _history(change)) for change in plan.changes])

    def _change(self, before: Person | None, rows: Sequence[Row]) -> Change | None:
        person = before or self.register.newcomer(rows[0].names[0])
        after = people_list.brought(person, rows, who=self.register.who, now=self.register.clock.now())
        if before is not None and after == before:
            return None
        words = tuple((row.line, said) for row in rows if (said := _said(row, before, after)))
        return Change(
            before=before, person=after, words=words or ((rows[0].line, "other spellings, or guest or staff"),)
        )


_OTHERWISE = "another spelling of the name, or guest or staff"


def _said(row: Row, before: Person | None, after: Person) -> str:
    """What a row changes, in a few words; empty where it changes nothing."""
    if not row.handle:
        return _said_of_person(row, before)
    was, now = _handle(before, row), _handle(after, row)
    if was == now or now is None:
        return ""
    if was is None or was.standing is now.standing:
        return f"{now.platform} {now.handle} {now.standing}{'' if was is None else ', with other particulars'}"
    return f"{now.platform} {now.handle} {now.standing}, was {was.standing}"


def _said_of_person(row: Row, before: Person | None) -> str:
    if not row.platform:
        return "" if before else "put into the register"
    if before and row.platform in before.forbidden:
        return ""
    return f"never to be tagged{'' if row.platform == EVERYWHERE else f' on {row.platform}'}"


def _handle(person: Person | None, row: Row) -> KnownHandle | None:
    return person.handle(row.platform, row.handle) if person else None


def _history(change: Change) -> str:
    return f"brought by a list: {'; '.join(said for _, said in change.words)}"


@dataclass(slots=True)
class _Known:
    """The register, looked up without asking it again and again."""

    people: list[Person]
    _by_key: dict[str, list[Person]] = field(default_factory=dict)
    _by_handle: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    _latest: dict[int, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in sorted(self.people, key=lambda person: person.id):
            self._latest[person.id] = person
            for key in person.keys:
                self._by_key.setdefault(key, []).append(person)
            for known in person.handles:
                if known.standing is not Standing.REJECTED:
                    self._by_handle.setdefault((known.platform, known.handle.casefold()), []).append(person)

    def person(self, rows: Sequence[Row]) -> Person | Fault | None:
        """Whom the rows are about; None for somebody new. A fault where the register has several who might be meant."""
        named = self._named(rows)
        owners = [person for person in named if any(_handle(person, row) for row in rows if row.handle)]
        number = int(rows[0].namesake or 0)
        if len(owners) == 1 or (len(named) == 1 and not number):
            return self._latest[(owners or named)[0].id]
        numbered = named[number - 1] if 1 <= number <= len(named) else None
        if numbered and (numbered in owners or not owners):
            return self._latest[numbered.id]
        if not named or (number and not owners):
            return None
        several = ", ".join(f"{place} ({person.id}: {_known_by(person)})" for place, person in enumerate(named, 1))
        what = f"{len(named)} people are called {rows[0].names[0]}; say in the column namesake which: {several}"
        return Fault(line=rows[0].line, what=what)

    def _named(self, rows: Sequence[Row]) -> list[Person]:
        keys = {name_key(name) for row in rows for name in row.names}
        found = {person.id: person for key in keys for person in self._by_key.get(key, ())}
        return [found[number] for number in sorted(found)]

    def now(self, change: Change) -> None:
        """Rows that come later are about the person as rows before have left them."""
        if change.before:
            self._latest[change.before.id] = change.person

    def joined(self, changes: Iterable[Change]) -> Iterator[Change]:
        """One change a person."""
        of_person: dict[int, list[Change]] = {}
        for change in changes:
            if change.before is None:
                yield change
            else:
                of_person.setdefault(change.before.id, []).append(change)
        for several in of_person.values():
            words = tuple(word for change in several for word in change.words)
            yield Change(before=several[0].before, person=several[-1].person, words=words)

    def doubts(self, rows: Iterable[Row]) -> Iterator[Fault]:
        """Handles that the list gives to one and the register to another: perhaps two spellings of one person."""
        for row in rows:
            for owner in self._by_handle.get((row.platform, row.handle.casefold()), ()) if row.handle else ():
                if row.standing in (Standing.CONFIRMED, Standing.IN_USE) and not row.keys & owner.keys:
                    what = f"{row.platform} {row.handle} is on record for {owner.name} ({owner.id}) as well"
                    hint = f"if they are one: sharebot authors merge {owner.id} '{row.names[0]}'"
                    yield Fault(line=row.line, what=f"{what}; {hint}")


def _known_by(person: Person) -> str:
    handles = [f"{known.platform} {known.handle}" for known in person.handles]
    return ", ".join(handles) or "no handle"
