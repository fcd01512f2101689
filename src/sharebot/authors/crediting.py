"""Entry → authors: who wrote it by its text and page, their handles by every source, their places on the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sharebot.authors.article import Article
from sharebot.authors.credits import Credit, who_wrote
from sharebot.authors.data import Data, Person
from sharebot.authors.places import is_own_site, pages_of, sites_of
from sharebot.authors.read import claims_of
from sharebot.authors.sites import stated_sites
from sharebot.authors.sources import Sources, sources_of
from sharebot.authors.stated import Place, is_whole_name, of_bylines, of_creators, of_people
from sharebot.authors.weigh import weigh
from sharebot.model import Author, Blog, Claim, Entry


def credit(entry: Entry, blog: Blog) -> tuple[Author, ...]:
    sources = sources_of(entry)
    credited = _credited(entry, sources, blog)
    handles = weigh(list(_claims(entry, sources, credited, blog)), blog)
    sites = list(_sites(entry, sources, credited, blog))
    return tuple(
        Author(
            name=one.name,
            guest=one.guest,
            handles=handles.get(one.name, ()),
            evidence=one.evidence,
            pages=pages_of(one.name, entry, sources.data.authors),
            sites=tuple(dict.fromkeys(site for name, site in sites if name == one.name)),
        )
        for one in credited
    )


def _credited(entry: Entry, sources: Sources, blog: Blog) -> tuple[Credit, ...]:
    """By the text; where that names nobody, by the author boxes of the page."""
    credited = who_wrote(entry, sources.text, blog)
    if sources.cards is None or any(one.stated for one in credited):
        return credited
    carded = who_wrote(entry, sources.cards, blog)
    return carded if any(one.stated for one in carded) else credited


def _others(entry: Entry, blog: Blog) -> tuple[str, ...]:
    """Whose words may stand beside the author's."""
    return (*blog.staff, *(byline.name for byline in entry.bylines))


def _claims(entry: Entry, sources: Sources, credited: Sequence[Credit], blog: Blog) -> Iterator[Claim]:
    others = _others(entry, blog)
    yield from claims_of(sources.text, credited, others)
    yield from of_bylines(entry, credited)
    if sources.cards is not None:
        yield from claims_of(sources.cards, credited, others)
    yield from of_people(sources.data.authors, sources.data, credited, Place("page", "data"))
    yield from of_creators(sources.data, credited)
    for page, data in sources.author_pages:
        yield from _of_author_page(page, data, credited, others)


def _sites(entry: Entry, sources: Sources, credited: Sequence[Credit], blog: Blog) -> Iterator[tuple[str, str]]:
    """Names of authors and sites of their own."""
    for text in (sources.text, *([sources.cards] if sources.cards else [])):
        for name, site in stated_sites(text, credited, _others(entry, blog)):
            if is_own_site(site, entry.url):
                yield name, site
    yield from ((one.name, site) for one in credited for site in sites_of(one.name, entry, sources.data))


def _of_author_page(page: Article, data: Data, credited: Sequence[Credit], others: Sequence[str]) -> Iterator[Claim]:
    """What a page says that is about one of the authors: its heading or its data names her whole."""
    for one in credited:
        people = [person for person in (*data.authors, *data.people) if is_whole_name(person.name, one.name)]
        if _is_about(page, people, one.name):
            yield from claims_of(page, [one], others)
            yield from of_people(people, data, [one], Place("author page", "data"))


def _is_about(page: Article, people: Sequence[Person], name: str) -> bool:
    headings = [block.text for block in page.blocks[:_FIRST] if block.heading]
    return bool(people) or any(is_whole_name(text.strip(), name) for text in headings)


_FIRST = 6
"""Paragraphs in which the heading of an author's page stands."""
