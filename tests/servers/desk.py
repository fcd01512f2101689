"""A desk where staff's work has gone on for a while: enough posts, people and accounts for any line of the documents.

Post 41 is of any state that a line may want, person 12 is Garrett Reuscher, person 31 is the same man spelt otherwise, and
he wrote the articles 12, 41 and 57.
"""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from servers.mastodon import TOKEN
from servers.pds import HANDLE, PASSWORD
from servers.town import Town
from servers.web import Blog, Reply, Web, html
from servers.x_api import KEYS
from sharebot.app import App
from sharebot.model import Doubt, Payload, Post, State, Verdict
from sharebot.ports import Claim
from sharebot.settings import load

ARTICLES = 60
ACCOUNTS = "x mastodon mastodon-news bluesky outbox"
GARRETT = """<p>-Garrett Reuscher, Guest Blogger</p><p>Garrett mends nets at night. You can follow him on twitter
@GarrettReuscher, and on Mastodon at @garrett@social.example</p>"""
NAMES = {12: "Garrett Reuscher", 31: "G. Reuscher", 41: "Garrett Reuscher", 57: "Garrett Reuscher", 20: "Ines Faro"}
WRITTEN = tuple(number for number, name in NAMES.items() if name == "Garrett Reuscher")
FIRST = ("Ada", "Bela", "Cora", "Dario", "Elin", "Femke", "Goran", "Hedda")
LAST = ("Quill", "Marsh", "Tidewell", "Lindqvist", "Okonjo", "Ferrant", "Halloran", "Sandoval")


@dataclass(frozen=True, slots=True)
class Place:
    """A copy of the desk that one line may change."""

    folder: Path
    env: dict[str, str]

    @property
    def home(self) -> Path:
        return self.folder / "home"


class Desk:
    """Use as a context manager; `place` gives a fresh copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            self.web = opening.enter_context(Web())
            self.town = opening.enter_context(Town(reference=False))
            self.town.x.add("GarrettReuscher", name="Garrett Reuscher")
            self.blog = Blog(self.web)
            self.web.routes["/"] = html('<link rel="alternate" type="application/rss+xml" href="/feed/"><p>A blog</p>')
            self.web.routes["/notices"] = Reply()
            self.web.routes["/quay/"] = html(_quay())
            self.web.routes["/harbor.png"] = Reply(body=_picture(), headers={"Content-Type": "image/png"})
            self._write()
            self._work()
            self._open = opening.pop_all()
        return self

    def __exit__(self, *how: object) -> None:
        self._open.close()

    def _write(self) -> None:
        """The blog's articles, the oldest first."""
        begun = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=30)
        for number in range(1, ARTICLES + 1):
            name = NAMES.get(number, f"{FIRST[number % 8]} {LAST[number // 8]}")
            bio = GARRETT if name == "Garrett Reuscher" else ""
            self.blog.publish(
                f"Night {number} at the harbor",
                html=f"<p>The boats of night {number} came home one after the other, and nobody counted them.</p>{bio}",
                byline=name,
                categories=("Guides",),
                published_at=begun + timedelta(minutes=number),
                slug="night" if number == ARTICLES else f"post-{number}",
            )

    def _work(self) -> None:
        """A first poll that takes everything in."""
        home = self._folder / "home"
        app = App(load(self._settings(home), cwd=self._folder))
        app.poller.poll(self.blog.feed, backfill=ARTICLES)
        app.queue.pause("mastodon-news", reason="a week of mourning", now=app.clock.now(), who="dana")
        app.close()

    def _settings(self, home: Path) -> dict[str, str]:
        named = self.town.environment(home)
        news = {
            "SHAREBOT_MASTODON_NEWS_URL": named["SHAREBOT_MASTODON_URL"],
            "SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN": TOKEN,
        }
        return (
            named
            | news
            | {
                "SHAREBOT_ACCOUNTS": ACCOUNTS,
                "SHAREBOT_FEEDS": self.blog.feed,
                "SHAREBOT_TIMEZONE": "Europe/Berlin",
                "SHAREBOT_SLOTS": "mon-sun 09:00 12:30 17:00",
                "SHAREBOT_BLOG_NAME": "Harborlight",
                "SHAREBOT_STAFF": "Dana Quillfeather",
                "SHAREBOT_FLOOD": "1000",
                "SHAREBOT_NOTIFY": f"json://127.0.0.1:{self.web.port}/notices",
            }
        )

    def place(self, folder: Path) -> Place:
        shutil.copytree(self._folder / "home", folder / "home")
        (folder / "backups").mkdir()
        (folder / "text.txt").write_text(f"A night at the harbor {self.web.address}/night/\n", encoding="utf-8")
        (folder / "texts.jsonl").write_text('{"text": "A night"}\n{"text": "Another"}\n', encoding="utf-8")
        (folder / "share.j2").write_text("{{ headline }} {{ credit }}\n\n{{ link }}\n", encoding="utf-8")
        (folder / "feed.xml").write_text(self.blog.feed_text(), encoding="utf-8")
        (folder / "atom.xml").write_text(self.blog.feed_text(), encoding="utf-8")
        (folder / "authors.csv").write_text("name,platform,handle\nAda Quill,x,adaquill\n", encoding="utf-8")
        (folder / "posts.csv").write_text("id,due\n41,2031-03-01 09:30\n", encoding="utf-8")
        return Place(folder, self._settings(folder / "home"))

    def get_ready(self, place: Place, line: str) -> None:
        """Bring the posts that the line names into the state in which it makes sense."""
        for name in re.findall(r"\b[\w-]+\.(?:jpg|png)\b", line):
            (place.folder / name).write_bytes(_picture())
        self._about_garrett(place, line)
        if backup := re.search(r"sharebot restore (\S+\.db)", line):
            _back_up(place, backup[1])
        if "sections.txt" in line:
            _write_sections(place)
        found = re.search(r"sharebot (approve|retry|resolve|delete|undo)\b(.*)", line)
        if not found:
            return
        numbers = [int(number) for number in re.findall(r"\b4\d\b", found[2])] or [41]
        if found[1] == "approve" and re.search(r"--(author|entry)", line):
            numbers = [number for entry in (*WRITTEN, ARTICLES) for number in _posts_of(entry)]
        if found[1] == "delete" and "--entry" in line:
            numbers = [*_posts_of(ARTICLES)]
        if "--account mastodon" in line and found[1] == "retry":
            numbers = [42]
        app = App(load(place.env, cwd=place.folder))
        try:
            ranged = "-" in found[2] and not found[2].strip().startswith("-")
            for number in range(min(numbers), max(numbers) + 1) if ranged else numbers:
                _bring(app, app.queue.post(number), found[1])
        finally:
            app.close()

    def _about_garrett(self, place: Place, line: str) -> None:
        """What was decided about him before the line takes it back, or rejects it."""
        app = App(load(place.env, cwd=place.folder))
        try:
            if "authors allow" in line:
                app.register.forbid("12", *(["x"] if "--platform x" in line else []))
            if "authors reject 12 x GarretReuscher" in line:
                app.register.set("12", "x", "GarretReuscher")
        finally:
            app.close()

    def here(self, line: str) -> str:
        """The line with this desk's addresses in place of the documents'; what is added is no article of the feed."""
        line = line.replace("/srv/backups/", "backups/")
        if re.search(r"(cancel|reschedule|now|approve|retry) .*--(author|entry)", line):
            line += " --yes"  # nobody sits here who could be asked
        if "sharebot add" in line:
            line = line.replace("/night/", "/quay/")
        line = re.sub(r"https://(your\.blog|blog\.example)(?=/|\b)", self.web.address, line)
        return line.replace("ACCOUNT", "mastodon").replace("NETWORK", "mastodon")

    def answers(self, line: str) -> str:
        """What a person types when that line asks."""
        mastodon = self.town.environment(self._folder)["SHAREBOT_MASTODON_URL"]
        bluesky = self.town.environment(self._folder)["SHAREBOT_BLUESKY_URL"]
        for words, said in {
            "accounts connect mastodon": f"{mastodon}\n2\n{TOKEN}\n",
            "accounts connect bluesky": f"{HANDLE}\n{bluesky}\n{PASSWORD}\n",
            "accounts connect x": f"{KEYS['API_KEY']}\n{KEYS['API_SECRET']}\n",
            "init": "\n" * 20,
            "delete": "y\n" * 6,
            "restore": "y\n",
        }.items():
            if f"sharebot {words}" in line:
                return said
        return ""


def _posts_of(entry: int) -> range:
    """The numbers of an article's posts: one an account, article after article."""
    many = len(ACCOUNTS.split())
    return range((entry - 1) * many + 1, entry * many + 1)


def _bring(app: App, post: Post, verb: str) -> None:
    now = app.clock.now()
    match verb:
        case "approve":
            app.queue.change(post, now=now, who="sharebot", why="it is by a guest", hold="it is by a guest")
        case "undo":
            for number in range(post.id, post.id + 12):
                app.staff.reschedule(number, now + timedelta(days=number))
        case "delete":
            app.queue.resume(post.account, now=now, who="dana")
            app.queue.change(post, now=now, who="dana", why="now", due_at=now)
            app.deliverer(alone=True).deliver(post.account)
        case _:
            _attempt(app, post, State.FAILED if verb == "retry" else State.UNSURE)


def _back_up(place: Place, file: str) -> None:
    app = App(load(place.env, cwd=place.folder))
    app.safekeeping.back_up(place.folder / file)
    app.close()


def _write_sections(place: Place) -> None:
    """As an editor leaves them."""
    app = App(load(place.env, cwd=place.folder))
    posts = [app.queue.post(number) for number in (41, 42, 43)]
    app.close()
    sections = (f"=== post {post.id} · {post.account} ===\n\n{post.share.text}\n" for post in posts)
    (place.folder / "sections.txt").write_text("\n".join(sections), encoding="utf-8")


def _attempt(app: App, post: Post, state: State) -> None:
    """One try at sending it, that failed or whose answer was lost."""
    claim = claimed(app, post)
    verdict = Verdict(state=state, reason="refused" if state is State.FAILED else "no answer", kind="desk")
    doubt = claim.post.doubt if state is State.UNSURE else None
    app.queue.settle(claim, replace(verdict, doubt=doubt), now=app.clock.now(), who="desk")


def claimed(app: App, post: Post) -> Claim:
    """A try at sending it, that has begun."""
    now = app.clock.now()
    due = app.queue.change(post, now=now, who="dana", why="now", due_at=now)
    claim = app.queue.claim(
        due.account,
        only=due.id,
        now=now,
        lease=timedelta(minutes=1),
        worker="desk",
        doubt=Doubt(at=now, boot="desk", ticks=0, last_ticks=0),
        prepare=lambda _post: Payload(key="desk", body=b"{}"),
    )
    assert claim
    return claim


def _quay() -> str:
    return """<!doctype html><html lang="en"><head><title>A morning on the quay</title>
<meta property="og:title" content="A morning on the quay"><meta property="og:type" content="article">
<meta name="author" content="Ada Quill"></head><body><article><h1>A morning on the quay</h1>
<p>The boats came home one after the other, and nobody counted them.</p></article></body></html>"""


def _picture() -> bytes:
    import io

    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (400, 300), (20, 60, 90)).save(held, "PNG")
    return held.getvalue()
