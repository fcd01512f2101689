"""sharebot authors confirm, set, reject, forbid, allow, merge, split: a person's word about an author."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sharebot.cli.authors.words import decision
from sharebot.cli.command import LARGEST_ID, command, opened
from sharebot.cli.printing import one_line, say
from sharebot.model import EVERYWHERE

if TYPE_CHECKING:
    from sharebot.bot.register import Decided

_who = click.argument("who", metavar="WHO")
_platform = click.argument("platform", metavar="PLATFORM")
_handle = click.argument("handle", metavar="HANDLE")
_handle_or_none = click.argument("handle", metavar="[HANDLE]", default="")
_on_platform = click.option(
    "--platform", default=EVERYWHERE, metavar="PLATFORM", help="On this platform alone; else everywhere."
)


@command(
    "confirm",
    ("sharebot authors confirm 12 mastodon", "the only handle that is on record for them there"),
    ("sharebot authors confirm 'Garrett Reuscher' x GarrettReuscher", "that one of several"),
)
@_who
@_platform
@_handle_or_none
def confirm_command(who: str, platform: str, handle: str) -> None:
    """Say that a handle on record is theirs: they are tagged by it from now on, also in posts that are queued."""
    with opened() as app:
        said = app.register.confirm(who, platform, handle)
        say(decision(said, f"confirmed {_known(said)}"))


@command(
    "set",
    ("sharebot authors set 12 x GarrettReuscher", "in place of any that was confirmed before"),
    ("sharebot authors set 'Ines Faro' mastodon ines@social.example", "also of somebody who is not on record yet"),
)
@_who
@_platform
@_handle
def set_command(who: str, platform: str, handle: str) -> None:
    """Say which handle is theirs, on record or not."""
    with opened() as app:
        said = app.register.set(who, platform, handle)
        say(decision(said, f"confirmed {_known(said)}"))


@command(
    "reject",
    ("sharebot authors reject 12 x", "the only handle that is on record for them there"),
    ("sharebot authors reject 12 x GarretReuscher", "that one of several"),
)
@_who
@_platform
@_handle_or_none
def reject_command(who: str, platform: str, handle: str) -> None:
    """Say that a handle on record is not theirs: nobody is tagged by it for them again."""
    with opened() as app:
        said = app.register.reject(who, platform, handle)
        say(decision(said, f"rejected {_known(said)}"))


@command(
    "forbid",
    ("sharebot authors forbid 'Garrett Reuscher'", "nowhere, ever"),
    ("sharebot authors forbid 12 --platform x", "not on X"),
)
@_who
@_on_platform
def forbid_command(who: str, platform: str) -> None:
    """Never tag somebody again, also not in posts that are queued. They are credited by name all the same.

    Somebody who is not on record yet is put there, so that nobody tags them when they come. `allow` takes it back.
    """
    with opened() as app:
        platform = app.register.platform(platform)
        say(decision(app.register.forbid(who, platform), f"never to be tagged{_where(platform)}"))


@command(
    "allow",
    ("sharebot authors allow 'Garrett Reuscher'", "everywhere"),
    ("sharebot authors allow 12 --platform x", "on X alone"),
)
@_who
@_on_platform
def allow_command(who: str, platform: str) -> None:
    """Take a forbid back. A handle that a person had confirmed before has to be confirmed anew."""
    with opened() as app:
        platform = app.register.platform(platform)
        say(decision(app.register.allow(who, platform), f"may be tagged{_where(platform)}"))


@command(
    "merge",
    ("sharebot authors merge 12 31", "number 31 is number 12: one person from now on, with the name of 12"),
    ("sharebot authors merge 'Garrett Reuscher' 'G. Reuscher'", "by their names"),
)
@_who
@click.argument("other", metavar="OTHER")
def merge_command(who: str, other: str) -> None:
    """Say that two are one person: names, handles and entries of OTHER become those of WHO."""
    with opened() as app:
        gone = app.register.find(other)
        said = app.register.merge(who, other)
        say(decision(said, f"is one person with {one_line(gone.name)} ({gone.id})"))


@command(
    "split",
    ("sharebot authors split 12 --entry 41 --entry 57", "these two are by a namesake"),
    ("sharebot authors split 12 --entry 41 --name 'Garrett Reuscher jr.'", "with a name of their own"),
)
@_who
@click.option(
    "--entry",
    "entries",
    type=click.IntRange(min=1, max=LARGEST_ID),
    multiple=True,
    required=True,
    metavar="N",
    help="An entry that is the other person's (repeatable); sharebot authors show lists them.",
)
@click.option("--name", default="", metavar="NAME", help="The other person's name, if it is written otherwise.")
def split_command(who: str, entries: Sequence[int], name: str) -> None:
    """Say that some entries are another person's of that name; handles that only those state go with them."""
    with opened() as app:
        left, apart = app.register.split(who, entries, name)
        listed = ", ".join(str(number) for number in dict.fromkeys(entries))
        say(decision(left, f"without {'entry' if len(set(entries)) == 1 else 'entries'} {listed}"))
        say(decision(apart, "another person of the register now"))


def _known(said: Decided) -> str:
    return f"{said.known.platform} {said.known.handle}" if said.known else "nothing"


def _where(platform: str) -> str:
    return "" if platform == EVERYWHERE else f" on {platform}"
