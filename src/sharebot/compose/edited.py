"""A share made of a text that a person wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from sharebot.compose.measuring import excess, measure
from sharebot.compose.normal import nfc
from sharebot.compose.spans import mentions, spans
from sharebot.errors import SharebotError
from sharebot.model import Author, Share, Span
from sharebot.ports import Rules

_UNWANTED = regex.compile(r"[^\P{Cc}\n]|[\p{Cs}\ufeff\p{Noncharacter_Code_Point}]")


def from_text(
    text: str, rules: Rules, *, link: str = "", authors: Sequence[Author] = (), share: Share | None = None
) -> Share:
    """Takes the text as it is but for control characters and outer space. `share`: the one that it replaces.

    Raises SharebotError, in one line, where the platform would refuse the text or hide it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = nfc(_UNWANTED.sub("", text)).strip()
    found = spans(text, rules, link, _ids(rules, authors, share))
    warning = share.warning if share else ""
    _check(text, rules, found, warning)
    return Share(
        text=text,
        length=measure(text, rules, warning),
        limit=rules.limits[0].most,
        link=link,
        mentions=mentions(found, rules),
        spans=found,
        card=share.card if share else None,
        image=share.image if share else None,
        language=share.language if share else "",
        warning=warning,
        labels=share.labels if share else (),
        notes=(*_notes(text, link, authors), *_notes_on_mentions(rules, found)),
    )


def _ids(rules: Rules, authors: Sequence[Author], share: Share | None) -> dict[str, str]:
    """What the platform gave for the handles that are known here: a person may write any of them."""
    kept = {span.target.casefold(): span.id for span in (share.spans if share else ()) if span.id}
    handles = [handle for author in authors for handle in author.handles if handle.platform == rules.platform]
    return kept | {handle.handle.casefold(): handle.id for handle in handles if handle.id}


def _check(text: str, rules: Rules, found: tuple[Span, ...], warning: str) -> None:
    if not text:
        raise SharebotError("the text is empty; write something")
    if over := excess(text, rules, warning):
        limit, length = over
        raise SharebotError(
            f"the text is too long for {rules.platform}: {length} of {limit.most} ({limit.unit}); "
            f"shorten it by {length - limit.most}"
        )
    if not rules.opening_mention and any(span.kind == "mention" and span.start == 0 for span in found):
        raise SharebotError(
            f"the text begins with a mention, which {rules.platform} shows to few; put a word before it"
        )
    if rules.cashtags is not None and sum(span.kind == "cashtag" for span in found) > rules.cashtags:
        raise SharebotError(f"the text has more than {rules.cashtags} $CASHTAG, which {rules.platform} refuses")


def _notes(text: str, link: str, authors: Sequence[Author]) -> list[str]:
    notes = [f"{author.name} is not named in the text" for author in authors if author.name not in text]
    if link and link not in text:
        notes.append("the link is not in the text")
    return notes


def _notes_on_mentions(rules: Rules, found: tuple[Span, ...]) -> Iterator[str]:
    for span in found:
        if span.kind == "mention" and not span.id and rules.mention_needs_id:
            yield f"@{span.target} tags nobody: {rules.platform} has not said whose handle it is"
