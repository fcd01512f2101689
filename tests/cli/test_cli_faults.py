"""Errors as people read them: one line, the right exit status, never a secret, a traceback only when asked for."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner, Result

from sharebot.cli import Root, debug_option, secrets
from sharebot.cli.command import Command
from sharebot.errors import FeedError, IllegalMove, SettingsError, StoreUnavailable

TOKEN = "s3cr3t-token-value"


def run(
    error: BaseException | None, *args: str, status: int | None = None, env: dict[str, str] | None = None
) -> Result:
    """A command that fails like that, behind the real front door."""

    def callback() -> int | None:
        if error:
            raise error
        return status

    class Door(Root):
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
            return Command("fail", callback=callback, examples=[("sharebot fail", "fails")])

    door = Door(name="sharebot", params=[debug_option(hidden=False)])
    secrets._known.cache_clear()
    return CliRunner().invoke(door, [*args, "fail"], env=env or {"SHAREBOT_DEBUG": None})


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (IllegalMove("post 41 is sent and cannot become queued"), 1, "post 41 is sent and cannot become queued"),
        (StoreUnavailable("the database\nis  locked"), 1, "the database is locked"),
        (FeedError("a \x1b[31mred\x1b[0m feed"), 1, "a �[31mred�[0m feed"),
        (SettingsError("SHAREBOT_TIMEZONE: no zone"), 2, "SHAREBOT_TIMEZONE: no zone"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (
            PermissionError(13, "Permission denied", "/data"),
            1,
            "/data: Permission denied; see that the file or folder is there and may be used",
        ),
    ],
)
def test_an_error_is_one_line_and_its_exit_status(error: BaseException, status: int, line: str) -> None:
    done = run(error)
    assert done.exit_code == status
    assert done.stderr == f"sharebot: {line}\n"
    assert not done.stdout


def test_a_fault_of_our_own_is_one_line_that_says_what_to_do() -> None:
    done = run(ZeroDivisionError("division by zero"))
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "--debug" in done.stderr


@pytest.mark.parametrize(("args", "env"), [(["--debug"], {}), ([], {"SHAREBOT_DEBUG": "1"})])
def test_debug_shows_the_traceback_and_then_the_line(args: list[str], env: dict[str, str]) -> None:
    done = run(ZeroDivisionError("division by zero"), *args, env=env)
    assert done.stderr.startswith("Traceback")
    assert done.stderr.splitlines()[-1].startswith("sharebot: ZeroDivisionError")


def test_debug_is_understood_after_the_commands_name_too() -> None:
    done = CliRunner().invoke(
        Root(name="sharebot", params=[debug_option()]), ["show", "--debug", "1"], env={"SHAREBOT_TIMEZONE": "Nowhere"}
    )
    assert done.exit_code == 2
    assert done.stderr.startswith("Traceback")


@pytest.mark.parametrize("args", [[], ["--debug"]])
def test_no_secret_of_the_settings_is_printed(args: list[str]) -> None:
    error = RuntimeError(f"401 for Bearer {TOKEN} at postgresql://blog:hunter22@db.example/blog")
    done = run(error, *args, env={"SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN})
    assert TOKEN not in done.output
    assert "hunter22" not in done.output
    assert "401 for Bearer *** at postgresql://blog:***@db.example/blog" in done.stderr


def test_a_secret_of_the_env_file_is_not_printed_either(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"SHAREBOT_X_API_KEY='{TOKEN}'\n")
    assert TOKEN not in run(RuntimeError(f"refused {TOKEN}")).output


def test_what_a_command_returns_is_the_exit_status() -> None:
    assert run(None).exit_code == 0
    assert run(None, status=1).exit_code == 1
