"""The outbox's page: its newest posts as each network would show them. Everything that came from a feed is escaped."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
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
<p dir="auto">{text}</p>{card}
<footer><meter value="{length}" max="{limit}"></meter> {length} of {limit} as {platform} counts{mentions}</footer>
</article>
"""


@dataclass(frozen=True, slots=True)
class _Written:
    path: Path
    written_ns: int


def refresh(outbox: Path) -> None:
    """Write the page anew. Raises OSError."""
    written = _written(outbox)
    posts = "".join(_post(each.path) for each in written[:SHOWN])
    page = _PAGE.format(count=len(written), noun="post" if len(written) == 1 else "posts", posts=posts)
    draft = outbox / f".index.{os.getpid()}.tmp"
    draft.write_text(page, encoding="utf-8")
    draft.replace(outbox / "index.html")


def _written(outbox: Path) -> list[_Written]:
    found = (_Written(path, path.stat().st_mtime_ns) for path in outbox.glob("*/*.json"))
    return sorted(found, key=lambda each: (each.written_ns, each.path.name), reverse=True)


def _post(path: Path) -> str:
    shown = json.loads(path.read_bytes())
    mentions = ", ".join(shown["mentions"])
    return _POST.format(
        key=escape(path.stem),
        account=escape(shown["account"]),
        platform=escape(shown["platform"]),
        due=escape((shown["due_at"] or "")[:16].replace("T", " ")),
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
