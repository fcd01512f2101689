"""What readers will see: tests/golden/<case>/entry.xml becomes one <platform>.txt for each network.

Cases in ROUNDS have <platform>-1.txt and <platform>-2.txt too, for the shares that follow the first; a settings.env
beside entry.xml is what staff have set. Write all of them anew with `make goldens`, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sharebot import platforms
from sharebot.authors import credit
from sharebot.bot.tagging import Tag, for_account
from sharebot.compose import compose
from sharebot.errors import SharebotError
from sharebot.feed.parse import parse
from sharebot.model import Blog, Entry, Share, Style
from sharebot.settings import load

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
NETWORKS = platforms.networks()
BLOG = Blog(
    name="Harborlight Recovery Exchange",
    staff=("Dana Quillfeather", "Tomas Berglind"),
    own_handles=(("x", "HarborlightREX"),),
)
ROUNDS = {
    "arabic-essay",
    "content-warning",
    "dutch-essay",
    "french-essay",
    "german-essay",
    "guest-essay",
    "hindi-essay",
    "interview",
    "italian-essay",
    "japanese-essay",
    "link-post",
    "list-post",
    "podcast",
    "portuguese-default",
    "recipe",
    "russian-essay",
    "spanish-essay",
    "template",
    "template-quote",
    "tracked",
    "untitled-essay",
}
SHARES = [(case, number) for case in CASES for number in range(3 if case in ROUNDS else 1)]


def read(case: str) -> Entry:
    xml = (GOLDEN / case / "entry.xml").read_bytes()
    (entry,) = parse(xml, "application/rss+xml", "https://blog.harborlight.org/feed/").entries
    return entry


def style(case: str) -> Style:
    named = GOLDEN / case / "settings.env"
    return load({"SHAREBOT_ENV_FILE": str(named)} if named.exists() else {}, cwd=GOLDEN / case).style


def shown(share: Share) -> str:
    """A share as a file that one can read in a diff; what cannot be seen is written out."""
    lines = [f"{share.length} of {share.limit}" + (f", {share.language}" if share.language else "")]
    lines += [f"tags: {', '.join(share.mentions)}"] if share.mentions else []
    lines += [f"warning: {share.warning}"] if share.warning else []
    lines += [f"labels: {', '.join(share.labels)}"] if share.labels else []
    lines += [f"note: {note}" for note in share.notes]
    if share.card:
        lines += [f"card: {share.card.title}", f"      {share.card.description}"]
    return _visible("\n".join(lines)) + "\n\n" + _visible(share.text) + "\n"


def _visible(text: str) -> str:
    return text.replace("\u200c", "\\u200c").replace("\u202f", "\\u202f")


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(("case", "number"), SHARES)
def test_readers_see_what_a_person_has_looked_at(case: str, number: int, network: str) -> None:
    try:
        entry, rules = read(case), platforms.unasked(platforms.rules(network))
        authors = for_account(credit(entry, BLOG), Tag.STATED, again=number > 0)
        text = shown(compose(entry, authors, rules, style(case), round=number))
    except SharebotError as error:
        text = f"refused: {error}\n"
    file = GOLDEN / case / (f"{network}-{number}.txt" if number else f"{network}.txt")
    if os.environ.get("GOLDEN_UPDATE"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
