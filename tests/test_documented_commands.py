"""Every command line in the documents and in the help does what it says, on a desk where work has gone on for a while."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from documented import PAGES, Line, commands, lines, named, settings
from servers.desk import Desk, Place
from sharebot.cli import COMMANDS, root
from sharebot.cli.command import Command, Group
from sharebot.settings import load

NOT_RUN_HERE = {
    "make": "the check itself calls make, and the tutorial's test does",
    "git clone": "the tutorial's test does it",
    "sharebot accounts connect x": "a browser has its turn in between: tests/cli/test_cli_connect.py",
    ". .venv/bin/activate": "the tutorial's test does it",
    "pip install": "the tests run what it installs",
    "mkdir": "the tutorial's test does it",
    "sharebot install-service": "it wants a systemd that runs: tests/cli/test_cli_install_service.py",
    "sharebot move-database": "it wants a PostgreSQL: tests/real/test_moving.py",
    "sharebot restore --taken-at": "it is PostgreSQL's: tests/contract/test_keeping.py",
    "systemctl": "the unit is verified by systemd-analyze, and its daemon against a socket of our own",
    "loginctl": "it is systemd's",
    "sudo": "it is another user's: the tests of install-service write its unit",
    "podman": "the tests of the container do what its file says",
}
"""How lines begin that are not tried here, and who tries them."""


def tried_elsewhere(text: str) -> bool:
    return any(re.match(rf"{re.escape(begin)}(?=\s|$)", text) for begin in NOT_RUN_HERE)


UNWELL = ("status", "doctor", "accounts check")
"""Commands whose exit status says whether all is well; on this desk not everything is."""

SHELL = re.compile(r"[|<>&;]")

UNTIL_READY = "\nuntil grep -q daemon.ready sharebot.log; do sleep 0.1; done; kill $!; wait $!"


def examples(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[Line]:
    names = [name for section in COMMANDS.values() for name in section] if group is root else group.list_commands(None)
    for name in names:
        command = group.get_command(click.Context(group), name)
        assert isinstance(command, Command)
        for line, _ in command.examples:
            yield Line("help of " + " ".join((*path, name)), 0, line)
        if isinstance(command, Group):
            yield from examples(command, (*path, name))


def each_once(all_lines: list[Line]) -> list[Line]:
    seen: dict[str, Line] = {}
    for line in all_lines:
        seen.setdefault(bare(line.text), line)
    return list(seen.values())


def bare(text: str) -> str:
    """The line without what it says to people, and without a place to stand in."""
    text = re.sub(r"\s+#(?= ).*$", "", text)
    return re.sub(r"\S*\.venv/bin/sharebot", "sharebot", text)


LINES = each_once([line for line in (*commands(), *examples(root)) if not tried_elsewhere(bare(line.text))])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SHAREBOT_")}
    with Desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened
    os.environ.update(kept)


@pytest.fixture
def place(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sharebot.app.desk.ARTICLE_PAUSE", 0.0)  # this blog does not mind
    return desk.place(tmp_path)


def by_shell(text: str, place: Place, said: str) -> tuple[int, str]:
    """As typed at a prompt; a service is stopped as soon as it says that it is ready."""
    bin_folder = str(Path(sys.executable).parent)
    home = place.folder / "person"
    (home / ".config" / "fish" / "completions").mkdir(parents=True)
    env = {**place.env, "PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": str(home), "EDITOR": "true"}
    if text.endswith("&"):  # what stays in the background is ended as the documents say
        text += UNTIL_READY
    process = subprocess.Popen(
        ["bash", "-c", text],
        env=env,
        cwd=place.folder,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    if not re.search(r"sharebot run$", text):
        out, _ = process.communicate(said, timeout=300)
        return process.returncode, out
    with process:
        assert process.stdout
        out = ""
        for line in process.stdout:
            out += line
            if "daemon.ready" in line:
                os.killpg(process.pid, signal.SIGTERM)
    return process.returncode, out


def here(text: str, place: Place, said: str) -> tuple[int, str]:
    """The same in this process, which is quicker."""
    arguments = shlex.split(text)[1:]
    env = {**place.env, "EDITOR": "true", "HOME": str(place.folder / "person")}
    done = CliRunner().invoke(root, arguments, env=env, input=said)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("line", LINES, ids=str)
def test_every_command_line_works_as_it_stands(line: Line, desk: Desk, place: Place) -> None:
    text = desk.here(bare(line.text)).replace("cd /srv/sharebot", f"cd {place.folder}")
    desk.get_ready(place, text)
    said = desk.answers(text)
    simple = text.startswith("sharebot ") and not SHELL.search(text) and text != "sharebot run"
    status, out = here(text, place, said) if simple else by_shell(text, place, said)
    well = {0, 1} if any(f"sharebot {verb}" in text for verb in UNWELL) else {0}
    assert status in well, out
    assert "Traceback" not in out


def test_every_other_line_is_tried_elsewhere() -> None:
    mine = {str(line) for line in [*commands(), *settings()]}
    others = [line for line in lines() if str(line) not in mine]
    assert [str(line) for line in others if not tried_elsewhere(line.text)] == []


def wrong_words(text: str) -> list[str]:
    """The words of a command line that name no command and no option of it; what stands in capitals is anything."""
    _, *words = shlex.split(re.split(r"[|;&>]", text)[0])
    command: click.Command = root
    while isinstance(command, click.Group) and words and words[0].islower() and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return words[:1]
        command, words = found, words[1:]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return [word for word in words if word.startswith("-") and word != "-" and word.partition("=")[0] not in known]


def called(line: Line) -> str:
    """The call of sharebot in a line that is not run here: `sudo "$(which sharebot)" install-service --system`."""
    found = re.search(r"sharebot(?:\)\")? ((?!sharebot\b)[a-z].*)", bare(line.text))
    return f"sharebot {found[1]}" if found else ""


@pytest.mark.parametrize(
    "line",
    [
        *(line for page in PAGES for line in named(page)),
        *(line for line in (*commands(), *examples(root)) if tried_elsewhere(bare(line.text)) and called(line)),
    ],
    ids=str,
)
def test_what_is_only_named_is_a_command_with_such_options(line: Line) -> None:
    assert wrong_words(called(line)) == []


def test_a_wrong_word_would_be_found() -> None:
    assert wrong_words("sharebot authors rejectt 12 x") == ["rejectt"]
    assert wrong_words("sharebot install-service --usr") == ["--usr"]
    assert wrong_words("sharebot accounts connect NETWORK --acount ACCOUNT > FILE") == ["--acount"]
    assert not tried_elsewhere("systemctll --user daemon-reload")


@pytest.mark.parametrize("line", settings(), ids=str)
def test_every_setting_is_accepted_as_it_stands(line: Line, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(line.text + "\n", encoding="utf-8")
    (tmp_path / ".env").chmod(0o600)
    assert load({}, cwd=tmp_path).warnings == ()
