"""Pure: an entry, its authors and a platform's rules make a share, measured in the platform's own unit.

quotes and templates are imported where they are used: most shares need neither.
"""

from sharebot.compose.composing import compose
from sharebot.compose.edited import from_text
from sharebot.compose.hashtags import is_hashtag
from sharebot.compose.measuring import fits, lengths, measure
from sharebot.compose.picture import moves, picture
from sharebot.compose.plain import named_plainly
from sharebot.compose.spans import spans
from sharebot.compose.tracking import untracked

__all__ = [
    "compose",
    "fits",
    "from_text",
    "is_hashtag",
    "lengths",
    "measure",
    "moves",
    "named_plainly",
    "picture",
    "spans",
    "untracked",
]
