"""What a platform is connected with in tests: loopback only, a memory that forgets with the test, a clock in hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from servers.paper import PaperClock
from sharebot.http import Http
from sharebot.platforms import Means
from sharebot.ports import Clock, Fact


@dataclass
class ShortMemory:
    """A memory as the queue's, for as long as a test lasts."""

    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)

    def recall(self, kind: str, name: str) -> Fact | None:
        return self.facts.get((kind, name))

    def remember(self, kind: str, name: str, value: str, *, now: datetime) -> None:
        self.facts[kind, name] = Fact(value=value, learnt_at=now)


def means(
    home: Path, *, http: Http | None = None, memory: ShortMemory | None = None, clock: Clock | None = None
) -> Means:
    used, kept = http or Http(private_hosts=frozenset({"127.0.0.1"})), memory or ShortMemory()
    return Means(home=home, http=lambda: used, memory=lambda: kept, clock=clock or PaperClock())
