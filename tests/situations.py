"""Situations in which staff's programs ask sharebot, and what it printed to them there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from schemas import json_commands
from servers.desk import GARRETT, Desk, Place, claimed
from servers.web import Reply, Request, html, redirect
from sharebot.app import App
from sharebot.bot.heartbeat import Stage
from sharebot.bot.identities import KIND
from sharebot.cli import root
from sharebot.model import Identity, State, Verdict
from sharebot.settings import load

NEWS, OUTBOX = 43, 45
"""Posts of article 9: number 41 is for X, 42 for Mastodon, 43 for the paused account, 44 for Bluesky, 45 for the outbox."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a command line printed, read as JSON."""

    line: str
    document: Any

    @property
    def command(self) -> str:
        words = re.sub(r'SHAREBOT_[A-Z_]+=(".*?"|[^ ]*) ', "", f"{self.line} ")
        return max((name for name in json_commands() if words.startswith(f"{name} ")), key=len)


@dataclass(slots=True)
class Room:
    """A copy of the desk, and what was printed there."""

    desk: Desk
    place: Place
    printed: list[Printed] = field(default_factory=list)

    def ask(self, *lines: str) -> None:
        """Each of them with --json; settings may stand before the command."""
        for line in lines:
            self.printed.append(Printed(line, json.loads(self.do(f"{line} --json"))))

    def do(self, line: str) -> str:
        words = shlex.split(self.desk.here(f"sharebot {line}"))[1:]
        own = dict(word.split("=", 1) for word in words if re.match(r"SHAREBOT_\w+=", word))
        done = CliRunner().invoke(root, [word for word in words if word.split("=")[0] not in own], env=self.env | own)
        assert done.exit_code in {0, 1}, f"{line}: {done.output}"
        assert done.exception is None or isinstance(done.exception, SystemExit), f"{line}: {done.output}"
        assert "--json" not in line or done.stdout, f"{line}: {done.output}"
        return done.stdout

    @property
    def env(self) -> dict[str, str]:
        return {**self.place.env, "HOME": str(self.place.folder)}

    def within(self, work: Callable[[App], object]) -> None:
        app = App(load(self.place.env, cwd=self.place.folder), act="")
        try:
            work(app)
        finally:
            app.close()

    def write(self, name: str, text: str) -> str:
        (self.place.folder / name).write_text(text, encoding="utf-8")
        return name

    def ready(self, line: str) -> None:
        self.desk.get_ready(self.place, f"sharebot {line}")


def nothing_is_there_yet(room: Room) -> None:
    shutil.rmtree(room.place.home)
    web = room.desk.web
    web.routes["/moved/"] = redirect("/feed/", 301)
    web.routes["/gone/"] = Reply(status=410)
    feeds = f'SHAREBOT_FEEDS="{web.address}/feed/ {web.address}/moved/ {web.address}/gone/ {web.address}/nothing/"'
    room.ask(
        "status", "queue", "feeds", "accounts list", "authors list", "authors review", "log", "calendar", "deliver"
    )
    room.ask(f"{feeds} status", f"{feeds} feeds", "SHAREBOT_FEEDS= status")
    room.ask(f"{feeds} try", f"{feeds} poll", f"{feeds} poll", f"{feeds} feeds", f"{feeds} status", f"{feeds} doctor")
    room.do("pause outbox")
    room.do("resume outbox")
    room.ask("accounts list", "log", "log --all", "authors scan", f"authors scan {web.address}/nothing/")


def work_goes_on(room: Room) -> None:
    room.ask("try", "queue", "show 41", "why 41", "status", "feeds", "accounts list", "accounts check", "calendar")
    room.ask("authors list", "authors show 12", "authors review", "log --all", "doctor", "evergreen", "poll", "deliver")
    room.ask("SHAREBOT_X_MONTHLY_CAP=10 accounts list", "SHAREBOT_SLOTS=now calendar")


def posts_of_every_state(room: Room) -> None:
    room.ready("retry 41")
    room.ready("resolve 42")
    room.ready("delete 44 45")
    room.ready("approve 46")
    room.within(lambda app: claimed(app, app.queue.post(47)))
    room.within(lambda app: app.queue.rest("bluesky", until=_soon(), now=app.clock.now()))
    for number in (41, 42, 44, 45, 46, 47):
        room.ask(f"show {number}", f"why {number}")
    room.ask("SHAREBOT_RESHARE=3d why 45")
    room.do("delete 44 --yes --reason 'the name was wrong'")
    room.do("delete 45 --yes")
    room.do("cancel 51")
    room.do("resolve 42 --sent https://social.example/@harborlight/1")
    room.ask("queue --all", "status", "why 44", "why 45", "accounts list", "log", "log --all", "calendar")


def _soon() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)


def staff_decides(room: Room) -> None:
    room.ready("approve 46")
    room.ready("retry 47")
    room.ready("resolve 49")
    for verb in ("approve 46", "cancel 51 52", "retry 47 46", "resolve 49 --again", "reschedule 53 --slot", "now 43"):
        room.ask(f"{verb} --dry-run", verb)
    room.ready("delete 44 45")
    room.ask("delete 44 --dry-run", "delete 44 --yes", "cancel 54", "undo --dry-run", "undo")
    for line in ("edit 52 --text 'Nobody counted the boats'", "undo", "pause bluesky", "undo"):
        room.do(line)
    room.ask("undo --dry-run")
    for line in (
        "authors set 12 x GarrettReuscher",
        "authors reject 12 mastodon garrett@social.example",
        "authors forbid 20",
        "authors merge 12 31",
    ):
        room.do(line)
    room.ask("log", "authors list", "authors show 12", "authors show 20", "queue", "why 56", "show 57")


def words_are_measured_and_changed(room: Room) -> None:
    room.ask("measure 'A night'", "measure 'A #night of $ACME for @ada https://blog.example/night/' --parts")
    room.ask(
        "edit 46 47", "edit 46 --text 'Nobody counted the boats' --dry-run", "edit 46 --text 'Nobody counted them'"
    )
    room.write("picture.png", "")
    room.ready("add picture.png")
    room.ask("add --text 'We open at six' --account outbox --image picture.png --alt 'The quay' --draft")
    (post,) = (each["post"]["id"] for each in room.printed[-1].document["posts"])
    room.ask("log", f"edit {post}", f"edit {post} --text 'We open at seven'", f"show {post}", f"why {post}")


def pages_are_added(room: Room) -> None:
    web = room.desk.web
    web.routes["/bare/"] = html("<title>A bare page</title><p>The boats came home one after the other.</p>")
    warned = 'SHAREBOT_WARNINGS="Guides=grief" SHAREBOT_LABELS="Guides=graphic-media"'
    article = f"add {web.address}/post-41/"
    room.ask(
        f"add {web.address}/quay/ --dry-run", f"add {web.address}/quay/ --account outbox", f"add {web.address}/quay/"
    )
    room.ask(f"add {web.address}/bare/", f"{warned} {article} --again")
    numbers = [each["post"]["id"] for each in room.printed[-1].document["posts"]]
    room.ask("why 301")
    for number in numbers:
        room.ask(f"edit {number} --text 'The boats of that night {web.address}/post-41/'")


def old_articles(room: Room) -> None:
    shutil.rmtree(room.place.home)
    year = re.compile(r"(?<=<pubDate>)(.*?)(\d{4})(?= \d\d:)")
    old = room.write("old.xml", year.sub(lambda date: f"{date[1]}{int(date[2]) - 1}", room.desk.blog.feed_text()))
    room.do(f"poll {old}")
    template = f'SHAREBOT_TEMPLATE="{"So many boats. " * 60}"'
    room.ask(f"{template} evergreen {old} --dry-run", f"{template} try {old}")
    room.ask(f"evergreen {old} --dry-run", f"evergreen {old}", f"evergreen {room.desk.web.address}/nothing/")
    room.ask("queue", "calendar")


def tables_come_in(room: Room) -> None:
    bad = room.write("bad.csv", "id,due\n41,some day\n")
    people = "name,platform,handle,quote\nAda Quill,x,adaquill,Ada is @adaquill\n"
    room.do(f"authors import {room.write('people.csv', people)}")
    room.ask("authors show 'Ada Quill'", "import posts.csv --dry-run", "import posts.csv", f"import {bad}")


def copies_are_made(room: Room) -> None:
    room.ask("backup queue.db", "restore queue.db --dry-run", "restore queue.db", "status", "doctor")


def a_dump_was_put_back(room: Room) -> None:
    """As on PostgreSQL, whose own program does that: there the queue has no file, and is told afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "database_file", None)
        room.ask("restore --taken-at 2026-11-24T03:00Z")


def people_are_told(room: Room) -> None:
    room.ask("notify", "notify --test", 'SHAREBOT_DIGEST="mon-fri 08:00" notify', "SHAREBOT_NOTIFY=nonsense://x notify")


def networks_are_asked(room: Room) -> None:
    until = json.dumps({"scope": "read write", "expires_in": 86400}).encode()
    room.desk.town.mastodon.web.routes["/oauth/token/info"] = Reply(body=until)
    room.ask(
        "accounts check",
        "status",
        "accounts list",
        "SHAREBOT_X_API_KEY= accounts check",
        "SHAREBOT_X_API_KEY= doctor",
        "SHAREBOT_MASTODON_ACCESS_TOKEN=no doctor",
    )


def a_daemon_runs(room: Room) -> None:
    room.within(_beat)
    room.ask("status", "doctor")


def _beat(app: App) -> None:
    app.heartbeat.begin(alone=True, stuck=lambda _now: ("lane x",))
    app.heartbeat.at(Stage.SERVING)


def a_round_of_sending(room: Room) -> None:
    room.within(_oversleep)
    for number in (41, 42, 46, 48):
        room.do(f"now {number}")
    room.ask("SHAREBOT_X_MONTHLY_CAP=0.01 SHAREBOT_MASTODON_ACCESS_TOKEN=no deliver")
    room.ready("resolve 44")
    room.ask("deliver", "queue --all", "status")


def two_daemons_run(room: Room) -> None:
    """The other one takes the posts for those of a dead worker, and staff gives them up, while this one sends them.

    The network refuses the second.
    """
    mastodon = room.desk.town.mastodon
    send = mastodon.web.routes["/api/v1/statuses"]

    def taken_back(request: Request) -> Reply:
        room.within(_take_back)
        return send(request)

    mastodon.faults[:] = ["fine", "throttled"]
    mastodon.web.routes["/api/v1/statuses"] = taken_back
    for number in (42, 47):
        room.do(f"now {number}")
        room.ask("deliver", f"why {number}")
    mastodon.web.routes["/api/v1/statuses"] = send


def _take_back(app: App) -> None:
    for claim in app.queue.orphans(now=app.clock.now(), all_workers=True):
        lost = Verdict(kind="lost", state=State.UNSURE, reason="its worker is dead", doubt=claim.post.doubt)
        app.queue.settle(claim, lost, now=app.clock.now(), who="another")
        app.staff.resolve_give_up(claim.post.id)


def _oversleep(app: App) -> None:
    """Nothing ran when these were due."""
    now = app.clock.now()
    for number in (50, 55, 60):
        post = app.queue.post(number)
        app.queue.change(
            post, now=now, who="dana", why="earlier", due_at=now - timedelta(hours=number / 5), slot_at=None
        )


def the_blog_goes_on(room: Room) -> None:
    """The last: the blog stays as it is then."""
    blog, ago = room.desk.blog, datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    rivals = "<p>You can follow her on twitter @inesfaro or @faronets</p>"
    blog.publish(
        "Nets",
        html=f"<p>Of nets.</p><p>-Ines Faro, Guest Blogger</p>{rivals}",
        byline="Dana Quillfeather",
        published_at=ago,
    )
    blog.publish("Oars", html=f"<p>Of oars.</p>{GARRETT}", byline="Garrett Reuscher", published_at=ago)
    nobody = "<p>-Joris Vane, Guest Blogger</p><p>You can follow him on twitter @jorisvane</p>"
    blog.publish("Ropes", html=f"<p>Of ropes.</p>{nobody}", byline="Dana Quillfeather", published_at=ago)
    blog.edit(60, title="The night of all nights")
    room.ask("SHAREBOT_X_URL=http://127.0.0.1:9 poll")
    room.within(_x_knows_nobody)
    odd = room.write("odd.xml", ODD)
    room.ask("authors review", f"try {odd}", "try", "poll", "authors list", "queue")


def _x_knows_nobody(app: App) -> None:
    """As it is remembered after X was asked."""
    now = app.clock.now()
    nobody = Identity(platform="x", handle="inesfaro", exists=False, asked_at=now)
    app.queue.remember(KIND, "x inesfaro", msgspec.json.encode(nobody).decode(), now=now)


ODD = """<rss version="2.0"><channel><title>Odd</title><item><title>No link</title></item>
<item><title>No date</title><link>https://blog.example/undated/</link></item></channel></rss>"""

SITUATIONS = (
    nothing_is_there_yet,
    work_goes_on,
    posts_of_every_state,
    staff_decides,
    words_are_measured_and_changed,
    pages_are_added,
    old_articles,
    tables_come_in,
    copies_are_made,
    a_dump_was_put_back,
    people_are_told,
    networks_are_asked,
    a_daemon_runs,
    a_round_of_sending,
    two_daemons_run,
    the_blog_goes_on,
)
