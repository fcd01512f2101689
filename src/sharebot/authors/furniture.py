"""Elements by their class, id and style: furniture of a page, author boxes, what nobody sees."""

from __future__ import annotations

import regex

from sharebot.authors.introductions import WROTE_THIS

# Class names as the plug-ins and themes of WordPress, Ghost, Blogger, Medium and Squarespace write them, read 2026-11.
FURNITURE = regex.compile(
    r"(?i)(?:^|[\s_-])(?:share\w*|sharing|addtoany|a2a|heateor|ssba|yarpp|jp-relatedposts|related\w*|read-next|"
    r"comments?|commentlist|respond|subscribe|subscription|newsletter|signup|navigation|nav|menu|breadcrumbs?|sidebar|"
    r"cookie\w*|feedflare|wp-block-embed|embed\w*|oembed|twitter-tweet|instagram-media|tiktok-embed|fb-post|bctt|"
    r"click-to-tweet|ctt|tm-click-to-tweet|pullquote|advert\w*|promo\w*|sponsor\w*|"
    r"screen-reader-text|screen-reader\w*|screen-only|sr-only|visually-hidden|hidden|d-none|is-hidden)(?:$|[\s_-])"
)
EMBED = regex.compile(r"(?i)tweet|embed|instagram-media|fb-post|bctt|ctt|pullquote")
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
LINED_THROUGH = regex.compile(r"(?i)line-through")
SLANT = regex.compile(r"(?i)font-style\s*:\s*(?:italic|oblique)")
ESCAPED_MARKUP = regex.compile(r"(?i)</?(?:p|div|br|em|strong|b|i|a|li|ul|span|h[1-6])\b[^<>]*>")
_WROTE = regex.compile(rf"(?i){WROTE_THIS}")
_NOT_A_CREDIT = regex.compile(r"(?i)\b(?:photo|foto|image|illustrat|picture|credit|©|courtesy)")


def names_writer(caption: str) -> bool:
    """Whether a picture's caption says who wrote the post, and nothing of who made the picture."""
    return bool(_WROTE.search(caption)) and not _NOT_A_CREDIT.search(caption)
