"""Labelled entries: reading them as feed parsing would, and counting what credit makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sharebot.authors import credit
from sharebot.model import Author, Blog, Byline, Entry


@dataclass
class Score:
    wanted: int = 0
    right: int = 0
    people: int = 0
    named: int = 0
    wrong: list[str] = field(default_factory=list)
    swapped: list[str] = field(default_factory=list)
    mistaken_for_guests: list[str] = field(default_factory=list)
    uncredited: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.wanted


def cases(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def authors_of(case: dict[str, Any]) -> tuple[Author, ...]:
    told, blog = case["entry"], case["blog"]
    bylines = (Byline(name=told["byline"]),) if told["byline"] else ()
    entry = Entry(id=case["id"], url="https://blog.test/", title=told["title"], html=told["html"], bylines=bylines)
    own = tuple(blog["own_handles"].items())
    return credit(entry, Blog(name=blog["name"], staff=tuple(blog["staff"]), own_handles=own))


def score(labelled: Iterable[dict[str, Any]]) -> Score:
    total = Score()
    for case in labelled:
        _add(total, case, authors_of(case))
    return total


def _add(total: Score, case: dict[str, Any], found: tuple[Author, ...]) -> None:
    gold = {(p, h.lower()): who["name"] for who in case["authors"] for p, h in who["handles"].items()}
    tags = {(one.platform, one.handle.lower()): who.name for who in found for one in who.handles if one.tag}
    guests = {who.name.casefold(): who.guest for who in found}
    total.wanted += len(gold)
    total.people += len(case["authors"])
    total.right += len(gold.keys() & tags.keys())
    total.wrong += [f"{case['id']}: {tag}" for tag in tags.keys() - gold.keys()]
    total.swapped += [f"{case['id']}: {tag}" for tag in gold.keys() & tags.keys() if tags[tag] != gold[tag]]
    for who in case["authors"]:
        guest = guests.get(who["name"].casefold())
        total.named += guest is not None
        total.mistaken_for_guests += [f"{case['id']}: {who['name']}"] if guest not in (None, who["guest"]) else []
    real = {who["name"].casefold() for who in case["authors"]}
    total.uncredited += [f"{case['id']}: {name}" for name in guests.keys() - real]
