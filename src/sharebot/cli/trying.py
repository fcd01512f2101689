"""sharebot try: what would be posted and who would be tagged, without an account, a key, or a trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sharebot.cli import previews
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.files import write_whole
from sharebot.cli.printing import complain, count, say, say_json
from sharebot.cli.progress import Progress
from sharebot.cli.secrets import without_passwords

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.preview import Preview, Previewer

SHOWN = 5
"""So many of the newest entries are shown to a person who names no number."""

MOST_ROUNDS = 99
"""Nobody shares an article a hundred times."""


def _rounds(_ctx: click.Context, _parameter: click.Parameter, word: str) -> Sequence[int]:
    first, dash, last = word.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise click.BadParameter(f"{word!r} is no number of earlier shares and no range such as 0-3")
    begin, end = int(first), int(last or first)
    if not begin <= end <= MOST_ROUNDS:
        raise click.BadParameter(f"{word!r} is no range from 0 to {MOST_ROUNDS}")
    return range(begin, end + 1)


@command(
    "try",
    ("sharebot try https://blog.example/feed/", "what the newest five entries would become"),
    ("sharebot try feed.xml atom.xml --newest 1", "two files, the newest entry of each"),
    ("sharebot try feed.xml --account mastodon", "one network alone"),
    ("sharebot try feed.xml --template '{{ line }} {{ link }}'", "in another form, before it becomes a setting"),
    ("sharebot try feed.xml --newest 1 --round 0-3", "the first share of an article, and the three after it"),
    ("sharebot try feed.xml --html shares.html", "a page for the browser that shows each share as its network would"),
    ("sharebot try --json", "every entry of SHAREBOT_FEEDS, for programs"),
)
@click.argument("feeds", nargs=-1, metavar="[FEED|FILE]...")
@click.option(
    "--newest", type=click.IntRange(min=1), metavar="N", help=f"At most N entries of each feed [{SHOWN}; --json: all]."
)
@click.option("--account", "accounts", multiple=True, metavar="ACCOUNT", help="Only for this account (repeatable).")
@click.option(
    "--round",
    "rounds",
    default="0",
    metavar="N|N-M",
    callback=_rounds,
    help="The share after N others of its article, as SHAREBOT_RESHARE asks for; 0 is the first.",
)
@click.option("--template", metavar="TEXT|@FILE", help="In the form of this template; see docs/how-to.md.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page for the browser.")
@click.option("--pictures", is_flag=True, help="With --html: fetch the pictures and put them into the page.")
@json_option
def try_command(  # noqa: PLR0917  Click gives one argument an option
    feeds: Sequence[str],
    newest: int | None,
    accounts: Sequence[str],
    rounds: Sequence[int],
    template: str | None,
    page: Path | None,
    pictures: bool,
    as_json: bool,
) -> int:
    """Show what would be posted from a feed, and who would be tagged and why.

    FEED is the address of an RSS or Atom feed, or a file; without one, SHAREBOT_FEEDS. Needs no account and no key,
    sends nothing and stores nothing. Without SHAREBOT_ACCOUNTS every network that sharebot knows is shown. The page of
    --html works offline and loads nothing, whatever the feed says.
    """
    if (pictures and not page) or (page and as_json):
        raise click.UsageError("--pictures goes with --html, and --html goes without --json.")
    progress = Progress()
    with opened(progress.tell) as app:
        addresses = feeds or _configured(app)
        previewer = _in_form(_for_accounts(app.previewer, accounts), template)
        with progress:
            read = partial(previewer.preview, newest=newest if newest or as_json else SHOWN, rounds=rounds)
            shown = _read(read, addresses, progress)
            html = _page(app, shown, pictures=pictures) if page else ""
        if page:
            write_whole(page, html.encode("utf-8", "replace"))
            say(f"wrote {page}: {count(sum(len(each.entries) for each in shown), 'entry', 'entries')}")
        elif as_json:
            say_json(previews.document(shown, previewer.wording.rules))
        else:
            previews.show(shown, zone_of(app))
        if not as_json and not app.settings.blog.staff:
            _say_that_all_are_guests(shown)
    return _complain(shown)


def _read(read: Callable[[str], Preview], addresses: Sequence[str], progress: Progress) -> list[Preview]:
    shown = []
    for address in addresses:
        progress.note(f"reading {address}")
        shown.append(read(address))
    return shown


def _page(app: App, shown: Sequence[Preview], *, pictures: bool) -> str:
    from sharebot.cli import preview_page

    fetch = preview_page.fetched_by(app.pictures) if pictures else preview_page.none_fetched
    return without_passwords(preview_page.preview_page(shown, zone_of(app), fetch))


def _configured(app: App) -> Sequence[str]:
    if not app.settings.feeds:
        raise click.UsageError("Name a feed or a file, or set SHAREBOT_FEEDS: sharebot try https://blog.example/feed/")
    return app.settings.feeds


def _for_accounts(previewer: Previewer, accounts: Sequence[str]) -> Previewer:
    known = previewer.wording.rules
    unknown = [name for name in accounts if name not in known]
    if unknown:
        raise click.BadParameter(f"{unknown[0]} is none of {', '.join(known)}", param_hint="--account")
    wanted = {name: rules for name, rules in known.items() if not accounts or name in accounts}
    return replace(previewer, wording=replace(previewer.wording, rules=wanted))


def _in_form(previewer: Previewer, template: str | None) -> Previewer:
    if not template:
        return previewer
    from sharebot.compose.templates import TemplateError, template_of

    try:
        text = template_of(template.replace("\\n", "\n"), Path())
    except TemplateError as error:
        raise click.BadParameter(str(error), param_hint="--template") from None
    return replace(previewer, wording=previewer.wording.in_form(text))


def _say_that_all_are_guests(shown: Sequence[Preview]) -> None:
    if any(author.guest for preview in shown for would in preview.entries for author in would.authors):
        complain(
            "SHAREBOT_STAFF names nobody, so everybody counts as a guest; "
            "it holds the blog's own people, such as 'Dana Quillfeather; Tomas Berglind'"
        )


def _complain(shown: Sequence[Preview]) -> int:
    for preview in shown:
        if preview.error:
            complain(preview.error)
    return int(any(preview.error for preview in shown))
