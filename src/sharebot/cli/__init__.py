"""The command line's front door: every command's name and one line, and nothing heavier than Click.

A command's module is imported when the command is run or asked for its help.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # a shell asks for completions far more rarely than staff ask for help
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Look without touching": {
        "status": ("status", "Show how things stand, what is next, what waits for you."),
        "try": ("trying", "Show what would be posted from a feed, and who is tagged."),
        "measure": ("measuring", "Show how long a text is on every network, and if it fits."),
        "queue": ("queueing", "List the posts that wait, are in doubt or have failed."),
        "show": ("queueing", "Show one post exactly as its readers will see it."),
        "why": ("why", "Tell the whole story of one post."),
        "log": ("acts", "Tell who did what, and when."),
        "calendar": ("calendar", "Show the slots of the coming days, and what is in them."),
        "feeds": ("feeds", "List the feeds: when they were read, and their complaints."),
        "accounts": ("accounts", "The accounts that are posted to: list, check, connect."),
        "authors": ("authors", "The register of authors: who they are, how they are tagged."),
    },
    "Decide about posts": {
        "add": ("adding", "Share any page, or a post of your own."),
        "evergreen": ("evergreen", "Put old articles into free slots, at a set pace."),
        "approve": ("deciding", "Let drafts and held posts go, into their next slots."),
        "edit": ("editing", "Change the text of a post."),
        "reschedule": ("deciding", "Send posts at another time."),
        "now": ("deciding", "Send posts as soon as the daemon looks."),
        "cancel": ("deciding", "Stop posts that have not been sent."),
        "delete": ("withdrawing", "Take sent posts back from their networks."),
        "retry": ("deciding", "Send failed posts again."),
        "resolve": ("deciding", "Settle a post of which nobody knows whether it is public."),
        "export": ("sheets", "Write posts into a CSV file, for a spreadsheet."),
        "import": ("sheets", "Change posts, and add new ones, by a CSV file."),
        "undo": ("acts", "Take back what was done last."),
        "pause": ("accounts.pausing", "Stop sending to accounts."),
        "resume": ("accounts.pausing", "Send to paused accounts again."),
    },
    "Run": {
        "run": ("serving", "Watch the feeds and send the posts, until it is stopped."),
        "poll": ("polling", "Read the feeds once and queue what is new."),
        "deliver": ("serving", "Send once what is due now."),
    },
    "Keep": {
        "backup": ("keeping", "Copy the queue to a file, also while the daemon runs."),
        "move-database": ("keeping", "Carry the queue over from SQLite to PostgreSQL."),
        "restore": ("keeping", "Put a backup in the queue's place, after a look at it."),
    },
    "Set up": {
        "init": ("init", "Ask a few questions, check the feed, write the settings."),
        "notify": ("notify", "Show where people are told what needs them, and try it."),
        "doctor": ("doctor", "Look whether everything is there that sharebot needs."),
        "install-service": ("installing", "Write a systemd unit that keeps it running."),
        "completion": ("completion", "Print the completion script for a shell."),
    },
}
"""By section: each command's module in this folder and its one line."""

INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended, as shells have it."""


FIRST_PROCESS = 1
"""Of a container. The kernel keeps every signal from it that it has no handler for, so SIGTERM would be lost:
https://man7.org/linux/man-pages/man7/pid_namespaces.7.html, read 2026-11-26."""


class Guessing(click.Group):
    """Commands of which a mistyped one suggests those that were most likely meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not (ctx.resilient_parsing or name.startswith("-") or self.get_command(ctx, name)):
            raise click.UsageError(f"No such command {name!r}; {_meant(name, self.list_commands(ctx), ctx)}", ctx)
        return super().resolve_command(ctx, args)


def _meant(name: str, known: Sequence[str], ctx: click.Context) -> str:
    from difflib import get_close_matches  # slow to import, and few names are mistyped

    near = get_close_matches(name.lower(), known)
    return f"did you mean {' or '.join(near)}?" if near else f"{ctx.command_path} --help lists them"


class Wrong(click.ClickException):
    """What Click says in four lines, on one as all our errors are."""

    def __init__(self, error: click.ClickException) -> None:
        said = " ".join(error.format_message().split()).rstrip(".")
        known = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        super().__init__(f"{said}; {known} --help tells more" if known and "--help" not in said else said)

    def show(self, file: Any = None) -> None:  # noqa: ARG002  Click's signature
        from sharebot.cli.printing import complain

        complain(self.message)


class WrongUse(Wrong):
    exit_code = click.UsageError.exit_code


@contextmanager
def _on_one_line() -> Iterator[None]:
    """A command that is only named shows its help, and that stays whole."""
    try:
        yield
    except (click.exceptions.NoArgsIsHelpError, Wrong):
        raise
    except click.ClickException as error:
        raise (WrongUse if isinstance(error, click.UsageError) else Wrong)(error) from error


class Root(Guessing):
    """The commands, loaded when they are needed; every error leaves as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return [name for section in COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  Click's signature
        for section in COMMANDS.values():
            if cmd_name in section:
                module = import_module(f"sharebot.cli.{section[cmd_name][0]}")
                found: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
                return found
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  Click's
        width = max(len(name) for section in COMMANDS.values() for name in section)
        for title, section in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{name:<{width}}", line) for name, (_, line) in section.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names and lines from the table, so that a press of Tab imports no command."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        lines = {name: line for section in COMMANDS.values() for name, (_, line) in section.items()}
        return [CompletionItem(name, help=line) for name, line in lines.items() if name.startswith(incomplete)]

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with _on_one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> None:
        """Run the command; what it returns, or what its error means, is the exit status."""
        ctx.color = False if os.environ.get("NO_COLOR") else None
        try:
            with _on_one_line():
                status = super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, BrokenPipeError):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  no traceback reaches staff
            from sharebot.cli import faults

            status = faults.report(error, debug=ctx.meta.get("sharebot.debug", False))
        if status:
            ctx.exit(status)


def _debug(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value or os.environ.get("SHAREBOT_DEBUG", "0") not in {"", "0"}:
        ctx.meta["sharebot.debug"] = True


def debug_option(*, hidden: bool = True) -> click.Option:
    """--debug, understood before the command's name and after it."""
    return click.Option(
        ["--debug"],
        is_flag=True,
        hidden=hidden,
        expose_value=False,
        is_eager=True,
        callback=_debug,
        help="Show the whole traceback of an error (also: SHAREBOT_DEBUG=1).",
    )


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"sharebot {version('sharebot')}")
        ctx.exit()


root = Root(
    name="sharebot",
    help="Watches a blog's feed and shares each new post once on every network, crediting and tagging its author.",
    epilog="\b\nsharebot COMMAND --help tells more and gives examples.\nTo begin: sharebot try https://blog.example/feed/",
    params=[
        debug_option(hidden=False),
        click.Option(
            ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version."
        ),
    ],
)


def _end(number: int, _frame: object) -> None:
    """What SIGTERM does to every other process; run and deliver have an ear of their own."""
    raise SystemExit(128 + number)


def main(args: Sequence[str] | None = None, **extra: Any) -> None:
    """Run the command line; ends the process."""
    if os.getpid() == FIRST_PROCESS:
        signal.signal(signal.SIGTERM, _end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that has no letter for it shows a question mark
            stream.reconfigure(errors="replace")
    try:
        root.main(args, prog_name="sharebot", **extra)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    finally:
        _let_go_of_stderr()


def _let_go_of_stderr() -> None:
    """What a full disk has kept from stderr does not change how a command ended: Python itself would end with 120."""
    try:
        sys.stderr.flush()
    except OSError:
        sys.stderr = None  # Python flushes it once more unless it is gone
