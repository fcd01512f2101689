"""Shares: what an account will show for an entry."""

from __future__ import annotations

from dataclasses import dataclass

from sharebot.model.entries import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a share's text that is more than text: `kind` is link, mention, hashtag or cashtag.

    `start` and `end` count code points of the text; platforms that count otherwise convert. `target` is the address,
    the handle without @, or the tag without its sign. `id` is the stable id behind a mention's handle, where known.
    """

    kind: str
    start: int
    end: int
    target: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The link preview that some platforms want from us."""

    url: str
    title: str
    description: str = ""
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture made ready for one platform: its bytes, fit for the platform's limits. Sizes are in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one account will show for one entry. `length` and `limit` are in the platform's own unit.

    `image` is a picture to be attached; one that belongs to the link preview stands in `card`. `warning` is the content
    warning behind which the text is to be hidden, where the platform can; `length` has it where it counts there.
    `labels` are the platform's own words for what some readers do not want to see.
    """

    text: str
    length: int
    limit: int
    link: str
    mentions: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    card: Card | None = None
    image: Image | None = None
    language: str = ""
    warning: str = ""
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
