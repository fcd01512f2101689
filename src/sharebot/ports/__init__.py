"""The walls of the house: what bot asks of the rooms around it, and the data by which platforms describe themselves."""

from sharebot.ports.platforms import (
    AccountCheck,
    AccountSettings,
    Checked,
    Directory,
    Fact,
    Guarantee,
    GuaranteeKind,
    Lane,
    Limit,
    LinkSyntax,
    Memory,
    PictureRules,
    Platform,
    Rules,
    Unit,
)
from sharebot.ports.queue import Claim, Queue
from sharebot.ports.reading import AuthorRules, Clock, Compose, Credit, FeedSource, Page, PageState, Tell

__all__ = [
    "AccountCheck",
    "AccountSettings",
    "AuthorRules",
    "Checked",
    "Claim",
    "Clock",
    "Compose",
    "Credit",
    "Directory",
    "Fact",
    "FeedSource",
    "Guarantee",
    "GuaranteeKind",
    "Lane",
    "Limit",
    "LinkSyntax",
    "Memory",
    "Page",
    "PageState",
    "PictureRules",
    "Platform",
    "Queue",
    "Rules",
    "Tell",
    "Unit",
]
