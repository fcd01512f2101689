"""A network whose members can be asked for: who has which handle, until somebody else does; it may not answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from servers.network import Network
from servers.paper import PaperClock
from sharebot import platforms
from sharebot.errors import Unavailable
from sharebot.model import Identity


@dataclass
class PaperDirectory(Network):
    """Posts can be sent there too, by the rules of X."""

    clock: PaperClock = field(default_factory=PaperClock)
    members: dict[str, Identity] = field(default_factory=dict)
    good_for: timedelta = timedelta(minutes=10)
    asked: list[str] = field(default_factory=list)
    silent: bool = False
    rules = platforms.rules("x")

    def identify(self, handle: str) -> Identity | None:
        self.asked.append(handle)
        if self.silent:
            raise Unavailable("the directory does not answer")
        nobody = Identity(platform="x", handle=handle, exists=False, asked_at=self.clock.now())
        return replace(self.members.get(handle.casefold(), nobody), asked_at=self.clock.now())

    def give(self, handle: str, number: str, name: str = "") -> None:
        """From now on the handle is that member's."""
        self.members[handle.casefold()] = Identity(
            platform="x", handle=handle, id=number, name=name, asked_at=self.clock.now()
        )

    def take(self, handle: str) -> None:
        """From now on nobody has it."""
        del self.members[handle.casefold()]
