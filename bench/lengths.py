"""X's weighted length: texts a second against twitter-text in Node, and that no text costs more than its letters."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from bench.measure import Row, ratio_row, value_row

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

ROUNDS = 5
HOSTILE = (
    "a.",
    ".",
    "/",
    "@a@a",
    "a\u200d",
    "👩\u200d",
    "🇩🇪",
    "e\u0301",
    "\u0301\u0327",
    "http://",
    "(",
    "a.co/(",
    "[",
    "com.",
    "xn--a.",
)
SLOWER = 3.0
"""A cost that grew with the text's square would be a thousand times larger."""

_LATIN = [
    "The",
    "harbor",
    "at",
    "night",
    "is",
    "full",
    "of",
    "lamps",
    "and",
    "the",
    "nets",
    "are",
    "mended",
    "by",
    "hand;",
    "who",
    "wrote",
    "this?",
    "It’s",
    "“late”,",
    "naïve",
    "…",
    "e.g.",
    "3.14",
]
_CJK = ["冬の夜に", "港の灯が", "冬の夜。", "中国語の文章です", "한국어", "문장"]
_EMOJI = ["👨\u200d👩\u200d👧\u200d👦", "👍🏽", "🇩🇪", "1️⃣", "❤️", "🧑\u200d🧑\u200d🧒", "🏳️\u200d🌈", "🚀"]
_ADDRESSES = [
    "https://blog.harborlight.org/2026/11/a-rather-long-address/",
    "README.md",
    "https://en.wikipedia.org/wiki/Harbor_(town)?q=a#b",
    "harborlight.org/a",
    "blog.harborlight.example",
    "http://日本.com/",
    "#HarmReduction",
    "@GarrettReuscher",
]


def run(*, quick: bool) -> list[Row]:
    texts = mixed(1_000 if quick else 10_000)
    longest = 100_000 if quick else 1_000_000
    return [*_beside_node(texts), *(_flat(piece, longest) for piece in HOSTILE)]


def mixed(how_many: int) -> list[str]:
    chance = random.Random(5)
    return [" ".join(_word(chance) for _ in range(chance.randint(8, 28))) for _ in range(how_many)]


def _word(chance: random.Random) -> str:
    return chance.choice(_LATIN if chance.random() < 0.7 else chance.choice((_CJK, _EMOJI, _ADDRESSES)))


def _beside_node(texts: list[str]) -> list[Row]:
    """Round by round, first one and then the other, so that both have the same machine."""
    from servers import twitter_text

    if not twitter_text.is_there():
        print(f"SKIPPED: no twitter-text to compare with; run: sh {twitter_text.INSTALL}", file=sys.stderr)
        return [value_row("X's length, mixed texts", len(texts) / _seconds(texts), "a CPU second")]
    rounds = [(_seconds(texts), twitter_text.seconds(texts, 3)) for _ in range(ROUNDS)]
    ours, theirs = (min(took) for took in zip(*rounds, strict=True))
    return [
        value_row("twitter-text in Node, mixed texts", len(texts) / theirs, "a CPU second"),
        ratio_row("X's length, CPU: sharebot / twitter-text in Node", theirs / ours, 0.5, at_most=False,
                  detail=f"({len(texts) / ours:,.0f} a second)"),
    ]  # fmt: skip


def _seconds(texts: list[str]) -> float:
    """Of processor time."""
    from sharebot import platforms
    from sharebot.compose import measure

    rules = platforms.rules("x")
    measure("README.md", rules)
    begin = time.process_time()
    for text in texts:
        measure(text, rules)
    return time.process_time() - begin


def _flat(piece: str, longest: int) -> Row:
    """Cost a character of the longest text over that of a thousand characters."""
    short = min(_cost(piece, 1_000 + offset) for offset in range(20))
    ratio = min(_cost(piece, longest + offset) for offset in range(2)) / short
    return ratio_row(f"cost a character, {longest:,} / 1,000 characters of {piece!a}", ratio, SLOWER, at_most=True)


def _cost(piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    return _seconds([text]) / length
