"""Looking at the queue and deciding about posts, on a real feed file and a real queue."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servers.staffroom import RSS, Staffroom
from sharebot.model import NewPost, Share, State
from sharebot.queue import open_queue

LINK = "https://blog.harborlight.org/night/"


@pytest.fixture
def two_posts(staff: Staffroom) -> Staffroom:
    """A guest's article that waits in two accounts' calendars as posts 1 and 2."""
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    staff.poll()
    return staff


@pytest.fixture
def two_drafts(staff: Staffroom) -> Staffroom:
    staff.env["SHAREBOT_APPROVAL"] = "guests"
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    staff.poll()
    return staff


def state_of(staff: Staffroom, post: int) -> str:
    return str(staff.json("show", str(post))["state"])


# poll -----------------------------------------------------------------------------------------------------------------


def test_a_first_poll_says_what_it_took_as_seen(staff: Staffroom) -> None:
    staff.publish("One")
    staff.publish("Two")
    done = staff("poll")
    assert done.exit_code == 0
    assert done.stdout == f"{staff.feed}: first poll, 2 entries taken as seen\n"
    assert staff("poll").stdout == f"{staff.feed}: nothing new\n"


def test_a_poll_says_what_is_new_and_when_it_goes_out(two_drafts: Staffroom) -> None:
    two_drafts.publish("Nets", guest=False)
    done = two_drafts("poll")
    head, intake, *posts = done.stdout.splitlines()
    assert head == f"{two_drafts.feed}: 1 new"
    assert "“Nets”" in intake
    assert "shared, new in the feed" in intake
    assert [line.split(",")[0] for line in posts] == [
        "  post 3 for outbox-x: queued",
        "  post 4 for outbox-mastodon: queued",
    ]
    assert all(line.endswith("(Europe/Berlin)") for line in posts)


def test_a_poll_says_what_an_edit_changes(two_posts: Staffroom) -> None:
    two_posts("edit", "2", "--text", f"My own words {LINK}")
    two_posts.articles[0] = two_posts.articles[0].replace("<title>What", "<title>See what")
    two_posts.feed.write_text(RSS.format(articles="".join(two_posts.articles)))
    head, line = two_posts("poll").stdout.splitlines()
    assert head.endswith(": 1 edited")
    assert line == "  “See what the night shift taught me” by Garrett Reuscher: edited; a new text for post 1"


def test_backfill_shares_the_newest_at_the_first_poll_and_says_that_it_counts_there_only(staff: Staffroom) -> None:
    staff.publish("One")
    staff.publish("Two")
    (report,) = staff.json("poll", "--backfill", "1")["feeds"]
    assert report["taken_as_seen"] == 1
    assert [entry["title"] for entry in report["entries"]] == ["Two"]
    assert len(report["posts"]) == 2
    (line,) = staff("poll", "--backfill", "1").stderr.splitlines()
    assert line.endswith("it counts at the first poll only; sharebot add URL shares one article of it now")


def test_a_feed_that_fails_stops_no_other_and_the_exit_status_tells(staff: Staffroom) -> None:
    staff.publish("One")
    done = staff("poll", "missing.xml", str(staff.feed))
    assert done.exit_code == 1
    assert f"{staff.feed}: first poll, 1 entry taken as seen" in done.stdout
    (line,) = done.stderr.splitlines()
    assert "missing.xml" in line


def test_a_feed_that_failed_is_left_alone_for_a_while_unless_it_is_named(staff: Staffroom) -> None:
    assert staff("poll").exit_code == 1
    staff.publish("One")
    patient = staff("poll")
    assert (patient.exit_code, patient.stderr) == (0, "")
    assert patient.stdout.startswith(f"{staff.feed}: it failed and is left alone until ")
    assert "first poll, 1 entry taken as seen" in staff("poll", str(staff.feed)).stdout


# Looking --------------------------------------------------------------------------------------------------------------


def test_the_queue_is_a_table_in_the_blogs_zone(two_posts: Staffroom) -> None:
    head, first, second = two_posts("queue").stdout.splitlines()
    assert head.split("  ")[1].strip() == "due (Europe/Berlin)"
    assert first.startswith("1 ")
    assert "outbox-x" in first
    assert "What the night shift taught me" in first
    assert "outbox-mastodon" in second


def test_the_queue_imports_nothing_that_writes_or_sends_posts(two_posts: Staffroom) -> None:
    code = (
        "import sys\nfrom sharebot.cli import main\ntry: main(['queue'])\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    env = {**os.environ, **two_posts.env}  # never the queue of whoever runs the tests
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    heavy = {
        "sharebot.compose",
        "sharebot.authors.crediting",
        "sharebot.http",
        "regex",
        "lxml",
        "feedparser",
        "sqlalchemy",
    }
    assert not heavy & set(done.stderr.split())


def test_drafts_say_why_they_wait(two_drafts: Staffroom) -> None:
    assert two_drafts("queue", "--state", "draft").stdout.count("SHAREBOT_APPROVAL is guests") == 2
    assert two_drafts("queue", "--state", "queued").stdout == "no such posts\n"


def test_a_queue_in_which_nothing_waits_says_so_in_plain_words(staff: Staffroom) -> None:
    staff.open()
    assert staff("queue").stdout == "nothing waits, is in doubt or has failed; --all shows what is over, too\n"
    assert staff("queue", "--all").stdout == staff("queue", "--account", "outbox-x").stdout == "no such posts\n"


def test_a_cancelled_draft_is_held_no_more_in_any_words(two_drafts: Staffroom) -> None:
    assert two_drafts("cancel", "1").stdout == "post 1 for outbox-x: cancelled\n"
    assert "held" not in two_drafts("show", "1").stdout
    assert "held" in two_drafts("show", "2").stdout
    assert two_drafts("log").stdout.splitlines()[-1].endswith("cancel: post 1 draft → cancelled")


@pytest.mark.parametrize("span", [[], ["--month"]])
def test_where_posts_go_out_at_once_no_slots_are_counted(two_posts: Staffroom, span: list[str]) -> None:
    two_posts.env["SHAREBOT_SLOTS"] = "now"
    shown = two_posts("calendar", *span).stdout
    assert "free slot" not in shown
    assert "outbox-x has no slots: its posts are sent at once" in shown
    two_posts.env["SHAREBOT_OUTBOX_MASTODON_SLOTS"] = "daily 09:00"
    assert "free slot" in two_posts("calendar", *span).stdout


def test_a_long_queue_says_how_much_it_does_not_show(two_posts: Staffroom) -> None:
    done = two_posts("queue", "--limit", "1")
    assert done.stdout.splitlines()[-1] == "… and 1 more: --limit 2 shows them"
    assert "more" not in two_posts("queue", "--limit", "2").stdout
    assert len(two_posts.json("queue")["posts"]) == 2


def test_the_queue_leaves_out_what_is_over_unless_asked(two_posts: Staffroom) -> None:
    assert two_posts("cancel", "1").exit_code == 0
    assert [post["id"] for post in two_posts.json("queue")["posts"]] == [2]
    assert sorted(post["id"] for post in two_posts.json("queue", "--all")["posts"]) == [1, 2]
    assert [post["id"] for post in two_posts.json("queue", "--all", "--account", "outbox-x")["posts"]] == [1]


def test_show_prints_the_text_that_is_sent(two_posts: Staffroom) -> None:
    text = two_posts.json("show", "1")["text"]
    shown = two_posts("show", "1").stdout
    assert shown.startswith("post 1 for outbox-x: queued\n")
    assert "\n".join(f"    {line}" for line in text.split("\n")) in shown
    assert "tags @GarrettReuscher" in shown


def test_why_tells_the_story_with_the_authors_own_words(two_posts: Staffroom) -> None:
    two_posts("reschedule", "1", "2031-03-04", "10:00")
    story = two_posts("why", "1").stdout
    for part in (
        "What the night shift taught me",
        LINK,
        str(two_posts.feed),
        "Garrett Reuscher (guest)",
        "Tue 2031-03-04 10:00",
    ):
        assert part in story
    assert "“You can follow him on twitter @GarrettReuscher”" in story
    assert "rescheduled to Tue 2031-03-04 10:00 (by " in story
    document = two_posts.json("why", "1")
    assert document["entry"]["authors"][0]["handles"][0]["handle"] == "GarrettReuscher"
    assert len(document["history"]) == 2


def test_the_calendar_shows_posts_and_free_slots_by_day(two_posts: Staffroom) -> None:
    page = two_posts("calendar", "--days", "3").stdout
    assert page.startswith("The next 3 days in Europe/Berlin: 2 posts, ")
    assert "post 1, queued: What the night shift" in page
    assert "free: outbox-x, outbox-mastodon\n" in page
    slots = two_posts.json("calendar", "--days", "3", "--account", "outbox-x")["slots"]
    assert {slot["account"] for slot in slots} == {"outbox-x"}
    assert [slot["post"]["id"] for slot in slots if slot["post"]] == [1]


def test_feeds_accounts_and_authors_are_listed(two_posts: Staffroom) -> None:
    (feed,) = two_posts.json("feeds")["feeds"]
    assert (feed["address"], feed["configured"], feed["title"]) == (str(two_posts.feed), True, "Harborlight")
    assert str(two_posts.feed) in two_posts("feeds").stdout
    first, second = two_posts.json("accounts")["accounts"]
    assert (first["account"], first["platform"], first["posts"]) == ("outbox-x", "x", {"queued": 1})
    assert second["limit"] == 500
    assert "1 queued" in two_posts("accounts").stdout
    (author,) = two_posts.json("authors")["authors"]
    assert author["name"] == "Garrett Reuscher"
    assert [entry["url"] for entry in author["entries"]] == [LINK]
    assert "x GarrettReuscher (in use)" in two_posts("authors").stdout
    assert two_posts("authors").stdout == two_posts("authors", "list").stdout


# Deciding -------------------------------------------------------------------------------------------------------------


def test_approved_drafts_take_slots(two_drafts: Staffroom) -> None:
    done = two_drafts("approve", "1", "2")
    assert done.exit_code == 0
    assert [line.partition(", due")[0] for line in done.stdout.splitlines()] == [
        "post 1 for outbox-x: queued",
        "post 2 for outbox-mastodon: queued",
    ]


def test_of_several_one_that_is_refused_stops_no_other(two_drafts: Staffroom) -> None:
    done = two_drafts("approve", "1", "77", "2")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == "sharebot: there is no post 77\n"


def test_posts_may_be_named_by_a_range(two_drafts: Staffroom) -> None:
    done = two_drafts("approve", "1-2", "2")
    assert (done.exit_code, done.stderr) == (0, "")
    assert state_of(two_drafts, 1) == state_of(two_drafts, 2) == "queued"


@pytest.mark.parametrize("ids", ["2-1", "1-", "-1", "0", "1-9999", "one", "1-99999999999999999999", "1-2-3", "²"])
def test_a_range_that_is_none_is_wrong_use(staff: Staffroom, ids: str) -> None:
    assert staff("approve", ids).exit_code == 2


def test_a_post_is_rescheduled_by_the_blogs_clocks(two_posts: Staffroom) -> None:
    done = two_posts("reschedule", "1", "2031-07-01", "09:30")
    assert "Tue 2031-07-01 09:30 (Europe/Berlin)" in done.stdout
    assert two_posts.json("show", "1")["due"] == "2031-07-01T07:30:00Z"


@pytest.mark.parametrize("when", ["yesterday", "2020-01-01 09:00", "25:00"])
def test_a_moment_that_is_none_is_wrong_use(two_posts: Staffroom, when: str) -> None:
    before = two_posts.json("show", "1")
    done = two_posts("reschedule", "1", *when.split())
    assert done.exit_code == 2
    assert "WHEN" in done.stderr
    assert two_posts.json("show", "1") == before


def test_a_cancelled_post_keeps_the_reason_and_stays_cancelled(two_posts: Staffroom) -> None:
    assert two_posts("cancel", "1", "--reason", "the event is off").exit_code == 0
    assert "the event is off" in two_posts("why", "1").stdout
    done = two_posts("approve", "1")
    assert done.exit_code == 1
    assert done.stderr == "sharebot: post 1 is cancelled and waits for nobody's approval\n"


def test_a_paused_account_says_so_until_it_is_resumed(two_posts: Staffroom) -> None:
    done = two_posts("pause", "outbox-x", "nowhere", "--reason", "a week of mourning")
    assert done.exit_code == 1
    assert done.stdout == "outbox-x is paused: a week of mourning\n"
    assert "there is no account nowhere" in done.stderr
    assert "a week of mourning" in two_posts("accounts").stdout
    assert two_posts("queue").stdout.count("the account is paused") == 1
    assert two_posts("resume", "outbox-x").stdout == "outbox-x sends again; 1 post queued\n"
    assert two_posts.json("accounts")["accounts"][0]["paused"] is None


@pytest.mark.parametrize("how", [["--sent", "https://social.example/1"], ["--again"], ["--give-up"]])
def test_only_an_unsure_post_can_be_resolved(two_posts: Staffroom, how: list[str]) -> None:
    done = two_posts("resolve", "1", *how)
    assert done.exit_code == 1
    assert done.stderr == "sharebot: post 1 is queued; only an unsure post can be resolved\n"


def test_resolve_wants_exactly_one_answer(two_posts: Staffroom) -> None:
    assert two_posts("resolve", "1", "--again", "--give-up").exit_code == 2
    assert two_posts("resolve", "1").exit_code == 2


def test_retry_is_for_failed_posts(two_posts: Staffroom) -> None:
    done = two_posts("retry", "1")
    assert done.exit_code == 1
    assert "only a failed post can be retried" in done.stderr


# deliver --------------------------------------------------------------------------------------------------------------


def queue_due_posts(staff: Staffroom, *accounts: str) -> None:
    queue = open_queue("", home=staff.home)
    now = datetime.now(UTC)
    share = Share(text="A tide table", length=12, limit=280, link="")
    due_at = now - timedelta(seconds=1)
    queue.add(
        [NewPost(account=account, share=share, state=State.QUEUED, due_at=due_at) for account in accounts],
        entry_id=None,
        now=now,
        who="test",
        why="test",
    )
    queue.close()


def test_deliver_sends_what_is_due_and_says_where_it_is(staff: Staffroom) -> None:
    staff.home.mkdir()
    queue_due_posts(staff, "outbox-x", "outbox-mastodon")
    done = staff("deliver")
    assert (done.exit_code, done.stderr) == (0, "")
    assert all("sent, file://" in line for line in done.stdout.splitlines())
    assert len(list((staff.home / "outbox").glob("*/*.json"))) == 2
    assert state_of(staff, 1) == state_of(staff, 2) == "sent"


def test_deliver_with_nothing_due_says_when_the_next_post_is(two_posts: Staffroom) -> None:
    done = two_posts("deliver")
    assert done.exit_code == 0
    assert done.stdout.startswith("nothing is due; the next is due ")


def test_deliver_tells_by_its_exit_status_that_something_went_wrong(staff: Staffroom) -> None:
    staff.home.mkdir()
    queue_due_posts(staff, "outbox-x")
    (staff.home / "outbox").write_text("a file where a folder belongs")
    done = staff("deliver", "--json")
    (post,) = json.loads(done.stdout)["posts"]
    assert post["state"] == "queued"
    assert done.exit_code == 0, "nothing was sent and it is tried again by itself"


# Pipes ----------------------------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(two_posts: Staffroom, tmp_path: Path) -> None:
    with two_posts.start("queue", "--json") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""


def test_lists_are_whole_when_piped(two_posts: Staffroom) -> None:
    narrow = two_posts.start("queue", env={"COLUMNS": "20"}, stdout=subprocess.PIPE)
    out, _ = narrow.communicate(timeout=180)
    assert "What the night shift taught me" in out


def test_a_week_in_a_pipe_is_the_plain_list_and_not_other_than_seven_days(two_posts: Staffroom) -> None:
    page = two_posts("calendar", "--week").stdout
    assert page.startswith("The next 7 days in Europe/Berlin: 2 posts")
    assert "outbox-x: post 1, queued: " in page
    assert two_posts("calendar", "--week", "--days", "3").exit_code == 2
