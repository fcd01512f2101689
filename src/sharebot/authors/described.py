"""A biography that nothing introduces: whom a last paragraph describes, and whether that is the author."""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.article import Article
from sharebot.authors.bios import SUBJECT_OF_NOTE, begins_with, bio, signed
from sharebot.authors.blocks import Block
from sharebot.authors.names import key
from sharebot.model import Entry

_CONTACTS = regex.compile(r"[·|•]|\n")


def described_by(block: Block, *, last: bool) -> str:
    """Whom a paragraph describes; `last` says that it is one of the last two."""
    return bio(block.text) or signed(block.text) or _last_words(block, last=last)


def _last_words(block: Block, *, last: bool) -> str:
    """Whom the last paragraph is about if it begins with a name and any verb, and shows where to find somebody."""
    told = last or block.italic or block.after_rule or bool(block.links) or "@" in block.text
    return begins_with(block.text) if told and not block.heading else ""


def is_authors_bio(name: str, at: int, block: Block, entry: Entry, article: Article, *, generic: bool) -> bool:
    if SUBJECT_OF_NOTE.search(block.text) or set(key(name)) & set(key(entry.title)):
        return False
    last = name.rsplit(maxsplit=1)[-1]
    elsewhere = article.says_elsewhere(last, at)
    set_apart = block.italic or block.after_rule or bool(block.links and _CONTACTS.search(block.text))
    return not elsewhere and (generic or set_apart)
