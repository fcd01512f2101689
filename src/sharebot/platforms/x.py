"""X: how it counts and what it allows."""

from __future__ import annotations

from sharebot.ports import Limit, LinkSyntax, Rules, Unit

RULES = Rules(
    platform="x",
    # docs.x.com "Counting characters", mirror of 2026-08-22. The 25,000 of Premium accounts are not assumed.
    limits=(Limit(unit=Unit.WEIGHTED, most=280),),
    link_cost=23,
    link_syntax=LinkSyntax.LATIN,
    bare_links=True,
    # Handles have 1 to 15 of these; twitter-text 3.1.0 (read 2026-11-24) reads up to 20 as a mention, also after "RT".
    handle=r"[A-Za-z0-9_]{1,15}",
    mention_in_text=(
        r"(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=(?<![A-Za-z0-9_+~.-])[Rr][Tt]:?))"
        r"[@＠]([A-Za-z0-9_]{1,20})(?![@＠\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]|://)"
    ),
    # A text that begins with a mention is shown only to those who follow both (docs.x.com, mirror of 2026-08-22).
    opening_mention=False,
    hashtags=2,
    # At most one since 2026 (docs.x.com changelog, mirror of 2026-08-22).
    cashtags=1,
)
