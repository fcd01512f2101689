"""sharebot edit: a person's own words for posts, and nothing of them lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import IO, TYPE_CHECKING, Any

import click

from sharebot.cli.command import command, json_option, maybe_post_ids, opened, zone_of
from sharebot.cli.printing import complain, indented, one_line, safe, say, say_json, when
from sharebot.cli.queueing import brief
from sharebot.clock import in_zone
from sharebot.errors import SharebotError
from sharebot.model import State

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.editing import Edited, Overtaken, Seen
    from sharebot.cli.editor import Kept
    from sharebot.cli.forms import Form, Plain, Sections, Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What staff asked for on the command line."""

    posts: Sequence[int]
    entry: str
    text: str | None
    file: IO[str] | None
    dry_run: bool
    as_json: bool

    def check(self) -> None:
        """Raises UsageError."""
        if self.text is not None and self.file is not None:
            raise click.UsageError("Give the text by --text or by --file, not both.")
        if self.posts and self.entry:
            raise click.UsageError("Give posts or an article's --entry, not both.")
        if not (self.posts or self.entry or self.file):
            raise click.UsageError("Say which: posts' IDs, or an article by --entry.")
        if self.text is not None and (self.entry or len(self.posts) != 1):
            raise click.UsageError("--text is one post's; several are edited in $EDITOR or by a --file with sections.")


@command(
    "edit",
    ("sharebot edit 41", "opens the text in $EDITOR"),
    ("sharebot edit 41-43", "all three in one file, with a section for each"),
    ("sharebot edit --entry https://blog.example/night/", "an article's posts on all accounts; its number will do too"),
    ("sharebot edit 41 --text 'A night at the harbor https://blog.example/night/'", "takes this text"),
    ("sharebot edit 41 --file text.txt", "takes the file's text; - is standard input"),
    ("sharebot edit 41-43 --json", "for programs: the sections, to be changed and given back by --file"),
    ("sharebot edit 41-43 --file sections.txt --dry-run", "a file with sections; measures them and stores nothing"),
)
@maybe_post_ids
@click.option("--entry", default="", metavar="N|ADDRESS", help="The posts of this article that may be edited.")
@click.option("--text", metavar="TEXT", help="The new text of one post.")
@click.option("--file", "file", type=click.File(encoding="utf-8"), metavar="FILE", help="The new text, or sections.")
@click.option("--dry-run", is_flag=True, help="Measure, and store nothing.")
@json_option
def edit_command(
    *, posts: Sequence[int], entry: str, text: str | None, file: IO[str] | None, dry_run: bool, as_json: bool
) -> int:
    """Change the words of posts that have not been sent. They stay where they are in the calendar.

    What does not fit is refused, and so is a post that somebody else changed meanwhile: all posts are stored, or none.
    A failed post waits for sharebot retry with its new words.
    """
    asked = Asked(posts=posts, entry=entry, text=text, file=file, dry_run=dry_run, as_json=as_json)
    asked.check()
    with opened() as app:
        return _Desk(app, asked).work()


@dataclass(slots=True)
class _Desk:
    """One call of the command."""

    app: App
    asked: Asked
    seen: list[Seen] = field(default_factory=list)

    def work(self) -> int:
        from sharebot.cli.editor import Kept, Unchanged

        given = self._given()
        self.seen = self._see(given)
        try:
            return self._taken(given)
        except Unchanged as error:
            say(str(error) or self._unchanged())
            return 0
        except Kept as error:
            return self._refused(error)

    def _given(self) -> str | None:
        """The words that came with the command."""
        try:
            return self.asked.file.read() if self.asked.file else self.asked.text
        except UnicodeDecodeError as error:
            raise SharebotError(f"the file is not UTF-8 ({error.reason}); save it as that") from error

    def _see(self, given: str | None) -> list[Seen]:
        from sharebot.cli.forms import posts_in

        if self.asked.entry:
            seen, others = self.app.editing.of_entry(self.asked.entry)
            for post in others if not self.asked.as_json else ():
                say(f"post {post.id} for {post.account} is {post.state} and left out")
            return seen
        posts = self.asked.posts or dict.fromkeys(posts_in(given or ""))
        if not posts:
            raise SharebotError("the file has no sections; say whose text it is: sharebot edit ID --file FILE")
        return [self.app.editing.see(post) for post in posts]

    # Taking words -----------------------------------------------------------------------------------------------------

    def _taken(self, given: str | None) -> int:
        from sharebot.cli.editor import Sitting, keep
        from sharebot.cli.forms import document

        if given is None and self.asked.as_json:
            say_json(document(self._sections))
            return 0
        form = self._form(given)
        if given is None:
            Sitting(form, self._take).begin()
            return 0
        try:
            self._take(self._read(form, given))
        except SharebotError as error:
            raise keep(form, given, error) from error
        return 0

    def _form(self, given: str | None) -> Form:
        """One post's bare text, unless sections were given."""
        from sharebot.cli.forms import is_json
        from sharebot.cli.sections import has_sections

        sections = self.asked.file is not None and given is not None and (has_sections(given) or is_json(given))
        return self._sections if sections or len(self.seen) > 1 or self.asked.entry else self._plain

    @property
    def _plain(self) -> Plain:
        from sharebot.cli.forms import Plain

        return Plain(self.seen[0])

    @property
    def _sections(self) -> Sections:
        from sharebot.cli.forms import Sections

        return Sections(self.app.editing, self.seen, zone_of(self.app))

    def _read(self, form: Form, given: str) -> Wishes:
        from sharebot.cli.forms import Sections, from_json, is_json

        if isinstance(form, Sections) and is_json(given):
            return from_json(given, {each.post.id: each for each in self.seen})
        return form.read(given)

    def _take(self, wishes: Wishes) -> None:
        edited = self.app.editing.edit(wishes, look_only=self.asked.dry_run)
        if self.asked.as_json:
            say_json({"dry_run": self.asked.dry_run, "posts": [_document(each) for each in edited]})
            return
        say("\n".join(self._report(wishes, edited)) or self._unchanged())

    # Telling ----------------------------------------------------------------------------------------------------------

    def _unchanged(self) -> str:
        return "\n".join(f"post {each.post.id}: the text is unchanged" for each in self.seen)

    def _report(self, wishes: Wishes, edited: Sequence[Edited]) -> Iterator[str]:
        done, wished = {each.post.id: each for each in edited}, {seen.post.id for seen, _ in wishes}
        for seen in self.seen:
            number = seen.post.id
            if number in done:
                yield from self._outcome(done[number])
            else:
                yield f"post {number}: " + ("the text is unchanged" if number in wished else "stays as it was")

    def _outcome(self, edited: Edited) -> Iterator[str]:
        post, share = edited.post, edited.share
        would = "would fit; nothing is stored" if self.asked.dry_run else ""
        said = f"post {post.id} for {post.account}: {would}" if would else brief(post, zone_of(self.app))
        yield f"{said}; {share.length} of {share.limit}"
        if post.state is State.FAILED and not self.asked.dry_run:
            yield f"  it goes out when you say so: sharebot retry {post.id}"
        yield from (f"  note: {one_line(note)}" for note in (*edited.taken, *share.notes))

    def _refused(self, kept: Kept) -> int:
        from sharebot.bot.editing import Overtaken

        complain(str(kept))
        if isinstance(kept.cause, Overtaken):
            say("\n".join(_changes(kept.cause, zone_of(self.app))), err=True)
        return 1


def _changes(overtaken: Overtaken, zone: tzinfo) -> Iterator[str]:
    """What others did to the posts, and what they are now."""
    for each in overtaken.since:
        yield f"post {each.post.id} for {each.post.account} is {each.post.state} now:"
        for step in each.steps:
            yield f"  {when(step.at, zone, seconds=True)}  {one_line(in_zone(step.why, zone))} (by {safe(step.who)})"
        yield indented(each.post.share.text, "    ")


def _document(edited: Edited) -> dict[str, Any]:
    share, post = edited.share, edited.post
    return {
        "post": post.id,
        "account": post.account,
        "state": str(post.state),
        "text": share.text,
        "length": share.length,
        "limit": share.limit,
        "warning": share.warning or None,
        "alt": share.image.alt if share.image else None,
        "notes": list(share.notes),
        "taken_away": list(edited.taken),
    }
