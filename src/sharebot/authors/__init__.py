"""Authors: who wrote an entry, and which handles are stated to be theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sharebot.model import Author, Blog, Entry


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
