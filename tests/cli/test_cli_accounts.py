"""sharebot accounts, and what accounts show elsewhere: checks, rests, costs, pictures, and a network that hangs."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import pytest
from PIL import Image as Pillow

from servers.mastodon import TOKEN, MastodonServer, error
from servers.pds import HANDLE, PASSWORD, Pds
from servers.staffroom import Staffroom
from servers.web import Blog, Reply, Web, html, silent
from servers.x_api import KEYS, FakeX, too_many
from sharebot.bot.heartbeat import Heartbeat, Stage
from sharebot.model import NewPost, Share, State
from sharebot.queue import open_queue


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


@pytest.fixture
def mastodon(staff: Staffroom, web: Web) -> MastodonServer:
    staff.env |= {
        "SHAREBOT_ACCOUNTS": "mastodon",
        "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1",
        "SHAREBOT_MASTODON_URL": web.address,
        "SHAREBOT_MASTODON_ACCESS_TOKEN": TOKEN,
        "SHAREBOT_SLOTS": "now",
    }
    return MastodonServer(web, now)


@pytest.fixture
def x(staff: Staffroom) -> Iterator[FakeX]:
    with FakeX(now) as served:
        staff.env |= {"SHAREBOT_ACCOUNTS": "x", "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1", "SHAREBOT_X_URL": served.address}
        staff.env |= {f"SHAREBOT_X_{field}": value for field, value in KEYS.items()}
        yield served


def queue_due(staff: Staffroom, *accounts: str, link: str = "") -> None:
    """A post for each account, due a second ago."""
    text = f"A tide table {link}".strip()
    share = Share(text=text, length=len(text), limit=280, link=link)
    queue = open_queue("", home=staff.home)
    due_at = now() - timedelta(seconds=1)
    queue.add(
        [NewPost(account=account, share=share, state=State.QUEUED, due_at=due_at) for account in accounts],
        entry_id=None,
        now=now(),
        who="test",
        why="test",
    )
    queue.close()


def account(staff: Staffroom, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in staff.json("accounts", "list")["accounts"] if each["account"] == name)
    return found


# check ----------------------------------------------------------------------------------------------------------------


def test_a_check_says_who_we_are_what_we_may_do_and_what_follows_a_lost_answer(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    mastodon.web.routes["/oauth/token/info"] = Reply(
        body=json.dumps({"scope": ["read", "write"], "expires_in": 86400 * 60}).encode()
    )
    done = staff("accounts", "check")
    assert (done.exit_code, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert said[0] == "mastodon: ok, we are harborlight@social.example"
    assert "  may post" in said
    assert [line for line in said if line.startswith("  credentials end ")]
    assert said[-1] == "  against posting twice: the network knows each post by its key (key)"


def test_a_check_learns_what_the_server_allows(staff: Staffroom, mastodon: MastodonServer) -> None:
    mastodon.characters = 5000
    assert account(staff, "mastodon")["limit"] == 500
    assert staff("accounts", "check", "mastodon").exit_code == 0
    assert account(staff, "mastodon")["limit"] == 5000


def test_credentials_that_end_soon_are_a_fault_with_what_to_do(staff: Staffroom, mastodon: MastodonServer) -> None:
    mastodon.web.routes["/oauth/token/info"] = Reply(
        body=json.dumps({"scope": ["read", "write"], "expires_in": 86400}).encode()
    )
    done = staff("accounts", "check")
    assert done.exit_code == 1
    assert "make new ones: sharebot accounts connect mastodon" in done.stdout


def test_one_account_with_a_fault_stops_no_other_and_the_exit_status_tells(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    staff.env |= {"SHAREBOT_ACCOUNTS": "mastodon outbox mastodon-news x", "SHAREBOT_MASTODON_ACCESS_TOKEN": "wrong"}
    staff.env |= {"SHAREBOT_MASTODON_NEWS_URL": mastodon.web.address, "SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN": TOKEN}
    done = staff("accounts", "check", "--json")
    assert done.exit_code == 1
    found = {each["account"]: each for each in json.loads(done.stdout)["accounts"]}
    assert [*found] == ["mastodon", "outbox", "mastodon-news", "x"]
    assert "put a new one into SHAREBOT_MASTODON_ACCESS_TOKEN" in found["mastodon"]["faults"][0]
    assert found["outbox"]["faults"] == found["mastodon-news"]["faults"] == []
    assert found["mastodon-news"]["handle"] == "harborlight@social.example"
    assert "SHAREBOT_X_API_KEY is not set" in found["x"]["faults"][0]


def test_a_check_of_an_account_that_is_not_there_is_refused(staff: Staffroom) -> None:
    done = staff("accounts", "check", "myspace")
    assert done.exit_code == 1
    assert "there is no account myspace" in done.stderr


def test_a_network_that_does_not_answer_is_a_fault_soon_and_delays_no_other(
    staff: Staffroom, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharebot.app.rooms.CHECKED_WITHIN", timedelta(seconds=3))
    with Web() as other:
        other.routes["/api/v1/accounts/verify_credentials"] = silent(other.stopping)
        staff.env |= {
            "SHAREBOT_ACCOUNTS": "mastodon-news mastodon",
            "SHAREBOT_MASTODON_NEWS_URL": other.address,
            "SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN": TOKEN,
        }
        done = staff("accounts", "check")
    assert done.exit_code == 1
    assert "mastodon-news: wrong" in done.stdout
    assert "the answer was not complete within 3 seconds" in done.stdout
    assert "mastodon: ok, we are harborlight@social.example" in done.stdout


def test_accounts_are_asked_side_by_side(staff: Staffroom, mastodon: MastodonServer) -> None:
    """Each answer comes only when both have been asked."""
    from threading import Barrier

    both = Barrier(2, timeout=30)
    known = mastodon.web.routes["/api/v1/accounts/verify_credentials"]

    def me(request: Any) -> Reply:
        both.wait()
        return known(request)  # type: ignore[operator,no-any-return]  # it is a function

    mastodon.web.routes["/api/v1/accounts/verify_credentials"] = me
    staff.env |= {
        "SHAREBOT_ACCOUNTS": "mastodon mastodon-news",
        "SHAREBOT_MASTODON_NEWS_URL": mastodon.web.address,
        "SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN": TOKEN,
    }
    assert staff("accounts", "check").exit_code == 0


# doctor ---------------------------------------------------------------------------------------------------------------


def test_doctor_asks_the_networks_too(staff: Staffroom, mastodon: MastodonServer) -> None:
    staff.publish("One")
    assert "ok       mastodon: we are harborlight@social.example" in staff("doctor").stdout
    mastodon.me = {"suspended": True}
    done = staff("doctor")
    assert done.exit_code == 1
    assert "wrong    mastodon: the account is suspended on" in done.stdout


# After a refusal ------------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(staff: Staffroom, mastodon: MastodonServer) -> MastodonServer:
    """The account's token was wrong when a post was sent."""
    queue_due(staff, "mastodon")
    staff("deliver", env={"SHAREBOT_MASTODON_ACCESS_TOKEN": "a-wrong-one"})
    assert account(staff, "mastodon")["paused_by"] == "sharebot"
    return mastodon


def live(staff: Staffroom, started_at: datetime) -> None:
    """A daemon of that moment, in this very process."""
    queue = open_queue("", home=staff.home)
    clock = StoppedClock(started_at)
    daemon = Heartbeat(
        queue=queue, clock=clock, tell=lambda *_a, **_f: None, worker="quay:41", version=version("sharebot")
    )
    daemon.begin(alone=True, stuck=lambda _now: ())
    clock.at = now()
    daemon.at(Stage.SERVING)
    queue.close()


@dataclass
class StoppedClock:
    at: datetime

    def now(self) -> datetime:
        return self.at


def change_settings(staff: Staffroom, at: datetime) -> None:
    file = staff.folder / ".env"
    file.write_text("SHAREBOT_BLOG_NAME=Harborlight\n")
    os.utime(file, (at.timestamp(), at.timestamp()))


@pytest.mark.usefixtures("refused")
def test_an_account_that_is_still_refused_stays_paused_and_its_network_says_why(staff: Staffroom) -> None:
    staff.env["SHAREBOT_MASTODON_ACCESS_TOKEN"] = "another-wrong-one"
    done = staff("resume", "mastodon")
    assert done.exit_code == 1
    assert done.stderr.startswith("sharebot: mastodon is still refused and stays paused: 127.0.0.1:")
    assert done.stderr.endswith(
        "put a new one into SHAREBOT_MASTODON_ACCESS_TOKEN, restart the daemon, then sharebot resume mastodon\n"
    )
    assert account(staff, "mastodon")["paused"] is not None


@pytest.mark.usefixtures("refused")
def test_an_account_that_is_let_in_again_sends(staff: Staffroom) -> None:
    live(staff, now())
    done = staff("resume", "mastodon")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "mastodon sends again; 1 post queued\n", "")


def test_a_network_that_cannot_be_asked_refuses_nothing(staff: Staffroom, refused: MastodonServer) -> None:
    refused.web.routes["/api/v1/accounts/verify_credentials"] = Reply(503)
    assert staff("resume", "mastodon").exit_code == 0
    assert account(staff, "mastodon")["paused"] is None


@pytest.mark.usefixtures("refused")
def test_while_the_daemon_has_the_settings_of_before_a_refused_account_stays_paused(staff: Staffroom) -> None:
    live(staff, now() - timedelta(minutes=5))
    change_settings(staff, now() - timedelta(minutes=1))
    done = staff("resume", "mastodon")
    assert done.exit_code == 1
    assert done.stderr == (
        "sharebot: mastodon stays paused: .env has changed since the daemon started; restart it (systemctl restart "
        "sharebot, or stop it and sharebot run), then sharebot resume mastodon\n"
    )
    assert account(staff, "mastodon")["paused"] is not None


def test_what_a_person_has_paused_is_resumed_unasked_and_an_old_daemon_is_told_of(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    staff("pause", "mastodon")
    live(staff, now() - timedelta(minutes=5))
    change_settings(staff, now() - timedelta(minutes=1))
    done = staff("resume", "mastodon")
    assert done.exit_code == 0
    assert "mastodon sends again" in done.stdout
    assert ".env has changed since the daemon started: restart it (systemctl restart sharebot" in done.stderr
    assert mastodon.web.requests == []


@pytest.mark.usefixtures("mastodon")
@pytest.mark.parametrize(("minutes", "told"), [(1, True), (9, False)])
def test_status_and_doctor_tell_of_a_daemon_that_is_older_than_its_settings(
    staff: Staffroom, minutes: int, *, told: bool
) -> None:
    live(staff, now() - timedelta(minutes=5))
    change_settings(staff, now() - timedelta(minutes=minutes))
    words = ".env has changed since the daemon started"
    seen = [staff("status"), staff("doctor", "--offline")]
    assert [words in done.stdout for done in seen] == [told, told]
    assert "restart it (systemctl restart sharebot, or stop it and sharebot run)" in seen[0].stdout or not told
    document = json.loads(staff("status", "--json").stdout)
    assert [daemon["outdated"] for daemon in document["daemons"]] == [told]
    assert document["well"] is not told


@pytest.mark.usefixtures("refused")
def test_the_doctor_names_the_way_out_of_a_refusal_once(staff: Staffroom) -> None:
    (line,) = [line for line in staff("doctor").stdout.splitlines() if "paused by sharebot" in line]
    assert line.count("sharebot resume mastodon") == 1
    assert line.endswith("ACCESS_TOKEN, restart the daemon, then sharebot resume mastodon")


# Rests ----------------------------------------------------------------------------------------------------------------


def test_an_account_rests_as_long_as_its_network_wants_and_resume_ends_it(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    queue_due(staff, "mastodon", "mastodon")
    mastodon.faults = ["throttled"]
    staff("deliver")
    assert len(mastodon.posts) == 1, "the second post leaves the network alone too"
    until = datetime.fromisoformat(account(staff, "mastodon")["rests_until"])
    assert timedelta(hours=1, minutes=58) < until - now() <= timedelta(hours=2)
    assert "rests until" in staff("accounts").stdout
    assert "rests until" in staff("queue").stdout
    staff("deliver")
    assert len(mastodon.posts) == 1
    assert staff("accounts", "resume", "mastodon").exit_code == 0
    assert account(staff, "mastodon")["rests_until"] is None
    assert "sending" in staff("accounts").stdout


def test_of_several_resets_the_latest_counts(staff: Staffroom, x: FakeX) -> None:
    queue_due(staff, "x")
    at = int(now().timestamp())
    x.faults = [
        too_many(x_rate_limit_reset=at + 600, x_app_limit_24hour_reset=at + 7200, x_user_limit_24hour_reset=at + 3600)
    ]
    staff("deliver")
    assert datetime.fromisoformat(account(staff, "x")["rests_until"]) == datetime.fromtimestamp(at + 7200, UTC)


def test_the_queue_says_why_a_post_is_late_but_not_what_changed_its_text(
    staff: Staffroom, mastodon: MastodonServer, web: Web
) -> None:
    staff.env["SHAREBOT_SLOTS"] = "mon-sun 09:00"
    staff.open()
    staff.publish("What the night shift taught me")
    staff.poll()
    text = staff.feed.read_text()
    staff.feed.write_text(text.replace("told at length", "told in short").replace("<title>What", "<title>All that"))
    staff.poll()
    assert "the entry was edited" in staff("why", "1").stdout
    assert "edited" not in staff("queue").stdout
    queue_due(staff, "mastodon", link=f"{web.address}/2/")
    web.routes["/2/"] = html("<p>Maintenance</p>", 503)
    staff("deliver")
    assert "the page does not answer yet" in staff("queue").stdout


# What it costs --------------------------------------------------------------------------------------------------------


def test_a_cap_keeps_a_post_until_the_next_month_and_every_list_says_so(staff: Staffroom, x: FakeX, web: Web) -> None:
    staff.env["SHAREBOT_X_MONTHLY_CAP"] = "0.30"
    web.routes["/1/"] = html("<p>A tide table</p>")
    queue_due(staff, "x", "x", link=f"{web.address}/1/")
    assert staff("deliver").exit_code == 0
    assert len(x.posts) == len(web.asked("/1/")) == 1, "nothing is asked for what is not sent"
    (post,) = staff.json("queue")["posts"]
    assert (post["id"], post["state"]) == (2, "queued")
    assert datetime.fromisoformat(post["due"]) > now()
    assert "SHAREBOT_X_MONTHLY_CAP" in staff("why", "2").stdout
    assert "SHAREBOT_X_MONTHLY_CAP: $0.20 of $0.30" in staff("queue").stdout


def test_what_was_sent_stands_in_the_list_and_the_calendar(staff: Staffroom, x: FakeX) -> None:
    staff.env["SHAREBOT_X_MONTHLY_CAP"] = "10"
    queue_due(staff, "x")
    assert staff("deliver").exit_code == 0
    month = account(staff, "x")["month"]
    assert (month["sent"], month["sent_cost"], month["cap"], month["currency"]) == (1, "0.015", "10", "USD")
    line = "$0.015 sent (1), $0.00 queued (0), $0.015 in all of at most $10.00 (SHAREBOT_X_MONTHLY_CAP)"
    assert line in staff("accounts").stdout
    page = staff("calendar").stdout
    assert line in page
    assert "x costs $0.20 for a post with a link and $0.015 without (docs.x.com of 2026-08-22)" in page
    (cost,) = staff.json("calendar")["costs"]
    assert (cost["account"], cost["cost"], cost["price"]["link"]) == ("x", "0.015", "0.20")


def test_accounts_that_cost_nothing_show_no_costs(staff: Staffroom) -> None:
    assert "$" not in staff("accounts").stdout
    assert "costs" not in staff("calendar").stdout
    assert staff.json("calendar")["costs"] == []


@pytest.mark.parametrize("value", ["lots", "-1", "NaN"])
def test_a_cap_that_is_no_amount_is_wrong_settings(staff: Staffroom, x: FakeX, value: str) -> None:
    staff.env["SHAREBOT_X_MONTHLY_CAP"] = value
    done = staff("accounts")
    assert done.exit_code == 2
    assert "SHAREBOT_X_MONTHLY_CAP" in done.stderr


# Learning -------------------------------------------------------------------------------------------------------------


def test_poll_for_cron_learns_first_and_then_once_a_day(staff: Staffroom, mastodon: MastodonServer) -> None:
    mastodon.characters = 5000
    staff.open()
    staff.publish("What the night shift taught me")
    staff.poll()
    (post,) = staff.json("queue")["posts"]
    assert post["limit"] == 5000
    assert len(mastodon.web.asked("/api/v2/instance")) == 1


def test_a_server_that_tells_nothing_is_one_line_at_the_first_poll_and_stops_nothing(
    staff: Staffroom, mastodon: MastodonServer
) -> None:
    mastodon.web.routes["/api/v2/instance"] = mastodon.web.routes["/api/v1/instance"] = error(500, "Wartung")
    staff.publish("One")
    first, second = staff("poll"), staff("poll")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr.count("\n") == 1
    assert "mastodon: what its server allows could not be asked, and stays as it was known" in first.stderr
    assert second.stderr == ""


def events(daemon: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert daemon.stderr
    for line in daemon.stderr:
        yield json.loads(line)


def stop(daemon: subprocess.Popen[str]) -> None:
    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=180)


def test_a_running_daemon_takes_up_what_it_learns(staff: Staffroom, mastodon: MastodonServer) -> None:
    mastodon.characters = 5000
    staff.env["SHAREBOT_POLL_EVERY"] = "1s"
    staff.publish("An old story")
    daemon = staff.start("run")
    polls = 0
    try:
        for event in events(daemon):
            polls += event["event"] == "feed.polled"
            if event["event"] == "feed.polled" and len(staff.articles) == 1 and mastodon.web.asked("/nodeinfo/2.0"):
                staff.publish("What the night shift taught me")
            if event["event"] == "post.queued" or polls > 60:
                break
    finally:
        stop(daemon)
    (post,) = staff.json("queue", "--all")["posts"]
    assert post["limit"] == 5000


# A network that hangs -------------------------------------------------------------------------------------------------


def test_a_network_that_hangs_delays_no_other_account(staff: Staffroom, mastodon: MastodonServer) -> None:
    staff.env["SHAREBOT_ACCOUNTS"] = "mastodon outbox"
    staff.publish("One")
    mastodon.web.routes["/api/v1/statuses"] = silent(mastodon.web.stopping)
    queue_due(staff, "mastodon", "outbox")
    daemon = staff.start("run")
    seen: list[tuple[str, str]] = []
    try:
        for event in events(daemon):
            seen.append((event["event"], event.get("account", "")))
            if ("delivery.sent", "outbox") in seen and ("delivery.started", "mastodon") in seen:
                break
        states = {post["account"]: post["state"] for post in staff.json("queue", "--all")["posts"]}
    finally:
        mastodon.web.stopping.set()
        stop(daemon)
    assert states == {"mastodon": "sending", "outbox": "sent"}


# Pictures -------------------------------------------------------------------------------------------------------------


def a_picture() -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", (400, 300), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def blog(staff: Staffroom, web: Web) -> Blog:
    """On loopback, with a first poll behind it and an article that shows socks."""
    made = Blog(web)
    made.publish("An old story", published_at=now())
    staff.env |= {"SHAREBOT_FEEDS": made.feed, "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    staff.poll()
    web.routes["/socks.png"] = Reply(body=a_picture(), headers={"Content-Type": "image/png"})
    made.publish(
        "Socks",
        html=f'<p>Socks.</p><img src="{web.address}/socks.png" alt="Three pairs of socks on a bench">',
        published_at=now(),
    )
    return made


def test_an_attached_picture_is_announced_and_sent_with_the_blogs_own_words(
    staff: Staffroom, mastodon: MastodonServer, blog: Blog
) -> None:
    staff.env["SHAREBOT_MASTODON_PICTURE"] = "attach"
    words = f"attaches the picture {blog.web.address}/socks.png, described as “Three pairs of socks on a bench”"
    assert words in staff("try", "--newest", "1").stdout
    staff.poll()
    assert words in staff("show", "1").stdout
    assert words in staff("why", "1").stdout
    assert staff.json("show", "1")["picture"] == {
        "url": f"{blog.web.address}/socks.png",
        "description": "Three pairs of socks on a bench",
        "attached": True,
    }
    assert staff("edit", "1", "--text", f"Socks again {blog.link(2)}").exit_code == 0
    assert words in staff("show", "1").stdout, "an edit is of the words alone"
    assert staff("deliver").exit_code == 0
    (medium,) = mastodon.media.values()
    assert medium.description == "Three pairs of socks on a bench"
    assert medium.attached


@pytest.mark.parametrize("setting", ["card", "none"])
def test_where_the_network_makes_the_preview_nothing_is_uploaded(
    staff: Staffroom, mastodon: MastodonServer, blog: Blog, setting: str
) -> None:
    staff.env["SHAREBOT_PICTURE"] = setting
    staff.poll()
    assert "no picture: its link preview, if there is one, is made by the network" in staff("show", "1").stdout
    assert staff.json("show", "1")["picture"] is None
    assert staff("deliver").exit_code == 0
    assert len(mastodon.statuses) == 1
    assert mastodon.media == {}


@pytest.mark.parametrize(
    ("setting", "embed", "words"),
    [
        ("card", "external with thumb", "its link preview comes from us, with the picture"),
        ("attach", "images", "attaches the picture"),
        ("none", "external", "its link preview comes from us, without a picture"),
    ],
)
def test_a_preview_that_comes_from_us_shows_the_picture_or_not(
    staff: Staffroom, blog: Blog, setting: str, embed: str, words: str
) -> None:
    with Pds() as pds:
        staff.env |= {
            "SHAREBOT_ACCOUNTS": "bluesky",
            "SHAREBOT_SLOTS": "now",
            "SHAREBOT_BLUESKY_URL": pds.door.address,
            "SHAREBOT_BLUESKY_HANDLE": HANDLE,
            "SHAREBOT_BLUESKY_APP_PASSWORD": PASSWORD,
            "SHAREBOT_BLUESKY_PICTURE": setting,
        }
        staff.poll()
        assert words in staff("show", "1").stdout
        assert staff("deliver").exit_code == 0
        (record,) = pds.records.values()
    kind = record["embed"]["$type"].rpartition(".")[2]
    assert kind + (" with thumb" if "thumb" in record["embed"].get("external", {}) else "") == embed


def test_an_edited_article_keeps_its_picture_where_it_is_wanted(
    staff: Staffroom, mastodon: MastodonServer, blog: Blog
) -> None:
    staff.env |= {"SHAREBOT_MASTODON_PICTURE": "attach", "SHAREBOT_SLOTS": "mon-sun 09:00"}
    staff.poll()
    blog.edit(2, title="Warm socks")
    staff.poll()
    shown = staff.json("show", "1")
    assert shown["text"].startswith("Warm socks")
    assert shown["picture"]["attached"]
