"""The program as a process: bad input, signals, a second daemon. Always one clear line, never a traceback."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from servers.keyboard import until_it_waits
from servers.staffroom import Staffroom

HTML = "<!doctype html><html><head><title>Harborlight</title></head><body>No feed here</body></html>"


def missing(staff: Staffroom) -> None: ...


def html(staff: Staffroom) -> None:
    (staff.folder / "page.html").write_text(HTML)


def empty(staff: Staffroom) -> None:
    (staff.folder / "empty.xml").write_text("")


def folder(staff: Staffroom) -> None:
    (staff.folder / "folder.xml").mkdir()


def bad_zone(staff: Staffroom) -> None:
    staff.env["SHAREBOT_TIMEZONE"] = "Europe/Harborlight"


def bad_slots(staff: Staffroom) -> None:
    staff.env["SHAREBOT_SLOTS"] = "noonish"


def home_is_no_folder(staff: Staffroom) -> None:
    (staff.folder / "file").write_text("a file")
    staff.env["SHAREBOT_HOME"] = str(staff.folder / "file" / "home")


def corrupt(staff: Staffroom) -> None:
    staff.home.mkdir()
    (staff.home / "sharebot.db").write_bytes(b"This is no database. " * 500)


def no_such_platform(staff: Staffroom) -> None:
    staff.env["SHAREBOT_ACCOUNTS"] = "mastodn"


def no_key(staff: Staffroom) -> None:
    staff.env["SHAREBOT_ACCOUNTS"] = "x"


def binary_env(staff: Staffroom) -> None:
    (staff.folder / ".env").write_bytes(b"SHAREBOT_BLOG_NAME=\xff\xfe\x00")


def bad_database(staff: Staffroom) -> None:
    staff.env["SHAREBOT_DATABASE_URL"] = "mysql://blog:hunter22@db.example/blog"


@pytest.mark.parametrize(
    ("prepare", "line", "status", "says"),
    [
        (missing, "try missing.xml", 1, "missing.xml"),
        (html, "try page.html", 1, "page.html"),
        (empty, "try empty.xml", 1, "empty.xml"),
        (folder, "try folder.xml", 1, "folder.xml"),
        (missing, "try ftp://blog.example/feed/", 1, "ftp"),
        (missing, "poll missing.xml", 1, "missing.xml"),
        (missing, "show 77", 1, "there is no post 77"),
        (missing, "why 77", 1, "there is no post 77"),
        (missing, "approve 77", 1, "there is no post 77"),
        (missing, "pause nowhere", 1, "there is no account nowhere"),
        (missing, "calendar --account nowhere", 1, "there is no account nowhere"),
        (bad_zone, "queue", 2, "SHAREBOT_TIMEZONE"),
        (bad_zone, "run", 2, "SHAREBOT_TIMEZONE"),
        (bad_slots, "calendar", 2, "SHAREBOT_SLOTS"),
        (home_is_no_folder, "queue", 1, "file/home"),
        (home_is_no_folder, "run", 1, "file/home"),
        (home_is_no_folder, "deliver", 1, "file/home"),
        (corrupt, "queue", 1, "sharebot.db"),
        (corrupt, "run", 1, "sharebot.db"),
        (no_such_platform, "accounts", 2, "mastodn"),
        (no_such_platform, "run", 2, "mastodn"),
        (no_key, "run", 2, "SHAREBOT_"),
        (binary_env, "queue", 2, ".env"),
        (bad_database, "queue", 2, "SHAREBOT_DATABASE_URL"),
    ],
)
def test_bad_input_is_one_line_and_the_right_exit_status(
    staff: Staffroom, prepare: Callable[[Staffroom], None], line: str, status: int, says: str
) -> None:
    prepare(staff)
    found, out, err = staff.really(*line.split(), env={"SHAREBOT_LOG": "human"})
    (complaint,) = err.splitlines()
    assert complaint.startswith("sharebot: ")
    assert says in complaint
    assert "Traceback" not in err
    assert "hunter22" not in err
    assert "fault of sharebot itself" not in err
    assert found == status
    assert not out.strip() or line.startswith("poll")


# The daemon -----------------------------------------------------------------------------------------------------------


def odd_log(staff: Staffroom) -> None:
    staff.env["SHAREBOT_LOG"] = "loud"


def log_in_the_file(staff: Staffroom) -> None:
    (staff.folder / ".env").write_text("SHAREBOT_LOG=json\nSHAREBOT_TIMEZONE=Berlin\n")
    del staff.env["SHAREBOT_TIMEZONE"]


@pytest.mark.parametrize(
    ("prepare", "status", "says"),
    [
        (bad_zone, 2, "SHAREBOT_TIMEZONE"),
        (log_in_the_file, 2, "SHAREBOT_TIMEZONE"),
        (odd_log, 2, "SHAREBOT_LOG"),
        (binary_env, 2, ".env"),
        (bad_database, 2, "SHAREBOT_DATABASE_URL"),
        (home_is_no_folder, 1, "file/home"),
        (corrupt, 1, "sharebot.db"),
    ],
)
def test_what_keeps_the_daemon_from_starting_is_an_event_where_programs_read_the_log(
    staff: Staffroom, prepare: Callable[[Staffroom], None], status: int, says: str
) -> None:
    prepare(staff)
    found, out, err = staff.really("run")
    (event,) = map(json.loads, err.splitlines())
    assert (found, out) == (status, "")
    assert (event["event"], event["level"]) == ("daemon.failed", "error")
    assert says in event["reason"]
    assert "hunter22" not in err


STOPPED_AT_ONCE = """
import os, signal
from sharebot import cli, settings

cli.FIRST_PROCESS = {first}
load = settings.load

def load_and_be_stopped(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGTERM)
    return load(*args, **kwargs)

settings.load = load_and_be_stopped
cli.main([{command!r}])
"""


def stopped_at_once(staff: Staffroom, command: str, first: str = "1") -> tuple[int, str]:
    """A command that is told to stop before its settings are read, and its exit status and stderr."""
    program = staff.folder / "program.py"
    program.write_text(STOPPED_AT_ONCE.format(command=command, first=first))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHAREBOT_")}
    done = subprocess.run(
        [sys.executable, program], env=clean | staff.env, cwd=staff.folder,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_daemon_that_is_stopped_before_it_has_read_its_settings_ends_well_and_was_never_ready(
    staff: Staffroom,
) -> None:
    staff.publish("One")
    status, err = stopped_at_once(staff, "run")
    assert status == 0, err
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["daemon.stopping", "daemon.stopped"]


def test_the_first_process_of_a_container_hears_sigterm_in_every_command(staff: Staffroom) -> None:
    staff.publish("One")
    assert stopped_at_once(staff, "poll", first="os.getpid()") == (128 + signal.SIGTERM, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_log_that_cannot_be_written_keeps_no_post_from_going_out(staff: Staffroom, unbuffered: str) -> None:
    staff.env |= {"SHAREBOT_ACCOUNTS": "outbox", "SHAREBOT_SLOTS": "now", "PYTHONUNBUFFERED": unbuffered}
    staff.open()
    staff.publish("A new story")
    staff.poll()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        daemon = staff.start("run", stderr=full)
        try:
            sent = staff.home / "outbox" / "outbox"
            end = time.monotonic() + 30
            while not [*sent.glob("*.json")]:
                assert daemon.poll() is None, "the daemon ended"
                assert time.monotonic() < end
                select.select([], [], [], 0.05)
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(30) == 0
        finally:
            daemon.kill()
            daemon.communicate()
    assert [post["state"] for post in staff.json("queue", "--all")["posts"]] == ["sent"]


def ready(staff: Staffroom) -> subprocess.Popen[str]:
    """A daemon that has said that it is ready."""
    daemon = staff.start("run")
    assert daemon.stderr
    for line in daemon.stderr:
        if json.loads(line)["event"] == "daemon.ready":
            return daemon
    daemon.communicate()
    raise AssertionError("the daemon ended before it was ready")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stopped_daemon_says_so_and_ends_well(staff: Staffroom, number: int) -> None:
    staff.publish("One")
    daemon = ready(staff)
    daemon.send_signal(number)
    out, err = daemon.communicate(timeout=180)
    assert daemon.returncode == 0
    assert out == ""
    events = [json.loads(line)["event"] for line in err.splitlines()]
    assert "daemon.stopping" in events
    assert events[-1] == "daemon.stopped"


def test_a_second_daemon_and_a_deliver_beside_it_refuse_politely(staff: Staffroom) -> None:
    staff.publish("One")
    daemon = ready(staff)
    try:
        for command in ("run", "deliver"):
            status, _, err = staff.really(command)
            assert status == 1
            assert f"{staff.home / 'sharebot.db'}: process {daemon.pid} already" in err
            assert len(err.splitlines()) == 1
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.communicate(timeout=180)


# Ctrl-C and terminals -------------------------------------------------------------------------------------------------


def test_ctrl_c_is_one_line_and_130(staff: Staffroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/feed/"
        process = staff.start("try", address, env={"SHAREBOT_PRIVATE_HOSTS": "127.0.0.1"})
        connection, _ = silent.accept()
        until_it_waits(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=180)
        connection.close()
    assert (process.returncode, out, err) == (130, "", "sharebot: interrupted\n")


def test_on_a_terminal_the_queue_is_a_table_and_no_text_steers_it(staff: Staffroom) -> None:
    staff.open()
    staff.publish("What the \x1b]0;night\x07 shift taught me".replace("\x1b", "&#27;").replace("\x07", ""))
    assert staff("poll").exit_code in {0, 1}
    shown = on_a_terminal(staff, "queue", "--all")
    assert "due (Europe/Berlin)" in shown
    assert "─" in shown


def on_a_terminal(staff: Staffroom, *args: str) -> str:
    ours, theirs = pty.openpty()
    process = staff.start(*args, stdout=theirs, env={"COLUMNS": "120", "TERM": "xterm"})
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how Linux says that the terminal's other side is closed
        pass
    os.close(ours)
    assert process.communicate(timeout=180)[1] == ""
    assert process.returncode == 0
    return shown.decode()


def test_a_terminal_without_the_letters_shows_question_marks(staff: Staffroom) -> None:
    staff.publish("夜勤")
    status, out, err = staff.really("try", env={"PYTHONIOENCODING": "latin-1"})
    assert (status, err) == (0, "")
    assert "??\n" in out


def test_progress_is_for_terminals_only(staff: Staffroom) -> None:
    staff.publish("One")
    _, _, err = staff.really("try")
    assert err == ""
