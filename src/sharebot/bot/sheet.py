"""The queue as a table that people keep in a spreadsheet: posts ↔ rows. A table is taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sharebot import schedule
from sharebot.bot import tables
from sharebot.bot.adding import Adding, Wish
from sharebot.bot.finding import Found
from sharebot.bot.staff import Staff
from sharebot.bot.tables import Fault, Line
from sharebot.errors import SharebotError, StoreUnavailable
from sharebot.model import UNSENT, EntryRecord, Post, State

COLUMNS = ("id", "account", "state", "due", "text", "link", "title", "authors", "waits", "public", "version")
"""What a table may have. Of title, authors, waits and public an import takes no notice."""

MOST_NEW, MOST_CHANGED = 200, 1000
"""Lines of one table that add a post, and that change one: meanwhile nobody else can write into the queue."""

HELD = "held"
"""A queued post that waits for a person, as the column `state` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a line of the table did, in words; of `post` as it is now."""

    line: int
    post: Post
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a table came to. With faults nothing of it was done."""

    lines: int = 0
    done: tuple[Done, ...] = ()
    faults: tuple[Fault, ...] = ()


class _TakeBack(Exception):
    """Ends a transaction of which nothing is to stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    staff: Staff
    adding: Adding
    zone: str

    # Posts → table ----------------------------------------------------------------------------------------------------

    def export(self, posts: Iterable[Post]) -> str:
        """These posts as CSV; times by the blog's clocks."""
        return tables.written(COLUMNS, map(self._row, posts))

    def _row(self, post: Post) -> dict[str, str]:
        record = self.staff.queue.entry(post.entry_id) if post.entry_id else None
        return {
            "id": str(post.id),
            "account": post.account,
            "state": _state(post),
            "due": self._time(post.due_at),
            "text": post.share.text,
            "link": post.share.link,
            "title": record.entry.title if record else "",
            "authors": _authors(record),
            "waits": post.hold,
            "public": post.receipt.url if post.receipt else "",
            "version": str(post.version),
        }

    def _time(self, at: datetime | None) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M}" if at else ""

    # Table → posts ----------------------------------------------------------------------------------------------------

    def bring(self, data: bytes, *, dry_run: bool = False) -> Brought:
        """Do what the table says, all of it or nothing. `dry_run`: do it, look what came of it, and take it back."""
        table = tables.read(data, COLUMNS, ("id", "account"))
        new = [line for line in table.lines if not line.cells["id"]]
        if len(new) > MOST_NEW:
            return Brought(lines=len(table.lines), faults=(_too_many(new[MOST_NEW].number, MOST_NEW, "add"),))
        pages, faults = self._pages(table.lines)
        faults = [*table.faults, *_twice(table.lines), *faults]
        done: list[Done] = []
        changed = 0
        with suppress(_TakeBack), self.staff.queue.together():
            for line in table.lines:
                try:
                    said = [*self._line(line, pages)]
                    done += said
                    changed += len(said) if line.cells["id"] else 0
                    if changed > MOST_CHANGED:
                        faults.append(_too_many(line.number, MOST_CHANGED, "change"))
                        break
                except StoreUnavailable:
                    raise
                except (SharebotError, ValueError) as error:
                    faults.append(Fault(line=line.number, what=str(error)))
            if faults or dry_run:
                raise _TakeBack
        unique = {fault.line: fault for fault in reversed(faults)}
        return Brought(lines=len(table.lines), done=tuple(done), faults=tuple(unique[line] for line in sorted(unique)))

    def _pages(self, lines: Sequence[Line]) -> tuple[Mapping[int, Found], list[Fault]]:
        """The articles of new lines, read before anything begins: a page may be slow, and the queue would wait."""
        pages: dict[int, Found] = {}
        faults: list[Fault] = []
        for line in lines:
            if line.cells["link"] and not line.cells["id"]:
                try:
                    pages[line.number] = self.adding.find(line.cells["link"], self._wish(line))
                except SharebotError as error:
                    faults.append(Fault(line=line.number, what=str(error)))
                except ValueError:  # told when the line is carried out
                    continue
        return pages, faults

    def _line(self, line: Line, pages: Mapping[int, Found]) -> Iterator[Done]:
        if not line.cells["id"]:
            yield from self._new(line, pages)
            return
        post = self._meant(line)
        words = [*self._changed(post, line.cells)]
        if words:
            yield Done(line=line.number, post=self.staff.queue.post(post.id), words=", ".join(words))

    # A line about a post ----------------------------------------------------------------------------------------------

    def _meant(self, line: Line) -> Post:
        """The post as the list has it. Raises ValueError where it has changed since."""
        number, version, account = (line.cells[name] for name in ("id", "version", "account"))
        if not number.isdecimal():
            raise ValueError(f"the id is {number!r}; write a post's number, or nothing for a new post")
        post = self.staff.queue.post(int(number))
        if account and account != post.account:
            raise ValueError(f"post {post.id} is for {post.account}, and a post does not change its account")
        if version and version != str(post.version):
            last = self.staff.queue.history(post.id)[-1]
            raise ValueError(
                f"post {post.id} has changed since the table was written ({last.why}, by {last.who}); export it anew"
            )
        return post

    def _changed(self, post: Post, cells: Mapping[str, str]) -> Iterator[str]:
        if cells["state"] == State.CANCELLED and post.state is not State.CANCELLED:
            self.staff.cancel(post.id)
            yield "cancelled"
            return
        if cells["text"] and _lines_of(cells["text"]) != _lines_of(post.share.text):
            self.staff.edit(post.id, cells["text"])
            yield "text"
        yield from self._let_go(post, cells["state"])
        if cells["due"] and cells["due"] != self._time(post.due_at):
            self.staff.reschedule(post.id, self._moment(cells["due"]))
            yield f"due {self._time(self.staff.queue.post(post.id).due_at)}"

    def _let_go(self, post: Post, wanted: str) -> Iterator[str]:
        now = _state(post)
        if wanted in {"", now}:
            return
        if wanted != State.QUEUED or (post.state not in UNSENT and post.state is not State.FAILED):
            raise ValueError(
                f"post {post.id} is {now} and cannot become {wanted}; write queued for a draft, held or failed one, "
                "cancelled for one that is not sent yet, or nothing"
            )
        if post.state is State.FAILED:
            self.staff.retry(post.id)
            yield "queued again"
        else:
            self.staff.approve(post.id)
            yield "approved"

    # A line about a new post ------------------------------------------------------------------------------------------

    def _new(self, line: Line, pages: Mapping[int, Found]) -> Iterator[Done]:
        wish = self._wish(line)
        if not line.cells["link"]:
            added = self.adding.free(wish)
        elif line.number in pages:
            added = self.adding.found(pages[line.number], wish)
        else:
            return  # its page could not be read, which is told already
        for each in added.planned:
            if each.post:
                due = f", due {self._time(each.post.due_at)}" if each.post.due_at else ""
                yield Done(line=line.number, post=each.post, words=f"new, {each.post.state}{due}")

    def _wish(self, line: Line) -> Wish:
        cells = line.cells
        if not cells["account"]:
            raise ValueError("a new post needs an account")
        if not cells["text"] and not cells["link"]:
            raise ValueError("a new post needs a text, or the link of an article")
        if cells["state"] not in {"", State.QUEUED, State.DRAFT}:
            raise ValueError(f"a new post is queued or draft, not {cells['state']}")
        return Wish(
            accounts=(self.staff.known(cells["account"]),),
            at=self._moment(cells["due"]) if cells["due"] else None,
            text=cells["text"],
            draft=cells["state"] == State.DRAFT,
        )

    def _moment(self, words: str) -> datetime:
        """Raises ValueError."""
        return schedule.parse_when(words, self.zone, self.staff.clock.now())


def _twice(lines: Sequence[Line]) -> Iterator[Fault]:
    """Of two lines about one post nobody knows which is meant."""
    first: dict[str, int] = {}
    for line in lines:
        number = line.cells["id"]
        if number and first.setdefault(number, line.number) != line.number:
            yield Fault(line=line.number, what=f"post {number} stands in line {first[number]} already; take one out")


def _too_many(line: int, most: int, what: str) -> Fault:
    return Fault(line=line, what=f"a table can {what} at most {most:,} posts at once; bring it in parts")


def _state(post: Post) -> str:
    return HELD if post.state is State.QUEUED and post.hold else str(post.state)


def _authors(record: EntryRecord | None) -> str:
    return "; ".join(author.name for author in record.authors) if record else ""


def _lines_of(text: str) -> list[str]:
    """As a spreadsheet may have left them."""
    return [line.rstrip() for line in text.strip().splitlines()]
