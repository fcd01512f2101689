"""A real browser without a window: what it makes of a page, and a picture of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

INSTALL = "tests/real/install-chromium.sh"
DARK = "--blink-settings=preferredColorScheme=0"


def _program() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or pytest.skip(f"NO CHROMIUM on this machine; run: sh {INSTALL}")


def document(page: Path) -> str:
    """The page's HTML after it was loaded and everything in it that runs has run."""
    return _run(page, "--dump-dom")


def picture(page: Path, to: Path, *, width: int, height: int = 2000, dark: bool = False) -> Path:
    _run(page, f"--window-size={width},{height}", f"--screenshot={to}", "--hide-scrollbars", *([DARK] if dark else []))
    return to


def _run(page: Path, *arguments: str) -> str:
    """Every host but this machine is out of its reach."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            _program(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}",
            "--host-resolver-rules=MAP * 127.0.0.1:9", *arguments, page.as_uri(),
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
