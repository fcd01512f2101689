"""sharebot init: the questions, the look at the feed, and the file."""

from __future__ import annotations

import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from servers.keyboard import seated
from servers.staffroom import Staffroom
from servers.web import Blog, Web, html, xml
from sharebot.cli import interview, root
from sharebot.settings import load

PAGE = """<!doctype html><html><head><title>Harborlight</title>
<link rel="alternate" type="application/rss+xml" href="https://blog.harborlight.org/feed/"></head><body></body></html>"""


@pytest.fixture
def feed(staff: Staffroom) -> str:
    staff.publish("One")
    return "feed.xml"


def init(*args: str, answers: str = "") -> Result:
    return CliRunner().invoke(root, ["init", *args], input=answers)


def test_with_options_it_asks_nothing_and_writes_what_load_reads(feed: str, tmp_path: Path) -> None:
    done = init("--yes", "--feed", feed, "--timezone", "Europe/Berlin", "--accounts", "outbox-x", "--slots", "now")
    assert done.exit_code == 0, done.stderr
    assert "Harborlight: 1 entry" in done.stdout
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    loaded = load({})
    assert loaded.feeds == (feed,)
    assert (loaded.timezone, loaded.blog.name) == ("Europe/Berlin", "Harborlight")
    assert [account.name for account in loaded.accounts] == ["outbox-x"]
    assert loaded.accounts[0].calendar.at_once


def test_it_asks_and_takes_the_feeds_title_for_the_blogs_name(feed: str) -> None:
    answers = f"{feed}\nEurope/Berlin\n\nDana Quillfeather; Tomas Berglind\noutbox-x outbox-mastodon\n\n"
    done = init(answers=answers)
    assert done.exit_code == 0, done.output
    loaded = load({})
    assert loaded.blog.name == "Harborlight"
    assert loaded.blog.staff == ("Dana Quillfeather", "Tomas Berglind")
    assert [account.name for account in loaded.accounts] == ["outbox-x", "outbox-mastodon"]


def test_a_wrong_answer_is_one_line_and_asked_again(feed: str) -> None:
    done = init(
        "--feed", feed, "--name", "H", "--staff", "", "--accounts", "outbox", answers="Berlin\nEurope/Berlin\n\n"
    )
    assert done.exit_code == 0, done.output
    assert [line for line in done.stderr.splitlines() if line.startswith("sharebot: SHAREBOT_TIMEZONE")]
    assert load({}).timezone == "Europe/Berlin"


def test_for_the_blogs_page_the_feeds_address_is_offered(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    done = init(answers="page.html\n")
    assert "[https://blog.harborlight.org/feed/]" in done.stdout
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["--feed", "missing.xml"], 2),
        (["--feed", ""], 2),
        (["--feed", "feed.xml", "--timezone", "Berlin"], 2),
        (["--feed", "feed.xml", "--slots", "noonish"], 2),
        (["--feed", "feed.xml", "--accounts", "outbox outbox"], 2),
    ],
)
def test_a_wrong_option_is_one_line_and_writes_nothing(feed: str, tmp_path: Path, args: list[str], status: int) -> None:
    done = init("--yes", *args)
    assert done.exit_code == status
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".env").exists()


def test_without_anybody_to_answer_it_says_so(feed: str) -> None:
    done = init("--feed", feed)
    assert done.exit_code == 1
    assert "a question got no answer" in done.stderr


def test_other_settings_stay_and_the_old_file_is_kept(feed: str, tmp_path: Path) -> None:
    old = "# ours\nSHAREBOT_MASTODON_ACCESS_TOKEN='tide-table-7'\nSHAREBOT_TIMEZONE=UTC # old\n"
    (tmp_path / ".env").write_text(old)
    done = init("--yes", "--feed", feed, "--timezone", "Europe/Berlin")
    assert done.exit_code == 0, done.stderr
    (kept,) = tmp_path.glob(".env.bak-*")
    assert kept.read_text() == old
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    now = (tmp_path / ".env").read_text()
    assert now.startswith(
        "# ours\nSHAREBOT_MASTODON_ACCESS_TOKEN='tide-table-7'\n# old\nSHAREBOT_TIMEZONE=Europe/Berlin\n"
    )
    assert "tide-table-7" not in done.output


def test_it_says_what_an_account_still_lacks(feed: str) -> None:
    done = init("--yes", "--feed", feed, "--accounts", "outbox outbox-x")
    assert done.stderr == ""
    assert "sharebot run" in done.stdout


def test_it_says_how_credentials_are_got(feed: str) -> None:
    done = init("--yes", "--feed", feed, "--accounts", "outbox mastodon mastodon-news")
    assert done.exit_code == 0
    first, second = done.stderr.splitlines()
    assert first.endswith("the account mastodon needs it; sharebot accounts connect mastodon gets it")
    assert second.endswith("sharebot accounts connect mastodon --account mastodon-news gets it")


# Over the network, and at a terminal -----------------------------------------------------------------------------------

FRONT = """<link rel="alternate" type="application/rss+xml" title="Posts" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
<footer><a href="https://x.com/HarborlightREX">X</a><a href="https://www.instagram.com/harborlight.rex">I</a></footer>"""


@pytest.fixture
def blog(staff: Staffroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blog]:
    """Its first page names its feed and its accounts; loopback may be asked."""
    staff.env = {"SHAREBOT_HOME": str(staff.home), "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    monkeypatch.setenv("SHAREBOT_PRIVATE_HOSTS", "127.0.0.1")
    with Web() as web:
        opened = Blog(web)
        for number in range(4):
            opened.publish(f"Night {number}", byline=("Dana Quillfeather", "Guest Blogger", "Ada Marsh")[number % 3])
        web.routes["/"] = html(FRONT)
        yield opened


def test_a_script_gives_the_blogs_address_and_the_feed_is_written(blog: Blog, tmp_path: Path) -> None:
    done = init("--yes", "--feed", f"127.0.0.1:{blog.web.port}", "--own-handles", "x:HarborlightREX")
    assert done.exit_code == 0, done.stderr
    assert re.search(r"Harborlight: 4 entries, the newest of .* UTC: ", done.stdout)
    loaded = load({})
    assert loaded.feeds == (blog.feed,)
    assert loaded.blog.own_handles == (("x", "HarborlightREX"),)
    assert loaded.blog.staff == (), "offered at the most, never assumed"


def test_the_newest_entry_is_dated_in_the_blogs_zone_once_that_is_known(blog: Blog, tmp_path: Path) -> None:
    given = init("--yes", "--feed", blog.feed, "--timezone", "Europe/Berlin")
    assert re.search(r"the newest of .* Europe/Berlin: ", given.stdout)
    known = init("--yes", "--feed", blog.feed)
    assert re.search(r"the newest of .* Europe/Berlin: ", known.stdout), "the file tells it now"
    wrong = init("--yes", "--feed", blog.feed, "--timezone", "Berlin")
    assert wrong.exit_code == 2
    assert "SHAREBOT_TIMEZONE" in wrong.stderr


def test_a_person_chooses_by_numbers_and_sees_what_it_comes_to(blog: Blog, staff: Staffroom) -> None:
    process, keys = seated(staff, "init")
    keys.see("Address of the blog, or of its feed")
    keys.press(f"{blog.web.address}/fed/nope.xml?")
    keys.see("Is this it?")
    keys.press("n")
    keys.see("it was not the right one")
    keys.press(f"127.0.0.1:{blog.web.port}")
    keys.see("Harborlight: 4 entries")
    keys.see("Is this it? [Y/n]")
    keys.press("")
    keys.see("time zone")
    keys.press("Europe/Berlin")
    keys.see("The blog's name [Harborlight]")
    keys.press("")
    keys.see("1. Dana Quillfeather (2 entries)")
    keys.see("separated by ;")
    keys.press("1")
    keys.see("1. x:HarborlightREX")
    keys.see("2. instagram:harborlight.rex")
    keys.see("never taken for an author's")
    keys.press("3")
    keys.see("3 is none of the numbers; answer with one from 1 to 2, or a name")
    keys.press("1 2")
    keys.see("1. outbox")
    keys.see("separated by blanks [outbox]")
    keys.press("1 mastodon")
    keys.see("or now")
    keys.press("mon 09:00")
    keys.see("next: Mon ")
    keys.see("wrote .env")
    keys.see("mastodon needs keys. Get them now? [y/N]")
    assert (staff.folder / ".env").exists()
    keys.press("y")
    keys.see("The server's address")
    keys.interrupt(process)
    keys.see("mastodon is not connected yet, and nothing was written for it; .env keeps all that was")
    keys.see("sharebot accounts connect mastodon gets it")
    keys.see("sharebot doctor")
    assert process.wait(180) == 0
    loaded = load({}, cwd=staff.folder)
    assert loaded.blog.staff == ("Dana Quillfeather",)
    assert loaded.blog.own_handles == (("x", "HarborlightREX"), ("instagram", "harborlight.rex"))
    assert [account.name for account in loaded.accounts] == ["outbox", "mastodon"]


def test_who_stops_in_the_middle_is_told_that_nothing_was_written(blog: Blog, staff: Staffroom) -> None:
    (staff.folder / ".env").write_text("# ours\n")
    process, keys = seated(staff, "init", "--feed", blog.feed)
    keys.see("Is this it?")
    keys.press("y")
    keys.see("time zone")
    keys.interrupt(process)
    keys.see("nothing was written; .env is as it was")
    assert process.wait(180) == 130
    assert (staff.folder / ".env").read_text() == "# ours\n"


def test_of_several_feeds_a_script_may_choose(blog: Blog) -> None:
    news = blog.feed_text().replace("Harborlight", "Harborlight News")
    blog.web.routes |= {"/news/": xml(news), "/": html(FRONT + FRONT.replace("/feed/", "/news/"))}
    done = init("--name", "H", "--staff", "", "--own-handles", "", "--accounts", "outbox", "--slots", "now",
                answers=f"{blog.web.address}/\n2\nEurope/Berlin\n")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert load({}).feeds == (f"{blog.web.address}/news/",)


def test_of_several_feeds_a_script_that_is_not_asked_is_told(blog: Blog) -> None:
    blog.web.routes |= {"/news/": xml(blog.feed_text()), "/": html(FRONT + FRONT.replace("/feed/", "/news/"))}
    done = init("--yes", "--feed", f"{blog.web.address}/")
    assert done.exit_code == 0
    (told,) = done.stderr.splitlines()
    assert told.endswith(f"is the first of several feeds that the page names; the others: {blog.web.address}/news/")
    assert load({}).feeds == (blog.feed,)


def test_where_answers_come_through_a_pipe_each_question_has_its_line(staff: Staffroom, feed: str) -> None:
    process = staff.start("init", stdin=subprocess.PIPE, env={"SHAREBOT_FEEDS": "", "SHAREBOT_TIMEZONE": ""})
    out, err = process.communicate(f"{feed}\nEurope/Berlin\n\n\n\n\n", timeout=60)
    assert process.returncode == 0, err
    assert "Address of the blog, or of its feed: " in out.splitlines()
    assert [line for line in out.splitlines() if "time zone, such as" in line and not line.endswith("]: ")] == []


def test_a_feed_that_is_written_in_another_zone_is_told_before_and_after_the_question(
    feed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (tmp_path / feed).read_text()
    (tmp_path / feed).write_text(text.replace("+0000", "-0500"))
    done = init("--yes", "--feed", feed, "--timezone", "Europe/Berlin")
    assert "the feed writes its times at -0500, which Europe/Berlin never has" in done.stderr
    assert init("--yes", "--feed", feed, "--timezone", "America/New_York").stderr == ""
    monkeypatch.setattr(interview, "zone_of_machine", lambda: "Asia/Tokyo")
    asked = init("--feed", feed, answers="America/New_York\n\n\n\n\n")
    assert "which Asia/Tokyo never has, and this machine's clock is set to that.\n" in asked.stdout
    assert asked.stderr == ""


def test_the_slots_are_said_in_words(feed: str) -> None:
    assert "posts go out at once" in init("--yes", "--feed", feed, "--slots", "now").stdout
    said = init("--yes", "--feed", feed, "--slots", "mon 09:00", "--timezone", "Europe/Berlin").stdout
    assert re.search(r"next: Mon \d\d \w{3} 09:00, Mon .* \(Europe/Berlin\)", said)


def test_an_account_on_no_network_is_refused_at_once(feed: str, tmp_path: Path) -> None:
    done = init("--yes", "--feed", feed, "--accounts", "outbox mastodn")
    assert (done.exit_code, "did you mean mastodon?" in done.stderr) == (2, True)
    assert not (tmp_path / ".env").exists()


def test_it_ends_with_what_is_set_and_what_to_do_next(feed: str) -> None:
    said = init("--yes", "--feed", feed, "--timezone", "Europe/Berlin", "--staff", "Dana Quillfeather").stdout
    assert "  timezone: Europe/Berlin\n" in said
    assert "  staff: Dana Quillfeather\n" in said
    ends = said.partition("next:\n")[2]
    commands = [line.split("  ")[1].strip() for line in ends.splitlines()]
    assert commands == ["sharebot try", "sharebot doctor", "sharebot poll", "sharebot run"]
