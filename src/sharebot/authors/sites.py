"""A block → the web sites in it, and which of them the text gives as somebody's own, as it would give a handle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from sharebot.authors.article import Article
from sharebot.authors.blocks import Block
from sharebot.authors.clean import clean
from sharebot.authors.credits import Credit
from sharebot.authors.mentions import Mention
from sharebot.authors.platform import Placed
from sharebot.authors.read import Reader
from sharebot.authors.sentences import Sentence
from sharebot.authors.sightings import Sighting
from sharebot.authors.tokens import Token
from sharebot.authors.words import set_of

_SITE_WORDS = set_of(
    """
    website websites site homepage web blog portfolio webseite internetseite sitio página pagina sito portfólio
    """
)
_DOTTED = regex.compile(r"\.\p{Ll}\p{Ll}")
_SITE_WORD = regex.compile(rf"(?i)\b(?:{'|'.join(_SITE_WORDS)})\b")
_ADDRESS = regex.compile(
    r"(?<![\p{L}\p{N}@._/-])(?:https?://)?(?:[\p{L}\p{N}-]{1,63}\.){1,6}[\p{L}]{2,24}/?(?![\p{L}\p{N}@/_-]|\.\p{L})"
)


def stated_sites(text: Article, credited: Sequence[Credit], others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name of an author and address of a site that the text gives as theirs."""
    for claim in _SiteReader(text, credited, others).claims():
        yield claim.person, claim.handle


class _SiteReader(Reader):
    """Reads for sites as its parent does for handles."""

    def seen(self, block: Block) -> list[Sighting]:
        found = site_sightings(block, super().seen(block)) if _may_hold(block) else []
        return found if any(one.form == "site" for one in found) else []

    def sentences(self, block: Block, seen: Sequence[Sighting], named: Sequence[Mention]) -> Iterator[Sentence]:
        for sentence in super().sentences(block, seen, named):
            yield replace(sentence, tokens=tuple(with_site_words(sentence.tokens)))

    def placed(self, sentence: Sentence, seen: Sequence[Sighting], *, elsewhere: bool) -> dict[int, Placed]:
        del elsewhere
        handles = ((at, seen[token.ref]) for at, token in enumerate(sentence.tokens) if token.kind == "HANDLE")
        return {at: Placed(one, ("site",)) for at, one in handles if one.form == "site"}


def _may_hold(block: Block) -> bool:
    said = (_SITE_WORD.search(block.text, one.start, one.end) for one in block.links)
    return bool(_DOTTED.search(block.text)) or any(said)


def site_sightings(block: Block, seen: Sequence[Sighting]) -> list[Sighting]:
    """Addresses of sites in a block, by its text or behind the word "website", beside the handles already seen."""
    others = [one for one in seen if one.form != "domain" and one.platform != "other"]
    found = [*_of_links(block), *_of_text(block)]
    taken = [(one.start, one.end) for one in others]
    kept = []
    for one in found:
        if not any(start < one.end and one.start < end for start, end in taken):
            kept.append(one)
            taken.append((one.start, one.end))
    return sorted([*others, *kept], key=lambda one: (one.start, one.end))


def _of_links(block: Block) -> Iterator[Sighting]:
    """A link whose text is its own address; or one over "her website", which the words stay to tell whose it is."""
    for link in block.links:
        words = block.text[link.start : link.end].strip().casefold()
        address = clean(link.href)
        if _ADDRESS.fullmatch(words):
            yield Sighting(link.start, link.end, address, "site", "site")
        elif words.split()[-1:] and words.split()[-1] in _SITE_WORDS:
            yield Sighting(link.end, link.end, address, "site", "site")


def _of_text(block: Block) -> Iterator[Sighting]:
    if _DOTTED.search(block.text):
        for found in _ADDRESS.finditer(block.text):
            address = found[0] if "://" in found[0] else f"https://{found[0]}"
            yield Sighting(found.start(), found.end(), address.rstrip("."), "site", "site")


def with_site_words(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with "website" as a place like a network: "her website is …" says the same as "her Instagram is …"."""
    return [
        replace(token, kind="PLATFORM", platform="site") if token.text.casefold() in _SITE_WORDS else token
        for token in tokens
    ]
