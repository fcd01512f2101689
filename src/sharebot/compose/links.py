"""Where a network sees links in a text: twitter-text's grammar, read by hand so that its cost is linear in any text.

twitter-text 3.1.0 (npm) and config/initializers/twitter_regex.rb of mastodon/mastodon, both read 2026-11-24. A domain
is a chain of labels before a known top-level domain; the grammar takes the longest. What it matches but does not link
(after `@`, `-`, `_`, `/`, a full stop) it still passes over, path and all, and so do we.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from sharebot.compose.domains import TopLevels
from sharebot.ports import LinkSyntax

LONGEST = (
    4096  # twitter-text's MAX_URL_LENGTH, read 2026-11-24; it counts the scheme twice, and one where there is none
)
LONGEST_LABEL = 63
_SURELY_SHORT = 7  # letters; encoded, each takes at most eight
_SECOND_UNITS = 0xDC00
_NEAR = 32
LONGEST_SHORT_SLUG = 40  # twitter-text's MAX_TCO_SLUG_LENGTH

_PUNCTUATION = r"!'#%&()*+,\\/:;<=>?@\[\]^{|}~$"  # besides - _ and the full stop, which a run of labels may hold
_SPACES = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVALID = "\ufffe\ufeff\uffff"
_DIRECTIONAL = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_LATIN = (
    "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
    # What is like one of these where case is ignored, as JavaScript does it.
    "\u0260\u0269\u0275\u0280\u0283\u0288\u028a\u028c\u0292\u0399\u03b9\u1fbe\u2c65\u2c66\u2c7e\u2c7f\ua7dc"
)
_RUN_ENDS = rf"{_PUNCTUATION}{_SPACES}{_INVALID}{_DIRECTIONAL}"
_RUN = re.compile(f"[^{_RUN_ENDS}]*")
_RUN_END = frozenset(re.findall(f"[{_RUN_ENDS}]", "".join(map(chr, range(0x10000)))))
_DOT = re.compile(rf"\.(?![.{_RUN_ENDS}])")
_NOT_BEFORE = re.compile(f"[A-Za-z0-9@＠$#＃{_INVALID}]")
_PLAIN_RUN = re.compile(f"[-.0-9A-Za-z{_LATIN}]+")
_TAIL_BEGINS = frozenset(":/?")
_SIMPLE_RUN = re.compile(r"[0-9A-Za-z]++(?:(?:-++|\.)[0-9A-Za-z]++)++")
_PORT = re.compile(":[0-9]+")
_SHORTENED = re.compile(
    r"https?://t\.co/([a-z0-9]+)(?:\?(?:[-a-z0-9!?*'@();:&=+$/%#\[\]_.,~|]*[-a-z0-9_&=#/]))?",
    re.IGNORECASE | re.ASCII,
)


class Link(NamedTuple):
    """A link's place in code points.

    Where a bare domain is Latin in its middle only and has a path, twitter-text links all from there on, and counts as
    a link only a part of it: surely what ends at `counted`.
    """

    start: int
    end: int
    counted: int


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What may stand in a link behind its domain. `loose` may stand in a path or query but not end it."""

    schemes: tuple[str, ...]
    path: re.Pattern[str]
    brackets: re.Pattern[str]
    last_brackets: re.Pattern[str]
    loose_in_path: str
    query: re.Pattern[str]
    loose_in_query: str


def _brackets(inside: str) -> re.Pattern[str]:
    return re.compile(rf"\((?:[{inside}]++|[{inside}]*+\([{inside}]++\)[{inside}]*+)\)")


_LATIN_PATH = rf"-0-9A-Za-z\u0400-\u04ff\u1c80-\u1c87!*';:=+,.$/%#\[\]\u2013_~@|&{_LATIN}"
_ANY_PATH = r"^\s\x85\u2028\u2029<>()?"
_BEYOND = "\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U000dfffd\U000e1000-\U0010fffd"

_GRAMMARS = {
    LinkSyntax.LATIN: _Grammar(
        schemes=("https", "http"),
        path=re.compile(f"[{_LATIN_PATH}]+"),
        brackets=_brackets(_LATIN_PATH),
        last_brackets=_brackets(_LATIN_PATH),
        loose_in_path="!*';:,.$%[]\u2013~@|&",
        query=re.compile(r"\?[-0-9A-Za-z!?*'@();:&=+$/%#\[\]_.,~|]+"),
        loose_in_query="!?*'@();:+$%[].,~|",
    ),
    LinkSyntax.UNICODE: _Grammar(
        schemes=("https", "http", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "gemini"),
        path=re.compile(f"[{_ANY_PATH}]+"),
        brackets=_brackets(_ANY_PATH),
        last_brackets=_brackets(_LATIN_PATH),  # the Ruby file redefines the brackets after it has used them here
        loose_in_path="!*\"'「」;:=,.$%[]~&|@",
        query=re.compile(rf"\?[-0-9A-Za-z!?*'();:&=+$/%#\[\]_.,~|@^{_BEYOND}]+"),
        loose_in_query="!?*'();:+$%[].,~|@^",
    ),
}


class _Before(Enum):
    """What stands before a chain of labels decides what becomes of it."""

    SCHEME = auto()
    FREE = auto()
    PASSED_OVER = auto()
    NOTHING = auto()  # no start is possible: not even passed over


_BEFORE_A_LINK = frozenset({_Before.SCHEME, _Before.FREE})


@dataclass(slots=True)
class _Chain:
    """Labels that follow each other. `end`: of the domain that may be linked; `passed`: of one that is passed over.

    `halved`: it begins with the second of the two UTF-16 units of its first letter. `scheme`: the length of what stands
    before it, `https://`. `plain`: all of it is in ASCII letters.
    """

    before: _Before
    start: int
    scheme: int = 0
    plain: bool = False
    halved: bool = False
    end: int = 0
    passed: int = 0


@dataclass(slots=True)
class _Reader:
    text: str
    grammar: _Grammar
    bare: bool
    top: TopLevels
    consumed: int = 0
    found: list[Link] = field(default_factory=list)

    def read(self) -> list[Link]:
        """A run of labels without a top-level domain is nothing at all, and most dots end a sentence."""
        done = 0
        for found in _DOT.finditer(self.text):
            dot = found.start()
            if dot >= done and self.top.end(self.text, dot):
                stop = _RUN.match(self.text, dot).end()  # type: ignore[union-attr]  # it matches the dot at least
                self._read_run(self._run_start(dot), stop)
                done = max(stop, self.consumed)
        return self.found

    def _run_start(self, dot: int) -> int:
        """Backwards: first a few letters at once, then one by one."""
        near = self.text[max(self.consumed, dot - _NEAR) : dot][::-1]
        start = dot - _RUN.match(near).end()  # type: ignore[union-attr]  # it also matches nothing
        while start > self.consumed and self.text[start - 1] not in _RUN_END:
            start -= 1
        return start

    def _read_run(self, start: int, stop: int) -> None:
        first = self._first_chain(start, stop)
        simple = (
            first.before in _BEFORE_A_LINK and first.start == start and _SIMPLE_RUN.fullmatch(self.text, start, stop)
        )
        for chain in self._simple(first, stop) if simple else self._chains(first, start, stop):
            passed = max(chain.end, chain.passed)
            tail, has_path = self._tail(passed) if passed == stop else (passed, False)
            self.consumed = max(self.consumed, tail)
            if chain.end:
                self._note(chain, tail if chain.end == stop else chain.end, has_path=has_path)

    def _simple(self, chain: _Chain, stop: int) -> tuple[_Chain]:
        """ASCII labels without a dash or an underscore at an end, as nearly all are: they end at the last domain."""
        dot = stop
        while not chain.end:
            dot = self.text.rindex(".", chain.start, dot)
            chain.end = self.top.end(self.text, dot)
        chain.plain = True
        return (chain,)

    def _chains(self, chain: _Chain, start: int, stop: int) -> Iterator[_Chain]:
        label = start
        while (dot := self.text.find(".", label, stop)) >= 0:
            first = self._skip_dashes(label, dot)
            if first == dot or self.text[dot - 1] in "-_":
                yield chain
                chain = _Chain(_Before.PASSED_OVER, dot + 1)
            else:
                if first > label:
                    yield chain
                    chain = _Chain(_Before.PASSED_OVER, first)
                self._extend(chain, first, dot)
                if chain.before is _Before.NOTHING:
                    chain = _Chain(_Before.PASSED_OVER, dot + 1)
            label = dot + 1
        yield chain

    def _skip_dashes(self, label: int, dot: int) -> int:
        while label < dot and self.text[label] in "-_":
            label += 1
        return label

    def _extend(self, chain: _Chain, label: int, dot: int) -> None:
        end = self.top.end(self.text, dot)
        if not end or chain.before is _Before.NOTHING:
            return
        if "_" in self.text[max(label, chain.start) : dot] or chain.before is _Before.PASSED_OVER:
            chain.passed = end
        else:
            chain.end = end

    def _first_chain(self, start: int, stop: int) -> _Chain:
        text = self.text
        scheme = self._scheme(start)
        if scheme and self._may_begin(start - scheme):
            return _Chain(_Before.SCHEME, start, scheme=scheme)
        if start and self._may_begin(start):
            return _Chain(_Before.PASSED_OVER if text[start - 1] in "-_./" else _Before.FREE, start)
        return self._chain_inside(start, min(stop, 1) if start == 0 else stop)

    def _scheme(self, start: int) -> int:
        """The length of a scheme right before, `://` included."""
        if start < len("://") or not self.text.startswith("://", start - 3, start):
            return 0
        for scheme in self.grammar.schemes:
            first = start - 3 - len(scheme)
            if first >= self.consumed and self.text[first : start - 3].lower() == scheme:
                return start - first
        return 0

    def _chain_inside(self, start: int, last: int) -> _Chain:
        """A link can begin inside a label: behind a letter that is not ASCII, or within one of two UTF-16 units."""
        text = self.text
        for at in range(start, last):
            if text[at] == ".":
                break
            if text[at] > "\uffff":
                return _Chain(_Before.FREE, at, halved=True)
            if text[at + 1 : at + 2] not in {"-", "_", "."} and not _NOT_BEFORE.match(text, at):
                return _Chain(_Before.PASSED_OVER if text[at] in "-_" else _Before.FREE, at + 1)
        return _Chain(_Before.NOTHING if start else _Before.FREE, start)

    def _may_begin(self, start: int) -> bool:
        """Whether the character before belongs to nothing else and lets a link begin."""
        return start == 0 or (start > self.consumed and not _NOT_BEFORE.match(self.text, start - 1))

    def _tail(self, start: int) -> tuple[int, bool]:
        """Where port, path and query end, and whether there is a path."""
        text = self.text
        if text[start : start + 1] not in _TAIL_BEGINS:
            return start, False
        port = _PORT.match(text, start)
        end = port.end() if port else start
        has_path = text.startswith("/", end)
        if has_path:
            end = self._path(end)
        if text.startswith("?", end) and (query := self.grammar.query.match(text, end)):
            kept = len(query[0].rstrip(self.grammar.loose_in_query))
            end += kept if kept > 1 else 0
        return end, has_path

    def _path(self, slash: int) -> int:
        grammar, text = self.grammar, self.text
        at = end = slash + 1
        while True:
            if plain := grammar.path.match(text, at):
                kept = plain[0].rstrip(grammar.loose_in_path)
                end = at + len(kept) if kept else end
                at = plain.end()
                if not text.startswith("(", at):
                    return end
            elif brackets := grammar.brackets.match(text, at):
                end = brackets.end() if end == at and grammar.last_brackets.fullmatch(brackets[0]) else end
                at = brackets.end()
            else:
                return end

    def _note(self, chain: _Chain, end: int, *, has_path: bool) -> None:
        if not self._is_sound(chain, end):
            return
        if chain.before is _Before.SCHEME:
            self._note_with_scheme(chain, end)
        elif chain.before is _Before.FREE and self.bare:
            plain = [(chain.start, chain.end)] if chain.plain else list(self._plain_domains(chain.start, chain.end))
            self.found += [Link(*place, place[1]) for place in plain]
            if plain and has_path:
                first, last = plain[-1]
                self.found[-1] = Link(first, end, end if last == chain.end else last)

    def _note_with_scheme(self, chain: _Chain, end: int) -> None:
        start = chain.start - chain.scheme
        if self.text[chain.start : chain.start + len("t.co/")].lower() == "t.co/":
            shortened = _SHORTENED.match(self.text, start, end)
            if shortened and len(shortened[1]) > LONGEST_SHORT_SLUG:
                return
            end = shortened.end() if shortened else end
        self.found.append(Link(start, end, end))

    def _is_sound(self, chain: _Chain, end: int) -> bool:
        if chain.plain and end - chain.start <= LONGEST_LABEL and not self.text.startswith("xn--", chain.start):
            return True
        domain = self.text[chain.start : chain.end]
        if end - chain.start > LONGEST // 2 and self._is_too_long(chain, end):
            return False
        if chain.halved:
            domain = chr(_SECOND_UNITS + ord(domain[0]) % 0x400) + domain[1:]
        if len(domain) > LONGEST_LABEL or not domain.isascii():
            return all(_encoded_length(label) <= LONGEST_LABEL for label in domain.split(".")) and self._is_coded(
                domain
            )
        return self._is_coded(domain)

    def _is_too_long(self, chain: _Chain, end: int) -> bool:
        units = len(self.text[chain.start : end].encode("utf-16-le", "surrogatepass")) // 2
        return units + (2 * chain.scheme or len("https://")) > LONGEST

    def _is_coded(self, domain: str) -> bool:
        """Punycode at the beginning allows only Latin letters."""
        return not domain.startswith("xn--") or any(self._plain_domains_of(domain))

    def _plain_domains_of(self, domain: str) -> Iterator[tuple[int, int]]:
        return _Reader(domain, self.grammar, self.bare, self.top)._plain_domains(0, len(domain))  # noqa: SLF001 # its own

    def _plain_domains(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """The parts of a bare domain that are in Latin letters: only those are linked."""
        while run := _PLAIN_RUN.search(self.text, start, stop):
            label = first = run.start()
            end = 0
            while (dot := self.text.find(".", label, run.end())) >= 0:
                if dot == label:
                    if end:
                        break
                    first = dot + 1
                else:
                    end = self.top.end(self.text, dot) or end
                label = dot + 1
            if end:
                yield first, end
            start = max(run.end(), end)


def _encoded_length(label: str) -> int:
    """As the library's punycode has it, for which ideographic full stops end labels too."""
    if label.isascii() or len(label) > LONGEST_LABEL or len(label) <= _SURELY_SHORT:
        return len(label)
    parts = re.split("[\u3002\uff0e\uff61]", label)
    encoded = [len(part) if part.isascii() else len("xn--") + len(part.encode("punycode")) for part in parts]
    return sum(encoded) + len(parts) - 1


def links(text: str, *, syntax: LinkSyntax, bare: bool, top: TopLevels) -> list[tuple[int, int]]:
    """Start and end of each link in code points, in order. `bare`: also domains without a scheme."""
    return [(link.start, link.end) for link in counted(text, syntax=syntax, bare=bare, top=top)]


def counted(text: str, *, syntax: LinkSyntax, bare: bool, top: TopLevels) -> list[Link]:
    """The same with what of it counts as a link."""
    if "." not in text:
        return []
    return _Reader(text, _GRAMMARS[syntax], bare, top).read()
