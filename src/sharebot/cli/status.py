"""sharebot status: whether the daemon is alive, what goes out next, and what waits for a person."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.bot.checking import ENDS_SOON, connecting
from sharebot.bot.heartbeat import OUTDATED, RESTART, Beat, Life
from sharebot.bot.standing import AccountStanding, Daemon, Standing, standing
from sharebot.bot.waiting import Kind, Waiting
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.costs import cost_document, spent_in_words
from sharebot.cli.printing import cells, count, iso, one_line, say, say_json, shortened, when

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.spending import Month
    from sharebot.model import FeedState, Post

INDENT = 10
SHORTEST = 12
WIDTH = 80
"""Of a pipe, for texts that may be cut; what may not be is never cut."""


@command(
    "status",
    ("sharebot status", "a glance, as often as you like: it reads only, and asks no network"),
    ("sharebot status --json", "for programs"),
)
@json_option
def status_command(as_json: bool) -> int:
    """Tell whether the daemon is alive, what goes out next, and what waits for a person.

    Exit status 0 if all is well. 1 if something wants a person: posts or authors that wait for an answer, posts that
    are late, credentials that end within a week, a feed that is gone, or has failed three times or for over an hour, a
    daemon in which something stands still or that was started before .env was changed, or none at all although posts
    are due.
    """
    with opened() as app:
        found = _standing(app)
        months = {name: month for name in app.rules if (month := app.spending.this_month(name))}
        if as_json:
            say_json(_document(found, months))
        else:
            say("\n".join(_lines(found, months, zone_of(app))))
    return int(not found.well)


def _standing(app: App) -> Standing:
    from sharebot.cli.freshness import settings_at
    from sharebot.daemon.lock import holder

    return standing(
        app.queue,
        [account.name for account in app.settings.accounts],
        app.settings.feeds,
        app.clock.now(),
        holder=holder(app.database_file),
        settings_at=settings_at(),
    )


# For people -----------------------------------------------------------------------------------------------------------


def _lines(found: Standing, months: Mapping[str, Month], zone: tzinfo) -> Iterator[str]:
    yield from _section("time", [f"{when(found.at, zone, seconds=False)} ({zone})"])
    yield from _section("daemon", _daemons(found, zone))
    yield from _section(
        "feeds",
        [line for feed in found.feeds for line in _feed(feed, zone, broken=feed.address in found.broken)]
        or ["none is set"],
    )
    yield from _section("accounts", [_account(account, months, found.at, zone) for account in found.accounts])
    yield from _section("next", _next(found.next_posts, zone) or ["no post is planned"])
    yield from _section("waiting", [_waits(row, zone) for row in found.waits] or ["nothing waits for a person"])


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """The title before the first line, and blanks before the others."""
    for place, line in enumerate(lines):
        head = f"{'' if place else title:<{INDENT}}"
        yield (click.style(head, bold=True) + line).rstrip()


def _room() -> int:
    """How wide a line may be that can be cut."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    return max(width, 40) - INDENT


def _daemons(found: Standing, zone: tzinfo) -> Iterator[str]:
    told = [daemon for daemon in found.daemons if daemon.life is Life.ALIVE] or list(found.daemons[:1])
    for daemon in told:
        yield _daemon(daemon, found.at, zone)
        yield from (_bad(f"{one_line(name)} is stuck; restart the daemon") for name in daemon.beat.stuck)
        if daemon.outdated:
            yield _bad(f"{OUTDATED}: {RESTART}")
    if found.runs and not any(daemon.life is Life.ALIVE for daemon in told):
        yield f"process {found.holder} works on the queue, and has no heartbeat (yet)"
    if not found.runs:
        due = f"{count(found.due, 'post is', 'posts are')} due: sharebot run"
        yield _bad(f"not running, and {due}") if found.due else "not running; nothing is due"


def _daemon(daemon: Daemon, now: datetime, zone: tzinfo) -> str:
    beat = daemon.beat
    heard = when(beat.at, zone, seconds=False)
    match daemon.life:
        case Life.ALIVE:
            since = _good(f"{beat.stage} since {when(beat.started_at, zone, seconds=False)}")
            said = f"{since}, beat {_ago(now - beat.at)}"
        case Life.ENDED:
            said = f"stopped {heard}"
        case Life.KILLED:
            said = f"gone without a word after {heard}"
        case Life.SILENT:
            said = _bad(f"silent since {heard}: it hangs, or its machine is down")
    return f"{one_line(beat.worker)} ({one_line(beat.version)}): {said}"


def _ago(time: timedelta) -> str:
    seconds = max(0, int(time.total_seconds()))
    return f"{seconds} s ago" if seconds < 2 * 60 else f"{seconds // 60} min ago"


def _feed(feed: FeedState, zone: tzinfo, *, broken: bool) -> Iterator[str]:
    read = when(feed.polled_at, zone, seconds=False, none="never")
    again = "never: it is gone" if feed.gone_at else when(feed.next_poll_at, zone, seconds=False, none="at once")
    yield shortened(f"read {read}, next {again}: {one_line(feed.title) or feed.address}", _room())
    if feed.complaint:
        often = f" ({count(feed.failures, 'time')} in a row)" if feed.failures else ""
        lines = _folded(one_line(feed.complaint) + often)
        yield from (_bad(line) for line in lines) if broken else lines


def _folded(line: str) -> list[str]:
    """In a pipe a line stays whole, for what searches it."""
    if not sys.stdout.isatty():
        return [line]
    import textwrap

    return textwrap.wrap(line, _room(), break_long_words=False, break_on_hyphens=False)


def _account(account: AccountStanding, months: Mapping[str, Month], now: datetime, zone: tzinfo) -> str:
    name = account.state.name
    parts = [_pace(account, now, zone)]
    if month := months.get(name):
        parts.append(spent_in_words(month))
    if account.ends_at:
        ends = f"credentials end {when(account.ends_at, zone, seconds=False)}"
        parts.append(_bad(f"{ends}: {connecting(name)}") if account.ends_at < now + ENDS_SOON else ends)
    return f"{name}: {'; '.join(parts)}"


def _pace(account: AccountStanding, now: datetime, zone: tzinfo) -> str:
    state = account.state
    if state.paused_at:
        head = f"paused since {when(state.paused_at, zone, seconds=False)} by {one_line(state.by)}:"
        return _shortened_after(head, state.reason, " ", before=cells(state.name) + 2)
    if account.stands_still(now):
        return f"rests until {when(state.rests_until, zone)}, as its network wants"
    if account.late:
        late = count(account.late, "post is late", "posts are late")
        return _bad(f"{late}, the first since {when(account.oldest, zone, seconds=False)}")
    if account.due:
        return count(account.due, "post is due", "posts are due")
    return f"next {when(account.next_due, zone, seconds=False)}" if account.next_due else "nothing is planned"


def _next(posts: Sequence[Post], zone: tzinfo) -> list[str]:
    width = max((cells(post.account) for post in posts), default=0)
    return [
        _shortened_after(f"{when(post.due_at, zone)}  {post.account:<{width}}  {post.id}", post.share.text, "  ")
        for post in posts
    ]


def _shortened_after(head: str, text: str, gap: str, before: int = 0) -> str:
    """The head whole, and as much of the text as there is room for. `before`: cells that are taken already."""
    return f"{head}{gap}{shortened(text, max(SHORTEST, _room() - before - cells(head) - len(gap)))}"


_WORDS = {
    Kind.UNSURE: ("unsure post", "unsure posts"),
    Kind.PAUSED: ("account refused by its network", "accounts refused by their networks"),
    Kind.FAILED: ("failed post", "failed posts"),
    Kind.HELD: ("held post", "held posts"),
    Kind.STRANDED: ("post without an account", "posts without an account"),
    Kind.DRAFT: ("draft", "drafts"),
    Kind.AUTHOR: ("question about an author", "questions about authors"),
}


def _waits(row: Waiting, zone: tzinfo) -> str:
    since = when(row.oldest, zone, seconds=False)
    return f"{_bad(count(row.count, *_WORDS[row.kind]))} since {since}: {row.command}"


def _good(text: str) -> str:
    return click.style(text, fg="green")


def _bad(text: str) -> str:
    return click.style(text, fg="red")


# For programs ---------------------------------------------------------------------------------------------------------


def _document(found: Standing, months: Mapping[str, Month]) -> dict[str, Any]:
    return {
        "at": iso(found.at),
        "well": found.well,
        "running": found.runs,
        "due": found.due,
        "late": found.late,
        "daemons": [_daemon_document(daemon) for daemon in found.daemons],
        "feeds": [_feed_document(feed) for feed in found.feeds],
        "accounts": [
            _account_document(account, found.at, months.get(account.state.name)) for account in found.accounts
        ],
        "next": [_post_document(post) for post in found.next_posts],
        "waiting": [_waiting_document(row) for row in found.waits],
    }


def _daemon_document(daemon: Daemon) -> dict[str, Any]:
    return _beat_document(daemon.beat) | {"life": str(daemon.life), "outdated": daemon.outdated}


def _beat_document(beat: Beat) -> dict[str, Any]:
    return {
        "worker": beat.worker,
        "host": beat.host,
        "pid": beat.pid,
        "version": beat.version,
        "stage": str(beat.stage),
        "started": iso(beat.started_at),
        "beat": iso(beat.at),
        "stuck": list(beat.stuck),
    }


def _feed_document(feed: FeedState) -> dict[str, Any]:
    return {
        "address": feed.address,
        "title": feed.title or None,
        "polled": iso(feed.polled_at),
        "next_poll": iso(feed.next_poll_at),
        "gone": iso(feed.gone_at),
        "failures": feed.failures,
        "complaint": feed.complaint or None,
    }


def _account_document(account: AccountStanding, now: datetime, month: Month | None) -> dict[str, Any]:
    state = account.state
    rests = state.rests_until if state.rests_until and state.rests_until > now else None
    return {
        "account": state.name,
        "next_due": iso(account.next_due),
        "paused": iso(state.paused_at),
        "paused_by": state.by or None,
        "reason": state.reason or None,
        "rests_until": iso(rests),
        "credentials_end": iso(account.ends_at),
        "due": account.due,
        "late": account.late,
        "month": cost_document(month) if month else None,
    }


def _post_document(post: Post) -> dict[str, Any]:
    return {"id": post.id, "account": post.account, "due": iso(post.due_at), "text": post.share.text}


def _waiting_document(row: Waiting) -> dict[str, Any]:
    return {"kind": str(row.kind), "count": row.count, "oldest": iso(row.oldest), "command": row.command}
