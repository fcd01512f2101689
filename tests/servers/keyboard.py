"""A person at a terminal, for tests of conversations."""

from __future__ import annotations

import codecs
import os
import pty
import select
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from servers.staffroom import Staffroom


@dataclass
class Keyboard:
    """A terminal's other side. What was seen once is not seen again."""

    end: int
    seen: str = ""
    read: int = 0
    _decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))
    """What is read may end in the midst of a letter."""

    def see(self, words: str) -> None:
        while words not in self.seen[self.read :]:
            assert select.select([self.end], [], [], 120)[0], self.seen
            self.seen += self._decoder.decode(os.read(self.end, 65536))
        self.read = self.seen.index(words, self.read) + len(words)

    def press(self, words: str) -> None:
        os.write(self.end, f"{words}\n".encode())

    def interrupt(self, process: subprocess.Popen[str]) -> None:
        """Ctrl-C."""
        until_it_waits(process.pid)
        os.write(self.end, b"\x03")


def until_it_waits(pid: int) -> None:
    """Until a process stands in one and the same call: Python loses a Ctrl-C that comes just before it begins to wait."""
    looks = [""]
    while len(looks) < 3 or len(set(looks[-3:])) > 1 or looks[-1][:1] != "S":
        select.select([], [], [], 0.01)
        looks.append(_waits(pid))
        assert looks[-1][0] != "Z", "it has ended"


def _waits(pid: int) -> str:
    """Its state, and the very call in which the system has it wait."""
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    with suppress(OSError):  # not every system lets one look
        state += Path(f"/proc/{pid}/syscall").read_text()
    return state


def seated(staff: Staffroom, *args: str) -> tuple[subprocess.Popen[str], Keyboard]:
    """A command that somebody begins at a terminal, and their keyboard."""
    ours, theirs = pty.openpty()
    process = staff.start(
        *args,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={"COLUMNS": "200"},
        preexec_fn=lambda: os.login_tty(theirs),
    )
    os.close(theirs)
    return process, Keyboard(ours)
