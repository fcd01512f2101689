"""Choosing posts, now, log and undo, as staff use them; and two people at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from servers.staffroom import Staffroom
from sharebot.daemon.lock import alone
from sharebot.model import NewPost, Share, State, Verdict
from sharebot.queue import open_queue

NIGHT = "https://blog.harborlight.org/night/"
GARRETT = "Garrett Reuscher"


@pytest.fixture
def drafts(staff: Staffroom) -> Staffroom:
    """A guest's article as drafts 1 and 2, and one of staff as posts 3 and 4; the even ones for outbox-mastodon."""
    staff.env["SHAREBOT_APPROVAL"] = "guests"
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    staff.publish("Nets and knots", slug="nets", guest=False)
    staff.poll()
    return staff


def states(staff: Staffroom) -> dict[int, str]:
    return {post["id"]: post["state"] for post in staff.json("queue", "--all")["posts"]}


def due(staff: Staffroom, post: int) -> str:
    return str(staff.json("show", str(post))["due"])


def add_many(staff: Staffroom, number: int, account: str = "outbox-x") -> None:
    queue = open_queue("", home=staff.home)
    share = Share(text="A tide table", length=12, limit=280, link="")
    new = NewPost(account=account, share=share, state=State.DRAFT, hold="waits")
    queue.add([new] * number, entry_id=None, now=datetime.now(UTC), who="sharebot", why="test")
    queue.close()


def listed(done: Result) -> list[int]:
    return [int(line.split()[0]) for line in done.stdout.splitlines()[1:]]


# Choosing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [
        ("--author", GARRETT),
        ("--author", "garrett  reuscher"),
        ("--author", "x:GarrettReuscher"),
        ("--entry", NIGHT),
        ("--entry", NIGHT.removesuffix("/")),
        ("--entry", "https://blog.harborlight.org/?p=night"),
        ("1-4", "--author", GARRETT),
    ],
)
def test_posts_are_chosen_by_their_author_or_their_entry(drafts: Staffroom, how: tuple[str, ...]) -> None:
    done = drafts("approve", *how)
    assert (done.exit_code, done.stderr) == (0, "")
    assert states(drafts) == dict.fromkeys(range(1, 5), "queued")
    if how[0].startswith("--"):
        assert done.stdout.startswith("approve: 2 posts, first post 1 for outbox-x: What the night shift")


def test_an_entry_is_also_known_by_its_number(drafts: Staffroom) -> None:
    entry = str(drafts.json("why", "1")["entry"]["number"])
    assert drafts("cancel", "--entry", entry).exit_code == 0
    assert states(drafts) == {1: "cancelled", 2: "cancelled", 3: "queued", 4: "queued"}


def test_several_kinds_of_choice_narrow_and_only_what_the_verb_can_be_said_of_is_meant(drafts: Staffroom) -> None:
    assert drafts("approve", "--author", GARRETT, "--account", "outbox-mastodon").exit_code == 0
    assert states(drafts) == {1: "draft", 2: "queued", 3: "queued", 4: "queued"}
    done = drafts("approve", "--account", "outbox-x")
    assert done.exit_code == 0
    assert [line.split(" for")[0] for line in done.stdout.splitlines()[1:]] == ["post 1"]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (("--entry", "https://blog.harborlight.org/other/"), "no entry is known as"),
        (("--author", "Nobody Known"), "the register has nobody called 'Nobody Known'"),
        (("--account", "nowhere"), "there is no account nowhere"),
        (("1", "--entry", "https://blog.harborlight.org/nets/"), "none of these posts"),
        (("--entry", "https://blog.harborlight.org/nets/"), "no such post waits for that"),
    ],
)
def test_a_choice_that_finds_nothing_is_one_line_and_status_1(
    drafts: Staffroom, how: tuple[str, ...], said: str
) -> None:
    done = drafts("approve", *how)
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert said in line


@pytest.mark.parametrize("verb", ["approve", "cancel", "now", "retry", "reschedule"])
def test_no_choice_at_all_is_wrong_use(staff: Staffroom, verb: str) -> None:
    done = staff(verb, *(["tomorrow", "9am"] if verb == "reschedule" else []))
    assert done.exit_code == 2
    assert "--entry, --author or --account" in done.stderr


def test_more_than_a_handful_is_not_done_where_nobody_can_be_asked(drafts: Staffroom) -> None:
    add_many(drafts, 6)
    done = drafts("approve", "--account", "outbox-x")
    assert done.exit_code == 1
    assert done.stderr == (
        "sharebot: approve: 7 posts are more than a handful, and nobody can be asked; --yes does it\n"
    )
    assert states(drafts)[5] == "draft"
    assert drafts("approve", "--account", "outbox-x", "--yes").exit_code == 0
    assert {state for post, state in states(drafts).items() if post != 2} == {"queued"}


@pytest.mark.parametrize(("answer", "status", "state"), [("y\n", 0, "cancelled"), ("n\n", 1, "draft")])
def test_more_than_a_handful_is_asked_about_on_a_terminal(
    drafts: Staffroom, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, state: str
) -> None:
    add_many(drafts, 6)
    monkeypatch.setattr("sharebot.cli.choosing.at_a_terminal", lambda: True)
    done = drafts("cancel", "--account", "outbox-x", input=answer)
    assert done.exit_code == status
    assert "cancel all 8? [y/N]" in done.stdout
    assert states(drafts)[5] == state


# reschedule -----------------------------------------------------------------------------------------------------------


def test_the_posts_of_several_accounts_go_out_at_one_time(drafts: Staffroom) -> None:
    assert drafts("reschedule", "3", "4", "2031-07-01", "09:30").exit_code == 0
    assert due(drafts, 3) == due(drafts, 4) == "2031-07-01T07:30:00Z"


def test_several_of_one_account_at_one_time_are_refused_whole_unless_they_are_set_apart(drafts: Staffroom) -> None:
    before = drafts.json("queue")
    done = drafts("reschedule", "1-4", "2031-07-01", "09:30")
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert "2 posts for outbox-x would go out at the same moment (3, 1); --spread 30m sets them apart" in line
    assert drafts.json("queue") == before
    assert drafts("reschedule", "1-4", "2031-07-01", "09:30", "--spread", "30m").exit_code == 0
    assert [due(drafts, post)[11:16] for post in (3, 1, 4, 2)] == ["07:30", "08:00", "07:30", "08:00"]
    assert states(drafts)[1] == "draft"


def test_posts_are_put_back_into_the_next_free_slots(drafts: Staffroom) -> None:
    slots = [due(drafts, post) for post in (3, 4)]
    drafts("reschedule", "3-4", "2031-07-01", "09:30")
    assert drafts("reschedule", "3-4", "--slot").exit_code == 0
    assert [due(drafts, post) for post in (3, 4)] == slots
    assert drafts("reschedule", "3-4", "--slot").exit_code == 0
    assert [due(drafts, post) for post in (3, 4)] == slots, "what is in the next free slot stays there"


@pytest.mark.parametrize("words", [["1"], ["1", "fri", "14:30", "--slot"], ["1", "fri", "14:30", "--spread", "0"], []])
def test_reschedule_wants_either_a_time_or_slots(drafts: Staffroom, words: list[str]) -> None:
    assert drafts("reschedule", *words).exit_code == 2


def test_of_several_one_that_cannot_be_rescheduled_stops_no_other(drafts: Staffroom) -> None:
    drafts("cancel", "3")
    done = drafts("reschedule", "3", "77", "1", "2031-07-01", "09:30")
    assert done.exit_code == 1
    assert due(drafts, 1) == "2031-07-01T07:30:00Z"
    assert done.stderr.splitlines() == [
        "sharebot: post 3 is cancelled and cannot be rescheduled",
        "sharebot: there is no post 77",
    ]


# now ------------------------------------------------------------------------------------------------------------------


def test_a_draft_is_approved_and_sent_by_the_next_round(drafts: Staffroom) -> None:
    done = drafts("now", "--entry", NIGHT, "--account", "outbox-x")
    assert done.exit_code == 0
    assert "post 1 for outbox-x: queued, due " in done.stdout
    assert done.stderr == "sharebot: no daemon runs here: sharebot run or sharebot deliver sends what is due\n"
    drafts("deliver")
    assert states(drafts)[1] == "sent" or "page" in drafts("why", "1").stdout


def test_now_says_nothing_of_the_daemon_while_one_runs(drafts: Staffroom) -> None:
    with alone(drafts.home / "sharebot.db"):
        done = drafts("now", "3")
    assert (done.exit_code, done.stderr) == (0, "")


def test_now_says_that_the_account_will_not_send_and_what_cannot_be_sent(drafts: Staffroom) -> None:
    drafts("pause", "outbox-x", "--reason", "a week of mourning")
    drafts("cancel", "4")
    done = drafts("now", "3", "4")
    assert done.exit_code == 1
    assert "but outbox-x is paused (a week of mourning): sharebot resume outbox-x" in done.stdout
    assert "post 4 is cancelled and cannot be sent now" in done.stderr
    assert drafts("now", "77").stderr == "sharebot: there is no post 77\n"


# The queue's filters and orders ---------------------------------------------------------------------------------------


def test_the_queue_is_filtered_by_author_entry_and_due_time(drafts: Staffroom) -> None:
    assert listed(drafts("queue", "--author", GARRETT)) == [1, 2]
    assert listed(drafts("queue", "--entry", "https://blog.harborlight.org/nets/", "--account", "outbox-x")) == [3]
    drafts("reschedule", "4", "in", "50h")
    assert listed(drafts("queue", "--until", "tomorrow")) == [3]
    assert listed(drafts("queue", "--since", "2d")) == [4]
    assert [post["id"] for post in drafts.json("queue", "--until", "tomorrow")["posts"]] == [3]
    assert drafts("queue", "--since", "whenever").exit_code == 2
    assert drafts("queue", "--author", "Nobody").exit_code == 1


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("due", [3, 4, 1, 2]),
        ("account", [4, 2, 3, 1]),
        ("author", [3, 4, 1, 2]),
        ("entry", [3, 4, 1, 2]),
        ("state", [1, 2, 3, 4]),
        ("created", [1, 2, 3, 4]),
    ],
)
def test_the_queue_is_sorted_either_way(drafts: Staffroom, sort: str, order: list[int]) -> None:
    if sort == "entry":
        first = {post["id"]: post["entry"] for post in drafts.json("queue")["posts"]}
        order = sorted(order, key=lambda post: (first[post], order.index(post)))
    assert listed(drafts("queue", "--sort", sort)) == order
    assert listed(drafts("queue", "--sort", sort, "--reverse")) == order[::-1]


def test_the_queue_by_author_shows_the_authors(drafts: Staffroom) -> None:
    head, *_, last = drafts("queue", "--sort", "author").stdout.splitlines()
    assert "author" in head
    assert GARRETT in last


# log and undo ---------------------------------------------------------------------------------------------------------


def test_the_log_tells_who_did_what_newest_first_in_the_blogs_zone(drafts: Staffroom) -> None:
    today = f"{datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m-%d}"  # also if midnight comes before the log is asked
    drafts("approve", "1", "2")
    drafts("reschedule", "3", "2031-07-01", "09:30")
    drafts("pause", "outbox-x", "--reason", "a week of mourning")
    drafts("authors", "forbid", GARRETT)
    head, *lines = drafts("log").stdout.splitlines()
    assert "when (Europe/Berlin)" in head
    assert [line.split("  ")[-1] for line in lines] == [
        f"authors forbid: {GARRETT} (1): never to be tagged; and so post 1",
        "pause: outbox-x paused (a week of mourning)",
        "reschedule: post 3 queued (rescheduled to Tue 2031-07-01 09:30)",
        "approve: posts 1, 2 draft → queued (approved)",
    ]
    assert [act["what"] for act in drafts.json("log", "--post", "3")["acts"]] == ["reschedule"]
    assert [act["act"] for act in drafts.json("log", "--limit", "2")["acts"]] == [4, 3]
    assert drafts("log", "--who", "nobody").stdout == "nobody has done any such thing yet\n"
    assert len(drafts.json("log", "--since", today)["acts"]) == 4
    assert drafts.json("log", "--since", "in 1h")["acts"] == []
    assert drafts("log", "--since", "whenever").exit_code == 2


def test_what_is_merely_noted_about_a_post_because_of_an_act_is_not_told(drafts: Staffroom) -> None:
    queue, now = open_queue("", home=drafts.home), datetime(2032, 1, 1, tzinfo=UTC)
    one, other = queue.post(1), queue.post(2)
    with queue.acting("authors merge", who="dana"):
        noted = replace(one.share, notes=("is named plainly",))
        queue.change(one, now=now, who="sharebot", why="merged", share=noted)
        queue.change(other, now=now, who="sharebot", why="merged", share=replace(other.share, text="Other words"))
    queue.close()
    assert drafts("log").stdout.splitlines()[1].endswith("dana  authors merge: and so post 2")
    assert [post["post"] for post in drafts.json("log")["acts"][0]["posts"]] == [1, 2]


def test_what_sharebot_does_by_itself_is_in_the_log_only_if_it_is_asked_for(drafts: Staffroom) -> None:
    drafts("approve", "1")
    assert len(drafts.json("log")["acts"]) == 1
    acts = drafts.json("log", "--all")["acts"]
    assert [act["who"] == "sharebot" for act in acts] == [False, True, True]
    assert [post["post"] for post in acts[1]["posts"]] == [4, 3]
    assert "posts 3, 4: new in the feed" in drafts("log", "--all").stdout
    assert [act["what"] for act in drafts.json("log", "--all", "--post", "3")["acts"]] == ["new in the feed"]


def test_undo_says_what_it_takes_back_and_is_taken_back_by_another(drafts: Staffroom) -> None:
    before = drafts.json("show", "1")
    drafts("approve", "1", "2")
    rehearsed = drafts("undo", "--dry-run")
    assert rehearsed.stdout.startswith("would take back act 1 of ")
    assert rehearsed.stdout.splitlines()[-1] == "nothing was changed"
    assert states(drafts)[1] == "queued"
    done = drafts("undo")
    assert done.exit_code == 0
    assert "post 1 for outbox-x: draft and held (SHAREBOT_APPROVAL is guests" in done.stdout
    assert done.stdout.splitlines()[-1] == "this is act 2: sharebot undo puts it back"
    assert drafts.json("show", "1") | {"updated": 0} == before | {"updated": 0}
    assert drafts("undo").exit_code == 0
    drafts("edit", "1", "--text", NIGHT)
    assert "with its earlier text" in drafts("undo").stdout
    assert "with its other text" in drafts("undo").stdout
    assert states(drafts)[1] == states(drafts)[2] == "queued"


@pytest.mark.parametrize(
    "verb",
    [
        ["cancel", "3", "--reason", "the event is off"],
        ["reschedule", "3", "2031-07-01", "09:30"],
        ["reschedule", "1", "--slot"],
        ["now", "3"],
        ["now", "1"],
        ["edit", "3", "--text", "My own words https://blog.harborlight.org/nets/"],
        ["edit", "1", "--text", f"My own words {NIGHT}"],
        ["pause", "outbox-x"],
        ["authors", "forbid", GARRETT],
        ["authors", "set", GARRETT, "x", "nightnets"],
        ["authors", "reject", GARRETT, "x"],
    ],
)
def test_every_verb_can_be_taken_back(drafts: Staffroom, verb: list[str]) -> None:
    def all_of_it() -> tuple[object, ...]:
        posts = [post | {"updated": None} for post in drafts.json("queue", "--all")["posts"]]
        people = [each["handles"] for each in drafts.json("authors")["authors"]]
        return posts, people, [each["paused"] for each in drafts.json("accounts")["accounts"]]

    before = all_of_it()
    assert drafts(*verb).exit_code == 0
    after = all_of_it()
    assert after != before
    assert drafts("undo").exit_code == 0
    assert all_of_it() == before
    assert drafts("undo").exit_code == 0
    assert all_of_it() == after


def test_whoever_works_as_the_services_user_is_a_person_all_the_same(drafts: Staffroom) -> None:
    drafts.env |= {"LOGNAME": "sharebot", "SUDO_USER": ""}
    drafts("edit", "1", "--text", f"My own words {NIGHT}")
    assert drafts.json("show", "1")["edited_by"] == "staff"
    assert [act["who"] for act in drafts.json("log")["acts"]] == ["staff"]
    assert drafts("undo").exit_code == 0
    assert drafts.json("show", "1")["edited_by"] is None


def test_nothing_done_and_no_such_act_are_one_line(drafts: Staffroom) -> None:
    for words, said in (([], "has done nothing yet that could be taken back"), (["--act", "7"], "there is no act 7")):
        done = drafts("undo", *words)
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 1
        assert said in done.stderr


def test_what_was_sent_meanwhile_is_refused_and_changes_nothing_else(drafts: Staffroom) -> None:
    drafts("reschedule", "3-4", "2031-07-01", "09:30")
    send(drafts, 3)
    for words in (["undo"], ["undo", "--dry-run"]):
        done = drafts(*words)
        assert done.exit_code == 1
        assert done.stderr == (
            "sharebot: post 3 is sent: what may be public is not taken back; "
            "sharebot delete 3 takes it off its network\n"
        )
    assert due(drafts, 4) == "2031-07-01T07:30:00Z"


def send(staff: Staffroom, post: int) -> None:
    from sharebot.model import Doubt, Payload, Receipt

    queue, now = open_queue("", home=staff.home), datetime(2032, 1, 1, tzinfo=UTC)
    doubt = Doubt(at=now, boot="b", ticks=0, last_ticks=0)
    claim = queue.claim(
        "outbox-x", only=post, now=now, lease=timedelta(minutes=5), worker="w", doubt=doubt,
        prepare=lambda _: Payload(key="k", body=b""),
    )  # fmt: skip
    assert claim
    verdict = Verdict(state=State.SENT, reason="public", receipt=Receipt(remote_id="1", url="https://net.test/1"))
    queue.settle(claim, verdict, now=now, who="sharebot")
    queue.close()


def test_what_somebody_else_did_since_is_refused_and_named(drafts: Staffroom) -> None:
    drafts("reschedule", "3", "2031-07-01", "09:30")
    queue = open_queue("", home=drafts.home)
    queue.change(
        queue.post(3),
        now=datetime.now(UTC),
        who="tomas",
        why="rescheduled to Friday",
        due_at=datetime(2031, 7, 4, tzinfo=UTC),
    )
    queue.close()
    done = drafts("undo")
    assert done.exit_code == 1
    assert "post 3 has moved on since and is queued now (tomas: rescheduled to Friday)" in done.stderr
    (act,) = drafts.json("log", "--who", "tomas")["acts"]
    assert act["posts"][0]["post"] == 3


def test_a_slot_that_is_taken_meanwhile_is_replaced_by_the_next_free_one(drafts: Staffroom) -> None:
    slot = due(drafts, 3)
    drafts("cancel", "3")
    assert drafts("approve", "1").exit_code == 0
    assert due(drafts, 1) == slot
    done = drafts("undo", "--act", "1")
    assert done.exit_code == 0
    assert "its own time is gone, so it takes the next free slot" in done.stdout
    assert states(drafts)[3] == "queued"
    assert due(drafts, 3) > slot


def test_an_author_who_said_stop_meanwhile_is_not_tagged_by_an_undo(drafts: Staffroom) -> None:
    drafts("cancel", "1")
    drafts("authors", "forbid", GARRETT)
    drafts("undo", "--act", "1")
    assert states(drafts)[1] == "draft"
    assert drafts.json("show", "1")["mentions"] == []


# Two people at once ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["edit", "reschedule", "cancel"])
def test_an_edit_of_a_post_that_somebody_changed_meanwhile_is_refused_and_shown(
    drafts: Staffroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    theirs = {
        "edit": "--text 'Their own words https://blog.harborlight.org/nets/'",
        "reschedule": "2031-07-01 09:30",
        "cancel": "",
    }[how]
    program = tmp_path / "editor.sh"
    python = Path(__import__("sys").executable)
    program.write_text(f"#!/bin/sh\n{python} -m sharebot {how} 3 {theirs} >&2 || exit 1\necho 'My words' > \"$1\"\n")
    program.chmod(0o755)
    done = drafts("edit", "3", env={"EDITOR": str(program), "VISUAL": ""})
    assert done.exit_code == 1
    (mine,) = kept.glob("sharebot-post-3-*")
    assert mine.read_text() == "My words\n"
    assert f"sharebot edit 3 --file {mine}" in done.stderr
    shown = drafts.json("show", "3")
    assert "My words" not in shown["text"]
    if how != "cancel":
        assert "changed meanwhile: post 3 by" in done.stderr
        assert "UTC" not in done.stderr
        assert shown["text"] in done.stderr.replace("\n    ", "\n").replace("    ", "")
