"""Shares after the first, and old articles, as staff see them: on a real feed file and a real queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from servers.staffroom import Staffroom
from sharebot.model import PostFilter
from sharebot.queue import open_queue

TEXT = "What the night shift taught me"


@pytest.fixture
def shared(staff: Staffroom) -> Staffroom:
    """An article that went out at once, whose next share is due within the hour."""
    staff.env |= {"SHAREBOT_ACCOUNTS": "outbox-x", "SHAREBOT_RESHARE": "1h 30d"}
    staff.open()
    staff.publish(TEXT, slug="night")
    staff.poll()
    staff("reschedule", "1", "now")
    assert "post 1 for outbox-x: sent" in staff("deliver", env={"SHAREBOT_OUTBOX_X_RULES": "x"}).stdout
    return staff


@pytest.fixture
def archive(staff: Staffroom) -> Staffroom:
    """Three articles that are a year old, seen at the first poll."""
    staff.env["SHAREBOT_ACCOUNTS"] = "outbox-x"
    staff.opened_at = datetime.now(UTC) - timedelta(days=365)
    for title in ("Nets", "Ropes", "Lamps"):
        staff.publish(title)
    staff.poll()
    return staff


def test_a_poll_says_what_is_shared_again_and_when(shared: Staffroom) -> None:
    last = shared("poll").stdout.splitlines()[-1]
    assert last.startswith("post 2 for outbox-x: queued, due ")
    assert last.endswith("(Europe/Berlin), share 2 of this article")


def test_the_json_of_a_poll_has_what_is_shared_again(shared: Staffroom) -> None:
    (again,) = shared.json("poll")["reshares"]
    assert (again["id"], again["round"], again["origin"]) == (2, 1, "reshare")


def test_queue_show_and_why_say_which_share_a_post_is(shared: Staffroom) -> None:
    shared.poll()
    assert "share 2 of this article" in shared("queue").stdout
    assert "  share 2 of this article\n" in shared("show", "2").stdout
    assert "  share 2 of this article\n" in shared("why", "2").stdout
    assert "share 1" not in shared("show", "1").stdout


def test_why_says_what_comes_after_a_post_and_why_nothing_does(shared: Staffroom) -> None:
    assert "What comes after it\n  share 2 of this article on outbox-x from " in shared("why", "1").stdout
    shared.poll()
    shared("cancel", "2", "--reason", "the event is off")
    said = "no further share of this article on outbox-x: post 2 was cancelled by "
    assert said in shared("why", "1").stdout
    assert shared.json("why", "2")["outlook"].endswith("(the event is off)")


def test_an_account_without_later_shares_says_nothing_of_them(shared: Staffroom) -> None:
    del shared.env["SHAREBOT_RESHARE"]
    assert "What comes after it" not in shared("why", "1").stdout


def test_evergreen_shows_what_it_would_do_and_does_nothing(archive: Staffroom) -> None:
    done = archive("evergreen", "--dry-run")
    assert done.exit_code == 0, done.stderr
    head, first, text, *_ = done.stdout.splitlines()
    assert head == f"{archive.feed}: 3 entries in the archive, would queue 3 posts"
    assert first.endswith("(Europe/Berlin)  outbox-x  “Nets”")
    assert text.strip().startswith("Nets")
    assert archive.json("queue", "--all")["posts"] == []


def test_evergreen_queues_what_can_be_seen_and_cancelled(archive: Staffroom) -> None:
    done = archive("evergreen", "--pace", "1/day")
    assert "queued 3 posts" in done.stdout
    assert [post["origin"] for post in archive.json("queue")["posts"]] == ["evergreen"] * 3
    assert "from the archive" in archive("queue").stdout
    assert archive("cancel", "1").exit_code == 0
    (feed,) = archive.json("evergreen", "--pace", "1/day")["feeds"]
    assert feed["posts"] == []


def test_evergreen_chooses_by_account_and_date(archive: Staffroom) -> None:
    archive.env["SHAREBOT_ACCOUNTS"] = "outbox-x outbox-mastodon"
    document = archive.json("evergreen", "--account", "outbox-mastodon", "--pace", "3/week", "--dry-run")
    assert {post["account"] for post in document["feeds"][0]["posts"]} == {"outbox-mastodon"}
    assert archive.json("evergreen", "--since", "2126-01-01", "--dry-run")["feeds"][0]["posts"] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--pace", "often"), "'often' is no pace"),
        (("--since", "spring"), "'spring' is no date"),
        (("--account", "outbox-nowhere"), "there is no account outbox-nowhere"),
    ],
)
def test_evergreen_says_what_is_wrong_with_its_words(archive: Staffroom, wrong: tuple[str, str], said: str) -> None:
    done = archive("evergreen", *wrong)
    assert done.exit_code in {1, 2}
    assert said in done.stderr


def test_evergreen_refuses_a_feed_that_was_never_read(staff: Staffroom) -> None:
    staff.publish("Nets")
    done = staff("evergreen")
    assert done.exit_code == 1
    assert f"{staff.feed}: it was never read; sharebot poll {staff.feed} comes first" in done.stderr


def test_a_setting_that_is_no_row_of_distances_is_refused(staff: Staffroom) -> None:
    staff.publish("Nets")
    done = staff("poll", env={"SHAREBOT_RESHARE": "30d 3d"})
    assert "SHAREBOT_RESHARE: '30d 3d' does not grow from an hour on; write for example 3d 30d 180d" in done.stderr


def test_an_accounts_own_none_beats_what_others_do_with_a_category(shared: Staffroom) -> None:
    shared.env |= {"SHAREBOT_RESHARE_CATEGORIES": "Guides=1h", "SHAREBOT_OUTBOX_X_RESHARE": "none"}
    shared.poll()
    queue = open_queue(home=shared.home)
    assert len(queue.posts(PostFilter())) == 1
    queue.close()


# What later shares would say


def story(staff: Staffroom) -> None:
    staff.publish("Nets at Night")
    feed = staff.feed.read_text(encoding="utf-8")
    told = "<p>A torn net teaches more than a whole one.</p><p>Every knot is a promise to someone at sea.</p>"
    staff.feed.write_text(feed.replace("<![CDATA[", f"<![CDATA[{told}", 1), encoding="utf-8")


def test_try_shows_each_later_share_in_other_words_until_none_are_left(staff: Staffroom) -> None:
    story(staff)
    done = staff("try", "--account", "outbox-x", "--round", "0-9")
    assert done.exit_code == 0, done.stderr
    assert "outbox-x (as x), share 2 of this article  " in done.stdout
    posts = staff.json("try", "--account", "outbox-x", "--round", "0-9")["entries"][0]["posts"]
    assert [post["round"] for post in posts] == list(range(10))
    shown = [post["text"] for post in posts if not post["error"]]
    assert 4 <= len(shown) == len(set(shown)) < 10
    assert [bool(post["error"]) for post in posts] == [False] * len(shown) + [True] * (10 - len(shown))
    left = f"no words are left for share {len(shown) + 1} of it; write one yourself"
    assert posts[len(shown)]["error"] == f"Nets at Night: {left}"
    assert left in done.stdout


def test_only_the_first_share_tags_in_what_try_shows(staff: Staffroom) -> None:
    story(staff)
    posts = staff.json("try", "--account", "outbox-x", "--round", "0-2")["entries"][0]["posts"]
    assert [post["mentions"] for post in posts] == [["GarrettReuscher"], [], []]
    assert all("Garrett Reuscher" in post["text"] for post in posts)


def test_try_shows_a_later_share_on_a_page_and_in_another_form(staff: Staffroom) -> None:
    story(staff)
    template = "{{ quote }} {{ credit }} {{ link }}"
    shown = staff("try", "--round", "1", "--template", template, "--html", "page.html")
    assert shown.exit_code == 0, shown.stderr
    page = (staff.folder / "page.html").read_text(encoding="utf-8")
    assert page.count("share 2 of this article") == 2
    assert page.count("Every knot is a promise to someone at sea.”") == 2


@pytest.mark.parametrize("word", ["x", "-1", "1-", "3-1", "100", "0-100", "1--2"])
def test_rounds_that_are_none_are_refused_in_one_line(staff: Staffroom, word: str) -> None:
    story(staff)
    done = staff("try", f"--round={word}")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert f"'{word}'" in done.stderr
