"""The daemon's log on stderr: lines for people on a terminal, one JSON object a line elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from datetime import datetime, tzinfo
from typing import Any

import structlog
from structlog.typing import Processor

from sharebot.cli.printing import one_line
from sharebot.cli.secrets import redacted
from sharebot.ports import Tell

HUMAN, JSON = "text", "json"

Event = MutableMapping[str, Any]


def teller(form: str, zone: tzinfo) -> Tell:
    """What tells the log. `form`: text, json, or anything else for text on a terminal and json elsewhere."""
    human = form == HUMAN or (form != JSON and sys.stderr.isatty())
    logger = _logger(human=human, zone=zone)

    def tell(event: str, *, level: str = "info", **fields: Any) -> None:
        shown = {name: value for name, value in fields.items() if value not in {None, ""}} if human else fields
        logger.log(logging.getLevelNamesMapping()[level.upper()], event, **shown)

    _bridge(tell)
    return tell


def _logger(*, human: bool, zone: tzinfo) -> Any:
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[structlog.processors.add_log_level, _clean, *(_for_people(zone) if human else _for_programs())],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def _for_people(zone: tzinfo) -> list[Processor]:
    def stamp(_logger: Any, _method: str, event: Event) -> Event:
        return {"at": f"{datetime.now(zone):%Y-%m-%d %H:%M:%S}", **event}

    colors = sys.stderr.isatty()
    return [stamp, structlog.dev.ConsoleRenderer(timestamp_key="at", sort_keys=False, pad_event_to=0, colors=colors)]


def _for_programs() -> list[Processor]:
    return [
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _clean(_logger: Any, _method: str, event: Event) -> Event:
    """No secret and nothing that steers a terminal, whoever wrote it."""
    return {name: redacted(one_line(value)) if isinstance(value, str) else value for name, value in event.items()}


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
    logging.getLogger().addHandler(_Bridge(tell))
