"""The verbs about posts are alike: each can be tried without doing it, and each tells programs what came of it."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest

from servers.staffroom import Staffroom
from sharebot.cli import root
from sharebot.clock import SystemClock
from sharebot.model import Doubt, Payload, State, Verdict
from sharebot.queue import open_queue

VERBS = ["approve", "reschedule", "now", "cancel", "retry", "resolve", "delete", "undo", "edit", "add", "import"]
MANY = ["approve", "reschedule", "now", "cancel", "retry", "delete"]


def options(verb: str) -> set[str]:
    command = root.get_command(root.make_context("sharebot", ["queue"], resilient_parsing=True), verb)
    assert command
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_about_posts_can_be_tried_and_speaks_to_programs(verb: str) -> None:
    assert {"--dry-run", "--json"} <= options(verb)


@pytest.mark.parametrize("verb", MANY)
def test_every_verb_about_many_posts_chooses_them_alike(verb: str) -> None:
    assert {"--entry", "--author", "--account", "--yes"} <= options(verb)


@pytest.fixture
def desk(staff: Staffroom) -> Staffroom:
    """Posts 1 and 2 wait for approval, 3 and 4 are queued, 5 has failed, 6 is unsure, 7 and 8 are sent."""
    staff.env |= {"SHAREBOT_APPROVAL": "guests"}
    staff.open()
    staff.publish("By a guest", slug="guest")
    staff.poll()
    staff.publish("By staff", slug="staff", guest=False)
    staff.publish("Of nets", slug="nets", guest=False)
    staff.poll()
    staff.publish("Of oars", slug="oars", guest=False)
    staff.poll()
    attempted(staff, 5, State.FAILED)
    attempted(staff, 6, State.UNSURE)
    assert staff("now", "7", "8").exit_code == 0
    assert staff("deliver").exit_code == 0
    states = {post["id"]: post["state"] for post in staff.json("queue", "--all")["posts"]}
    assert {number: states[number] for number in range(1, 9)} == {
        1: "draft",
        2: "draft",
        3: "queued",
        4: "queued",
        5: "failed",
        6: "unsure",
        7: "sent",
        8: "sent",
    }
    return staff


def attempted(staff: Staffroom, number: int, state: State) -> None:
    now = SystemClock().now()
    with closing(open_queue("", home=staff.home)) as queue:
        post = queue.change(queue.post(number), now=now, who="dana", why="now", due_at=now)
        claim = queue.claim(
            post.account,
            only=post.id,
            now=now,
            lease=SystemClock().now() - now,
            worker="desk",
            doubt=Doubt(at=now, boot="desk", ticks=0, last_ticks=0),
            prepare=lambda _post: Payload(key=f"desk-{number}", body=b"{}"),
        )
        assert claim
        doubt = claim.post.doubt if state is State.UNSURE else None
        queue.settle(claim, Verdict(kind="desk", state=state, reason="desk", doubt=doubt), now=now, who="desk")


def everything(desk: Staffroom) -> dict[str, Any]:
    """All that a person may see of the queue."""
    numbers = [post["id"] for post in desk.json("queue", "--all")["posts"]]
    return {
        "stories": [desk.json("why", str(number)) for number in numbers],
        "log": desk.json("log", "--all"),
        "outbox": sorted(path.name for path in (desk.home / "outbox").glob("*/*.json")),
    }


LINES = {
    "approve": ["approve", "1-2"],
    "reschedule": ["reschedule", "3", "4", "2031-03-01 09:30"],
    "into slots": ["reschedule", "3-4", "--slot"],
    "now": ["now", "1", "3"],
    "cancel": ["cancel", "--account", "outbox-x", "--reason", "the event is off"],
    "retry": ["retry", "5"],
    "resolve": ["resolve", "6", "--again"],
    "resolve sent": ["resolve", "6", "--sent", "https://social.example/@blog/1"],
    "resolve given up": ["resolve", "6", "--give-up"],
    "delete": ["delete", "7-8"],
}


def without_times(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was done a moment later is due a moment later; everything else is the same."""
    return [
        {key: value for key, value in post.items() if key not in {"due", "updated", "taken_back"}} for post in posts
    ]


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_dry_run_says_what_would_be_and_changes_nothing(desk: Staffroom, line: list[str]) -> None:
    before = everything(desk)
    tried = desk.json(*line, "--dry-run")
    said = desk(*line, "--dry-run")
    assert said.exit_code == 0, said.stderr
    assert said.stdout.splitlines()[-1] == "nothing was changed"
    assert everything(desk) == before
    done = desk.json(*line, *(["--yes"] if line[0] in {"delete", "cancel"} else []))
    assert (tried["dry_run"], done["dry_run"]) == (True, False)
    assert without_times(tried["posts"]) == without_times(done["posts"])
    assert everything(desk) != before


def test_a_dry_run_speaks_of_what_would_be(desk: Staffroom) -> None:
    assert desk("cancel", "3", "--dry-run").stdout == ("post 3 for outbox-x: would be cancelled\nnothing was changed\n")
    assert desk("reschedule", "3", "2031-03-01 09:30", "--dry-run").stdout.startswith(
        "post 3 for outbox-x: would be queued, due Sat 2031-03-01 09:30 (Europe/Berlin)\n"
    )


def test_who_cancels_what_another_has_cancelled_is_told_so(desk: Staffroom) -> None:
    desk("cancel", "3")
    done = desk("cancel", "3")
    assert (done.exit_code, done.stderr) == (1, "sharebot: post 3 is cancelled already; sharebot why 3 tells by whom\n")


def test_several_drafts_are_tried_into_one_slot_after_the_other(desk: Staffroom) -> None:
    """As they would be approved: each finds the slots of those before it taken."""
    desk.publish("Again by a guest", slug="again")
    desk.poll()
    tried = desk.json("approve", "--account", "outbox-x", "--dry-run")["posts"]
    assert len({post["due"] for post in tried}) == 2
    done = desk.json("approve", "--account", "outbox-x")["posts"]
    assert [post["due"] for post in tried] == [post["due"] for post in done]


def test_what_is_refused_is_told_to_programs_and_to_people(desk: Staffroom) -> None:
    for how in ([], ["--dry-run"]):
        done = desk("cancel", "7", "3", "--json", *how)
        assert done.exit_code == 1
        document = json.loads(done.stdout)
        assert [post["id"] for post in document["posts"]] == [3]
        why = "post 7 is sent and cannot become cancelled: sharebot delete 7 takes it off its network"
        assert document["refused"] == [{"post": 7, "why": why}]
        assert done.stderr == f"sharebot: {why}\n"
        desk("undo")


def test_what_programs_read_is_one_document_also_where_a_filter_chooses(desk: Staffroom) -> None:
    done = desk("cancel", "--author", "Dana Quillfeather", "--json")
    assert done.exit_code == 0
    assert [post["state"] for post in json.loads(done.stdout)["posts"]] == ["cancelled"] * 2
    assert done.stderr.startswith("cancel: 2 posts, first post 3 for outbox-x")


def test_a_choice_that_finds_nothing_is_an_empty_document(desk: Staffroom) -> None:
    done = desk("retry", "--account", "outbox-mastodon", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"dry_run": False, "posts": [], "refused": [], "notes": []}
    assert done.stderr.startswith("sharebot: retry: no such post waits for that")


def test_now_tells_programs_why_a_post_will_not_go(desk: Staffroom) -> None:
    desk("pause", "outbox-x", "--reason", "a week of mourning")
    document = desk.json("now", "3")
    assert document["notes"] == [
        "post 3: outbox-x is paused (a week of mourning): sharebot resume outbox-x",
        "no daemon runs here: sharebot run or sharebot deliver sends what is due",
    ]


def test_an_articles_posts_are_taken_back_together(desk: Staffroom) -> None:
    entry = str(desk.json("why", "7")["entry"]["number"])
    tried = desk.json("delete", "--entry", entry, "--dry-run")
    assert [post["id"] for post in tried["posts"]] == [7, 8]
    done = desk("delete", "--entry", entry, "--account", "outbox-x", "--yes")
    assert done.exit_code == 0, done.stderr
    assert [desk.json("show", number)["taken_back"] is None for number in ("7", "8")] == [False, True]
    left = desk.json("delete", "--entry", entry, "--dry-run")
    assert [post["id"] for post in left["posts"]] == [8]


def test_nobody_takes_all_back_that_an_account_ever_sent(desk: Staffroom) -> None:
    done = desk("delete", "--account", "outbox-x", "--yes")
    assert done.exit_code == 2
    assert "--account alone would mean all that was ever sent there" in done.stderr


def test_undo_tells_programs_what_was_taken_back(desk: Staffroom) -> None:
    desk("cancel", "3-4")
    tried = desk.json("undo", "--dry-run")
    assert (tried["dry_run"], tried["act"]) == (True, None)
    assert [change["state"] for change in tried["posts"]] == ["queued", "queued"]
    assert [post["state"] for post in desk.json("queue", "--all", "--state", "cancelled")["posts"]] == ["cancelled"] * 2
    done = desk.json("undo")
    assert done["taken_back"]["what"] == "cancel"
    last = desk.json("log", "--limit", "1")["acts"][0]
    assert (done["act"], done["posts"]) == (last["act"], last["posts"])


@pytest.mark.parametrize("option", ["--entry", "--author", "--account"])
@pytest.mark.parametrize("verb", [*MANY, "queue"])
def test_an_empty_filter_is_refused_and_does_not_mean_everything(desk: Staffroom, verb: str, option: str) -> None:
    """As of a variable that is not set: cancel --entry "$ENTRY" --account x must not cancel all of x."""
    before = everything(desk)
    other = ["--account", "outbox-x"] if option != "--account" else ["--author", "Dana Quillfeather"]
    done = desk(verb, option, "", *other, *(["--yes"] if verb != "queue" else []))
    assert done.exit_code == 2
    assert f"'{option}': it is empty" in done.stderr
    assert everything(desk) == before


WRONG = [
    ["bogus"],
    ["--bogus"],
    ["queue", "--bogus"],
    ["queue", "--state", "lost"],
    ["queue", "--since", "some day"],
    ["show"],
    ["show", "abc"],
    ["cancel"],
    ["cancel", "5-1"],
    ["reschedule", "41"],
    ["reschedule", "41", "some day"],
    ["resolve", "41"],
    ["add"],
    ["add", "--text", " "],
    ["add", "--text", "hi", "--file", "no-such-file.txt"],
    ["delete", "--account", "outbox-x"],
    ["calendar", "--days", "0"],
    ["evergreen", "--pace", "now and then"],
    ["accounts", "bogus"],
    ["authors", "show"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_is_one_line_too_and_names_the_help(staff: Staffroom, words: list[str]) -> None:
    done = staff(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("sharebot: ")
    assert len(done.stderr.splitlines()) == 1
    assert "--help" in done.stderr


@pytest.mark.parametrize("words", [[], ["accounts", "--help"], ["cancel", "--help"]])
def test_the_help_itself_is_shown_whole(staff: Staffroom, words: list[str]) -> None:
    assert "Usage: sharebot" in staff(*words).output


def test_an_editor_that_fails_is_one_line_of_ours(desk: Staffroom) -> None:
    done = desk("edit", "3", env={"EDITOR": "false", "VISUAL": ""})
    assert done.exit_code == 1
    assert done.stderr.startswith("sharebot: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_log_of_a_post_that_is_not_there_says_so(desk: Staffroom) -> None:
    done = desk("log", "--post", "99")
    assert (done.exit_code, done.stderr) == (1, "sharebot: there is no post 99\n")
