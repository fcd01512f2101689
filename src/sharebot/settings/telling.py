"""How the settings that say who is told of what are read: notifiers' addresses, kinds of notices, the digest's time.

Like all readers they raise ValueError with one line: the value's fault and an example. An address is never quoted.
"""

from __future__ import annotations

import re

from sharebot.model import ABOUT, About
from sharebot.schedule import Weekly, parse_slots
from sharebot.schedule.words import fault
from sharebot.settings.secret import Secret

NOTIFY_EXAMPLE = "ntfys://ntfy.example/harborlight mailtos://user:password@mail.example?to=dana@blog.example"
ABOUT_EXAMPLE = "unsure failed paused feed"
DIGEST_EXAMPLE = "mon-fri 08:00"


def notifiers(text: str) -> tuple[Secret, ...]:
    """Commas stay: they occur in addresses."""
    words = tuple(dict.fromkeys(text.split()))
    for place, word in enumerate(words, 1):
        if not re.fullmatch(r"(?i)[a-z][a-z0-9+.-]*://.+", word):
            raise ValueError(
                f"address {place} of {len(words)} does not begin with a kind and ://; write for example "
                f"{NOTIFY_EXAMPLE}, and a blank within an address as %20"
            )
    return tuple(map(Secret, words))


def about(text: str) -> frozenset[About]:
    words = text.lower().replace(",", " ").split()
    if words == ["all"]:
        return ABOUT
    for word in words:
        if word not in set(About):
            raise fault(word, f"is none of all, {', '.join(About)}", ABOUT_EXAMPLE)
    return frozenset(map(About, words))


def digest(text: str) -> Weekly:
    """As slots are written; a time alone is that of every day, and none is no digest."""
    if text.lower() == "none":
        return ()
    weekly = parse_slots(f"daily {text}" if text[:1].isdigit() else text)
    if not weekly:
        raise fault(text, "is no time of day", DIGEST_EXAMPLE)
    return weekly
