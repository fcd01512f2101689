"""How staff name the posts of a verb: numbers and ranges, or a filter, which is said aloud and asked about."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import account_option, dry_run_option, json_option, not_empty, numbers, zone_of
from sharebot.cli.printing import complain, count, say, shortened, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sharebot.bot.choosing import Choice
    from sharebot.cli.doing import Doing
    from sharebot.model import Post

HANDFUL = 5
"""More posts than this, found by a filter, are asked about first."""
WORDS_WIDTH = 60

_entry = click.option(
    "--entry", metavar="E", help="Posts of this entry: its number, address or id.", callback=not_empty
)
_author = click.option(
    "--author", metavar="WHO", help="Posts that credit this author, as authors show WHO.", callback=not_empty
)
_yes = click.option("--yes", is_flag=True, help="Do it to all that a filter finds, without a question.")


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--entry, --author and --account."""
    return _entry(_author(account_option("Only this account's posts.")(function)))


def choice_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filters, --yes, --dry-run and --json: what every verb about many posts takes."""
    return filter_options(_yes(dry_run_option(json_option(function))))


post_words = click.argument(
    "posts", nargs=-1, metavar="[ID...]", callback=lambda _ctx, _parameter, words: numbers(words)
)


def chosen(
    doing: Doing, verb: str, posts: Sequence[int], *, entry: str, author: str, account: str, yes: bool
) -> list[int]:
    """The posts that are meant; none where a filter finds none or a person says no, which is said."""
    from sharebot.bot.choosing import Choice

    choice = Choice(ids=tuple(posts), entry=entry, author=author, account=account)
    if choice == Choice():
        raise click.UsageError("Name posts by their numbers, or choose them by --entry, --author or --account.")
    if choice.by_number_alone:
        return list(posts)
    found = doing.app.chooser.posts(verb, choice)
    if not found:
        complain(f"{verb}: {_nothing(choice)}; sharebot queue --all shows every post")
    elif posts or _is_wanted(doing, verb, found, yes=yes):
        return [post.id for post in found]
    return []


def _nothing(choice: Choice) -> str:
    return "none of these posts is meant by the filter" if choice.ids else "no such post waits for that"


def _is_wanted(doing: Doing, verb: str, found: Sequence[Post], *, yes: bool) -> bool:
    """What a filter found is said aloud; where programs read the document it stands beside it."""
    first = found[0]
    due = f", due {when(first.due_at, zone_of(doing.app))}" if first.due_at else ""
    words = shortened(first.share.text, WORDS_WIDTH)
    said = f"{verb}: {count(len(found), 'post')}, first post {first.id} for {first.account}{due}: {words}"
    say(said, err=doing.as_json)
    if yes or doing.dry_run or len(found) <= HANDFUL:
        return True
    if not at_a_terminal():
        complain(f"{verb}: {len(found)} posts are more than a handful, and nobody can be asked; --yes does it")
        return False
    return click.confirm(f"{verb} all {len(found)}?", default=False, err=doing.as_json)


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()
