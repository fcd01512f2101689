"""Elements by their class, id and style: furniture of a page, author boxes, what nobody sees."""

from __future__ import annotations

from functools import lru_cache

from sharebot.authors import late as regex
from sharebot.authors.introductions import AUTHOR, WROTE_THIS
from sharebot.authors.phrases import GUEST_ROLE

# Class names as the plug-ins and themes of WordPress, Ghost, Blogger, Medium and Squarespace write them, read 2026-11.
FURNITURE = regex.compile(
    r"(?i)(?:^|[\s_-])(?:share\w*|sharing|addtoany|a2a|heateor|ssba|yarpp|jp-relatedposts|related\w*|read-next|"
    r"comments?|commentlist|respond|subscribe|subscription|newsletter|signup|navigation|nav|menu|breadcrumbs?|sidebar|"
    r"cookie\w*|feedflare|wp-block-embed|embed\w*|oembed|twitter-tweet|instagram-media|tiktok-embed|fb-post|bctt|"
    r"click-to-tweet|ctt|tm-click-to-tweet|pullquote|advert\w*|promo\w*|sponsor\w*|"
    r"screen-reader-text|screen-reader\w*|screen-only|sr-only|visually-hidden|(?<!label-)hidden|d-none|is-hidden)(?:$|[\s_-])"
)
BOX = regex.compile(
    r"(?i)(?:^|[\s_-])(?:co-?authors?|authors?|contributors?|writers?|autor\w*|auteur\w*|bios?|abh|"
    r"molongui|saboxplugin|firma\w*|reviewers?|columnists?|guests?|gast|gast-?autor\w*|invitee?s?|invitad[oa]s?|convidad[oa]s?|"
    r"m-a-box|vcard|h-card|about-me)(?:$|[\s_-])"
)
POST = regex.compile(r"(?i)(?:^|\s)(?:hentry|h-entry|post|type-post|entry)(?:$|\s)")
UNSEEN = regex.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0|"
    r"(?:text-indent|left|top)\s*:\s*-\d{3,}|(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)|clip\s*:\s*rect"
)
_COLOURS = regex.compile(r"(?i)(?<![-\w])(color|background(?:-color)?)\s*:\s*([^;]+)")
_WHITE = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)"})


@lru_cache(maxsize=1024)
def is_invisible(style: str) -> bool:
    """Whether a style hides its element, also by writing in the colour of the ground."""
    if UNSEEN.search(style):
        return True
    colours = {name.lower()[:5]: value.lower().replace(" ", "") for name, value in _COLOURS.findall(style)}
    ground, ink = colours.get("backg", "#fff"), colours.get("color", "")
    return ink == "transparent" or (ink != "" and (ink == ground or {ink, ground} <= _WHITE))


LINED_THROUGH = regex.compile(r"(?i)line-through")
SLANT = regex.compile(r"(?i)font-style\s*:\s*(?:italic|oblique)")
ESCAPED_MARKUP = regex.compile(r"(?i)</?(?:p|div|br|em|strong|b|i|a|li|ul|span|h[1-6])\b[^<>]*>")
_WROTE = regex.compile(
    rf"(?i){WROTE_THIS}|(?<!\p{{L}})(?:{GUEST_ROLE})(?!\p{{L}})|(?<!\p{{L}})(?:{AUTHOR})\s*[:,]|(?<!\p{{L}})(?:text|words)\s*[:–—]"
)
_NOT_A_CREDIT = regex.compile(r"(?i)\b(?:photo|foto|image|illustrat|picture|credit|©|courtesy)")


def names_writer(caption: str) -> bool:
    """Whether a picture's caption says who wrote the post, and nothing of who made the picture."""
    return bool(_WROTE.search(caption)) and not _NOT_A_CREDIT.search(caption)
