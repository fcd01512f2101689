"""sharebot why: the whole story of a post, from the feed to the platform's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, opened, post_id, zone_of
from sharebot.cli.previews import authors_in_words
from sharebot.cli.printing import iso, one_line, safe, say, say_json, when
from sharebot.cli.queueing import KnownAuthors, known_authors, networks, post_in_words
from sharebot.cli.records import attempt_document, authors_document, post_document, step_document
from sharebot.clock import in_zone

if TYPE_CHECKING:
    from sharebot.bot.staff import Story
    from sharebot.model import Attempt, EntryRecord, Step


@command(
    "why",
    ("sharebot why 41", "where it comes from, who is tagged and on what evidence, and what happened to it"),
    ("sharebot why 41 --json", "the same for programs"),
)
@click.argument("post", type=post_id, metavar="ID")
@json_option
def why_command(post: int, as_json: bool) -> None:
    """Tell the whole story of one post: its entry, its author with the evidence, each decision and each attempt."""
    with opened() as app:
        story = app.staff.why(post)
        known = known_authors(app, story.record)
        outlook = app.resharing.outlook(story.record, story.post.account) if story.record else ""
        if as_json:
            say_json(_document(story, known, outlook))
        else:
            here = networks(app, story.post.account)
            say("\n".join(_lines(story, [*authors_in_words(*known, here)], outlook, zone_of(app))))


def _document(story: Story, known: KnownAuthors, outlook: str) -> dict[str, Any]:
    return {
        "post": post_document(story.post),
        "entry": _entry_document(story.record, known) if story.record else None,
        "outlook": outlook or None,
        "attempts": [attempt_document(attempt) for attempt in story.attempts],
        "history": [step_document(step) for step in story.history],
    }


def _entry_document(record: EntryRecord, known: KnownAuthors) -> dict[str, Any]:
    return {
        "number": record.id,
        "id": record.entry.id,
        "feed": record.feed or None,
        "title": record.entry.title,
        "url": record.entry.url,
        "published": iso(record.entry.published_at),
        "first_seen": iso(record.first_seen_at),
        "fate": str(record.fate),
        "reason": record.reason,
        "authors": authors_document(*known),
    }


def _lines(story: Story, authors: Sequence[str], outlook: str, zone: tzinfo) -> Iterator[str]:
    yield from post_in_words(story.post, zone)
    if story.record:
        yield from _section("The entry", _entry(story.record, zone))
        yield from _section("Its author", authors)
    if outlook:
        yield from _section("What comes after it", [f"  {one_line(outlook)}"])
    if story.post.share.notes:
        yield from _section("The text", (f"  {one_line(note)}" for note in story.post.share.notes))
    if story.attempts:
        yield from _section(f"Attempts ({zone})", (_attempt(attempt, zone) for attempt in story.attempts))
    yield from _section(f"History ({zone})", (_step(step, zone) for step in story.history))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield click.style(title, bold=True)
    yield from lines


def _entry(record: EntryRecord, zone: tzinfo) -> Iterator[str]:
    entry = record.entry
    yield f"  {one_line(entry.title) or '(no title)'}"
    yield f"  {safe(entry.url)}"
    yield f"  of the feed {safe(record.feed)}" if record.feed else "  of no feed so far: a person added it"
    if entry.published_at:
        yield f"  published {when(entry.published_at, zone)} ({zone})"
    yield f"  first seen {when(record.first_seen_at, zone, seconds=True)} ({zone})"
    yield f"  {record.fate}: {one_line(record.reason)}"


def _attempt(attempt: Attempt, zone: tzinfo) -> str:
    began = when(attempt.started_at, zone, seconds=True)
    detail = f": {one_line(attempt.detail)}" if attempt.detail else ""
    return f"  {attempt.number}  {began}  {attempt.verdict or 'no answer yet'}{detail} (by {safe(attempt.worker)})"


def _step(step: Step, zone: tzinfo) -> str:
    move = f"{step.before} → {step.after}" if step.before and step.before != step.after else str(step.after)
    return f"  {when(step.at, zone, seconds=True)}  {move}: {one_line(in_zone(step.why, zone))} (by {safe(step.who)})"
