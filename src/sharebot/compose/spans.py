"""The parts of a text that are more than text, as the platform will read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import regex

from sharebot.compose.domains import readings
from sharebot.compose.links import links
from sharebot.model import Span
from sharebot.ports import Rules

# Tag::HASHTAG_RE of mastodon/mastodon and validHashtag of twitter-text 3.1.0 (both read 2026-11-24) agree on this much.
_HASHTAG = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_&/#＃])[#＃]([\p{L}\p{M}\p{N}_\u200c·・]*+(?<=\p{L}[\p{M}\p{N}_\u200c·・]*))", regex.VERSION1
)


def spans(text: str, rules: Rules, link: str, ids: Mapping[str, str]) -> tuple[Span, ...]:
    """Links, mentions and hashtags in their order; `link` is the share's own, whatever the platform makes of it.

    `ids`: what the platform gave for handles (in casefold) as their stable ids.
    """
    found = list(_links(text, rules, link))
    for kind, pattern in (("mention", _compiled(rules.mention_in_text)), ("hashtag", _HASHTAG)):
        free = [(*each.span(), each[1]) for each in pattern.finditer(text) if not _within(each.start(), found)]
        known = ids if kind == "mention" else {}
        found += [
            Span(kind=kind, start=start, end=end, target=target, id=known.get(target.casefold(), ""))
            for start, end, target in free
        ]
    return tuple(sorted(found, key=lambda span: span.start))


def mentions(found: tuple[Span, ...], rules: Rules) -> tuple[str, ...]:
    """The handles that the text tags."""
    return tuple(span.target for span in found if span.kind == "mention" and (span.id or not rules.mention_needs_id))


def _links(text: str, rules: Rules, link: str) -> Iterator[Span]:
    own = text.find(link) if link else -1
    if own >= 0:
        yield Span(kind="link", start=own, end=own + len(link), target=link)
    for start, end in links(text, syntax=rules.link_syntax, bare=rules.bare_links, top=readings()[1]):
        if own < 0 or end <= own or start >= own + len(link):
            target = text[start:end]
            yield Span(kind="link", start=start, end=end, target=target if "://" in target else f"https://{target}")


def _within(at: int, spans: list[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
