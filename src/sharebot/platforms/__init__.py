"""The registry of platforms: every public module in this folder is one, under its own name.

A platform's module holds `RULES`, and `connect(account, rules, means) -> Platform` where it can be sent to. Where its
server tells limits of its own, `rules_for(account, memory) -> Rules` makes them of what is remembered; where posts cost
money, `tariff_for(account) -> Tariff` says how much; where a person can be guided to an account's settings,
`guide(talk, account, means) -> dict` does it. Nothing outside its module names it.
"""

from __future__ import annotations

import pkgutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from sharebot.errors import SettingsError
from sharebot.ports import PAID, AccountSettings, Clock, Conversation, Memory, Platform, Rules, Tariff

if TYPE_CHECKING:  # not every command that asks for rules needs the HTTP client
    from sharebot.http import Http


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a connected platform works with. `http` and `memory` are opened by whoever first calls for them."""

    home: Path
    http: Callable[[], Http]
    memory: Callable[[], Memory]
    clock: Clock

    def paid(self, account: str, amount: Decimal, what: str) -> None:
        """Write down what a request may have cost, other than one that makes a post: attempts count those."""
        if amount:
            name = f"{account} {uuid.uuid4().hex}"
            self.memory().remember(PAID, name, f"{amount} {what}", now=self.clock.now())


@cache
def names() -> tuple[str, ...]:
    """All platforms whose rules are known."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")))


def connectable() -> tuple[str, ...]:
    """The platforms that posts can be sent to."""
    return tuple(name for name in names() if hasattr(_module(name), "connect"))


def networks() -> tuple[str, ...]:
    """The platforms that are networks of their own, not stand-ins for others."""
    return tuple(name for name in names() if not hasattr(_module(name), "rules_of"))


def rules(platform: str) -> Rules:
    """Raises SettingsError for an unknown platform."""
    return cast("Rules", _module(platform).RULES)


def labels() -> dict[str, list[str]]:
    """The words by which readers choose what they do not want to see, with the networks that know each."""
    known: dict[str, list[str]] = {}
    for network in networks():
        for label in rules(network).labels:
            known.setdefault(label, []).append(network)
    return known


def rules_of(account: AccountSettings, memory: Callable[[], Memory]) -> Rules:
    """The rules that the account's shares must keep: its platform's, or those of the one that it stands in for."""
    module = _module(account.platform)
    if hasattr(module, "rules_of"):
        return unasked(rules(module.rules_of(account, networks())))
    if hasattr(module, "rules_for"):
        return cast("Rules", module.rules_for(account, memory()))
    return cast("Rules", module.RULES)


def unasked(rules: Rules) -> Rules:
    """The same rules where nobody can ask the network whose a handle is: it is tagged as if the network had said so."""
    return replace(rules, mention_needs_id=False)


def connect(account: AccountSettings, means: Means) -> Platform:
    """The account, ready to send. Raises SettingsError where a setting is missing or the platform cannot be sent to."""
    module = _module(account.platform)
    if not hasattr(module, "connect"):
        raise SettingsError(
            f"SHAREBOT_ACCOUNTS: sharebot writes and measures shares for {account.platform} but cannot send there; "
            f"use outbox-{account.platform} to have them written to the outbox"
        )
    return cast("Platform", module.connect(account, rules_of(account, means.memory), means))


def tariff(account: AccountSettings) -> Tariff | None:
    """What the account's posts cost; None where they cost nothing. Raises SettingsError for what is no amount."""
    module = _module(account.platform)
    return cast("Tariff", module.tariff_for(account)) if hasattr(module, "tariff_for") else None


def guided() -> tuple[str, ...]:
    """The platforms that guide a person to an account's settings."""
    return tuple(name for name in connectable() if hasattr(_module(name), "guide"))


def guide(talk: Conversation, account: AccountSettings, means: Means) -> dict[str, str]:
    """The account's settings by field, as a person and the platform give them; what it has already is the default.

    Raises SharebotError where there will be none.
    """
    return cast("dict[str, str]", _module(account.platform).guide(talk, account, means))


def _module(platform: str) -> ModuleType:
    if platform not in names():
        near = get_close_matches(platform, names(), n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names())}"
        raise SettingsError(f"SHAREBOT_ACCOUNTS: there is no platform {platform!r}; {hint}")
    return import_module(f"{__name__}.{platform}")
