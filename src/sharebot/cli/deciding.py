"""approve, reschedule, now, cancel, retry, resolve: a person's decisions about posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.choosing import choice_options, chosen, post_words
from sharebot.cli.command import command, dry_run_option, json_option, numbers, opened, post_id, zone_of
from sharebot.cli.doing import Doing, Done
from sharebot.cli.printing import one_line, when

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.model import Post


@command(
    "approve",
    ("sharebot approve 41 42", "each into the next free slot of its account"),
    ("sharebot approve 41-46", "the same for all six"),
    ("sharebot approve --author 'Garrett Reuscher'", "all of that author's that wait"),
    ("sharebot approve --entry https://blog.example/night/ --account mastodon", "that entry's post for one account"),
    ("sharebot approve 41-46 --dry-run", "says into which slots, and changes nothing"),
)
@post_words
@choice_options
def approve_command(posts: Sequence[int], dry_run: bool, as_json: bool, **choice: Any) -> int:
    """Let drafts and held posts go, into their accounts' next slots."""
    with opened() as app:
        doing = Doing(app, dry_run, as_json)
        return doing.each(chosen(doing, "approve", posts, **choice), app.staff.approve)


_NUMBERS = re.compile(r"\d+(-\d+)?", re.ASCII)


@command(
    "reschedule",
    ("sharebot reschedule 41 2027-03-01 09:30", "at that time by the blog's clocks"),
    ("sharebot reschedule 41 tomorrow 9:30", "the same, in words"),
    ("sharebot reschedule 41 now", "as soon as the daemon looks"),
    ("sharebot reschedule 41-43 fri 14:30", "three accounts' posts of one article, all at that time"),
    ("sharebot reschedule --author 'Garrett Reuscher' fri 14:30 --spread 30m", "one account's half an hour apart"),
    ("sharebot reschedule 41-43 --slot", "back into the next free slots"),
)
@click.argument("words", nargs=-1, metavar="[ID...] [WHEN...]")
@choice_options
@click.option("--spread", metavar="TIME", help="Set the posts of one account apart by this much, such as 30m.")
@click.option("--slot", is_flag=True, help="Into the next free slots instead of at a time.")
def reschedule_command(
    *, words: Sequence[str], spread: str | None, slot: bool, dry_run: bool, as_json: bool, **choice: Any
) -> int:
    """Send posts at another time, whatever the slots say. WHEN is in the blog's time zone.

    Of several posts each account's goes out at that time; several of one account need --spread. A draft or held post
    keeps waiting for approval.
    """
    first = next((place for place, word in enumerate(words) if not _NUMBERS.fullmatch(word)), len(words))
    posts, said = numbers(words[:first]), " ".join(words[first:])
    if slot == bool(said):
        raise click.UsageError("Say either --slot or WHEN, such as tomorrow 9am.")
    with opened() as app:
        at = None if slot else _moment(app, said)
        apart = None if spread is None else _apart(spread)
        doing = Doing(app, dry_run, as_json)
        ids = chosen(doing, "reschedule", posts, **choice)
        if at is None:
            return doing.each(ids, app.staff.into_slot)
        moments = app.staff.moments(ids, at, apart)
        return doing.each(ids, lambda post: app.staff.reschedule(post, moments[post]))


def _moment(app: App, said: str) -> datetime:
    from sharebot import schedule

    try:
        return schedule.parse_when(said, app.settings.timezone, app.clock.now())
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="WHEN") from error


def _apart(spread: str) -> timedelta:
    from sharebot import schedule

    try:
        apart = schedule.parse_duration(spread)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--spread") from error
    if not apart:
        raise click.BadParameter("0 sets nothing apart; write for example 30m", param_hint="--spread")
    return apart


@command(
    "now",
    ("sharebot now 41", "as soon as the daemon looks; a draft is approved by that"),
    ("sharebot now --entry https://blog.example/night/", "all of that article's posts"),
)
@post_words
@choice_options
def now_command(posts: Sequence[int], dry_run: bool, as_json: bool, **choice: Any) -> int:
    """Send posts as soon as the daemon looks, whatever the slots say; drafts and held posts too."""
    with opened() as app:
        doing = Doing(app, dry_run, as_json)
        ids = chosen(doing, "now", posts, **choice)
        doing.do(ids, lambda post: _sent_now(doing, app.staff.send_now(post)))
        if doing.done and _nothing_runs(app):
            doing.warn("no daemon runs here: sharebot run or sharebot deliver sends what is due")
        return doing.end()


def _sent_now(doing: Doing, post: Post) -> Done:
    stopped = _stopped(doing.app, post.account)
    return doing.in_brief(post, f"; but {stopped}", (stopped,)) if stopped else doing.in_brief(post)


def _stopped(app: App, account: str) -> str:
    """Why its account will not send at once."""
    state = app.queue.account(account)
    if account not in app.rules:
        return f"SHAREBOT_ACCOUNTS does not name {account} any more"
    if state.paused_at:
        resume = f"sharebot resume {account}"
        ends = "" if state.reason.endswith(resume) else f": {resume}"
        return f"{account} is paused ({one_line(state.reason)}){ends}"
    if state.rests_until and state.rests_until > app.clock.now():
        return f"{account} rests until {when(state.rests_until, zone_of(app))}"
    return ""


def _nothing_runs(app: App) -> bool:
    """Whether no daemon lives anywhere, as far as heartbeats and the lock tell."""
    from sharebot.bot.heartbeat import living
    from sharebot.daemon.lock import holder

    return not living(app.queue, app.clock.now()) and holder(app.database_file) is None


@command(
    "cancel",
    ("sharebot cancel 41 42", "they will never be sent"),
    ("sharebot cancel 41 --reason 'the event is off'", "with a reason that why will tell"),
    ("sharebot cancel --entry https://blog.example/night/ --yes", "all of that article's posts, without a question"),
    ("sharebot cancel --author 'Garrett Reuscher' --dry-run", "says which, and changes nothing"),
)
@post_words
@choice_options
@click.option("--reason", default="", metavar="TEXT", help="Why; sharebot why tells it.")
def cancel_command(posts: Sequence[int], *, reason: str, dry_run: bool, as_json: bool, **choice: Any) -> int:
    """Stop posts that have not been sent. sharebot undo takes it back; else they are never made again."""
    with opened() as app:
        doing = Doing(app, dry_run, as_json)
        return doing.each(chosen(doing, "cancel", posts, **choice), lambda post: app.staff.cancel(post, reason))


@command(
    "retry",
    ("sharebot retry 41", "queued for now, with the same text"),
    ("sharebot retry --account mastodon", "all that failed there"),
)
@post_words
@choice_options
def retry_command(posts: Sequence[int], dry_run: bool, as_json: bool, **choice: Any) -> int:
    """Send failed posts again: same text, as soon as the daemon looks."""
    with opened() as app:
        doing = Doing(app, dry_run, as_json)
        return doing.each(chosen(doing, "retry", posts, **choice), app.staff.retry)


@command(
    "resolve",
    ("sharebot resolve 41 --sent https://social.example/@blog/1234", "you see it in public, at that address"),
    ("sharebot resolve 41 --again", "you are certain that it is not public: send it again"),
    ("sharebot resolve 41 --give-up", "leave it, whatever became of it"),
)
@click.argument("post", type=post_id, metavar="ID")
@click.option("--sent", metavar="URL", help="It is public, at this address.")
@click.option("--again", is_flag=True, help="It is surely not public: send it again.")
@click.option("--give-up", is_flag=True, help="Leave it; it counts as failed.")
@dry_run_option
@json_option
def resolve_command(*, post: int, sent: str | None, again: bool, give_up: bool, dry_run: bool, as_json: bool) -> int:
    """Settle a post of which nobody knows whether it is public: the answer was lost. Look at the account first."""
    if sum([sent is not None, again, give_up]) != 1:
        raise click.UsageError("Say one of --sent URL, --again and --give-up.")
    with opened() as app:
        resolve = app.staff.resolve_again if again else app.staff.resolve_give_up
        said = sent
        return Doing(app, dry_run, as_json).each(
            [post], resolve if said is None else lambda number: app.staff.resolve_sent(number, said)
        )
