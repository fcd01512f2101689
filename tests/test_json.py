"""What commands print with --json is what docs/schemas says, all of it, and nothing else."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas import COMMON, Part, Sightings, faults, file_of, json_commands, parts, schemas, wrong_words
from servers.desk import Desk
from sharebot.bot.findings import Mark
from sharebot.bot.heartbeat import Life, Stage
from sharebot.bot.pictures import Shown
from sharebot.bot.tagging import Tag
from sharebot.bot.waiting import Kind
from sharebot.cli.serving import Notes
from sharebot.model import Fate, Level, Origin, Standing, State
from sharebot.ports import GuaranteeKind, Unit
from situations import SITUATIONS, Printed, Room

pytestmark = pytest.mark.timeout(1200)  # the first test here lives through every situation

ROOT = Path(__file__).resolve().parent.parent


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
        patch.setattr("sharebot.app.desk.ARTICLE_PAUSE", 0.0)  # this blog does not mind
        for live in SITUATIONS:
            folder = tmp_path_factory.mktemp("place")
            patch.chdir(folder)
            rooms.append(Room(desk, desk.place(folder)))
            live(rooms[-1])
    return [each for room in rooms for each in room.printed]


@pytest.fixture(scope="module")
def seen(printed: list[Printed]) -> set[Part]:
    sightings = Sightings()
    for each in printed:
        sightings.look(each.command, each.document)
    return sightings.seen


def test_every_command_that_takes_json_has_a_schema_and_every_schema_a_command() -> None:
    assert {file_of(command) for command in json_commands()} == schemas().keys() - {COMMON}


@pytest.mark.parametrize("file", schemas())
def test_every_schema_is_one(file: str) -> None:
    Draft202012Validator.check_schema(schemas()[file])
    assert schemas()[file]["$id"] == file


def test_every_part_of_a_schema_says_what_it_is_and_when_it_is_null() -> None:
    unsaid = [part for part in parts() if not part.description.endswith((".", "…"))]
    silent = [part for part in parts() if part.null and not re.search(r"\bnull\b", part.description)]
    assert [*map(str, [*unsaid, *silent])] == []


@pytest.mark.parametrize("command", json_commands())
def test_what_it_prints_is_as_its_schema_says(command: str, printed: list[Printed]) -> None:
    mine = [each for each in printed if each.command == command]
    assert mine
    assert [(each.line, fault) for each in mine for fault in faults(command, each.document)] == []


def test_every_part_of_a_schema_occurs(seen: set[Part]) -> None:
    assert sorted(map(str, parts() - seen)) == []


def test_a_key_that_no_schema_has_is_a_fault(printed: list[Printed]) -> None:
    every = {each.command: each for each in printed}
    for command, each in every.items():
        assert command == "measure" or faults(command, {**each.document, "more": 1})


WORDS: dict[str, Iterable[str]] = {
    "common.json/$defs/state": State,
    "common.json/$defs/level": Level,
    "common.json/$defs/standing": Standing,
    "common.json/$defs/fate": Fate,
    "common.json/$defs/post_fields/properties/origin": [str(origin) or "new" for origin in Origin],
    "measure.json/$defs/measured/properties/limits/items/properties/unit": Unit,
    "accounts-list.json/properties/accounts/items/properties/unit": Unit,
    "accounts-list.json/properties/accounts/items/properties/tag": Tag,
    "accounts-list.json/properties/accounts/items/properties/picture": Shown,
    "accounts-check.json/properties/accounts/items/properties/guarantee": GuaranteeKind,
    "status.json/properties/daemons/items/properties/stage": Stage,
    "status.json/properties/daemons/items/properties/life": Life,
    "status.json/properties/waiting/items/properties/kind": Kind,
    "doctor.json/properties/findings/items/properties/standing": Mark,
    "deliver.json/properties/events/items/properties/event": Notes.SHOWN,
}


@pytest.mark.parametrize("place", WORDS)
def test_the_words_of_a_schema_are_those_of_the_program(place: str) -> None:
    (part,) = (part for part in parts() if str(part) == place)
    assert {word for word in part.words if word} == set(map(str, WORDS[place]))


def test_a_moment_is_in_utc_wherever_one_stands(printed: list[Printed]) -> None:
    """Also where a schema has a text: no command tells programs a time by the blog's clocks."""
    local = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?([+-]\d\d:?\d\d)?$")
    assert [value for each in printed for value in texts(each.document) if local.fullmatch(value)] == []


def texts(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    for each in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from texts(each)


def test_the_object_that_is_promised_of_try_is_as_its_schema_says_and_its_keys_stay() -> None:
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    (block,) = re.findall(
        r"```json\n(.*?)```", page.partition("## The JSON of `try`")[2].partition("\n## ")[0], re.DOTALL
    )
    promised = json.loads(block)
    assert wrong_words("try", promised) == []
    sightings = Sightings()
    sightings.look("try", promised)
    keys = {part for part in sightings.seen if part.is_property}
    assert {part.name for part in keys} == set(re.findall(r'"(\w+)":', block))
    assert [str(part) for part in keys if not part.is_required] == []
