"""Authors: who wrote an entry, which handles are stated to be theirs, and what is remembered and proven of them."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.model import Author, Blog, Entry, Handle, Identity, Person, Recognised


def credit(entry: Entry, blog: Blog) -> tuple[Author, ...]:
    """The people whom the entry credits with writing it, with their handles and the evidence. Pure; never raises.

    The feed's text is read first; in addition the article's page and its authors' pages, where the bot read them.
    """
    from sharebot.authors.crediting import credit as credited

    return credited(entry, blog)


def pages_wanted(entry: Entry, blog: Blog, authors: Sequence[Author]) -> tuple[str, ...]:
    """Which addresses, two at most, would help to tag the authors that `credit` found: read them and credit again.

    First the article's own page; once `entry.page` holds that, the author's page on the blog for `author_pages`.
    """
    from sharebot.authors.places import pages_wanted as wanted

    return wanted(entry, blog, authors)


def recognise(author: Author, known: Sequence[Person]) -> tuple[Person | None, Recognised]:
    """See register.recognise."""
    from sharebot.authors import register

    return register.recognise(author, known)


def strangers(author: Author, person: Person | None, known: Sequence[Person]) -> Author:
    """See register.strangers."""
    from sharebot.authors import register

    return register.strangers(author, person, known)


def learnt(person: Person | None, author: Author, entry: Entry) -> Person:
    """See register.learnt."""
    from sharebot.authors import register

    return register.learnt(person, author, entry)


def applied(author: Author, person: Person) -> Author:
    """See register.applied."""
    from sharebot.authors import register

    return register.applied(author, person)


def proven(
    handle: Handle,
    author: Author,
    entry: Entry,
    identity: Identity,
    *,
    pinned: str = "",
    pages: dict[str, str] | None = None,
) -> Handle:
    """See proof.proven."""
    from sharebot.authors import proof

    return proof.proven(handle, author, entry, identity, pinned=pinned, pages=pages)


def platform_called(word: str) -> str:
    """The name under which handles are kept for what people call a platform: x for Twitter."""
    from sharebot.authors.words import PLATFORM_NAMES

    word = word.strip().casefold()
    named = PLATFORM_NAMES.get(word, word)
    return word if named == "other" else named


def misspelt(platform: str) -> str:
    """The platform that was probably meant; empty where there is one of that name, or none like it."""
    from difflib import get_close_matches

    from sharebot.authors.addresses import FORMS
    from sharebot.authors.words import PLATFORM_NAMES

    known = {*FORMS, *PLATFORM_NAMES}
    near = [] if platform in known else get_close_matches(platform, known, n=1, cutoff=0.75)
    return platform_called(near[0]) if near else ""


def is_handle(platform: str, handle: str) -> bool:
    """Whether the platform knows handles of that form; for a platform that is not known, whether it is one word."""
    from sharebot.authors.addresses import FORMS, valid

    return valid(platform, handle) if platform in FORMS else bool(handle) and not any(map(str.isspace, handle))


def sites_wanted(author: Author, identity: Identity) -> tuple[str, ...]:
    """See proof.sites_wanted."""
    from sharebot.authors import proof

    return proof.sites_wanted(author, identity)


def own_handles(html: str) -> tuple[tuple[str, str], ...]:
    """See own.own_handles."""
    from sharebot.authors import own

    return own.own_handles(html)


def persons(names: Sequence[str], blog_name: str) -> tuple[str, ...]:
    """Of by-lines, those that can be people's names, and no role, team or the blog itself."""
    from sharebot.authors.nobody import people

    return tuple(dict.fromkeys(people(names, blog_name)))
