"""make demo: the real daemon on a temporary home, a sample blog, and a guest's post from feed to outbox.

Ends by itself within a minute; exit status 0 only if the posts really went out.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from demo.blog import NAME, STAFF, SampleBlog, new_guest_post

NETWORKS = ("x", "mastodon", "bluesky")
SHAREBOT = [sys.executable, "-m", "sharebot"]
DEADLINE = 50.0


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="sharebot-demo-"))
    with SampleBlog() as blog:
        say(f"A sample blog is up at {blog.address}/feed/ with {len(blog.articles)} older posts.")
        env = environment(home, blog.address)
        daemon = subprocess.Popen([*SHAREBOT, "run"], env=env, stderr=subprocess.PIPE, text=True, cwd=home)
        try:
            sent = watch(daemon, blog)
        finally:
            daemon.send_signal(signal.SIGTERM)
            code = daemon.wait(20)
        say(f"Asked the daemon to stop: it ended with exit status {code}.")
    return finish(home, env, sent=sent, stopped_cleanly=code == 0)


def environment(home: Path, address: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHAREBOT_")}
    begin = datetime.now(UTC) + timedelta(seconds=14)
    slots = {
        f"SHAREBOT_OUTBOX_{network.upper()}_SLOTS": f"daily {begin + number * timedelta(seconds=3):%H:%M:%S}"
        for number, network in enumerate(NETWORKS)
    }
    return (
        clean
        | slots
        | {
            "SHAREBOT_HOME": str(home),
            "SHAREBOT_FEEDS": f"{address}/feed/",
            "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
            "SHAREBOT_ACCOUNTS": " ".join(f"outbox-{network}" for network in NETWORKS),
            "SHAREBOT_BLOG_NAME": NAME,
            "SHAREBOT_STAFF": STAFF,
            "SHAREBOT_OWN_HANDLES": "x:HarborlightREX",
            "SHAREBOT_POLL_EVERY": "2s",
            "SHAREBOT_LOG": "json",
        }
    )


def watch(daemon: subprocess.Popen[str], blog: SampleBlog) -> int:
    """Tell what the daemon does as it does it; returns how many posts went out."""
    sent = published = 0
    for event in events(daemon):
        say(in_words(event))
        if event["event"] == "feed.polled" and not published:
            say("Publishing a new guest post on the blog, while the daemon runs …")
            blog.publish(new_guest_post())
            published = 1
        sent += event["event"] == "delivery.sent"
        if sent == len(NETWORKS):
            break
    return sent


def events(daemon: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """The daemon's log, until it ends or the demo's time is up."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=lambda: [*map(lines.put, daemon.stderr or ()), lines.put(None)], daemon=True).start()
    end = time.monotonic() + DEADLINE
    while (left := end - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=left)
        except queue.Empty:
            return
        if line is None:
            return
        yield json.loads(line) if line.startswith("{") else {"event": line.strip()}


def in_words(event: dict[str, Any]) -> str:
    match event["event"]:
        case "daemon.ready":
            return f"daemon ready: accounts {', '.join(event['accounts'])}"
        case "feed.polled" if event["unchanged"] or not event["entries"]:
            return ""
        case "feed.polled":
            return f"poll     {event['entries']} new or changed entries in the feed"
        case "entry.credited":
            return f"credit   {event['title']!r} by {event['authors']}"
        case "post.queued":
            return f"slot     post {event['post']} for {event['account']} takes {event['due'][11:19]} UTC"
        case "delivery.started":
            return f"claim    post {event['post']} for {event['account']}, attempt {event['attempt']}"
        case "delivery.sent":
            return f"sent     post {event['post']} for {event['account']}"
        case other:
            return "  ".join([other, *(f"{name}={event[name]}" for name in ("account", "reason") if event.get(name))])


def finish(home: Path, env: dict[str, str], *, sent: int, stopped_cleanly: bool) -> int:
    """The table at the end, and the proof: what lies in the outbox is what the queue says."""
    say("\nThe queue, as staff see it (sharebot queue --all):\n")
    subprocess.run([*SHAREBOT, "queue", "--all"], env=env, check=False, cwd=home)
    files = sorted((home / "outbox").glob("*/*.json"))
    say("\nWhat went out:\n")
    for file in files:
        shown = json.loads(file.read_text(encoding="utf-8"))
        say(f"--- {shown['account']} ({shown['length']} of {shown['limit']})\n{shown['text']}\n")
    say("Why is the author tagged? (sharebot why 1)\n")
    subprocess.run([*SHAREBOT, "why", "1"], env=env, check=False, cwd=home)
    tagged = [file for file in files if json.loads(file.read_text(encoding="utf-8"))["mentions"] == ["GarrettReuscher"]]
    ok = sent == len(files) == len(NETWORKS) and len(tagged) == 1 and stopped_cleanly
    say(f"\nThe outbox page: {(home / 'outbox' / 'index.html').as_uri()}")
    say(f"This folder stays, for you to look at; to be rid of it: rm -r {home}")
    say("All three posts went out, once each." if ok else "Something is wrong: the posts did not all go out.")
    return 0 if ok else 1


def say(line: str) -> None:
    if line:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
