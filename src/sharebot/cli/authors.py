"""sharebot authors: who was found in the entries, with their handles and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened
from sharebot.cli.previews import authors_in_words
from sharebot.cli.printing import one_line, say, say_json
from sharebot.cli.records import authors_document

if TYPE_CHECKING:
    from sharebot.model import Author, EntryRecord

LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An author as one or more entries credit them, and those entries."""

    author: Author
    records: list[EntryRecord] = field(default_factory=list)


@command(
    "authors",
    ("sharebot authors", "who wrote the newest entries, and how they may be tagged"),
    ("sharebot authors --json --limit 1000", "for programs, from more entries"),
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=LOOKED_AT,
    show_default=True,
    metavar="N",
    help="Look at the N newest entries.",
)
@json_option
def authors_command(limit: int, as_json: bool) -> None:
    """List the authors that were found in the stored entries, with their handles and the evidence.

    Entries that were in a feed at its first poll are not read for their authors.
    """
    with opened() as app:
        found = _found(app.queue.entries(limit=limit))
    if as_json:
        say_json({"authors": [_document(each) for each in found]})
    elif found:
        say("\n\n".join("\n".join(_lines(each)) for each in found))
    else:
        say("no authors yet: sharebot try shows whom a feed names")


def _found(records: Sequence[EntryRecord]) -> list[Found]:
    """Those credited alike are one; the same name with other handles stays another, for a person to see."""
    found: dict[Any, Found] = {}
    for record in records:
        for author in record.authors:
            key = (
                author.name,
                author.guest,
                frozenset((each.platform, each.handle, each.level) for each in author.handles),
            )
            found.setdefault(key, Found(author=author)).records.append(record)
    return sorted(found.values(), key=lambda each: each.author.name.casefold())


def _document(found: Found) -> dict[str, Any]:
    (author,) = authors_document([found.author])
    entries = [{"number": each.id, "title": each.entry.title, "url": each.entry.url} for each in found.records]
    return {**author, "entries": entries}


def _lines(found: Found) -> Iterator[str]:
    author, *evidence = authors_in_words([found.author], indent="")
    yield author.removeprefix("by ")
    yield from evidence
    for record in found.records:
        yield f"   wrote {one_line(record.entry.title) or record.entry.url}"
