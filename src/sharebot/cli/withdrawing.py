"""sharebot delete: a sent post is taken back from its network, when a person has said so."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from sharebot.cli.choosing import chosen, filter_options, post_words
from sharebot.cli.command import command, dry_run_option, json_option, opened, zone_of
from sharebot.cli.costs import dollars
from sharebot.cli.doing import Doing, Done
from sharebot.cli.printing import indented, one_line, safe, say
from sharebot.cli.records import withdrawal_in_words

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.withdrawing import Withdrawn
    from sharebot.model import Post


@command(
    "delete",
    ("sharebot delete 41", "shows the post and where it stands, and asks before it takes it back"),
    ("sharebot delete 41 42 --reason 'the name was wrong'", "with a reason that why will tell"),
    ("sharebot delete 41-46 --yes", "asks nobody, for scripts"),
    ("sharebot delete --entry https://blog.example/night/", "all of that article's, one question each"),
    ("sharebot delete 41 --dry-run", "says what would happen, and asks nobody, not even the network"),
)
@post_words
@filter_options
@click.option("--yes", is_flag=True, help="Take them back without asking.")
@dry_run_option
@json_option
@click.option("--reason", default="", metavar="TEXT", help="Why; sharebot why tells it.")
def delete_command(
    posts: Sequence[int], *, yes: bool, reason: str, dry_run: bool, as_json: bool, account: str, **which: str
) -> int:
    """Take sent posts back from their networks. A post stays in the list as sent, and is never sent again.

    Later shares of its article on the same account are cancelled, and none is planned any more.
    """
    if account and not (posts or any(which.values())):
        raise click.UsageError("--account alone would mean all that was ever sent there; add IDs, --entry or --author.")
    with opened() as app:
        doing = Doing(app, dry_run, as_json)
        ids = chosen(doing, "delete", posts, account=account, **which, yes=True)  # each is asked about
        return doing.each_told(ids, lambda post: _deleted(doing, post, yes=yes, reason=reason))


def _deleted(doing: Doing, post_id: int, *, yes: bool, reason: str) -> Done:
    app = doing.app
    post = app.withdrawing.ready(post_id)
    if not (post.withdrawn or yes or doing.dry_run or _agreed(doing, post)):
        return Done(post=None, words=f"post {post_id} stays where it is")
    done = app.withdrawing.withdraw(post_id, reason, look_only=doing.dry_run)
    later = tuple(_later(done, "would be" if doing.dry_run else "is"))
    lines = [_outcome(app, done.post, post), *(f"  {line}" for line in later)]
    return Done(post=done.post, words="\n".join(lines), notes=later)


def _agreed(doing: Doing, post: Post) -> bool:
    say("\n".join(_shown(doing.app, post)), err=doing.as_json)
    try:
        return click.confirm("Take it back?", default=False, err=doing.as_json)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise click.UsageError("Nobody is there to answer; say --yes.") from None


def _shown(app: App, post: Post) -> Iterator[str]:
    yield click.style(f"post {post.id} for {post.account}", bold=True)
    if post.receipt:
        yield f"  {safe(post.receipt.url)}"
    yield ""
    yield indented(post.share.text, "    ")
    yield ""
    if price := app.spending.removal(post.account):
        yield f"  {post.account} charges {dollars(price)} for it"


def _outcome(app: App, post: Post, before: Post) -> str:
    if post.withdrawn:
        already = "already " if before.withdrawn else ""
        return f"post {post.id} for {post.account}: {already}{withdrawal_in_words(post.withdrawn, zone_of(app))}"
    price = app.spending.removal(post.account)
    costs = f", which {post.account} charges {dollars(price)} for" if price else ""
    return f"post {post.id} for {post.account}: would be taken back from {safe(_address(post))}{costs}"


def _address(post: Post) -> str:
    return post.receipt.url if post.receipt else "its network"


def _later(withdrawn: Withdrawn, becomes: str) -> Iterator[str]:
    for other in withdrawn.cancelled:
        yield f"post {other.id}, a later share of the article, {becomes} cancelled"
    for other in withdrawn.going:
        yield f"post {other.id}, a later share of the article, is {other.state}: {one_line(_then(other))}"


def _then(post: Post) -> str:
    return f"see sharebot show {post.id}, and sharebot delete {post.id} if it is sent"
