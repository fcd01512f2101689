"""sharebot edit: a person's own text for a post, and nothing of it lost."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from sharebot.cli.command import command, opened, post_id, zone_of
from sharebot.cli.printing import complain, in_zone, indented, one_line, safe, say, when
from sharebot.cli.queueing import brief
from sharebot.errors import Changed, SharebotError

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.model import Post

CUT = "------------------------ >8 ------------------------"
"""Everything from this line on is not part of the text, as git has it."""


@command(
    "edit",
    ("sharebot edit 41", "opens the text in $EDITOR"),
    ("sharebot edit 41 --text 'A night at the harbor https://blog.example/night/'", "takes this text"),
    ("sharebot edit 41 --file text.txt", "takes the file's text; - is standard input"),
)
@click.argument("post", type=post_id, metavar="ID")
@click.option("--text", metavar="TEXT", help="The new text.")
@click.option("--file", "file", type=click.File(encoding="utf-8"), metavar="FILE", help="A file with the new text.")
def edit_command(post: int, text: str | None, file: IO[str] | None) -> int:
    """Change the text of a post that has not been sent. It stays where it is in the calendar."""
    if text is not None and file is not None:
        raise click.UsageError("Give the text by --text or by --file, not both.")
    with opened() as app:
        before = app.staff.editable(post)
        wanted = _wanted(before, text, file)
        if wanted == before.share.text:
            say(f"post {post}: the text is unchanged")
            return 0
        edited = _edit(app, before, wanted)
        if edited is None:
            return 1
        say(f"{brief(edited, zone_of(app))}; {edited.share.length} of {edited.share.limit}")
        for note in edited.share.notes:
            say(f"  note: {one_line(note)}")
    return 0


def _wanted(post: Post, text: str | None, file: IO[str] | None) -> str:
    if text is not None:
        return text
    return file.read().rstrip("\n") if file else _by_editor(post)


def _by_editor(post: Post) -> str:
    """What the person makes of the text; the same text if they leave the editor without saving."""
    below = f"{CUT}\nThe text of post {post.id} for {post.account} stands above this line.\n"
    below += f"It counts {post.share.length} of {post.share.limit}. A mention, a link and a hashtag work as written.\n"
    written = click.edit(f"{post.share.text}\n{below}", extension=".txt")
    return post.share.text if written is None else written.partition(CUT)[0].rstrip("\n")


def _edit(app: App, seen: Post, text: str) -> Post | None:
    """The edited post; if the text is refused, None, and the text is in a file that is named."""
    try:
        return app.staff.edit(seen.id, text, seen=seen)
    except SharebotError as error:
        kept = _keep(seen.id, text)
        complain(f"{in_zone(str(error), zone_of(app))}; your text is kept: sharebot edit {seen.id} --file {kept}")
        if isinstance(error, Changed):
            say(_as_it_is_now(app, seen.id))
        return None


def _as_it_is_now(app: App, post_id: int) -> str:
    """What somebody else has made of the post: who, when, and the text that stands now."""
    now, step, zone = app.queue.post(post_id), app.queue.history(post_id)[-1], zone_of(app)
    last = f"{one_line(in_zone(step.why, zone))}, by {safe(step.who)}, {when(step.at, zone)}"
    return f"{brief(now, zone)}; {last}\n{indented(now.share.text, '    ')}"


def _keep(post_id: int, text: str) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix=f"sharebot-post-{post_id}-", suffix=".txt", delete=False
    ) as file:
        file.write(f"{text}\n")
    return Path(file.name)
