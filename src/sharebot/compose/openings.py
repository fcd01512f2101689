"""What a share may begin with: the title first, and for each later round something else of the entry's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from sharebot.compose.cleaning import clean
from sharebot.compose.sentences import FINAL, first_sentence, is_short_form, sentence_ends, shortened
from sharebot.compose.words import Words
from sharebot.model import Entry

FEW = 1
"""Sentences that are looked for at first; a share needs one."""
_CUT_MARK = regex.compile(r"\s*(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$")
_NOTE = regex.compile(r"(\p{L}{3,})([.!?…][\"”’»)]*)(?:\d{1,2}|\[\d{1,2}\])(?=\s+\p{Lu}|\s*$)")
_CLOSERS = '"”’»」』)]'
_WORDS = regex.compile(r"\p{L}+\P{L}+\p{L}|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]{4}")
_FILE = regex.compile(
    r"\.(?:jpe?g|png|gif|webp|heic)\b|^(?:img|dsc|dscn|image|photo|screenshot)[ _-]?\d", regex.IGNORECASE
)
_HOST = regex.compile(r"://([^/?#:@\s]+)")
_QUOTE_MARKS = regex.compile('["“”„«»「」]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """`lead` is what the share says first; `quoted`: it is a sentence of the entry and stands in quotation marks.

    `titled`: it is the title. `also` is the other of title and sentence, where there is one and it may be shown too.
    `last`: nothing but the template's own words can make another text of it.
    """

    lead: str
    quoted: bool = False
    titled: bool = False
    also: str = ""
    last: bool = False


def openings(
    entry: Entry, words: Words, names: Sequence[str], *, uses: frozenset[str], longest: int, link: str
) -> Iterator[Opening]:
    """In the order of rounds; read lazily, as most shares need the title alone.

    `uses`: what the blog's template shows, empty for the house's own form. `longest`: code points of a lead that
    could ever be shown.
    """
    title = clean(entry.title[:longest])
    sentences = _Sentences(entry, names)
    if "quote" in uses and not uses & {"headline", "line"}:
        yield from _with_each_quote(title, sentences) if "title" in uses and title else _quotes_alone(title, sentences)
        return
    if title:
        yield Opening(lead=title, titled=True, also=sentences.best() if "quote" in uses else "")
    else:
        yield from _instead_of_title(entry, words, longest, link, sentences)
    shows_leads = not uses or bool(uses & {"headline", "line"})
    if shows_leads or not title:  # a form that shows the title alone would say nothing with a sentence in its place
        yield from (Opening(lead=text, quoted=True, also=title) for text in sentences.all())
    if title and words.again and "round" not in uses and shows_leads:
        yield Opening(lead=f"{words.again}{words.colon}{title}", titled=True)


@dataclass(frozen=True, slots=True)
class _Sentences:
    entry: Entry
    names: Sequence[str]

    def all(self) -> Iterator[str]:
        """A few at a time: most shares need the first or the second one."""
        from sharebot.compose.quotes import MOST, quotes  # slow to import, and first shares do without

        found = quotes(self.entry, FEW, self.names)
        yield from (quote.text for quote in found)
        if len(found) == FEW:
            yield from (quote.text for quote in quotes(self.entry, MOST, self.names)[FEW:])

    def best(self) -> str:
        return next(self.all(), "")


def _with_each_quote(title: str, sentences: _Sentences) -> Iterator[Opening]:
    """For a template that shows title and sentence beside each other."""
    if not sentences.best():
        yield Opening(lead=title, titled=True)
    yield from (Opening(lead=title, titled=True, also=text) for text in sentences.all())


def _quotes_alone(title: str, sentences: _Sentences) -> Iterator[Opening]:
    if not sentences.best():
        yield Opening(lead=title, titled=bool(title))
    yield from (Opening(lead=text, quoted=True, also=title) for text in sentences.all())


def _instead_of_title(entry: Entry, words: Words, longest: int, link: str, sentences: _Sentences) -> Iterator[Opening]:
    """The sentence that is most worth it, else the summary's first, else what its picture shows, else a word for it.

    Else its host.
    """
    if not sentences.best():
        yield _of_summary(entry, words, longest, link, sentences.names)


def _of_summary(entry: Entry, words: Words, longest: int, link: str, names: Sequence[str]) -> Opening:
    """Quoted unless it has quotation marks of its own."""
    whole, goes_on = without_marks(clean(entry.summary[:longest]))
    sentence = first_sentence(whole)
    if not sentence and (seen := _seen(entry, names)):
        return Opening(lead=seen[:longest])
    if not sentence:
        host = _HOST.search(link)
        return Opening(lead=words.new_post or (clean(host[1]) if host else ""))
    if goes_on and len(sentence) == len(whole):
        sentence = shortened(sentence)
    return Opening(lead=sentence, quoted=not _QUOTE_MARKS.search(sentence))


def _seen(entry: Entry, names: Sequence[str]) -> str:
    """What the entry's picture shows, where the blog says it in words; a file's name is none."""
    image = entry.picture(names)
    described = clean(image.alt) if image else ""
    return described if _WORDS.search(described) and not _FILE.search(described) else ""


def without_marks(text: str) -> tuple[str, bool]:
    """A summary without footnotes' numbers and the sign that it goes on, and whether it does.

    It does as well where it breaks off within a later sentence: feeds cut so, and leave no sign.
    """
    whole = _CUT_MARK.sub("", text)
    unmarked: str = _NOTE.sub(_without_number, whole)
    return unmarked, whole != text or _breaks_off(unmarked)


def _without_number(note: regex.Match[str]) -> str:
    """`of their choice.1` loses its number, `vol.1` does not."""
    word, stop = note.groups()
    return f"{word}{stop}" if not is_short_form(word) else note.group()


def _breaks_off(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] not in FINAL and next(sentence_ends(text), len(text)) < len(text)
