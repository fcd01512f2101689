"""The daemon's log on stderr: lines for people on a terminal, one JSON object a line elsewhere."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any

import structlog
from structlog.typing import Processor

from sharebot.cli.printing import one_line
from sharebot.cli.secrets import redacted
from sharebot.ports import Tell

HUMAN, JSON = "human", "json"

Event = MutableMapping[str, Any]


def for_people(form: str) -> bool:
    """`form`: human, json, or auto: for people on a terminal, for programs elsewhere."""
    return form == HUMAN or (form != JSON and sys.stderr.isatty())


def teller(form: str, zone: tzinfo) -> Tell:
    """What tells the log. It never raises: a disk that is full of logs must not keep a post from going out."""
    human = for_people(form)
    logger = _logger(human=human, zone=zone)
    lost = Lost()

    def write(event: str, level: str, fields: Mapping[str, Any]) -> None:
        shown = {name: value for name, value in fields.items() if value not in (None, "", [])} if human else fields
        logger.log(logging.getLevelNamesMapping()[level.upper()], event, **shown)

    def tell(event: str, *, level: str = "info", **fields: Any) -> None:
        with lost.counted():
            write(event, level, fields)
        if number := lost.made_good():
            tell("log.lost", level="warning", events=number)

    _bridge(tell)
    return tell


class Lost:
    """How many events could not be written down since the last that could. Threads may share it."""

    def __init__(self) -> None:
        self._number = 0
        self._written = False
        self._lock = threading.Lock()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Nobody else is left to be told of a log that cannot be written."""
        try:
            yield
        except OSError:
            self._count(written=False)
        else:
            self._count(written=True)

    def _count(self, *, written: bool) -> None:
        with self._lock:
            self._written = written
            self._number += not written

    def made_good(self) -> int:
        """How many were lost before this one, which was not; each is told once."""
        with self._lock:
            if not self._written:
                return 0
            number, self._number = self._number, 0
            return number


def _logger(*, human: bool, zone: tzinfo) -> Any:
    colors = sys.stderr.isatty()
    people = structlog.dev.ConsoleRenderer(timestamp_key="at", sort_keys=False, pad_event_to=0, colors=colors)
    programs = structlog.processors.JSONRenderer(ensure_ascii=False)
    stamp = _stamp("%Y-%m-%d %H:%M:%S", zone) if human else _stamp("%Y-%m-%dT%H:%M:%S.%fZ", UTC)
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[structlog.processors.add_log_level, stamp, people if human else programs, _guarded],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def _stamp(form: str, zone: tzinfo) -> Processor:
    """Put the time, the level and the event first, and let nothing through that steers a terminal."""

    def stamp(_logger: Any, _method: str, event: Event) -> Event:
        fields = {name: _shown(value, form, zone) for name, value in event.items()}
        first = {"at": datetime.now(zone).strftime(form), "level": fields["level"], "event": fields["event"]}
        return first | fields

    return stamp


def _shown(value: Any, form: str, zone: tzinfo) -> Any:
    """Words on one line, and times as the log's own are written."""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime(form)
    return one_line(value) if isinstance(value, str) else value


def _guarded(_logger: Any, _method: str, line: Any) -> str:
    return redacted(line)


class _Bridge(logging.Handler):
    """What libraries warn of, as events of ours."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        reason = record.getMessage() + (f": {type(error).__name__}: {error}" if error else "")
        self._tell("library.warned", level=record.levelname.lower(), library=record.name, reason=reason)


def _bridge(tell: Tell) -> None:
    """Whatever else Python would write to stderr by itself: warnings, and what ends a thread."""
    root = logging.getLogger()
    root.handlers = [*(each for each in root.handlers if not isinstance(each, _Bridge)), _Bridge(tell)]
    logging.captureWarnings(capture=True)
    threading.excepthook = partial(_thread_ended, tell)


def _thread_ended(tell: Tell, ended: threading.ExceptHookArgs) -> None:
    name = ended.thread.name if ended.thread else "?"
    reason = f"thread {name} ended: {ended.exc_type.__name__}: {ended.exc_value}"
    tell("daemon.fault", level="error", reason=reason)
