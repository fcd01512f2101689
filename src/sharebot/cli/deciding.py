"""approve, reschedule, cancel, retry, resolve: a person's decisions about posts."""

from __future__ import annotations

from collections.abc import Sequence

import click

from sharebot.cli.command import command, each, opened, post_id, post_ids, zone_of
from sharebot.cli.printing import say
from sharebot.cli.queueing import brief


@command(
    "approve",
    ("sharebot approve 41 42", "each into the next free slot of its account"),
    ("sharebot approve 41-46", "the same for all six"),
)
@post_ids
def approve_command(posts: Sequence[int]) -> int:
    """Let drafts and held posts go, into their accounts' next slots."""
    with opened() as app:
        return each(posts, lambda post: brief(app.staff.approve(post), zone_of(app)))


@command(
    "reschedule",
    ("sharebot reschedule 41 2027-03-01 09:30", "at that time by the blog's clocks"),
    ("sharebot reschedule 41 tomorrow 9:30", "the same, in words"),
    ("sharebot reschedule 41 now", "as soon as the daemon looks"),
)
@click.argument("post", type=post_id, metavar="ID")
@click.argument("when", nargs=-1, required=True, metavar="WHEN...")
def reschedule_command(post: int, when: Sequence[str]) -> None:
    """Send a post at another time, whatever the slots say. WHEN is in the blog's time zone.

    A draft or held post keeps waiting for approval.
    """
    from sharebot import schedule

    with opened() as app:
        try:
            at = schedule.parse_when(" ".join(when), app.settings.timezone, app.clock.now())
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="WHEN") from error
        say(brief(app.staff.reschedule(post, at), zone_of(app)))


@command(
    "cancel",
    ("sharebot cancel 41 42", "they will never be sent"),
    ("sharebot cancel 41 --reason 'the event is off'", "with a reason that why will tell"),
)
@post_ids
@click.option("--reason", default="", metavar="TEXT", help="Why; sharebot why tells it.")
def cancel_command(posts: Sequence[int], reason: str) -> int:
    """Stop posts that have not been sent. They are never made again."""
    with opened() as app:
        return each(posts, lambda post: brief(app.staff.cancel(post, reason), zone_of(app)))


@command(
    "retry",
    ("sharebot retry 41", "queued for now, with the same text"),
)
@post_ids
def retry_command(posts: Sequence[int]) -> int:
    """Send failed posts again: same text, as soon as the daemon looks."""
    with opened() as app:
        return each(posts, lambda post: brief(app.staff.retry(post), zone_of(app)))


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
def resolve_command(post: int, sent: str | None, again: bool, give_up: bool) -> None:
    """Settle a post of which nobody knows whether it is public: the answer was lost. Look at the account first."""
    if sum([sent is not None, again, give_up]) != 1:
        raise click.UsageError("Say one of --sent URL, --again and --give-up.")
    with opened() as app:
        if sent is not None:
            resolved = app.staff.resolve_sent(post, sent)
        else:
            resolved = app.staff.resolve_again(post) if again else app.staff.resolve_give_up(post)
        say(brief(resolved, zone_of(app)))
