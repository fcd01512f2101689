"""The parts of a text that are more than text, as the platform will read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import regex

from sharebot.compose.domains import TopLevels, readings
from sharebot.compose.links import links
from sharebot.model import Span
from sharebot.ports import Rules


def spans(text: str, rules: Rules, link: str = "", ids: Mapping[str, str] | None = None) -> tuple[Span, ...]:
    """Links, mentions and tags in their order; `link` is the share's own, whatever the platform makes of it.

    `ids`: what the platform gave for handles (in casefold) as their stable ids.
    """
    return spans_by(text, rules, readings()[1], link, ids or {})


def spans_by(text: str, rules: Rules, top: TopLevels, link: str, ids: Mapping[str, str]) -> tuple[Span, ...]:
    """The same by one reading of the top-level domains. Where two overlap, the first is one and the second is text."""
    found: list[Span] = []
    for span in sorted((*_links(text, rules, link, top), *_tags(text, rules, ids)), key=lambda span: span.start):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return tuple(found)


def mentions(found: tuple[Span, ...], rules: Rules) -> tuple[str, ...]:
    """The handles that the text tags."""
    return tuple(span.target for span in found if span.kind == "mention" and (span.id or not rules.mention_needs_id))


def _links(text: str, rules: Rules, link: str, top: TopLevels) -> Iterator[Span]:
    own = text.find(link) if link else -1
    if own >= 0:
        yield Span(kind="link", start=own, end=own + len(link), target=link)
    for start, end in links(text, syntax=rules.link_syntax, bare=rules.bare_links, top=top):
        if own < 0 or end <= own or start >= own + len(link):
            target = text[start:end]
            yield Span(kind="link", start=start, end=end, target=target if "://" in target else f"https://{target}")


def _tags(text: str, rules: Rules, ids: Mapping[str, str]) -> Iterator[Span]:
    for found in _all(rules.mention_in_text, text):
        handle = found[1]
        yield Span(
            kind="mention", start=found.start(), end=found.end(), target=handle, id=ids.get(handle.casefold(), "")
        )
    for kind, pattern in (("hashtag", rules.hashtag_in_text), ("cashtag", rules.cashtag_in_text)):
        for found in _all(pattern, text):
            yield Span(kind=kind, start=found.start(), end=found.end(), target=found[1])


def _all(pattern: str, text: str) -> Iterator[regex.Match[str]]:
    return _compiled(pattern).finditer(text) if pattern else iter(())


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
