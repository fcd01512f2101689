"""Where sentences end, and how to cut a text that is too long so that it still reads well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from sharebot.compose.measuring import graphemes

ELLIPSIS = "…"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Behind the marks of Latin, Cyrillic, Arabic and Indian scripts stands a space; behind Chinese and Japanese ones none.
_ENDS = re.compile(r"[.!?…؟۔।॥]+[\"'”’“»›)\]]*(?:[ \u202f]»)?(?=\s|$)|[。！？．｡]+[」』”’）]*")
_SHORT_FORMS = _set(
    "al approx apr aug bzw bspw ca capt cf ch col dec dept dott dr dra ed ede eds eng esq etc ev evtl excl exmo feb "
    "fig figs fr gal geb gen ggf gov hon hr hrn inc incl inkl insb jan jr jul jun lt ltd mag max med mevr min mlle "
    "mm mme mmes mons mr mrs ms mt nov nr núm oct orig pag pp prof profa prov rep resp rev sen sep sept sgt sig sog "
    "sr sra srta st str ste tel tlf ud uds usw vgl vol vols vs z.b zzgl бул гг ген гор им млн млрд обл пер пр просп "
    "проф рис руб стр тел тыс ул"
)
_ENUMERATED = re.compile(r"\(?[0-9]{1,2}")
"""`am 3. Mai`, `1. Foo`: a short number with a full stop goes on."""
_LONGEST_WORD = 40
MOST_CUTS = 24
"""So many good cuts are tried; one of the first fits, unless the text around the cut changes with it."""
FINAL = ".!?…。！？．｡؟۔।॥"
_DANGLING = " \xa0\u202f,;:–—-/&+@＠#＃$(\u200c[{“‘«„‚「『\"'"
_WIDE_STOPS = ("。", "．", "｡", "।")
_SPACE_INSIDE = re.compile("«([ \xa0\u202f])")
_PAIRS = {"“": "”", "„": "“", "«": "»", "「": "」", "『": "』", "(": ")", "[": "]", "（": "）"}


def sentence_ends(text: str, *, ordinals: bool = True) -> Iterator[int]:
    """Places right behind the sentences' ends, the text's own end included.

    `ordinals`: whether a number with a full stop may be an ordinal one; else only a list's, at a sentence's beginning.
    """
    end = 0
    for found in _ENDS.finditer(text):
        if not _goes_on(text, found, end, ordinals=ordinals):
            end = found.end()
            yield end
    if end < len(text):
        yield len(text)


def _goes_on(text: str, end: re.Match[str], begin: int, *, ordinals: bool) -> bool:
    """Whether what looks like an end is followed by a small letter, or is the full stop of a short form."""
    if text[end.end() : end.end() + 2].strip()[:1].islower():
        return True
    if end[0] != ".":
        return False
    word = _last_word(text, end.start())
    if not _ENUMERATED.fullmatch(word):
        return is_short_form(word)
    is_first = not text[begin : end.start() - len(word)].strip()
    return (ordinals or is_first) and bool(text[end.end() : end.end() + 2].strip())


def _last_word(text: str, end: int) -> str:
    return text[max(text.rfind(" ", max(0, end - _LONGEST_WORD), end), end - _LONGEST_WORD - 1, -1) + 1 : end]


def is_short_form(word: str) -> bool:
    word = word.lstrip("(“„«\"'").lower()
    return len(word) == 1 or word in _SHORT_FORMS or "." in word


def without_full_stop(text: str) -> str:
    """For a text that goes on after its last sentence."""
    if text.endswith(_WIDE_STOPS):
        return text[:-1]
    if not text.endswith(".") or is_short_form(text[text.rfind(" ") + 1 : -1]) or text[:-1].rstrip().endswith("."):
        return text
    return text[:-1]


def first_sentence(text: str, least: int = 30) -> str:
    """The first sentences that have at least so many characters together."""
    ends = list(sentence_ends(text))
    return text[: next((end for end in ends if end >= least), len(text))].strip()


def longest_cut(text: str, fits: Callable[[str], bool]) -> str:
    """As much as fits: the whole, or up to a sentence's end, or a word's, else a grapheme's; empty if nothing fits."""
    if fits(text):
        return text
    places = _places(text)
    most = _most(text, places, fits)
    if not most:
        return ""
    good = islice(_good_cuts(text, places[:most]), MOST_CUTS)
    return next((cut for cut in good if fits(cut)), shortened(text[: places[most - 1]]))


def _places(text: str) -> list[int]:
    """Where each grapheme ends."""
    places, at = [], 0
    for grapheme in graphemes(text):
        at += len(grapheme)
        places.append(at)
    return places


def _most(text: str, places: list[int], fits: Callable[[str], bool]) -> int:
    """How many graphemes fit, by halving. Those do; whether fewer always would, a template decides."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(shortened(text[: places[middle - 1]])):
            low = middle
        else:
            high = middle - 1
    return low


def _good_cuts(text: str, places: list[int]) -> Iterator[str]:
    """The longest first: at a sentence's end that leaves a third, then at a word's that leaves half."""
    third, half, last = places[len(places) // 3], places[len(places) // 2], places[-1]
    ends = [end for end in sentence_ends(text[: last + 1]) if third <= end <= last]
    yield from (closed(text[:end]) for end in reversed(ends) if end < len(text))
    spaces = [place for place in range(half, last + 1) if text[place : place + 1] in {" ", ""}]
    yield from (shortened(text[:space]) for space in reversed(spaces))


def shortened(part: str) -> str:
    """A part of a text with the sign that something is missing, unless it ends with a full stop of its own."""
    part = _without_last_short_form(part.rstrip(_DANGLING))
    if not part:
        return ""
    return closed(part if part[-1] in FINAL else part + ELLIPSIS)


def _without_last_short_form(part: str) -> str:
    """A full stop that ends no sentence would hide that something is missing."""
    space = part.rfind(" ")
    while space > 0 and part.endswith(".") and is_short_form(part[space + 1 : -1]):
        part = part[:space].rstrip(_DANGLING)
        space = part.rfind(" ")
    return part


def closed(part: str) -> str:
    """With the quotation marks and brackets closed that were cut open."""
    still_open: list[str] = []
    for letter in part:
        if still_open and letter == still_open[-1]:
            still_open.pop()
        elif letter in _PAIRS:
            still_open.append(_PAIRS[letter])
    if part.count('"') % 2:
        still_open.insert(0, '"')
    closing = "".join(reversed(still_open))
    if "»" in closing and (inside := _SPACE_INSIDE.search(part)):
        closing = closing.replace("»", f"{inside[1]}»")
    return part + closing


def cut_to(text: str, most: int) -> str:
    """At most so many graphemes, cut at a word where there is one."""
    kept = "".join(graphemes(text[: most * 4])[:most])
    if len(kept) == len(text):
        return text
    space = kept.rfind(" ", len(kept) // 2)
    return shortened(kept[:space] if space > 0 else kept[:-1])
