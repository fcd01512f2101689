"""sharebot measure: how long a text is on every network, by its own rules, and what is more than text in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened
from sharebot.cli.printing import columns, complain, safe, say, say_json

if TYPE_CHECKING:
    from sharebot.model import Span
    from sharebot.ports import Limit, Rules

Measured = tuple[tuple["Limit", int], ...]


@command(
    "measure",
    ("sharebot measure 'A night at the harbor https://blog.example/night/'", "its length on every network"),
    ("sharebot measure --parts 'See README.md, @jane #Harbor'", "also its links, mentions and hashtags"),
    ("sharebot measure --account mastodon-news - < text.txt", "standard input, by an account's own rules"),
    ("sharebot measure --jsonl - < texts.jsonl", 'one {"text": …} a line, for programs'),
)
@click.argument("words", nargs=-1, metavar="[TEXT|-]...")
@click.option("--account", "accounts", multiple=True, metavar="ACCOUNT", help="By this account's rules (repeatable).")
@click.option("--parts", is_flag=True, help="Show also the links, mentions, hashtags and cashtags of the text.")
@click.option(
    "--jsonl", type=click.File("rb"), metavar="FILE", help='Measure many: one {"text": …} a line; - is stdin.'
)
@json_option
def measure_command(
    words: Sequence[str], accounts: Sequence[str], parts: bool, jsonl: IO[bytes] | None, as_json: bool
) -> int:
    """Show how long a text is on every network, what each allows, and whether it fits.

    TEXT is put together with spaces; - or nothing is standard input. Needs no account and no settings unless an account
    is named. Exit status: 0 if the text fits everywhere, else 1. With --jsonl one answer a line is printed, and the
    status is 1 if a line was none that could be read.
    """
    if jsonl and words:
        raise click.UsageError("--jsonl takes its texts from the file; leave out the text.")
    rules = _rules(accounts)
    if jsonl:
        return _measure_lines(jsonl, rules, parts=parts)
    text = _text(words)
    return _show(text, rules, parts=parts, as_json=as_json)


def _rules(accounts: Sequence[str]) -> Mapping[str, Rules]:
    """Every network's, or those of the accounts that are named."""
    if not accounts:
        from sharebot import platforms

        return {name: platforms.rules(name) for name in platforms.networks()}
    with opened() as app:
        known = app.rules
        for name in accounts:
            if name not in known:
                raise click.BadParameter(f"{name} is none of {', '.join(known)}", param_hint="--account")
        return {name: known[name] for name in accounts}


def _text(words: Sequence[str]) -> str:
    if words and tuple(words) != ("-",):
        return " ".join(words)
    if not words and sys.stdin.isatty():
        raise click.UsageError("Name a text, or give one on standard input: sharebot measure - < text.txt")
    given = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return given.removesuffix("\n").removesuffix("\r")


# One text -------------------------------------------------------------------------------------------------------------


def _show(text: str, rules: Mapping[str, Rules], *, parts: bool, as_json: bool) -> int:
    from sharebot.compose import lengths, spans

    measured = {name: lengths(text, each) for name, each in rules.items()}
    found = {name: spans(text, each) for name, each in rules.items()} if parts else {}
    if as_json:
        say_json({name: _document(measured[name], found.get(name)) for name in rules})
    else:
        say("\n".join(_page(measured, found)))
    return int(not all(map(_fits, measured.values())))


def _fits(measured: Measured) -> bool:
    return all(length <= limit.most for limit, length in measured)


def _document(measured: Measured, found: Sequence[Span] | None) -> dict[str, Any]:
    shown: dict[str, Any] = _answer(measured) | {
        "limits": [{"unit": str(limit.unit), "length": length, "limit": limit.most} for limit, length in measured]
    }
    return shown if found is None else shown | {"parts": _places(found)}


def _places(found: Sequence[Span]) -> list[dict[str, Any]]:
    return [{"kind": span.kind, "start": span.start, "end": span.end, "target": span.target} for span in found]


def _answer(measured: Measured) -> dict[str, Any]:
    limit, length = measured[0]
    return {"length": length, "limit": limit.most, "fits": _fits(measured)}


def _page(measured: Mapping[str, Measured], found: Mapping[str, Sequence[Span]]) -> Iterator[str]:
    rows = [(name, *_row(each)) for name, each in measured.items()]
    lines = columns(("", "length", "limit", ""), rows)
    yield lines[0]
    for (name, each), line in zip(measured.items(), lines[1:], strict=True):
        yield line if _fits(each) else click.style(line, fg="red")
        yield from (f"  {span.kind} {span.start}-{span.end}: {safe(span.target)}" for span in found.get(name, ()))


def _row(measured: Measured) -> tuple[str, str, str]:
    limit, length = measured[0]
    over = [f"{length - limit.most} too long ({limit.unit})" for limit, length in measured if length > limit.most]
    return str(length), f"{limit.most} {limit.unit}", ", ".join(over) or "fits"


# Many texts -----------------------------------------------------------------------------------------------------------


def _measure_lines(lines: Iterable[bytes], rules: Mapping[str, Rules], *, parts: bool) -> int:
    broken = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        text, fault = _read(line)
        if fault:
            sys.stdout.flush()
            complain(f"line {number}: {fault}; it is left out")
            broken = 1
            continue
        answers = {name: _line_answer(text, each, parts=parts) for name, each in rules.items()}
        sys.stdout.write(f"{json.dumps(answers)}\n")
    sys.stdout.flush()
    return broken


def _line_answer(text: str, rules: Rules, *, parts: bool) -> dict[str, Any]:
    from sharebot.compose import lengths, spans

    answer = _answer(lengths(text, rules))
    return answer | {"parts": _places(spans(text, rules))} if parts else answer


def _read(line: bytes) -> tuple[str, str]:
    """The line's text, or what is wrong with it."""
    try:
        document = json.loads(line)
    except UnicodeDecodeError as error:
        return "", f"it is not UTF-8 (byte {error.start + 1})"
    except json.JSONDecodeError as error:
        return "", f"it is not JSON (column {error.colno}: {error.msg})"
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or a thousand brackets
        return "", f"it is not JSON that could be read ({error})"
    text = document.get("text") if isinstance(document, dict) else None
    return (text, "") if isinstance(text, str) else ("", 'it is no object with a "text"')
