"""One decision about several posts: done, or only tried; told to people by lines, or to programs as one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sharebot.cli.command import zone_of
from sharebot.cli.printing import complain, say, say_json
from sharebot.cli.queueing import brief
from sharebot.cli.records import post_document

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.model import Post

UNCHANGED = "nothing was changed"
"""The last line of whatever was only tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one post, in words; `post` is None where a person did not want it after all."""

    post: Post | None
    words: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Doing:
    """One call of a verb. What it says while it only tries is said afterwards: nobody waits for a slow pipe then."""

    app: App
    dry_run: bool
    as_json: bool
    done: list[Done] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def each(self, posts: Sequence[int], do: Callable[[int], Post]) -> int:
        """Do one thing to each of several posts; one that is refused stops no other. Returns the exit status."""
        return self.each_told(posts, lambda number: self.in_brief(do(number)))

    def each_told(self, posts: Sequence[int], do: Callable[[int], Done]) -> int:
        self.do(posts, do)
        return self.end()

    def in_brief(self, post: Post, more: str = "", notes: tuple[str, ...] = ()) -> Done:
        said = brief(post, zone_of(self.app))
        if self.dry_run:
            said = said.replace(": ", ": would be ", 1)
        return Done(post=post, words=f"{said}{more}", notes=notes)

    def do(self, posts: Sequence[int], do: Callable[[int], Done]) -> None:
        told: list[Callable[[], None]] = []
        with _tried(self.app) if self.dry_run else _kept():
            for number in posts:
                told.append(self._one(number, do))
                if not self.dry_run:
                    told.pop()()
        for tell in told:
            tell()

    def warn(self, note: str) -> None:
        """What there is to say of all of it."""
        self.notes.append(note)
        if not self.as_json:
            complain(note)

    def end(self) -> int:
        """The last word. Refused is also what could be said of no post."""
        if self.as_json:
            say_json(self._document)
        elif self.dry_run and (self.done or self.refused):
            say(UNCHANGED)
        return 1 if self.refused or not self.done else 0

    def _one(self, number: int, do: Callable[[int], Done]) -> Callable[[], None]:
        """Returns how it is told."""
        from sharebot.errors import SharebotError, StoreUnavailable

        try:
            done = do(number)
        except StoreUnavailable:
            raise
        except SharebotError as error:
            why = str(error)
            self.refused.append((number, why))
            return lambda: complain(why)
        self.done.append(done)
        self.notes += [f"post {number}: {note}" for note in done.notes]
        return _silent if self.as_json else lambda: say(done.words)

    @property
    def _document(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "posts": [post_document(each.post) for each in self.done if each.post],
            "refused": [{"post": number, "why": why} for number, why in self.refused],
            "notes": self.notes,
        }


def _silent() -> None:
    """Programs are told at the end."""


class _TriedError(Exception):
    """Nothing of what was tried is to stay."""


@contextmanager
def _tried(app: App) -> Iterator[None]:
    """All inside is really done, and then taken back: what a dry run says is what would be."""
    with suppress(_TriedError), app.queue.together():
        yield
        _take_back()


def _take_back() -> None:
    raise _TriedError


@contextmanager
def _kept() -> Iterator[None]:
    yield
