"""Backup and restore as staff use them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servers.staffroom import Staffroom
from sharebot.ports import PAID
from sharebot.queue import open_queue


@pytest.fixture
def open_staff(staff: Staffroom) -> Staffroom:
    staff.open()
    staff.publish("A new story")
    staff.poll()
    return staff


def test_a_backup_says_what_is_in_it(open_staff: Staffroom) -> None:
    done = open_staff("backup", "queue.db")
    assert done.exit_code == 0, done.stderr
    assert re.fullmatch(
        r"queue.db: whole, 0.\d MB, as of \w{3} [-\d]+ [:\d]+ \(Europe/Berlin\), schema \d{4}: "
        r"2 posts \(2 queued\), 2 entries, \d authors?\n",
        done.stdout,
    )
    again = open_staff("backup", "queue.db")
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    assert "is there already, and nothing was written; name another file, or replace it with --force" in again.stderr
    assert open_staff.json("backup", "queue.db", "--force")["backup"]["posts"] == {"queued": 2}


def test_cron_keeps_the_newest_in_a_folder(open_staff: Staffroom) -> None:
    folder = open_staff.folder / "copies"
    folder.mkdir()
    (folder / "sharebot-20200101T000000Z.db").write_text("no backup at all")
    with closing(sqlite3.connect(open_staff.home / "sharebot.db")):
        first = open_staff.json("backup", str(folder), "--keep", "1")
    old = Path(first["backup"]["file"]).rename(folder / "sharebot-20210101T000000Z.db")
    second = open_staff.json("backup", str(folder), "--keep", "1")
    assert second["deleted"] == [str(old)]
    assert re.fullmatch(r"sharebot-\d{8}T\d{6}Z\.db", Path(second["backup"]["file"]).name)
    assert len(list(folder.iterdir())) == 2


def test_a_name_with_the_date_in_it_is_filled_in(open_staff: Staffroom) -> None:
    made = open_staff.json("backup", "copies/queue-%Y.db", "--keep", "3")["backup"]["file"]
    assert re.fullmatch(r"copies/queue-20\d\d\.db", made)
    wrong = open_staff("backup", "queue.db", "--keep", "3")
    assert wrong.exit_code == 2
    assert "--keep needs a folder, or a name with the date in it" in wrong.stderr


@pytest.mark.parametrize("words", [("new copies/",), ("new copies/", "--keep", "14"), ("new copies", "--keep", "14")])
def test_a_folder_that_is_not_there_is_named_with_the_way_to_make_it(
    open_staff: Staffroom, words: tuple[str, ...]
) -> None:
    done = open_staff("backup", *words)
    assert done.exit_code == 1
    assert done.stderr == "sharebot: there is no folder new copies; mkdir -p 'new copies'\n"
    assert not (open_staff.folder / "new copies").exists()


def test_a_restore_is_tried_first_and_then_everything_waits(open_staff: Staffroom) -> None:
    open_staff("backup", "queue.db")
    tried = open_staff("restore", "queue.db", "--dry-run")
    assert (tried.exit_code, tried.stderr) == (0, "")
    assert tried.stdout.endswith("Would be held: 2 posts; unsure: 0 posts. Failed: 0.\nNothing was changed.\n")
    assert [post["hold"] for post in open_staff.json("queue")["posts"]] == [None, None]
    done = open_staff("restore", "queue.db")
    assert done.exit_code == 0
    assert "Now held: 2 posts" in done.stdout
    assert "what went out after the backup is not known any more" in done.stderr
    assert all("may have gone out since: look" in post["hold"] for post in open_staff.json("queue")["posts"])
    kept = re.search(r"The queue that was there is now (.*)", done.stdout)
    assert kept
    assert Path(kept[1]).exists()
    assert open_staff("approve", "1").exit_code == 0
    assert "restored from the backup of " in open_staff("log").stdout
    assert " UTC" not in open_staff("log").stdout


def test_a_new_article_that_the_lost_queue_may_have_shared_is_held(open_staff: Staffroom) -> None:
    open_staff("backup", "queue.db")
    open_staff.publish("A lost story")
    open_staff.poll()
    open_staff("restore", "queue.db")
    open_staff.poll()
    lost = [post for post in open_staff.json("queue")["posts"] if "A lost story" in post["text"]]
    assert [post["state"] for post in lost] == ["draft", "draft"]
    assert all(post["hold"].startswith("the queue was restored ") for post in lost)


def test_a_backup_beside_a_running_daemon_is_made_and_a_restore_is_refused(open_staff: Staffroom) -> None:
    open_staff.env["SHAREBOT_LOG"] = "json"
    daemon = open_staff.start("run")
    assert daemon.stderr
    try:
        for line in daemon.stderr:
            if "daemon.ready" in line:
                break
        assert open_staff("backup", "queue.db").exit_code == 0
        refused = open_staff("restore", "queue.db")
        assert refused.exit_code == 1
        assert f"process {daemon.pid} already delivers from this queue; stop it first" in refused.stderr
        assert open_staff("restore", "queue.db", "--dry-run").exit_code == 0
    finally:
        daemon.terminate()
        daemon.communicate(timeout=180)
    assert open_staff("restore", "queue.db").exit_code == 0


def test_on_postgresql_the_servers_own_programs_are_named_without_the_password(staff: Staffroom) -> None:
    staff.env["SHAREBOT_DATABASE_URL"] = "postgresql+psycopg://dana:s3cret@db.example/queue"
    backup = staff("backup", "queue.db")
    assert backup.exit_code == 1
    assert backup.stderr.endswith("run: pg_dump --format=custom --file=FILE postgresql://dana@db.example/queue\n")
    restore = staff("restore", "queue.db")
    assert restore.exit_code == 1
    assert "put the dump back with pg_restore, then run sharebot restore --taken-at TIME" in restore.stderr
    wrong = staff("restore", "--taken-at", "yesterday")
    assert wrong.exit_code == 2
    assert "s3cret" not in backup.stderr + restore.stderr + wrong.stderr


def test_numbers_of_acts_of_the_lost_time_are_not_given_again(open_staff: Staffroom) -> None:
    """Somebody may have written one down: undo --act must not take back something else."""
    open_staff("cancel", "1")
    open_staff("backup", "queue.db")
    for words in (["pause", "outbox-x"], ["resume", "outbox-x"], ["pause", "outbox-x"]):
        assert open_staff(*words).exit_code == 0
    lost = open_staff.json("log")["acts"][0]["act"]
    assert open_staff("restore", "queue.db").exit_code == 0
    open_staff("pause", "outbox-mastodon")
    pause, restore, cancel = (act["act"] for act in open_staff.json("log")["acts"])
    assert (pause, restore, cancel) == (lost + 2, lost + 1, 1)
    refused = open_staff("undo", "--act", str(lost))
    assert refused.exit_code == 1
    assert f"there is no act {lost}" in refused.stderr
    assert open_staff("undo", "--act", "1").exit_code == 0


def test_what_the_lost_time_has_cost_this_month_is_counted_where_the_queue_that_was_there_tells_it(
    open_staff: Staffroom,
) -> None:
    keys = ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET")
    open_staff.env |= {f"SHAREBOT_X_{key}": "k" for key in keys} | {"SHAREBOT_ACCOUNTS": "x outbox"}
    paid(open_staff, "0.20")
    open_staff("backup", "queue.db")
    paid(open_staff, "0.010", "0.001")
    for _ in range(2):
        done = open_staff("restore", "queue.db")
        assert done.exit_code == 0
        assert "what it cost this month is counted" in done.stderr
        assert open_staff.json("accounts", "list")["accounts"][0]["month"]["cost"] == "0.211"


def test_what_a_queue_that_is_gone_has_cost_nobody_knows_and_restore_says_so(open_staff: Staffroom) -> None:
    open_staff("backup", "queue.db")
    for part in open_staff.home.glob("sharebot.db*"):
        part.unlink()
    done = open_staff("restore", "queue.db")
    assert done.exit_code == 0
    assert "what it cost is not counted" in done.stderr
    assert "numbers of posts and acts may be given again" in done.stderr


def paid(staff: Staffroom, *amounts: str) -> None:
    with closing(open_queue("", home=staff.home)) as queue:
        for amount in amounts:
            queue.remember(PAID, f"x {amount}", f"{amount} a look", now=datetime.now(UTC))
