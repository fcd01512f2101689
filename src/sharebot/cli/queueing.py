"""sharebot queue and sharebot show: what waits, and exactly what will be sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.bot.moving import ME
from sharebot.cli.choosing import filter_options
from sharebot.cli.command import command, json_option, opened, post_id, zone_of
from sharebot.cli.pictures import picture_in_words
from sharebot.cli.previews import authors_in_words, warned
from sharebot.cli.printing import indented, one_line, safe, say, say_json, shortened, table, when
from sharebot.cli.records import (
    authors_document,
    post_document,
    share_in_words,
    state_in_words,
    withdrawal_in_words,
)
from sharebot.clock import in_zone
from sharebot.model import UNSENT, Post, PostFilter, Sort, State

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.model import Author, EntryRecord, Person

OPEN = frozenset(State) - {State.SENT, State.CANCELLED}
"""What is not over: the list that staff look at every day."""

ALL_IS_WELL = "nothing waits, is in doubt or has failed; --all shows what is over, too"

SHOWN = 50
ALL_POSTS = 2**31 - 1
WORDS_WIDTH = 60
WHY_WIDTH = 40


@command(
    "queue",
    ("sharebot queue", "what waits, is in doubt or has failed"),
    ("sharebot queue --state draft", "what waits for approval"),
    ("sharebot queue --until tomorrow --sort account", "what goes out by tomorrow night, account by account"),
    ("sharebot queue --author 'Garrett Reuscher' --all", "all of that author's, also what was sent or cancelled"),
    ("sharebot queue --entry https://blog.example/night/", "the posts of one article"),
    ("sharebot queue --json", "for programs: all of them, unless --limit is given"),
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([str(state) for state in State]),
    help="Only this state (repeatable).",
)
@filter_options
@click.option("--since", metavar="WHEN", help="Due from then on: today, tomorrow, fri, 2026-11-25, 'fri 14:30', 2d.")
@click.option("--until", metavar="WHEN", help="Due until then; a day is meant to its end.")
@click.option(
    "--sort", type=click.Choice([str(sort) for sort in Sort]), default=str(Sort.DUE), show_default=True, help="By what."
)
@click.option("--reverse", is_flag=True, help="The last first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=f"At most N posts [{SHOWN}; --json: all].")
@click.option("--all", "every", is_flag=True, help="Sent and cancelled posts too.")
@json_option
def queue_command(*, states: Sequence[str], limit: int | None, every: bool, as_json: bool, **how: Any) -> None:
    """List the posts that wait, are in doubt or have failed, in order of their due times."""
    wanted = frozenset(State(state) for state in states) or (frozenset(State) if every else OPEN)
    most = limit or (ALL_POSTS if as_json else SHOWN)
    with opened() as app:
        asked = _asked(app, wanted, most, **how)
        posts = app.queue.posts(asked)
        if as_json:
            say_json({"posts": [post_document(post) for post in posts]})
            return
        if not posts:
            say("no such posts" if every or states or _narrows(**how) else ALL_IS_WELL)
            return
        _show_list(app, posts, by_author=asked.sort is Sort.AUTHOR)
        if len(posts) == most and (total := app.queue.count(asked)) > most:
            say(f"… and {total - most:,} more: --limit {total} shows them")


def _asked(app: App, states: frozenset[State], most: int, *, sort: str, reverse: bool, **how: Any) -> PostFilter:
    from sharebot.bot.choosing import Choice

    since, until = how.pop("since"), how.pop("until")
    among = PostFilter(
        states=states,
        due_from=_bound(app, since, "--since", end=False),
        due_until=_bound(app, until, "--until", end=True),
        sort=Sort(sort),
        reverse=reverse,
        limit=most,
    )
    return app.chooser.wanted(Choice(**how), among) if any(how.values()) else among


def _bound(app: App, word: str | None, option: str, *, end: bool) -> datetime | None:
    from sharebot import schedule

    if word is None:
        return None
    try:
        return schedule.parse_bound(word, app.settings.timezone, app.clock.now(), end=end)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error


def _narrows(*, sort: str, reverse: bool, **how: Any) -> bool:  # noqa: ARG001  the order leaves nothing out
    return any(how.values())


def _show_list(app: App, posts: Sequence[Post], *, by_author: bool) -> None:
    reasons, zone = _Whys(app), zone_of(app)
    whys = [reasons.of(post) for post in posts]
    writers = [_authors(app, post) if by_author else "" for post in posts]
    extra = [*(["author"] if by_author else []), *(["why"] if any(whys) else [])]
    headers = ["id", f"due ({zone})", "account", "state", *extra, "text"]
    rows = [
        [
            str(post.id),
            when(post.due_at, zone, none="-"),
            post.account,
            state_in_words(post),
            *([writer] if by_author else []),
            *([shortened(why, WHY_WIDTH)] if any(whys) else []),
            shortened(post.share.text, WORDS_WIDTH),
        ]
        for post, why, writer in zip(posts, whys, writers, strict=True)
    ]
    table(headers, rows, long=len(headers) - 4, fold=False)


def _authors(app: App, post: Post) -> str:
    people = app.queue.people_of(post.entry_id) if post.entry_id else []
    return ", ".join(one_line(person.name) for person in people) or "-"


class _Whys:
    """Why posts do not simply go out at their times."""

    def __init__(self, app: App) -> None:
        self._queue = app.queue
        self._now = app.clock.now()
        self._zone = zone_of(app)
        self._named = app.rules
        self._accounts = {account.name: account for account in app.queue.accounts()}

    def of(self, post: Post) -> str:
        return "; ".join(filter(None, (share_in_words(post), in_zone(self._reason(post), self._zone))))

    def _reason(self, post: Post) -> str:
        if post.hold and post.state in UNSENT:
            return post.hold
        if post.withdrawn:
            return f"by {post.withdrawn.by}" + (f": {post.withdrawn.reason}" if post.withdrawn.reason else "")
        if post.doubt:
            return "may be public already"
        return self._stopped(post) or post.rejected or self._put_off(post)

    def _stopped(self, post: Post) -> str:
        """Whether the account stands still, by a person's will or by the network's, or is there no more."""
        account = self._accounts.get(post.account)
        if post.state not in UNSENT:
            return ""
        if post.account not in self._named:
            return "the account is not in SHAREBOT_ACCOUNTS"
        if account is None:
            return ""
        if account.paused_at:
            return "the account is paused"
        if account.rests_until and account.rests_until > self._now:
            return f"rests until {when(account.rests_until, self._zone)}"
        return ""

    def _put_off(self, post: Post) -> str:
        """Why sharebot itself gave it another time: its page does not answer, or the month's money is spent."""
        if post.state is not State.QUEUED or post.version == 1:
            return ""
        last = self._queue.history(post.id)[-1]
        # Not what merely changed its text: a post that was tried, that left its slot, or that a setting keeps.
        late = post.tries or post.due_at != post.slot_at or last.why.startswith("SHAREBOT_")
        return last.why if late and last.who == ME and last.before is not None else ""


# One post -------------------------------------------------------------------------------------------------------------


@command(
    "show",
    ("sharebot show 41", "its exact text, when it is due, and who is tagged"),
    ("sharebot show 41 --json", "the same for programs"),
)
@click.argument("post", type=post_id, metavar="ID")
@json_option
def show_command(post: int, as_json: bool) -> None:
    """Show one post exactly as its readers will see it, and who wrote its entry as the register knows them now."""
    with opened() as app:
        found = app.queue.post(post)
        known = known_authors(app, app.queue.entry(found.entry_id) if found.entry_id else None)
        if as_json:
            say_json(post_document(found) | {"authors": authors_document(*known)})
        else:
            say(
                "\n".join(
                    [*post_in_words(found, zone_of(app)), "", *authors_in_words(*known, networks(app, found.account))]
                )
            )


KnownAuthors = tuple["Sequence[Author]", "Sequence[Person]"]
"""An entry's authors as the register knows them now, and who of the register they are."""


def known_authors(app: App, record: EntryRecord | None) -> KnownAuthors:
    return (app.requeued.authors(record), app.queue.people_of(record.id)) if record else ((), ())


def networks(app: App, account: str) -> tuple[str, ...]:
    """The network whose rules the account follows; none where there is no such account any more."""
    return (app.rules[account].platform,) if account in app.rules else ()


def post_in_words(post: Post, zone: tzinfo) -> Iterator[str]:
    """A post's state in a few lines, then its text as it is."""
    yield click.style(f"post {post.id} for {post.account}: {state_in_words(post)}", bold=True)
    if said := share_in_words(post):
        yield f"  {said}"
    if post.hold and post.state in UNSENT:
        yield f"  held: {one_line(in_zone(post.hold, zone))}"
    if post.doubt:
        yield f"  may be public since {when(post.doubt.at, zone, seconds=True)} ({zone})"
    if post.due_at:
        yield f"  {_due_word(post)} {when(post.due_at, zone)} ({zone})"
    if post.receipt:
        yield f"  {'was public' if post.withdrawn else 'public'} at {safe(post.receipt.url)} ({post.receipt.found})"
    if post.withdrawn:
        yield f"  {withdrawal_in_words(post.withdrawn, zone)}"
    if post.edited_by:
        yield f"  edited by {safe(post.edited_by)}"
    yield f"  {post.share.length} of {post.share.limit}{_tags(post)}"
    yield f"  {picture_in_words(post.share)}"
    yield ""
    yield from warned(post.share)
    yield indented(post.share.text, "    ")


def _due_word(post: Post) -> str:
    match post.state:
        case State.UNSURE:
            return "is looked at again"
        case State.QUEUED | State.DRAFT:
            return "due"
        case _:
            return "was due"


def _tags(post: Post) -> str:
    mentions = post.share.mentions
    return f", tags {', '.join(f'@{mention}' for mention in mentions)}" if mentions else ""


def brief(post: Post, zone: tzinfo) -> str:
    """What became of a post, on one line."""
    said = f"post {post.id} for {post.account}: {state_in_words(post)}"
    if post.receipt:
        return f"{said}, {safe(post.receipt.url)}"
    if post.hold and post.state in UNSENT:
        said += f" and held ({one_line(in_zone(post.hold, zone))})"
    waits = post.due_at and post.state in UNSENT | {State.UNSURE}
    return f"{said}, due {when(post.due_at, zone)} ({zone})" if waits else said
