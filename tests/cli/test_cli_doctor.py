"""sharebot doctor: one line for everything that sharebot needs."""

from __future__ import annotations

import pytest

from servers.staffroom import Staffroom


@pytest.fixture
def well(staff: Staffroom) -> Staffroom:
    staff.publish("One")
    return staff


def findings(staff: Staffroom, status: int) -> dict[str, str]:
    done = staff("doctor")
    assert done.exit_code == status, done.output
    return {line[7:].partition(": ")[0]: line for line in done.stdout.splitlines()}


def test_when_all_is_well_every_line_says_ok(well: Staffroom) -> None:
    found = findings(well, 0)
    assert [*found] == ["queue", "daemon", "feeds", str(well.feed), "outbox-x", "outbox-mastodon"]
    assert all(line.startswith("ok ") for line in found.values())
    assert "Harborlight, 1 entry" in found[str(well.feed)]
    assert "the network keeps one (key)" in found["outbox-x"]


def test_it_stores_nothing_of_the_feed(well: Staffroom) -> None:
    findings(well, 0)
    (feed,) = well.json("feeds")["feeds"]
    assert feed["polled"] is None


def test_what_is_wrong_is_named_and_stops_no_other_look(well: Staffroom) -> None:
    well.env |= {"SHAREBOT_FEEDS": f"missing.xml {well.feed}", "SHAREBOT_ACOUNTS": "x"}
    well("pause", "outbox-x", "--reason", "a week of mourning")
    found = findings(well, 1)
    assert [name for name, line in found.items() if line.startswith("wrong")] == ["settings", "missing.xml", "outbox-x"]
    assert "did you mean SHAREBOT_ACCOUNTS?" in found["settings"]
    assert "a week of mourning; sharebot resume outbox-x" in found["outbox-x"]


def test_an_account_that_lacks_a_setting_is_wrong(well: Staffroom) -> None:
    well.env["SHAREBOT_ACCOUNTS"] = "outbox x"
    assert "SHAREBOT_" in findings(well, 1)["x"]


def test_a_template_that_leaves_out_the_link_is_wrong_and_a_broken_one_stops_everything(well: Staffroom) -> None:
    well.env["SHAREBOT_TEMPLATE"] = "{{ line }}"
    assert "SHAREBOT_TEMPLATE: the template leaves out {{ link }}" in findings(well, 1)["settings"]
    well.env["SHAREBOT_TEMPLATE"] = "{{ line }} {% if %}"
    for command in ("doctor", "poll"):
        done = well(command)
        assert done.exit_code == 2
        assert done.stderr.startswith("sharebot: SHAREBOT_TEMPLATE: line 1, column 18: ")
        assert done.stderr.count("\n") == 1
