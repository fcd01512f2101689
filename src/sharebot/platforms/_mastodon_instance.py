"""What a server that speaks Mastodon's API says of itself: which software it is, what it allows, how it keeps keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from math import isqrt
from typing import Any, Self

from sharebot.ports import Guarantee, GuaranteeKind, Limit, Memory, PictureRules, Rules, Unit

KIND = "instance"

_REST = timedelta(seconds=60)
"""Longer than a server may still work on a request: before 4.6.0 two at once under one key made two posts (#37879)."""

_LOOKS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

KEYS = Guarantee(
    kind=GuaranteeKind.KEY,
    # Redis keeps a key for an hour after the post was saved (docs.joinmastodon.org/methods/statuses, mirror of
    # 2026-07-02); half of it is relied on.
    key_life=timedelta(minutes=30),
    # 4.6.0 answers 500 to every repeat of a post that it has (mastodon/mastodon #40399, read 2026-11-24).
    one_repeat=True,
    rest=_REST,
    looks=_LOOKS,
)
LOOKING = Guarantee(kind=GuaranteeKind.LOOK_UP, rest=_REST, looks=_LOOKS)

_MASTODONS = frozenset({"mastodon", "hometown", "glitch"})
"""software.name in nodeinfo; glitch-soc calls itself mastodon and says +glitch in its version."""

_FORKS = ("+glitch", "+hometown")

_KEEPERS = _MASTODONS | {"hollo"}
"""Who keeps keys. GoToSocial, Takahe, Pixelfed and snac do not (measured or read in their source, 2026-11-23)."""

_PICTURES = ("image/jpeg", "image/png", "image/webp")

_MOST_SIDE = 8192
_ABSURD = 100_000_000


def setting(account: str, field: str) -> str:
    """The full name of an account's setting, for complaints."""
    return f"SHAREBOT_{account.upper().replace('-', '_')}_{field}"


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A server as it was last seen; 0 and "" where it did not say.

    `domain` is the host in its users' handles. `link`: characters that any link counts as. `alt`: characters of a
    picture's description. `pixels`: the most that a picture may have, width times height.
    """

    software: str = ""
    version: str = ""
    domain: str = ""
    characters: int = 0
    link: int = 0
    alt: int = 0
    bytes: int = 0
    pixels: int = 0
    media_types: tuple[str, ...] = ()

    # What it said -----------------------------------------------------------------------------------------------------

    @classmethod
    def told(cls, instance: Mapping[str, Any], software: Mapping[str, Any]) -> Self:
        """From /api/v2/instance or /api/v1/instance, and from the `software` of its nodeinfo."""
        configuration = _part(instance, "configuration")
        statuses, media = _part(configuration, "statuses"), _part(configuration, "media_attachments")
        types = media.get("supported_mime_types")
        return cls(
            software=_word(software.get("name")).lower(),
            version=_word(software.get("version")) or _word(instance.get("version")),
            domain=_word(instance.get("domain")) or _word(instance.get("uri")).rpartition("//")[2],
            characters=_number(statuses.get("max_characters")) or _number(instance.get("max_toot_chars")),
            link=_number(statuses.get("characters_reserved_per_url")),
            alt=_number(media.get("description_limit")),
            bytes=_number(media.get("image_size_limit")),
            pixels=_number(media.get("image_matrix_limit")),
            media_types=tuple(kind for kind in _PICTURES if isinstance(types, list) and kind in types),
        )

    @classmethod
    def recall(cls, memory: Memory, url: str) -> Self | None:
        """As it is remembered; None where it was never learnt, or by a program that wrote it otherwise."""
        fact = memory.recall(KIND, url) if url else None
        try:
            kept = json.loads(fact.value) if fact else {}
            known = {field.name: kept[field.name] for field in fields(cls)} if kept else None
        except (KeyError, TypeError, ValueError):
            return None
        return cls(**{**known, "media_types": tuple(known["media_types"])}) if known else None

    def remember(self, memory: Memory, url: str, now: datetime) -> None:
        memory.remember(KIND, url, json.dumps(asdict(self)), now=now)

    # What follows -----------------------------------------------------------------------------------------------------

    @property
    def is_mastodon(self) -> bool:
        return self.software in _MASTODONS or any(fork in self.version for fork in _FORKS)

    @property
    def guarantee(self) -> Guarantee:
        """Software that nobody looked at counts as ignoring the key: looking is always right, only slower."""
        return KEYS if self.is_mastodon or self.software in _KEEPERS else LOOKING

    def rules(self, base: Rules) -> Rules:
        """The platform's rules with this server's numbers."""
        most = self.characters or base.limits[0].most
        picture = self._picture(base.picture) if base.picture else None
        if self.is_mastodon or not self.software:
            limits = (Limit(unit=Unit.GRAPHEMES, most=most),)
            return replace(base, limits=limits, link_cost=self.link or base.link_cost, picture=picture)
        # GoToSocial, Takahe and activities.next announce 23 or 25 and count links and mentions as written, in code
        # points or UTF-16 units (measured 2026-11-23): the largest count is the safe one.
        limits = (Limit(unit=Unit.UTF16, most=most),)
        return replace(base, limits=limits, link_cost=None, mention_cost="whole", picture=picture)

    def _picture(self, base: PictureRules) -> PictureRules:
        """The side of the square that has as many pixels as are allowed: no picture within it can have more."""
        return PictureRules(
            most_bytes=self.bytes or base.most_bytes,
            most_side=min(isqrt(self.pixels), _MOST_SIDE) or base.most_side,
            media_types=self.media_types or base.media_types,
            most_alt=self.alt or base.most_alt,
        )

    @property
    def in_words(self) -> str:
        """For a person: which software, and what follows for a post whose answer was lost."""
        name = f"{self.software or 'unknown software'} {self.version}".strip()
        if self.guarantee is KEYS:
            return f"{name}: a post whose answer was lost is sent again under its key, and looked up after half an hour"
        return f"{name}: a post whose answer was lost is looked up before it is sent again"


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _word(value: object) -> str:
    return "".join(sign for sign in value if sign.isprintable())[:100] if isinstance(value, str) else ""


def _number(value: object) -> int:
    """0 for what is no sensible number."""
    return value if type(value) is int and 0 < value < _ABSURD else 0
