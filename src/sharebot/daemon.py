"""The clock: it wakes for the next due post and the next poll, calls the bot's verbs, and stops cleanly.

APScheduler is only an alarm clock here: due times live in the queue, and one alarm is set to the next of them.
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor as ThreadPool
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from select import select
from typing import TextIO

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from sharebot.app import App
from sharebot.bot.deliver import Deliverer
from sharebot.child import Parser
from sharebot.errors import QueueError, SharebotError, StoreUnavailable
from sharebot.model import FeedState, Post

GLANCE = timedelta(seconds=10)
"""How long the daemon may sleep without a look at the queue: how soon it sees what staff changed from outside."""

LONGEST_REST = timedelta(days=7)
"""A feed that fails, or asks for patience, is asked again after this at the latest."""

LEARNS_EVERY = timedelta(hours=1)
"""How often to look whether an account is due to ask again what its server allows."""

PLANS_EVERY = timedelta(hours=1)
"""How often to look whether articles are to be shared again within the next day."""

POLLS_AT_ONCE = 2
"""Feeds read side by side; they wait for the network, and are parsed in one process of their own."""


class AlreadyRunning(SharebotError):
    """Another process delivers from this queue."""


@contextmanager
def alone(database: Path | None) -> Iterator[bool]:
    """Hold the lock beside a SQLite file: one process delivers from it. Yields whether we are alone.

    None is PostgreSQL, where several machines may deliver and only leases tell the living from the dead.
    Raises AlreadyRunning, and StoreUnavailable where there can be no lock.
    """
    if database is None:
        yield False
        return
    # Resolved, so that two ways to write the address of one file find the same lock.
    path = database.resolve().with_name(f"{database.resolve().name}.lock")
    with _lock_file(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunning(
                f"{database}: process {file.read().strip() or '?'} already delivers from this queue; "
                "stop it first, or leave the work to it"
            ) from error
        except OSError as error:
            raise StoreUnavailable(
                f"{path} cannot be locked ({error.strerror}); move the queue to a local disk"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield True


def _lock_file(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="ascii")
    except OSError as error:
        raise StoreUnavailable(
            f"SHAREBOT_HOME: {path.parent} cannot be written to ({error.strerror}); name a folder that may be written"
        ) from error


def deliver_once(app: App, stopping: Callable[[], bool]) -> dict[str, list[Post] | Exception]:
    """One round for every account, side by side; what changed for each, or what kept its lane from working.

    Once `stopping`, only the sends under way are finished. Raises AlreadyRunning.
    """
    with alone(app.database_file) as sole:
        deliverer = app.deliverer(alone=sole, stopping=stopping)
        recovered = deliverer.recover()
        with ThreadPool(max(1, len(app.lanes))) as pool:
            begun = {account: pool.submit(deliverer.deliver, account) for account in app.lanes}
            return {account: _outcome(future, account, recovered) for account, future in begun.items()}


def _outcome(future: Future[list[Post]], account: str, recovered: list[Post]) -> list[Post] | Exception:
    """What one lane did, recovered posts that it did not take further included."""
    error = future.exception()
    if isinstance(error, Exception):
        return error
    done = future.result()
    moved = {post.id for post in done}
    return [post for post in recovered if post.account == account and post.id not in moved] + done


class Stop:
    """The wish to stop, which may come from a signal.

    A threading.Event will not do: a handler that sets one waits for ever for the lock that the thread which it
    interrupted may hold, and a signal that comes in the moment before a wait does not end it.
    """

    def __init__(self) -> None:
        self._asked = self._closed = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def ask(self) -> None:
        self._asked = True
        if not self._closed:
            os.write(self._write, b".")

    def asked(self) -> bool:
        return self._asked

    def on_signals(self) -> None:
        """Let SIGTERM and SIGINT ask. Python writes the byte that ends the wait in the same instant."""
        signal.set_wakeup_fd(self._write)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._asked = True

    def wait(self, within: timedelta) -> bool:
        """Whether it was asked within that time."""
        if not self._asked and select([self._read], [], [], within.total_seconds())[0]:
            os.read(self._read, 1)
        return self._asked

    def close(self) -> None:
        """Signals still ask after this, but nobody waits for them."""
        self._closed = True
        if threading.current_thread() is threading.main_thread():
            signal.set_wakeup_fd(-1)
        os.close(self._read)
        os.close(self._write)


class Daemon:
    """The running service. Made with an App whose parsing goes through `parser`."""

    def __init__(self, app: App, parser: Parser) -> None:
        self._app = app
        self._parser = parser
        self._stop = Stop()
        self._running: set[str] = set()
        self._glance_job: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._armed_at: datetime | None = None
        self._executors = {
            "default": ThreadPoolExecutor(1),
            "lanes": ThreadPoolExecutor(max(1, len(app.settings.accounts))),
            "feeds": ThreadPoolExecutor(POLLS_AT_ONCE),
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
        with alone(self._app.database_file) as sole:
            deliverer = self._app.deliverer(alone=sole, stopping=self._stop.asked)
            deliverer.recover()
            self._glance_job = partial(self._glance, deliverer)
            self._scheduler.start()
            try:
                self._serve()
            finally:
                self._stop.ask()
                self._finish()

    def _serve(self) -> None:
        self._arm_learning(self._app.clock.now(), self._app.learning.at_start)
        self._arm_feeds()
        self._arm_planning(self._app.clock.now())
        self._arm(self._app.clock.now())
        self._app.tell("daemon.ready", accounts=list(self._app.lanes), feeds=list(self._app.settings.feeds))
        while not self._stop.wait(GLANCE):
            self._mind_the_clock()

    def _mind_the_clock(self) -> None:
        """A wall clock that was set back would leave every alarm as far ahead as it went back: set them anew."""
        now = self._app.clock.now()
        with self._lock:
            if self._armed_at is None or self._armed_at <= now + 2 * GLANCE:
                return
            self._armed_at = None
        self._arm(now)
        self._arm_learning(now, self._app.learning.when_due)
        self._arm_planning(now)
        self._arm_feeds()

    def stop(self) -> None:
        self._stop.ask()

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT finish the post under way and stop; must be called in the main thread."""
        self._stop.on_signals()

    def _finish(self) -> None:
        with self._lock:
            sending = sorted(self._running)
        self._app.tell("daemon.stopping", finishing=sending)
        self._rest()
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
            self._scheduler.add_job(self._glance_job, "date", run_date=at, id="glance", replace_existing=True)

    def _glance(self, deliverer: Deliverer) -> None:
        """Start the lanes that have something to do, and sleep until the next one has."""
        with self._lock:
            self._armed_at = None
        now = self._app.clock.now()
        wake_at = now + GLANCE
        try:
            self._parser.rest()
            for account in self._app.lanes:
                due_at = self._app.queue.next_due(account)
                if due_at is not None and due_at <= now:
                    self._start_lane(deliverer, account)
                elif due_at is not None:
                    wake_at = min(wake_at, due_at)
        except QueueError as error:
            self._app.tell("queue.unavailable", level="error", reason=str(error))
        except Exception as error:  # noqa: BLE001  a fault in one look must not be the last look
            self._app.tell("daemon.fault", level="error", reason=f"{type(error).__name__}: {error}")
        finally:
            self._arm(wake_at)

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
            deliverer.recover_expired(account)
            deliverer.deliver(account)
        except Exception as error:  # noqa: BLE001  one lane's trouble must not end the daemon; the queue keeps the post
            failed = True
            self._app.tell("lane.failed", level="error", account=account, reason=f"{type(error).__name__}: {error}")
        finally:
            with self._lock:
                self._running.discard(account)
        self._arm(self._app.clock.now() + (GLANCE if failed else timedelta(0)))

    # Learning ---------------------------------------------------------------------------------------------------------

    def _arm_learning(self, at: datetime, learn: Callable[[Callable[[], bool]], None]) -> None:
        """Beside the polls and never in a lane: a server that does not answer must not keep a post waiting."""
        if not self._stop.asked():
            self._scheduler.add_job(
                self._learn, "date", run_date=at, args=[learn], id="learn", executor="feeds", replace_existing=True
            )

    def _learn(self, learn: Callable[[Callable[[], bool]], None]) -> None:
        try:
            learn(self._stop.asked)
        except Exception as error:  # noqa: BLE001  what was known before stays, and an hour later it is asked again
            self._app.tell("account.not_learnt", level="error", reason=f"{type(error).__name__}: {error}")
        self._arm_learning(self._app.clock.now() + LEARNS_EVERY, self._app.learning.when_due)

    # Sharing again ----------------------------------------------------------------------------------------------------

    def _arm_planning(self, at: datetime) -> None:
        if not self._stop.asked():
            self._scheduler.add_job(
                self._plan, "date", run_date=at, id="reshare", executor="feeds", replace_existing=True
            )

    def _plan(self) -> None:
        try:
            if self._app.resharing.plan():
                self._arm(self._app.clock.now())
        except Exception as error:  # noqa: BLE001  an hour later it is looked again
            self._app.tell("reshare.failed", level="error", reason=f"{type(error).__name__}: {error}")
        self._arm_planning(self._app.clock.now() + PLANS_EVERY)

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
            with self._parser.ready():
                report = self._app.poller.poll(address)
            feed = self._app.queue.feed(address)
            if feed.gone_at is not None:
                return
            again_at = feed.next_poll_at or again_at
            if report.posts or report.intakes:
                self._arm(self._app.clock.now())
        except Exception as error:  # noqa: BLE001  the cursor has not moved: nothing of the feed is lost
            self._app.tell("feed.failed", level="error", feed=address, reason=f"{type(error).__name__}: {error}")
        self._arm_feed(address, again_at)
