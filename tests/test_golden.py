"""What readers will see: tests/golden/<case>/entry.xml becomes one <platform>.txt for each network.

Look at what changed and write it anew with `GOLDEN_UPDATE=1 .venv/bin/pytest tests/test_golden.py`, then read the diff.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sharebot import platforms
from sharebot.compose import compose
from sharebot.errors import SharebotError
from sharebot.model import Author, Byline, Entry, Handle, Level, Share

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
NETWORKS = platforms.networks()
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def read(case: str) -> Entry:
    channel = ET.parse(GOLDEN / case / "entry.xml").getroot().find("channel")
    item = channel.find("item")
    creator = item.findtext(CREATOR) or ""
    return Entry(
        id=item.findtext("guid") or "",
        url=item.findtext("link") or "",
        title=item.findtext("title") or "",
        summary=item.findtext("description") or "",
        html=item.findtext(CONTENT) or "",
        bylines=(Byline(name=creator),) if creator else (),
        categories=tuple(each.text or "" for each in item.findall("category")),
        language=channel.findtext("language") or "",
    )


def authors(case: str) -> tuple[Author, ...]:
    named = json.loads((GOLDEN / case / "authors.json").read_text(encoding="utf-8"))
    return tuple(
        Author(
            name=name,
            guest=True,
            handles=tuple(Handle(platform=p, handle=h, level=Level.STATED) for p, h in handles.items()),
        )
        for name, handles in named.items()
    )


def shown(share: Share) -> str:
    """A share as a file that one can read in a diff; what cannot be seen is written out."""
    lines = [f"{share.length} of {share.limit}"]
    lines += [f"tags: {', '.join(share.mentions)}"] if share.mentions else []
    lines += [f"note: {note}" for note in share.notes]
    if share.card:
        lines += [f"card: {share.card.title}", f"      {share.card.description}"]
    return "\n".join(lines).replace("\u200c", "\\u200c") + "\n\n" + share.text.replace("\u200c", "\\u200c") + "\n"


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("case", CASES)
def test_readers_see_what_a_person_has_looked_at(case: str, network: str) -> None:
    try:
        text = shown(compose(read(case), authors(case), platforms.rules(network)))
    except SharebotError as error:
        text = f"refused: {error}\n"
    file = GOLDEN / case / f"{network}.txt"
    if os.environ.get("GOLDEN_UPDATE"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
