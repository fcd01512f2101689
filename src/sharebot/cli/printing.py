"""How things are put on the screen: columns, times in the blog's zone, JSON, and nothing that moves the cursor."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

import click

from sharebot.cli.secrets import without_passwords

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""Characters that a feed could steer a terminal with; a line feed is none."""

GAP = "  "

NARROW = 80
"""On a narrower terminal a table of wrapped words is harder to read than lines that the terminal wraps."""


def say(text: str = "", *, err: bool = False) -> None:
    """Print text that may hold other people's words; styles are kept on a terminal only."""
    click.echo(without_passwords(text), err=err)


def complain(text: str) -> None:
    """One line on stderr for a person."""
    from sharebot.cli.secrets import redacted

    click.echo(redacted(f"sharebot: {one_line(text)}"), err=True)


def safe(text: str) -> str:
    """The text without characters that steer a terminal."""
    return CONTROLS.sub("�", text)


def one_line(text: str) -> str:
    return safe(" ".join(text.split()))


def shortened(text: str, width: int) -> str:
    """The text's beginning on one line, at most `width` cells wide."""
    line = one_line(text)
    if cells(line) <= width:
        return line
    line = line[: 2 * width]
    while cells(line) > width - 1:
        line = line[:-1]
    return f"{line.rstrip()}…"


def indented(text: str, by: str) -> str:
    """Every line of the text as it is, behind an indentation."""
    return "\n".join(by + safe(line) for line in text.split("\n"))


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


# Times ----------------------------------------------------------------------------------------------------------------


def when(at: datetime | None, zone: tzinfo, *, seconds: bool | None = None, none: str = "") -> str:
    """A time in the blog's zone: Mon 2026-11-23 09:00, with seconds where there are any unless that is decided."""
    if at is None:
        return none
    local = at.astimezone(zone)
    seconds = bool(local.second) if seconds is None else seconds
    return f"{local:%a %Y-%m-%d %H:%M:%S}" if seconds else f"{local:%a %Y-%m-%d %H:%M}"


def iso(at: datetime | None) -> str | None:
    """A time for programs: 2026-11-23T09:00:00Z."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# Documents for programs -----------------------------------------------------------------------------------------------


def say_json(document: Any) -> None:
    """One document on stdout, as UTF-8 whatever the terminal speaks."""
    import json

    text = without_passwords(json.dumps(document, ensure_ascii=False, indent=2))
    click.echo(text.encode("utf-8", "replace"))


# Columns --------------------------------------------------------------------------------------------------------------


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, long: int = 1, fold: bool = True) -> None:
    """Aligned columns; on a terminal as wide as it is, elsewhere whole.

    The last `long` columns give way on a terminal: they are folded, or cut where `fold` is false.
    """
    if sys.stdout.isatty() and shutil.get_terminal_size().columns >= NARROW:
        _rich_table(headers, rows, firm=len(headers) - long, fold=fold)
        return
    say("\n".join(columns(headers, rows)))


def columns(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The table as plain lines, without trailing blanks."""
    lines = [list(headers), *([safe(cell).replace("\n", " ") for cell in row] for row in rows)]
    widths = [max(cells(line[place]) for line in lines) for place in range(len(headers))]
    return [_plain_row(line, widths) for line in lines]


def _plain_row(line: Sequence[str], widths: Sequence[int]) -> str:
    return GAP.join(cell + " " * (width - cells(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _rich_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, firm: int, fold: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for place, header in enumerate(headers):
        shown.add_column(header, no_wrap=place < firm)
    for row in rows:
        # A column that may not wrap would not give way either; so it is the text that may not.
        shown.add_row(
            *(
                Text(without_passwords(one_line(cell)), no_wrap=not fold, overflow="fold" if fold else "ellipsis")
                for cell in row
            )
        )
    Console().print(shown)
