"""sharebot authors list and show: who is in the register, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sharebot.cli.authors import words
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.printing import count, one_line, say, say_json, table

if TYPE_CHECKING:
    from sharebot.model import Person


@command(
    "list",
    ("sharebot authors list", "everybody, with their handles"),
    ("sharebot authors list --guests --platform x", "the guests who have a handle on X"),
    ("sharebot authors list --waiting", "those about whom a person has to decide something"),
    ("sharebot authors list --json", "for programs, with all evidence and entries"),
)
@click.option("--guests", is_flag=True, help="Only guests.")
@click.option("--waiting", is_flag=True, help="Only those of whom a handle waits for a person.")
@click.option("--platform", default="", metavar="PLATFORM", help="Only those who have a handle there.")
@json_option
def list_command(guests: bool, waiting: bool, platform: str, as_json: bool) -> None:
    """List everybody in the register, in order of name, and how they may be tagged."""
    with opened() as app:
        everybody = app.register.people()
        wanted = app.register.platform(platform)
        shown = [person for person in everybody if _is_wanted(person, wanted, guests=guests, waiting=waiting)]
        if as_json:
            say_json({"authors": [words.person_document(person, app.queue.entries_of(person.id)) for person in shown]})
            return
    if shown:
        _show(shown)
    elif everybody:
        say(f"none of the {count(len(everybody), 'author')} is like that")
    else:
        say("no authors yet: sharebot try shows whom a feed names, sharebot authors scan reads a whole archive")


def _is_wanted(person: Person, platform: str, *, guests: bool, waiting: bool) -> bool:
    return (
        (person.guest or not guests)
        and (any(person.is_asked_of(known) for known in person.handles) or not waiting)
        and (any(known.platform == platform for known in person.handles) or not platform)
    )


def _show(people: Sequence[Person]) -> None:
    table(
        ["id", "name", "is", "handles"],
        [
            [
                str(person.id),
                one_line(person.name),
                "guest" if person.guest else "staff",
                ("never to be tagged  " if "*" in person.forbidden else "") + words.handles_in_short(person),
            ]
            for person in people
        ],
    )
    waiting = sum(person.is_asked_of(known) for person in people for known in person.handles)
    if waiting:
        say(f"{count(waiting, 'handle')} {'waits' if waiting == 1 else 'wait'} for a person: sharebot authors review")


@command(
    "show",
    ("sharebot authors show 12", "by number"),
    ("sharebot authors show 'Garrett Reuscher'", "by name, in any spelling on record"),
    ("sharebot authors show x:GarrettReuscher", "by a handle"),
    ("sharebot authors show 12 --json", "the same for programs"),
)
@click.argument("who", metavar="WHO")
@json_option
def show_command(who: str, as_json: bool) -> None:
    """Show all that is known of one person: each handle with its evidence, who decided it, entries and history."""
    with opened() as app:
        dossier = app.register.show(who)
        if as_json:
            say_json(words.dossier_document(dossier))
        else:
            say("\n".join(words.dossier_in_words(dossier, zone_of(app))))
