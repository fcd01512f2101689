"""The command lines and settings that the documents show: fenced blocks without a language hold what one types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    page: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.number}: {self.text}"


def typed(page: Path) -> Iterator[Line]:
    """What the page's blocks show to be typed, line by line; one that ends with a backslash goes on."""
    whole = page.read_text(encoding="utf-8")
    for block in FENCE.finditer(whole):
        if block[1]:
            continue
        first = whole.count("\n", 0, block.start()) + 2
        text = block[2].replace("\\\n", " ")
        for offset, line in enumerate(text.splitlines()):
            if line.strip():
                yield Line(page.name, first + offset, line.strip())


def named(page: Path) -> Iterator[Line]:
    """What the page calls by name within its sentences and in lines for cron: `sharebot notify --test`."""
    whole = page.read_text(encoding="utf-8")
    text = FENCE.sub(lambda block: block[0] if block[1] == "cron" else "\n" * block[0].count("\n"), whole)
    for call in re.finditer(r"`(sharebot\s[a-z][^`]*)`|bin/(sharebot [^\n]*)", text):
        yield Line(page.name, text.count("\n", 0, call.start()) + 1, " ".join((call[1] or call[2]).split()))


def lines() -> list[Line]:
    return [line for page in PAGES for line in typed(page)]


def settings() -> list[Line]:
    """The settings that stand in blocks of what is typed, and in blocks that are parts of .env."""
    return [line for line in lines() if line.text.startswith("SHAREBOT_") and "sharebot " not in line.text]


def commands() -> list[Line]:
    """The lines that call sharebot."""
    return [line for line in lines() if re.search(r"(^|[\s/|])sharebot(\s|$)", line.text.partition("  #")[0])]
