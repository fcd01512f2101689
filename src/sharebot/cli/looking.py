"""The looks that sharebot doctor takes, one after the other, and all that ask a network side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sharebot.bot import machine
from sharebot.bot.backlog import backlog_findings, daemon_findings
from sharebot.bot.checking import connecting
from sharebot.bot.findings import Finding, Mark, complaint
from sharebot.bot.looking import account_findings, feed_findings, known_feed_finding
from sharebot.bot.machine import Told
from sharebot.cli.accounts.checking import guarantee_in_words
from sharebot.cli.command import zone_of
from sharebot.cli.printing import count, when
from sharebot.errors import QueueError, SharebotError
from sharebot.model import FeedState

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.checking import Checkup
    from sharebot.bot.spending import Month
    from sharebot.bot.standing import Standing
    from sharebot.cli.progress import Progress
    from sharebot.http import Answer
    from sharebot.model import Polled
    from sharebot.ports import Memory, Queue
    from sharebot.queue.health import Health

MOST_AT_ONCE = 16


class Ears:
    """Hears what time servers say that it is while they are asked for something else."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.told: list[Told] = []

    def hear(self, answer: Answer) -> None:
        """Of an answer from a cache the time is that of its making (RFC 9111, 4.2.3), so Age is added."""
        age = answer.headers.get("age", "").strip()
        try:
            date = parsedate_to_datetime(answer.headers.get("date", ""))
            theirs = date.replace(tzinfo=date.tzinfo or UTC) + timedelta(seconds=int(age[:9]) if age.isdecimal() else 0)
        except (ValueError, OverflowError):
            return
        self.told.append(Told(host=urlsplit(answer.url).hostname or "", theirs=theirs, ours=self._now()))


class Looker:
    """Each look ends in findings, whatever happens in it."""

    def __init__(self, app: App, progress: Progress, *, offline: bool) -> None:
        self._app = app
        self._progress = progress
        self._offline = offline
        self._ears = Ears(app.clock.now)
        self._refusal = QueueError("the queue was not looked at")
        app.heard = self._ears.hear

    def findings(self) -> Iterator[Finding]:
        """The networks are asked first, since they take longest; what they said is told last."""
        self._progress.note("looking at the queue")
        queue = [*self._safely("queue", self._of_queue)]
        feeds, accounts = self._asked(self._queue if all(each.well for each in queue) else None)
        for what, look in (("home", self._of_home), ("clock", self._of_clock), ("zone", self._of_zone)):
            yield from self._safely(what, look)
        yield from queue
        for what, look in (
            ("daemon", self._of_daemon),
            ("backlog", self._of_backlog),
            ("http", self._of_http),
            ("notices", self._of_notices),
        ):
            yield from self._safely(what, look)
        yield from feeds
        yield from accounts

    def _safely(self, what: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
        try:
            yield from [*look()]
        except SharebotError as error:
            found = complaint(what, error)
            yield found if found.do else replace(found, do="see to what it names, then: sharebot doctor")
        except Exception as error:  # noqa: BLE001  a look that fails in a way that nobody foresaw hides no other
            said = f"{type(error).__name__}: {error}"
            yield Finding(what=what, mark=Mark.WRONG, detail=said, do="mend the other findings, or else report this")

    def _say(self, at: datetime | None) -> str:
        return when(at, zone_of(self._app), seconds=False, none="at once")

    # The machine ------------------------------------------------------------------------------------------------------

    def _of_home(self) -> Iterator[Finding]:
        home, mounts = self._app.settings.home, Path("/proc/mounts")
        mounted = mounts.read_text(encoding="utf-8", errors="replace") if mounts.exists() else ""
        yield machine.home_finding(home, mounted)
        yield machine.disk_finding(home, self._size())

    def _size(self) -> int:
        file = self._app.database_file
        return file.stat().st_size if file and file.exists() else 0

    def _of_clock(self) -> Iterator[Finding]:
        yield machine.clock_finding(self._app.clock.now(), zone_of(self._app), self._ears.told)

    def _of_zone(self) -> Iterator[Finding]:
        yield machine.zone_finding(zone_of(self._app), self._app.clock.now(), self._app.calendars)

    # The queue --------------------------------------------------------------------------------------------------------

    @cached_property
    def _queue(self) -> Queue | None:
        """None where it cannot be used; that has been told then, and is not tried again: a lock is waited for long."""
        try:
            self._app.queue.counts()
        except QueueError as error:
            self._refusal = error
            return None
        return self._app.queue

    def _of_queue(self) -> Iterator[Finding]:
        from sharebot.queue.health import LARGE_LOG, health

        queue = self._queue
        if queue is None:
            raise self._refusal
        found = health(self._app.settings.database_url, self._app.settings.home)
        posts = count(sum(queue.counts().values()), "post")
        yield Finding(what="queue", detail=f"it opens and holds {posts}; {_in_words(found)}")
        if found.log > LARGE_LOG:
            yield Finding(
                what="queue",
                mark=Mark.WARNING,
                detail=f"its log has grown to {found.log // machine.MEGABYTE} MB: something reads in it all the time",
                do="restart the daemon, and close other programs that have the database open",
            )

    @cached_property
    def _standing(self) -> Standing | None:
        from sharebot.bot.standing import standing
        from sharebot.cli.freshness import settings_at
        from sharebot.daemon.lock import holder

        app = self._app
        if self._queue is None:
            return None
        names, feeds = [*app.calendars], app.settings.feeds
        return standing(
            self._queue,
            names,
            feeds,
            app.clock.now(),
            holder=holder(app.database_file),
            settings_at=settings_at(),
        )

    def _of_daemon(self) -> Iterator[Finding]:
        if self._standing:
            yield from daemon_findings(self._standing, version("sharebot"), self._say)

    def _of_backlog(self) -> Iterator[Finding]:
        if self._standing:
            yield from backlog_findings(self._standing, self._say)

    def _of_http(self) -> Iterator[Finding]:
        if address := self._app.settings.http:
            yield Finding(what="http", detail=f"the daemon can be watched at {address}")

    def _of_notices(self) -> Iterator[Finding]:
        """Whether the addresses can be used; nothing is sent to them."""
        for notifier in self._app.notifiers if self._app.settings.notify else ():
            what = f"notifier {notifier.name}"
            if fault := notifier.fault(lambda: False):
                yield Finding(what=what, mark=Mark.WRONG, detail=fault, do="see SHAREBOT_NOTIFY")
            else:
                yield Finding(what=what, detail="its address can be used; sharebot notify --test tries it")

    # Feeds and accounts -----------------------------------------------------------------------------------------------

    def _asked(self, memory: Memory | None) -> tuple[list[Finding], list[Finding]]:
        """Side by side; each question has its own end in time. `memory`: None where nothing can be kept."""
        app, names = self._app, [*self._app.calendars]
        checker, source = app.checker_with(memory), app.source
        feeds = [address for address in app.settings.feeds if not (self._offline and "://" in address)]
        self._progress.note(f"asking {', '.join([*feeds, *names])}")
        with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
            asked = pool.submit(checker.check, names, ask=not self._offline)
            polls = {
                address: pool.submit(source.poll, FeedState(address=address), app.clock.now()) for address in feeds
            }
        return [*self._of_feeds(polls)], [*self._safely("accounts", lambda: self._of_accounts(asked.result()))]

    def _of_feeds(self, polls: dict[str, Future[Polled]]) -> Iterator[Finding]:
        if not self._app.settings.feeds:
            yield Finding(
                what="feeds",
                mark=Mark.WRONG,
                detail="SHAREBOT_FEEDS is not set",
                do="name the blog's feed, such as https://blog.example/feed/: sharebot init finds it",
            )
        for address in self._app.settings.feeds:
            yield from self._safely(address, partial(self._of_feed, address, polls.get(address)))

    def _of_feed(self, address: str, poll: Future[Polled] | None) -> Iterator[Finding]:
        known = self._queue.feed(address) if self._queue else FeedState(address=address)
        if poll is None:
            yield known_feed_finding(known, self._say)
        else:
            yield from feed_findings(poll.result(), known, self._say)

    def _of_accounts(self, checkups: Iterable[Checkup]) -> Iterator[Finding]:
        for checkup in checkups:
            yield from self._safely(checkup.account, partial(self._of_account, checkup))

    def _of_account(self, checkup: Checkup) -> Iterator[Finding]:
        return account_findings(
            checkup,
            self._queue.account(checkup.account) if self._queue else None,
            self._month(checkup.account),
            now=self._app.clock.now(),
            say=self._say,
            guarantee=guarantee_in_words(checkup.guarantee) if checkup.guarantee else "",
            mend=self._mend(checkup.account),
        )

    def _mend(self, account: str) -> str:
        from sharebot import platforms

        return connecting(account) if account.partition("-")[0] in platforms.guided() else ""

    def _month(self, account: str) -> Month | None:
        return self._app.spending.this_month(account) if self._queue else None


def _in_words(found: Health) -> str:
    whole = "sound" if found.whole else "sound as far as it was looked through"
    log = f", log {machine.size_in_words(found.log)}" if found.size else ""
    size = f", {machine.size_in_words(found.size)}{log}" if found.size else ""
    return f"{found.engine}, schema {found.schema}{size}, {whole}, answers in {max(1, round(found.seconds * 1000))} ms"
