"""sharebot notify: where people are told what needs them, and whether that works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened
from sharebot.cli.printing import one_line, say, say_json
from sharebot.cli.secrets import redacted
from sharebot.errors import SettingsError
from sharebot.schedule import format_slots

if TYPE_CHECKING:
    from sharebot.app import App


@command(
    "notify",
    ("sharebot notify", "where notices go, and whether the addresses can be used"),
    ("sharebot notify --test", "send a test to each of them"),
    ("sharebot notify --test --json", "the same, for programs; the exit status is 1 if any refused it"),
)
@click.option("--test", is_flag=True, help="Send a test to each address.")
@json_option
def notify_command(test: bool, as_json: bool) -> int:
    """List where people are told what needs them (SHAREBOT_NOTIFY), and what is wrong with it.

    Addresses are named by their places and kinds; what is secret in them is never shown.
    """
    with opened() as app:
        if not app.settings.notify:
            raise SettingsError(
                "SHAREBOT_NOTIFY is not set: nobody is told; write for example ntfys://ntfy.example/blog"
            )
        found = [(name, redacted(one_line(fault))) for name, fault in _asked(app, test=test)]
        if as_json:
            say_json(_document(app, found, test=test))
        else:
            _show(app, found, test=test)
    return int(any(fault for _, fault in found))


def _asked(app: App, *, test: bool) -> list[tuple[str, str]]:
    """Each address's name and what is wrong with it."""
    if test:
        return list(app.notifying.test())
    return [(notifier.name, notifier.fault(lambda: False)) for notifier in app.notifiers]


def _show(app: App, found: list[tuple[str, str]], *, test: bool) -> None:
    well = "took the test; see that it arrived" if test else "is an address that can be used"
    for name, fault in found:
        say(f"{name}: {fault}" if fault else f"{name}: {well}")
    digest = app.settings.digest
    say(f"about: {', '.join(sorted(app.settings.notify_about))}")
    say(f"digest: {format_slots(digest)} ({app.settings.timezone})" if digest else "digest: none")


def _document(app: App, found: list[tuple[str, str]], *, test: bool) -> dict[str, Any]:
    return {
        "notifiers": [{"name": name, "tested": test, "fault": fault or None} for name, fault in found],
        "about": sorted(app.settings.notify_about),
        "digest": format_slots(app.settings.digest) if app.settings.digest else None,
    }
