"""What staff read when something went wrong: one line, and a whole traceback only when they ask for it."""

from __future__ import annotations

import sys
import traceback

import click

from sharebot.cli import INTERRUPTED
from sharebot.cli.printing import one_line
from sharebot.cli.secrets import redacted
from sharebot.errors import SettingsError, SharebotError

REFUSED, WRONG_USE = 1, 2


def report(error: BaseException, *, debug: bool) -> int:
    """Print the error on stderr; returns the exit status that it means."""
    if debug:
        click.echo(redacted("".join(traceback.format_exception(error))), err=True, nl=False)
    after_echoed_ctrl_c = "\n" if isinstance(error, KeyboardInterrupt) and sys.stderr.isatty() else ""
    click.echo(after_echoed_ctrl_c + redacted(f"sharebot: {one_line(words(error))}"), err=True)
    return status(error)


def status(error: BaseException) -> int:
    if isinstance(error, KeyboardInterrupt) or (isinstance(error, click.Abort) and not _no_answer(error)):
        return INTERRUPTED
    return WRONG_USE if isinstance(error, SettingsError) else REFUSED


def words(error: BaseException) -> str:
    match error:
        case SharebotError():
            return str(error)
        case KeyboardInterrupt():
            return "interrupted"
        case click.Abort():
            return "a question got no answer; give the answers as options" if _no_answer(error) else "interrupted"
        case OSError() if error.filename:
            return f"{error.filename}: {error.strerror}; see that the file or folder is there and may be used"
        case _:
            return (
                f"{type(error).__name__}: {error}; this is a fault of sharebot itself, and nothing more was done: "
                "run it again with --debug and report what it prints"
            )


def _no_answer(error: click.Abort) -> bool:
    """Whether standard input ended while a question was open."""
    return isinstance(error.__context__, EOFError)
