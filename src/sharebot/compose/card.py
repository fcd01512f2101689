"""The link preview of a share, for platforms that want it from us."""

from __future__ import annotations

import re

from sharebot.compose.cleaning import clean
from sharebot.compose.fitting import Parts
from sharebot.compose.hashtags import plain
from sharebot.compose.openings import without_marks
from sharebot.compose.sentences import FINAL, cut_to, shortened
from sharebot.compose.typography import typeset
from sharebot.model import Card, Entry, PageCard

LONGEST_DESCRIPTION = 300
"""Graphemes of a card's description; cards show two or three lines of it."""
_MOST = LONGEST_DESCRIPTION * 4
"""Code points that are looked at."""
_BEGINNING = 40
"""Letters by which two texts are told to begin alike."""
_HEAD = 8_000
"""Characters of an article's mark-up in which its first words are looked for."""
_PLAIN_PARAGRAPH = re.compile(r"\s*<p>([^<:]{60,500})")
"""No label of a speaker, and nothing set apart."""


def card(entry: Entry, parts: Parts) -> Card:
    """As the feed tells it; what the feed leaves out, the page may say of itself."""
    page = entry.page_card or PageCard()
    title = clean(entry.title[:_MOST]) or clean(page.title[:_MOST]) or parts.headline
    return Card(
        url=parts.link,
        title=typeset(cut_to(title, LONGEST_DESCRIPTION), parts.words),
        description=typeset(cut_to(_description(entry, page, title, parts), LONGEST_DESCRIPTION), parts.words),
        image=entry.picture(person.name for person in parts.people),
    )


def _description(entry: Entry, page: PageCard, title: str, parts: Parts) -> str:
    """Never what stands above the card already: the title, or the sentence that the share quotes."""
    told = _own_beginning(entry) or entry.summary or page.description
    whole, goes_on = without_marks(clean(told[:_MOST]))
    whole = (shortened(whole) if goes_on else whole).removeprefix(title).strip()
    return "" if parts.quoted and whole == parts.headline else whole


def _own_beginning(entry: Entry) -> str:
    """The author's first words, where the feed's excerpt has what stands before them: a note, a line about somebody.

    Empty where it has their words, and where somebody wrote the excerpt.
    """
    begins = plain(entry.summary[: _BEGINNING * 2])[:_BEGINNING]
    if entry.summary_only or not begins or _is_first_paragraph(entry.html, begins):
        return ""
    from sharebot.compose.prose import beginning, paragraphs  # slow to import, and few platforms want a card

    head = entry.html[:_HEAD]
    own = [paragraph.written for paragraph in paragraphs(head)[:4]]
    if any(_begins(" ".join(own[place:]), begins) for place in range(len(own))) or not _begins(beginning(head), begins):
        return ""
    return next((text for text in own if clean(text)[-1:] in FINAL), "")


def _is_first_paragraph(html: str, begins: str) -> bool:
    """Whether the mark-up surely begins with a paragraph of that beginning: most do, and need not be parsed for it."""
    found = _PLAIN_PARAGRAPH.match(html)
    return found is not None and _begins(found[1], begins)


def _begins(text: str, begins: str) -> bool:
    return plain(text[: _BEGINNING * 5]).startswith(begins)
