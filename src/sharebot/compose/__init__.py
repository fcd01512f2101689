"""Pure: an entry, its authors and a platform's rules make a share, measured in the platform's own unit."""

from sharebot.compose.composing import compose
from sharebot.compose.edited import from_text
from sharebot.compose.hashtags import is_hashtag
from sharebot.compose.measuring import fits, measure
from sharebot.compose.plain import named_plainly
from sharebot.compose.quotes import Quote, quotes
from sharebot.compose.templates import VARIABLES, TemplateError, form, template_of
from sharebot.compose.tracking import untracked

__all__ = [
    "VARIABLES",
    "Quote",
    "TemplateError",
    "compose",
    "fits",
    "form",
    "from_text",
    "is_hashtag",
    "measure",
    "named_plainly",
    "quotes",
    "template_of",
    "untracked",
]
