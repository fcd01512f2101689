"""The error tree. Each name says what is true now, and so what can be done.

Every message is one line for a person: who or what: what happened; what to do. It names the setting that is at fault
and never holds a secret.
"""

from __future__ import annotations

from datetime import datetime


class SharebotError(Exception):
    """The root: everything that sharebot itself raises for a person to read."""


class SettingsError(SharebotError):
    """A setting is missing or wrong; nothing was started."""


class FeedError(SharebotError):
    """A feed could not be read; nothing of it was lost, and the next poll tries again."""


# What can go wrong around the queue -----------------------------------------------------------------------------------


class QueueError(SharebotError):
    """The queue refused; nothing was changed."""


class NotFound(QueueError):
    """There is no such post, entry or feed."""


class IllegalMove(QueueError):
    """The post's state does not allow that."""


class Changed(QueueError):
    """Somebody else changed it in the meantime; look again, then decide again."""


class SlotTaken(QueueError):
    """Another post took the slot first; ask the calendar for the next one."""


class LeaseLost(QueueError):
    """The lease ran out and the post's fate was decided elsewhere; this attempt may no longer decide it."""


class StoreUnavailable(QueueError):
    """The database cannot be used now: locked, full, read-only, corrupt, unreachable or newer than this program."""


# What can go wrong while sending --------------------------------------------------------------------------------------


class SendError(SharebotError):
    """The root of what a platform may raise from publish and look_up."""


class Unavailable(SendError):
    """Surely nothing was sent: DNS, refused connection, TLS, connect time-out, or 429."""

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        """`retry_at`: the earliest moment at which the platform wants to be asked again, if it said so."""
        super().__init__(message)
        self.retry_at = retry_at


class Throttled(Unavailable):
    """Surely nothing was sent: the platform wants no request of this account before `retry_at` (429)."""


class Rejected(SendError):
    """The platform read the request and refused it for good (a parsed 4xx); this attempt made nothing public."""


class MentionRefused(Rejected):
    """The platform refused the post for whom it mentions; named plainly, the same people might pass."""


class Locked(SendError):
    """The credentials are refused, not the post: the account waits for a person, its posts stay queued."""


class OutcomeUnknown(SendError):
    """The request may have been carried out: every 5xx, a reset, a time-out after sending, a broken 2xx."""
