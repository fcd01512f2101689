"""sharebot log and sharebot undo: who did what, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.command import LARGEST_ID, command, dry_run_option, json_option, opened, post_id, zone_of
from sharebot.cli.printing import iso, one_line, safe, say, say_json, shortened, table, when
from sharebot.cli.queueing import brief
from sharebot.clock import in_zone
from sharebot.errors import Changed
from sharebot.model import Act, ActFilter

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.acts import MachineAct, Undone
    from sharebot.model import AccountChange, AccountState, PersonChange, Post, PostChange

SHOWN = 30
LISTED = 12
"""How many numbers of posts a line may hold."""
WHY_WIDTH = 70

act_number = click.IntRange(min=1, max=LARGEST_ID)


# log ------------------------------------------------------------------------------------------------------------------


@command(
    "log",
    ("sharebot log", "what people did last, newest first"),
    ("sharebot log --who dana --since mon", "what dana did since Monday"),
    ("sharebot log --post 41 --all", "all that happened to one post, also by sharebot itself"),
    ("sharebot log --json", "for programs"),
)
@click.option("--who", default="", metavar="NAME", help="Only what this person did.")
@click.option("--since", metavar="WHEN", help="Only from then on: today, mon, 2026-11-25, '2d'.")
@click.option("--post", type=post_id, metavar="ID", help="Only what was done to this post.")
@click.option("--limit", type=click.IntRange(min=1), default=SHOWN, show_default=True, metavar="N", help="At most N.")
@click.option("--all", "every", is_flag=True, help="Also what sharebot decided by itself.")
@json_option
def log_command(*, who: str, since: str | None, post: int | None, limit: int, every: bool, as_json: bool) -> None:
    """Tell who did what to posts, accounts and the register of authors, and when; newest first."""
    with opened() as app:
        wanted = ActFilter(who=who, since=_since(app, since), post_id=post, limit=limit)
        if post is not None:
            app.queue.post(post)  # one that is not there is a slip of the finger
        acts = app.acts.log(wanted, machine=every)
        if as_json:
            say_json({"acts": [document(act) for act in acts]})
        elif not acts:
            say("nobody has done any such thing yet")
        else:
            _show(acts, zone_of(app))


def _since(app: App, since: str | None) -> datetime | None:
    from sharebot import schedule

    if since is None:
        return None
    try:
        return schedule.parse_bound(since, app.settings.timezone, app.clock.now(), back=True)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--since") from error


def _show(acts: Sequence[Act | MachineAct], zone: tzinfo) -> None:
    rows = [
        [str(act.id) if isinstance(act, Act) else "-", when(act.at, zone, seconds=False), act.who, in_words(act, zone)]
        for act in acts
    ]
    table(["act", f"when ({zone})", "who", "what"], rows, long=1)


# In words -------------------------------------------------------------------------------------------------------------


def in_words(act: Act | MachineAct, zone: tzinfo) -> str:
    """What was done, on one line; times that a reason was written down with are put into the blog's zone."""
    return in_zone(_in_words(act), zone)


def _in_words(act: Act | MachineAct) -> str:
    if not isinstance(act, Act):
        return f"{_numbered(step.post_id for step in act.steps)}: {one_line(act.why)}"
    head = f"undo of act {act.undoes}" if act.undoes else act.what
    follow = [change.post_id for change in act.posts if change.follows and _shows(change)]
    things = [*_posts(act.posts), *map(_account, act.accounts), *map(_person, act.people)]
    parts = "; ".join([*things, *([f"and so {_numbered(follow)}"] if follow else [])])
    gone = f" (taken back by act {act.undone_by})" if act.undone_by else ""
    return f"{f'{head}: ' if head else ''}{parts}{gone}"


def _posts(changes: Sequence[PostChange]) -> Iterator[str]:
    """Those that had the same done to them together."""
    alike: dict[str, list[int]] = {}
    for change in changes:
        if not change.follows:
            alike.setdefault(f"{_way(change)}{_why(change)}", []).append(change.post_id)
    yield from (f"{_numbered(ids)} {how}" for how, ids in alike.items())


def _shows(change: PostChange) -> bool:
    """Whether readers or staff see a difference: what is merely noted about a post is left out."""
    return change.before is None or _visible(change.before) != _visible(change.after)


def _visible(post: Post) -> tuple[object, ...]:
    share = post.share
    return post.state, post.hold, post.due_at, share.text, share.mentions, share.spans, share.image, share.warning


def _way(change: PostChange) -> str:
    if change.before is None:
        return f"made, {change.after.state}"
    same = change.before.state is change.after.state
    return f"{change.after.state}" if same else f"{change.before.state} → {change.after.state}"


def _why(change: PostChange) -> str:
    said = change.why.startswith("took back act") or change.why == str(change.after.state)
    why = "" if said else change.why
    return f" ({shortened(why, WHY_WIDTH)})" if why else ""


def _numbered(ids: Iterable[int]) -> str:
    """In words such as: post 41; posts 41, 42; posts 41, 42 … (17)."""
    numbers = sorted(set(ids))
    shown = ", ".join(map(str, numbers[:LISTED]))
    more = f" … ({len(numbers)})" if len(numbers) > LISTED else ""
    return f"post{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _account(change: AccountChange) -> str:
    after = change.after
    return f"{after.name} paused ({one_line(after.reason)})" if after.paused_at else f"{after.name} sends again"


def _person(change: PersonChange) -> str:
    what = "as it was before" if change.why.startswith("took back act") else one_line(change.why)
    return f"{safe(change.after.name)} ({change.person_id}): {what}"


# For programs ---------------------------------------------------------------------------------------------------------


def document(act: Act | MachineAct) -> dict[str, Any]:
    if not isinstance(act, Act):
        return _machine_document(act)
    return {
        "act": act.id,
        "at": iso(act.at),
        "who": act.who,
        "what": act.what,
        "undoes": act.undoes,
        "undone_by": act.undone_by,
        "posts": [_post_document(change) for change in act.posts],
        "accounts": [
            {"account": each.account, "before": _stands(each.before), "after": _stands(each.after)}
            for each in act.accounts
        ],
        "people": [
            {"person": each.person_id, "name": each.after.name, "what": each.why, "final": each.final or None}
            for each in act.people
        ],
    }


def _machine_document(act: MachineAct) -> dict[str, Any]:
    """With the keys of a person's act. Of what a post was before and after only the state is written down."""
    return {
        "act": None,
        "at": iso(act.at),
        "who": act.who,
        "what": act.why,
        "undoes": None,
        "undone_by": None,
        "posts": [
            {
                "post": step.post_id,
                "why": step.why,
                "follows": False,
                "state": str(step.after),
                "before": None,
                "after": None,
            }
            for step in act.steps
        ],
        "accounts": [],
        "people": [],
    }


def _post_document(change: PostChange) -> dict[str, Any]:
    before = _post(change.before) if change.before else None
    return {
        "post": change.post_id,
        "why": change.why,
        "follows": change.follows,
        "state": str(change.after.state),
        "before": before,
        "after": _post(change.after),
    }


def _post(post: Post) -> dict[str, Any]:
    return {
        "account": post.account,
        "state": str(post.state),
        "hold": post.hold or None,
        "due": iso(post.due_at),
        "slot": iso(post.slot_at),
        "text": post.share.text,
        "edited_by": post.edited_by or None,
    }


def _stands(account: AccountState) -> dict[str, Any]:
    return {
        "paused": iso(account.paused_at),
        "paused_by": account.by or None,
        "reason": account.reason or None,
        "rests_until": iso(account.rests_until),
    }


# undo -----------------------------------------------------------------------------------------------------------------


@command(
    "undo",
    ("sharebot undo", "takes back what you did last; once more puts it back"),
    ("sharebot undo --dry-run", "says what would be taken back"),
    ("sharebot undo --act 12", "takes back that act; sharebot log has the numbers"),
    ("sharebot undo --json", "for programs"),
)
@click.option("--act", "number", type=act_number, metavar="N", help="This act instead of your last one.")
@dry_run_option
@json_option
def undo_command(number: int | None, dry_run: bool, as_json: bool) -> None:
    """Take an act back: posts, accounts and authors are as they were before it, all of them or none.

    What was sent, what may be public and what somebody else has changed since is not taken back; then nothing is.
    """
    with opened() as app:
        try:
            done = app.acts.undo(number, dry=dry_run)
        except Changed as error:
            raise Changed(in_zone(str(error), zone_of(app))) from error
        if as_json:
            say_json(_undone_document(done, dry=dry_run))
        else:
            say("\n".join(_undone(done, zone_of(app), dry=dry_run)))


def _undone_document(done: Undone, *, dry: bool) -> dict[str, Any]:
    """What undoing did, as the log tells it; an act that was only tried has no number."""
    return {
        **document(done.act),
        "act": None if dry else done.act.id,
        "dry_run": dry,
        "taken_back": document(done.taken_back),
        "elsewhere": sorted(done.elsewhere),
    }


def _undone(done: Undone, zone: tzinfo, *, dry: bool) -> Iterator[str]:
    act = done.taken_back
    head = "would take back" if dry else "took back"
    yield f"{head} act {act.id} of {safe(act.who)}, {when(act.at, zone, seconds=False)}: {in_words(act, zone)}"
    for change in done.act.posts:
        elsewhere = "; its own time is gone, so it takes the next free slot"
        which = "other" if act.undoes else "earlier"
        words = f", with its {which} text" if _reworded(change) else ""
        yield f"  {brief(change.after, zone)}{words}{elsewhere if change.post_id in done.elsewhere else ''}"
    yield from (f"  {_account(change)}" for change in done.act.accounts)
    yield from (f"  {_person(change)}" for change in done.act.people)
    yield "nothing was changed" if dry else f"this is act {done.act.id}: sharebot undo puts it back"


def _reworded(change: PostChange) -> bool:
    return change.before is not None and change.before.share.text != change.after.share.text
