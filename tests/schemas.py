"""The JSON schemas of docs/schemas, and which of their parts a document shows to be true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import click
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from sharebot.cli import COMMANDS, root
from sharebot.cli.command import Group

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
COMMON = "common.json"

Schema = dict[str, Any]


def json_commands() -> list[str]:
    """Every command that takes --json, as staff type it."""
    return [name for name, command in _commands() if any("--json" in option.opts for option in command.params)]


def _commands(group: click.Group = root, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    names = [name for section in COMMANDS.values() for name in section] if group is root else group.list_commands(None)
    for name in names:
        command = group.get_command(click.Context(group), name)
        assert command
        if isinstance(command, Group):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def file_of(command: str) -> str:
    return f"{command.replace(' ', '-')}.json"


@cache
def schemas() -> dict[str, Schema]:
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


@cache
def registry() -> Registry[Any]:
    return Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in schemas().items())


def faults(command: str, document: Any) -> list[str]:
    """What of a document is not as the command's schema says."""
    return [f"{error.json_path}: {error.message}" for error in _errors({"$ref": file_of(command)}, document)]


def wrong_words(command: str, document: Any) -> list[str]:
    """The same of a part of a document: what it leaves out is no fault."""
    errors = _errors({"$ref": file_of(command)}, document)
    return [f"{error.json_path}: {error.message}" for error in errors if error.validator not in LEFT_OUT]


LEFT_OUT = {"required", "unevaluatedProperties"}
"""A keyword of the second kind cannot see the keys of a part that failed for what it leaves out."""


def _errors(schema: Schema, document: Any) -> Iterator[ValidationError]:
    return Draft202012Validator(schema, registry=registry()).iter_errors(document)


# What a schema says, and what of it was seen --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A property or a definition. `null`: that it may be null."""

    file: str
    place: str
    null: bool = False

    def __str__(self) -> str:
        return f"{self.file}{self.place}{' null' if self.null else ''}"

    @property
    def name(self) -> str:
        return self.place.rpartition("/")[2]

    @property
    def description(self) -> str:
        """Its own, or that of what it refers to."""
        schema = _at(self.file, self.place)
        file, _, place = schema.get("$ref", "").partition("#")
        return schema.get("description") or _at(file or self.file, place)["description"]

    @property
    def words(self) -> list[str | None]:
        """The only ones that may stand there."""
        words: list[str | None] = _at(self.file, self.place)["enum"]
        return words

    @property
    def is_property(self) -> bool:
        return self.place.rpartition("/")[0].endswith("/properties")

    @property
    def is_required(self) -> bool:
        return self.name in _at(self.file, self.place.rpartition("/properties/")[0]).get("required", ())


def _at(file: str, place: str) -> Any:
    found: Any = schemas()[file]
    for step in filter(None, place.split("/")):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def parts() -> set[Part]:
    """Everything that the schemas say may be there."""
    return {part for file, schema in schemas().items() for part in _parts(file, schema, "")}


def _parts(file: str, schema: Any, place: str) -> Iterator[Part]:
    if isinstance(schema, list):
        for number, each in enumerate(schema):
            yield from _parts(file, each, f"{place}/{number}")
    if not isinstance(schema, dict):
        return
    for kind in ("properties", "$defs"):
        for name, each in schema.get(kind, {}).items():
            yield Part(file, f"{place}/{kind}/{name}")
            if kind == "properties" and may_be_null(each):
                yield Part(file, f"{place}/{kind}/{name}", null=True)
            yield from _parts(file, each, f"{place}/{kind}/{name}")
    for kind in ("items", "additionalProperties", "allOf", "anyOf", "oneOf"):
        yield from _parts(file, schema.get(kind), f"{place}/{kind}")


def may_be_null(schema: Schema) -> bool:
    return (
        "null" in schema.get("type", ())
        or None in schema.get("enum", ())
        or any(may_be_null(each) or each == {"type": "null"} for each in schema.get("anyOf", ()))
    )


@dataclass(frozen=True, slots=True)
class Sightings:
    """The parts of the schemas that documents had."""

    seen: set[Part] = field(default_factory=set)

    def look(self, command: str, document: Any) -> None:
        self._visit(file_of(command), schemas()[file_of(command)], "", document)

    def _visit(self, file: str, schema: Schema, place: str, value: Any) -> None:
        if "$ref" in schema:
            self._refer(file, schema["$ref"], value)
        for kind in ("allOf", "anyOf", "oneOf"):
            for number, each in enumerate(schema.get(kind, ())):
                if kind == "allOf" or not [*_errors(_absolute(file, each), value)]:
                    self._visit(file, each, f"{place}/{kind}/{number}", value)
        if isinstance(value, dict):
            self._look_into(file, schema, place, value)
        if isinstance(value, list) and "items" in schema:
            for each in value:
                self._visit(file, schema["items"], f"{place}/items", each)

    def _refer(self, file: str, reference: str, value: Any) -> None:
        other, _, pointer = reference.partition("#")
        target, name = other or file, pointer.removeprefix("/$defs/")
        self.seen.add(Part(target, pointer))
        self._visit(target, schemas()[target]["$defs"][name], pointer, value)

    def _look_into(self, file: str, schema: Schema, place: str, value: dict[str, Any]) -> None:
        known = schema.get("properties", {})
        for name in known.keys() & value.keys():
            self.seen.add(Part(file, f"{place}/properties/{name}", null=value[name] is None))
            self._visit(file, known[name], f"{place}/properties/{name}", value[name])
        if isinstance(schema.get("additionalProperties"), dict):
            for name in value.keys() - known.keys():
                self._visit(file, schema["additionalProperties"], f"{place}/additionalProperties", value[name])


def _absolute(file: str, schema: Schema) -> Schema:
    """The schema as it reads outside its file."""
    reference = schema.get("$ref", "")
    return schema | {"$ref": file + reference} if reference.startswith("#") else schema
