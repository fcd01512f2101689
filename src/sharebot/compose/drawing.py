"""Shares as a web page that shows each as its network would. It works offline, without scripts, and leaks nothing.

Everything in it came from others and is escaped; no address becomes a link, and no picture is loaded from anywhere: a
picture stands in the page itself, or a frame with its description holds its place.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from sharebot.model import Picture

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer"><title>{title}</title><style>
:root {{ color-scheme: light dark; --line: #8885; --soft: #8881; --link: #1a5fb4; --bad: #b3261e; --good: #2a7d46; }}
@media (prefers-color-scheme: dark) {{ :root {{ --link: #8abfff; --bad: #ff9a90; --good: #7fd49b; }} }}
* {{ box-sizing: border-box; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: {width}; margin: 1.5rem auto; padding: 0 1rem;
 overflow-wrap: anywhere; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; }}
h2 {{ font-size: 1.2rem; line-height: 1.3; margin: 2.2rem 0 .2rem; }}
.about {{ font-size: .9rem; margin: .1rem 0; color: GrayText;
 color: color-mix(in srgb, currentColor 75%, transparent); }}
.shares {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1rem;
 align-items: start; }}
article {{ border: 1px solid var(--line); border-radius: .8rem; padding: 1rem; margin: 1rem 0; min-width: 0; }}
.shares article {{ margin: .6rem 0 0; }}
header {{ display: flex; flex-wrap: wrap; gap: .2rem 1rem; justify-content: space-between; font-size: .9rem; }}
.warning {{ font-weight: 600; margin: .6rem 0 0; }}
.text {{ white-space: pre-wrap; margin: .6rem 0; }}
.mention, .hashtag, .cashtag, .link {{ color: var(--link); }} .mention {{ font-weight: 600; }}
.mention[title] {{ text-decoration: underline dotted; cursor: help; }}
.card {{ border: 1px solid var(--line); border-radius: .6rem; overflow: hidden; background: var(--soft);
 margin: .6rem 0; }}
.card > div {{ padding: .6rem .8rem; }} .card small {{ display: block; }}
figure {{ margin: 0; }} figure img {{ display: block; width: 100%; max-height: 22rem; object-fit: cover; }}
.nothing {{ display: grid; place-items: center; min-height: 7rem; padding: .5rem; text-align: center; font-size: .85rem;
 background: repeating-linear-gradient(45deg, var(--soft) 0 .6rem, transparent .6rem 1.2rem); }}
figcaption {{ font-size: .85rem; padding: .4rem .8rem 0; }}
meter {{ width: 6rem; max-width: 40%; vertical-align: middle; }}
footer {{ font-size: .9rem; }} footer ul {{ margin: .4rem 0 0; padding-left: 1.2rem; }}
details {{ margin: .4rem 0 0; }} summary {{ cursor: pointer; padding: .35rem 0; }}
summary:focus-visible {{ outline: 2px solid var(--link); outline-offset: 2px; border-radius: .2rem; }}
blockquote {{ margin: .2rem 0 .5rem; padding-left: .8rem; border-left: 3px solid var(--line); }}
.bad {{ color: var(--bad); }} .good {{ color: var(--good); }}
</style></head><body><h1>{title}</h1>
{body}
</body></html>
"""

_SHARE = """<article{key}><header><strong>{account}</strong>{time}</header>
{warning}<p class="text" dir="auto"{language}>{text}</p>{card}
<footer><div><meter max="{limit}" value="{length}"></meter>
<span{over}>{length} of {limit}</span> as {platform} counts{tags}</div>
{reasons}{notes}</footer>
</article>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCard:
    """A link preview or an attached picture. `image`: the picture's address, `data` itself if it was fetched."""

    title: str = ""
    description: str = ""
    host: str = ""
    image: str = ""
    alt: str = ""
    data: Picture | None = None
    whose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is drawn of a share. `spans` are kind, start and end; `evidence` says of a handle why it is tagged."""

    account: str
    platform: str
    text: str
    length: int
    limit: int
    spans: Sequence[tuple[str, int, int]] = ()
    mentions: Sequence[str] = ()
    card: DrawnCard | None = None
    key: str = ""
    time: str = ""
    language: str = ""
    warning: str = ""
    labels: Sequence[str] = ()
    notes: Sequence[str] = ()
    evidence: Mapping[str, Sequence[str]] = field(default_factory=dict)


def plain(text: str) -> str:
    """Other people's words as text of a page, without characters that nobody sees."""
    return escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text))


def page(title: str, body: str, *, width: str = "42rem") -> str:
    """`body` is HTML already."""
    return _PAGE.format(title=plain(title), body=body, width=width)


def share(drawn: Drawn) -> str:
    """The share as an element of a page."""
    tags = "" if drawn.evidence or not drawn.mentions else f" · tags {_named(drawn.mentions)}"
    return _SHARE.format(
        key=_attribute("id", drawn.key),
        account=plain(drawn.account),
        platform=plain(drawn.platform),
        time=f"<time>{plain(drawn.time)}</time>" if drawn.time else "",
        language=_attribute("lang", drawn.language),
        warning=_warned("Behind the warning", drawn.warning) + _warned("Labelled", ", ".join(drawn.labels)),
        text=_marked(drawn),
        card=_card(drawn.card) if drawn.card else "",
        length=drawn.length,
        limit=drawn.limit,
        over=' class="bad"' if drawn.length > drawn.limit else "",
        tags=tags,
        reasons="".join(_reason(handle, why) for handle, why in drawn.evidence.items()),
        notes=_list(drawn.notes),
    )


def _warned(how: str, words: str) -> str:
    return f'<p class="warning">{how}: {plain(words)}</p>' if words else ""


def _named(handles: Iterable[str]) -> str:
    return ", ".join(f"<bdi>@{plain(handle)}</bdi>" for handle in handles)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{plain(value)}"' if value else ""


def _marked(drawn: Drawn) -> str:
    """The text with its links, mentions and tags marked; never a live link to what a feed said."""
    parts, at = [], 0
    for kind, start, end in sorted(drawn.spans, key=lambda span: span[1]):
        words = drawn.text[start:end]
        why = drawn.evidence.get(words[1:], ()) if kind == "mention" else ()
        title = _attribute("title", "\n".join(why))
        parts += [plain(drawn.text[at:start]), f'<span class="{plain(kind)}"{title}>{plain(words)}</span>']
        at = end
    return "".join([*parts, plain(drawn.text[at:])])


def _reason(handle: str, why: Sequence[str]) -> str:
    """Open by keyboard, touch or mouse, without a script."""
    return f"<details><summary>tags {_named([handle])}: why</summary>{quotes(why)}</details>"


def quotes(lines: Iterable[str]) -> str:
    return "".join(f'<blockquote dir="auto">{plain(line)}</blockquote>' for line in lines)


def _list(notes: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{plain(note)}</li>' for note in notes)}</ul>" if notes else ""


def _card(card: DrawnCard) -> str:
    words = "".join((
        f"<small>{plain(card.host)}</small>" if card.host else "",
        f'<strong dir="auto">{plain(card.title)}</strong>' if card.title else "",
        f'<small dir="auto">{plain(card.description)}</small>' if card.description else "",
        f'<small class="about">{plain(card.whose)}</small>' if card.whose else "",
    ))  # fmt: skip
    return f'<div class="card">{_picture(card) if card.image else ""}{f"<div>{words}</div>" if words else ""}</div>'


def _picture(card: DrawnCard) -> str:
    described = (
        f"alt text: {plain(card.alt)}" if card.alt else '<span class="bad">no alt text: the blog gives none</span>'
    )
    if card.data is None:
        shown = f'<div class="nothing">picture, not loaded: {plain(card.image)}</div>'
    else:
        encoded = b64encode(card.data.data).decode("ascii")
        shown = f'<img alt="{plain(card.alt)}" src="data:{plain(card.data.media_type)};base64,{encoded}">'
    return f'<figure>{shown}<figcaption dir="auto">{described}</figcaption></figure>'
