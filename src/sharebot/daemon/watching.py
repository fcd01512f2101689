"""SHAREBOT_HTTP: whether the daemon is alive, whether it serves, and its metrics, for what watches it from outside."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version
from pathlib import PurePath
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from sharebot.app import App
from sharebot.daemon.glimpse import Glimpses, glimpse
from sharebot.daemon.listener import Answer, Listener, said
from sharebot.daemon.metrics import CONTENT_TYPE, Metrics
from sharebot.daemon.pulse import Pulse
from sharebot.settings import Address

STARTING, SERVING, STOPPING = "starting", "", "stopping"
"""Why it is not ready as far as its stage goes."""

_STAGES = {"daemon.ready": SERVING, "daemon.stopping": STOPPING}

_ADDRESS = re.compile(r"[a-z+]+://\S+", re.IGNORECASE)


class Watch:
    """A daemon that can be watched while this context lasts. It hears all that the app tells, and passes it on."""

    def __init__(self, app: App, pulse: Pulse, address: Address) -> None:
        self._app = app
        self._pulse = pulse
        self._stage = STARTING
        self._tell = app.tell
        self._glimpses = Glimpses(look=partial(glimpse, app), ask=app.queue.accounts)
        self._metrics = Metrics(
            version=version("sharebot"),
            started_at=app.clock.now(),
            accounts=[account.name for account in app.settings.accounts],
            feeds=labels(app.settings.feeds),
        )
        self._metrics.watch(self._glimpses, stuck=lambda: len(self._stuck()), ready=lambda: self._stage == SERVING)
        self._listener = Listener(address, self.answer, self._fault)

    def __enter__(self) -> Self:
        """Raises SettingsError where the address cannot be listened to."""
        self.address = self._listener.__enter__()
        self._app.tell = self._hear
        if doubt := doubt_about(self.address):
            self._tell("http.listening", level="warning", address=str(self.address), reason=doubt)
        else:
            self._tell("http.listening", address=str(self.address))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.__exit__(kind, error, trace)
        self._glimpses.close()
        self._app.tell = self._tell

    def _hear(self, event: str, *, level: str = "info", **fields: Any) -> None:
        self._stage = _STAGES.get(event, self._stage)
        self._metrics.count(event, level, fields)
        self._tell(event, level=level, **fields)

    def _fault(self, error: Exception) -> None:
        self._hear("http.failed", level="warning", reason=f"{type(error).__name__}: {error}")

    # Answers ----------------------------------------------------------------------------------------------------------

    def answer(self, path: str) -> Answer:
        match path:
            case "/healthz":
                return _standing(self._stuck())
            case "/readyz":
                return _standing(self._unready())
            case "/metrics":
                return Answer(kind=CONTENT_TYPE, body=self._metrics.text())
            case _:
                return said(404)

    def _stuck(self) -> list[str]:
        return [f"{anonymous(name)} is stuck" for name in self._pulse.stuck(self._app.clock.now())]

    def _unready(self) -> list[str]:
        """A stage is known without the queue, which is not asked while it may not be open yet, or not any more."""
        if self._stage != SERVING:
            return [self._stage]
        return [] if self._glimpses.answers() else ["the queue does not answer; the log says why"]


def _standing(because: Sequence[str]) -> Answer:
    body = json.dumps({"ok": not because, "because": list(because)}, ensure_ascii=False) + "\n"
    return Answer(status=503 if because else 200, kind="application/json", body=body.encode())


def doubt_about(address: Address) -> str:
    """What the log warns of; in a container, or behind a firewall, it may well be meant."""
    if address.is_private:
        return ""
    return "SHAREBOT_HTTP: other machines can reach it if no firewall keeps them away, and it asks for no password"


# Names that may be seen -----------------------------------------------------------------------------------------------


def anonymous(text: str) -> str:
    """The text with the hosts of addresses alone: users, passwords and tokens may stand in all that is around them."""
    return _ADDRESS.sub(lambda found: _host(found[0]), text)


def labels(feeds: Sequence[str]) -> dict[str, str]:
    """A short name for every feed: its host or its file's name, with a number where several share it."""
    seen: Counter[str] = Counter()
    found = {}
    for feed in feeds:
        name = _host(feed) if "://" in feed else PurePath(feed).name
        seen[name] += 1
        found[feed] = name if seen[name] == 1 else f"{name} {seen[name]}"
    return found


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return parts.hostname or PurePath(parts.path).name or "feed"
    except ValueError:
        return "feed"
