"""The file of settings: written whole or not at all, for its owner alone, and never without a copy of what it was."""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_PLAIN = re.compile(r"[\w./:@%+,=~-]+")
"""Read alike without quotes by python-dotenv, systemd, podman and a shell; podman would keep the quotes."""

COPIES = 3
"""How many copies of earlier times are kept."""

_MADE_AT = f"{'[0-9]' * 8}T{'[0-9]' * 12}"
_NEW_LINE = "\n"
_REMARK = re.compile(r"\s#[^'\"]*$")


def write(path: Path, answers: Mapping[str, str]) -> Path | None:
    """Put the answers among the settings that the file has; returns the copy of the file as it was, if it changed.

    Comments and all other lines stay. The file and its copy can be read by their owner alone: keys will stand there.
    """
    path = path.resolve()
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else None
    text = changed(before or "", answers)
    if text == before:
        path.chmod(0o600)
        return None
    kept = kept_copy(path) if before is not None else None
    _write_whole(path, text)
    return kept


def changed(text: str, answers: Mapping[str, str]) -> str:
    """The file's text with the answers: in the lines that name them, else in lines at the end, if there is one."""
    from io import StringIO

    from dotenv.parser import parse_stream

    left, lines = dict(answers), []
    # Ends of lines stay as they are, so the stream must not translate them.
    for each in parse_stream(StringIO(text, newline="")):
        original = each.original.string
        if each.key and each.key in answers and not each.error:
            left.pop(each.key, None)
            original = original if each.value == answers[each.key] else _line(original, each.key, answers[each.key])
        lines.append(original)
    return _ended("".join(lines)) + "".join(f"{name}={quoted(value)}\n" for name, value in left.items() if value)


def _line(original: str, name: str, value: str) -> str:
    """What stands around the line stays; a remark at its end goes above it, since systemd takes it for the value's."""
    body = original.strip()
    before, behind = original[: len(original) - len(original.lstrip())], original[len(original.rstrip()) :]
    remark = _REMARK.search(body)
    export = "export " if re.match(r"export\s", body) else ""
    above = f"{remark[0].strip()}{behind or _NEW_LINE}" if remark else ""
    return f"{before}{above}{export}{name}={quoted(value)}{behind}"


def _ended(text: str) -> str:
    return text if not text or text.endswith(("\n", "\r")) else f"{text}\n"


def quoted(value: str) -> str:
    """So that python-dotenv and systemd's EnvironmentFile read the same.

    In single quotes systemd undoes nothing, python-dotenv backslashes; in double quotes both undo them before " and
    themselves (systemd's src/basic/env-file.c and python-dotenv 1.2's parser, read 2026-11-25).
    """
    if not value or _PLAIN.fullmatch(value):
        return value
    if "'" not in value and "\\" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def kept_copy(path: Path) -> Path:
    """A copy of the file beside it, for its owner alone. The last few are kept, for keys may stand in them."""
    kept = path.with_name(f"{path.name}.bak-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    kept.touch(mode=0o600)
    try:
        shutil.copyfile(path, kept)
    except OSError:
        kept.unlink()  # half a copy would be taken for a whole one
        raise
    copies = sorted(path.parent.glob(f"{glob.escape(path.name)}.bak-{_MADE_AT}"))
    for old in copies[:-COPIES]:
        old.unlink(missing_ok=True)
    return kept


def _write_whole(path: Path, text: str) -> None:
    """Nobody ever finds half of it, not even after a power cut. Raises OSError that names the file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):  # where none could be made, none can be taken away
            draft.unlink(missing_ok=True)
