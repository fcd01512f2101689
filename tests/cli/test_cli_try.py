"""sharebot try: no account, no key, no trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pixels

from servers.staffroom import Staffroom
from servers.web import Reply, Web


def test_try_needs_no_account_and_leaves_no_trace(staff: Staffroom, tmp_path: Path) -> None:
    staff.publish("What the night shift taught me")
    status, out, err = staff.really("try", "feed.xml", env={"SHAREBOT_ACCOUNTS": "", "SHAREBOT_FEEDS": ""})
    assert (status, err) == (0, "")
    assert "x GarrettReuscher: tagged, B (stated)" in out
    assert "You can follow him on twitter @GarrettReuscher" in out
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


def test_where_nobody_is_known_as_staff_one_line_says_why_everybody_is_a_guest(staff: Staffroom) -> None:
    staff.publish("What the night shift taught me")
    staff.publish("Nets and knots", guest=False)
    assert not staff("try").stderr
    staff.env["SHAREBOT_STAFF"] = ""
    done = staff("try")
    assert "Dana Quillfeather (guest)" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("sharebot: SHAREBOT_STAFF names nobody, so everybody counts as a guest; ")
    assert not staff("try", "--json").stderr, "programs are told of each author"


def test_try_prints_the_document_that_others_rely_on(staff: Staffroom) -> None:
    staff.publish("What the night shift taught me", slug="night")
    staff.env["SHAREBOT_ACCOUNTS"] = ""
    (entry,) = staff.json("try", "feed.xml")["entries"]
    assert entry["title"] == "What the night shift taught me"
    assert entry["url"] == "https://blog.harborlight.org/night/"
    assert entry["published"] == f"{staff.opened_at:%Y-%m-%dT%H:%M:%SZ}"
    (author,) = entry["authors"]
    assert (author["name"], author["guest"]) == ("Garrett Reuscher", True)
    (handle,) = author["handles"]
    assert (handle["platform"], handle["handle"], handle["level"], handle["tag"]) == ("x", "GarrettReuscher", "B", True)
    assert "follow him on twitter @GarrettReuscher" in handle["evidence"][0]["quote"]
    posts = {post["account"]: post for post in entry["posts"]}
    assert {"x", "mastodon", "bluesky"} <= posts.keys()
    assert posts["x"]["mentions"] == ["GarrettReuscher"]
    assert posts["mastodon"]["mentions"] == []
    for post in posts.values():
        assert 0 < post["length"] <= post["limit"]
        assert "https://blog.harborlight.org/night/" in post["text"]


@pytest.mark.parametrize("accounts", ["", "outbox-bluesky", "bluesky"])
def test_try_asks_no_network_whose_a_handle_is_and_shows_the_tag_as_if_it_had(staff: Staffroom, accounts: str) -> None:
    staff.publish("What the night shift taught me")
    told = staff.feed.read_text(encoding="utf-8").replace(
        "twitter @GarrettReuscher", "Bluesky @garrett.harborlight.test"
    )
    staff.feed.write_text(told, encoding="utf-8")
    staff.env["SHAREBOT_ACCOUNTS"] = accounts
    (entry,) = staff.json("try", "feed.xml")["entries"]
    (post,) = (post for post in entry["posts"] if post["platform"] == "bluesky")
    assert post["mentions"] == ["garrett.harborlight.test"]


def test_try_without_arguments_reads_the_configured_feeds(staff: Staffroom) -> None:
    staff.publish("One")
    assert [entry["title"] for entry in staff.json("try")["entries"]] == ["One"]


def test_try_with_nothing_to_read_is_wrong_use(staff: Staffroom) -> None:
    done = staff("try", env={"SHAREBOT_FEEDS": ""})
    assert done.exit_code == 2
    assert "SHAREBOT_FEEDS" in done.stderr


def test_people_see_the_newest_five_and_programs_see_all(staff: Staffroom) -> None:
    for number in range(7):
        staff.publish(f"Story {number}")
    page = staff("try").stdout
    assert [number for number in range(7) if f"Story {number}\n  https" in page] == [2, 3, 4, 5, 6]
    assert [entry["title"] for entry in staff.json("try")["entries"]] == [
        f"Story {number}" for number in range(6, -1, -1)
    ]
    assert len(staff.json("try", "--newest", "2")["entries"]) == 2


def test_one_account_alone_can_be_shown(staff: Staffroom) -> None:
    staff.publish("One")
    (entry,) = staff.json("try", "--account", "outbox-x")["entries"]
    assert [post["account"] for post in entry["posts"]] == ["outbox-x"]
    done = staff("try", "--account", "outbox-nowhere")
    assert done.exit_code == 2
    assert "outbox-x, outbox-mastodon" in done.stderr


def test_a_feed_that_fails_is_one_line_and_stops_no_other(staff: Staffroom) -> None:
    staff.publish("One")
    done = staff("try", "missing.xml", "feed.xml", "--json")
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert [entry["title"] for entry in document["entries"]] == ["One"]
    assert [bool(feed["error"]) for feed in document["feeds"]] == [True, False]
    (line,) = done.stderr.splitlines()
    assert line.startswith("sharebot: ")
    assert "missing.xml" in line


def test_try_for_programs_imports_only_what_it_needs(staff: Staffroom) -> None:
    staff.publish("One")
    code = "import sys\nfrom sharebot.cli import main\ntry: main(['try', 'feed.xml', '--json'])\nfinally: print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, **staff.env}  # never the queue of whoever runs the tests
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    heavy = {"sqlalchemy", "alembic", "apscheduler", "structlog", "rich", "sqlite3", "asyncio"}
    assert not heavy & set(done.stderr.split())


@pytest.mark.parametrize("flag", [[], ["--json"]])
def test_a_text_is_whole_when_piped(staff: Staffroom, flag: list[str]) -> None:
    title = "A very long title about " + "tides and nets and ropes and " * 12 + "the end"
    staff.publish(title)
    done = staff("try", "--account", "outbox-mastodon", *flag, env={"COLUMNS": "40"})
    assert title in done.stdout


def test_try_shows_a_template_before_it_becomes_a_setting(staff: Staffroom) -> None:
    staff.publish("What the night shift taught me", slug="night")
    (staff.folder / "share.j2").write_text("Read {{ title }}, {{ credit }}: {{ link }}\n", encoding="utf-8")
    for template in (r"Read {{ title }}, {{ credit }}: {{ link }}", "@share.j2"):
        (entry,) = staff.json("try", "--template", template)["entries"]
        assert {post["text"].partition(",")[0] for post in entry["posts"]} == {"Read What the night shift taught me"}
    done = staff("try", "--template", "{{ titel }}")
    assert done.exit_code == 2
    assert "line 1, column 4: there is no variable titel; did you mean title?" in done.stderr


def test_try_shows_what_a_template_leaves_out(staff: Staffroom) -> None:
    staff.publish("What the night shift taught me")
    done = staff("try", "--template", "{{ title }}")
    assert "note: the template leaves the link out" in done.stdout
    assert "note: the template leaves the credit out" in done.stdout


def test_a_content_warning_is_shown_wherever_the_text_is(staff: Staffroom) -> None:
    staff.env["SHAREBOT_WARNINGS"] = "Night work=dark"
    staff.open()
    staff.publish("What the night shift taught me")
    feed = staff.feed.read_text(encoding="utf-8")
    category = "<category>Night Work</category><dc:creator>"
    staff.feed.write_text(feed.replace("<dc:creator>", category, 1), encoding="utf-8")
    assert staff("try", "--newest", "1").stdout.count("behind the warning: dark") == 1
    staff.poll()
    posts = {post["account"]: post for post in staff.json("queue")["posts"]}
    assert {name: post["warning"] for name, post in posts.items()} == {"outbox-mastodon": "dark", "outbox-x": None}
    assert "behind the warning: dark" in staff("show", str(posts["outbox-mastodon"]["id"])).stdout


def test_without_accounts_a_link_bears_the_networks_name_for_the_accounts(staff: Staffroom) -> None:
    staff.publish("What the night shift taught me")
    shown = staff("try", "--json", env={"SHAREBOT_ACCOUNTS": "", "SHAREBOT_UTM": "utm_content={account}-{platform}"})
    posts = json.loads(shown.stdout)["entries"][0]["posts"]
    assert len(posts) > 2
    for post in posts:
        assert f"utm_content={post['platform']}-{post['platform']}" in post["text"]


def test_a_networks_own_label_is_shown_wherever_the_text_is_and_goes_out_with_it(
    staff: Staffroom, tmp_path: Path
) -> None:
    staff.env |= {"SHAREBOT_LABELS": "Night work=graphic-media", "SHAREBOT_ACCOUNTS": "outbox-bluesky outbox-x"}
    staff.env["SHAREBOT_SLOTS"] = "now"
    staff.open()
    staff.publish("What the night shift taught me")
    feed = staff.feed.read_text(encoding="utf-8")
    staff.feed.write_text(feed.replace("<dc:creator>", "<category>Night Work</category><dc:creator>", 1), "utf-8")
    assert staff("try", "--newest", "1").stdout.count("labelled: graphic-media") == 1
    shown = {post["platform"]: post["labels"] for post in staff.json("try", "--newest", "1")["entries"][0]["posts"]}
    assert shown == {"bluesky": ["graphic-media"], "x": []}
    staff("try", "--newest", "1", "--html", "page.html")
    label = '<p class="warning">Labelled: graphic-media</p>'
    assert (tmp_path / "page.html").read_text(encoding="utf-8").count(label) == 1
    staff.poll()
    post = next(post for post in staff.json("queue")["posts"] if post["account"] == "outbox-bluesky")
    assert post["labels"] == ["graphic-media"]
    assert "labelled: graphic-media" in staff("show", str(post["id"])).stdout


def test_a_label_that_no_network_knows_is_refused_before_anything_begins(staff: Staffroom) -> None:
    staff.publish("What the night shift taught me")
    known = "known are sexual (bluesky), nudity (bluesky), porn (bluesky), graphic-media (bluesky)"
    for name in ("SHAREBOT_LABELS", "SHAREBOT_OUTBOX_X_LABELS"):
        for command in ("try", "poll", "run"):
            done = staff(command, env={name: "Night work=gore"})
            assert done.exit_code == 2
            assert f"{name}: no network knows the label 'gore'; {known}" in done.stderr
            assert len(done.stderr.splitlines()) == 1
    done = staff("try", env={"SHAREBOT_LABELS": "Night work="})
    assert "SHAREBOT_LABELS: " in done.stderr
    assert "names no label" in done.stderr


def test_a_page_shows_each_share_with_its_evidence_and_holds_no_markup_of_the_feeds(
    staff: Staffroom, tmp_path: Path
) -> None:
    staff.publish("What <script>alert(1)</script> taught me")
    done = staff("try", "--html", "page.html")
    assert (done.exit_code, done.stdout) == (0, "wrote page.html: 1 entry\n")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "What &lt;script&gt;alert(1)&lt;/script&gt; taught me" in page
    assert "“You can follow him on twitter @GarrettReuscher”" in page
    assert page.count("<article") == 2
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".tmp"]


def test_pictures_are_fetched_only_when_asked_for_and_stand_in_the_page(staff: Staffroom, tmp_path: Path) -> None:
    dusk = BytesIO()
    Pixels.new("RGB", (800, 500), "navy").save(dusk, "JPEG")
    with Web({"/a.jpg": Reply(body=dusk.getvalue(), headers={"Content-Type": "image/jpeg"})}) as web:
        staff.env["SHAREBOT_PRIVATE_HOSTS"] = "127.0.0.1"
        staff.publish("One")
        staff.feed.write_text(
            staff.feed.read_text(encoding="utf-8").replace(
                "<p>One", f'<img src="{web.address}/a.jpg" alt="Nets at dusk"><p>One'
            ),
            encoding="utf-8",
        )
        assert staff.really("try", "--html", "page.html")[0] == 0
        assert not web.requests
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "picture, not loaded" in page
        assert "alt text: Nets at dusk" in page
        assert staff.really("try", "--html", "page.html", "--pictures")[0] == 0
        assert len(web.requests) == 1
    assert 'alt="Nets at dusk" src="data:image/jpeg;base64,' in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", [["--pictures"], ["--html", "page.html", "--json"]])
def test_options_of_the_page_that_contradict_each_other_are_told(staff: Staffroom, line: list[str]) -> None:
    staff.publish("One")
    assert staff("try", *line).exit_code == 2


def test_a_page_that_cannot_be_written_is_told_by_its_own_name(staff: Staffroom) -> None:
    staff.publish("One")
    done = staff("try", "--html", "nowhere/page.html")
    assert done.exit_code == 1
    assert done.stderr.startswith("sharebot: nowhere/page.html: No such file or directory")
