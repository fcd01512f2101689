"""How our own account on a server stands, in words for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sharebot.platforms._mastodon_api import Api, answered, told
from sharebot.platforms._mastodon_instance import Instance
from sharebot.ports import AccountCheck

NEEDED = {
    "write:statuses": "post",
    "write:media": "attach pictures",
    "read:accounts": "ask who we are",
    "read:statuses": "look our own posts up",
}
"""Scopes that are needed, and what for (docs.joinmastodon.org/api/oauth-scopes, mirror of 2026-07-02)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token allows, empty where nobody tells; and when it ends."""

    scopes: frozenset[str] = frozenset()
    expires_at: datetime | None = None

    def allows(self, scope: str) -> bool:
        """`write` holds all of `write:…`."""
        return bool({scope, scope.partition(":")[0]} & self.scopes)

    def lacks(self) -> tuple[str, ...]:
        return tuple(scope for scope in NEEDED if not self.allows(scope)) if self.scopes else ()


def grant(api: Api) -> Grant:
    """Of the token where the server tells it (doorkeeper's token info), else of the application that it belongs to."""
    for path, name in (("/oauth/token/info", "scope"), ("/api/v1/apps/verify_credentials", "scopes")):
        answer = api.ask(path)
        found = told(answer) if answered(answer) else None
        if isinstance(found, dict) and (scopes := _words(found.get(name))):
            return Grant(scopes=scopes, expires_at=_end(found.get("expires_in"), api.clock.now()))
    return Grant()


def _words(value: object) -> frozenset[str]:
    given = value.split() if isinstance(value, str) else value
    return frozenset(word for word in given if isinstance(word, str)) if isinstance(given, list) else frozenset()


def _end(seconds: object, now: datetime) -> datetime | None:
    known = type(seconds) is int and 0 <= seconds < timedelta(days=36500).total_seconds()
    return now + timedelta(seconds=seconds) if known and isinstance(seconds, int) else None


def account_check(me: dict[str, Any], given: Grant, instance: Instance, visibility: str, host: str) -> AccountCheck:
    """From what verify_credentials says, the token's grant, and what was learnt of the server."""
    name = str(me.get("acct") or me.get("username") or "")
    rights = [f"may {what}" for scope, what in NEEDED.items() if given.allows(scope)]
    if not given.scopes:
        rights.append("the server does not say what the token allows")
    return AccountCheck(
        handle=name if "@" in name else f"{name}@{instance.domain or host}",
        url=str(me.get("url") or ""),
        rights=(*rights, f"posts are {visibility}", instance.in_words),
        expires_at=given.expires_at,
        faults=(*_lacking(given), *_troubles(me, host)),
    )


def _lacking(given: Grant) -> list[str]:
    return [
        f"the access token does not allow {scope}, so we cannot {NEEDED[scope]}; make a new one that allows "
        f"{', '.join(NEEDED)}"
        for scope in given.lacks()
    ]


def _troubles(me: dict[str, Any], host: str) -> list[str]:
    troubles = []
    if me.get("suspended"):
        troubles.append(f"the account is suspended on {host}; ask its moderators")
    if me.get("moved"):
        troubles.append("the account has moved; make an access token for the one that it moved to")
    if me.get("limited"):
        troubles.append(f"the moderators of {host} have limited the account: few will see its posts; ask them")
    return troubles
