"""Emoji of several code points that count as one where texts are weighed.

From the pattern of twemoji-parser 11.0.2, which twitter-text 3.1.0 uses (npm, read 2026-11-24): Unicode 11.
Sequences that are newer are counted by their parts there, and so here: never too little.
"""

from __future__ import annotations

import re
from functools import cache

# May be followed by the emoji variation selector (U+FE0F).
_VARIABLE = """
    203C 2049 2139 2194-2199 21A9-21AA 231A-231B 2328 23CF 23ED-23EF 23F1-23F2 23F8-23FA 24C2 25AA-25AB 25B6 25C0
    25FB-25FE 2600-2604 260E 2611 2614-2615 2618 2620 2622-2623 2626 262A 262E-262F 2638-263A 2640 2642 2648-2653 2660
    2663 2665-2666 2668 267B 267F 2692-2697 2699 269B-269C 26A0-26A1 26AA-26AB 26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CF
    26D1 26D3-26D4 26E9-26EA 26F0-26F5 26F8 26FA 26FD 2702 2708-2709 270F 2712 2714 2716 271D 2721 2733-2734 2744 2747
    2757 2763-2764 27A1 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F004 1F170-1F171 1F17E-1F17F 1F202
    1F21A 1F22F 1F237 1F321 1F324-1F32C 1F336 1F37D 1F396-1F397 1F399-1F39B 1F39E-1F39F 1F3CD-1F3CE 1F3D4-1F3DF 1F3F3
    1F3F5 1F3F7 1F43F 1F441 1F4FD 1F549-1F54A 1F56F-1F570 1F573 1F576-1F579 1F587 1F58A-1F58D 1F5A5 1F5A8 1F5B1-1F5B2
    1F5BC 1F5C2-1F5C4 1F5D1-1F5D3 1F5DC-1F5DE 1F5E1 1F5E3 1F5E8 1F5EF 1F5F3 1F5FA 1F6CB 1F6CD-1F6CF 1F6E0-1F6E5 1F6E9
    1F6F0 1F6F3
"""
_VARIABLE_ONLY_SO = "A9 AE 2122 265F"  # no emoji without the selector
_VARIABLE_PEOPLE = "261D 26F7 26F9 270C-270D 1F3CB-1F3CC 1F574-1F575 1F590"  # selector, skin tone, or both
_PEOPLE = """
    270A-270B 1F385 1F3C2-1F3C4 1F3C7 1F3CA 1F442-1F443 1F446-1F450 1F466-1F469 1F46E 1F470-1F478 1F47C 1F481-1F483
    1F485-1F487 1F4AA 1F57A 1F595-1F596 1F645-1F647 1F64B-1F64F 1F6A3 1F6B4-1F6B6 1F6C0 1F6CC 1F918-1F91C 1F91E-1F91F
    1F926 1F930-1F939 1F93D-1F93E 1F9B5-1F9B6 1F9B8-1F9B9 1F9D1-1F9DD
"""
_WITH_SIGN = """
    1F3C3-1F3C4 1F3CA 1F46E 1F471 1F473 1F477 1F481-1F482 1F486-1F487 1F645-1F647 1F64B 1F64D-1F64E 1F6A3 1F6B4-1F6B6
    1F926 1F935 1F937-1F939 1F93D-1F93E 1F9B8-1F9B9 1F9D6-1F9DD
"""
_TOOLS = "1F33E 1F373 1F393 1F3A4 1F3A8 1F3EB 1F3ED 1F4BB-1F4BC 1F527 1F52C 1F680 1F692 1F9B0-1F9B3"
# Regions with a flag: the first letter, then all the second ones.
_FLAGS = """
    ACDEFGILMOQRSTUWXZ BABDEFGHIJLMNOQRSTVWYZ CACDFGHIKLMNOPRUVWXYZ DEGJKMOZ EACEGHRSTU FIJKMOR GABDEFGHILMNPQRSTUWY
    HKMNRTU ICDELMNOQRST JEMOP KEGHIMNPRWYZ LABCIKRSTUVY MACDEFGHKLMNOPQRSTUVWXYZ NACEFGILOPRUZ OM PAEFGHKLMNRSTWY QA
    REOSUW SABCDEGHIJKLMNORSTVXYZ TACDFGHJKLMNORTVWZ UAGMNSYZ VACEGINU WFS XK YET ZAMW
"""
_ENGLAND_SCOTLAND_WALES = ("gbeng", "gbsct", "gbwls")

_SKIN = "[\U0001f3fb-\U0001f3ff]"
_JOINS = re.compile(
    "[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff\U000e0067]"
)  # each one's second letter


def sequences(text: str) -> list[tuple[int, int]]:
    """Start and end of each emoji of several code points."""
    found: list[tuple[int, int]] = []
    done = 0
    for joined in _JOINS.finditer(text):
        start = joined.start() - 1
        if start >= done and (sequence := _pattern().match(text, start)):
            done = sequence.end()
            found.append((start, done))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    woman_or_man = "[\U0001f468\U0001f469]"
    kids = "(?:\U0001f466\u200d\U0001f466|\U0001f467\u200d[\U0001f466\U0001f467]|[\U0001f466\U0001f467])"
    parents = f"(?:\U0001f468\u200d{woman_or_man}|\U0001f469\u200d\U0001f469|{woman_or_man})"
    lovers = "\u200d\u2764\ufe0f\u200d(?:\U0001f48b\u200d)?"
    return re.compile(
        "|".join((
            f"{woman_or_man}{_SKIN}?\u200d(?:[\u2695\u2696\u2708]\ufe0f|{_any(_TOOLS)})",
            f"[\u26f9\U0001f3cb\U0001f3cc\U0001f574\U0001f575](?:{_SKIN}|\ufe0f)\u200d[\u2640\u2642]\ufe0f",
            f"{_any(_WITH_SIGN)}{_SKIN}?\u200d[\u2640\u2642]\ufe0f",
            f"\U0001f468{lovers}\U0001f468|\U0001f469{lovers}{woman_or_man}",
            f"{parents}\u200d{kids}",
            "\U0001f3f3\ufe0f\u200d\U0001f308|\U0001f3f4\u200d\u2620\ufe0f|\U0001f441\u200d\U0001f5e8",
            "[\U0001f46f\U0001f93c\U0001f9de\U0001f9df]\u200d[\u2640\u2642]\ufe0f",
            "[#*0-9]\ufe0f?\u20e3",
            f"{_any(_VARIABLE_ONLY_SO + _VARIABLE)}\ufe0f",
            f"{_any(_VARIABLE_PEOPLE)}(?:\ufe0f{_SKIN}?|{_SKIN})",
            f"{_any(_PEOPLE)}{_SKIN}",
            *(_tagged_flag(region) for region in _ENGLAND_SCOTLAND_WALES),
            *(f"{_letter(row[0])}[{''.join(map(_letter, row[1:]))}]" for row in _FLAGS.split()),
        ))
    )  # fmt: skip


def _any(codes: str) -> str:
    ranges = ("-".join(chr(int(code, 16)) for code in span.split("-")) for span in codes.split())
    return f"[{''.join(ranges)}]"


def _letter(letter: str) -> str:
    return chr(0x1F1E6 + ord(letter) - ord("A"))


def _tagged_flag(region: str) -> str:
    return "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
