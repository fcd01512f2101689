"""A sign of life on stderr while something takes long: only on a terminal, and only after a second."""

from __future__ import annotations

import sys
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any, Self

from sharebot.cli.printing import one_line

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""Seconds without a sign of life that nobody minds."""


class Progress:
    """Says what is being done, once it has taken a second."""

    def __init__(self) -> None:
        self._doing = ""
        self._status: Status | None = None
        self._ended = False
        self._lock = Lock()
        self._timer = Timer(PATIENCE, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._status:
                self._status.stop()

    def note(self, doing: str) -> None:
        """What is being done now."""
        with self._lock:
            self._doing = one_line(doing)
            if self._status and not self._ended:
                self._status.update(_text(self._doing))
                self._status.start()

    def rest(self) -> None:
        """Leave the screen to what is printed now, until there is something to note again."""
        with self._lock:
            if self._status:
                self._status.stop()

    def tell(self, event: str, **fields: Any) -> None:
        """The bot's events, as far as they say how far it has come."""
        if event in {"try.reading", "scan.reading"}:
            self.note(f"entry {fields['number']} of {fields['of']}: {fields['title']}")
        if event == "scan.page":
            self.note(f"{fields['feed']}: page {fields['number']}, {fields['entries']} entries")

    def _appear(self) -> None:
        from rich.console import Console

        status = Console(stderr=True).status(_text(self._doing))
        with self._lock:
            if not self._ended:
                self._status = status
                status.update(_text(self._doing))
                status.start()


def _text(doing: str) -> Any:
    from rich.text import Text

    return Text(f"{doing} …")
