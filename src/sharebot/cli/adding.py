"""sharebot add: any page, or a post of one's own, into the queue. What is shown is what is sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from sharebot.cli.command import accounts_option, command, json_option, opened, zone_of
from sharebot.cli.pictures import picture_in_words
from sharebot.cli.previews import authors_in_words
from sharebot.cli.printing import indented, iso, one_line, safe, say, say_json, when
from sharebot.cli.progress import Progress
from sharebot.cli.queueing import brief
from sharebot.cli.records import authors_document, post_document, share_document

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.adding import Added, Planned, Wish
    from sharebot.bot.attaching import Attached

WHY_ALT = (
    "--image needs --alt TEXT: whoever does not see the picture is told what is on it; "
    "--no-alt where it is there for looks alone"
)


@command(
    "add",
    ("sharebot add https://blog.example/night/ --dry-run", "what would be shared, and when; nothing is queued"),
    ("sharebot add https://blog.example/night/", "into the next free slot of every account"),
    ("sharebot add https://blog.example/night/ --at 'tomorrow 9am' --account mastodon", "one account, at that time"),
    ("sharebot add https://blog.example/night/ --text 'Read this one twice.'", "in your own words; the link follows"),
    ("sharebot add --text 'We open at six today.' --now", "a post of your own, as soon as the daemon looks"),
    ("sharebot add --text 'The new boat.' --image boat.jpg --alt 'A red boat on a trailer'", "with a picture"),
)
@click.argument("url", required=False, metavar="[URL]")
@click.option("--text", metavar="TEXT", help="Your own words; - is standard input. Without URL: a post of your own.")
@click.option("--file", "file", type=click.File(encoding="utf-8"), metavar="FILE", help="A file with your own words.")
@click.option("--template", default="", metavar="TEXT|@FILE", help="In the form of this template.")
@click.option("--at", "moment", metavar="WHEN", help="At that time, in the blog's zone [next free slots].")
@click.option("--now", is_flag=True, help="As soon as the daemon looks.")
@accounts_option("Only for this account (repeatable).")
@click.option("--again", is_flag=True, help="Once more where an account has a post of it: other words, no second tag.")
@click.option("--draft", is_flag=True, help="Let it wait for sharebot approve.")
@click.option("--image", "images", multiple=True, metavar="FILE|URL", help="A picture for a post of your own.")
@click.option("--alt", "alts", multiple=True, metavar="TEXT", help="What is on the picture.")
@click.option("--no-alt", is_flag=True, help="The picture needs no description.")
@click.option("--dry-run", is_flag=True, help="Show what it would queue, and queue nothing.")
@json_option
def add_command(
    *,
    url: str | None,
    text: str | None,
    file: IO[str] | None,
    template: str,
    moment: str | None,
    now: bool,
    accounts: Sequence[str],
    again: bool,
    draft: bool,
    images: Sequence[str],
    alts: Sequence[str],
    no_alt: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Share any page, in the feed or not, or a post of your own.

    An article's title, author and picture are read from the feed that has it, else from its page; whoever wrote it is
    credited and tagged as in every share. --text stands in place of the composed words: mentions, links and hashtags
    work as written, and the article's link is put behind it unless it stands in it. Every account gets its post, or
    none does. SHAREBOT_APPROVAL holds nothing that is added.
    """
    if text is not None and file is not None:
        raise click.UsageError("Give your words by --text or by --file, not both.")
    own = _words(text, file)
    _check(url, own, template, moment, now=now, draft=draft, again=again)
    _check_picture(url, images, alts, no_alt=no_alt)
    progress = Progress()
    with opened(progress.tell) as app, progress:
        wish = _wish(app, own, template, _when(app, "now" if now else moment), accounts, again=again, draft=draft)
        if url:
            progress.note(f"reading {url}")
            added = app.adding.page(url, wish, look_only=dry_run)
        else:
            added = app.adding.free(wish, _attached(app, images, alts), look_only=dry_run)
        progress.rest()
        if as_json:
            say_json(_document(added, dry_run=dry_run))
        else:
            say("\n".join(_lines(added, zone_of(app), dry_run=dry_run)))


# What was asked for ---------------------------------------------------------------------------------------------------


def _words(text: str | None, file: IO[str] | None) -> str:
    """Their own; empty where they gave none."""
    if file is None and text is None:
        return ""
    given = (file.read() if file else sys.stdin.read() if text == "-" else text or "").strip()
    if not given:
        raise click.UsageError("The text is empty; write something.")
    return given


def _check(
    url: str | None, text: str, template: str, moment: str | None, *, now: bool, draft: bool, again: bool
) -> None:
    if not url and not text:
        raise click.UsageError("Name a page's address, or write a post of your own: sharebot add --text 'We are open.'")
    if not url and (template or again):
        raise click.UsageError("--template and --again go with a page's address.")
    if text and template:
        raise click.UsageError("Give your words by --text, or a form by --template, not both.")
    if now and (moment is not None or draft):
        raise click.UsageError("--now goes without --at and without --draft.")


def _check_picture(url: str | None, images: Sequence[str], alts: Sequence[str], *, no_alt: bool) -> None:
    if len(images) > 1 or len(alts) > 1:
        raise click.UsageError("One picture a post: networks show up to four, but sharebot sends one.")
    if url and images:
        raise click.UsageError("--image goes with a post of your own; a page's picture is read from the page.")
    if images and no_alt == bool(alts and alts[0].strip()):
        raise click.UsageError("Give --alt or --no-alt, not both." if no_alt else WHY_ALT)
    if not images and (alts or no_alt):
        raise click.UsageError("--alt and --no-alt go with --image.")


def _when(app: App, words: str | None) -> datetime | None:
    from sharebot import schedule

    if words is None:
        return None
    try:
        return schedule.parse_when(words, app.settings.timezone, app.clock.now())
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from error


def _wish(
    app: App, text: str, template: str, at: datetime | None, accounts: Sequence[str], *, again: bool, draft: bool
) -> Wish:
    from sharebot.bot.adding import Wish

    names = tuple(dict.fromkeys(app.staff.known(name) for name in accounts)) or tuple(app.rules)
    return Wish(accounts=names, at=at, text=text, template=_form(template), again=again, draft=draft)


def _form(template: str) -> str:
    if not template:
        return ""
    from sharebot.compose.templates import TemplateError, template_of

    try:
        return template_of(template.replace("\\n", "\n"), Path())
    except TemplateError as error:
        raise click.BadParameter(str(error), param_hint="--template") from None


def _attached(app: App, images: Sequence[str], alts: Sequence[str]) -> Attached | None:
    return app.attaching.attached(images[0], "".join(alts)) if images else None


# For people -----------------------------------------------------------------------------------------------------------


def _lines(added: Added, zone: tzinfo, *, dry_run: bool) -> Iterator[str]:
    if added.entry:
        yield click.style(one_line(added.entry.title), bold=True)
        yield f"  {safe(added.entry.url)}{_where_from(added)}"
        yield from authors_in_words(added.authors, added.people)
    yield from (f"  note: {one_line(note)}" for note in added.notes)
    yield from (f"  left out: {one_line(why)}" for _, why in added.left_out)
    for number, planned in enumerate(added.planned):
        if number or added.entry:
            yield ""
        yield from _planned(planned, zone)
    if dry_run:
        yield ""
        yield "nothing was queued: this is a dry run"


def _where_from(added: Added) -> str:
    if added.record:
        return " (known already)"
    return f" (in the feed {safe(added.feed)})" if added.feed else ""


def _planned(planned: Planned, zone: tzinfo) -> Iterator[str]:
    share = planned.share
    due = f"due {when(planned.due_at, zone)} ({zone})" if planned.due_at else "a draft without a time"
    yield click.style(brief(planned.post, zone) if planned.post else f"{planned.account}: {due}", fg="cyan", bold=True)
    tags = f", tags {', '.join(f'@{handle}' for handle in share.mentions)}" if share.mentions else ""
    yield f"  {share.length} of {share.limit}{tags}"
    if share.image or share.card:
        yield f"  {picture_in_words(share)}"
    if share.warning:
        yield f"    behind the warning: {one_line(share.warning)}"
    yield indented(share.text, "    ")
    yield from (f"  note: {one_line(note)}" for note in share.notes)


# For programs ---------------------------------------------------------------------------------------------------------


def _document(added: Added, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "entry": _entry_document(added),
        "posts": [_planned_document(planned) for planned in added.planned],
        "left_out": [{"account": account, "why": why} for account, why in added.left_out],
        "notes": list(added.notes),
    }


def _entry_document(added: Added) -> dict[str, Any] | None:
    entry = added.entry
    if entry is None:
        return None
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "published": iso(entry.published_at),
        "language": entry.language or None,
        "categories": list(entry.categories),
        "feed": (added.record.feed if added.record else added.feed) or None,
        "known": added.record is not None,
        "authors": authors_document(added.authors, added.people),
    }


def _planned_document(planned: Planned) -> dict[str, Any]:
    share = planned.share
    return {
        "account": planned.account,
        "platform": planned.platform,
        **share_document(share),
        "due": iso(planned.due_at),
        "post": post_document(planned.post) if planned.post else None,
    }
