"""Staff stand in a folder of their own, with no settings and no data but those of the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.staffroom import Staffroom
from sharebot.cli import secrets


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in os.environ:
        if name.startswith("SHAREBOT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))  # where no test says so, not the user's own queue
    monkeypatch.chdir(tmp_path)
    secrets._known.cache_clear()
    secrets._feeds_with_keys.cache_clear()
    yield
    secrets._known.cache_clear()
    secrets._feeds_with_keys.cache_clear()


@pytest.fixture
def staff(tmp_path: Path) -> Staffroom:
    return Staffroom(tmp_path)
