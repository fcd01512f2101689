"""What every command has: examples in its help, --debug, --json where it lists or shows, and a way to the rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from sharebot.cli import Guessing, debug_option
from sharebot.cli.printing import complain, say
from sharebot.cli.secrets import settings_are_nowhere

if TYPE_CHECKING:  # the composition root imports most of the house
    from click.shell_completion import CompletionItem

    from sharebot.app import App
    from sharebot.ports import Tell

LARGEST_ID = 2**63 - 1
"""What a database's integer can hold."""

WITHOUT_SETTINGS = frozenset({"try", "measure"})
"""Commands that are of use before there are any."""

Example = tuple[str, str]
"""A command line that works, and what it does."""


class Command(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params.append(debug_option())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, each line to be copied whole."""
        with formatter.section("Examples"):
            for line, meaning in self.examples:
                formatter.write(f"{' ' * formatter.current_indent}# {meaning}\n")
                formatter.write(f"{' ' * formatter.current_indent}{line}\n")
        super().format_epilog(ctx, formatter)


class Group(Command, Guessing):
    """Commands of one noun, each loaded when it is needed; without a command's name the first of them is meant."""

    def __init__(
        self,
        name: str,
        line: str,
        modules: Mapping[str, tuple[str, str]],
        *,
        package: str,
        examples: Sequence[Example] = (),
    ) -> None:
        """`modules`: each command's module in `package` and its one line."""
        super().__init__(name=name, help=line, examples=examples, no_args_is_help=False, invoke_without_command=True)
        self.modules = modules
        self.package = package

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        if not ctx.resilient_parsing and not (args and (args[0] in own or not args[0].startswith("-"))):
            args = [next(iter(self.modules)), *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  Click's signature
        if cmd_name not in self.modules:
            return None
        module = import_module(f"{self.package}.{self.modules[cmd_name][0]}")
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  Click's
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.modules.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names and lines from the table, so that a press of Tab imports no command."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        lines = {name: line for name, (_, line) in self.modules.items()}
        return [CompletionItem(name, help=line) for name, line in lines.items() if name.startswith(incomplete)]


def command(name: str, *examples: Example) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its docstring is the help."""
    return click.command(name, cls=Command, examples=examples)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document for programs.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")


def post_id(word: str) -> int:
    """A parameter's type: one post, by its number."""
    if not word.isdecimal() or not 1 <= int(word) <= LARGEST_ID:
        raise click.BadParameter(f"{word!r} is no post's number; sharebot queue lists them")
    return int(word)


MOST_AT_ONCE = 1000
"""A longer range of posts is a slip of the finger."""


def numbers(words: Sequence[str]) -> tuple[int, ...]:
    """The posts that numbers and ranges name, each once."""
    return tuple(dict.fromkeys(number for word in words for number in _numbers(word)))


def _numbers(word: str) -> range:
    first, dash, last = word.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise click.BadParameter(f"{word!r} is no post's number and no range such as 41-46; sharebot queue lists them")
    begin, end = int(first), int(last or first)
    if not 1 <= begin <= end <= LARGEST_ID or end - begin >= MOST_AT_ONCE:
        raise click.BadParameter(f"{word!r} is no range of at most {MOST_AT_ONCE} posts, from 1 on")
    return range(begin, end + 1)


def _each_post(_ctx: click.Context, _parameter: click.Parameter, words: Sequence[str]) -> tuple[int, ...]:
    return numbers(words)


maybe_post_ids = click.argument("posts", nargs=-1, metavar="[ID...]", callback=_each_post)


def _accounts(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The accounts that a press of Tab offers; a press of Tab never complains."""
    from sharebot.errors import SharebotError
    from sharebot.settings import load

    try:
        return [account.name for account in load().accounts if account.name.startswith(incomplete)]
    except (SharebotError, OSError):
        return []


def not_empty(_ctx: click.Context, _parameter: click.Parameter, word: str | None) -> str:
    """What was not given is ""; what was given and is empty would choose everything, and nobody means that."""
    if word is not None and not word.strip():
        raise click.BadParameter("it is empty; leave it out, or say which")
    return word or ""


def account_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option("--account", metavar="ACCOUNT", help=help_text, shell_complete=_accounts, callback=not_empty)


def accounts_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Repeatable."""
    return click.option(
        "--account", "accounts", multiple=True, metavar="ACCOUNT", help=help_text, shell_complete=_accounts
    )


def account_argument(**kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.argument("accounts", metavar="ACCOUNT...", shell_complete=_accounts, **kwargs)


@contextmanager
def opened(
    tell: Tell | None = None,
    run_parse: Callable[..., Any] | None = None,
    warn: Callable[[str], None] = complain,
    *,
    by_machine: bool = False,
) -> Iterator[App]:
    """A sharebot built from the settings. Its rooms are entered when they are first used.

    `warn` is told what the settings do not do although somebody may think so. All that the command writes is one act
    of whoever is at the keyboard; with `by_machine` it is what sharebot decides by itself.
    """
    from sharebot.app import App, quiet
    from sharebot.settings import load

    settings = load()
    for warning in (*_defaults_alone(), *settings.warnings):
        warn(warning)
    app = App(settings, tell=tell or quiet, run_parse=run_parse, act="" if by_machine else _command_in_words())
    try:
        yield app
    finally:
        app.close()


def _defaults_alone() -> Iterator[str]:
    """That a person most likely stands in the wrong folder. Some commands are meant to be tried without settings."""
    if _command_in_words() not in WITHOUT_SETTINGS and settings_are_nowhere():
        yield (
            f"no .env in {Path.cwd()}; settings are the defaults "
            "(sharebot init writes one; SHAREBOT_ENV_FILE names another)"
        )


def _command_in_words() -> str:
    """The command as staff call it: approve, authors set."""
    context = click.get_current_context(silent=True)
    return context.command_path.partition(" ")[2] if context else ""


def zone_of(app: App) -> ZoneInfo:
    """The blog's time zone, in which staff read and write every time."""
    return ZoneInfo(app.settings.timezone)


def each(names: Sequence[Any], verb: Callable[[Any], str]) -> int:
    """Do one thing to each of several, and say what came of it; one that is refused stops no other.

    Returns the exit status: 1 if any was refused.
    """
    from sharebot.errors import SharebotError, StoreUnavailable

    refused = 0
    for name in names:
        try:
            say(verb(name))
        except StoreUnavailable:
            raise
        except SharebotError as error:
            complain(str(error))
            refused = 1
    return refused
