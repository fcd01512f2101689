"""Files that staff ask for: written whole or not at all, to a name of theirs or to standard output."""

from __future__ import annotations

import os
from pathlib import Path

import click

STDOUT = "-"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By which spreadsheets know that a file is UTF-8."""


def write_table(file: str, text: str) -> None:
    """As write, for CSV. What goes on through a pipe begins without a mark."""
    write(file, ((BOM if file != STDOUT else "") + text).encode("utf-8", "replace"))


def write(file: str, data: bytes) -> None:
    """To the file, or to standard output where it is named so. Raises OSError that names the file."""
    if file == STDOUT:
        click.echo(data, nl=False)
    else:
        write_whole(Path(file), data)


def write_whole(path: Path, data: bytes) -> None:
    """Nobody ever finds half of it. Raises OSError that names the file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        draft.unlink(missing_ok=True)
