"""Mastodon and servers that speak its API: how they count and what they allow."""

from __future__ import annotations

from sharebot.ports import Limit, LinkSyntax, Rules, Unit

_USER = r"[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*"  # Account::USERNAME_RE, mastodon/mastodon, read 2026-11-24

RULES = Rules(
    platform="mastodon",
    # configuration.statuses of GET /api/v2/instance: max_characters 500 and characters_reserved_per_url 23 unless the
    # instance says otherwise (docs.joinmastodon.org/entities/Instance, mirror of 2026-07-02).
    limits=(Limit(unit=Unit.GRAPHEMES, most=500),),
    link_cost=23,
    # config/initializers/twitter_regex.rb lets any letter stand in a path; bare domains are no links.
    link_syntax=LinkSyntax.UNICODE,
    bare_links=False,
    # StatusLengthValidator counts @user@host as @user. Without its host a handle would name a stranger on our server.
    mention_cost="user",
    handle=_USER + r"@\w+(?:[.-]+\w+)*\.\w+",
    mention_in_text=rf"(?<![=/\w])@({_USER}(?:@\w+(?:[.-]+\w+)*)?)",  # Account::MENTION_RE
    opening_mention=True,
    hashtags=4,
    warning_counts=True,  # StatusLengthValidator counts spoiler_text with the text, as it is written
)
