"""The promises of the container without a container: installed as the Containerfile does it, on a machine that can be
written to in one folder only, by a user without rights.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servers.web import Blog, Web

pytestmark = [pytest.mark.real, pytest.mark.timeout(1200), pytest.mark.xdist_group("container")]

ROOT = Path(__file__).resolve().parents[2]
USER = 10001

IN_A_CONTAINER = """
set -eu
mount --make-rprivate /
mount --bind "$DATA" "$DATA"
mount -o remount,bind,ro /
cd "$DATA"
exec "$@"
"""

AS_NOBODY = [
    *("setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups", "--no-new-privs"),
    # To read, nothing more: the tests' Python may lie where only root may look.
    *("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"),
]


def unshared() -> list[str]:
    """How a process gets mounts of its own; for those who are not root, as root of a world of their own."""
    return ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


def installed(words: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".venv" / "bin" / "uv", *words, "--quiet", "--python", sys.executable],
        env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder), "UV_COMPILE_BYTECODE": "1", **env},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sharebot in an environment of its own, made by the Containerfile's last `uv sync`."""
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("unshare and setpriv (util-linux) are not here")
    folder = tmp_path_factory.mktemp("opt") / "sharebot"
    tried = subprocess.run(
        [*unshared(), "sh", "-c", IN_A_CONTAINER, "sh", "true"],
        env={**os.environ, "DATA": str(folder.parent)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if tried.returncode:
        pytest.skip(f"this machine lets nobody have mounts of their own: {tried.stderr.strip()}")
    lines = re.findall(r"^RUN (uv sync .*)$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    words = [word for word in lines[-1].split()[1:] if word != "--no-cache"]
    done = installed(words, folder)
    if done.returncode:  # behind a company's proxy only the machine's own certificates will do
        done = installed(words, folder, UV_SYSTEM_CERTS="1")
    if done.returncode:
        pytest.skip(f"its packages could not be installed: {done.stderr.strip()[-300:]}")
    return folder / "bin" / "sharebot"


@dataclass
class Container:
    program: Path
    data: Path
    env: dict[str, str] = field(default_factory=dict)

    def start(self, *args: str) -> subprocess.Popen[str]:
        before = [*unshared(), "sh", "-c", IN_A_CONTAINER, "sh", *(AS_NOBODY if os.getuid() == 0 else [])]
        env = {
            "PATH": f"{self.program.parent}:/usr/sbin:/usr/bin:/sbin:/bin",
            "DATA": str(self.data),
            "SHAREBOT_HOME": str(self.data),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.env,
        }
        return subprocess.Popen(
            [*before, *args],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def run(self, *args: str) -> tuple[int, str, str]:
        process = self.start(*args)
        out, err = process.communicate(timeout=180)
        return process.returncode, out, err

    def serve(self, until: str) -> list[dict[str, object]]:
        """Run the daemon until it tells that event, then stop it; all that it told."""
        daemon = self.start("sharebot", "run")
        assert daemon.stderr
        events: list[dict[str, object]] = []
        try:
            for line in daemon.stderr:
                events.append(json.loads(line))
                if events[-1]["event"] == until:
                    break
            daemon.send_signal(signal.SIGTERM)
            _, rest = daemon.communicate(timeout=180)
        finally:
            daemon.kill()
            daemon.wait()
        assert daemon.returncode == 0
        return events + [json.loads(line) for line in rest.splitlines()]


@pytest.fixture
def blog() -> Iterator[Blog]:
    with Web() as web:
        yield Blog(web)


@pytest.fixture
def container(program: Path, blog: Blog, tmp_path: Path) -> Container:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    if os.getuid() == 0:
        os.chown(data, USER, USER)
    env = {
        "SHAREBOT_FEEDS": blog.feed,
        "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
        "SHAREBOT_ACCOUNTS": "outbox",
        "SHAREBOT_SLOTS": "now",
    }
    return Container(program, data, env)


def test_the_wall_holds(container: Container) -> None:
    for place in ("/tmp", str(container.program.parent), "/var/tmp", "/"):
        status, _, err = container.run("sh", "-c", f"echo > {place}/written")
        assert status != 0, place
        assert "Read-only file system" in err or "Permission denied" in err
    assert container.run("sh", "-c", 'echo > "$DATA/written"')[0] == 0
    if os.getuid() == 0:
        assert container.run("id", "-u")[1].strip() == str(USER)


def test_a_daemon_that_may_write_one_folder_alone_polls_delivers_and_stops(container: Container, blog: Blog) -> None:
    blog.publish("An old story")
    told = container.serve(until="feed.polled")
    assert told[-1]["event"] == "daemon.stopped"
    blog.publish("A new story", published_at=datetime.now(UTC))
    status, out, err = container.run("sharebot", "poll")
    assert (status, err) == (0, "")
    assert "shared, new in the feed" in out
    told += container.serve(until="delivery.sent")
    assert told[-1]["event"] == "daemon.stopped"
    assert {event["level"] for event in told} == {"info"}, told
    (sent,) = (container.data / "outbox" / "outbox").glob("*.json")
    assert "A new story" in json.loads(sent.read_bytes())["text"]
    owner = USER if os.getuid() == 0 else os.getuid()
    assert {path.stat().st_uid for path in container.data.rglob("*")} == {owner}
