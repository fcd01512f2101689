"""How `sharebot try` shows what it found: one document for programs, one page for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.pictures import picture_in_words
from sharebot.cli.printing import count, indented, iso, one_line, safe, say, when
from sharebot.cli.records import authors_document, level_in_words, share_document, standing_in_words
from sharebot.model import Share

if TYPE_CHECKING:
    from sharebot.bot.preview import Preview, WouldPost, WouldShare
    from sharebot.model import Author, Evidence, Handle, Person
    from sharebot.ports import Rules

# For programs ---------------------------------------------------------------------------------------------------------


def document(shown: Sequence[Preview], rules: Mapping[str, Rules]) -> dict[str, Any]:
    """DESIGN's object; its keys stay. Added: feeds, and of an entry its feed, notes and skipped."""
    return {
        "entries": [_entry(preview.address, would, rules) for preview in shown for would in preview.entries],
        "feeds": [
            {
                "address": preview.address,
                "title": preview.title or None,
                "error": preview.error or None,
                "notes": list(preview.notes),
            }
            for preview in shown
        ],
    }


def _entry(feed: str, would: WouldShare, rules: Mapping[str, Rules]) -> dict[str, Any]:
    entry = would.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "published": iso(entry.published_at),
        "authors": authors_document(would.authors, would.people),
        "posts": [_post(post, rules[post.account]) for post in would.posts],
        "feed": feed,
        "notes": list(would.notes),
        "skipped": would.skipped or None,
    }


def _post(post: WouldPost, rules: Rules) -> dict[str, Any]:
    share = post.share or Share(text="", length=0, limit=rules.limits[0].most, link="")
    return {
        "account": post.account,
        "platform": post.platform,
        "round": post.round,
        **share_document(share),
        "error": post.fault or None,
    }


# For people -----------------------------------------------------------------------------------------------------------


def show(shown: Sequence[Preview], zone: tzinfo) -> None:
    pages = ["\n".join(_preview(preview, zone)) for preview in shown if preview.entries or not preview.error]
    if pages:
        say("\n\n".join(pages))


def _preview(preview: Preview, zone: tzinfo) -> Iterator[str]:
    name = one_line(preview.title) or preview.address
    yield click.style(f"{name}: {count(len(preview.entries), 'entry', 'entries')}, newest first", bold=True)
    yield from (f"note: {one_line(note)}" for note in preview.notes)
    for would in preview.entries:
        yield ""
        yield from _would_share(would, zone)


def _would_share(would: WouldShare, zone: tzinfo) -> Iterator[str]:
    entry = would.entry
    yield click.style(one_line(entry.title) or "(no title)", bold=True, underline=True)
    yield f"  {safe(entry.url) or '(no link)'}"
    published = f"{when(entry.published_at, zone)} ({zone})" if entry.published_at else "at an unknown time"
    yield f"  published {published}"
    yield from (f"  note: {one_line(note)}" for note in would.notes)
    if would.skipped:
        yield click.style(f"  nothing would be posted: {would.skipped}", fg="yellow")
        return
    yield from authors_in_words(would.authors, would.people, {post.platform for post in would.posts})
    for post in would.posts:
        yield ""
        yield from _would_post(post)


def _would_post(post: WouldPost) -> Iterator[str]:
    name = called(post)
    if post.share is None:
        yield click.style(f"  {name}: nothing would be posted: {one_line(post.fault)}", fg="yellow")
        return
    tags = ", ".join(f"@{handle}" for handle in post.share.mentions)
    length = f"{post.share.length} of {post.share.limit}"
    yield click.style(f"  {name}", fg="cyan", bold=True) + f"  {length}{f'  tags {tags}' if tags else ''}"
    yield from warned(post.share)
    yield indented(post.share.text, "    ")
    if post.share.image or post.share.card:
        yield f"    ({picture_in_words(post.share)})"
    yield from (f"    note: {one_line(note)}" for note in post.share.notes)


def called(post: WouldPost) -> str:
    """The account, and which share of its article it would be."""
    name = post.account if post.account == post.platform else f"{post.account} (as {post.platform})"
    return f"{name}, share {post.round + 1} of this article" if post.round else name


def warned(share: Share) -> Iterator[str]:
    """What stands before the text, or hides it from those who asked for that."""
    if share.warning:
        yield f"    behind the warning: {one_line(share.warning)}"
    if share.labels:
        yield f"    labelled: {', '.join(share.labels)}"


# Authors --------------------------------------------------------------------------------------------------------------


def authors_in_words(
    authors: Sequence[Author], people: Sequence[Person] = (), here: Collection[str] = (), indent: str = "  "
) -> Iterator[str]:
    """Who wrote it; each handle with what it is good for and the words that prove it.

    `people`: who of the register they are. `here`: the networks whose posts are looked at, where that is known: a
    handle of another one is tagged there alone.
    """
    if not authors:
        yield f"{indent}by nobody whom the entry names"
    for author in authors:
        yield f"{indent}by {click.style(one_line(author.name), bold=True)} ({'guest' if author.guest else 'staff'})"
        yield from (f"{indent}   {said}" for said in dict.fromkeys(map(quoted, author.evidence)))
        for handle in author.handles:
            yield from _handle(handle, standing_in_words(handle, author, people), here, f"{indent}   ")


def _handle(handle: Handle, standing: str, here: Collection[str], indent: str) -> Iterator[str]:
    verb = click.style("tagged", fg="green") if handle.tag else click.style("not tagged", fg="yellow")
    if handle.tag and here and handle.platform not in here:
        verb = click.style(f"tagged on {handle.platform}, not here", fg="yellow")
    known = f", {standing}" if standing else ""
    level = level_in_words(handle.level)
    yield f"{indent}{handle.platform} {safe(handle.handle)}: {verb}{known}, {level}{_note(handle.note)}"
    yield from (f"{indent}   {said}" for said in dict.fromkeys(map(quoted, handle.evidence)))


def quoted(evidence: Evidence) -> str:
    """The words that say it, and where they stand."""
    return f"“{one_line(evidence.quote)}” ({_place(evidence.source, evidence.place)})"


def _place(source: str, place: str) -> str:
    return one_line(f"{source}, {place}" if place else source)


def _note(note: str) -> str:
    return f": {one_line(note)}" if note else ""
