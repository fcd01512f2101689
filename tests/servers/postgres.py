"""A real PostgreSQL of our own: a fresh cluster in a temporary folder, on loopback, gone when the test is.

The server refuses to run as root, so root lends it another user. Debian's binaries are not on the PATH; where there are
none at all, tests/real/install-postgres.sh is asked to bring them.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Any, Self

import pytest

from servers.ports import free_port

INSTALL = Path(__file__).parents[1] / "real" / "install-postgres.sh"
PASSWORD = "k/ey:p@ss word"  # with every sign that must be written otherwise in an address
QUOTED = "k%2Fey%3Ap%40ss%20word"


def binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl; the newest if there are several."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in found if (folder / "pg_ctl").exists()), None)


def binaries_or_skip() -> Path:
    if found := binaries():
        return found
    done = subprocess.run(["sh", str(INSTALL)], capture_output=True, text=True, check=False)
    if found := binaries():
        return found
    pytest.skip(f"NO POSTGRESQL on this machine, and it could not be installed: {done.stderr.strip()[-200:]}")


class Postgres:
    """A running server. `fsync` off makes tests quick; a benchmark wants it on."""

    def __init__(self, *, fsync: bool = False) -> None:
        self._bin = binaries_or_skip()
        self._fsync = fsync
        self._numbers = count(1)
        self.port = free_port()

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="sharebot-pg-"))
        self._user = _unprivileged()
        if self._user:
            shutil.chown(self.folder, self._user)
        (self.folder / "password").write_text(PASSWORD, encoding="utf-8")
        (self.folder / "password").chmod(0o644)
        self._run("initdb", "-D", "data", "-U", "sharebot", "-E", "UTF8", "--no-locale", "--no-sync",
                  "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=password")  # fmt: skip
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        durable = "on" if self._fsync else "off"
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 -c fsync={durable} -c max_connections=60"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def url(self, *, user: str = "sharebot", password: str = QUOTED, name: str = "postgres", schema: str = "") -> str:
        options = f"?options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql+psycopg://{user}:{password}@127.0.0.1:{self.port}/{name}{options}"

    def fresh(self) -> str:
        """The address of an empty place for a queue of its own."""
        schema = f"queue_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        return self.url(schema=schema)

    def connect(self, url: str = "") -> Any:
        import psycopg

        return psycopg.connect((url or self.url()).replace("+psycopg", ""), autocommit=True)

    def _run(self, name: str, *arguments: str) -> None:
        """Output goes to a file: the server inherits it, and a pipe would never end."""
        log = self.folder / "commands"
        with log.open("ab") as output:
            done = subprocess.run(
                [self._bin / name, *arguments], cwd=self.folder, user=self._user, stdout=output, stderr=output,
                check=False,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{name}: {log.read_text(encoding='utf-8')[-2000:]}")


def _unprivileged() -> str | None:
    """For root, the name of a user to run the server as."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
