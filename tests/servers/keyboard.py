"""A person at a terminal, for tests of conversations."""

from __future__ import annotations

import os
import pty
import select
import subprocess
from dataclasses import dataclass
from pathlib import Path

from servers.staffroom import Staffroom


@dataclass
class Keyboard:
    """A terminal's other side. What was seen once is not seen again."""

    end: int
    seen: str = ""
    read: int = 0

    def see(self, words: str) -> None:
        while words not in self.seen[self.read :]:
            assert select.select([self.end], [], [], 60)[0], self.seen
            self.seen += os.read(self.end, 65536).decode()
        self.read = self.seen.index(words, self.read) + len(words)

    def press(self, words: str) -> None:
        os.write(self.end, f"{words}\n".encode())

    def interrupt(self, process: subprocess.Popen[str]) -> None:
        """Ctrl-C, once the process waits for an answer: Python loses one that comes just before it begins to wait."""
        while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "S":
            select.select([], [], [], 0.01)
        os.write(self.end, b"\x03")


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
