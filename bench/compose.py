"""Composing an entry for three networks, against feedparser's reading of the same entry: CPU time, in one process."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace

from bench.measure import Row, cpu_seconds, ratio_row, value_row
from sharebot import platforms
from sharebot.compose import compose
from sharebot.feed.parse import parse
from sharebot.model import PLAIN_STYLE, Author, Entry, Handle, Level, Style

ROUNDS = 5
WHO = (
    "The volunteers", "Nobody in the hallway", "My neighbour’s daughter", "I", "This", "A man with a ladder", "We",
    "Dr. J. R. Okoro", "He", "The second driver", "Everybody who came in from the rain", "“Somebody,” she said, and",
)  # fmt: skip
DID = (
    "washed the cups twice", "kept a notebook", "forgot the name of the street", "counted {n} empty chairs",
    "had never asked for a key", "repaired the lamp", "waited by the window", "drew a map on the wall",
    "learned to answer slowly", "sold the van for {n} dollars", "read the letter aloud",
)  # fmt: skip
WHY = (
    "because the kettle was on", "before anybody had noticed", "as if it were a Sunday", "and nobody minded",
    "until the baker opened his door", "although the clock was wrong", "which took most of the winter",
    "at 4 a.m., i.e. much too early", "without a word about the money", "so that the dog could sleep",
    "for the first time in years", "while the radio played", "and went home along the river",
)  # fmt: skip
QUOTED = Style(template="{{ title }}\n\n{{ quote }}\n\n{{ credit }}\n{{ link }}\n\n{{ hashtags }}")


def run(*, quick: bool) -> list[Row]:
    feeds = [_feed(number) for number in range(20 if quick else 100)]
    entries = [parse(feed, "application/rss+xml", "https://b.example/feed/").entries[0] for feed in feeds]
    parsing = _cpu_ms(lambda: _parse(feeds), len(feeds))
    first = _cpu_ms(lambda: _compose(entries, PLAIN_STYLE, 0), len(feeds))
    later = _cpu_ms(lambda: _compose(entries, PLAIN_STYLE, 1), len(feeds))
    template = _cpu_ms(lambda: _compose(entries, QUOTED, 0), len(feeds))
    return [
        value_row("feedparser, an entry of eight kilobytes", parsing, "ms"),
        value_row("the first share of it on three networks", first, "ms"),
        ratio_row("the first share / feedparser", first / parsing, 1, at_most=True),
        ratio_row("a later share, with a sentence of the article / feedparser", later / parsing, 1, at_most=True),
        ratio_row("a template with a sentence of the article / feedparser", template / parsing, 1, at_most=True),
    ]


def _cpu_ms(work: Callable[[], None], entries: int) -> float:
    work()
    return statistics.median(cpu_seconds(work)[0] for _ in range(ROUNDS)) * 1000 / entries


def _parse(feeds: list[bytes]) -> None:
    import feedparser

    for feed in feeds:
        assert feedparser.parse(feed).entries


def _compose(entries: list[Entry], style: Style, number: int) -> None:
    """Of fresh values each time: what is kept from one network to the next is kept, what is kept for ever is not."""
    handle = Handle(platform="x", handle="adaq", level=Level.STATED)
    by = (Author(name="Ada Quill", guest=True, handles=(handle,)), Author(name="Bo Lind", guest=False))
    for entry in entries:
        fresh = replace(entry, html=entry.html + " ")
        for network in platforms.networks():
            compose(fresh, by, platforms.rules(network), style, round=number)


def _feed(number: int) -> bytes:
    """One full-text entry of about eight kilobytes, as WordPress writes it."""
    text = "\n".join(
        f'<p>{" ".join(_sentence(number + 7 * part + at) for at in range(6))} <a href="/archive/{part}/">more</a></p>'
        for part in range(18)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>A blog</title><link>https://b.example/</link><description>A blog</description>"
        f"<language>en-US</language><item><title>What the Counter Remembers of Day {number}</title>"
        f"<link>https://b.example/{number}/</link><dc:creator><![CDATA[Ada Quill]]></dc:creator>"
        "<category><![CDATA[Harm Reduction]]></category><category><![CDATA[Outreach]]></category>"
        f'<guid isPermaLink="false">https://b.example/?p={number}</guid>'
        f"<description><![CDATA[{_sentence(number)} […]]]></description>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"
    ).encode()


def _sentence(number: int) -> str:
    did = DID[number % len(DID)].format(n=number)
    return f"{WHO[number * 5 % len(WHO)]} {did} {WHY[number * 3 % len(WHY)]}."
