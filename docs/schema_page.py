"""docs/json.md: the JSON schemas of docs/schemas as tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parent / "schemas"
COMMON = "common.json"

Schema = dict[str, Any]
Row = tuple[str, str, str]

HEAD = """# JSON

What commands print with `--json`: one document on standard output, in UTF-8; complaints go to standard error. The exit
status is the command's usual one. [`schemas/`](schemas) has the same as JSON Schema (2020-12), a file a command, and
the tests hold every document to it.

- **More keys may be added at any time**: a program must tolerate keys that it does not know. (The schemas do not, so
  that no key goes without a word here; a program that validates should lift `additionalProperties` and
  `unevaluatedProperties`.) Keys that are here stay, with their meaning.
- A key is always there, unless its type says that it may be missing; what is not known or not so is null, and a list
  without anything in it is empty.
- Times are in UTC, as 2026-11-23T09:00:00Z. Amounts of money are decimal text.
- Texts are as they are stored: they may hold line feeds and other people's words, and are not safe to put on a terminal
  or into a page as they stand."""

TYPES = {"string": "text", "integer": "number", "boolean": "true or false", "null": "null", "object": "object"}


@cache
def load(name: str) -> Schema:
    found: Schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found


def page(commands: Iterable[str]) -> str:
    """`commands`: in the order in which they are to stand."""
    parts = [HEAD]
    for command in commands:
        parts += _command(command)
    parts += ["## Shared parts", "What several commands print."]
    for name, schema in load(COMMON)["$defs"].items():
        if "$ref" not in schema:
            parts += [f"### {_called(name)}", *_section(COMMON, schema)]
    return "\n\n".join(parts) + "\n"


def _command(command: str) -> Iterator[str]:
    file = f"{command.replace(' ', '-')}.json"
    schema = load(file)
    yield f"## sharebot {command}"
    yield f"{schema['description']} [Schema](schemas/{file})"
    ways = [_resolved(file, way)[1] for way in schema.get("oneOf", ())]
    for way in ways:
        yield f"{way['description'].rstrip('.')}:"
        yield _table(_rows(file, way, ""))
    if not ways:
        yield from _section(file, schema, said=True)


def _section(file: str, schema: Schema, *, said: bool = False) -> Iterator[str]:
    """`said`: its description stands there already."""
    words = [] if said else [schema["description"]]
    if "enum" in schema:
        words.append(f"One of {_values(schema)}.")
    if kept := _kept(file, schema):
        words.append(f"It has {kept}{' and these' if schema.get('properties') else ''}.")
    if words:
        yield " ".join(words)
    if rows := list(_rows(file, schema, "")):
        yield _table(rows)


def _kept(file: str, schema: Schema) -> str:
    """The keys that come from elsewhere, in words."""
    links = [_link(file, each["$ref"]) for each in schema.get("allOf", ())]
    return f"the keys of {' and '.join(links)}" if links else ""


# Rows -----------------------------------------------------------------------------------------------------------------


def _rows(file: str, schema: Schema, path: str) -> Iterator[Row]:
    for name, each in schema.get("properties", {}).items():
        missing = "" if name in schema.get("required", ()) else "; may be missing"
        yield f"`{path}{name}`", _type(file, each) + missing, _said(file, each)
        yield from _inner(file, each, f"{path}{name}")
    if isinstance(others := schema.get("additionalProperties"), dict) and not path:
        yield "`NAME`", _type(file, others), _said(file, others)
        yield from _inner(file, others, "NAME")


def _inner(file: str, schema: Schema, path: str) -> Iterator[Row]:
    """The rows of an object that has no section of its own."""
    if "items" in schema:
        yield from _inner(file, schema["items"], f"{path}[]")
    for each in schema.get("anyOf", ()):
        yield from _inner(file, each, path)
    if _is_shared(file, schema):
        return
    _, found = _resolved(file, schema)
    if "properties" in found:
        yield from _rows(file, found, f"{path}.")


def _resolved(file: str, schema: Schema) -> tuple[str, Schema]:
    """Where a reference leads, at last."""
    while "$ref" in schema:
        other, _, name = schema["$ref"].partition("#/$defs/")
        file = other or file
        schema = load(file)["$defs"][name]
    return file, schema


def _is_shared(file: str, schema: Schema) -> bool:
    return "$ref" in schema and _resolved(file, schema)[0] == COMMON


def _said(file: str, schema: Schema) -> str:
    return str(schema.get("description") or _resolved(file, schema)[1]["description"])


# Types ----------------------------------------------------------------------------------------------------------------


def _type(file: str, schema: Schema) -> str:
    if _is_shared(file, schema):
        return _link(file, schema["$ref"])
    _, schema = _resolved(file, schema)
    if "anyOf" in schema:
        return " or ".join(_type(file, each) for each in schema["anyOf"])
    if "enum" in schema:
        return _values(schema)
    if schema["type"] == "array":
        return f"list: {_type(file, schema['items'])}"
    return _plain(file, schema)


def _plain(file: str, schema: Schema) -> str:
    if isinstance(schema["type"], list):
        return " or ".join(TYPES[each] for each in schema["type"])
    kept = _kept(file, schema)
    return f"{TYPES[schema['type']]}{f' with {kept} and these' if kept else ''}"


def _values(schema: Schema) -> str:
    return ", ".join("null" if each is None else f"`{each}`" for each in schema["enum"])


def _link(file: str, reference: str) -> str:
    """To the section of a shared part, through definitions that add nothing."""
    other, _, name = reference.partition("#/$defs/")
    found = load(other or file)["$defs"][name]
    if "$ref" in found:
        return _link(other or file, found["$ref"])
    return f"[{_called(name)}](#{_called(name).replace(' ', '-')})"


def _called(name: str) -> str:
    return name.removesuffix("_fields").replace("_", " ")


def _table(rows: Iterable[Row]) -> str:
    lines: Sequence[Row] = [("key", "type", "meaning"), ("---", "---", "---"), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines)
