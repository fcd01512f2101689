"""What readers will see: tests/golden/<case>/entry.xml becomes one <platform>.txt for each network.

Look at what changed and write it anew with `GOLDEN_UPDATE=1 .venv/bin/pytest tests/test_golden.py`, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sharebot import platforms
from sharebot.authors import credit
from sharebot.compose import compose
from sharebot.errors import SharebotError
from sharebot.feed.parse import parse
from sharebot.model import Blog, Entry, Share

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
NETWORKS = platforms.networks()
BLOG = Blog(
    name="Harborlight Recovery Exchange",
    staff=("Dana Quillfeather", "Tomas Berglind"),
    own_handles=(("x", "HarborlightREX"),),
)


def read(case: str) -> Entry:
    xml = (GOLDEN / case / "entry.xml").read_bytes()
    (entry,) = parse(xml, "application/rss+xml", "https://blog.harborlight.org/feed/").entries
    return entry


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
        text = shown(compose(read(case), credit(read(case), BLOG), platforms.unasked(platforms.rules(network))))
    except SharebotError as error:
        text = f"refused: {error}\n"
    file = GOLDEN / case / f"{network}.txt"
    if os.environ.get("GOLDEN_UPDATE"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
