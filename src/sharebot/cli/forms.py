"""What a person edits: one post's bare text, or a file with a section for each of several posts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, Protocol

from sharebot.bot.editing import Editing, Seen, Unfit, Words
from sharebot.cli import sections
from sharebot.cli.pictures import picture_in_words
from sharebot.cli.printing import one_line, when
from sharebot.errors import SharebotError
from sharebot.model import Post, State

CUT = "------------------------ >8 ------------------------"
"""Everything from this line on is not part of the text, as git has it."""

Wishes = list[tuple[Seen, Words]]


class Form(Protocol):
    """How posts' words are written for a person, and read again."""

    @property
    def name(self) -> str:
        """How the name of a file of it begins."""
        ...

    @property
    def again(self) -> str:
        """The command that takes such a file, up to its name."""
        ...

    def written(self) -> str: ...

    def read(self, text: str) -> Wishes:
        """What the person wants. Raises SharebotError where that cannot be told."""
        ...

    def is_empty(self, text: str) -> bool: ...

    def annotated(self, text: str, error: SharebotError) -> str:
        """The same with what is wrong, for the person to mend."""
        ...

    def kept(self, text: str) -> str:
        """What of it is to be kept for later."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """One post: its text, and below a line what there is to know."""

    seen: Seen

    @property
    def name(self) -> str:
        return f"sharebot-post-{self.seen.post.id}-"

    @property
    def again(self) -> str:
        return f"sharebot edit {self.seen.post.id} --file"

    def written(self) -> str:
        return self._page(self.seen.post.share.text, "")

    def _page(self, text: str, refusal: str) -> str:
        post = self.seen.post
        return (
            f"{text}\n{CUT}\n{refusal}The text of post {post.id} for {post.account} stands above this line.\n"
            f"It counts {post.share.length} of {post.share.limit}. A mention, a link and a hashtag work as written.\n"
        )

    def read(self, text: str) -> Wishes:
        return [(self.seen, replace(self.seen.words, text=_above_cut(text)))]

    def is_empty(self, text: str) -> bool:
        return not _above_cut(text).strip()

    def annotated(self, text: str, error: SharebotError) -> str:
        return self._page(_above_cut(text), f"REFUSED: {_why(error, self.seen.post.id)}\n")

    def kept(self, text: str) -> str:
        return f"{_above_cut(text)}\n"


def _above_cut(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").partition(CUT)[0].rstrip("\n")


def _why(error: SharebotError, post_id: int) -> str:
    return one_line(error.whys.get(post_id, str(error)) if isinstance(error, Unfit) else str(error))


@dataclass(frozen=True, slots=True)
class Sections:
    """Several posts in one file."""

    editing: Editing
    seen: Sequence[Seen]
    zone: tzinfo

    name = "sharebot-posts-"
    again = "sharebot edit --file"

    def written(self) -> str:
        headers = {each.post.id: self._header(each.post, each.post.share.length) for each in self.seen}
        notes = {each.post.id: tuple(_notes(each.post)) for each in self.seen}
        return sections.written(self.seen, headers, notes)

    def _header(self, post: Post, length: int) -> str:
        return f"{post.account} · {length} of {post.share.limit} · {_when(post, self.zone)}"

    def read(self, text: str) -> Wishes:
        by_id = {each.post.id: each for each in self.seen}
        return [(by_id[each.post_id], each.words) for each in sections.read(text, self.seen)]

    def is_empty(self, text: str) -> bool:
        return sections.is_empty(text)

    def annotated(self, text: str, error: SharebotError) -> str:
        if isinstance(error, sections.Unreadable):
            return sections.annotated(text, error.whys)
        read = sections.read(text, self.seen)
        lines = {each.post_id: each.line for each in read}
        whys = error.whys if isinstance(error, Unfit) else dict.fromkeys(lines, str(error))
        lengths = self.editing.lengths(self.read(text))
        headers = {
            lines[each.post.id]: sections.header(each.post.id, self._header(each.post, lengths[each.post.id]))
            for each in self.seen
            if each.post.id in lines
        }
        return sections.annotated(text, {lines[number]: why for number, why in whys.items()}, headers)

    def kept(self, text: str) -> str:
        return text


def _when(post: Post, zone: tzinfo) -> str:
    if post.state is State.FAILED:
        return "failed"
    due = f"due {when(post.due_at, zone)} ({zone})" if post.due_at else "not dated"
    return due if post.state is State.QUEUED else f"{post.state}, {due}"


def _notes(post: Post) -> Iterator[str]:
    if post.hold:
        yield f"held: {one_line(post.hold)}"
    if post.share.mentions:
        yield f"tags {', '.join(f'@{mention}' for mention in post.share.mentions)}"
    yield picture_in_words(post.share)


# For programs ---------------------------------------------------------------------------------------------------------


def document(form: Sections) -> dict[str, Any]:
    """The sections as values, and the file that an editor would show."""
    return {
        "sections": [
            {
                "post": each.post.id,
                "account": each.post.account,
                "version": each.post.version,
                "length": each.post.share.length,
                "limit": each.post.share.limit,
                "text": each.words.text,
                "warning": each.words.warning,
                "alt": each.words.alt,
            }
            for each in form.seen
        ],
        "file": form.written(),
    }


def from_json(text: str, seen: Mapping[int, Seen]) -> Wishes:
    """The wishes in such a document; what it leaves out stays. Raises SharebotError for what is none."""
    try:
        given = {each["post"]: each for each in json.loads(text)["sections"]}
        return [(seen[number], _words(each, seen[number])) for number, each in given.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_document(error) from error


def _words(given: Mapping[str, Any], seen: Seen) -> Words:
    if given.get("version", seen.post.version) != seen.post.version:
        number = seen.post.id
        raise SharebotError(f"post {number} was changed since the file was printed: sharebot edit {number} --json")
    fields = {name: given[name] for name in ("text", "warning", "alt") if given.get(name) is not None}
    if not all(isinstance(value, str) for value in fields.values()):
        raise TypeError("words are texts")
    return replace(seen.words, **fields)


def posts_in(text: str) -> list[int]:
    """The posts that a file has sections for, in either form."""
    if not is_json(text):
        return [each.post_id for each in sections.read(text)]
    try:
        return [int(each["post"]) for each in json.loads(text)["sections"]]
    except (ValueError, KeyError, TypeError) as error:
        raise _no_document(error) from error


def _no_document(error: Exception) -> SharebotError:
    return SharebotError(f"the file is no JSON as sharebot edit --json prints it ({type(error).__name__}: {error})")


def is_json(text: str) -> bool:
    return text.lstrip("\ufeff \n\r\t").startswith("{")
