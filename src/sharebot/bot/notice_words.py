"""How notices read: plain text, a short subject, and nothing in it that a mail, a chat or a person could trip over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from itertools import groupby

from sharebot.bot.notices import Thing
from sharebot.clock import in_zone
from sharebot.model import About, Post
from sharebot.ports import Notice

SHOWN = 5
"""Of a kind; the others are counted."""

LONGEST_SUBJECT = 120
LONGEST_NAME = 80
LONGEST_DETAIL = 240

_JOINER = "\N{WORD JOINER}"
_CALLS = re.compile(r"([@＠<]|\](?=\())")
"""What begins @everyone, Slack's <!channel> and <address|words>, and the second half of a [link](address)."""

_PASSWORD = re.compile(r"(?<=://)[^/\s@]*@")

_HEADS = {
    About.PAUSED: ("an account is paused", "{} accounts are paused"),
    About.UNSURE: ("a post is unsure", "{} posts are unsure"),
    About.FAILED: ("a post failed", "{} posts failed"),
    About.CREDENTIALS: ("credentials end soon", "credentials of {} accounts end soon"),
    About.FEED: ("a feed cannot be read", "{} feeds cannot be read"),
    About.COST: ("the month's money is spent", "the month's money of {} accounts is spent"),
    About.DISK: ("the disk is nearly full", "{} disks are nearly full"),
    About.DAEMON: ("the daemon is back", "the daemon is back"),
    About.HELD: ("a post is held", "{} posts are held"),
    About.STRANDED: ("a post has no account any more", "{} posts have no account any more"),
    About.DRAFT: ("a post waits for approval", "{} posts wait for approval"),
    About.AUTHOR: ("an author's handle waits for you", "{} handles of authors wait for you"),
}

_OVER = ("a feed is well again", "{} feeds are well again")

_LISTS = {
    About.PAUSED: "sharebot accounts",
    About.UNSURE: "sharebot queue --state unsure",
    About.FAILED: "sharebot queue --state failed",
    About.CREDENTIALS: "sharebot accounts check",
    About.FEED: "sharebot feeds",
    About.COST: "sharebot accounts",
    About.HELD: "sharebot queue --state queued",
    About.STRANDED: "sharebot queue --state queued",
    About.DRAFT: "sharebot queue --state draft",
    About.AUTHOR: "sharebot authors review",
}
"""What lists those that are not shown."""


def notice(things: Sequence[Thing], *, blog: str, zone: tzinfo, now: datetime) -> Notice:
    """One notice of all things, which come in order of what they are about."""
    groups = [list(group) for _, group in groupby(things, key=_kind)]
    heads = [_head(group) for group in groups]
    parts = [_part(group, zone) for group in groups]
    parts.append(f"As of {when(now, zone)} ({zone}).")
    return Notice(subject=subject(heads, blog), text="\n\n".join(parts))


def subject(heads: Iterable[str], blog: str) -> str:
    return cut(f"{plain(blog) or 'sharebot'}: {', '.join(heads)}", LONGEST_SUBJECT)


def _kind(thing: Thing) -> tuple[About, bool]:
    """What is over does not stand among what has begun."""
    return thing.about, bool(thing.ends)


def _head(group: Sequence[Thing]) -> str:
    one, many = _OVER if group[0].ends else _HEADS[group[0].about]
    return one if len(group) == 1 else many.format(len(group))


def shown(things: Sequence[Thing]) -> list[Thing]:
    """Those of each kind that are shown one by one."""
    return [thing for _, group in groupby(things, key=_kind) for thing in list(group)[:SHOWN]]


def _part(group: Sequence[Thing], zone: tzinfo) -> str:
    about, title = group[0].about, _head(group)
    lines = [f"{title[0].upper()}{title[1:]}:"]
    for thing in group[:SHOWN]:
        lines += _lines(thing, zone)
    if (rest := len(group) - SHOWN) > 0:
        lines.append(f"  and {rest} more: {_LISTS[about]}" if about in _LISTS else f"  and {rest} more")
    return "\n".join(lines)


def _lines(thing: Thing, zone: tzinfo) -> list[str]:
    since = f" ({when(thing.since, zone)})" if thing.since else ""
    name = f"  {cut(plain(thing.name), LONGEST_NAME)}{since}"
    detail = in_zone(thing.detail, zone)
    lines = [f"{name}: {cut(plain(detail), LONGEST_DETAIL)}" if detail else name]
    return [*lines, f"    {thing.command}"] if thing.command else lines


# Small words ----------------------------------------------------------------------------------------------------------


def when(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M}"


def opening(post: Post) -> str:
    """The first line of what its readers see, by which people know it again."""
    return post.share.text.strip().partition("\n")[0]


def plain(text: str) -> str:
    """Others' words on one line: no control characters, no calls to anybody, no disguised links, no password."""
    line = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} else sign for sign in text)
    line = _PASSWORD.sub("", " ".join(line.split()))
    return _CALLS.sub(rf"\1{_JOINER}", line)


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
