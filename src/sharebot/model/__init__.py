"""The nouns, the states and the allowed moves. Values only: nothing here reads a clock, a file or a network.

All times are aware UTC datetimes; all text is Unicode NFC as its source gave it.
"""

from sharebot.model.entries import Author, Blog, Byline, Claim, Entry, Evidence, Handle, Image, Level, Recognised
from sharebot.model.feeds import EntryRecord, Fate, FeedState, Intake, NewPost, Polled, Revision
from sharebot.model.people import (
    EVERYWHERE,
    TAGGED,
    Identity,
    KnownHandle,
    Person,
    PersonStep,
    Standing,
    name_key,
)
from sharebot.model.posts import (
    MOVES,
    UNSENT,
    AccountState,
    Attempt,
    Doubt,
    Payload,
    Post,
    PostFilter,
    Receipt,
    State,
    Step,
    Verdict,
)
from sharebot.model.shares import Card, Picture, Share, Span
from sharebot.model.styles import PLAIN_STYLE, Style

__all__ = [
    "EVERYWHERE",
    "MOVES",
    "PLAIN_STYLE",
    "TAGGED",
    "UNSENT",
    "AccountState",
    "Attempt",
    "Author",
    "Blog",
    "Byline",
    "Card",
    "Claim",
    "Doubt",
    "Entry",
    "EntryRecord",
    "Evidence",
    "Fate",
    "FeedState",
    "Handle",
    "Identity",
    "Image",
    "Intake",
    "KnownHandle",
    "Level",
    "NewPost",
    "Payload",
    "Person",
    "PersonStep",
    "Picture",
    "Polled",
    "Post",
    "PostFilter",
    "Receipt",
    "Recognised",
    "Revision",
    "Share",
    "Span",
    "Standing",
    "State",
    "Step",
    "Style",
    "Verdict",
    "name_key",
]
