"""The picture that stands for an article: the one that the feed names, else the first real one in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sharebot.feed.links import absolute
from sharebot.feed.text import one_line
from sharebot.model import Image

_NO_PICTURE = re.compile(
    r"gravatar\.com/|/avatars?/|s\.w\.org/images/core/emoji|/smilies/|/emoji/|medium\.com/_/stat|feedburner\.com/~"
    r"|pixel\.wp\.com|stats\.wordpress\.com|blogger\.googleusercontent\.com/tracker|/pixel\.(?:gif|png)",
    re.IGNORECASE,
)
_NO_PICTURE_CLASS = re.compile(r"\b(?:emoji|wp-smiley|avatar|gravatar)\b", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)

ICON, THUMBNAIL = 33, 200
"""Pixels. What is smaller both ways, where the feed says so, counts readers or is no more than a hint."""

_LAZY = ("data-src", "data-lazy-src", "data-original")
"""Where plugins put the address of a picture that the page loads only when it is seen."""


def picture(entry: Mapping[str, Any], root: Any, base: str, text_base: str) -> Image | None:
    """`root` is the tree of the entry's text, whose relative addresses start from `text_base`, others from `base`."""
    shown = list(_shown(root, text_base))
    named = list(_named(entry, base))
    large = [image for image, is_thumbnail in named if not is_thumbnail]
    small = [image for image, is_thumbnail in named if is_thumbnail]
    best = next(iter((*large, *shown, *small)), None)
    return next((image for image in shown if best and image.url == best.url), best)


def _named(entry: Mapping[str, Any], base: str) -> Iterator[tuple[Image, bool]]:
    """What the feed itself calls the entry's picture, Media RSS first, then enclosures; and whether it is small."""
    enclosures = [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    for named in (*entry.get("media_content", ()), *entry.get("media_thumbnail", ()), *enclosures):
        url = absolute(named.get("url") or named.get("href") or "", base)
        if url and _is_image(named, url) and not _NO_PICTURE.search(url) and not _smaller(named, ICON):
            yield Image(url=url), _smaller(named, THUMBNAIL)


def _is_image(named: Mapping[str, str], url: str) -> bool:
    kind = named.get("medium") or named.get("type") or ""
    if not kind:
        return bool(_PICTURE_FILE.search(url)) or set(named) <= {"url", "width", "height"}
    return kind.startswith("image")


def _shown(root: Any, base: str) -> Iterator[Image]:
    for element in () if root is None else root.iter("img"):
        url = absolute(_source(element), base)
        decorates = _NO_PICTURE.search(url) or _NO_PICTURE_CLASS.search(element.get("class", ""))
        if url and not decorates and not _smaller(element, ICON):
            yield Image(url=url, alt=one_line(element.get("alt", "")))


def _source(element: Any) -> str:
    """An address, not the placeholder that stands in its place until the picture is seen."""
    sources = (element.get("src", ""), *(element.get(name, "") for name in _LAZY))
    return next((source for source in sources if source and not source.startswith("data:")), "")


def _smaller(sized: Any, pixels: int) -> bool:
    """Both ways, where both are said."""
    sizes = [re.match(r"\d{1,6}", (sized.get(side) or "").strip()) for side in ("width", "height")]
    return all(size and int(size[0]) < pixels for size in sizes)
