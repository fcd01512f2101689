"""What the queue tells of an installation: whether somebody delivers, what is late, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sharebot.bot.findings import Finding, Mark
from sharebot.bot.heartbeat import OUTDATED, RESTART, Life
from sharebot.bot.standing import Daemon, Standing
from sharebot.bot.waiting import Kind, Waiting

Say = Callable[[datetime | None], str]
"""A moment in the words of staff."""

LONG_UNSURE = timedelta(hours=1)
"""By then every look at the network has been tried; only a person is left."""

LONG_WAITING = timedelta(days=2)
"""Drafts and questions that wait for longer were probably forgotten."""

_RESTART = "start it anew: sudo systemctl restart sharebot, or as you started it"

_WORDS = {
    Kind.UNSURE: ("unsure post", "unsure posts"),
    Kind.FAILED: ("failed post", "failed posts"),
    Kind.HELD: ("held post", "held posts"),
    Kind.STRANDED: ("queued post of accounts that are not set", "queued posts of accounts that are not set"),
    Kind.DRAFT: ("draft", "drafts"),
    Kind.AUTHOR: ("question about an author", "questions about authors"),
}
"""Paused accounts are told with the accounts."""


def daemon_findings(found: Standing, version: str, say: Say) -> Iterator[Finding]:
    """`version`: of this program."""
    alive = [daemon for daemon in found.daemons if daemon.life is Life.ALIVE]
    yield from (_alive(daemon, version, say) for daemon in alive)
    if not alive:
        yield _none_alive(found, say)


def _alive(daemon: Daemon, version: str, say: Say) -> Finding:
    beat = daemon.beat
    if beat.stuck:
        names = ", ".join(beat.stuck)
        return Finding(what="daemon", mark=Mark.WRONG, detail=f"{beat.worker}: {names} is stuck", do="restart it")
    if beat.version != version:
        return Finding(
            what="daemon",
            mark=Mark.WARNING,
            detail=f"{beat.worker} still runs version {beat.version}; installed is {version}",
            do=_RESTART,
        )
    if daemon.outdated:
        return Finding(what="daemon", mark=Mark.WARNING, detail=f"{beat.worker}: {OUTDATED}", do=RESTART)
    return Finding(what="daemon", detail=f"{beat.worker} since {say(beat.started_at)}, last beat {say(beat.at)}")


def _none_alive(found: Standing, say: Say) -> Finding:
    if found.runs:
        return Finding(what="daemon", detail="one is running, and has no heartbeat (yet)")
    last = next(iter(found.daemons), None)
    end = f"; {last.beat.worker} {_end(last, say)}" if last else ""
    if found.due:
        due = f"none is running, though {_count(found.due, 'post is', 'posts are')} due{end}"
        return Finding(what="daemon", mark=Mark.WRONG, detail=due, do="sharebot run, or sharebot deliver from cron")
    what = f"none is running{end}"
    if last and last.life is Life.SILENT:
        return Finding(what="daemon", mark=Mark.WRONG, detail=what, do=_RESTART)
    if last and last.life is Life.KILLED:
        return Finding(what="daemon", mark=Mark.WARNING, detail=what, do="see its log, and sharebot run")
    return Finding(what="daemon", detail=what)


def _end(daemon: Daemon, say: Say) -> str:
    heard = say(daemon.beat.at)
    match daemon.life:
        case Life.ENDED:
            return f"stopped {heard}"
        case Life.KILLED:
            return f"is gone without a word after {heard}"
        case _:
            return f"is silent since {heard}: it hangs, or its machine is down"


# What waits -----------------------------------------------------------------------------------------------------------


def backlog_findings(found: Standing, say: Say) -> Iterator[Finding]:
    """A line for each kind; one line where nothing waits."""
    rows = [*_late(found, say), *(_waits(row, found.at, say) for row in found.waits if row.kind is not Kind.PAUSED)]
    yield from rows or [Finding(what="backlog", detail="nothing is late, and nothing waits for a person")]


def _late(found: Standing, say: Say) -> Iterator[Finding]:
    for account in found.accounts:
        if account.late and not account.stands_still(found.at):
            late = _count(account.late, "post is late", "posts are late")
            yield Finding(
                what="backlog",
                mark=Mark.WRONG,
                detail=f"{account.state.name}: {late}, the first since {say(account.oldest)}",
                do=f"sharebot queue --account {account.state.name} tells why",
            )


def _waits(row: Waiting, now: datetime, say: Say) -> Finding:
    waits = f"{_count(row.count, *_WORDS[row.kind])} since {say(row.oldest)}"
    return Finding(what="backlog", mark=_mark(row, now - row.oldest), detail=waits, do=row.command)


def _mark(row: Waiting, waited: timedelta) -> Mark:
    match row.kind:
        case Kind.UNSURE:
            return Mark.WRONG if waited > LONG_UNSURE else Mark.WARNING
        case Kind.STRANDED:
            return Mark.WRONG
        case Kind.FAILED | Kind.HELD:
            return Mark.WARNING
        case _:
            return Mark.WARNING if waited > LONG_WAITING else Mark.OK


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
