"""A blog's own form for its shares: Jinja2, and of it only what cannot hang, grow or look around.

What a template may do is a list of a few kinds of nodes; all others are refused before anything is compiled, so that a
template's work and output grow with its own length alone. The sandbox stands behind that list, not in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from sharebot.errors import SharebotError

if TYPE_CHECKING:  # slow to import, and most blogs have no template
    from jinja2 import Environment, Template, nodes

LONGEST_TEMPLATE = 2_000
LONGEST_OUTPUT = 20_000
"""Characters. No network takes a text of that length; a filter that makes more of it is a mistake."""

VARIABLES = {
    "headline": "what the share says of the article: its title, in later rounds a sentence of it in quotation marks",
    "line": "the headline and the credit as sharebot joins them",
    "title": "the article's title",
    "quote": "a sentence of the article in quotation marks, another in each round",
    "credit": "the authors with the word for it: by Ada Quill (@ada)",
    "authors": "the authors alone: Ada Quill (@ada) and Bo Lind",
    "link": "the article's address",
    "hashtags": "the hashtags with their signs, separated by blanks",
    "tags": "the hashtags without their signs, as a list",
    "blog": "the blog's name, SHAREBOT_BLOG_NAME",
    "round": "0 for the first share of an article, then 1, 2 …",
    "platform": "x, mastodon, bluesky …",
    "language": "the article's language: en, de …",
    "warning": "the content warning, empty for most articles",
}
"""What a template may use."""

_TRIAL: dict[str, Any] = {**dict.fromkeys(VARIABLES, "words"), "tags": ["One", "Two"], "round": 1}
"""What a template is filled in with once before it is used."""
_LOOP_VARIABLE = "tag"
_COLUMN = 1_000_000
"""Tokens bear line and column in one number while a template is checked; the checked tree is never run."""

_GAPS = regex.compile(r"[ \t]+(?=\n|\Z)")
_HOLES = regex.compile(r"\n{3,}")
_CONTROLS = regex.compile(r"[^\P{Cc}\n]|\p{Cs}|\ufeff|\p{Noncharacter_Code_Point}")


class TemplateError(SharebotError):
    """A template cannot be used; says where and why in one line."""


@dataclass(frozen=True, slots=True)
class Form:
    """A template that was checked. `uses` are the variables in it, `own` the text that is not of variables."""

    source: str
    uses: frozenset[str]
    own: str
    _compiled: Template

    def render(self, variables: Mapping[str, Any]) -> str:
        """Without blanks at line ends, empty lines in a row, and control characters. Raises TemplateError."""
        try:
            text: str = self._compiled.render(variables)
        except TemplateError:
            raise
        except Exception as error:  # noqa: BLE001  whatever a filter chokes on, staff read one line
            raise TemplateError(f"the template cannot be filled in: {error}") from None
        return _tidy(text)


def _tidy(text: str) -> str:
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    tidy: str = _HOLES.sub("\n\n", _GAPS.sub("", text))
    return tidy.strip()


@lru_cache(maxsize=64)
def form(source: str) -> Form:
    """Raises TemplateError, with the line, the column and what is wrong there."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateError(f"it has {len(source)} characters, more than {LONGEST_TEMPLATE}; make it shorter")
    tree = _parsed(source)
    for node in _all(tree):
        _check(node)
    _check_loops(tree)
    made = Form(source, frozenset(_names(tree)), _own_text(tree), _compiled(source))
    made.render(_TRIAL)
    return made


def template_of(text: str, folder: Path) -> str:
    """A template as staff name it, itself or @ and its file, relative to a folder; checked. Raises TemplateError."""
    if text.startswith("@"):
        text = _read(folder / Path(text[1:].strip()).expanduser())
    form(text)
    return text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").rstrip("\n")
    except UnicodeDecodeError:
        raise TemplateError(f"{path}: it is not UTF-8 text; save it as such") from None
    except (OSError, RuntimeError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise TemplateError(f"{path}: it cannot be read ({what}); see to its name and permissions") from None


def _parsed(source: str) -> nodes.Template:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment().parse(source)
    except TemplateSyntaxError as error:
        raise _fault(error.lineno, _in_words(error.message or "it cannot be read")) from None
    except RecursionError:
        raise TemplateError("too much stands in brackets in it; make it simpler") from None


def _compiled(source: str) -> Template:
    try:
        return _plain_environment().from_string(source)
    except (RecursionError, SyntaxError, MemoryError):
        raise TemplateError("too much stands in brackets in it; make it simpler") from None


def _in_words(message: str) -> str:
    """Jinja's message without what the place says already."""
    bare: str = regex.sub(r" at \d+$", "", message.rstrip(". "))
    return bare.replace("\n", " ")


def _fault(place: int, what: str) -> TemplateError:
    line, column = divmod(place, _COLUMN)
    return TemplateError(f"line {line}, column {column}: {what}" if line else f"line {column}: {what}")


# The list of what is allowed ------------------------------------------------------------------------------------------


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ALLOWED = _set(
    "Template Output TemplateData Name Const If CondExpr Filter Test Compare Operand And Or Not Concat For Add Sub "
    "Tuple List Keyword"
)
_TESTS = _set("defined undefined none string number eq equalto ne lt gt le ge in even odd sameas")
_CALLED = {
    "Getattr": "attributes (a.b)",
    "Getitem": "parts (a[0])",
    "Call": "calls (a())",
    "Assign": "set",
    "AssignBlock": "set",
    "Macro": "macro",
    "CallBlock": "call",
    "Include": "include",
    "Import": "import",
    "FromImport": "import",
    "Extends": "extends",
    "Block": "block",
    "With": "with",
    "FilterBlock": "filter blocks",
    "Mul": "*",
    "Div": "/",
    "FloorDiv": "//",
    "Mod": "%",
    "Pow": "**",
    "Slice": "slices (a[1:2])",
    "Dict": "dictionaries",
    "Pair": "dictionaries",
}


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node, without recursion."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.iter_child_nodes()


def _check(node: nodes.Node) -> None:
    kind, place = type(node).__name__, node.lineno
    if kind not in _ALLOWED:
        raise _fault(place, f"a template has no {_CALLED.get(kind, kind.lower())}; see docs/how-to.md, templates")
    fields = dict(node.iter_fields())
    if kind == "Name" and fields["name"] not in {*VARIABLES, _LOOP_VARIABLE}:
        raise _fault(place, f"there is no variable {fields['name']}{_near(fields['name'], VARIABLES)}")
    if kind == "Filter" and fields["name"] not in FILTERS:
        raise _fault(place, f"there is no filter {fields['name']}{_near(fields['name'], FILTERS)}")
    if kind == "Test" and fields["name"] not in _TESTS:
        raise _fault(place, f"there is no test {fields['name']}{_near(fields['name'], _TESTS)}")


def _near(name: str, known: Any) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(sorted(known))}"


def _check_loops(tree: nodes.Template) -> None:
    """Only over the tags, and not one in another: a list that is short by itself."""
    from jinja2.nodes import For, Name

    for loop in tree.find_all(For):
        plain = isinstance(loop.iter, Name) and loop.iter.name == "tags" and not loop.recursive
        named = isinstance(loop.target, Name) and loop.target.name == _LOOP_VARIABLE
        if not plain or not named or any(True for _ in loop.find_all(For)):
            raise _fault(loop.lineno, "the only loop is: for tag in tags")


def _names(tree: nodes.Template) -> Iterator[str]:
    from jinja2.nodes import Name

    yield from (name.name for name in tree.find_all(Name) if name.name in VARIABLES)


def _own_text(tree: nodes.Template) -> str:
    from jinja2.nodes import Const, TemplateData

    texts = [node.data for node in tree.find_all(TemplateData)]
    return "\n".join([*texts, *(str(node.value) for node in tree.find_all(Const))])


# Filters --------------------------------------------------------------------------------------------------------------


def _bounded(filter_: Callable[..., Any]) -> Callable[..., Any]:
    def bounded(value: Any, *arguments: Any, **named: Any) -> Any:
        found = filter_(value, *arguments, **named)
        if isinstance(found, str) and len(found) > LONGEST_OUTPUT:
            raise TemplateError(f"the template makes more than {LONGEST_OUTPUT} characters")
        return found

    return bounded


def _cut(text: Any, most: int) -> str:
    from sharebot.compose.sentences import cut_to

    return cut_to(str(text), max(1, int(most)))


def _instead(value: Any, old: str, new: str) -> str:
    text = str(value)
    if len(text) + text.count(old) * len(new) > LONGEST_OUTPUT:
        raise TemplateError(f"the template makes more than {LONGEST_OUTPUT} characters")
    return text.replace(old, new)


def _joined(values: Any, between: str = "") -> str:
    values = values if isinstance(values, (list, tuple)) else [values]
    return between.join(map(str, values))


FILTERS: dict[str, Callable[..., Any]] = {
    "lower": lambda text: str(text).lower(),
    "upper": lambda text: str(text).upper(),
    "capitalize": lambda text: str(text).capitalize(),
    "title": lambda text: str(text).title(),
    "trim": lambda text: str(text).strip(),
    "cut": _cut,
    "replace": _instead,
    "default": lambda value, other="": value or other,
    "first": lambda values: values[0] if values else "",
    "last": lambda values: values[-1] if values else "",
    "length": len,
    "join": _joined,
}
"""`cut` shortens to so many characters at a word; `default` also stands in for what is empty."""


# Environments ---------------------------------------------------------------------------------------------------------


@cache
def _plain_environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        autoescape=False,
        undefined=StrictUndefined,
        optimized=False,
        cache_size=0,
    )
    made.globals.clear()
    made.filters = {name: _bounded(each) for name, each in FILTERS.items()}
    made.tests = {name: each for name, each in made.tests.items() if name in _TESTS}
    return made


@cache
def _environment() -> Environment:
    """One whose nodes and errors bear the column beside the line."""
    from jinja2.lexer import TokenStream

    class Placed(type(_plain_environment())):  # type: ignore[misc]  # the class is known when it is imported
        def _tokenize(self, source: str, name: Any, filename: Any = None, state: Any = None) -> TokenStream:
            placed = _placed(self.lexer.tokeniter(source, name, filename, state), source)
            return TokenStream(self.lexer.wrap(placed, name, filename), name, filename)

    made = Placed(autoescape=False)
    made.filters = {name: _bounded(each) for name, each in FILTERS.items()}
    return made


def _placed(tokens: Iterator[tuple[int, str, str]], source: str) -> Iterator[tuple[int, str, str]]:
    """What the lexer leaves out is blank, so that each of its pieces is found right behind the one before."""
    from jinja2 import TemplateSyntaxError

    at = 0
    try:
        for line, kind, value in tokens:
            start = source.find(value, at)
            yield _place(source, start if start >= 0 else at), kind, value
            at = max(at, start) + len(value)
            del line
    except TemplateSyntaxError as error:
        found = regex.search(r" at (\d+)$", error.message or "")
        raise TemplateSyntaxError(error.message or "", _place(source, int(found[1]) if found else at)) from None


def _place(source: str, at: int) -> int:
    line = source.count("\n", 0, at) + 1
    return line * _COLUMN + at - source.rfind("\n", 0, at)
