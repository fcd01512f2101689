"""No secret reaches a terminal, a document, a log or a traceback, wherever it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from servers.staffroom import Staffroom
from servers.web import Web
from sharebot.cli import root
from sharebot.cli.command import Group

SECRET = "s3cret-of-systemd"
NAME = "SHAREBOT_OUTBOX_X_ACCESS_TOKEN"


@pytest.fixture
def entrusted(staff: Staffroom, tmp_path: Path) -> Staffroom:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / NAME).write_text(f"{SECRET}\n")
    staff.env["CREDENTIALS_DIRECTORY"] = str(folder)
    return staff


def test_a_credential_is_blackened_in_errors_and_tracebacks(entrusted: Staffroom) -> None:
    entrusted.env["SHAREBOT_TIMEZONE"] = f"Mars/{SECRET}"
    for how in ((), ("--debug",)):
        done = entrusted.really("queue", *how)
        assert done[0] == 2
        assert "Mars/***" in done[2]
        assert SECRET not in "".join(done[1:])


def test_no_document_for_programs_has_a_secret(entrusted: Staffroom) -> None:
    entrusted.open()
    entrusted.publish("A new story")
    entrusted.poll()
    for command in (("queue",), ("accounts",), ("show", "1"), ("why", "1"), ("feeds",), ("calendar",), ("doctor",)):
        done = entrusted(*command, "--json")
        assert SECRET not in done.stdout + done.stderr


def test_the_log_has_no_secret(entrusted: Staffroom) -> None:
    entrusted.env |= {"SHAREBOT_FEEDS": f"/nowhere/{SECRET}.xml", "SHAREBOT_LOG": "json"}
    process = entrusted.start("run")
    assert process.stderr
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "feed.failed" in line:
            break
    process.terminate()
    out, err = process.communicate(timeout=180)
    assert any("/nowhere/***.xml" in line for line in lines)
    assert SECRET not in "".join(lines) + out + err


def test_no_command_takes_a_secret_on_its_line() -> None:
    """It would stand in the shell's history and in the list of processes."""
    import click

    def options(command: click.Command) -> list[str]:
        own = [option for parameter in command.params for option in parameter.opts]
        if not isinstance(command, click.Group):
            return own
        context = click.Context(command)
        below = [command.get_command(context, name) for name in command.list_commands(context)]
        return own + [option for each in below if each for option in options(each)]

    assert isinstance(root.get_command(click.Context(root), "accounts"), Group)
    words = ("token", "secret", "password", "key")
    assert [option for option in options(root) if any(word in option for word in words)] == []


@pytest.mark.parametrize("feed", ["http://127.0.0.1:{port}/feed/?token={key}", "http://{key}@127.0.0.1:{port}/feed/"])
def test_a_key_in_a_feeds_address_is_shown_nowhere(staff: Staffroom, feed: str) -> None:
    with Web() as web:
        staff.env |= {
            "SHAREBOT_FEEDS": feed.format(port=web.port, key=SECRET),
            "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
            "SHAREBOT_HTTP": "127.0.0.1:0",
        }
        said: list[str] = []
        daemon = staff.start("run")
        assert daemon.stderr
        for line in daemon.stderr:
            said.append(line)
            if "feed.failed" in line:
                break
        daemon.terminate()
        said += daemon.communicate(timeout=30)
        said += [staff(*command).output for command in COMMANDS_THAT_NAME_FEEDS]
    assert any("daemon.ready" in words for words in said)
    assert [words for words in said if SECRET in words] == []


COMMANDS_THAT_NAME_FEEDS = (
    ("poll",), ("doctor",), ("doctor", "--json"), ("feeds",), ("feeds", "--json"), ("status",), ("status", "--json"),
    ("try",), ("try", "--json"), ("poll", "--debug"),
)  # fmt: skip
