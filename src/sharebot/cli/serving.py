"""sharebot run and sharebot deliver: sending, as a service or one round at a time."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from threading import Lock
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli import faults
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.printing import complain, iso, one_line, say, say_json, when
from sharebot.cli.queueing import brief
from sharebot.cli.records import post_document
from sharebot.cli.secrets import settings_file, settings_in
from sharebot.errors import StoreUnavailable
from sharebot.model import Post, State

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.daemon.stop import Stop


@command(
    "run",
    ("sharebot run", "until Ctrl-C or SIGTERM; the log goes to stderr"),
    ("SHAREBOT_LOG=json sharebot run", "the log as one JSON object a line"),
)
def run_command() -> int:
    """Watch the feeds and send the posts, until it is stopped.

    Ctrl-C, SIGTERM and SIGHUP let the send under way finish first. The log is for people on a terminal and JSON
    elsewhere.
    """
    from sharebot.daemon.stop import Stop

    stop = Stop()
    stop.on_signals()  # first of all: a stop that comes while the settings are read and the queue is opened counts too
    try:
        _serve(stop)
    except Exception as error:
        if click.get_current_context().meta.get("sharebot.debug") or not _told_programs(error):
            raise
        return faults.status(error)
    return 0


def _serve(stop: Stop) -> None:
    from sharebot.child import Parser
    from sharebot.cli.log import teller
    from sharebot.daemon.serving import Daemon

    parser = Parser()
    warnings: list[str] = []
    with opened(run_parse=parser, warn=warnings.append, by_machine=True) as app:
        app.tell = teller(app.settings.log, zone_of(app))
        if not app.settings.feeds:
            warnings.append("SHAREBOT_FEEDS is not set: no feed is read, and only what is queued is sent")
        for warning in warnings:
            app.tell("settings.doubtful", level="warning", reason=warning)
        Daemon(app, parser, stop).run()


def _told_programs(error: Exception) -> bool:
    """Whether the log is for programs; then what ended the daemon is an event of it, however early it came."""
    from sharebot.cli.log import JSON, for_people, teller

    form = os.environ.get("SHAREBOT_LOG") or settings_in(settings_file()).get("SHAREBOT_LOG", "")
    if for_people(form.strip()):
        return False
    tell = teller(JSON, UTC)
    tell("daemon.failed", level="error", reason=faults.words(error))
    return True


# One round ------------------------------------------------------------------------------------------------------------


class Notes:
    """The bot's events that no post's state shows, and whether any of all wants a person."""

    SHOWN = frozenset(
        {
            "account.paused",
            "delivery.lease_lost",
            "delivery.needs_person",
            "delivery.put_off",
            "post.moved",
            "post.over_cap",
        }
    )

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.need_person = False
        self._lock = Lock()

    def tell(self, event: str, *, level: str = "info", **fields: Any) -> None:
        with self._lock:
            self.need_person |= level == "error"
            if event in self.SHOWN:
                self.events.append({"event": event, **fields})


@command(
    "deliver",
    ("sharebot deliver", "send what is due; for cron, where no daemon runs"),
    ("sharebot deliver --json", "the same, with a report for programs"),
)
@json_option
def deliver_command(as_json: bool) -> int:
    """Send once what is due now, then end. Exit status 1 if something failed or needs a person.

    Refuses to run beside a daemon on the same queue.
    """
    from sharebot.daemon.once import deliver_once

    notes = Notes()
    with opened(notes.tell, by_machine=True) as app, _stopped_by_signals() as stopping:
        outcome = deliver_once(app, stopping)
        posts = [post for lane in outcome.values() if isinstance(lane, list) for post in lane]
        errors = {account: error for account, error in outcome.items() if isinstance(error, Exception)}
        if as_json:
            events = [_event_document(event) for event in notes.events]
            say_json({"posts": [post_document(post) for post in posts], "events": events})
        else:
            _say_round(app, posts, notes)
    for account, error in errors.items():
        if isinstance(error, StoreUnavailable):
            raise error
        complain(f"{account}: {type(error).__name__}: {error}; its other posts stay queued")
    return int(bool(errors) or notes.need_person or any(post.state is State.UNSURE for post in posts))


@contextmanager
def _stopped_by_signals() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C, SIGTERM or SIGHUP has come: finish the sends under way, begin no other."""
    from sharebot.daemon.stop import heard

    came: list[int] = []

    def on_signal(number: int, _frame: object) -> None:
        # No lock and no print: the thread that is interrupted may hold the one or be in the midst of the other.
        came.append(number)
        os.write(sys.stderr.fileno(), b"sharebot: stopping; the sends under way are finished first\n")

    before = {number: signal.signal(number, on_signal) for number in heard()}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _event_document(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: iso(field) if isinstance(field, datetime) else field for name, field in event.items()}


def _shown(field: Any, zone: tzinfo) -> str:
    return f"{when(field, zone)} ({zone})" if isinstance(field, datetime) else one_line(str(field))


def _say_round(app: App, posts: list[Post], notes: Notes) -> None:
    zone = zone_of(app)
    for event in notes.events:
        fields = ", ".join(
            f"{name} {_shown(field, zone)}" for name, field in event.items() if name != "event" and field
        )
        say(f"{event['event'].replace('.', ' ').replace('_', ' ')}: {fields}")
    for post in posts:
        say(brief(post, zone))
    if not posts and not notes.events:
        nexts = [due for name in app.lanes if (due := app.queue.next_due(name))]
        say(f"nothing is due{f'; the next is due {when(min(nexts), zone)} ({zone})' if nexts else ''}")
