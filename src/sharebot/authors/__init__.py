"""Authors: who wrote an entry, and which handles are stated to be theirs."""

from __future__ import annotations

from sharebot.model import Author, Blog, Entry


def credit(entry: Entry, blog: Blog) -> tuple[Author, ...]:
    """The people whom the entry credits with writing it, with their handles and the evidence. Pure; never raises.

    The article's page is read where the feed gave no more than a summary.
    """
    from sharebot.authors.credits import who_wrote
    from sharebot.authors.read import claims_of, text_of
    from sharebot.authors.weigh import weigh

    article = text_of(entry)
    credited = who_wrote(entry, article, blog)
    others = (*blog.staff, *(byline.name for byline in entry.bylines))
    handles = weigh(list(claims_of(article, credited, others)), blog)
    return tuple(
        Author(name=one.name, guest=one.guest, handles=handles.get(one.name, ()), evidence=one.evidence)
        for one in credited
    )
