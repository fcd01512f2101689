"""What was made and taken back is as if it had never been made; only the stories and the log still know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from servers.staffroom import BIO, Staffroom
from servers.web import Blog, Web, html

STORY = f"<p>The clinic stays open until four in the morning, because that is when people come.</p>{BIO}"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as served:
        yield served


@pytest.fixture
def blog(web: Web) -> Blog:
    return Blog(web)


@pytest.fixture
def desk(staff: Staffroom, web: Web, blog: Blog) -> Staffroom:
    """Staff who have added a page that the feed does not show yet, as posts 1 and 2, and taken that back."""
    staff.env |= {"SHAREBOT_FEEDS": blog.feed, "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
    blog.publish("An old story", slug="old", html=STORY)
    staff.poll()
    web.routes["/night/"] = html(f"<title>The night shift</title><article><h1>The night shift</h1>{STORY}</article>")
    done(staff, "add", f"{web.address}/night/")
    done(staff, "undo")
    return staff


def done(staff: Staffroom, *words: str) -> str:
    result = staff(*words)
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


def test_what_is_added_again_is_the_first_share(desk: Staffroom, web: Web) -> None:
    added = desk.json("add", f"{web.address}/night/")
    assert [post["post"]["round"] for post in added["posts"]] == [0, 0]
    assert "share 2" not in done(desk, "queue")
    assert "share 2" not in done(desk, "why", "3")
    assert desk.json("show", "1")["text"] == desk.json("show", "3")["text"]


def test_what_was_taken_back_keeps_its_story_and_says_that_it_counts_for_nothing(desk: Staffroom) -> None:
    story = desk.json("why", "1")
    assert (story["post"]["state"], story["post"]["undone"], story["post"]["round"]) == ("cancelled", True, 0)
    assert [step["after"] for step in story["history"]] == ["queued", "cancelled"]
    assert "taken back by an undo, and counts as no share of its article" in done(desk, "why", "1")
    assert done(desk, "log").splitlines()[1].endswith("undo of act 1: posts 1, 2 queued → cancelled")


def test_a_second_undo_makes_it_count_again(desk: Staffroom, web: Web) -> None:
    done(desk, "undo")
    story = desk.json("why", "1")
    assert (story["post"]["state"], story["post"]["undone"], story["post"]["round"]) == ("queued", False, 0)
    assert "outbox-x has post 1 of it already" in desk("add", f"{web.address}/night/").stderr


def test_a_second_undo_does_not_put_it_beside_what_was_added_meanwhile(desk: Staffroom, web: Web) -> None:
    done(desk, "add", f"{web.address}/night/", "--account", "outbox-mastodon")
    last = desk.json("log")["acts"][1]["act"]
    refused = desk("undo", "--act", str(last))
    assert refused.exit_code == 1
    assert refused.stderr == (
        "sharebot: post 2 cannot come back: outbox-mastodon has post 3 of its article by now; "
        "first undo what made that one (sharebot log --post 3)\n"
    )
    assert [desk.json("show", number)["state"] for number in ("1", "2", "3")] == ["cancelled", "cancelled", "queued"]


def test_when_the_feed_shows_it_at_last_it_is_shared_as_any_new_article(desk: Staffroom, blog: Blog) -> None:
    blog.publish("The night shift", slug="night", html=STORY, published_at=datetime.now(UTC))
    desk.poll()
    after = {post["id"]: (post["account"], post["state"], post["round"]) for post in desk.json("queue")["posts"]}
    assert after == {3: ("outbox-x", "queued", 0), 4: ("outbox-mastodon", "queued", 0)}


def test_an_article_of_the_archive_whose_making_was_taken_back_is_a_candidate_again(staff: Staffroom) -> None:
    staff.env["SHAREBOT_ACCOUNTS"] = "outbox-x"
    staff.opened_at = datetime.now(UTC) - timedelta(days=365)
    for title in ("Nets", "Ropes", "Lamps"):
        staff.publish(title)
    staff.poll()
    first = staff.json("evergreen")["feeds"][0]["posts"]
    done(staff, "undo")
    again = staff.json("evergreen")["feeds"][0]["posts"]
    assert [post["title"] for post in again] == [post["title"] for post in first]
    assert [post["post"]["round"] for post in again] == [0] * len(first)
    assert [post["post"]["text"] for post in again] == [post["post"]["text"] for post in first]
    assert "from the archive, share" not in done(staff, "queue")
