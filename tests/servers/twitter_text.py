"""twitter-text 3.1.0, the library by which X's lengths are told, asked through Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

READ = Path(__file__).with_suffix("") / "read.cjs"
THERE = Path(__file__).parents[2] / ".peers" / "twitter-text"
INSTALL = "tests/real/install-twitter-text.sh"


def is_there() -> bool:
    return (THERE / "installed").exists() and shutil.which("node") is not None


def need() -> None:
    if not is_there():
        pytest.skip(f"NO TWITTER-TEXT here (npm did not bring it); run: sh {INSTALL}")


def read(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Of each text: its weight, and start, end and word of each link, mention, hashtag and cashtag."""
    return [json.loads(line) for line in _ask(texts).splitlines()]


def seconds(texts: Sequence[str], rounds: int) -> float:
    """What weighing all of them takes, in the cheapest of so many rounds."""
    return float(_ask(texts, str(rounds)))


def _ask(texts: Sequence[str], *arguments: str) -> str:
    given = "".join(f"{json.dumps(text)}\n" for text in texts)
    env = {"PATH": os.environ["PATH"], "NODE_PATH": str(THERE / "node_modules")}
    done = subprocess.run(
        ["node", READ, *arguments], input=given, env=env, capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout
