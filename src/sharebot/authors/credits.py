"""Entry → the people credited with writing it, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sharebot.authors import late as regex
from sharebot.authors.about import is_organisation
from sharebot.authors.abroad import is_uncased
from sharebot.authors.article import Article, lines
from sharebot.authors.beside import co_authors, under_genre
from sharebot.authors.bios import (
    card,
    guest_of_note,
    in_bio,
    is_author_heading,
    listed_author,
    listed_beside,
)
from sharebot.authors.described import described_by, is_authors_bio
from sharebot.authors.frame import Frame
from sharebot.authors.names import NAME, first_match, from_byline, is_called_as_blog, key, same_person, tidy
from sharebot.authors.nobody import ANONYMOUS_CUES, is_anonymous, is_of_another_time, may_name, people
from sharebot.authors.people import CO_WRITTEN, GUEST_CUES, Rules, rules_for
from sharebot.authors.phrases import names_at
from sharebot.authors.rule import FIRST_WORDS, Rule
from sharebot.authors.texts import holds_any
from sharebot.authors.titles import after_colon, by_line, in_title, is_about_work, on_topic, sign_off
from sharebot.model import Blog, Entry, Evidence

if TYPE_CHECKING:
    from sharebot.authors.candidates import Candidates


@dataclass(frozen=True, slots=True)
class Credit:
    """A person credited with writing; `stated` where the text or title says so, not merely the by-line."""

    name: str
    evidence: tuple[Evidence, ...]
    stated: bool
    guest: bool


@dataclass(slots=True)
class _Found:
    """People in the order found, one spelling each: the fullest."""

    names: list[str] = field(default_factory=list)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)

    def add(self, name: str, evidence: Evidence) -> None:
        known = first_match(name, self.names)
        if known is None:
            self.names.append(name)
            self.evidence[name] = [evidence]
            return
        self.evidence[known].append(evidence)
        if len(key(name)) > len(key(known)):
            self.names[self.names.index(known)] = name
            self.evidence[name] = self.evidence.pop(known)


def who_wrote(entry: Entry, article: Article, blog: Blog) -> tuple[Credit, ...]:
    """Who wrote it. Nobody where the author wants to stay unnamed."""
    if _wants_no_name(article):
        return ()
    bylines = _bylines(entry, article, blog)
    stated = _stated(entry, article, blog)
    boxed = _boxed(article, blog)
    if not stated.names or any(first_match(name, stated.names) for name in boxed.names):
        _merge(stated, boxed)
    if not stated.names:
        _merge(stated, _framed(entry, article, blog, bylines))
    if not stated.names or _only_hosts(stated, blog):
        likely = _likely(entry, article, blog, bylines)
        stated = likely if likely.names else stated
        closing = _closing(entry, article, blog, bylines)
        if all(first_match(name, closing.names) for name in stated.names):
            _merge(stated, closing)
    if not stated.names:
        _merge(stated, _described(entry, article, blog, bylines))
    if not stated.names:
        _merge(stated, _topic_title(entry, article, blog, bylines))
    if stated.names:
        known = tuple(dict.fromkeys((*blog.staff, *bylines.names)))
        for name, line, at in co_authors(article, known):
            stated.add(name, Evidence(source=article.source, quote=line, place=article.place(at), rule="co-author"))
    return tuple(_made(_in_full(stated, article), bylines, blog))


def _only_hosts(found: _Found, blog: Blog) -> bool:
    """Whether nobody is found but people of the blog who say who they are, as hosts of guests do."""
    return all(_is_host(name, {one.rule for one in found.evidence[name]}, blog) for name in found.names)


def _in_full(found: _Found, article: Article) -> _Found:
    """A first name alone, "Jane here", stands for the one whole name that the edges of the article give it."""
    whole = _Found()
    for name in found.names:
        for evidence in found.evidence[name]:
            short = name[0].isupper() and " " not in name
            whole.add(_whole_name(name, article) if short else name, evidence)
    return whole


def _whole_name(first: str, article: Article) -> str:
    names = {tidy(one[0]) for one in _NAMES.finditer(article.edge_names) if one[0].split()[0] == first}
    return names.pop() if len(names) == 1 else first


_NAMES = regex.compile(rf"(?<![\p{{L}}\p{{N}}@_./#-])(?:{NAME})")


def _wants_no_name(article: Article) -> bool:
    return holds_any(article.edge_text, ANONYMOUS_CUES) and any(
        is_anonymous(line) for block in article.edges for line in lines(block)
    )


def _made(stated: _Found, bylines: _Found, blog: Blog) -> Iterator[Credit]:
    everybody = _Found(list(stated.names), {name: list(found) for name, found in stated.evidence.items()})
    overlap = any(first_match(name, stated.names) for name in bylines.names)
    together = any(one.rule == CO_WRITTEN for found in stated.evidence.values() for one in found)
    if not stated.names or together or (overlap and len(bylines.names) > 1):
        _merge(everybody, bylines)
    elif overlap:
        _merge(everybody, _only(bylines, stated.names))
    for name in everybody.names:
        said = first_match(name, stated.names) is not None
        yield Credit(_spelt(name, blog), tuple(everybody.evidence[name]), said, not is_staff(name, blog))


def is_staff(name: str, blog: Blog) -> bool:
    return any(key(name) == key(one) or (len(key(name)) > 1 and same_person(name, one)) for one in blog.staff)


def _spelt(name: str, blog: Blog) -> str:
    return next((one for one in blog.staff if same_person(name, one) and len(key(one)) > len(key(name)) == 1), name)


def _only(found: _Found, wanted: Sequence[str]) -> _Found:
    names = [name for name in found.names if first_match(name, wanted)]
    return _Found(names, {name: found.evidence[name] for name in names})


def _merge(into: _Found, other: _Found) -> None:
    for name in other.names:
        for evidence in other.evidence[name]:
            into.add(name, evidence)


def _bylines(entry: Entry, article: Article, blog: Blog) -> _Found:
    found = _Found()
    for byline in entry.bylines:
        for name in _people_named(byline.name, blog):
            found.add(name, Evidence(source="byline", quote=byline.name, place=byline.place, rule="byline"))
    if not found.names:
        for said in article.bylines:
            for name in _people_named(said, blog):
                found.add(name, Evidence(source="page", quote=said, place="head", rule="byline"))
    return found


def _people_named(byline: str, blog: Blog) -> tuple[str, ...]:
    """The people of a by-line; of one that is called as the blog only its staff, after whom it may be called."""
    names = _people_of(byline, blog.name)
    if not is_called_as_blog(byline, blog.name):
        return names
    return tuple(name for name in names if is_staff(name, blog))


@lru_cache(maxsize=256)
def _people_of(byline: str, blog_name: str) -> tuple[str, ...]:
    """Kept, since a blog's by-lines come again with every entry."""
    return tuple(people(from_byline(byline), blog_name))


# What the text says ---------------------------------------------------------------------------------------------------


def _stated(entry: Entry, article: Article, blog: Blog) -> _Found:
    found = _Found()
    mentioned = [
        name
        for name in after_colon(entry.title)
        if any(f"{name}{goes_on}" in entry.title for goes_on in _TITLE_FOLLOWS) or _is_mentioned(name, entry, article)
    ]
    for name in people([*in_title(entry.title), *mentioned], blog.name):
        found.add(name, Evidence(source="title", quote=entry.title, place="title", rule="title"))
    edges = [(at, [(line, _may_tell(line)) for line in lines(block)]) for at, block in article.numbered_edges]
    telling = [line for _, told in edges for line, tells in told if tells]
    rules = rules_for(telling, [_ours(line, blog.name) for line in telling], about_work=is_about_work(article.title))
    for at, told in edges:
        for rule, names, line in _in_block(article, at, told, rules, blog.name):
            for name in people(names, blog.name):
                found.add(name, Evidence(source=article.source, quote=line, place=article.place(at), rule=rule))
    return _without_hosts(found, blog)


def _without_hosts(found: _Found, blog: Blog) -> _Found:
    """Beside somebody who is said to have written, staff who only say who they are are hosts, and who asked, asked."""
    hosts = [name for name in found.names if _is_host(name, {one.rule for one in found.evidence[name]}, blog)]
    guests = [name for name in found.names if name not in hosts]
    return _only(found, guests) if guests else found


_TITLE_FOLLOWS = (" on ", ", “", ', "', ", „", ", «", ", ‘")
"""What comes between a name and the title proper, so that the name is one even if nothing else holds it."""


def _is_host(name: str, rules: set[str], blog: Blog) -> bool:
    return rules <= {"interview-by"} or (rules <= {"i-am", "here"} and first_match(name, blog.staff) is not None)


def _is_mentioned(name: str, entry: Entry, article: Article) -> bool:
    """Whether a name from the title stands in the text or by-line too, so that it is a name at all."""
    words = name.split()
    said = [*(block.text for block in article.edges), *(byline.name for byline in entry.bylines)]
    return any(word in text for text in said for word in (words[0], words[-1]))


def _in_line(article: Article, at: int, rules: Rules, line: str, before: str) -> Iterator[tuple[str, list[str]]]:
    """What each rule finds in a line."""
    lowered = line.lower()
    words = frozenset(lowered.split(None, FIRST_WORDS)[:FIRST_WORDS])
    cues = rules.cues_of(lowered)
    for rule in rules.of_line(cues):
        names = rule.find(line) if rule.gate(line, words) else []
        if names and _holds(rule, article, at):
            yield rule.name, names
    yield "by-line", by_line(line)
    if article.in_tail(at):
        guestly = not cues.isdisjoint(GUEST_CUES)
        yield "sign-off", sign_off(line, before, after_quote=article.blocks[at].after_quote, guestly=guestly)


def _holds(rule: Rule, article: Article, at: int) -> bool:
    """Whether a rule counts in a block: asked last, since it may need the whole article."""
    if rule.tail and (article.is_portrait or not article.in_tail(at)):
        return False
    if rule.labels and article.describes_work(at):
        return False
    if rule.asks:
        return article.is_portrait or article.asks
    return not (rule.weak and article.is_interview)


_LONGEST_LINE = 60
"""Characters of a line that may be a heading."""
_LABELS = frozenset({"label", "about"})
"""Rules of lines that may name several people, one after another."""


def _may_tell(line: str) -> bool:
    """Whether a line can name anybody."""
    return (may_name(line) or " here" in line or is_uncased(line)) and not is_of_another_time(line)


def _ours(line: str, blog_name: str) -> str:
    """The line with the blog called as it calls itself."""
    return line.replace(f"for {blog_name}", "for us") if blog_name else line


def _in_block(
    article: Article, at: int, told: Sequence[tuple[str, bool]], rules: Rules, blog_name: str
) -> Iterator[tuple[str, list[str], str]]:
    block = article.blocks[at]
    before = article.blocks[at - 1].text if at else ""
    for line, tells in told:
        if len(before) <= _LONGEST_LINE and not block.heading and before in block.text and is_author_heading(before):
            yield "author-line", _first_of(line), line
        if tells:
            for rule, names in _in_line(article, at, rules, _ours(line, blog_name), before):
                if names:
                    beside = listed_beside(block.text) if rule in _LABELS else []
                    yield rule, [*names, *(name for name in beside if not is_organisation(name))], line
        before = line
    yield "genre", under_genre(block.text) if "\n" in block.text else [], block.text
    guest = guest_of_note(block.text) if "uest" in block.text else ""
    if guest:
        yield "her-guest-post", [guest], block.text
    if article.under_author_heading(at) and not article.describes_work(at):
        name = card(block) or listed_author(block.text) or in_bio(block.text)
        yield "author-heading", [name] if name else [], block.text


def _first_of(line: str) -> list[str]:
    """The people with whose names a line begins: "Jane Roe, a baker", "Jane Roe and Bo Quill bake"."""
    listed = listed_author(line)
    return [listed] if listed or not _NAMES.match(line) else names_at(line, 0)[0]


_PRONOUN = regex.compile(r"^(?:He|She|They|His|Her|Their)\b")


def _topic_title(entry: Entry, article: Article, blog: Blog, bylines: _Found) -> _Found:
    """`Jane Roe on the Perils of Prologues`, where the last words then speak of her or him without a name."""
    found = _Found()
    names = list(people(on_topic(entry.title), blog.name))
    staff_only = all(is_staff(name, blog) for name in bylines.names)
    if (
        names
        and staff_only
        and not article.is_interview
        and any(_PRONOUN.match(block.text) for block in article.blocks[-2:])
    ):
        found.add(names[0], Evidence(source="title", quote=entry.title, place="title", rule="title-topic"))
    return found


def _framed(entry: Entry, article: Article, blog: Blog, bylines: _Found) -> _Found:
    """Whom the notes around the article name, where the by-line is the blog's own."""
    found = _Found()
    if any(not is_staff(name, blog) for name in bylines.names):
        return found
    known = (*blog.staff, *(name for byline in entry.bylines for name in from_byline(byline.name)))
    candidates = _candidates(entry, article, blog, bylines)
    for one in Frame(article, known, blog.name).authors():
        if candidates.speaks_against(one.name):
            continue
        found.add(one.name, _read_at(article, one.at, one.rule))
    return found


def _closing(entry: Entry, article: Article, blog: Blog, bylines: _Found) -> _Found:
    """Who ends the text as guests do, where the by-line is the blog's own."""
    from sharebot.authors.closing import End  # many patterns, and most entries need none of them

    found = _Found()
    if any(not is_staff(name, blog) for name in bylines.names):
        return found
    candidates = _candidates(entry, article, blog, bylines)
    end = End(article, (*blog.staff, *bylines.names), blog.name)
    for one in end.authors() or ([] if bylines.names or candidates.announced else end.hosts(blog.staff)):
        if not candidates.speaks_against(one.name):
            quote = " ".join(article.blocks[one.at].text.split())
            found.add(
                one.name, Evidence(source=article.source, quote=quote, place=article.place(one.at), rule=one.rule)
            )
    return found


def _likely(entry: Entry, article: Article, blog: Blog, bylines: _Found) -> _Found:
    """For whom enough speaks at the article's edges, where the by-line is the blog's own."""
    found = _Found()
    if any(not is_staff(name, blog) for name in bylines.names):
        return found
    for one in _candidates(entry, article, blog, bylines).authors():
        found.add(one.name, _read_at(article, one.at, " + ".join(one.signals)))
    return found


def _read_at(article: Article, at: int, rule: str) -> Evidence:
    quote = " ".join(article.blocks[at].text.split())
    return Evidence(source=article.source, quote=quote, place=article.place(at), rule=rule)


def _candidates(entry: Entry, article: Article, blog: Blog, bylines: _Found) -> Candidates:
    from sharebot.authors.candidates import Candidates  # many patterns, and most entries need none of them

    generic = " ".join(byline.name for byline in entry.bylines if not bylines.names)
    return Candidates(article, (*blog.staff, *bylines.names), blog.name, generic)


# Author boxes ---------------------------------------------------------------------------------------------------------


def _boxed(article: Article, blog: Blog) -> _Found:
    found = _Found()
    for at, block in enumerate(article.blocks):
        if block.boxes:
            name = card(block)
            for one in people([name] if name else [], blog.name):
                found.add(one, _read_at(article, at, "box"))
    return found


# A biography that nothing introduces ----------------------------------------------------------------------------------


def _described(entry: Entry, article: Article, blog: Blog, bylines: _Found) -> _Found:
    """The person of the last paragraph, where the by-line is the blog's own and nobody else can be meant."""
    found = _Found()
    if article.is_portrait or article.is_interview or any(not is_staff(name, blog) for name in bylines.names):
        return found
    candidates = _candidates(entry, article, blog, bylines)
    for at, block in list(enumerate(article.blocks))[-3:]:
        name = described_by(block, last=at >= len(article.blocks) - 2)
        if (
            name
            and is_authors_bio(name, at, block, entry, article, generic=not bylines.names)
            and not candidates.speaks_against(name)
        ):
            for one in people([name], blog.name):
                found.add(one, _read_at(article, at, "bio"))
    return found
