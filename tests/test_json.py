"""What commands print with --json is what docs/schemas says, all of it, and nothing else."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from schemas import Sightings, faults, file_of, json_commands, parts, schemas
from servers.desk import Desk
from situations import SITUATIONS, Printed, Room

@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SHAREBOT_")}
    with Desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened
    os.environ.update(kept)


@pytest.fixture(scope="module")
def printed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    """Everything that was printed in all situations."""
    rooms = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sharebot.app.verbs.ARTICLE_PAUSE", 0.0)  # this blog does not mind
        for live in SITUATIONS:
            folder = tmp_path_factory.mktemp("place")
            patch.chdir(folder)
            rooms.append(Room(desk, desk.place(folder)))
            live(rooms[-1])
    return [each for room in rooms for each in room.printed]


def test_x(printed):
    for each in printed:
        for f in faults(each.command, each.document)[:6]:
            print(each.line, "|", f[:300])
    s = Sightings()
    for each in printed:
        s.look(each.command, each.document)
    for p in sorted(parts() - s.seen):
        print(p)
    assert 0
