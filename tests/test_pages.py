from __future__ import annotations

from threading import Barrier, Event, Thread

import pytest

from servers.paper import PaperClock
from sharebot.bot.pages import KeptPages
from sharebot.ports import Page, PageState

READY = Page(state=PageState.READY, detail="200")


def test_accounts_that_ask_side_by_side_make_one_request() -> None:
    asked: list[str] = []
    together, go = Barrier(4), Event()

    def ask(url: str) -> Page:
        asked.append(url)
        go.wait(60)
        return READY

    pages = KeptPages(ask, PaperClock())
    answers: list[Page] = []

    def lane() -> None:
        together.wait(60)
        answers.append(pages("https://blog.example/1"))

    lanes = [Thread(target=lane) for _ in range(3)]
    for each in lanes:
        each.start()
    together.wait(60)
    go.set()
    for each in lanes:
        each.join(60)
    assert asked == ["https://blog.example/1"]
    assert answers == [READY] * 3


def test_an_answer_is_kept_for_a_minute_and_no_longer() -> None:
    clock, asked = PaperClock(), []
    pages = KeptPages(lambda url: (asked.append(url), READY)[1], clock)
    pages("https://blog.example/1")
    clock.pass_time(seconds=59)
    pages("https://blog.example/1")
    clock.pass_time(seconds=1)
    pages("https://blog.example/1")
    assert len(asked) == 2


def test_a_fault_is_not_kept() -> None:
    faults = [OSError("once")]

    def ask(_url: str) -> Page:
        if faults:
            raise faults.pop()
        return READY

    pages = KeptPages(ask, PaperClock())
    with pytest.raises(OSError, match="once"):
        pages("https://blog.example/1")
    assert pages("https://blog.example/1") is READY
