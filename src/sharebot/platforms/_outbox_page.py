"""The outbox's page: its newest posts as each network would show them. Everything that came from a feed is escaped."""

from __future__ import annotations

import json
import os
from collections import deque
from functools import cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

SHOWN = 100
"""Newest posts on the page; all of them stay as JSON files beside it."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>sharebot's outbox</title><style>
:root {{ color-scheme: light dark; --line: #8885; --soft: #8881; --link: #1a66c2; }}
@media (prefers-color-scheme: dark) {{ :root {{ --link: #7db7ff; }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
article {{ border: 1px solid var(--line); border-radius: .8rem; padding: 1rem; margin: 1rem 0; }}
header {{ display: flex; justify-content: space-between; font-size: .85rem; opacity: .75; }}
p {{ white-space: pre-wrap; overflow-wrap: anywhere; margin: .6rem 0; }}
.mention, .hashtag, .link {{ color: var(--link); }} .mention {{ font-weight: 600; }}
.card {{ border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; background: var(--soft); }}
.card small {{ display: block; opacity: .75; }}
meter {{ width: 8rem; vertical-align: middle; }}
footer {{ font-size: .85rem; opacity: .75; }}
</style></head><body><h1>Outbox</h1>
<p>{count} {noun} written; nothing here has left this machine.</p>
{posts}
</body></html>
"""

_POST = """<article id="{key}"><header><strong>{account}</strong><time>{due}</time></header>
{warning}<p dir="auto">{text}</p>{card}
<footer><meter value="{length}" max="{limit}"></meter> {length} of {limit} as {platform} counts{mentions}</footer>
</article>
"""


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

    def _read_all(self) -> None:
        found = sorted(self._outbox.glob("*/*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        self._names = {path.name for path in found[:-SHOWN]}
        for path in found[-SHOWN:]:
            self._show(path)
        self._read = True

    def _show(self, path: Path) -> None:
        try:
            shown = _post(path)
        except (KeyError, TypeError, ValueError):  # somebody else's file: not a post, so not shown
            return
        self._names.add(path.name)
        self._newest.appendleft(shown)

    def _write(self) -> None:
        count = len(self._names)
        page = _PAGE.format(count=count, noun="post" if count == 1 else "posts", posts="".join(self._newest))
        draft = self._outbox / f".index.{os.getpid()}.tmp"
        draft.write_text(page, encoding="utf-8")
        draft.replace(self._outbox / "index.html")


@cache
def page_of(outbox: Path) -> OutboxPage:
    """The one page that all accounts of an outbox share."""
    return OutboxPage(outbox)


def _post(path: Path) -> str:
    shown = json.loads(path.read_bytes())
    mentions, warning = ", ".join(shown["mentions"]), shown.get("warning", "")
    return _POST.format(
        key=escape(path.stem),
        account=escape(shown["account"]),
        platform=escape(shown["platform"]),
        due=escape((shown["due_at"] or "")[:16].replace("T", " ")),
        warning=f'<p class="card">Behind the warning: {escape(warning)}</p>' if warning else "",
        text=_marked(shown["text"], shown["spans"]),
        card=_card(shown),
        length=int(shown["length"]),
        limit=int(shown["limit"]),
        mentions=f" · tags {escape(mentions)}" if mentions else "",
    )


def _marked(text: str, spans: list[list[Any]]) -> str:
    """The text with its links, mentions and hashtags marked; never a live link to what a feed said."""
    parts, at = [], 0
    for kind, start, end, _ in sorted(spans, key=lambda span: span[1]):
        parts += [escape(text[at:start]), f'<span class="{escape(kind)}">{escape(text[start:end])}</span>']
        at = end
    return "".join([*parts, escape(text[at:])])


def _card(shown: dict[str, Any]) -> str:
    card = shown["card"]
    if card is None:
        return ""
    return (
        f'<div class="card"><strong>{escape(card["title"])}</strong><small>{escape(card["description"])}</small></div>'
    )
