"""sharebot delete: a sent post is taken back from its network, when a person has said so."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

import click

from sharebot.cli.command import command, each, opened, post_ids, zone_of
from sharebot.cli.costs import dollars
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
)
@post_ids
@click.option("--yes", is_flag=True, help="Take them back without asking.")
@click.option("--reason", default="", metavar="TEXT", help="Why; sharebot why tells it.")
def delete_command(posts: Sequence[int], yes: bool, reason: str) -> int:
    """Take sent posts back from their networks. A post stays in the list as sent, and is never sent again.

    Later shares of its article on the same account are cancelled, and none is planned any more.
    """
    with opened() as app:
        return each(posts, lambda post: _deleted(app, post, yes=yes, reason=reason))


def _deleted(app: App, post_id: int, *, yes: bool, reason: str) -> str:
    post, zone = app.withdrawing.ready(post_id), zone_of(app)
    if post.withdrawn or yes or _agreed(app, post):
        return "\n".join(_outcome(app.withdrawing.withdraw(post_id, reason), post, zone))
    return f"post {post_id} stays where it is"


def _agreed(app: App, post: Post) -> bool:
    say("\n".join(_shown(app, post)))
    try:
        return click.confirm("Take it back?", default=False)
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


def _outcome(withdrawn: Withdrawn, before: Post, zone: tzinfo) -> Iterator[str]:
    post = withdrawn.post
    if post.withdrawn:
        already = "already " if before.withdrawn else ""
        yield f"post {post.id} for {post.account}: {already}{withdrawal_in_words(post.withdrawn, zone)}"
    for other in withdrawn.cancelled:
        yield f"  post {other.id}, a later share of the article, is cancelled"
    for other in withdrawn.going:
        yield f"  post {other.id}, a later share of the article, is {other.state}: {one_line(_then(other))}"


def _then(post: Post) -> str:
    return f"see sharebot show {post.id}, and sharebot delete {post.id} if it is sent"
