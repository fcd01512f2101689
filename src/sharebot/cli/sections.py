"""The file in which a person edits several posts: a section for each, and notes that are cut away. Pure.

What stands in a section is to the byte what is stored: a line of a text that looks like one of ours is written behind a
backslash, which is taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sharebot.bot.editing import Seen, Words
from sharebot.errors import SharebotError

NOTE = ";;"
REFUSED = f"{NOTE} REFUSED: "

_HEADER = re.compile(r"=== post ([0-9]{1,19}) .*===\s*")
_FIELD = re.compile(r"(warning|alt):(.*)", re.DOTALL)
_OURS = re.compile(r"\\*(?:===|;;|warning:|alt:)")

_MEND = "put it back, or take them out, too"

_LEAD = (
    f"{NOTE} What stands in a section is what is sent. Lines that begin with {NOTE} are notes and are cut away.",
    f"{NOTE} Save and leave: every section is measured, and all are stored, or none. A section that you take out stays",
    f"{NOTE} as it was; leave without saving, or empty the file, and nothing happens.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A post's words as they were read; `line` is where its header stands, from 0."""

    post_id: int
    words: Words
    line: int


class Unreadable(SharebotError):
    """The file does not say what is whose. `whys` are by line, from 0."""

    def __init__(self, whys: Mapping[int, str]) -> None:
        super().__init__("; ".join(f"line {line + 1}: {why}" for line, why in whys.items()))
        self.whys = dict(whys)


# Writing --------------------------------------------------------------------------------------------------------------


def written(seen: Sequence[Seen], headers: Mapping[int, str], notes: Mapping[int, Sequence[str]]) -> str:
    """The file. `headers` and `notes` are by post; a header's words stand between its signs."""
    lines = list(_LEAD)
    for each in seen:
        number = each.post.id
        lines += ["", header(number, headers[number]), *(f"{NOTE} {note}" for note in notes.get(number, ()))]
        lines += _lines(each.words)
    return "\n".join(lines) + "\n"


def header(post_id: int, words: str) -> str:
    return f"=== post {post_id} · {words} ==="


def _lines(words: Words) -> Iterator[str]:
    fields = {"warning": words.warning, "alt": words.alt}
    yield from (f"{name}: {value}".rstrip() for name, value in fields.items() if value is not None)
    yield ""
    yield from (f"\\{line}" if _OURS.match(line) else line for line in words.text.split("\n"))


def annotated(text: str, whys: Mapping[int, str], headers: Mapping[int, str] | None = None) -> str:
    """The person's own file with what is wrong above each line that is at fault, in place of earlier complaints.

    `whys` and `headers`, which take the place of the old ones, are by line.
    """
    lines: list[str] = []
    for number, line in enumerate(_split(text)):
        if number in whys:
            lines.append(f"{REFUSED}{' '.join(whys[number].split())}")
        if not line.startswith(REFUSED):
            lines.append((headers or {}).get(number, line))
    return "\n".join(lines)


# Reading --------------------------------------------------------------------------------------------------------------


def has_sections(text: str) -> bool:
    return any(_HEADER.fullmatch(line) for line in _split(text))


def is_empty(text: str) -> bool:
    """Whether there is nothing but notes."""
    return not any(line.strip() and not line.startswith(NOTE) for line in _split(text))


def read(text: str, expected: Sequence[Seen] = ()) -> list[Section]:
    """The sections, in their order. `expected`: the posts that may have one, none for any. Raises Unreadable."""
    lines = _split(text)
    heads = [number for number, line in enumerate(lines) if line.startswith("===")]
    whys = dict(_stray(lines, heads)) | dict(_wrong(lines, heads, {seen.post.id for seen in expected}))
    if whys:
        raise Unreadable(dict(sorted(whys.items())))
    ends = [*heads[1:], len(lines)]
    found = [_section(lines[head], head, lines[head + 1 : end]) for head, end in zip(heads, ends, strict=True)]
    if whys := dict(_swallowed(found, expected)):
        raise Unreadable(whys)
    return found


def _swallowed(found: Sequence[Section], expected: Sequence[Seen]) -> Iterator[tuple[int, str]]:
    """Sections in which another one's words stand, because its heading is gone: they would go out with it."""
    seen = {each.post.id: each.words.text for each in expected}
    lost = {number: text for number, text in seen.items() if number not in {each.post_id for each in found}}
    for section in found:
        text, before = section.words.text, seen.get(section.post_id, "")
        for number, words in lost.items():
            if words.strip() and text.count(words) > before.count(words):
                yield section.line, f"the heading of post {number} is gone, but its words stand here; {_MEND}"
        own = set(before.split("\n"))
        if lost and any(_FIELD.fullmatch(line) for line in text.split("\n") if line not in own):
            yield section.line, f"a heading is gone, but what stood below it stands here; {_MEND}"


def _split(text: str) -> list[str]:
    """Into lines as editors have them; other signs that break lines stay in them."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _stray(lines: Sequence[str], heads: Sequence[int]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines[: heads[0] if heads else len(lines)]):
        if line.strip() and not line.startswith(NOTE):
            yield number, "these words stand above the first section; put them into one"
            return


def _wrong(lines: Sequence[str], heads: Sequence[int], expected: set[int]) -> Iterator[tuple[int, str]]:
    known = set[int]()
    for head in heads:
        found = _HEADER.fullmatch(lines[head])
        if not found:
            yield head, "this is no section's first line; a text's own line of === is written \\==="
            continue
        number = int(found[1])
        if number in known:
            yield head, f"post {number} has two sections; take one out"
        elif expected and number not in expected:
            yield head, f"post {number} is not among those that are edited; take the section out"
        known.add(number)


def _section(head: str, line: int, body: Sequence[str]) -> Section:
    found = _HEADER.fullmatch(head)
    if found is None:
        raise AssertionError(f"{head!r} was taken for a header")
    kept = [each for each in body if not each.startswith(NOTE)]
    fields: dict[str, str] = {}
    while kept and (field := _FIELD.fullmatch(kept[0])):
        fields[field[1]] = " ".join(field[2].split())
        kept = kept[1:]
    text = "\n".join(_bare(each) for each in _trimmed(kept))
    return Section(post_id=int(found[1]), words=Words(text=text, **fields), line=line)


def _trimmed(lines: Sequence[str]) -> Sequence[str]:
    """Without the empty lines around the text, which set the sections apart."""
    full = [number for number, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1] + 1] if full else ()


def _bare(line: str) -> str:
    return line[1:] if line.startswith("\\") and _OURS.match(line[1:]) else line
