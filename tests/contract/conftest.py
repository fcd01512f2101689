"""A queue on every database. PostgreSQL's half is marked `real` and brings a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.postgres import Postgres
from sharebot.ports import Queue
from sharebot.queue import open_queue

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.real))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sharebot.db'}"
    return str(request.getfixturevalue("postgres").fresh())


@pytest.fixture
def queue(address: str) -> Iterator[Queue]:
    opened = open_queue(address)
    yield opened
    opened.close()
