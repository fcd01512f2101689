"""The outbox's page: its newest posts as each network would show them. Everything that came from a feed is escaped."""

from __future__ import annotations

import json
import os
from collections import deque
from functools import cache
from pathlib import Path
from threading import Lock

from sharebot.compose.drawing import Drawn, DrawnCard, page, share

SHOWN = 100
"""Newest posts on the page; all of them stay as JSON files beside it."""


class OutboxPage:
    """The page of one outbox. It reads what is there once; after that it only adds what this process writes."""

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox
        self._lock = Lock()
        self._names: set[str] = set()
        self._newest: deque[str] = deque(maxlen=SHOWN)
        self._read = False

    def add(self, path: Path) -> None:
        """Put a post that has just been written on top. Raises OSError."""
        with self._lock:
            if not self._read:
                self._read_all()
            if path.name not in self._names:
                self._show(path)
            self._write()

    def remove(self, path: Path) -> None:
        """Take a post off the page whose file is gone: what follows it on the page is read anew. Raises OSError."""
        with self._lock:
            self._names.discard(path.name)
            self._newest.clear()
            self._read_all()
            self._write()

    def _read_all(self) -> None:
        found = sorted(self._outbox.glob("*/*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        self._names = {path.name for path in found[:-SHOWN]}
        for path in found[-SHOWN:]:
            self._show(path)
        self._read = True

    def _show(self, path: Path) -> None:
        try:
            shown = _post(path)
        except (AttributeError, KeyError, TypeError, ValueError):  # somebody else's file: not a post, so not shown
            return
        self._names.add(path.name)
        self._newest.appendleft(shown)

    def _write(self) -> None:
        count = len(self._names)
        lead = f"<p>{count} {'post' if count == 1 else 'posts'} written; nothing here has left this machine.</p>"
        draft = self._outbox / f".index.{os.getpid()}.tmp"
        draft.write_text(page("sharebot's outbox", lead + "".join(self._newest)), encoding="utf-8")
        draft.replace(self._outbox / "index.html")


@cache
def page_of(outbox: Path) -> OutboxPage:
    """The one page that all accounts of an outbox share."""
    return OutboxPage(outbox)


def _post(path: Path) -> str:
    shown = json.loads(path.read_bytes())
    return share(
        Drawn(
            key=path.stem,
            account=shown["account"],
            platform=shown["platform"],
            time=_time(shown["due_at"] or ""),
            warning=shown.get("warning", ""),
            labels=[str(label) for label in shown.get("labels", [])],
            text=shown["text"],
            spans=[(str(kind), int(start), int(end)) for kind, start, end, _ in shown["spans"]],
            card=_card(shown["card"], shown.get("image")),
            length=int(shown["length"]),
            limit=int(shown["limit"]),
            mentions=shown["mentions"],
        )
    )


def _time(due_at: str) -> str:
    """The files hold times in UTC, and are of blogs in whatever zone."""
    return f"{due_at[:16].replace('T', ' ')} UTC" if due_at else ""


def _card(card: dict[str, str] | None, image: dict[str, str] | None) -> DrawnCard | None:
    """Posts of before there were pictures have no `image`."""
    if card is None and image is None:
        return None
    words, picture = card or {}, image or {}
    return DrawnCard(
        title=words.get("title", ""),
        description=words.get("description", ""),
        image=picture.get("url", ""),
        alt=picture.get("alt", ""),
    )
