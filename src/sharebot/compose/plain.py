"""Taking tags out of a share that stands already: the same words, with the plain name where the mention was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sharebot.compose.cleaning import JOINER, disarm
from sharebot.compose.measuring import fits, measure
from sharebot.compose.spans import mentions, spans
from sharebot.model import Share, Span
from sharebot.ports import Rules

_BRACKETS = {"(": ")", "[": "]"}


def named_plainly(share: Share, names: Mapping[str, str], rules: Rules, why: str) -> Share:
    """The share without the mentions whose handles (casefolded) are in `names`, which says whose they are.

    `Jane Roe (@jane)` becomes `Jane Roe`, a mention that stands alone becomes the name. `why` becomes a note.
    """
    text, taken = share.text, []
    for span in reversed([span for span in share.spans if span.kind == "mention"]):
        name = names.get(span.target.casefold())
        if name is not None:
            text = _without(text, span, name, rules, share.warning)
            taken.append(span.target)
    ids = {span.target.casefold(): span.id for span in share.spans if span.id}
    found = spans(text, rules, share.link, ids)
    return replace(
        share,
        text=text,
        length=measure(text, rules, share.warning),
        spans=found,
        mentions=mentions(found, rules),
        notes=(*share.notes, *_notes(reversed(taken), names, why)),
    )


def _without(text: str, span: Span, name: str, rules: Rules, warning: str) -> str:
    before, after = text[: span.start], text[span.end :]
    if before[-1:] in _BRACKETS and after[:1] == _BRACKETS[before[-1]] and name and name in before:
        return before[:-1].rstrip() + after[1:]
    plain = before + disarm(name, rules) + after
    if name and fits(plain, rules, warning):
        return plain
    at = text[span.start : span.end]
    return f"{before}{at[0]}{JOINER}{at[1:]}{after}"


def _notes(handles: Iterator[str], names: Mapping[str, str], why: str) -> Iterator[str]:
    for handle in handles:
        yield f"{names[handle.casefold()] or handle} is named plainly: {why}"
