"""Authors: who wrote an entry, and which handles are stated to be theirs."""

from __future__ import annotations

from sharebot.model import Author, Blog, Entry


def credit(entry: Entry, blog: Blog) -> tuple[Author, ...]:
    """The people whom the entry credits with writing it, with their handles and the evidence. Pure; never raises."""
    from sharebot.authors.article import article
    from sharebot.authors.credits import who_wrote
    from sharebot.authors.markup import read_text
    from sharebot.authors.read import Reader
    from sharebot.authors.weigh import weigh

    text = article(read_text(entry.html), "content", entry.title)
    credited = who_wrote(entry, text, blog)
    handles = weigh(list(Reader(entry, text, credited).claims()), blog)
    return tuple(
        Author(name=one.name, guest=one.guest, handles=handles.get(one.name, ()), evidence=one.evidence)
        for one in credited
    )
