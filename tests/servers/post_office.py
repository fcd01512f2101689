"""A mail server on loopback that remembers what it took, and can refuse, hang, or lose its answer after it has taken it."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self


@dataclass
class PostOffice:
    """Use as a context manager. `manner`: well, refuse, hang or lose."""

    manner: str = "well"
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    came: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in self._threads:
            thread.join(5)

    @property
    def address(self) -> str:
        """As apprise writes it, with a password that must never show."""
        port = self._door.getsockname()[1]
        return f"mailto://127.0.0.1:{port}?from=bot@blog.example&to=dana@blog.example&mode=insecure"

    def _serve(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._door.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as line:
            self.came.set()
            if self.manner == "hang":
                self.stopping.wait(180)
                return
            try:
                self._dialogue(line)
            except OSError:
                return  # the client was ended in the middle of it

    def _dialogue(self, line: Any) -> None:
        self._say(line, "220 mail.blog.example")
        while said := line.readline().decode().strip():
            word = said[:4].upper()
            if word == "DATA":
                self._say(line, "354 go on")
                self._take(line)
                if self.manner == "lose":
                    return
            elif word == "RCPT":
                self.recipients.append(said.partition(":")[2].strip("<>"))
            if word == "RCPT" and self.manner == "refuse":
                self._say(line, "550 nobody of that name lives here")
            else:
                self._say(line, "250 mail.blog.example")
            if word == "QUIT":
                return

    def _take(self, line: Any) -> None:
        raw = b""
        while (piece := line.readline()) not in {b".\r\n", b""}:
            raw += piece.removeprefix(b".") if piece.startswith(b"..") else piece
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)

    @staticmethod
    def _say(line: Any, words: str) -> None:
        line.write(f"{words}\r\n".encode())
        line.flush()


def text_of(mail: EmailMessage) -> str:
    """Its plain text, as people read it."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
