"""sharebot init: the questions, the look at the feed, and the file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.staffroom import Staffroom
from sharebot.cli import root
from sharebot.cli.env_file import write
from sharebot.cli.secrets import settings_in
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


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])).map(lambda text: " ".join(text.split())))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answer_survives_the_file(tmp_path: Path, name: str) -> None:
    write(tmp_path / ".env", {"SHAREBOT_BLOG_NAME": name})
    assert settings_in(tmp_path / ".env").get("SHAREBOT_BLOG_NAME", "") == name
