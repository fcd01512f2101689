"""review at a real terminal: one key an answer, no Enter, and nobody who decides at the same time is overrun."""

from __future__ import annotations

import codecs
import os
import pty
import select
import signal
import termios
import time
from collections.abc import Callable, Iterator

import pytest

from servers.staffroom import RSS, Staffroom

NAMES = ("Aino Halla", "Emil Sand", "Ines Faro")
HELP = "[?] help: "
PATIENCE = 120
LOCAL_FLAGS = 3
"""Where termios keeps them."""


class Terminal:
    """The program on a terminal of its own, and a person at its keys."""

    def __init__(self, staff: Staffroom, *args: str) -> None:
        self._ours, theirs = pty.openpty()
        env = {"COLUMNS": "120", "TERM": "xterm", "NO_COLOR": "1"}
        self._process = staff.start(*args, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
        os.close(theirs)
        self.shown = ""
        self._decoded = codecs.getincrementaldecoder("utf-8")()  # what is read may end in the midst of a letter

    def until(self, words: str, times: int = 1) -> str:
        """Everything shown since the last call, once the words have come so often."""
        shown, ends = "", time.monotonic() + PATIENCE
        while shown.count(words) < times:
            assert select.select([self._ours], [], [], max(0.0, ends - time.monotonic()))[0], (
                f"no {words!r} in {shown!r}"
            )
            shown += self._read()
        self.shown += shown
        return shown

    def _read(self) -> str:
        try:
            return self._decoded.decode(os.read(self._ours, 65536)).replace("\r", "")
        except OSError:  # the other side has closed it
            raise AssertionError(f"it ended early: {self.shown}") from None

    def press(self, key: str) -> None:
        """Once the program listens to single keys: what is typed before a question is there answers none."""
        ends = time.monotonic() + PATIENCE
        while termios.tcgetattr(self._ours)[LOCAL_FLAGS] & termios.ICANON:
            assert time.monotonic() < ends, f"it does not listen: {self.shown}"
            time.sleep(0.005)
        os.write(self._ours, key.encode())

    def end(self) -> str:
        """What it says at the end."""
        shown = ""
        while True:
            try:
                shown += self._read()
            except AssertionError:
                break
        assert self._process.wait(PATIENCE) == 0
        os.close(self._ours)
        return shown

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def guests(staff: Staffroom) -> Staffroom:
    """Three guests of whom two handles compete each."""
    staff.open()
    for name in NAMES:
        first = name.partition(" ")[0].lower()
        staff.publish(f"A night with {name}", slug=first, guest=False)
        says = f"<p>-{name}, Guest Blogger</p><p>Follow them on twitter @{first}_nets or @{first}writes</p>]]>"
        staff.articles[0] = staff.articles[0].replace("]]>", says)
    staff.feed.write_text(RSS.format(articles="".join(staff.articles)), encoding="utf-8")
    staff.poll()
    return staff


@pytest.fixture
def sit_down(guests: Staffroom) -> Iterator[Callable[[], Terminal]]:
    opened: list[Terminal] = []

    def sit_down() -> Terminal:
        opened.append(Terminal(guests, "authors", "review"))
        return opened[-1]

    yield sit_down
    for terminal in opened:
        terminal.kill()


def standings(staff: Staffroom) -> dict[str, str]:
    people = staff.json("authors")["authors"]
    return {known["handle"]: known["standing"] for person in people for known in person["handles"]}


def test_one_key_answers_each_question(guests: Staffroom, sit_down: Callable[[], Terminal]) -> None:
    terminal = sit_down()
    first = terminal.until(HELP)
    assert "1 of 6  Aino Halla (guest), number " in first
    assert "Is x aino_nets theirs?" in first
    assert "“Follow them on twitter @aino_nets or @ainowrites”" in first
    terminal.press("n")
    terminal.until(HELP)
    terminal.press("Y")
    second = terminal.until(HELP)
    assert "confirmed x ainowrites; post " in second
    terminal.press("f")
    third = terminal.until(HELP)
    assert "Emil Sand (2): never to be tagged; no queued post changes" in third
    assert "4 of 6  Emil Sand: x emilwrites needs no answer any more" in third
    terminal.press(" ")
    terminal.until(HELP)
    terminal.press("s")
    assert (
        "1 rejected, 1 confirmed, 1 never to be tagged, 2 skipped; 1 queued post got other words; 2 questions left"
        in (terminal.end())
    )
    assert standings(guests) == {
        "aino_nets": "rejected",
        "ainowrites": "confirmed",
        "emil_nets": "opted out",
        "emilwrites": "opted out",
        "ines_nets": "candidate",
        "ineswrites": "candidate",
    }


def test_a_key_that_means_nothing_shows_the_keys_and_answers_nothing(
    guests: Staffroom, sit_down: Callable[[], Terminal]
) -> None:
    before = standings(guests)
    terminal = sit_down()
    terminal.until(HELP)
    for key in ("?", "x", "\x1b[A", "\r", "ü"):
        terminal.press(key)
        assert "y        it is theirs" in terminal.until(HELP)
    terminal.press("q")
    assert "nothing answered; 6 questions left" in terminal.end()
    assert standings(guests) == before


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_whoever_leaves_keeps_what_was_answered(guests: Staffroom, sit_down: Callable[[], Terminal], key: str) -> None:
    terminal = sit_down()
    terminal.until(HELP)
    terminal.press("y")
    terminal.until(HELP)
    terminal.press(key)
    assert "1 confirmed" in terminal.end()
    assert standings(guests)["aino_nets"] == "confirmed"


def test_of_two_who_answer_at_once_the_second_is_told_and_goes_on(
    guests: Staffroom, sit_down: Callable[[], Terminal]
) -> None:
    terminal = sit_down()
    terminal.until(HELP)
    number = str(guests.json("authors", "show", "Aino Halla")["id"])
    assert guests("authors", "reject", number, "x", "aino_nets").exit_code == 0
    terminal.press("y")
    went_on = terminal.until(HELP)
    assert f"sharebot: person {number}, Aino Halla, was changed meanwhile; look again, then decide again" in went_on
    assert "1 of 6  Aino Halla: x aino_nets needs no answer any more" in went_on
    assert "Is x ainowrites theirs?" in went_on
    terminal.press("q")
    terminal.end()
    assert standings(guests)["aino_nets"] == "rejected"


def test_nothing_to_ask_is_said(staff: Staffroom) -> None:
    terminal = Terminal(staff, "authors", "review")
    assert "nothing waits for a person" in terminal.end()
