"""The demo's last words; the whole of it is run by the tutorial's readers, in under a minute."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FINISH = "import os, sys; from pathlib import Path; from demo.__main__ import environment, finish; \
home = Path(sys.argv[1]); \
sys.exit(finish(home, environment(home, 'http://127.0.0.1:9'), sent=0, stopped_cleanly=True))"


def test_the_demo_says_that_its_folder_stays_and_how_to_be_rid_of_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FINISH, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, "nothing went out"
    *_, stays, last = done.stdout.splitlines()
    assert stays == f"This folder stays, for you to look at; to be rid of it: rm -r {tmp_path}"
    assert last == "Something is wrong: the posts did not all go out."
