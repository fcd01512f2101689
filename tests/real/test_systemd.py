"""The unit that install-service writes, judged by systemd itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from servers.staffroom import Staffroom
from sharebot.daemon.unit import EVERYWHERE

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("systemd")]

MOST_EXPOSED = {"--user": 6.0, "--system": 2.0}
"""Of ten, by systemd's own count; less is better. A user's manager has fewer means."""

ANALYZE = shutil.which("systemd-analyze")


@pytest.fixture(autouse=True)
def _systemd() -> None:
    if ANALYZE is None:
        pytest.skip("systemd-analyze is not here; tests/real/install-systemd.sh says why")


@pytest.fixture(params=["--user", "--system"])
def whose(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def unit(whose: str, tmp_path: Path) -> Path:
    """As install-service prints it, for a folder whose name is no simple word."""
    folder = tmp_path / '50% off; a "blog"\'s $HOME'
    folder.mkdir()
    staff = Staffroom(folder, env={"SHAREBOT_HOME": "/var/lib/sharebot"})
    (folder / ".env").write_text("SHAREBOT_HOME=/var/lib/sharebot\n")
    run_as = ("--run-as", "nobody") if whose == "--system" else ()
    status, out, err = staff.really("install-service", whose, *run_as, "--print", env={"XDG_DATA_HOME": ""})
    assert (status, err) == (0, "")
    path = tmp_path / "sharebot.service"
    path.write_text(out.replace("User=nobody", "User=daemon"))  # systemd finds nobody odd; whoever runs it is a user
    return path


def analyze(tmp_path: Path, whose: str, *args: str) -> subprocess.CompletedProcess[str]:
    assert ANALYZE
    owner = ["--user"] if whose == "--user" else []
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "LC_ALL": "C"}
    return subprocess.run([ANALYZE, *owner, *args], env=env, capture_output=True, text=True, check=False, timeout=300)


def test_systemd_finds_nothing_to_say_against_the_unit(whose: str, unit: Path, tmp_path: Path) -> None:
    done = analyze(tmp_path, whose, "verify", "--man=no", str(unit))
    assert (done.returncode, done.stderr.replace(str(unit), "")) == (0, "")


def test_systemd_would_find_a_mistake(whose: str, unit: Path, tmp_path: Path) -> None:
    unit.write_text(unit.read_text().replace("Type=notify", "Type=tell\nRestrictEverything=yes"))
    done = analyze(tmp_path, whose, "verify", "--man=no", str(unit))
    assert "RestrictEverything" in done.stderr
    assert "Type=" in done.stderr or "service type" in done.stderr


def test_the_service_is_as_little_exposed_as_it_can_be(whose: str, unit: Path, tmp_path: Path) -> None:
    done = analyze(tmp_path, "--system", "security", "--offline=true", "--json=short", str(unit))
    if "offline" in done.stderr:
        pytest.skip(f"this systemd cannot judge a unit that is not installed: {done.stderr.strip()}")
    weighed: list[dict[str, Any]] = json.loads(done.stdout)
    plain = analyze(tmp_path, "--system", "security", "--offline=true", str(unit)).stdout
    found = re.search(r"exposure level for sharebot.service: ([0-9.]+)", plain)
    assert found, plain
    assert float(found[1]) <= MOST_EXPOSED[whose], [row["name"] for row in weighed if row["set"] is False]


# What the unit forbids ------------------------------------------------------------------------------------------------


def filtered() -> set[str]:
    """The system calls that the unit's filters leave, by the sets of the systemd that is here."""
    assert ANALYZE
    shown = subprocess.run([ANALYZE, "syscall-filter", "--no-pager"], capture_output=True, text=True, check=True).stdout
    sets: dict[str, list[str]] = {}
    for line in shown.splitlines():
        word = line.strip()
        if line.startswith("@"):
            sets[word] = []
        elif word and not word.startswith("#") and sets:
            sets[list(sets)[-1]].append(word)
    left: set[str] = set()
    for names in re.findall(r"^SystemCallFilter=(.*)$", EVERYWHERE, re.MULTILINE):
        found = {call for name in names.lstrip("~").split() for call in calls_in(name, sets)}
        left = left - found if names.startswith("~") else left | found
    return left


def calls_in(name: str, sets: dict[str, list[str]]) -> set[str]:
    return {call for each in sets[name] for call in calls_in(each, sets)} if name.startswith("@") else {name}


def test_the_daemon_makes_no_call_that_the_unit_forbids(tmp_path: Path) -> None:
    """A poll with its child process, a delivery, a stop."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not here; tests/real/install-systemd.sh says why")
    staff = Staffroom(tmp_path, env={"SHAREBOT_SLOTS": "now"})
    staff.open()
    staff.publish("Two")
    staff.poll()
    trace = tmp_path / "trace"
    again = tmp_path / "further.xml"
    shutil.copy(staff.feed, again)
    staff.env["SHAREBOT_FEEDS"] = str(again)
    daemon = staff.traced(trace, "run")
    assert daemon.stderr
    missing = {"feed.polled", "delivery.sent"}
    for line in daemon.stderr:
        missing.discard(json.loads(line)["event"])
        if not missing:
            break
    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=300)
    assert not missing
    made = set(re.findall(r"^\d+ +([a-z][a-z0-9_]*)\(", trace.read_text(errors="replace"), re.MULTILINE))
    assert {"clone3", "execve", "fdatasync", "fsync"} & made
    # SQLite gives a file to its folder's owner where it is root, which the service never is (os_unix.c, 3.40).
    assert made - filtered() - ({"fchown"} if os.getuid() == 0 else set()) == set()
