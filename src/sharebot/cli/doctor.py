"""sharebot doctor: whether everything that sharebot needs is there, one line each."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sharebot.bot.findings import Finding, Mark
from sharebot.cli.command import command, json_option
from sharebot.cli.printing import count, one_line, say, say_json
from sharebot.cli.progress import Progress
from sharebot.cli.secrets import redacted, settings_are_nowhere

if TYPE_CHECKING:
    from sharebot.app import App

INDENT = 9
NARROWEST = 40


@command(
    "doctor",
    ("sharebot doctor", "before the first run, and whenever something seems wrong"),
    ("sharebot doctor --offline", "the same without a word to any network"),
    ("sharebot doctor --json", "for programs; the exit status is 1 if anything is wrong"),
)
@click.option("--offline", is_flag=True, help="Ask neither the feeds nor the networks.")
@json_option
def doctor_command(offline: bool, as_json: bool) -> int:
    """Look at the settings, the machine, the queue, the daemon, every feed and every account. Posts nothing.

    Each line is ok, a warning or wrong, and says what to do where there is something to do. The networks are asked how
    our accounts stand, as by sharebot accounts check. Exit status 0 if nothing is wrong (warnings may be), 1 if
    something is.
    """
    with Progress() as progress:
        findings = [*map(_without_secrets, _findings(progress, offline=offline))]
    if as_json:
        say_json({"findings": [_document(each) for each in findings]})
    else:
        say("\n".join(_lines(findings)))
        if sys.stdout.isatty():
            say(_summary(findings))
    return int(not all(each.well for each in findings))


def _findings(progress: Progress, *, offline: bool) -> Iterator[Finding]:
    """Whatever is wrong, the look goes on with what can be looked at."""
    from sharebot.cli.looking import Looker

    yield _program()
    app, faults = _opened()
    yield from faults
    if app is None:
        return
    try:
        yield from Looker(app, progress, offline=offline).findings()
    finally:
        app.close()


def _program() -> Finding:
    from importlib.metadata import version

    python = ".".join(map(str, sys.version_info[:3]))
    return Finding(what="program", detail=f"sharebot {version('sharebot')} on Python {python}, {sys.platform}")


# The settings ---------------------------------------------------------------------------------------------------------


def _opened() -> tuple[App | None, list[Finding]]:
    """A sharebot of all settings that are right, so that one that is wrong hides nothing else."""
    from sharebot.app import App
    from sharebot.errors import SettingsError
    from sharebot.settings import load

    environ: dict[str, str] = dict(os.environ)
    wrong: list[Finding] = []
    while True:
        try:
            settings = load(environ)
            app = App(settings)
        except SettingsError as error:
            wrong.append(_finding(str(error)))
            if not _taken_away(environ, str(error)):
                return None, wrong
        else:
            warnings = [_finding(warning, Mark.WARNING) for warning in settings.warnings]
            return app, [*wrong, *warnings] or [_all_right(environ)]


def _taken_away(environ: dict[str, str], error: str) -> bool:
    """Set to nothing the setting that the line complains of; whether there was one. An empty value is none."""
    name = error.partition(":")[0]
    if not name.startswith("SHAREBOT_") or environ.get(name) == "":
        return False
    environ[name] = ""
    return True


def _finding(line: str, mark: Mark = Mark.WRONG) -> Finding:
    from sharebot.bot.findings import complaint

    found = complaint("settings", line, mark)
    return found if found.do else replace(found, do="change it, unless it is meant so")


def _all_right(environ: Mapping[str, str]) -> Finding:
    if settings_are_nowhere():
        return Finding(
            what="settings",
            mark=Mark.WARNING,
            detail=f"no .env in {Path.cwd()}; settings are the defaults",
            do="sharebot init writes one; SHAREBOT_ENV_FILE names another",
        )
    path = Path(environ.get("SHAREBOT_ENV_FILE") or ".env").expanduser().absolute()
    return Finding(what="settings", detail=f"read from {path}" if path.exists() else "read from the environment alone")


# What is printed ------------------------------------------------------------------------------------------------------


def _without_secrets(finding: Finding) -> Finding:
    what, detail, do = (one_line(redacted(text)) for text in (finding.what, finding.detail, finding.do))
    return replace(finding, what=what, detail=detail, do=do)


def _document(finding: Finding) -> dict[str, object]:
    return {
        "what": finding.what,
        "standing": str(finding.mark),
        "well": finding.well,
        "detail": finding.detail,
        "do": finding.do or None,
    }


_COLOURS = {Mark.OK: "green", Mark.WARNING: "yellow", Mark.WRONG: "red"}


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One line each in a pipe, for what searches it; folded on a terminal, with what to do on lines of its own."""
    for each in findings:
        mark = click.style(f"{each.mark:<{INDENT}}", fg=_COLOURS[each.mark])
        if sys.stdout.isatty():
            yield mark + "\n".join(_folded(f"{each.what}: {each.detail}"))
            if each.do:
                yield " " * INDENT + "\n".join(_folded(f"→ {each.do}", hang=2))
        else:
            yield f"{mark}{each.what}: {each.detail}{f'; {each.do}' if each.do else ''}"


def _summary(findings: Iterable[Finding]) -> str:
    """What a person must know of the lines that have gone by."""
    marks = [each.mark for each in findings]
    wrong, warnings = marks.count(Mark.WRONG), marks.count(Mark.WARNING)
    return f"\n{wrong or 'nothing'} wrong, {count(warnings, 'warning') if warnings else 'no warnings'}"


def _folded(text: str, hang: int = 0) -> list[str]:
    width = max(shutil.get_terminal_size().columns, NARROWEST)
    inner = " " * (INDENT + hang)
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=" " * INDENT,
        subsequent_indent=inner,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [lines[0][INDENT:], *lines[1:]]
