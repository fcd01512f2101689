"""Mastodon and servers that speak its API: how they count, what they allow, and how an account on one is connected."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sharebot.errors import SettingsError
from sharebot.platforms import Means
from sharebot.platforms._mastodon_instance import Instance, is_loopback, setting
from sharebot.ports import AccountSettings, Conversation, Limit, LinkSyntax, Memory, PictureRules, Rules, Unit

if TYPE_CHECKING:  # not every command that asks for rules needs what speaks to the server
    from sharebot.platforms._mastodon_account import Mastodon

__all__ = ["RULES", "SCOPES", "connect", "guide", "rules_for"]

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
    # configuration.media_attachments (docs.joinmastodon.org/entities/Instance, mirror of 2026-07-02): 10,485,760 bytes,
    # 16,777,216 pixels, 1,500 characters. 4.7.3 allows more (recorded 2026-10-17), and its instances say so.
    picture=PictureRules(
        most_bytes=10_485_760, most_side=4096, media_types=("image/jpeg", "image/png", "image/webp"), most_alt=1500
    ),
)

SCOPES = ("read:accounts", "read:statuses", "write:media", "write:statuses")
"""What an access token must allow (docs.joinmastodon.org/api/oauth-scopes, mirror of 2026-07-02)."""

VISIBILITIES = ("public", "unlisted", "private")
"""docs.joinmastodon.org/methods/statuses, mirror of 2026-07-02; "direct" would show the share to nobody."""

_LEAST_ROOM = 100
"""Characters that a content warning must leave: a link and a few words."""


def rules_for(account: AccountSettings, memory: Memory) -> Rules:
    """What the account's server is known to allow, less the content warning that every post of it bears."""
    learnt = Instance.recall(memory, _given_address(account))
    rules = learnt.rules(RULES) if learnt else RULES
    return _less_the_warning(account, rules)


def connect(
    account: AccountSettings, rules: Rules, means: Means, *, sleep: Callable[[float], None] = time.sleep
) -> Mastodon:
    from sharebot.platforms._mastodon_account import Manner, Mastodon
    from sharebot.platforms._mastodon_api import Api

    manner = Manner(
        visibility=_visibility(account),
        language=_language(account),
        warning=account.get("SPOILER_TEXT").strip(),
    )
    api = Api(account=account.name, url=_address(account), token=_token(account), http=means.http, clock=means.clock)
    return Mastodon(
        api=api,
        manner=manner,
        rules=rules,
        memory=means.memory,
        relearn=lambda: rules_for(account, means.memory()),
        sleep=sleep,
    )


def guide(talk: Conversation, account: AccountSettings, means: Means) -> dict[str, str]:
    """Asks for the server first; what it is given has no path, and https before it where nothing stands there."""
    from sharebot.platforms._mastodon_api import Api
    from sharebot.platforms._mastodon_guide import is_server, token

    name = setting(account.name, "URL")

    def api(url: str, token: str) -> Api:
        return Api(account=account.name, url=url, token=token, http=means.http, clock=means.clock)

    given = talk.ask(
        "The server's address, such as https://social.example",
        default=account.get("URL"),
        check=lambda text: is_server(means.http(), _server_at(_with_scheme(text), name)),
    )
    url = _server_at(_with_scheme(given), name)
    return {"URL": url, "ACCESS_TOKEN": token(talk, partial(api, url), means.http(), url, SCOPES)}


def _with_scheme(text: str) -> str:
    return text if "://" in text else f"https://{text}"


def _less_the_warning(account: AccountSettings, rules: Rules) -> Rules:
    """StatusLengthValidator counts the warning with the text, and as it is written (recorded of 4.7.3, 2026-10-17)."""
    warning = account.get("SPOILER_TEXT").strip()
    if not warning:
        return rules
    from sharebot.compose import measure

    cost = measure(warning, replace(rules, link_cost=None, mention_cost="whole"))
    limits = tuple(replace(limit, most=limit.most - cost) for limit in rules.limits)
    if limits[0].most < _LEAST_ROOM:
        left, most = max(limits[0].most, 0), rules.limits[0].most
        name = setting(account.name, "SPOILER_TEXT")
        raise SettingsError(f"{name} leaves {left} of {most} characters for the post; shorten it")
    return replace(rules, limits=limits)


# Settings -------------------------------------------------------------------------------------------------------------


def _address(account: AccountSettings) -> str:
    """Without a slash at its end. Plain http would show the token to everybody on the way."""
    return _server_at(account.need("URL"), setting(account.name, "URL"))


def _server_at(address: str, name: str) -> str:
    fault = SettingsError(f"{name}: it is not the address of a server; write for example https://social.example")
    try:
        parts = urlsplit(_tidied(address))
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise fault from None
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not secure or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise fault
    return parts.geturl()


def _given_address(account: AccountSettings) -> str:
    return _tidied(account.get("URL"))


def _tidied(address: str) -> str:
    return address.strip().rstrip("/").lower()


def _token(account: AccountSettings) -> str:
    token = account.need("ACCESS_TOKEN").strip()
    if not re.fullmatch(r"[!-~]+", token):
        raise SettingsError(
            f"{setting(account.name, 'ACCESS_TOKEN')}: it is no access token (letters, digits and dashes, no blanks); "
            "copy it anew from the server's settings, Development"
        )
    return token


def _visibility(account: AccountSettings) -> str:
    wanted = (account.get("VISIBILITY") or "public").strip().lower()
    if wanted not in VISIBILITIES:
        raise SettingsError(
            f"{setting(account.name, 'VISIBILITY')}: {wanted[:40]!r} is not one of {', '.join(VISIBILITIES)}; "
            "write for example unlisted"
        )
    return wanted


def _language(account: AccountSettings) -> str:
    wanted = account.get("LANGUAGE").strip()
    if wanted and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", wanted):
        raise SettingsError(
            f"{setting(account.name, 'LANGUAGE')}: {wanted[:40]!r} is no code of a language; write for example en"
        )
    return wanted
