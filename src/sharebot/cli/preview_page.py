"""How `sharebot try --html` shows what it found: a page for the browser, with each share as its network would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sharebot.cli.previews import called
from sharebot.cli.printing import count, one_line, when
from sharebot.cli.records import level_in_words
from sharebot.compose import drawing
from sharebot.compose.drawing import Drawn, DrawnCard, plain
from sharebot.errors import SharebotError
from sharebot.ports import PictureRules

if TYPE_CHECKING:
    from sharebot.bot.pictures import Pictures
    from sharebot.bot.preview import Preview, WouldPost, WouldShare
    from sharebot.model import Author, Handle, Image, Picture, Share

SMALL = PictureRules(most_bytes=300_000, most_side=800)
"""A page of pictures is to open on a telephone too."""

Fetch = Callable[[str, str], "tuple[Picture | None, str]"]
"""An address and its description → the picture, or in words why there is none."""


def none_fetched(_address: str, _alt: str) -> tuple[None, str]:
    return None, ""


def fetched_by(pictures: Pictures) -> Fetch:
    """Fetches each picture once, small, by the same guarded way as a delivery would."""

    @cache
    def fetch(address: str, alt: str) -> tuple[Picture | None, str]:
        try:
            return pictures.fit(pictures.file(address), alt, SMALL), ""
        except SharebotError as error:
            return None, f"the picture cannot be shown: {error}"

    return fetch


def preview_page(shown: Sequence[Preview], zone: tzinfo, fetch: Fetch) -> str:
    names = [one_line(preview.title) or preview.address for preview in shown]
    body = "".join(part for preview in shown for part in _preview(preview, zone, fetch))
    return drawing.page(f"sharebot try: {', '.join(names)}", body, width="78rem")


def _preview(preview: Preview, zone: tzinfo, fetch: Fetch) -> Iterator[str]:
    found = count(len(preview.entries), "entry", "entries")
    yield f'<p class="about">{plain(preview.address)}: {found}, newest first. Nothing was sent.</p>'
    yield f'<p class="bad">{plain(preview.error)}</p>' if preview.error else ""
    yield from (f'<p class="about">note: {plain(note)}</p>' for note in preview.notes)
    for would in preview.entries:
        yield "".join(_would_share(would, zone, fetch))


def _would_share(would: WouldShare, zone: tzinfo, fetch: Fetch) -> Iterator[str]:
    entry = would.entry
    published = f"published {when(entry.published_at, zone)} ({zone})" if entry.published_at else "at an unknown time"
    yield f'<section><h2 dir="auto">{plain(one_line(entry.title) or "(no title)")}</h2>'
    yield f'<p class="about">{plain(entry.url or "(no link)")}<br>{plain(published)}</p>'
    yield from (f'<p class="about">note: {plain(note)}</p>' for note in would.notes)
    if would.skipped:
        yield f'<p class="bad">nothing would be posted: {plain(would.skipped)}</p></section>'
        return
    yield from _authors(would.authors)
    yield f'<div class="shares">{"".join(_would_post(post, would, fetch) for post in would.posts)}</div></section>'


def _authors(authors: Sequence[Author]) -> Iterator[str]:
    if not authors:
        yield '<p class="about">by nobody whom the entry names</p>'
    for author in authors:
        who = f"by <strong><bdi>{plain(author.name)}</bdi></strong> ({'guest' if author.guest else 'staff'})"
        said = drawing.quotes(_quoted(each.quote, each.source, each.place) for each in author.evidence)
        yield f"<details><summary>{who}: {_tagged_in_words(author.handles)}</summary>{said}"
        yield f"{''.join(_handle(handle) for handle in author.handles)}</details>"


def _tagged_in_words(handles: Sequence[Handle]) -> str:
    tagged = [handle.platform for handle in handles if handle.tag]
    return f'<span class="good">tagged on {plain(", ".join(tagged))}</span>' if tagged else "tagged nowhere"


def _handle(handle: Handle) -> str:
    verb = '<span class="good">tagged</span>' if handle.tag else '<span class="bad">not tagged</span>'
    note = f": {plain(handle.note)}" if handle.note else ""
    level = plain(level_in_words(handle.level))
    return (
        f'<p class="about">{plain(handle.platform)} <bdi>{plain(handle.handle)}</bdi>: {verb}, {level}{note}</p>'
        f"{drawing.quotes(_evidence(handle))}"
    )


def _evidence(handle: Handle) -> list[str]:
    return [_quoted(each.quote, each.source, each.place) for each in handle.evidence]


def _quoted(quote: str, source: str, place: str) -> str:
    return f"“{one_line(quote)}” ({f'{source}, {place}' if place else source})"


def _would_post(post: WouldPost, would: WouldShare, fetch: Fetch) -> str:
    name = called(post)
    share = post.share
    if share is None:
        why = f'<p class="bad">nothing would be posted: {plain(post.fault)}</p>'
        return f"<article><strong>{plain(name)}</strong>{why}</article>"
    card, fault = _card(share, would, fetch)
    return drawing.share(
        Drawn(
            account=name,
            platform=post.platform,
            text=share.text,
            length=share.length,
            limit=share.limit,
            spans=[(span.kind, span.start, span.end) for span in share.spans],
            mentions=share.mentions,
            card=card,
            language=share.language,
            warning=share.warning,
            labels=share.labels,
            notes=[*share.notes, *([fault] if fault else [])],
            evidence=_why_tagged(share, post.platform, would.authors),
        )
    )


def _why_tagged(share: Share, platform: str, authors: Sequence[Author]) -> Mapping[str, list[str]]:
    known = {
        handle.handle.casefold(): [f"{author.name}: {level_in_words(handle.level)}", *_evidence(handle)]
        for author in authors
        for handle in author.handles
        if handle.platform == platform
    }
    return {handle: known.get(handle.casefold(), []) for handle in share.mentions}


def _card(share: Share, would: WouldShare, fetch: Fetch) -> tuple[DrawnCard, str]:
    """The one that we give; else such a one as a network makes by itself of the page that the link leads to."""
    entry, card = would.entry, share.card
    picture: Image | None = share.image or (card.image if card else entry.image)
    data, fault = fetch(picture.url, picture.alt) if picture else (None, "")
    return DrawnCard(
        title=card.title if card else entry.title,
        description=card.description if card else "",
        host=urlsplit(share.link).hostname or "",
        image=picture.url if picture else "",
        alt=picture.alt if picture else "",
        data=data,
        whose="" if card else "a preview like this is made by the network itself, of the page",
    ), fault
