"""How long commands take to start, against `toot --help` and the bare interpreter."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import Row, ratio_row, side_by_side, value_row

BIN = Path(sys.executable).parent


def run(*, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        queue_ten_thousand(Path(home), 1_000 if quick else 10_000)
        env = {"PATH": os.environ["PATH"], "SHAREBOT_HOME": home, "SHAREBOT_ACCOUNTS": "outbox"}
        took = side_by_side(
            {
                "python": [sys.executable, "-c", "pass"],
                "click": [sys.executable, "-c", "import click"],
                "toot": [str(BIN / "toot"), "--help"],
                "help": [str(BIN / "sharebot"), "--help"],
                "queue": [str(BIN / "sharebot"), "queue"],
            },
            env,
            runs=3 if quick else 9,
        )
    toot = took["toot"]
    return [
        value_row("`python -c pass`", took["python"] * 1000, "ms"),
        value_row("`python -c 'import click'`", took["click"] * 1000, "ms"),
        value_row("`toot --help`", toot * 1000, "ms"),
        ratio_row("`sharebot --help` / `toot --help`", took["help"] / toot, 0.4, at_most=True),
        ratio_row("`sharebot queue`, 10,000 posts / `toot --help`", took["queue"] / toot, 1.0, at_most=True),
    ]


def queue_ten_thousand(home: Path, how_many: int) -> None:
    from sharebot.model import NewPost, Share, State
    from sharebot.queue import open_queue

    queue = open_queue(f"sqlite:///{home / 'sharebot.db'}", home=home)
    now = datetime.now(UTC)
    share = Share(
        text="A title\n\nhttps://blog.harborlight.org/1/", length=32, limit=280, link="https://blog.harborlight.org/1/"
    )
    posts = [
        NewPost(account="outbox", share=share, state=State.QUEUED, due_at=now + timedelta(minutes=number))
        for number in range(how_many)
    ]
    queue.add(posts, entry_id=None, now=now, who="bench", why="bench")
    queue.close()
