"""sharebot delete: it shows what it takes back, asks, and says what came of it; every list says so from then on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from servers.staffroom import Staffroom
from servers.x_api import KEYS, FakeX
from sharebot.clock import SystemClock
from sharebot.model import Doubt, NewPost, Payload, Share, State, Verdict
from sharebot.ports import Queue
from sharebot.queue import open_queue


@pytest.fixture
def sent(staff: Staffroom) -> Staffroom:
    """A staffroom whose posts 1 and 2, for two accounts, are sent."""
    staff.env |= {"SHAREBOT_SLOTS": "now"}
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    staff.poll()
    assert staff("deliver").exit_code == 0
    return staff


def files(staff: Staffroom) -> list[Path]:
    return sorted((staff.home / "outbox").glob("*/*.json"))


def test_it_shows_the_text_and_the_address_and_takes_it_back_when_it_is_told_yes(sent: Staffroom) -> None:
    shown = sent.json("show", "1")
    done = sent("delete", "1", input="y\n")
    assert done.exit_code == 0, done.stderr
    assert shown["receipt"]["url"] in done.stdout
    assert shown["text"].splitlines()[0] in done.stdout
    assert "post 1 for outbox-x: taken back" in done.stdout
    assert [path.parent.name for path in files(sent)] == ["outbox-mastodon"]


def test_undo_says_that_a_deletion_stays_and_names_what_can_be_undone_instead(sent: Staffroom) -> None:
    sent("delete", "1", "--yes")
    alone = "sharebot: post 1 is off its network already, and nothing puts it back there"
    assert sent("undo").stderr == f"{alone}\n"
    sent("pause", "outbox-x", "--reason", "a week of mourning")
    sent("delete", "2", "--yes")
    done = sent("undo")
    assert done.exit_code == 1
    assert done.stderr.endswith(
        "nothing puts it back there; sharebot undo --act 2 takes back what you did before (pause)\n"
    )
    assert sent("undo", "--act", "2").exit_code == 0


def test_without_a_yes_it_stays(sent: Staffroom) -> None:
    for words in ("n\n", "\n"):
        done = sent("delete", "1", input=words)
        assert done.exit_code == 0
        assert done.stdout.endswith("post 1 stays where it is\n")
    assert len(files(sent)) == 2
    assert sent.json("show", "1")["taken_back"] is None


def test_where_nobody_can_answer_it_wants_a_yes_and_touches_nothing(sent: Staffroom) -> None:
    done = sent("delete", "1", input="")
    assert done.exit_code == 2
    assert "say --yes" in done.stderr
    assert len(files(sent)) == 2


def test_several_are_taken_back_with_a_reason_and_without_a_question(sent: Staffroom) -> None:
    done = sent("delete", "1-2", "--yes", "--reason", "the name was wrong")
    assert done.exit_code == 0, done.stderr
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [
        "post 1 for outbox-x",
        "post 2 for outbox-mastodon",
    ]
    assert files(sent) == []


def test_one_that_is_refused_stops_no_other(sent: Staffroom) -> None:
    sent.publish("A second story", slug="second")
    sent.poll()
    done = sent("delete", "3", "1", "--yes")
    assert done.exit_code == 1
    assert done.stderr == "sharebot: post 3 is queued, not sent: sharebot cancel 3\n"
    assert done.stdout.startswith("post 1 for outbox-x: taken back")


def test_a_second_time_it_says_who_has_done_it(sent: Staffroom) -> None:
    sent("delete", "1", "--yes")
    done = sent("delete", "1")
    assert done.exit_code == 0
    assert done.stdout.startswith("post 1 for outbox-x: already taken back ")
    assert len(done.stdout.splitlines()) == 1


def test_one_that_is_gone_from_the_network_is_written_down(sent: Staffroom) -> None:
    for path in files(sent):
        path.unlink()
    done = sent("delete", "1", "--yes")
    assert done.exit_code == 0
    assert "it was gone from outbox-x already" in done.stdout


def test_every_list_says_that_it_was_taken_back(sent: Staffroom) -> None:
    sent("delete", "1", "--yes", "--reason", "the name was wrong")
    shown = sent.json("show", "1")
    assert (shown["state"], shown["taken_back"]["reason"]) == ("sent", "the name was wrong")
    assert shown["taken_back"]["said"] == "outbox-x has removed it"
    assert "sent, taken back" in sent("queue", "--all").stdout
    assert "the name was wrong" in sent("queue", "--all").stdout
    assert "post 1 for outbox-x: sent, taken back" in sent("show", "1").stdout
    assert "was public at file://" in sent("show", "1").stdout
    why = sent("why", "1").stdout
    assert "outbox-x is asked to remove it (the name was wrong)" in why
    assert "taken back (the name was wrong): outbox-x has removed it" in why
    assert sent.json("why", "1")["post"]["taken_back"]["by"] == shown["taken_back"]["by"]


def test_delivering_again_brings_nothing_back(sent: Staffroom) -> None:
    sent("delete", "1-2", "--yes")
    sent.poll()
    assert sent("deliver").exit_code == 0
    assert files(sent) == []


def test_a_terminal_is_not_steered_by_a_reason(sent: Staffroom) -> None:
    done = sent("delete", "1", "--yes", "--reason", "wrong\x1b[2Jname")
    assert "\x1b" not in done.stdout + sent("why", "1").stdout + sent("queue", "--all").stdout


# A post that a person has seen ----------------------------------------------------------------------------------------

TEXT = "A title https://blog.harborlight.org/night/"


@pytest.fixture
def on_x(staff: Staffroom) -> Iterator[tuple[Staffroom, FakeX]]:
    """Post 1 is on X; the answer was lost, so that nobody here knows its number."""
    with FakeX(SystemClock().now) as fake:
        staff.env |= {f"SHAREBOT_X_{name}": value for name, value in KEYS.items()}
        staff.env |= {"SHAREBOT_X_URL": fake.address, "SHAREBOT_ACCOUNTS": "x", "SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"}
        staff.home.mkdir()
        with closing(open_queue(f"sqlite:///{staff.home / 'sharebot.db'}", home=staff.home)) as queue:
            make_unsure(queue)
        fake.put(TEXT)
        yield staff, fake


def make_unsure(queue: Queue) -> None:
    now = SystemClock().now()
    share = Share(text=TEXT, length=30, limit=280, link="https://blog.harborlight.org/night/")
    queue.add(
        [NewPost(account="x", share=share, state=State.QUEUED, due_at=now)], entry_id=None, now=now, who="", why=""
    )
    doubt = Doubt(at=now, boot="", ticks=0, last_ticks=0)
    claim = queue.claim(
        "x", now=now, lease=timedelta(minutes=5), worker="w", doubt=doubt, prepare=lambda _: Payload(key="k", body=b"")
    )
    assert claim is not None
    queue.settle(claim, Verdict(state=State.UNSURE, reason="lost", doubt=doubt), now=now, who="sharebot")


def test_its_address_is_enough_and_what_the_network_charges_is_said_before(on_x: tuple[Staffroom, FakeX]) -> None:
    staff, fake = on_x
    address = f"https://x.com/HarborlightREX/status/{fake.posts[0].id}"
    assert staff("resolve", "1", "--sent", address).exit_code == 0
    done = staff("delete", "1", input="y\n")
    assert done.exit_code == 0, done.stderr
    assert address in done.stdout
    assert "x charges $0.01 for it" in done.stdout
    assert fake.posts == []


def test_an_address_that_says_no_number_is_one_clear_line(on_x: tuple[Staffroom, FakeX]) -> None:
    staff, fake = on_x
    assert staff("resolve", "1", "--sent", "https://shortened.example/abc").exit_code == 0
    done = staff("delete", "1", "--yes")
    assert done.exit_code == 1
    assert done.stderr == (
        "sharebot: x: https://shortened.example/abc is not the address of a post on X; delete it there\n"
    )
    assert len(fake.posts) == 1


def test_with_keys_that_x_refuses_it_stays_and_the_settings_are_named(on_x: tuple[Staffroom, FakeX]) -> None:
    staff, fake = on_x
    staff("resolve", "1", "--sent", f"https://x.com/i/status/{fake.posts[0].id}")
    done = staff("delete", "1", "--yes", env={"SHAREBOT_X_ACCESS_TOKEN_SECRET": "another"})
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "SHAREBOT_X_API_KEY" in done.stderr
    assert len(fake.posts) == 1
    assert "not taken back: x: X does not accept its keys" in staff("why", "1").stdout


def test_an_undo_says_what_can_and_what_cannot_be_done_about_what_is_public(sent: Staffroom) -> None:
    sent("delete", "1", "--yes")
    (act,) = sent.json("log")["acts"]
    assert act["what"] == "delete"
    refused = sent("undo")
    assert refused.exit_code == 1
    assert refused.stderr == "sharebot: post 1 is off its network already, and nothing puts it back there\n"
