"""The front door: what the help says, and that it costs next to nothing."""

from __future__ import annotations

import shlex
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from sharebot.cli import COMMANDS, root
from sharebot.cli.accounts import ACCOUNTS
from sharebot.cli.authors import AUTHORS
from sharebot.cli.command import Command

TOP = [name for section in COMMANDS.values() for name in section]
NAMES = [
    *TOP,
    *(f"accounts {name}" for name in ACCOUNTS if name not in TOP),
    *(f"authors {name}" for name in AUTHORS),
]


def loaded(names: str) -> Command:
    """A command by its name, or by its group's and its own."""
    command: click.Command | None = root
    for name in names.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
    assert isinstance(command, Command)
    return command


def test_help_imports_click_and_nothing_heavier() -> None:
    code = "import sys\ntry:\n from sharebot.cli import main; main(['--help'])\nfinally:\n print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {name for name in done.stderr.split() if name.startswith("sharebot")}
    assert ours == {"sharebot", "sharebot.cli"}
    heavy = {"sqlalchemy", "alembic", "feedparser", "lxml", "rich", "structlog", "httpx2", "json", "asyncio", "logging"}
    assert not heavy & set(done.stderr.split())


def test_help_lists_every_command_with_its_line_whole() -> None:
    done = CliRunner().invoke(root, ["--help"])
    assert done.exit_code == 0
    for section, commands in COMMANDS.items():
        assert f"{section}:" in done.output
        for name, (_, line) in commands.items():
            assert any(shown.split() == [name, *line.split()] for shown in done.output.splitlines()), name


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_a_help_that_ends_with_examples(name: str) -> None:
    done = CliRunner().invoke(root, [*name.split(), "--help"])
    assert done.exit_code == 0
    assert loaded(name).name == name.rsplit(maxsplit=1)[-1]
    _, found, examples = done.output.partition("\nExamples:\n")
    assert found
    assert f"  sharebot {name}" in examples


@pytest.mark.parametrize(("name", "line"), [(name, line) for name in NAMES for line, _ in loaded(name).examples])
def test_every_example_is_a_line_that_the_command_understands(name: str, line: str, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("text.txt", "sections.txt"):
        (tmp_path / file).write_text("text")
    words = [word for word in shlex.split(line.split(">", maxsplit=1)[0]) if not word.startswith("SHAREBOT_")]
    names = name.split()
    assert words[: 1 + len(names)] == ["sharebot", *names]
    arguments = [word for word in words[1 + len(names) :] if word not in {"|", "less"}]
    context = loaded(name).make_context(name, arguments, parent=click.Context(root, info_name="sharebot"))
    context.close()


@pytest.mark.parametrize("name", [name for name in ACCOUNTS if name in TOP])
def test_a_verb_that_stands_in_a_group_and_alone_is_one_and_the_same(name: str) -> None:
    assert loaded(f"accounts {name}") is loaded(name)


@pytest.mark.parametrize(
    "name",
    [
        *("try", "measure", "queue", "show", "why", "calendar", "feeds", "poll", "deliver", "doctor"),
        *("authors list", "authors show", "authors review", "authors scan", "accounts list", "accounts check"),
    ],
)
def test_every_command_that_lists_or_shows_speaks_json(name: str) -> None:
    assert any(option.name == "as_json" for option in loaded(name).params)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "queue --nonsense",
        "show",
        "show one",
        "show 0",
        "show 99999999999999999999",
        "queue --state lost",
        "resolve 1",
        "calendar --days 0",
        "authors nonsense",
        "authors show",
        "authors split 12",
        "authors set 12 x",
        "accounts nonsense",
        "accounts pause",
    ],
)
def test_wrong_use_is_exit_status_2_with_a_hint(line: str) -> None:
    done = CliRunner().invoke(root, shlex.split(line))
    assert done.exit_code == 2
    assert done.stderr.startswith("sharebot: ")
    assert not done.stdout


def test_the_version_is_the_packages() -> None:
    from importlib.metadata import version

    assert CliRunner().invoke(root, ["--version"]).output == f"sharebot {version('sharebot')}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_shells_script(shell: str) -> None:
    done = CliRunner().invoke(root, ["completion", shell])
    assert done.exit_code == 0
    assert "_SHAREBOT_COMPLETE" in done.stdout


def test_a_press_of_tab_completes_commands_without_importing_them() -> None:
    env = {"_SHAREBOT_COMPLETE": "bash_complete", "COMP_WORDS": "sharebot re", "COMP_CWORD": "1", "PATH": ""}
    code = "import sys\nfrom sharebot.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert done.stdout.split() == ["plain,reschedule", "plain,retry", "plain,resolve", "plain,resume", "plain,restore"]
    assert "sharebot.cli.deciding" not in done.stderr


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["que"], "No such command 'que'; did you mean queue?"),
        (["Calender"], "No such command 'Calender'; did you mean calendar?"),
        (["accounts", "chek"], "No such command 'chek'; did you mean check?"),
        (["frobnicate"], "No such command 'frobnicate'; sharebot --help lists them"),
        (["queue", "--revers"], "No such option '--revers'. Did you mean '--reverse'?"),
    ],
)
def test_a_mistyped_command_or_option_suggests_the_nearest(words: list[str], line: str) -> None:
    done = CliRunner().invoke(root, words, prog_name="sharebot")
    assert done.exit_code == 2
    assert line in done.stderr


@pytest.mark.parametrize("command", ["show", "why", "resolve"])
@pytest.mark.parametrize("word", ["abc", "0", "4x", str(2**64)])
def test_what_is_no_posts_number_is_said_to_be_none(command: str, word: str) -> None:
    done = CliRunner().invoke(root, [command, word])
    assert done.exit_code == 2
    assert f"{word!r} is no post's number; sharebot queue lists them" in done.stderr
