"""The clock: it wakes for the next due post and the next poll, calls the bot's verbs, and stops cleanly.

APScheduler is only an alarm clock here: due times live in the queue, and one alarm is set to the next of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from sharebot.app import App
from sharebot.bot.chores import Chore, Work
from sharebot.bot.deliver import Deliverer
from sharebot.bot.heartbeat import Stage
from sharebot.bot.poll import BrokenOff
from sharebot.child import Parser
from sharebot.daemon import bounds
from sharebot.daemon.lock import alone
from sharebot.daemon.notify import this_manager
from sharebot.daemon.pulse import Pulse
from sharebot.daemon.signs import Signs, in_words
from sharebot.daemon.stop import Stop
from sharebot.errors import QueueError
from sharebot.http import spoken
from sharebot.model import FeedState

GLANCE = timedelta(seconds=10)
"""How long the daemon may sleep without a look at the queue: how soon it sees what staff changed from outside."""

LONGEST_REST = timedelta(days=7)
"""A feed that fails, or asks for patience, is asked again after this at the latest."""

FEED = "feed "
"""How the name of a feed's reading begins."""

POLLS_AT_ONCE = 2
"""Feeds read side by side; they wait for the network, and are parsed in one process of their own."""

CHORES_AT_ONCE = 2
"""So that one which waits for a server does not keep all others waiting."""


class Daemon:
    """The running service. Made with an App whose parsing goes through `parser`."""

    def __init__(self, app: App, parser: Parser, stop: Stop | None = None) -> None:
        """`stop`: the wish to stop, where it may have come already."""
        self._app = app
        self._parser = parser
        self.pulse = Pulse(app.clock.now)
        self._signs = Signs(self.pulse, this_manager(), app.clock.now, partial(_told, app))
        app.step = self.pulse.stepped
        parser.watched = partial(self.pulse.during, "parser", bounds.PARSER)
        self._stop = stop or Stop()
        app.stopping = self._stop.asked
        self._running: set[str] = set()
        self._glance_job: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._armed_at: datetime | None = None
        self._executors = {
            "default": ThreadPoolExecutor(1),
            "lanes": ThreadPoolExecutor(max(1, len(app.settings.accounts))),
            "feeds": ThreadPoolExecutor(POLLS_AT_ONCE),
            "chores": ThreadPoolExecutor(CHORES_AT_ONCE),
        }
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors=self._executors,
            # Without the first APScheduler silently drops whatever is a second late. Without the last it drops an alarm
            # that rings while the one that set it is still returning; who may run is decided here, not there.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 3},
        )

    def run(self) -> None:
        """Serve until `stop` or a signal. Raises AlreadyRunning, and what keeps it from starting."""
        with alone(self._app.database_file) as sole, self._watched():
            self._app.heartbeat.begin(alone=sole, stuck=self.pulse.stuck)
            deliverer = self._app.deliverer(alone=sole, stopping=self._stop.asked)
            deliverer.recover()
            self._glance_job = partial(self._glance, deliverer)
            self._scheduler.start()
            try:
                self._serve()
            finally:
                self._stop.ask()
                self._finish()

    def _watched(self) -> AbstractContextManager[object]:
        """What answers those who watch from outside, where SHAREBOT_HTTP wants it; imported only then."""
        if self._app.settings.http is None:
            return nullcontext()
        from sharebot.daemon.watching import Watch

        return Watch(self._app, self.pulse, self._app.settings.http)

    def _serve(self) -> None:
        for chore in self._app.chores:
            self._arm_chore(chore, self._app.clock.now(), chore.first or chore.work)
        self._arm_feeds()
        self._arm(self._app.clock.now())
        if self._stop.asked():  # while the queue was opened, or brought up to date
            return
        self._app.tell("daemon.ready", accounts=list(self._app.lanes), feeds=list(self._app.settings.feeds))
        self._signs.ready()
        while not self._stop.wait(self._signs.every(GLANCE)):
            self._mind_the_clock()
            self._signs.look()

    def _mind_the_clock(self) -> None:
        """A wall clock that was set back would leave every alarm as far ahead as it went back: set them anew."""
        now = self._app.clock.now()
        with self._lock:
            if self._armed_at is None or self._armed_at <= now + 2 * GLANCE:
                return
            self._armed_at = None
        self._arm(now)
        self._arm_chores()
        self._arm_feeds()

    def stop(self) -> None:
        self._stop.ask()

    def stop_on_signals(self) -> None:
        """SIGTERM, SIGINT and SIGHUP finish the post under way and stop; must be called in the main thread."""
        self._stop.on_signals()

    def _finish(self) -> None:
        with self._lock:
            sending = sorted(self._running)
        finishing = [*sending, *(name for name in self.pulse.under_way() if name.startswith(FEED))]
        self._app.tell("daemon.stopping", finishing=finishing)
        with self._signs.finishing(finishing, self._signs.every(GLANCE)):
            self._app.heartbeat.at(Stage.STOPPING)
            self._rest()
            self._app.heartbeat.at(Stage.STOPPED)
        self._app.queue.close()
        self._stop.close()
        self._app.tell("daemon.stopped")

    def _rest(self) -> None:
        """Begin nothing more, and wait for what runs.

        APScheduler's own shutdown, if left to wait, holds a lock that whatever sets an alarm while it ends waits for,
        and the scheduler's thread trips over the alarms that it was about to ring.
        """
        self._scheduler.pause()
        self._scheduler.get_jobs()  # comes back when no alarm is being rung
        self.pulse.rang("glance")  # or never will
        for executor in self._executors.values():
            executor.shutdown(wait=True)
        self._scheduler.shutdown(wait=False)
        self._parser.rest(after=timedelta(0))

    # Delivering -------------------------------------------------------------------------------------------------------

    def _arm(self, at: datetime) -> None:
        """Set the alarm, unless it is set to an earlier time already."""
        with self._lock:
            if self._stop.asked() or (self._armed_at is not None and self._armed_at <= at):
                return
            self._armed_at = at
            self.pulse.expect("glance", at)
            self._scheduler.add_job(self._glance_job, "date", run_date=at, id="glance", replace_existing=True)

    def _glance(self, deliverer: Deliverer) -> None:
        """Start the lanes that have something to do, and sleep until the next one has."""
        with self._lock:
            self._armed_at = None
            self.pulse.rang("glance")
        now = self._app.clock.now()
        wake_at = now + GLANCE
        try:
            with self.pulse.during("glance", bounds.GLANCE):
                self._parser.rest()
                dues = self._start_lanes(deliverer, now)
                self._tell_standing(dues)
            wake_at = min([wake_at, *(due_at for due_at in dues if due_at > now)])
        except QueueError as error:
            self._app.tell("queue.unavailable", level="error", reason=str(error))
        except Exception as error:  # noqa: BLE001  a fault in one look must not be the last look
            self._app.tell("daemon.fault", level="error", reason=f"{type(error).__name__}: {error}")
        finally:
            self._arm(wake_at)

    def _start_lanes(self, deliverer: Deliverer, now: datetime) -> list[datetime]:
        """Those that have something to do now; when each account has something to do."""
        dues = {account: self._app.queue.next_due(account) for account in self._app.lanes}
        for account, due_at in dues.items():
            if due_at is not None and due_at <= now:
                self._start_lane(deliverer, account)
        return [due_at for due_at in dues.values() if due_at is not None]

    def _tell_standing(self, dues: list[datetime]) -> None:
        if self._signs.wanted:
            zone = ZoneInfo(self._app.settings.timezone)
            self._signs.status(in_words(self._app.queue.counts(), min(dues, default=None), zone))

    def _start_lane(self, deliverer: Deliverer, account: str) -> None:
        with self._lock:
            if account in self._running:
                return
            self._running.add(account)
        self._scheduler.add_job(
            self._lane, args=[deliverer, account], id=f"lane {account}", executor="lanes", replace_existing=True
        )

    def _lane(self, deliverer: Deliverer, account: str) -> None:
        failed = False
        try:
            with self.pulse.during(f"lane {account}", bounds.lane()):
                deliverer.recover_expired(account)
                deliverer.deliver(account)
        except Exception as error:  # noqa: BLE001  one lane's trouble must not end the daemon; the queue keeps the post
            failed = True
            self._app.tell("lane.failed", level="error", account=account, reason=f"{type(error).__name__}: {error}")
        finally:
            with self._lock:
                self._running.discard(account)
        self._arm(self._app.clock.now() + (GLANCE if failed else timedelta(0)))

    # Chores -----------------------------------------------------------------------------------------------------------

    def _arm_chores(self) -> None:
        for chore in self._app.chores:
            self._arm_chore(chore, self._app.clock.now(), chore.work)

    def _arm_chore(self, chore: Chore, at: datetime, work: Work) -> None:
        """Beside the polls and never in a lane: a server that does not answer must not keep a post waiting."""
        if not self._stop.asked():
            self._scheduler.add_job(
                self._do,
                "date",
                run_date=at,
                args=[chore, work],
                id=f"chore {chore.name}",
                executor="chores",
                replace_existing=True,
            )

    def _do(self, chore: Chore, work: Work) -> None:
        try:
            with self.pulse.during(f"chore {chore.name}", bounds.CHORE):
                queued = work(self._stop.asked)
            if queued:
                self._arm(self._app.clock.now())
        except Exception as error:  # noqa: BLE001  what was true before stays, and next time it is tried again
            self._app.tell(chore.fault, level="error", reason=f"{type(error).__name__}: {error}")
        self._arm_chore(chore, self._app.clock.now() + chore.every, chore.work)

    # Polling ----------------------------------------------------------------------------------------------------------

    def _arm_feeds(self) -> None:
        for address in self._app.settings.feeds:
            self._arm_feed(address, self._next_poll(self._app.queue.feed(address)))

    def _next_poll(self, feed: FeedState) -> datetime | None:
        """When to read a feed next, after a start: at its time, unless the settings or the clock have changed since."""
        longest = self._app.settings.poll_every if not feed.failures else LONGEST_REST
        return min(feed.next_poll_at, self._app.clock.now() + longest) if feed.next_poll_at else None

    def _arm_feed(self, address: str, at: datetime | None) -> None:
        if not self._stop.asked():
            self._scheduler.add_job(
                self._poll,
                "date",
                run_date=at or self._app.clock.now(),
                args=[address],
                id=f"feed {address}",
                executor="feeds",
                replace_existing=True,
            )

    def _poll(self, address: str) -> None:
        """One poll; whatever happens to this feed, it is polled again and the others never notice."""
        again_at = self._app.clock.now() + self._app.settings.poll_every
        try:
            with self.pulse.during(f"{FEED}{spoken(address)}", bounds.POLL), self._parser.ready():
                report = self._app.poller.poll(address)
            feed = self._app.queue.feed(address)
            if feed.gone_at is not None:
                return
            again_at = feed.next_poll_at or again_at
            if report.posts or report.intakes:
                self._arm(self._app.clock.now())
        except BrokenOff:
            return
        except Exception as error:  # noqa: BLE001  the cursor has not moved: nothing of the feed is lost
            self._app.tell("feed.failed", level="error", feed=address, reason=f"{type(error).__name__}: {error}")
        self._arm_feed(address, again_at)


def _told(app: App, event: str, **fields: Any) -> None:
    """To whoever listens by then: what watches from outside comes later than the daemon is made."""
    app.tell(event, **fields)
