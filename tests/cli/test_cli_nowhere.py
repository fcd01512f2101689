"""Commands in a folder without settings say so, once; with settings from elsewhere they are quiet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from servers.staffroom import Staffroom
from sharebot.cli import root


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(root, args, env=env)


@pytest.mark.parametrize("command", ["status", "queue", "log", "accounts", "authors"])
def test_a_command_in_the_wrong_folder_says_that_the_settings_are_the_defaults(command: str, tmp_path: Path) -> None:
    (line,) = run(command).stderr.splitlines()
    assert line == (
        f"sharebot: no .env in {tmp_path}; settings are the defaults "
        "(sharebot init writes one; SHAREBOT_ENV_FILE names another)"
    )


def test_doctor_says_it_as_a_finding(tmp_path: Path) -> None:
    done = run("doctor", "--offline", "--json")
    (found,) = (each for each in json.loads(done.stdout)["findings"] if each["what"] == "settings")
    assert (found["standing"], found["detail"]) == (
        "warning",
        f"no .env in {tmp_path}; settings are the defaults",
    )
    assert not done.stderr


def test_what_is_of_use_without_settings_says_nothing_of_them(staff: Staffroom) -> None:
    staff.publish("The tide")
    assert run("try", str(staff.feed)).exit_code == 0
    for args in (["try", str(staff.feed)], ["measure", "--text", "The tide"], ["--help"], ["completion", "bash"]):
        assert "no .env" not in run(*args).stderr


def test_a_container_whose_environment_has_the_settings_needs_no_file() -> None:
    assert not run("queue", env={"SHAREBOT_TIMEZONE": "Europe/Berlin"}).stderr


def test_settings_that_systemd_entrusts_need_no_file(tmp_path: Path) -> None:
    (tmp_path / "entrusted").mkdir()
    (tmp_path / "entrusted" / "sharebot.env").write_text("SHAREBOT_TIMEZONE=Europe/Berlin\n")
    assert not run("queue", env={"CREDENTIALS_DIRECTORY": str(tmp_path / "entrusted")}).stderr


def test_with_the_file_there_is_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHAREBOT_TIMEZONE=Europe/Berlin\n")
    assert not run("queue").stderr
