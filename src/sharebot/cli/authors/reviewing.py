"""sharebot authors review: what only a person can say, one question at a time, answered by one key."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from sharebot.cli.authors import words
from sharebot.cli.command import command, json_option, opened, zone_of
from sharebot.cli.previews import quoted
from sharebot.cli.printing import complain, count, one_line, safe, say, say_json
from sharebot.errors import Changed

if TYPE_CHECKING:
    from sharebot.app import App
    from sharebot.bot.register import Decided, Question

KEYS = "[y] theirs  [n] not theirs  [f] never tag them  [s] skip  [q] quit  [?] help"
HELP = """\
    y        it is theirs: they are tagged by it from now on
    n        it is not theirs: nobody is tagged by it for them again
    f        they do not want to be tagged: never again, anywhere
    s, space leave it for another time
    q        stop here; what was answered stays answered"""

ENDS = {"\x03", "\x04", "\x1b", "q", "Q"}
"""Also what a terminal in raw mode makes of Ctrl-C, Ctrl-D and Escape."""


@command(
    "review",
    ("sharebot authors review", "on a terminal: y, n, f, s or q, without Enter"),
    ("sharebot authors review | less", "the questions, with the command line that answers each"),
    ("sharebot authors review --json", "the questions for programs"),
)
@json_option
def review_command(as_json: bool) -> None:
    """Answer what only a person can say, handle by handle: is it theirs or not.

    Each question shows the words and the article that they stand in, why they are not enough, and what the platform
    says. An answer holds from now on, also for posts that are queued.
    """
    with opened() as app:
        questions = app.register.review()
        if as_json:
            say_json({"questions": [_document(question) for question in questions]})
        elif not questions:
            say("nothing waits for a person")
        elif sys.stdin.isatty() and sys.stdout.isatty():
            Review(app, len(questions)).run(questions)
        else:
            say("\n\n".join("\n".join(_listed(question, zone_of(app))) for question in questions))


def _document(question: Question) -> dict[str, Any]:
    person = question.person
    asked = {"person": person.id, "name": person.name, "guest": person.guest, "answers": _answers(question)}
    known = words.known_document(person, question.known)
    return asked | known | {"identity": words.identity_document(question.identity)}


def _answers(question: Question) -> list[str]:
    """The command lines that answer it."""
    person, known = str(question.person.id), question.known
    handle = [person, known.platform, known.handle]
    return [
        shlex.join(["sharebot", "authors", *line])
        for line in (["confirm", *handle], ["reject", *handle], ["forbid", person])
    ]


def _listed(question: Question, zone: tzinfo) -> Iterator[str]:
    yield from _asked(question, zone)
    yield from (f"  {line}" for line in _answers(question))


def _asked(question: Question, zone: tzinfo) -> Iterator[str]:
    known = question.known
    yield words.title(question.person)
    yield f"  Is {click.style(f'{known.platform} {safe(known.handle)}', bold=True)} theirs?"
    yield from (f"  {quoted(evidence)}" for evidence in known.evidence)
    if known.url:
        yield f"  in {safe(known.url)}"
    yield f"  it waits because: {one_line(known.note) or 'the words alone do not say whose it is'}"
    if question.identity:
        yield f"  {words.identity_in_words(known.platform, question.identity, zone)}"


class Review:
    """One sitting at a terminal."""

    def __init__(self, app: App, of: int) -> None:
        self._app = app
        self._of = of
        self._answered: Counter[str] = Counter()
        self._posts: set[int] = set()

    def run(self, questions: Sequence[Question]) -> None:
        for number, question in enumerate(questions, 1):
            if not self._go_through(number, question):
                break
        say(self._summary())

    def _go_through(self, number: int, question: Question) -> bool:
        """Ask until it is answered or passed over; false to stop."""
        while asked := self._app.register.again(question):
            say(f"\n{number} of {self._of}  " + "\n".join(_asked(asked, zone_of(self._app))))
            key = self._key()
            if key in ENDS:
                return False
            try:
                with self._app.queue.acting("authors review", who=self._app.register.who):  # each can be taken back
                    self._answer(key, asked)
            except Changed as error:  # somebody else decides too: look again, and ask again if it is open
                complain(str(error))
                continue
            return True
        known = question.known
        name = one_line(question.person.name)
        say(f"\n{number} of {self._of}  {name}: {known.platform} {safe(known.handle)} needs no answer any more")
        return True

    def _key(self) -> str:
        """One of the keys that mean something."""
        click.echo(f"  {KEYS}: ", nl=False)
        while True:
            try:
                key = click.getchar()
            except (EOFError, KeyboardInterrupt):
                key = "q"
            if key in ENDS or key.casefold() in ("y", "n", "f", "s", " "):
                say(key if key.isalpha() else "s" if key == " " else "q")
                return key if key in ENDS else key.casefold()
            click.echo(f"\n{HELP}\n  {KEYS}: ", nl=False)

    def _answer(self, key: str, question: Question) -> None:
        handle = f"{question.known.platform} {question.known.handle}"
        register = self._app.register
        match key:
            case "y":
                self._done("confirmed", register.theirs(question), f"confirmed {handle}")
            case "n":
                self._done("rejected", register.not_theirs(question), f"rejected {handle}")
            case "f":
                self._done("never to be tagged", register.never(question), "never to be tagged")
            case _:
                self._answered["skipped"] += 1

    def _done(self, what: str, decided: Decided, said: str) -> None:
        self._answered[what] += 1
        self._posts |= {post.id for post in decided.posts}
        say(f"  {words.decision(decided, said)}")

    def _summary(self) -> str:
        parts = [f"{number} {what}" for what, number in self._answered.items()]
        changed = f"; {count(len(self._posts), 'queued post')} got other words" if self._posts else ""
        left = len(self._app.register.review())
        rest = f"{count(left, 'question')} left" if left else "nothing waits any more"
        return f"\n{', '.join(parts) or 'nothing answered'}{changed}; {rest}"
