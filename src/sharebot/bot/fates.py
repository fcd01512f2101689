"""What an entry's own words, its record, and what went wrong with it, say of its fate."""

from __future__ import annotations

from dataclasses import replace

from sharebot.errors import SharebotError
from sharebot.model import Entry, EntryRecord, Fate, Intake
from sharebot.ports import Tell

PROTECTED = "password-protected: skipped until it opens"


def why_skipped(entry: Entry) -> str:
    if entry.protected:
        return PROTECTED
    return "" if entry.url else "it has no link, so there is nothing to share"


def scoped(entry: Entry, feed: str) -> Entry:
    """A guid that is no address or URN ("5") names an entry in its own feed only."""
    names = [name if ":" in name else f"{name} in {feed}" for name in (entry.id, *entry.aliases)]
    return replace(entry, id=names[0], aliases=tuple(names[1:]))


def has_opened(record: EntryRecord, entry: Entry) -> bool:
    """Whether an entry that was skipped may be shared by now."""
    return record.fate is Fate.SKIPPED and not why_skipped(entry)


def was_edited(record: EntryRecord, entry: Entry) -> bool:
    """Whether the entry says something else than its record, or goes by a new name."""
    return _as_in_feed(entry) != _as_in_feed(record.entry)


def _as_in_feed(entry: Entry) -> Entry:
    return replace(entry, page="", page_card=None, author_pages=())


def was_brought(record: EntryRecord, entry: Entry) -> bool:
    """Whether a person added it before the feed showed it."""
    return not record.feed and not entry.protected


def adopted(record: EntryRecord, entry: Entry) -> Intake:
    """Its posts stay as they were shown to the person who added it, and no account lacks one."""
    return Intake(entry=entry, fate=record.fate, reason=record.reason, authors=record.authors, record_id=record.id)


def seen(entry: Entry) -> Intake:
    return Intake(entry=entry, fate=Fate.SEEN, reason="was in the feed at its first poll")


def flood(count: int) -> str:
    return f"{count} new entries at once: held so that nobody is flooded"


def tell_fault(tell: Tell, entry: Entry, error: Exception) -> str:
    """Tell that nothing could be made of an entry; returns it in words."""
    what = str(error) if isinstance(error, SharebotError) else f"{type(error).__name__}: {error}"
    reason = f"no share could be made of it: {what}"
    tell("entry.failed", level="error", url=entry.url, title=entry.title, reason=reason)
    return reason
