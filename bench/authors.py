"""Reading an entry's authors: what a kB costs of ordinary and of hostile text, against the bare parse of the HTML."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.measure import Row, ratio_row, value_row

SIZES = {"1 kB": 1_000, "100 kB": 100_000, "1 MB": 1_000_000}
TIMES_LONGER = 30
"""A hostile text that is ten times longer may take that many times longer: quadratic would be a hundred."""

_SENTENCES = (
    'The tide tables hang by the kettle; <a href="https://blog.example/tides">nobody reads</a> them in <em>May</em>.',
    "A harbour is a promise made in mud, Mrs Ellery of Long Quay used to say, which explains the smell.",
    "We repeated the exercise in <strong>two other places</strong> before believing it, and then drew it.",
    "Nobody on the committee had read the appendix, and it showed.",
    'The council published <a href="https://blog.example/figures">the figures</a> on a Friday afternoon in August.',
)
_BIO = (
    "<p>-Jane Roe, Guest Blogger</p><p>Jane Roe is a harbour engineer. You can follow her on Twitter "
    '<a href="https://twitter.com/jane_roe">@jane_roe</a>.</p>'
)

HOSTILE = {
    "mentions in a row": "@a@a@a",
    "handles": "<p>Jane Roe (@jane)</p>",
    "one paragraph of handles": "@jane, ",
    "nested tags": "<div><em>",
    "nested boxes": "<div class='author-box'>Jane Roe ",
    "nested quotes": "<blockquote><p>Jane Roe (@jane)",
    "unclosed speech": "“Find ",
    "empty links": "<a href='https://x.com/jane'></a>",
    "brackets": "((([[[",
    "stars": "*a **b _c ~~d ",
    "markdown links": "[a][b] [c](https://x.com/d) ",
    "names": "Jane Roe and ",
    "credits": "Guest post by Jane Roe, Bo Quill, ",
    "headings": "<h2>About the author</h2>",
    "rows of a table": "<table><tr><td>X</td><td>@jane</td></tr></table>",
    "labels": "Twitter: a: ",
    "escaped mark-up": "&lt;p&gt;",
    "capitals": "AAAA'",
    "dots": "a.b.",
    "direction changes": "\u202e@jane\u202c",
    "joiners": "@ja\u200dne ",
    "line breaks": "Jane Roe<br>",
    "styles": "<p style='color:red;'>x</p>",
}


def ordinary(size: int) -> str:
    """An entry of about that many characters as a blog's feed gives it, its author's note at the end."""
    made, length = [], 0
    while length < size - len(_BIO):
        at = len(made)
        made.append("<p>" + " ".join(_SENTENCES[(at + n) % len(_SENTENCES)] for n in range(3)) + "</p>\n")
        length += len(made[-1])
    return "".join(made) + _BIO


def run(*, quick: bool) -> list[Row]:
    rounds = 3 if quick else 15
    return [*_ordinary(rounds), *_entry(rounds), *_hostile(quick=quick)]


def _ordinary(rounds: int) -> list[Row]:
    from sharebot.authors.markup import parse

    rows = []
    for name, size in SIZES.items():
        text = ordinary(size)
        taken = seconds(lambda text=text: _credit(text), rounds)
        rows.append(value_row(f"ordinary text of {name}, a kB", taken * 1e9 / len(text), "µs"))
        if name == "100 kB":
            ratio = taken / seconds(lambda text=text: parse(text), rounds)
            rows.append(ratio_row("ordinary text of 100 kB / lxml's bare parse", ratio, 3, at_most=True))
    return rows


def _entry(rounds: int) -> list[Row]:
    """An ordinary entry against what feedparser takes to parse it."""
    import feedparser

    text = ordinary(8_000)
    feed = _FEED.format(text).encode()
    ours, theirs = seconds(lambda: _credit(text), rounds), seconds(lambda: feedparser.parse(feed), rounds)
    return [
        value_row("an entry of 8 kB", ours * 1e3, "ms"),
        ratio_row("an entry of 8 kB / feedparser's parse of it", ours / theirs, 1, at_most=True),
    ]


def _hostile(*, quick: bool) -> list[Row]:
    large = SIZES["100 kB"] if quick else SIZES["1 MB"]
    rows = []
    for name, piece in HOSTILE.items():
        taken = {
            size: seconds(lambda size=size, piece=piece: _credit(piece * (size // len(piece))), 2)
            for size in (large // 10, large)
        }
        growth = taken[large] / max(taken[large // 10], 1e-3)
        detail = f"({taken[large] * 1e9 / large:,.1f} µs a kB)"
        rows.append(ratio_row(f"{name}: ten times longer", growth, TIMES_LONGER, at_most=True, detail=detail))
    return rows


def _credit(text: str) -> Any:
    from sharebot.authors import credit
    from sharebot.model import Blog, Byline, Entry

    blog = Blog(name="Harborlight", staff=("Dana Quillfeather",), own_handles=(("x", "harborlight"),))
    bylines = (Byline(name="Dana Quillfeather"),)
    entry = Entry(id="1", url="https://blog.example/1", title="Tides", html=text, bylines=bylines)
    return credit(entry, blog)


def seconds(work: Callable[[], Any], rounds: int) -> float:
    """The quickest of so many rounds after a first one, in CPU seconds."""
    work()
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


_FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>Tides</title><link>https://blog.example/</link><item><title>Tides</title><link>https://blog.example/1</link>"
    "<guid>1</guid><content:encoded><![CDATA[{}]]></content:encoded></item></channel></rss>"
)
