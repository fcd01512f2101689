"""Tables that people keep in a spreadsheet, as CSV: cells by their columns' names, and every fault. Pure.

UTF-8 with or without a byte order mark; commas, semicolons or tabs between the cells; the first line names the columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_DELIMITERS = ",;\t"

_FORMULA = re.compile(r"'*[=+\-@]")
"""How a cell begins that a spreadsheet takes for a formula, and how one begins that has been guarded against that.

owasp.org/www-community/attacks/CSV_Injection, read 2026-11.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`cells` by column; those that the table does not have are empty."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()


def written(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The table as CSV, no cell of it a formula."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, columns)
    table.writeheader()
    for row in rows:
        table.writerow({name: _guarded(cell) for name, cell in row.items()})
    return out.getvalue()


def read(data: bytes, columns: Sequence[str], needed: Sequence[str]) -> Table:
    """Every line with something in it; every fault is named, not the first alone. One of `needed` must be there."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Table(faults=(Fault(line=1, what="this is not UTF-8; save it from the spreadsheet as CSV UTF-8"),))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns), strict=True)
    header: list[str] | None = None
    lines: list[Line] = []
    faults: list[Fault] = []
    try:
        for number, cells in _numbered(reader):
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
                faults += _faults_of_header(header, number, columns, needed)
                if faults:
                    break
            elif any(cell.strip() for cell in cells[len(header) :]):
                faults.append(Fault(line=number, what="it has more cells than the first line has columns"))
            else:
                given = {name: _unguarded(cell) for name, cell in zip(header, cells, strict=False) if name}
                lines.append(Line(number=number, cells=dict.fromkeys(columns, "") | given))
    except csv.Error as error:
        faults.append(Fault(line=reader.line_num, what=f"this is no CSV: {error}"))
    if header is None:
        faults.append(Fault(line=1, what=f"there is nothing; the first line has the columns: {', '.join(columns)}"))
    return Table(lines=tuple(lines), faults=tuple(faults))


def _guarded(cell: str) -> str:
    cell = cell.strip()
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The one by which the first line falls into the most columns that we know."""
    first = text.lstrip().partition("\n")[0].casefold()

    def known(delimiter: str) -> int:
        return sum(cell.strip(' "\r') in columns for cell in first.split(delimiter))

    return max(_DELIMITERS, key=known)


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line on which it begins; those that are empty are left out."""
    before = 0
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = lines.line_num  # type: ignore[attr-defined]  # csv's readers have it


def _faults_of_header(
    header: Sequence[str], line: int, columns: Sequence[str], needed: Sequence[str]
) -> Iterator[Fault]:
    unknown = [name for name in dict.fromkeys(header) if name and name not in columns]
    twice = [name for name in dict.fromkeys(header) if name and header.count(name) > 1]
    if not set(needed) & set(header):
        yield Fault(line=line, what=f"there is no column {' or '.join(needed)}; the columns are {', '.join(columns)}")
    elif unknown:
        what = "no column is called" if len(unknown) == 1 else "no columns are called"
        yield Fault(line=line, what=f"{what} {', '.join(unknown)}; the columns are {', '.join(columns)}")
    elif twice:
        yield Fault(line=line, what=f"the column {twice[0]} is there twice")
