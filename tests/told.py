"""The events that the program's source tells, with their levels and fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sharebot.daemon.metrics import VERDICTS
from sharebot.model import Fate, State

SOURCE = Path(__file__).resolve().parent.parent / "src" / "sharebot"
TELLS = {"tell", "_tell", "_hear"}

SPREAD = {"late": {"late"}, "new": set(map(str, Fate))}
"""What stands in the fields that a call takes from a mapping of that name."""


@dataclass(slots=True)
class Event:
    levels: set[str]
    fields: set[str]


@cache
def events() -> dict[str, Event]:
    found: dict[str, Event] = {}
    for call in _calls():
        for name in _names(call.args[0]):
            event = found.setdefault(name, Event(set(), set()))
            event.levels |= verdicts().get(name) or _levels(call)
            event.fields |= _fields(call) - ({"late"} if name != "delivery.sent" else set())
    return found


def _calls() -> Iterator[ast.Call]:
    """Every call that tells an event which it names, not one that passes an event on."""
    for path in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.Lambda):
                given = {argument.arg for argument in function.args.args}
                yield from (call for call in _own_calls(function) if not _is_passed_on(call, given))


def _own_calls(function: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(function):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call) and _called(child.func) in TELLS and child.args:
            yield child
        yield from _own_calls(child)


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_passed_on(call: ast.Call, given: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "event" and "event" in given for each in call.args)


def _names(told: ast.expr) -> set[str]:
    match ast.unparse(told):
        case "f'post.{post.state}'":
            return {f"post.{State.QUEUED}", f"post.{State.DRAFT}"}
        case "event":
            return set(verdicts())
        case "chore.fault":
            return faults_of_chores()
    assert isinstance(told, ast.Constant), ast.unparse(told)
    return {told.value}


@cache
def verdicts() -> dict[str, set[str]]:
    """What is told of verdicts, with the levels: an error where one means that the post has failed.

    While judge still looks, nothing is told.
    """
    states: dict[str, str] = dict.fromkeys(VERDICTS, "")
    for call in ast.walk(ast.parse((SOURCE / "bot" / "judge.py").read_text(encoding="utf-8"))):
        given = {each.arg: ast.unparse(each.value) for each in getattr(call, "keywords", ())}
        if kind := re.fullmatch("'([a-z ]+)'", given.get("kind", "")):
            name = kind[1].replace(" ", "_")
            states[name] = states.get(name, "") + given["state"]
    return {f"delivery.{name}": _level_of(said) for name, said in states.items() if name not in STILL_LOOKING}


STILL_LOOKING = {"looking", "look_failed"}


def _level_of(states: str) -> set[str]:
    fails, others = "FAILED" in states, re.findall(r"State\.(?!FAILED)", states)
    return ({"error"} if fails else set()) | ({"info"} if others or not fails else set())


@cache
def faults_of_chores() -> set[str]:
    pages = (path.read_text(encoding="utf-8") for path in (SOURCE / "app").glob("*.py"))
    return {fault for page in pages for fault in re.findall(r'fault="([a-z_.]+)"', page)}


def _levels(call: ast.Call) -> set[str]:
    for keyword in call.keywords:
        if keyword.arg == "level":
            return LEVELS.get(ast.unparse(keyword.value)) or {ast.literal_eval(keyword.value)}
    return {"info"}


LEVELS = {"level": {"info", "error"}, "record.levelname.lower()": {"warning", "error", "critical"}}
"""Of calls whose level depends on what happened."""


def _fields(call: ast.Call) -> set[str]:
    named = {keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg != "level"}
    spread = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg is None]
    return named.union(*(SPREAD[name] for name in spread))
