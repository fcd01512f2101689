"""The child process that parses feeds: left alone by signals, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from sharebot.child import Parser

PARENT = """
import os, time
from sharebot.child import Parser

if __name__ == "__main__":
    parser = Parser()
    with parser.ready():
        print(parser(os.getpid), flush=True)
        parser(time.sleep, 60)
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int, within: float = 120.0) -> bool:
    end = time.monotonic() + within
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_a_child_whose_parent_is_killed_ends_too(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.kill()
    assert ends(child)


def test_signals_of_the_whole_group_are_left_to_the_parent() -> None:
    parser = Parser()
    with parser.ready():
        child = parser(os.getpid)
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(child, number)
        assert parser(os.getpid) == child
    parser.rest(after=timedelta(0))
    assert ends(child)


def test_an_idle_child_is_kept_for_a_while_and_one_in_use_for_as_long() -> None:
    parser = Parser()
    with parser.ready():
        child = parser(os.getpid)
        parser.rest(after=timedelta(0))
        assert parser(os.getpid) == child
    parser.rest()
    assert parser(os.getpid) == child
    parser.rest(after=timedelta(0))
    assert ends(child)


def test_a_child_that_was_brought_down_is_replaced() -> None:
    parser = Parser()
    with parser.ready():
        with pytest.raises(BrokenExecutor):
            parser(os._exit, 3)
        assert alive(parser(os.getpid))
    parser.rest(after=timedelta(0))


def test_the_thread_that_starts_the_child_gets_its_signals_back() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    parser = Parser()
    with parser.ready():
        parser(os.getpid)
    parser.rest(after=timedelta(0))
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
