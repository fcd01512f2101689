"""What the blog has decided about new entries and posts: which of them wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sharebot.model import Author


class Approval(StrEnum):
    """Which new posts wait as drafts for a person."""

    AUTO = "auto"
    GUESTS = "guests"
    ALL = "all"


def why_wait(approval: Approval, authors: Sequence[Author]) -> str:
    """Why a post by these authors waits for a person; empty if it does not."""
    match approval:
        case Approval.ALL:
            return "SHAREBOT_APPROVAL is all: every post waits for a person"
        case Approval.GUESTS if any(author.guest for author in authors):
            return "SHAREBOT_APPROVAL is guests: a guest's post waits for a person"
        case _:
            return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """What the blog has decided about new entries.

    `flood`: so many new entries at once are normal, more are held. `old_after`: an entry older than this at first
    sight is held.
    """

    approval: Approval = Approval.AUTO
    flood: int = 5
    old_after: timedelta = timedelta(days=2)
