"""Whom a platform gives a handle to: asked through our own accounts there, remembered, and asked again in time.

That a platform could not be asked says nothing about a handle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec.json

from sharebot.errors import SharebotError
from sharebot.model import Identity
from sharebot.ports import Clock, Directory, Fact, Memory, Tell

KIND = "identity"

FAILED_FOR = timedelta(minutes=10)
"""How long a platform that could not be asked about a handle is left alone about it."""


def _nothing(event: str, **fields: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """`directories`: by platform; those that are not there cannot be asked."""

    directories: Mapping[str, Directory] = field(default_factory=dict)
    memory: Memory | None = None
    clock: Clock | None = None
    tell: Tell = _nothing

    def of(self, platform: str, handle: str) -> Identity | None:
        """What is known of a handle; None where nothing is. An answer that has grown too old is asked for again."""
        known = self.remembered(platform, handle)
        directory = self.directories.get(platform)
        if directory is None or self.clock is None:
            return known
        if known and self.clock.now() < known.asked_at + directory.good_for:
            return known
        return self._asked(platform, handle, directory) or known

    def remembered(self, platform: str, handle: str) -> Identity | None:
        fact = self.memory.recall(KIND, _name(platform, handle)) if self.memory else None
        return msgspec.json.decode(fact.value, type=Identity) if fact else None

    def _asked(self, platform: str, handle: str, directory: Directory) -> Identity | None:
        if self.memory is None or self.clock is None or self._failed_lately(platform, handle):
            return None
        name, now = _name(platform, handle), self.clock.now()
        try:
            identity = directory.identify(handle)
        except Exception as error:  # noqa: BLE001  a look-up that fails says nothing about the handle, and stops nobody
            reason = str(error) if isinstance(error, SharebotError) else f"{type(error).__name__}: {error}"
            self.tell("handle.not_known", level="warning", platform=platform, handle=handle, reason=reason)
            self.memory.remember(f"{KIND} failed", name, reason, now=now)
            return None
        if identity is not None:
            self.memory.remember(KIND, name, msgspec.json.encode(identity).decode(), now=now)
        return identity

    def _failed_lately(self, platform: str, handle: str) -> bool:
        failed = self.memory.recall(f"{KIND} failed", _name(platform, handle)) if self.memory else None
        return bool(failed and self.clock and self.clock.now() < failed.learnt_at + FAILED_FOR)


def _name(platform: str, handle: str) -> str:
    return f"{platform} {handle.casefold()}"


class Fleeting:
    """A memory that lasts as long as it lives, where there is no queue that could keep anything."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str], Fact] = {}

    def recall(self, kind: str, name: str) -> Fact | None:
        return self._facts.get((kind, name))

    def remember(self, kind: str, name: str, value: str, *, now: datetime) -> None:
        self._facts[kind, name] = Fact(value=value, learnt_at=now)


class Forgetful:
    """The memory of a sharebot that has no queue yet."""

    def recall(self, _kind: str, _name: str) -> Fact | None:
        return None

    def remember(self, _kind: str, _name: str, _value: str, *, now: datetime) -> None:
        """Nothing is stored."""
