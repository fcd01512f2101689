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

from sharebot.compose.domains import TopLevels
from sharebot.ports import LinkSyntax

LONGEST = 4096  # twitter-text's MAX_URL_LENGTH, read 2026-11-24
LONGEST_LABEL = 63
LONGEST_SHORT_SLUG = 40  # twitter-text's MAX_TCO_SLUG_LENGTH

_PUNCTUATION = r"!'#%&()*+,\\/:;<=>?@\[\]^{|}~$"  # besides - _ and the full stop, which a run of labels may hold
_SPACES = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVALID = "\ufffe\ufeff\uffff"
_DIRECTIONAL = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_LATIN = (
    "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_RUN_ENDS = rf"{_PUNCTUATION}{_SPACES}{_INVALID}{_DIRECTIONAL}"
_RUN = re.compile(f"[^{_RUN_ENDS}]*")
_RUN_END = frozenset(re.findall(f"[{_RUN_ENDS}]", "".join(map(chr, range(0x10000)))))
_NOT_BEFORE = re.compile(f"[A-Za-z0-9@＠$#＃{_INVALID}]")
_PLAIN_RUN = re.compile(f"[-.0-9A-Za-z{_LATIN}]+")
_PORT = re.compile(":[0-9]+")
_SHORTENED = re.compile(
    r"https?://t\.co/([a-z0-9]+)(?:\?(?:[-a-z0-9!?*'@();:&=+$/%#\[\]_.,~|]*[-a-z0-9_&=#/]))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What may stand in a link behind its domain. `loose` may stand in a path or query but not end it."""

    schemes: re.Pattern[str]
    path: re.Pattern[str]
    brackets: re.Pattern[str]
    last_brackets: re.Pattern[str]
    loose_in_path: str
    query: re.Pattern[str]
    loose_in_query: str


def _brackets(inside: str) -> re.Pattern[str]:
    return re.compile(rf"\((?:[{inside}]++|[{inside}]*+\([{inside}]++\)[{inside}]*+)\)")


_LATIN_PATH = rf"-0-9A-Za-z\u0400-\u04ff!*';:=+,.$/%#\[\]\u2013_~@|&{_LATIN}"
_ANY_PATH = r"^\s\x85\u2028\u2029<>()?"
_BEYOND = "\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U000dfffd\U000e1000-\U0010fffd"

_GRAMMARS = {
    LinkSyntax.LATIN: _Grammar(
        schemes=re.compile(r"https?://\Z", re.IGNORECASE),
        path=re.compile(f"[{_LATIN_PATH}]+"),
        brackets=_brackets(_LATIN_PATH),
        last_brackets=_brackets(_LATIN_PATH),
        loose_in_path="!*';:,.$%[]\u2013~@|&",
        query=re.compile(r"\?[-0-9A-Za-z!?*'@();:&=+$/%#\[\]_.,~|]+"),
        loose_in_query="!?*'@();:+$%[].,~|",
    ),
    LinkSyntax.UNICODE: _Grammar(
        schemes=re.compile(r"(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://\Z", re.IGNORECASE),
        path=re.compile(f"[{_ANY_PATH}]+"),
        brackets=_brackets(_ANY_PATH),
        last_brackets=_brackets(_LATIN_PATH),  # the Ruby file redefines the brackets after it has used them here
        loose_in_path="!*\"'「」;:=,.$%[]~&|@",
        query=re.compile(rf"\?[-0-9A-Za-z!?*'();:&=+$/%#\[\]_.,~|@^{_BEYOND}]+"),
        loose_in_query="!?*'();:+$%[].,~|@^",
    ),
}
_LONGEST_SCHEME = 9  # gopher://


class _Before(Enum):
    """What stands before a chain of labels decides what becomes of it."""

    SCHEME = auto()
    FREE = auto()
    PASSED_OVER = auto()
    NOTHING = auto()  # no start is possible: not even passed over


@dataclass(slots=True)
class _Chain:
    """Labels that follow each other. `end`: of the domain that may be linked; `passed`: of one that is passed over."""

    before: _Before
    start: int
    end: int = 0
    passed: int = 0


@dataclass(slots=True)
class _Reader:
    text: str
    grammar: _Grammar
    bare: bool
    top: TopLevels
    consumed: int = 0
    found: list[tuple[int, int]] = field(default_factory=list)

    def read(self) -> list[tuple[int, int]]:
        dot = self.text.find(".")
        while dot >= 0:
            if self.text[dot + 1 : dot + 2] in {"", " ", "\n"}:
                dot = self.text.find(".", dot + 1)
                continue
            start = self._run_start(dot)
            stop = _RUN.match(self.text, start).end()  # type: ignore[union-attr]  # it also matches nothing
            self._read_run(start, stop)
            dot = self.text.find(".", max(stop, self.consumed))
        return self.found

    def _run_start(self, dot: int) -> int:
        start = dot
        while start > self.consumed and self.text[start - 1] not in _RUN_END:
            start -= 1
        return start

    def _read_run(self, start: int, stop: int) -> None:
        for chain in self._chains(start, stop):
            passed = max(chain.end, chain.passed)
            tail, has_path = self._tail(passed) if passed == stop else (passed, False)
            self.consumed = max(self.consumed, tail)
            if chain.end:
                self._note(chain, tail if chain.end == stop else chain.end, has_path=has_path)

    def _chains(self, start: int, stop: int) -> Iterator[_Chain]:
        label = start
        chain = self._first_chain(start, stop)
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
        scheme = self.grammar.schemes.search(text[max(self.consumed, start - _LONGEST_SCHEME) : start])
        if scheme and self._may_begin(start - len(scheme[0])):
            return _Chain(_Before.SCHEME, start)
        if start and self._may_begin(start):
            return _Chain(_Before.PASSED_OVER if text[start - 1] in "-_./" else _Before.FREE, start)
        return self._chain_inside(start, min(stop, 1) if start == 0 else stop)

    def _chain_inside(self, start: int, last: int) -> _Chain:
        """A link can begin inside a label: behind a letter that is not ASCII, or within one of two UTF-16 units."""
        text = self.text
        for at in range(start, last):
            if text[at] == ".":
                break
            if text[at] > "\uffff":
                return _Chain(_Before.FREE, at)
            if text[at + 1 : at + 2] not in {"-", "_", "."} and not _NOT_BEFORE.match(text, at):
                return _Chain(_Before.PASSED_OVER if text[at] in "-_" else _Before.FREE, at + 1)
        return _Chain(_Before.NOTHING if start else _Before.FREE, start)

    def _may_begin(self, start: int) -> bool:
        """Whether the character before belongs to nothing else and lets a link begin."""
        return start == 0 or (start > self.consumed and not _NOT_BEFORE.match(self.text, start - 1))

    def _tail(self, start: int) -> tuple[int, bool]:
        """Where port, path and query end, and whether there is a path."""
        port = _PORT.match(self.text, start)
        end = port.end() if port else start
        has_path = self.text[end : end + 1] == "/"
        if has_path:
            end = self._path(end)
        query = self.grammar.query.match(self.text, end)
        if query and (kept := len(query[0].rstrip(self.grammar.loose_in_query))) > 1:
            end += kept
        return end, has_path

    def _path(self, slash: int) -> int:
        grammar, text = self.grammar, self.text
        at = end = slash + 1
        while True:
            if plain := grammar.path.match(text, at):
                kept = plain[0].rstrip(grammar.loose_in_path)
                end = at + len(kept) if kept else end
                at = plain.end()
            elif brackets := grammar.brackets.match(text, at):
                end = brackets.end() if end == at and grammar.last_brackets.fullmatch(brackets[0]) else end
                at = brackets.end()
            else:
                return end

    def _note(self, chain: _Chain, end: int, *, has_path: bool) -> None:
        domain = self.text[chain.start : chain.end]
        if not self._is_sound(domain, end - chain.start):
            return
        if chain.before is _Before.SCHEME:
            self._note_with_scheme(chain.start, end)
        elif chain.before is _Before.FREE and self.bare:
            plain = list(self._plain_domains(chain.start, chain.end))
            if plain and has_path and plain[-1][1] == chain.end:
                plain[-1] = (plain[-1][0], end)
            self.found += plain

    def _note_with_scheme(self, start: int, end: int) -> None:
        start = self.text.rindex(":", 0, start)
        while start and self.text[start - 1].isascii() and self.text[start - 1].isalpha():
            start -= 1
        shortened = _SHORTENED.match(self.text, start, end)
        if shortened and len(shortened[1]) > LONGEST_SHORT_SLUG:
            return
        self.found.append((start, shortened.end() if shortened else end))

    def _is_sound(self, domain: str, length: int) -> bool:
        labels = [_encoded_length(label) for label in domain.split(".")]
        if max(labels) > LONGEST_LABEL or length + sum(labels) + len(labels) - len(domain) > LONGEST - len("https://"):
            return False
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
    if label.isascii() or len(label) > LONGEST_LABEL:
        return len(label)
    return len("xn--") + len(label.encode("punycode"))


def links(text: str, *, syntax: LinkSyntax, bare: bool, top: TopLevels) -> list[tuple[int, int]]:
    """Start and end of each link in code points, in order. `bare`: also domains without a scheme."""
    if "." not in text:
        return []
    return _Reader(text, _GRAMMARS[syntax], bare, top).read()
