"""sharebot notify: where notices go, said and tried without a secret."""

from __future__ import annotations

import json

import pytest

from servers.post_office import PostOffice, text_of
from servers.staffroom import Staffroom
from sharebot.cli import secrets

WRONG = "json://dana:hunter2345@127.0.0.1:9/"


def test_without_a_notifier_it_says_how_to_have_one(staff: Staffroom) -> None:
    done = staff("notify")
    assert done.exit_code == 2
    assert done.stderr.startswith("sharebot: SHAREBOT_NOTIFY is not set: nobody is told; write for example ntfys://")


def test_a_test_arrives_and_what_is_refused_says_so_without_the_password(staff: Staffroom) -> None:
    with PostOffice() as office:
        done = staff("notify", "--test", env={"SHAREBOT_NOTIFY": f"{office.address} {WRONG}"})
    assert done.exit_code == 1
    assert "1 mailto: took the test; see that it arrived\n" in done.stdout
    assert "2 json: " in done.stdout
    assert "hunter2345" not in done.output
    (mail,) = office.mails
    assert mail["Subject"] == "Harborlight: a test"
    assert "sharebot queue" in text_of(mail)


def test_addresses_are_judged_without_sending_for_people_and_programs(staff: Staffroom) -> None:
    staff.env |= {"SHAREBOT_NOTIFY": f"{WRONG} jsn://dana:hunter2345@blog.example/", "SHAREBOT_DIGEST": "8am"}
    done = staff("notify")
    assert done.stdout.splitlines()[:2] == ["1 json: is an address that can be used", "2 jsn: apprise knows no jsn://"]
    assert done.stdout.splitlines()[-1] == "digest: daily 08:00 (Europe/Berlin)"
    told = staff("notify", "--json")
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert found["notifiers"] == [
        {"name": "1 json", "tested": False, "fault": None},
        {"name": "2 jsn", "tested": False, "fault": "apprise knows no jsn://"},
    ]
    assert found["digest"] == "daily 08:00"


@pytest.mark.parametrize("command", [("notify",), ("queue",)])
def test_an_address_that_is_none_is_one_line_without_the_password(staff: Staffroom, command: tuple[str, ...]) -> None:
    done = staff(*command, env={"SHAREBOT_NOTIFY": f"{WRONG} dana:hunter2345@blog.example"})
    assert done.exit_code == 2
    assert done.stderr.startswith("sharebot: SHAREBOT_NOTIFY: address 2 of 2 does not begin with a kind and ://")
    assert "hunter2345" not in done.output


def test_the_doctor_names_an_address_that_is_none_without_the_password(staff: Staffroom) -> None:
    done = staff("doctor", env={"SHAREBOT_NOTIFY": f"{WRONG} dana:hunter2345@blog.example"})
    assert done.exit_code == 1
    assert "SHAREBOT_NOTIFY: address 2 of 2 does not begin with a kind and ://" in done.stdout
    assert "hunter2345" not in done.output


def test_the_doctor_looks_at_every_notifier(staff: Staffroom) -> None:
    done = staff("doctor", env={"SHAREBOT_NOTIFY": f"{WRONG} jsn://dana:hunter2345@blog.example/"})
    assert "ok       notifier 1 json: its address can be used" in done.stdout
    assert "wrong    notifier 2 jsn: apprise knows no jsn://; see SHAREBOT_NOTIFY" in done.stdout
    assert "hunter2345" not in done.output


def test_every_secret_of_a_notifier_is_known_to_the_last_guard() -> None:
    found = secrets.secrets({"SHAREBOT_NOTIFY": f"{WRONG} slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"})
    assert {"hunter2345", "TIiajkdnlazkcOXrIdevi7FQ", WRONG} <= set(found)
    assert "harborlight" not in found
    assert secrets.secrets({"SHAREBOT_NOTIFY_ABOUT": "failed paused"}) == ()
