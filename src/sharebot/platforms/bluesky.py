"""Bluesky: how it counts and what it allows."""

from __future__ import annotations

from sharebot.ports import Limit, Rules, Unit

# atproto.com/specs/handle, mirror of 2026-08-20: a domain name, 253 characters at most.
_HANDLE = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

RULES = Rules(
    platform="bluesky",
    # lexicons/app/bsky/feed/post.json, bluesky-social/atproto of 2026-08-20: both must hold; links count as written.
    limits=(Limit(unit=Unit.GRAPHEMES, most=300), Limit(unit=Unit.UTF8, most=3000)),
    # A text alone tags nobody: a facet does, made where the official client would read a mention.
    handle=_HANDLE,
    mention_in_text=rf"(?<![^\s(])@({_HANDLE})",
    opening_mention=True,
    hashtags=2,
    card=True,
)
