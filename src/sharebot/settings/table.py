"""The table of all settings: name, how it is read, default, meaning and example.

config.example.env and docs/settings.md are generated from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sharebot import schedule
from sharebot.model import About
from sharebot.schedule import rounds
from sharebot.settings import address, readers, sharing, telling

PREFIX = "SHAREBOT_"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """One row. `default` is written like a value; where it is not a plain value, `usual` says in words what it is."""

    name: str
    read: Callable[[str], T]
    meaning: str
    example: str
    default: str = ""
    usual: str = ""


# The rows -------------------------------------------------------------------------------------------------------------


FEEDS = Setting(
    name="FEEDS",
    read=readers.feeds,
    meaning="The addresses of the blog's feeds, or files, separated by blanks.",
    usual="none",
    example="https://blog.example/feed/",
)
BLOG_NAME = Setting(
    name="BLOG_NAME",
    read=readers.line,
    meaning="The blog's name: never taken for an author.",
    usual="none",
    example="Harborlight",
)
STAFF = Setting(
    name="STAFF",
    read=readers.people,
    meaning="The blog's own people, separated by semicolons: they are never taken for guests.",
    usual="none",
    example="Dana Quillfeather; Tomas Berglind",
)
OWN_HANDLES = Setting(
    name="OWN_HANDLES",
    read=readers.handles,
    meaning="The blog's own handles, platform:handle, separated by blanks: they are never taken for a guest's.",
    usual="none",
    example=readers.OWN_HANDLES_EXAMPLE,
)
APPROVAL = Setting(
    name="APPROVAL",
    read=readers.one_of("auto", "guests", "all"),
    meaning="Which new posts wait as drafts for a person: none (auto), those about guests' entries, or all.",
    default="auto",
    example="guests",
)
FLOOD = Setting(
    name="FLOOD",
    read=readers.number(0, "5"),
    meaning="How many new entries at once are normal; if a feed shows more, all of them are held for a person.",
    default="5",
    example="10",
)
OLD_AFTER = Setting(
    name="OLD_AFTER",
    read=readers.some_time,
    meaning="An entry that was published longer ago than this when it is first seen is held for a person.",
    default="2d",
    example="7d",
)
POLL_EVERY = Setting(
    name="POLL_EVERY", read=readers.some_time, meaning="How often each feed is read.", default="10m", example="30m"
)
PRIVATE_HOSTS = Setting(
    name="PRIVATE_HOSTS",
    read=readers.hosts,
    meaning="Hosts on private or loopback addresses that may be read, separated by blanks; all others are refused.",
    usual="none",
    example="127.0.0.1",
)
ACCOUNTS = Setting(
    name="ACCOUNTS",
    read=readers.accounts,
    meaning="The accounts to post as, separated by blanks. The platform is the part before the first dash. "
    "An outbox writes posts to files instead of sending them: outbox by the rules of X, outbox-mastodon by Mastodon's.",
    default="outbox",
    example=readers.ACCOUNTS_EXAMPLE,
)
TAG = Setting(
    name="TAG",
    read=readers.one_of("stated", "confirmed", "off"),
    meaning="Which authors are tagged: all whose handle the blog states or a platform proves (stated), only those "
    "whose handle a person has confirmed (confirmed), or none (off). All are named in any case.",
    default="stated",
    example="confirmed",
)
TEMPLATE = Setting(
    name="TEMPLATE",
    read=sharing.template,
    meaning="The form of the shares: a Jinja2 template, or @ and the name of a file with one; see docs/how-to.md. "
    "The usual form is {{ line }}, {{ link }} and {{ hashtags }} with empty lines between them.",
    usual="the usual form",
    example="{{ headline }} — {{ credit }}\\n\\n{{ link }}\\n\\n{{ hashtags }}",
)
HASHTAGS = Setting(
    name="HASHTAGS",
    read=sharing.hashtags,
    meaning="Which hashtags stand for a category, where they are not simply made of its name: category=tags, separated "
    "by semicolons; no tag at all leaves the category out.",
    usual="made of the categories' names",
    example=sharing.HASHTAGS_EXAMPLE,
)
UTM = Setting(
    name="UTM",
    read=sharing.tracking,
    meaning="Parameters that are added to the links, for the blog's own statistics; {platform}, {account} and {round} "
    "are filled in. What a link has already is left as it is.",
    usual="none",
    example=sharing.UTM_EXAMPLE,
)
WARNINGS = Setting(
    name="WARNINGS",
    read=sharing.warnings,
    meaning="Which categories put a share behind a content warning, where the network has such: category=warning, "
    "separated by semicolons.",
    usual="none",
    example=sharing.WARNINGS_EXAMPLE,
)
LABELS = Setting(
    name="LABELS",
    read=sharing.labels,
    meaning="Which categories put a network's own labels on a share, for what some readers do not want to see: "
    "category=labels, separated by semicolons. Bluesky knows sexual, nudity, porn and graphic-media.",
    usual="none",
    example=sharing.LABELS_EXAMPLE,
)
PICTURE = Setting(
    name="PICTURE",
    read=readers.one_of("card", "attach", "none"),
    meaning="The article's picture: left to the link preview (card), attached to the post where the network takes "
    "pictures (attach), or left out, of previews that come from us too (none).",
    default="card",
    example="attach",
)
TIMEZONE = Setting(
    name="TIMEZONE",
    read=schedule.parse_zone,
    meaning="The time zone of slots, quiet hours and days, and of the times that staff write; an IANA name.",
    default="UTC",
    example="Europe/Berlin",
)
SLOTS = Setting(
    name="SLOTS",
    read=schedule.parse_slots,
    meaning="When posts go out: days and times, separated by semicolons; or now, for at once.",
    default="mon-fri 09:00 12:30 17:00",
    example="mon-fri 09:00 12:30 17:00; sat 10:00",
)
QUIET_HOURS = Setting(
    name="QUIET_HOURS",
    read=schedule.parse_quiet_hours,
    meaning="Hours in which nothing goes out, whatever the slots say; or none.",
    default="none",
    example="22:00-07:00",
)
SPACING = Setting(
    name="SPACING",
    read=schedule.parse_duration,
    meaning="The least time between two posts of an account.",
    default="0",
    example="30m",
)
MOST_PER_DAY = Setting(
    name="MOST_PER_DAY",
    read=readers.number_or_none,
    meaning="The most posts of an account in one day; or none, for any number.",
    default="none",
    example="3",
)
BLACKOUT = Setting(
    name="BLACKOUT",
    read=schedule.parse_blackouts,
    meaning="Dates, and ranges of dates, on which nothing goes out; or none.",
    default="none",
    example="2026-12-24..2026-12-26 2027-01-01",
)
RESHARE = Setting(
    name="RESHARE",
    read=rounds.parse_rounds,
    meaning="After which times an article is shared again, counted from its first share, each time in other words and "
    "without tagging anybody again; or none. New posts go first.",
    default="none",
    example="3d 30d 180d",
)
RESHARE_CATEGORIES = Setting(
    name="RESHARE_CATEGORIES",
    read=rounds.parse_categories,
    meaning="The same for articles of some categories: category=times, separated by semicolons; the first that fits "
    "counts. An account whose own RESHARE is none shares nothing again.",
    usual="none",
    example=rounds.CATEGORIES_EXAMPLE,
)
RESHARE_UNTIL = Setting(
    name="RESHARE_UNTIL",
    read=rounds.parse_until,
    meaning="The last day on which anything is shared again; or none.",
    default="none",
    example="2027-06-30",
)
TOO_LATE = Setting(
    name="TOO_LATE",
    read=readers.some_time,
    meaning="A post that is overdue for longer than this, because nothing ran, is held for a person.",
    default="2d",
    example="12h",
)
NOTIFY = Setting(
    name="NOTIFY",
    read=telling.notifiers,
    meaning="Where people are told what needs them: addresses as apprise writes them (mail, Slack, ntfy …), separated "
    "by blanks. They hold passwords, and are never shown.",
    usual="nobody is told",
    example=telling.NOTIFY_EXAMPLE,
)
NOTIFY_ABOUT = Setting(
    name="NOTIFY_ABOUT",
    read=telling.about,
    meaning=f"What they are told of: {', '.join(About)}; or all.",
    default="all",
    example=telling.ABOUT_EXAMPLE,
)
DIGEST = Setting(
    name="DIGEST",
    read=telling.digest,
    meaning="When they get a summary: a time for every day, or days and times as slots are written; or none. Where "
    "there is nothing to tell, none is sent.",
    default="none",
    example=telling.DIGEST_EXAMPLE,
)
HOME = Setting(
    name="HOME",
    read=str,
    meaning="The data folder: the queue's database, and the outbox.",
    usual="the user's data folder",
    example="/srv/sharebot",
)
DATABASE_URL = Setting(
    name="DATABASE_URL",
    read=readers.database,
    meaning="The queue's database: SQLite, or PostgreSQL when one machine is not enough.",
    usual="sharebot.db in the data folder",
    example="postgresql+psycopg://sharebot:password@localhost/sharebot",
)
KEEP = Setting(
    name="KEEP",
    read=readers.keep,
    meaning="For how long attempts, histories, acts and payloads of posts that are over are kept, at least 90d; or "
    "forever. Posts and entries are always kept, and so is all that is in doubt.",
    default="730d",
    example="forever",
)
LOG = Setting(
    name="LOG",
    read=readers.one_of("auto", "human", "json"),
    meaning="How the log is written: for people, as JSON for programs, or as fits where it goes (auto).",
    default="auto",
    example="json",
)
HTTP = Setting(
    name="HTTP",
    read=address.parse_address,
    meaning="Where the daemon answers /healthz, /readyz and /metrics, for what watches it from outside: an IP address "
    "of this machine and a port. It asks for no password.",
    usual="nowhere",
    example=address.EXAMPLE,
)
ENV_FILE = Setting(
    name="ENV_FILE",
    read=str,
    meaning="The file that these settings are read from; it counts in the environment only, which beats the file.",
    usual=".env in the current folder",
    example="/etc/sharebot.env",
)

DEBUG = Setting(
    name="DEBUG",
    read=readers.one_of("0", "1"),
    meaning="Whether an error shows its whole traceback, like --debug; it counts in the environment only.",
    default="0",
    example="1",
)

CALENDAR: tuple[Setting[Any], ...] = (TIMEZONE, SLOTS, QUIET_HOURS, SPACING, MOST_PER_DAY, BLACKOUT)
STYLE: tuple[Setting[Any], ...] = (TEMPLATE, HASHTAGS, UTM, WARNINGS, LABELS)
ROUNDS: tuple[Setting[Any], ...] = (RESHARE, RESHARE_CATEGORIES, RESHARE_UNTIL)
OF_AN_ACCOUNT: tuple[Setting[Any], ...] = (TAG, PICTURE, *STYLE, *CALENDAR, *ROUNDS)
"""The settings that an account may have of its own: SHAREBOT_<ACCOUNT>_SLOTS beats SHAREBOT_SLOTS."""

GROUPS: dict[str, tuple[Setting[Any], ...]] = {
    "The blog": (FEEDS, BLOG_NAME, STAFF, OWN_HANDLES),
    "What is shared": (APPROVAL, FLOOD, OLD_AFTER, POLL_EVERY, PRIVATE_HOSTS),
    "Accounts": (ACCOUNTS, TAG, PICTURE),
    "How shares read": STYLE,
    "The calendar": (*CALENDAR, TOO_LATE),
    "Shares after the first": ROUNDS,
    "Who is told": (NOTIFY, NOTIFY_ABOUT, DIGEST),
    "The house": (HOME, DATABASE_URL, KEEP, LOG, HTTP, ENV_FILE, DEBUG),
}

NAMES = frozenset(PREFIX + setting.name for rows in GROUPS.values() for setting in rows)

ACCOUNT_FIELDS = {
    "URL": ("The address of the account's server.", "SHAREBOT_MASTODON_URL=https://social.example"),
    "HANDLE": ("The account's handle.", "SHAREBOT_BLUESKY_HANDLE=harborlight.example"),
    "APP_PASSWORD": ("A password that was made for sharebot alone.", "SHAREBOT_BLUESKY_APP_PASSWORD=…"),
    "DIRECTORY": (
        "Where it is looked up whose a handle is, if not in the network's usual directory.",
        "SHAREBOT_BLUESKY_DIRECTORY=https://plc.example",
    ),
    "ACCESS_TOKEN": ("A token that may write posts as the account.", "SHAREBOT_MASTODON_ACCESS_TOKEN=…"),
    "ACCESS_TOKEN_SECRET": ("The secret that belongs to the access token.", "SHAREBOT_X_ACCESS_TOKEN_SECRET=…"),
    "API_KEY": ("The key of your application on the network.", "SHAREBOT_X_API_KEY=…"),
    "API_SECRET": ("The secret that belongs to the application's key.", "SHAREBOT_X_API_SECRET=…"),
    "VISIBILITY": (
        "Who sees the account's posts on Mastodon: public, unlisted or private (followers only).",
        "SHAREBOT_MASTODON_VISIBILITY=unlisted",
    ),
    "LANGUAGE": (
        "The language of the account's posts, where it is not the article's own.",
        "SHAREBOT_MASTODON_LANGUAGE=en",
    ),
    "SPOILER_TEXT": (
        "A content warning that stands above every post of the account; it takes its length from the text.",
        "SHAREBOT_MASTODON_SPOILER_TEXT=Drug use",
    ),
    "PRICE_POST": (
        "What the network charges for a post without a link, in US dollars; X's was 0.015 on 2026-08-22.",
        "SHAREBOT_X_PRICE_POST=0.015",
    ),
    "PRICE_LINK": (
        "What the network charges for a post with a link, in US dollars; X's was 0.20 on 2026-08-22.",
        "SHAREBOT_X_PRICE_LINK=0.20",
    ),
    "MONTHLY_CAP": (
        "The most that an account's posts may cost in a month, in US dollars; or none, for any amount.",
        "SHAREBOT_X_MONTHLY_CAP=10",
    ),
    "RULES": ("The network whose rules an outbox follows.", "SHAREBOT_OUTBOX_RULES=bluesky"),
}
"""What networks ask an account for, each with an example: for people to read, and to tell slips of the pen.

Which of them a network needs, and any others, its platform knows.
"""
