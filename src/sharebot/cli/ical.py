"""sharebot calendar --ics: the posts as an iCalendar file (RFC 5545), to look at in any calendar program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sharebot.cli.printing import one_line, shortened
from sharebot.cli.secrets import without_passwords
from sharebot.model import Post, State

if TYPE_CHECKING:
    from icalendar import Event

    from sharebot.bot.staff import SlotRow

TITLE_WIDTH = 60
LASTS = timedelta(minutes=15)
"""A post has no length; programs show an event without one as a line that nobody can touch."""

ASKED_EVERY = timedelta(hours=1)
"""How often programs that are subscribed are asked to read the file again."""


def written(rows: Sequence[SlotRow], *, name: str, zone: str) -> bytes:
    """The dated posts among the rows. Each keeps its UID whatever becomes of it, so that programs move it along."""
    from icalendar import Calendar

    calendar = Calendar.new(
        name=name,
        prodid="-//sharebot//posts//EN",
        uid="posts@sharebot.invalid",
        subcomponents=[_event(row.post) for row in rows if row.post and row.post.due_at],
    )
    calendar.add("X-WR-TIMEZONE", zone)
    calendar.add("REFRESH-INTERVAL", ASKED_EVERY, {"VALUE": "DURATION"})
    found: bytes = calendar.to_ical()
    return found


def _event(post: Post) -> Event:
    from icalendar import STATUS, TRANSP, Event

    event = Event.new(
        uid=f"post-{post.id}-{post.created_at:%Y%m%dT%H%M%SZ}@sharebot.invalid",
        summary=f"{post.account}: {shortened(without_passwords(post.share.text), TITLE_WIDTH)}",
        description=without_passwords(_description(post)),
        start=post.due_at,
        stamp=post.updated_at,
        last_modified=post.updated_at,
        sequence=post.version,
        categories=[post.account, str(post.state)],
        status=STATUS.TENTATIVE if _may_still_change(post) else STATUS.CONFIRMED,
        url=post.receipt.url if post.receipt else post.share.link or None,
        transparency=TRANSP.TRANSPARENT,
    )
    event.duration = LASTS
    return event


def _may_still_change(post: Post) -> bool:
    return post.state in {State.DRAFT, State.UNSURE, State.FAILED} or bool(post.hold)


def _description(post: Post) -> str:
    held = f", held: {one_line(post.hold)}" if post.hold else ""
    return f"{post.share.text}\n\npost {post.id}, {post.state}{held}"
