"""The systemd unit as text: what it names, what it hides, and that no path can say anything else than itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharebot.daemon.unit import Unit, quoted


def lines(**changes: Any) -> list[str]:
    usual: dict[str, Any] = {
        "command": ("/opt/sharebot/bin/sharebot", "run"),
        "folder": Path("/srv/blog"),
        "env_file": Path("/srv/blog/.env"),
        "writable": (Path("/var/lib/sharebot"),),
        "run_as": "sharebot",
    }
    return Unit(**(usual | changes)).text().splitlines()


def test_the_unit_names_this_installation_its_folder_and_its_settings() -> None:
    found = lines()
    assert "ExecStart=/opt/sharebot/bin/sharebot run" in found
    assert "WorkingDirectory=/srv/blog" in found
    assert "Environment=SHAREBOT_ENV_FILE=/srv/blog/.env" in found
    assert {"Type=notify", "NotifyAccess=main", "WatchdogSec=2min", "User=sharebot"} <= set(found)


def test_a_folder_of_state_is_made_by_systemd_and_any_other_is_named_as_writable() -> None:
    assert "StateDirectory=sharebot" in lines()
    other = lines(writable=(Path("/srv/data"), Path("/srv/queue")))
    assert [line for line in other if line.startswith("ReadWritePaths=")] == [
        "ReadWritePaths=/srv/data",
        "ReadWritePaths=/srv/queue",
    ]
    assert not any(line.startswith("StateDirectory=") for line in other)


@pytest.mark.parametrize(
    ("changes", "hidden"),
    [
        ({}, "yes"),
        ({"folder": Path("/home/dana/blog")}, "read-only"),
        ({"reads": (Path("/root/python"),)}, "read-only"),
        ({"command": ("/home/dana/bin/sharebot", "run")}, "read-only"),
    ],
)
def test_homes_are_hidden_unless_something_of_ours_stands_there(changes: dict[str, Any], hidden: str) -> None:
    assert f"ProtectHome={hidden}" in lines(**changes)


def test_a_users_own_unit_asks_for_nothing_that_a_users_manager_cannot_give() -> None:
    found = lines(run_as="", folder=Path("/home/dana"), writable=(Path("/home/dana/.local/share/sharebot"),))
    names = {line.partition("=")[0] for line in found}
    assert not names & {
        "User",
        "CapabilityBoundingSet",
        "PrivateDevices",
        "ProtectKernelLogs",
        "StateDirectory",
        "Wants",
    }
    assert "ProtectHome=read-only" in found
    assert "ReadWritePaths=/home/dana/.local/share/sharebot" in found
    assert "WantedBy=default.target" in found


def test_the_temporary_folder_is_ones_own_unless_something_of_ours_lies_there() -> None:
    assert "PrivateTmp=yes" in lines()
    assert "PrivateTmp=yes" not in lines(writable=(Path("/tmp/trial"),))


def unquoted(word: str) -> str:
    """As systemd reads one word: without quotes, escapes and specifiers."""
    inner = word[1:-1] if word.startswith('"') else word
    return re.sub(r"\\(.)|%(%)", lambda found: found[1] or found[2], inner)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_whatever_a_path_is_called_systemd_reads_the_same_name(name: str) -> None:
    word = quoted(name)
    assert unquoted(word) == name
    assert word.startswith('"') or not set(word) & set(" \"'\\;")


def test_a_path_with_signs_that_systemd_reads_is_still_that_path() -> None:
    found = lines(command=("/srv/50% off/$HOME/sharebot", "run"), folder=Path("/srv/50% off"))
    assert 'ExecStart="/srv/50%% off/$$HOME/sharebot" run' in found
    assert "WorkingDirectory=/srv/50%% off" in found
