"""A person at $EDITOR: what does not fit comes back to them with the reason, and no word of theirs is lost."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from sharebot.bot.editing import Overtaken
from sharebot.cli.forms import Form, Wishes
from sharebot.cli.printing import complain
from sharebot.errors import SharebotError, StoreUnavailable

CHOSEN_BY = ("VISUAL", "EDITOR")
USUAL = ("sensible-editor", "vim", "nano", "vi")
"""Where nobody has chosen, the first of them that is there, as Click has it."""


class Unchanged(Exception):
    """The person left the editor without wanting anything."""


class NoEditor(SharebotError):
    """The editor that was asked for is not there."""


class Kept(SharebotError):
    """The words were not taken, and stand in the file that is named. `cause`: what kept them from being taken."""

    def __init__(self, cause: BaseException, form: Form, path: Path) -> None:
        super().__init__(f"{_in_words(cause)}; your text is kept: {form.again} {path}")
        self.cause = cause


def _in_words(cause: BaseException) -> str:
    match cause:
        case KeyboardInterrupt():
            return "interrupted"
        case UnicodeDecodeError():
            return "the editor has not saved it as UTF-8"
        case click.ClickException():
            return cause.format_message()
        case _:
            return str(cause)


class Sitting:
    """One editing of a form. `take`: store what is wanted; raises SharebotError where it cannot be."""

    def __init__(self, form: Form, take: Callable[[Wishes], None]) -> None:
        self.form = form
        self.take = take
        self.path = _new_file(form, "")

    def begin(self) -> None:
        """Until the words are taken. Raises Unchanged, and Kept."""
        offered = first = self.form.written()
        while True:
            self._write(offered)
            text = self._left(first)
            if text in (first, offered) or self.form.is_empty(text):
                raise self._given_up(text, first, offered)
            try:
                self.take(self.form.read(text))
            except SharebotError as error:
                if isinstance(error, Overtaken | StoreUnavailable) or not _is_terminal():
                    raise self._kept(error, text) from error
                offered = self.form.annotated(text, error)
            else:
                self.path.unlink()
                return

    def _left(self, first: str) -> str:
        """What is in the file when the editor is left."""
        try:
            _open(self.path, self.form)
            return self._text()
        except (SharebotError, click.ClickException, KeyboardInterrupt, UnicodeDecodeError) as error:
            if self.path.read_bytes() != first.encode():
                raise Kept(error, self.form, self.path) from error
            self.path.unlink()
            raise

    def _text(self) -> str:
        return self.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")

    def _given_up(self, text: str, first: str, offered: str) -> Exception:
        """Left as it was. After a refusal the words that were refused are the person's still."""
        if offered != first and text == offered:
            return self._kept(SharebotError("left as it was refused: nothing is stored"), text)
        self.path.unlink()
        return Unchanged("the file was emptied: nothing is changed" if self.form.is_empty(text) else "")

    def _kept(self, error: SharebotError, text: str) -> Kept:
        self._write(self.form.kept(text))
        return Kept(error, self.form, self.path)

    def _write(self, text: str) -> None:
        self.path.write_bytes(text.encode())


def _open(path: Path, form: Form) -> None:
    """In the person's editor. Raises NoEditor for one that is not there."""
    chosen = next((value for name in CHOSEN_BY if (value := os.environ.get(name, ""))), "")
    editor = chosen or next((name for name in USUAL if shutil.which(name)), USUAL[-1])
    if not chosen:
        complain(f"opening {editor}; to choose another: {_choosing(form)}")
    program = _program(editor)
    if shutil.which(program) is None:
        raise NoEditor(f"there is no editor {program!r} on this machine; choose one: {_choosing(form)}")
    click.edit(filename=str(path), editor=editor)


def _program(editor: str) -> str:
    """What is called; an editor may be named with options. One with a quotation mark too many is none."""
    try:
        return next(iter(shlex.split(editor)), "")
    except ValueError:
        return editor


def _choosing(form: Form) -> str:
    """The same command with an editor that most people manage."""
    return f"EDITOR=nano {form.again.removesuffix(' --file')}"


def _is_terminal() -> bool:
    """Whether a person sits there, to whom the file can be shown once more."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def keep(form: Form, text: str, error: SharebotError) -> Kept:
    """Words that came from elsewhere, in a file of their own."""
    return Kept(error, form, _new_file(form, form.kept(text)))


def _new_file(form: Form, text: str) -> Path:
    """One that nobody else may read."""
    handle, name = tempfile.mkstemp(prefix=form.name, suffix=".txt")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    return Path(name)
