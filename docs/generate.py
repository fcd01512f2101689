"""Writes what is generated: commands.md, settings.md, json.md, guarantees.md, a table of architecture.md, and
config.example.env.

python docs/generate.py          write them
python docs/generate.py --check  exit 1 and name what is out of date
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sharebot"
BEGIN, END = "<!-- modules: generated -->", "<!-- end of modules -->"


def module_table() -> str:
    """One row a module: its name and the first paragraph of its docstring."""
    rows = ["| module | what it is for |", "|---|---|"]
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        about = (
            (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0].replace("\n", " ")
        )
        if about:
            rows.append(f"| `{name}` | {about} |")
    return "\n".join(rows)


def architecture() -> str:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{module_table()}\n{END}{after}"


def example_settings() -> str:
    from sharebot.settings import example_env

    return example_env()


def guarantees() -> str:
    """From the table that the tests walk."""
    sys.path.insert(0, str(ROOT / "tests"))
    from guarantees import page

    return page()


def commands() -> str:
    """Every command's help, as a page."""
    import click

    from sharebot.cli import COMMANDS, root

    parts = [COMMANDS_HEAD]
    top = click.Context(root, info_name="sharebot")
    for section, names in COMMANDS.items():
        parts.append(f"## {section}")
        for name in names:
            parts += _command(root.get_command(top, name), ["sharebot", name], top)
    return "\n\n".join(parts) + "\n"


def _command(command: Any, path: list[str], parent: Any) -> Iterator[str]:
    import click

    from sharebot.cli.command import Command, Group

    if not isinstance(command, Command):
        raise TypeError(f"{path} is no command of ours")
    name = " ".join(path)
    context = click.Context(command, info_name=path[-1], parent=parent)
    yield f"{'#' * (len(path) + 1)} {name}"
    yield inspect.cleandoc(command.help or "")
    if isinstance(command, Group):
        for each in command.list_commands(context):
            yield from _command(command.get_command(context, each), [*path, each], context)
        return
    yield f"```text\n{name} {' '.join(command.collect_usage_pieces(context))}\n```"
    records = filter(None, (parameter.get_help_record(context) for parameter in command.get_params(context)))
    if options := [(option, about) for option, about in records if about and option != "--help"]:
        yield "\n".join(f"- `{option}`: {about}" for option, about in options)
    yield "\n".join(["```", *(f"{line}  # {meaning}" for line, meaning in command.examples), "```"])


def json_page() -> str:
    """From the schemas, in the order of the help."""
    from schema_page import page

    return page(_with_json())


def _with_json() -> Iterator[str]:
    """Every command that takes --json."""
    import click

    from sharebot.cli import COMMANDS, root
    from sharebot.cli.command import Group

    top = click.Context(root, info_name="sharebot")
    for name in (name for names in COMMANDS.values() for name in names):
        command = root.get_command(top, name)
        found = {name: command}
        if isinstance(command, Group):
            found = {f"{name} {inner}": command.get_command(top, inner) for inner in command.list_commands(top)}
        yield from (path for path, each in found.items() if each and any("--json" in it.opts for it in each.params))


COMMANDS_HEAD = """# Commands

What `sharebot COMMAND --help` says, on one page. Every command that lists, shows or decides
about posts takes `--json`, and [json.md](json.md) says what it prints then. Exit status: 0 done,
1 refused or failed, 2 wrong use or wrong settings, 130 interrupted. Errors are one line on standard error: what
happened, and what to do. An ID is a post's number, as `sharebot queue` shows it."""


def settings() -> str:
    from sharebot.settings.table import ACCOUNT_FIELDS, GROUPS, OF_AN_ACCOUNT, PREFIX

    own = ", ".join(f"`{setting.name}`" for setting in OF_AN_ACCOUNT)
    parts = [SETTINGS_HEAD]
    for title, rows in GROUPS.items():
        cells = [(f"`{PREFIX}{row.name}`", row.meaning, row.usual or row.default, f"`{row.example}`") for row in rows]
        parts += [f"## {title}", _table(("setting", "meaning", "default", "example"), cells)]
    fields = [(f"`{field}`", about, f"`{shown}`") for field, (about, shown) in ACCOUNT_FIELDS.items()]
    about = (
        f"`{PREFIX}<ACCOUNT>_<FIELD>`, in capitals and with dashes as underscores: `{PREFIX}OUTBOX_X_SLOTS`. Each "
        f"account may have its own {own}. Besides, networks ask for some of these:"
    )
    parts += ["## An account's own", about, _table(("field", "meaning", "example"), fields)]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    every = [head, ("---",) * len(head), *(tuple(map(_cell, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in every)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


SETTINGS_HEAD = """# Settings

From the environment and from `.env` in the working folder; the environment wins.
[`config.example.env`](../config.example.env) has the same as a file to copy."""


def generated() -> dict[Path, str]:
    return {
        ROOT / "docs" / "commands.md": commands(),
        ROOT / "docs" / "settings.md": settings(),
        ROOT / "docs" / "json.md": json_page(),
        ROOT / "docs" / "architecture.md": architecture(),
        ROOT / "docs" / "guarantees.md": guarantees(),
        ROOT / "config.example.env": example_settings(),
    }


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> int:
    stale = {path: text for path, text in generated().items() if _read(path) != text}
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date; run: make generate")
        return bool(stale)
    for path, text in stale.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
