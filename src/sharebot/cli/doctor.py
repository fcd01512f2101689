"""sharebot doctor: whether everything that sharebot needs is there, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

import click

from sharebot.bot.heartbeat import Life, beats, life
from sharebot.cli.accounts.checking import guarantee_in_words
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.printing import count, one_line, say, say_json, when
from sharebot.cli.progress import Progress
from sharebot.cli.secrets import redacted
from sharebot.errors import FeedError, SettingsError, SharebotError
from sharebot.model import FeedState

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.checking import Checkup
    from sharebot.ports import Notifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, whether it is well, and what there is to say of it."""

    what: str
    well: bool
    detail: str


@command(
    "doctor",
    ("sharebot doctor", "before the first run, and whenever something seems wrong"),
    ("sharebot doctor --json", "for programs; the exit status is 1 if anything is wrong"),
)
@json_option
def doctor_command(as_json: bool) -> int:
    """Look at the settings, the queue, the daemon, every feed and every account. Posts nothing.

    The networks are asked how our accounts stand, as by sharebot accounts check.
    """
    warnings: list[str] = []
    progress = Progress()
    with opened(warn=warnings.append) as app, progress:
        findings = [Finding(what="settings", well=False, detail=warning) for warning in warnings]
        for what, look in _looks(app):
            progress.note(f"looking at {what}")
            findings.append(_finding(what, look))
        progress.note(f"asking {', '.join(app.calendars)}")
        findings += [finding for checkup in app.checker.check([*app.calendars]) for finding in _account(app, checkup)]
    if as_json:
        say_json({"findings": [{"what": each.what, "well": each.well, "detail": each.detail} for each in findings]})
    else:
        say("\n".join(_line(each) for each in findings))
    return int(not all(each.well for each in findings))


def _looks(app: App) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "queue", partial(_queue, app)
    yield "daemon", partial(_daemon, app)
    yield "feeds", partial(_feeds, app)
    for notifier in app.notifiers if app.settings.notify else ():
        yield f"notifier {notifier.name}", partial(_notifier, notifier)
    for address in app.settings.feeds:
        yield address, partial(_feed, app, address)


def _finding(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, well=True, detail=one_line(look()))
    except SharebotError as error:
        return Finding(what=what, well=False, detail=one_line(redacted(str(error))))


def _line(finding: Finding) -> str:
    mark = click.style("ok   ", fg="green") if finding.well else click.style("wrong", fg="red")
    return f"{mark}  {finding.what}: {finding.detail}"


# What is looked at ----------------------------------------------------------------------------------------------------


def _queue(app: App) -> str:
    return f"it opens and holds {count(sum(app.queue.counts().values()), 'post')}"


def _daemon(app: App) -> str:
    """As its heartbeat tells; by the lock where there is none."""
    from sharebot.daemon.lock import holder

    now = app.clock.now()
    alive = [beat for beat in beats(app.queue, now) if life(beat, now) is Life.ALIVE]
    for beat in alive:
        if beat.stuck:
            raise SharebotError(f"{beat.worker}: {', '.join(beat.stuck)} is stuck; restart it")
    if alive:
        since = [f"{each.worker} since {when(each.started_at, zone_of(app), seconds=False)}" for each in alive]
        return f"{', '.join(since)} ({zone_of(app)})"
    return "one is running" if holder(app.database_file) else "none is running"


def _notifier(notifier: Notifier) -> str:
    if fault := notifier.fault(lambda: False):
        raise SettingsError(f"{fault}; see SHAREBOT_NOTIFY")
    return "its address can be used; sharebot notify --test tries it"


def _feeds(app: App) -> str:
    if not app.settings.feeds:
        raise FeedError("SHAREBOT_FEEDS is not set; name the blog's feed, such as https://blog.example/feed/")
    return count(len(app.settings.feeds), "feed")


def _feed(app: App, address: str) -> str:
    polled = app.source.poll(FeedState(address=address), app.clock.now())
    if polled.error:
        raise FeedError(polled.error)
    return "; ".join(
        [f"{polled.feed.title or 'untitled'}, {count(len(polled.entries), 'entry', 'entries')}", *polled.notes]
    )


def _account(app: App, checkup: Checkup) -> Iterator[Finding]:
    """A line for each fault; one line where there is none."""
    name, faults = checkup.account, [redacted(fault) for fault in checkup.faults]
    paused = app.queue.account(name)
    if paused.paused_at:
        faults.insert(0, f"paused by {paused.by}: {paused.reason}; sharebot resume {name}")
    for fault in faults:
        yield Finding(what=name, well=False, detail=one_line(fault))
    if not faults:
        yield Finding(what=name, well=True, detail=one_line("; ".join(_standing(checkup, zone_of(app)))))


def _standing(checkup: Checkup, zone: tzinfo) -> Iterator[str]:
    if said := checkup.said:
        yield f"we are {said.handle}"
        if said.expires_at:
            yield f"credentials end {when(said.expires_at, zone, seconds=False)} ({zone})"
    else:
        yield "has all settings that it needs"
    if checkup.guarantee:
        yield guarantee_in_words(checkup.guarantee)
