"""Notifiers that remember what they took, and can refuse, lose their answer, or be cut off with the process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from servers.network import PowerCut
from sharebot.ports import Notice


@dataclass
class Listener:
    """`faults`: what happens to the next notices, in order: refuse, lose or power cut; then all goes well."""

    name: str = "1 paper"
    faults: list[str] = field(default_factory=list)
    heard: list[Notice] = field(default_factory=list)
    wrong: str = ""

    def send(self, notice: Notice, stopping: Callable[[], bool]) -> str:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refuse":
            return "550 nobody of that name lives here"
        self.heard.append(notice)
        if fault == "power cut":
            raise PowerCut
        return "no answer in 30 seconds; it may have arrived" if fault == "lose" else ""

    def fault(self, stopping: Callable[[], bool]) -> str:
        return self.wrong

    @property
    def subjects(self) -> list[str]:
        return [notice.subject for notice in self.heard]
