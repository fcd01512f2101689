"""What is frozen of a post for X, before anything is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A payload's body. `link` is empty where the text has none.

    `frozen_at` is the wall clock's time, `boot` and `ticks` the steady clock's (see ports.Clock). `media_type` is empty
    where there is no picture.
    """

    text: str
    link: str
    mentions: tuple[str, ...]
    frozen_at: datetime
    boot: str
    ticks: float
    media_type: str = ""
    alt: str = ""

    def written(self) -> bytes:
        fields = {
            "text": self.text,
            "link": self.link,
            "mentions": list(self.mentions),
            "frozen_at": self.frozen_at.isoformat(),
            "boot": self.boot,
            "ticks": self.ticks,
            "media_type": self.media_type,
            "alt": self.alt,
        }
        return json.dumps(fields, ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, body: bytes) -> Self:
        fields = json.loads(body)
        frozen_at = datetime.fromisoformat(fields.pop("frozen_at"))
        return cls(**{**fields, "mentions": tuple(fields["mentions"])}, frozen_at=frozen_at)
