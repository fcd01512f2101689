"""What the documents say is true: generated parts are current, links lead somewhere, commands and settings exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sharebot.settings import example_env

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands() -> set[str]:
    shown = subprocess.run(
        [sys.executable, "-m", "sharebot", "--help"], capture_output=True, text=True, check=True
    ).stdout
    return set(re.findall(r"^  ([a-z][a-z-]*)  ", shown, re.MULTILINE))


def test_what_is_generated_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def anchors(page: Path) -> set[str]:
    """Of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    found = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    lost = [(there, anchor) for there, anchor in found if anchor not in anchors(page.parent / there if there else page)]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_documents_exists(page: Path) -> None:
    named = set(re.findall(r"(?:^|`)sharebot ([a-z][a-z-]*)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named - commands() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_in_the_documents_is_one(page: Path) -> None:
    named = set(re.findall(r"SHAREBOT_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8")))
    known = set(re.findall(r"SHAREBOT_[A-Z_]+[A-Z]", example_env())) | {"SHAREBOT_OUTBOX_X_RULES"}
    assert named - known == set()
